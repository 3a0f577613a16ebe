"""One person's result in words and numbers, clause by clause, each with its line of the ruleset."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeGuard

from engine.diagnostics import Where
from engine.formula.beyond import BEYOND
from engine.formula.grammar import LOOKUP, named
from engine.plan import operations as op
from engine.plan.lifting import spelled
from engine.policy.model import Rule, Standing
from engine.policy.scope import Scope
from engine.policy.values import Lookup
from engine.report.explanation_grades import GradeTeller
from engine.report.explanation_pay import PayTeller, clamped
from engine.report.explanation_tables import lookup_in_words
from engine.report.lines import measures_explained
from engine.report.phrases import phrase
from engine.report.policy import rule_in_words
from engine.report.provisional import provisional_line
from engine.report.values import added, day, money, number, percent, unrounded
from engine.report.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.execution.explain import Explanation, Value
    from engine.formula.grammar import Formula
    from engine.formula.kinds import Type
    from engine.policy.model import Indicator

_WEAK = 80.0  # below this score an indicator's advice is shown


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `level` 0 is a heading, 1 and 2 are below it; `where` is the clause it comes from."""

    level: int
    text: str
    where: Where | None = None


def explanation_lines(explanation: Explanation) -> list[Line]:
    """Give the whole explanation as lines."""
    return list(Teller(explanation).lines())


