"""People read why: the place, what it is worth, ties, demands, groups too small, ceilings, and who stands above."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from appraise.cli import main
from appraise.diagnostics import as_text
from appraise.execution.explaining.explain import explain
from appraise.report.explanation.person import explanation_lines
from appraise.report.policy.sections import policy_in_words
from tests.ranking.policies import BANDS, HEAD, Person, graded, people, plan_of, problems_of, sheet_of

SHARES = "ranking: {within: [region], shares: {A: 20%, B: 70%, C: 10%}, counts: down, ties: TIESMORE}"


def told(policy: str, rows: list[Person], employee: str, section: str = "Grade") -> list[str]:
    """The lines of one section of somebody's explanation."""
    (explanation,) = explain(plan_of(policy), sheet_of(policy, rows), employee)
    lines = explanation_lines(explanation)
    begin = next(i for i, line in enumerate(lines) if line.level == 0 and line.text == section)
    found = []
    for line in lines[begin + 1 :]:
        if line.level == 0:
            break
        found.append(line.text)
    return found


def last_lines(policy: str, rows: list[Person], employee: str) -> list[str]:
    (explanation,) = explain(plan_of(policy), sheet_of(policy, rows), employee)
    return [line.text for line in explanation_lines(explanation) if line.level == 0][4:]


def shares(ties: str = "better", more: str = "", bands: str = "") -> str:
    return graded(bands + SHARES.replace("TIES", ties).replace("MORE", more))


TWENTY_THREE = people(*range(93, 70, -1))


@pytest.mark.parametrize(
    ("employee", "place", "goes"),
    [
        ("04", 4, "A goes to the first 4 (20% of 23, rounded down)"),
        ("05", 5, "B goes to places 5 to 20 (70% of 23, rounded down)"),
        ("23", 23, "C goes to all from place 21 on"),
    ],
)
def test_place_and_share(employee: str, place: int, goes: str) -> None:
    assert told(shares(), TWENTY_THREE, employee) == [f"place {place} of 23 in East, by Total score", goes]


def test_who_stands_above() -> None:
    assert last_lines(shares(), TWENTY_THREE, "05") == [
        "The last in East with a better grade stands at 90 (Total score); here it is 89."
    ]
    assert last_lines(shares(), TWENTY_THREE, "22") == [
        "The last in East with a better grade stands at 74 (Total score); here it is 72."
    ]
    assert last_lines(shares(), TWENTY_THREE, "01") == []


@pytest.mark.parametrize(
    ("ties", "place", "goes"),
    [("better", 2, "A goes to the first 2 (20% of 10, rounded down)"),
     ("worse", 3, "B goes to places 3 to 9 (70% of 10, rounded down)")],
)  # fmt: skip
def test_a_tie(ties: str, place: int, goes: str) -> None:
    rows = people(99, 98, 98, 97, 96, 95, 94, 93, 92, 91)
    assert told(shares(ties), rows, "03") == [
        "place 2 of 10 in East, by Total score",
        f"2 people are equal, on places 2 to 3: all have the grade of place {place}",
        goes,
    ]


def test_a_demand_that_is_not_met() -> None:
    lines = told(shares(more=", require: {A: score >= 95}"), TWENTY_THREE, "01")
    assert lines[-1] == "A demands score >= 95, which does not hold (score = 93): B"
    assert last_lines(shares(more=", require: {A: score >= 95}"), TWENTY_THREE, "01") == []


def test_a_group_that_is_too_small() -> None:
    rows = people(95, 85, 70, region=["N", "N", "S"])
    assert told(shares(more=", min_group: 3", bands=BANDS), rows, "02") == [
        "only 2 people in N, fewer than 3: graded by score",
        "85.00 gives B (A: 90 or more; B: from 80 to below 90; C: below 80)",
    ]
    # what reaches the next grade is known, since bands decide
    assert last_lines(shares(more=", min_group: 3", bands=BANDS), rows, "02") == [
        "To reach A, this alone would have been enough"
    ]
    assert told(shares(more=", min_group: {size: 3, with: []}"), rows, "02") == [
        "only 2 people in N, fewer than 3: ranked with the other groups that are too small",
        "place 2 of 3 in the small groups together, by Total score",
        "B goes to the first 2 (70% of 3, rounded down)",
    ]


