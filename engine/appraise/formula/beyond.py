"""The functions that look beyond a row: at peers of the same period, and at an employee's own earlier periods.

They cannot be computed from a row's own values, so the plan makes a step of its own of each (plan/lifting.py).
"""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING, Literal, NamedTuple

from appraise.formula.kinds import Type, dropped_literal, need
from appraise.formula.syntax.grammar import FormulaError
from appraise.texts import Listed, msg, msgs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


MOST_PERIODS = 120


class Beyond(NamedTuple):
    """One function. `takes` is the kind of its value; `second` what a second value is, where there is one.

    `before`: it looks at earlier periods only, so that its value may be the very thing that is being computed.
    """

    form: str
    family: Literal["peers", "history"]
    takes: Literal["number", "yes-no", "any"]
    gives: Literal["number", "same", "share", "count"]
    meaning: str
    second: Literal["", "periods", "periods?", "share"] = ""
    keywords: tuple[str, ...] = ()
    before: bool = False


_GROUP = ("within", "where")
_LAST = ("including_this", "at_least")
BEYOND: dict[str, Beyond] = {
    "total": Beyond("total(x, within=region)", "peers", "number", "same", "the sum over the peers", keywords=_GROUP),
    "mean": Beyond("mean(x, within=region)", "peers", "number", "same", "the average of the peers", keywords=_GROUP),
    "median": Beyond("median(x)", "peers", "number", "same", "the middle value of the peers", keywords=_GROUP),
    "lowest": Beyond("lowest(x)", "peers", "number", "same", "the smallest value among the peers", keywords=_GROUP),
    "highest": Beyond("highest(x)", "peers", "number", "same", "the largest value among the peers", keywords=_GROUP),
    "quantile": Beyond("quantile(x, 75%)", "peers", "number", "same",
                       "the value below which that share of the peers lies, as QUARTILE.INC of spreadsheets",
                       second="share", keywords=_GROUP),
    "share": Beyond("share(x, within=region)", "peers", "number", "share", "own value / total of the peers",
                    keywords=_GROUP),
    "rank": Beyond("rank(x)", "peers", "number", "count", "1 for the largest; ties share the better place",
                   keywords=_GROUP),
    "percentile": Beyond("percentile(x)", "peers", "number", "share",
                         "share of the other peers with less, as PERCENTRANK.INC; alone 100%", keywords=_GROUP),
    "previous": Beyond("previous(x)", "history", "any", "same", "the value one (or n) periods before",
                       second="periods?", before=True),
    "last_known": Beyond("last_known(x)", "history", "any", "same",
                         "the value in the latest earlier period that has one (of the n before this one)",
                         second="periods?", before=True),
    "change": Beyond("change(x)", "history", "number", "share", "x / previous(x) - 1"),
    "mean_of_last": Beyond("mean_of_last(x, 3)", "history", "number", "same", "the average of the n periods before this one",
                           second="periods", keywords=_LAST, before=True),
    "sum_of_last": Beyond("sum_of_last(x, 3)", "history", "number", "same", "the sum of the n periods before this one",
                          second="periods", keywords=_LAST, before=True),
    "year_to_date": Beyond("year_to_date(x)", "history", "number", "same",
                           "the sum from the first period of the calendar year up to this one"),
    "streak": Beyond("streak(condition)", "history", "yes-no", "count",
                     "for how many periods, up to this one, the condition has held without a break"),
}  # fmt: skip