class Teller:
    """Tells an explanation, section by section."""

    def __init__(self, explanation: Explanation):
        self.it = explanation
        self.ruleset = explanation.plan.ruleset
        self.language = self.ruleset.language
        self.scope = Scope(self.ruleset, set())
        self.grades = GradeTeller(explanation, self.say, self._given)
        self.pay = PayTeller(explanation, self.say, self._given)

    def say(self, key: str, **parts: object) -> str:
        """Give a sentence in the policy's language."""
        return phrase(key, self.language, **parts)

    def derived(self, name: str) -> Line:
        """Tell how a derived value came about."""
        formula, value = self.ruleset.derive[name], self._value(name, self.it.values[name])
        return Line(1, f"{name} = {formula.text.strip()}{self._given(formula)} = {value}", formula.where)

    def lines(self) -> Iterator[Line]:
        """Tell everything."""
        it, r = self.it, self.ruleset
        yield Line(0, self.say("head", who=f"{it.employee} {it.name}".strip(), period=it.period))
        yield Line(1, self.say("policy", title=r.title, version=r.version), r.where)
        yield Line(1, self.say("data", file=it.file, row=it.row))
        if it.as_of is not None:
            yield Line(1, provisional_line(it.as_of, r))
        if it.reason is not None:
            where = next((c.where for c in r.eligible.values() if c.reason == it.reason), None)
            yield Line(1, self.say("not_appraised", reason=it.reason), where)
            return
        yield from self._cohort()
        yield from (Line(*told) for told in measures_explained(it, self._value))
        yield from self._tables()
        yield Line(0, self.say("indicators"))
        for indicator in r.indicators.values():
            yield from self._indicator(indicator)
        yield from self._gates()
        yield from self._total()
        yield from self._grade()
        yield from self._rewards()
        yield from self._outcomes()
        yield from self._reach()

    def _cohort(self) -> Iterator[Line]:
        cohort = self.ruleset.cohorts.get(str(self.it.values.get("cohort")))
        if cohort is None:
            return
        yield Line(0, self.say("cohort"))
        if cohort.when is None:
            others = [c.when for c in self.ruleset.cohorts.values() if c.when]
            text = self.say("cohort_rest", cohort=cohort.id) + self._given(*others)
        else:
            text = self.say("cohort_is", cohort=cohort.id, condition=cohort.when.text.strip()) + self._given(
                cohort.when
            )
        yield Line(1, text, cohort.where)

    def _tables(self) -> Iterator[Line]:
        if self.it.lookups:
            yield Line(0, self.say("tables"))
        for looked in self.it.lookups:
            yield Line(1, lookup_in_words(looked, self.language), looked.row.where)

    def _indicator(self, indicator: Indicator) -> Iterator[Line]:
        value, target, attainment, score, weight, points = (
            self.it.values.get(f"{indicator.id}.{part}")
            for part in ("value", "target", "attainment", "score", "weight", "points")
        )
        yield Line(1, indicator.title, indicator.where)
        shown = self._value(f"{indicator.id}.value", value)
        if value is None:
            yield Line(2, self.say("measured_missing") + self._given(indicator.value))
        elif indicator.target is None:
            yield Line(2, self.say("measured_alone", value=shown))
        else:
            yield from self._due(indicator)
            goal = self._value(f"{indicator.id}.value", target)
            exact = unrounded(self.it.values.get(f"{indicator.id}.attainment/exact"), attainment, share=True)
            key = "measured_rounded" if exact else "measured" if attainment is not None else "measured_meaningless"
            yield Line(2, self.say(key, value=shown, target=goal, exact=exact, attainment=percent(attainment)))
        yield from self._score(indicator, score)
        if score is None:
            return
        stated = self.it.values.get(f"{indicator.id}.weight/stated")
        spread = isinstance(stated, float) and isinstance(weight, float) and abs(stated - weight) > 1e-9
        yield Line(2, self.say("weighted_spread" if spread else "weighted", weight=number(weight), stated=number(stated),
                               points=number(points)))  # fmt: skip

    def _due(self, indicator: Indicator) -> Iterator[Line]:
        """Tell what of a target that builds up is due by the day, and where the value is heading."""
        name, values = f"{indicator.id}.value", self.it.values
        if self.it.as_of is None or indicator.pace is None:
            return
        whole = self._value(name, values.get(f"{indicator.id}.target/whole"))
        share = percent(values[f"{indicator.id}.due"])
        yield Line(2, self.say("due", share=share, whole=whole, day=self.it.as_of))
        yield Line(2, self.say("projected", value=self._value(name, values[f"{indicator.id}.projection"])))

    def _score(self, indicator: Indicator, score: Value) -> Iterator[Line]:
        if score is None:
            yield Line(2, self.say("unscored"))
            return
        for fact in self.it.trails[f"{indicator.id}.score"]:
            match fact.step.operation:
                case op.Fill() if fact.inputs[0] is None:
                    yield Line(2, self.say("filled", score=number(fact.output)))
                case op.AtMostWhere() if fact.inputs[1] is True:
                    yield Line(2, self.say("score_limited", limit=number(fact.inputs[2]), gate=fact.step.clause.title,
                                           score=number(fact.output)), fact.step.clause.where)  # fmt: skip
        if self.it.values.get(f"{indicator.id}.value") is not None:
            rule = self._chosen(indicator.scoring)
            words = rule_in_words(rule, self.language) if rule is not None else ""
            yield Line(2, self.say("scored", rule=words, score=number(score)), rule.where if rule is not None else None)
            if isinstance(rule, Standing):
                yield Line(2, self.grades.stood(rule, indicator))
        for fact in self.it.trails[f"{indicator.id}.score"]:
            if isinstance(fact.step.operation, op.Rounded) and (exact := unrounded(fact.inputs[0], fact.output)):
                yield Line(2, self.say("rounded_from", exact=exact, value=number(fact.output)))

    def _chosen(self, scoring: Rule | Lookup[Rule]) -> Rule | None:
        if not isinstance(scoring, Lookup):
            return scoring
        label = self.it.values.get(scoring.by.text.strip())
        return scoring.values.get(str(label), scoring.otherwise)

    def _gates(self) -> Iterator[Line]:
        if self.ruleset.gates:
            yield Line(0, self.say("gates"))
        for gate in self.ruleset.gates.values():
            key = "holds" if self.it.values.get(f"gate {gate.id}") is True else "holds_not"
            given = self._given(gate.when)
            yield Line(1, self.say(key, title=gate.title, when=gate.when.text.strip(), given=given), gate.where)

    def _total(self) -> Iterator[Line]:
        yield Line(0, self.say("total"))
        points = [self.it.values.get(f"{i}.points") for i in self.ruleset.indicators]
        yield Line(1, added([p for p in points if isinstance(p, float)], self.it.values.get("score/points")))
        for adjustment in self.ruleset.adjustments.values():
            given = self.it.values.get(f"adjustment {adjustment.id}")
            if given:
                yield Line(1, self.say("adjusted", title=adjustment.title, points=f"{given:+g}"), adjustment.where)
        for fact in self.it.trails["score"]:
            match fact.step.operation:
                case op.Clamp() if fact.inputs[0] != fact.output:
                    yield Line(1, clamped(fact, number(fact.output), self.say))
                case op.AtMostWhere() if fact.inputs[1] is True:
                    yield Line(1, self.say("limited", gate=fact.step.clause.title, limit=number(fact.inputs[2]),
                                           value=number(fact.output)), fact.step.clause.where)  # fmt: skip
                case op.Rounded():
                    exact, value = unrounded(fact.inputs[0], fact.output), self._score_text(fact.output)
                    yield Line(1, self.say("rounded_from" if exact else "rounded", exact=exact, value=value))

    def _score_text(self, score: Value) -> str:
        return f"{score:.{self.ruleset.conventions.rounding.score}f}" if isinstance(score, float) else ""

    def _grade(self) -> Iterator[Line]:
        if self.ruleset.grades is not None:
            yield Line(0, self.say("grade"))
        for text, where in self.grades.lines():
            yield Line(1, text, where)

    def _rewards(self) -> Iterator[Line]:
        if self.ruleset.rewards:
            yield Line(0, self.say("rewards"))
        yield from (Line(*told) for told in self.pay.lines())

    def _outcomes(self) -> Iterator[Line]:
        held = [o for o in self.ruleset.outcomes.values() if self.it.values.get(f"outcome {o.id}") is True]
        if held:
            yield Line(0, self.say("outcomes"))
        for outcome in held:
            yield Line(1, outcome.message + self._given(outcome.when), outcome.where)

    def _reach(self) -> Iterator[Line]:
        weak = [
            (i, s)
            for i in self.ruleset.indicators.values()
            if i.improve and isinstance(s := self.it.values.get(f"{i.id}.score"), float) and s < _WEAK
        ]
        if weak:
            yield Line(0, self.say("improve"))
        for indicator, score in weak:
            text = self.say("improve_one", title=indicator.title, score=number(score), advice=indicator.improve)
            yield Line(1, text, indicator.where)
        if self.it.next_grade is None:
            return
        held = [
            f for f in self.it.trails["grade"] if isinstance(f.step.operation, op.GradeGate) and f.inputs[0] != f.output
        ]
        for fact in held:
            yield Line(0, self.say("reach_held", before=fact.inputs[0], after=fact.output, gate=fact.step.clause.title))
        above = self.grades.above()
        if above:
            yield Line(0, above)
        if not self.it.reaches and (held or self.grades.ranked):
            return
        if not self.it.reaches:
            yield Line(0, self.say("reach_none", grade=self.it.next_grade))
            return
        yield Line(0, self.say("reach" if len(self.it.reaches) > 1 else "reach_only", grade=self.it.next_grade))
        for reach in self.it.reaches:
            name = f"{reach.indicator.id}.value"
            less = isinstance(reach.value, float) and isinstance(reach.now, float) and reach.value < reach.now
            value, now = (self._value(name, v) for v in (reach.value, reach.now))
            yield Line(
                1, self.say("reach_less" if less else "reach_one", title=reach.indicator.title, value=value, now=now)
            )

    def _given(self, *formulas: Formula, local: dict[str, str] | None = None) -> str:
        """Give the values that formulas met: " (tenure = 5, streak(grade == 'D') = 2)"."""
        given: dict[str, str] = {}
        for formula in formulas:
            for name in sorted({name for name, _ in named(formula.tree, _has_step)}):
                full = (local or {}).get(name, name)
                title = self._title(full)
                heading = f" {title}" if title and title.casefold() != name else ""
                if full in self.it.values and "(" in full:  # a call that has a step of its own
                    given[full] = self._called(ast.parse(full, mode="eval").body, formula)
                elif full in self.it.values:
                    given[name + heading] = self._value(full, self.it.values[full])
            for node in filter(_has_step, ast.walk(formula.tree)):
                text = spelled(node)
                if text in self.it.values:
                    given[text] = self._called(node, formula)
        shown = ", ".join(f"{name} = {value}" for name, value in given.items())
        return self.say("given", given=shown) if shown else ""

    def _title(self, name: str) -> str:
        """Give what people call a field or a measure; blank for all else."""
        field, measure = self.ruleset.data.fields.get(name), self.ruleset.measures.get(name)
        return field.columns[0] if field is not None else measure.title if measure is not None else ""

    def _called(self, node: ast.expr, formula: Formula) -> str:
        return self._typed(self.scope.quiet(replace(formula, tree=node)), self.it.values[spelled(node)])

    def _value(self, name: str, value: Value) -> str:
        kind = self.scope.type_of(name)
        exact = unrounded(self.it.values.get(f"{name}/exact"), value, share=kind.unit == "percent")
        text = self._typed(kind, value)
        return self.say("before_rounding", value=text, exact=exact) if exact else text

    def _typed(self, kind: Type, value: Value) -> str:
        if value is None:
            return "–"
        if isinstance(value, bool):
            return word("yes" if value else "no", self.ruleset.language)
        if kind.kind == "date" and isinstance(value, float):
            return day(value)
        if kind.unit == "percent":
            return percent(value)
        return money(value) if kind.unit == "money" else number(value)


def _has_step(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether a call has a column of its own, which is shown in place of what stands in it."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in (*BEYOND, LOOKUP)
