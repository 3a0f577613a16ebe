"""The columns that the data bring to a plan: fields, and what follows from the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from appraise.formula.vectors import EPOCH, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from appraise.data.periods import Period
    from appraise.data.table import Table
    from appraise.formula.vectors import Column


def source_column(name: str, table: Table) -> Column:
    """A column that the data brings: a field, or what follows from the period."""
    if name == "employee":
        return table.employee
    if name == "period":
        return table.period
    if name == "provisional":
        return Text(np.zeros(len(table), dtype=np.intp), (str(table.as_of),))
    if name in table.columns:
        return table.columns[name]
    of: Callable[[Period], float] = {
        "period_start": lambda p: p.start.toordinal() - EPOCH,
        "period_end": lambda p: p.end.toordinal() - EPOCH,
        "days_in_period": lambda p: p.days,
        "as_of": lambda p: min(table.as_of or p.end, p.end).toordinal() - EPOCH,
        "days_gone": lambda p: (min(table.as_of or p.end, p.end) - p.start).days + 1,
        "year": lambda p: p.year,
        "quarter": lambda p: (p.end.month + 2) // 3,
        "month": lambda p: p.end.month,
    }[name]
    by_period = np.array([of(p) for p in table.periods], dtype=np.float64)
    return by_period[table.period.codes]
