"""The kinds of things that formulas compute with, and how a wrong one is refused."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from appraise.formula.syntax.grammar import FormulaError
from appraise.texts import NOTHING, Message, msg, plain

Kind = Literal["number", "text", "yes-no", "date", "unknown"]

Measured = Literal["", "points", "percent", "money", "count", "rating"]


@dataclass(frozen=True, slots=True)
class Type:
    """A kind; for numbers the unit (percent means a share, 0.95); for texts the labels that can occur.

    `ordered` labels stand from lowest to highest and compare by rank. `literal` marks what is written out, `as_percent` if
    it is written as one. `measured` is in what a number is counted where that is sure: a name has it, a product has not.
    """

    kind: Kind
    unit: str = ""
    labels: tuple[str, ...] | None = None
    ordered: bool = False
    literal: float | str | bool | None = None
    as_percent: bool = False
    measured: Measured = ""

    @property
    def words(self) -> Message:
        """Say of what kind something is."""
        return _KINDS[self.kind]

    def __str__(self) -> str:
        return self.words


_KINDS: dict[Kind, Message] = {
    "number": msg("a number", "kind of value"),
    "text": msg("text", "kind of value"),
    "yes-no": msg("a yes-no condition", "kind of value"),
    "date": msg("a date", "kind of value"),
    "unknown": msg("unknown", "kind of value"),
}
NUMBER = Type("number")
TEXT = Type("text")
YES_NO = Type("yes-no")
DATE = Type("date")
UNKNOWN = Type("unknown")  # of something broken that has been reported already: fits everywhere


def dropped_literal(type_: Type) -> Type:
    """The type of something computed: what was written out is no longer known."""
    return replace(type_, literal=None)


def need(kind: Kind, value: Type, node: ast.AST, does: Message) -> None:
    """See that a value is of the kind needed to do something ("be added"); raises FormulaError."""
    if kind == "date" and isinstance(value.literal, str) and is_iso(value.literal):
        return
    if value.kind not in (kind, "unknown"):
        hint = NOTHING
        if kind == "yes-no":
            hint = msg("compare it with something, for example >= 0.8")
        elif value.kind == "yes-no":
            hint = msg("write: 1 if … else 0")
        raise FormulaError(
            "type-mismatch",
            msg(
                "{part} is {kind}, so it cannot {does}: it must be {wanted}.",
                part=say(node),
                kind=value.words,
                does=does,
                wanted=Type(kind).words,
            ),
            node,
            hint,
        )


def say(node: ast.AST) -> Message:
    """Name a part of a formula at the beginning of a message."""
    if isinstance(node, (ast.Name, ast.Attribute, ast.Constant, ast.Call)):
        return plain(ast.unparse(node))
    return msg("This", "the marked part of a formula")


def is_iso(text: str) -> bool:
    """Whether a text is a date such as 2026-03-01."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
