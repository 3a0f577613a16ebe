"""The sums behind tiers and scores: slices, straight lines, points by unit and by step."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from appraise.formula.arithmetic import above
from appraise.formula.kinds import NUMBER, Type
from appraise.formula.precision import same
from appraise.plan import operations as op

if TYPE_CHECKING:
    from appraise.execution.explaining.explain import Fact
    from appraise.report.explanation.written import Written

MONEY, PERCENT = Type("number", "money"), Type("number", "percent")


def sum_of(fact: Fact, written: Written, measure: Type, worth: Type) -> str:
    """Write how a step came to its value, as a sum that can be done again; blank where there is nothing to add up.

    `measure` is the unit of what decides, `worth` that of what comes out.
    """
    match fact.step.operation:
        case op.LinearScore() as line:
            return _along(line, fact, written, measure, worth)
        case op.UnitScore() as units:
            value, points, unit, free = (
                written.input(fact, i, measure if i in (0, 2, 3) else NUMBER) for i in range(4)
            )
            if not _is_more(fact.inputs[0], fact.inputs[3]):
                return ""
            beyond = value if fact.inputs[3] == 0 else f"({value} − {free})"
            begin = "100 − " if units.sign < 0 else ""
            return f"{begin}{points} × {beyond} / {unit} = {written.output(fact)}"
        case op.StepScore() as steps:
            return _stepped(steps, fact, written, measure)
        case op.Marginal() as marginal:
            return _sliced(marginal, fact, written, measure)
    return ""


def _is_more(a: object, b: object) -> bool:
    return isinstance(a, float) and isinstance(b, float) and a > b


def _along(line: op.LinearScore, fact: Fact, written: Written, measure: Type, worth: Type) -> str:
    value, places = fact.inputs[0], line.places
    if not isinstance(value, float):
        return ""
    inside = [i for i in range(len(places) - 1) if places[i] < places[i + 1] and places[i] <= value <= places[i + 1]]
    if line.extend and not inside:
        inside = [0] if value < places[0] else [len(places) - 2]
    if not inside or any(same(value, place) for place in places):
        return ""  # at a point, also where the last bits of the value say that it is just beside it
    i = inside[0]
    low, high = (written.of(float(p), float(p), measure) for p in places[i : i + 2])
    begin, end = (written.input(fact, 1 + j, worth) for j in (i, i + 1))
    own = written.input(fact, 0, measure)
    return f"{begin} + ({own} − {low}) / ({high} − {low}) × ({_signed(end)} − {_signed(begin)}) = {written.output(fact, worth)}"


def _stepped(steps: op.StepScore, fact: Fact, written: Written, measure: Type) -> str:
    distance, step = fact.inputs[0], fact.inputs[1]
    if not isinstance(distance, float) or not isinstance(step, float) or distance == 0 or step <= 0:
        return ""
    points, most = (3, 4) if distance > 0 else (5, 6)
    limit, each = fact.inputs[most], fact.inputs[points]
    apart = f"{written.of(fact.step.inputs[0], abs(distance), measure)} / {written.input(fact, 1, measure)}"
    count = abs(distance) / step
    if steps.whole:
        whole = math.floor(float(above(count)))
        apart, count = f"{whole}", float(whole)
    sign = "+" if distance > 0 else "−"
    start, shown = written.input(fact, 2), written.input(fact, points)
    if isinstance(limit, float) and isinstance(each, float) and count * each > limit:
        return f"{start} {sign} {written.input(fact, most)} = {written.output(fact)}"
    return f"{start} {sign} {shown} × {apart} = {written.output(fact)}"


def _sliced(marginal: op.Marginal, fact: Fact, written: Written, measure: Type) -> str:
    """Write each slice times its rate; where the measure is not the base, each unit of it is worth base / measure."""
    base, reached, start = fact.inputs[:3]
    if not all(isinstance(x, float) for x in (base, reached, start)) or reached == 0:
        return ""
    assert isinstance(reached, float)  # noqa: S101 - as seen above
    assert isinstance(start, float)  # noqa: S101
    parts = []
    for i, bound in enumerate(marginal.bounds):
        high = marginal.bounds[i + 1] - start if i + 1 < len(marginal.bounds) else math.inf
        low = bound - start if i else -math.inf
        part = min(max(reached, low), high) - min(max(0.0, low), high)
        if abs(part) > 1e-9:
            shown = written.of(fact.step.inputs[1], part, measure)
            rate = written.of(fact.step.inputs[3 + i], fact.inputs[3 + i], PERCENT)
            parts.append(f"{shown} × {rate}")
    if fact.step.inputs[0] == fact.step.inputs[1]:
        return f"{' + '.join(parts)} = {written.output(fact, MONEY)}" if parts else ""
    whole = f"({' + '.join(parts)})" if len(parts) > 1 else "".join(parts)
    apart = f"{written.input(fact, 0, MONEY)} / {written.input(fact, 1, measure)}"
    return f"{whole} × {apart} = {written.output(fact, MONEY)}" if parts else ""


def _signed(text: str) -> str:
    return f"({text})" if text.startswith("-") else text
