"""The functions that speak of single lines of a source, and so stand only in measures."""

from __future__ import annotations

from typing import NamedTuple


class LineFunction(NamedTuple):
    """How a function of lines is written, and what it means; `named` are the values that are given by name."""

    form: str
    values: int
    named: tuple[str, ...]
    meaning: str


LINE_FUNCTIONS: dict[str, LineFunction] = {
    "is_first": LineFunction("is_first(customer)", 1, ("where", "within"), "no line of that customer has an earlier date"),
    "seen_before": LineFunction("seen_before(customer, months=12)", 1, ("months", "where", "within"),
                                "a line of that customer has an earlier date, within so many months"),
    "hours_between": LineFunction("hours_between(from, to)", 2, (), "hours from one moment to another"),
}  # fmt: skip

# functions over peers that mean the other lines of the source here, with `within` and `where`
OTHER_LINES = ("total", "mean", "lowest", "highest", "share")
