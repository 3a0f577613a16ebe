"""A comparison as a page for people who decide: a head, sentences, charts, and every table."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from appraise.report.comparison.charts import ChartsOf, Drawn, cost, deciles, drawn_of, fairness, movement, winners
from appraise.report.comparison.charts_changes import changes
from appraise.report.comparison.charts_figures import aims, bins, over_time, spread
from appraise.report.comparison.facts import facts, title_of, warnings
from appraise.report.comparison.figures import Sheet
from appraise.report.comparison.page_words import say
from appraise.report.comparison.summary import summary
from appraise.report.comparison.tables import sheets
from appraise.report.comparison.words import say as table_word
from appraise.report.page.page import Page, Section
from appraise.report.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from appraise.compare.tables import Compared
    from appraise.policy.model import Ruleset
    from appraise.report.about import About
    from appraise.texts import Language

_CHARTS: dict[str, ChartsOf] = {
    "cost": cost, "changes": changes, "movement": movement, "winners": winners, "deciles": deciles, "fairness": fairness,
    "spread": spread, "aims": aims, "bins": bins, "over_time": over_time,
}  # fmt: skip
_KEYS_OF_VARIANTS, _KEYS_OF_ALL = ("cost",), ("fairness", "aims", "bins", "over_time")  # whose charts need a legend


def comparison_page(compared: Compared, rulesets: Sequence[Ruleset], abouts: Mapping[str, Sequence[About]]) -> Page:
    """Lay out a comparison; `rulesets` are the base's and the variants', `abouts` say by title what each was made from."""
    base = rulesets[0]
    language = base.language
    drawn = drawn_of(compared, base)
    return Page(
        language, title_of(compared, language), tuple(facts(compared, base)), tuple(warnings(compared, language)),
        tuple((f"{drawn.short(one.name)} · {one.name}", tuple(summary(drawn, one.name))) for one in drawn.series[1:]),
        tuple(_sections(drawn, base, abouts)),
    )  # fmt: skip


def _sections(drawn: Drawn, ruleset: Ruleset, abouts: Mapping[str, Sequence[About]]) -> Iterator[Section]:
    for key, found in groupby(sheets(drawn.compared, ruleset), key=lambda sheet: sheet.key):
        own = tuple(found)
        charts = tuple(_CHARTS[key](drawn)) if key in _CHARTS else ()
        series = drawn.series[1:] if key in _KEYS_OF_VARIANTS else drawn.series if key in _KEYS_OF_ALL else ()
        sign = table_word("sign", drawn.language) if any(_of_changes(sheet, drawn.language) for sheet in own) else ""
        yield Section(key, own[0].title, f"{own[0].note} {sign}".strip(), charts, series, own)
    if abouts:
        sheet = _about(drawn, abouts)
        yield Section(sheet.key, sheet.title, sheet.note, (), (), (sheet,))


def _of_changes(sheet: Sheet, language: Language) -> bool:
    """Whether a table tells what a variant changes."""
    return sheet.headings[0] == table_word("variant", language) and any(
        unit.endswith("_change") for unit in sheet.units
    )


def _about(drawn: Drawn, abouts: Mapping[str, Sequence[About]]) -> Sheet:
    """Tell from which policies and files the figures were made."""
    language = drawn.language
    rows: list[tuple[str, ...]] = []
    for title, own in abouts.items():
        for one in own:
            rows.append((title, word("version", language), one.version, ""))
            rows.append((title, word("ruleset_file", language), one.ruleset_file, one.ruleset_digest))
            files = [
                (word("data_file", language), one.data_file, one.data_digest),
                *((of.id, of.file, of.digest) for of in one.sources),
            ]
            rows += [(title, *file) for file in files]
            rows.append((title, word("periods", language), ", ".join(one.periods), ""))
            rows.append((title, word("engine_version", language), one.engine_version, ""))
    headings = (table_word("policy", language), word("item", language), word("value", language), "SHA-256")
    return Sheet(
        "about",
        say("about", language),
        say("note_about", language),
        headings,
        ("text",) * 4,
        tuple(dict.fromkeys(rows)),
    )
