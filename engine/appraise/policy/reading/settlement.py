"""Reads how pay is shared out and settled: budgets, contests, draws, true-ups, clawbacks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast

from appraise.policy.model import Budget, Clawback, Contest, Draw, Recover, TrueUp

if TYPE_CHECKING:
    from appraise.formula.grammar import Formula
    from appraise.policy.reading.reader import Reading
    from appraise.policy.text.tree import Node
    from appraise.policy.values import Setting

_PLACES = re.compile(r"\s*([1-9]\d{0,5})\s*(?:\.\.\s*([1-9]\d{0,5})\s*)?")


def budget(reading: Reading, id_: str, node: Node) -> Budget:
    """Read a budget."""
    title = node.get("title")
    return Budget(
        id_,
        title.text if title else id_,
        _texts(node.get("covers")),
        reading.setting(node.mapping["amount"]),
        _within(reading, node),
        cast("Literal['cap', 'hand_out']", node.mapping["mode"].text),
        node.key or node.where,
    )


def contest(reading: Reading, node: Node) -> Contest:
    """Read a contest; its places are stated from the best on, each once."""
    prizes: list[tuple[int, int, Setting]] = []
    for key, child in node.mapping["prizes"].mapping.items():
        spot = child.key or child.where
        found = _PLACES.fullmatch(key)
        if found is None:
            reading.report.error("wrong-value", f"{key!r} is not a place.", spot,
                                 "write a whole number such as 1, or places such as 4..10")  # fmt: skip
            continue
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first or (prizes and first <= prizes[-1][1]):
            reading.report.error("tiers-order", f"The places {key} do not follow those before them.", spot,
                                 "state the places from the best on, each once")  # fmt: skip
            continue
        prizes.append((first, last, reading.setting(child)))
    return Contest(
        reading.formula(node.mapping["by"]),
        _within(reading, node),
        cast("Literal['highest', 'lowest']", node.mapping["best"].text),
        tuple(prizes),
        cast("Literal['share', 'repeat']", node.mapping["ties"].text),
        node.key or node.where,
    )


def clawback(reading: Reading, node: Node) -> Clawback:
    """Read a clawback."""
    periods = int(cast("int", node.mapping["periods"].value))
    return Clawback(_texts(node.get("of")), _share(reading, node), periods, node.key or node.where)


def true_up(node: Node) -> TrueUp:
    """Read a true-up."""
    return TrueUp(cast("Literal['take_back', 'carry']", node.mapping["below_zero"].text), node.key or node.where)


def draw(reading: Reading, node: Node) -> Draw:
    """Read a draw; one that is recoverable says how, and no other does."""
    recover, spot = node.get("recover"), node.key or node.where
    recoverable = node.mapping["recoverable"].value is True
    if recoverable and recover is None:
        reading.report.error("missing-key", "A recoverable draw needs `recover`: how it is paid back.", spot,
                             "recover: {share: 50%}")  # fmt: skip
    if not recoverable and recover is not None:
        reading.report.error("wrong-value", "This draw is not recoverable, so nothing can be recovered.",
                             recover.key or recover.where, "remove `recover`, or state `recoverable: true`")  # fmt: skip
    return Draw(
        reading.setting(node.mapping["amount"]),
        reading.optional(node.get("when"), reading.formula),
        None if recover is None else Recover(_share(reading, recover),
                                             reading.optional(recover.get("when"), reading.formula)),
        spot,
    )  # fmt: skip


def settled_apart(reading: Reading, id_: str, node: Node) -> None:
    """See that a reward is settled with other periods in one way only."""
    above = node.get("above_max")
    if above and node.get("max") is None:
        reading.report.error("missing-key", f"`above_max` of {id_} needs `max` beside it.", above.key or above.where)
    stated = {key: child for key in ("clawback", "true_up", "draw", "factor", "prorate") if (child := node.get(key))}
    if above and above.text == "bank":
        stated["above_max"] = above
    for key, others, why in _APART:
        for other in (o for o in others if key in stated and o in stated):
            spot = stated[other]
            reading.report.error("wrong-value", f"{id_} has both `{key}` and `{_SHOWN.get(other, other)}`; {why}.",
                                 spot.key or spot.where, "keep one of the two")  # fmt: skip


_SHOWN = {"above_max": "above_max: bank"}
_APART = (
    ("true_up", ("draw", "above_max"), "each settles with what was paid earlier, and both would count it twice"),
    ("clawback", ("true_up", "draw", "above_max", "factor", "prorate"), "a clawback only takes back its share"),
)


def _share(reading: Reading, node: Node) -> Setting:
    return reading.setting(node.mapping["share"])


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(n.text for n in node.items) if node else ()


def _within(reading: Reading, node: Node) -> tuple[Formula, ...]:
    names = node.get("within")
    return tuple(reading.formula(n) for n in names.items) if names else ()
