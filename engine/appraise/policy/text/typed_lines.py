"""Slips that can be seen in a line as it was typed, where the text as a whole is no YAML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from appraise.policy.text.rawtext import plain_brackets
from appraise.texts import Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import yaml

_FULL_WIDTH = re.compile(r"""^\s*(?:-\s+)?(["']?)[^\s"'#:：{}\[\],]+\1\s*：""")
_STUCK = re.compile(r"^\s*(?:-\s+)?([^\s:：#\"'{}\[\],]+):[\u3000]*(\S.*?)\s*$")
_EQUALS = re.compile(r"^\s*(?:-\s+)?([^\s:=]+)\s*=\s*([^=].*?)\s*$")
_QUOTED_START = re.compile(r"""^\s*[^\s:'"]+:\s+(['"])[^'"]*\1\s*[^\s#,}\]]""")
_QUOTE_OPEN = re.compile(r"""^\s*(?:-\s+)?[^\s"'#:]+:\s+(?:(")[^"]*|(')[^']*)$""")
_KEY = re.compile(r"^\s*[^\s\"'#:]+:(\s|$)")
_COMMENT = re.compile(r"(?<=\s)#[^\s,}\]]*")
_TEXTS = re.compile(r""""[^"]*"|'[^']*'|\s#.*$""")


class LineSlip(NamedTuple):
    """What is wrong with a line (counted from 1), from a column on, and what to do."""

    message: Message
    line: int
    column: int
    length: int
    hint: Message
    code: str = "yaml-syntax"


class _Stopped(NamedTuple):
    """Where the parser stopped and where it had begun what it could not finish, counted from 0; and what it said."""

    said: str
    line: int
    column: int
    begun: int
    begun_column: int
    lines: Sequence[str]


def slip_of_line(said: str, problem: yaml.MarkedYAMLError, lines: Sequence[str]) -> LineSlip | None:
    """Find the slip that made the parser stop, None where none of those that are known here stands there."""
    mark = problem.problem_mark or problem.context_mark
    if mark is None:
        return None
    begun = problem.context_mark or mark
    last = len(lines) - 1
    at = _Stopped(said, min(mark.line, last), mark.column, min(begun.line, last), begun.column, lines)
    return next((slip for find in _FINDERS if (slip := find(at)) is not None), None)


def _wide_colon(at: _Stopped) -> LineSlip | None:
    for number in range(max(0, at.line - 1), min(len(at.lines), at.line + 2)):
        if wide := _FULL_WIDTH.match(at.lines[number]):
            return LineSlip(msg("After this key stands a full-width colon ："), number + 1, wide.end(), 1,
                            msg("use the colon of the English keyboard and a space: `: `"), "full-width-colon")  # fmt: skip
    return None


def _wide_indent(at: _Stopped) -> LineSlip | None:
    for number in range(max(0, at.line - 2), at.line + 1):
        if wide := re.match(r"^[ \t]*[\u3000\u00a0][ \t\u3000\u00a0]*", at.lines[number]):
            return LineSlip(msg("A line is indented with full-width or non-breaking blanks; YAML needs spaces."),
                            number + 1, 1, wide.end(),
                            msg("replace them by spaces of the English keyboard, as many as the lines beside it have"))  # fmt: skip
    return None


def _open_quote(at: _Stopped) -> LineSlip | None:
    for number in range(at.line + 1):
        opened = _QUOTE_OPEN.match(at.lines[number])
        if opened and _KEY.match(next((line for line in at.lines[number + 1 :] if line.strip()), "end:")):
            quote = opened[1] or opened[2]
            column = at.lines[number].index(quote) + 1
            whole = at.lines[number][column - 1 :].rstrip()
            return LineSlip(msg("A quote is opened and never closed."), number + 1, column, len(whole),
                            msg("close the quote: write `{plain}`", plain=whole + quote))  # fmt: skip
    return None


def _tab(at: _Stopped) -> LineSlip | None:
    if at.lines[at.line][: at.column + 1].lstrip(" ").startswith("\t"):
        return LineSlip(msg("A line is indented with a tab; YAML needs spaces."), at.line + 1, at.column + 1, 1,
                        msg("replace the tab by spaces"))  # fmt: skip
    return None


def _no_colon(at: _Stopped) -> LineSlip | None:
    """Find a key with its value stuck to the colon, a full-width blank between them, or an = for the colon."""
    number = at.begun
    if "mapping values" in at.said:  # the parser took the line above for the beginning of a text over two lines
        number = next((n for n in range(at.line - 1, -1, -1) if at.lines[n].strip()), at.line)
    elif "could not find expected ':'" not in at.said:
        return None
    line = at.lines[number]
    if found := _STUCK.match(line):
        message = msg("After the colon of `{key}` stands no space.", key=found[1])
        if "\u3000" in found[0]:
            message = msg("After the colon of `{key}` stands a full-width blank.", key=found[1])
    elif found := _EQUALS.match(line):
        message = msg("After `{key}` stands = in place of a colon.", key=found[1])
    else:
        return None
    value = found[2].strip("\u3000 ")
    return LineSlip(message, number + 1, found.start(1) + 1, len(line.rstrip()) - found.start(1),
                    msg("write `{plain}`", plain=f"{found[1]}: {value}"))  # fmt: skip


def _wide_brackets(at: _Stopped) -> LineSlip | None:
    line = at.lines[at.line].rstrip()
    wide = re.search(r":\s+([｛［【].*)$", line)
    if wide is None:
        return None
    return LineSlip(msg("{bracket} is a letter to YAML, not a bracket.", bracket=wide[1][0]), at.line + 1, wide.start(1) + 1,
                    len(wide[1]), msg("write `{plain}`", plain=plain_brackets(wide[1])))  # fmt: skip


def _closes_nothing(at: _Stopped) -> LineSlip | None:
    """Find a bracket too many, or one that was never opened: `score: method: ratio, cap: 120}`."""
    line = at.lines[at.line]
    bare = _TEXTS.sub(lambda text: " " * len(text[0]), line)
    opened = next((o for o, c in ("{}", "[]") if bare.count(c) > bare.count(o)), "")
    if not opened or "expected ',' or" in at.said:
        return None
    closing = {"{": "}", "[": "]"}[opened]
    if line[at.column : at.column + 1] == closing:
        message = msg("This {bracket} closes nothing: there is one too many.", bracket=closing)
        return LineSlip(message, at.line + 1, at.column + 1, 1, msg("remove it"))
    value = re.match(r"^\s*[^\s:]+:\s+(.*\S)\s*$", line)
    if value is None or "mapping values" not in at.said:
        return None
    message = msg("This line closes a {bracket} that is not opened.", bracket=closing)
    return LineSlip(message, at.line + 1, value.start(1) + 1, len(value[1]),
                    msg("open it: write `{plain}`", plain=opened + value[1]))  # fmt: skip


def _comment_in_braces(at: _Stopped) -> LineSlip | None:
    line = at.lines[at.begun]
    found = _COMMENT.search(line, at.begun_column) if "expected ',' or" in at.said else None
    closed = found is not None and line[: found.start()].count("{") <= line[: found.start()].count("}")
    if found is None or closed or len(found[0]) == 1:
        return None
    message = msg("After the # everything is a comment, also the bracket that would close this one.")
    return LineSlip(message, at.begun + 1, found.start() + 1, len(found[0]),
                    msg('put it in quotes: write `"{text}"`', text=found[0]))  # fmt: skip


def _wide_comma(at: _Stopped) -> LineSlip | None:
    if "expected ',' or" not in at.said or "，" not in at.lines[at.begun]:
        return None
    message = msg("A Chinese comma ， stands inside the brackets, and separates nothing in YAML.")
    return LineSlip(message, at.begun + 1, at.lines[at.begun].index("，") + 1, 1, msg("write `{plain}`", plain=", "))


def _quoted_in_part(at: _Stopped) -> LineSlip | None:
    number = at.begun if "expected ',' or" in at.said else at.line
    if not _QUOTED_START.match(at.lines[number]):
        return None
    return LineSlip(msg("A formula that begins with a quote must stand wholly in quotes."), number + 1, at.column + 1, 1,
                    msg("put double quotes around it: \"'A' if sales > 1 else 'B'\""))  # fmt: skip


def _dash(at: _Stopped) -> LineSlip | None:
    if "block sequence entries are not allowed" not in at.said:
        return None
    value = at.lines[at.line].partition(":")[2].strip()
    column = at.lines[at.line].find(value) + 1
    return LineSlip(msg("A value cannot begin with a minus and a blank."), at.line + 1, column, len(value),
                    msg('put the formula in quotes: write `"{formula}"`', formula=value))  # fmt: skip


_FINDERS: tuple[Callable[[_Stopped], LineSlip | None], ...] = (
    _wide_colon, _wide_indent, _open_quote, _no_colon, _tab, _wide_brackets, _closes_nothing, _comment_in_braces, _wide_comma,
    _quoted_in_part, _dash,
)  # fmt: skip
