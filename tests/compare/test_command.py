"""Comparing on the command line: both languages, wide and narrow, files, and nobody named who should not be."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import python_calamine
from click.testing import CliRunner, Result
from rich.console import Console

from cli import main
from engine.compare.compared import compare
from engine.compare.comparison import align
from engine.report.comparison_terminal import show_comparison
from tests.compare.policies import BASE, ROOT, TEAM, VARIANTS, compared, plan

EN = "key-account-quarterly-en"


def told(*words: str, base: str = BASE, variants: tuple[str, ...] = VARIANTS[:1]) -> Result:
    return CliRunner().invoke(main, ["compare", base, *variants, "--data", str(TEAM), *words])


def test_the_sign_of_changes_is_said_everywhere(tmp_path: Path) -> None:
    file, book = tmp_path / "report.json", tmp_path / "report.xlsx"
    done = told("--by", "region", "--out", str(file), variants=VARIANTS)
    assert done.exit_code == 0, done.output
    assert "所有变动均为：方案 − 现行办法。" in done.output
    record = json.loads(file.read_text(encoding="utf-8"))
    assert record["about"]["sign"] == "change = variant - base"
    assert list(record["about"]["policies"]) == [record["about"]["base"], *record["about"]["variants"]]
    assert record["tables"]["cost"]["rows"][0]["change"] == 105400
    assert told("--out", str(book)).exit_code == 0
    workbook = python_calamine.CalamineWorkbook.from_path(str(book))
    assert workbook.sheet_names[:3] == ["成本", "等级变动", "增减人次"]
    assert len(workbook.sheet_names) == 17
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).to_python()
        assert ("方案 − 现行办法" in str(rows[1][0])) == (rows[3][0] == "方案")
    cost = workbook.get_sheet_by_name("成本").to_python()
    assert cost[3][7] == "变动"
    assert cost[4][7] == 105400


def test_in_english(tmp_path: Path) -> None:
    path = tmp_path / "variant.yaml"
    text = "extends: key-account-quarterly-en\ntitle: Higher challenge\nreason: to see\nparameters: {challenge: 1.3}\n"
    path.write_text(text, encoding="utf-8")
    done = told(base=EN, variants=(str(path),))
    assert done.exit_code == 0, done.output
    assert "Every change is variant minus base." in done.output
    assert "Winners and losers" in done.output
    assert "Higher challenge" in done.output


@pytest.mark.parametrize("width", [60, 100, 250])
def test_no_figure_is_cut_in_a_narrow_window(width: int) -> None:
    text = io.StringIO()
    show_comparison(Console(file=text, width=width, color_system=None), compare(compared()), plan(BASE).ruleset)
    shown = text.getvalue().replace("\n", "").replace(" ", "")
    assert "…" not in shown
    assert "17,177,554.57" in shown
    assert "+105,400.00" in shown


@pytest.mark.parametrize("ending", ["json", "xlsx"])
def test_anonymous_names_nobody(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"report.{ending}"
    done = told("--anonymous", "--by", "region,name", "--out", str(file), variants=VARIANTS)
    assert done.exit_code == 0, done.output
    if ending == "json":
        written = file.read_text(encoding="utf-8")
    else:
        book = python_calamine.CalamineWorkbook.from_path(str(file))
        written = str([book.get_sheet_by_name(n).to_python() for n in book.sheet_names])
    people = [line.split(",")[:2] for line in TEAM.read_text(encoding="utf-8-sig").splitlines()[1:]]
    for number, name in people:
        assert name not in done.output + written
        assert f'"{number}"' not in written
        assert f"'{number}'" not in written
        assert f" {number} " not in done.output
    assert "8 warnings about the data are not shown" in done.output
    named = told(variants=VARIANTS)
    assert people[0][1] in named.output


def test_each_warning_is_shown_once() -> None:
    assert told(variants=VARIANTS).output.count("is missing for 1 of 45 people in 2025Q1") == 1


def test_periods_are_chosen() -> None:
    done = told("--period", "2026Q3", "--period", "2026Q4")
    assert "2026Q3 – 2026Q4" in done.output
    assert "2026Q2" not in done.stdout


def test_wrong_use(tmp_path: Path) -> None:
    unknown = told("--by", "regoin")
    assert unknown.exit_code == 2
    assert "no text field 'regoin'" in unknown.output
    assert "region" in unknown.output.rpartition("(")[2]
    assert told("--by", "salary").exit_code == 2
    assert told("--by", "employee_id").exit_code == 2
    assert told("--out", str(tmp_path / "report.csv")).exit_code == 2
    monthly = CliRunner().invoke(main, ["compare", BASE, "forced-distribution", "--data", str(TEAM)])
    assert monthly.exit_code == 2
    assert CliRunner().invoke(main, ["compare", BASE, "--data", str(TEAM)]).exit_code == 2


def test_a_policy_without_pay_is_compared_by_scores(tmp_path: Path) -> None:
    for name, weights in (("old", (70, 30)), ("new", (40, 60))):
        (tmp_path / f"{name}.yaml").write_text(f"""
