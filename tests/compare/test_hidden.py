"""What an anonymous comparison leaves out, by hand: one company for each way in which somebody's pay could be told."""

from __future__ import annotations

import math
from typing import Any

from appraise import compile_plan, load_text, run
from appraise.compare.compared import compare
from appraise.compare.comparison import align
from appraise.compare.tables import Compared
from tests.pay.policies import FIELDS, HEAD

import pandas as pd  # isort: skip

BONUS = "rewards:\n  bonus: {title: Bonus, amount: sales * 0.1}\n"


def told(rows: list[dict[str, Any]], *policies: str) -> Compared:
    filled = [
        {"period": "2026-01", "region": "East", **dict.fromkeys(("pool", "active", "here")), **row} for row in rows
    ]
    frame = pd.DataFrame(filled, columns=list(FIELDS)).astype(object)
    sheets = []
    for i, policy in enumerate(policies):
        loaded = load_text(HEAD.replace("title: Pay", f"title: Pay {i}") + policy)
        assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
        sheet = run(compile_plan(loaded.ruleset), frame).worksheet
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
