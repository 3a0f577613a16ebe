"""Ruleset to Plan. Every name is compiled once, when it is first needed, so that steps stand in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.formula.kinds import NUMBER, TEXT
from appraise.plan.expressions import Expressions, everything
from appraise.plan.lifting import looks_beyond
from appraise.plan.operations import (
    FirstThat,
    FirstThatFails,
)
from appraise.plan.rewards import compile_reward, compile_stated, compile_total_reward
from appraise.plan.scoring import compile_part
from appraise.plan.steps import Beside, Clause, Memory, Operand, Plan
from appraise.plan.total import compile_adjustment, compile_category, compile_grade, compile_score, count_scored
from appraise.policy import columns as col
from appraise.policy.columns import ADJUSTMENT, CATEGORY_PARTS, PACE, PARTS
from appraise.policy.meaning.parts import first_of
from appraise.policy.meaning.result_names import result_names
from appraise.policy.meaning.scope import BUILT_IN
from appraise.policy.model import Ruleset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def compile_plan(ruleset: Ruleset, also: Iterable[str] = (), *, provisional: bool = False,
                 outcomes: bool = True) -> Plan:  # fmt: skip
    """Compile a ruleset that was loaded without errors; `also` are names wanted beside the results.

    A `provisional` plan is for a day inside the period: targets that build up are those due by the day. No figure
    depends on `outcomes`; where figures alone are wanted, they can be left out.

    >>> from appraise import load
    >>> from appraise.shipped import shipped_rulesets
    >>> plan = compile_plan(load(shipped_rulesets()["published/ratio-score"]).ruleset)
    >>> [name for name in plan.results if name.startswith("exact.")]
    ['exact.value', 'exact.target', 'exact.attainment', 'exact.score', 'exact.weight', 'exact.points']
    """
    return Compiler(ruleset, provisional).plan(also, outcomes=outcomes)


@dataclass
class Compiler(Expressions):
    """The column of every name: `operand` compiles it if need be."""

    def plan(self, also: Iterable[str] = (), *, outcomes: bool = True) -> Plan:
        """Compile everything that the results show, and `also`."""
        r = self.ruleset
        results = result_names(r, provisional=self.provisional)
        asked = {n: self._beside(n) for n in r.results if n not in results}
        results += tuple(asked)
        for name in (*results, *also):
            self.operand(name)
        for gate in r.gates.values():
            self.operand(col.gate(gate.id))
        for outcome in r.outcomes.values() if outcomes else ():
            self.operand(col.outcome(outcome.id))
        for source in r.line_sources.values():
            if not isinstance(source.everyone, bool):
                self.operand(col.everyone(source.id))
        own = ["provisional"] if self.provisional else []
        inputs = tuple(dict.fromkeys([*r.data.fields, *r.measures, *BUILT_IN, *own]))
        memories = self.compile_memories()
        carried = self._carried(memories, results)
        results += tuple(carried)
        return Plan(r, tuple(self.steps), dict(self.names), tuple(self.checks), results, inputs, tuple(self.branches),
                    memories, tuple(self.told), carried, asked)  # fmt: skip

    def _beside(self, name: str) -> Beside:
        return Beside(self.scope.type_of(name), self.scope.is_result(name))

    def _carried(self, memories: Mapping[str, Memory], results: tuple[str, ...]) -> dict[str, Beside]:
        """What a later run needs of this one, and the results do not show."""
        found: dict[str, Beside] = {}
        given = {*BUILT_IN, self.ruleset.data.employee, *results}
        for key, memory in memories.items():
            for text in memory.within or ():
                if text not in given:
                    self.names.setdefault(text, text)
                    found[text] = Beside(TEXT, result=False)
            if looks_beyond(memory.formula.tree, self.ruleset.functions):  # which cannot be computed from the results
                self.names[key] = memory.column
                kind = NUMBER if memory.streak else self.scope.quiet(memory.formula)
                found[key] = Beside(kind, memory.result)
                continue
            for name in everything(memory.formula, self.ruleset)[0]:
                if name not in given:
                    found[name] = self._beside(name)
        return found

    def operand(self, name: str) -> Operand:
        """The column (or number) of a name."""
        if name not in self.names:
            branches = self._branches
            if not name.endswith(".factor"):  # a factor counts in its own reward; other names count for everybody
                self._branches = ()
            self.names[name] = self._compile(name)
            self._branches = branches
        return self.names[name]

    def _compile(self, name: str) -> Operand:
        r = self.ruleset
        head, _, part = name.partition(".")
        kind, _, id_ = name.partition(" ")
        if name in r.data.fields or name in r.measures or name in BUILT_IN or name == "provisional":
            return name
        if name in r.derive:
            return self.formula(r.derive[name], name, Clause(name, r.derive[name].where))
        if name in r.parameters:
            return self.setting(r.parameters[name], name, Clause(name, r.parameters[name].where))
        if part in (*PARTS, *PACE) and head in r.indicators:
            return compile_part(self, r.indicators[head], part)
        if part == "factor":
            reward = r.rewards[head]
            return self.number(reward.factor, name, Clause(reward.title, reward.where))
        if name in r.rewards:
            return compile_reward(self, r.rewards[name])
        if part in CATEGORY_PARTS:
            return compile_category(self, r.categories[head], part)
        if part == ADJUSTMENT:
            return compile_adjustment(self, head)
        if head in r.rewards and name == first_of(head, r):
            return compile_stated(self, r.rewards[head])
        if head in r.rewards:
            self.operand(head)  # which makes its parts too
            return self.names[name]
        if kind == "gate":
            return self.condition(name, r.gates[id_].when, r.gates[id_].title, r.gates[id_].where)
        if kind == "everyone" and not isinstance(everyone := r.line_sources[id_].everyone, bool):
            return self.condition(name, everyone, f"everyone of {id_}", r.line_sources[id_].where)
        if kind == "outcome":
            outcome = r.outcomes[id_]
            return self.condition(name, outcome.when, outcome.title, outcome.where, "outcome-undecided")
        return _RESULTS[name](self)

    def cohort(self) -> Operand:
        """Compile the cohorts: the first condition that holds."""
        cohorts = list(self.ruleset.cohorts.values())
        conditions = tuple(
            self.formula(c.when, f"cohort {c.id}", Clause(c.id, c.where)) for c in cohorts if c.when is not None
        )
        clause = Clause("cohorts", cohorts[0].where if cohorts else self.ruleset.where)
        column = self.emit(
            "cohort",
            FirstThat(tuple(c.id for c in cohorts), len(conditions) < len(cohorts)),
            conditions,
            clause,
        )
        if cohorts:
            self.concerns_each("cohort", {c.id: c.where for c in cohorts}, clause.title, column)
            self.check("no-cohort", "none", (column,), "cohort")
        return column

    def reason(self) -> Operand:
        """Compile who is appraised: the reason of the first condition that does not hold."""
        rules = list(self.ruleset.eligible.values())
        conditions = tuple(
            self.formula(c.when, f"eligible {c.id}", Clause(c.reason, c.where)) for c in rules if c.when is not None
        )
        for rule, condition in zip(rules, conditions, strict=True):
            self.check("undecided", "undecided", (condition,), f"eligible {rule.id}")
        clause = Clause("eligible", rules[0].where if rules else self.ruleset.where)
        column = self.emit("reason", FirstThatFails(tuple(c.reason for c in rules)), conditions, clause)
        self.concerns_each("reason", {c.reason: c.where for c in rules}, clause.title, column)
        return column


_RESULTS: dict[str, Callable[[Compiler], Operand]] = {
    "cohort": Compiler.cohort,
    "reason": Compiler.reason,
    "score": compile_score,
    "grade": compile_grade,
    "total_reward": compile_total_reward,
    "scored_indicators": lambda c: count_scored(c, "scored_indicators"),
    "scored_categories": lambda c: count_scored(c, "scored_categories"),
}
