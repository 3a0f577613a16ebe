"""Reads scoring rules: how a value becomes a score."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from appraise.policy.model import (
    ByDeviation,
    ByFormula,
    ByPercentile,
    ByPlace,
    Linear,
    Pass,
    PerStep,
    PerUnit,
    Rating,
    Ratio,
    Rule,
    Scoring,
    Steps,
    StepSide,
)
from appraise.policy.reading.ranking import within
from appraise.policy.reading.reader import as_number, number_instead
from appraise.policy.text.rawtext import as_typed
from appraise.policy.values import Constant, Setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraise.policy.model import Boundary
    from appraise.policy.reading.reader import Reading
    from appraise.policy.text.tree import Node


def scoring(reading: Reading, node: Node, scales: Mapping[str, Scoring]) -> Scoring | None:
    """Read a rule, a lookup of rules, or the name of a scale; None where there is no such scale."""
    if isinstance(node.value, str):
        if node.text not in scales and node.text not in reading.broken:
            known = ", ".join(scales) or "none are defined"
            reading.report.error("unknown-reference", f"There is no scale {node.text!r}.", node.where,
                                 f"scales: {known}")  # fmt: skip
        return scales.get(node.text)
    return reading.varying(node, lambda n: rule(reading, n))


def rule(reading: Reading, node: Node) -> Rule:
    """Read one rule; its shape has been checked against the schema."""
    method = node.mapping["method"].text
    return _READERS[method](reading, node)


def _ratio(reading: Reading, node: Node) -> Rule:
    return Ratio(limit(reading, node.get("floor")), limit(reading, node.get("cap")), node.where)


def _linear(reading: Reading, node: Node) -> Rule:
    extend = node.get("extend")
    points = _points(reading, node)
    return Linear(_of(node), points, bool(extend and extend.value), boundary(reading, node), node.where)


def _points(reading: Reading, node: Node) -> tuple[tuple[Constant, Setting], ...]:
    """Read [place, score] in rising order."""
    points: list[tuple[Constant, Setting]] = []
    sound: list[tuple[Constant, Node]] = []
    for item in node.mapping["points"].items:
        place, score = item.items
        at = reading.constant(place)
        if at is None:
            reading.report.error("wrong-value", f"{place.text!r} is not the place of a point.", place.where,
                                 number_instead(place.text, "a number or a percent such as 80%"))  # fmt: skip
            before = points[-1][0].value if points else 0.0
            at = Constant(before, place.text, place.where, percent=True)  # which no other check complains of
        else:
            sound.append((at, item))
        points.append((at, reading.setting(score)))
    places = [at for at, _ in sound]
    falls = [(low, high) for low, high in pairwise(places) if high.value < low.value]
    for low, high in falls[:1]:
        rising = ", ".join(as_typed(reading.source, item) for _, item in sorted(sound, key=lambda s: s[0].value))
        reading.report.error("tiers-order", f"The point at {high.text} follows the one at {low.text}.", high.where,
                             f"state the points in rising order: write `points: [{rising}]`")  # fmt: skip
    for first, _, third in zip(places, places[1:], places[2:], strict=False):
        if first.value == third.value:
            reading.report.error("tiers-order", f"Three points stand at {first.text}.", third.where,
                                 "two points at one place are a jump; more say nothing")  # fmt: skip
    return tuple(points)


def _steps(reading: Reading, node: Node) -> Rule:
    bounds, scores = tiers(reading, node.mapping["steps"])
    return Steps(_of(node), bounds, scores, boundary(reading, node), node.where)


def _pass(reading: Reading, node: Node) -> Rule:
    return Pass(reading.optional(node.get("when"), reading.formula), node.where)


def _per_unit(reading: Reading, node: Node) -> Rule:
    deduct = node.mapping["method"].text == "deduct"
    one, nothing = Constant(1.0, "1", node.where), Constant(0.0, "0", node.where)
    return PerUnit(
        -1 if deduct else 1,
        reading.setting(node.mapping["points"]),
        reading.optional(node.get("unit"), reading.setting) or one,
        reading.optional(node.get("free"), reading.setting) or nothing,
        limit(reading, node.get("floor" if deduct else "cap")),
        node.where,
    )


def _per_step(reading: Reading, node: Node) -> Rule:
    get = node.mapping

    def side(of: Node) -> StepSide:
        return StepSide(reading.setting(of.mapping["points"]), limit(reading, of.mapping["at_most"]), of.where)

    return PerStep(
        reading.setting(get["start"]),
        _of(node),
        reading.setting(get["step"]),
        get["steps"].text == "whole",
        side(get["up"]),
        side(get["down"]),
        node.where,
    )


def _rating(reading: Reading, node: Node) -> Rule:
    values = node.mapping["values"]
    numbers = {k: reading.number(k, v.key or v.where) for k, v in values.mapping.items()}
    return Rating(
        {k: reading.setting(v) for k, v in values.mapping.items()},
        all(n is not None for n in numbers.values()),
        node.where,
    )


def _rank(reading: Reading, node: Node) -> Rule:
    peers, of = within(reading, node), node.mapping["of"].text
    if of == "percentile":
        return ByPercentile(peers, _points(reading, node), boundary(reading, node), node.where)
    if of == "z":
        mean, spread = (reading.setting(node.mapping[key]) for key in ("mean", "spread"))
        floor, cap = (limit(reading, node.get(key)) for key in ("floor", "cap"))
        return ByDeviation(peers, mean, spread, floor, cap, node.where)
    places, scores = tiers(reading, node.mapping["scores"])
    for place in places:
        if place.value < 1 or place.value != int(place.value):
            reading.report.error("wrong-value", f"{place.text!r} is not a place.", place.where, "places are 1, 2, 3 …")
    if places[0].value > 1:
        reading.report.error("lowest-missing", f"The places begin with {places[0].text}: what do those before it score?",
                             places[0].where, "begin with place 1")  # fmt: skip
    return ByPlace(peers, places, scores, node.where)


def _formula(reading: Reading, node: Node) -> Rule:
    return ByFormula(
        reading.formula(node.mapping["formula"]),
        limit(reading, node.get("floor")),
        limit(reading, node.get("cap")),
        node.where,
    )


_READERS = {
    "ratio": _ratio, "linear": _linear, "steps": _steps, "per_step": _per_step, "pass": _pass, "deduct": _per_unit,
    "add": _per_unit, "rating": _rating, "rank": _rank, "formula": _formula,
}  # fmt: skip


def limit(reading: Reading, node: Node | None) -> Setting | None:
    """Read a floor or cap; `none` is None."""
    return None if node is None or node.text == "none" else reading.setting(node)


def boundary(reading: Reading, node: Node) -> Boundary:
    """Read which tier an exact hit belongs to: stated here, or by the conventions."""
    stated = node.get("boundary")
    if stated is None:
        return reading.boundary
    return "upper" if stated.text == "upper" else "lower"


def tiers(reading: Reading, node: Node) -> tuple[tuple[Constant, ...], tuple[Setting, ...]]:
    """Read {bound: value}; the bounds must rise."""
    bounds = [reading.bound(k, v) for k, v in node.mapping.items()]
    sound = [b for b in bounds if b.text == "lowest" or as_number(b.text) is not None]
    wrong = [(low, high) for low, high in pairwise(sound) if high.value <= low.value]
    for low, high in wrong[:1]:
        written = {
            b.text: (b.value, as_typed(reading.source, v)) for b, v in zip(bounds, node.mapping.values(), strict=True)
        }
        rising = ", ".join(f"{text}: {value}" for text, (_, value) in sorted(written.items(), key=lambda w: w[1][0]))
        mend = f": write `{{{rising}}}`" if len({b.value for b in sound}) == len(bounds) else ", each bound once"
        reading.report.error("tiers-order", f"The tier {high.text} follows the tier {low.text}.", high.where,
                             f"state the tiers in rising order{mend}")  # fmt: skip
    return tuple(bounds), tuple(reading.setting(v) for v in node.mapping.values())


def _of(node: Node) -> Literal["value", "attainment"]:
    stated = node.get("of")
    return "attainment" if stated and stated.text == "attainment" else "value"
