"""A second, slow reading of a ruleset: one employee at a time, in exact fractions, from the policy alone.

It shares no arithmetic with the engine, so that where the two agree, both are likely right.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from appraise.formula.syntax.grammar import Formula
from appraise.policy.model import (
    Ceilings,
    GradeAtLeast,
    GradeAtMost,
    GradeShift,
    IndicatorAtMost,
    ScoreAtMost,
)
from appraise.policy.values import ByLabel, Constant, Dated
from tests.methods import Ask, oracles
from tests.oracle_company import Company
from tests.oracle_formula import Formulas, bound
from tests.oracle_names import named_for_all
from tests.oracle_pay import reward_part
from tests.oracle_ranking import ranked
from tests.oracle_scoring import attainment
from tests.oracle_settled import parts, settled
from tests.oracle_values import OracleError, constant, decimal, half_up, limited, product, smallest, total
from tests.oracle_weights import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from appraise.data.periods import Period
    from appraise.policy.model import Gate, Indicator, Ruleset
    from appraise.policy.values import Setting
    from tests.oracle_formula import Local
    from tests.oracle_values import Number, Value

PARTS = ("value", "target", "attainment", "score", "weight", "points")
Result = dict[str, object]
_NO_NAMES: Local = {}


def appraise(ruleset: Ruleset, rows: Iterable[tuple[str, Period, Mapping[str, Value]]]) -> list[Result | OracleError]:
    """The result columns of every row (employee, period, values), or the errors of the row.

    Somebody who is not appraised has blanks and the reason, and none of the errors below it count.
    """
    company = Company(ruleset)
    people = [Person(ruleset, row, period, employee, company) for employee, period, row in rows]
    for person in people:
        company.add(person)
    results = [_results(person) for person in people]
    return [OracleError(p.problems) if p.problems and p.reason() is None else result
            for p, result in zip(people, results, strict=True)]  # fmt: skip


def _results(person: Person) -> Result:
    ruleset = person.ruleset
    names = [f"{i.id}.{part}" for i in ruleset.indicators.values() for part in PARTS
             if i.target is not None or part not in ("target", "attainment")]  # fmt: skip
    names += [f"{c}.{part}" for c in ruleset.categories for part in ("category_score", "category_points")]
    names += [f"{a}.adjustment" for a in ruleset.adjustments]
    names += ["score", *(["grade"] if ruleset.grades else []), *ruleset.rewards]
    names += [f"{reward.id}.{part}" for reward in ruleset.rewards.values() for part in parts(reward, ruleset)]
    names += ["total_reward"] if ruleset.rewards else []
    reason = person.reason()
    if reason is not None:
        return {**dict.fromkeys(["cohort", *names]), "reason": reason, "gates": [], "outcomes": []}
    for name in named_for_all(ruleset):
        person.look_up(name)
    result: dict[str, object] = {"cohort": person.look_up("cohort") if ruleset.cohorts else None, "reason": None}
    result |= {name: person.look_up(name) for name in (*names, *ruleset.results)}
    result["gates"] = [g.id for g in ruleset.gates.values() if person.holds(g)]
    result["outcomes"] = [o.id for o in ruleset.outcomes.values() if person.compute(o.when) is True]
    return result


class Person:
    """Every name is computed when it is asked for, once; errors are kept, and their value is missing."""

    def __init__(self, ruleset: Ruleset, row: Mapping[str, Value], period: Period, employee: str, company: Company):
        self.ruleset, self.row, self.period, self.employee, self.company = ruleset, row, period, employee, company
        labels = ruleset.grades.labels if ruleset.grades else ()
        self.formulas = Formulas(
            self.look_up, ruleset.functions, labels, lambda call, local: company.look(self, call, local)
        )
        self.problems: list[str] = []
        self.known: dict[str, Value] = {}
        self.gates: dict[str, bool | None] = {}
        self.weights: dict[str, Number] | None = None
        self.reasons: list[str | None] = []

    def note(self, code: str) -> None:
        """Keep an error."""
        self.problems.append(code)

    def look_up(self, name: str) -> Value:
        """The value of a name."""
        if name not in self.known:
            self.known[name] = self._named(name)
        return self.known[name]

    def _named(self, name: str) -> Value:
        r = self.ruleset
        head, dot, part = name.partition(".")
        if part == "adjustment":
            return self._adjustment(head)
        if part.startswith("category_"):
            return self._of_category(head, part)
        if dot:
            return (
                reward_part(self, r.rewards[head], part) if head in r.rewards else self._part(r.indicators[head], part)
            )
        if name in _BUILT_IN:
            return _BUILT_IN[name](self)
        if name in r.data.fields:
            given, field = self.row.get(name), r.data.fields[name]
            if given is None and isinstance(field.missing, (int, float)) and not isinstance(field.missing, bool):
                return decimal(float(field.missing))
            return field.missing if given is None else given
        if name in r.derive:
            return self.compute(r.derive[name])
        return self.setting(r.parameters[name]) if name in r.parameters else settled(self, r.rewards[name])

    def compute(self, formula: Formula, local: Local = _NO_NAMES) -> Value:
        """The value of a formula."""
        return self.formulas.compute(formula.tree, local)

    def setting(self, setting: Setting, local: Local = _NO_NAMES) -> Number:
        """A number as written, a formula, a branch, or the value with the latest day up to the period's end."""
        if isinstance(setting, Constant):
            return constant(setting)
        if isinstance(setting, Formula):
            return self.compute(setting, local)
        if isinstance(setting, Dated):
            return self.setting([v for day, v in setting.values if day <= self.period.end][-1], local)
        branch = self._branch(setting, local)
        return None if branch is None else self.setting(branch, local)

    def _branch(self, lookup: ByLabel, local: Local = _NO_NAMES) -> object:
        """The branch of a label, or of an equal number; nothing stated is an error, a missing label is not."""
        by = self.compute(lookup.by, local)
        if by is None:
            return None
        for key, branch in lookup.values.items():
            if key == by if isinstance(by, str) else Fraction(key) == by:
                return branch
        if lookup.otherwise is None:
            self.note("no-setting")
        return lookup.otherwise

    def whole(self, varying: object) -> object:
        """A rule, tiers or bands, perhaps chosen by a lookup."""
        return self._branch(varying) if isinstance(varying, ByLabel) else varying

    def reason(self) -> str | None:
        """Why somebody is not appraised."""
        if not self.reasons:
            self.reasons.append(self._reason())
        return self.reasons[0]

    def _reason(self) -> str | None:
        """The first condition that is false says it; an undecided one is an error."""
        undecided = False
        for condition in self.ruleset.eligible.values():
            holds = self.compute(condition.when)
            if holds is False:
                return condition.reason
            undecided |= holds is None
        if undecided:
            self.note("undecided")
        return None

    def cohort(self) -> str | None:
        """The first that holds; one that is undecided before it is an error, and so is none."""
        for condition in self.ruleset.cohorts.values():
            holds = True if condition.when is None else self.compute(condition.when)
            if holds:
                return condition.id
            if holds is None:
                break
        self.note("no-cohort")
        return None

    def holds(self, gate: Gate) -> bool:
        """Whether a gate holds; undecided is an error."""
        if gate.id not in self.gates:
            self.gates[gate.id] = self.compute(gate.when)
            if self.gates[gate.id] is None:
                self.note("undecided")
        return self.gates[gate.id] is True

    def limit(self, setting: Setting) -> Number:
        """A factor, limit or adjustment, which must have a value."""
        value = self.setting(setting)
        if value is None:
            self.note("no-amount")
        return value

    def _part(self, indicator: Indicator, part: str) -> Value:
        own = indicator.id
        match part:
            case "value":
                return self.compute(indicator.value)
            case "target":
                return None if indicator.target is None else self.setting(indicator.target)
            case "attainment":
                places = indicator.rounding.attainment
                return attainment(
                    indicator.attainment, self.look_up(f"{own}.value"), self.look_up(f"{own}.target"), places
                )
            case "score":
                return self._score_of(indicator)
            case "weight":
                return self._weight(indicator)
        if self.look_up(f"{own}.weight") == 0:
            return Fraction(0)  # what does not count needs no score
        return product(self.look_up(f"{own}.score"), self.look_up(f"{own}.weight"), Fraction(1, 100))

    def _score_of(self, indicator: Indicator) -> Number:
        """The rule's score; then what a missing one means; then rounded; then the gates that limit it."""
        own = {name: self.look_up(f"{indicator.id}.{name}") for name in ("value", "target")
               if name != "target" or indicator.target is not None}  # fmt: skip
        if indicator.target is not None:
            own["attainment"] = self.look_up(f"{indicator.id}.attainment")
        rule = self.whole(indicator.scoring)
        score: Number = None
        if rule is not None:
            local = bound(**{name: f"{indicator.id}.{name}" for name in own})
            lower = indicator.attainment != "value/target"
            score = oracles()[type(rule)](rule, Ask(self, indicator, own, local, lower))
        if score is None and indicator.missing == "error" and self._stated()[indicator.id] != 0:
            self.note("missing-value")
        if score is None and indicator.missing in ("zero", "full"):
            score = Fraction(0 if indicator.missing == "zero" else 100)
        score = half_up(score, indicator.rounding.score)
        for gate in self.ruleset.gates.values():
            for effect in gate.effects:
                if isinstance(effect, IndicatorAtMost) and effect.indicator == indicator.id and self.holds(gate):
                    score = smallest(score, self.limit(effect.limit))
        return score

    def _weight(self, indicator: Indicator) -> Number:
        if self.weights is None:
            self.weights = self._shares()
        return self.weights[indicator.id]

    def _stated(self) -> dict[str, Number]:
        """Category weight x weight / 100, as stated."""
        r = self.ruleset
        whole = {c.id: self.setting(c.weight) for c in r.categories.values()}
        weights = {i.id: self.setting(i.weight) for i in r.indicators.values()}
        return {i.id: product(weights[i.id], whole[i.category] if whole else Fraction(100), Fraction(1, 100))
                for i in r.indicators.values()}  # fmt: skip

    def _shares(self) -> dict[str, Number]:
        """As stated, if they add up to 100; what has no score and is to be spread passes its share on."""
        r = self.ruleset
        groups: dict[str | None, list[str]] = {}
        for indicator in r.indicators.values():
            groups.setdefault(indicator.category, []).append(indicator.id)
        sums = [total(self.setting(r.indicators[i].weight) for i in group) for group in groups.values()]
        sums += [total(self.setting(c.weight) for c in r.categories.values())] if r.categories else []
        if any(s != 100 for s in sums):
            self.note("weights-sum-row")
            return dict.fromkeys(r.indicators)
        spreading = [i.id for i in r.indicators.values() if i.missing == "reweight"]
        lost = {i for i in spreading if self.look_up(f"{i}.score") is None}
        shares = spread(self._stated(), groups.values(), lost) if spreading else self._stated()
        if shares is None:
            self.note("no-weight-left")
        return dict.fromkeys(r.indicators) if shares is None else shares

    def score(self) -> Number:
        """Points, adjustments, limits, gates, and rounded at the end; spread indicators add nothing."""
        r = self.ruleset
        points = [self.look_up(f"{i.id}.points") for i in r.indicators.values()]
        score = total([*points, *(self._adjustment(a.id) for a in r.adjustments.values())])
        score = limited(score, r.score_minimum, r.score_maximum, self.limit)
        for gate in r.gates.values():
            most = gate.only(ScoreAtMost)
            if most is not None and self.holds(gate):
                score = smallest(score, self.limit(most.limit))
        return half_up(score, r.conventions.rounding.score)

    def _of_category(self, id_: str, part: str) -> Number:
        """The points of its indicators, or the mean of their scores by the weights that they have in the end."""
        inside = [i.id for i in self.ruleset.indicators.values() if i.category == id_]
        points = total(self.look_up(f"{i}.points") for i in inside)
        weight = total(self.look_up(f"{i}.weight") for i in inside)
        return points if part == "category_points" else points / weight * 100 if points is not None and weight else None

    def _adjustment(self, id_: str) -> Number:
        a = self.ruleset.adjustments[id_]
        points = limited(self.setting(a.points), a.minimum, a.maximum, self.setting)
        if points is None:
            self.note("no-amount")
        return points

    def banded(self) -> str | None:
        """The best grade whose bound the rounded score reaches."""
        graded, score = self.ruleset.grades, self.look_up("score")
        bands = self.whole(graded.bands)
        if bands is None:
            self.note("no-amount")
        if bands is None or score is None:
            return None
        at = len(graded.labels) - 1
        for i in reversed(range(at)):
            bound = self.limit(bands.bounds[i])
            if bound is None:
                return None
            if score > bound or (score == bound and self.ruleset.conventions.boundary == "lower"):
                at = i
        return graded.labels[at]

    def grade(self) -> str | None:
        """The grade by bands or by the place, and what gates make of it; one down does not act twice."""
        graded = self.ruleset.grades
        found = self.banded() if graded.ranking is None else ranked(self, graded.ranking)
        if found is None:
            return None
        acted = isinstance(graded.ranking, Ceilings) and self.entering() != self.banded()
        return self.gated(found, down=not acted)

    def entering(self) -> str | None:
        """The grade under ceilings: that of the bands, or a worse one to which gates hold it down."""
        labels, banded = self.ruleset.grades.labels, self.banded()
        return None if banded is None else max(banded, self.gated(banded), key=labels.index)

    def gated(self, grade: str, *, shifts: bool = True, down: bool = True) -> str:
        """What gates make of a grade, one after the other: shift, at most, at least."""
        labels = self.ruleset.grades.labels
        at = labels.index(grade)
        for gate in self.ruleset.gates.values():
            shift, most, least = gate.only(GradeShift), gate.only(GradeAtMost), gate.only(GradeAtLeast)
            if (shift or most or least) and self.holds(gate):
                if shift and shifts and (down or shift.by > 0):
                    at = min(max(at - shift.by, 0), len(labels) - 1)
                at = max(at, labels.index(most.grade)) if most else at
                at = min(at, labels.index(least.grade)) if least else at
        return labels[at]

    def scored_indicators(self) -> Fraction:
        """How many indicators have a score."""
        return Fraction(sum(self.look_up(f"{i}.score") is not None for i in self.ruleset.indicators))

    def scored_categories(self) -> Fraction:
        """How many categories have an indicator with a score."""
        found = {i.category for i in self.ruleset.indicators.values() if self.look_up(f"{i.id}.score") is not None}
        return Fraction(len(found))

    def total_reward(self) -> Number:
        """The sum of all rewards, rounded."""
        return half_up(total(self.look_up(r) for r in self.ruleset.rewards), self.ruleset.conventions.rounding.money)


_BUILT_IN: dict[str, Callable[[Person], Value]] = {
    "employee": lambda p: p.employee,
    "period": lambda p: p.period.label,
    "period_start": lambda p: p.period.start,
    "period_end": lambda p: p.period.end,
    "days_in_period": lambda p: Fraction(p.period.days),
    "year": lambda p: Fraction(p.period.end.year),
    "quarter": lambda p: Fraction((p.period.end.month + 2) // 3),
    "month": lambda p: Fraction(p.period.end.month),
    "cohort": Person.cohort,
    "score": Person.score,
    "grade": Person.grade,
    "total_reward": Person.total_reward,
    "scored_indicators": Person.scored_indicators,
    "scored_categories": Person.scored_categories,
}
