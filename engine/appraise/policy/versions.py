"""Several versions of one ruleset in a folder, each in force for its own dates, without a gap or an overlap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from appraise.diagnostics import Diagnostic, Diagnostics, errors
from appraise.policy.load import Loaded, load
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.policy.model import Ruleset


@dataclass(frozen=True, slots=True)
class Versions:
    """The files of a folder as loaded, and what is wrong between them; `rulesets` in the order of their dates."""

    loaded: tuple[Loaded, ...]
    rulesets: tuple[Ruleset, ...]
    diagnostics: tuple[Diagnostic, ...]


def ruleset_files(folder: Path) -> list[Path]:
    """The rulesets of a folder: its YAML files that are not cases."""
    found = [p for p in folder.iterdir() if p.suffix.lower() in (".yaml", ".yml") and p.is_file()]
    return sorted(p for p in found if not p.stem.endswith(".cases"))


def load_versions(path: str | Path) -> Versions:
    """Load a ruleset, or all of a folder as versions of one; never raises for bad input."""
    diagnostics, folder = Diagnostics(), Path(path)
    files = ruleset_files(folder) if folder.is_dir() else [folder]
    loaded = tuple(load(path) for path in files)
    if not files:
        diagnostics.error(
            "versions",
            msg("{folder} holds no ruleset.", folder=folder),
            hint=msg("put .yaml files into it, or name a ruleset"),
        )
    rulesets = sorted((one.ruleset for one in loaded if one.ruleset is not None), key=lambda r: r.begins)
    names = dict.fromkeys(r.id for r in rulesets)
    if len(names) > 1:
        diagnostics.error(
            "versions",
            msg("{folder} holds different rulesets: {names}.", folder=folder, names=Listed(tuple(names))),
            hint=msg("name one of the files, or keep the versions of one ruleset in a folder of their own"),
        )
    else:
        diagnostics.found += between(rulesets)
    found = [d for one in loaded for d in one.diagnostics] + diagnostics.found
    return Versions(loaded, () if errors(found) else tuple(rulesets), tuple(found))


def all_versions(loaded: Sequence[Loaded]) -> list[Diagnostic]:
    """See that, of many rulesets, those with the same id are sound versions."""
    by_id: dict[str, list[Ruleset]] = {}
    for one in loaded:
        if one.ruleset is not None:
            by_id.setdefault(one.ruleset.id, []).append(one.ruleset)
    return [d for rulesets in by_id.values() for d in between(rulesets)]


def between(rulesets: Sequence[Ruleset]) -> list[Diagnostic]:
    """See that versions of one ruleset follow each other day by day, and appraise the same kind of period."""
    diagnostics = Diagnostics()
    ordered = sorted(rulesets, key=lambda r: r.begins)
    for earlier, later in pairwise(ordered):
        version = f"{earlier.id} {earlier.version}"
        also = ((earlier.in_force, msg("{version}, to {ends}", version=version, ends=earlier.ends)),)
        after = earlier.ends + timedelta(days=1)
        if later.begins < after:
            diagnostics.error(
                "versions",
                msg("Two versions of {ruleset} are in force on {day}.", ruleset=later.id, day=later.begins),
                later.in_force,
                msg("let one end before the other begins: from {after}", after=after),
                also,
            )
        elif later.begins > after:
            ends = later.begins - timedelta(days=1)
            diagnostics.error(
                "versions",
                msg("No version of {ruleset} is in force on {day}.", ruleset=later.id, day=after)
                if ends == after
                else msg(
                    "No version of {ruleset} is in force from {begins} to {ends}.",
                    ruleset=later.id,
                    begins=after,
                    ends=ends,
                ),
                later.in_force,
                msg("begin on {after}, or extend the version before", after=after),
                also,
            )
        if later.period != earlier.period:
            diagnostics.error(
                "versions",
                msg(
                    "One version appraises by {period}, the other by {other}.",
                    period=earlier.period,
                    other=later.period,
                ),
                later.where,
                msg("versions of one ruleset appraise the same kind of period"),
                also,
            )
    return diagnostics.found
