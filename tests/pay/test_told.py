"""Budgets, contests and pay across periods as people read them: policy, explanation, summary, workbook, command line."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from appraise import compile_plan, load_text, run
from appraise.cli import main
from appraise.execution.explaining.explain import explain, explain_row, value_of
from appraise.report.explanation.person import explanation_lines
from appraise.report.policy.sections import policy_in_words
from tests.pay.policies import HEAD, attempt

POLICY = """
rewards:
  bonus: {title: Bonus, amount: sales * 10}
  spring: {title: Spring, contest: {by: sales, within: [region], best: highest, prizes: {1: 500, 2: 300, 3..5: 100}, ties: share}, when: sales > 0}
  commission: {title: Commission, amount: sales, draw: {amount: 1000, recoverable: true, recover: {when: month >= 2, share: 50%}}}
  banked: {title: Banked, amount: sales, max: 2000, above_max: bank}
  yearly: {title: Yearly, amount: year_to_date(sales) * 10%, true_up: {in: year, below_zero: carry}}
  back: {title: Back, clawback: {of: [bonus], share: 50%, periods: 3}, when: sales < 0}
budgets:
  bonus_pool: {title: Pool, covers: [bonus], amount: {by: region, values: {East: 5000, West: 90000}}, within: [region], mode: cap}
"""
ROWS = [
    {"id": id_, "period": period, "region": "West" if id_ == "4" else "East", "sales": sales}
    for period, amounts in (("2026-01", (500, 700, 700, 3000)), ("2026-02", (1500, -100, 0, 100)))
    for id_, sales in zip("1234", amounts, strict=True)
]


def told(employee: str, period: str, policy: str = POLICY) -> list[str]:
    sheet = attempt(policy, ROWS).worksheet
    assert sheet is not None
    (it,) = explain(sheet.plan, sheet, employee, period)
    lines = [line.text for line in explanation_lines(it)]
    return lines[lines.index("Pay") + 1 :]


def test_a_budget_a_shared_place_and_a_draw() -> None:
    assert told("2", "2026-01")[:10] == [
        "Bonus: 1,842.11 CNY",
        "sales * 10 (sales = 700.00) = 7,000.00",
        "Pool bonus_pool (East): 19,000 claimed, 5,000 to give: 7,000.00 x 5,000 / 19,000 = 1,842.11",
        "Spring: 400.00 CNY",
        "place 1 of the 3 who take part in East (sales = 700.00), level with 3, dividing the prizes of the places they take up: 400.00",
        "condition met: sales > 0 (sales = 700.00)",
        "Commission: 1,000.00 CNY",
        "at least the draw of 1,000.00, 300.00 of it advanced: 1,000.00",
        "still owed: 300.00",
        "Banked: 700.00 CNY",
    ]


HANDED_OUT = """
rewards:
  part: {title: Part, amount: sales}
  best: {title: Best, contest: {by: sales, best: highest, prizes: {1: 500, 2: 300}, ties: repeat}, when: active}
  tiered: {title: Tiered, base: sales, tiers: {method: marginal, of: sales / 1000, start: 20%, rates: {0%: 10%, 50%: 20%}}, when: sales > 0}
budgets:
  pool: {title: Pool, covers: [part], amount: 1000, within: [region], mode: hand_out}
