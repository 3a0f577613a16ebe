"""Weights add up to 100: the categories', and inside each category the indicators', for every cohort, label and day.

Weights that are formulas are checked person by person when there is data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.diagnostics import Diagnostics, Where
from appraise.policy.meaning.combinations import cases, constant_in
from appraise.policy.values import constants
from appraise.texts import NOTHING, Listed, Message, msg, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appraise.policy.meaning.combinations import Case
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Category, Indicator, Ruleset


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Add up what can be added up without data."""
    if scope.broken & {"indicators", "categories", "cohorts"}:
        return
    if ruleset.categories:
        _sum(ruleset, scope, msg("the categories"), list(ruleset.categories.values()), diagnostics)
    for category in ruleset.categories.values():
        inside = [i for i in ruleset.indicators.values() if i.category == category.id]
        if inside:
            _sum(ruleset, scope, plain(category.title), inside, diagnostics)
        else:
            diagnostics.error(
                "weights-sum",
                msg("The category {category} has no indicators, but a weight.", category=category.title),
                category.where,
                msg("give it an indicator, or remove it"),
            )
    if not ruleset.categories and ruleset.indicators:
        _sum(ruleset, scope, msg("the indicators"), list(ruleset.indicators.values()), diagnostics)


def _sum(
    ruleset: Ruleset, scope: Scope, what: Message, parts: Sequence[Category | Indicator], diagnostics: Diagnostics
) -> None:
    written = [c for p in parts for c in constants(p.weight) if c.percent]
    if written:
        text = written[0].text.strip().rstrip("%％")
        diagnostics.error(
            "weights-sum",
            msg("The weights in {what} are numbers that add up to 100, not percents.", what=what),
            written[0].where,
            msg("write {number}, not {number}%", number=text),
        )
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
                    diagnostics.error(
                        "weights-sum",
                        msg(
                            "The weight of {title} is {weight:g}; weights are not negative.",
                            title=part.title,
                            weight=weight,
                        ),
                        part.weight.where,
                    )
    right = {(name, label) for case, known in sums.items() if not _off(known) for name, label in case.labels.items()}
    for case, known in sums.items():
        total = sum(known)
        if _off(known) and total not in seen:
            seen.add(total)
            at = list(case.labels.items())
            surely = all(label for _, label in at) and (len(at) <= 1 or any(one not in right for one in at))
            _say(case, what, parts, known, diagnostics.error if surely else diagnostics.warn, differs=len(sums) > 1)


def _off(weights: Sequence[float]) -> bool:
    return abs(sum(weights) - 100) > 1e-9


def _mend(total: float, weights: Sequence[float]) -> Message:
    """Say how weights come to add up to 100: thirds and the like as formulas, others by the difference."""
    off, parts = total - 100, len(weights)
    alike = max(weights) - min(weights) <= abs(off) + 1e-9 and parts > 1
    if alike and (abs(off) < 0.5 or min(weights) <= off):
        return msg("write `100 / {parts}` for each of them", parts=parts)
    if abs(total - 1) < 1e-9:
        each = [msg("{right:g} for {wrong:g}", "one weight", right=w * 100, wrong=w) for w in weights]
        return msg("weights are of 100: write {each}", each=Listed(tuple(each)))
    if off > 0 and max(weights) <= off:
        return msg(
            "write them as shares of 100, for example {weight:g} * 100 / {total:g}", weight=weights[0], total=total
        )
    by = f"{abs(off):g}"
    return msg("lower one of them by {off}", off=by) if off > 0 else msg("raise one of them by {off}", off=by)


def _say(case: Case, what: Message, parts: Sequence[Category | Indicator], weights: Sequence[float],
         say: Callable[[str, Message, Where, Message, tuple[tuple[Where, str], ...]], None], *, differs: bool) -> None:  # fmt: skip
    total = sum(weights)
    also: tuple[tuple[Where, str], ...] = tuple(
        (p.weight.where, msg("{title}, {weight:g}", "what a weight is of", title=p.title, weight=w))
        for p, w in zip(parts[:-1], weights, strict=False)
    )
    says = msg(
        "The weights in {what}{whose} add up to {total:g}, but must add up to 100.",
        what=what,
        whose=case.whose if differs else NOTHING,
        total=total,
    )
    say("weights-sum", says, parts[-1].weight.where, _mend(total, weights), also)
