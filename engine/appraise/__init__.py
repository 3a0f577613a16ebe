"""Performance appraisal as text: a policy and HR's data in; scores, grades, pay and the reasons out.

    from appraise import load, compile_plan, run, explain

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
from warnings import warn

if TYPE_CHECKING:
    from appraise.codes import Explained
    from appraise.diagnostics import Diagnostic
    from appraise.execution.explaining.explain import explain
    from appraise.execution.run import run
    from appraise.execution.worksheet import Run, Worksheet
    from appraise.plan.compile import compile_plan
    from appraise.policy.lint.extension import Findings
    from appraise.policy.load import Loaded, load, load_text
    from appraise.policy.model import Ruleset
    from appraise.report.writers import Comparison, Results, Settings

__version__ = "0.1.0"
__all__ = [
    "Comparison", "Diagnostic", "Explained", "Findings", "Loaded", "Results", "Ruleset", "Run", "Settings", "Worksheet",
    "compile_plan", "explain", "load", "load_text", "run",
]  # fmt: skip

_HOMES = {
    "Comparison": "appraise.report.writers",
    "Diagnostic": "appraise.diagnostics",
    "Explained": "appraise.codes",
    "Findings": "appraise.policy.lint.extension",
    "Loaded": "appraise.policy.load",
    "Results": "appraise.report.writers",
    "Ruleset": "appraise.policy.model",
    "Run": "appraise.execution.worksheet",
    "Settings": "appraise.report.writers",
    "Worksheet": "appraise.execution.worksheet",
    "compile_plan": "appraise.plan.compile",
    "explain": "appraise.execution.explaining.explain",
    "load": "appraise.policy.load",
    "load_text": "appraise.policy.load",
    "run": "appraise.execution.run",
}


RENAMED: dict[str, tuple[str, str]] = {}  # public names that have another one now: the new one, and since which version


def __getattr__(name: str) -> Any:
    if name in RENAMED:
        now, since = RENAMED[name]
        warn(f"appraise.{name} is called appraise.{now} since {since}", DeprecationWarning, stacklevel=2)
        return __getattr__(now)
    if name not in _HOMES:
        raise AttributeError(f"module 'appraise' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
