"""What a ruleset may say of sources and measures; other rulesets' results; rosters; the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from appraise import compile_plan, load, load_text, run
from appraise.cli import main
from appraise.diagnostics import place_of as place
from appraise.policy.load import Loaded

HEAD = """
ruleset: {id}
title: {id}
version: "1"
effective: {{from: 2026-01-01, to: 2026-12-31}}
period: {period}
currency: CNY
conventions: {{boundary: lower, rounding: {{mode: half-up, score: 2, money: 2}}, missing: error}}
"""
QUARTERS = (
    HEAD.format(id="quarters", period="quarter")
    + """
data:
  employee: id
  period: when
  fields: {sales: {type: money}, rank: {type: text}}
eligible: {there: {when: sales >= 0, reason: left}}
indicators:
  sales: {title: Sales, value: sales, score: {method: formula, formula: value, floor: 0, cap: 100}, weight: 100}
grades: {bands: {A: 90, B: 60, C: lowest}}
rewards: {bonus: {title: Bonus, amount: {by: grade, values: {A: 300, B: 100, C: 0}}}}
"""
)
YEAR = (
    HEAD.format(id="year", period="year")
    + """
data:
  employee: id
  period: when
  rows: {period: quarter, keep: last}
  fields: {rank: {type: text}}
sources:
  quarters: {results_of: quarters.yaml}
measures:
  average: {from: quarters, mean: score}
  best: {from: quarters, max: sales.score}
  good: {from: quarters, count: lines, where: grade >= 'B'}
  paid: {from: quarters, sum: bonus}
  last_grade: {from: quarters, last: grade}
derive: {both: best + good + paid}
indicators:
  score: {title: Score, value: average, score: {method: formula, formula: value, floor: 0, cap: 100}, weight: 100}
gates: {fallen: {when: last_grade < 'B', score_at_most: 50}, rich: {when: both > 10000, score_at_most: 100}}
"""
)
DATA = """id,when,sales,rank
1,2026Q1,95,junior
1,2026Q2,60,senior
1,2026Q4,50,head
2,2026Q1,80,junior
2,2026Q2,-1,junior
3,2026Q3,-1,junior
"""


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("_yaml", ".yaml").replace("_csv", ".csv")).write_text(text, encoding="utf-8")
    return folder


def test_a_year_is_made_of_quarters(tmp_path: Path) -> None:
    folder = written(tmp_path, quarters_yaml=QUARTERS, year_yaml=YEAR, data_csv=DATA)
    loaded = load(folder / "year.yaml")
    assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
    plan = compile_plan(loaded.ruleset)
    result = run(plan, folder / "data.csv", keep=plan.inputs)
    assert result.worksheet is None  # 3 has no result in any quarter, and `missing: error`
    assert "average has no value (0 lines count)" in result.diagnostics[0].message
    (folder / "data.csv").write_text(DATA.replace("3,2026Q3,-1", "3,2026Q3,61.2"), encoding="utf-8")
    result = run(plan, folder / "data.csv", keep=[*plan.inputs, "score"])
    sheet = result.worksheet
    assert sheet is not None, [d.message for d in result.diagnostics]
    assert sheet.table.period.strings() == ["2026"] * 3
    assert sheet.text("rank").strings() == ["head", "junior", "junior"]  # of the last quarter
    expected = {"average": [205 / 3, 80, 61.2], "best": [95, 80, 61.2], "good": [2, 1, 1], "paid": [400, 100, 100]}
    for name, values in expected.items():
        assert sheet.numbers(name).tolist() == pytest.approx(values), name
    assert sheet.text("last_grade").strings() == ["C", "B", "B"]
    assert sheet.numbers("score").tolist() == [50, 80, 61.2]
    (read,) = sheet.table.sources_read
    assert (read.lines, read.not_appraised) == (5, 1)


def test_only_the_quarters_of_the_year_asked_for(tmp_path: Path) -> None:
    """A quarter from before the policies were in force stands in the same file, and is not asked for."""
    early = DATA.replace("3,2026Q3,-1", "3,2026Q3,61.2") + "1,2025Q4,10,junior\n"
    folder = written(tmp_path, quarters_yaml=QUARTERS, year_yaml=YEAR, data_csv=early)
    ruleset = load(folder / "year.yaml").ruleset
    assert ruleset is not None
    result = run(compile_plan(ruleset), folder / "data.csv", ["2026"])
    assert result.worksheet is not None, [d.message for d in result.diagnostics]
    assert result.worksheet.numbers("score").tolist() == [50, 80, 61.2]


def test_the_errors_of_the_other_ruleset_and_its_data_are_its_own(tmp_path: Path) -> None:
    folder = written(
        tmp_path, quarters_yaml=QUARTERS.replace("value: sales,", "value: salse,"), year_yaml=YEAR, data_csv=DATA
    )
    loaded = load(folder / "year.yaml")
    (found,) = loaded.diagnostics
    assert (found.code, Path(str(found.where and found.where.file)).name) == ("unknown-name", "quarters.yaml")
    assert any(name.endswith("quarters.yaml") for name in loaded.texts)
    written(tmp_path, quarters_yaml=QUARTERS, data_csv=DATA.replace("95", "9x5"))
    good = load(folder / "year.yaml").ruleset
    assert good is not None
    found = run(compile_plan(good), folder / "data.csv").diagnostics
    assert [d.message for d in found if "9x5" in d.message] == ['"9x5" is not a number.'], found


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("results_of: quarters.yaml", "results_of: year.yaml", "cycle", "year.yaml → year.yaml"),
        ("results_of: quarters.yaml", "results_of: quartres.yaml", "unknown-reference", "did you mean quarters.yaml"),
        ("mean: score", "mean: scor", "unknown-name", "did you mean score"),
        ("mean: score", "mean: grade", "type-mismatch", "`mean` needs a number"),
        ("results_of: quarters.yaml", "results_of: quarters.yaml, employee: id", "wrong-value", "remove `employee`"),
        ("period: quarter, keep", "period: month, keep: last}\n  x: {a", "unknown-key", "`x`"),
        ("  rows: {period: quarter, keep: last}", "  rows: {period: half-year}", "missing-key", "`keep`"),
    ],
)
def test_wrong_results_of(old: str, new: str, code: str, says: str, tmp_path: Path) -> None:
    assert old in YEAR
    folder = written(tmp_path, quarters_yaml=QUARTERS, year_yaml=YEAR.replace(old, new, 1))
    loaded = load(folder / "year.yaml")
    assert any(d.code == code and says in d.message + d.hint for d in loaded.diagnostics), [
        (d.code, d.message, d.hint) for d in loaded.diagnostics
    ]


LINES = (
    HEAD.format(id="lines", period="quarter")
    + """
