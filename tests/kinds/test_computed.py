"""Every kind is computed: it has a kernel, an oracle, and a generator that makes it; its class is in the union of its kind."""

from __future__ import annotations

import functools
import inspect
import random
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.execution.kernels.across import ACROSS
from appraise.execution.kernels.rowwise import KERNELS
from appraise.plan import operations
from appraise.plan.operations import Operation
from appraise.policy.model import GateEffect, Missing, Pay, Ranking, Rule
from appraise.policy.model.grading import Effect
from appraise.policy.model.method import Method
from appraise.policy.model.pay import Way
from appraise.policy.model.ranking import Placing
from tests import generate, generate_beyond, generate_money, methods
from tests import test_tables_oracle as tables
from tests.kinds.examples import EXAMPLES, loaded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.policy.model import Ruleset

TESTS = Path(__file__).parents[1]
OPERATIONS = {o for o in vars(operations).values() if isinstance(o, type) and issubclass(o, Operation)} - {Operation}
UNIONS = {Method: Rule, Way: Pay, Effect: GateEffect, Placing: Ranking}
SCORES = {name: example.scores for module in methods.found() for name, example in module.EXAMPLES.items()}


def kinds(ruleset: Ruleset) -> set[object]:
    """The classes and words of all kinds that a policy uses."""
    found: set[object] = {type(rule) for i in ruleset.indicators.values() for rule in i.rules}
    found |= {i.missing for i in ruleset.indicators.values()}
    found |= {type(reward.pay) for reward in ruleset.rewards.values()}
    found |= {type(effect) for gate in ruleset.gates.values() for effect in gate.effects}
    return found | {type(ruleset.grades.ranking) if ruleset.grades is not None else None}


@functools.cache
def generated() -> frozenset[object]:
    """The kinds and operations that are in generated policies: of as many as it takes, up to a number."""
    wanted, found = (
        {*OPERATIONS, *get_args(Missing), *(k for union in UNIONS.values() for k in get_args(union))},
        set[object](),
    )
    for seed in range(120):
        texts = [maker.case(seed, 1).text for maker in (generate, generate_beyond, generate_money)]
        for text in (*texts, tables.policy(tables.nested(random.Random(seed), 0))):
            ruleset = load_text(text).ruleset
            if ruleset is None:  # a table with a row that can never hold
                continue
            found |= kinds(ruleset)
            for provisional in (False, True):
                found |= {type(step.operation) for step in compile_plan(ruleset, provisional=provisional).steps}
        if wanted <= found:
            break
    return frozenset(found)


@pytest.mark.parametrize("operation", sorted(OPERATIONS, key=lambda o: o.__name__), ids=lambda o: o.__name__)
def test_every_operation_has_one_kernel_and_is_in_generated_policies(operation: type[Operation]) -> None:
    has, name = (operation in KERNELS, operation in ACROSS), operation.__name__
    assert has == (not operation.across, operation.across), f"{name} needs one kernel, in execution/kernels/"
    assert operation in generated(), f"no generated policy has {name}"


def test_every_kernel_is_of_an_operation() -> None:
    assert {*KERNELS, *ACROSS} == OPERATIONS


def concrete(base: type) -> Iterator[type]:
    """Yield the classes below another of which there can be objects."""
    for kind in base.__subclasses__():
        yield from concrete(kind)
        if not inspect.isabstract(kind):
            yield kind


@pytest.mark.parametrize("base", UNIONS, ids=lambda b: b.__name__)
def test_every_class_of_a_kind_is_in_its_union(base: type) -> None:
    known = {kind.__name__ for kind in get_args(UNIONS[base])}
    assert {kind.__name__ for kind in concrete(base)} == known  # by name: slots make a class anew


@pytest.mark.parametrize("rule", get_args(Rule), ids=lambda r: r.__name__)
def test_every_scoring_method_has_an_oracle_and_a_generator(rule: type) -> None:
    assert rule in methods.oracles(), f"{rule.__name__} is in no RULES of tests/methods/"
    assert rule in generated(), f"`written` in tests/methods/ never makes a rule that is read as {rule.__name__}"


@pytest.mark.parametrize(
    "kind",
    [*get_args(Pay), *get_args(GateEffect), *get_args(Ranking), *get_args(Missing)],
    ids=lambda k: getattr(k, "__name__", k),
)
def test_every_other_kind_is_in_generated_policies(kind: object) -> None:
    assert kind in generated(), f"no generated policy has {kind}"
    source = "\n".join(p.read_text(encoding="utf-8") for p in TESTS.rglob("oracle*.py"))
    known = getattr(kind, "__name__", f'"{kind}"') in source or kind == "reweight"
    assert known, f"no oracle (tests/oracle*.py) knows {kind}"


@pytest.mark.parametrize("name", SCORES)
def test_every_scoring_method_gives_the_scores_by_hand(name: str) -> None:
    by_hand = SCORES[name]
    assert len(set(by_hand.values())) > 1, (
        f"the example `{name}` in tests/methods/ needs two scores by hand that differ"
    )
    done = run(compile_plan(loaded(EXAMPLES[name])), people(list(by_hand)), ["2026-07"])
    assert done.worksheet is not None, done.diagnostics
    scores = [float(score) for score in done.worksheet.frame()["i.score"]]
    assert dict(zip(by_hand, scores, strict=True)) == pytest.approx(by_hand)


def people(values: list[float]) -> pd.DataFrame:
    """People of one region with these values."""
    n = len(values)
    return pd.DataFrame({"ID": [str(i) for i in range(n)], "Region": ["E"] * n, "Sales": [0] * n, "Done": values})
