"""Looking things up in a table: first the row, then what it says."""

from __future__ import annotations

from dataclasses import dataclass, field

from appraise.plan.operations.base import Operation
from appraise.policy.model import Table


@dataclass(frozen=True)
class FindRow(Operation):
    """The number of the row that fits, -1 where none does, missing where a missing key decides. Inputs: the keys."""

    id: str
    table: Table = field(compare=False)


@dataclass(frozen=True)
class RowValue(Operation):
    """What a row of a table says. Inputs: the row."""

    id: str
    table: Table = field(compare=False)
