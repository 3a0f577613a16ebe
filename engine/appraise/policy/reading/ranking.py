"""Reads grades by standing among peers: shares of a group, and ceilings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from appraise.diagnostics import suggest
from appraise.policy.model import Ceiling, Ceilings, Shares, SmallGroups, Ties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.formula.grammar import Formula
    from appraise.policy.model import Ranking
    from appraise.policy.reading.reader import Reading
    from appraise.policy.text.tree import Node


def grade_labels(node: Node) -> tuple[str, ...]:
    """Give the grades, best first, as far as they can be told before anything is read."""
    bands, ranking = node.get("bands"), node.get("ranking")
    shares = ranking.get("shares") if ranking is not None else None
    stated = bands if bands is not None and "by" not in bands.mapping else shares
    return tuple(stated.mapping) if stated is not None else ()


def ranking(reading: Reading, node: Node, banded: tuple[str, ...] | None) -> Ranking:
    """Read a ranking; `banded` are the grades of the bands, None where there are none."""
    if node.get("at_most") is not None:
        return _ceilings(reading, node, banded)
    return _shares(reading, node, banded)


def within(reading: Reading, node: Node) -> tuple[Formula, ...]:
    """Read what divides people into peer groups; nothing stated is everybody."""
    stated = node.get("within")
    return tuple(reading.formula(n) for n in stated.items) if stated is not None else ()


def _by(reading: Reading, node: Node) -> Formula:
    return reading.optional(node.get("by"), reading.formula) or reading.named("score", node.where)


def _ties(reading: Reading, node: Node) -> Ties:
    stated = node.mapping["ties"]
    if not stated.mapping:
        return Ties((), "worse" if stated.text == "worse" else "better")
    by = tuple(reading.formula(n) for n in stated.mapping["by"].items)
    return Ties(by, "worse" if stated.mapping["then"].text == "worse" else "better")


def _shares(reading: Reading, node: Node, banded: tuple[str, ...] | None) -> Shares:
    stated, required = node.mapping["shares"], node.get("require")
    labels = tuple(stated.mapping)
    if banded is not None and banded != labels:
        reading.report.error("tiers-order", f"The shares are stated for {', '.join(labels)}, the bands for {', '.join(banded)}.",
                             stated.key or stated.where, "name the same grades in the same order in both")  # fmt: skip
    demands = required.mapping if required is not None else {}
    for grade, child in demands.items():
        if grade not in labels:
            _unknown(reading, grade, labels, child)
        elif grade == labels[-1]:
            reading.report.error("wrong-value", f"Below {grade} there is no grade for those who do not meet its demand.",
                                 child.key or child.where, "remove it, or add a grade")  # fmt: skip
    groups = within(reading, node)
    return Shares(
        _by(reading, node),
        groups,
        {grade: reading.setting(child) for grade, child in stated.mapping.items()},
        cast("Literal['down', 'nearest', 'largest-remainder']", node.mapping["counts"].text),
        _ties(reading, node),
        reading.optional(node.get("min_group"), lambda n: _small(reading, n, groups, banded)),
        {grade: reading.formula(child) for grade, child in demands.items()},
        node.where,
    )


def _small(reading: Reading, node: Node, groups: tuple[Formula, ...], banded: tuple[str, ...] | None) -> SmallGroups:
    if not node.mapping:
        if banded is None:
            reading.report.error("missing-key", "Groups that are too small are graded by `bands`, and there are none.",
                                 node.key or node.where, "state `bands`, or pool such groups: {size: 5, with: []}")  # fmt: skip
        return SmallGroups(int(cast("int", node.value)), None, node.where)
    names = [formula.text.strip() for formula in groups]
    wider: list[int] = []
    for child in node.mapping["with"].items:
        if child.text.strip() in names:
            wider.append(names.index(child.text.strip()))
        else:
            reading.report.error("unknown-reference", f"`with` names {child.text!r}, by which the groups are not divided.",
                                 child.where, suggest(child.text, names))  # fmt: skip
    if len(wider) == len(names):
        reading.report.error("wrong-value", "Groups pooled with these are the groups themselves.", node.mapping["with"].where,
                             "name fewer than `within` does; [] pools all of them")  # fmt: skip
    return SmallGroups(int(cast("int", node.mapping["size"].value)), tuple(wider), node.where)


def _ceilings(reading: Reading, node: Node, banded: tuple[str, ...] | None) -> Ceilings:
    stated, down = node.mapping["at_most"], node.get("hand_down")
    if banded is None:
        reading.report.error("missing-key", "`at_most` limits the grades that `bands` give, and there are none.",
                             node.key or node.where, "state `bands`, or `shares` in place of `at_most`")  # fmt: skip
    labels = banded or ()
    ceilings = [Ceiling(tuple(grades), reading.setting(child), child.key or child.where)
                for grades, child in _sets(reading, stated, labels)]  # fmt: skip
    if down is not None and down.value:
        named = [grade for ceiling in ceilings for grade in ceiling.grades]
        if len(set(named)) < len(named):
            reading.report.error("wrong-value", "A place is not handed down to a ceiling that holds the same grade already.",
                                 down.key or down.where, "let each grade stand in one ceiling, or remove `hand_down`")  # fmt: skip
    return Ceilings(
        _by(reading, node),
        within(reading, node),
        tuple(sorted(ceilings, key=lambda c: labels.index(c.grades[0]))),
        cast("Literal['down', 'up', 'nearest']", node.mapping["counts"].text),
        _ties(reading, node),
        bool(down is not None and down.value),
        node.where,
    )


def _sets(reading: Reading, stated: Node, banded: tuple[str, ...]) -> Iterator[tuple[list[str], Node]]:
    """Yield the grades of each ceiling, best first; those that make no sense are reported and left out."""
    seen: dict[tuple[str, ...], str] = {}
    for key, child in stated.mapping.items():
        grades = _split(key, banded)
        before = seen.setdefault(tuple(sorted(grades or (key,))), key)
        if before != key:
            reading.report.error("duplicate-key", f"{key} and {before} are the same grades.", child.key or child.where,
                                 "keep one of the two ceilings")  # fmt: skip
            continue
        if grades is None:
            if banded:
                _unknown(reading, key, banded, child)
            continue
        at = sorted(banded.index(grade) for grade in grades)
        if at != list(range(at[0], at[0] + len(at))):
            reading.report.error("wrong-value", f"The grades of the ceiling {key} do not stand next to each other.",
                                 child.key or child.where, "name neighbouring grades, each once")  # fmt: skip
        elif at[-1] == len(banded) - 1:
            reading.report.error("wrong-value", f"The worst grade, {banded[-1]}, cannot have a ceiling: nobody can fall further.",
                                 child.key or child.where, "limit the better grades only")  # fmt: skip
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


def _unknown(reading: Reading, grade: str, labels: tuple[str, ...], child: Node) -> None:
    reading.report.error(
        "unknown-reference", f"There is no grade {grade!r}.", child.key or child.where, suggest(grade, labels)
    )
