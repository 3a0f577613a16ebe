"""A real case: 57,851 order lines of a sample company give its own published figures, and those of its managers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from appraise import compile_plan, load, run
from appraise.execution.worksheet import Worksheet

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "shared" / "data" / "adventureworks"
MANAGERS = {"North America": "272", "Europe": "290", "Pacific": "294"}

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the AdventureWorks figures are not beside this checkout")


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    return pd.concat([pd.read_csv(f) for f in sorted(DATA.glob("reseller_sales_lines_*.csv"))], ignore_index=True)


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    """Quotas with the key of the employee in the lines, and the manager of the employee's region."""
    quotas = pd.read_csv(DATA / "DERIVED_quarterly_quota_vs_actual.csv")
    people = pd.read_csv(DATA / "DERIVED_salesperson_with_hire_date.csv")
    regions = pd.read_csv(DATA / "salespersonregion.csv").merge(
        pd.read_csv(DATA / "region.csv"), on="sales_territory_key"
    )
    group = regions.groupby("employee_key")["group"].first()
    people["manager"] = (
        people["employee_key"].map(group).map(MANAGERS).where(people["job_title"] == "Sales Representative")
    )
    return quotas.merge(people, on="business_entity_id", how="left", validate="many_to_one")


@pytest.fixture(scope="module")
def sheet(people: pd.DataFrame, lines: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    loaded = load(HERE / "lines.yaml")
    assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
    folder = tmp_path_factory.mktemp("lines")
    lines.to_csv(folder / "lines.csv", index=False)
    people.to_csv(folder / "people.csv", index=False)
    plan = compile_plan(loaded.ruleset)
    result = run(plan, folder / "people.csv", sources={"lines": folder / "lines.csv"}, keep=plan.inputs)
    assert result.worksheet is not None, [d.message for d in result.diagnostics]
    return result.worksheet


@pytest.fixture(scope="module")
def measured(people: pd.DataFrame, sheet: Worksheet) -> pd.DataFrame:
    published = people.rename(columns={"orders": "orders_published", "resellers": "resellers_published"})
    return published.assign(**{m: sheet.numbers(m) for m in sheet.plan.ruleset.measures})


def test_the_lines_give_the_published_figures(measured: pd.DataFrame) -> None:
    assert len(measured) == 163
    for mine, published in (("sales", "actual_sales"), ("cost", "actual_cost"), ("orders", "orders_published"),
                            ("resellers", "resellers_published")):  # fmt: skip
        assert np.round(measured[mine], 2).tolist() == measured[published].tolist(), mine


def test_no_cent_is_lost(measured: pd.DataFrame, sheet: Worksheet, lines: pd.DataFrame) -> None:
    """What everybody has and what counts for nobody is what the file holds."""
    (read,) = sheet.table.sources_read
    left = dict(read.unknown.sums).get("sales", 0) + dict(read.outside.sums).get("sales", 0)
    cents = round(measured["sales"].mul(100).round().astype("int64").sum() + left * 100)
    assert cents == (lines["sales"] * 100).round().astype("int64").sum()
    assert sheet.table.counts["sales"].sum() + read.unknown.lines + read.outside.lines == len(lines) == read.lines


def test_managers_have_the_figures_of_their_teams(measured: pd.DataFrame, lines: pd.DataFrame) -> None:
    manager = measured.drop_duplicates("employee_key").set_index("employee_key")["manager"]
    quarter = pd.PeriodIndex(pd.to_datetime(lines["order_date"]), freq="Q").astype(str)
    there = set(zip(measured["employee_key"], measured["calendar_quarter_shifted"], strict=True))
    mine = lines.assign(manager=lines["employee_key"].map(manager), quarter=quarter)
    mine = mine[[key in there for key in zip(mine["employee_key"], mine["quarter"], strict=True)]]
    team = mine.groupby(["manager", "quarter"]).agg(sales=("sales", "sum"), orders=("sales_order_number", "nunique"))
    checked = 0
    for row in measured.itertuples():
        key = (str(row.employee_key), row.calendar_quarter_shifted)
        expected = team.loc[key] if key in team.index else pd.Series({"sales": 0.0, "orders": 0})
        assert row.team_sales == pytest.approx(expected["sales"], rel=1e-12)
        assert row.team_orders == expected["orders"]
        checked += expected["orders"] > 0
    assert checked > 10


def test_new_resellers_are_new_once(measured: pd.DataFrame, lines: pd.DataFrame) -> None:
    first = lines.groupby("reseller_key")["order_date"].transform("min") == lines["order_date"]
    new = lines[first].drop_duplicates(["employee_key", "reseller_key"])
    assert measured["new"].sum() <= len(new)
    assert measured["new"].sum() > 500
