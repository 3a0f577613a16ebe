"""The engine and the oracle on the same rows, and in what they differ."""

from __future__ import annotations

import csv
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from appraise import run
from appraise.data.periods import parse_period
from tests.oracle import appraise
from tests.oracle_values import OracleError, read_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from appraise import Diagnostic
    from appraise.plan.steps import Plan
    from appraise.policy.model import Ruleset
    from tests.generate import Case
    from tests.oracle import Result

Record = dict[str, str]


def expect(ruleset: Ruleset, records: Sequence[Record]) -> list[Result | OracleError]:
    """What the oracle says of each record among all of them."""
    rows = []
    for record in records:
        row = {i: read_cell(f, record[i]) for i, f in ruleset.data.fields.items() if i in record and i != "when"}
        period = parse_period(record["when"], ruleset.period)
        assert period is not None
        rows.append((record["employee_id"], period, row))
    return appraise(ruleset, rows)


def without_errors(ruleset: Ruleset, records: Sequence[Record]) -> list[Record]:
    """The records that can be appraised together."""
    while True:
        expected = expect(ruleset, records)
        clean = [r for r, e in zip(records, expected, strict=True) if not isinstance(e, OracleError)]
        if len(clean) == len(records):
            return clean
        records = clean


def write_csv(made: Case, records: Sequence[Record], path: Path) -> Path:
    """The file that HR would have."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(made.headings.values())
        writer.writerows([record[id_] for id_ in made.headings] for record in records)
    return path


def run_engine(
    plan: Plan, made: Case, records: Sequence[Record], folder: Path
) -> tuple[list[Record], list[Diagnostic]]:
    """The engine's rows in the order of the records, and its errors."""
    path = write_csv(made, records, folder / "data.csv")
    result = run(plan, path, made.periods)
    errors = [d for d in result.diagnostics if d.severity == "error"]
    if result.worksheet is None:
        return [], errors
    frame = result.worksheet.frame()
    rows = {(row["employee"], row["period"]): row
            for row in frame.astype(object).where(frame.notna(), None).to_dict("records")}  # fmt: skip
    return [rows[r["employee_id"], r["when"]] for r in records], errors


def differences(plan: Plan, record: Record, expected: Mapping[str, object], row: Record) -> list[str]:
    """The columns of one row in which the two differ."""
    exact = {"score", "total_reward", *plan.ruleset.rewards}
    exact |= {f"{i.id}.attainment" for i in plan.ruleset.indicators.values() if i.rounding.attainment is not None}
    found: list[str] = []
    for name, value in expected.items():
        got = row[name]
        if name == "gates":
            got = [id_ for id_ in plan.ruleset.gates if got is not None and id_ in got.split("; ")]
        if name == "outcomes":
            messages = [] if got is None else got.split("; ")
            got = [o.id for o in plan.ruleset.outcomes.values() if o.message in messages]
        if not same(value, got, exact=name in exact):
            found.append(f"{record['employee_id']} {record['when']} {name}: oracle {said(value)}, engine {got!r}")
    return found


def same(value: object, got: object, *, exact: bool) -> bool:
    """Rounded numbers are the same float, others the same to 9 digits; missing is None on both sides."""
    if not isinstance(value, Fraction) or got is None:
        return value == got
    return got == float(value) if exact else got == pytest.approx(float(value), rel=1e-9, abs=1e-9)


def said(value: object) -> str:
    """A number as a float, for messages."""
    return repr(float(value)) if isinstance(value, Fraction) else repr(value)
