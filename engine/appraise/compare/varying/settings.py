"""Ranges in which numbers of a policy vary, such as `indicators.sales.weight=30..60/5`, and the policy with each in place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from appraise.compare.varying.paths import BOUND, Spot, WrongSetting, find, neighbours, see_amounts, text_of, written
from appraise.compare.varying.putting import put
from appraise.formula.syntax.text import fold
from appraise.policy.reading.indicators import IndicatorKeys
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraise.policy.text.tree import Node
    from appraise.policy.variants.merging import Change

MOST = 10_000  # settings of one range
STEPS = 100  # at most, of a range that states no step, where one setting is looked for
FEW = 20  # where all are shown
WHOLE = 10  # so many whole steps are enough for a range of whole numbers that states none
_NUMBER = r"-?\d[\d,_]*(?:\.\d+)?"
_RANGE = re.compile(rf"({_NUMBER})\s*(%?)\s*(?:\.\.|…|~)\s*({_NUMBER})\s*(%?)(?:\s*/\s*({_NUMBER})\s*(%?))?")
EXAMPLE_PATH = "indicators.sales.weight"
EXAMPLE = msg("{path}=30..60/5: from, to, step", path=EXAMPLE_PATH)
_SHARES = ("grades", "ranking", "shares")
_SIX = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Vary:
    """A number of the policy, and what it is to be in turn."""

    spot: Spot
    values: tuple[Decimal, ...]

    @property
    def name(self) -> str:
        """The path as it is written."""
        return self.spot.name

    @property
    def path(self) -> tuple[str, ...]:
        """The steps down to the number; no two numbers have the same."""
        inside = {"value": (), "bound": (BOUND,), "formula": (str(self.spot.begin),)}[self.spot.kind]
        return (*map(str, self.spot.steps), *inside)

    @property
    def path_shown(self) -> tuple[str, ...]:
        """The keys down to the number, items of lists counted from 1."""
        inside = {"value": (), "bound": (BOUND,), "formula": (self.shown(self.now),)}[self.spot.kind]
        return (*(str(step + 1) if isinstance(step, int) else step for step in self.spot.steps), *inside)

    @property
    def now(self) -> Decimal:
        """What it is now."""
        return self.spot.now

    def shown(self, value: Decimal) -> str:
        """Write a value as the policy would."""
        return text_of(value, self.spot.unit)


def vary(root: Node, text: str, steps: int = STEPS) -> Vary:
    """Read `indicators.sales.weight=30..60/5` for a policy; without a step at most `steps`. Raises WrongSetting."""
    name, sign, given = text.strip().rpartition("=")
    if not sign:
        find(root, given)  # a path that is wrong is said to be wrong, before how ranges are written
    found = _RANGE.fullmatch(fold(given).strip()) if sign else None
    if found is None:
        if not name:
            raise WrongSetting(msg("{text!r} says no range; write {example}", text=text, example=EXAMPLE))
        see_amounts(given)
        raise WrongSetting(msg("{given!r} is no range; write {example}", given=given, example=EXAMPLE))
    spot = find(root, name.strip())
    low, low_unit, high, high_unit, step, step_unit = (
        part and part.replace(",", "").replace("_", "") for part in found.groups()
    )
    first, last = Decimal(low), Decimal(high)
    if {low_unit, high_unit, *([step_unit] if step else [])} - {""} != ({spot.unit} if spot.unit else set()):
        asked = _in_unit(spot, first, last, "%" in given)
        raise WrongSetting(
            msg(
                "{name} is {shown}, so write the range in the same unit, such as {name}={asked}",
                name=name,
                shown=spot.shown,
                asked=asked,
            )
        )
    by = Decimal(step) if step else _step(spot.now, first, last, steps)
    if last <= first or by <= 0:
        raise WrongSetting(
            msg("{given!r} must rise: from the lower number to the higher, by a step above 0", given=given)
        )
    count = int((last - first) / by) + 1
    if count > MOST:
        raise WrongSetting(
            msg(
                "{given!r} are {count:,} settings; at most {most:,} are tried, so take larger steps",
                given=given,
                count=count,
                most=MOST,
            )
        )
    if spot.kind == "bound":
        _between(root, spot, first, last)
    return Vary(spot, tuple(first + by * i for i in range(count)))


def changes(root: Node, settings: Mapping[Vary, Decimal], *, keep_sum: bool) -> list[Change]:
    """The changes that put numbers into a policy; `keep_sum` scales the weights beside them. Raises WrongSetting."""
    varied = {one.spot.steps: value for one, value in settings.items()}
    numbers = [(one.spot, value) for one, value in settings.items()]
    scaled: dict[Spot, Decimal] = {}
    weights = [one for one in settings if _adds_up(one.spot)] if keep_sum else []
    if keep_sum and settings and not weights:
        names = Listed(tuple(one.name for one in settings), "and")
        raise WrongSetting(
            msg(
                "{names} is neither a weight nor the share of a grade, so nothing beside it adds up with "
                "it; leave --keep-sum out",
                names=names,
            )
        )
    for one in weights:
        beside = _beside(root, one.spot)
        left = [spot for spot in beside if spot.steps not in varied and spot.now]
        if not left:
            raise WrongSetting(
                msg("Beside {number} there is nothing that could be scaled; leave --keep-sum out", number=one.name)
            )
        rest = sum((Fraction(spot.now) for spot in left), Fraction(0))
        more = sum((varied[spot.steps] - spot.now for spot in beside if spot.steps in varied), Decimal(0))
        wanted = [Fraction(spot.now) * (rest - Fraction(more)) / rest for spot in left]
        parts = [(Decimal(part.numerator) / Decimal(part.denominator)).quantize(_SIX) for part in wanted]
        largest = max(range(len(parts)), key=lambda i: parts[i])
        parts[largest] += sum((spot.now for spot in left), Decimal(0)) - more - sum(parts, Decimal(0))
        scaled |= dict(zip(left, parts, strict=True))
    return put(root, [*numbers, *scaled.items()])


def _step(now: Decimal, first: Decimal, last: Decimal, steps: int) -> Decimal:
    """The step of a range that states none: 1, 2 or 5 of a decimal place, and whole where that is fine enough."""
    width = last - first
    if width <= 0:
        return Decimal(1)
    least = width / steps
    if least < 1 and width >= WHOLE and all(n == n.to_integral_value() for n in (now, first, last)):
        return Decimal(1)
    place = Decimal(10) ** least.adjusted()
    return next(n * place for n in (1, 2, 5, 10) if n * place >= least)


def _in_unit(spot: Spot, first: Decimal, last: Decimal, percents: bool) -> str:
    """Write a range in the unit of a number: a share as a percent, or a percent as a share."""
    factor = Decimal(1)
    if spot.unit and last <= 1:
        factor = Decimal(100)
    elif percents and not spot.unit and abs(spot.now) <= 1:
        factor = Decimal("0.01")
    return "..".join(text_of(n * factor, spot.unit) for n in (first, last))


def _between(root: Node, spot: Spot, first: Decimal, last: Decimal) -> None:
    """See that a tier stays between its neighbours."""
    below, above = neighbours(root, spot)
    if (below is not None and first <= below) or (above is not None and last >= above):
        ends = [msg("above {bound}", bound=text_of(below, spot.unit))] if below is not None else []
        ends += [msg("below {bound}", bound=text_of(above, spot.unit))] if above is not None else []
        raise WrongSetting(
            msg(
                "{number} must stay between the tiers beside it: {ends}",
                number=spot.name,
                ends=Listed(tuple(ends), "and"),
            )
        )


def _adds_up(spot: Spot) -> bool:
    """Whether a number is a weight, or the share of a grade: what is beside it adds up with it."""
    path = spot.path
    weight = path[0] in ("indicators", "categories") and path[2:3] == ("weight",)
    return spot.kind == "value" and (weight or (path[:3] == _SHARES and len(path) > len(_SHARES)))


def _beside(root: Node, spot: Spot) -> list[Spot]:
    """What adds up with a number, itself too: the weights of its category, those of the categories, the shares."""
    length = len(_SHARES) if spot.path[:3] == _SHARES else 1
    head, tail = spot.path[:length], spot.path[length + 1 :]
    section = _below(root, head)
    assert section is not None  # noqa: S101 - the number stands in it
    category = _category(section.mapping[spot.path[length]])
    found = []
    for id_, node in section.mapping.items():
        held = _below(node, tail)
        number = written(held) if held is not None else None
        if number is not None and _category(node) == category:  # what is stated otherwise, by a formula, stays as it is
            steps = (*head, id_, *tail)
            found.append(Spot(".".join(steps), steps, "value", *number))
    return found


def _category(node: Node) -> object:
    found = IndicatorKeys.category.of(node)
    return found.value if found else None


def _below(node: Node | None, path: tuple[str, ...]) -> Node | None:
    for key in path:
        node = node.get(key) if node is not None else None
    return node
