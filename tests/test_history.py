"""All periods at once are the same as the last ones with the results of the first ones as history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.execution.inputs.history import History
from appraise.report.results.columns import headings_of
from appraise.report.writers import write_results
from tests import generate_beyond, generate_money
from tests.agreement import without_errors, write_csv

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from appraise.plan.steps import Plan
    from tests.agreement import Record
    from tests.generate import Case

SEEDS = range(24)


def frame_of(plan: Plan, data: Path | pd.DataFrame, history: tuple[History, ...] = ()) -> pd.DataFrame:
    """The results in the order of employees and periods."""
    result = run(plan, data, history=history)
    assert result.worksheet is not None, [d.message for d in result.diagnostics]
    told = [d.message for d in result.diagnostics if d.code == "history"]
    assert [t for t in told if " has no " in t] == []  # generated people and periods may come and go in between
    found = result.worksheet.frame().astype({"employee": str, "period": str})
    return found.sort_values(["employee", "period"]).reset_index(drop=True)


def in_halves(made: Case) -> tuple[Plan, list[Record], list[Record], list[Record]] | None:
    """The plan, all rows, those of the first periods and the others; None where there are not both."""
    loaded = load_text(made.text)
    assert loaded.ruleset is not None
    records = without_errors(loaded.ruleset, made.records)
    periods = sorted({r["when"] for r in records})
    first = set(periods[: (len(periods) + 1) // 2])
    parts = [r for r in records if r["when"] in first], [r for r in records if r["when"] not in first]
    return (compile_plan(loaded.ruleset), records, *parts) if all(parts) else None


def same(whole: pd.DataFrame, parts: pd.DataFrame) -> list[str]:
    """The columns in which two results differ."""
    assert list(whole.columns) == list(parts.columns)
    return [name for name in whole.columns if not _equal(whole[name], parts[name])]


def _equal(a: pd.Series[Any], b: pd.Series[Any]) -> bool:
    if a.dtype == np.float64:
        return bool(np.allclose(a, b, rtol=1e-9, atol=1e-9, equal_nan=True))
    return a.astype(object).where(a.notna(), None).tolist() == b.astype(object).where(b.notna(), None).tolist()


@pytest.mark.parametrize("generator", [generate_beyond, generate_money], ids=["beyond", "money"])
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("ending", ["csv", "xlsx", "frame"])
def test_history_stands_for_the_periods_before(generator: ModuleType, seed: int, ending: str, tmp_path: Path) -> None:
    made = generator.case(seed)
    halves = in_halves(made)
    if halves is None:
        pytest.skip("no rows without errors in both halves")
    plan, records, first, second = halves
    whole = frame_of(plan, write_csv(made, records, tmp_path / "all.csv"))
    before = run(plan, write_csv(made, first, tmp_path / "first.csv")).worksheet
    assert before is not None
    history = History(before.frame())
    if ending != "frame":
        write_results(before, tmp_path / f"before.{ending}", "0")
        history = History(tmp_path / f"before.{ending}", *headings_of(plan))
    after = frame_of(plan, write_csv(made, second, tmp_path / "second.csv"), (history,))
    later = whole[whole["period"].isin(after["period"])].reset_index(drop=True)
    assert same(later, after) == []


@pytest.mark.parametrize("generator", [generate_beyond, generate_money], ids=["beyond", "money"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_rows_does_not_matter(generator: ModuleType, seed: int, tmp_path: Path) -> None:
    made = generator.case(seed)
    loaded = load_text(made.text)
    assert loaded.ruleset is not None
    records, plan = without_errors(loaded.ruleset, made.records), compile_plan(loaded.ruleset)
    if not records:
        pytest.skip("no rows without errors")
    one = frame_of(plan, write_csv(made, records, tmp_path / "one.csv"))
    other = frame_of(plan, write_csv(made, records[::-1], tmp_path / "other.csv"))
    numbers = one.select_dtypes("float64").columns
    assert one[numbers].equals(other[numbers])  # to the last bit
    assert same(one, other) == []
