"""What became of the cases, on a terminal: every name, and for those that failed what differs and why."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from appraise.cases.running import row_of
from appraise.diagnostics import as_text
from appraise.execution.explaining.explain import explain_row
from appraise.policy import columns as col
from appraise.report.cases.reasons import reasons
from appraise.report.cases.values import gap, promised, value_words
from appraise.report.cases.words import case_word, counted
from appraise.texts import SOURCE
from appraise.texts.punctuation import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console, RenderableType

    from appraise.cases.comparing import Difference
    from appraise.cases.coverage import Coverage
    from appraise.cases.files import Tested
    from appraise.cases.running import Result
    from appraise.diagnostics import Where
    from appraise.plan.steps import Branch, Plan
    from appraise.texts import Language


def language_of(tested: Sequence[Tested]) -> Language:
    """The language of what is said of several rulesets together."""
    spoken = {t.plan.ruleset.language for t in tested if t.plan is not None}
    return spoken.pop() if len(spoken) == 1 else SOURCE


def show_cases(console: Console, tested: Sequence[Tested]) -> None:
    """Print every case, file by file, and the sum."""
    for one in tested:
        if one.plan is None:
            continue
        ruleset = one.plan.ruleset
        console.print(Text(f"{one.loaded.file}  {ruleset.title} {ruleset.version}", style="bold"))
        for result in one.results:
            _show(console, one, result, ruleset.language)
        if one.results and one.results[-1].passed:
            console.print()
    console.print(Text(_sum(tested), style="bold"))


def _sum(tested: Sequence[Tested]) -> str:
    say = language_of(tested)
    run, broken = [t for t in tested if t.plan is not None], [t for t in tested if t.plan is None]
    told: list[str] = []
    if run:
        n, failed = sum(len(t.results) for t in run), sum(t.failed for t in run)
        told.append(case_word("sum_some" if failed else "sum_all", say, cases=counted("case", n, say),
                              files=counted("file", len(run), say), passed=n - failed, failed=failed))  # fmt: skip
    if broken:
        told.append(case_word("sum_broken", say, broken=counted("file", len(broken), say)))
    return listed(told, say)


def _show(console: Console, tested: Tested, result: Result, say: Language) -> None:
    mark = Text(case_word("passed" if result.passed else "failed", say), style="green" if result.passed else "bold red")
    name = Text(result.case.name)
    if not result.passed:
        name.append(f"  [{place_of(result.case.where)}]", style="dim")
    put(console, Text.assemble(mark, "  ", name), 2)
    for warning in result.warnings:
        put(console, Text(case_word("warning", say, message=warning.message), style="yellow"), 6)
    if result.passed:
        return
    if result.case.note:
        put(console, Text(case_word("note", say, note=result.case.note), style="dim"), 6)
    if result.case.error and result.worksheet is not None:
        put(console, Text(case_word("not_refused", say, code=result.case.error)), 6)
    elif result.refused:
        _refused(console, tested, result, say)
    else:
        _differences(console, result, say)
    console.print()


def _refused(console: Console, tested: Tested, result: Result, say: Language) -> None:
    codes = ", ".join(dict.fromkeys(d.code for d in result.refused))
    key = "refused_else" if result.case.error else "refused"
    put(console, Text(case_word(key, say, code=result.case.error, found=codes)), 6)
    for problem in result.refused:
        for line in as_text(problem, tested.loaded.texts).split("\n"):
            console.print(Text(" " * 8 + line), soft_wrap=True)


def _differences(console: Console, result: Result, say: Language) -> None:
    several = len(result.case.given) > 1
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1))
    for key in (*([""] if several else []), "column", "expected", "got", "by", "place"):
        right = "right" if key in ("expected", "got", "by") else "left"
        table.add_column(case_word(key, say) if key else "", justify=right, no_wrap=True)  # type: ignore[arg-type]
    for d in result.differences:
        row = [
            *([_who(result, d)] if several else []),
            d.promise.column,
            *_values(d, say),
            place_of(d.promise.node.where),
        ]
        table.add_row(*row)
    wide = Measurement.get(console, console.options.update(max_width=10_000), table).maximum + 6
    if wide <= console.width:
        put(console, table, 6)
    else:
        for d in result.differences:
            put(console, _in_words(result, d, say), 6)
    for at in dict.fromkeys(d.promise.at for d in result.differences):
        _why(console, result, at, say)


def _values(d: Difference, say: Language) -> list[str]:
    return [promised(d.promise, say), value_words(d.got, d.promise.type, say), gap(d)]


def _in_words(result: Result, d: Difference, say: Language) -> Text:
    """Tell a difference where the window is too narrow for the table."""
    expected, got, by = _values(d, say)
    who = f"{_who(result, d)} " if len(result.case.given) > 1 else ""
    more = (f" ({by})" if say == "en" else f"（{by}）") if by else ""
    told = case_word("differs", say, who=who, column=d.promise.column, expected=expected, got=got, by=more)
    return Text(told).append(f"  [{place_of(d.promise.node.where)}]", style="dim")


def _who(result: Result, d: Difference) -> str:
    given = result.case.given[d.promise.at]
    return f"{given.employee} {given.period}"


def _why(console: Console, result: Result, at: int, say: Language) -> None:
    """Print what of the person's explanation is about the columns that differ."""
    sheet = result.worksheet
    row = row_of(result.case, at, sheet) if sheet is not None else None
    if sheet is None or row is None:
        return
    mine = [d for d in result.differences if d.promise.at == at]
    explanation = explain_row(sheet.plan, sheet, row)
    lines = reasons(explanation, [d.promise.column for d in mine])
    if not lines:
        return
    who = f" ({_who(result, mine[0])})" if len(result.case.given) > 1 else ""
    put(console, Text(case_word("why", say) + who, style="bold"), 6)
    for line in lines:
        text = Text(line.text)
        if line.where is not None:
            text.append(f"  [{place_of(line.where)}]", style="dim")
        put(console, text, 8 + 2 * line.level)


