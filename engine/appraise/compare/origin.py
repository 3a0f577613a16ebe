"""What was compared: the version of each policy, why it is tried, and from which files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appraise.compare.comparison import Side
    from appraise.policy.model import Ruleset


@dataclass(frozen=True, slots=True)
class Other:
    """Another ruleset, whose results are the lines of a source; a change of the policy leaves it as it is."""

    source: str
    title: str
    file: str


@dataclass(frozen=True, slots=True)
class Origin:
    """One policy. Of several versions, the newest is told; `reason` is blank where none is stated.

    `files`: those of the data and of lines, without their folders. `as_of`: the days inside a period as of which it was
    appraised, ISO; such results are provisional. `results_of`: the other rulesets whose results it uses.
    """

    title: str
    version: str
    reason: str
    files: tuple[str, ...]
    as_of: tuple[str, ...]
    results_of: tuple[Other, ...] = ()


def origin(side: Side) -> Origin:
    """Say where the results of a policy come from."""
    ruleset, tables = side.sheets[-1].plan.ruleset, [sheet.table for sheet in side.sheets]
    paths = [path for table in tables for path in (table.file, *(source.file for source in table.sources_read))]
    files = dict.fromkeys(PurePath(path).name for path in paths)
    days = dict.fromkeys(str(table.as_of) for table in tables if table.as_of)
    return Origin(side.title, ruleset.version, ruleset.reason or "", tuple(files), tuple(days), others(ruleset))


def others(ruleset: Ruleset) -> tuple[Other, ...]:
    """The rulesets whose results a policy uses."""
    return tuple(
        Other(source.id, source.results_of.title, PurePath(source.results_of.where.file).name)
        for source in ruleset.line_sources.values()
        if source.results_of is not None
    )
