"""Every kind of a thing is whole: a kernel, an oracle, a generator that makes it, a page of the manual, words, a broken policy.

Whoever adds a kind and forgets one of them finds it here. What mypy sees (a fact that a class lacks, a `match` without the
new case) is not looked at again.
"""

from __future__ import annotations

import functools
import inspect
import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.execution.kernels.across import ACROSS
from appraise.execution.kernels.rowwise import KERNELS
from appraise.plan import operations
from appraise.plan.operations import Operation
from appraise.policy.model import GateEffect, How, Missing, Pay, Ranking, Rule
from appraise.policy.model.grading import Effect
from appraise.policy.model.method import Method
from appraise.policy.model.pay import Way
from appraise.policy.model.ranking import Placing
from appraise.report.policy.clauses import gate_in_words, grade_sentences, indicator_sentences, reward_sentences
from appraise.report.policy.lines import how_in_words
from appraise.texts import languages
from tests import generate, generate_beyond, generate_money, methods
from tests import test_tables_oracle as tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.policy.model import Ruleset

ROOT = Path(__file__).parents[1]
MANUAL = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "schemas" / "ruleset.schema.json").read_text(encoding="utf-8"))
OPERATIONS = {o for o in vars(operations).values() if isinstance(o, type) and issubclass(o, Operation)} - {Operation}
UNIONS = {Method: Rule, Way: Pay, Effect: GateEffect, Placing: Ranking}
POLICY = """ruleset: a
title: A
version: "1"
language: LANGUAGE
effective: {from: 2026-01-01, to: 2026-12-31}
period: month
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  fields:
    id: {type: text, column: ID}
    region: {type: text, column: Region}
    sales: {type: money, column: Sales, min: 0}
    done: {type: number, column: Done, min: 0.5}
indicators:
  i: {title: I, value: done, target: 100, score: SCORE, weight: 100MISSING}
GRADES
REWARDS
GATES
MEASURES
"""


class Example(NamedTuple):
    """A sound text for a place of the policy, one that is refused, and the code of what is said."""

    place: str
    sound: str
    broken: str
    code: str


PAY = {
    "amount": ("amount: sales * 5%", "amount: 5%", "percent-or-ratio"),
    "tiers": ("base: sales, tiers: {method: marginal, rates: {0: 5%}}", "base: sales, tiers: {method: marginal, rates: {0: 5}}", "percent-or-ratio"),
    "each": ("each: 5, count: score", "each: 5", "missing-key"),
    "contest": ("contest: {by: sales, best: highest, prizes: {1: 100}, ties: share}", "contest: {by: sales, best: highest, prizes: {1: -100}, ties: share}", "wrong-value"),
    "clawback": ("clawback: {of: [base], share: 50%, periods: 3}", "clawback: {of: [pay], share: 50%, periods: 3}", "wrong-value"),
}  # fmt: skip
EFFECTS = {
    "grade_at_most": ("grade_at_most: B", "grade_at_most: F", "unknown-reference"),
    "grade_at_least": ("grade_at_least: B", "grade_at_least: F", "unknown-reference"),
    "grade_shift": ("grade_shift: -1", "grade_shift: -5", "wrong-value"),
    "score_at_most": ("score_at_most: 50", "score_at_most: 50%", "percent-or-ratio"),
    "indicator_at_most": ("indicator_at_most: {i: 50}", "indicator_at_most: {i: 50%}", "percent-or-ratio"),
    "reward_factor": ("reward_factor: 50%", "reward_factor: -1", "wrong-value"),
    "reward_at_most": ("reward_at_most: 50", "reward_at_most: 50%", "percent-or-ratio"),
}
RANKINGS = {
    "shares": ("shares: {A: 20%, B: 50%, C: 30%}, counts: down", "shares: {A: 20%, B: 50%, C: 20%}, counts: down", "shares-sum"),
    "at_most": ("at_most: {A: 20%}, counts: down", "at_most: {A: 120%}, counts: down", "shares-sum"),
}  # fmt: skip
MEASURES = {how: (f"{how}: amount", f"{how}: amounts", "unknown-name") for how in get_args(How)}
MISSING = {how: (f", missing: {how}", f", missing: {how}s", "wrong-value") for how in get_args(Missing)}


def examples() -> Iterator[tuple[str, Example]]:
    """Yield an example of each kind, under its key."""
    for module in methods.found():
        yield from ((name, Example("SCORE", e.sound, e.refused, e.code)) for name, e in module.EXAMPLES.items())
    for place, of in (
        ("REWARDS", PAY),
        ("GATES", EFFECTS),
        ("GRADES", RANKINGS),
        ("MEASURES", MEASURES),
        ("MISSING", MISSING),
    ):
        yield from ((name, Example(place, *texts)) for name, texts in of.items())


OF_THE_POLICY = {
    "region",
    "sales",
    "done",
    "score",
    "Base",
    "Pay",
    "Total",
}  # names and titles that may stand in its sentences
EXAMPLES = dict(examples())
SCORES = {name: example.scores for module in methods.found() for name, example in module.EXAMPLES.items()}


