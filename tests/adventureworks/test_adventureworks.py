"""A real case: the quarterly quotas and sales of a sample company, appraised from the command line."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from appraise.cli import main

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "shared" / "data" / "adventureworks"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the AdventureWorks figures are not beside this checkout")


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    quotas = pd.read_csv(DATA / "DERIVED_quarterly_quota_vs_actual.csv")
    people = pd.read_csv(DATA / "DERIVED_salesperson_with_hire_date.csv")
    return quotas.merge(people, on="business_entity_id", how="left", validate="many_to_one")


@pytest.fixture(scope="module")
def results(figures: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    folder = tmp_path_factory.mktemp("adventureworks")
    figures.drop(columns="attainment").to_csv(folder / "quotas.csv", index=False)
    out = folder / "results.parquet"
    command = ["run", str(HERE / "quarterly.yaml"), "--data", str(folder / "quotas.csv"), "--out", str(out)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    return pd.read_parquet(out)


def test_everybody_is_appraised(results: pd.DataFrame) -> None:
    assert len(results) == 163
    assert results["score"].notna().all()
    assert set(results["cohort"]) == {"manager", "new", "senior"}


def test_attainments_are_the_files_own(figures: pd.DataFrame, results: pd.DataFrame) -> None:
    theirs = figures.assign(
        employee=figures["business_entity_id"].astype(str), period=figures["calendar_quarter_shifted"]
    )
    both = results.astype({"employee": str, "period": str}).merge(
        theirs, on=["employee", "period"], validate="one_to_one"
    )
    assert len(both) == 163
    assert (
        both["quota.attainment"].round(4) - both["attainment_y" if "attainment_y" in both else "attainment"]
    ).abs().max() < 1e-9


def test_commission_by_hand(figures: pd.DataFrame, results: pd.DataFrame) -> None:
    """Slices are shares of the quota: 1% up to 80% of it, 1.5% to 100%, 2.5% above."""
    row = figures[(figures.business_entity_id == 274) & (figures.calendar_quarter_shifted == "2017Q3")].iloc[0]
    assert (row.sales_quota, row.actual_sales) == (28000, 22584.66)
    by_hand = 0.01 * 22400 + 0.015 * (22584.66 - 22400)
    mine = results[(results.employee == "274") & (results.period == "2017Q3")].iloc[0]
    assert mine["commission"] == pytest.approx(round(by_hand, 2))
