"""The rows of one period, which are what steps across rows look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appraise.data.periods import Period
    from appraise.execution.kernels.memory import MemoryStore
    from appraise.formula.vectors import Text


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one period: who they are (Text [n]), the period, and what is remembered of earlier ones."""

    employees: Text
    period: Period
    memory: MemoryStore

    @property
    def rows(self) -> int:
        """How many."""
        return len(self.employees.codes)
