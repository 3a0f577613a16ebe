"""Steps that need more than their own row: computed once per period, on all rows of the period."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from appraise.execution.kernels import peers, ranking
from appraise.execution.kernels import settlement as settling
from appraise.plan import operations as op

if TYPE_CHECKING:
    from appraise.execution.group import Group
    from appraise.formula.vectors import Column


def _earlier(o: op.Earlier, inputs: list[Any], group: Group) -> Column:
    owners = group.memory.groups_of(o.key, inputs, group.rows) if o.grouped else group.employees.codes
    return group.memory.read(o, owners, group.period)


ACROSS: dict[type[op.Operation], Callable[[Any, list[Any], Group], Column]] = {
    op.Earlier: _earlier,
    op.Prizes: settling.prizes,
    op.ShareOut: settling.share_out,
    op.Tied: settling.tied,
    op.Peers: lambda o, inputs, group: peers.figure(o, inputs, group.rows),
    op.PeerGroup: ranking.peer_group,
    op.PlaceBy: ranking.place_by,
    op.PlaceHeld: ranking.place_held,
    op.Deviation: ranking.deviation,
    op.FirstOfGroup: ranking.first_of_group,
    op.UnderCeilings: ranking.under_ceilings,
    op.LowestAbove: ranking.lowest_above,
}