def policy(example: Example, text: str, language: str = "en") -> str:
    parts = {
        "SCORE": "{method: ratio, floor: 0, cap: 120}",
        "GRADES": "grades: {bands: {A: 90, B: 60, C: lowest}}",
        "REWARDS": "rewards: {base: {title: Base, amount: 5}}",
        "GATES": "",
        "MEASURES": "",
        "MISSING": "",
        "LANGUAGE": language,
    }
    whole = {
        "REWARDS": f"rewards: {{base: {{title: Base, amount: 5}}, pay: {{title: Pay, {text}}}}}",
        "GATES": f"gates: {{g: {{title: G, when: sales > 5, {text}}}}}",
        "GRADES": f"grades: {{bands: {{A: 90, B: 60, C: lowest}}, ranking: {{within: [region], ties: {{by: [sales], then: better}}, {text}}}}}",
        "MEASURES": "sources: {orders: {employee: id, date: day, fields: {id: {type: text}, day: {type: date}, amount: {type: money}}}}\n"
        f"measures: {{total: {{title: Total, from: orders, {text}}}}}\nderive: {{shown: total}}\nresults: [shown]",
    }
    made = POLICY
    for place, usual in parts.items():
        made = made.replace(place, whole.get(place, text) if place == example.place else usual)
    return made


def loaded(example: Example, language: str = "en") -> Ruleset:
    found = load_text(policy(example, example.sound, language))
    assert found.ruleset is not None, [(d.code, d.message, str(d.where)) for d in found.diagnostics]
    return found.ruleset


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


def test_every_scoring_method_of_the_language_has_an_example() -> None:
    names = {name.partition(" ")[0] for module in methods.found() for name in module.EXAMPLES}
    known = set(SCHEMA["$defs"]["rule"]["properties"]["method"]["enum"])
    assert not known ^ names, f"EXAMPLES in tests/methods/ and the schema differ in {known ^ names}"
    classes = {type(loaded(e).indicators["i"].rules[0]) for e in EXAMPLES.values() if e.place == "SCORE"}
    without = {kind.__name__ for kind in get_args(Rule)} - {kind.__name__ for kind in classes}
    assert not without, f"no example of tests/methods/ is read as {without}"


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


@pytest.mark.parametrize(
    "kind",
    [*get_args(Pay), *get_args(GateEffect), *get_args(Ranking), *get_args(Missing)],
    ids=lambda k: getattr(k, "__name__", k),
)
def test_every_other_kind_is_in_generated_policies(kind: object) -> None:
    assert kind in generated(), f"no generated policy has {kind}"
    source = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("oracle*.py"))
    known = getattr(kind, "__name__", f'"{kind}"') in source or kind == "reweight"
    assert known, f"no oracle (tests/oracle*.py) knows {kind}"


def test_every_other_kind_has_an_example() -> None:
    assert PAY.keys() == {way.key for way in get_args(Pay)}
    assert EFFECTS.keys() == {effect.key for effect in get_args(GateEffect)}
    assert {type(loaded(EXAMPLES[name]).grades.ranking) for name in RANKINGS} == set(get_args(Ranking))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_kind_stands_in_the_manual(name: str) -> None:
    word = name.partition(" ")[2] or name
    part = section("Scoring methods") if EXAMPLES[name].place == "SCORE" else MANUAL
    described = any(f"{mark}{word}{end}" in part for mark, end in (("`", "`"), ("", ": "), ("`", ":")))
    assert described, f"docs/language.md does not describe `{word}`"
    shown = EXAMPLES[name].place != "SCORE" or f"method: {name.partition(' ')[0]}" in part
    assert shown, f"docs/language.md has no block with `method: {word}` under Scoring methods"


def section(heading: str) -> str:
    """What stands under a heading of the manual."""
    return MANUAL.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_kind_is_refused_where_it_is_wrong(name: str) -> None:
    example = EXAMPLES[name]
    assert loaded(example)
    told = load_text(policy(example, example.broken))
    assert told.ruleset is None
    assert example.code in {d.code for d in told.diagnostics if d.severity == "error"}, [
        (d.code, d.message) for d in told.diagnostics
    ]


@pytest.mark.parametrize("name", [n for n, e in EXAMPLES.items() if "floor: 0" in e.sound or "cap: " in e.sound])
def test_limits_that_are_mixed_up_are_refused_for_every_method(name: str) -> None:
    sound = EXAMPLES[name].sound
    mixed = sound.replace("floor: 0", "floor: 130").replace("cap: 120", "cap: 90")
    if "floor" not in mixed:
        return  # there is no lower limit that it could be below
    told = load_text(policy(EXAMPLES[name], mixed)).diagnostics
    assert any(d.code == "wrong-value" and "is more than the most" in d.message for d in told), told


def words(example: Example, language: str) -> list[str]:
    """What a policy says of an example."""
    ruleset = loaded(example, language)
    match example.place:
        case "REWARDS":
            return [text for text, _ in reward_sentences(ruleset.rewards["pay"], ruleset)]
        case "GATES":
            return [gate_in_words(ruleset.gates["g"], ruleset)]
        case "GRADES":
            assert ruleset.grades is not None
            return [text for text, _ in grade_sentences(ruleset.grades, ruleset)]
        case "MEASURES":
            return [how_in_words(ruleset.measures["total"], ruleset, ruleset.language)]
        case _:
            return [text for text, _ in indicator_sentences(ruleset.indicators["i"], ruleset)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_kind_has_its_words_in_every_language(name: str) -> None:
    """No English word of a sentence stands in another language, but for those that the policy itself brings."""
    example, (english, *others) = EXAMPLES[name], languages()
    told = words(example, english)
    assert all(told), f"{name} is said in no words"
    own = OF_THE_POLICY | set(re.findall(r"[^\W\d]+", example.sound))
    for language in others:
        for sentence, same in zip(words(example, language), told, strict=True):
            left = set(re.findall(r"[A-Za-z]{2,}", sentence)) & set(re.findall(r"[A-Za-z]{2,}", same)) - own
            assert not left, f"in {language}, {sentence!r} has English words: translate them in its catalogue"
