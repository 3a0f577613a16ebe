"""Three policies for the AdventureWorks sales force over twelve quarters, from its order lines."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from appraise.cli import main
from tests.adventureworks import company

pytestmark = pytest.mark.skipif(
    not company.DATA.is_dir(), reason="the AdventureWorks figures are not beside this checkout"
)
FLAT = """
extends: full.yaml
title: Flat commission
reason: One rate for everybody is easier to explain
rewards:
  commission: {tiers: {rates: {0%: 1.5%, 80%: null, 100%: null}}}
"""
STRICT = """
extends: full.yaml
title: Stricter grades
reason: Too many have an A
grades:
  bands: {A: 110, B: 95, C: 80}
"""


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], pd.DataFrame]:
    """The report, and the results of the base alone."""
    folder = tmp_path_factory.mktemp("compare")
    company.write_company(company.published(), folder)
    (folder / "flat.yaml").write_text(FLAT, encoding="utf-8")
    (folder / "strict.yaml").write_text(STRICT, encoding="utf-8")
    data = ["--data", str(folder / "people.csv"), "--source", f"lines={folder / 'lines.csv'}"]
    policies = [str(folder / f"{name}.yaml") for name in ("full", "flat", "strict")]
    done = CliRunner().invoke(main, ["compare", *policies, *data, "--by", "job", "--out", str(folder / "report.json")])
    assert done.exit_code == 0, done.output
    assert "Every change is variant minus base." in done.output
    alone = CliRunner().invoke(main, ["run", policies[0], *data, "--out", str(folder / "full.csv")])
    assert alone.exit_code == 0, alone.output
    results = pd.read_csv(folder / "full.csv", encoding="utf-8-sig")
    return json.loads((folder / "report.json").read_text(encoding="utf-8")), results[results["reason"].isna()]


def rows(diagnostics: dict[str, Any], table: str, **of: object) -> list[dict[str, Any]]:
    return [r for r in diagnostics["tables"][table]["rows"] if all(r[k] == v for k, v in of.items())]


def test_all_periods(compared: tuple[dict[str, Any], pd.DataFrame]) -> None:
    diagnostics, results = compared
    assert len(diagnostics["about"]["periods"]) == 12
    assert diagnostics["about"]["rows"] == 17 * 12
    assert rows(diagnostics, "appraised")[0] == {
        "variant": "Flat commission", "both": 163, "only_base": 0, "only_variant": 0, "neither": 41,
    }  # fmt: skip
    assert len(results) == 163


def test_a_flat_commission_costs_its_rate(compared: tuple[dict[str, Any], pd.DataFrame]) -> None:
    diagnostics, results = compared
    flat = (results["quota.value"] * 0.015 + 1e-9).round(2)
    (cost,) = rows(diagnostics, "cost", variant="Flat commission", kind="all")
    assert cost["before"] == pytest.approx(results["commission"].sum(), abs=0.005)
    assert cost["after"] == pytest.approx(flat.sum(), abs=0.02)
    (won,) = rows(diagnostics, "winners", variant="Flat commission")
    change = (flat - results["commission"]).round(2)
    assert won["winners"] == (change > 0).sum()
    assert won["losers"] == (change < 0).sum()
    assert won["winners"] > 0
    (moved,) = (m for m in diagnostics["tables"]["movement"]["moved"] if m["variant"] == "Flat commission")
    assert (moved["better"], moved["worse"]) == (0, 0)


def test_stricter_grades_move_by_the_scores(compared: tuple[dict[str, Any], pd.DataFrame]) -> None:
    diagnostics, results = compared
    strict = pd.cut(results["score"], [-1e9, 80, 95, 110, 1e9], labels=list("DCBA"), right=False)
    expected = pd.crosstab(results["grade"], strict).stack()
    got = {(r["before"], r["after"]): r["appraisals"] for r in rows(diagnostics, "movement", variant="Stricter grades")}
    assert {k: n for k, n in got.items() if n} == {k: n for k, n in expected.items() if n}
    (cost,) = rows(diagnostics, "cost", variant="Stricter grades", kind="all")
    assert cost["change"] == 0


def test_jobs_with_fewer_than_five_people_are_not_named(compared: tuple[dict[str, Any], pd.DataFrame]) -> None:
    diagnostics, _ = compared
    groups = {r["group"] for t in ("cost", "fairness") for r in rows(diagnostics, t) if r["kind"] in ("cohort", "job")}
    assert "manager" not in groups  # three of them
    assert not any("Manager" in group for group in groups if group)
    cohorts = {r["group"] for r in rows(diagnostics, "fairness", kind="cohort")}
    assert cohorts == {
        "senior",
        None,
    }  # with the new ones by themselves, the managers would be what is left of the total
