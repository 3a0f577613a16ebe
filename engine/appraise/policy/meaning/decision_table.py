"""A table's rows as a few levels of whole numbers, one level per key: what finds a row, an overlap and a gap.

A number line is cut at the table's own bounds, the list of texts at its labels. Each piece is a place; from every
node of a level, runs of places lead to nodes of the next level and at last to rows. It needs no numpy, so that
`check` can use it; execution/kernels/lookups.py walks the same levels with whole columns.
"""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from appraise.formula.precision import same
from appraise.policy.model.tables import REST, Label, Span, Start
from appraise.texts import Message, msg, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from appraise.policy.model.tables import Cell, Part, Table

Kind = Literal["number", "text"]
NO_ROW, UNDECIDED = -1, -2  # in place of a row: none fits; a missing key would have to decide
MOST_RUNS = 200_000  # and 20 for each row: what tables come to that are not made to explode


class TooManyCasesError(Exception):
    """The rows of a table cross in so many ways that they cannot be told apart."""


class Level(NamedTuple):
    """One key. `starts` rise: node * places + first place of a run, which `leads` to a node or (at the end) a row.

    Texts: place i + 1 is labels[i], place 0 any other text. Numbers: place 2i + 1 is edges[i] itself, 2i and 2i + 2
    are what lies below and above. `certain` says for each node where a missing key leads: UNDECIDED unless every
    place leads to the same.
    """

    labels: tuple[str, ...]
    edges: tuple[float, ...]
    places: int
    starts: list[int]
    leads: list[int]
    certain: list[int]

    def place(self, number: float) -> int:
        """The place of a number."""
        at = bisect.bisect_left(self.edges, number)
        return 2 * at + 1 if at < len(self.edges) and self.edges[at] == number else 2 * at

    def words(self, first: int, last: int) -> Message:
        """Say what the places from one to another are."""
        if self.labels:
            return plain(self.labels[first - 1]) if first else msg("any other", "value of a key")
        if first == last and first % 2:
            return plain(f"{self.edges[first // 2]:.12g}")
        low = f"{self.edges[(first - 1) // 2]:.12g}" if first else ""
        high = f"{self.edges[last // 2]:.12g}" if last < self.places - 1 else ""
        least = msg("from {low}", "a range", low=low) if first % 2 else msg("over {low}", "a range", low=low)
        most = msg("to {high}", "a range", high=high) if last % 2 else msg("below {high}", "a range", high=high)
        if low and high:
            return msg("{least} {most}", "a range", least=least, most=most)
        return least if low else most if high else msg("any", "value of a key")


class Gap(NamedTuple):
    """Places of one key, first to last, that no row takes; `path` are the places of the keys before it."""

    path: tuple[int, ...]
    first: int
    last: int


class Overlap(NamedTuple):
    """Two rows that fit at once, and the places of the keys where they do."""

    one: int
    other: int
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """All levels of a table, and what was found on the way: pairs of rows that overlap, gaps in keys by range."""

    levels: tuple[Level, ...]
    overlaps: tuple[Overlap, ...]
    gaps: tuple[Gap, ...]


@lru_cache(maxsize=64)
def decide(table: Table, kinds: tuple[Kind, ...]) -> Decision:
    """Build the levels for keys of the given kinds. Raises TooManyCasesError."""
    builder = _Builder(table, kinds)
    return builder.decision()


