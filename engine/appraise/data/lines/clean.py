"""Which cells SQL may read by itself: those whose writing can mean one thing only. All others go the careful way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from appraise.data.columns.cells import BLANKS
from appraise.data.columns.labels import NO_WORDS, YES_WORDS
from appraise.data.columns.limits import LARGEST_PERCENT
from appraise.data.periods import FIRST_YEAR, LAST_YEAR
from appraise.data.totals import is_total
from appraise.data.writings import near
from appraise.formula.sql.algebra import quoted

if TYPE_CHECKING:
    from appraise.policy.model import Field

_DIGITS = {  # by what marks the decimals; where that is to be found out, without what may be thousands
    "point": r"'-?[0-9]{1,15}(\.[0-9]{1,20})?'",
    "comma": r"'-?[0-9]{1,15}'",
    None: r"'-?([0-9]{1,15}|(0|[0-9]{4,15})\.[0-9]{1,20}|[0-9]{1,3}\.([0-9]{1,2}|[0-9]{4,20}))'",
}
_SAFE = r"[0-9A-Za-z\x{4e00}-\x{9fff}]"
_TEXT = rf"'{_SAFE}([^+\x00]*{_SAFE})?'"
_SIMPLE = rf"'{_SAFE}([0-9A-Za-z\x{{4e00}}-\x{{9fff}} _.,:/()-]*{_SAFE})?'"
_DAY = "'____-__-__'"  # what then is no date does not cast; odd years are outside the range
_MOMENT = "'[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]'"
BLANK = "'[" + "".join(f"\\x{{{ord(c):x}}}" for c in BLANKS) + "]*'"
_EMPLOYEE = re.compile(r"[0-9A-Za-z_\-.]*[0-9][0-9A-Za-z_\-.]*")
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_EPOCH = "DATE '1970-01-01'"


class Clean(NamedTuple):
    """SQL in two steps: of a cell, what it may be (NULL: it must be read the careful way); of that, {0}, its value.

    `holds` says which of them are legal.
    """

    parsed: str
    holds: str = ""
    value: str = "{0}"

    def whole(self) -> str:
        """The condition, in one step, that a cell may be read so."""
        there = f"({self.parsed}) IS NOT NULL"
        return f"{there} AND {self.holds.format(self.parsed)}" if self.holds else there

    def checked(self, parsed: str) -> str:
        """The value of what was parsed, NULL where that is not legal."""
        value = self.value.format(parsed)
        return f"CASE WHEN {self.holds.format(parsed)} THEN {value} END" if self.holds else value


NEVER = Clean("NULL")


def employee_is_clean(text: str) -> bool:
    """Whether a text is certainly an employee number, and not the name of a total."""
    return _EMPLOYEE.fullmatch(text) is not None and not is_total(text)


def clean(field: Field, raw: str, kind: str) -> Clean:
    """How cells of a column `raw` of DuckDB's type `kind` are read as a field."""
    match field.type:
        case "text":
            return _text(field, raw, kind)
        case "rating" if field.values is not None:
            return _text(field, raw, kind)
        case "date" | "datetime":
            return _date(field, raw, kind)
        case "yes-no":
            return _yes_no(raw, kind)
        case _:
            return _number(field, raw, kind)


def _text(field: Field, raw: str, kind: str) -> Clean:
    if field.digits is not None:
        if kind != "VARCHAR" and kind not in _WHOLE:
            return NEVER
        text = f"{raw}::VARCHAR"
        whole = f"regexp_full_match({text}, '[0-9]{{1,{field.digits}}}')"
        return Clean(f"CASE WHEN {whole} THEN lpad({text}, {field.digits}, '0') END")
    if kind in _WHOLE and field.values is None:
        return Clean(f"{raw}::VARCHAR")
    if kind != "VARCHAR" or field.values == {}:
        return NEVER
    if field.values is not None:
        return Clean(f"CASE WHEN {raw} IN ({', '.join(map(quoted, field.values))}) THEN {raw} END")
    sure = f"regexp_full_match({raw}, {_TEXT})"
    if field.compared:  # what is nearly one of these is refused
        forms = ", ".join(quoted(near(text)) for text in sorted(field.compared))
        form = f"regexp_replace(lower(replace({raw}, ' ', '')), '(^|[^0-9])0+([0-9])', '\\1\\2', 'g')"
        itself = f"{raw} IN ({', '.join(map(quoted, sorted(field.compared)))})"
        sure = f"({itself} OR regexp_full_match({raw}, {_SIMPLE}) AND {form} NOT IN ({forms}))"
    return Clean(f"CASE WHEN {sure} THEN {raw} END")


