"""The chart of what each change of a variant costs, and the sentence that says it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from appraise.report.comparison.figures import figure
from appraise.report.page.drawing import charts
from appraise.report.page.rows import Row, Rows, bars
from appraise.report.policy.changes import change_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.compare.figures.units import Unit
    from appraise.report.comparison.charts import Drawn
    from appraise.report.page.drawing import Chart

Part = tuple[str, float]  # what a change, or what is left over, is called, and its amount


def changes(drawn: Drawn) -> Iterator[Chart]:
    """Draw the changes of each variant that has several one after the other, from nothing to the whole."""
    for one in drawn.series[1:]:
        parts, whole, shares = parts_of(drawn, one.name)
        if len(parts) < 2:
            continue
        groups, at = [], 0.0
        for name, amount in parts:
            groups.append(Rows(name, (Row("", one.number, at, at + amount, figure(amount, _unit(drawn))),)))
            at += amount
        total = Row("", 0, 0.0, whole, figure(whole, _unit(drawn)), strong=True)
        most = max(parts, key=lambda part: abs(part[1]))
        point = drawn.say(
            "changes_shares" if shares else "changes_alone",
            name=most[0], amount=figure(most[1], _unit(drawn)), whole=figure(whole, _unit(drawn)),
        )  # fmt: skip
        yield from charts(
            drawn.say("chart_changes", title=one.name), point, bars([*groups, Rows(drawn.kind("total"), (total,))])
        )


def said(drawn: Drawn, variant: str) -> Iterator[str]:
    """Say what each change of a variant does, where there are several."""
    parts, _, shares = parts_of(drawn, variant)
    if len(parts) > 1:
        listed = drawn.listed((name, figure(amount, _unit(drawn))) for name, amount in parts)
        yield drawn.say("by_change" if shares else "by_change_alone", parts=listed)


def parts_of(drawn: Drawn, variant: str) -> tuple[list[Part], float, bool]:
    """The changes of a variant, which add up to the whole, the whole, and whether they are shares.

    Where there are no shares, each change stands alone, and what they do together beside it.
    """
    rows = [row for row in drawn.compared.changes.rows if row.variant == variant]
    own = [row for row in rows if row.kind == "change"]
    shares = all(math.isfinite(row.shapley) for row in own)
    parts = [(change_name(row.clauses, drawn.language), row.shapley if shares else row.alone) for row in own]
    if not shares:
        parts += [(drawn.kind(row.kind), row.alone) for row in rows if row.kind == "interaction"]
    return parts, next((row.alone for row in rows if row.kind == "total"), 0.0), shares


def _unit(drawn: Drawn) -> Unit:
    return "money_change" if drawn.compared.changes.of == "pay" else "score_change"
