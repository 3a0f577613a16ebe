"""Figures of whole runs from which nobody's own can be read: what `sweep` and `solve` tell with `--anonymous`.

The rule is that of anonymous.py: behind every figure stand at least five people (FEWEST), who have something, and so do
they behind what can be found by subtracting one figure from another: of the same run or of another setting. People are
chosen by groups that the policy names, so that no condition can mean a single person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from appraise.compare.comparison import HALF_A_CENT
from appraise.compare.groups import FEWEST, people_in
from appraise.compare.varying.paths import WrongSetting
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from appraise.compare.figures.measures import Measure
    from appraise.execution.worksheet import Worksheet
    from appraise.policy.model import Ruleset

_GROUPS = ("cohort", "grade", "period", "year", "quarter", "month")
_OF_ONE = {
    "lowest": msg("the lowest of all is what a single person has"),
    "highest": msg("the highest of all is what a single person has"),
    "median": msg("a median is what a single person has"),
}
_SCORES = ("score", "attainment", "points", "category_score", "category_points")
_MOST_MEASURES = 60  # of a kind: one bit each
_MOST_HELD = 200_000_000  # numbers that are held to compare settings with each other


def see_groups_only(measures: Sequence[Measure], ruleset: Ruleset) -> None:
    """See that measures are of groups and of nobody alone, as far as their words tell. Raises WrongSetting."""
    keys = (ruleset.data.employee, ruleset.data.period)
    groups = {f.id for f in ruleset.data.fields.values() if f.values is not None and f.id not in keys} | set(_GROUPS)
    for measure in measures:
        if measure.figure in _OF_ONE:
            raise WrongSetting(
                msg(
                    "{figure}: {why}, which --anonymous does not tell; take mean({of})",
                    figure=measure.text,
                    why=_OF_ONE[measure.figure],
                    of=measure.of,
                )
            )
        of_where = measure.where.names if measure.where is not None else frozenset()
        of_holds = measure.holds.names if measure.holds is not None else frozenset()
        scores = {name for name in of_holds if name == "score" or name.partition(".")[2] in _SCORES}
        strange = sorted((of_where | of_holds) - groups - (scores - of_where))
        if strange:
            raise WrongSetting(
                msg(
                    "{figure}: with --anonymous people are chosen by groups alone, such as {groups}; {name} "
                    "could mean a single person",
                    figure=measure.text,
                    groups=Listed(tuple(sorted(groups))),
                    name=strange[0],
                )
            )


@dataclass
class Untold:
    """Says which figures of a run are not told. The first run it sees is the policy as it is.

    `each`: what is told of every setting is compared with what was told of all before it, not only with the policy as
    it is.
    """

    measures: tuple[Measure, ...]
    each: bool
    _seen: list[list[NDArray[np.float64]]] = field(default_factory=list)

    def of_run(self, sheet: Worksheet) -> tuple[bool, ...]:
        """Say of each measure whether it is left out. Raises WrongSetting where the policy as it is tells of too few."""
        first = not self._seen
        self._seen = self._seen or [[] for _ in self.measures]
        chosen = [m.people(sheet) for m in self.measures]
        few = _too_few(self.measures, chosen, sheet)
        if first and any(few):
            text = self.measures[few.index(True)].text
            raise WrongSetting(
                msg(
                    "{figure}: fewer than {fewest} people stand behind this figure, or behind its difference "
                    "to another one that is asked for; with --anonymous it is not told",
                    figure=text,
                    fewest=FEWEST,
                )
            )
        return tuple(self._left_out(i, m, chosen[i], sheet, out=few[i]) for i, m in enumerate(self.measures))

    def _left_out(self, i: int, measure: Measure, rows: NDArray[np.bool_], sheet: Worksheet, *, out: bool) -> bool:
        if measure.counts or out:
            return out
        own = np.where(rows, np.nan_to_num(sheet.numbers(measure.of)), 0.0)
        for before in self._seen[i]:
            if 0 < people_in(sheet.table.employee, np.abs(own - before) >= HALF_A_CENT) < FEWEST:
                return True
        if self.each or not self._seen[i]:
            if (len(self._seen[i]) + 1) * len(own) * len(self.measures) > _MOST_HELD:
                raise WrongSetting(
                    msg("These are too many settings to see that none tells of a single person: take larger steps")
                )
            self._seen[i].append(own)
        return False


def _too_few(measures: Sequence[Measure], chosen: Sequence[NDArray[np.bool_]], sheet: Worksheet) -> list[bool]:
    """Say for each measure whether too few people stand behind it, or behind what is left between measures of its kind."""
    few = [False] * len(measures)
    kinds = [_kind(m, sheet.plan.ruleset) for m in measures]
    for kind in dict.fromkeys(kinds):
        mine = [i for i, own in enumerate(kinds) if own == kind]
        if len(mine) > _MOST_MEASURES:
            raise WrongSetting(
                msg(
                    "These are {n} figures of a kind; with --anonymous ask for {most} at most",
                    n=len(mine),
                    most=_MOST_MEASURES,
                )
            )
        parts = np.zeros(len(sheet), dtype=np.int64)  # which measures each row counts in
        for bit, i in enumerate(mine):
            parts |= chosen[i].astype(np.int64) << bit
        for part in np.unique(parts[sheet.appraised]).tolist():
            rows = (parts == part) & sheet.appraised
            for bit, i in enumerate(mine):
                if not part or part >> bit & 1:
                    few[i] |= _are_few(rows, measures[i], sheet)
    return few


def _kind(measure: Measure, ruleset: Ruleset) -> str:
    """What a measure is of: one kind for all pay, which may be that of a single reward."""
    if measure.counts:
        return ""
    return "total_reward" if measure.of in ruleset.rewards else measure.of


def _are_few(rows: NDArray[np.bool_], measure: Measure, sheet: Worksheet) -> bool:
    """Whether some rows are those of too few people, or too few of these have anything."""
    found = [people_in(sheet.table.employee, rows)]
    if not measure.counts:
        found.append(
            people_in(sheet.table.employee, rows & (np.abs(np.nan_to_num(sheet.numbers(measure.of))) >= HALF_A_CENT))
        )
    return any(0 < n < FEWEST for n in found)
