"""A small policy to try settings of: three people, amounts that can be added up by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from click.testing import CliRunner, Result

from appraise.cli import main
from appraise.diagnostics import Diagnostics
from appraise.policy.load import load_text
from appraise.policy.model import Ruleset
from appraise.policy.text.document import parse_document
from appraise.policy.text.tree import Node

POLICY = """
ruleset: trial
title: Trial
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: EUR
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  period: period
  fields:
    region: {type: text, values: [east, west]}
    a: {type: number}
    b: {type: number}
    salary: {type: money}
parameters: {rate: 10%, peak: 5}
cohorts: {small: salary < 2000, large: otherwise}
indicators:
  a: {title: Alpha, value: a, target: {small: 100, large: 100}, score: {method: ratio, floor: 0, cap: 100}, weight: 50}
  b: {title: Beta, value: b, score: {method: linear, points: [[0, 0], [100, 100]]}, weight: 30}
  c: {title: Gamma, value: b, target: 100, score: {method: ratio, floor: 0, cap: 100}, weight: 20}
gates:
  low: {title: Low, when: a < 50 or b < 50, reward_factor: 0}
grades:
  bands: {A: 90, B: lowest}
rewards:
  bonus: {title: Bonus, amount: salary * rate}
  hill: {title: Hill, amount: "max(0, 10 - abs(peak - 7.2)) * 10"}
  steps: {title: Steps, base: salary, tiers: {method: marginal, rates: {0: 1%, 1000: 2%, 1500: 3%}}}
"""
DATA = (
    "id,period,region,a,b,salary\n1,2026Q1,east,100,50,1000\n2,2026Q1,west,60,100,2000\n3,2026Q1,east,100,100,1000.1\n"
)


@cache
def root() -> Node:
    document = parse_document(POLICY, "trial.yaml", Diagnostics())
    assert document is not None
    return document.root


@cache
def policy() -> Ruleset:
    loaded = load_text(POLICY, "trial.yaml")
    assert loaded.ruleset is not None, loaded.diagnostics
    return loaded.ruleset


def appraise(folder: Path, command: str, *rest: str, text: str = POLICY) -> Result:
    """Run a command on the policy, whose folder holds the data."""
    (folder / "trial.yaml").write_text(text, encoding="utf-8")
    (folder / "data.csv").write_text(DATA, encoding="utf-8")
    return CliRunner().invoke(main, [command, str(folder / "trial.yaml"), "--data", str(folder / "data.csv"), *rest])
