"""What the language itself makes each name of is declared once, and the compiler asks for exactly that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.plan.compile import Compiler
from appraise.policy.meaning.structure import structure
from appraise.policy.meaning.uses import reads_now, uses
from tests import generate, generate_beyond, generate_money

if TYPE_CHECKING:
    from types import ModuleType

    from appraise.plan.steps import Operand
    from appraise.policy.model import Ruleset

Graph = dict[str, set[str]]


@dataclass
class Recording(Compiler):
    """Notes which names are asked for while each name is compiled."""

    graph: Graph = field(default_factory=dict)
    inside: list[str] = field(default_factory=list)

    def operand(self, name: str) -> Operand:
        shown = same(name)
        if self.inside:
            self.graph.setdefault(self.inside[-1], set()).add(shown)
        self.inside.append(shown)
        found = super().operand(name)
        self.inside.pop()
        return found


def same(name: str) -> str:
    """Adjustments and who is appraised have two names each."""
    head, _, part = name.partition(".")
    return "status" if name == "reason" else f"adjustment {head}" if part == "adjustment" else name


def declared(ruleset: Ruleset) -> Graph:
    graph: Graph = {name: set(made) for name, made in structure(ruleset).items()}
    for use in uses(ruleset):
        names = reads_now(use.formula, ruleset.functions)
        graph.setdefault(use.owner, set()).update(same(use.local.get(n, n)) for n in names)
    return graph


def with_checks(graph: Graph, ruleset: Ruleset) -> Graph:
    """Weights that are formulas are added up with all others when one of them is compiled."""
    stated = {f"{i}.stated" for i in ruleset.indicators} | {f"category {c}" for c in ruleset.categories}
    return graph | {
        f"{i}.{part}": graph[f"{i}.{part}"] | stated for i in ruleset.indicators for part in ("weight", "score")
    }


def behind(graph: Graph, name: str) -> set[str]:
    todo, seen = [*graph.get(name, ())], set[str]()
    while todo:
        at = todo.pop()
        if at not in seen:
            seen.add(at)
            todo += graph.get(at, ())
    return seen


MAKERS = (generate, generate_beyond, generate_money)
SEEDS = range(20)
_INSIDE = (  # which are compiled as parts of other names
    "draw", "budget", "category", "stated", "due", "projection", "place", "accrued", "recovered", "balance", "banked",
)  # fmt: skip


def compiled(ruleset: Ruleset) -> Graph:
    """The names of the policy that the compiler asks for, without its own steps on the way there."""
    compiler = Recording(ruleset)
    compiler.plan()
    found = {n: {m for m in made if not set("(/") & set(m)} for n, made in compiler.graph.items() if "(" not in n}
    for name in found:
        head, _, part = name.partition(".")
        if head in ruleset.rewards and part in _INSIDE:
            found[name] = set()  # it is made where the reward is
    return found


def kind(name: str) -> str:
    return name.partition(".")[2] or name.split(" ", maxsplit=1)[0]


@pytest.mark.parametrize("maker", MAKERS, ids=lambda m: m.__name__)
def test_a_compiled_name_depends_on_declared_names_only(maker: ModuleType) -> None:
    for seed in SEEDS:
        ruleset = load_text(maker.case(seed, 1).text).ruleset
        assert ruleset is not None
        wanted, asked = with_checks(declared(ruleset), ruleset), compiled(ruleset)
        for name in asked:
            more = behind(asked, name) - behind(wanted, name)
            assert more <= ruleset.data.fields.keys(), (
                seed,
                name,
            )  # by which the group is found whose past is asked for


def test_every_kind_of_declared_dependency_is_one_for_the_compiler() -> None:
    wanted, asked = set[tuple[str, str]](), set[tuple[str, str]]()
    for ruleset in (load_text(maker.case(seed, 1).text).ruleset for maker in MAKERS for seed in SEEDS):
        assert ruleset is not None
        own, found = {*ruleset.rewards, *ruleset.indicators}, compiled(ruleset)
        wanted |= {
            (kind(n), kind(same(m)))
            for n, made in structure(ruleset).items()
            for m in made
            if not {n, m} & own and kind(n) != kind(same(m))
        }
        asked |= {(kind(n), kind(m)) for n in found for m in behind(found, n)}
    inside = {(n, m) for n, m in wanted if n in _INSIDE or m in _INSIDE}
    assert wanted - inside <= asked
    assert len(wanted - inside) > 15


POLICY = """ruleset: a
title: A
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: month
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data: {employee: id, fields: {id: {type: text, column: ID}, sales: {type: money, column: Sales, min: 0}}}
indicators:
  i: {title: I, value: sales, target: 100, score: {method: ratio, floor: 0, cap: 120}, weight: 100}
grades: {bands: {A: 90, B: lowest}}
"""


@pytest.mark.parametrize("asked", ["pay", "total_reward"])
@pytest.mark.parametrize(
    "way",
    [
        "each: 5, count: score",
        "base: sales, tiers: {method: marginal, rates: {0: 5%}}",
        "contest: {by: score, best: highest, prizes: {1: 100}, ties: share}",
        "amount: sales * factor",
    ],
)
def test_a_factor_that_asks_for_its_own_reward_is_a_cycle(way: str, asked: str) -> None:
    loaded = load_text(POLICY + f"rewards: {{pay: {{title: Pay, {way}, factor: 1 if {asked} > 5 else 2}}}}\n")
    (told,) = [d for d in loaded.diagnostics if d.code == "cycle"]
    assert told.message.startswith("A value depends on itself: pay.factor → ")


@pytest.mark.parametrize("effect", ["grade_at_most: B", "grade_shift: -1", "grade_at_least: A"])
@pytest.mark.parametrize("draw", ["", ", draw: {amount: 5, recoverable: false}"])
def test_a_gate_on_the_grade_may_ask_for_pay_that_does_not_go_by_grades(effect: str, draw: str) -> None:
    rewards = f"rewards: {{pay: {{title: Pay, amount: sales * 5%{draw}}}}}\n"
    loaded = load_text(POLICY + rewards + f"gates: {{g: {{title: G, when: total_reward > 5000, {effect}}}}}\n")
    assert loaded.ruleset is not None, loaded.diagnostics
    plan = compile_plan(loaded.ruleset)
    table = pd.DataFrame({"ID": ["1", "2"], "Sales": [90_000.0, 200_000.0]})
    sheet = run(plan, table, ["2026-03"]).worksheet
    assert sheet is not None
    assert sheet.frame()["pay"].tolist() == [4500.0, 10_000.0]
    assert sheet.frame()["gates"].isna().tolist() == [True, False]
