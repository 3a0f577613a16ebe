"""The scoring methods for tests, a file for each: how the oracle scores it, and how random rules of it are written.

A file names the classes of its rules (`RULES`), an example of each method with its results by hand (`EXAMPLES`), the oracle's
`scored(rule, ask)`, and `written(rules)`: what writes each of its methods, nothing where none can be used. What stands in this
folder is found by itself; `tests/kinds/` says what a file lacks.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.model import Indicator
    from appraise.policy.values import Setting
    from tests.oracle import Person
    from tests.oracle_formula import Local
    from tests.oracle_values import Number, Value


class Example(NamedTuple):
    """A sound rule with scores by hand, one that is refused, and the code of what is said of it.

    `scores`: the value of each of several people, who are peers of each other and have the target 100, to the score.
    """

    sound: str
    scores: Mapping[float, float]
    refused: str
    code: str


class Ask(NamedTuple):
    """What the oracle knows of one employee: `own` are value, target and attainment, `lower` says that less is better."""

    person: Person
    indicator: Indicator
    own: Mapping[str, Value]
    local: Local
    lower: bool

    def setting(self, setting: Setting) -> Number:
        return self.person.setting(setting, self.local)

    def compute(self, formula: Formula) -> Value:
        return self.person.compute(formula, self.local)

    def note(self, code: str) -> None:
        self.person.note(code)


@functools.cache
def found() -> tuple[ModuleType, ...]:
    """The files of this folder, by name."""
    return tuple(importlib.import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__))


@functools.cache
def oracles() -> dict[type, Callable[[object, Ask], Number]]:
    """The oracle of each class of rules."""
    return {rule: module.scored for module in found() for rule in module.RULES}
