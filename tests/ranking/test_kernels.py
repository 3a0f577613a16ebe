"""Operations that compare people, on a few rows: ties, missing figures, people not appraised, groups. By hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from appraise.data.periods import Period
from appraise.execution.group import Group
from appraise.execution.kernels.across import ACROSS
from appraise.execution.kernels.memory import MemoryStore
from appraise.formula.vectors import NO, UNDECIDED, YES, Text
from appraise.plan import operations as op
from tests.execution.test_kernels import NAN, check, col, truth

GRADES = ("C", "B", "A")


def group(*employees: str) -> Group:
    codes = np.arange(len(employees))
    return Group(Text(codes, employees), Period("quarter", 2025, 1), MemoryStore(len(employees), {}))


def not_appraised(rows: int, *which: int) -> Text:
    return Text(np.where(np.isin(np.arange(rows), which), 0, -1), ("left",))


def across(operation: op.Operation, inputs: list[Any], people: Group) -> Any:
    return ACROSS[type(operation)](operation, inputs, people)


def grades(labels: str) -> Text:
    """Grades by letters; `-` is none."""
    return Text(np.array([GRADES.index(c) if c in GRADES else -1 for c in labels]), GRADES, ordered=True)


def texts(letters: str) -> Text:
    labels = tuple(sorted(set(letters) - {"-"}))
    return Text(np.array([labels.index(c) if c != "-" else -1 for c in letters]), labels)


def compared(operation: op.Operation, inputs: list[Any], result: list[Any], *, out: tuple[int, ...] = ()) -> None:
    """Check an operation on the rows of a period, of which those in `out` are not appraised."""
    rows = len(result)
    found = across(operation, [*inputs, not_appraised(rows, *out)], group(*map(str, range(rows))))
    np.testing.assert_array_equal(found, np.array(result))


def test_groups_that_are_too_small_are_pooled_in_the_wider_one() -> None:
    within = [texts("xxyzzz"), texts("nnnnns")]  # groups of 2, 1, 2 and 1; the small ones by n or s
    number = col(1, 2, 3, 4, 5, 6)
    compared(op.PeerGroup(), [number, *within], [0, 0, 1, 2, 2, 3])
    compared(op.PeerGroup(2, (1,)), [number, *within], [0, 0, 4, 2, 2, 5])
    compared(op.PeerGroup(2, (1,)), [col(1, NAN, 3, 4, 5, 6), *within], [4, NAN, 4, 2, 2, 5])
    compared(op.PeerGroup(2, (1,)), [number, *within], [4, NAN, 4, 2, 2, 5], out=(1,))
    compared(op.PeerGroup(2, ()), [number, texts("xxyy-z")], [1, 1, 2, 2, NAN, 4])  # 0 would be those without a team
    compared(op.PeerGroup(2, ()), [1.0, texts("xxy")], [0, 0, NAN], out=(2,))  # a group in which nobody is appraised
    compared(op.PeerGroup(2, ()), [1.0, texts("xxyyyz")], [0, 0, 1, 1, 1, 3])


def test_places() -> None:
    score, one = col(90, 80, 80, 70, 95), col(0, 0, 0, 0, 1)
    compared(op.PlaceBy(), [score, one], [1, 2, 2, 4, 1])
    compared(op.PlaceBy(), [score, col(5, 1, 2, 9, 0), one], [1, 3, 2, 4, 1])
    compared(op.PlaceBy(), [score, col(0, 0, 0, 0, NAN)], [1, 2, 2, 4, NAN])
    compared(op.PlaceBy(), [score, one], [NAN, 1, 1, 3, 1], out=(0,))
    compared(op.PlaceBy(), [col(0.3, 0.1 + 0.2, 0.2), 0.0], [1, 1, 3])
    compared(op.PlaceBy(), [col(1, 2), 0.0], [NAN, NAN], out=(0, 1))


@pytest.mark.parametrize(
    ("together", "score", "most", "lasts", "result"),
    [
        ("better", (90, 80, 70, 60), "BAAA", (1, 3), [2, 1, 3, 4]),  # the best may not have the A: the next has it
        ("better", (90, 80, 70, 60), "BBBB", (1, 3), [2, 2, 3, 4]),  # nobody may: the place of the A is a B
        ("better", (90, 90, 70, 60), "AAAA", (1, 3), [1, 1, 3, 4]),  # two at the edge, both are better off
        ("worse", (90, 90, 70, 60), "AAAA", (1, 3), [2, 2, 3, 4]),  # or both are not
        ("better", (90, 80, 70, 60), "AAAA", (0, 2), [1, 2, 3, 4]),  # no A at all
        ("better", (90, 80, 70, 60), "AAAA", (2, 2), [1, 2, 3, 4]),  # no B at all
        ("better", (60, 70, 80, 90), "CBAA", (2, 3), [4, 3, 2, 1]),
        ("better", (90, 80, 80, 70), "AAAA", (2, 3), [1, 2, 2, 4]),  # a tie that begins at the second place
        ("worse", (90, 80, 80, 70), "AAAA", (2, 3), [1, 3, 3, 4]),
        ("better", (90,), "A", (1, 3), [1]),
        ("better", (60, 70, 80, 90), "CCCA", (2, 3), [4, 4, 4, 1]),
    ],
)
def test_places_where_some_may_not_have_the_best_grades(
    together: Any, score: tuple[float, ...], most: str, lasts: tuple[float, ...], result: list[float]
) -> None:
    compared(op.PlaceHeld(1, together), [grades(most), col(*score), *map(float, lasts), 0.0], result)


def test_places_that_are_held_are_counted_in_each_group() -> None:
    inputs = [grades("BAAABA"), col(90, 80, 70, 60, 50, 40), col(2, 0, 2, 1, 5, 6), 1.0, 2.0]
    compared(op.PlaceHeld(2, "better"), [*inputs, col(0, 0, 0, 1, 1, NAN)], [2, 1, 3, 1, 2, NAN])
    lasts = [col(1, 1, 1, 0, 0, 0), col(2, 2, 2, 1, 1, 1)]
    compared(op.PlaceHeld(1, "better"), [*inputs[:2], *lasts, col(0, 0, 0, 1, 1, 1)], [NAN, 1, 2, 1, 2, 3], out=(0,))


def test_distances_from_the_mean() -> None:
    value, team = col(10, 2, 30, 4, 20), texts("xyxyx")
    root = np.sqrt(1.5)
    found = across(op.Deviation(), [value, team, not_appraised(5)], group(*"abcde"))
    assert found == pytest.approx([-root, -1, root, 1, 0])
    compared(op.Deviation(), [col(7, 7 + 1e-13, 7, 5, NAN), texts("xxxyy")], [0, 0, 0, 0, NAN])
    compared(op.Deviation(), [col(2, 4, 6, 9, 9), texts("xxx--")], [-1, 1, NAN, NAN, NAN], out=(2,))
    compared(op.Deviation(), [col(1, 2), texts("xx")], [NAN, NAN], out=(0, 1))
    compared(op.Deviation(), [5.0], [0, 0])
    compared(op.Deviation(), [col(0, 0)], [0, 0])
    large = across(op.Deviation(), [9e15 + col(0, 60, 120), not_appraised(3)], group(*"abc"))
    assert large[1] == 0  # no digits are lost in the sum
    compared(op.Deviation(), [col(1e9 + 1, 1e9 - 1)], [1, -1])


def test_the_first_of_a_group_is_the_one_whose_number_stands_first() -> None:
    team = col(0, 0, 1, 1, NAN)
    for out, result in (((), [NO, YES, NO, YES, NO]), ((1,), [YES, NO, NO, YES, NO]), ((0, 1, 2, 3, 4), [NO] * 5)):
        found = across(op.FirstOfGroup(), [team, not_appraised(5, *out)], group("b", "a", "d", "c", "e"))
        assert np.asarray(found).tolist() == result


def test_the_last_of_the_next_better_grade() -> None:
    number = col(90, 85, 70, 60, 50)
    compared(op.LowestAbove(), [grades("AABBC"), number, 0.0], [NAN, NAN, 85, 85, 60])
    compared(op.LowestAbove(), [grades("AACCC"), number, 0.0], [NAN, NAN, 85, 85, 85])  # nobody has a B
    compared(op.LowestAbove(), [grades("BBCCC"), number, 0.0], [NAN, NAN, 85, 85, 85])
    compared(op.LowestAbove(), [grades("AAB-C"), number, 0.0], [NAN, NAN, 85, NAN, 70])
    compared(op.LowestAbove(), [grades("AABBC"), number, col(0, 1, 0, 1, 1)], [NAN, NAN, 90, 85, 60])
    compared(op.LowestAbove(), [grades("AABBC"), number, 0.0], [NAN, NAN, 90, 90, 60], out=(1,))


def test_the_next_better_grade_that_somebody_has_may_be_far_up() -> None:
    held = Text(np.array([4, 0, 3, 0]), ("E", "D", "C", "B", "A"), ordered=True)
    compared(op.LowestAbove(), [held, col(90, 10, 80, 20), 0.0], [NAN, 80, 90, 80])
    compared(op.LowestAbove(), [held, col(90, 10, NAN, 20), col(0, 0, NAN, 0)], [NAN, 90, NAN, 90])


A_, B_, AB = frozenset({2}), frozenset({1}), frozenset({1, 2})


@pytest.mark.parametrize(
    ("sets", "together", "hand_down", "held", "places", "result"),
    [
        ((A_,), "better", False, "AAAC", (2,), [2, 2, 4, 0]),  # 4: a B, since the first ceiling was full
        ((A_, B_), "better", False, "AABC", (1, 1), [2, 4, 6, 0]),  # 6: a C, since the second was full
        ((A_, B_), "better", False, "AAAC", (1, 1), [2, 4, 3, 0]),  # through both: the first one is told
        ((AB,), "better", False, "ABBC", (2,), [2, 1, 3, 0]),
        ((A_, AB), "better", False, "AABB", (2, 2), [2, 2, 6, 6]),
        ((A_, B_), "better", False, "ABBB", (2, 1), [2, 1, 6, 6]),
        ((A_, B_), "better", True, "ABBB", (2, 1), [2, 1, 1, 6]),  # the A that nobody needs is one more B
        ((A_, B_), "better", True, "AABB", (1, 2), [2, 4, 1, 6]),
        ((A_, B_), "better", True, "BBBB", (0, 2), [1, 1, 6, 6]),
    ],
)  # fmt: skip
def test_ceilings(
    sets: Any, together: Any, hand_down: bool, held: str, places: tuple[float, ...], result: list[float]
) -> None:
    rule = op.UnderCeilings(sets, 1, together, hand_down)
    compared(rule, [grades(held), col(90, 80, 70, 60), *map(float, places), 0.0], result)


def test_ceilings_and_people_who_tie() -> None:
    held, tied = grades("AAAB"), col(90, 80, 80, 70)
    compared(op.UnderCeilings((A_,), 1, "better", hand_down=False), [held, tied, 2.0, 0.0], [2, 2, 2, 1])
    compared(op.UnderCeilings((A_,), 1, "worse", hand_down=False), [held, tied, 2.0, 0.0], [2, 4, 4, 1])
    compared(op.UnderCeilings((A_,), 1, "worse", hand_down=False), [held, tied, 3.0, 0.0], [2, 2, 2, 1])
    # once full it stays so: the last may not overtake the two before
    compared(op.UnderCeilings((A_,), 1, "worse", hand_down=False), [grades("AAAA"), tied, 2.0, 0.0], [2, 4, 4, 4])
    # ties are broken by the second key; handed down nothing where more had a place than there were
    compared(
        op.UnderCeilings((A_,), 2, "worse", hand_down=False), [held, tied, col(0, 1, 2, 0), 2.0, 0.0], [2, 4, 2, 1]
    )
    compared(op.UnderCeilings((A_, B_), 1, "better", hand_down=True), [held, tied, 2.0, 1.0, 0.0], [2, 2, 2, 1])


def test_ceilings_of_each_group() -> None:
    rule = op.UnderCeilings((A_,), 1, "better", hand_down=False)
    inputs = [grades("AAAA-"), col(60, 70, 80, 90, 99), col(1, 1, 2, 2, 1)]
    compared(rule, [*inputs, col(0, 0, 1, 1, 0)], [4, 2, 2, 2, NAN])
    compared(rule, [*inputs, col(0, 0, 1, 1, 0)], [2, NAN, 2, 2, NAN], out=(1,))
    compared(rule, [*inputs[:2], 1.0, col(0, 0, 1, 1, 0)], [4, 2, 4, 2, NAN])
    check(op.CeilingGrade(GRADES), [col(4, 2, 3, 0, NAN)], ["B", "A", "C", "C", None], ordered=True)


@pytest.mark.parametrize(
    ("counts", "size", "shares", "lasts"),
    [
        ("down", 23, (0.2, 0.7, 0.1), [4, 20, 23]),
        ("nearest", 23, (0.2, 0.7, 0.1), [5, 21, 23]),
        ("largest-remainder", 23, (0.2, 0.7, 0.1), [5, 21, 23]),  # 4.6, 16.1, 2.3: one more A
        ("largest-remainder", 10, (0.25, 0.25, 0.5), [3, 5, 10]),  # equal remainders: the better grade
        ("largest-remainder", 10, (0.05, 0.37, 0.58), [0, 4, 10]),  # .5, 3.7, 5.8: one more B and one more C
        ("down", 100, (0.29, 0.28, 0.43), [29, 57, 100]),  # 0.29 * 100 is stored below 29
        ("nearest", 5, (0.1, 0.2, 0.7), [1, 2, 5]),
    ],
)
def test_last_places(counts: Any, size: float, shares: tuple[float, ...], lasts: list[float]) -> None:
    for grade, last in enumerate(lasts):
        check(op.LastPlace(counts, grade), [col(size, NAN), *shares], [last, NAN])


@pytest.mark.parametrize(
    ("counts", "result"), [("down", [4, 29, 7, 4]), ("up", [5, 29, 7, 5]), ("nearest", [5, 29, 7, 4])]
)
def test_how_many_people_a_share_is(counts: Any, result: list[float]) -> None:
    check(op.PlacesOf(counts), [col(23, 100, 100, 21), col(0.2, 0.29, 0.07, 0.2)], result)


def test_the_grade_of_a_place() -> None:
    place, lasts = col(1, 2, 3, NAN), [1.0, 2.0]
    check(op.PlaceGrade(GRADES, ()), [place, *lasts], ["A", "B", "C", None], ordered=True)
    check(
        op.PlaceGrade(GRADES, ()), [place, col(1, 1, NAN, 1), col(2, NAN, 3, 2)], ["A", None, None, None], ordered=True
    )
    unmet, open_ = truth(NO, NO, NO, NO), truth(UNDECIDED, UNDECIDED, UNDECIDED, YES)
    check(op.PlaceGrade(GRADES, (0,)), [place, *lasts, unmet], ["B", "B", "C", None], ordered=True)
    check(op.PlaceGrade(GRADES, (0, 1)), [place, *lasts, unmet, unmet], ["C", "C", "C", None], ordered=True)
    check(op.PlaceGrade(GRADES, (0,)), [place, *lasts, open_], [None, "B", "C", None], ordered=True)
    check(op.PlaceGrade(GRADES, (1,)), [place, *lasts, open_], ["A", None, "C", None], ordered=True)
    check(
        op.PlaceGrade(GRADES, (0, 1)),
        [place, *lasts, truth(NO, YES, YES, YES), open_],
        [None, None, "C", None],
        ordered=True,
    )


def test_grades_after_gates() -> None:
    check(op.HeldBack(), [grades("ABC-"), grades("BBB-")], [YES, NO, NO, NO])
    check(op.AlwaysLabel(GRADES, 1), [col(1, NAN)], ["B", "B"], ordered=True)
    check(op.Instead(), [grades("AAA"), truth(YES, NO, UNDECIDED), grades("CCC")], ["C", "A", "A"], ordered=True)
