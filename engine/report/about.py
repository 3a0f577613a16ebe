"""What a result was made from: enough to make it again, and nothing that differs from run to run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.execution.worksheet import Worksheet


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
    sources: tuple[tuple[str, str, str], ...] = ()  # of each table of lines: its name, file and digest


def about(worksheet: Worksheet, engine_version: str) -> About:
    """Say what a worksheet was made from."""
    ruleset, table = worksheet.plan.ruleset, worksheet.table
    return About(
        ruleset.id, ruleset.title, ruleset.version, PurePath(ruleset.where.file).name, ruleset.digest,
        PurePath(table.file).name, table.digest, len(worksheet), int(worksheet.appraised.sum()),
        tuple(p.label for p in table.periods), engine_version, str(table.as_of) if table.as_of else None,
        tuple((s.id, PurePath(s.file).name, s.digest) for s in table.sources),
    )  # fmt: skip
