"""What an anonymous comparison leaves out, by hand: one company for each way in which somebody's pay could be told."""

from __future__ import annotations

import math
from typing import Any

from appraise import compile_plan, load_text, run
from appraise.compare.compared import compare
from appraise.compare.comparison import align
from appraise.compare.tables import Compared
from appraise.report.comparison.tables import sheets
from tests.compare.test_attribution import BASE, put_together, texts
from tests.pay.policies import FIELDS, HEAD

import pandas as pd  # isort: skip

BONUS = "rewards:\n  bonus: {title: Bonus, amount: sales * 0.1}\n"


def told(rows: list[dict[str, Any]], *policies: str, only_in_base: int = 0) -> Compared:
    """Compare policies; the last rows may be in the data of the base alone."""
    filled = [
        {"period": "2026-01", "region": "East", **dict.fromkeys(("pool", "active", "here")), **row} for row in rows
    ]
    frame = pd.DataFrame(filled, columns=list(FIELDS)).astype(object)
    sheets = []
    for i, policy in enumerate(policies):
        loaded = load_text(HEAD.replace("title: Pay", f"title: Pay {i}") + policy)
        assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
        sheet = run(compile_plan(loaded.ruleset), frame[: len(frame) - only_in_base if i else None]).worksheet
        assert sheet is not None
        sheets.append([sheet])
    return compare(align(sheets[0], sheets[1:], ["region"]), anonymous=True)


def people(n: int, **more: Any) -> list[dict[str, Any]]:
    return [{"id": f"E{i:02}", "sales": 1000 + 37 * i, **more} for i in range(n)]


def test_what_a_budget_pays_to_three() -> None:
    """The pool of the west is for three people, who have all of what the budget pays."""
    rows = people(20) + [{"id": f"W{i}", "sales": 2000 + i, "region": "West"} for i in range(3)]
    policy = BONUS + (
        "  west: {title: West, amount: \"sales * 0.2 if region == 'West' else 0\"}\n"
        "budgets:\n  pool: {title: Pool, covers: [west], amount: 900, mode: cap}\n"
    )
    found = told(rows, policy, policy.replace("0.1", "0.11"))
    assert found.budgets.rows
    assert all(math.isnan(row.paid) and math.isnan(row.cut) for row in found.budgets.rows)


def test_somebody_who_is_paid_alone_in_several_periods() -> None:
    """In five months one person sells anything; the total less the sixth month would be what he is paid in these."""
    rows = [
        {"id": f"E{i:02}", "sales": 5000 + i if i == 0 or month == 6 else 0, "period": f"2026-{month:02}"}
        for month in range(1, 7) for i in range(12)
    ]  # fmt: skip
    found = told(rows, BONUS, BONUS.replace("0.1", "0.11"))
    by_period = [row for row in found.cost.rows if row.kind == "period"]
    assert len(by_period) == 6
    assert all(math.isnan(row.before) for row in by_period)
    assert math.isfinite(found.cost.rows[0].before)


def test_two_variants_that_differ_for_one_person() -> None:
    """Each moves everybody, but only the second one E19, who sells most, beyond what the first does."""
    more = BONUS.replace("sales * 0.1", "sales * 0.11 + (5 if sales > 1700 else 0)")
    found = told(people(20), BONUS, BONUS.replace("0.1", "0.11"), more)
    assert all(math.isnan(row.after) for row in found.cost.rows)
    assert (
        told(people(20), BONUS, BONUS.replace("0.1", "0.11")).cost.rows[0].after == 2973.3
    )  # 11% of 20 × 1,000 + 37 × 190


def test_scores_that_change_for_one_person() -> None:
    """The mean score of 20 people, times 20, before and after, would tell the change of one."""
    head = "{method: formula, formula: value, floor: 0, cap: none}"
    assert head in HEAD
    found = told(
        people(20),
        BONUS,
        BONUS.replace("rewards", "adjustments:\n  a: {title: A, points: '3 if sales > 1700 else 0'}\nrewards"),
    )
    scores = [row for row in found.distribution.rows if row.of == "score"]
    assert scores
    assert all(math.isnan(row.mean) for row in scores)
    assert all(math.isnan(row.mean) for row in found.over_time.rows if row.of == "score")


def test_the_gap_to_a_group_that_is_hidden() -> None:
    """The best paid are six, of whom two have anything. 20 others have 135.15 on average; 1 less the gap would divide it."""
    top = [{"id": f"T{i}", "sales": 100_000 if i < 2 else 6000} for i in range(6)]
    middle = [{"id": f"M{i}", "sales": 4000 + i} for i in range(6)]
    policy = (
        "cohorts: {top: sales > 5000, middle: sales > 3000, low: otherwise}\n"
        "rewards:\n  bonus: {title: Bonus, amount: 'sales * 0.1 if sales < 5000 or sales > 50000 else 0'}\n"
    )
    found = told(people(20) + top + middle, policy, policy.replace("0.1", "0.11"))
    groups = {row.group: row for row in found.fairness.rows if row.policy == "Pay 0"}
    assert math.isnan(groups["top"].mean_pay)
    assert groups["low"].mean_pay == 135.15
    assert math.isnan(groups["low"].mean_gap)


