"""What a result pays: rewards, with their tiers and the share of a period. Their keys and how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from appraise.formula.syntax.grammar import Formula
from appraise.policy.keys import unit
from appraise.policy.keys.gathered import varying
from appraise.policy.keys.key import Keys, defaulted, mapping, optional, required
from appraise.policy.keys.kinds import FORMULA, SETTING, choice, count
from appraise.policy.keys.reader import BROKEN
from appraise.policy.keys.said import said
from appraise.policy.model import Amount, Each, Prorate, Reward, Tiered, Tiers
from appraise.policy.reading.settlement import ClawbackKeys, ContestKeys, DrawKeys, TrueUpKeys
from appraise.policy.reading.shared import BOUNDARY, LEAST, MOST, TITLE, WHEN_STATED
from appraise.policy.reading.tiers import TieredValues, tiers_to
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.policy.keys.key import Key
    from appraise.policy.model import Pay
    from appraise.texts import Message

_WAYS = msg("`amount`, `base` with `tiers`, `each` with `count`, `contest` or `clawback`")


class TiersKeys(Keys[Tiers], ref="tiers"):
    """What each tier pays."""

    method: Key[Literal["marginal", "whole", "interpolate"]] = required(
        choice("marginal", "whole", "interpolate"),
        said(
            "marginal: each slice at its own rate. whole: the tier reached prices everything. "
            "interpolate: rates or amounts on straight lines between the bounds."
        ),
    )
    of = optional(
        FORMULA,
        said("What decides the tier, if not the base itself; for example sales.attainment."),
    )
    rates = optional(
        tiers_to(said("rate")),
        said("Tiers in rising order: lower bound to rate of the base. The first may be `lowest`, which is open below."),
        unit.SHARE,
    )
    amounts = optional(
        tiers_to(said("amount")),
        said("Tiers in rising order: lower bound to amount of money. The first may be `lowest`, which is open below."),
        unit.MONEY,
    )
    start = optional(
        SETTING,
        said("Progress already made: this period's slices begin there."),
    )
    boundary = BOUNDARY

    def read(self) -> Tiers:
        """Read the tiers: rates of the base, or amounts."""
        diagnostics = self.reading.diagnostics
        rates, amounts, start = (self.written(key) for key in (TiersKeys.rates, TiersKeys.amounts, TiersKeys.start))
        if (rates is None) == (amounts is None):
            diagnostics.error(
                "missing-key", msg("Tiers state either `rates` of the base or `amounts` of money."), self.spot
            )
        if self.method == "marginal" and amounts is not None:
            diagnostics.error(
                "wrong-value",
                msg("Marginal tiers price slices of the base, so they state `rates`."),
                amounts.key or amounts.where,
                msg("use `rates`, or the method `whole`"),
            )
        if start and self.method != "marginal":
            diagnostics.error("wrong-value", msg("Only marginal tiers have a `start`."), start.key or start.where)
        bounds, pays = self.rates or self.amounts or TieredValues((), ())
        if self.method == "interpolate" and bounds and bounds[0].text == "lowest":
            diagnostics.error(
                "wrong-value",
                msg("Between `lowest` and the next bound there is no straight line."),
                bounds[0].where,
                msg("begin with a number; outside the first and last bound the value stays flat"),
            )
        return Tiers(self.method, self.of, bounds, pays, rates is not None, self.start, self.boundary, self.where)


class ProrateKeys(Keys[Prorate], ref="prorate"):
    """The share of the period employed."""

    from_ = required(FORMULA, said("First day that counts, for example hire_date."))
    to = optional(
        FORMULA,
        said("Last day that counts; a missing date means to the end of the period."),
    )
    places = required(
        count(0, 9),
        said("Decimal places of the share before it is used."),
        unit.PLACES,
    )

    def read(self) -> Prorate:
        """Read the two days."""
        return Prorate(self.from_, self.to, self.places)


class RewardKeys(Keys[Reward], ref="reward"):
    """Money, positive or negative."""

    title = TITLE
    amount = optional(SETTING, said("Money; a formula may use `factor`."), unit.MONEY)
    base = optional(FORMULA, said("What the tiers' rates are applied to."))
    tiers = optional(
        varying(mapping(TiersKeys)),
        said("Tiers: what each part or level of the base pays; or {{by: …, values: …}}."),
    )
    each = optional(SETTING, said("Money for each of `count`."), unit.MONEY)
    count = optional(FORMULA, said("How many."))
    contest = optional(
        mapping(ContestKeys),
        said("Prizes by place among those for whom `when` holds."),
    )
    clawback = optional(mapping(ClawbackKeys), said("Takes back what was paid in earlier periods."))
    factor = optional(
        SETTING,
        said("With tiers or each: multiplies. With amount: what `factor` means in its formula."),
        unit.SHARE,
    )
    when = WHEN_STATED
    min = optional(SETTING, LEAST, unit.MONEY)
    max = optional(SETTING, MOST, unit.MONEY)
    above_max: Key[Literal["lose", "bank"]] = defaulted(
        choice("lose", "bank"),
        "lose",
        said("What exceeds `max`: lose (the default), or bank: kept, and paid in later periods up to their max."),
    )
    prorate = optional(
        mapping(ProrateKeys),
        said("Only the share of the period employed, by days, both ends counted."),
    )
    true_up = optional(
        mapping(TrueUpKeys),
        said("The amount is due for the year so far; what was paid earlier in the year is taken off."),
    )
    draw = optional(
        mapping(DrawKeys),
        said("At least so much is paid in a period; an advance may be recovered later."),
    )

    def read(self) -> Reward:
        """Read a reward and see that exactly one way of computing it is stated."""
        self._one_way()
        self._settled_apart()
        found = Reward(
            id=self.id,
            title=self.title,
            where=self.spot,
            pay=self._pay(),
            factor=self.factor,
            when=self.when,
            minimum=self.min,
            maximum=self.max,
            bank=self.above_max == "bank",
            prorate=self.prorate,
            true_up=self.true_up,
            draw=self.draw,
        )
        factor, amount = self.written(RewardKeys.factor), found.pay.amount if isinstance(found.pay, Amount) else None
        if factor and amount and not (isinstance(amount, Formula) and amount.names & {"factor", BROKEN}):
            self.reading.diagnostics.error(
                "factor-unused",
                msg("The amount of {reward} does not mention its factor.", reward=self.id),
                factor.key or factor.where,
                msg("use `factor` in the amount's formula, or remove it"),
            )
        return found

    def _pay(self) -> Pay:
        """Read the way in which it is computed, a stand-in where none is stated whole."""
        amount, tiers, each, prizes, taken = self.amount, self.tiers, self.each, self.contest, self.clawback
        if amount is not None:
            return Amount(amount)
        if tiers is not None:
            return Tiered(self.base or self.reading.stand_in(self.spot), tiers)
        if each is not None:
            return Each(each, self.count or self.reading.stand_in(self.spot))
        return prizes or taken or Amount(self.reading.stand_in(self.spot))

    def _one_way(self) -> None:
        keys, diagnostics = RewardKeys, self.reading.diagnostics
        stated = [key for key in (keys.amount, keys.tiers, keys.each, keys.contest, keys.clawback) if self.written(key)]
        if len(stated) != 1:
            diagnostics.error(
                "missing-key" if not stated else "wrong-value",
                msg("The reward {reward} needs exactly one of {ways}.", reward=self.id, ways=_WAYS),
                self.spot,
            )
        pairs = ((keys.tiers, keys.base), (keys.base, keys.tiers), (keys.each, keys.count), (keys.count, keys.each))
        for key, partner in pairs:
            if stated and self.written(key) and not self.written(partner):
                diagnostics.error(
                    "missing-key",
                    _alone(key, self.id, partner),
                    self.spot,
                    msg("a reward has {ways}", ways=_WAYS),
                )

    def _settled_apart(self) -> None:
        """See that a reward is settled with other periods in one way only."""
        diagnostics, above = self.reading.diagnostics, self.written(RewardKeys.above_max)
        if above and self.written(RewardKeys.max) is None:
            diagnostics.error(
                "missing-key", _alone(RewardKeys.above_max, self.id, RewardKeys.max), above.key or above.where
            )
        for key, other, why in _APART:
            spot = self.written(other)
            if spot is None or self.written(key) is None or (spot is above and self.above_max != "bank"):
                continue
            shown = "above_max: bank" if spot is above else other.name
            diagnostics.error(
                "wrong-value",
                msg(
                    "{reward} has both `{key}` and `{other}`; {why}.",
                    reward=self.id,
                    key=key.name,
                    other=shown,
                    why=why,
                ),
                spot.key or spot.where,
                msg("keep one of the two"),
            )


def _alone(key: Key[Any], reward: str, partner: Key[Any]) -> Message:
    return msg("`{key}` of {reward} needs `{other}` beside it.", key=key.name, reward=reward, other=partner.name)


def _apart() -> Iterator[tuple[Key[object], Key[object], Message]]:
    """The keys of which a reward has one only, with the reason."""
    keys = RewardKeys
    twice = msg("each settles with what was paid earlier, and both would count it twice")
    yield from ((keys.true_up, other, twice) for other in (keys.draw, keys.above_max))
    share = msg("a clawback only takes back its share")
    others = (keys.true_up, keys.draw, keys.above_max, keys.factor, keys.prorate)
    yield from ((keys.clawback, other, share) for other in others)


_APART = tuple(_apart())
