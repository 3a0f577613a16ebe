"""What a policy can ask for is bounded in time and in what it prints."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from appraise.diagnostics import LONGEST, Diagnostic, as_record
from appraise.formula.walker import MOST_CALLS
from appraise.policy.load import load
from appraise.texts import plain

HEAD = """
ruleset: a
title: A
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: month
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  period: period
  fields:
    id: {type: text}
    period: {type: text}
    sales: {type: money}
    mark: {type: rating, scale: [1, 5]}
indicators:
  a: {title: A, value: sales, score: {method: formula, formula: "f0(value)", floor: 0, cap: 100}, weight: 100}
"""


def said(tmp_path: Path, text: str) -> list[Diagnostic]:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    began = time.process_time()
    found = load(path).diagnostics
    assert time.process_time() - began < 20
    return found


def functions(count: int, calls: int) -> str:
    lines = [f"  f{i}(x): {' + '.join([f'f{i + 1}(x)'] * calls)}" for i in range(count)]
    return "\n".join(["functions:", *lines, f"  f{count}(x): x + 1", ""])


@pytest.mark.parametrize(("count", "calls"), [(30, 2), (8, 4), (2, 40)])
def test_functions_that_multiply_are_refused(tmp_path: Path, count: int, calls: int) -> None:
    codes = {d.code for d in said(tmp_path, HEAD + functions(count, calls)) if d.severity == "error"}
    assert codes == {"formula-too-long"}


@pytest.mark.parametrize(("count", "calls"), [(30, 1), (7, 2), (2, 30)])
def test_functions_of_functions_are_fine(tmp_path: Path, count: int, calls: int) -> None:
    assert calls**count < MOST_CALLS
    assert [d.message for d in said(tmp_path, HEAD + functions(count, calls)) if d.severity == "error"] == []


RATED = HEAD.replace('value: sales, score: {method: formula, formula: "f0(value)", floor: 0, cap: 100}',
                     "value: mark, score: {method: rating, values: {1: 0, 5: 100}}")  # fmt: skip


@pytest.mark.parametrize("top", [5, 40, 999, 1_001, 20_000_000, 100_000_000_000])
def test_marks_without_a_score_are_not_all_listed(tmp_path: Path, top: int) -> None:
    found = said(tmp_path, RATED.replace("[1, 5]", f"[1, {top}]"))
    messages = [d.message for d in found if d.severity == "error"]
    assert len(messages) == 1
    assert len(messages[0]) < 200
    assert ("2, 3, 4" in messages[0]) == (top <= 1_000)


def test_no_message_is_longer_than_people_read() -> None:
    told = as_record(Diagnostic("unused", plain("x" * 1_000_000), hint=plain("y" * (LONGEST + 1))))
    assert str(told["message"]).endswith(" … and 998,000 more characters")
    assert str(told["hint"]).endswith(" … and 1 more characters")
    assert as_record(Diagnostic("unused", plain("x" * LONGEST)))["message"] == "x" * LONGEST
