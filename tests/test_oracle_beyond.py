"""The engine against the oracle where rows depend on each other: peers, earlier periods, whatever goes across rows.

Rows with errors are told by both; then they are taken out, and the others appraised anew, until no error is left.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from appraise import compile_plan, load_text
from tests import generate_beyond, generate_money
from tests.agreement import differences, expect, run_engine
from tests.oracle_values import OracleError

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from appraise.plan.steps import Plan
    from tests.agreement import Record
    from tests.generate import Case
    from tests.oracle import Result

SEEDS = range(60)
FUZZ_SEEDS = int(os.environ.get("FUZZ_SEEDS", "500"))
FUZZ_BEGIN = int(os.environ.get("FUZZ_BEGIN", "1000"))


@pytest.mark.parametrize("made", [generate_beyond, generate_money], ids=["beyond", "money"])
@pytest.mark.parametrize("seed", SEEDS)
def test_engine_agrees_with_oracle(seed: int, made: ModuleType, tmp_path: Path) -> None:
    found = disagreements(made.case(seed), tmp_path)
    assert not found, "\n".join(found)


@pytest.mark.fuzz
@pytest.mark.parametrize("made", [generate_beyond, generate_money], ids=["beyond", "money"])
@pytest.mark.parametrize("seed", range(FUZZ_BEGIN, FUZZ_BEGIN + FUZZ_SEEDS))
def test_engine_agrees_with_oracle_at_length(seed: int, made: ModuleType, tmp_path: Path) -> None:
    found = disagreements(made.case(seed), tmp_path)
    assert not found, "\n".join(found)


def disagreements(made: Case, folder: Path) -> list[str]:
    """Everything in which the engine differs from the oracle, one line each."""
    loaded = load_text(made.text)
    assert loaded.ruleset is not None, [d.message for d in loaded.diagnostics if d.severity == "error"]
    plan = compile_plan(loaded.ruleset)
    records, found = made.records, []
    while records:
        expected = expect(loaded.ruleset, records)
        bad = [e for e in expected if isinstance(e, OracleError)]
        if not bad:
            return found + _compare(plan, made, records, expected, folder)
        found += _compare_errors(plan, made, records, bad, folder)
        records = [r for r, e in zip(records, expected, strict=True) if not isinstance(e, OracleError)]
    return found


def _compare(
    plan: Plan, made: Case, records: list[Record], expected: list[Result | OracleError], folder: Path
) -> list[str]:
    rows, errors = run_engine(plan, made, records, folder)
    if errors:
        return [f"engine alone has an error: {d.code}: {d.message}" for d in errors]
    found: list[str] = []
    for record, wanted, row in zip(records, expected, rows, strict=True):
        assert not isinstance(wanted, OracleError)
        found += differences(plan, record, wanted, row)
    return found


def _compare_errors(plan: Plan, made: Case, records: list[Record], bad: list[OracleError], folder: Path) -> list[str]:
    """The engine has errors too, and none by a code that the oracle does not know."""
    _, errors = run_engine(plan, made, records, folder)
    known = {code for problem in bad for code in problem.codes} | {"no-setting", "more-of-the-same"}
    if not errors:
        return [f"oracle alone has an error: {problem}" for problem in bad]
    return [f"engine alone has the error {d.code}: {d.message}" for d in errors if d.code not in known]
