"""What must hold for every appraised employee."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from appraise.policy.model import Boundary

Test = Literal[
    "missing", "undecided", "none", "not-100", "unlisted", "below", "falling", "not-positive", "no-row", "negative", "differs",
    "too-large",
]  # fmt: skip


@dataclass(frozen=True)
class Check:
    """What must hold for every appraised employee; the rows where it does not become diagnostics.

    `where` are conditions: a check inside one branch of a policy concerns those to whom the branch applies.
    `labels` belong to the test "unlisted", `bound` and `boundary` to "below", `bound` to "too-large".
    """

    code: str
    test: Test
    inputs: tuple[str | float, ...]
    subject: str  # the named column that is in trouble
    where: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    bound: float = 0.0
    boundary: Boundary = "lower"
    severity: Literal["error", "warning"] = "error"
