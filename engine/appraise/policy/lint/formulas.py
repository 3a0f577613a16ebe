"""Every formula knows all its names, and its parts fit together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.formula.kinds import UNKNOWN
from appraise.formula.syntax.grammar import FormulaError
from appraise.policy.meaning.uses import uses
from appraise.texts import NOTHING, msg

if TYPE_CHECKING:
    import ast

    from appraise.diagnostics import Diagnostics
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.meaning.uses import Use
    from appraise.policy.model import Ruleset
    from appraise.texts import Message

_WANTED = {
    "number": msg("This gives {kind}; here a number is needed."),
    "yes-no": msg("This gives {kind}; here a condition, true or false is needed."),
    "date": msg("This gives {kind}; here a date is needed."),
    "text": msg("This gives {kind}; here a text is needed."),
}


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Find the type of every formula, and compare it with what is needed in its place."""
    for use in uses(ruleset):
        _check_one(use, scope, diagnostics)


def _check_one(use: Use, scope: Scope, diagnostics: Diagnostics) -> None:
    formula = use.formula

    def warn(code: str, message: Message, node: ast.expr, hint: Message) -> None:
        diagnostics.warn(code, message, formula.where_of(node), hint)

    try:
        kind = scope.infer(formula, use.local, warn)
    except FormulaError as problem:
        at = problem.formula or formula
        also = ((formula.where, msg("used here")),) if at is not formula else ()
        diagnostics.error(problem.code, problem.message, at.where_of(problem.node), problem.hint, also)
        return
    if kind == UNKNOWN or use.expects == "any":
        return
    if use.expects == "label":
        if kind.kind not in ("text", "number"):
            diagnostics.error(
                "type-mismatch",
                msg(
                    "{formula} is {kind}; values are chosen by a text or a number.",
                    formula=formula.text,
                    kind=kind.words,
                ),
                formula.where,
            )
    elif kind.kind != use.expects:
        hint = NOTHING
        if use.expects == "yes-no":
            hint = msg("compare it with something, for example `>= 60`")
        elif use.expects == "text":
            hint = msg("groups are made by texts: a field, cohort or a derived text")
        elif kind.kind == "text":
            hint = msg("to choose a number by a text, write {{by: NAME, values: {{…}}}}")
        diagnostics.error(
            "type-mismatch",
            _WANTED[use.expects].given(kind=kind.words),
            formula.where,
            hint,
        )
