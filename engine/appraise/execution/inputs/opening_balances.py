"""Where balances begin: pay that is settled with earlier periods, of which nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from appraise.data.lines.attach import period_of
from appraise.data.periods import period_containing
from appraise.diagnostics import Diagnostic
from appraise.plan.operations import Earlier
from appraise.texts import Listed, msg, msgs

if TYPE_CHECKING:
    from appraise.data.table import Table
    from appraise.execution.kernels.memory import MemoryStore
    from appraise.plan.steps import Plan
    from appraise.policy.model import Reward

_MOST_NAMES = 10


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
            msg(
                "Nothing is known of the periods before {first}, so what {reward} paid, owed or kept begins at 0.",
                first=first.label,
                reward=reward.title,
            ),
            reward.where,
            "warning",
            msg("give the results of the earlier periods with --history, if there are any"),
        )
        for reward in settled
    ]


def gap_before(plan: Plan, table: Table, memory: MemoryStore) -> list[Diagnostic]:
    """Say that earlier results do not reach up to the data, or are of nobody who is there."""
    first = min(table.periods, key=lambda p: p.start, default=None)
    if first is None or not plan.memories:
        return []
    now, kind = first.ordinal, plan.ruleset.period
    away = _away_before(plan, table, memory, now)
    known = [n for held in memory.present.values() for n, there in held.items() if n < now and there.any()]
    if not known:
        message = msg("The earlier results have nothing of the people in the data before {first}.", first=first.label)
        return [
            Diagnostic("history", message, None, "warning", msg("check the employee numbers and the periods in them"))
        ]
    if max(known) == now - 1:
        return away
    first_gone, last_gone = (period_of(n, kind).label for n in (max(known) + 1, now - 1))
    gap = first_gone if first_gone == last_gone else msg("{first} to {last}", first=first_gone, last=last_gone)
    message = msg(
        "The earlier results end with {known}; nothing is known of {gap}.",
        known=period_of(max(known), kind).label,
        gap=gap,
    )
    return [
        Diagnostic("history", message, None, "warning", msg("give the results of these periods too, if there are any")),
        *away,
    ]


def _away_before(plan: Plan, table: Table, memory: MemoryStore, now: int) -> list[Diagnostic]:
    """Name those of whom nothing is known though something may be carried: they may have been away for longer."""
    looks = [
        step.operation for step in plan.steps if isinstance(step.operation, Earlier) and not step.operation.grouped
    ]
    keys = {look.key for look in looks if look.reading in ("latest", "year")}
    met = [there for key in keys for n, there in memory.present.get(key, {}).items() if n < now]
    there_is = [n for held in memory.present.values() for n in held if n < now]
    if not met or min(there_is) <= period_containing(plan.ruleset.begins, plan.ruleset.period).ordinal:
        return []  # nothing is carried, or all there ever was is given
    unknown = np.flatnonzero(~np.logical_or.reduce(met))
    unknown = np.intersect1d(unknown, table.employee.codes)
    if not len(unknown):
        return []
    labels = tuple(table.employee.labels[code] for code in unknown[:_MOST_NAMES])
    who = Listed(labels) if len(labels) == len(unknown) else msg("{names} …", names=Listed(labels))
    since = period_of(min(there_is), plan.ruleset.period).label
    message = msgs(
        "Of 1 person ({who}) the earlier results, which begin with {since}, have nothing, so "
        "what is carried from period to period begins anew for them.",
        "Of {n} people ({who}) the earlier results, which begin with {since}, have nothing, so "
        "what is carried from period to period begins anew for them.",
        len(unknown),
        who=who,
        since=since,
    )
    hint = msg(
        "if they were away, give the results of the periods before {since} too, each with a --history of its own",
        since=since,
    )
    return [Diagnostic("history", message, None, "warning", hint)]


def _looks_back(reward: Reward, *, new_year: bool) -> bool:
    recovers = reward.draw is not None and reward.draw.recover is not None
    return recovers or reward.bank or reward.pay.looks_back or (reward.true_up is not None and not new_year)
