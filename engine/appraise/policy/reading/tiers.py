"""Numbers along a scale: tiers from lower bounds, and points with a value each."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from appraise.policy.keys.kinds import SETTING, Kind
from appraise.policy.keys.numbers import as_number, number_instead
from appraise.policy.keys.said import said
from appraise.policy.text.rawtext import as_typed
from appraise.policy.values import Constant, Setting
from appraise.texts import msg
from appraise.texts.message import Message, noted

if TYPE_CHECKING:
    from appraise.policy.keys.reader import Reading
    from appraise.policy.text.tree import Node


_BOUND = said("bound")


class TieredValues(NamedTuple):
    """The lower bounds of tiers in rising order, and what stands for each."""

    bounds: tuple[Constant, ...]
    values: tuple[Setting, ...]


def tiers_to(what: Message, bound: Message = _BOUND, pattern: str = "") -> Kind[TieredValues]:
    """The kind of {bound: value, …}; `what` and `bound` they are called in the manual, `pattern` is that of a bound."""
    bounds = {"propertyNames": {"pattern": pattern}} if pattern else {}
    called = noted("{{{bound}: {what}, …}}", bound=bound, what=what)
    return Kind({"type": "object", **bounds, "additionalProperties": SETTING, "minProperties": 1}, tiers, called)


def tiers(reading: Reading, node: Node) -> TieredValues:
    """Read {bound: value}; the bounds must rise."""
    bounds = [reading.bound(k, v) for k, v in node.mapping.items()]
    sound = [b for b in bounds if b.text == "lowest" or as_number(b.text) is not None]
    wrong = [(low, high) for low, high in pairwise(sound) if high.value <= low.value]
    for low, high in wrong[:1]:
        written = {
            b.text: (b.value, as_typed(reading.document, v)) for b, v in zip(bounds, node.mapping.values(), strict=True)
        }
        rising = ", ".join(f"{text}: {value}" for text, (_, value) in sorted(written.items(), key=lambda w: w[1][0]))
        apart = len({b.value for b in sound}) == len(bounds)
        reading.diagnostics.error(
            "tiers-order",
            msg("The tier {high} follows the tier {low}.", high=high.text, low=low.text),
            high.where,
            msg("state the tiers in rising order: write `{{{rising}}}`", rising=rising)
            if apart
            else msg("state the tiers in rising order, each bound once"),
        )
    return TieredValues(tuple(bounds), tuple(reading.setting(v) for v in node.mapping.values()))


def points(reading: Reading, node: Node) -> tuple[tuple[Constant, Setting], ...]:
    """Read [place, score] in rising order."""
    found: list[tuple[Constant, Setting]] = []
    sound: list[tuple[Constant, Node]] = []
    for item in node.items:
        place, score = item.items
        at = reading.constant(place)
        if at is None:
            reading.diagnostics.error(
                "wrong-value",
                msg("{place!r} is not the place of a point.", place=place.text),
                place.where,
                number_instead(place.text, msg("a number or a percent such as 80%")),
            )
            before = found[-1][0].value if found else 0.0
            at = Constant(before, place.text, place.where, percent=True)  # which no other check complains of
        else:
            sound.append((at, item))
        found.append((at, reading.setting(score)))
    places = [at for at, _ in sound]
    falls = [(low, high) for low, high in pairwise(places) if high.value < low.value]
    for low, high in falls[:1]:
        rising = ", ".join(as_typed(reading.document, item) for _, item in sorted(sound, key=lambda s: s[0].value))
        reading.diagnostics.error(
            "tiers-order",
            msg("The point at {high} follows the one at {low}.", high=high.text, low=low.text),
            high.where,
            msg("state the points in rising order: write `points: [{rising}]`", rising=rising),
        )
    for first, _, third in zip(places, places[1:], places[2:], strict=False):
        if first.value == third.value:
            reading.diagnostics.error(
                "tiers-order",
                msg("Three points stand at {first}.", first=first.text),
                third.where,
                msg("two points at one place are a jump; more say nothing"),
            )
    return tuple(found)


_PAIR = {"type": "array", "minItems": 2, "maxItems": 2, "items": SETTING}
POINTS = Kind(
    {"type": "array", "minItems": 2, "items": _PAIR},
    points,
    said("[[number, setting], …]"),
)
