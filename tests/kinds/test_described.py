"""Every kind is described: it has an example, a page of the manual, and words in every language."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from appraise.policy.model import GateEffect, Pay, Ranking, Rule
from appraise.policy.reading.scoring import RULE
from appraise.report.policy.clauses import gate_in_words, grade_sentences, indicator_sentences, reward_sentences
from appraise.report.policy.lines import how_in_words
from appraise.texts import languages
from tests import methods
from tests.kinds.examples import EFFECTS, EXAMPLES, PAY, RANKINGS, loaded

if TYPE_CHECKING:
    from tests.kinds.examples import Example

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "schemas" / "ruleset.schema.json").read_text(encoding="utf-8"))
OF_THE_POLICY = {
    "region",
    "sales",
    "done",
    "score",
    "Base",
    "Pay",
    "Total",
}  # names and titles that may stand in its sentences


def test_every_scoring_method_of_the_language_has_an_example() -> None:
    names = {name.partition(" ")[0] for module in methods.found() for name in module.EXAMPLES}
    read, shipped = (set(rule["properties"]["method"]["enum"]) for rule in (RULE.shape, SCHEMA["$defs"]["rule"]))
    assert not names - read, f"METHODS of policy/reading/scoring.py have no class of keys for {names - read}"
    assert not read - names, f"EXAMPLES of tests/methods/ have none for {read - names}"
    assert shipped == read, (
        f"schemas/ruleset.schema.json is not of today in {shipped ^ read}: python -m docs.make_schema"
    )
    classes = {type(loaded(e).indicators["i"].rules[0]) for e in EXAMPLES.values() if e.place == "SCORE"}
    without = {kind.__name__ for kind in get_args(Rule)} - {kind.__name__ for kind in classes}
    assert not without, f"no example of tests/methods/ is read as {without}"


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
