"""Many rulesets on one set of data: it is read once for all that read it alike, and equal steps are computed once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from appraise.data.table import Table
from appraise.diagnostics import Diagnostic, capped
from appraise.execution.run import as_table, run_on
from appraise.execution.worksheet import Run
from appraise.policy.variants.content import content

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pandas as pd

    from appraise.execution.inputs.history import History
    from appraise.plan.steps import Plan

Read = tuple[Table | None, list[Diagnostic]]
Key = tuple[object, ...]  # what plans read: first of all whether rows before they are in force too


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
            known = _read_before(plans[places[0]], key, tables)
            tables[key] = known or as_table(plans[places[0]], data, periods, sheet, sources)
        table, found = tables[key]
        own = [plans[i] for i in places]
        if table is None:
            done = [Run(None, tuple(capped(found)))] * len(own)
        else:
            done = run_on(own, table, found, periods, names, history=history, bare=bare)
        for i, run in zip(places, done, strict=True):
            runs[i] = run
    return runs


def _read_before(plan: Plan, key: Key, tables: Mapping[object, Read]) -> Read | None:
    """A table that was read for plans that look back, where it has no more than one reads that does not."""
    known = tables.get((True, *key[1:])) if not key[0] else None
    if known is None or known[0] is None:
        return None
    return known if all(plan.ruleset.holds_on(period.end) for period in known[0].periods) else None


def alike(plans: Sequence[Plan]) -> dict[Key, list[int]]:
    """Sort plans, by their places, into groups of those that read the same rows and columns."""
    groups: dict[Key, list[int]] = {}
    for i, plan in enumerate(plans):
        r = plan.ruleset
        lines = (r.line_sources, r.measures, r.functions) if r.line_sources else ()
        key = (bool(plan.memories), r.begins, r.ends, r.period, content(r.data), content(lines))
        groups.setdefault(key, []).append(i)
    return groups
