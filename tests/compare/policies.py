"""The shipped policy and its variants on the example team, each run once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from appraise import compile_plan, load, run
from appraise.compare.attribution import Attribution, attribution
from appraise.compare.comparison import Comparison, align
from appraise.data.table import Table
from appraise.diagnostics import Diagnostics
from appraise.execution.run import as_table, run_on
from appraise.execution.worksheet import Run, Worksheet
from appraise.plan.steps import Plan
from appraise.policy.load import shown
from appraise.policy.text.tree import Document
from appraise.policy.variants.variants import read_resolved
from appraise.sweeping.changing import Changing

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


@cache
def attributions() -> tuple[Attribution, ...]:
    base, *variants = [document(name) for name in (BASE, *VARIANTS)]
    sides = compared().variants
    return tuple(attribution(Changing(base), v, compared(), s, run_all) for v, s in zip(variants, sides, strict=True))


def document(name: str) -> Document:
    resolved = read_resolved(ROOT / "rulesets" / f"{name}.yaml", shown, Diagnostics())
    assert resolved is not None
    return resolved.document


def run_all(plans: Sequence[Plan], keep: Iterable[str] | None) -> list[Run]:
    return run_on(plans, team(), keep=keep)
