"""Many rulesets on one set of data: it is read once for all that read it alike, and equal steps are computed once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.data.table import Table
from engine.diagnostics import Diagnostic, capped
from engine.execution.run import Run, as_table, run_on
from engine.policy.content import content

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pandas as pd

    from engine.execution.history import History
    from engine.plan.steps import Plan

Read = tuple[Table | None, list[Diagnostic]]


def run_together(plans: Sequence[Plan], data: str | Path | pd.DataFrame, periods: Sequence[str] = (),
                 sheet: str | None = None, keep: Iterable[str] | None = None, history: Sequence[History] = (),
                 sources: Mapping[str, str | Path | pd.DataFrame] | None = None,
                 tables: dict[object, Read] | None = None, *, bare: bool = False) -> list[Run]:  # fmt: skip
    """Run each plan as if it were alone (see `run`; `bare` see `run_on`), those that read the data alike together.

    `tables` holds what was read, so that it can be given again for other plans on the same data.
    """
    runs: list[Run] = [Run(None, ()) for _ in plans]
    tables = {} if tables is None else tables
    names = keep if keep is None else list(keep)
    for key, places in alike(plans).items():
        if key not in tables:
            tables[key] = as_table(plans[places[0]], data, periods, sheet, sources)
        table, found = tables[key]
        own = [plans[i] for i in places]
        if table is None:
            done = [Run(None, tuple(capped(found)))] * len(own)
        else:
            done = run_on(own, table, found, periods, names, history=history, bare=bare)
        for i, run in zip(places, done, strict=True):
            runs[i] = run
    return runs


def alike(plans: Sequence[Plan]) -> dict[object, list[int]]:
    """Sort plans, by their places, into groups of those that read the same rows and columns."""
    groups: dict[object, list[int]] = {}
    for i, plan in enumerate(plans):
        r = plan.ruleset
        lines = (r.line_sources, r.measures, r.functions) if r.line_sources else ()
        key = (r.begins, r.ends, r.period, bool(plan.memories), content(r.data), content(lines))
        groups.setdefault(key, []).append(i)
    return groups
