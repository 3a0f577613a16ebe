"""Grades by shares of a group, computed by hand."""

from __future__ import annotations

import pytest

from appraise.execution import execute
from tests.ranking.policies import BANDS, graded, grades_of, joined, people, sheet_of

SHARES = "ranking: {within: [region], shares: {A: 20%, B: 70%, C: 10%}, counts: COUNTS, ties: TIES}"


def shares(counts: str = "down", ties: str = "better", more: str = "") -> str:
    return SHARES.replace("COUNTS", counts).replace("TIES", ties).replace("}, counts", "}" + more + ", counts")


@pytest.mark.parametrize(
    ("size", "counts", "wanted"),
    [
        (10, "down", "AABBBBBBBC"),
        (10, "nearest", "AABBBBBBBC"),
        (10, "largest-remainder", "AABBBBBBBC"),
        # 7: 1.4 and 6.3 places; remainders .4, .9, .7 for two seats: B and C
        (7, "down", "ABBBBBC"),
        (7, "nearest", "ABBBBBC"),
        (7, "largest-remainder", "ABBBBBC"),
        # 3: 0.6 and 2.7 places; remainders .6, .1, .3
        (3, "down", "BBC"),
        (3, "nearest", "ABB"),
        (3, "largest-remainder", "ABB"),
        # 23: 4.6 and 20.7 places; remainders .6, .1, .3 for one seat
        (23, "down", "A" * 4 + "B" * 16 + "C" * 3),
        (23, "nearest", "A" * 5 + "B" * 16 + "C" * 2),
        (23, "largest-remainder", "A" * 5 + "B" * 16 + "C" * 2),
        (1, "down", "C"),
        (1, "nearest", "B"),
        (1, "largest-remainder", "B"),
    ],
)
def test_head_counts(size: int, counts: str, wanted: str) -> None:
    assert joined(grades_of(shares(counts), people(*range(size, 0, -1)))) == wanted


def test_quartiles_and_equal_remainders() -> None:
    """Of 6 people four quarters are 1.5 each: the two seats left go to the better grades."""
    quarters = "ranking: {shares: {1: 25%, 2: 25%, 3: 25%, 4: 25%}, counts: largest-remainder, ties: better}"
    assert joined(grades_of(quarters, people(*range(6, 0, -1)))) == "112234"


def test_thirds_that_are_not_exact_in_binary() -> None:
    """Cumulated 0.1 + 0.2 of 10 is 3 places, and 30% + 60% of 10 is 9."""
    policy = "ranking: {shares: {A: 10%, B: 20%, C: 60%, D: 10%}, counts: down, ties: better}"
    assert joined(grades_of(policy, people(*range(10, 0, -1)))) == "ABBCCCCCCD"


@pytest.mark.parametrize(("ties", "wanted"), [("better", "AAABBBBBBB"), ("worse", "ABBBBBBBCC")])
def test_ties(ties: str, wanted: str) -> None:
    """Places 2 and 3 are equal, and so are 9 and 10: the better has the grade of the first, the worse of the last."""
    assert joined(grades_of(shares(ties=ties), people(99, 98, 98, 80, 70, 60, 50, 40, 30, 30))) == wanted


def test_ties_are_broken_and_what_is_left_is_shared() -> None:
    ties = "{by: [tenure, -points], then: worse}"
    rows = people(90, 90, 90, 90, 50, 40, 30, 20, 10, 0, tenure=[1, 5, 3, 3, 0, 0, 0, 0, 0, 0])
    assert joined(grades_of(shares(ties=ties), rows)) == "BABBBBBBBC"
    assert joined(grades_of(shares(ties=ties.replace("worse", "better")), rows)) == "BAAABBBBBC"


def test_equal_to_twelve_digits_is_equal() -> None:
    policy = "ranking: {by: points * 3, shares: {A: 50%, B: 50%}, counts: down, ties: worse}"
    assert joined(grades_of(policy, people(0.1, 0.1 + 1e-16, 0.05, 0.04))) == "AABB"
    assert joined(grades_of(policy, people(0.3, 0.1 + 0.2, 0.1 * 3, 0.04))) == "BBBB"


