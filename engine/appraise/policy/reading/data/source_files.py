"""Which sources a run needs, and whether there is a file for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.diagnostics import suggest
from appraise.texts import NOTHING, Listed, msg

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from appraise.policy.model import LineSource, Ruleset
    from appraise.texts import Message


def needed_sources(ruleset: Ruleset) -> dict[str, LineSource]:
    """All sources whose lines a run needs, those of the rulesets whose results are used included."""
    found: dict[str, LineSource] = {}
    for source in ruleset.line_sources.values():
        found |= needed_sources(source.results_of) if source.results_of is not None else {}
    return found | dict(ruleset.line_sources)


def without_file(rulesets: Sequence[Ruleset], given: Collection[str], *, workbook: bool) -> list[LineSource]:
    """The sources of which nobody says where their lines are; `workbook` if the main data has sheets."""
    needed = {name: source for ruleset in rulesets for name, source in needed_sources(ruleset).items()}
    own = (s for s in needed.values() if s.id not in given and s.file is None and s.results_of is None)
    return [s for s in own if not (workbook and s.sheet)]


def wrong_sources(rulesets: Sequence[Ruleset], given: Collection[str], *, workbook: bool) -> Message:
    """Say what is wrong with the sources for which there are files: one that no version knows, or one that is absent."""
    known = {name: source for ruleset in rulesets for name, source in needed_sources(ruleset).items()}
    for name in given:
        if name not in known:
            ruleset = rulesets[0].id
            if not known:
                return msg("there is no source {name} in {ruleset} (the ruleset has none)", name=name, ruleset=ruleset)
            near = suggest(name, known)
            return msg("there is no source {name} in {ruleset} ({near})", name=name, ruleset=ruleset, near=near)
    absent = [s.id for s in without_file(rulesets, given, workbook=workbook)]
    if not absent:
        return NOTHING
    add = " ".join(f"--source {name}=FILE" for name in absent)
    return msg("the ruleset adds up the lines of {names}: add {add}", names=Listed(tuple(absent)), add=add)
