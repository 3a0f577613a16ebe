"""The comments of a YAML text, which are no part of its tree: where they stand, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

_Loader = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))
_BLOCK = ("|", ">")


class Comment(NamedTuple):
    """One comment with its sign #. Lines and columns count from 1; `about` is the line that it speaks of.

    That is the line it stands on or, where it stands alone, the next line with a key or a value (0: there is none).
    """

    line: int
    column: int
    text: str
    about: int


def comments_of(text: str) -> Iterator[Comment]:
    """Find the comments of a text; a # inside a value begins none, and a text that is no YAML has none."""
    try:
        inside = list(_values(text))
    except yaml.YAMLError:
        return
    lines = text.split("\n")
    start = 0
    for number, line in enumerate(lines, 1):
        at = next((i for i, sign in enumerate(line) if sign == "#" and not _within(start + i, inside)), -1)
        if at >= 0 and (at == 0 or line[at - 1] in " \t"):
            about = number if line[:at].strip() else _next(lines, number)
            yield Comment(number, at + 1, line[at:].rstrip(), about)
        start += len(line) + 1


def _values(text: str) -> Iterator[tuple[int, int]]:
    """The beginning and end of each value, in characters; of a block, without the line of its sign | or >."""
    for token in yaml.scan(text, Loader=_Loader):
        if isinstance(token, yaml.ScalarToken):
            begin, end = token.start_mark.index, token.end_mark.index
            yield (text.find("\n", begin) if token.style in _BLOCK else begin), end


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(begin <= at < end for begin, end in spans)


def _next(lines: list[str], number: int) -> int:
    """The number of the next line that holds more than a comment."""
    return next((n for n in range(number + 1, len(lines) + 1) if lines[n - 1].strip()[:1] not in ("", "#")), 0)
