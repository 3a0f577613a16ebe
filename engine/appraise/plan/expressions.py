"""Formulas and settings to columns: what every part of a plan is compiled from."""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, assert_never

from appraise.diagnostics import Diagnostics
from appraise.formula.syntax.grammar import Formula, parse
from appraise.plan.emitting import Emitter
from appraise.plan.lifting import lifted
from appraise.plan.operations import Choose, Clamp, Compute, InForce, IsInForce, IsInTier, IsLabel
from appraise.plan.steps import Clause, Operand
from appraise.policy.meaning.scope import labels_of
from appraise.policy.meaning.unfinished import as_of_a_day
from appraise.policy.values import OTHERWISE, ByLabel, Constant, Dated, Placed, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from appraise.diagnostics import Where
    from appraise.policy.model import Boundary, Ruleset

T = TypeVar("T", bound=Placed)


@dataclass
class Expressions(Emitter):
    """Compiles formulas, settings in all their forms, choices, limits and conditions."""

    def formula(self, formula: Formula, name: str, clause: Clause, local: Mapping[str, str] | None = None) -> Operand:
        """Compile a formula; one that is just a name or a number needs no step."""
        local = local or {}
        plain = lifted(self, formula, clause, local)
        if plain is not None:
            formula, local = plain, {}
        tree = formula.tree
        if isinstance(tree, ast.Name) and tree.id not in self.ruleset.functions:
            return self.operand(local.get(tree.id, tree.id))
        if isinstance(tree, ast.Attribute):
            return self.operand(next(iter(formula.names)))
        if isinstance(tree, ast.Constant) and isinstance(tree.value, float):
            return tree.value
        names, key = everything(formula, self.ruleset)
        inputs = tuple(self.operand(local.get(n, n)) for n in names)
        return self.emit(name, Compute(key, names, formula, self.ruleset.functions), inputs, clause)

    def computed(self, text: str, name: str, clause: Clause, **parts: Operand) -> Operand:
        """Compile a formula of a method's own: `computed("100 * power(x, n)", name, clause, x=attainment, n=exponent)`."""
        diagnostics = Diagnostics()
        formula = parse(text, lambda _begin, _end: clause.where, diagnostics)
        assert formula is not None, diagnostics.found  # noqa: S101 - it is written by a programmer
        for node in ast.walk(formula.tree):
            if isinstance(node, ast.Name) and node.id in parts:
                node.id = f"({node.id})"  # which no policy can call anything, so that it is not taken for what it knows
        names = tuple(f"({part})" for part in parts)
        return self.emit(name, Compute(formula.key, names, formula, {}), tuple(parts.values()), clause)

    def setting(self, setting: Setting, name: str, clause: Clause, local: Mapping[str, str] | None = None) -> Operand:
        """Compile a setting in any of its forms."""
        match setting:
            case Constant():
                return setting.value
            case Formula():
                return self.formula(setting, name, clause, local)
            case ByLabel():
                return self.choose(setting, lambda part, at: self.setting(part, at, clause, local), name, clause)
            case Dated():
                return self._in_force(setting, name, clause, local)
            case _:
                assert_never(setting)

    def _in_force(self, setting: Dated, name: str, clause: Clause, local: Mapping[str, str] | None) -> Operand:
        """Compile values by day: the one in force at the end of the period."""
        ends = [day.toordinal() for day, _ in setting.values[1:]]
        values: list[Operand] = []
        for (day, part), until in zip(setting.values, [*ends, None], strict=True):
            at = Clause(clause.title, part.where)
            with self.branch(IsInForce(day.toordinal(), until), "period_end", name, str(day), at):
                values.append(self.setting(part, f"{name}[{day}]", clause, local))
        days = tuple(day.toordinal() for day, _ in setting.values)
        return self.emit(name, InForce(days), ("period_end", *values), clause)

    def number(self, setting: Setting | None, name: str, clause: Clause,
               local: Mapping[str, str] | None = None, instead: float = 0.0) -> Operand:  # fmt: skip
        """Compile a setting that may be absent."""
        return instead if setting is None else self.setting(setting, name, clause, local)

    def choose(
        self, lookup: ByLabel[T], compile_part: Callable[[T, str], Operand], name: str, clause: Clause
    ) -> Operand:
        """Choose between values by label; labels that have none are an error when they occur."""
        by = self.formula(lookup.by, f"{name} by", clause)
        labels = tuple(lookup.values)
        parts: list[Operand] = []
        for label, part in lookup.values.items():
            at = Clause(clause.title, part.where)
            with self.branch(IsLabel((label,), inverse=False), by, name, label, at):
                parts.append(compile_part(part, f"{name}[{label}]"))
        if lookup.otherwise is not None:
            at = Clause(clause.title, lookup.otherwise.where)
            with self.branch(IsLabel(labels, inverse=True), by, name, OTHERWISE, at):
                parts.append(compile_part(lookup.otherwise, f"{name}[{OTHERWISE}]"))
        column = self.emit(name, Choose(labels, lookup.otherwise is not None), (by, *parts), clause)
        known = labels_of(lookup, self.scope)
        complete = known is not None and set(known) <= set(labels) and lookup.by.name in ("cohort", "grade")
        if lookup.otherwise is None and not complete:
            self.check("no-setting", "unlisted", (by,), f"{name} by {lookup.by.name}", labels)
        return column

    def clamped(self, column: Operand, low: Setting | None, high: Setting | None, name: str, limits: tuple[str, str],
                clause: Clause, local: Mapping[str, str] | None = None) -> Operand:  # fmt: skip
        """Limit a column where limits are stated; `limits` names the two for messages."""
        if low is None and high is None:
            return column
        least = self.number(low, limits[0], clause, local, -math.inf)
        most = self.number(high, limits[1], clause, local, math.inf)
        return self.emit(name, Clamp(), (column, least, most), clause)

    def by_tier(self, tiers: Sequence[tuple[Constant, Setting]], boundary: Boundary, measure: Operand, name: str,
                clause: Clause, local: Mapping[str, str] | None = None) -> tuple[Operand, ...]:  # fmt: skip
        """Compile one value per tier; what is wrong with one concerns only those who are in that tier."""
        highs = [bound.value for bound, _ in tiers[1:]]
        values: list[Operand] = []
        for (bound, setting), high in zip(tiers, [*highs, math.inf], strict=True):
            tier = IsInTier(bound.value, high, boundary)
            with self.branch(tier, measure, name, bound.text, Clause(clause.title, bound.where)):
                values.append(self.setting(setting, f"{name} from {bound.text}", clause, local))
        return tuple(values)

    def condition(self, name: str, when: Formula, title: str, where: Where, code: str = "undecided") -> Operand:
        """Compile a condition that decides something; one that cannot be decided is an error, of the code that is given."""
        column = self.formula(self.judged(when), name, Clause(title, where))
        self.concerns(name, "", Clause(title, where), column)
        self.check(code, "undecided", (column,), name, warn=code != "undecided")
        return column

    def judged(self, when: Formula) -> Formula:
        """A condition as it is judged: as of a day without what compares the unfinished period with whole ones."""
        return as_of_a_day(when, self.ruleset) if self.provisional else when


def everything(formula: Formula, ruleset: Ruleset) -> tuple[tuple[str, ...], str]:
    """All names that a formula reads, also through functions, and a key of its whole meaning."""
    names = set(formula.names)
    key, todo, seen = [formula.key], list(formula.called), set[str]()
    while todo:
        called = todo.pop()
        if called in ruleset.functions and called not in seen:
            seen.add(called)
            function = ruleset.functions[called]
            names |= set(function.body.names) - set(function.arguments)
            todo += function.body.called
            key.append(f"{called}({function.arguments}) {function.body.key}")
    return tuple(sorted(names)), " | ".join(key)
