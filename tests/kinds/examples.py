"""An example of each kind that a policy may have, one that is refused, and the policies in which they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, get_args

from appraise import load_text
from appraise.policy.model import How, Missing
from tests import methods

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.policy.model import Ruleset

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


EXAMPLES = dict(examples())


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