data:
  employee: id
  fields: {boss: {type: text}, quota: {type: money}}
sources:
  orders:
    employee: who
    date: day
    fields: {amount: {type: money}, state: {type: text, values: [done, void]}, rater: {type: text}, at: {type: datetime}}
  marks:
    employee: who
    period: when
    fields: {mark: {type: number}}
measures:
  sales: {from: orders, sum: amount, where: state == 'done'}
  mark: {from: marks, mean: mark}
  raters: {from: orders, count_distinct: rater, where: "hours_between(day, at) < 24"}
indicators:
  sales: {title: Sales, value: sales + mark + raters, target: quota, score: {method: ratio, floor: 0, cap: 100}, weight: 100}
"""
)


def loaded_with(old: str, new: str) -> Loaded:
    assert old in LINES
    return load_text(LINES.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("sum: amount,", "", "missing-key", "does not say what it makes"),
        ("sum: amount,", "sum: amount, count: lines,", "wrong-value", "makes one thing"),
        ("sum: amount", "sum: state", "type-mismatch", "`sum` needs a number"),
        ("sum: amount", "sum: amuont", "unknown-name", "did you mean amount"),
        ("sum: amount", "sum: quota", "unknown-name", "uses the columns of its source"),
        ("sum: amount", "sum: previous(amount)", "unknown-function", "use its name in a formula of `derive`"),
        ("where: state == 'done'", "where: state == 'doen'", "unknown-label", "did you mean done"),
        ("where: state == 'done'", "where: amount", "type-mismatch", "condition"),
        ("where: state == 'done'", "where: 'is_first(rater, by=amount)'", "wrong-arguments", "is_first(customer)"),
        ("where: state == 'done'", "where: \"seen_before(rater, months=1.5)\"", "wrong-arguments", "whole number"),
        ("where: state == 'done'", "where: \"hours_between(amount, at) > 1\"", "type-mismatch", "must be a date"),
        ("mean: mark", "last: mark", "wrong-value", "needs lines with a date"),
        ("mean: mark", "count: lines, where: is_first(mark)", "wrong-arguments", "needs lines with a date"),
        ("from: marks", "from: mraks", "unknown-reference", "did you mean marks"),
        ("sum: amount", "sum: amount, credit_to: bos", "unknown-reference", "did you mean boss"),
        ("sum: amount", "sum: amount, credit_to: quota", "type-mismatch", "type text"),
        ("sum: amount", "sum: amount, trim: 10%", "wrong-value", "does not go with `sum`"),
        ("mean: mark", "mean: mark, trim: 60%", "wrong-value", "below 50%"),
        ("mean: mark", "mean: mark, weights: {by: who, values: {a: 50, b: 40}, missing: reweight}", "weights-sum", "90"),
        ("mean: mark", "mean: mark, weights: {by: mark, values: {a: 100}, missing: reweight}", "type-mismatch", "by a text"),
        ("sum: amount,", "mean: amount, weights: {by: state, values: {done: 100}, missing: reweight},", "setting-incomplete", "void"),
        ("    date: day\n", "", "missing-key", "Neither `date` nor `period`"),
        ("    date: day\n", "    date: day\n    period: p\n", "wrong-value", "both a date and a period"),
        ("date: day", "date: amount", "type-mismatch", "must be date"),
        ("employee: who", "employee: amount", "type-mismatch", "must be text"),
        ("amount: {type: money}", "lines: {type: money}, amount: {type: money}", "name-taken", "the lines themselves"),
        ("    date: day\n", "    date: day\n    unique: [nmbr]\n", "unknown-reference", "'nmbr'"),
        ("value: sales + mark", "value: sales + is_first(mark)", "unknown-function", "stands only in measures"),
        ("  sales: {from", "  boss: {from", "name-taken", "boss"),
        ("  raters:", "  spare: {from: orders, count: lines}\n  raters:", "unused", "spare"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant(old: str, new: str, code: str, says: str) -> None:
    found = loaded_with(old, new).diagnostics
    assert any(d.code == code and says in d.message + d.hint for d in found), [
        (d.code, d.message, d.hint) for d in found
    ]


def test_the_sound_one_is_sound() -> None:
    assert load_text(LINES).diagnostics == ()


def test_a_source_by_period_and_names_of_its_own() -> None:
    loaded = load_text(LINES)
    assert loaded.ruleset is not None
    people = pd.DataFrame({"id": ["1", "2"], "boss": ["", "1"], "quota": [100, 100]})
    orders = pd.DataFrame({"who": ["1"], "day": ["2026-01-01 08:00"], "amount": [50], "state": ["done"], "rater": ["x"],
                           "at": ["2026-01-02 07:59:59"]})  # fmt: skip
    marks = pd.DataFrame(
        {"who": ["1", "1", "2"], "when": ["2026Q1", "2026年第一季度", "2026-03-31"], "mark": [1, 4, 7]}
    )
    result = run(compile_plan(loaded.ruleset), people, ["2026Q1"], sources={"orders": orders, "marks": marks})
    assert result.worksheet is not None, [d.message for d in result.diagnostics]
    assert result.worksheet.numbers("sales.value").tolist() == [50 + 2.5 + 1, 7]
    marks.loc[2, "when"] = "Q5"
    found = run(
        compile_plan(loaded.ruleset), people, ["2026Q1"], sources={"orders": orders, "marks": marks}
    ).diagnostics
    assert [d.code for d in found] == ["data-period"]
    assert found[0].place == place("marks", None, "when")


def appraise(*words: Any) -> Result:
    return CliRunner().invoke(main, [str(w) for w in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rules = LINES.replace("  marks:\n    employee", "  marks:\n    file: marks.csv\n    employee")
    return written(
        tmp_path, lines_yaml=rules, people_csv="id,boss,quota\n1,,100\n2,1,100\n",
        orders_csv="who,day,amount,state,rater,at\n1,2026-01-05,50,done,x,2026-01-05\n9,2026-01-05,7.5,done,x,2026-01-05\n",
        marks_csv="who,when,mark\n1,2026Q1,3\n2,2026Q1,4\n",
    )  # fmt: skip


def test_run_with_sources(folder: Path) -> None:
    out = folder / "out.csv"
    done = appraise("run", folder / "lines.yaml", "--data", folder / "people.csv", "--source", f"orders={folder / 'orders.csv'}",
                    "--out", out)  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "orders: 2 lines of orders.csv" in done.output
    assert "1 line (sales 7.50) of 9 count for nobody" in done.output
    assert pd.read_csv(out)["sales.value"].tolist() == [54, 4]


def test_explain_with_sources(folder: Path) -> None:
    done = appraise("explain", folder / "lines.yaml", "--data", folder / "people.csv", "--source", f"orders={folder / 'orders.csv'}",
                    "--employee", "1")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "sales = 50.00: sum of amount, 1 line" in done.output


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ([], "--source orders=FILE"),
        (["--source", "ordres=orders.csv"], "did you mean orders"),
        (["--source", "orders"], "write orders=orders.csv"),
        (["--source", "orders=no-such.csv"], "no-such.csv does not exist"),
        (["--source", "orders=orders.csv", "--source", "orders=marks.csv"], "given twice"),
    ],
)
def test_wrong_use_of_sources(given: list[str], says: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    done = appraise("run", "lines.yaml", "--data", "people.csv", *given)
    assert done.exit_code == 2
    assert says in " ".join(done.output.replace("│", " ").split())
