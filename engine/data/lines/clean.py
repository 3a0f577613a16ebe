"""Which cells SQL may read by itself: those whose writing can mean one thing only. All others go the careful way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engine.data.cells import BLANKS
from engine.data.keys import TOTALS
from engine.data.labels import NO_WORDS, YES_WORDS
from engine.data.periods import FIRST_YEAR, LAST_YEAR
from engine.formula.sql import quoted

if TYPE_CHECKING:
    from engine.policy.model import Field

_DIGITS = r"'-?[0-9]{1,15}(\.[0-9]{1,20})?'"
_SAFE = r"[0-9A-Za-z\x{4e00}-\x{9fff}]"
_TEXT = rf"'{_SAFE}([^+]*{_SAFE})?'"
_DAY = "'[0-9]{4}-[0-9]{2}-[0-9]{2}'"
_MOMENT = "'[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}:[0-9]{2})?'"
BLANK = "'[" + "".join(f"\\x{{{ord(c):x}}}" for c in BLANKS) + "]*'"
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_EPOCH = "DATE '1970-01-01'"


class Clean(NamedTuple):
    """SQL: whether a cell that is not NULL may be read so, and the value it then has."""

    holds: str
    value: str


NEVER = Clean("FALSE", "NULL")


def clean_employee(field: Field, raw: str, kind: str) -> Clean:
    """Give how employee numbers are read; a text without digits might be the name of a total."""
    way = clean(field, raw, kind)
    totals = ", ".join(quoted(total) for total in sorted(TOTALS))
    named = f"regexp_matches({raw}::VARCHAR, '[0-9]') OR lower(regexp_replace({raw}::VARCHAR, '\\s', '', 'g')) NOT IN ({totals})"
    return Clean(f"{way.holds} AND ({named})", way.value)


def clean(field: Field, raw: str, kind: str) -> Clean:
    """Give how cells of a column `raw` of DuckDB's type `kind` are read as a field."""
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
    if kind in _WHOLE and field.values is None:
        return Clean("TRUE", f"{raw}::VARCHAR")
    if kind != "VARCHAR":
        return NEVER
    if field.values is not None:
        return Clean(f"{raw} IN ({', '.join(quoted(label) for label in field.values)})", raw) if field.values else NEVER
    return Clean(f"regexp_full_match({raw}, {_TEXT})", raw)


def _date(field: Field, raw: str, kind: str) -> Clean:
    years = f"year({{0}}) BETWEEN {FIRST_YEAR} AND {LAST_YEAR}"
    if kind == "DATE":
        return Clean(years.format(raw), f"({raw} - {_EPOCH})::DOUBLE")
    if kind == "VARCHAR" and field.type == "date":
        day = f"TRY_CAST({raw} AS DATE)"
        return Clean(f"regexp_full_match({raw}, {_DAY}) AND {years.format(day)}", f"({day} - {_EPOCH})::DOUBLE")
    moment = f"TRY_CAST({raw} AS TIMESTAMP)"
    if kind == "VARCHAR":
        return Clean(f"regexp_full_match({raw}, {_MOMENT}) AND {years.format(moment)}", f"epoch_us({moment}) / 86400e6")
    if kind.startswith("TIMESTAMP") and "WITH TIME ZONE" not in kind:
        whole = "" if field.type == "datetime" else f" AND {moment} = date_trunc('day', {moment})"
        return Clean(years.format(moment) + whole, f"epoch_us({moment}) / 86400e6")
    return NEVER


def _yes_no(raw: str, kind: str) -> Clean:
    if kind == "BOOLEAN":
        return Clean("TRUE", raw)
    if kind != "VARCHAR":
        return NEVER
    yes, no = (", ".join(quoted(word) for word in sorted(words)) for words in (YES_WORDS, NO_WORDS))
    return Clean(f"{raw} IN ({yes}, {no})", f"{raw} IN ({yes})")


def _number(field: Field, raw: str, kind: str) -> Clean:
    points = field.type == "percent" and field.scale[1] == 100
    written = kind == "VARCHAR"
    if not (written or kind in (*_WHOLE, "FLOAT", "DOUBLE", "HUGEINT") or kind.startswith("DECIMAL")):
        return NEVER
    value = f"TRY_CAST({raw} AS DOUBLE)"
    checks = [
        f"regexp_full_match({raw}, {_DIGITS})" if written else f"isfinite({raw}::DOUBLE)",
        f"abs({value}) <= 1e15",
    ]
    if field.type == "percent" and not points:
        checks.append(f"abs({value}) <= 10")
    if points:
        value = f"TRY_CAST({raw}::VARCHAR || 'e-2' AS DOUBLE)"
        checks.append(f"{value} IS NOT NULL")
    if field.type == "count":
        checks.append(f"{value} = trunc({value})")
        checks += [f"{value} >= 0"] if field.minimum is None else []
    low, high = field.scale if field.type == "rating" else (None, None)
    checks += [f"{value} >= {limit!r}" for limit in (low, field.minimum) if limit is not None]
    checks += [f"{value} <= {limit!r}" for limit in (high, field.maximum) if limit is not None]
    return Clean(" AND ".join(checks), value)