def test_groups_periods_and_people_who_are_not_appraised() -> None:
    half = "ranking: {within: [region, role], shares: {A: 50%, B: 50%}, counts: down, ties: better}"
    rows = people(1, 2, 3, 4, 9, 8, region=["E", "E", "W", "W", "E", "W"], there=[True, True, True, True, False, True])
    rows += [row | {"id": "9" + str(row["id"]), "role": "lead"} for row in people(7, 6, region="E")]
    rows += [row | {"period": "2026Q2"} for row in people(5, 6)]
    sheet = sheet_of(graded(half), rows)
    found = sheet.frame()
    assert found[found.period == "2026Q1"].grade.astype(object).fillna("-").tolist() == [
        "B",
        "A",
        "B",
        "B",
        "-",
        "A",
        "A",
        "B",
    ]
    assert found[found.period == "2026Q2"].grade.tolist() == ["B", "A"]


def test_a_demand_that_is_not_met_costs_one_grade_and_the_place_is_not_given_on() -> None:
    policy = shares(more=", require: {A: score >= 95, B: tenure >= 1}")
    rows = people(99, 94, 93, 92, 91, 80, 70, 60, 50, 40, tenure=[0, 1, 1, 0, 1, 1, 1, 1, 1, 1])
    assert joined(grades_of(policy, rows)) == "ABBCBBBBBC"
    rows[1]["tenure"] = 0
    assert joined(grades_of(policy, rows))[1] == "C"  # falls through two demands


def test_small_groups_are_graded_by_bands() -> None:
    policy = BANDS + shares(more=", min_group: 3")
    rows = people(99, 98, 97, 85, 84, 70, region=["N", "N", "N", "S", "T", "T"])
    assert joined(grades_of(policy, rows)) == "BBCBBC"


def test_small_groups_are_pooled() -> None:
    """Two groups of 2 are 4 together: one A (25%); the group of 1 in the other role stays too small."""
    policy = (
        BANDS
        + "ranking: {within: [role, region], shares: {A: 25%, B: 50%, C: 25%}, counts: down, ties: better, min_group: {size: 3, with: [role]}}"
    )
    rows = people(70, 60, 50, 40, 85, 99, 98, 97, region=["N", "N", "S", "S", "N", "W", "W", "W"],
                  role=["a", "a", "a", "a", "b", "a", "a", "a"])  # fmt: skip
    assert joined(grades_of(policy, rows)) == "ABBCBBBC"
    pooled = policy.replace("with: [role]", "with: []")
    assert joined(grades_of(pooled, rows)) == "BBCCABBC"  # five people together: 1.25 and 3.75 places


def test_whom_a_gate_holds_back_takes_no_better_place_and_a_shift_acts_afterwards() -> None:
    gates = "gates: {veto: {when: tenure > 5, grade_at_most: C}, lift: {when: tenure == 1, grade_shift: 1}}\n"
    rows = people(*range(10, 0, -1), tenure=[9, 0, 1, 0, 0, 0, 0, 0, 0, 0])
    sheet = sheet_of(gates + graded(shares()), rows)
    assert "".join(sheet.text("grade").strings()) == "CAABBBBBBB"  # type: ignore[arg-type]


def test_grades_can_be_used_everywhere_without_bands() -> None:
    more = "rewards: {bonus: {title: Bonus, amount: 100 * factor, factor: {by: grade, values: {A: 2, B: 1, C: 0}}}}\n"
    more += "outcomes: {talk: {when: grade < 'B', kind: training, message: A talk}}\n"
    frame = sheet_of(more + graded(shares()), people(*range(10, 0, -1))).frame()
    assert frame.bonus.tolist() == [200, 200, *[100] * 7, 0]
    assert frame.outcomes.astype(object).fillna("").tolist() == [""] * 9 + ["A talk"]


def test_ranked_by_something_else() -> None:
    policy = "ranking: {by: points.value - tenure * 10, shares: {A: 50%, B: 50%}, counts: down, ties: better}"
    assert joined(grades_of(policy, people(9, 8, tenure=[1, 0]))) == "BA"


def test_shares_that_differ_between_groups() -> None:
    by = "{by: region, values: {E: ONE, W: OTHER}}"
    one, other = by.replace("ONE", "50%").replace("OTHER", "25%"), by.replace("ONE", "50%").replace("OTHER", "75%")
    policy = f"ranking: {{within: [region], shares: {{A: {one}, B: {other}}}, counts: down, ties: better}}"
    rows = people(1, 2, 3, 4, 5, 6, 7, 8, region=["E"] * 4 + ["W"] * 4)
    assert joined(grades_of(policy, rows)) == "BBAABBBA"


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_the_size_of_chunks_does_not_matter(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execute, "CHUNK", size)
    rows = people(9, 8, 7, 6, 5, 4, 3, 2, 1, 0, region=["E", "W"] * 5)
    assert joined(grades_of(shares("nearest"), rows)) == "AABBBBBBBB"
