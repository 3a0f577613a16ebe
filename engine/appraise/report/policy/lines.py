"""Measures and the lines behind them in words, in both languages."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from appraise.formula.grammar import Formula
from appraise.formula.written_numbers import digits_of
from appraise.report.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from appraise.data.lines.findings import Left, SourceRead
    from appraise.diagnostics import Where
    from appraise.execution.explaining.explain import Explanation
    from appraise.policy.model import LineSource, Measure, Owners, Ruleset
    from appraise.report.words import Language

_WORDS: dict[str, tuple[str, str]] = {
    "sum": ("sum of {of}", "{of} 之和"),
    "shared": ("{how}, by the share of each owner", "{how}（按分成比例）"),
    "equal": ("each owner of a line has an equal share", "一行有几位负责人的，平均分成"),
    "whole": ("each owner has the whole line", "每位负责人都计整行"),
    "fixed": ("of a line with several owners, {shares}", "一行有几位负责人的，按 {shares} 分成"),
    "by_line": ("shares by line: {shares}", "各行分成比例：{shares}"),
    "count": ("number of lines with {of}", "有 {of} 的行数"),
    "lines": ("number of lines", "行数"),
    "count_distinct": ("number of different {of}", "{of} 不重复计数"),
    "mean": ("mean of {of}", "{of} 的平均"),
    "median": ("median of {of}", "{of} 的中位数"),
    "min": ("smallest {of}", "{of} 的最小值"),
    "max": ("largest {of}", "{of} 的最大值"),
    "first": ("first {of} by date", "日期最早的 {of}"),
    "last": ("last {of} by date", "日期最晚的 {of}"),
    "from": ("{how}, from {source}", "{source}：{how}"),
    "where": ("only lines where {where}", "只计 {where} 的明细"),
    "trim": ("without {share} of the lines at each end", "两端各去掉 {share}"),
    "weights": ("weights by {by}: {weights}", "按 {by} 加权：{weights}"),
    "reweight": ("a group without lines gives its weight to the others", "没有明细的组，其权重按比例分给其他组"),
    "missing": ("no result where a group has no lines", "任一组没有明细则无结果"),
    "at_least": ("no result with fewer than {n} values", "少于 {n} 个值则无结果"),
    "credit": ("counted for the one named in {field}", "计入 {field} 所填员工"),
    "source_file": ("lines of {file}, by {employee} and {when}", "明细 {file}，按 {employee} 与 {when} 归属"),
    "source_given": ("lines by {employee} and {when}, from a file given for each run",
                     "明细文件运行时给出，按 {employee} 与 {when} 归属"),
    "source_results": ("the results of {title}", "“{title}”的考核结果"),
    "unique": ("each {fields} once", "{fields} 不得重复"),
    "explained": ("{title} = {value}: {how}, {n} lines", "{title} = {value}：{how}，共 {n} 行"),
    "explained_one": ("{title} = {value}: {how}, 1 line", "{title} = {value}：{how}，共 1 行"),
    "read": ("{source}: {n} lines of {file}", "{source}：{file} 共 {n} 行"),
    "counted": ("{n} count", "其中 {n} 行计入"),
    "without": ("{n} people have no line: {who}", "{n} 人没有明细：{who}"),
    "without_one": ("1 person has no line: {who}", "1 人没有明细：{who}"),
    "keyless": ("{said} without an owner, a date or a period count for nobody", "{said}没有员工、日期或考核期，未计入任何人"),
    "more": (" and {n} more", " 等 {n} 人"),
    "unknown": ("{said} of {who} count for nobody: no row in the data", "{said}属于 {who}，数据中没有对应的行，未计入任何人"),
    "outside": ("{said} in no period that is appraised", "{said}不在任何考核期内"),
    "not_appraised": ("{n} people without a result there", "其中 {n} 人未参加该考核"),
    "left": ("{n} lines{sums}", "{n} 行{sums}"),
    "left_one": ("1 line{sums}", "1 行{sums}"),
    "and": ("; ", "；"),
}  # fmt: skip


_NAMED = 5  # people who are named


def _say(key: str, language: Language, **parts: object) -> str:
    english, chinese = _WORDS[key]
    return (chinese if language == "zh" else english).format(**parts)


def _running(parts: Sequence[str], language: Language) -> str:
    return _say("and", language).join(parts)


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
    return _running(parts, language)


def source_in_words(source: LineSource, language: Language) -> str:
    """Tell where the lines come from and how they are read."""
    if source.results_of is not None:
        return _say("source_results", language, title=source.results_of.title)
    when = source.fields[source.date or source.period or ""].columns[0]
    key = "source_given" if source.file is None else "source_file"
    file = source.file.name if source.file is not None else ""
    headings = [source.fields[name].columns[0] for name in source.named_by]
    parts = [_say(key, language, file=file, employee=("、" if language == "zh" else ", ").join(headings), when=when)]
    if source.owners is not None:
        parts.append(_division(source.owners, headings, language))
    if source.unique:
        parts.append(_say("unique", language, fields=" + ".join(source.unique)))
    return _running(parts, language)


def _division(owners: Owners, headings: Sequence[str], language: Language) -> str:
    """Tell what share each owner of a line has."""
    if owners.whole or len(set(owners.shares)) == 1:
        return _say("whole" if owners.whole else "equal", language)
    shares = [s.text.strip() if isinstance(s, Formula) else digits_of(s, share=True) for s in owners.shares]
    told = [f"{name} {share}" for name, share in zip(headings, shares, strict=True)]
    key = "fixed" if isinstance(owners.shares[0], float) else "by_line"
    return _say(key, language, shares=("、" if language == "zh" else ", ").join(told))


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
            told = _running([told, _say("not_appraised", language, n=f"{read.not_appraised:,}")], language)
        counts = [told, _say("counted", language, n=f"{read.counted:,}")]
        if read.without:
            key = "without" if len(read.without) > 1 else "without_one"
            counts.append(_say(key, language, n=f"{len(read.without):,}", who=_names(read.without, language)))
        yield _running(counts, language), False
        if read.keyless.lines:
            yield _say("keyless", language, said=_left(read.keyless, language)), True
        for key, left in (("unknown", read.unknown), ("outside", read.outside)):
            if left.lines:
                yield _say(key, language, said=_left(left, language), who=left.names()), True


def _names(people: Sequence[str], language: Language) -> str:
    """Name the first; in Chinese the number is that of all."""
    shown = ("、" if language == "zh" else ", ").join(people[:_NAMED])
    rest = len(people) - _NAMED
    return shown + (_say("more", language, n=f"{len(people) if language == 'zh' else rest:,}") if rest > 0 else "")


def _left(left: Left, language: Language) -> str:
    sums = ", ".join(f"{title} {value:,.2f}" for title, value in left.sums)
    shown = (f"（{sums}）" if language == "zh" else f" ({sums})") if sums else ""
    return _say("left_one" if left.lines == 1 else "left", language, n=f"{left.lines:,}", sums=shown)
