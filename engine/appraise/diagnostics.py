"""What is wrong, where, and what to do about it: the one shape in which every stage reports bad input.

Stages return diagnostics beside whatever they could build; exceptions are for mistakes of programmers.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from appraise.codes import is_known, named
from appraise.texts import NOTHING, SOURCE, Listed, Message, Texts, msg, plain, sentences, told
from appraise.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from appraise.texts import Language

_TELLING = 3  # letters that a name must share with another to be named for it
_ROW = re.compile(r", row [0-9]+")
MOST_PER_KIND = 20  # data diagnostics of one code that are shown; the rest are counted
LONGEST = 2_000  # characters of a message or a hint
Severity = Literal["error", "warning"]
_TERMINAL = Texts("diagnostic", {
    "error": "error",
    "warning": "warning",
    "also": "also: {file}:{line} ({note})",
    "hint": "try:  {hint}",
    "cut": "{text} … and {n:,} more characters",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a text file: line and column count from 1, columns and length in characters."""

    file: str
    line: int
    column: int = 1
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. `where` is None for problems of a whole run; `also` names other places that take part.

    `about` is the id, in the policy, of the element that a program may ask for; nobody is shown it.
    """

    code: str
    message: Message
    where: Where | None = None
    severity: Severity = "error"
    hint: Message = NOTHING
    also: tuple[tuple[Where, str], ...] = ()
    place: str = ""  # where there is no line to point at: "sales.xlsx, row 17, 销售额"
    about: str = ""

    def __post_init__(self) -> None:
        if not is_known(self.code):
            raise KeyError(f"no diagnostic code {self.code!r}")


@dataclass
class Diagnostics:
    """What a stage has found so far; each diagnostic is kept once, in the order of its finding."""

    found: list[Diagnostic] = field(default_factory=list)
    _seen: set[Diagnostic] = field(default_factory=set, repr=False)

    def error(self, code: str, message: Message, where: Where | None = None, hint: Message = NOTHING,
              also: tuple[tuple[Where, str], ...] = (), place: str = "") -> None:  # fmt: skip
        """Add an error: nothing may be computed from this input."""
        self.add(Diagnostic(code, message, where, "error", hint, also, place))

    def warn(self, code: str, message: Message, where: Where | None = None, hint: Message = NOTHING,
             also: tuple[tuple[Where, str], ...] = (), place: str = "") -> None:  # fmt: skip
        """Add a warning: the result stands, but somebody should look."""
        self.add(Diagnostic(code, message, where, "warning", hint, also, place))

    def add(self, diagnostic: Diagnostic) -> None:
        """Add a diagnostic that was built elsewhere."""
        self._seen.update(self.found[len(self._seen) :] if len(self._seen) < len(self.found) else ())
        if diagnostic not in self._seen:
            self._seen.add(diagnostic)
            self.found.append(diagnostic)


def errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those that forbid going on."""
    return [d for d in diagnostics if d.severity == "error"]


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by file and line, those without a place last."""

    def key(d: Diagnostic) -> tuple[bool, str, int, int]:
        return (d.where is None, d.where.file if d.where else "", d.where.line if d.where else 0,
                d.where.column if d.where else 0)  # fmt: skip

    return sorted(diagnostics, key=key)


def capped(diagnostics: Iterable[Diagnostic], most: int = MOST_PER_KIND) -> list[Diagnostic]:
    """Keep `most` of each code and severity, each one once, and say how many more there were.

    Those that are kept are of as many columns and policies as there are: the first of each, the second of each ...
    """
    kinds: dict[tuple[str, Severity], list[Diagnostic]] = {}
    for d in (given := list(dict.fromkeys(diagnostics))):
        kinds.setdefault((d.code, d.severity), []).append(d)
    kept = {d for alike in kinds.values() for d in _from_each_place(alike)[:most]}
    return [d for d in given if d in kept] + [
        Diagnostic(
            "more-of-the-same",
            msg("{more:,} more of {code} ({n:,} in all).", more=len(alike) - most, code=code, n=len(alike)),
            None,
            severity,
        )
        for (code, severity), alike in kinds.items()
        if len(alike) > most
    ]


def place_of(file: str, row: int | None = None, heading: str = "", sheet: str = "") -> Message:
    """Name a cell as people look for it: "sales.xlsx, row 17, 销售额"; without a row, a whole column."""
    if sheet:
        file = msg("{file}, sheet {sheet}", file=file, sheet=sheet)
    if row is not None:
        file = msg("{file}, row {row}", file=file, row=row)
    return msg("{place}, {heading}", "a column of a file", place=file, heading=heading) if heading else plain(file)


def place_without_row(place: str) -> str:
    """Name the file and the column of a place."""
    return _ROW.sub("", place)


def _from_each_place(alike: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Order diagnostics so that the first of every column or policy come first, then the second ones."""
    seen: Counter[str] = Counter()
    order: list[tuple[int, int]] = []
    for d in alike:
        place = place_without_row(d.place) if d.place else d.where.file if d.where else ""
        order.append((seen[place], len(order)))
        seen[place] += 1
    return [alike[at] for _, at in sorted(order)]


