"""Fields: the columns of tables of data and of lines, and what is legal in them. Their keys and how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.formula.measured import MOST
from appraise.formula.syntax.text import fold
from appraise.formula.written_dates import as_date
from appraise.policy.keys.key import Keys, assumed, optional, required
from appraise.policy.keys.kinds import NUMBER_OR_TEXT, TEXT, WORDS, Kind, choice, count, written
from appraise.policy.keys.numbers import number_instead
from appraise.policy.keys.said import said
from appraise.policy.model import Field, FieldType
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraise.policy.keys.key import Key
    from appraise.policy.keys.reader import Reading
    from appraise.policy.text.tree import Node
    from appraise.policy.values import Constant

_YES_NO = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
Labels = dict[str, tuple[str, ...]]


def _labels(_: Reading, node: Node) -> Labels:
    if node.items:
        return {n.text: () for n in node.items}
    return {k: tuple(a.text for a in v.items) for k, v in node.mapping.items()}


class FieldKeys(Keys[Field], ref="field"):
    """A column."""

    type: Key[FieldType] = required(
        choice("text", "date", "count", "number", "money", "percent", "rating", "yes-no", "datetime"),
        said(
            "What the column holds: text, date, datetime (a date with a time of day), count (whole number), number, money, "
            "percent (95% or 0.95), rating (a mark on a scale), yes-no."
        ),
    )
    column: Key[tuple[str, ...]] = assumed(
        Kind(
            {"type": ["string", "array"], "items": WORDS, "minItems": 1},
            lambda _, node: tuple(n.text for n in node.items) or (node.text,),
            said("text, or [text, …]"),
        ),
        lambda _reading, _node: (),
        said("The heading in HR's own file, one or several names; without it, the id itself."),
        told=said("the id"),
    )
    min = optional(NUMBER_OR_TEXT, said("No legal value is smaller; percents as 0.8 or 80%."))
    max = optional(NUMBER_OR_TEXT, said("No legal value is larger."))
    values = optional(
        Kind(
            {
                "type": ["array", "object"],
                "minItems": 1,
                "minProperties": 1,
                "items": TEXT,
                "additionalProperties": {"type": "array", "items": TEXT},
            },
            _labels,
            said("[text, …], or {{text: [alias, …], …}}"),
        ),
        said("The texts that may occur: a list, or each with its aliases {{GTX Pro: [GTXPro]}}."),
    )
    scale = optional(
        written(
            {"type": ["array", "number"], "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
            said("[number, number], or `100`"),
        ),
        said("For a rating its lowest and highest mark [1, 5]; for a percent 100 if a bare 95 means 95%."),
    )
    missing = optional(
        written({"type": ["number", "string", "boolean"]}, said("a value of the column")),
        said("What an empty cell means; without it, an empty cell is missing, never 0."),
    )
    digits = optional(
        count(1, 18),
        said("For employee numbers: whole numbers get zeros before them up to so many digits, so that 148 is 00148."),
    )
    decimal = optional(
        choice("point", "comma"),
        said(
            "What marks the decimals in this column, where the cells do not tell: point (1,234.50) or comma (1.234,50)."
        ),
    )
    format = optional(
        choice("d/m/y", "m/d/y", "d-m-y", "m-d-y", "d.m.y", "m.d.y"),
        said(
            "The order of day, month and year in dates written as text: d/m/y or m/d/y, or with - or . between; "
            "dates with the year first are always read."
        ),
    )

    def of_table(self, decimal: str | None) -> Field:
        """Read a column of a table that states one `decimal` for all of them."""
        kind, labels = self.type, self.values
        self._see_labels(kind, labels)
        for key, kinds in (
            (FieldKeys.decimal, ("money", "number", "count", "percent", "rating")),
            (FieldKeys.format, ("date", "datetime")),
        ):
            stated = self.written(key)
            if stated is not None and kind not in kinds:
                self.reading.diagnostics.error(
                    "wrong-value",
                    msg("`{key}` does not go with a {kind} column.", key=key.name, kind=kind),
                    stated.where,
                    msg("it goes with {kinds}", kinds=Listed(tuple(kinds))),
                )
        return Field(
            self.id, kind, self.column or (self.id,), self.spot, self._limit(FieldKeys.min, kind),
            self._limit(FieldKeys.max, kind), labels, self._scale(kind), self._missing(kind, labels), self._digits(kind),
            self.decimal or decimal, self.reading.currency, self.format,
        )  # fmt: skip

    def _see_labels(self, kind: FieldType, labels: Labels | None) -> None:
        values, diagnostics = self.written(FieldKeys.values), self.reading.diagnostics
        where = values.where if values else self.where
        taken: dict[str, str] = {}
        for label, aliases in (labels or {}).items():
            for text in (label, *aliases):
                if taken.setdefault(fold(text).strip(), label) != label:
                    diagnostics.error(
                        "duplicate-key",
                        msg(
                            "{text!r} stands for {first} and for {second}.",
                            text=text,
                            first=taken[fold(text).strip()],
                            second=label,
                        ),
                        where,
                        msg("let every text stand for one label"),
                    )
        if labels is not None and kind not in ("text", "rating"):
            diagnostics.error(
                "wrong-value",
                msg("Only text and ratings list their values; {field} is {kind}.", field=self.id, kind=kind),
                where,
                msg("use `min` and `max` for numbers"),
            )

    def _digits(self, kind: FieldType) -> int | None:
        stated = self.written(FieldKeys.digits)
        if stated is None:
            return None
        if kind != "text" or self.written(FieldKeys.values) is not None:
            self.reading.diagnostics.error(
                "wrong-value",
                msg("`digits` is for texts such as employee numbers; {field} is {kind}.", field=self.id, kind=kind)
                if kind != "text"
                else msg(
                    "`digits` is for texts such as employee numbers; {field} is a text with stated values.",
                    field=self.id,
                ),
                stated.where,
                msg("remove `digits`, or give the field the type text"),
            )
            return None
        return self.digits

    def _limit(self, key: Key[Node | None], kind: FieldType) -> float | None:
        stated = self.written(key)
        if stated is None:
            return None
        constant = self.reading.constant(stated)
        if constant is None or kind in ("text", "date", "datetime", "yes-no"):
            self.reading.diagnostics.error(
                "wrong-value",
                msg(
                    "`{key}` is not a limit for a {kind} column: {text!r}.",
                    key=key.name,
                    kind=kind,
                    text=stated.text,
                ),
                stated.where,
                number_instead(stated.text, msg("a number, for numbers only")),
            )
            return None
        return self._in_shares(constant, key)

    def _in_shares(self, constant: Constant, key: Key[Node | None]) -> float:
        """A percent's limit as a share: in a column of scale 100, a bare 95 is 95% here too.

        A bare number that would be a strange share is refused: 100 where cells hold 0.95, or 0.95 where they hold 95.
        """
        value, scale = constant.value, self.scale
        if self.type != "percent" or constant.percent:
            return value
        points = scale is not None and scale.value == 100
        if 0 < abs(value) <= 1 if points else abs(value) > MOST:
            share, other = (value / 100, value) if points else (value, value / 100)
            self.reading.diagnostics.error(
                "percent-or-ratio",
                msg(
                    "`{key}: {number}` is {share:.10g}%: the field holds percent points (95).",
                    key=key.name,
                    number=constant.text,
                    share=share * 100,
                )
                if points
                else msg(
                    "`{key}: {number}` is {share:.10g}%: the field holds shares (0.95).",
                    key=key.name,
                    number=constant.text,
                    share=share * 100,
                ),
                constant.where,
                msg("write {other:.10g}%, or {share:.10g}% if that is meant", other=other * 100, share=share * 100),
            )
        return value / 100 if points else value

    def _scale(self, kind: FieldType) -> tuple[float, float]:
        stated, diagnostics = self.scale, self.reading.diagnostics
        if kind == "rating" and self.written(FieldKeys.values) is None:
            marks = [self.reading.constant(n) for n in stated.items] if stated else []
            if len(marks) == 2 and marks[0] and marks[1] and marks[0].value < marks[1].value:
                return marks[0].value, marks[1].value
            diagnostics.error(
                "missing-key" if stated is None else "wrong-value",
                msg("The rating {field} must state its lowest and highest mark.", field=self.id),
                stated.where if stated else self.spot,
                msg("for example `scale: [1, 5]`"),
            )
        elif kind == "percent" and stated is not None:
            if stated.value == 100:
                return 0.0, 100.0
            if stated.value != 1:
                diagnostics.error(
                    "wrong-value",
                    msg("The scale of a percent is 1 (a cell holds 0.95) or 100 (it holds 95)."),
                    stated.where,
                )
        elif stated is not None:
            diagnostics.error(
                "wrong-value",
                msg("Only ratings and percents have a scale; {field} is {kind}.", field=self.id, kind=kind),
                stated.where,
            )
        return 0.0, 1.0

    def _missing(self, kind: FieldType, labels: Labels | None) -> float | str | bool | None:
        stated, diagnostics = self.missing, self.reading.diagnostics
        if stated is None or (stated.text == "none" and "none" not in (labels or ())):
            return None  # `none` says in so many words that an empty cell has no value
        if kind == "text" or labels is not None:
            if labels is not None and stated.text not in labels:
                diagnostics.error(
                    "unknown-label",
                    msg("{text!r} is not one of the values of this field.", text=stated.text),
                    stated.where,
                )
            return stated.text
        if kind == "yes-no" and stated.text.casefold() in _YES_NO:
            return _YES_NO[stated.text.casefold()]
        if kind in ("date", "datetime") and as_date(stated.text) is not None:
            return stated.text
        constant = None if kind in ("yes-no", "date", "datetime") else self.reading.constant(stated)
        if constant is None:
            diagnostics.error(
                "wrong-value",
                msg("{text!r} cannot stand for an empty cell of a {kind} column.", text=stated.text, kind=kind),
                stated.where,
            )
            return None
        value = self._in_shares(constant, FieldKeys.missing)
        low, high = (self._limit(key, kind) for key in (FieldKeys.min, FieldKeys.max))
        whole = kind != "count" or (value == int(value) and (value >= 0 or low is not None))
        if not whole or (low is not None and value < low) or (high is not None and value > high):
            diagnostics.error(
                "wrong-value",
                msg("{text} is no legal value of this {kind} column.", text=stated.text, kind=kind),
                stated.where,
                msg("state a value that a cell could hold"),
            )
        return value


def read_fields(
    reading: Reading, stated: Mapping[str, Node], decimal: str | None, at: tuple[str, ...]
) -> dict[str, Field]:
    """Read the fields of a table; `at` is where they stand in the ruleset, `decimal` what the table says of all of them."""
    reading.apart(stated)
    for id_, child in stated.items():
        reading.usable(id_, child)
    return {
        fold(id_): FieldKeys(reading, child, fold(id_)).of_table(decimal)
        for id_, child in stated.items()
        if not any(path[: len(at) + 1] == (*at, id_) for path in reading.paths)
    }
