"""A roster, one row per employee, in several periods."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from appraise.formula.vectors import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.data.periods import Period
    from appraise.data.table import Table


def spread(table: Table, periods: Sequence[Period]) -> Table:
    """Repeat every row for each period; the rows of an employee stand together."""
    times = len(periods)
    repeated = table.part(np.repeat(np.arange(len(table)), times))
    codes = np.tile(np.arange(times, dtype=np.intp), len(table))
    labels = tuple(p.label for p in periods)
    return replace(repeated, period=Text(codes, labels, ordered=True), periods=tuple(periods))
