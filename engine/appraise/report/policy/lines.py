"""Measures and the lines behind them in words, in both languages."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from appraise.formula.syntax.grammar import Formula
from appraise.formula.written_numbers import digits_of
from appraise.report.words import word
from appraise.texts import Texts
from appraise.texts.punctuation import enumerated, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from appraise.data.lines.findings import Left, SourceRead
    from appraise.diagnostics import Where
    from appraise.execution.explaining.explain import Explanation
    from appraise.policy.model import LineSource, Measure, Owners, Ruleset
    from appraise.texts import Language

_say = Texts("lines", {
    "sum": "sum of {of}",
    "shared": "{how}, by the share of each owner",
    "equal": "each owner of a line has an equal share",
    "whole": "each owner has the whole line",
    "fixed": "of a line with several owners, {shares}",
    "by_line": "shares by line: {shares}",
    "count": "number of lines with {of}",
    "lines": "number of lines",
    "count_distinct": "number of different {of}",
    "mean": "mean of {of}",
    "median": "median of {of}",
    "min": "smallest {of}",
    "max": "largest {of}",
    "first": "first {of} by date",
    "last": "last {of} by date",
    "from": "{how}, from {source}",
    "where": "only lines where {where}",
    "trim": "without {share} of the lines at each end",
    "weights": "weights by {by}: {weights}",
    "reweight": "a group without lines gives its weight to the others",
    "missing": "no result where a group has no lines",
    "at_least": "no result with fewer than {n} values",
    "credit": "counted for the one named in {field}",
    "source_file": "lines of {file}, by {employee} and {when}",
    "source_given": "lines by {employee} and {when}, from a file given for each run",
    "source_results": "the results of {title}",
    "unique": "each {fields} once",
    "explained": "{title} = {value}: {how}, {n} lines",
    "explained_one": "{title} = {value}: {how}, 1 line",
    "read": "{source}: {n} lines of {file}",
    "counted": "{n} count",
    "without": "{n} people have no line: {who}",
    "without_one": "1 person has no line: {who}",
    "keyless": "{said} without an owner, a date or a period count for nobody",
    "more": " and {n} more",
    "unknown": "{said} of {who} count for nobody: no row in the data",
    "outside": "{said} in no period that is appraised",
    "not_appraised": "{n} people without a result there",
    "left": "{n} lines{sums}",
    "left_one": "1 line{sums}",
    "sums": " ({sums})",
})  # fmt: skip


_NAMED = 5  # people who are named


def how_in_words(measure: Measure, ruleset: Ruleset, language: Language) -> str:
    """Tell what a measure makes of its lines: "sum of amount"."""
    if measure.of is None:
        return _say("lines", language)
    how = _say(measure.how, language, of=measure.of.text.strip())
    owners = ruleset.line_sources[measure.source].owners
    divided = owners is not None and not owners.whole and measure.how == "sum"
    return _say("shared", language, how=how) if divided else how


def measure_in_words(measure: Measure, ruleset: Ruleset, language: Language) -> str:
    """Tell a whole measure."""
    how = how_in_words(measure, ruleset, language)
    parts = [_say("from", language, how=how, source=measure.source)]
    if measure.condition is not None:
        parts.append(_say("where", language, where=measure.condition.text.strip()))
    if measure.trim:
        parts.append(_say("trim", language, share=digits_of(measure.trim, share=True)))
    if measure.weights is not None:
        weights = ", ".join(f"{label} {share:g}%" for label, share in measure.weights.values.items())
        parts.append(_say("weights", language, by=measure.weights.by, weights=weights))
        parts.append(_say(measure.weights.missing, language))
    if measure.at_least > 1:
        parts.append(_say("at_least", language, n=measure.at_least))
    if measure.credit_to is not None:
        parts.append(_say("credit", language, field=measure.credit_to))
    return listed(parts, language)


def source_in_words(source: LineSource, language: Language) -> str:
    """Tell where the lines come from and how they are read."""
    if source.results_of is not None:
        return _say("source_results", language, title=source.results_of.title)
    when = source.fields[source.date or source.period or ""].columns[0]
    key = "source_given" if source.file is None else "source_file"
    file = source.file.name if source.file is not None else ""
    headings = [source.fields[name].columns[0] for name in source.named_by]
    parts = [_say(key, language, file=file, employee=enumerated(headings, language), when=when)]
    if source.owners is not None:
        parts.append(_division(source.owners, headings, language))
    if source.unique:
        parts.append(_say("unique", language, fields=" + ".join(source.unique)))
    return listed(parts, language)


def _division(owners: Owners, headings: Sequence[str], language: Language) -> str:
    """Tell what share each owner of a line has."""
    if owners.whole or len(set(owners.shares)) == 1:
        return _say("whole" if owners.whole else "equal", language)
    shares = [s.text.strip() if isinstance(s, Formula) else digits_of(s, share=True) for s in owners.shares]
    told = [f"{name} {share}" for name, share in zip(headings, shares, strict=True)]
    key = "fixed" if isinstance(owners.shares[0], float) else "by_line"
    return _say(key, language, shares=enumerated(told, language))


def measures_explained(
    it: Explanation, shown: Callable[[str], str]
) -> Iterator[tuple[int, str] | tuple[int, str, Where]]:
    """Tell a person's measures, as level, text and place: "销售额 sales = 300.10: sum of amount, 12 lines"."""
    ruleset = it.plan.ruleset
    if it.lines:
        yield 0, word("section_measures", ruleset.language)
    for id_, lines in it.lines.items():
        measure = ruleset.measures[id_]
        title = id_ if measure.title == id_ else f"{measure.title} {id_}"
        key = "explained_one" if lines == 1 else "explained"
        how = how_in_words(measure, ruleset, ruleset.language)
        yield (
            1,
            _say(key, ruleset.language, title=title, value=shown(id_), how=how, n=f"{lines:,}"),
            measure.where,
        )


def sources_in_words(sources: Sequence[SourceRead], language: Language) -> Iterator[tuple[str, bool]]:
    """Tell how the lines were used; each sentence, and whether somebody should look at it."""
    for read in sources:
        told = _say("read", language, source=read.id, n=f"{read.lines:,}", file=PurePath(read.file).name)
        if read.not_appraised:
            told = listed([told, _say("not_appraised", language, n=f"{read.not_appraised:,}")], language)
        counts = [told, _say("counted", language, n=f"{read.counted:,}")]
        if read.without:
            key = "without" if len(read.without) > 1 else "without_one"
            counts.append(_say(key, language, n=f"{len(read.without):,}", who=_names(read.without, language)))
        yield listed(counts, language), False
        if read.keyless.lines:
            yield _say("keyless", language, said=_left(read.keyless, language)), True
        for key, left in (("unknown", read.unknown), ("outside", read.outside)):
            if left.lines:
                yield _say(key, language, said=_left(left, language), who=left.names()), True


def _names(people: Sequence[str], language: Language) -> str:
    """Name the first of some people."""
    shown = enumerated(people[:_NAMED], language)
    rest = len(people) - _NAMED
    return shown + (_say("more", language, n=f"{rest:,}") if rest > 0 else "")


def _left(left: Left, language: Language) -> str:
    sums = ", ".join(f"{title} {value:,.2f}" for title, value in left.sums)
    shown = _say("sums", language, sums=sums) if sums else ""
    return _say("left_one" if left.lines == 1 else "left", language, n=f"{left.lines:,}", sums=shown)