@dataclass
class _Builder:
    table: Table
    kinds: tuple[Kind, ...]
    overlaps: dict[tuple[int, int], Overlap] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    runs: int = 0

    def decision(self) -> Decision:
        nodes: dict[tuple[int, ...], int] = {tuple(range(len(self.table.rows))): 0}
        paths: list[tuple[int, ...]] = [()]
        levels: list[Level] = []
        for key, kind in enumerate(self.kinds):
            scale = _Scale(kind, (row.cells[key] for row in self.table.rows))
            last = key == len(self.kinds) - 1
            below: dict[tuple[int, ...], int] = {}
            below_paths: list[tuple[int, ...]] = []
            starts: list[int] = []
            leads: list[int] = []
            certain: list[int] = []
            for rows, path in zip(nodes, paths, strict=True):
                runs = self._runs(rows, key, scale)
                self.runs += len(runs)
                if self.runs > MOST_RUNS + 20 * len(self.table.rows):
                    raise TooManyCasesError
                for i, (first, fit) in enumerate(runs):
                    if rows and not fit and self.table.ranged[key] and len(self.gaps) < 1000:
                        end = runs[i + 1][0] if i + 1 < len(runs) else scale.places
                        self.gaps.append(Gap(path, first, end - 1))
                    starts.append(len(certain) * scale.places + first)
                    if last:
                        leads.append(self._row(fit, (*path, first)))
                    else:
                        if fit not in below:
                            below[fit] = len(below)
                            below_paths.append((*path, first))
                        leads.append(below[fit])
                certain.append(leads[-1] if len(runs) == 1 else UNDECIDED)
            levels.append(Level(scale.labels, scale.edges, scale.places, starts, leads, certain))
            nodes, paths = below, below_paths
        return Decision(tuple(levels), tuple(self.overlaps.values()), tuple(self.gaps))

    def _row(self, fit: tuple[int, ...], path: tuple[int, ...]) -> int:
        if not fit:
            return NO_ROW if self.table.otherwise is None else len(self.table.rows)
        if not self.table.first:
            for other in fit[1:]:
                self.overlaps.setdefault((fit[0], other), Overlap(fit[0], other, path))
        return fit[0]

    def _runs(self, rows: tuple[int, ...], key: int, scale: _Scale) -> list[tuple[int, tuple[int, ...]]]:
        """Sweep over the places of one key; give where each run begins and the rows that fit there."""
        always: list[int] = []
        rest: list[int] = []
        events: dict[int, list[tuple[int, int]]] = {0: []}
        cells = [(row, self.table.rows[row].cells[key]) for row in rows]
        starts = sorted({scale.at[p.low] for _, cell in cells for p in cell or () if isinstance(p, Start)})
        for row, cell in cells:
            if cell is None:
                always.append(row)
            elif cell == REST:
                rest.append(row)
            for part in cell or ():
                first, last = scale.reach(part, starts, upper=self.table.boundary == "upper")
                events.setdefault(first, []).append((row, 1))
                events.setdefault(last + 1, []).append((row, -1))
        open_: dict[int, int] = {}
        found: list[tuple[int, tuple[int, ...]]] = []
        for place in sorted(events):
            if place >= scale.places:
                break
            for row, change in events[place]:
                open_[row] = open_.get(row, 0) + change
                if not open_[row]:
                    del open_[row]
            fit = self._not_shadowed(tuple(sorted((*open_, *always) if open_ else (*rest, *always))), key)
            if not found or found[-1][1] != fit:
                found.append((place, fit))
        return found

    def _not_shadowed(self, fit: tuple[int, ...], key: int) -> tuple[int, ...]:
        """Leave out rows behind one that holds whatever the keys after this one are, where the first that fits holds."""
        if self.table.first:
            for i, row in enumerate(fit):
                if all(cell is None for cell in self.table.rows[row].cells[key + 1 :]):
                    return fit[: i + 1]
        return fit


class _Scale:
    """The places of one key: its labels, or the number line cut at its bounds. Bounds are told apart as numbers are."""

    def __init__(self, kind: Kind, cells: Iterable[Cell]):
        parts = [part for cell in cells for part in cell or ()]
        self.labels: tuple[str, ...] = ()
        edges: list[float] = []
        self.at: dict[str | float, int] = {-math.inf: -1}
        if kind == "text":
            self.labels = tuple(dict.fromkeys(p.text for p in parts))
            self.at = {label: i + 1 for i, label in enumerate(self.labels)}
        else:
            for number in sorted({n for p in parts for n in _bounds(p) if math.isfinite(n)}):
                if not edges or not same(number, edges[-1]):
                    edges.append(number)
                self.at[number] = 2 * len(edges) - 1
        self.edges = tuple(edges)
        self.places = len(self.labels) + 1 if kind == "text" else 2 * len(edges) + 1
        self.at[math.inf] = self.places

    def reach(self, part: Part, starts: list[int], *, upper: bool) -> tuple[int, int]:
        """The first and the last place of a part of a cell."""
        if isinstance(part, Label):
            at = self.at[part.text if self.labels else part.number or 0.0]
            return at, at
        begin = self.at[part.low]
        if isinstance(part, Span):
            end = self.at[part.high]
        else:
            after = bisect.bisect_right(starts, begin)
            end = starts[after] if after < len(starts) else self.places
        return max(0, begin + upper), min(self.places, end + upper) - 1


def _bounds(part: Part) -> Iterator[float]:
    if isinstance(part, Label):
        yield part.number or 0.0
    else:
        yield part.low
        if isinstance(part, Span):
            yield part.high
