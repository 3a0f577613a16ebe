"""A comparison as tables of headings, units and cells: what the terminal and the workbook write, each in its way."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any, get_type_hints

import numpy as np

from appraise.compare.tables import tables
from appraise.formula.vectors import Text
from appraise.formula.written_numbers import figure_as_written, figures_as_written
from appraise.policy.variants.clauses import path_of
from appraise.report.comparison.asked import figure_columns
from appraise.report.comparison.cliffs import cliff_sheet, near_sheet
from appraise.report.comparison.figures import Sheet, figure, in_unit
from appraise.report.comparison.words import SIGN, heading_of, kind_in_words, note, say, title
from appraise.report.policy.changes import LINE, change_in_words, change_name, notes_of
from appraise.report.results.columns import titles_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from appraise.compare.figures.movement import Movement
    from appraise.compare.figures.moves import MoveRow
    from appraise.compare.figures.units import Reason, Unit
    from appraise.compare.people import People
    from appraise.compare.tables import Compared
    from appraise.policy.model import Ruleset
    from appraise.report.about import About
    from appraise.report.comparison.asked import ShownColumn
    from appraise.texts import Language

_CHANGE = "change: "  # before the path of a change, among the titles
_ALL = [(table, shown) for table, kind in tables().items() for shown in kind.shown]
ORDER = sorted(_ALL, key=lambda one: one[1].long)  # tables for a file rather than a window come last
LONG = tuple(shown.key for _, shown in _ALL if shown.long)


def sheets(compared: Compared, ruleset: Ruleset) -> Iterator[Sheet]:
    """The tables that have rows, in the order in which they are read; `ruleset` is the base's."""
    titles, language = titles_of(ruleset), ruleset.language
    changed = {path_of(row.clauses): change_name(row.clauses, language) for row in compared.changes.rows if row.clauses}
    titles |= {f"{_CHANGE}{path}": name for path, name in changed.items()}
    for table, shown in ORDER:
        key = shown.key
        if key == "movement":
            yield from _movement(compared.movement, language)
            continue
        rows = getattr(getattr(compared, table), shown.rows)
        if not rows:
            continue
        sheet = (
            _OWN[key](rows, titles, language)
            if key in _OWN
            else _sheet(key, title(key, language), rows, titles, language)
        )
        notes = notes_of(compared.changes, language) if key == "changes" else [sheet.note]
        yield replace(sheet, note=LINE.join([*notes, *_untold(compared, key, language)]))


def _untold(compared: Compared, key: str, language: Language) -> Iterator[str]:
    """Say why figures are left out of a whole column, or of all rows of a policy."""
    with_budgets = {row.policy for row in compared.budgets.rows} if compared.anonymous and key == "budgets" else ()
    outside = {policy: n for policy, n in compared.left_out.items() if policy in with_budgets}
    for policy, n in outside.items():
        yield say("note_untold_budgets", language, title=policy, n=f"{n:,}")
    if key in compared.untold and not outside:
        yield say("note_untold", language)


def not_compared(compared: Compared, language: Language) -> Iterator[str]:
    """Say what is left out of the tables."""
    for policy, n in compared.left_out.items():
        yield say("left_out", language, title=policy, n=f"{n:,}")
    for policy in compared.unpaid:
        yield say("unpaid", language, title=policy)


_OWN: dict[str, Callable[[Any, dict[str, str], Language], Sheet]] = {"cliffs": cliff_sheet, "near": near_sheet}


def _movement(movement: Movement, language: Language) -> Iterator[Sheet]:
    if not movement.rows:
        return
    called = title("movement", language)
    yield _sheet("movement", called, movement.moved, {}, language)
    for moved in movement.moved:
        own = [row for row in movement.rows if row.variant == moved.variant]
        of_grade: dict[str, list[str | float]] = {grade: [grade] for grade in movement.grades}
        for row in own:
            of_grade[row.before].append(row.appraisals)
        headings = (say("grade_before", language), *movement.grades)
        units: list[Unit] = ["grade"]
        units += ["count" for _ in movement.grades]
        yield Sheet(
            "movement", f"{called} · {moved.variant}", note("movement", language), headings, tuple(units),
            tuple(map(tuple, of_grade.values())),
        )  # fmt: skip


