"""Which rows are in trouble, for each plan: a row counts under the first check of the plan that it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.execution.worksheet import Trouble
from appraise.formula.vectors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from appraise.formula.vectors import Column
    from appraise.plan.operations import Check
    from appraise.plan.together import View


class Troubles:
    """Notes what checks find, chunk by chunk of a group of rows."""

    def __init__(self, views: Sequence[View]):
        self._views = views
        self._found: list[dict[Check, list[NDArray[np.int64]]]] = [{} for _ in views]
        self._appraised: dict[str, NDArray[np.bool_]] = {}  # by column of reasons, in the group at hand
        self._closed: dict[int, NDArray[np.bool_]] = {}  # by plan: rows that have an error already

    def begin(self, rows: int, reasons: Sequence[str], *, judged: bool | NDArray[np.bool_]) -> None:
        """Begin a group of rows; `judged` [rows]: the policy is in force."""
        self._appraised = {name: np.array(np.broadcast_to(judged, rows)) for name in reasons}
        self._closed = {}

    def appraised(self, reasons: Mapping[str, Column], span: slice) -> None:
        """Leave out of a chunk those who are not appraised."""
        for name, reason in reasons.items():
            assert isinstance(reason, Text)  # noqa: S101 - made by FirstThatFails
            self._appraised[name][span] &= reason.codes < 0

    def note(self, failed: Mapping[Check, Any], rows: slice | NDArray[np.int64], span: slice) -> None:
        """Note the rows of a chunk that fail checks, by shared check: `rows` of the table, `span` of the group."""
        if not failed:
            return
        for i, view in enumerate(self._views):
            for own, shared in view.checks:
                if shared in failed:
                    self._note(i, own, failed[shared] & self._appraised[view.reason][span], rows, span)

    def _note(self, i: int, check: Check, bad: NDArray[np.bool_], rows: slice | NDArray[np.int64], span: slice) -> None:
        if i in self._closed:
            bad = bad & ~self._closed[i][span]
        if not bad.any():
            return
        found = np.flatnonzero(bad) + rows.start if isinstance(rows, slice) else rows[bad]
        self._found[i].setdefault(check, []).append(found.astype(np.int64))
        if check.severity == "error":
            whole = len(self._appraised[self._views[i].reason])
            self._closed.setdefault(i, np.zeros(whole, dtype=np.bool_))[span] |= bad

    def of(self, i: int) -> tuple[Trouble, ...]:
        """What was found for a plan."""
        return tuple(Trouble(check, np.concatenate(rows)) for check, rows in self._found[i].items())
