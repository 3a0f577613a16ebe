"""`sweep` and `solve` with --anonymous: nobody's own figure is told, nor can it be found by subtraction."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from appraise.cli import main
from tests.written import policy, write_rows

if TYPE_CHECKING:
    from pathlib import Path

# Twelve people: nobody in the south but two; number 1 alone is above the threshold of the extra.
REGIONS = ["east"] * 5 + ["west"] * 5 + ["south"] * 2
ROWS = [
    {"id": str(i), "period": "2026Q1", "hired": "2020-01-15", "salary": 1000 + i, "sales": 900 if i == 1 else 100 + i,
     "leave": 0, "trained": "no", "region": region}
    for i, region in enumerate(REGIONS, 1)
]  # fmt: skip
TEXT = policy("""
parameters: {rate: 10%, extra: 300, bound: 500}
indicators:
  sales: {title: Sales, value: sales, target: 100, score: {method: ratio, floor: 0, cap: 2000}, weight: 100}
rewards:
  bonus: {title: Bonus, amount: salary * rate}
  prize: {title: Prize, amount: extra if sales > bound else 0}
  shared: {title: Shared, amount: 100 if region == 'east' else 0}
""").replace(
    "    trained:",
    "    region: {type: text, values: [east, west, south]}\n    office: {type: text, missing: A}\n    trained:",
)
RATE, EXTRA, BOUND = "parameters.rate=10%..12%/1%", "parameters.extra=300..500/100", "parameters.bound=103..503/100"


def tried(folder: Path, command: str, *args: str) -> Result:
    rows = [row | {"office": "A"} for row in ROWS]
    data = write_rows(folder / "data.csv", rows)
    (folder / "p.yaml").write_text(TEXT, encoding="utf-8")
    return CliRunner().invoke(main, [command, str(folder / "p.yaml"), "--data", str(data), "--anonymous", *args])


def figures(folder: Path, *args: str) -> list[list[str]]:
    """The columns of figures of a sweep, a setting a row, blank where one is left out."""
    done = tried(folder, "sweep", *args, "--out", str(folder / "s.csv"))
    assert done.exit_code == 0, done.output
    rows = list(csv.reader((folder / "s.csv").read_text(encoding="utf-8-sig").splitlines()))
    return [row[1:-2] for row in rows[1:]]


@pytest.mark.parametrize(
    ("measure", "why"),
    [
        ("highest(bonus)", "what a single person has"),
        ("lowest(total_reward)", "what a single person has"),
        ("median(bonus)", "what a single person has"),
        ("total(bonus) where id == '1'", "id could mean a single person"),
        ("total(bonus) where employee == '1'", "employee could mean a single person"),
        ("total(bonus) where office == 'A'", "office could mean a single person"),
        ("total(bonus) where sales > 500", "sales could mean a single person"),
        ("total(bonus) where region == 'east' or id == '12'", "id could mean a single person"),
        ("count(total_reward > 400)", "total_reward could mean a single person"),
        ("share(salary > 1010)", "salary could mean a single person"),
        ("mean(score) where score > 500", "score could mean a single person"),
        ("total(bonus) where region == 'south'", "fewer than 5 people"),
        ("total(bonus) where region != 'south'", "fewer than 5 people"),
        ("share(score > 100) where region == 'south'", "fewer than 5 people"),
        ("total(prize)", "fewer than 5 people"),
        ("mean(prize) where region == 'east'", "fewer than 5 people"),
    ],
)
def test_what_tells_of_few_is_refused(measure: str, why: str, tmp_path: Path) -> None:
    for command, more in (
        ("sweep", ["--measure", measure]),
        ("solve", ["--goal", f"{measure} >= 1" + "%" * ("share" in measure)]),
    ):
        done = tried(tmp_path, command, "--vary", RATE, *more)
        assert done.exit_code == 2, done.output
        assert why in " ".join(done.output.split())


def test_what_is_left_between_two_figures_is_refused(tmp_path: Path) -> None:
    """Each is of five people or more, but together with that of all they tell the two of the south."""
    both = ["--measure", "total(bonus) where region == 'east'", "--measure", "total(shared) where region == 'west'"]
    done = tried(tmp_path, "sweep", "--vary", RATE, *both)
    assert (done.exit_code, "difference to another" in " ".join(done.output.split())) == (2, True), done.output


def test_figures_of_many_are_told(tmp_path: Path) -> None:
    """By hand: the salaries add up to 12 x 1000 + 78; everybody's score is the sales."""
    told = figures(tmp_path, "--vary", RATE, "--measure", "total(bonus)", "--measure", "share(score > 105)")
    assert [row[0] for row in told] == ["1207.8", "1328.58", "1449.36"]
    assert {row[1] for row in told} == {str(8 / 12)}


def test_settings_that_move_a_single_person_are_left_out(tmp_path: Path) -> None:
    told = figures(tmp_path, "--vary", EXTRA, "--measure", "cost", "--measure", "mean(score)")
    assert [row[0] for row in told] == [told[0][0], "", ""]
    assert all(row[1] for row in told)


def test_settings_are_compared_with_each_other_too(tmp_path: Path) -> None:
    """At a bound of 103 the prize goes to nine people more than now, at 203 and 303 to the same one as now."""
    told = figures(tmp_path, "--vary", BOUND, "--measure", "cost")
    assert told[0][0]
    assert len({row[0] for row in told[1:]}) == 1
    apart = figures(tmp_path, "--vary", "parameters.bound=103..105/1", "--measure", "cost")
    assert [bool(row[0]) for row in apart] == [
        True,
        False,
        False,
        True,
    ]  # one person each from the one before; as it is


@pytest.mark.parametrize("ending", ["csv", "json", "html", "xlsx"])
def test_every_output_leaves_them_out(ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"s.{ending}"
    done = tried(tmp_path, "sweep", "--vary", EXTRA, "--measure", "cost", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert "Figures are left out where fewer than 5 people" in " ".join(done.output.split())
    for cost in ("2207.8", "2,207.8", "2307.8"):  # with an extra of 400, of 500
        assert cost not in done.output
        assert ending == "xlsx" or cost not in out.read_text(encoding="utf-8-sig")


def test_solve_does_not_tell_a_setting_that_moves_a_single_person(tmp_path: Path) -> None:
    done = tried(tmp_path, "solve", "--vary", EXTRA, "--goal", "cost >= 2200")
    assert done.exit_code == 1
    assert "fewer than 5 people" in " ".join(done.output.split())
    assert not re.search(r"2,?\d{3}\.\d", done.output)
    fine = tried(tmp_path, "solve", "--vary", RATE, "--goal", "cost >= 2200")
    assert fine.exit_code == 0, fine.output
    assert "rate: 12%" in fine.output  # 11% cost 2128.58
