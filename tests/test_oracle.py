"""The engine against the oracle, on generated rulesets and rows: every column of every person.

A row that is an error for the oracle must be one for the engine, alone, and by a code that the oracle has too:
where one error causes others, the two need not tell the same one. The engine looks for values that a lookup
lacks before everything else, so `no-setting` may stand for any of them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from appraise import compile_plan, load_text
from tests.agreement import differences, expect, run_engine
from tests.generate import case
from tests.oracle_values import OracleError

if TYPE_CHECKING:
    from pathlib import Path

    from appraise.plan.steps import Plan
    from tests.agreement import Record
    from tests.generate import Case

SEEDS = range(60)
FUZZ_SEEDS = int(os.environ.get("FUZZ_SEEDS", "500"))
FUZZ_BEGIN = int(os.environ.get("FUZZ_BEGIN", "1000"))


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
    expected = list(zip(made.records, expect(loaded.ruleset, made.records), strict=True))
    clean = [(record, wanted) for record, wanted in expected if not isinstance(wanted, OracleError)]
    rows, errors = run_engine(plan, made, [record for record, _ in clean], folder) if clean else ([], [])
    found = [f"engine alone has an error: {d.code}: {d.message}" for d in errors]
    if not errors:
        for (record, wanted), row in zip(clean, rows, strict=True):
            found += differences(plan, record, wanted, row)
    for record, problem in expected:
        if isinstance(problem, OracleError):
            found += _compare_error(plan, made, record, problem, folder)
    return found


def _compare_error(plan: Plan, made: Case, record: Record, problem: OracleError, folder: Path) -> list[str]:
    employee = record["employee_id"]
    _, errors = run_engine(plan, made, [record], folder)
    codes = [d.code for d in errors]
    if not errors:
        return [f"{employee}: oracle alone has an error: {problem}"]
    if not set(codes) & {*problem.codes, "no-setting"}:
        return [f"{employee}: oracle has the error {problem}, engine {', '.join(codes)}"]
    return [] if all(employee in d.message for d in errors) else [f"{employee} is not named: {errors[0].message}"]
