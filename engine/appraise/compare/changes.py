"""What each change of a variant costs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from appraise.compare.figures.units import Clauses, CountOrNone, Kind, Label, MoneyChange
from appraise.compare.hiding import Behind, risky, without
from appraise.compare.table import ComparisonTable, Shown
from appraise.texts import NOTHING, Message, Texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from appraise.compare.attribution import Attribution, Why
    from appraise.compare.comparison import Comparison
    from appraise.compare.hiding import Hiding
    from appraise.policy.variants.clauses import Clause


WORDS = Texts("comparison", {
    "table_changes": "What each change costs",
    "note_changes": "Alone: the change made to the base by itself; last: made to the variant without it; share: the mean over all orders of the changes (Shapley). Each column adds up to the total; what the changes do together, beyond each alone or each last, is the interaction. Appraisals: those whose amount the change moves. One appraisal may be moved by several changes, also by some that cancel each other out, so the parts can be more than the total.",
    "clauses": "What is changed",
    "alone": "Alone",
    "added_last": "Last",
    "shapley": "Share",
})  # fmt: skip


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
class Changes(ComparisonTable):
    """The rows of each variant; `of` is what is attributed."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("changes"),)
    rows: tuple[ChangeRow, ...]
    notes: tuple[ChangeNote, ...]
    of: Literal["pay", "score"]

    @classmethod
    def computed(cls, comparison: Comparison, attributions: Sequence[Attribution]) -> Changes:
        """See `ComparisonTable`."""
        return changes(comparison, attributions)

    def hidden(self, hiding: Hiding) -> Changes:
        """Leave out the amounts of changes that move too few people, and messages about the data, which name people."""
        told = changes(hiding.comparison, hiding.attributions, anonymous=True)
        pairs = zip(hiding.comparison.variants, hiding.attributions, strict=False)
        rows = (
            row
            for variant, one in pairs
            for row in _hidden(hiding, one, [r for r in told.rows if r.variant == variant.title])
        )
        return replace(told, rows=tuple(rows))


def _hidden(hiding: Hiding, one: Attribution, rows: Sequence[ChangeRow]) -> Iterator[ChangeRow]:
    """Leave out of the rows of one variant; the parts come first, then what is left over and the whole."""
    employee = hiding.comparison.employee
    parts = [Behind(employee, tuple(part.moved)) for part in one.parts]
    everywhere = np.ones(len(one.people), dtype=np.bool_)
    left = Behind(employee, tuple(one.left))

    def together(out: set[int]) -> list[int]:
        masks = zip(*(parts[i].masks for i in out), strict=True)
        return Behind(employee, tuple(np.logical_or.reduce(of) for of in masks)).counts(everywhere)

    nothing = hiding.all or Behind(employee, (one.people != 0,)).few() or left.few()
    out = set(range(len(parts)) if nothing else risky([part.counts(everywhere) for part in parts], together))
    whole = hiding.all or Behind(employee, (one.people != 0,)).few()
    for i, row in enumerate(rows):
        hidden = {"change": i in out, "interaction": nothing or bool(out), "total": whole}[row.kind]
        yield without(row, ("alone", "added_last", "shapley")) if hidden else row


def changes(comparison: Comparison, attributions: Sequence[Attribution], *, anonymous: bool = False) -> Changes:
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
