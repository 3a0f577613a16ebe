"""Values and what formulas met, each figure written with as many places as it takes for every sum to come out."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING, TypeGuard

from appraise.execution.explaining.behind import places_needed
from appraise.formula.beyond import BEYOND
from appraise.formula.kinds import NUMBER, Type
from appraise.formula.syntax.grammar import LOOKUP, Formula, named
from appraise.formula.syntax.text import Typed
from appraise.plan.lifting import spelled
from appraise.policy import columns as col
from appraise.policy.columns import PARTS
from appraise.policy.meaning.parts import PLACES_HANDED_OUT
from appraise.policy.meaning.scope import Scope
from appraise.policy.meaning.units import unit_of, unit_shown
from appraise.policy.values import Constant
from appraise.policy.words import number_in_words
from appraise.report.explanation.phrases import phrase
from appraise.report.explanation.values import day, money, number, percent, unrounded
from appraise.report.words import word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraise.execution.explaining.explain import Explanation, Fact, Value
    from appraise.plan.steps import Operand
    from appraise.policy.columns import IndicatorPart, IndicatorStep

_LEAST = {"money": 2}  # decimal places of a unit; others have four


class Written:
    """Writes the figures of one explanation, each in the same way wherever it stands."""

    def __init__(self, it: Explanation):
        self.it, self.ruleset = it, it.plan.ruleset
        self.scope = Scope(self.ruleset, set())
        self.money = {fact.step.name for id_ in self.ruleset.rewards for fact in it.trails.get(id_, ())}
        self.kinds = {o: self.kind(n) for n, o in it.plan.names.items() if isinstance(o, str) and n in self._typed()}
        told = (
            fact for name, fact in it.facts.items() if ".category_score" not in name
        )  # a mean is told without its sum
        self.places = places_needed(tuple(told), self._stated(), self._least)

    def _typed(self) -> set[str]:
        r = self.ruleset
        told: tuple[IndicatorPart | IndicatorStep, ...] = (*PARTS, "projection", "target/whole")
        parts = {col.indicator(i, part) for i in r.indicators for part in told}
        return {*r.data.fields, *r.measures, *r.derive, *r.rewards, "total_reward", *parts}

    def _stated(self) -> dict[str, int]:
        """The places of what is rounded by the policy, whatever is made of it."""
        r, names = self.ruleset, self.it.plan.names
        stated = dict.fromkeys((*r.rewards, "total_reward"), r.conventions.rounding.money)
        stated["score"] = r.conventions.rounding.score
        handed_out = (budget for budget in r.budgets.values() if budget.mode == "hand_out")
        stated |= {
            col.reward(reward, "claimed"): PLACES_HANDED_OUT for budget in handed_out for reward in budget.covers
        }
        return {str(names[n]): places for n, places in stated.items() if isinstance(names.get(n), str)}

    def _least(self, column: str) -> int:
        return 2 if column in self.money else _LEAST.get(self.kinds.get(column, NUMBER).unit, 4)

    def kind(self, name: str) -> Type:
        """The type of a name; a target is in the unit of the value that it is compared with."""
        head, _, part = name.partition(".")
        if part in ("value", "target", "target/whole", "projection") and head in self.ruleset.indicators:
            indicator = self.ruleset.indicators[head]
            known = self.scope.quiet(indicator.value)
            return known if known.kind != "number" else Type("number", unit_of(indicator, self.ruleset))
        known = self.scope.type_of(name)
        shown = self.ruleset.results.get(name)
        return Type("number", unit_shown(name, known, self.ruleset)) if shown is not None and shown.unit else known

    def value(self, name: str, kind: Type | None = None) -> str:
        """Write the value of a name."""
        return self.of(self.it.plan.names.get(name, name), self.it.value(col.named(name)), kind or self.kind(name))

    def plain(self, name: str) -> str:
        """Write the number of a name that has no unit: a score, a weight."""
        return self.of(self.it.plan.names.get(name, name), self.it.value(col.named(name)), NUMBER)

    def of(self, column: Operand, value: Value, kind: Type) -> str:
        """Write a value of a column."""
        if value is None:
            return "–"
        if isinstance(value, bool):
            return word("yes" if value else "no", self.ruleset.language)
        if not isinstance(value, float):
            return value
        if kind.kind == "date":
            return day(value)
        places = self.places.get(column, _LEAST.get(kind.unit, 4)) if isinstance(column, str) else 12
        writer = {"percent": percent, "money": money}.get(kind.unit, number)
        return writer(value, places)

    def input(self, fact: Fact, i: int, kind: Type = NUMBER) -> str:
        """Write what went into a step."""
        return self.of(fact.step.inputs[i], fact.inputs[i], kind)

    def output(self, fact: Fact, kind: Type = NUMBER) -> str:
        """Write what came out of a step."""
        return self.of(fact.step.name, fact.output, kind)

    def given(self, *formulas: Formula, local: Mapping[str, str] | None = None) -> str:
        """The values that formulas met: " (tenure = 5, streak(grade == 'D') = 2)"."""
        given: dict[str, str] = {}
        for formula in formulas:
            for name in sorted({*self._names(formula)}):
                full = (local or {}).get(name, name)
                if "(" in full and full in self.it.values:  # a call that has a step of its own
                    given[full] = self._called(ast.parse(full, mode="eval").body, formula)
                elif full in self.it.values:
                    title = self.title(full)
                    shown = name if title.casefold() in ("", name.casefold()) else f"{name} {title}"
                    given[shown] = self._known(full)
            for node in filter(has_step, ast.walk(formula.tree)):
                if spelled(node) in self.it.values:
                    given[spelled(node)] = self._called(node, formula)
        shown = ", ".join(f"{name} = {value}" for name, value in given.items())
        return phrase("given", self.ruleset.language, given=shown) if shown else ""

    def _names(self, formula: Formula) -> set[str]:
        """The names of a formula, and those inside the functions that it calls."""
        names, todo, seen = {name for name, _ in named(formula.tree, has_step)}, list(formula.called), set[str]()
        while todo:
            called = todo.pop()
            function = self.ruleset.functions.get(called)
            if function is not None and called not in seen:
                seen.add(called)
                names |= set(function.body.names) - set(function.arguments)
                todo += function.body.called
        return names

    def _known(self, name: str) -> str:
        parameter = self.ruleset.parameters.get(name)
        if isinstance(parameter, Constant):
            return number_in_words(parameter)
        shown, before = self.value(name), self.it.maybe(col.exact(name))
        exact = unrounded(before, self.it.value(col.named(name)), share=self.kind(name).unit == "percent")
        return phrase("before_rounding", self.ruleset.language, value=shown, exact=exact) if exact else shown

    def title(self, name: str) -> str:
        """What people call a field, a measure or a figure; blank for all else."""
        r = self.ruleset
        if name in r.results and r.results[name].title:
            return r.results[name].title
        if name in r.data.fields:
            return r.data.fields[name].columns[0]
        if name in r.measures:
            return r.measures[name].title
        head, _, part = name.partition(".")
        if head in r.indicators and part:
            return f"{r.indicators[head].title} {word('score_of' if part == 'score' else part, r.language)}"
        return r.rewards[name].title if name in r.rewards else ""

    def kind_of_call(self, name: str) -> Type:
        """The type of a call that has a step of its own, by its name."""
        typed = Typed(name, ())
        tree = ast.parse(name, mode="eval").body
        return self.scope.quiet(Formula(name, tree, typed, lambda _begin, _end: self.ruleset.where, name))

    def _called(self, node: ast.expr, formula: Formula) -> str:
        name = spelled(node)
        return self.value(name, self.scope.quiet(replace(formula, tree=node)))


def has_step(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether a call has a column of its own, which is shown in place of what stands in it."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in (*BEYOND, LOOKUP)