def only_before(call: ast.Call) -> bool:
    """Whether a call of the language reads nothing but earlier periods."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return name in BEYOND and BEYOND[name].before and not including_this(call)


def including_this(call: ast.Call) -> bool:
    """Whether `including_this=True` stands in the call."""
    return any(k.arg == "including_this" and isinstance(k.value, ast.Constant) and k.value.value is True
               for k in call.keywords)  # fmt: skip


def number_of(call: ast.Call, default: float = 1.0) -> float:
    """The second value of a checked call, which is a plain number."""
    second = call.args[1] if len(call.args) > 1 else None
    return float(second.value) if isinstance(second, ast.Constant) and isinstance(second.value, float) else default


def at_least(call: ast.Call, default: int) -> int:
    """The stated smallest number of periods."""
    for keyword in call.keywords:
        it = keyword.value
        if keyword.arg == "at_least" and isinstance(it, ast.Constant) and isinstance(it.value, float):
            return int(it.value)
    return default


def type_of_call(node: ast.Call, name: str, values: Sequence[Type], keywords: Mapping[str, Sequence[Type]]) -> Type:
    """Check a call and give its type; raises FormulaError."""
    function = BEYOND[name]
    _count(node, name, function)
    strange = [k for k in node.keywords if k.arg not in function.keywords]
    if strange:
        known = Listed(tuple(f"{k}=" for k in function.keywords))
        raise FormulaError(
            "wrong-arguments",
            msg("{name} takes no {arg}=.", name=name, arg=strange[0].arg),
            strange[0].value,
            msg("it takes {names}", names=known) if known.items else msg("write {form}", form=function.form),
        )
    if function.takes != "any":
        need(function.takes, values[0], node.args[0], msg("be given to {function}", function=name))
    if function.second and len(node.args) > 1:
        _second(node, function, name)
    for keyword in node.keywords:
        _keyword(keyword, name, keywords[keyword.arg or ""], number_of(node, math.inf))
    if function.gives == "same":
        return dropped_literal(values[0])
    return Type("number", {"share": "percent", "count": "count"}.get(function.gives, ""))


def _count(node: ast.Call, name: str, function: Beyond) -> None:
    least = 2 if function.second in ("periods", "share") else 1
    most = 2 if function.second else 1
    if not least <= len(node.args) <= most:
        raise FormulaError(
            "wrong-arguments",
            msgs("{name} is given {n} value.", "{name} is given {n} values.", len(node.args), name=name),
            node,
            msg("write {form}", form=function.form),
        )


def _second(node: ast.Call, function: Beyond, name: str) -> None:
    second = node.args[1]
    value = second.value if isinstance(second, ast.Constant) else None
    if function.second == "share":
        if not isinstance(value, float) or not 0 <= value <= 1:
            raise FormulaError(
                "wrong-arguments",
                msg("{name} needs a share between 0% and 100%.", name=name),
                second,
                msg("write {form}", form=function.form),
            )
    elif not _is_periods(value):
        raise FormulaError(
            "wrong-arguments",
            msg("{name} needs a whole number of periods, from 1 to {most}.", name=name, most=MOST_PERIODS),
            second,
            msg("write {form}", form=function.form),
        )


def _is_periods(value: object) -> bool:
    return isinstance(value, float) and value == int(value) and 1 <= value <= MOST_PERIODS


def _keyword(keyword: ast.keyword, name: str, types: Sequence[Type], periods: float) -> None:
    it = keyword.value
    literal: object = it.value if isinstance(it, ast.Constant) else None
    match keyword.arg:
        case "where":
            need("yes-no", types[0], it, msg("choose peers"))
        case "within":
            parts = it.elts if isinstance(it, (ast.Tuple, ast.List)) else [it]
            for part, kind in zip(parts, types, strict=True):
                need("text", kind, part, msg("group peers"))
        case "including_this":
            if not isinstance(literal, bool):
                raise FormulaError(
                    "wrong-arguments",
                    msg("including_this is True or False."),
                    it,
                    msg("write {name}(x, 3, including_this=True)", name=name),
                )
        case _:
            if not _is_periods(literal):
                raise FormulaError(
                    "wrong-arguments",
                    msg("at_least is a whole number from 1 to {most}.", most=MOST_PERIODS),
                    it,
                    msg("write {name}(x, 3, at_least=1)", name=name),
                )
            if isinstance(literal, float) and literal > periods:
                raise FormulaError(
                    "wrong-arguments",
                    msg(
                        "at_least={least:g} is more than the {periods:g} periods looked at: there is never a value.",
                        least=literal,
                        periods=periods,
                    ),
                    it,
                    msg("write at_least={periods:g}, or less", periods=periods),
                )
