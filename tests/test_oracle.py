"""The engine against the oracle, on generated rulesets and rows: every column of every person.

A row that is an error for the oracle must be one for the engine, alone, and by a code that the oracle has too:
where one error causes others, the two need not tell the same one. The engine looks for values that a lookup
lacks before everything else, so `no-setting` may stand for any of them.
"""

from __future__ import annotations

import csv
import os
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from engine import compile_plan, load_text, run
from engine.data.periods import parse_period
from tests.generate import case
from tests.oracle import appraise
from tests.oracle_values import OracleError, read_cell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engine import Diagnostic
    from engine.plan.steps import Plan
    from engine.policy.model import Ruleset
    from tests.generate import Case

SEEDS = range(60)
FUZZ_SEEDS = int(os.environ.get("FUZZ_SEEDS", "500"))
FUZZ_BEGIN = int(os.environ.get("FUZZ_BEGIN", "1000"))
Record = dict[str, str]


@pytest.mark.parametrize("seed", SEEDS)
def test_engine_agrees_with_oracle(seed: int, tmp_path: Path) -> None:
    found = disagreements(case(seed), tmp_path)
    assert not found, "\n".join(found)


@pytest.mark.fuzz
@pytest.mark.parametrize("seed", range(FUZZ_BEGIN, FUZZ_BEGIN + FUZZ_SEEDS))
def test_engine_agrees_with_oracle_at_length(seed: int, tmp_path: Path) -> None:
    found = disagreements(case(seed), tmp_path)
    assert not found, "\n".join(found)


def disagreements(made: Case, folder: Path) -> list[str]:
    """Everything in which the engine differs from the oracle, one line each."""
    loaded = load_text(made.text)
    assert loaded.ruleset is not None, [d.message for d in loaded.diagnostics if d.severity == "error"]
    plan = compile_plan(loaded.ruleset)
    expected = {r["employee_id"]: expect(loaded.ruleset, r) for r in made.records}
    clean = [r for r in made.records if not isinstance(expected[r["employee_id"]], OracleError)]
    found = _compare_clean(plan, made, clean, expected, folder) if clean else []
    for record in made.records:
        problem = expected[record["employee_id"]]
        if isinstance(problem, OracleError):
            found += _compare_error(plan, made, record, problem, folder)
    return found


def expect(ruleset: Ruleset, record: Record) -> dict[str, object] | OracleError:
    """What the oracle says of one record."""
    row = {id_: read_cell(f, record[id_]) for id_, f in ruleset.data.fields.items() if id_ in record and id_ != "when"}
    period = parse_period(record["when"], ruleset.period)
    assert period is not None
    try:
        return appraise(ruleset, row, period, record["employee_id"])
    except OracleError as problem:
        return problem


def _run(plan: Plan, made: Case, records: Sequence[Record], folder: Path) -> tuple[list[Record], list[Diagnostic]]:
    """The engine's rows in the order of the records, and its errors."""
    path = folder / "data.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(made.headings.values())
        writer.writerows([record[id_] for id_ in made.headings] for record in records)
    result = run(plan, path, made.periods)
    errors = [d for d in result.diagnostics if d.severity == "error"]
    if result.worksheet is None:
        return [], errors
    frame = result.worksheet.frame()
    rows = {row["employee"]: row for row in frame.astype(object).where(frame.notna(), None).to_dict("records")}
    return [rows[r["employee_id"]] for r in records], errors


def _compare_clean(
    plan: Plan, made: Case, clean: Sequence[Record], expected: dict[str, object], folder: Path
) -> list[str]:
    rows, errors = _run(plan, made, clean, folder)
    if errors:
        return [f"engine alone has an error: {d.code}: {d.message}" for d in errors]
    rounding = plan.ruleset.conventions.rounding
    exact = {"score", "total_reward", *plan.ruleset.rewards}
    exact |= {f"{i}.attainment" for i in plan.ruleset.indicators if rounding.attainment is not None}
    found: list[str] = []
    for record, row in zip(clean, rows, strict=True):
        for name, value in expected[record["employee_id"]].items():
            got = row[name]
            if name == "gates":
                got = [id_ for id_ in plan.ruleset.gates if got is not None and id_ in got.split("; ")]
            if name == "outcomes":
                messages = [] if got is None else got.split("; ")
                got = [o.id for o in plan.ruleset.outcomes.values() if o.message in messages]
            if not same(value, got, exact=name in exact):
                found.append(f"{record['employee_id']} {name}: oracle {said(value)}, engine {got!r}")
    return found


def _compare_error(plan: Plan, made: Case, record: Record, problem: OracleError, folder: Path) -> list[str]:
    employee = record["employee_id"]
    _, errors = _run(plan, made, [record], folder)
    codes = [d.code for d in errors]
    if not errors:
        return [f"{employee}: oracle alone has an error: {problem}"]
    if not set(codes) & {*problem.codes, "no-setting"}:
        return [f"{employee}: oracle has the error {problem}, engine {', '.join(codes)}"]
    return [] if all(employee in d.message for d in errors) else [f"{employee} is not named: {errors[0].message}"]


def same(value: object, got: object, *, exact: bool) -> bool:
    """Rounded numbers are the same float, others the same to 9 digits; missing is None on both sides."""
    if not isinstance(value, Fraction) or got is None:
        return value == got
    return got == float(value) if exact else got == pytest.approx(float(value), rel=1e-9, abs=1e-9)


def said(value: object) -> str:
    """A number as a float, for messages."""
    return repr(float(value)) if isinstance(value, Fraction) else repr(value)
