"""Keys of the language that have another name now: a policy that has the old one is told the new one, and since when.

An entry stays for as long as docs/stability.md promises. Keys that only changed their place, or their meaning, are not for here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection


class Renamed(NamedTuple):
    """The key as it is called now, and the version that renamed it."""

    now: str
    since: str


RENAMED: dict[str, Renamed] = {}  # by the old key, such as "pool": Renamed("budget", "0.2"); none was renamed so far


def renamed(key: str, known: Collection[str]) -> Renamed | None:
    """What an old key is called now, where that is one of the keys known here."""
    found = RENAMED.get(key)
    return found if found is not None and found.now in known else None
