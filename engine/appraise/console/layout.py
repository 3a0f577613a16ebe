"""The layout of help: columns and lines are measured as a terminal shows them, where a Chinese character is two wide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from appraise.console.speaking import spoken
from appraise.diagnostics import display_width
from appraise.texts import msg, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WIDEST = 100  # columns, where the terminal has more: longer lines are hard to read
# what stays together on a line: a word, or one character of a language that has no blanks; closing marks stay with it
_TOGETHER = re.compile(r"\s+|(?:[^\s\u2e80-\uffef]+|[\u2e80-\uffef])[，。；：、！？）》”…]*")
_OPENING = "（《“"


class Layout(click.HelpFormatter):
    """Writes help as click does, by the width that is seen."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None):
        super().__init__(indent_increment, width, max_width or _WIDEST)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is used, on one line where it fits."""
        label = told(msg("Usage:"), spoken()) if prefix is None else prefix.rstrip()
        head = f"{label}{'' if label.endswith('：') else ' '}{prog} "
        self._write_wrapped(args, head, " " * display_width(head))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        self.write(" " * self.current_indent + told(msg("{heading}:", "help", heading=heading), spoken()) + "\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs, each wrapped."""
        indent = " " * self.current_indent
        for i, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
            self.write("\n" if i else "")
            self._write_wrapped(" ".join(paragraph.split()), indent, indent)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write what is defined and its meaning in two columns."""
        rows = list(rows)
        first = min(max((display_width(term) for term, _ in rows), default=0), col_max) + col_spacing
        indent = " " * (self.current_indent + first)
        for term, meaning in rows:
            head = " " * self.current_indent + term
            fits = display_width(head) + col_spacing <= len(indent)
            if not fits:
                self.write(head + "\n")
            self._write_wrapped(meaning, head + " " * (len(indent) - display_width(head)) if fits else indent, indent)

    def _write_wrapped(self, text: str, first: str, indent: str) -> None:
        width = max(self.width, display_width(indent) + 20)
        for i, line in enumerate(wrapped(text, width - display_width(indent)) or [""]):
            self.write(((first if i == 0 else indent) + line).rstrip() + "\n")


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines that are no wider than `width` columns, words and numbers left whole.

    >>> wrapped("只考核这个考核期，如 2026Q1。", 18)
    ['只考核这个考核期，', '如 2026Q1。']
    """
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and display_width(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines if line.strip()]


def _pieces(text: str) -> Iterator[str]:
    """The parts between which a line may be broken: what opens stays with what follows it."""
    opened = ""
    for piece in _TOGETHER.findall(text):
        if piece in _OPENING:
            opened += piece
        else:
            yield opened + piece
            opened = ""
    if opened:
        yield opened


class Context(click.Context):
    """A call of a command, whose help is written in this layout."""

    formatter_class = Layout
