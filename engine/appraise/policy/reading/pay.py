"""Reads what a result leads to: grades, gates, rewards."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal, cast

from appraise.formula.grammar import Formula
from appraise.policy.model import (
    Amount,
    Bands,
    Each,
    Gate,
    GradeAtLeast,
    GradeAtMost,
    Grades,
    GradeShift,
    IndicatorAtMost,
    Prorate,
    Reward,
    RewardAtMost,
    RewardFactor,
    ScoreAtMost,
    Shares,
    Tiered,
    Tiers,
)
from appraise.policy.reading.ranking import ranking
from appraise.policy.reading.reader import BROKEN
from appraise.policy.reading.scoring import boundary, tiers
from appraise.policy.reading.settlement import clawback, contest, draw, settled_apart, true_up
from appraise.policy.text.rawtext import key_typed
from appraise.policy.values import Setting, variants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.diagnostics import Where
    from appraise.policy.model import GateEffect, Pay
    from appraise.policy.reading.reader import Reading
    from appraise.policy.text.tree import Node

_WAYS = "`amount`, `base` with `tiers`, `each` with `count`, `contest` or `clawback`"


def text_of(node: Node | None, instead: str = "") -> str:
    """Give a scalar's text."""
    return node.text if node is not None else instead


def grades(reading: Reading, node: Node) -> Grades:
    """Read the grades; every variant of the bands has the same grades in the same order."""
    bands = reading.optional(node.get("bands"), lambda n: reading.varying(n, lambda m: _bands(reading, m)))
    every = variants(bands)
    for other in every[1:]:
        if other.grades != every[0].grades:
            reading.report.error("tiers-order", "These bands have other grades than the first ones.", other.where,
                                 "name the same grades in the same order everywhere")  # fmt: skip
    banded = every[0].grades if every else None
    ranked = reading.optional(node.get("ranking"), lambda n: ranking(reading, n, banded))
    shares = tuple(ranked.shares) if isinstance(ranked, Shares) else ()
    return Grades(banded or shares, bands, ranked, node.where)


def _bands(reading: Reading, node: Node) -> Bands:
    items = list(node.mapping.items())
    bounds: list[Setting] = []
    told = _out_of_order(reading, node)
    for i, (grade, child) in enumerate(items):
        last = i == len(items) - 1
        if told:
            bounds += [] if last or child.text == "lowest" else [reading.setting(child)]
        elif child.text == "lowest" and not last:
            reading.report.error("tiers-order", f"Grade {grade} is `lowest`, but other grades follow.", child.where,
                                 "state the grades from best to worst")  # fmt: skip
        elif child.text != "lowest" and last:
            reading.report.error("lowest-missing", f"What lies below {grade} ({child.text})? The last grade must be open below.",
                                 child.where, f"write `{grade}: lowest`, or add a grade below it")  # fmt: skip
        elif not last:
            bounds.append(reading.setting(child))
    return Bands(tuple(grade for grade, _ in items), tuple(bounds), node.where)


def _out_of_order(reading: Reading, node: Node) -> bool:
    """Tell bounds that do not fall, at the first that does not, with the order that is right; give whether there are any."""
    items = [(grade, child, _bound(reading, child)) for grade, child in node.mapping.items()]
    known = [(grade, child, bound) for grade, child, bound in items if bound is not None]
    wrong = next((pair for pair in pairwise(known) if pair[1][2] >= pair[0][2]), None)
    if wrong is None:
        return False
    (_, above, _), (grade, child, _) = wrong
    hint = "state the grades from best to worst with falling bounds, the last one `lowest`: a higher total is better"
    turned = known[::-1]
    if len(known) == len(items) and turned[-1][1].text == "lowest" and all(a[2] > b[2] for a, b in pairwise(turned)):
        whole = ", ".join(f"{key_typed(grade)}: {child.text}" for grade, child, _ in turned)
        hint = f"state them from best to worst: write `{{{whole}}}`"
    elif child.text != "lowest" and above.text not in ("lowest", child.text):
        hint += f"; if {above.text} and {child.text} were mixed up, exchange them"
    reading.report.error("tiers-order", f"Grade {grade} begins at {child.text}, not below the grade before it ({above.text}).",
                         child.where, hint)  # fmt: skip
    reading.broken.add("grades")
    return True


def _bound(reading: Reading, node: Node) -> float | None:
    if node.text == "lowest":
        return float("-inf")
    constant = reading.constant(node) if not node.mapping else None
    return constant.value if constant is not None else None


def gate(reading: Reading, id_: str, node: Node) -> Gate:
    """Read a gate."""
    get = node.get
    covers = get("covers")
    return Gate(
        id_,
        text_of(get("title"), id_),
        reading.formula(node.mapping["when"]),
        node.key or node.where,
        tuple(_effects(reading, node)),
        tuple(n.text for n in covers.items) if covers else (),
    )