CEILINGS = BANDS + "ranking: {at_most: {A: 20%, B: 30%}, counts: down, ties: worseMORE}"


def test_a_ceiling() -> None:
    policy = graded(CEILINGS.replace("MORE", ""))
    rows = people(99, 98, 97, 97, 88, 87, 86, 70, 60, 50)
    kept = "99.00 gives A (A: 90 or more; B: from 80 to below 90; C: below 80)"
    assert told(policy, rows, "01") == [
        kept,
        "place 1 of 10 in all who are appraised, by Total score",
        "no ceiling stands in the way of A",
    ]
    assert told(policy, rows, "03")[1:] == [
        "place 3 of 10 in all who are appraised, by Total score",
        "2 people are equal, on places 3 to 4: all fall unless there are places for all",
        "the ceiling of A, 2 people (20% of 10), is full: A becomes B",
    ]
    assert told(policy, rows, "06")[-1] == "the ceiling of B, 3 people (30% of 10), is full: B becomes C"
    handed = graded(CEILINGS.replace("MORE", ", hand_down: true"))
    assert (
        told(handed, rows, "06")[-1]
        == "the ceiling of B, 3 people (30% of 10) and places left over, is full: B becomes C"
    )


def test_scores_by_standing() -> None:
    score = "of: KIND, within: [region], REST"
    ends = {
        "place": ("scores: {1: 100, 2: 50}", "place 2 of 3 in East"),
        "percentile": ("points: [[0%, 0], [100%, 100]]", "percentile 50.00% among 3 in East"),
        "z": ("mean: 80, spread: 10, floor: 0, cap: 120", "0 standard deviations above the mean of 3 in East"),
    }
    for kind, (rest, wanted) in ends.items():
        rule = score.replace("KIND", kind).replace("REST", rest)
        policy = f"indicators: {{points: {{title: Points, value: points, score: {{method: rank, {rule}}}, weight: 100}}}}\ngrades:\n  {BANDS}"
        rows = people(9, 8, 7)
        assert wanted in told(policy, rows, "02", "Indicators")
        assert last_lines(policy, rows, "02") == []  # what one person's value would change depends on the others


def test_the_policy_in_words() -> None:
    def words(grades: str) -> list[str]:
        return [line.words for line in policy_in_words(plan_of(graded(grades)).ruleset) if line.section == "Grades"]

    more = ", min_group: {size: 3, with: []}, require: {A: score >= 95}"
    assert words(SHARES.replace("TIES", "{by: [tenure], then: worse}").replace("MORE", more)) == [
        "Ranked by score, the most first, among those with the same region",
        "Shares of each group: A: 20%; B: 70%; C: 10% (the cumulated shares rounded down to whole people)",
        "A demands score >= 95; who does not meet it has the next grade, and the place is not given on",
        "Groups of fewer than 3 people are ranked together, among everybody; if they are still too few, by score",
        "Equals are told apart by tenure",
        "Whoever is equal has the worse grade of the two",
    ]
    falls = "whoever finds no place left has the next grade"
    assert words(CEILINGS.replace("MORE", "")) == [
        "A: 90 or more; B: from 80 to below 90; C: below 80",
        "Ranked by score, the most first, among everybody",
        f"From the best down, each group has at most 20% A; at most 30% B; {falls} (rounded down to whole people)",
        "Places left over are not given on",
        "Whoever is equal has the worse grade of the two",
    ]  # fmt: skip


def problems(grades: str, rows: list[Person]) -> list[tuple[str, str]]:
    return [(d.code, d.message) for d in problems_of(graded(grades), rows)]


