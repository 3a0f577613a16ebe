"""What other packages add to Appraise by entry points: checks of their own, inputs and outputs (docs/extending.md).

An extension is imported when it is asked for and not before. One that fails is an error that names its package.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from appraise.diagnostics import Diagnostic
from appraise.texts import Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from importlib.metadata import EntryPoint

Group = Literal["appraise.lints", "appraise.readers", "appraise.writers"]
T = TypeVar("T")
TRACEBACK = "APPRAISE_TRACEBACK"  # set: faults are shown with Python's traceback
_STATED_IN = ("*.dist-info/entry_points.txt", "*.egg-info/entry_points.txt")


class ExtensionError(Exception):
    """An extension has failed; carries the diagnostic that says which one, and how."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True)
class Extension:
    """One entry point: its name, its group, and the package with its version, such as "acme-appraise 1.2"."""

    name: str
    group: Group
    package: str
    entry: EntryPoint

    def load(self) -> object:
        """Import what the entry point names. Raises ExtensionError."""
        return self.calling(msg("cannot be loaded"), self.entry.load)

    def calling(self, what: Message, function: Callable[[], T], own: tuple[type[Exception], ...] = ()) -> T:
        """Call a part of the extension; whatever it raises becomes an ExtensionError, `own` exceptions excepted.

        `what` continues the sentence "The extension acme …".
        """
        try:
            return function()
        except (MemoryError, *own):  # type: ignore[misc] # mypy does not unpack exceptions
            raise
        except (Exception, SystemExit) as fault:
            if os.environ.get(TRACEBACK):
                raise
            said = f"{type(fault).__name__}: {str(fault).split(chr(10), 1)[0]}".removesuffix(": ")
            raise self.failed(msg("{what}: {said}", what=what, said=said)) from fault

    def failed(self, what: Message) -> ExtensionError:
        """Make the error that says what is wrong with the extension; `what` continues the sentence."""
        message = msg(
            "The extension {name} of the package {package} {what}.", name=self.name, package=self.package, what=what
        )
        hint = msg(
            "tell whoever maintains the package ({traceback}=1 in the environment shows more); to work without it: "
            "pip uninstall {distribution}",
            traceback=TRACEBACK, distribution=self.package.partition(" ")[0],
        )  # fmt: skip
        return ExtensionError(Diagnostic("extension", message, hint=hint, place=self.group))


def extensions(group: Group) -> Mapping[str, Extension]:
    """Find the extensions of a group by their names, without importing them.

    Raises ExtensionError where two packages give the same name: which one is meant cannot be known.
    """
    return _found(group, tuple(sys.path))


@cache
def _found(group: Group, path: tuple[str, ...]) -> Mapping[str, Extension]:
    if not _stated(group, path):
        return {}
    from importlib.metadata import entry_points  # noqa: PLC0415 - takes a tenth of `check`, and mostly there are none

    found: dict[str, Extension] = {}
    for entry in entry_points(group=group):
        package = f"{entry.dist.name} {entry.dist.version}" if entry.dist is not None else entry.value
        one = Extension(entry.name, group, package, entry)
        if entry.name in found:
            raise one.failed(msg("has the name of another one, of {package}", package=found[entry.name].package))
        found[entry.name] = one
    return found


def _stated(group: Group, path: tuple[str, ...]) -> bool:
    """Whether any installed package may state entry points of a group: a look at small files, much faster than reading them."""
    return any(f"[{group}]".encode() in stated for folder in path for stated in _statements(Path(folder or ".")))


@cache
def _statements(folder: Path) -> tuple[bytes, ...]:
    return tuple(_read(folder))


def _read(folder: Path) -> Iterator[bytes]:
    if folder.is_file():  # a zip file of packages: only importlib.metadata looks into it
        yield b"[appraise.lints] [appraise.readers] [appraise.writers]"
        return
    for pattern in _STATED_IN:
        for file in folder.glob(pattern):
            try:
                yield file.read_bytes()
            except OSError:  # it cannot be imported either
                continue
