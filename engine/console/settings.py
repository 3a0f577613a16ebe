"""The commands that try settings of a policy: `appraise sweep` and `appraise solve`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.console.arguments import (
    data_option,
    history_option,
    ruleset_argument,
    sheet_option,
    source_option,
)
from engine.console.working import check_sheet, console, fail, histories, resolved_policy, runs_of, working

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.compare.tried import RunPlans
    from engine.policy.model import Ruleset

_period = click.option("--period", "periods", multiple=True, metavar="P",
                       help="Only this period, such as 2026Q1; may be given several times.")  # fmt: skip
_keep_sum = click.option("--keep-sum", is_flag=True,
                         help="Scale the weights beside a varied one, so that they add up as before.")  # fmt: skip
_measures = click.option("--measure", "measures", multiple=True, metavar="FIGURE",
                         help="cost, total(x), mean(x) of a result, or share(GRADE); may be given several times.")  # fmt: skip


def _ending(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path | None:
    if value is not None and value.suffix.lower() not in (".csv", ".json"):
        raise click.BadParameter(f"{value.name} must end in .csv or .json")
    if value is not None and not value.parent.is_dir():
        raise click.BadParameter(f"the folder {value.parent} does not exist")
    return value


@click.command()
@ruleset_argument
@data_option
@click.option("--vary", "ranges", multiple=True, required=True, metavar="PATH=A..B/STEP",
              help="A number of the policy and its settings: indicators.sales.weight=30..60/5; several make a grid.")  # fmt: skip
@_keep_sum
@_measures
@_period
@sheet_option
@source_option
@history_option
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), callback=_ending, metavar="FILE",
              help="Write the figures: .csv or .json.")  # fmt: skip
def sweep(ruleset: Path, data: Path, ranges: tuple[str, ...], keep_sum: bool, measures: tuple[str, ...],
          periods: tuple[str, ...], sheet: str | None, sources: dict[str, Path], history: tuple[Path, ...],
          out: Path | None) -> None:  # fmt: skip
    """Run a policy under many settings of its numbers, and show what each comes to."""
    from engine.compare import measures as figures  # noqa: PLC0415 - starting fast
    from engine.compare.settings import WrongSetting, vary  # noqa: PLC0415
    from engine.compare.sweep import sweep as sweep_  # noqa: PLC0415
    from engine.report.sweeps import show_sweep, write_sweep  # noqa: PLC0415

    resolved, meant = resolved_policy(ruleset)
    run = _runs(meant, data, periods, sheet, sources, history)
    try:
        varied = [vary(resolved.source.root, text) for text in ranges]
        asked = [figures.measure(text, meant) for text in measures] or figures.usual(meant)
        with working("sweeping"):
            found = sweep_(resolved.source, varied, asked, run, keep_sum=keep_sum)
    except WrongSetting as wrong:
        raise click.UsageError(str(wrong)) from None
    if found.now.problem is not None:
        fail([found.now.problem], resolved.texts)
    show_sweep(console(), found, meant.language)
    if out is not None:
        write_sweep(found, out)


@click.command()
@ruleset_argument
@data_option
@click.option("--vary", "range_", required=True, metavar="PATH=A..B/STEP",
              help="A number of the policy and the settings that may be chosen; without a step, 100 of them.")  # fmt: skip
@click.option(
    "--goal", "wanted", required=True, metavar="GOAL", help="Such as 'total(bonus) <= 500000' or 'share(A) >= 15%'."
)
@_keep_sum
@_measures
@_period
@sheet_option
@source_option
@history_option
def solve(ruleset: Path, data: Path, range_: str, wanted: str, keep_sum: bool, measures: tuple[str, ...],
          periods: tuple[str, ...], sheet: str | None, sources: dict[str, Path], history: tuple[Path, ...]) -> None:  # fmt: skip
    """Find the setting of a number, nearest to the present one, under which a goal is kept; exit with 1 where none is."""
    from engine.compare import measures as figures  # noqa: PLC0415 - starting fast
    from engine.compare.settings import WrongSetting, vary  # noqa: PLC0415
    from engine.compare.solve import solve as solve_  # noqa: PLC0415
    from engine.report.sweeps import show_solution  # noqa: PLC0415

    resolved, meant = resolved_policy(ruleset)
    run = _runs(meant, data, periods, sheet, sources, history)
    try:
        varied, goal = vary(resolved.source.root, range_), figures.goal(wanted, meant)
        asked = [figures.measure(text, meant) for text in measures] or figures.usual(meant)
        with working("solving"):
            found = solve_(resolved.source, varied, goal, asked, run, keep_sum=keep_sum)
    except WrongSetting as wrong:
        raise click.UsageError(str(wrong)) from None
    if found.now.problem is not None:
        fail([found.now.problem], resolved.texts)
    show_solution(console(), found, meant.language)
    if found.found is None:
        raise SystemExit(1)


def _runs(ruleset: Ruleset, data: Path, periods: tuple[str, ...], sheet: str | None, sources: Mapping[str, Path],
          history: tuple[Path, ...]) -> RunPlans:  # fmt: skip
    from engine.data.read import is_workbook  # noqa: PLC0415 - starting fast
    from engine.plan.compile import compile_plan  # noqa: PLC0415
    from engine.policy.sources import wrong_sources  # noqa: PLC0415

    check_sheet(data, sheet)
    wrong = wrong_sources([ruleset], sources, workbook=is_workbook(data))
    if wrong:
        raise click.UsageError(wrong)
    return runs_of(data, periods=periods, sheet=sheet, sources=sources,
                   history=histories(compile_plan(ruleset), history))  # fmt: skip
