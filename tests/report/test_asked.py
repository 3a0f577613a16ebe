"""`results:` gives figures a column in every output; adjustments and categories always have theirs."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from appraise import compile_plan, load_text
from appraise.cli import main
from appraise.policy.load import load
from appraise.report.results import tables
from appraise.report.results.columns import result_columns
from tests.written import SCORED, policy, write_rows

if TYPE_CHECKING:
    from pathlib import Path

DERIVED = """
derive:
  days_worked: days_in_period - leave
  take_home: salary * 3 + total_reward
  worked_share: days_worked / days_in_period
  level: "'high' if sales > 100000 else 'low'"
  full: leave == 0
  owed: max(0, coalesce(previous(owed), 0) + 10 - sales / 10000)
"""
ASKED = """
results:
  take_home: Paid out
  days_worked: {title: Days worked}
  worked_share: {title: Share worked, unit: percent}
  hired: Hired on
  level: Level
  full: No leave
  owed: {title: Still owed, unit: money}
  scored_indicators: {unit: count}
"""
ROWS = [
    {
        "id": "1",
        "period": "2026Q1",
        "hired": "2020-01-15",
        "salary": 5000,
        "sales": 90000,
        "leave": 3,
        "trained": "yes",
    },
    {
        "id": "2",
        "period": "2026Q1",
        "hired": "2021-02-15",
        "salary": 6000,
        "sales": 110000,
        "leave": 0,
        "trained": "no",
    },
    {
        "id": "3",
        "period": "2026Q1",
        "hired": "2022-03-15",
        "salary": 7000,
        "sales": 50000,
        "leave": 80,
        "trained": "no",
    },
]
# By hand: 90 x 60% + 97 x 40% + 1.5 = 94.3; of the salary of 5000 that is 4715; 110 x 60% + 100 x 40% = 106.
WANTED: list[dict[str, Any]] = [
    {"results.category_score": 90, "results.category_points": 54, "conduct.category_score": 97, "conduct.category_points": 38.8,
     "training.adjustment": 1.5, "score": 94.3, "bonus": 4715, "take_home": 19715, "days_worked": 87, "worked_share": 87 / 90,
     "hired": "2020-01-15", "level": "low", "full": "no", "owed": 1, "scored_indicators": 2},
    {"results.category_score": 110, "results.category_points": 66, "conduct.category_score": 100, "conduct.category_points": 40,
     "training.adjustment": 0, "score": 106, "bonus": 6360, "take_home": 24360, "days_worked": 90, "worked_share": 1,
     "hired": "2021-02-15", "level": "high", "full": "yes", "owed": 0, "scored_indicators": 2},
    {"results.category_score": None, "results.category_points": None, "conduct.category_score": None,
     "conduct.category_points": None, "training.adjustment": None, "score": None, "bonus": None, "take_home": None,
     "days_worked": 10, "worked_share": 10 / 90, "hired": "2022-03-15", "level": "low", "full": "no", "owed": 5,
     "scored_indicators": None},
]  # fmt: skip
TEXT = policy(SCORED + DERIVED + ASKED)


def written(tmp_path: Path, ending: str, text: str = TEXT, rows: list[dict[str, Any]] = ROWS, *more: str) -> Path:
    """Run the policy and give the file of results."""
    (tmp_path / "p.yaml").write_text(text, encoding="utf-8")
    data, out = write_rows(tmp_path / "data.csv", rows), tmp_path / f"results{ending}"
    done = CliRunner().invoke(main, ["run", str(tmp_path / "p.yaml"), "--data", str(data), "--out", str(out), *more])
    assert done.exit_code == 0, done.output
    return out


def read(path: Path) -> list[dict[str, Any]]:
    match path.suffix:
        case ".csv":
            rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
            plain = [{k: None if v == "" else v for k, v in row.items()} for row in rows]
            return [{k: float(v) if v and re.fullmatch(r"-?[\d.]+", v) else v for k, v in row.items()} for row in plain]
        case ".json":
            return list(json.loads(path.read_text(encoding="utf-8"))["results"])
    return list(pq.read_table(path).to_pylist())


@pytest.mark.parametrize("ending", [".csv", ".json", ".parquet"])
def test_every_file_has_the_columns(ending: str, tmp_path: Path) -> None:
    rows = read(written(tmp_path, ending))
    for row, wanted in zip(rows, WANTED, strict=True):
        for name, value in wanted.items():
            assert row[name] == (value if isinstance(value, str | None) else pytest.approx(value, rel=1e-14)), name
    assert list(rows[0])[-10:] == ["take_home", "days_worked", "worked_share", "hired", "level", "full", "owed",
                                   "scored_indicators", "gates", "outcomes"]  # fmt: skip


def test_a_workbook_has_them_under_their_titles_in_their_units(tmp_path: Path) -> None:
    book = CalamineWorkbook.from_path(str(written(tmp_path, ".xlsx")))
    groups, headings, first, *_ = book.get_sheet_by_name("Results").to_python()
    shown = dict(zip(headings, first, strict=True))
    assert shown["Results category score"] == 90
    assert shown["Training"] == 1.5
    assert (shown["Paid out"], shown["Days worked"], shown["Still owed"]) == (19715, 87, 1)
    assert shown["Share worked"] == pytest.approx(87 / 90)
    assert (shown["Hired on"], shown["Level"], shown["No leave"]) == ("2020-01-15", "low", "no")
    assert {"Further figures", "Categories", "Adjustments"} <= set(groups)
    told = {row[0]: row[1:6] for row in book.get_sheet_by_name("Summary").to_python()}
    assert told["Paid out"] == [2, 22037.5, 19715, 24360, 44075]
    assert told["Share worked"][:4] == [2, 0.9833, 0.9667, 1]
    assert told["Results category score"] == [2, 100, 90, 110, ""]
    ruleset = load_text(TEXT).ruleset
    assert ruleset is not None
    units = {c.name: c.unit for c in result_columns(compile_plan(ruleset))}
    asked = ("take_home", "days_worked", "worked_share", "owed", "results.category_score", "training.adjustment")
    assert [units[name] for name in asked] == ["money", "count", "percent", "money", "score", "score"]


@pytest.mark.parametrize("width", [120, 60])
def test_the_terminal_tells_what_they_come_to(width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    (tmp_path / "p.yaml").write_text(TEXT, encoding="utf-8")
    data = write_rows(tmp_path / "data.csv", ROWS)
    told = CliRunner().invoke(main, ["run", str(tmp_path / "p.yaml"), "--data", str(data)]).output
    assert re.search(r"Paid out\D+2\D+22,037\.50\D+19,715\.00\D+24,360\.00\D+44,075\.00", told), told
    assert re.search(r"Share worked\D+2\D+98\.33%\D+96\.67%\D+100\.00%", told), told


def test_an_explanation_tells_what_they_are_made_of(tmp_path: Path) -> None:
    written(tmp_path, ".csv")
    args = ["explain", str(tmp_path / "p.yaml"), "--data", str(tmp_path / "data.csv"), "--employee", "1"]
    told = CliRunner().invoke(main, args).output
    assert (
        "Paid out take_home = salary * 3 + total_reward (salary = 5,000.00, total_reward = 4,715.00) = 19,715.00"
        in told
    )
    assert "Share worked worked_share = days_worked / days_in_period" in told
    assert "= 96.67%" in told
    assert "Results: points 54, score 90" in told


@pytest.mark.parametrize("ending", [".csv", ".json", ".parquet", ".xlsx"])
def test_results_with_them_are_a_history_like_any_other(ending: str, tmp_path: Path) -> None:
    """By hand: owed 1, then 1 + 10 - 9 = 2."""
    earlier = written(tmp_path, ending)
    kept = earlier.rename(tmp_path / f"earlier{ending}")
    later = [row | {"period": "2026Q2"} for row in ROWS]
    rows = read(written(tmp_path, ".csv", TEXT, later, "--history", str(kept)))
    assert [row["owed"] for row in rows] == [2, 0, 10]
    assert list(rows[0]).count("owed") == 1


def test_dates_stay_with_their_people_from_stretch_to_stretch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_RECORDS", 2)
    monkeypatch.setattr(tables, "STRETCH", 2)
    for ending in (".csv", ".json", ".parquet"):
        assert [row["hired"] for row in read(written(tmp_path, ending))] == [str(row["hired"]) for row in ROWS]


@pytest.mark.parametrize(
    ("asked", "code", "says"),
    [
        ("results: [take_hom]", "unknown-name", "did you mean take_home"),
        ("results: [take_home, take_home]", "duplicate-key", "stands twice"),
        ("results: [score]", "name-taken", "has a column in the results already"),
        ("results: [bonus]", "name-taken", "has a column in the results already"),
        ("results: [training.adjustment]", "name-taken", "has a column in the results already"),
        ("results: [gates]", "name-taken", "has a column in the results already"),
        ("results: [id]", "name-taken", "has a column in the results already"),
        ("results: {take_home: Bonus}", "name-taken", "bonus has the heading 'Bonus' already"),
        ("results: {take_home: Same, days_worked: Same}", "name-taken", "take_home has the heading 'Same' already"),
        ("results: {level: {unit: money}}", "type-mismatch", "level is text, and has no unit"),
        ("results: {take_home: {unit: dollars}}", "wrong-value", "money"),
        ("results: {take_home: {tilte: Paid}}", "unknown-key", "did you mean title"),
        ("results: take_home", "wrong-value", "[take_home]"),
        ("results: [sales]\nindicators: {}", "wrong-value", "indicators"),
        ("resluts: [take_home]", "unknown-key", "did you mean results"),
        ("results: [results.score]", "unknown-name", "write results.category_score"),
        ("results: [conduct.adjustment]", "unknown-name", "There is no adjustment 'conduct'"),
        ("results: [training.category_score]", "unknown-name", "There is no category 'training'"),
    ],
)
def test_what_cannot_be_shown_is_refused(asked: str, code: str, says: str) -> None:
    head, _, indicators = asked.partition("\n")
    text = policy(SCORED + DERIVED + head)
    text = (
        text
        if not indicators
        else re.sub(r"\nindicators:.*?\nadjustments", "\nindicators: {}\nadjustments", text, flags=re.S)
    )
    (first, *_) = [d for d in load_text(text).diagnostics if d.severity == "error"]
    assert first.code == code, first
    assert says in f"{first.message} {first.hint}", first


def test_what_is_shown_is_used() -> None:
    lacking = [d.message for d in load_text(policy(SCORED + DERIVED)).diagnostics if d.code == "unused"]
    assert any("take_home" in message for message in lacking)
    assert not load_text(TEXT).diagnostics


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ("results: {level: null, take_home: Net}", {"take_home": "Net", "days_worked": "Days worked"}),
        ("results: {salary: {title: Salary}}", {"take_home": "Paid out", "level": "Level", "salary": "Salary"}),
        ("results: [days_worked]", {"days_worked": ""}),
    ],
)
def test_variants_show_what_they_say(stated: str, shown: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(TEXT, encoding="utf-8")
    head = f"extends: base.yaml\ntitle: Other columns\nreason: To see them\n{stated}\n"
    (tmp_path / "variant.yaml").write_text(head, encoding="utf-8")
    loaded = load(tmp_path / "variant.yaml")
    assert loaded.ruleset is not None, loaded.diagnostics
    found = {name: figure.title for name, figure in loaded.ruleset.results.items()}
    assert shown.items() <= found.items()
    assert ("level" in found) is (stated == "results: {salary: {title: Salary}}")
    told = CliRunner().invoke(main, ["diff", str(tmp_path / "base.yaml"), str(tmp_path / "variant.yaml")]).output
    assert "Columns of the results" in told


def test_a_category_without_weight_has_no_score(tmp_path: Path) -> None:
    text = TEXT.replace("{title: Results, weight: 60}", "{title: Results, weight: 0}")
    text = text.replace("{title: Conduct, weight: 40}", "{title: Conduct, weight: 100}")
    (row, *_) = read(written(tmp_path, ".csv", text))
    assert (row["results.category_score"], row["results.category_points"], row["score"]) == (None, 0, 98.5)


def test_they_can_be_used_in_formulas_and_promised_in_cases(tmp_path: Path) -> None:
    gate = "gates: {low: {title: Low conduct, when: conduct.category_score < 98 and training.adjustment > 1, score_at_most: 50}}\n"
    (tmp_path / "p.yaml").write_text(TEXT + gate, encoding="utf-8")
    given = ", ".join(f"{k}: {v}" for k, v in ROWS[0].items() if k not in ("id", "period"))
    promised = "{conduct.category_score: 97, training.adjustment: 1.5, score: 50, days_worked: 87, take_home: 17500}"
    case = (
        f"ruleset: p.yaml\ncases:\n  held back:\n    period: 2026Q1\n    given: {{{given}}}\n    expect: {promised}\n"
    )
    (tmp_path / "p.cases.yaml").write_text(case, encoding="utf-8")
    done = CliRunner().invoke(main, ["test", str(tmp_path / "p.cases.yaml")])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("name", ["conduct.category_score", "training.adjustment"])
def test_what_they_are_made_of_is_no_circle(name: str) -> None:
    circle = TEXT.replace("points: 1.5 if trained else 0", f"points: 1.5 if {name} > 5 else 0")
    codes = [d.code for d in load_text(circle).diagnostics if d.severity == "error"]
    assert codes == ([] if name.startswith("conduct") else ["cycle"])
