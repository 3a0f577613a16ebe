"""Every case that settings tell apart: the labels of the names they go by, the days on which others are in force.

What can be known of a policy's numbers without data is known case by case. A case that conditions of the policy itself
rule out, such as a cohort to which no manager belongs, is none.
"""

from __future__ import annotations

import ast
import functools
import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.policy.meaning.scope import labels_of
from appraise.policy.values import ByLabel, Constant, Dated, ends, inside
from appraise.texts import NOTHING, Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Ruleset
    from appraise.policy.values import Choice, Setting

MOST = 2000  # cases that are looked at
_DEPTH = 20  # derived values behind one another
OTHERS = ""  # whoever has a label that nothing names


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """The label of each name, OTHERS for one that is not stated, and the day on which the case is looked at."""

    labels: Mapping[str, str]
    day: date
    dated: bool

    @property
    def words(self) -> Message:
        """Name it: role Sales and cohort new; nothing where there is one case only."""
        said = [
            msg("{name} {label}", "a case", name=name, label=label)
            if label
            else msg("other values of {name}", name=name)
            for name, label in self.labels.items()
        ]
        said += [msg("the time from {day} on", day=self.day)] if self.dated else []
        return functools.reduce(_and, said) if said else NOTHING

    @property
    def whose(self) -> Message:
        """Name it behind what is said of it: " for role Sales"; nothing where there is one case only."""
        return msg(" for {case}", case=self.words) if self.words else NOTHING


def _and(one: Message, other: Message) -> Message:
    return msg("{one} and {other}", "what holds together in a case", one=one, other=other)


def cases(settings: Iterable[Setting | None], ruleset: Ruleset, scope: Scope) -> list[Case]:
    """Every case that can occur; none where there are too many, or a name has labels that are not known."""
    parts = [part for setting in settings for part in inside(setting)]
    names: dict[str, list[str]] = {}
    for lookup in (part for part in parts if isinstance(part, ByLabel)):
        name = lookup.by.name
        known = labels_of(lookup, scope)
        others = [OTHERS] if known is None and lookup.otherwise is not None else []
        stated = names.setdefault(name, [])
        stated += [label for label in (*(known or lookup.values), *others) if label not in stated]
    days = sorted({max(day, ruleset.begins) for p in parts if isinstance(p, Dated) for day, _ in p.values})
    days = [day for day in days if day <= ruleset.ends]
    if math.prod(map(len, names.values())) * max(1, len(days)) > MOST:
        return []
    found = (dict(zip(names, labels, strict=True)) for labels in itertools.product(*names.values()))
    return [
        Case(labels, day, len(days) > 1)
        for labels in found if _possible(labels, ruleset) for day in (days or [ruleset.begins])
    ]  # fmt: skip


def constant_in(setting: Setting | None, case: Case) -> float | None:
    """The number that a setting has in a case, None where it takes data to know it."""

    def chosen(choice: Choice) -> Iterable[Setting | None]:
        if isinstance(choice, ByLabel):
            return [choice.of(case.labels.get(choice.by.name, OTHERS))]
        before = [value for day, value in choice.values if day <= case.day]
        return before[-1:] or [None]

    end = next(iter(ends(setting, chosen)))
    return end.value if isinstance(end, Constant) else None


def _possible(labels: Mapping[str, str], ruleset: Ruleset) -> bool:
    """Whether people with such labels can be appraised, as far as conditions on the labels alone tell."""
    eligible = (c.when for c in ruleset.eligible.values() if c.when is not None)
    if any(_truth(when.tree, labels, ruleset) is False for when in eligible):
        return False
    cohort = labels.get("cohort")
    for condition in ruleset.cohorts.values() if cohort is not None else ():
        holds = True if condition.when is None else _truth(condition.when.tree, labels, ruleset)
        if condition.id == cohort:
            return holds is not False
        if holds is True:
            return False
    return True


def _truth(tree: ast.expr, labels: Mapping[str, str], ruleset: Ruleset, depth: int = 0) -> bool | None:
    """Decide a condition by labels alone; None where it takes more."""

    def part(tree: ast.expr) -> bool | None:
        if isinstance(tree, ast.Compare) and len(tree.ops) == 1:
            return _compared(tree, labels)
        if isinstance(tree, ast.Name) and tree.id in ruleset.derive and depth < _DEPTH:
            return _truth(ruleset.derive[tree.id].tree, labels, ruleset, depth + 1)
        return tree.value if isinstance(tree, ast.Constant) and isinstance(tree.value, bool) else None

    return truth(tree, part)


def truth(tree: ast.expr, part: Callable[[ast.expr], bool | None]) -> bool | None:
    """Decide what and, or and not make of the parts of a condition; None where they leave it open."""
    if isinstance(tree, ast.BoolOp):
        parts = [truth(one, part) for one in tree.values]
        decides = isinstance(tree.op, ast.Or)
        return decides if decides in parts else None if None in parts else not decides
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
        inner = truth(tree.operand, part)
        return None if inner is None else not inner
    return part(tree)


def _compared(tree: ast.Compare, labels: Mapping[str, str]) -> bool | None:
    label = labels.get(tree.left.id, OTHERS) if isinstance(tree.left, ast.Name) else OTHERS
    right = tree.comparators[0]
    named: Sequence[ast.expr] = right.elts if isinstance(right, (ast.Tuple, ast.List)) else [right]
    texts = [part.value for part in named if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    if not label or len(texts) < len(named):
        return None
    if isinstance(tree.ops[0], (ast.Eq, ast.In)):
        return label in texts
    return label not in texts if isinstance(tree.ops[0], (ast.NotEq, ast.NotIn)) else None
