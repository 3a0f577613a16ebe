"""Weights add up to 100: the categories', and inside each category the indicators', for every cohort.

Weights that are formulas are checked person by person when there is data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.diagnostics import Report, Where
from engine.policy.uses import cohorts_of, constant_by_cohort
from engine.policy.values import Constant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.policy.model import Category, Indicator, Ruleset
    from engine.policy.scope import Scope


def check(ruleset: Ruleset, scope: Scope, report: Report) -> None:
    """Add up what can be added up without data."""
    if scope.broken & {"indicators", "categories", "cohorts"}:
        return
    if ruleset.categories:
        _sum(ruleset, "the categories", list(ruleset.categories.values()), report)
    for category in ruleset.categories.values():
        inside = [i for i in ruleset.indicators.values() if i.category == category.id]
        if inside:
            _sum(ruleset, category.title, inside, report)
        else:
            report.error("weights-sum", f"The category {category.title} has no indicators, but a weight.", category.where,
                         "give it an indicator, or remove it")  # fmt: skip
    if not ruleset.categories and ruleset.indicators:
        _sum(ruleset, "the indicators", list(ruleset.indicators.values()), report)


def _sum(ruleset: Ruleset, what: str, parts: Sequence[Category | Indicator], report: Report) -> None:
    written = [p.weight for p in parts if isinstance(p.weight, Constant) and p.weight.percent]
    if written:
        text = written[0].text.strip().rstrip("%％")
        report.error("weights-sum", f"The weights in {what} are numbers that add up to 100, not percents.",
                     written[0].where, f"write {text}, not {text}%")  # fmt: skip
        return
    seen: set[float] = set()
    for cohort in cohorts_of(ruleset):
        weights = [constant_by_cohort(part.weight, cohort) for part in parts]
        known = [w for w in weights if w is not None]
        if len(known) < len(weights):
            continue
        total = sum(known)
        if abs(total - 100) > 1e-9 and total not in seen:
            seen.add(total)
            _say(ruleset, cohort, what, total, parts, known, report)
        for part, weight in zip(parts, known, strict=True):
            if weight < 0:
                report.error("weights-sum", f"The weight of {part.title} is {weight:g}; weights are not negative.",
                             part.weight.where)  # fmt: skip


def _say(ruleset: Ruleset, cohort: str | None, what: str, total: float, parts: Sequence[Category | Indicator],
         weights: list[float], report: Report) -> None:  # fmt: skip
    differs = cohort is not None and len(
        {constant_by_cohort(p.weight, c) for p in parts for c in ruleset.cohorts}
    ) > len(parts)
    whose = f" for cohort {cohort}" if differs else ""
    off = total - 100
    also: tuple[tuple[Where, str], ...] = tuple(
        (p.weight.where, f"{p.title}, {w:g}") for p, w in zip(parts[:-1], weights, strict=False)
    )
    report.error("weights-sum", f"The weights in {what}{whose} add up to {total:g}, but must add up to 100.",
                 parts[-1].weight.where,
                 f"{'lower' if off > 0 else 'raise'} one of them by {abs(off):g}", also)  # fmt: skip
