"""Rows of tables: what their keys must be, nested, as decision rows, or as the lines of a file."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from appraise.diagnostics import suggest
from appraise.formula.syntax.text import fold
from appraise.policy.keys.numbers import number_instead
from appraise.policy.model.tables import ANY, REST, Cell, Label, Part, Span, Start
from appraise.policy.values import OTHERWISE
from appraise.texts import NOTHING, Listed, msg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.diagnostics import Where
    from appraise.policy.keys.reader import Reading
    from appraise.policy.text.csv_text import CsvText
    from appraise.policy.text.tree import Node
    from appraise.texts import Message

VALUE = "value"
_NUMBER = r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)\s*%?"
_SPAN = re.compile(rf"\s*({_NUMBER})?\s*\.\.\s*({_NUMBER})?\s*")


class Cells:
    """Collects the rows of one table: a cell for each key, and the value as it is written."""

    def __init__(self, reading: Reading, id_: str, keys: Sequence[str], spot: Where):
        self.reading, self.diagnostics, self.id, self.keys, self.spot = reading, reading.diagnostics, id_, keys, spot
        self.labels: dict[str, Label] = {}
        self.cells: list[tuple[Cell, ...]] = []
        self.values: list[tuple[str, Where]] = []

    def wrong(self, message: Message, where: Where, hint: Message = NOTHING, code: str = "wrong-value") -> None:
        """Report an error."""
        self.diagnostics.error(code, message, where, hint)

    def rest(self, node: Node) -> None:
        """Take the value where no other row fits."""
        self.cells.append((ANY,) * len(self.keys))
        self.values.append((node.text, node.key or node.where))

    def nested(self, node: Node, path: tuple[Cell, ...], ranged: Sequence[bool]) -> None:
        """Take values that stand one level deep for each key, below `path`."""
        depth = len(path)
        if not node.mapping:
            self.wrong(
                msg("Here stands {text!r}, but {key} is still to be told apart.", text=node.text, key=self.keys[depth]),
                node.where,
                msg("the keys are {keys}: one level of values for each", keys=Listed(tuple(self.keys))),
            )
        bounds: list[tuple[Start, Where]] = []
        for key, child in node.mapping.items():
            where = child.key or child.where
            if key == OTHERWISE:
                cell: Cell = REST
            elif ranged[depth]:
                start = self._start(key, where)
                bounds.append((start, where))
                cell = (start,)
            else:
                cell = (self._label(key),)
            if depth + 1 < len(self.keys):
                self.nested(child, (*path, cell), ranged)
            elif child.mapping or child.items:
                self.wrong(
                    msg("One value is needed here."), where, msg("the keys are {keys}", keys=Listed(tuple(self.keys)))
                )
            else:
                self.cells.append((*path, cell))
                self.values.append((child.text, where))
        for (low, _), (high, where) in pairwise(bounds):
            if high.low <= low.low:
                self.wrong(
                    msg("The range from {high} follows the one from {low}.", high=high.text, low=low.text),
                    where,
                    msg("state the ranges in rising order, each bound once"),
                    "tiers-order",
                )

    def rows(self, node: Node) -> None:
        """Take decision rows."""
        for item in node.items:
            self.known({fold(key): child for key, child in item.mapping.items()}, (*self.keys, VALUE))
            stated = {fold(key): child.items or [child] for key, child in item.mapping.items()}
            self.cells.append(tuple(
                tuple(self._part(n.text, n.where) for n in stated[key]) if key in stated else ANY for key in self.keys
            ))  # fmt: skip
            self.values.append((stated[VALUE][0].text, item.where))

    def known(self, stated: Mapping[str, Node], keys: Sequence[str]) -> None:
        """Report the keys that the table does not have."""
        for key, child in stated.items():
            if key not in keys:
                self.wrong(
                    msg("The table {table} has no key {key!r}.", table=self.id, key=key),
                    child.key or child.where,
                    suggest(key, self.keys),
                    "unknown-key",
                )

    def _label(self, text: str) -> Label:
        if text not in self.labels:
            number = self.reading.number(text, self.spot)
            self.labels[text] = Label(text, number.value if number else None)
        return self.labels[text]

    def _start(self, text: str, where: Where) -> Start:
        return Start(text, -math.inf if text == "lowest" else self._bound(text, where))

    def _part(self, text: str, where: Where) -> Part:
        if ".." in text:
            return self._span(text, where)
        if text in ("", OTHERWISE):
            self.wrong(
                msg("{text!r} is no value of a key.", text=text),
                where,
                msg("leave the key out where it does not matter; `otherwise` stands beside the rows"),
            )
        return self._label(text)

    def _span(self, text: str, where: Where) -> Span:
        found = _SPAN.fullmatch(fold(text))
        if not found or not (found[1] or found[2]):
            self.wrong(
                msg("{text!r} is not a range.", text=text), where, msg("write 0..6, or open at one end: 60.. or ..0")
            )
            return Span(text, -math.inf, math.inf)
        return self._between(text, found[1] or "", found[2] or "", where)

    def _between(self, text: str, low: str, high: str, where: Where) -> Span:
        begin = self._bound(low, where) if low else -math.inf
        end = self._bound(high, where) if high else math.inf
        if begin >= end:
            self.wrong(
                msg("The range {range} ends before it begins.", range=text), where, msg("the lower bound stands first")
            )
        return Span(text, begin, end)

    def _bound(self, text: str, where: Where) -> float:
        number = self.reading.number(text, where)
        if number is None:
            instead = number_instead(text, msg("a number such as 6 or 80%"))
            self.wrong(msg("{text!r} is not the bound of a range.", text=text), where, instead)
        return number.value if number else math.nan

    def record(
        self, csv: CsvText, line: int, record: list[str], places: dict[str, list[int]], ranged: Sequence[bool]
    ) -> None:
        """Take a line of a file as plain cells; `places` are the columns of each key and of the value."""
        cells: list[Cell] = []
        for key, by_range in zip(self.keys, ranged, strict=True):
            at = places[key]
            texts = [record[i] for i in at]
            if len(at) == 2:
                cells.append((self._between("..".join(texts), texts[0], texts[1], csv.place(line, at[0])),))
            elif texts[0] in ("", OTHERWISE):
                self.diagnostics.error(
                    "data-value",
                    msg("The table {table} needs its {key} in every line.", table=self.id, key=key),
                    csv.place(line, at[0]),
                    msg("what no line takes is given by `otherwise` in the ruleset"),
                )
                return
            elif ".." in texts[0]:
                cells.append((self._span(texts[0], csv.place(line, at[0])),))
            elif by_range:
                cells.append((self._start(texts[0], csv.place(line, at[0])),))
            else:
                cells.append((self._label(texts[0]),))
        value = record[places[VALUE][0]]
        if not value:
            self.diagnostics.error(
                "data-value",
                msg("This line of {table} has no value.", table=self.id),
                csv.place(line),
                msg("write the value, or remove the line"),
            )
            return
        self.cells.append(tuple(cells))
        self.values.append((value, csv.place(line)))
