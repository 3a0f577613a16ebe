"""The names and types of formulas over single lines: the fields of a source, and functions that speak of lines."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from appraise.diagnostics import suggest
from appraise.formula.beyond import BEYOND, type_of_call
from appraise.formula.kinds import NUMBER, TEXT, UNKNOWN, YES_NO, Type, need
from appraise.formula.lines import LINE_FUNCTIONS, OTHER_LINES
from appraise.formula.syntax.grammar import LOOKUP, FormulaError, table_of
from appraise.formula.types import TypeAlgebra
from appraise.formula.walker import Walker
from appraise.policy.keys.reader import BROKEN
from appraise.policy.meaning.field_types import type_of_field
from appraise.policy.model.tables import Label
from appraise.texts import Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from appraise.formula.syntax.grammar import Formula
    from appraise.formula.types import Warn
    from appraise.policy.model import LineSource, Measure, Ruleset, Table

_ABOUT_PERSONS = msg("state the measure first, and use its name in a formula of `derive` or of an indicator")


class Names(Protocol):
    """The names of a ruleset and their types."""

    def names(self) -> list[str]:
        """All plain names, for suggestions."""
        ...

    def type_of(self, name: str, node: ast.expr | None = None) -> Type:
        """The type of a name; raises FormulaError where there is none."""
        ...


class LineScope:
    """The types of formulas over the lines of one source; `names_of` gives the names of another ruleset."""

    def __init__(self, ruleset: Ruleset, source: LineSource, names_of: Callable[[Ruleset], Names]):
        self.ruleset, self.source = ruleset, source
        self.other = names_of(source.results_of) if source.results_of is not None else None

    def infer(self, formula: Formula, warn: Warn | None = None) -> Type:
        """The type of a formula over lines; raises FormulaError where it has none."""
        return Walker(_LineTypes(self, warn or (lambda *_: None)), self.ruleset.functions).walk(formula)

    def part_type(self, node: ast.expr) -> Type:
        """The type of a part of a formula that was found sound."""
        return Walker(_LineTypes(self, lambda *_: None), self.ruleset.functions).value(node)

    def names(self) -> list[str]:
        """All names that a formula over these lines can use."""
        return self.other.names() if self.other is not None else [*self.source.fields, "employee"]

    def type_of(self, name: str, node: ast.expr | None = None) -> Type:
        """The type of a name; raises FormulaError where the lines have no such thing."""
        if name == BROKEN:
            return UNKNOWN
        if self.other is not None:
            return self.other.type_of(name, node)
        if name in self.source.fields:
            return type_of_field(self.source.fields[name])
        if name == "employee":
            return TEXT
        hint = suggest(name, self.names())
        if name in self.ruleset.data.fields or name in self.ruleset.derive or name in self.ruleset.parameters:
            hint = msg("a formula over lines uses the columns of its source; {hint}", hint=hint)
        raise FormulaError(
            "unknown-name", msg("The lines of {source} have no {name!r}.", source=self.source.id, name=name), node, hint
        )


class _LineTypes(TypeAlgebra):
    """The types of formulas over lines, with the functions that only lines have."""

    def __init__(self, scope: LineScope, warn: Warn):
        super().__init__(scope.type_of, warn, (*LINE_FUNCTIONS, *scope.ruleset.functions))
        self.scope = scope

    def call(
        self, node: ast.Call, name: str, arguments: Sequence[Type], keywords: Mapping[str, Sequence[Type]]
    ) -> Type:
        """Check a function of lines; others are those of every formula of one row."""
        if name in OTHER_LINES:
            return type_of_call(node, name, arguments, keywords)
        if name == LOOKUP:
            raise FormulaError(
                "unknown-function",
                msg("A table cannot be looked up in for single lines."),
                node.func,
                _written_out(self.scope.ruleset.tables.get(table_of(node)), node),
            )
        if name in BEYOND:
            raise FormulaError(
                "unknown-function",
                msg("{name} is for formulas over persons, and this is a line of a source.", name=name),
                node.func,
                _ABOUT_PERSONS,
            )
        if name not in LINE_FUNCTIONS:
            return super().call(node, name, arguments, keywords)
        function = LINE_FUNCTIONS[name]
        strange = [k for k in node.keywords if k.arg not in function.named]
        if len(arguments) != function.values or strange:
            raise FormulaError(
                "wrong-arguments",
                msg("{name} is not given what it needs.", name=name),
                node,
                msg("write {form}", form=function.form),
            )
        for kind, operand in zip(arguments, node.args, strict=True) if name == "hours_between" else ():
            need("date", kind, operand, msg("be given to {function}", function=name))
        if name != "hours_between" and self.scope.source.date is None:
            raise FormulaError(
                "wrong-arguments",
                msg("{name} needs lines with a date, and {source} has none.", name=name, source=self.scope.source.id),
                node,
                msg("state `date` in the source"),
            )
        for kind in keywords.get("where", ()):
            need("yes-no", kind, node, msg("choose lines"))
        for kind in keywords.get("months", ()):
            if (
                not isinstance(kind.literal, float)
                or kind.literal != int(kind.literal)
                or not 1 <= kind.literal <= 1200
            ):
                raise FormulaError(
                    "wrong-arguments",
                    msg("`months` is a whole number from 1."),
                    node,
                    msg("write {form}", form=function.form),
                )
        return NUMBER if name == "hours_between" else YES_NO


def _written_out(table: Table | None, node: ast.Call) -> Message:
    """Say how the values of a table are written out as conditions, in place of a look-up."""
    if table is None or len(table.keys) != 1 or any(table.ranged) or len(node.args) != 2:
        return msg("write the values out: 7 if severity == 'hazard' else 5 if severity == 'critical' else 0")
    key, labels = ast.unparse(node.args[1]), [(row.cells[0], row.value) for row in table.rows]
    plain = [(repr(cell[0].text), value) for cell, value in labels if cell and isinstance(cell[0], Label)]
    said = " else ".join(
        f"{value if isinstance(value, str) else f'{value:g}'} if {key} == {label}" for label, value in plain[:5]
    )
    return msg("write the values out: {formula}", formula=f"({said} else 0)")


def type_of_measure(measure: Measure, ruleset: Ruleset, names_of: Callable[[Ruleset], Names]) -> Type:
    """The type of a measure; unknown where its formula is wrong, which is reported elsewhere."""
    source = ruleset.line_sources.get(measure.source)
    if measure.how in ("count", "count_distinct"):
        return Type("number", "count")
    if source is None or measure.of is None:
        return UNKNOWN
    try:
        found = LineScope(ruleset, source, names_of).infer(measure.of)
    except FormulaError:
        return UNKNOWN
    return replace(found, literal=None)
