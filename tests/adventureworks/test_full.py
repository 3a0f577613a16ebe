"""A whole appraisal of twelve quarters from nothing but a list of people, order lines and a table of quotas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from appraise import compile_plan, load, run
from appraise.execution.worksheet import Worksheet
from tests.adventureworks import company

pytestmark = pytest.mark.skipif(
    not company.DATA.is_dir(), reason="the AdventureWorks figures are not beside this checkout"
)


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    return company.published()


@pytest.fixture(scope="module")
def sheet(published: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    folder = tmp_path_factory.mktemp("full")
    company.write_company(published, folder)
    loaded = load(folder / "full.yaml")
    assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
    plan = compile_plan(loaded.ruleset)
    kept = [*plan.results, "new", "team_sales", "outcome promotion", "outcome falling"]
    result = run(plan, folder / "people.csv", sources={"lines": folder / "lines.csv"}, keep=kept)
    assert result.worksheet is not None, [(d.message, d.hint) for d in result.diagnostics]
    return result.worksheet


@pytest.fixture(scope="module")
def results(sheet: Worksheet, published: pd.DataFrame) -> pd.DataFrame:
    columns = {n: sheet.text(n).strings() for n in ("employee", "period", "cohort", "reason", "grade")}
    columns |= {
        n: sheet.numbers(n) for n in sheet.plan.results if n not in columns and n not in ("name", "job", "manager")
    }
    columns |= {"promotion": sheet.column("outcome promotion") == 2, "falling": sheet.column("outcome falling") == 2}
    frame = pd.DataFrame(columns)
    file = published.assign(
        employee=published["employee_key"].astype(str), period=published["calendar_quarter_shifted"]
    )
    return frame.merge(file, on=["employee", "period"], how="left", suffixes=("", "_file"))


def test_those_with_a_quota_are_appraised_in_twelve_quarters(results: pd.DataFrame, sheet: Worksheet) -> None:
    assert len(sheet.table.periods) == 12
    assert len(results) == 17 * 12
    appraised = results[results["reason"].isna()]
    assert len(appraised) == 163
    assert appraised["sales_quota"].notna().all()
    assert set(results["reason"].dropna()) == {"no quota in this quarter"}
    ends = pd.PeriodIndex(appraised["period"], freq="Q").end_time.normalize()
    hired = pd.to_datetime(appraised["hire_date_shifted"])
    months = (ends.year - hired.dt.year) * 12 + ends.month - hired.dt.month - (ends.day < hired.dt.day)
    cohort = np.where(
        appraised["job_title"] != "Sales Representative", "manager", np.where(months < 12, "new", "senior")
    )
    assert appraised["cohort"].tolist() == cohort.tolist()
    assert set(cohort) == {"manager", "new", "senior"}


def test_attainments_are_the_published_ones(results: pd.DataFrame) -> None:
    appraised = results[results["reason"].isna()]
    assert np.round(appraised["quota.attainment"], 4).tolist() == appraised["attainment"].tolist()


def test_scores_of_seniors_by_another_computation(results: pd.DataFrame) -> None:
    seniors = results[results["cohort"].eq("senior") & results["reason"].isna()]
    quota = np.minimum(seniors["actual_sales"] / seniors["sales_quota"] * 100, 130)
    margin = np.interp(
        (seniors["actual_sales"] - seniors["actual_cost"]) / seniors["actual_sales"], [-0.2, 0, 0.1], [0, 60, 100]
    )
    share = seniors["resellers"] / 15
    resellers = np.select([share >= 1, share >= 0.8, share >= 0.6], [100, 80, 60], 0)
    new = np.minimum(seniors["new.value"] * 25, 100)
    total = 0.6 * quota + 0.2 * margin + 0.1 * resellers + 0.1 * new
    assert np.abs(seniors["score"] - total).max() < 0.00501


def test_streaks_are_those_of_the_published_attainments(results: pd.DataFrame) -> None:
    """Counted again by hand: quarters in a row with a quota reached, and with falling sales."""
    promoted, falling = 0, 0
    for _, own in results.sort_values("period").groupby("employee"):
        reached, fallen, before = 0, 0, None
        for row in own.itertuples():
            appraised = not isinstance(row.reason, str)
            reached = reached + 1 if appraised and row.attainment >= 0.9 else 0
            now = row.actual_sales if appraised else None
            fallen = fallen + 1 if before and now is not None and now < before else 0
            before = now
            if appraised:
                assert bool(row.promotion) == (reached >= 3), (row.employee, row.period)
                promoted += row.promotion
                if now is not None and fallen >= 2:
                    assert row.falling
                    falling += 1
    assert promoted > 0
    assert falling > 0


def test_managers_stand_by_the_sales_of_their_teams(results: pd.DataFrame) -> None:
    """Percentile of the team's sales among everybody appraised in the quarter, as Excel's PERCENTRANK.INC."""
    for _, quarter in results[results["reason"].isna()].groupby("period"):
        for row in quarter[quarter["cohort"] == "manager"].itertuples():
            own = quarter.loc[row.Index, "team.value"]
            less = (quarter["team.value"] < own - 1e-6).sum() / (len(quarter) - 1)
            assert quarter.loc[row.Index, "team.score"] == pytest.approx(60 + 40 * less)


def test_one_commission_by_hand(results: pd.DataFrame) -> None:
    """Slices of attainment: up to 80% at 1%, up to 100% at 1.5%, above at 2.5%, each worth its part of the sales."""
    appraised = results[results["reason"].isna() & (results["attainment"] > 1)]
    row = appraised.iloc[0]
    sales, quota = row["actual_sales"], row["sales_quota"]
    expected = 0.8 * quota * 0.01 + 0.2 * quota * 0.015 + (sales - quota) * 0.025
    assert row["commission"] == pytest.approx(expected, abs=0.006)
