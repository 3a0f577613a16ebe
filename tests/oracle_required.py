"""The oracle's reading of what a source requires of its lines: each line by itself, looking through all others."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle_formula import Formulas
from tests.oracle_values import divided

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.oracle_formula import Local
    from tests.oracle_values import Value

    Line = Mapping[str, Value]  # by the names that formulas over lines know

OTHERS = ("total", "mean", "lowest", "highest", "share")
EARLIER = ("is_first", "seen_before")


@dataclass(frozen=True)
class Refused:
    """Lines that are told together: their places in the file, and what the first of them came to.

    `holds`: False, or None where it cannot be decided; `found` is what stands left of the sign of a comparison.
    """

    places: tuple[int, ...]
    holds: bool | None
    found: Value


def refused(check: ast.expr, lines: Sequence[Line], asked: Sequence[bool]) -> list[Refused]:
    """The lines for which a condition is not true, in groups of those that it takes together.

    Only some lines are `asked`; a condition may look at the others too.
    """
    formulas = _OfLines(lines)
    left = check.left if isinstance(check, ast.Compare) and not isinstance(check.left, ast.Constant) else None
    groups: dict[object, list[tuple[int, bool | None, Value]]] = {}
    for at, line in enumerate(lines):
        holds = formulas.of(line, check) if asked[at] else True
        if asked[at] and None in [formulas.of(line, where) for where in _where(check)]:
            holds = None  # whether the check is about this line too
        if holds is not True:
            together = tuple(line[name] for name in _within(check)) or at
            found = formulas.of(line, left) if left is not None else None
            groups.setdefault(together, []).append((at, holds, found))
    return [Refused(tuple(at for at, *_ in group), *group[0][1:]) for group in groups.values()]


def _within(check: ast.expr) -> list[str]:
    calls = [n for n in ast.walk(check) if isinstance(n, ast.Call) and n.func.id in OTHERS]
    stated = [k.value for call in calls for k in call.keywords if k.arg == "within"]
    parts = [p for it in stated for p in (it.elts if isinstance(it, (ast.Tuple, ast.List)) else [it])]
    return list(dict.fromkeys(p.id for p in parts))


def _where(check: ast.expr) -> list[ast.expr]:
    """By what functions inside a check choose lines."""
    calls = [n for n in ast.walk(check) if isinstance(n, ast.Call)]
    return [k.value for call in calls for k in call.keywords if k.arg == "where"]


class _OfLines(Formulas):
    def __init__(self, lines: Sequence[Line]):
        super().__init__(lambda name: self.line[name], {}, [], self._others)
        self.lines = lines

    def of(self, line: Line, tree: ast.expr) -> Value:
        """The value of a formula for a line."""
        was = getattr(self, "line", line)
        self.line = line
        value = self.compute(tree, {})
        self.line = was
        return value

    def _call(self, tree: ast.Call, local: Local) -> Value:
        name = tree.func.id
        if name == "hours_between":
            begin, end = (self.compute(a, local) for a in tree.args)
            return None if begin is None or end is None else Fraction((end - begin).days * 24)
        return self._earlier(tree) if name in EARLIER else super()._call(tree, local)

    def _alike(self, parts: Sequence[ast.expr], where: ast.expr | None) -> list[Line] | None:
        """The lines in which some parts are as in this one, and a condition holds; None where a part is missing here."""
        own = [self.compute(part, {}) for part in parts]
        if None in own:
            return None
        return [line for line in self.lines
                if [self.of(line, part) for part in parts] == own and (where is None or self.of(line, where) is True)]  # fmt: skip

    def _others(self, call: ast.Call, _local: Local) -> Value:
        stated = {k.arg: k.value for k in call.keywords}
        within = stated.get("within")
        parts = within.elts if isinstance(within, (ast.Tuple, ast.List)) else [within] if within is not None else []
        alike = self._alike(parts, stated.get("where"))
        of = call.args[0]
        values = [v for line in alike or () if (v := self.of(line, of)) is not None]
        if not values:
            return None
        total = sum(values, Fraction(0))
        match call.func.id:
            case "total":
                return total
            case "mean":
                return total / len(values)
            case "lowest":
                return min(values)
            case "highest":
                return max(values)
        return divided(self.compute(of, {}), total)

    def _earlier(self, call: ast.Call) -> Value:
        stated = {k.arg: k.value for k in call.keywords}
        within = stated.get("within")
        parts = within.elts if isinstance(within, (ast.Tuple, ast.List)) else [within] if within is not None else []
        alike = self._alike([call.args[0], *parts], stated.get("where"))
        today = self.line["day"]
        if alike is None or today is None:
            return None
        before = [line["day"] for line in alike if line["day"] is not None and line["day"] < today]
        if call.func.id == "is_first":
            return not before
        months = stated.get("months")
        return any(months is None or _later(day, int(months.value)) >= today for day in before)


def _later(day: date, months: int) -> date:
    """The same day so many months later, all days being below the 29th."""
    at = day.year * 12 + day.month - 1 + months
    return date(at // 12, at % 12 + 1, day.day)
