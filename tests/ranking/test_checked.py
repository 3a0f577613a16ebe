"""What `check` says of rankings that cannot be meant."""

from __future__ import annotations

import pytest

from appraise import load_text
from tests.ranking.policies import BANDS, HEAD, POINTS

PLAIN = "within: [region], shares: {A: 20%, B: 80%}, counts: down, ties: better"


def found(end: str) -> list[tuple[str, str]]:
    """Code and words of what is found, the fields of HEAD that a policy does not use excepted."""
    diagnostics = load_text(HEAD + end).diagnostics
    return [(d.code, f"{d.message} {d.hint}") for d in diagnostics if not d.message.startswith("The field")]


@pytest.mark.parametrize(
    ("grades", "code", "words"),
    [
        ("ranking: {PLAIN, min_group: 5}", "missing-key", "graded by `bands`, and there are none. state `bands`, or pool"),
        ("ranking: {PLAIN, min_group: {size: 5, with: [role]}}", "unknown-reference", "names 'role', by which the groups are not divided"),
        ("ranking: {PLAIN, min_group: {size: 5, with: [region]}}", "wrong-value", "the groups themselves"),
        ("ranking: {PLAIN, min_group: {size: 0, with: []}}", "wrong-value", "must be at least 2"),
        ("ranking: {PLAIN, hand_down: true}", "unknown-key", "`hand_down`"),
        ("ranking: {PLAIN, require: {B: score > 5}}", "wrong-value", "Below B there is no grade"),
        ("ranking: {PLAIN, require: {X: score > 5}}", "unknown-reference", "no grade 'X'"),
        ("ranking: {PLAIN, require: {A: score}}", "type-mismatch", "a condition"),
        ("ranking: {PLAIN, by: region}", "type-mismatch", "a number is needed"),
        ("BANDS2ranking: {PLAIN}", "unused", "No group is graded by the bands"),
        ("BANDSranking: {PLAIN, min_group: 5}", "tiers-order", "for A, B, the bands for A, B, C"),
        ("ranking: {shares: {A: 20, B: 80%}, counts: down, ties: better}", "shares-sum", "2000% is not between 0% and 100%. write 20%"),
        ("ranking: {shares: {A: 120%, B: 80%}, counts: down, ties: better}", "shares-sum", "120% is not between 0% and 100%. a share"),
        ("ranking: {shares: {A: 20%, B: 70%}, counts: down, ties: better}", "shares-sum", "add up to 90%, but must add up to 100%. raise one of them by 10%"),
        ("ranking: {shares: {A: 20%, B: 80%}, counts: up, ties: better}", "wrong-value", "'up'"),
        ("ranking: {shares: {A: 20%, B: 80%}, counts: down, ties: {then: better}}", "missing-key", "`by` must be stated in ties"),
        ("ranking: {within: [points], shares: {A: 20%, B: 80%}, counts: down, ties: better}", "type-mismatch", "a text is needed. groups are made by texts"),
        ("ranking: {within: [grade], shares: {A: 20%, B: 80%}, counts: down, ties: better}", "cycle", "grade → grade"),
        ("ranking: {at_most: {A: 20%}, counts: down, ties: better}", "missing-key", "`at_most` limits the grades that `bands` give"),
        ("BANDSranking: {at_most: {D: 20%}, counts: down, ties: better}", "unknown-reference", "no grade 'D'"),
        ("BANDSranking: {at_most: {A+C: 20%}, counts: down, ties: better}", "wrong-value", "do not stand next to each other"),
        ("BANDSranking: {at_most: {B+C: 20%}, counts: down, ties: better}", "wrong-value", "The worst grade, C, cannot have a ceiling"),
        ("BANDSranking: {at_most: {A: 120%}, counts: down, ties: better}", "shares-sum", "120%"),
        ("BANDSranking: {at_most: {A: 20%, A+B: 50%}, counts: down, ties: better, hand_down: true}", "wrong-value", "not handed down"),
        ("BANDSranking: {at_most: {A: 20%}, counts: down, ties: better, min_group: 5}", "unknown-key", "`min_group`"),
    ],
)  # fmt: skip
def test_rankings_of_grades(grades: str, code: str, words: str) -> None:
    grades = (
        grades.replace("PLAIN", PLAIN).replace("BANDS2", "bands: {A: 90, B: lowest}\n  ").replace("BANDS", BANDS + "  ")
    )
    ((found_code, text),) = found(f"{POINTS}grades:\n  {grades}\n")
    assert found_code == code
    assert words in text


@pytest.mark.parametrize(
    ("rule", "code", "words"),
    [
        ("of: place, scores: {2: 100}", "lowest-missing", "The places begin with 2"),
        ("of: place, scores: {1: 100, 1.5: 90}", "wrong-value", "'1.5' is not a place"),
        ("of: place, scores: {1: 50, 2: 90}", "payout-falls", "50 for place 1 and 90 for place 2"),
        ("of: place, within: [points], scores: {1: 50}", "type-mismatch", "a text is needed"),
        ("of: percentile, points: [[0, 40], [100, 100]]", "percent-or-ratio", "write 100%"),
        ("of: percentile, points: [[0%, 40], [100%, 30]]", "payout-falls", "40 at 0% and 30 at 100%"),
        ("of: z, mean: 80, spread: -10, floor: 0, cap: 100", "wrong-value", "-10 in `spread` of Points"),
        ("of: z, mean: 80, spread: 10, floor: 90, cap: 80", "wrong-value", "The least of Points"),
    ],
)
def test_scores_by_standing(rule: str, code: str, words: str) -> None:
    policy = f"indicators: {{points: {{title: Points, value: points, score: {{method: rank, {rule}}}, weight: 100}}}}\n"
    ((found_code, text),) = found(policy)
    assert found_code == code
    assert words in text


def test_who_is_appraised_cannot_depend_on_a_ranking_of_those_who_are() -> None:
    policy = HEAD.replace("when: there", "when: scored_indicators > 0") + POINTS.replace(
        "method: formula, formula: value, floor: none, cap: none", "method: rank, of: place, scores: {1: 100}"
    )
    assert [d.message for d in load_text(policy).diagnostics if d.code == "cycle"] == [
        "A value depends on itself: eligible → scored_indicators → points.score → eligible."
    ]
    graded = HEAD.replace("when: there", "when: grade == 'A'") + POINTS + f"grades: {{ranking: {{{PLAIN}}}}}\n"
    assert [d.code for d in load_text(graded).diagnostics if d.severity == "error"] == ["cycle"]


def test_the_highest_score_of_a_standing_is_known() -> None:
    """Nobody has more than 80, so nobody reaches 90."""
    policy = POINTS.replace(
        "formula, formula: value, floor: none, cap: none", "rank, of: place, scores: {1: 80, 2: 70}"
    )
    assert [code for code, _ in found(f"{policy}grades:\n  {BANDS}")] == ["unreachable-tier"]
