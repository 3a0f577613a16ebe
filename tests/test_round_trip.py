"""What a run writes, the next run reads as it was: as earlier results and as data, in every form of file."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appraise import compile_plan, load_text, run
from appraise.data.files.guards import guard
from appraise.execution.inputs.history import History
from appraise.report.results.columns import headings_of
from appraise.report.writers import write_results

RULES = """
ruleset: t
title: T
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: month
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: zero}
data:
  employee: id
  period: when
  fields:
    id: {type: text}
    when: {type: text}
    name: {type: text}
    sales: {type: money}
derive:
  level: "'=top' if sales > 50 else '-1' if sales > 20 else '@ low'"
  before: coalesce(previous(level), 'none')
  called: coalesce(previous(name), 'nobody')
indicators:
  s: {title: S, value: sales, target: 100, score: {method: ratio, floor: 0, cap: 120}, weight: 100}
grades: {bands: {+A: 60, "'=B": 30, -C: lowest}}
rewards:
  draw: {title: D, amount: sales, draw: {amount: 40, recoverable: true, recover: {share: 100%, when: month >= 1}}}
  bank: {title: B, amount: sales, max: 50, above_max: bank}
outcomes:
  up: {when: "before == '=top'", kind: other, message: top before}
  same: {when: called == name, kind: other, message: same name}
  grade: {when: previous(grade) == '+A', kind: other, message: A before}
"""
PLAN_ = load_text(RULES)
assert PLAN_.ruleset is not None, [(d.message, d.hint) for d in PLAN_.diagnostics]
PLAN = compile_plan(PLAN_.ruleset, also=["level", "called"])
AGAIN_ = load_text("""
ruleset: again
title: Again
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: month
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: zero}
data:
  employee: employee
  period: period
  fields:
    employee: {type: text, column: [employee, id]}
    period: {type: text, column: [period, when]}
    name: {type: text}
    rated: {type: text, values: [+A, "'=B", -C], column: [grade, Grade]}
    paid: {type: money, column: [bank, B]}
indicators:
  s: {title: S, value: paid, score: {method: formula, formula: value, floor: none, cap: none}, weight: 100}
""")
assert AGAIN_.ruleset is not None, [(d.message, d.hint) for d in AGAIN_.diagnostics]
AGAIN = compile_plan(AGAIN_.ruleset)
_SIGNS = st.sampled_from(["", "+", "-", "@", "'", "''", "'+", "''-", "＋", "'＝", '"', ";", "+-", "'@'"])
_INSIDE = st.text(alphabet="aZ09 ,;\"'+-=@\t\n\r|\u3000张三_x００", min_size=1, max_size=6).map(lambda t: f"x{t}9")
TEXTS = st.tuples(_SIGNS, _INSIDE).map("".join)
MONEY = st.sampled_from([0.0, 10.0, 30.0, 45.5, 80.0, 99.99])


def table(people: list[tuple[str, str]], when: str, sales: list[float]) -> pd.DataFrame:
    rows = [(id_, when, name, s) for (id_, name), s in zip(people, sales, strict=True)]
    return pd.DataFrame(rows, columns=["id", "when", "name", "sales"])


def results(data: Any, history: tuple[History, ...] = (), plan: Any = PLAN) -> Any:
    found = run(plan, data, history=history)
    assert found.worksheet is not None, [(d.message, d.place) for d in found.diagnostics]
    assert [d.message for d in found.diagnostics if d.code == "history"] == []
    return found.worksheet


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "json"])
@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_results_come_back_as_they_were(ending: str, tmp_path: Path, data: st.DataObject) -> None:
    ids = data.draw(st.lists(TEXTS, min_size=1, max_size=5, unique_by=written))
    people = [(id_, data.draw(TEXTS)) for id_ in ids]
    first, second = (
        table(people, when, [data.draw(MONEY) for _ in people]) for when in ("2026-01", "2026-02")
    )  # fmt: skip
    before, file = results(first), tmp_path / f"before.{ending}"
    write_results(before, file, "0")
    whole = results(pd.concat([first, second])).frame()
    after = results(second, (History(file, *headings_of(PLAN)),)).frame()
    later = whole[whole["period"] == "2026-02"].reset_index(drop=True)
    pd.testing.assert_frame_equal(later.astype(object), after.astype(object))
    sheet = before.plan.ruleset.language if ending != "xlsx" else "results"
    again = run(AGAIN, file, sheet=None if ending != "xlsx" else headings_of(PLAN)[1][0])
    assert again.worksheet is not None, (sheet, [(d.message, d.place) for d in again.diagnostics])
    for name in ("employee", "period", "name", "grade"):
        own = again.worksheet.result("rated" if name == "grade" else name)
        assert own.strings() == before.result(name).strings()  # type: ignore[union-attr]


def written(text: str) -> str:
    """What tells employees apart."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum() or c in "+-=@")


@given(st.text(alphabet="'=+-@\t\r\nab＝", max_size=8), st.text(alphabet="'=+-@\t\r\nab＝", max_size=8))
def test_guarding_loses_nothing(one: str, other: str) -> None:
    assert (guard(one) == guard(other)) == (one == other)
    assert guard(one) in (one, f"'{one}")
