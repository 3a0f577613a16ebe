"""The charts of a comparison, by the table whose figures they draw."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.compare.figures.fairness import FOUR_FIFTHS
from appraise.report.comparison.figures import figure
from appraise.report.comparison.page_words import say
from appraise.report.comparison.words import heading_of, kind_in_words
from appraise.report.comparison.words import say as table_word
from appraise.report.page.bands import bands
from appraise.report.page.drawing import Chart, Series, charts, short_figures
from appraise.report.page.heat import Cell, heat
from appraise.report.page.lines import lines
from appraise.report.page.rows import Row, Rows, bars, dots
from appraise.report.results.columns import titles_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from appraise.compare.figures.cost import CostRow
    from appraise.compare.figures.fairness import FairnessRow
    from appraise.compare.figures.movement import MovedRow
    from appraise.compare.tables import Compared
    from appraise.policy.model import Ruleset
    from appraise.texts import Language

MOST_GROUPS = 12  # in a chart; the table has all
MOST_LISTED = 6  # in a sentence
_LOOKS = {"better": "up", "worse": "down", "same": "level", "other": "level"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """What charts are made from: the tables, the policies as series (base first), HR's headings, the language."""

    compared: Compared
    series: tuple[Series, ...]
    titles: Mapping[str, str]
    language: Language

    def of(self, title: str) -> Series:
        """The series of a policy."""
        return next(one for one in self.series if one.name == title)

    def short(self, title: str) -> str:
        """Call a policy shortly: the base, or a variant by its number."""
        one = self.of(title)
        return self.say("variant", i=one.number) if one.number else one.key

    def say(self, key: str, **parts: object) -> str:
        """A sentence of the page."""
        return say(key, self.language, **parts)

    def listed(self, parts: Iterable[tuple[str, str]]) -> str:
        """Write labels with their figures in a row, the first few of many."""
        said = [self.say("named", label=label, text=text) for label, text in parts]
        more = [self.say("more_of", n=len(said) - MOST_LISTED)] if len(said) > MOST_LISTED else []
        return self.say("list_and").join([*said[:MOST_LISTED], *more])

    def kind(self, kind: str) -> str:
        """Call a kind of group or figure."""
        return kind_in_words(kind, dict(self.titles), self.language)

    def group(self, kind: str, label: str | None) -> str:
        """Call a group; everybody is called so."""
        if label is None:
            return table_word("small", self.language)
        return label or (self.kind("all") if kind == "all" else table_word("blank", self.language))

    def moved(self, key: str, row: MovedRow) -> str:
        """Say how many grades are better, worse and the same; of another scale, where there are such."""
        numbers = {name: f"{getattr(row, name):,}" for name in _LOOKS}
        return self.say(key, **numbers) + (" " + self.say("other_scale", **numbers) if row.other else "")

    def axis(self, values: Sequence[float]) -> list[str]:
        """Write the values of an axis shortly, each in its own way."""
        return short_figures(values, self.language)

    def percents(self, values: Sequence[float]) -> list[str]:
        """Write shares on an axis."""
        return [f"{text}%" for text in self.axis([value * 100 for value in values])]


def drawn_of(compared: Compared, base: Ruleset) -> Drawn:
    """What charts and sentences are made from; `base` is the base's ruleset."""
    variants = (Series(i, str(i), title) for i, title in enumerate(compared.variants, 1))
    series = (Series(0, say("base_key", base.language), compared.base), *variants)
    return Drawn(compared, series, titles_of(base), base.language)


ChartsOf = Callable[[Drawn], "Iterator[Chart]"]


def cost(drawn: Drawn) -> Iterator[Chart]:
    """Draw what the variants cost more or less: in all, by period, by group."""
    rows = drawn.compared.cost.rows
    whole = [row for row in rows if row.kind == "all"]
    texts = [_change(row) for row in whole]
    yield from charts(
        drawn.say("chart_cost"),
        drawn.listed((row.variant, text) for row, text in zip(whole, texts, strict=True)),
        bars([
            Rows(row.variant, (Row("", drawn.of(row.variant).number, 0.0, row.change, text),))
            for row, text in zip(whole, texts, strict=True)
        ]),
    )  # fmt: skip
    for kind in dict.fromkeys(row.kind for row in rows):
        own = [row for row in rows if row.kind == kind]
        if kind == "period":
            yield _by_period(drawn, own)
        elif kind not in ("all", "reward"):
            yield from _by_group(drawn, kind, own)


def _change(row: CostRow) -> str:
    change, percent = figure(row.change, "money_change"), figure(row.percent, "share_change")
    return change if math.isnan(row.percent) else f"{change} ({percent})"


def _by_period(drawn: Drawn, rows: Sequence[CostRow]) -> Chart:
    periods = list(dict.fromkeys(str(row.group) for row in rows))
    series = [
        (one, [row.change for row in rows if row.variant == one.name])
        for one in drawn.series
        if one.name != drawn.compared.base
    ]
    most = max(rows, key=lambda row: abs(row.change))
    point = drawn.say(
        "most_period" if most.change else "no_change",
        title=most.variant,
        period=most.group,
        change=figure(most.change, "money_change"),
    )
    return Chart(drawn.say("chart_cost_period"), point, lines(periods, series, drawn.axis, from_zero=True))


