"""The columns of a run: every value that was asked for, row by row. It knows nothing of files or layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.execution.inputs.columns import source_column
from appraise.formula.vectors import EPOCH, UNDECIDED, YES, Column, Numbers, Text, part
from appraise.policy import columns as col
from appraise.texts import Texts

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from appraise.data.table import Table
    from appraise.diagnostics import Diagnostic
    from appraise.formula.kinds import Kind
    from appraise.plan.operations import Check
    from appraise.plan.steps import Plan


@dataclass(frozen=True, slots=True, eq=False)
class Trouble:
    """A check that failed, and the rows in which it did."""

    check: Check
    rows: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Worksheet:
    """Rows in the order of the data. `columns` holds what was kept, by column name; `names` leads there.

    `whole` is the worksheet of everybody, where this one holds a single employee of it.
    """

    plan: Plan
    table: Table
    columns: Mapping[str, Column]
    troubles: tuple[Trouble, ...]
    whole: Worksheet | None = None

    def __len__(self) -> int:
        return len(self.table)

    def part(self, rows: slice | NDArray[Any]) -> Worksheet:
        """Some of the rows; those of a slice are views, not copies."""
        columns = {name: part(column, rows) for name, column in self.columns.items()}
        return replace(self, columns=columns, table=self.table.part(rows), troubles=())

    def given(self, rows: slice | NDArray[Any]) -> dict[str, Column]:
        """What some rows have from others, peers or earlier periods, so that they can be run again alone."""
        across = {step.name for step in self.plan.steps if step.operation.across}
        return {name: part(column, rows) for name, column in self.columns.items() if name in across}

    def column(self, name: str) -> Column:
        """A column by its name in the policy; a number that is the same for everybody fills it."""
        operand = self.plan.names.get(name, name)
        if isinstance(operand, float):
            return np.full(len(self), operand)
        found = self.columns[operand] if operand in self.columns else source_column(operand, self.table)
        if isinstance(found, Text):
            return found if found.codes.ndim else Text(np.full(len(self), found.codes), found.labels, found.ordered)
        return found if found.ndim else np.full(len(self), found)

    def text(self, name: str) -> Text:
        """A column of texts."""
        column = self.column(name)
        assert isinstance(column, Text)  # noqa: S101 - types were checked when the ruleset was loaded
        return column

    def numbers(self, name: str) -> Numbers:
        """A column of numbers."""
        column = self.column(name)
        assert not isinstance(column, Text)  # noqa: S101 - as above
        return column.astype(np.float64, copy=False)

    @property
    def appraised(self) -> NDArray[np.bool_]:
        """Which rows are appraised; the others have a `reason`."""
        return self.text("reason").codes < 0

    def triggered(self, kind: str) -> dict[str, NDArray[np.bool_]]:
        """The rows in which each `gate` or `outcome` holds, by id."""
        ruleset = self.plan.ruleset
        names = (
            {g: col.gate(g) for g in ruleset.gates} if kind == "gate" else {o: col.outcome(o) for o in ruleset.outcomes}
        )
        appraised = self.appraised
        return {id_: (self.column(name) == YES) & appraised for id_, name in names.items()}

    def joined(self, kind: str, shown: Mapping[str, str]) -> Text:
        """Give, per row, the texts of the gates or outcomes that hold, joined by semicolons."""
        bits = np.zeros(len(self), dtype=np.int64)
        held = self.triggered(kind)
        for i, rows in enumerate(held.values()):
            bits |= rows.astype(np.int64) << i
        different, codes = np.unique(bits, return_inverse=True)
        labels = [
            "; ".join(shown[id_] for i, id_ in enumerate(held) if int(combination) >> i & 1)
            for combination in different
        ]
        places = [i if label else -1 for i, label in enumerate(labels)]
        return Text(np.array(places, dtype=np.intp)[codes], tuple(labels))

    def result(self, name: str) -> Column:
        """A column of the result table: blank in the rows that are not appraised."""
        column, beside = self.column(name), self.plan.beside.get(name)
        if beside is not None:
            column = _told(column, beside.type.kind, self.plan.ruleset.language)
        if name in ("employee", "period", "reason") or name in self.plan.ruleset.data.fields:
            return column
        if beside is not None and not beside.result:
            return column
        out = ~self.appraised
        if not out.any():
            return column
        if isinstance(column, Text):
            return Text(np.where(out, -1, column.codes), column.labels, column.ordered)
        return np.where(out, np.nan, column)

    def frame(self) -> pd.DataFrame:
        """The result table as a DataFrame: the plan's result columns, then `gates` and `outcomes`."""
        import pandas as pd  # noqa: PLC0415 - only those who want a DataFrame pay for pandas

        r = self.plan.ruleset
        columns = {name: _series(self.result(name)) for name in self.plan.results}
        columns["gates"] = _series(self.joined("gate", {g.id: g.id for g in r.gates.values()}))
        columns["outcomes"] = _series(self.joined("outcome", {o.id: o.message for o in r.outcomes.values()}))
        return pd.DataFrame(columns)


_truth = Texts("truth", {"yes": "yes", "no": "no"})


def _told(column: Column, kind: Kind, language: str) -> Column:
    """Dates and conditions as texts, in which another run can read them."""
    if kind == "yes-no":
        codes = np.where(column == UNDECIDED, -1, np.asarray(column) // YES)
        return Text(codes.astype(np.intp), (_truth("no", language), _truth("yes", language)))
    if kind == "date" and not isinstance(column, Text):
        known = np.isfinite(column)
        days, codes = np.unique(column[known], return_inverse=True)
        whole = np.full(len(column), -1, dtype=np.intp)
        whole[known] = codes
        return Text(whole, tuple(date.fromordinal(int(day) + EPOCH).isoformat() for day in days))
    return column


def _series(column: Column) -> object:
    import pandas as pd  # noqa: PLC0415

    if isinstance(column, Text):
        return pd.Categorical.from_codes(column.codes, pd.Index(column.labels, dtype="str"), ordered=column.ordered)
    return column


@dataclass(frozen=True, slots=True)
class Run:
    """`worksheet` is None where `diagnostics` holds an error; warnings may stand beside a worksheet."""

    worksheet: Worksheet | None
    diagnostics: tuple[Diagnostic, ...]