def test_what_a_boundary_is_worth_to_three() -> None:
    """Six are a point short of an A; those of the west have 100 more with it: three of them, then five."""
    policy = (
        "grades: {bands: {A: 10000, B: lowest}}\nrewards:\n  bonus: {title: Bonus, amount: 50}\n"
        "  prize: {title: Prize, amount: \"100 if region == 'West' and grade == 'A' else 0\"}\n"
    )

    def worth(west: int) -> list[float]:
        near = [{"id": f"N{i}", "sales": 9999, "region": "West" if i < west else "East"} for i in range(6)]
        rows = told(people(20) + near, policy, policy.replace("amount: 50", "amount: 60")).cliffs.rows
        assert [row.people for row in rows] == [6, 6]
        return [row.worth for row in rows]

    assert all(math.isnan(x) for x in worth(3))
    assert worth(5) == [83, 83]  # 500 / 6, two digits of it


def quarters(high: int) -> pd.DataFrame:
    """20 people in four quarters, with salaries of 1,000 and scores of 60; of some they are 90."""
    rows = [
        {"id": f"E{i:02}", "period": f"2026Q{q}", "a": 90 if i < high else 60, "b": 90 if i < high else 60, "salary": 1000}
        for q in range(1, 5) for i in range(20)
    ]  # fmt: skip
    return pd.DataFrame(rows)


MORE = BASE + "  more: {title: More, amount: salary * 0.03}\n"


def test_a_change_that_moves_three_people_in_four_quarters() -> None:
    """The extra is for three, 12 times; one of the changes that move everybody is left out with it, not both."""
    changed = (("* 0.1}", "* 0.2}"), ("7 if", "9 if"), ("* 0.03", "* 0.04"))
    for high, told_of in ((3, 1), (5, 3)):
        old, new = texts(*changed, base=MORE)
        comparison, found, _ = put_together(old, new, quarters(high))
        rows = compare(comparison, [found], anonymous=True).changes.rows
        extra = rows[1]
        assert extra.appraisals == 4 * high
        assert math.isnan(extra.alone) == (high == 3)
        assert sum(math.isfinite(row.alone) for row in rows if row.kind == "change") == told_of
        assert math.isfinite(rows[-1].alone)


def test_what_two_changes_do_together_to_three() -> None:
    """Each change moves everybody, alone and last; only to three is 9 x 2 - 7 - (9 - 7) - 7 x (2 - 1) = 2 left, each quarter."""
    base = MORE.replace("indicators:", "parameters: {p: 7, q: 1}\nindicators:").replace("0.1}", "0.1 + p}")
    base = base.replace("0.03", "0.03 + q").replace("7 if", "p * q if")
    old, new = texts(("{p: 7, q: 1}", "{p: 9, q: 2}"), base=base)
    comparison, found, _ = put_together(old, new, quarters(3))
    assert round(float(found.interaction.sum()), 2) == 3 * 4 * 2
    *parts, total = compare(comparison, [found], anonymous=True).changes.rows
    assert [row.kind for row in parts] == ["change", "change", "interaction"]
    assert all(math.isnan(x) for row in parts for x in (row.alone, row.added_last, row.shapley))
    assert total.alone == 20 * 4 * 3 + 3 * 4 * 11  # 2 + 1 to everybody, 18 - 7 to three


def test_a_budget_for_somebody_who_is_not_compared() -> None:
    """Only the base pays E20: its budget less the cost of the others would be what he has. The note says why it is hidden."""
    policy = BONUS + "budgets:\n  pool: {title: Pool, covers: [bonus], amount: 90000, mode: cap}\n"
    found = told(people(21), policy, policy.replace("0.1", "0.11"), only_in_base=1)
    paid = {row.policy: row.paid for row in found.budgets.rows}
    assert math.isnan(paid["Pay 0"])
    assert paid["Pay 1"] == 2973.3  # 11% of 20 x 1,000 + 37 x 190
    for language, words in (("en", "Pay 0: what its budgets give"), ("zh", "Pay 0：各项预算")):
        ruleset = load_text(HEAD.replace("title: Pay", f"title: Pay\nlanguage: {language}")).ruleset
        assert ruleset is not None
        (note,) = [sheet.note for sheet in sheets(found, ruleset) if sheet.key == "budgets"]
        assert words in note


def test_a_table_without_the_figures_of_a_column_says_why() -> None:
    """The cost is that of one person; how many have more is told."""
    found = told(people(20), BONUS, BONUS.replace("sales * 0.1", "sales * 0.1 + (5 if sales > 1700 else 0)"))
    assert "cost" in found.untold
    assert "movement" not in found.untold
    assert told(people(20), BONUS, BONUS.replace("0.1", "0.11")).untold.isdisjoint({"cost", "winners"})
