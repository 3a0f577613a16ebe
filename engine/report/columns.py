"""The result columns as people see them: heading, the group they stand under, what kind of value they hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from engine.formula.types import Kind
from engine.formula.vectors import part
from engine.policy.scope import Scope
from engine.policy.values import Constant, Lookup
from engine.report.words import heading, word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.execution.worksheet import Worksheet
    from engine.policy.model import Indicator, Ruleset
    from engine.policy.values import Setting

Unit = Literal["", "money", "percent", "count", "rating", "attainment", "score", "total", "weight"]
_PART_UNITS: dict[str, Unit] = {"attainment": "attainment", "score": "score", "weight": "weight", "points": "score"}


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """One column of the result table."""

    name: str
    heading: str
    group: str  # the title over several columns
    kind: Kind
    unit: Unit = ""


def titles_of(ruleset: Ruleset) -> dict[str, str]:
    """Give the titles from which headings are made: HR's own headings, and titles of the policy."""
    fields = ruleset.data.fields
    titles = {id_: field.columns[0] for id_, field in fields.items()}
    titles["employee"] = fields[ruleset.data.employee].columns[0]
    if ruleset.data.period:
        titles["period"] = fields[ruleset.data.period].columns[0]
    titles |= {f"{i.id}.": i.title for i in ruleset.indicators.values()}
    return titles | {r.id: r.title for r in ruleset.rewards.values()}


def value_type(indicator: Indicator, ruleset: Ruleset) -> tuple[Kind, Unit]:
    """Give the kind and unit of an indicator's value; a number with a target in percent is a percent."""
    found = Scope(ruleset, set()).quiet(indicator.value)
    if found.unit in ("money", "percent", "count", "rating"):
        return found.kind, found.unit  # type: ignore[return-value]  # narrowed by the line above
    return found.kind, "percent" if _in_percent(indicator.target) else ""


def _in_percent(setting: Setting | None) -> bool:
    if isinstance(setting, Lookup):
        return any(_in_percent(part) for part in (*setting.values.values(), setting.otherwise))
    return isinstance(setting, Constant) and setting.percent


def result_columns(names: tuple[str, ...], ruleset: Ruleset) -> list[ResultColumn]:
    """Describe the result columns and the joined `gates` and `outcomes` after them."""
    titles, language = titles_of(ruleset), ruleset.language

    def column(name: str, group: str, kind: Kind, unit: Unit = "") -> ResultColumn:
        return ResultColumn(name, heading(name, titles, language), group, kind, unit)

    person, result, pay = (word(w, language) for w in ("person", "result", "pay"))
    rewards = {*ruleset.rewards, "total_reward"}
    found: list[ResultColumn] = []
    for name in names:
        head, dot, part = name.partition(".")
        if dot:
            indicator = ruleset.indicators[head]
            kind, unit = value_type(indicator, ruleset) if part == "value" else ("number", _PART_UNITS.get(part, ""))
            if part == "target":
                unit = value_type(indicator, ruleset)[1]
            found.append(column(name, indicator.title, kind, unit))
        elif name in rewards and name not in ruleset.data.fields:
            found.append(column(name, f"{pay} ({ruleset.currency})", "number", "money"))
        elif name in ("score", "grade"):
            found.append(column(name, result, "number" if name == "score" else "text", "total"))
        else:
            found.append(column(name, person, "text"))
    consequences = word("consequences", language)
    return [*found, *(column(name, consequences, "text") for name in ("gates", "outcomes"))]


def part_of(worksheet: Worksheet, rows: slice | NDArray[Any]) -> Worksheet:
    """Give some rows of a worksheet; those of a slice are views, not copies."""
    columns = {name: part(column, rows) for name, column in worksheet.columns.items()}
    return replace(worksheet, columns=columns, table=worksheet.table.part(rows), troubles=())
