"""Collects the steps, checks and branches of a plan while it is compiled."""

from __future__ import annotations

import ast
import itertools
from abc import ABC, abstractmethod
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from appraise.formula.precision import LARGEST
from appraise.formula.syntax.grammar import Formula
from appraise.formula.syntax.text import Typed
from appraise.plan.operations import Check, Earlier, IsLabel, Operation, Reading, Test
from appraise.plan.steps import Branch, Clause, Memory, Operand, Step
from appraise.policy.meaning.belonging import carried_values, group_of
from appraise.policy.meaning.scope import Scope
from appraise.policy.model import Ruleset
from appraise.policy.values import LOWEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraise.diagnostics import Where
    from appraise.policy.columns import Column
    from appraise.policy.model import Boundary

ANY = 0  # periods back for the last known value: however many
Within = tuple[str, ...] | None  # the columns that name a group; None: it is not of a group


@dataclass
class Emitter(ABC):
    """What has been compiled so far; `_branches` are the conditions of the branch at hand."""

    ruleset: Ruleset
    provisional: bool = False  # as of a day inside the period: targets build up
    steps: list[Step] = field(default_factory=list)
    names: dict[str, Operand] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    branches: dict[Branch, None] = field(default_factory=dict)
    told: dict[str, None] = field(default_factory=dict)  # names that summaries and explanations need of all rows
    _branches: tuple[str, ...] = ()
    _taken: set[str] = field(default_factory=set)
    _same: dict[tuple[Operation, tuple[Operand, ...]], str] = field(default_factory=dict)
    _to_remember: dict[str, tuple[Formula, Clause, Operand | None, Within]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.scope = Scope(self.ruleset, set())

    @cached_property
    def carried_over(self) -> frozenset[str]:
        """The derived values that stay known over a period without a row."""
        return carried_values(self.ruleset)

    @abstractmethod
    def operand(self, name: str) -> Operand:
        """The column (or number) of a name."""

    @abstractmethod
    def formula(self, formula: Formula, name: str, clause: Clause, local: Mapping[str, str] | None = None) -> Operand:
        """Compile a formula."""

    def emit(self, name: str, operation: Operation, inputs: tuple[Operand, ...], clause: Clause) -> str:
        """Add a step, or give the column of one that does the same already.

        The name of a column never leads to another column: names and columns are looked up in one list.
        """
        same = self._same.get((operation, inputs))
        if same is not None:
            if name not in self._taken:
                self.names[name] = same
            return same
        own = name
        for number in itertools.count(2):  # two points of a jump, say, would otherwise share a name
            if own not in self._taken:
                break
            own = f"{name} #{number}"
        self._taken.add(own)
        self.steps.append(Step(own, operation, inputs, clause))
        self._same[operation, inputs] = own
        self.names[own] = own
        return own

    def call(self, name: Column, operand: Operand) -> Operand:
        """Have a name lead to what was compiled for it, be it a step, another name or a number."""
        self.names[name] = operand
        return operand

    def check(self, code: str, test: Test, inputs: tuple[Operand, ...], subject: str,
              labels: tuple[str, ...] = (), *, warn: bool = False, bound: float = 0.0) -> None:  # fmt: skip
        """Add something that must hold for everybody whom the branch at hand concerns."""
        if test == "unlisted" or any(isinstance(i, str) for i in inputs):
            severity: Literal["error", "warning"] = "warning" if warn else "error"
            self.checks.append(Check(code, test, inputs, subject, self._branches, labels, bound, severity=severity))

    def check_size(self, column: Operand, subject: str, places: int) -> None:
        """Add that a number of so many decimal places has no more digits than are exact."""
        self.check("too-large", "too-large", (column,), subject, bound=LARGEST / 10.0**places)

    def check_reached(
        self, bounds: tuple[float, ...], boundary: Boundary, inputs: tuple[Operand, ...], subject: str
    ) -> None:
        """Add that a measure (and where it starts from) does not lie below the first tier."""
        if bounds[0] != LOWEST:
            self.checks.append(
                Check("below-lowest", "below", inputs, subject, self._branches, bound=bounds[0], boundary=boundary)
            )

    def tell(self, name: str, column: Operand) -> None:
        """Have a column kept beside the results, for summaries and explanations."""
        self.names[name] = column
        self.told[name] = None

    @contextmanager
    def branch(
        self, operation: Operation, decider: Operand, subject: str, label: str, clause: Clause
    ) -> Iterator[None]:
        """Compile something that counts only where a column has a certain value; `clause` is that of this branch."""
        guard = self.emit(f"{subject}[{label}]?", operation, (decider,), clause)
        self.concerns(subject, label, clause, guard)
        with self.where(guard):
            yield

    def concerns(self, subject: str, label: str, clause: Clause, condition: Operand) -> None:
        """Note a clause that concerns only those for whom a condition holds, inside the branch at hand."""
        self.branches[Branch(subject, label, clause, (*self._branches, str(condition)))] = None

    def concerns_each(self, subject: str, places: Mapping[str, Where], title: str, column: Operand) -> None:
        """Note a clause for each label that a column can have."""
        for label, where in places.items():
            clause = Clause(title, where)
            guard = self.emit(f"{subject}[{label}]?", IsLabel((label,), inverse=False), (column,), clause)
            self.concerns(subject, label, clause, guard)

    @contextmanager
    def where(self, condition: Operand) -> Iterator[None]:
        """Compile something that counts only where a condition holds."""
        outer = self._branches
        self._branches = (*outer, str(condition))
        yield
        self._branches = outer

    def remember(self, key: str, formula: Formula, clause: Clause, column: Operand | None = None,
                 within: Within = None) -> None:  # fmt: skip
        """Have a column remembered for later periods: the formula's own, or a streak `column` that is made of it.

        It is compiled last, since it may be what is just being compiled: the balance of the period before. It is
        remembered of each employee, or of each group that the columns of `within` name.
        """
        self._to_remember.setdefault(key, (formula, clause, column, within))

    def groups_of(self, formula: Formula, clause: Clause) -> Within:
        """The columns that name the group whose figure a formula is; None where it is the employee's own."""
        texts = group_of(formula.tree, self.ruleset)
        if texts is None:
            return None
        parts = [(ast.unparse(text), replace(formula, tree=text, key=ast.dump(text))) for text in texts]
        return tuple(str(self.formula(part, name, clause)) for name, part in parts)

    def earlier(self, name: str, reading: Reading, clause: Clause, periods: int = 1) -> str:
        """What a named column was in earlier periods; it may be the column that is being compiled."""
        tree = ast.Name(name, ast.Load())
        whole = Formula(name, tree, Typed(name, ()), lambda _begin, _end: clause.where, ast.dump(tree))
        return self.look_back(name, whole, reading, clause, periods)

    def look_back(self, key: str, formula: Formula, reading: Reading, clause: Clause, periods: int = 1) -> str:
        """Have something remembered, and give the column of what it was in earlier periods."""
        within = self.groups_of(formula, clause)
        self.remember(key, formula, clause, within=within)
        shown = {
            "at": f"previous({key})" if periods == 1 else f"previous({key}, {periods})",
            "latest": f"last_known({key}, {periods})" if periods else f"last_known({key})",
            "year": f"earlier this year({key})",
            "sum": f"sum of the last {periods}({key})",
            "count": f"number of the last {periods}({key})",
        }[reading]
        return self.emit(shown, Earlier(key, reading, periods, within is not None), within or (), clause)

    def compile_memories(self) -> dict[str, Memory]:
        """Compile what is to be remembered; that may call for more to be remembered."""
        found: dict[str, Memory] = {}
        while missing := [key for key in self._to_remember if key not in found]:
            for key in missing:
                formula, clause, column, within = self._to_remember[key]
                operand = self.formula(formula, key, clause) if column is None else column
                kind = "number" if column is not None else self.scope.quiet(formula).kind
                found[key] = Memory(operand, formula, kind, self.scope.made_of_results(formula), column is not None,
                                    within)  # fmt: skip
        return found
