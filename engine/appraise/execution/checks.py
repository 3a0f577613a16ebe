"""Finding the rows in which something does not hold that must."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, Any, assert_never

import numpy as np

from appraise.execution.kernels.rowwise import listed
from appraise.execution.kernels.tiers import reached
from appraise.formula import arithmetic
from appraise.formula.columns import is_missing
from appraise.formula.vectors import UNDECIDED
from appraise.policy.meaning.decision_table import NO_ROW

if TYPE_CHECKING:
    from appraise.plan.operations import Check


def failed(check: Check, inputs: list[Any]) -> Any:
    """The rows in which a check fails."""
    it = inputs[0]
    match check.test:
        case "missing":
            there = ~np.isnan(it)
            if there.all():
                return False
            return ~there if len(inputs) == 1 else ~there & (np.asarray(inputs[1]) != 0)
        case "not-positive":
            return np.asarray(it) <= 0
        case "no-row":
            return np.asarray(it) == NO_ROW
        case "too-large":
            return np.abs(np.asarray(it)) >= check.bound
        case "negative":
            return np.asarray(it) < 0
        case "differs":
            return (it < arithmetic.below(inputs[1])) | (it > arithmetic.above(inputs[1]))
        case "falling":
            crossed: Any = np.asarray(False)
            for low, high in itertools.pairwise(inputs):
                crossed = crossed | (low > high)
            return crossed
        case "undecided":
            return np.asarray(it) == UNDECIDED
        case "none":
            return it.codes < 0
        case "not-100":
            off = ~(np.abs(np.asarray(it) - 100.0) <= 1e-9)
            return functools.reduce(np.logical_or, (np.asarray(weight) < 0 for weight in inputs[1:]), off)
        case "unlisted":
            return ~(is_missing(it) | listed(it, check.labels))
        case "below":
            lowest = it if len(inputs) == 1 else np.minimum(inputs[1], np.add(inputs[1], it))
            return ~np.isnan(lowest) & ~reached(lowest, check.bound, check.boundary)
        case _:
            assert_never(check.test)
