"""Where balances begin: pay that is settled with earlier periods, of which nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.data.lines.attach import period_of
from engine.data.periods import period_containing
from engine.diagnostics import Diagnostic

if TYPE_CHECKING:
    from engine.data.table import Table
    from engine.execution.memory import MemoryStore
    from engine.plan.steps import Plan
    from engine.policy.model import Reward


def nothing_known_before(plan: Plan, table: Table) -> list[Diagnostic]:
    """Say that balances begin at 0 where the data begin after the policy, and no earlier results were given."""
    r = plan.ruleset
    first = min(table.periods, key=lambda p: p.start, default=None)
    if first is None or first.start <= period_containing(r.begins, r.period).start:
        return []
    settled = [reward for reward in r.rewards.values() if _looks_back(reward, new_year=first.number == 1)]
    return [
        Diagnostic(
            "history",
            f"Nothing is known of the periods before {first.label}, so what {reward.title} paid, owed or kept begins at 0.",
            reward.where, "warning", "give the results of the earlier periods with --history, if there are any",
        )
        for reward in settled
    ]  # fmt: skip


def gap_before(plan: Plan, table: Table, memory: MemoryStore) -> list[Diagnostic]:
    """Say that earlier results do not reach up to the data, or are of nobody who is there."""
    first = min(table.periods, key=lambda p: p.start, default=None)
    if first is None or not plan.memories:
        return []
    now, kind = first.ordinal, plan.ruleset.period
    known = [n for held in memory.present.values() for n, there in held.items() if n < now and there.any()]
    if not known:
        message = f"The earlier results have nothing of the people in the data before {first.label}."
        return [Diagnostic("history", message, None, "warning", "check the employee numbers and the periods in them")]
    if max(known) == now - 1:
        return []
    gap = dict.fromkeys(period_of(n, kind).label for n in (max(known) + 1, now - 1))
    message = (
        f"The earlier results end with {period_of(max(known), kind).label}; nothing is known of {' to '.join(gap)}."
    )
    return [Diagnostic("history", message, None, "warning", "give the results of these periods too, if there are any")]


def _looks_back(reward: Reward, *, new_year: bool) -> bool:
    recovers = reward.draw is not None and reward.draw.recover is not None
    return recovers or reward.bank or reward.clawback is not None or (reward.true_up is not None and not new_year)