def _sheet(key: str, called: str, rows: Sequence[Any], titles: dict[str, str], language: Language) -> Sheet:
    units = _units(type(rows[0]))
    names = list(units)
    names = [name for name in names if units[name] != "unit"]
    used = [name for name in names if name in ("variant", "policy") or not _empty([getattr(r, name) for r in rows])]
    columns = [_column(key, name, units[name], rows, titles, language) for name in used if units[name] != "figures"]
    at = used.index("figures") if "figures" in used else 0
    columns[at:at] = figure_columns([row.figures for row in rows], titles, language) if "figures" in used else []
    headings, shown, cells = zip(*columns, strict=True)
    return Sheet(key, called, note(key, language), headings, shown, tuple(zip(*cells, strict=True)))


def _column(
    key: str, name: str, unit: Unit, rows: Sequence[Any], titles: dict[str, str], language: Language
) -> ShownColumn:
    cells = [_cell(name, unit, row, titles, language) for row in rows]
    return heading_of(key, name, language), "text" if unit in ("clauses", "reasons") else unit, cells


def _empty(values: Sequence[object]) -> bool:
    """Whether a column has nothing in it for anybody."""
    return all(value in ("", ()) or (isinstance(value, float) and math.isnan(value)) for value in values)


def _units(row: type) -> dict[str, Unit]:
    """The unit of each column of a table."""
    hints = get_type_hints(row, include_extras=True)
    return {f.name: hints[f.name].__metadata__[0] for f in fields(row)}


def _cell(name: str, unit: Unit, row: Any, titles: dict[str, str], language: Language) -> str | float:
    value = getattr(row, name)
    if unit == "kind":
        return kind_in_words(value, titles, language)
    if unit == "clauses":
        return change_in_words(value, language) if value else ""
    if unit == "reasons":
        return f";{LINE}".join(_reason(reason, row, titles, language) for reason in value)
    if value is None:
        return say("all_policies" if name == "policy" else "small", language)
    if unit in ("number", "number_change") and hasattr(row, "unit"):
        return in_unit(value, row.unit, change=unit == "number_change")
    if value == "" and getattr(row, "kind", "all") in titles:
        return say("blank", language)
    return value  # type: ignore[no-any-return]


def _reason(reason: Reason, row: MoveRow, titles: dict[str, str], language: Language) -> str:
    name = titles[_CHANGE + reason.change] if reason.change else kind_in_words("interaction", titles, language)
    return f"{name} {figure(reason.amount, 'score_change' if math.isnan(row.before) else 'money_change')}"


def in_json(compared: Compared, policies: Mapping[str, Sequence[About]], people: People | None = None) -> str:
    """Everything as data: rows of stable column names, null where there is no figure, twelve digits.

    People stand in columns, each on a line.
    """
    told = {table: asdict(getattr(compared, table)) for table in tables()}
    origin = {
        "sign": SIGN,
        "base": compared.base,
        "variants": compared.variants,
        "periods": compared.periods,
        "rows": compared.rows,
        "left_out": compared.left_out,
        "unpaid": compared.unpaid,
        "anonymous": compared.anonymous,
        "policies": {title: [asdict(one) for one in abouts] for title, abouts in policies.items()},
    }
    whole = _plain({"about": origin, "tables": told})
    text = json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=1)
    if people is not None:
        columns = (json.dumps(column, ensure_ascii=False, allow_nan=False) for column in _columns(people))
        text = text.removesuffix("\n}") + ',\n "people": [\n  ' + ",\n  ".join(columns) + "\n ]\n}"
    return text + "\n"


def _columns(people: People) -> Iterator[dict[str, Any]]:
    for column in people.columns:
        asked = {"title": column.title} if column.asked else {}
        values: Any = column.values
        listed: Any
        if isinstance(values, Text):
            labels = np.array([*values.labels, None], dtype=object)  # code -1 is the last
            listed = labels[values.codes]
        else:
            figures: Any = figures_as_written(np.asarray(values, dtype=np.float64))
            listed = np.where(np.isfinite(values), figures.astype(object), None)
        yield {"policy": column.policy, "key": column.key, **asked, "values": listed.tolist()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, float):
        return figure_as_written(value) if math.isfinite(value) else None
    return value
