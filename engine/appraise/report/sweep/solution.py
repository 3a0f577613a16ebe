"""The setting that keeps a goal, on a terminal: what was found or not, and the variant that would put it into a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from appraise.compare.anonymous_names import NOBODY
from appraise.compare.varying.settings import changes
from appraise.policy.reading.ruleset import RulesetKeys
from appraise.policy.variants.merging import Change
from appraise.policy.variants.written import variant_yaml
from appraise.report.comparison.figures import figure
from appraise.report.results.terminal import plain_table
from appraise.report.sweep.view import view
from appraise.report.sweep.words import say
from appraise.shipped import shipped_rulesets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from appraise.compare.anonymous_names import Names
    from appraise.compare.varying.solve import Solution
    from appraise.policy.model import Ruleset
    from appraise.policy.text.tree import Node
    from appraise.report.sweep.view import View


def show_solution(console: Console, found: Solution, ruleset: Ruleset, root: Node, *, keep_sum: bool,
                  names: Names = NOBODY) -> None:  # fmt: skip
    """Print what was found or that nothing was, how the figures go, and the settings this rests on; `names` are hidden."""
    point = found.found if not found.kept_now else None
    points = [] if point is None else [point]
    if point is None and not found.kept_now and found.nearest is not None:
        points = [found.nearest]
    shown = view([found.vary], found.measures, found.now, points, ruleset, root, keep_sum=keep_sum, names=names)
    first, *rest = map(names.hide, _said(found, shown))
    axis = shown.axes[0]
    told = {"name": axis.name, "path": axis.path, "now": axis.shown(axis.now), "place": axis.place}
    console.print(Text(first, style="bold"))
    for line in (*rest, *map(names.hide, _how(found, shown))):
        console.print(Text(line))
    console.print(Text(say("setting_of", ruleset.language, **told)))
    for line in shown.told_of_others:
        console.print(Text(line, style="yellow"))
    if shown.keep_sum:
        console.print(Text(say("scaled", ruleset.language)))
    if points:
        console.print()
        console.print(_beside(shown))


def _beside(shown: View) -> Table:
    """Put the figures of the policy as it is, and of the setting, side by side."""
    table = plain_table("")
    table.add_column("")
    for line in shown.lines:
        now = f"\n({say('as_it_is', shown.language)})" if line.now else ""
        table.add_column(f"{shown.shown(line)[0]}{now}", justify="right", no_wrap=True)
    for column, heading in enumerate(shown.headings):
        table.add_row(heading, *(figure(line.figures[column], shown.units[column]) for line in shown.lines))
    return table


def show_variant(console: Console, found: Solution, path: Path, ruleset: Ruleset, root: Node, *, keep_sum: bool,
                 names: Names = NOBODY) -> None:  # fmt: skip
    """Print the variant that puts the setting into a file; `path` is that of the policy, `names` are hidden."""
    shipped = {file.resolve(): name for name, file in shipped_rulesets().items()}
    extends = shipped.get(path.resolve(), path.name)
    text = names.hide(variant_yaml(extends, changes_of(found, ruleset, root, keep_sum=keep_sum)))
    console.print()
    console.print(Text(say("copy", ruleset.language), style="bold"))
    console.print(Text(text, no_wrap=True, overflow="ignore"), soft_wrap=True)


def changes_of(found: Solution, ruleset: Ruleset, root: Node, *, keep_sum: bool) -> list[Change]:
    """The changes that make the policy the one that was found: its title, why it is tried, and the numbers."""
    assert found.found is not None  # noqa: S101 - asked for only then
    vary, (at,) = found.vary, found.found.settings
    axis = view([vary], found.measures, found.now, [], ruleset, root, keep_sum=keep_sum).axes[0]
    old = root.mapping[RulesetKeys.title.name]
    title = say("title", ruleset.language, name=axis.name, at=axis.shown(at), now=axis.shown(vary.now))
    reason = say("reason", ruleset.language, goals=_goals(found, ruleset))
    return [
        Change(("title",), old, replace(old, value=title, text=title)),
        Change(("reason",), RulesetKeys.reason.of(root), replace(old, value=reason, text=reason)),
        *changes(root, {vary: at}, keep_sum=keep_sum),
    ]


def _goals(found: Solution, ruleset: Ruleset) -> str:
    return say("and", ruleset.language).join(goal.text for goal in found.goals)


def _said(found: Solution, shown: View) -> Iterator[str]:
    """Say whether there is such a setting, and what the figures are."""
    language, axis, vary = shown.language, shown.axes[0], found.vary
    goals = say("and", language).join(goal.text for goal in found.goals)
    told = {"name": axis.name, "now": axis.shown(vary.now), "goals": goals}
    ends = {"low": axis.shown(vary.values[0]), "high": axis.shown(vary.values[-1])}
    now = [figure(value, unit) for value, unit in zip(found.now.figures, shown.units, strict=True)]
    places = range(len(found.goals))
    if found.kept_now:
        yield say("kept_now", language, **told)
        yield from (say("figure_only", language, of=shown.headings[i], now=now[i]) for i in places)
    elif found.found is not None:
        yield say("solved", language, at=axis.shown(found.found.settings[0]), **told)
        for i in places:
            then = figure(found.found.figures[i], shown.units[i])
            yield say("figure_now", language, of=shown.headings[i], now=now[i], at=then)
    elif found.nearest is None:
        yield say("unsolved_none", language, **told, **ends)
    else:
        every = len(found.tried) == len(vary.values)
        yield say("unsolved" if every else "unsolved_tried", language, tried=len(found.tried), **told, **ends)
        at = axis.shown(found.nearest.settings[0])
        for i in places:
            values = [point.figures[i] for point in found.tried if point.figures]
            least, most, value = (
                figure(x, shown.units[i]) for x in (min(values), max(values), found.nearest.figures[i])
            )
            yield say("nearest", language, at=at, of=shown.headings[i], value=value, least=least, most=most)


def _how(found: Solution, shown: View) -> Iterator[str]:
    """Say what was tried, which settings keep the goals, and how the figures go."""
    language, axis = shown.language, shown.axes[0]
    if found.kept:
        named = [
            axis.shown(a) if a == b else say("stretch", language, low=axis.shown(a), high=axis.shown(b))
            for a, b in found.kept
        ]
        yield say("kept", language, stretches=", ".join(named))
    count = len(found.vary.values)
    every = len(found.tried) == count
    yield say("tried_all" if every else "tried_some", language, tried=len(found.tried), n=f"{count:,}")
    wrong = [(point, point.problem) for point in found.tried if point.problem is not None]
    if wrong:
        point, problem = wrong[0]
        yield say("not_possible", language, n=len(wrong), at=axis.shown(point.settings[0]), why=problem.message)
        if not shown.keep_sum and problem.code == "weights-sum":
            yield say("try_keep_sum", language)
    for i, shape in enumerate(found.shapes if len(found.tried) - len(wrong) > 1 else ()):
        yield say(f"shape_{shape}", language, of=shown.headings[i])
