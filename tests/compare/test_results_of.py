"""Variants of a policy whose figures are the results of another: the other one stays, unless the variant names another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from appraise.cli import main

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: EUR
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  period: period
  fields: {id: {type: text}, period: {type: text}, lead: {type: text}, sales: {type: money}}
"""
REPS = f"""ruleset: reps
title: Reps{HEAD}
indicators:
  sales: {{title: Sales, value: sales, target: 100, score: {{method: ratio, floor: 0, cap: none}}, weight: 100}}
"""
LEADS = f"""ruleset: leads
title: Leads{HEAD}
sources:
  team: {{results_of: reps.yaml}}
measures:
  team_score: {{from: team, mean: score, credit_to: lead}}
indicators:
  team: {{title: Team, value: "coalesce(team_score, 0) + sales * 0", target: 100, score: {{method: ratio, floor: 0, cap: none}}, weight: 100}}
rewards:
  bonus: {{title: Bonus, amount: score * 10}}
"""
HARDER = "extends: {base}.yaml\ntitle: {title}\nreason: to see\n"
DATA = "id,period,lead,sales\na,2026Q1,b,50\nb,2026Q1,,0\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    files = {
        "reps.yaml": REPS, "leads.yaml": LEADS, "data.csv": DATA,
        "harder-reps.yaml": HARDER.format(base="reps", title="Harder for reps") + "indicators: {sales: {target: 125}}\n",
        "harder.yaml": HARDER.format(base="leads", title="Harder") + "indicators: {team: {target: 125}}\n",
        "both.yaml": HARDER.format(base="leads", title="Harder for both")
        + "sources: {team: {results_of: harder-reps.yaml}}\n",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def told(*arguments: str) -> str:
    done = CliRunner().invoke(main, [*arguments, "--data", "data.csv"], env={"COLUMNS": "200"})
    return " ".join(done.output.split())


@pytest.mark.usefixtures("folder")
def test_who_stays_as_they_are_is_said() -> None:
    """The rep has 50 points of 100, the lead 50 × 10; a target of 125 gives the lead 40 points, and the rep as well."""
    text = told("compare", "leads.yaml", "harder.yaml")
    assert "100.00 less" in text, text
    assert "The lines of team are the results of Reps (reps.yaml), which stay as they are" in text


@pytest.mark.usefixtures("folder")
def test_a_variant_names_the_variant_of_the_other() -> None:
    text = told("compare", "leads.yaml", "both.yaml")
    assert "100.00 less" in text, text
    assert (
        "The lines of team are the results of Harder for reps (harder-reps.yaml), in place of Reps (reps.yaml)." in text
    )
    assert "results_of: reps.yaml → harder-reps.yaml" in " ".join(
        CliRunner().invoke(main, ["diff", "leads.yaml", "both.yaml"]).output.split()
    )


@pytest.mark.usefixtures("folder")
def test_a_variant_of_the_other_alone_is_refused_with_what_to_write() -> None:
    text = told("compare", "leads.yaml", "harder-reps.yaml")
    assert "no variant of leads.yaml itself" in text
    assert "`sources: {team: {results_of: harder-reps.yaml}}`" in text


@pytest.mark.parametrize("of", ["score", "calls.score"])  # the base's reps have no calls
def test_a_policy_beside_the_variant_is_not_taken_for_that_beside_the_base(folder: Path, of: str) -> None:
    """The lead has 500; of the other folder's reps, who have 40 points, 400 and a tenth more."""
    other = folder / "other"
    other.mkdir()
    reps = REPS.replace("  sales: {title", "  calls: {title").replace("target: 100", "target: 125")
    (other / "reps.yaml").write_text(reps, encoding="utf-8")
    leads = LEADS.replace("mean: score", f"mean: {of}").replace("score * 10", "score * 11")
    (other / "leads.yaml").write_text(leads, encoding="utf-8")
    said = told("compare", "leads.yaml", "other/leads.yaml")
    assert "60.00 less" in said, said
    assert "its changes cannot be told apart, since it and the base read different files" in said


@pytest.mark.usefixtures("folder")
def test_sweep_and_solve_say_so_too() -> None:
    said = "The lines of team are the results of Reps (reps.yaml), which stay as they are."
    assert said in told("sweep", "leads.yaml", "--vary", "indicators.team.target=100..125/25")
    assert said in told("solve", "leads.yaml", "--vary", "indicators.team.target=100..125/25", "--goal", "cost <= 450")
