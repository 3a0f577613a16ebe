"""Measures name what there is, and make of lines only what can be made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.diagnostics import suggest
from appraise.formula.kinds import UNKNOWN, Type
from appraise.formula.syntax.grammar import FormulaError
from appraise.policy.meaning.line_scope import LineScope
from appraise.policy.meaning.scope import Scope
from appraise.texts import NOTHING, Listed, msg

if TYPE_CHECKING:
    import ast

    from appraise.diagnostics import Diagnostics
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.model import LineSource, Measure, Ruleset
    from appraise.texts import Message

_NUMBERS = ("sum", "mean", "median", "min", "max")


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Check every measure against its source."""
    for measure in ruleset.measures.values():
        source = ruleset.line_sources.get(measure.source)
        if source is not None:
            _Check(ruleset, measure, source, diagnostics).all()
        elif "sources" not in scope.broken and measure.source not in scope.broken:
            diagnostics.error(
                "unknown-reference",
                msg("There is no source {source!r}.", source=measure.source),
                measure.where,
                suggest(measure.source, ruleset.line_sources) or msg("describe it under `sources`"),
            )
        if measure.credit_to is not None and "data" not in scope.broken:
            _credited(measure, ruleset, diagnostics)
    for source in ruleset.line_sources.values():
        for required in source.require:
            _condition(LineScope(ruleset, source, Scope.of), required.check, diagnostics)
        if source.owners is not None and source.formulas:
            _shares(ruleset, source, diagnostics)


def _condition(scope: LineScope, formula: Formula, diagnostics: Diagnostics) -> None:
    kind = _type(scope, formula, diagnostics)
    if kind is not None and kind != UNKNOWN and kind.kind != "yes-no":
        diagnostics.error(
            "type-mismatch",
            msg("This gives {kind}; here a condition, true or false is needed.", kind=kind.words),
            formula.where,
            msg("compare it with something"),
        )


def _shares(ruleset: Ruleset, source: LineSource, diagnostics: Diagnostics) -> None:
    """See that the shares of owners are numbers, and made of the line itself."""
    for formula in (f for f in source.owners.shares if not isinstance(f, float)) if source.owners is not None else ():
        kind = _type(LineScope(ruleset, source, Scope.of), formula, diagnostics)
        if kind is not None and kind != UNKNOWN and kind.kind != "number":
            diagnostics.error(
                "type-mismatch",
                msg(
                    "{formula} is {kind}; the share of an owner is a percent.",
                    formula=formula.text.strip(),
                    kind=kind.words,
                ),
                formula.where,
            )
        if "employee" in formula.names:
            diagnostics.error(
                "wrong-value",
                msg("`employee` stands for the one who has the share, and is not known before it."),
                formula.where,
                msg("name the field: {fields}", fields=Listed(tuple(source.named_by), "or")),
            )


def _type(scope: LineScope, formula: Formula, diagnostics: Diagnostics) -> Type | None:
    def warn(code: str, message: Message, node: ast.expr, hint: Message) -> None:
        diagnostics.warn(code, message, formula.where_of(node), hint)

    try:
        return scope.infer(formula, warn)
    except FormulaError as problem:
        at = problem.formula or formula
        also = ((formula.where, msg("used here")),) if at is not formula else ()
        diagnostics.error(problem.code, problem.message, at.where_of(problem.node), problem.hint, also)
        return None


def _credited(measure: Measure, ruleset: Ruleset, diagnostics: Diagnostics) -> None:
    name = str(measure.credit_to)
    field = ruleset.data.fields.get(name)
    if field is None:
        known = [f.id for f in ruleset.data.fields.values() if f.type == "text"]
        diagnostics.error(
            "unknown-reference",
            msg("The data have no field {name!r} to credit {measure} to.", name=name, measure=measure.id),
            measure.where,
            suggest(name, known),
        )
    elif field.type != "text":
        diagnostics.error(
            "type-mismatch",
            msg(
                "{name} is {type}, and `credit_to` names a text field with employee numbers.",
                name=name,
                type=field.type,
            ),
            measure.where,
            msg("give the field {name} the type text", name=name),
        )


class _Check:
    def __init__(self, ruleset: Ruleset, measure: Measure, source: LineSource, diagnostics: Diagnostics):
        self.measure, self.source, self.diagnostics = measure, source, diagnostics
        self.scope = LineScope(ruleset, source, Scope.of)

    def all(self) -> None:
        measure = self.measure
        if measure.of is not None:
            self._value(measure.of)
        if measure.condition is not None:
            _condition(self.scope, measure.condition, self.diagnostics)
        if measure.how in ("first", "last") and self.source.date is None and self.source.results_of is None:
            self.diagnostics.error(
                "wrong-value",
                msg("`{how}` needs lines with a date, and {source} has none.", how=measure.how, source=self.source.id),
                measure.where,
                msg("state `date` in the source"),
            )
        if measure.weights is not None:
            self._weights()

    def _value(self, of: Formula) -> None:
        kind = _type(self.scope, of, self.diagnostics)
        if kind is None or kind == UNKNOWN or self.measure.how not in _NUMBERS or kind.kind == "number":
            return
        hint = msg("use count, count_distinct, first or last") if kind.kind == "text" else NOTHING
        self.diagnostics.error(
            "type-mismatch",
            msg(
                "{formula} is {kind}; `{how}` needs a number.",
                formula=of.text.strip(),
                kind=kind.words,
                how=self.measure.how,
            ),
            of.where,
            hint,
        )

    def _weights(self) -> None:
        weights = self.measure.weights
        assert weights is not None  # noqa: S101 - asked by the caller
        try:
            kind = self.scope.type_of(weights.by)
        except FormulaError as problem:
            self.diagnostics.error(problem.code, problem.message, weights.where, problem.hint)
            return
        if kind.kind not in ("text", "unknown"):
            self.diagnostics.error(
                "type-mismatch",
                msg("{name} is {kind}; groups are told apart by a text.", name=weights.by, kind=kind.words),
                weights.where,
            )
        for label in weights.values if kind.labels is not None else ():
            if label not in (kind.labels or ()):
                self.diagnostics.error(
                    "unknown-label",
                    msg("{name} is never {label!r}.", name=weights.by, label=label),
                    weights.where,
                    suggest(label, kind.labels or ()),
                )
        absent = [label for label in kind.labels or () if label not in weights.values]
        if absent:
            self.diagnostics.error(
                "setting-incomplete",
                msg("No weight is stated for {name} {labels}.", name=weights.by, labels=Listed(tuple(absent))),
                weights.where,
                msg("add {label}: 0, or its share", label=absent[0]),
            )
