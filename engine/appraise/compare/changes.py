"""What each change of a variant costs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from appraise.compare.figures.units import Clauses, CountOrNone, Kind, Label, MoneyChange
from appraise.texts import NOTHING, Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from appraise.compare.attribution import Attribution, Why
    from appraise.compare.comparison import Comparison
    from appraise.policy.variants.clauses import Clause


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change of a variant (kind change), what is left over (interaction), or the whole (total).

    clauses: what is changed, several where they make sense only together. alone: what the change does to the base;
    added_last: what it does to the variant without it; shapley: its share, the mean of what it does over all orders of the
    changes, missing where there are more than 8. Each column adds up to the total exactly: what alone and added_last leave
    over is the interaction. Amounts are pay, or points where a policy does not pay, summed over those who are appraised.
    appraisals: those whose amount the change moves, NaN for interaction. One appraisal may be moved by several changes that
    cancel each other out, so the parts can be more than the total.
    """

    variant: Label
    kind: Kind
    clauses: Clauses
    alone: MoneyChange
    added_last: MoneyChange
    shapley: MoneyChange
    appraisals: CountOrNone


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """What is to be known of a variant's changes.

    kind: together (these clauses make sense only together), many (there are no shares), or why nothing is attributed.
    code, message: what is wrong with some of the clauses without the others; no code: they make other rows of the data
    count; no message: it would name people.
    """

    variant: str
    kind: Literal["together", "many"] | Why
    clauses: tuple[Clause, ...] = ()
    code: str = ""
    message: Message = NOTHING


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows of each variant; `of` is what is attributed."""

    rows: tuple[ChangeRow, ...]
    notes: tuple[ChangeNote, ...]
    of: Literal["pay", "score"]


def changes(comparison: Comparison, attributions: Sequence[Attribution], *, anonymous: bool) -> Changes:
    """Tell what each change of each variant costs; nothing where nothing was attributed."""
    pairs = list(zip((v.title for v in comparison.variants), attributions, strict=bool(attributions)))
    return Changes(
        tuple(row for title, one in pairs for row in _rows(title, one)),
        tuple(note for title, one in pairs for note in _notes(title, one, anonymous=anonymous)),
        "pay" if comparison.money else "score",
    )


def _rows(title: str, one: Attribution) -> Iterator[ChangeRow]:
    for part in one.parts:
        yield ChangeRow(title, "change", part.clauses, part.alone, part.last, part.share, _moved(part.people))
    if len(one.parts) > 1:
        alone = _left(one, [part.alone for part in one.parts])
        last = _left(one, [part.last for part in one.parts])
        yield ChangeRow(title, "interaction", (), alone, last, math.nan, math.nan)
    yield ChangeRow(title, "total", (), one.change, one.change, one.change, _moved(one.people))


def _left(one: Attribution, amounts: Sequence[float]) -> float:
    return round(one.change - math.fsum(amounts), one.places) + 0.0


def _moved(people: NDArray[np.float64]) -> int:
    return int(np.count_nonzero(people))


def _notes(title: str, one: Attribution, *, anonymous: bool) -> Iterator[ChangeNote]:
    if one.why:
        yield ChangeNote(title, one.why)
    if any(math.isnan(part.share) for part in one.parts):
        yield ChangeNote(title, "many")
    for part in one.parts:
        if part.need is not None:
            problem = part.need.problem
            named = anonymous and part.need.data  # what is wrong with data names people
            message = problem.message if problem is not None and not named else NOTHING
            yield ChangeNote(title, "together", part.clauses, problem.code if problem else "", message)