"""


def test_a_pool_handed_out_equal_prizes_and_slices_from_a_start() -> None:
    rows = [
        {"id": i, "sales": s, "active": i != "4"} for i, s in zip("1234", (600.0, 600.0, 800.0, -100.0), strict=True)
    ]
    sheet = attempt(HANDED_OUT, rows).worksheet
    assert sheet is not None
    lines = {
        who: [line.text for line in explanation_lines(*explain(sheet.plan, sheet, who, "2026-01"))] for who in "14"
    }
    assert "Pool pool (East): 1,000 is handed out in proportion; 600 of 2,000 is 30%: 300.00" in lines["1"]
    prize = (
        "place 2 of the 3 who take part (sales = 600.00), level with 2, each with the whole prize of this place: 300.00"
    )
    assert prize in lines["1"]
    assert any(line.endswith("here from 20% to 80%: 90.00") for line in lines["1"])
    assert "active (active = no) does not hold, so 0.00" in lines["4"]
    assert not any("handed out" in line for line in lines["4"])


def test_what_a_pool_is_handed_out_by_is_no_claim_of_money(tmp_path: Path) -> None:
    (tmp_path / "pay.yaml").write_text(HEAD + HANDED_OUT, encoding="utf-8")
    (tmp_path / "pay.csv").write_text(
        "id,period,region,sales,pool,active,here\n1,2026-01,East,600,,,\n2,2026-01,West,1,,,\n", encoding="utf-8"
    )
    done = CliRunner().invoke(main, ["run", str(tmp_path / "pay.yaml"), "--data", str(tmp_path / "pay.csv")])
    lines = [line.split() for line in done.output.splitlines()]
    assert ["Pool", "East", "1,000.00", "–", "1,000.00", "0.00"] in lines
    assert ["Scores"] in lines  # there are no grades
    assert ["Grades"] not in lines


def test_recovery_what_was_banked_and_a_true_up() -> None:
    lines = told("4", "2026-02")
    assert "Pool bonus_pool (West): 1,000 claimed, 90,000 to give: nothing is cut" in lines
    assert "with 1,000.00 kept from earlier periods: 1,100.00" in lines
    assert "due for the year so far 310.00, paid earlier 300.00: 10.00" in lines
    lines = told("1", "2026-02")
    assert "250.00 kept back for what was advanced (at most 50% of what exceeds the draw): 1,250.00" in lines
    assert "still owed: 250.00" in lines
    assert "kept for later periods: 1,000.00" in told("4", "2026-01")


def test_a_clawback_and_a_true_up_that_waits() -> None:
    lines = told("2", "2026-02")
    assert "more was paid than is due; nothing is taken back now: 0.00" in lines
    assert "1,842.11 paid in the 3 periods before and not taken back yet, 50% of it" in lines
    assert "Back: -921.06 CNY" in lines


def test_explaining_is_computing() -> None:
    sheet = attempt(POLICY, ROWS).worksheet
    assert sheet is not None
    for row in range(len(sheet)):
        it = explain_row(sheet.plan, sheet, row)
        assert [it.values[n] for n in sheet.plan.results] == [value_of(sheet, n, row) for n in sheet.plan.results]


def words(policy: str) -> dict[str, list[str]]:
    ruleset = load_text(policy).ruleset
    assert ruleset is not None
    found: dict[str, list[str]] = {}
    for line in policy_in_words(ruleset):
        found.setdefault(line.title, []).append(line.words)
    return found


def test_the_policy_in_english() -> None:
    said = words(HEAD + POLICY)
    assert said["Spring"] == [
        "Prizes by place, the highest sales first, within region: place 1: 500 CNY; place 2: 300 CNY; places 3 to 5: 100 CNY each",
        "Those who tie divide the prizes of the places they take up",
        "Only those with sales > 0 take part",
    ]
    assert said["Commission"][1:] == [
        "At least 1,000 CNY is paid in a period",
        "What is advanced is owed; if month >= 2, 50% of what is earned above the draw is kept back for it",
    ]
    assert said["Banked"][1:] == [
        "Not more than 2,000 CNY",
        "What exceeds this is kept and paid in later periods, up to their limit",
    ]
    assert said["Yearly"][1:] == [
        "This is due for the year so far; what was paid earlier in the year is taken off",
        "What was paid too much is not taken back, but taken off later",
    ]
    assert said["Back"] == [
        "Takes back 50% of what was paid in the 3 periods before under Bonus; no payment is taken back twice",
        "Only if sales < 0",
    ]
    assert said["Pool"] == [
        "by region: East 5,000; West 90,000 (CNY) to give for Bonus, within region; if more is claimed, all is reduced by one factor"
    ]


def test_the_policy_in_chinese() -> None:
    said = words(HEAD.replace("title: Pay\n", "title: 发放\n") + POLICY.replace("mode: cap", "mode: hand_out"))
    assert (
        said["Spring"][0]
        == "竞赛：按 sales 最高者为第一名，按 region 分组：第 1 名 500 元；第 2 名 300 元；第 3–5 名各 100 元"
    )
    assert said["Back"][0] == "追回前 3 期Bonus已付金额的 50%；同一笔不重复追回"
    assert said["Pool"] == ["Bonus共发按 region：East 5,000；West 90,000（元），按 region 分组，按各人应得比例分配"]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "pay.yaml").write_text(HEAD + POLICY, encoding="utf-8")
    lines = [f"{r['id']},{r['period']},{r['region']},{r['sales']},,," for r in ROWS]
    (tmp_path / "pay.csv").write_text("\n".join(["id,period,region,sales,pool,active,here", *lines]), encoding="utf-8")
    return str(tmp_path / "pay.yaml"), str(tmp_path / "pay.csv")


def test_the_summary_shows_every_budget(files: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "pay.xlsx"
    done = CliRunner().invoke(main, ["run", files[0], "--data", files[1], "--out", str(out)])
    assert done.exit_code == 0, done.output
    shown = [line.split() for line in done.output.splitlines()]
    assert ["Pool", "2026-01", "East", "5,000.00", "19,000.00", "5,000.00", "0.00"] in shown
    assert ["Pool", "2026-02", "West", "90,000.00", "1,000.00", "1,000.00", "89,000.00"] in shown
    rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_name("Summary").to_python()
    at = next(i for i, row in enumerate(rows) if row[0] == "Budgets")
    assert rows[at + 1][:7] == ["Budget", "Period", "Group", "To give", "Claimed", "Paid", "Left"]
    assert rows[at + 2][:7] == ["Pool", "2026-01", "East", 5000, 19000, 5000, 0]


def test_a_workbook_of_results_is_a_history(files: tuple[str, str], tmp_path: Path) -> None:
    earlier, later = str(tmp_path / "january.xlsx"), tmp_path / "february.csv"
    done = CliRunner().invoke(main, ["run", files[0], "--data", files[1], "--period", "2026-01", "--out", earlier])
    assert done.exit_code == 0, done.output
    lines = Path(files[1]).read_text(encoding="utf-8").splitlines()
    later.write_text("\n".join([lines[0], *(line for line in lines if "2026-02" in line)]), encoding="utf-8")
    both = CliRunner().invoke(main, ["explain", files[0], "--data", files[1], "--employee", "1", "--period", "2026-02"])
    once = CliRunner().invoke(
        main,
        ["explain", files[0], "--data", str(later), "--history", earlier, "--employee", "1", "--period", "2026-02"],
    )
    wanted = "250.00 kept back for what was advanced (at most 50% of what exceeds the draw): 1,250.00"
    assert wanted in both.output
    assert wanted in once.output


def test_the_figures_of_rewards_and_what_is_looked_back_at_are_columns_of_the_results() -> None:
    ruleset = load_text(HEAD + POLICY).ruleset
    assert ruleset is not None
    results = compile_plan(ruleset).results
    assert results[results.index("score") + 1 :] == (
        "bonus.claimed", "bonus", "spring.place", "spring", "commission.earned", "commission.recovered", "commission",
        "commission.balance", "banked", "banked.banked", "yearly.accrued", "yearly", "back", "total_reward",
        "sales",
    )  # fmt: skip


SHARES = """
rewards:
  part: {title: Part, amount: 1000, prorate: {from: begins, places: 4}}
  shared: {title: Shared, amount: sales / 30000}
budgets:
  b: {title: Budget, covers: [shared], amount: 5000, mode: hand_out}
"""


def test_the_rounding_of_a_share_of_days_and_of_a_claim_is_told() -> None:
    """By hand: 15 of 31 days are 0.483870..., to four places 0.4839; 700 / 30000 is 0.0233333..., to six 0.023333."""
    dated = HEAD.replace("    sales: {type: money}\n", "    sales: {type: money}\n    begins: {type: date}\n")
    ruleset = load_text(dated + SHARES).ruleset
    assert ruleset is not None
    person = {"id": "1", "period": "2026-01", "region": "East", "sales": 700.0, "begins": "2026-01-17"}
    frame = pd.DataFrame([person | dict.fromkeys(("pool", "active", "here"))]).astype(object)
    sheet = run(compile_plan(ruleset), frame).worksheet
    assert sheet is not None
    (it,) = explain(sheet.plan, sheet, "1")
    lines = [line.text for line in explanation_lines(it)]
    assert "days employed, from 2026-01-17 to 2026-01-31: 15 / 31 = 0.48387 rounded to 0.4839" in lines
    assert "share of the period employed: 1,000.00 × 0.4839 = 483.90" in lines
    assert "0.0233333 rounded to 0.023333" in lines
