"""The commands that try settings of a policy: `appraise sweep` and `appraise solve`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from appraise.console.arguments import (
    anonymous_option,
    by_option,
    data_option,
    history_option,
    out_option,
    period_option,
    ruleset_argument,
    sheet_option,
    source_option,
)
from appraise.console.comparing import groups_by
from appraise.console.help import command
from appraise.console.speaking import say as put_line
from appraise.console.trying import Trial, compare_with
from appraise.console.working import console, tell_written, working, writing
from appraise.console.wrong import Refusal, WrongUse
from appraise.report.writers import COMPARISON, SETTINGS
from appraise.texts import msg, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.compare.figures.measures import Measure

_keep_sum = click.option("--keep-sum", is_flag=True,
                         help="Scale the weights beside a varied one, so that they add up as before.")  # fmt: skip
_measures = click.option("--measure", "measures", multiple=True, metavar="FIGURE",
                         help="cost, total(x), mean(x), share(GRADE), share(score >= 90) …, also with: where region == 'X'; "
                              "may be given several times.")  # fmt: skip


@command()
@ruleset_argument
@data_option
@click.option("--vary", "ranges", multiple=True, metavar="PATH=A..B/STEP",
              help="A number of the policy and its settings: indicators.sales.weight=30..60/5; two make a grid.")  # fmt: skip
@_keep_sum
@_measures
@period_option
@sheet_option
@source_option
@history_option
@out_option(SETTINGS, msg("Write all settings: {endings}.", endings=SETTINGS.listed))
@anonymous_option
def sweep(ruleset: Path, data: Path, ranges: tuple[str, ...], keep_sum: bool, measures: tuple[str, ...],
          periods: tuple[str, ...], sheet: str | None, sources: dict[str, Path], history: tuple[Path, ...],
          out: Path | None, anonymous: bool) -> None:  # fmt: skip
    """Run a policy under many settings of its numbers, and show what each comes to."""
    from appraise.compare.anonymous_figures import see_groups_only  # noqa: PLC0415 - starting fast
    from appraise.compare.groups import FEWEST  # noqa: PLC0415
    from appraise.compare.varying.settings import FEW, changes  # noqa: PLC0415
    from appraise.compare.varying.sweep import sweep as sweep_  # noqa: PLC0415
    from appraise.report.policy.numbers import nothing_to_vary  # noqa: PLC0415
    from appraise.report.sweep.terminal import show_sweep  # noqa: PLC0415
    from appraise.report.sweep.view import view  # noqa: PLC0415
    from appraise.report.sweep.words import say  # noqa: PLC0415
    from appraise.report.writers import Settings  # noqa: PLC0415

    trial = Trial.of(ruleset, data, out, anonymous=anonymous, periods=periods, sheet=sheet, sources=sources,
                     history=history)  # fmt: skip
    with trial.asking():
        if not ranges:
            raise WrongUse(nothing_to_vary(trial.root, trial.meant.language, trial.keywords))
        varied, asked = [trial.vary(text, FEW) for text in ranges], _asked(measures, trial)
        if anonymous:
            see_groups_only(asked, trial.meant)
        changes(
            trial.root, {one: one.now for one in varied}, keep_sum=keep_sum
        )  # that can be made, before data are read
        trial.begin()
        with working(msg("sweeping")):
            found = sweep_(trial.document, varied, asked, trial.run, keep_sum=keep_sum, anonymous=anonymous)
    shown = view(varied, asked, found.now, found.points, trial.meant, trial.root, keep_sum=keep_sum, names=trial.names)
    if out is not None:
        with writing(out):
            SETTINGS.write(Settings(shown, trial.about), out)
    show_sweep(console(), shown)
    if any(point.untold for point in found.points):
        put_line(say("untold", trial.meant.language, fewest=FEWEST))
    if out is not None:
        tell_written(out)
    if not any(point.figures for point in found.points):
        raise SystemExit(1)


@command()
@ruleset_argument
@data_option
@click.option("--vary", "ranges", multiple=True, metavar="PATH=A..B/STEP",
              help="A number of the policy and the settings that may be chosen; without a step, about 100 of them.")  # fmt: skip
@click.option("--goal", "wanted", multiple=True, metavar="GOAL",
              help="Such as 'total(bonus) <= 500000' or 'share(A) >= 15%'; all of several are kept.")  # fmt: skip
@_keep_sum
@_measures
@period_option
@sheet_option
@source_option
@history_option
@by_option
@out_option(
    COMPARISON, msg("Write the whole comparison with the policy as it is: {endings}.", endings=COMPARISON.listed)
)
@anonymous_option
def solve(ruleset: Path, data: Path, ranges: tuple[str, ...], wanted: tuple[str, ...], keep_sum: bool,
          measures: tuple[str, ...], periods: tuple[str, ...], sheet: str | None, sources: dict[str, Path],
          history: tuple[Path, ...], by: tuple[str, ...], out: Path | None, anonymous: bool) -> None:  # fmt: skip
    """Find the setting of a number, nearest to the present one, under which a goal is kept, and show what it does to everyone.

    Exits with 1 where no setting keeps the goal.
    """
    from appraise.compare.anonymous_figures import see_groups_only  # noqa: PLC0415 - starting fast
    from appraise.compare.figures.asking import goal  # noqa: PLC0415
    from appraise.compare.groups import FEWEST  # noqa: PLC0415
    from appraise.compare.varying.settings import changes  # noqa: PLC0415
    from appraise.compare.varying.solve import solve as solve_  # noqa: PLC0415
    from appraise.report.policy.numbers import nothing_to_vary  # noqa: PLC0415
    from appraise.report.sweep.solution import show_solution, show_variant  # noqa: PLC0415
    from appraise.report.sweep.words import say  # noqa: PLC0415

    if len(ranges) > 1:
        raise WrongUse(msg("solve chooses one number; to see two together, run appraise sweep with the same --vary"))
    if not wanted:
        raise WrongUse(msg("say with --goal what is wanted, such as 'total(bonus) <= 500000' or 'share(A) >= 15%'"))
    trial = Trial.of(ruleset, data, out, anonymous=anonymous, periods=periods, sheet=sheet, sources=sources,
                     history=history)  # fmt: skip
    by = groups_by([trial.plan], by)
    with trial.asking():
        if not ranges:
            raise WrongUse(nothing_to_vary(trial.root, trial.meant.language, trial.keywords))
        varied, goals = trial.vary(ranges[0]), [goal(text, trial.meant) for text in wanted]
        asked = _asked(measures, trial)
        if anonymous:
            see_groups_only([*(one.measure for one in goals), *asked], trial.meant)
        changes(trial.root, {varied: varied.now}, keep_sum=keep_sum)  # that can be made, before data are read
        trial.begin()
        with working(msg("solving")):
            found = solve_(trial.document, varied, goals, asked, trial.run, keep_sum=keep_sum, anonymous=anonymous)
    screen = console()
    if (found.found or found.nearest or found.now).untold:
        raise Refusal(plain(say("all_untold", trial.meant.language, fewest=FEWEST)))
    show_solution(screen, found, trial.meant, trial.root, keep_sum=keep_sum, names=trial.names)
    if found.kept_now and out is None:
        return
    if found.found is None and not found.kept_now:
        if out is not None:
            put_line(say("not_written", trial.meant.language, file=out))
        raise SystemExit(1)
    compare_with(trial, found, by, out, screen, keep_sum=keep_sum)
    if not found.kept_now:
        show_variant(screen, found, ruleset, trial.meant, trial.root, keep_sum=keep_sum, names=trial.names)


def _asked(texts: Sequence[str], trial: Trial) -> list[Measure]:
    from appraise.compare.figures.asking import measure, usual  # noqa: PLC0415 - starting fast

    return [measure(text, trial.meant) for text in dict.fromkeys(texts)] or usual(trial.meant)