def listed(names: Sequence[object], most: int, count: int = 0) -> Message:
    """Say "a, b and 3 more": the first `most` names of `count`, or of all that are given."""
    more = (count or len(names)) - most
    first = Listed(tuple(names[:most]))
    return msg("{names} and {more:,} more", names=first, more=more) if more > 0 else plain(first)


def spelt(word: str) -> str:
    """A word as it is compared with others: width, case, and what joins its parts do not count."""
    plain = unicodedata.normalize("NFKC", word).strip()
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", plain)  # gradeAtMost
    return re.sub(r"[\s\-_]+", "_", parted).casefold()


def suggest(word: str, known: Iterable[str], most: int = 12) -> Message:
    """Say "did you mean …?" for the nearest of the known names, or what there is to choose from, `most` of them.

    >>> str(suggest("weigth", ["weight", "target"]))
    'did you mean weight?'
    """
    names = list(dict.fromkeys(known))
    folded = {spelt(n): n for n in names}
    near = difflib.get_close_matches(spelt(word), folded, n=2, cutoff=0.6 if word.isascii() else 0.5)
    contained = [n for n in names if min(_letters(word), _letters(n)) >= _TELLING and (word in n or n in word)]
    best = list(dict.fromkeys([folded[n] for n in near] + contained[:2]))[:2]
    if best:
        return msg("did you mean {names}?", names=Listed(tuple(best), "or"))
    return msg("known here: {names}", names=listed(names, most)) if names else NOTHING


def _letters(word: str) -> int:
    """Count letters; a Chinese character tells as much as two of them."""
    return sum(1 if c.isascii() else 2 for c in word)


def display_width(text: str) -> int:
    """Count terminal cells: Chinese characters and full-width forms take two."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def as_text(diagnostic: Diagnostic, texts: Mapping[str, str], language: Language = SOURCE) -> str:
    """Render one diagnostic for a terminal, with the source line and a caret under what is meant."""
    d = diagnostic
    head = f"{d.where}  " if d.where else f"{told(d.place, language)}  " if d.place else ""
    first = f"{head}{_TERMINAL(d.severity, language)}  {named(d.code, language)}"
    lines = [first, f"  {_cut(told(d.message, language), language)}"]
    if d.where and d.where.file in texts:
        lines += _quoted(d.where, texts[d.where.file])
    lines += ["  " + _TERMINAL("also", language, file=where.file, line=where.line, note=told(note, language))
              for where, note in d.also]  # fmt: skip
    if d.hint:
        lines.append("  " + _TERMINAL("hint", language, hint=_cut(told(d.hint, language), language)))
    return visible("\n".join(lines))


def _cut(text: str, language: Language) -> str:
    """Shorten what nobody would read to its end, whatever it lists."""
    rest = len(text) - LONGEST
    return _TERMINAL("cut", language, text=text[:LONGEST], n=rest) if rest > 0 else text


def _quoted(where: Where, text: str) -> list[str]:
    every = text.split("\n")
    if where.line > len(every):
        return []
    line, start = every[where.line - 1], where.column - 1
    skip = max(0, start - 80)  # a very long line is shown from near the place that is meant
    shown = visible(line[skip : skip + 160].replace("\t", " "))
    gutter = f"{where.line:>5} | "
    pad = display_width(visible(line[skip:start]))
    marked = display_width(visible(line[start : start + where.length])) or 1
    return [gutter + shown, " " * 5 + " | " + " " * pad + "^" * min(marked, 100)]


def as_record(diagnostic: Diagnostic, language: Language = SOURCE) -> dict[str, object]:
    """The JSON form of one diagnostic."""
    d = diagnostic
    message, hint = (_cut(told(text, language), language) for text in (d.message, d.hint))
    place = {"file": d.where.file, "line": d.where.line, "column": d.where.column} if d.where else {}
    return {
        "code": d.code, "severity": d.severity, "message": message, **place, "place": told(d.place, language),
        "hint": hint, "also": [{"file": w.file, "line": w.line, "note": told(note, language)} for w, note in d.also],
    }  # fmt: skip


def as_github(diagnostic: Diagnostic, language: Language = SOURCE) -> str:
    """The workflow command that marks the line in a pull request."""
    d = diagnostic
    text = _cut(told(sentences(d.message, d.hint), language), language)
    file = _escaped(d.where.file, ":,") if d.where else ""
    spot = f" file={file},line={d.where.line},col={d.where.column},title={d.code}" if d.where else ""
    return f"::{d.severity}{spot}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    """Escape what would end a workflow command, or one of its properties."""
    return "".join(f"%{ord(c):02X}" if c in f"%\r\n{more}" else c for c in visible(text))
