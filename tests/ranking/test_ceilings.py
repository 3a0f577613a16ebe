"""Ceilings on the grades that bands give, computed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraise import load_text
from tests.ranking.policies import BANDS, graded, grades_of, joined, people, sheet_of


def ceilings(at_most: str, counts: str = "down", ties: str = "better", more: str = "") -> str:
    return f"{BANDS}ranking: {{at_most: {at_most}, counts: {counts}, ties: {ties}{more}}}"


@pytest.mark.parametrize(
    ("counts", "wanted"), [("down", "ABBBBBBBBB"), ("up", "AABBBBBBBB"), ("nearest", "AABBBBBBBB")]
)
def test_who_finds_a_ceiling_full_has_the_next_grade(counts: str, wanted: str) -> None:
    """15% of 10 are 1, 2 or 2 people."""
    assert joined(grades_of(ceilings("{A: 15%}", counts), people(99, 98, 97, 96, 95, 94, 93, 92, 91, 90))) == wanted


def test_two_ceilings_on_the_way_down() -> None:
    """Two of ten may have A, six A or B; who is B by the bands competes with those who fell from A."""
    policy = ceilings('{A: 20%, "A+B": 60%}')
    assert joined(grades_of(policy, people(99, 98, 97, 96, 95, 85, 84, 83, 70, 60))) == "AABBBBCCCC"
    assert joined(grades_of(policy, people(99, 89, 88, 87, 86, 85, 84, 83, 70, 60))) == "ABBBBBCCCC"


def test_places_left_over_stay_or_are_handed_down() -> None:
    rows = people(99, 89, 88, 87, 86, 85, 70, 60, 50, 40)
    assert joined(grades_of(ceilings("{A: 20%, B: 30%}"), rows)) == "ABBBCCCCCC"
    assert joined(grades_of(ceilings("{A: 20%, B: 30%}", more=", hand_down: true"), rows)) == "ABBBBCCCCC"
    turned = ceilings(
        "{B: 30%, A: 20%}", more=", hand_down: true"
    )  # the order in which they are stated does not matter
    assert joined(grades_of(turned, rows)) == "ABBBBCCCCC"


@pytest.mark.parametrize(("ties", "wanted"), [("better", "AAABBBBCCC"), ("worse", "ABBBBCCCCC")])
def test_ties_stay_or_fall_together(ties: str, wanted: str) -> None:
    """Two places for A and five for A and B; places 2 and 3 are equal, and so are 6 and 7."""
    policy = ceilings('{A: 20%, "A+B": 60%}', ties=ties)
    assert joined(grades_of(policy, people(99, 98, 98, 96, 95, 85, 85, 83, 70, 60))) == wanted


def test_nobody_overtakes_people_who_fell_for_a_tie() -> None:
    """Two equals do not fit into the one place left for A; the next in line does not get it either."""
    assert (
        joined(grades_of(ceilings("{A: 20%}", ties="worse"), people(99, 98, 98, 97, 70, 60, 50, 40, 30, 20)))
        == "ABBBCCCCCC"
    )


def test_a_tie_is_broken_before() -> None:
    policy = ceilings("{A: 50%}", ties="{by: [tenure], then: worse}")
    assert joined(grades_of(policy, people(95, 95, tenure=[1, 2]))) == "BA"


def test_bands_by_cohort_and_another_order() -> None:
    """Ranked by tenure: the one place for A goes to the longest there of those whom the bands give A."""
    policy = BANDS + "ranking: {by: tenure, at_most: {A: 25%}, counts: down, ties: better}"
    assert joined(grades_of(policy, people(99, 95, 85, 70, tenure=[1, 2, 9, 9]))) == "BABC"


def test_whom_a_gate_holds_back_uses_up_no_place() -> None:
    """One of five may have A. The best is held to C, the second by a step down to B; the third has the place."""
    gates = "gates: {veto: {when: tenure > 5, grade_at_most: C}, late: {when: tenure == 1, grade_shift: -1}}\n"
    sheet = sheet_of(gates + graded(ceilings("{A: 20%}")), people(99, 98, 95, 92, 91, tenure=[9, 1, 0, 0, 0]))
    assert "".join(str(g) for g in sheet.text("grade").strings()) == "CBABB"


def test_a_grade_that_is_guaranteed_stands_beside_the_ceiling() -> None:
    """Two of five may have A or B; the fifth is guaranteed B whatever the ceiling, and takes no place from others."""
    gates = "gates: {star: {when: tenure > 5, grade_at_least: B}}\n"
    sheet = sheet_of(gates + graded(ceilings('{"A+B": 40%}')), people(99, 98, 95, 92, 70, tenure=[0, 0, 0, 0, 9]))
    assert "".join(str(g) for g in sheet.text("grade").strings()) == "AACCB"


def test_each_group_has_its_own_ceiling() -> None:
    policy = (
        BANDS
        + "ranking: {within: [region], at_most: {A: {by: region, values: {E: 50%, W: 100%}}}, counts: down, ties: better}"
    )
    assert joined(grades_of(policy, people(99, 98, 97, 96, region=["E", "E", "W", "W"]))) == "ABAA"


def test_a_grade_may_be_called_a_plus() -> None:
    policy = "bands: {A+: 95, A: 90, B: lowest}\nranking: {at_most: {A+: 25%, A++A: 50%}, counts: down, ties: better}"
    assert joined({k: str(v)[-1] for k, v in grades_of(policy, people(99, 98, 97, 92)).items()}) == "+ABB"


def test_two_ceilings_of_the_same_grades_are_refused() -> None:
    text = (Path(__file__).parents[1] / "bad" / "team.yaml").read_text(encoding="utf-8").replace(
        "C: lowest}", "C: lowest}\n  ranking: {at_most: {A+B: 40%, B + A: 50%}, counts: down, ties: worse}")  # fmt: skip
    (found,) = load_text(text).diagnostics
    assert (found.code, found.message) == ("duplicate-key", "B + A and A+B are the same grades.")
