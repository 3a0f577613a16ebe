"""Summaries and explanations on a terminal, wide or narrow, through rich."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from appraise.report.explanation.person import explanation_lines
from appraise.report.policy.cycle import cycle_dates
from appraise.report.policy.lines import sources_in_words
from appraise.report.policy.settings import in_money
from appraise.report.results.provisional import provisional_line
from appraise.report.results.summary import figures_in_short
from appraise.report.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appraise.execution.explaining.explain import Explanation
    from appraise.policy.model import Ruleset
    from appraise.report.policy.sections import PolicyLine
    from appraise.report.results.summary import Figure, Person, Summary
    from appraise.report.results.summary import Group as Cohort

_OF_FIGURES = ("people", "average", "lowest", "highest", "total")
_NARROW = 76  # columns of a window below which the distribution shows counts only


def show_summary(console: Console, summary: Summary, ruleset: Ruleset) -> None:
    """Print what a run came to."""
    say = ruleset.language
    periods = summary.periods
    shown = periods[0] if len(periods) == 1 else f"{periods[0]} – {periods[-1]}" if periods else ""
    console.print(Text(f"{ruleset.title}  {ruleset.version}", style="bold"))
    out = summary.rows - summary.appraised
    line = f"{shown} · {word('appraised', say)} {summary.appraised:,}"
    line += f" · {word('not_appraised', say)} {out:,}" if out else ""
    console.print(Text(line))
    for reason, count in summary.reasons.items():
        console.print(Text(f"  {reason}: {count:,}"))
    if summary.as_of is not None:
        console.print(Text(provisional_line(summary.as_of, ruleset), style="bold yellow"))
    if ruleset.cycle and len(periods) == 1:
        console.print(Text(" · ".join(cycle_dates(periods[0], ruleset))))
    for told, look in sources_in_words(summary.sources, say):
        console.print(Text(f"  {told}", style="yellow" if look else ""))
    if not summary.appraised:
        return
    console.print()
    grades = _distribution(summary, ruleset, narrow=console.width < _NARROW)
    _print_fitting(console, grades, lambda: _distribution_in_lines(summary, ruleset))
    if ruleset.rewards:
        pay = _pay(summary, ruleset, several=len(ruleset.rewards) > 1)
        _print_fitting(console, pay, lambda: _pay(summary, ruleset, several=False))
    if summary.budgets:
        _print_fitting(console, _budgets(summary, ruleset), lambda: _budgets_in_lines(summary, ruleset))
    if summary.figures:
        _print_fitting(console, _figures(summary, ruleset), lambda: _figures_in_lines(summary, ruleset))
    people: list[RenderableType] = [_people(summary.best, word("best", say), ruleset)]
    if summary.last:
        people.append(_people(summary.last, word("last", say), ruleset))
    both = sum(_natural_width(console, p) for p in people) + 4
    console.print(_beside(people) if both <= console.width else Group(people[0], Text(), *people[1:]))
    console.print()
    _counted(console, word("outcomes", say), {ruleset.outcomes[i].message: n for i, n in summary.outcomes.items()})
    _counted(console, word("gates", say), {ruleset.gates[i].title: n for i, n in summary.gates.items()})


def _print_fitting(console: Console, table: RenderableType, narrower: Callable[[], RenderableType]) -> None:
    """Print a table, or its narrower form where the window is too narrow for it, and an empty line."""
    fits = console.soft_wrap or _natural_width(console, table) <= console.width
    console.print(table if fits else narrower())
    console.print()


def show_explanation(console: Console, explanation: Explanation) -> None:
    """Print an explanation; the place in the ruleset stands behind each clause."""
    for line in explanation_lines(explanation):
        text = Text(line.text, style="bold" if line.level == 0 else "")
        if line.where is not None:
            text.append(f"  [{PurePath(line.where.file).name}:{line.where.line}]", style="dim")
        if console.soft_wrap:  # not a terminal: a line stays a line
            console.print(Text("  " * line.level) + text)
        else:
            console.print(Padding(text, (0, 0, 0, 2 * line.level), expand=False))
    console.print()


def _natural_width(console: Console, part: RenderableType) -> int:
    return Measurement.get(console, console.options.update(max_width=10_000), part).maximum


def plain_table(title: str) -> Table:
    """A table in the style of the house."""
    return Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        show_edge=False,
        padding=(0, 1),
    )


def _beside(parts: Sequence[RenderableType]) -> Table:
    grid = Table.grid(padding=(0, 4))
    grid.add_row(*parts)
    return grid


def _distribution(summary: Summary, ruleset: Ruleset, *, narrow: bool) -> Table:
    say = ruleset.language
    table = plain_table(word("distribution" if ruleset.grades else "scores", say))
    table.add_column(word("cohort", say), no_wrap=True)
    for grade in summary.groups[-1].grades:
        table.add_column(grade, justify="right", no_wrap=True)
    table.add_column(word("people", say), justify="right", no_wrap=True)
    table.add_column(word("average_score", say), justify="right", no_wrap=True)
    for group in _rows(summary):
        cells = [
            f"{n:,}" if narrow or not group.people else f"{n:,} ({n / group.people:.0%})" if n else "–"
            for n in group.grades.values()
        ]
        name = group.cohort or word("everyone", say)
        table.add_row(
            name,
            *cells,
            f"{group.people:,}",
            f"{group.average_score:.2f}",
            style="" if group.cohort else "bold",
        )
    return table


def _distribution_in_lines(summary: Summary, ruleset: Ruleset) -> Text:
    """The same figures where the window is too narrow for the table; no figure is ever cut."""
    say = ruleset.language
    lines = [Text(word("distribution" if ruleset.grades else "scores", say), style="bold")]
    for group in _rows(summary):
        counts = " · ".join(f"{grade} {n:,}" for grade, n in group.grades.items())
        name = group.cohort or word("everyone", say)
        people = f"{word('people', say)} {group.people:,} · {word('average_score', say)} {group.average_score:.2f}"
        lines.append(Text(f" {name}: {counts} · {people}"))
    return Text("\n").join(lines)


def _pay(summary: Summary, ruleset: Ruleset, *, several: bool) -> Table:
    say = ruleset.language
    table = plain_table(in_money(word("pay", say), ruleset))
    table.add_column(word("cohort", say), no_wrap=True)
    for reward in ruleset.rewards.values() if several else ():
        table.add_column(reward.title, justify="right")
    one = next(iter(ruleset.rewards.values())).title
    table.add_column(word("total", say) if len(ruleset.rewards) > 1 else one, justify="right", no_wrap=True)
    table.add_column(word("per_head", say), justify="right", no_wrap=True)
    for group in _rows(summary):
        cells = [f"{amount:,.2f}" for amount in group.pay.values()] if several else []
        name = group.cohort or word("everyone", say)
        table.add_row(
            name,
            *cells,
            f"{group.total:,.2f}",
            f"{group.per_head:,.2f}" if group.people else "–",
            style="" if group.cohort else "bold",
        )
    return table


def _budgets(summary: Summary, ruleset: Ruleset) -> Table:
    """What became of each budget; where there are very many groups, of all of them together."""
    say, several = ruleset.language, len(summary.periods) > 1
    table = plain_table(in_money(word("budgets", say), ruleset))
    table.add_column(word("budget", say), no_wrap=True)
    shown = figures_in_short(summary.budgets)
    grouped = any(f.group for f in shown)
    for key in (*(["period"] if several else []), *(["group"] if grouped else [])):
        table.add_column(word(key, say), no_wrap=True)
    for key in ("to_give", "claims", "paid_out", "left"):
        table.add_column(word(key, say), justify="right", no_wrap=True)
    for f in shown:
        texts = [f.budget.title, *([f.period] if several else []), *([" · ".join(f.group)] if grouped else [])]
        table.add_row(*texts, *(f"{x:,.2f}" if x is not None else "–" for x in f.figures))
    return table


def _budgets_in_lines(summary: Summary, ruleset: Ruleset) -> Text:
    """The same figures where the window is too narrow for the table."""
    say = ruleset.language
    lines = [Text(in_money(word("budgets", say), ruleset), style="bold")]
    for f in figures_in_short(summary.budgets):
        figures = zip(("to_give", "claims", "paid_out", "left"), f.figures, strict=True)
        where = " · ".join((f.budget.title, f.period, *f.group))
        lines.append(
            Text(f" {where}: " + " · ".join(f"{word(key, say)} {x:,.2f}" for key, x in figures if x is not None))
        )
    return Text("\n").join(lines)


def _figures(summary: Summary, ruleset: Ruleset) -> Table:
    """What the figures beside scores and pay are among those who were appraised."""
    say = ruleset.language
    table = plain_table(word("asked", say))
    table.add_column(word("figure", say), no_wrap=True)
    for key in _OF_FIGURES:
        table.add_column(word(key, say), justify="right", no_wrap=True)
    for figure in summary.figures:
        table.add_row(figure.column.heading, *_in_digits(figure))
    return table


def _figures_in_lines(summary: Summary, ruleset: Ruleset) -> Text:
    """The same figures where the window is too narrow for the table."""
    say = ruleset.language
    lines = [Text(word("asked", say), style="bold")]
    for figure in summary.figures:
        told = zip(_OF_FIGURES, _in_digits(figure), strict=True)
        lines.append(
            Text(f" {figure.column.heading}: " + " · ".join(f"{word(key, say)} {x}" for key, x in told if x != "–"))
        )
    return Text("\n").join(lines)


def _in_digits(figure: Figure) -> list[str]:
    def written(value: float | None) -> str:
        if value is None:
            return "–"
        if figure.column.unit == "percent":
            return f"{value:.2%}"
        return f"{value:,.0f}" if figure.column.unit == "count" and value == int(value) else f"{value:,.2f}"

    return [f"{figure.people:,}", *map(written, (figure.average, figure.least, figure.most, figure.total))]


def _rows(summary: Summary) -> Sequence[Cohort]:
    """The groups; a policy without cohorts, or a run with one, has only everybody."""
    return summary.groups if len(summary.groups) > 2 else summary.groups[-1:]


def _people(people: Sequence[Person], title: str, ruleset: Ruleset) -> Table:
    say = ruleset.language
    table = plain_table(title)
    table.add_column(word("employee", say), no_wrap=True)
    table.add_column(word("period", say), no_wrap=True)
    table.add_column(word("score", say), justify="right", no_wrap=True)
    if ruleset.grades is not None:
        table.add_column(word("grade", say), no_wrap=True)
    if ruleset.rewards:
        table.add_column(word("pay", say), justify="right", no_wrap=True)
    for p in people:
        cells = [f"{p.employee} {p.name}".strip(), p.period, f"{p.score:.2f}"]
        cells += [p.grade or ""] if ruleset.grades is not None else []
        cells += [f"{p.pay:,.2f}"] if p.pay is not None else []
        table.add_row(*cells)
    return table


def _counted(console: Console, title: str, counts: dict[str, int]) -> None:
    counts = {text: n for text, n in counts.items() if n}
    if counts:
        console.print(Text(title, style="bold"))
        for text, n in counts.items():
            console.print(Text(f"  {text}: {n:,}"))


def show_policy(console: Console, title: str, lines: Sequence[PolicyLine]) -> None:
    """Print a policy in words: its sections, its clauses, each sentence with its place."""
    console.print(Text(title, style="bold"))
    before = ("", "")
    for line in lines:
        if line.section != before[0]:
            console.print()
            console.print(Text(line.section, style="bold"))
        if (line.section, line.title) != before:
            console.print(Padding(Text(line.title), (0, 0, 0, 2), expand=False))
        before = (line.section, line.title)
        text = Text(line.words).append(f"  [{PurePath(line.where.file).name}:{line.where.line}]", style="dim")
        console.print(Padding(text, (0, 0, 0, 4), expand=False))