def _by_group(drawn: Drawn, kind: str, rows: Sequence[CostRow]) -> Iterator[Chart]:
    groups = list(dict.fromkeys(row.group for row in rows))
    size = {group: max(abs(row.change) for row in rows if row.group == group) for group in groups}
    shown = sorted(groups, key=lambda group: -size[group])[:MOST_GROUPS]
    most = max(rows, key=lambda row: abs(row.change))
    point = drawn.say(
        "most_group" if most.change else "no_change",
        title=most.variant,
        group=drawn.group(kind, most.group),
        change=figure(most.change, "money_change"),
    )
    if len(shown) < len(groups):
        point += " " + drawn.say("largest_shown", n=len(shown), all=len(groups))
    drawings = bars([
        Rows(drawn.group(kind, group), tuple(
            Row(drawn.of(row.variant).key, drawn.of(row.variant).number, 0.0, row.change, figure(row.change, "money_change"))
            for row in rows if row.group == group
        ))
        for group in groups if group in shown
    ])  # fmt: skip
    return charts(drawn.say("chart_cost_group", kind=drawn.kind(kind)), point, drawings)


def movement(drawn: Drawn) -> Iterator[Chart]:
    """Draw the grades before and after as shaded cells, one chart for each variant."""
    table = drawn.compared.movement
    for moved in table.moved:
        rows = iter([row for row in table.rows if row.variant == moved.variant])
        cells = [
            [
                Cell(
                    figure(row.appraisals, "count") if row.appraisals else "", row.share, _LOOKS[row.way], framed=i == j
                )
                for j, row in enumerate(next(rows) for _ in table.grades)
            ]
            for i in range(len(table.grades))
        ]
        yield Chart(
            drawn.say("chart_movement", title=moved.variant),
            drawn.moved("moved", moved),
            heat(table.grades, table.grades, cells, table_word("grade_before", drawn.language)),
        )


def winners(drawn: Drawn) -> Iterator[Chart]:
    """Draw the five bands."""
    names = ("down_10", "down_1", "level", "up_1", "up_10")
    rows = drawn.compared.winners.rows
    point = drawn.listed(
        (row.variant, drawn.say("gains", winners=f"{row.winners:,}", losers=f"{row.losers:,}", unchanged=f"{row.unchanged:,}"))
        for row in rows
    )  # fmt: skip
    stacks = [
        (row.variant, [(float(getattr(row, n)), figure(getattr(row, n), "count")) for n in names]) for row in rows
    ]
    yield from charts(
        drawn.say("chart_winners"),
        point,
        bands(stacks, [heading_of("winners", name, drawn.language) for name in names]),
    )


def deciles(drawn: Drawn) -> Iterator[Chart]:
    """Draw the mean change of each tenth: of pay, or of the score where a policy does not pay."""
    rows = drawn.compared.deciles.rows
    for one in drawn.series[1:]:
        own = [row for row in rows if row.variant == one.name]
        if not own:
            continue
        of = "pay" if all(math.isfinite(row.pay_change) for row in own) else "score"
        found = [(row.decile, row.pay_change if of == "pay" else row.score_change) for row in own]
        texts = [figure(value, "money_change" if of == "pay" else "score_change") for _, value in found]
        high, low = (choose(range(len(found)), key=lambda i: found[i][1]) for choose in (max, min))
        point = drawn.say(
            "decile_most", up=found[high][0], up_change=texts[high], down=found[low][0], down_change=texts[low]
        )
        drawings = bars([
            Rows(str(decile), (Row("", one.number, 0.0, value, text),))
            for (decile, value), text in zip(found, texts, strict=True)
        ])  # fmt: skip
        yield from charts(drawn.say(f"chart_decile_{of}", title=one.name), point, drawings)


def fairness(drawn: Drawn) -> Iterator[Chart]:
    """Draw the ratios of groups against four fifths, for the best grade and for being spared the worst."""
    rows = drawn.compared.fairness.rows
    for kind in dict.fromkeys(row.kind for row in rows):
        for of in ("top", "bottom"):
            own = [row for row in rows if row.kind == kind and math.isfinite(_ratio(row, of))]
            if own:
                yield from _ratios(drawn, kind, of, own)


def _ratio(row: FairnessRow, of: str) -> float:
    return row.top_ratio if of == "top" else row.bottom_ratio


def _ratios(drawn: Drawn, kind: str, of: str, rows: Sequence[FairnessRow]) -> Iterator[Chart]:
    groups = list(dict.fromkeys(row.group for row in rows))
    lowest = {group: min(_ratio(row, of) for row in rows if row.group == group) for group in groups}
    shown = sorted(groups, key=lambda group: lowest[group])[:MOST_GROUPS]
    below = sorted((row for row in rows if _ratio(row, of) < FOUR_FIFTHS), key=lambda row: _ratio(row, of))
    parts = [
        (f"{drawn.group(kind, row.group)} · {drawn.short(row.policy)}", figure(_ratio(row, of), "ratio"))
        for row in below
    ]
    point = drawn.say("ratios_below", parts=drawn.listed(parts)) if below else drawn.say("ratios_fine")
    if len(shown) < len(groups):
        point += " " + drawn.say("lowest_shown", n=len(shown), all=len(groups))
    drawings = dots([
        Rows(drawn.group(kind, group), tuple(
            Row(drawn.of(row.policy).key, drawn.of(row.policy).number, FOUR_FIFTHS, _ratio(row, of),
                figure(_ratio(row, of), "ratio"), strong=_ratio(row, of) < FOUR_FIFTHS)
            for row in rows if row.group == group
        ))
        for group in groups if group in shown
    ], (0.0, 1.0), FOUR_FIFTHS)  # fmt: skip
    return charts(drawn.say(f"chart_{of}", kind=drawn.kind(kind)), point, drawings)
