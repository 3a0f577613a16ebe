"""What a result was made from: enough to make it again, and nothing that differs from run to run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from appraise.data.lines.findings import Left

if TYPE_CHECKING:
    from appraise.compare.anonymous_names import Names
    from appraise.execution.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class SourceAbout:
    """A table of lines: its name, file and digest, how many lines it has, and how many of them count.

    The others belong to nobody in the data (`unknown`), lie in no period appraised (`outside`), or have no owner,
    date or period (`keyless`), each with what it would have added to each sum. `without`: people without a line.
    """

    id: str
    file: str
    digest: str
    lines: int
    counted: int
    unknown: Left
    outside: Left
    keyless: Left
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """The origin of a result. Files are named without their folders; digests are SHA-256 in hexadecimal."""

    ruleset: str
    title: str
    version: str
    ruleset_file: str
    ruleset_digest: str
    data_file: str
    data_digest: str
    rows: int
    appraised: int
    periods: tuple[str, ...]
    engine_version: str
    as_of: str | None = None  # provisional: the day inside the period
    sources: tuple[SourceAbout, ...] = ()


def about(worksheet: Worksheet, engine_version: str) -> About:
    """Say what a worksheet was made from."""
    ruleset, table = worksheet.plan.ruleset, worksheet.table
    return About(
        ruleset.id, ruleset.title, ruleset.version, PurePath(ruleset.where.file).name, ruleset.digest,
        PurePath(table.file).name, table.digest, len(worksheet), int(worksheet.appraised.sum()),
        tuple(p.label for p in table.periods), engine_version, str(table.as_of) if table.as_of else None,
        tuple(SourceAbout(s.id, PurePath(s.file).name, s.digest, s.lines, s.counted, s.unknown, s.outside, s.keyless, s.without)
              for s in table.sources_read),
    )  # fmt: skip


def naming_nobody(of: About, names: Names) -> About:
    """Say the same without anybody's name or number, and without what a few people's lines add up to."""
    sources = tuple(
        replace(one, unknown=_counted(one.unknown), outside=_counted(one.outside), keyless=_counted(one.keyless), without=())
        for one in of.sources
    )  # fmt: skip
    digests = ("ruleset_digest", "data_digest", "periods", "engine_version", "version", "as_of", "sources")
    return replace(names.hide(of, keep=digests), sources=sources)


def _counted(left: Left) -> Left:
    return replace(left, employees=(), sums=())
