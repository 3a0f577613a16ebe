"""Reads `tables`: nested values, decision rows, or a CSV beside the ruleset; all become the same rows."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from appraise.diagnostics import suggest
from appraise.formula.text import fold
from appraise.policy.model import Table
from appraise.policy.model.tables import ANY, REST, Cell, Label, Part, Row, Span, Start
from appraise.policy.reading.fields import stated_text
from appraise.policy.reading.reader import number_instead
from appraise.policy.reading.scoring import boundary
from appraise.policy.text.csv_text import plain_cell, read_csv_text
from appraise.policy.values import OTHERWISE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.diagnostics import Where
    from appraise.policy.reading.reader import Reading
    from appraise.policy.text.csv_text import CsvText, plain_cell
    from appraise.policy.text.tree import Node
    from appraise.policy.values import Constant

VALUE = "value"
_SHARE = 5.0  # above which a plain number beside percents is none: nobody means 500% without writing so
_NUMBER = r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)\s*%?"
_SPAN = re.compile(rf"\s*({_NUMBER})?\s*\.\.\s*({_NUMBER})?\s*")


def table(reading: Reading, id_: str, node: Node) -> Table | None:
    """Read one table; None, with the reason in the report, where it cannot be read."""
    before = len(reading.report.found)
    found = _Reader(reading, id_, node).table()
    if found is None or len(reading.report.found) > before:
        reading.broken.add(id_)
        return None
    return found


class _Reader:
    def __init__(self, reading: Reading, id_: str, node: Node):
        self.reading, self.report, self.id, self.node = reading, reading.report, id_, node
        self.spot = node.key or node.where
        self.keys = [fold(n.text) for n in node.mapping["keys"].items]
        self.labels: dict[str, Label] = {}
        self.cells: list[tuple[Cell, ...]] = []
        self.values: list[tuple[str, Where]] = []

    def wrong(self, message: str, where: Where, hint: str = "", code: str = "wrong-value") -> None:
        self.report.error(code, message, where, hint)

    def table(self) -> Table | None:
        get = self.node.get
        if len(set(self.keys)) < len(self.keys) or VALUE in self.keys:
            self.wrong("The keys of a table are different names, and none of them is `value`.",
                       self.node.mapping["keys"].where)  # fmt: skip
            return None
        stated = [key for key in ("values", "rows", "file") if get(key)]
        if len(stated) != 1:
            self.wrong(f"The table {self.id} needs exactly one of `values`, `rows` or `file`.", self.spot,
                       code="wrong-value" if stated else "missing-key")  # fmt: skip
            return None
        ranged = self._by_range()
        for key, fits in (("match", ("values", "file")), ("hit", ("rows", "file")), (OTHERWISE, ("rows", "file")),
                          ("columns", ("file",)), ("encoding", ("file",))):  # fmt: skip
            child = get(key)
            if child is not None and stated[0] not in fits:
                hint = "`otherwise` stands inside `values`" if key == OTHERWISE else ""
                self.wrong(f"`{key}` does not go with `{stated[0]}`.", child.key or child.where, hint, "unknown-key")
        file = None
        if stated[0] == "values":
            self._nested(self.node.mapping["values"], (), ranged)
        elif stated[0] == "rows":
            self._rows(self.node.mapping["rows"])
        else:
            file = self._file(self.node.mapping["file"], ranged)
        rest = get(OTHERWISE)
        if rest is not None:
            self.cells.append((ANY,) * len(self.keys))
            self.values.append((rest.text, rest.key or rest.where))
        return self._made(ranged, file, otherwise=rest is not None)

    def _by_range(self) -> list[bool]:
        match = self.node.get("match")
        if match is None or isinstance(match.value, str):
            return [match is not None and match.text == "range"] * len(self.keys)
        stated = {fold(key): child for key, child in match.mapping.items()}
        self._known(stated, self.keys)
        return [key in stated and stated[key].text == "range" for key in self.keys]

    def _made(self, ranged: list[bool], file: str | None, *, otherwise: bool) -> Table | None:
        """Put the rows together; values are all numbers, or all texts."""
        numbers = [self.reading.number(text, where) for text, where in self.values]
        kinds = {n is not None for n in numbers}
        if len(kinds) != 1:
            odd = next(((t, w) for (t, w), n in zip(self.values, numbers, strict=True) if n is None), None)
            if odd:
                self.wrong(f"{odd[0]!r} is a text, but other values of {self.id} are numbers.", odd[1],
                           "a table gives numbers only, or texts only")  # fmt: skip
            return None
        percent = next((n for n in numbers if n is not None and n.percent), None)
        for (text, where), number in zip(self.values, numbers, strict=True):
            if percent is not None and number is not None and not number.percent and abs(number.value) > _SHARE:
                self.wrong(f"{text} in {self.id} stands beside {percent.text}, and as a share it is {number.value * 100:.10g}%.",
                           where, f"write {text}%, or {number.value * 100:.10g}% if that is meant", "percent-or-ratio")  # fmt: skip
            if number is not None and not abs(number.value) < 1e15:
                self.wrong(f"{text} is out of range.", where, "up to 15 digits are exact")
        rows = [
            Row(cells, text if number is None else number.value, where)
            for cells, (text, where), number in zip(self.cells, self.values, numbers, strict=True)
        ]
        last = rows.pop() if otherwise else None
        spans = [any(isinstance(p, (Span, Start)) for r in rows for p in r.cells[i] or ()) for i in range(len(ranged))]
        hit = self.node.get("hit")
        return Table(
            self.id, tuple(self.keys), tuple(rows), tuple(spans), self.spot, boundary(self.reading, self.node),
            hit is not None and hit.text == "first", last, "number" if kinds == {True} else "text",
            _unit([n for n in numbers if n and n.value]), file,
        )  # fmt: skip

    def _nested(self, node: Node, path: tuple[Cell, ...], ranged: list[bool]) -> None:
        depth = len(path)
        if not node.mapping:
            self.wrong(f"Here stands {node.text!r}, but {self.keys[depth]} is still to be told apart.", node.where,
                       f"the keys are {', '.join(self.keys)}: one level of values for each")  # fmt: skip
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
                self._nested(child, (*path, cell), ranged)
            elif child.mapping or child.items:
                self.wrong("One value is needed here.", where, f"the keys are {', '.join(self.keys)}")
            else:
                self.cells.append((*path, cell))
                self.values.append((child.text, where))
        for (low, _), (high, where) in pairwise(bounds):
            if high.low <= low.low:
                self.wrong(f"The range from {high.text} follows the one from {low.text}.", where,
                           "state the ranges in rising order, each bound once", "tiers-order")  # fmt: skip

    def _rows(self, node: Node) -> None:
        for item in node.items:
            self._known({fold(key): child for key, child in item.mapping.items()}, (*self.keys, VALUE))
            stated = {fold(key): child.items or [child] for key, child in item.mapping.items()}
            self.cells.append(tuple(
                tuple(self._part(n.text, n.where) for n in stated[key]) if key in stated else ANY for key in self.keys
            ))  # fmt: skip
            self.values.append((stated[VALUE][0].text, item.where))

    def _known(self, stated: Mapping[str, Node], keys: Sequence[str]) -> None:
        for key, child in stated.items():
            if key not in keys:
                self.wrong(f"The table {self.id} has no key {key!r}.", child.key or child.where,
                           suggest(key, self.keys), "unknown-key")  # fmt: skip

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
            self.wrong(f"{text!r} is no value of a key.", where,
                       "leave the key out where it does not matter; `otherwise` stands beside the rows")  # fmt: skip
        return self._label(text)

    def _span(self, text: str, where: Where) -> Span:
        found = _SPAN.fullmatch(fold(text))
        if not found or not (found[1] or found[2]):
            self.wrong(f"{text!r} is not a range.", where, "write 0..6, or open at one end: 60.. or ..0")
            return Span(text, -math.inf, math.inf)
        return self._between(text, found[1] or "", found[2] or "", where)

    def _between(self, text: str, low: str, high: str, where: Where) -> Span:
        begin = self._bound(low, where) if low else -math.inf
        end = self._bound(high, where) if high else math.inf
        if begin >= end:
            self.wrong(f"The range {text} ends before it begins.", where, "the lower bound stands first")
        return Span(text, begin, end)

    def _bound(self, text: str, where: Where) -> float:
        number = self.reading.number(text, where)
        if number is None:
            instead = number_instead(text, "a number such as 6 or 80%")
            self.wrong(f"{text!r} is not the bound of a range.", where, instead)
        return number.value if number else math.nan

    def _file(self, node: Node, ranged: list[bool]) -> str | None:
        path = self._path(node)
        columns = self._columns()
        if path is None or columns is None:
            return None
        headings = [h for pair in columns.values() for h in pair]
        file = (Path(node.where.file).parent / node.text).as_posix()
        csv = read_csv_text(path, file, headings, node.where, self.report, stated_text(self.node, "encoding"))
        if csv is None:
            return None
        self.reading.files[file] = "\n".join(csv.lines)
        places: dict[str, list[int]] = {}
        for key, pair in columns.items():
            for heading in pair:
                if csv.headings.count(heading) != 1:
                    self.report.error("data-column", f"{file} needs exactly one column {heading!r}.", node.where,
                                      "its headings are " + ", ".join(csv.headings))  # fmt: skip
                    return None
            places[key] = [csv.headings.index(heading) for heading in pair]
        for line, record in csv.records:
            self._record(csv, line, record, places, ranged)
            if len(self.report.found) > 20:
                return None
        if not csv.records:
            self.report.error("data-file", f"{file} has no rows.", node.where)
        return file

    def _path(self, node: Node) -> Path | None:
        """Find the file, which stands in the ruleset's own folder or below it."""
        folder = Path(node.where.file).resolve().parent
        if self.reading.source.folder is None:
            self.wrong("A ruleset that was not read from a file has no folder in which tables could stand.", node.where)
            return None
        path = (folder / node.text).resolve()
        if Path(node.text).is_absolute() or not path.is_relative_to(folder.resolve()):
            self.wrong(f"{node.text} lies outside the folder of the ruleset.", node.where,
                       "put the file beside the ruleset")  # fmt: skip
            return None
        return path

    def _columns(self) -> dict[str, list[str]] | None:
        """Give the headings of each key (two for a range in two columns) and of the value."""
        node = self.node.get("columns")
        stated = {fold(key): child for key, child in node.mapping.items()} if node else {}
        self._known(stated, (*self.keys, VALUE))
        found: dict[str, list[str]] = {key: [key] for key in (*self.keys, VALUE)}
        for key, child in stated.items():
            if child.mapping:
                if set(child.mapping) != {"from", "to"} or key == VALUE:
                    self.wrong("A range in two columns is {from: HEADING, to: HEADING}.", child.key or child.where)
                    return None
                found[key] = [child.mapping["from"].text, child.mapping["to"].text]
            else:
                found[key] = [child.text]
        return found

    def _record(
        self, csv: CsvText, line: int, record: list[str], places: dict[str, list[int]], ranged: list[bool]
    ) -> None:
        cells: list[Cell] = []
        for key, by_range in zip(self.keys, ranged, strict=True):
            at = places[key]
            texts = [plain_cell(record[i]) for i in at]
            if len(at) == 2:
                cells.append((self._between("..".join(texts), texts[0], texts[1], csv.place(line, at[0])),))
            elif texts[0] in ("", OTHERWISE):
                self.report.error("data-value", f"The table {self.id} needs its {key} in every line.",
                                  csv.place(line, at[0]), "what no line takes is given by `otherwise` in the ruleset")  # fmt: skip
                return
            elif ".." in texts[0]:
                cells.append((self._span(texts[0], csv.place(line, at[0])),))
            elif by_range:
                cells.append((self._start(texts[0], csv.place(line, at[0])),))
            else:
                cells.append((self._label(texts[0]),))
        value = plain_cell(record[places[VALUE][0]])
        if not value:
            self.report.error("data-value", f"This line of {self.id} has no value.", csv.place(line),
                              "write the value, or remove the line")  # fmt: skip
            return
        self.cells.append(tuple(cells))
        self.values.append((value, csv.place(line)))


def _unit(numbers: list[Constant]) -> str:
    """Give the unit of values; a 0 goes with any."""
    return "percent" if numbers and all(n.percent for n in numbers) else ""
