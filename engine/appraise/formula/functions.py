"""The closed list of functions: how each is written, what it takes and gives, what it means."""

from __future__ import annotations

from typing import Literal, NamedTuple

from appraise.texts import Message, msg, msgs

Takes = Literal["number", "date", "any"]


class Signature(NamedTuple):
    """One function. `takes` lists the kinds of its values, the last one repeating; `most` bounds their number."""

    form: str
    takes: tuple[Takes, ...]
    gives: Literal["number", "yes-no", "same"]
    least: int
    most: int
    meaning: str
    unit: str = ""

    def says(self) -> Message:
        """Say how many values it needs."""
        if self.least == self.most:
            return msgs("{n} value", "{n} values", self.least)
        return msg("{least} to {most} values", least=self.least, most=self.most)


FUNCTIONS: dict[str, Signature] = {
    "min": Signature("min(a, b)", ("number",), "same", 2, 9, "the smallest of its values"),
    "max": Signature("max(a, b)", ("number",), "same", 2, 9, "the largest of its values"),
    "abs": Signature("abs(x)", ("number",), "same", 1, 1, "the value without its sign"),
    "round": Signature("round(x, 2)", ("number",), "number", 1, 2, "rounded half-up to 0 or the given places"),
    "floor": Signature("floor(x)", ("number",), "number", 1, 1, "the whole number at or below"),
    "ceil": Signature("ceil(x)", ("number",), "number", 1, 1, "the whole number at or above"),
    "clip": Signature("clip(x, low, high)", ("number",), "number", 3, 3, "x, but no less than low and no more than high"),
    "power": Signature("power(x, y)", ("number",), "number", 2, 2, "x to the power of y; missing where there is none"),
    "coalesce": Signature("coalesce(a, b)", ("any",), "same", 2, 9, "the first of its values that is not missing"),
    "is_missing": Signature("is_missing(x)", ("any",), "yes-no", 1, 1, "whether there is no value"),
    "months_between": Signature("months_between(from, to)", ("date",), "number", 2, 2,
                                "whole months from one date to another, as DATEDIF(…, \"m\") counts them"),
    "calendar_months_between": Signature("calendar_months_between(from, to)", ("date", "date", "number"), "number", 2, 3,
                                         "how many months later the second date's month is, whatever the days; "
                                         "with a third value, a first date after that day counts as the next month's"),
    "lookup": Signature("lookup(table, key)", ("any",), "same", 2, 7, "the value of a table for its keys, in their order"),
    "days_between": Signature("days_between(from, to)", ("date",), "number", 2, 2, "days from one date to another"),
}  # fmt: skip