ruleset: {name}
title: {name.title()}
version: "1"
language: en
effective: {{from: 2026-01-01, to: 2026-12-31}}
period: quarter
currency: EUR
conventions: {{boundary: lower, rounding: {{mode: half-up, score: 2, money: 2}}, missing: error}}
data:
  employee: id
  period: period
  fields: {{id: {{type: text}}, period: {{type: text}}, sales: {{type: money}}, quality: {{type: percent}}}}
indicators:
  sales: {{title: Sales, value: sales, target: 100, score: {{method: ratio, floor: 0, cap: 120}}, weight: {weights[0]}}}
  quality: {{title: Quality, value: quality, target: 100%, score: {{method: ratio, floor: 0, cap: 120}}, weight: {weights[1]}}}
""", encoding="utf-8")  # fmt: skip
    (tmp_path / "d.csv").write_text("id,period,sales,quality\na,2026Q1,100,50%\nb,2026Q1,50,100%\n", encoding="utf-8")
    out = tmp_path / "r.json"
    words = ["compare", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml"), "--data", str(tmp_path / "d.csv")]
    done = CliRunner().invoke(main, [*words, "--out", str(out)])
    assert done.exit_code == 0, done.output
    tables = json.loads(out.read_text(encoding="utf-8"))["tables"]
    assert [tables[t]["rows"] for t in ("cost", "winners", "movement", "stability")] == [[], [], [], []]
    # a: 85 -> 70, b: 65 -> 80
    assert {(m["employee"], m["score_change"]) for m in tables["moves"]["rows"]} == {("a", -15), ("b", 15)}
    assert [r["kendall"] for r in tables["agreement"]["rows"]] == [-1]


def test_rows_that_not_all_have_are_left_out() -> None:
    from engine import run  # noqa: PLC0415

    few = run(plan(VARIANTS[0]), TEAM, ["2026Q1"]).worksheet
    whole = run(plan(BASE), TEAM, ["2026Q1", "2026Q2"]).worksheet
    assert few is not None
    assert whole is not None
    comparison = align([whole], [[few]])
    assert len(comparison) == len(few)
    assert comparison.left_out == {plan(BASE).ruleset.title: len(whole) - len(few)}


def test_versions_in_a_folder_are_one_policy(tmp_path: Path) -> None:
    text = (ROOT / "rulesets" / f"{BASE}.yaml").read_text(encoding="utf-8")
    (tmp_path / "1.yaml").write_text(text.replace("to: 2026-12-31", "to: 2025-12-31"), encoding="utf-8")
    (tmp_path / "2.yaml").write_text(text.replace("from: 2025-01-01, to", "from: 2026-01-01, to"), encoding="utf-8")
    done = told(base=BASE, variants=(str(tmp_path),))
    assert done.exit_code == 0, done.output
    assert "2025Q1 – 2026Q4 · 419" in done.output
