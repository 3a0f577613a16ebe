"""The charts of how scores and pay lie: spread, histograms, aims, periods."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from appraise.report.comparison.figures import figure, in_unit
from appraise.report.page.drawing import Chart, Series, charts
from appraise.report.page.lines import lines
from appraise.report.page.rows import Row, Rows, bars, ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.report.comparison.charts import Drawn


def spread(drawn: Drawn) -> Iterator[Chart]:
    """Draw deciles, quartiles and median of score and pay."""
    rows = [row for row in drawn.compared.distribution.rows if math.isfinite(row.median)]
    for of in dict.fromkeys(row.of for row in rows):
        own = [(drawn.of(row.policy), row) for row in rows if row.of == of]
        drawings = ranges([
            Rows(one.name, (Row("", one.number, row.d10, row.d90, figure(row.median, "number"), (row.q25, row.median, row.q75)),))
            for one, row in own
        ])  # fmt: skip
        point = drawn.say(
            "middle", parts=drawn.listed((drawn.short(one.name), figure(row.median, "number")) for one, row in own)
        )
        yield from charts(drawn.say("chart_spread", of=drawn.kind(of)), point, drawings)


def aims(drawn: Drawn) -> Iterator[Chart]:
    """Draw the correlation of pay with the score of each indicator."""
    rows = [row for row in drawn.compared.aims.rows if math.isfinite(row.score)]
    if not rows:
        return
    drawings = bars([
        Rows(indicator, tuple(
            Row(drawn.of(row.policy).key, drawn.of(row.policy).number, 0.0, row.score, figure(row.score, "ratio"))
            for row in rows if row.indicator == indicator
        ))
        for indicator in dict.fromkeys(row.indicator for row in rows)
    ])  # fmt: skip
    best = [
        max((row for row in rows if row.policy == policy), key=lambda row: abs(row.score))
        for policy in dict.fromkeys(row.policy for row in rows)
    ]
    parts = drawn.listed((drawn.short(row.policy), f"{row.indicator} {figure(row.score, 'ratio')}") for row in best)
    title = drawn.say("chart_aims" if drawn.compared.cost.rows else "chart_aims_score")
    yield from charts(title, drawn.say("strongest", parts=parts), drawings)


def bins(drawn: Drawn) -> Iterator[Chart]:
    """Draw the histograms of score and pay as lines, one for each policy."""
    rows = drawn.compared.distribution.bins
    for of in dict.fromkeys(row.of for row in rows):
        own = [row for row in rows if row.of == of]
        series = [(one, [row for row in own if row.policy == one.name]) for one in drawn.series]
        edges = [(row.low, row.high) for row in series[0][1]]
        texts = dict(zip(sum(edges, ()), drawn.axis(sum(edges, ())), strict=True))
        drawing = lines(
            [texts[low] for low, _ in edges],
            [(one, [float(row.appraisals) for row in of_one]) for one, of_one in series],
            drawn.axis,
            from_zero=True,
        )
        parts = []
        for one, of_one in series:
            most = max(of_one, key=lambda row: row.appraisals)
            ends = {"low": texts[most.low], "high": texts[most.high]}
            parts.append((drawn.short(one.name), drawn.say("from_to", **ends, n=f"{most.appraisals:,}")))
        yield Chart(drawn.say("chart_bins", of=drawn.kind(of)), drawn.say("peaks", parts=drawn.listed(parts)), drawing)


def over_time(drawn: Drawn) -> Iterator[Chart]:
    """Draw the mean of each figure by period; one line where all policies have the same."""
    rows = drawn.compared.over_time.rows
    periods = list(dict.fromkeys(row.period for row in rows))
    for of, indicator in dict.fromkeys((row.of, row.indicator) for row in rows) if len(periods) > 1 else ():
        own = [row for row in rows if (row.of, row.indicator) == (of, indicator) and math.isfinite(row.mean)]
        if not own:
            continue
        title = drawn.say("chart_over_time", of=indicator or drawn.kind(of))
        means = {one: {row.period: row.mean for row in own if row.policy in (one.name, None)} for one in drawn.series}
        found = [(one, [of_one.get(period, math.nan) for period in periods]) for one, of_one in means.items() if of_one]
        ends = {"first": periods[0], "last": periods[-1]}
        ends_of = [[figure(in_unit(v[i], own[0].unit), "number") for i in (0, -1)] for _, v in found]
        texts = [drawn.say("to", before=before, after=after) for before, after in ends_of]
        if len(found) == len(drawn.series) and len({str(values) for _, values in found}) == 1:
            found = [(Series(0, drawn.say("all_key"), ""), found[0][1])]
            point = drawn.say("course_same", **ends, text=texts[0])
        else:
            point = drawn.say(
                "course",
                **ends,
                parts=drawn.listed(zip([drawn.short(one.name) for one, _ in found], texts, strict=True)),
            )
        drawing = lines(periods, found, drawn.percents if own[0].unit == "percent" else drawn.axis)
        yield Chart(title, point if drawing.from_zero else point + drawn.say("axis"), drawing)
