"""How every command begins and ends: its streams, options given once, and one sentence for each fault of the machine.

Exit codes: 0 done, 1 the input has errors or the machine refuses (a full disk), 2 wrong use, 3 a fault of Appraise itself.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from appraise.console.help import Group
from appraise.console.speaking import say, session
from appraise.extensions import TRACEBACK
from appraise.texts import NOTHING, Message, msg, plain, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

FAULT = 3
_TERMINATED = 143  # what a shell gives for a process that was asked to stop


class Shell(Group):
    """A group of commands of which none ends in a traceback."""

    def main(self, *given: Any, **more: Any) -> Any:
        """Run a command, and exit."""
        if not given and not more:  # from a shell, not from a program that has streams and signals of its own
            _stop_when_asked()
        _open_streams()
        arguments = [str(argument) for argument in (given[0] if given else more.get("args")) or sys.argv[1:]]
        with session(arguments), _faults():
            try:
                return super().main(*given, **more)
            finally:
                sys.stdout.flush()  # what cannot be printed is said here, and not by Python at its very end


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno != errno.EPIPE:  # whoever has closed the pipe wants to read no more
            _say(msg("Error: {problem}", problem=refused(problem)))
        _give_up_printing()
        sys.exit(1)
    except MemoryError:
        _say(msg("Error: there is not enough memory for this. Close other programs, or choose fewer rows or periods."))
        sys.exit(1)
    except Exception as fault:
        if os.environ.get(TRACEBACK):
            raise
        _say(msg(
            "Error: Appraise itself has failed ({fault}). Your files are as they were. Please report this with the command that "
            "you typed; with {variable}=1 in the environment it shows more for that.",
            fault=_described(fault), variable=TRACEBACK,
        ))  # fmt: skip
        sys.exit(FAULT)


_REASONS = {
    errno.ENOSPC: msg("No space left on device"),
    errno.EDQUOT: msg("Disk quota exceeded"),
    errno.EFBIG: msg("File too large"),
    errno.ENAMETOOLONG: msg("File name too long"),
    errno.EACCES: msg("Permission denied"),
    errno.EROFS: msg("Read-only file system"),
    errno.ENOENT: msg("No such file or directory"),
    errno.EISDIR: msg("Is a directory"),
}
_MENDS = {
    errno.ENOSPC: msg("Free some space, or write to another disk."),
    errno.EDQUOT: msg("Free some space, or write to another disk."),
    errno.EFBIG: msg("Write to another disk, or a smaller file."),
    errno.ENAMETOOLONG: msg("Give the file a shorter name."),
    errno.EACCES: msg("Close it in other programs, such as Excel, and see that you may read and write there."),
    errno.EROFS: msg("Write to another folder."),
}


def refused(problem: OSError, file: Path | None = None) -> Message:
    """Say in one sentence what the machine did not let us do, and with which file."""
    name, number = file or problem.filename, problem.errno or 0
    reason = _REASONS.get(number) or plain(problem.strerror or str(problem) or type(problem).__name__)
    if name:
        reason = msg("{file}: {reason}", file=_short(str(name)), reason=reason)
    return sentences(msg("{reason}.", reason=reason), _MENDS.get(number, NOTHING))


def _short(name: str) -> str:
    return name if len(name) <= 120 else f"{name[:60]}…{name[-40:]}"


def _described(fault: Exception) -> Message:
    own = [f for f in traceback.extract_tb(fault.__traceback__) if f"{os.sep}engine{os.sep}" in f.filename]
    said = str(fault).split("\n", 1)[0]
    named = f"{type(fault).__name__}{': ' if said else ''}{said[:200]}"
    if not own:
        return plain(named)
    return msg("{fault} in {file}, line {line}", fault=named, file=Path(own[-1].filename).name, line=own[-1].lineno)


def _say(text: Message) -> None:
    with suppress(OSError):
        say(text, err=True)


def _give_up_printing() -> None:
    """Let what is still to be printed go nowhere: Python would fail over it once more at its end."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _open_streams() -> None:
    """See that there is something to print to, and that a character it cannot show loses no other.

    On a terminal such a character is a ?; in a file or a pipe, where nobody would see that it is lost, its code.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us: nobody reads it
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open until the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace" if stream.isatty() else "backslashreplace")


def _stop_when_asked() -> None:
    """Leave in order when asked to stop, so that no half-written file stays behind."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        sys.exit(_TERMINATED)

    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):  # not every system has each
        number = getattr(signal, name, None)
        with suppress(ValueError, OSError):
            if number is not None:
                signal.signal(number, leave)


def put(text: str) -> None:
    """Print what other programs read: always UTF-8, whatever the console is set to; on a terminal as any text."""
    if sys.stdout.isatty():
        click.echo(text, nl=False)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