def test_a_group_is_named_where_it_is_in_trouble() -> None:
    rows = people(9, 8, 7, 6, 5, region=["N", "N", "N", "N", "S"], share=["20%", "20%", "20%", "30%", "50%"])
    by_field = "ranking: {within: [region], shares: {A: share, B: 80%}, counts: down, ties: better}"
    assert problems(by_field, rows) == [
        ("differs-in-group", "04 (2026Q1): the share of A is 30%, but 20% for most of region N."),
        ("shares-sum", "05 (2026Q1): the shares of the grades in region S are 50%, 80%; they add up to 130%, but must add up to 100%, none below 0."),
    ]  # fmt: skip
    pooled = "ranking: {within: [region], shares: {A: 20%, B: 80%}, counts: down, ties: better, min_group: {size: 3, with: []}}"
    assert problems(pooled, rows) == [
        ("group-too-small", "05 (2026Q1): in region S, with the other groups that are too small, people number 1; 3 are needed.")
    ]  # fmt: skip


def test_a_demand_that_cannot_be_decided_concerns_those_who_would_have_the_grade() -> None:
    policy = graded("ranking: {shares: {A: 50%, B: 50%}, counts: down, ties: better, require: {A: region == 'N'}}")
    rows = people(9, 8, 7, 6, region=["N", "N", "N", None])
    assert problems_of(policy, rows) == ()
    rows[0]["region"] = None
    (problem,) = problems_of(policy, rows)
    assert problem.message == "01 (2026Q1): grade (grade) has no value: region is empty."


def test_ties_that_cannot_be_broken_are_told() -> None:
    policy = "ranking: {shares: {A: 50%, B: 50%}, counts: down, ties: {by: [bonus], then: better}}"
    (problem, *_) = problems_of(f"derive: {{bonus: points / tenure}}\n{graded(policy)}", people(9, 8, tenure=[1, 0]))
    assert "02 (2026Q1): grade (grade) has no value" in as_text(problem, {})


def test_from_the_command_line(tmp_path: Path) -> None:
    """One person is explained among all the others of the file, in the language of the policy."""
    rules, data = tmp_path / "rules.yaml", tmp_path / "data.csv"
    rules.write_text((HEAD + shares("worse")).replace("language: en", "language: zh"), encoding="utf-8")
    lines = [f"{i:02},2026Q1,华东,rep,{points},0,是,20%" for i, points in enumerate((99, 98, 98, 97, 96), 1)]
    data.write_text("id,period,region,role,points,tenure,there,share\n" + "\n".join(lines), encoding="utf-8")
    command = ["explain", str(rules), "--data", str(data), "--employee", "02"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    for line in ("按总分在华东的 5 人中排第 2 名", "2 人并列第 2–3 名，同取第 3 名的等级", "B 级为第 2–4 名（5 人的 70%，向下取整）",
                 "华东中等级更高者，总分最低为 99；本人为 98。"):  # fmt: skip
        assert line in result.output


def test_whom_a_gate_holds_back_is_told_and_so_is_who_moves_up() -> None:
    veto = "gates: {veto: {title: Veto, when: tenure > 5, grade_at_most: C}}\n"
    rows = people(99, 95, 90, 85, 70, tenure=[9, 0, 0, 0, 0])
    ceiling = veto + graded(BANDS + "ranking: {at_most: {A: 20%}, counts: down, ties: better}")
    assert told(ceiling, rows, "01")[1:] == [
        "place 1 of 5 in all who are appraised, by Total score",
        "Veto: A becomes C before places are given, so that no place of a better grade is taken up",
        "no ceiling stands in the way of C",
        "Veto: stays C",
    ]
    assert told(ceiling, rows, "02")[-1] == "no ceiling stands in the way of A"
    assert told(ceiling, rows, "03")[-1] == "the ceiling of A, 1 people (20% of 5), is full: A becomes B"
    by_place = veto + graded("ranking: {shares: {A: 20%, B: 60%, C: 20%}, counts: down, ties: better}")
    assert told(by_place, rows, "01") == [
        "place 1 of 5 in all who are appraised, by Total score",
        "Veto: no better than C, so that no place of a better grade is taken up",
        "C goes to all from place 5 on",
        "Veto: stays C",
    ]
    assert told(by_place, rows, "02") == [
        "place 2 of 5 in all who are appraised, by Total score",
        "of those ahead, some are held back by gates and take up no place of this grade: counts as place 1",
        "A goes to the first 1 (20% of 5, rounded down)",
    ]
