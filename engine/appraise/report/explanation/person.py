"""One person's result in words and numbers, clause by clause, each with its line of the ruleset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.diagnostics import Where
from appraise.formula.kinds import NUMBER
from appraise.formula.syntax.grammar import Formula
from appraise.plan import operations as op
from appraise.policy import columns as col
from appraise.policy.meaning.uses import indicator_locals
from appraise.policy.model.scoring import ByFormula
from appraise.report.explanation.figures import FigureTeller
from appraise.report.explanation.grades import GradeTeller
from appraise.report.explanation.pay import PayTeller
from appraise.report.explanation.phrases import phrase
from appraise.report.explanation.tables import lookup_in_words
from appraise.report.explanation.tiers import sum_of
from appraise.report.explanation.total import TotalTeller
from appraise.report.explanation.values import number, unrounded
from appraise.report.explanation.written import Written
from appraise.report.policy.lines import measures_explained
from appraise.report.policy.sections import rule_in_words
from appraise.report.results.provisional import provisional_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.execution.explaining.explain import Explanation, Value
    from appraise.policy.columns import IndicatorPart, IndicatorStep
    from appraise.policy.model import Indicator
    from appraise.policy.values import Setting

_DUE: tuple[IndicatorStep | IndicatorPart, ...] = ("target/whole", "due")
_WEAK = 80.0  # below this score an indicator's advice is shown


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `level` 0 is a heading, 1 and 2 are below it; `where` is the clause it comes from."""

    level: int
    text: str
    where: Where | None = None


def explanation_lines(explanation: Explanation) -> list[Line]:
    """The whole explanation as lines."""
    return list(Teller(explanation).lines())


