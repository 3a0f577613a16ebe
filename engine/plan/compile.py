"""Ruleset to Plan. Every name is compiled once, when it is first needed, so that steps stand in order."""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from engine.formula.grammar import Formula
from engine.formula.kinds import NUMBER, TEXT
from engine.plan.emitting import Emitter
from engine.plan.lifting import lifted, looks_beyond
from engine.plan.operations import (
    Choose,
    Clamp,
    Compute,
    FirstThat,
    FirstThatFails,
    InForce,
    IsInForce,
    IsInTier,
    IsLabel,
)
from engine.plan.rewards import compile_reward, compile_stated, compile_total_reward
from engine.plan.scoring import compile_part
from engine.plan.steps import Beside, Clause, Memory, Operand, Plan
from engine.plan.total import compile_adjustment, compile_category, compile_grade, compile_score, count_scored
from engine.policy.model import Ruleset
from engine.policy.parts import ADJUSTMENT, CATEGORY_PARTS, first_of
from engine.policy.result_names import result_names
from engine.policy.scope import BUILT_IN, PACE, PARTS, labels_of
from engine.policy.unfinished import as_of_a_day
from engine.policy.values import OTHERWISE, Constant, Lookup, Placed, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from engine.diagnostics import Where
    from engine.policy.model import Boundary


T = TypeVar("T", bound=Placed)


def compile_plan(ruleset: Ruleset, also: Iterable[str] = (), *, provisional: bool = False,
                 outcomes: bool = True) -> Plan:  # fmt: skip
    """Compile a ruleset that was loaded without errors; `also` are names wanted beside the results.

    A `provisional` plan is for a day inside the period: targets that build up are those due by the day. No figure
    depends on `outcomes`; where figures alone are wanted, they can be left out.
    """
    return Compiler(ruleset, provisional).plan(also, outcomes=outcomes)


@dataclass
class Compiler(Emitter):
    """Gives the column of every name: `operand` compiles it if need be."""

    def plan(self, also: Iterable[str] = (), *, outcomes: bool = True) -> Plan:
        """Compile everything that the results show, and `also`."""
        r = self.ruleset
        results = result_names(r, provisional=self.provisional)
        asked = {n: self._beside(n) for n in r.results if n not in results}
        results += tuple(asked)
        for name in (*results, *also):
            self.operand(name)
        for gate in r.gates.values():
            self.operand(f"gate {gate.id}")
        for outcome in r.outcomes.values() if outcomes else ():
            self.operand(f"outcome {outcome.id}")
        for source in r.line_sources.values():
            if not isinstance(source.everyone, bool):
                self.operand(f"everyone {source.id}")
        own = ["provisional"] if self.provisional else []
        sources = tuple(dict.fromkeys([*r.data.fields, *r.measures, *BUILT_IN, *own]))
        memories = self.compile_memories()
        carried = self._carried(memories, results)
        results += tuple(carried)
        return Plan(r, tuple(self.steps), dict(self.names), tuple(self.checks), results, sources, tuple(self.branches),
                    memories, tuple(self.told), carried, asked)  # fmt: skip

    def _beside(self, name: str) -> Beside:
        return Beside(self.scope.type_of(name), self.scope.is_result(name))

    def _carried(self, memories: Mapping[str, Memory], results: tuple[str, ...]) -> dict[str, Beside]:
        """Give what a later run needs of this one, and the results do not show."""
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
        """Give the column (or number) of a name."""
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
            return self._condition(name, r.gates[id_].when, r.gates[id_].title, r.gates[id_].where)
        if kind == "everyone" and not isinstance(everyone := r.line_sources[id_].everyone, bool):
            return self._condition(name, everyone, f"everyone of {id_}", r.line_sources[id_].where)
        if kind == "outcome":
            outcome = r.outcomes[id_]
            return self._condition(name, outcome.when, outcome.title, outcome.where, "outcome-undecided")
        return _RESULTS[name](self)

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

    def setting(self, setting: Setting, name: str, clause: Clause, local: Mapping[str, str] | None = None) -> Operand:
        """Compile a setting in any of its forms."""
        if isinstance(setting, Constant):
            return setting.value
        if isinstance(setting, Formula):
            return self.formula(setting, name, clause, local)
        if isinstance(setting, Lookup):
            return self.choose(setting, lambda part, at: self.setting(part, at, clause, local), name, clause)
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
        self, lookup: Lookup[T], compile_part: Callable[[T, str], Operand], name: str, clause: Clause
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
        complete = known is not None and set(known) <= set(labels) and lookup.by.text in ("cohort", "grade")
        if lookup.otherwise is None and not complete:
            self.check("no-setting", "unlisted", (by,), f"{name} by {lookup.by.text}", labels)
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

    def _condition(self, name: str, when: Formula, title: str, where: Where, code: str = "undecided") -> Operand:
        column = self.formula(self.judged(when), name, Clause(title, where))
        self.concerns(name, "", Clause(title, where), column)
        self.check(code, "undecided", (column,), name, warn=code != "undecided")
        return column

    def judged(self, when: Formula) -> Formula:
        """Give a condition as it is judged: as of a day without what compares the unfinished period with whole ones."""
        return as_of_a_day(when, self.ruleset) if self.provisional else when

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


def everything(formula: Formula, ruleset: Ruleset) -> tuple[tuple[str, ...], str]:
    """Give all names that a formula reads, also through functions, and a key of its whole meaning."""
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


_RESULTS: dict[str, Callable[[Compiler], Operand]] = {
    "cohort": Compiler.cohort,
    "reason": Compiler.reason,
    "score": compile_score,
    "grade": compile_grade,
    "total_reward": compile_total_reward,
    "scored_indicators": lambda c: count_scored(c, "scored_indicators"),
    "scored_categories": lambda c: count_scored(c, "scored_categories"),
}
