"""Earlier results that are provisional, of other people, or do not reach up to the data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from appraise import compile_plan, load_text, run
from appraise.cli import main
from appraise.execution.inputs.history import History
from tests.pay.policies import HEAD, appraise, months

POLICY = "rewards: {c: {title: C, amount: sales, max: 1000, above_max: bank}}\n"


def told(earlier: pd.DataFrame) -> list[tuple[str, str]]:
    """What is said of a May that comes after these results."""
    loaded = load_text(HEAD + POLICY)
    assert loaded.ruleset is not None
    may: dict[str, Any] = {
        "id": "1",
        "period": "2026-05",
        "region": "East",
        "sales": 1,
        "pool": 0,
        "active": "Y",
        "here": "Y",
    }
    result = run(compile_plan(loaded.ruleset), pd.DataFrame([may]).astype(object), history=[History(earlier)])
    return [(d.severity, d.message) for d in result.diagnostics]


@pytest.mark.parametrize(
    ("known", "employee", "says"),
    [
        (4, "1", ""),
        (3, "1", "The earlier results end with 2026-03; nothing is known of 2026-04."),
        (1, "1", "The earlier results end with 2026-01; nothing is known of 2026-02 to 2026-04."),
        (4, "0009", "The earlier results have nothing of the people in the data before 2026-05."),
    ],
)
def test_a_gap_before_the_data_is_told(known: int, employee: str, says: str) -> None:
    earlier = appraise(POLICY, months([1500] * known, employee))
    assert told(earlier) == ([("warning", says)] if says else [])


def test_results_of_later_periods_are_not_taken_for_earlier_ones() -> None:
    earlier = appraise(POLICY, months([None] * 5 + [1500]))
    assert told(earlier) == [("warning", "The earlier results have nothing of the people in the data before 2026-05.")]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_provisional_results_are_no_history(tmp_path: Path, ending: str) -> None:
    rules, data, out = tmp_path / "pay.yaml", tmp_path / "data.csv", tmp_path / f"april{ending}"
    rules.write_text(HEAD + POLICY, encoding="utf-8")
    heads = "id,period,region,sales,pool,active,here\n"
    data.write_text(heads + "1,2026-04,East,1500,,,\n", encoding="utf-8")
    given = ["run", str(rules), "--data", str(data)]
    assert CliRunner().invoke(main, [*given, "--as-of", "2026-04-10", "--out", str(out)]).exit_code == 0
    data.write_text(heads + "1,2026-05,East,10,,,\n", encoding="utf-8")
    done = CliRunner().invoke(main, [*given, "--history", str(out)])
    assert done.exit_code == 1
    assert "holds provisional results, of a day inside a period" in done.output