class Teller:
    """Tells an explanation, section by section."""

    def __init__(self, explanation: Explanation):
        self.it = explanation
        self.ruleset = explanation.plan.ruleset
        self.language = self.ruleset.language
        self.written = Written(explanation)
        self.figures = FigureTeller(explanation, self.written)
        self.grades = GradeTeller(explanation, self.say, self.written.given)
        self.pay = PayTeller(explanation, self.say, self.written, self.figures)

    def say(self, key: str, **parts: object) -> str:
        """A sentence in the policy's language."""
        return phrase(key, self.language, **parts)

    def derived(self, name: str) -> Line:
        """Tell how a derived value came about."""
        return Line(1, *self.figures.derived(name))

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
        yield from (Line(*told) for told in measures_explained(it, self.written.value))
        yield from self._tables()
        yield from self._figures()
        yield Line(0, self.say("indicators"))
        for indicator in r.indicators.values():
            yield from self._indicator(indicator)
        yield from self._gates()
        yield Line(0, self.say("total"))
        yield from (Line(*told) for told in TotalTeller(self.it, self.written, self.figures).lines())
        yield from self._grade()
        yield from self._rewards()
        yield from self._outcomes()
        yield from self._reach()

    def _cohort(self) -> Iterator[Line]:
        cohort = self.ruleset.cohorts.get(str(self.it.value(col.named("cohort"))))
        if cohort is None:
            return
        yield Line(0, self.say("cohort"))
        if cohort.when is None:
            others = [c.when for c in self.ruleset.cohorts.values() if c.when]
            text = self.say("cohort_rest", cohort=cohort.id) + self.written.given(*others)
        else:
            text = self.say("cohort_is", cohort=cohort.id, condition=cohort.when.text.strip()) + self.written.given(
                cohort.when
            )
        yield Line(1, text, cohort.where)

    def _tables(self) -> Iterator[Line]:
        if self.it.lookups:
            yield Line(0, self.say("tables"))
        for looked in self.it.lookups:
            yield Line(1, lookup_in_words(looked, self.language), looked.row.where)

    def _figures(self) -> Iterator[Line]:
        told = [Line(1, text, where) for text, where in self.figures.lines()]
        if told:
            yield Line(0, self.say("figures"))
        yield from told

    def _indicator(self, indicator: Indicator) -> Iterator[Line]:
        id_, write = indicator.id, self.written
        value, score = self.it.value(col.indicator(id_, "value")), self.it.value(col.indicator(id_, "score"))
        yield Line(1, indicator.title, indicator.where)
        yield from self._how("value", indicator.value, col.indicator(id_, "value"))
        if value is None:
            yield Line(2, self.say("measured_missing") + write.given(indicator.value))
        elif indicator.target is None:
            yield Line(2, self.say("measured_alone", value=write.value(col.indicator(id_, "value"))))
        else:
            yield from self._how("target", indicator.target, col.indicator(id_, "target"))
            yield from self._due(indicator)
            attainment = self.it.value(col.indicator(id_, "attainment"))
            exact = unrounded(self.it.maybe(col.indicator(id_, "attainment/exact")), attainment, share=True)
            key = "measured_rounded" if exact else "measured" if attainment is not None else "measured_meaningless"
            own = indicator_locals(id_)
            parts = {part: write.value(name) for part, name in own.items()}
            yield Line(2, self.say(key, exact=exact, **parts))
        yield from self._score(indicator, score)
        yield from self._weight(indicator) if score is not None else ()

    def _how(self, part: str, setting: Setting, name: str) -> Iterator[Line]:
        """Tell how a value, a target or a weight came about, where it is not just stated."""
        told = self.figures.setting(setting, name)
        if told:
            yield Line(2, self.say(f"how_{part}", told=told), setting.where)

    def _weight(self, indicator: Indicator) -> Iterator[Line]:
        id_, name = indicator.id, col.indicator(indicator.id, "weight")
        weight, stated = self.it.value(name), self.it.value(col.indicator(id_, "weight/stated"))
        if isinstance(indicator.weight, Formula):
            yield from self._how("weight", indicator.weight, col.indicator(id_, "weight/own"))
        spread = isinstance(stated, float) and isinstance(weight, float) and abs(stated - weight) > 1e-9
        yield Line(2, self.say("weighted_spread" if spread else "weighted", weight=self.written.plain(name),
                               stated=number(stated), points=self.written.plain(col.indicator(id_, "points"))))  # fmt: skip

    def _due(self, indicator: Indicator) -> Iterator[Line]:
        """Tell what of a target that builds up is due by the day, and where the value is heading."""
        if self.it.as_of is None or indicator.pace is None:
            return
        whole, share = (self.written.value(col.indicator(indicator.id, part)) for part in _DUE)
        yield Line(2, self.say("due", share=share, whole=whole, day=self.it.as_of))
        yield Line(2, self.say("projected", value=self.written.value(col.indicator(indicator.id, "projection"))))

    def _score(self, indicator: Indicator, score: Value) -> Iterator[Line]:
        if score is None:
            stated = self.it.value(col.indicator(indicator.id, "weight/stated"))
            yield Line(2, self.say("unscored" if stated else "unscored_weightless", stated=number(stated)))
            return
        for fact in self.it.trails[col.indicator(indicator.id, "score")]:
            match fact.step.operation:
                case op.Fill() if fact.inputs[0] is None:
                    yield Line(2, self.say("filled", score=number(fact.output)))
                case op.AtMostWhere() if fact.inputs[1] is True:
                    yield Line(2, self.say("score_limited", limit=number(fact.inputs[2]), gate=fact.step.clause.title,
                                           score=number(fact.output)), fact.step.clause.where)  # fmt: skip
        if self.it.value(col.indicator(indicator.id, "value")) is not None:
            rule = self.it.rule_of(indicator)
            words = rule_in_words(rule, self.language) if rule is not None else ""
            if isinstance(rule, ByFormula):
                words += self.written.given(rule.formula, local=indicator_locals(indicator.id))
            shown = self.written.plain(col.indicator(indicator.id, "score"))
            yield Line(2, self.say("scored", rule=words, score=shown), rule.where if rule is not None else None)
            if rule is not None and rule.peers is not None:
                yield Line(2, self.grades.stood(rule, indicator))
        yield from self._summed(indicator)
        for fact in self.it.trails[col.indicator(indicator.id, "score")]:
            if isinstance(fact.step.operation, op.Rounded) and (exact := unrounded(fact.inputs[0], fact.output)):
                yield Line(2, self.say("rounded_from", exact=exact, value=number(fact.output)))

    def _summed(self, indicator: Indicator) -> Iterator[Line]:
        """Tell the sum behind a score by lines, units or steps."""
        rules = col.indicator(indicator.id, "score")  # and all steps on the way to it
        mine = [f for n, f in self.it.facts.items() if n.startswith(rules) and f.step.clause.title == indicator.title]
        for fact in mine:
            decides = self.written.kinds.get(str(fact.step.inputs[0]) if fact.step.inputs else "", NUMBER)
            if isinstance(fact.step.operation, op.StepScore):  # whose input is a distance on this scale
                rule = self.it.rule_of(indicator)
                part: IndicatorPart = "attainment" if rule is not None and rule.by == "attainment" else "value"
                decides = self.written.kind(col.indicator(indicator.id, part))
            told = sum_of(fact, self.written, decides, NUMBER)
            if told:
                yield Line(2, told, fact.step.clause.where)

    def _gates(self) -> Iterator[Line]:
        if self.ruleset.gates:
            yield Line(0, self.say("gates"))
        for gate in self.ruleset.gates.values():
            key = "holds" if self.it.value(col.gate(gate.id)) is True else "holds_not"
            given = self.written.given(gate.when)
            yield Line(1, self.say(key, title=gate.title, when=gate.when.text.strip(), given=given), gate.where)

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
        held = [o for o in self.ruleset.outcomes.values() if self.it.value(col.outcome(o.id)) is True]
        if held:
            yield Line(0, self.say("outcomes"))
        for outcome in held:
            yield Line(1, outcome.message + self.written.given(outcome.when), outcome.where)

    def _reach(self) -> Iterator[Line]:
        weak = [
            (i, s)
            for i in self.ruleset.indicators.values()
            if i.improve and isinstance(s := self.it.value(col.indicator(i.id, "score")), float) and s < _WEAK
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
            name = col.indicator(reach.indicator.id, "value")
            less = isinstance(reach.value, float) and isinstance(reach.now, float) and reach.value < reach.now
            value, now = (self.written.of("", v, self.written.kind(name)) for v in (reach.value, reach.now))
            yield Line(
                1, self.say("reach_less" if less else "reach_one", title=reach.indicator.title, value=value, now=now)
            )
