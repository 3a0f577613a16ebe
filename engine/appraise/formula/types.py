"""What kind of thing a formula gives, found before any data is read."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from appraise.diagnostics import suggest
from appraise.formula.beyond import BEYOND, type_of_call
from appraise.formula.functions import FUNCTIONS
from appraise.formula.kinds import NUMBER, TEXT, UNKNOWN, YES_NO, Kind, Type, is_iso, need, say
from appraise.formula.lines import LINE_FUNCTIONS
from appraise.formula.measured import go_together
from appraise.formula.syntax.grammar import LOOKUP, PERCENT, FormulaError
from appraise.texts import NOTHING, Listed, Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Warn = Callable[[str, Message, ast.expr, Message], None]  # code, message, the part that is meant, hint


_DONE_BY = {"+": msg("be added"), "-": msg("be subtracted"), "*": msg("be multiplied"), "/": msg("be divided")}
_DAYS = tuple(float(day) for day in range(1, 31))


class TypeAlgebra:
    """Checks a formula; `look_up` gives the type of a name, `look_in` what a table gives."""

    def __init__(
        self,
        look_up: Callable[[str, ast.expr], Type],
        warn: Warn,
        known_functions: Sequence[str] = (),
        look_in: Callable[[ast.Call, Sequence[Type]], Type] | None = None,
    ):
        self.look_up = look_up
        self.warn = warn
        self.look_in = look_in
        self.known_functions = known_functions

    def constant(self, node: ast.Constant, value: float | str | bool) -> Type:
        """Numbers, texts, True and False."""
        if isinstance(value, bool):
            return replace(YES_NO, literal=value)
        if isinstance(value, str):
            return Type("text", labels=(value,), literal=value)
        return replace(NUMBER, literal=value, as_percent=getattr(node, PERCENT, False))

    def name(self, node: ast.expr, name: str) -> Type:
        """The type of what the name stands for."""
        return self.look_up(name, node)

    def unary(self, node: ast.expr, sign: str, value: Type) -> Type:
        """`not` takes a condition, `-` a number."""
        kind: Kind = "yes-no" if sign == "not" else "number"
        operand = node.operand if isinstance(node, ast.UnaryOp) else node
        need(kind, value, operand, msg("be used with `{sign}`", sign=sign))
        literal = value.literal
        if sign == "-" and isinstance(literal, float):
            return replace(value, literal=-literal)
        return YES_NO if sign == "not" else value

    def binary(self, node: ast.BinOp, sign: str, left: Type, right: Type) -> Type:
        """Arithmetic takes numbers; a money over a money is a share."""
        if sign == "-" and left.kind == right.kind == "date":
            raise FormulaError(
                "type-mismatch",
                msg("Dates are not subtracted with a minus."),
                node,
                msg("write days_between(from, to) or months_between(from, to)"),
            )
        for value, operand in ((left, node.left), (right, node.right)):
            need("number", value, operand, _DONE_BY[sign])
        if sign == "/":
            if right.literal == 0:
                raise FormulaError("type-mismatch", msg("Nothing can be divided by 0."), node.right)
            unit = "percent" if left.unit and left.unit == right.unit else left.unit if not right.unit else ""
        elif sign == "*":
            units = {left.unit, right.unit} - {"", "percent"}
            unit = units.pop() if len(units) == 1 else ""
        else:
            unit = left.unit if left.unit == right.unit else left.unit or right.unit
            if {left.unit, right.unit} == {"percent", ""}:
                unit = "percent"
        if sign in "+-":
            return Type("number", unit, measured=go_together(node, [(left, node.left), (right, node.right)]))
        share = sign == "/" and left.measured and left.measured == right.measured
        return Type("number", unit, measured="percent" if share else "")

    def compare(self, node: ast.Compare, sign: str, left: Type, right: Type) -> Type:
        """Things of one kind compare; texts only by == and !=, unless their labels have an order."""
        if UNKNOWN in (left, right):
            return YES_NO
        if left.kind == "date" or right.kind == "date":
            _dates(node, left, right)
            return YES_NO
        if left.kind != right.kind:
            number = left.literal if isinstance(left.literal, float) else right.literal
            quoted = "text" in (left.kind, right.kind) and isinstance(number, float)
            raise FormulaError(
                "type-mismatch",
                msg(
                    "{part} is {kind} and is compared with {other}.",
                    part=say(node.left),
                    kind=left.words,
                    other=right.words,
                ),
                node,
                msg("if it is a label, put it in quotes: '{number:g}'", number=number) if quoted else NOTHING,
            )
        if left.kind == "text":
            _texts(node, sign, left, right)
        elif left.kind == "yes-no" and sign not in ("==", "!="):
            raise FormulaError("type-mismatch", msg("Conditions are not compared by < or >."), node)
        if left.kind == "number":
            go_together(node, [(left, node.left), (right, node.comparators[-1])])
        for one, other in ((left, right), (right, left)):
            plain = isinstance(other.literal, float) and not other.as_percent
            if one.unit == "percent" and plain and isinstance(other.literal, float) and abs(other.literal) > 5:
                self.warn(
                    "percent-or-ratio",
                    msg("A percent is compared with {number:g}; 95% is 0.95.", number=other.literal),
                    node,
                    msg("write {number:g}%", number=other.literal),
                )
        return YES_NO

    def logic(self, node: ast.expr, sign: str, values: Sequence[Type]) -> Type:
        """`and` and `or` join conditions."""
        operands = node.values if isinstance(node, ast.BoolOp) else [node] * len(values)
        for value, operand in zip(values, operands, strict=True):
            need("yes-no", value, operand, msg("be joined by `{sign}`", sign=sign))
        return YES_NO

    def choose(self, node: ast.IfExp, test: Type, yes: Type, no: Type) -> Type:
        """The condition decides; both values are of one kind."""
        need("yes-no", test, node.test, msg("decide an `if`"))
        return _common(node, [(yes, node.body), (no, node.orelse)], msg("Both values of an `if`"))

    def _is_value(self, name: str, node: ast.expr) -> bool:
        try:
            self.look_up(name, node)
        except FormulaError:
            return False
        return True

    def call(
        self, node: ast.Call, name: str, arguments: Sequence[Type], keywords: Mapping[str, Sequence[Type]]
    ) -> Type:
        """Check number and kinds of the values that a function is given."""
        if name in BEYOND:
            return type_of_call(node, name, arguments, keywords)
        if name in LINE_FUNCTIONS:
            raise FormulaError(
                "unknown-function",
                msg("{name} speaks of single lines, so it stands only in measures.", name=name),
                node.func,
                msg("make a measure with it, and use the measure here"),
            )
        if name not in FUNCTIONS:
            hint = suggest(name, [*FUNCTIONS, *BEYOND, *self.known_functions])
            if self._is_value(name, node.func):
                hint = msg("{name} is a value; to multiply, write {name} * (…)", name=name)
            raise FormulaError("unknown-function", msg("There is no function {name}.", name=name), node.func, hint)
        function = FUNCTIONS[name]
        if node.keywords:
            raise FormulaError("wrong-arguments", msg("{name} takes no named values.", name=name), node)
        if name == LOOKUP and self.look_in is not None:
            return self.look_in(node, arguments)
        if not function.least <= len(arguments) <= function.most:
            raise FormulaError(
                "wrong-arguments",
                msg("{name} needs {values}.", name=name, values=function.says()),
                node,
                msg("write {form}", form=function.form),
            )
        for value, operand, i in zip(arguments, node.args, range(9), strict=False):
            kind = function.takes[min(i, len(function.takes) - 1)]
            if kind != "any":
                need(kind, value, operand, msg("be given to {function}", function=name))
        if name == "round" and len(arguments) == 2 and arguments[1].literal not in (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0):
            raise FormulaError("wrong-arguments", msg("round takes a number of places from 0 to 6."), node.args[1])
        if name == "calendar_months_between" and len(arguments) == 3 and arguments[2].literal not in _DAYS:
            raise FormulaError(
                "wrong-arguments",
                msg("The last day that counts for its own month is a whole number from 1 to 30."),
                node.args[2],
                msg("write calendar_months_between(from, to, 15)"),
            )
        if function.gives == "same":
            return _common(
                node, list(zip(arguments, node.args, strict=True)), msg("The values of {function}", function=name)
            )
        return YES_NO if function.gives == "yes-no" else Type("number", function.unit)


def _common(node: ast.expr, values: Sequence[tuple[Type, ast.expr]], what: Message) -> Type:
    known = [t for t, _ in values if t != UNKNOWN]
    if not known:
        return UNKNOWN
    if len({t.kind for t in known}) > 1:
        kinds = Listed(tuple(dict.fromkeys(t.words for t in known)), "and")
        raise FormulaError(
            "type-mismatch", msg("{what} must be of one kind, here they are {kinds}.", what=what, kinds=kinds), node
        )
    first = known[0]
    if first.kind != "text":
        units = {t.unit for t in known if t.unit}
        measured = go_together(node, values) if first.kind == "number" else ""
        return Type(first.kind, units.pop() if len(units) == 1 else "", measured=measured)
    if all(t.labels is not None for t in known):
        ordered = [t for t in known if t.ordered]
        if ordered and all(set(t.labels or ()) <= set(ordered[0].labels or ()) for t in known):
            return replace(ordered[0], literal=None)
        return Type("text", labels=tuple(dict.fromkeys(x for t in known for x in t.labels or ())))
    return TEXT


def _dates(node: ast.Compare, left: Type, right: Type) -> None:
    for one in (left, right):
        if one.kind == "date":
            continue
        if not is_iso(str(one.literal)):
            raise FormulaError(
                "type-mismatch",
                msg("A date is compared with {other}.", other=one.words),
                node,
                msg("write a date as '2026-03-01', in quotes"),
            )


def _texts(node: ast.Compare, sign: str, left: Type, right: Type) -> None:
    if sign not in ("==", "!=") and not (left.ordered or right.ordered):
        raise FormulaError(
            "type-mismatch",
            msg("{part} is text, which has no order: only == and != compare it.", part=say(node.left)),
            node,
        )
    for one, other in ((left, right), (right, left)):
        if isinstance(other.literal, str) and one.labels is not None and other.literal not in one.labels:
            raise FormulaError(
                "unknown-label",
                msg("This is never equal to {label!r}.", label=other.literal),
                node,
                suggest(other.literal, one.labels),
            )
