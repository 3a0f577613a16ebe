"""Tables of values: nested values, decision rows, or a CSV beside the ruleset. Their keys and how they are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from appraise.formula.syntax.text import fold
from appraise.policy.keys.gathered import list_of, names_to
from appraise.policy.keys.key import NAMES, Keys, as_written, defaulted, optional, required
from appraise.policy.keys.kinds import NUMBER_OR_TEXT, WORDS, Kind, choice, written
from appraise.policy.keys.said import said
from appraise.policy.model import Table
from appraise.policy.model.tables import Row, Span, Start
from appraise.policy.reading.cells import VALUE, Cells
from appraise.policy.reading.shared import BOUNDARY, ENCODING
from appraise.texts import NOTHING, Listed, msg

if TYPE_CHECKING:
    from appraise.policy.keys.key import Key
    from appraise.policy.text.tree import Node
    from appraise.policy.values import Constant

_SHARE = 5.0  # above which a plain number beside percents is none: nobody means 500% without writing so
_MATCH = {"enum": ["exact", "range"]}
_OF_A_ROW = {"type": ["number", "string", "array"], "items": {"type": ["number", "string"]}, "minItems": 1}


class RowKeys(Keys[Any], rules={"additionalProperties": _OF_A_ROW}):
    """A decision row: beside the keys of the table, its value."""

    value = required(NUMBER_OR_TEXT, said("What holds where the row fits."))


class TableKeys(Keys[Table | None], ref="table"):
    """A table."""

    keys_ = required(
        Kind(
            {"type": "array", "items": {"type": "string", "pattern": NAMES}, "minItems": 1, "maxItems": 6},
            lambda _, node: tuple(fold(n.text) for n in node.items),
            said("[name, …]"),
        ),
        said("Names of the keys, in the order in which lookup(…) gives them; written as `keys: [month]`."),
    )
    match = optional(
        written(
            {
                "type": ["string", "object"],
                "minProperties": 1,
                "if": {"type": "object"},
                "then": {"additionalProperties": _MATCH},
                "else": _MATCH,
            },
            said("`exact`, `range`, or {{key: …}}"),
        ),
        said("exact (if not stated) or range: keys are lower bounds; for all keys, or per key {{tenure: range}}."),
    )
    values = optional(
        names_to(written({"type": ["number", "string", "object"]}, said("value")), 1, said("label")),
        said("Key to value, one level for each key; `otherwise` takes what is not stated beside it."),
    )
    rows = optional(
        list_of(as_written(RowKeys), 1),
        said(
            "Decision rows: what the keys must be (a value, a list, a range 0..6, 60.. or ..0; a key left out does not matter) "
            "and the `value`."
        ),
    )
    file = optional(
        WORDS,
        said("A CSV file in the folder of the ruleset or below it."),
    )
    columns = optional(
        names_to(written({"type": ["string", "object"]}, said("heading")), 1, said("key")),
        said("Heading of each key and of `value`; a range in two columns is {{from: HEADING, to: HEADING}}."),
    )
    otherwise = optional(
        NUMBER_OR_TEXT,
        said("The value where no row of `rows` or of the file fits."),
    )
    hit: Key[Literal["unique", "first"]] = defaulted(
        choice("unique", "first"),
        "unique",
        said("unique (if not stated): no two rows may fit at once. first: the first row that fits holds."),
    )
    boundary = BOUNDARY
    encoding = ENCODING

    def read(self) -> Table | None:
        """Read one table; None, with the reason in `diagnostics`, where it cannot be read."""
        diagnostics = self.reading.diagnostics
        before = len(diagnostics.found)
        found = self._table(Cells(self.reading, self.id, self.keys_, self.spot))
        if found is None or len(diagnostics.found) > before:
            self.reading.broken.add(self.id)
            return None
        return found

    def _table(self, cells: Cells) -> Table | None:
        keys, of = TableKeys, cells.keys
        if len(set(of)) < len(of) or VALUE in of:
            cells.wrong(
                msg("The keys of a table are different names, and none of them is `value`."), self.at(keys.keys_).where
            )
            return None
        ways = [key for key in (keys.values, keys.rows, keys.file) if self.written(key)]
        if len(ways) != 1:
            cells.wrong(
                msg("The table {table} needs exactly one of `values`, `rows` or `file`.", table=self.id),
                self.spot,
                code="wrong-value" if ways else "missing-key",
            )
            return None
        ranged, way = self._by_range(cells), ways[0]
        for key, fits in (
            (keys.match, (keys.values, keys.file)),
            (keys.hit, (keys.rows, keys.file)),
            (keys.otherwise, (keys.rows, keys.file)),
            (keys.columns, (keys.file,)),
            (keys.encoding, (keys.file,)),
        ):
            child = self.written(key)
            if child is not None and way not in fits:
                hint = msg("`otherwise` stands inside `values`") if key is keys.otherwise else NOTHING
                cells.wrong(
                    msg("`{key}` does not go with `{other}`.", key=key.name, other=way.name),
                    child.key or child.where,
                    hint,
                    "unknown-key",
                )
        file = None
        if way is keys.values:
            cells.nested(self.at(way), (), ranged)
        elif way is keys.rows:
            cells.rows(self.at(way))
        else:
            file = self._file(cells, self.at(way), ranged)
        rest = self.written(keys.otherwise)
        if rest is not None:
            cells.rest(rest)
        return self._made(cells, ranged, file, otherwise=rest is not None)

    def _by_range(self, cells: Cells) -> list[bool]:
        match = self.match
        if match is None or isinstance(match.value, str):
            return [match is not None and match.text == "range"] * len(cells.keys)
        stated = {fold(key): child for key, child in match.mapping.items()}
        cells.known(stated, cells.keys)
        return [key in stated and stated[key].text == "range" for key in cells.keys]

    def _made(self, cells: Cells, ranged: list[bool], file: str | None, *, otherwise: bool) -> Table | None:
        """Put the rows together; values are all numbers, or all texts."""
        numbers = [self.reading.number(text, where) for text, where in cells.values]
        kinds = {n is not None for n in numbers}
        if len(kinds) != 1:
            odd = next(((t, w) for (t, w), n in zip(cells.values, numbers, strict=True) if n is None), None)
            if odd:
                cells.wrong(
                    msg("{text!r} is a text, but other values of {table} are numbers.", text=odd[0], table=self.id),
                    odd[1],
                    msg("a table gives numbers only, or texts only"),
                )
            return None
        percent = next((n for n in numbers if n is not None and n.percent), None)
        for (text, where), number in zip(cells.values, numbers, strict=True):
            if percent is not None and number is not None and not number.percent and abs(number.value) > _SHARE:
                cells.wrong(
                    msg(
                        "{number} in {table} stands beside {percent}, and as a share it is {share:.10g}%.",
                        number=text,
                        table=self.id,
                        percent=percent.text,
                        share=number.value * 100,
                    ),
                    where,
                    msg("write {number}%, or {share:.10g}% if that is meant", number=text, share=number.value * 100),
                    "percent-or-ratio",
                )
            if number is not None and not abs(number.value) < 1e15:
                cells.wrong(msg("{number} is out of range.", number=text), where, msg("up to 15 digits are exact"))
        rows = [
            Row(row, text if number is None else number.value, where)
            for row, (text, where), number in zip(cells.cells, cells.values, numbers, strict=True)
        ]
        last = rows.pop() if otherwise else None
        spans = [any(isinstance(p, (Span, Start)) for r in rows for p in r.cells[i] or ()) for i in range(len(ranged))]
        return Table(
            self.id, tuple(cells.keys), tuple(rows), tuple(spans), self.spot, self.boundary,
            self.hit == "first", last, "number" if kinds == {True} else "text",
            _unit([n for n in numbers if n and n.value]), file,
        )  # fmt: skip

    def _file(self, cells: Cells, node: Node, ranged: list[bool]) -> str | None:
        from appraise.policy.text.csv_text import plain_cell, read_csv_text  # noqa: PLC0415 - few policies have such a table

        path = self._path(cells, node)
        columns = self._columns(cells)
        if path is None or columns is None:
            return None
        headings = [h for pair in columns.values() for h in pair]
        file = (Path(node.where.file).parent / node.text).as_posix()
        csv = read_csv_text(path, file, headings, node.where, self.reading.diagnostics, self.encoding)
        if csv is None:
            return None
        self.reading.files[file] = "\n".join(csv.lines)
        places: dict[str, list[int]] = {}
        for key, pair in columns.items():
            for heading in pair:
                if csv.headings.count(heading) != 1:
                    self.reading.diagnostics.error(
                        "data-column",
                        msg("{file} needs exactly one column {heading!r}.", file=file, heading=heading),
                        node.where,
                        msg("its headings are {headings}", headings=Listed(tuple(csv.headings))),
                    )
                    return None
            places[key] = [csv.headings.index(heading) for heading in pair]
        for line, record in csv.records:
            cells.record(csv, line, [plain_cell(text) for text in record], places, ranged)
            if len(self.reading.diagnostics.found) > 20:
                return None
        if not csv.records:
            self.reading.diagnostics.error("data-file", msg("{file} has no rows.", file=file), node.where)
        return file

    def _path(self, cells: Cells, node: Node) -> Path | None:
        """Find the file, which stands in the ruleset's own folder or below it."""
        folder = Path(node.where.file).resolve().parent
        if self.reading.document.folder is None:
            cells.wrong(
                msg("A ruleset that was not read from a file has no folder in which tables could stand."), node.where
            )
            return None
        path = (folder / node.text).resolve()
        if Path(node.text).is_absolute() or not path.is_relative_to(folder.resolve()):
            cells.wrong(
                msg("{file} lies outside the folder of the ruleset.", file=node.text),
                node.where,
                msg("put the file beside the ruleset"),
            )
            return None
        return path

    def _columns(self, cells: Cells) -> dict[str, list[str]] | None:
        """The headings of each key (two for a range in two columns) and of the value."""
        stated = {fold(key): child for key, child in (self.columns or {}).items()}
        cells.known(stated, (*cells.keys, VALUE))
        found: dict[str, list[str]] = {key: [key] for key in (*cells.keys, VALUE)}
        for key, child in stated.items():
            if child.mapping:
                if set(child.mapping) != {"from", "to"} or key == VALUE:
                    cells.wrong(
                        msg("A range in two columns is {{from: HEADING, to: HEADING}}."), child.key or child.where
                    )
                    return None
                found[key] = [child.mapping["from"].text, child.mapping["to"].text]
            else:
                found[key] = [child.text]
        return found


def _unit(numbers: list[Constant]) -> str:
    """The unit of values; a 0 goes with any."""
    return "percent" if numbers and all(n.percent for n in numbers) else ""