def _effects(reading: Reading, node: Node) -> Iterator[GateEffect]:
    """Yield what a gate does, whatever the order of its keys."""
    get = node.get
    if text := text_of(get("grade_at_most")):
        yield GradeAtMost(text)
    if text := text_of(get("grade_at_least")):
        yield GradeAtLeast(text)
    shift = get("grade_shift")
    if shift and shift.value:
        yield GradeShift(int(cast("int", shift.value)))
    if limit := get("score_at_most"):
        yield ScoreAtMost(reading.setting(limit))
    if limits := get("indicator_at_most"):
        yield from (IndicatorAtMost(id_, reading.setting(limit)) for id_, limit in limits.mapping.items())
    if factor := get("reward_factor"):
        yield RewardFactor(reading.setting(factor))
    if limit := get("reward_at_most"):
        yield RewardAtMost(reading.setting(limit))


def reward(reading: Reading, id_: str, node: Node) -> Reward:
    """Read a reward and see that exactly one way of computing it is stated."""
    get = node.get
    stated = [key for key in ("amount", "tiers", "each", "contest", "clawback") if get(key)]
    spot = node.key or node.where
    if len(stated) != 1:
        reading.report.error("missing-key" if not stated else "wrong-value",
                             f"The reward {id_} needs exactly one of {_WAYS}.", spot)  # fmt: skip
    for key, partner in (("tiers", "base"), ("base", "tiers"), ("each", "count"), ("count", "each")):
        if stated and get(key) and not get(partner):
            reading.report.error(
                "missing-key", f"`{key}` of {id_} needs `{partner}` beside it.", spot, f"a reward has {_WAYS}"
            )
    settled_apart(reading, id_, node)
    found = Reward(
        id=id_,
        title=text_of(get("title"), id_),
        where=spot,
        pay=_pay(reading, node, spot),
        factor=reading.optional(get("factor"), reading.setting),
        when=reading.optional(get("when"), reading.formula),
        minimum=reading.optional(get("min"), reading.setting),
        maximum=reading.optional(get("max"), reading.setting),
        bank=text_of(get("above_max")) == "bank",
        prorate=reading.optional(get("prorate"), lambda n: _prorate(reading, n)),
        true_up=reading.optional(get("true_up"), true_up),
        draw=reading.optional(get("draw"), lambda n: draw(reading, n)),
    )
    factor, amount = get("factor"), found.pay.amount if isinstance(found.pay, Amount) else None
    if factor and amount and not (isinstance(amount, Formula) and amount.names & {"factor", BROKEN}):
        reading.report.error("factor-unused", f"The amount of {id_} does not mention its factor.", factor.key or factor.where,
                             "use `factor` in the amount's formula, or remove it")  # fmt: skip
    return found


def _pay(reading: Reading, node: Node, where: Where) -> Pay:
    """Read the way in which it is computed, a stand-in where none is stated whole."""
    get = node.get
    ways: list[Pay] = []

    def partner(key: str) -> Formula:
        stated = get(key)
        return reading.stand_in(where) if stated is None else reading.formula(stated)

    if amount := get("amount"):
        ways.append(Amount(reading.setting(amount)))
    if stated := get("tiers"):
        ways.append(Tiered(partner("base"), reading.varying(stated, lambda n: _tiers(reading, n))))
    if each := get("each"):
        ways.append(Each(reading.setting(each), partner("count")))
    if prizes := get("contest"):
        ways.append(contest(reading, prizes))
    if taken := get("clawback"):
        ways.append(clawback(reading, taken))
    return ways[0] if ways else Amount(reading.stand_in(where))


def _prorate(reading: Reading, node: Node) -> Prorate:
    return Prorate(
        reading.formula(node.mapping["from"]),
        reading.optional(node.get("to"), reading.formula),
        int(cast("int", node.mapping["places"].value)),
    )


def _tiers(reading: Reading, node: Node) -> Tiers:
    rates, amounts = node.get("rates"), node.get("amounts")
    method = cast("Literal['marginal', 'whole', 'interpolate']", node.mapping["method"].text)
    if (rates is None) == (amounts is None):
        reading.report.error(
            "missing-key",
            "Tiers state either `rates` of the base or `amounts` of money.",
            node.key or node.where,
        )
    if method == "marginal" and amounts is not None:
        reading.report.error("wrong-value", "Marginal tiers price slices of the base, so they state `rates`.",
                             amounts.key or amounts.where, "use `rates`, or the method `whole`")  # fmt: skip
    start = node.get("start")
    if start and method != "marginal":
        reading.report.error("wrong-value", "Only marginal tiers have a `start`.", start.key or start.where)
    stated = rates or amounts
    bounds, pays = tiers(reading, stated) if stated else ((), ())
    if method == "interpolate" and bounds and bounds[0].text == "lowest":
        reading.report.error("wrong-value", "Between `lowest` and the next bound there is no straight line.", bounds[0].where,
                             "begin with a number; outside the first and last bound the value stays flat")  # fmt: skip
    return Tiers(
        method,
        reading.optional(node.get("of"), reading.formula),
        bounds,
        pays,
        rates is not None,
        reading.optional(start, reading.setting),
        boundary(reading, node),
        node.where,
    )
