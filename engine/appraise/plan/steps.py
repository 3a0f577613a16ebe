"""Steps and plans: named columns in the order in which they can be computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from appraise.diagnostics import Where
from appraise.formula.kinds import Kind, Type
from appraise.formula.syntax.grammar import Formula
from appraise.plan.operations import Check, Operation
from appraise.policy.model import Ruleset

Operand = str | float  # the name of a column, or a number that is the same for everybody


@dataclass(frozen=True, slots=True)
class Clause:
    """The part of the policy that a step carries out."""

    title: str
    where: Where


@dataclass(frozen=True, slots=True)
class Branch:
    """What the policy says for some people only: for those for whom every one of `conditions` (columns) holds.

    `subject` names what is decided there ("sales.target", "grade", "gate veto"); `label` says for whom: a label, a
    bound, a day; blank where the clause is a condition itself.
    """

    subject: str
    label: str
    clause: Clause
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One column: `name` is computed by `operation` from `inputs`."""

    name: str
    operation: Operation
    inputs: tuple[Operand, ...]
    clause: Clause

    def reads(self) -> list[str]:
        """The columns among its inputs."""
        return [i for i in self.inputs if isinstance(i, str)]


def moved_by(steps: Iterable[Step], columns: Iterable[str]) -> set[str]:
    """Some columns and all that are made of them, by steps in an order in which they can be computed."""
    moved = set(columns)
    for step in steps:
        if not moved.isdisjoint(step.reads()):
            moved.add(step.name)
    return moved


@dataclass(frozen=True, slots=True)
class Memory:
    """A column that later periods look back at. `result`: it exists only for those who were appraised.

    `formula` is what it computes, from names that the results of an earlier run may hold; of a `streak` it is
    the condition that is counted. `within`: it is not the employee's but that of the group which these columns name.
    """

    column: Operand
    formula: Formula
    kind: Kind
    result: bool
    streak: bool = False
    within: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """A result column beside those that all policies have.

    `result`: it is made of results, so that those who are not appraised have none.
    """

    type: Type
    result: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled ruleset.

    `names` leads from every name of the policy to the column that holds it (steps that compute the same are
    shared) or to a number. `results` are the columns of the result table in order. `inputs` are the columns
    that the data must bring. `branches` are the clauses that do not concern everybody. `memories` are the columns
    that later periods look back at, by key. `told` are names beside the results that summaries and explanations
    need of all rows: what a budget had to give, how many took part in a contest. `carried` are result
    columns that are there only so that a later run can look back at them, `asked` those that the policy asks for.
    """

    ruleset: Ruleset
    steps: tuple[Step, ...]
    names: Mapping[str, Operand]
    checks: tuple[Check, ...]
    results: tuple[str, ...]
    inputs: tuple[str, ...]
    branches: tuple[Branch, ...] = ()
    memories: Mapping[str, Memory] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    carried: Mapping[str, Beside] = field(default_factory=dict)
    asked: Mapping[str, Beside] = field(default_factory=dict)

    @property
    def beside(self) -> dict[str, Beside]:
        """The result columns beside those that all policies have."""
        return {**self.asked, **self.carried}

    def computes_as(self, other: Plan) -> bool:
        """Whether two plans are of one policy and compute the same: one for a day inside a period has other steps."""
        if self is other:
            return True
        mine, theirs = (
            (
                p.ruleset.digest or p.ruleset,
                dict(p.names),
                p.results,
                [(s.name, s.operation, s.inputs) for s in p.steps],
            )
            for p in (self, other)
        )
        return mine == theirs

    @property
    def across(self) -> bool:
        """Whether a row's result needs other rows: peers, or earlier periods."""
        return any(step.operation.across for step in self.steps)
