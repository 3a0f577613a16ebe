"""The grades that ceilings are stated for: "A", or "A+B" together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.diagnostics import suggest
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.policy.keys.reader import Reading
    from appraise.policy.text.tree import Node


def ceiling_grades(reading: Reading, stated: Node, banded: tuple[str, ...]) -> Iterator[tuple[list[str], Node]]:
    """Yield the grades of each ceiling, best first; those that make no sense are reported and left out."""
    seen: dict[tuple[str, ...], str] = {}
    for key, child in stated.mapping.items():
        grades = _split(key, banded)
        before = seen.setdefault(tuple(sorted(grades or (key,))), key)
        if before != key:
            reading.diagnostics.error(
                "duplicate-key",
                msg("{grades} and {before} are the same grades.", grades=key, before=before),
                child.key or child.where,
                msg("keep one of the two ceilings"),
            )
            continue
        if grades is None:
            if banded:
                unknown_grade(reading, key, banded, child)
            continue
        at = sorted(banded.index(grade) for grade in grades)
        if at != list(range(at[0], at[0] + len(at))):
            reading.diagnostics.error(
                "wrong-value",
                msg("The grades of the ceiling {grades} do not stand next to each other.", grades=key),
                child.key or child.where,
                msg("name neighbouring grades, each once"),
            )
        elif at[-1] == len(banded) - 1:
            reading.diagnostics.error(
                "wrong-value",
                msg("The worst grade, {grade}, cannot have a ceiling: nobody can fall further.", grade=banded[-1]),
                child.key or child.where,
                msg("limit the better grades only"),
            )
        else:
            yield [banded[i] for i in at], child


def _split(key: str, labels: tuple[str, ...]) -> list[str] | None:
    """Take "A+B" apart; a grade may itself be called A+."""
    if key.strip() in labels:
        return [key.strip()]
    for label in labels:
        head, plus, rest = key[: len(label)], key[len(label) :].lstrip()[:1], key[len(label) :].lstrip()[1:]
        if head == label and plus == "+":
            others = _split(rest.strip(), labels)
            if others is not None:
                return [label, *others]
    return None


def unknown_grade(reading: Reading, grade: str, labels: tuple[str, ...], child: Node) -> None:
    """Report a grade that there is none of."""
    reading.diagnostics.error(
        "unknown-reference",
        msg("There is no grade {name!r}.", name=grade),
        child.key or child.where,
        suggest(grade, labels),
    )
