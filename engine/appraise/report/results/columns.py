"""The result columns as people see them: heading, the group they stand under, the unit of their values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from appraise.policy import columns as col
from appraise.policy.columns import ADJUSTMENT, CATEGORY_PARTS, REWARD_PARTS
from appraise.policy.meaning.parts import parts_of
from appraise.policy.meaning.scope import Scope
from appraise.policy.meaning.units import unit_of, unit_shown
from appraise.report.policy.settings import in_money
from appraise.report.words import heading, word

if TYPE_CHECKING:
    from appraise.plan.steps import Plan
    from appraise.policy.model import Ruleset

Unit = Literal["", "money", "percent", "count", "rating", "attainment", "score", "total", "weight"]
_PART_UNITS: dict[str, Unit] = {
    "due": "percent",
    "attainment": "attainment",
    "score": "score",
    "weight": "weight",
    "points": "score",
}


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """One column of the result table."""

    name: str
    heading: str
    group: str  # the title over several columns
    text: bool = False
    unit: Unit = ""  # of a number


def titles_of(ruleset: Ruleset) -> dict[str, str]:
    """The titles from which headings are made: HR's own headings, and titles of the policy."""
    fields = ruleset.data.fields
    titles = {id_: field.columns[0] for id_, field in fields.items()}
    titles["employee"] = fields[ruleset.data.employee].columns[0]
    if ruleset.data.period:
        titles["period"] = fields[ruleset.data.period].columns[0]
    titles |= {f"{i.id}.": i.title for i in ruleset.indicators.values()}
    for reward in ruleset.rewards.values():
        titles[reward.id] = reward.title
        for part in parts_of(reward, ruleset):
            shown = word("place_won" if part == "place" else part, ruleset.language)
            titles[col.reward(reward.id, part)] = f"{reward.title} {shown}"
    for category in ruleset.categories.values():
        titles |= {
            col.of_category(category.id, p): f"{category.title} {word(p, ruleset.language)}" for p in CATEGORY_PARTS
        }
    titles |= {col.of_adjustment(a.id): a.title for a in ruleset.adjustments.values()}
    titles |= {m.id: m.title for m in ruleset.measures.values() if m.title}
    return titles | {name: shown.title for name, shown in ruleset.results.items() if shown.title}


def result_columns(plan: Plan) -> list[ResultColumn]:
    """Describe the result columns and the joined `gates` and `outcomes` after them."""
    titles, language = titles_of(plan.ruleset), plan.ruleset.language
    found = [_column(name, heading(name, titles, language), plan.ruleset) for name in plan.results
             if name not in plan.beside]  # fmt: skip
    for name, beside in plan.beside.items():
        group = word("asked" if name in plan.asked else "carried", language)
        text = beside.type.kind != "number"  # dates and conditions are told in words
        unit = unit_shown(name, beside.type, plan.ruleset)
        found.append(ResultColumn(name, heading(name, titles, language), group, text, unit))
    group = word("consequences", language)
    return [*found, *(ResultColumn(n, word(n, language), group, text=True) for n in ("gates", "outcomes"))]


def _column(name: str, shown: str, ruleset: Ruleset) -> ResultColumn:
    language = ruleset.language
    head, dot, part = name.partition(".")
    if part in REWARD_PARTS:
        unit: Unit = "count" if part == "place" else "money"
        return ResultColumn(name, shown, in_money(word("pay", language), ruleset), unit=unit)
    if part in CATEGORY_PARTS or part == ADJUSTMENT:
        section = "section_adjustments" if part == ADJUSTMENT else "section_categories"
        return ResultColumn(name, shown, word(section, language), unit="score")
    if dot:
        indicator = ruleset.indicators[head]
        text = part == "value" and Scope(ruleset, set()).quiet(indicator.value).kind == "text"
        return ResultColumn(name, shown, indicator.title, text, _PART_UNITS.get(part) or unit_of(indicator, ruleset))
    if name in ruleset.rewards or name == "total_reward":
        return ResultColumn(name, shown, in_money(word("pay", language), ruleset), unit="money")
    if name in ("score", "grade"):
        return ResultColumn(name, shown, word("result", language), name == "grade", "total")
    return ResultColumn(name, shown, word("person", language), text=True)


def headings_of(plan: Plan) -> tuple[dict[str, str], tuple[str, ...]]:
    """The headings under which results are written, by name, and the sheet of a workbook that holds them."""
    r = plan.ruleset
    titles = titles_of(r)
    names = dict.fromkeys([*plan.results, "provisional"])
    return {n: heading(n, titles, r.language) for n in names}, (word("sheet_results", r.language),)
