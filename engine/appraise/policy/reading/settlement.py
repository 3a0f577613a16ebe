"""How pay is shared out and settled: budgets, contests, draws, true-ups, clawbacks. Their keys and how they are read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from appraise.policy.keys import unit
from appraise.policy.keys.gathered import list_of
from appraise.policy.keys.key import Keys, mapping, optional, required
from appraise.policy.keys.kinds import FLAG, FORMULA, SETTING, TEXT, Kind, choice, count, only
from appraise.policy.keys.said import said
from appraise.policy.model import Budget, Clawback, Contest, Draw, Recover, TrueUp
from appraise.policy.reading.shared import GROUPS, TITLE_OR_ID, WHEN_STATED
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.policy.keys.key import Key
    from appraise.policy.keys.reader import Reading
    from appraise.policy.text.tree import Node
    from appraise.policy.values import Setting

_PLACES = re.compile(r"\s*([1-9]\d{0,5})\s*(?:\.\.\s*([1-9]\d{0,5})\s*)?")


class BudgetKeys(Keys[Budget], ref="budget"):
    """Money out of which rewards are paid."""

    title = TITLE_OR_ID
    covers = required(list_of(TEXT, 1), said("The rewards that are paid out of it."))
    amount = required(SETTING, said("How much there is to give, for each group."), unit.MONEY)
    within = GROUPS
    mode: Key[Literal["cap", "hand_out"]] = required(
        choice("cap", "hand_out"),
        said(
            "cap: if more is claimed, all is reduced by one factor. hand_out: the whole amount is handed out in proportion."
        ),
    )

    def read(self) -> Budget:
        """Read a budget."""
        return Budget(self.id, self.title or self.id, self.covers, self.amount, self.within, self.mode, self.spot)


def _prizes(reading: Reading, node: Node) -> tuple[tuple[int, int, Setting], ...]:
    """Read prizes by place; the places are stated from the best on, each once."""
    prizes: list[tuple[int, int, Setting]] = []
    for key, child in node.mapping.items():
        spot = child.key or child.where
        found = _PLACES.fullmatch(key)
        if found is None:
            reading.diagnostics.error(
                "wrong-value",
                msg("{place!r} is not a place.", place=key),
                spot,
                msg("write a whole number such as 1, or places such as 4..10"),
            )
            continue
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first or (prizes and first <= prizes[-1][1]):
            reading.diagnostics.error(
                "tiers-order",
                msg("The places {places} do not follow those before them.", places=key),
                spot,
                msg("state the places from the best on, each once"),
            )
            continue
        prizes.append((first, last, reading.setting(child)))
    return tuple(prizes)


class ContestKeys(Keys[Contest], ref="contest"):
    """Prizes by place."""

    by = required(FORMULA, said("What the places are given by, for example sales."))
    within = GROUPS
    best: Key[Literal["highest", "lowest"]] = required(
        choice("highest", "lowest"),
        said("Whether the highest or the lowest value is the first place."),
    )
    prizes = required(
        Kind(
            {
                "type": "object",
                "propertyNames": {"pattern": f"^{_PLACES.pattern}$"},
                "additionalProperties": SETTING,
                "minProperties": 1,
            },
            _prizes,
            said("{{place: setting, …}}"),
        ),
        said("Place, or places such as 4..10, to prize."),
        unit.MONEY,
    )
    ties: Key[Literal["share", "repeat"]] = required(
        choice("share", "repeat"),
        said(
            "share: those who tie divide the prizes of the places they take up. "
            "repeat: each has the prize of the best of these places."
        ),
    )

    def read(self) -> Contest:
        """Read a contest."""
        return Contest(self.by, self.within, self.best, self.prizes, self.ties, self.spot)


class ClawbackKeys(Keys[Clawback], ref="clawback"):
    """What is taken back of earlier payments."""

    of = required(list_of(TEXT, 1), said("The rewards of which something is taken back."))
    share = required(
        SETTING,
        said("How much of what was paid: 100% for all of it."),
        unit.SHARE,
    )
    periods = required(count(1, 60), said("How many periods before this one count."), unit.PERIODS)

    def read(self) -> Clawback:
        """Read a clawback."""
        return Clawback(self.of, self.share, self.periods, self.spot)


class TrueUpKeys(Keys[TrueUp], ref="true_up"):
    """Payments of the year so far are settled."""

    in_ = required(only("year"), said("Over which time payments are settled."))
    below_zero: Key[Literal["take_back", "carry"]] = required(
        choice("take_back", "carry"),
        said(
            "Where more was paid than is due: take_back in this period, or carry: nothing is paid until it is due again."
        ),
    )

    def read(self) -> TrueUp:
        """Read a true-up."""
        return TrueUp(self.below_zero, self.spot)


class RecoverKeys(Keys[Recover]):
    """How an advance is recovered."""

    when = WHEN_STATED
    share = required(
        SETTING,
        said("How much of what is earned above the draw is kept back: 100% for all of it."),
        unit.SHARE,
    )

    def read(self) -> Recover:
        """Read how."""
        return Recover(self.share, self.when)


class DrawKeys(Keys[Draw], ref="draw"):
    """What is paid at least in a period."""

    amount = required(SETTING, said("What is paid at least."), unit.MONEY)
    when = WHEN_STATED
    recoverable = required(
        FLAG,
        said("true: what is advanced is owed and recovered later. false: it is not owed."),
    )
    recover = optional(
        mapping(RecoverKeys),
        said("How an advance is recovered: out of what is earned above the draw."),
    )

    def read(self) -> Draw:
        """Read a draw; one that is recoverable says how, and no other does."""
        diagnostics, recover = self.reading.diagnostics, self.written(DrawKeys.recover)
        if self.recoverable and recover is None:
            diagnostics.error(
                "missing-key",
                msg("A recoverable draw needs `recover`: how it is paid back."),
                self.spot,
                msg("recover: {{share: 50%}}"),
            )
        if not self.recoverable and recover is not None:
            diagnostics.error(
                "wrong-value",
                msg("This draw is not recoverable, so nothing can be recovered."),
                recover.key or recover.where,
                msg("remove `recover`, or state `recoverable: true`"),
            )
        return Draw(self.amount, self.when, self.recover, self.spot)
