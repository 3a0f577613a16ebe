"""The AdventureWorks sales force as the files that full.yaml reads, written from the published figures."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "shared" / "data" / "adventureworks"
MANAGERS = {"North America": "272", "Europe": "290", "Pacific": "294"}


def published() -> pd.DataFrame:
    """Quotas and sales by person and quarter, with who manages whom."""
    people = pd.read_csv(DATA / "DERIVED_salesperson_with_hire_date.csv")
    regions = pd.read_csv(DATA / "salespersonregion.csv").merge(
        pd.read_csv(DATA / "region.csv"), on="sales_territory_key"
    )
    group = regions.groupby("employee_key")["group"].first()
    boss = people["employee_key"].map(group).map(MANAGERS)
    people["manager"] = boss.where(people["job_title"] == "Sales Representative")
    quotas = pd.read_csv(DATA / "DERIVED_quarterly_quota_vs_actual.csv")
    return quotas.merge(people, on="business_entity_id", how="left", validate="many_to_one")


def write_company(figures: pd.DataFrame, folder: Path) -> None:
    """Write full.yaml, people.csv, quotas.csv and lines.csv."""
    (folder / "full.yaml").write_bytes((HERE / "full.yaml").read_bytes())
    people = figures.drop_duplicates("employee_key")
    people[["employee_key", "salesperson", "job_title", "hire_date_shifted", "manager"]].to_csv(
        folder / "people.csv", index=False
    )
    quotas = figures.rename(columns={"calendar_quarter_shifted": "quarter", "sales_quota": "quota"})
    quotas[["employee_key", "quarter", "quota"]].to_csv(folder / "quotas.csv", index=False)
    lines = pd.concat([pd.read_csv(f) for f in sorted(DATA.glob("reseller_sales_lines_*.csv"))])
    lines.to_csv(folder / "lines.csv", index=False)
