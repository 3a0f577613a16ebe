"""Weights add up to 100: the categories', and inside each category the indicators', for every cohort, label and day.

Weights that are formulas are checked person by person when there is data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.diagnostics import Report, Where
from appraise.policy.meaning.combinations import cases, constant_in
from appraise.policy.values import constants

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appraise.policy.meaning.combinations import Case
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Category, Indicator, Ruleset


def check(ruleset: Ruleset, scope: Scope, report: Report) -> None:
    """Add up what can be added up without data."""
    if scope.broken & {"indicators", "categories", "cohorts"}:
        return
    if ruleset.categories:
        _sum(ruleset, scope, "the categories", list(ruleset.categories.values()), report)
    for category in ruleset.categories.values():
        inside = [i for i in ruleset.indicators.values() if i.category == category.id]
        if inside:
            _sum(ruleset, scope, category.title, inside, report)
        else:
            report.error("weights-sum", f"The category {category.title} has no indicators, but a weight.", category.where,
                         "give it an indicator, or remove it")  # fmt: skip
    if not ruleset.categories and ruleset.indicators:
        _sum(ruleset, scope, "the indicators", list(ruleset.indicators.values()), report)


def _sum(ruleset: Ruleset, scope: Scope, what: str, parts: Sequence[Category | Indicator], report: Report) -> None:
    written = [c for p in parts for c in constants(p.weight) if c.percent]
    if written:
        text = written[0].text.strip().rstrip("%％")
        report.error("weights-sum", f"The weights in {what} are numbers that add up to 100, not percents.",
                     written[0].where, f"write {text}, not {text}%")  # fmt: skip
        return
    seen: set[float] = set()
    sums: dict[Case, list[float]] = {}
    for case in cases([part.weight for part in parts], ruleset, scope):
        weights = [constant_in(part.weight, case) for part in parts]
        known = [w for w in weights if w is not None]
        if len(known) == len(weights):
            sums[case] = known
            for part, weight in zip(parts, known, strict=True):
                if weight < 0:
                    report.error("weights-sum", f"The weight of {part.title} is {weight:g}; weights are not negative.",
                                 part.weight.where)  # fmt: skip
    right = {(name, label) for case, known in sums.items() if not _off(known) for name, label in case.labels.items()}
    for case, known in sums.items():
        total = sum(known)
        if _off(known) and total not in seen:
            seen.add(total)
            at = list(case.labels.items())
            surely = all(label for _, label in at) and (len(at) <= 1 or any(one not in right for one in at))
            _say(case, what, parts, known, report.error if surely else report.warn, differs=len(sums) > 1)


def _off(weights: Sequence[float]) -> bool:
    return abs(sum(weights) - 100) > 1e-9


def _mend(total: float, weights: Sequence[float]) -> str:
    """Say how weights come to add up to 100: thirds and the like as formulas, others by the difference."""
    off, parts = total - 100, len(weights)
    alike = max(weights) - min(weights) <= abs(off) + 1e-9 and parts > 1
    if alike and (abs(off) < 0.5 or min(weights) <= off):
        return f"write `100 / {parts}` for each of them"
    if abs(total - 1) < 1e-9:
        return "weights are of 100: write " + ", ".join(f"{w * 100:g} for {w:g}" for w in weights)
    if off > 0 and max(weights) <= off:
        return f"write them as shares of 100, for example {weights[0]:g} * 100 / {total:g}"
    return f"{'lower' if off > 0 else 'raise'} one of them by {abs(off):g}"


def _say(case: Case, what: str, parts: Sequence[Category | Indicator], weights: Sequence[float],
         say: Callable[[str, str, Where, str, tuple[tuple[Where, str], ...]], None], *, differs: bool) -> None:  # fmt: skip
    total = sum(weights)
    whose = case.whose if differs else ""
    also: tuple[tuple[Where, str], ...] = tuple(
        (p.weight.where, f"{p.title}, {w:g}") for p, w in zip(parts[:-1], weights, strict=False)
    )
    say("weights-sum", f"The weights in {what}{whose} add up to {total:g}, but must add up to 100.",
                 parts[-1].weight.where,
                 _mend(total, weights), also)  # fmt: skip
