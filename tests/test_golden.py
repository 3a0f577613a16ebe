"""The shipped policy on the example team gives what was read and agreed; `make golden` writes it anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraise import compile_plan, load, run
from tests.golden.make import HERE, ROOT, made


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return made(tmp_path_factory.mktemp("golden"))


@pytest.mark.parametrize(
    "name",
    ["results.csv", "key-account-quarterly.txt", "key-account-quarterly-en.txt", "comparison.txt", "comparison.json"],
)
def test_golden(name: str, fresh: dict[str, Path]) -> None:
    assert fresh[name].read_text(encoding="utf-8") == (HERE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("ruleset", "data"), [("forced-distribution", "departments.csv"), ("commission-plan", "commission.csv")]
)
def test_a_shipped_policy_takes_its_example_data(ruleset: str, data: str) -> None:
    loaded = load(ROOT / "rulesets" / f"{ruleset}.yaml")
    assert loaded.ruleset is not None
    result = run(compile_plan(loaded.ruleset), ROOT / "examples" / data)
    assert result.worksheet is not None
    assert {d.code for d in result.diagnostics} <= {"history"}  # balances begin at 0 in the first period