def _date(field: Field, raw: str, kind: str) -> Clean:
    years = f"{{0}} BETWEEN DATE '{FIRST_YEAR}-01-01' AND DATE '{LAST_YEAR}-12-31'"
    days, moments = f"({{0}} - {_EPOCH})::DOUBLE", "(epoch_us({0}) / 86400e6)"
    if kind == "DATE":
        return Clean(raw, years, days)
    if kind == "VARCHAR" and field.type == "date":
        return Clean(f"CASE WHEN {raw} LIKE {_DAY} THEN TRY_CAST({raw} AS DATE) END", years, days)
    if kind == "VARCHAR":
        clean_ = f"CASE WHEN strlen({raw}) = 10 THEN {raw} LIKE {_DAY} ELSE regexp_full_match({raw}, {_MOMENT}) END"
        return Clean(
            f"CASE WHEN {clean_} THEN TRY_CAST({raw} AS TIMESTAMP) END", years.replace("{0}", "{0}::DATE"), moments
        )
    if kind.startswith("TIMESTAMP") and "WITH TIME ZONE" not in kind:
        whole = "" if field.type == "datetime" else " AND {0} = date_trunc('day', {0})"
        return Clean(f"{raw}::TIMESTAMP", years.replace("{0}", "{0}::DATE") + whole, moments)
    return NEVER


def _yes_no(raw: str, kind: str) -> Clean:
    if kind == "BOOLEAN":
        return Clean(raw)
    if kind != "VARCHAR":
        return NEVER
    yes, no = (", ".join(quoted(word) for word in sorted(words)) for words in (YES_WORDS, NO_WORDS))
    return Clean(f"CASE WHEN {raw} IN ({yes}) THEN TRUE WHEN {raw} IN ({no}) THEN FALSE END")


def _number(field: Field, raw: str, kind: str) -> Clean:
    points, written = field.type == "percent" and field.scale[1] == 100, kind == "VARCHAR"
    if not (written or kind in (*_WHOLE, "FLOAT", "DOUBLE", "HUGEINT") or kind.startswith("DECIMAL")):
        return NEVER
    digits = f"{raw}::VARCHAR || 'e-2'" if points else raw
    parsed = f"TRY_CAST({digits} AS DOUBLE)"
    checks: list[str] = []
    if written:  # at most 15 digits before the point, so within the limits of every number
        parsed = f"CASE WHEN regexp_full_match({raw}, {_DIGITS[field.decimal]}) THEN {parsed} END"
    elif kind in ("FLOAT", "DOUBLE", "HUGEINT") or kind.startswith("DECIMAL"):
        checks.append(f"abs({{0}}) <= {1e13 if points else 1e15!r}")  # neither NaN nor an infinity
    if field.type == "percent" and field.maximum is None:  # larger ones are looked at together with the whole column
        checks.append(f"abs({{0}}) <= {LARGEST_PERCENT if points else 1!r}")
    if field.type == "count":
        checks.append("{0} = trunc({0})" + ("" if field.minimum is not None else " AND {0} >= 0"))
    low, high = field.scale if field.type == "rating" else (None, None)
    checks += [f"{{0}} >= {limit!r}" for limit in (low, field.minimum) if limit is not None]
    checks += [f"{{0}} <= {limit!r}" for limit in (high, field.maximum) if limit is not None]
    return Clean(parsed, " AND ".join(checks))
