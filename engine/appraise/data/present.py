"""Which periods a file has, before any of it is checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from appraise.data.files.frame import raw_of_frame
from appraise.data.files.raw_table import damage_told
from appraise.data.files.read import read_raw
from appraise.data.keys import read_periods
from appraise.data.matching import match_columns
from appraise.diagnostics import Diagnostic, Diagnostics, errors

if TYPE_CHECKING:
    import pandas as pd

    from appraise.data.periods import Period
    from appraise.policy.model import Ruleset


def periods_present(
    ruleset: Ruleset, data: str | Path | pd.DataFrame, sheet: str | None
) -> tuple[list[Period], list[Diagnostic]]:
    """The periods that the data have, in time order; none for a list of employees without periods."""
    if ruleset.data.period is None:
        return [], []
    field = ruleset.data.fields[ruleset.data.period]
    diagnostics = Diagnostics()
    if isinstance(data, (str, Path)):
        raw = read_raw(
            Path(data), sheet or ruleset.data.sheet, diagnostics, set(field.columns), encoding=ruleset.data.encoding
        )
    else:
        raw = raw_of_frame(data, diagnostics, set(field.columns))
    if raw is None or errors(diagnostics.found):
        return [], diagnostics.found
    matched, found = match_columns([field], raw)
    if found:
        return [], found
    with damage_told(raw.file, diagnostics):
        return list(read_periods(raw.columns[matched[field.id]](False), ruleset.period).periods), []
    return [], diagnostics.found
