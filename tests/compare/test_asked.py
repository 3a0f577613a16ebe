"""`compare` shows the figures that policies ask for by `results`, under the base and under the variant, as it shows pay and score."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from appraise.cli import main
from tests.written import policy, write_rows

if TYPE_CHECKING:
    from pathlib import Path

BASE = """
parameters: {rate: 10%}
indicators:
  sales: {title: Sales, value: sales, target: 100, score: {method: ratio, floor: 0, cap: 200}, weight: 100}
derive:
  take_home: salary * 3 + total_reward
  bonus_share: total_reward / take_home
  level: "'high' if total_reward > 800 else 'low'"
  generous: total_reward >= 1000
rewards:
  bonus: {title: Bonus, amount: salary * rate}
results:
  take_home: Paid out in all
  bonus_share: {title: Share of the bonus, unit: percent}
  level: Level
  generous: Generous
  hired: Hired on
  scored_indicators: {unit: count}
"""
VARIANT = "extends: base.yaml\ntitle: Twice the rate\nreason: To see\nparameters: {rate: 20%}\n"
ROWS = [
    {"id": str(i), "period": "2026Q1", "hired": f"202{i}-01-15", "salary": salary, "sales": 100, "leave": 0,
     "trained": "no"}
    for i, salary in enumerate((5000, 6000, 7000))
]  # fmt: skip
# By hand, of 5,000: 10% are 500, and with three salaries 15,500; 20% are 1,000, and 16,000. The others likewise.
TAKE_HOME = [[15500, 18600, 21700], [16000, 19200, 22400]]
LEVEL = [["low", "low", "low"], ["high", "high", "high"]]
HIRED = ["2020-01-15", "2021-01-15", "2022-01-15"]


def compared(folder: Path, language: str, variant: str = VARIANT, ending: str = "json") -> tuple[str, Path]:
    text = policy(BASE)
    head = "\n".join(line for line in text.split("\n") if not line.startswith("language:"))
    (folder / "base.yaml").write_text(
        head.replace("\nperiod:", f"\nlanguage: {language}\nperiod:", 1), encoding="utf-8"
    )
    (folder / "variant.yaml").write_text(variant, encoding="utf-8")
    data, out = write_rows(folder / "data.csv", ROWS), folder / f"o.{ending}"
    args = ["compare", str(folder / "base.yaml"), str(folder / "variant.yaml"), "--data", str(data), "--out", str(out)]
    done = CliRunner().invoke(main, args)
    assert done.exit_code == 0, done.output
    return done.stdout, out


def test_json_lists_them_for_everybody(tmp_path: Path) -> None:
    _, out = compared(tmp_path, "en")
    whole = json.loads(out.read_text(encoding="utf-8"))
    base, variant = whole["about"]["policies"]
    of = {(c["policy"], c["key"]): c for c in whole["people"]}
    assert [of[p, "take_home"]["values"] for p in (base, variant)] == TAKE_HOME
    assert [of[p, "level"]["values"] for p in (base, variant)] == LEVEL
    assert of[base, "hired"]["values"] == of[variant, "hired"]["values"] == HIRED
    assert of[base, "generous"]["values"] == ["no"] * 3
    assert of[variant, "generous"]["values"] == ["yes"] * 3
    assert of[base, "bonus_share"]["values"] == pytest.approx([500 / 15500] * 3)
    assert of[base, "take_home"]["title"] == "Paid out in all"
    moved = {row["employee"]: row["figures"] for row in whole["tables"]["moves"]["rows"]}
    first = {one["name"]: (one["before"], one["after"]) for one in moved["0"]}
    assert first["take_home"] == (15500, 16000)
    assert first["level"] == ("low", "high")


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "Paid out in all, base", "Paid out in all, variant"),
        ("zh", "Paid out in all（现行）", "Paid out in all（方案）"),
    ],
)
def test_the_terminal_shows_them_beside_the_largest_changes(
    language: str, before: str, after: str, tmp_path: Path
) -> None:
    shown, _ = compared(tmp_path, language)
    assert before in shown
    assert after in shown
    line = next(line for line in shown.split("\n") if "18,600" in line)
    assert line.index("18,600.00") < line.index("19,200.00")
    assert all(text in line for text in ("3.23%", "6.25%", "low", "high", "2021-01-15"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_workbook_shows_them_under_each_policy(language: str, tmp_path: Path) -> None:
    _, out = compared(tmp_path, language, ending="xlsx")
    book = CalamineWorkbook.from_path(out)
    rows: list[list[Any]] = book.get_sheet_by_name("People" if language == "en" else "人员明细").to_python()
    at = next(i for i, row in enumerate(rows) if "Paid out in all" in row)
    places = [j for j, text in enumerate(rows[at]) if text == "Paid out in all"]
    assert [[row[j] for row in rows[at + 1 : at + 4]] for j in places] == TAKE_HOME
    assert rows[at].count("Level") == rows[at].count("Share of the bonus") == 2
    moves = book.get_sheet_by_name("Largest changes" if language == "en" else "变动最大").to_python()
    heads = next(row for row in moves if any("Paid out in all" in str(cell) for cell in row))
    assert sum("Paid out in all" in str(cell) for cell in heads) == 2


def test_a_policy_that_asks_for_other_figures_has_its_own(tmp_path: Path) -> None:
    variant = VARIANT + "results:\n  take_home: null\n  days: Days\nderive: {days: days_in_period - leave}\n"
    shown, out = compared(tmp_path, "en", variant)
    whole = json.loads(out.read_text(encoding="utf-8"))
    base, changed = whole["about"]["policies"]
    of = {(c["policy"], c["key"]): c["values"] for c in whole["people"]}
    assert of[base, "take_home"] == TAKE_HOME[0]
    assert (changed, "take_home") not in of
    assert of[changed, "days"] == [90, 90, 90]
    first = {f["name"]: (f["before"], f["after"]) for f in whole["tables"]["moves"]["rows"][0]["figures"]}
    assert (first["take_home"], first["days"]) == ((21700, None), (None, 90))
    assert "Days, variant" in shown


def test_a_figure_called_as_a_column_is_told_apart_by_its_title(tmp_path: Path) -> None:
    variant = VARIANT + "results: {change: Own change}\nderive: {change: salary - 1000}\n"
    _, out = compared(tmp_path, "en", variant)
    columns = json.loads(out.read_text(encoding="utf-8"))["people"]
    own = [c for c in columns if c["key"] == "change"]
    assert [c.get("title") for c in own] == ["Own change", None]
    assert own[0]["values"] == [4000, 5000, 6000]


def test_nobody_s_figures_are_told_of_people_who_are_left_out(tmp_path: Path) -> None:
    _, out = compared(tmp_path, "en")
    args = [
        "compare",
        str(tmp_path / "base.yaml"),
        str(tmp_path / "variant.yaml"),
        "--data",
        str(tmp_path / "data.csv"),
    ]
    done = CliRunner().invoke(main, [*args, "--anonymous", "--out", str(out)])
    assert done.exit_code == 0, done.output
    for text in (done.output, out.read_text(encoding="utf-8")):
        assert "Paid out in all" not in text
        assert "18600" not in text.replace(",", "")
