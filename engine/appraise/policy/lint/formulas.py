"""Every formula knows all its names, and its parts fit together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.formula.grammar import FormulaError
from appraise.formula.kinds import UNKNOWN
from appraise.policy.meaning.uses import uses

if TYPE_CHECKING:
    import ast

    from appraise.diagnostics import Report
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.meaning.uses import Use
    from appraise.policy.model import Ruleset

_WANTED = {"number": "a number", "yes-no": "a condition, true or false", "date": "a date", "text": "a text"}


def check(ruleset: Ruleset, scope: Scope, report: Report) -> None:
    """Find the type of every formula, and compare it with what is needed in its place."""
    for use in uses(ruleset):
        _check_one(use, scope, report)


def _check_one(use: Use, scope: Scope, report: Report) -> None:
    formula = use.formula

    def warn(code: str, message: str, node: ast.expr, hint: str) -> None:
        report.warn(code, message, formula.where_of(node), hint)

    try:
        kind = scope.infer(formula, use.local, warn)
    except FormulaError as problem:
        at = problem.formula or formula
        also = ((formula.where, "used here"),) if at is not formula else ()
        report.error(problem.code, problem.message, at.where_of(problem.node), problem.hint, also)
        return
    if kind == UNKNOWN or use.expects == "any":
        return
    if use.expects == "label":
        if kind.kind not in ("text", "number"):
            report.error("type-mismatch", f"{formula.text} is {kind}; values are chosen by a text or a number.",
                         formula.where)  # fmt: skip
    elif kind.kind != use.expects:
        hint = ""
        if use.expects == "yes-no":
            hint = "compare it with something, for example `>= 60`"
        elif use.expects == "text":
            hint = "groups are made by texts: a field, cohort or a derived text"
        elif kind.kind == "text":
            hint = "to choose a number by a text, write {by: NAME, values: {…}}"
        report.error("type-mismatch", f"This gives {kind}; here {_WANTED[use.expects]} is needed.", formula.where, hint)
