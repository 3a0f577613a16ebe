"""What a comparison comes to, in sentences; every figure is one of the tables, or a count of their rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from appraise.compare.figures.fairness import BY_CHANCE, FOUR_FIFTHS
from appraise.report.comparison.charts_changes import said
from appraise.report.comparison.figures import figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.report.comparison.charts import Drawn

_MOST_PARTS = 4  # cohorts that a sentence names


def summary(drawn: Drawn, variant: str) -> Iterator[str]:
    """Say what a variant costs, whom it moves and whether it is fair."""
    yield from _cost(drawn, variant)
    yield from _others(drawn, variant)
    yield from _budgets(drawn, variant)
    yield from said(drawn, variant)
    yield from _people(drawn, variant)
    yield from _fairness(drawn, variant)


def _cost(drawn: Drawn, variant: str) -> Iterator[str]:
    own = [row for row in drawn.compared.cost.rows if row.variant == variant]
    if not own:
        yield from _score(drawn, variant)
        return
    whole = own[0]
    if math.isnan(whole.change) and drawn.compared.anonymous:
        yield drawn.say("costs_hidden")
        return
    key = "costs_more" if whole.change > 0 else "costs_less" if whole.change < 0 else "costs_same"
    yield drawn.say(
        key, change=figure(abs(whole.change), "money"), percent=figure(whole.percent, "share_change"),
        before=figure(whole.before, "money"), after=figure(whole.after, "money"),
    )  # fmt: skip
    cohorts = [row for row in own if row.kind == "cohort"]
    if whole.change and 1 < len(cohorts) <= _MOST_PARTS:
        parts = [
            drawn.say(
                "part_plain" if math.isnan(row.percent) else "part", label=drawn.group(row.kind, row.group),
                change=figure(row.change, "money_change"), percent=figure(row.percent, "share_change"),
            )
            for row in cohorts
        ]  # fmt: skip
        yield drawn.say("by_cohort", parts=drawn.say("list_and").join(parts))


def _others(drawn: Drawn, variant: str) -> Iterator[str]:
    """Say from which other policies figures come: a variant does not change those by itself."""
    base, own = (next(o for o in drawn.compared.origins if o.title == t) for t in (drawn.compared.base, variant))
    before = {one.source: one for one in base.results_of}
    for one in own.results_of:
        was = before.get(one.source)
        key = "others_stay" if one == was else "others_new" if was is None else "others_change"
        old = was or one
        yield drawn.say(key, source=one.source, title=one.title, file=one.file, was=old.title, was_file=old.file)


def _budgets(drawn: Drawn, variant: str) -> Iterator[str]:
    """Say what budgets cut: it moves pay without any change of grade."""
    before = {
        row.budget: row for row in drawn.compared.budgets.rows if (row.policy, row.kind) == (drawn.compared.base, "all")
    }
    for row in drawn.compared.budgets.rows:
        base = before.get(row.budget)
        cut = (row.cut, base.cut if base is not None else 0.0)
        if (row.policy, row.kind) == (variant, "all") and any(amount < 0 for amount in cut):
            yield drawn.say(
                "budget_cuts", budget=row.budget, cut=figure(abs(cut[0]), "money"), n=f"{row.cut_appraisals:,}",
                before=figure(abs(cut[1]), "money"),
            )  # fmt: skip


def _score(drawn: Drawn, variant: str) -> Iterator[str]:
    means = {row.policy: row.mean for row in drawn.compared.distribution.rows if row.of == "score"}
    before, after = means.get(drawn.compared.base, math.nan), means.get(variant, math.nan)
    if math.isfinite(before) and math.isfinite(after):
        yield drawn.say("mean_score", before=figure(before, "score"), after=figure(after, "score"))


def _people(drawn: Drawn, variant: str) -> Iterator[str]:
    for row in drawn.compared.winners.rows:
        if row.variant == variant:
            yield drawn.say(
                "gain_and_lose", winners=f"{row.winners:,}", losers=f"{row.losers:,}", unchanged=f"{row.unchanged:,}"
            )
    for moved in drawn.compared.movement.moved:
        if moved.variant == variant:
            yield drawn.moved("grades_move", moved)
    for who in drawn.compared.appraised.rows:
        if who.variant == variant and who.only_base + who.only_variant:
            yield drawn.say("only", only_base=f"{who.only_base:,}", only_variant=f"{who.only_variant:,}")


def _fairness(drawn: Drawn, variant: str) -> Iterator[str]:
    rows = drawn.compared.fairness.rows
    own = [row for row in rows if row.policy == variant]
    ratios = [
        (chance, ratio, of, row)
        for row in own
        for of, ratio, chance in (
            ("top", row.top_ratio, row.top_chance), ("bottom", row.bottom_ratio, row.bottom_chance)
        )
        if math.isfinite(ratio)
    ]  # fmt: skip
    if not ratios:
        return
    adverse = sum(row.adverse for row in own)
    yield drawn.say(
        "unfair" if adverse else "fair", adverse=adverse,
        n=len(ratios) - len({(row.kind, of) for _, _, of, row in ratios}),  # the highest group is compared with itself
        base=sum(row.adverse for row in rows if row.policy == drawn.compared.base),
        sure=sum(ratio < FOUR_FIFTHS and chance < BY_CHANCE for chance, ratio, _, _ in ratios),
    )  # fmt: skip
    unlike = sorted((found for found in ratios if found[0] < BY_CHANCE), key=lambda found: found[:2])
    parts = [
        drawn.say(
            "unlike_part", group=f"{drawn.kind(row.kind)} {drawn.group(row.kind, row.group)}", what=drawn.say(of),
            ratio=figure(ratio, "ratio"), chance=figure(chance, "ratio"),
        )
        for chance, ratio, of, row in unlike[:_MOST_PARTS]
    ]  # fmt: skip
    if parts:
        yield drawn.say("unlike", parts=drawn.say("list_and").join(parts))
