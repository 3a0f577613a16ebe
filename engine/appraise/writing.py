"""Files are written whole or not at all: beside the old one first, which is then replaced at once."""

from __future__ import annotations

import secrets
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from appraise.texts import MessageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OWN = ".appraise-"  # how the names of files begin that are not whole yet
_LEFT_BEHIND = 3600  # seconds after which nobody is writing such a file any more


class TooManyRowsError(MessageError):
    """There is more than a file of this kind can hold; the message says what to do."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new path beside `path` to write to; at the end it takes the place of `path`, on failure it is removed.

    What was at `path` stays until then. Names are different for every call, so that threads do not meet, and short, so
    that any name the system allows for `path` will do. What runs left behind that were killed long ago is removed.
    """
    _tidy(path.parent)
    temporary = path.with_name(f"{_OWN}{secrets.token_hex(8)}{path.suffix}")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        with suppress(OSError):  # what went wrong before is what should be told
            temporary.unlink(missing_ok=True)


def _tidy(folder: Path) -> None:
    with suppress(OSError):
        for file in folder.glob(f"{_OWN}????????????????.*"):
            with suppress(OSError):
                if time.time() - file.stat().st_mtime > _LEFT_BEHIND:
                    file.unlink()
