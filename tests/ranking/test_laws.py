"""What holds for any group: rankings agree with their meaning, and neither order nor files matter."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ranking.oracle import by_shares, head_counts, under_ceilings
from tests.ranking.policies import BANDS, graded, grades_of, people, sheet_of

if TYPE_CHECKING:
    from tests.ranking.policies import Person

QUICK = settings(max_examples=60, deadline=None)
POINTS = st.lists(st.integers(60, 100), min_size=1, max_size=40)
COUNTS = st.sampled_from(["down", "nearest", "largest-remainder"])
TIES = st.sampled_from(["better", "worse"])
SHARES = st.sampled_from([(20, 70, 10), (25, 25, 50), (33, 33, 34), (5, 90, 5), (0, 100, 0), (10, 60, 30)])
AT_MOST = st.sampled_from([{"A": 20}, {"A": 20, "A+B": 60}, {"A": 10, "B": 30}, {"A+B": 50}, {"A": 0, "B": 33}])


def shares_policy(shares: tuple[int, ...], counts: str, ties: str) -> str:
    stated = ", ".join(f"{grade}: {share}%" for grade, share in zip("ABC", shares, strict=True))
    return f"ranking: {{within: [region], shares: {{{stated}}}, counts: {counts}, ties: {ties}}}"


def ceilings_policy(at_most: dict[str, int], counts: str, ties: str, more: str = "") -> str:
    stated = ", ".join(f"{grades}: {share}%" for grades, share in at_most.items())
    return f"{BANDS}ranking: {{within: [region], at_most: {{{stated}}}, counts: {counts}, ties: {ties}{more}}}"


def ranks(grades: dict[str, str | None], rows: list[Person]) -> list[int]:
    """The grades in the order of the rows, 0 the best."""
    return ["ABC".index(grades[str(row["id"])] or "") for row in rows]


def scattered(points: list[int], regions: list[str]) -> list[Person]:
    return people(*points, region=[regions[i % len(regions)] for i in range(len(points))])


@QUICK
@given(POINTS, SHARES, COUNTS, TIES)
def test_shares_agree_with_their_meaning(points: list[int], shares: tuple[int, ...], counts: str, ties: str) -> None:
    wanted = by_shares(points, dict(zip("ABC", shares, strict=True)), counts, ties)
    assert list(grades_of(shares_policy(shares, counts, ties), people(*points)).values()) == wanted


@QUICK
@given(POINTS, AT_MOST, st.sampled_from(["down", "up", "nearest"]), TIES)
def test_ceilings_agree_with_their_meaning(points: list[int], at_most: dict[str, int], counts: str, ties: str) -> None:
    banded = ["A" if p >= 90 else "B" if p >= 80 else "C" for p in points]
    wanted = under_ceilings(points, banded, ["A", "B", "C"], at_most, counts, ties)
    assert list(grades_of(ceilings_policy(at_most, counts, ties), people(*points)).values()) == wanted


@QUICK
@given(POINTS, SHARES, COUNTS, TIES, st.lists(st.integers(0, 2), min_size=40, max_size=40))
def test_whom_gates_hold_back_takes_no_better_place(
    points: list[int], shares: tuple[int, ...], counts: str, ties: str, most: list[int]
) -> None:
    gates = "gates: {b: {when: tenure == 1, grade_at_most: B}, c: {when: tenure == 2, grade_at_most: C}}\n"
    rows = people(*points, tenure=most[: len(points)])
    stated = dict(zip("ABC", shares, strict=True))
    wanted = by_shares(points, stated, counts, ties, most[: len(points)])
    limited = [max(grade, "ABC"[m]) for grade, m in zip(wanted, most, strict=False)]
    found = sheet_of(gates + graded(shares_policy(shares, counts, ties)), rows)
    assert found.text("grade").strings() == limited
    if ties == "worse" and counts != "down":
        free = head_counts(len(points), list(shares), counts)
        assert limited.count("A") <= free[0]


@QUICK
@given(POINTS, AT_MOST, TIES, st.lists(st.integers(0, 3), min_size=40, max_size=40))
def test_whom_gates_hold_back_takes_no_better_place_under_a_ceiling(
    points: list[int], at_most: dict[str, int], ties: str, held: list[int]
) -> None:
    gates = ("gates: {b: {when: tenure == 1, grade_at_most: B}, c: {when: tenure == 2, grade_at_most: C},"
             " down: {when: tenure == 3, grade_shift: -1}}\n")  # fmt: skip
    banded = ["A" if p >= 90 else "B" if p >= 80 else "C" for p in points]
    enters = [{0: b, 1: max(b, "B"), 2: "C", 3: {"A": "B"}.get(b, "C")}[h] for b, h in zip(banded, held, strict=False)]
    wanted = under_ceilings(points, enters, ["A", "B", "C"], at_most, "down", ties)
    found = sheet_of(
        gates + graded(ceilings_policy(at_most, "down", ties)), people(*points, tenure=held[: len(points)])
    )
    assert found.text("grade").strings() == wanted


@QUICK
@given(
    POINTS, st.sampled_from(["shares", "ceilings"]), SHARES, COUNTS, AT_MOST, TIES, st.randoms(use_true_random=False)
)
def test_neither_the_order_of_rows_nor_other_groups_matter(
    points: list[int], kind: str, shares: tuple[int, ...], counts: str, at_most: dict[str, int], ties: str, random: object
) -> None:  # fmt: skip
    policy = shares_policy(shares, counts, ties) if kind == "shares" else ceilings_policy(at_most, "up", ties)
    rows = scattered(points, ["E", "W", "N"])
    whole = grades_of(policy, rows)
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert grades_of(policy, mixed) == whole
    for region in {str(row["region"]) for row in rows}:
        part = [row for row in rows if row["region"] == region]
        assert grades_of(policy, part) == {str(row["id"]): whole[str(row["id"])] for row in part}


@QUICK
@given(st.integers(1, 300), SHARES, COUNTS)
def test_distinct_points_fill_the_shares_in_order(size: int, shares: tuple[int, ...], counts: str) -> None:
    found = list(grades_of(shares_policy(shares, counts, "better"), people(*range(size, 0, -1))).values())
    assert found == sorted(found, key=lambda g: "ABC".index(g or ""))
    assert [found.count(g) for g in "ABC"] == head_counts(size, shares, counts)


@QUICK
@given(POINTS, SHARES, COUNTS)
def test_better_is_never_worse(points: list[int], shares: tuple[int, ...], counts: str) -> None:
    rows = people(*points)
    better, worse = (ranks(grades_of(shares_policy(shares, counts, ties), rows), rows) for ties in ("better", "worse"))
    assert all(b <= w for b, w in zip(better, worse, strict=True))


@QUICK
@given(POINTS, SHARES, COUNTS, AT_MOST, TIES)
def test_more_points_are_never_a_worse_grade_and_equal_ones_the_same(
    points: list[int], shares: tuple[int, ...], counts: str, at_most: dict[str, int], ties: str
) -> None:
    rows = people(*points)
    for policy in (shares_policy(shares, counts, ties), ceilings_policy(at_most, "down", ties)):
        for (a, x), (b, y) in itertools.combinations(zip(points, ranks(grades_of(policy, rows), rows), strict=True), 2):
            assert (x <= y if a > b else x >= y) if a != b else x == y


@QUICK
@given(POINTS, AT_MOST, st.booleans())
def test_ceilings_are_never_exceeded_where_ties_fall(points: list[int], at_most: dict[str, int], down: bool) -> None:
    down = down and not any("+" in grades for grades in at_most)
    policy = ceilings_policy(at_most, "down", "worse", f", hand_down: {str(down).lower()}")
    found = list(grades_of(policy, people(*points)).values())
    banded = ["A" if p >= 90 else "B" if p >= 80 else "C" for p in points]
    assert all("ABC".index(g or "") >= "ABC".index(b) for g, b in zip(found, banded, strict=True))
    before = 0
    for grades, share in at_most.items():
        places, held = share * len(points) // 100, sum(found.count(g) for g in grades.split("+"))
        assert held <= places + (before if down else 0)
        before = places + (before if down else 0) - held
