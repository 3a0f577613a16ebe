"""The shipped policy and its variants on the example team, each run once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from engine import compile_plan, load, run
from engine.compare.comparison import Comparison, align
from engine.data.table import Table
from engine.execution.run import as_table
from engine.execution.worksheet import Worksheet
from engine.plan.steps import Plan

ROOT = Path(__file__).parents[2]
TEAM = ROOT / "examples" / "team.csv"
BASE = "key-account-quarterly"
VARIANTS = ("variants/higher-sales-weight", "variants/forced-distribution", "variants/tougher-ramp")


@cache
def plan(name: str) -> Plan:
    loaded = load(ROOT / "rulesets" / f"{name}.yaml")
    assert loaded.ruleset is not None, loaded.diagnostics
    return compile_plan(loaded.ruleset)


@cache
def team() -> Table:
    table, _ = as_table(plan(BASE), TEAM)
    assert table is not None
    return table


@cache
def sheet(name: str) -> Worksheet:
    return appraise(plan(name), team())


def appraise(policy: Plan, table: Table) -> Worksheet:
    result = run(policy, table)
    assert result.worksheet is not None, result.diagnostics
    return result.worksheet


@cache
def compared() -> Comparison:
    return align([sheet(BASE)], [[sheet(name)] for name in VARIANTS], ["region"])
