"""A case as objects: what is given, what is promised; every value with the place it was written at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from appraise.diagnostics import Where
from appraise.formula.kinds import Type
from appraise.policy.text.tree import Document, Node

Promised = float | str | bool | tuple[str, ...] | None  # a tuple: the ids of gates or outcomes; None: no value
Row = Mapping[str, Node]  # values by field id, as they were typed


def is_none(node: Node) -> bool:
    """Whether a scalar is the plain word `none`; in quotes it is a text like any other."""
    return node.value == "none" and node.end - node.start == len("none")


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """One employee in one period. `period` is as it stands in results, or as typed where it cannot be read.

    `figures` are measures that are given as such, in place of lines.
    """

    employee: str
    period: str
    values: Row
    where: Where
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Promise:
    """One expected value: of a column, for a position in `Case.given`.

    Percents are shares, dates are days since 1970-01-01. `within` is by how much a number may differ, 0: not at
    all. `node` is the scalar (or list) that states the value.
    """

    at: int
    column: str
    type: Type
    value: Promised
    within: float
    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One worked example. `error` is the code with which the data must be refused, blank where results are promised."""

    name: str
    note: str
    given: tuple[Given, ...]
    lines: Mapping[str, tuple[Row, ...]]
    history: tuple[Row, ...]
    as_of: date | None
    promises: tuple[Promise, ...]
    error: str
    where: Where


@dataclass(frozen=True, slots=True, eq=False)
class CaseFile:
    """The cases of one file, and the file of the ruleset that they are about."""

    path: Path
    document: Document
    ruleset: Path
    cases: tuple[Case, ...]
