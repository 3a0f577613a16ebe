"""Performance appraisal as text: a policy and HR's data in; scores, grades, pay and the reasons out.

    from engine import load, compile_plan, run, explain

    loaded = load("rulesets/key-account-quarterly.yaml")   # Loaded: .ruleset (None on errors), .diagnostics
    plan = compile_plan(loaded.ruleset)                    # Plan: ordered, named columns
    result = run(plan, "examples/team.csv", ["2026Q1"])    # Run: .worksheet (None on errors), .diagnostics
    frame = result.worksheet.frame()                       # a pandas DataFrame, one row per employee and period
    reasons = explain(plan, result.worksheet, "00017", "2026Q1")

Bad input never raises; it gives diagnostics. What needs numpy and pandas is imported when first used, so
that checking a ruleset starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.diagnostics import Diagnostic
    from engine.execution.explaining.explain import explain
    from engine.execution.run import run
    from engine.execution.worksheet import Run, Worksheet
    from engine.plan.compile import compile_plan
    from engine.policy.load import Loaded, load, load_text

__version__ = "0.1.0"
__all__ = ["Diagnostic", "Loaded", "Run", "Worksheet", "compile_plan", "explain", "load", "load_text", "run"]

_HOMES = {
    "Diagnostic": "engine.diagnostics", "Loaded": "engine.policy.load", "load": "engine.policy.load",
    "load_text": "engine.policy.load", "compile_plan": "engine.plan.compile", "run": "engine.execution.run",
    "Run": "engine.execution.run", "Worksheet": "engine.execution.worksheet", "explain": "engine.execution.explaining.explain",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'engine' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
