"""Characters that nobody sees but a screen obeys: they are written out wherever people read.

An escape sequence in a name can clear a terminal or hide a line, a mark of direction can turn "1,000" into "000,1", and
a zero-width space makes two names out of one. Data files keep every text as it is, so that it can be read back.
"""

from __future__ import annotations

import re

# C0 and C1 controls but tab and newline; marks of direction (UAX 9), of width 0 and of invisible operators; separators of
# lines and paragraphs; fillers that look like nothing; tags; halves of surrogate pairs, which no file can hold
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
    # joiners belong to the spelling of Arabic and Indic scripts, and to emoji
    "|(?<![\u0600-\u0dff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)

WRITTEN_OUT = r"\[U\+([0-9A-F]{4,6})\]"
_WRITTEN_OUT = re.compile(WRITTEN_OUT)


def visible(text: str) -> str:
    r"""A text for people: `[U+202E]` in place of a character that is obeyed and not seen.

    >>> visible("a\tb\u202e")
    'a\tb[U+202E]'
    """
    return written_out(text.replace("\r\n", "\n"))


def written_out(text: str) -> str:
    """A text for a cell that is read again: as `visible`, and nothing is lost."""
    return _HIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def read_back(text: str) -> str:
    """The text that was written out: the opposite of `written_out`."""
    return _WRITTEN_OUT.sub(lambda found: _character(found[1]) or found[0], text)


def _character(code: str) -> str:
    """The hidden character of a code, "" where it is none."""
    character = chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else ""
    return character if _HIDDEN.fullmatch(character) else ""


def visible_json(text: str) -> str:
    r"""JSON that can be shown on a terminal and still says the same: `\u202e` in place of such a character."""
    return _HIDDEN.sub(lambda found: _escaped(found[0]), text)


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
