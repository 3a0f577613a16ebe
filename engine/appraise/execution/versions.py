"""Every period under the version of the policy that was in force; each version looks back at the results of those before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraise.data.periods import parse_periods, period_containing
from appraise.data.present import periods_present
from appraise.diagnostics import Diagnostic, errors
from appraise.execution.inputs.history import History
from appraise.execution.run import not_a_period, only, run
from appraise.execution.worksheet import Run
from appraise.policy.model import PERIOD_EXAMPLES
from appraise.policy.reading.data.source_files import needed_sources
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pandas as pd

    from appraise.data.periods import Period
    from appraise.plan.steps import Plan


def run_versions(plans: Sequence[Plan], data: str | Path | pd.DataFrame, periods: Sequence[str] = (),
                 history: Sequence[History] = (), as_of: date | None = None, **options: Any) -> list[Run]:  # fmt: skip
    """Appraise each period under the plan whose ruleset is in force at its end; `plans` in time order.

    Gives one Run for each version that has periods; `options` are those of `run`. Stops at the first with errors.
    """
    if len(plans) == 1:
        return [run(plans[0], data, periods, history=history, as_of=as_of, **options)]
    there, found = periods_present(plans[-1].ruleset, data, options.get("sheet"))
    wanted, problems = _asked(plans[-1], periods, as_of)
    found += problems + _outside(plans, wanted or there)
    if errors(found):
        return [Run(None, tuple(found))]
    wanted = wanted or there
    sources: Mapping[str, Any] = options.pop("sources", None) or {}
    runs: list[Run] = []
    known = list(history)
    for i, plan in enumerate(plans):
        r = plan.ruleset
        mine = [p for p in wanted if r.holds_on(p.end)]
        looked_at = any(later.memories for later in plans[i + 1 :])
        before = [p for p in there if r.holds_on(p.end) and p < max(wanted)] if looked_at else []
        labels = [p.label for p in sorted({*mine, *before})]
        if not labels:
            continue
        own = {n: file for n, file in sources.items() if n in needed_sources(r)}
        result = run(plan, data, labels, history=known, as_of=as_of if mine else None, sources=own, **options)
        if result.worksheet is None:
            return [*runs, result]
        known.append(History(result.worksheet.frame()))
        if mine:
            shown = only(result.worksheet, [p.label for p in mine])
            runs.append(Run(shown, result.diagnostics))
    return runs


def _asked(plan: Plan, asked: Sequence[str], as_of: date | None) -> tuple[list[Period], list[Diagnostic]]:
    """The periods that are asked for; none where all are."""
    r = plan.ruleset
    if as_of is not None:
        return [period_containing(as_of, r.period)], []
    periods, wrong = parse_periods(asked, r.period)
    found = [not_a_period(text, r.period) for text in wrong]
    if not asked and r.data.period is None:
        message = msg("The data have no column of periods, so the periods must be named.")
        found.append(
            Diagnostic(
                "data-period",
                message,
                hint=msg("add --period {example}", example=PERIOD_EXAMPLES[r.period]),
            )
        )
    return sorted(set(periods)), found


def _outside(plans: Sequence[Plan], periods: Sequence[Period]) -> list[Diagnostic]:
    """An error for each period in which no version is in force."""
    ends = (plans[0].ruleset.begins, plans[-1].ruleset.ends)
    return [
        Diagnostic(
            "not-in-force",
            msg(
                "{period} ends on {end}; the versions are in force from {begins} to {ends}.",
                period=p.label,
                end=p.end,
                begins=ends[0],
                ends=ends[1],
            ),
            hint=msg("choose periods with --period, or add a version for it"),
        )
        for p in periods
        if not ends[0] <= p.end <= ends[1]
    ]