def show_coverage(console: Console, plan: Plan, coverage: Coverage, least: float | None) -> None:
    """Print which share of a policy's clauses the cases reach, every clause that they do not, and if it is too little."""
    say = plan.ruleset.language
    told = case_word("coverage", say, title=plan.ruleset.title, percent=percent_text(coverage.percent),
                     reached=len(coverage.clauses) - len(coverage.missed), all=len(coverage.clauses))  # fmt: skip
    console.print(Text(told, style="bold"))
    for branch in coverage.missed:
        where = branch.clause.where
        put(console, Text(missed_in_words(branch, say)).append(f"  [{where.file}:{where.line}]", style="dim"), 2)
    if least is not None and coverage.percent < least:
        console.print(Text(case_word("too_low", say, least=f"{least:g}"), style="bold red"))


def missed_in_words(branch: Branch, say: Language) -> str:
    """Say of a clause that no case reaches it."""
    kind = {"cohort": "cohort", "reason": "reason"}.get(branch.subject)
    if kind is None and branch.subject.startswith((col.grade("bands"), col.grade("ranked"))):
        kind = "grade"
    if kind is None and branch.subject.startswith("table "):
        kind = "row"
    if kind is None and not branch.label:
        kind = "when" if branch.subject.endswith(" when") else branch.subject.partition(" ")[0]
    title, subject = branch.clause.title, branch.subject.partition("/")[0]
    kind = f"missed_{kind}" if kind else "missed_own" if title == subject else "missed"
    return case_word(kind, say, title=title, label=branch.label, subject=subject)


def percent_text(percent: float) -> str:
    """Round down to tenths, so that 100 is said only of all."""
    return f"{int(percent * 10 + 1e-6) / 10:g}"


def place_of(where: Where) -> str:
    """Name a place: the file without its folder, and the line."""
    return f"{PurePath(where.file).name}:{where.line}"


def put(console: Console, what: RenderableType, indent: int) -> None:
    """Print with an indent that a narrow window keeps; where there is no window a line stays a line."""
    if console.soft_wrap and isinstance(what, Text):
        console.print(Text(" " * indent) + what)
    else:
        console.print(Padding(what, (0, 0, 0, indent), expand=False))
