"""Reads the cases of a file: what is given, checked by name; the values themselves go the way of real data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.cases.keys import CaseKeys, DefaultsKeys, FileKeys
from appraise.cases.lines import fields_of, has_owner
from appraise.cases.model import Case, Given, Promise
from appraise.cases.promises import Promises
from appraise.codes import CODES
from appraise.data.periods import parse_period
from appraise.diagnostics import suggest
from appraise.formula.syntax.text import fold
from appraise.formula.written_dates import as_date
from appraise.policy.model import PERIOD_EXAMPLES
from appraise.policy.reading.data.source_files import needed_sources
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from appraise.cases.model import Row
    from appraise.diagnostics import Diagnostics, Where
    from appraise.policy.model import Field, LineSource, Ruleset
    from appraise.policy.shape.schema import Path
    from appraise.policy.text.tree import Document, Node


def read_cases(document: Document, ruleset: Ruleset, broken: set[Path], diagnostics: Diagnostics) -> tuple[Case, ...]:
    """Read every case whose shape is sound; `broken` are the paths that are not."""
    reader = _Reader(document, ruleset, diagnostics)
    damaged = {path[1] if path[:1] == ("cases",) and len(path) > 1 else None for path in broken}
    if None in damaged:  # the defaults, or the file as a whole
        return ()
    reader.defaults(FileKeys.defaults.of(document.root))
    cases = FileKeys.cases.of(document.root)
    return tuple(reader.case(name, node) for name, node in (cases.mapping if cases else {}).items()
                 if name not in damaged)  # fmt: skip


class _Reader:
    def __init__(self, document: Document, ruleset: Ruleset, diagnostics: Diagnostics):
        self.ruleset, self.diagnostics = ruleset, diagnostics
        self.promises = Promises(document, ruleset, diagnostics)
        data = ruleset.data
        self.keys = {"employee": "employee", "period": "period", data.employee: "employee"}
        if data.period is not None:
            self.keys[data.period] = "period"
        self.fields = [f for f in data.fields if f not in self.keys]
        self.base: dict[str, Node] = {}
        self.base_lines: Mapping[str, Row] = {}

    def defaults(self, node: Node | None) -> None:
        """Read what every case starts from."""
        given = DefaultsKeys.given.of(node)
        self.base = self._row(given) if given else {}
        for key in (DefaultsKeys.period, DefaultsKeys.as_of):
            stated = key.of(node)
            if stated is not None:
                self.base[key.name] = stated
        for source, row in self._by_source(DefaultsKeys.lines.of(node)):
            self.base_lines = {**self.base_lines, source.id: self._line(row, *fields_of(source))}

    def case(self, name: str, node: Node) -> Case:
        """Read one case."""
        where = node.key or node.where
        stated, lines = CaseKeys.period.of(node), CaseKeys.lines.of(node)
        base = self.base if stated is None else {**self.base, "period": stated}
        lined = [fold(name) for name in (lines.mapping if lines else ())]
        made = {
            m.id for m in self.ruleset.measures.values() if m.source in lined
        }  # of lines, and not as the defaults say
        base = {name: value for name, value in base.items() if name not in made}
        shown = CaseKeys.given.of(node)
        rows = shown.items if shown and shown.items else [shown or node]
        several = bool(shown and shown.items)
        given = tuple(self._given(row if shown else None, base, i, where) for i, row in enumerate(rows, 1))
        error = CaseKeys.error.of(node)
        if error is not None and error.text not in CODES:
            self.diagnostics.error(
                "wrong-value",
                msg("There is no error {error!r}.", error=error.text),
                error.where,
                suggest(error.text, CODES),
            )
        expect = CaseKeys.expect.of(node)
        if (error is None) == (expect is None):
            code = "missing-key" if error is None else "wrong-value"
            self.diagnostics.error(
                code,
                msg("The case {name!r} must state either `expect` or `error`.", name=name),
                where,
                msg("write the results that are promised, or the error with which the data must be refused"),
            )
        found: list[Promise] = []
        if expect is not None:
            found = self.promises.by_employee(expect, given) if several else self.promises.of_row(expect, 0)
        note = CaseKeys.note.of(node)
        history = self._history(CaseKeys.history.of(node), given, base)
        as_of = self._as_of(CaseKeys.as_of.of(node) or base.get("as_of"))
        return Case(name, note.text if note else "", given, self._lines(lines, given), history, as_of, tuple(found),
                    error.text if error else "", where)  # fmt: skip

    def _given(self, node: Node | None, base: Mapping[str, Node], number: int, where: Where) -> Given:
        values = {**base, **(self._row(node) if node else {})}
        who, when = values.pop("employee", None), values.pop("period", None)
        values.pop("as_of", None)
        kind = self.ruleset.period
        if when is None:
            self.diagnostics.error(
                "missing-key",
                msg("Of which period? `period` must be stated."),
                node.where if node else where,
                msg(
                    "write `period: {example}` in the case, or once for all under `defaults`",
                    example=PERIOD_EXAMPLES[kind],
                ),
            )
        period = parse_period(when.text, kind) if when else None
        label = period.label if period else when.text if when else ""
        figures = {m: self.promises.figure(m, values[m]) for m in self.ruleset.measures if m in values}
        return Given(who.text.strip() if who else f"E{number}", label, values, node.where if node else where,
                     {name: value for name, value in figures.items() if value is not None})  # fmt: skip

    def _row(self, node: Node) -> dict[str, Node]:
        """Read values by field; the fields of the employee and of the period go by these names."""
        found: dict[str, Node] = {}
        for key, value in node.mapping.items():
            name = fold(key)
            if name in self.keys:
                found[self.keys[name]] = value
            elif name in self.fields:
                found[name] = value
            elif name in self.ruleset.measures:
                found[name] = value
                if self.promises.figure(name, value) is None:
                    self.diagnostics.error(
                        "wrong-value",
                        msg("{name} cannot be given as {text!r}.", name=name, text=value.text),
                        value.where,
                        msg("write a number such as 18000 or 95%, or give the lines that {name} is made of", name=name),
                    )
            else:
                hint = suggest(name, [*self.fields, *self.ruleset.measures, "employee", "period"])
                if name in self.ruleset.derive or name in self.ruleset.parameters:
                    hint = msg("{name} is computed; give what it is computed from", name=name)
                self.diagnostics.error(
                    "unknown-name", msg("The ruleset has no field {name!r}.", name=name), value.key or value.where, hint
                )
        return found

    def _lines(self, node: Node | None, given: tuple[Given, ...]) -> dict[str, tuple[Row, ...]]:
        """Read the lines of sources; `employee`, `date` and `period` stand for the fields that hold them."""
        found: dict[str, tuple[Row, ...]] = {}
        for source, rows in self._by_source(node):
            fields, keys = fields_of(source)
            base = self.base_lines.get(source.id, {})
            found[source.id] = tuple({**base, **self._line(row, fields, keys)} for row in rows.items)
            for row, at in zip(found[source.id], rows.items, strict=True):
                if not has_owner(row, source) and len({g.employee for g in given}) > 1:
                    self.diagnostics.error(
                        "missing-key",
                        msg("Whose line is this? `employee` must be stated."),
                        at.where,
                        msg("write `{{employee: {employee}, …}}`", employee=given[0].employee),
                    )
        return found

    def _by_source(self, node: Node | None) -> Iterator[tuple[LineSource, Node]]:
        sources = needed_sources(self.ruleset)
        for name, stated in (node.mapping if node else {}).items():
            source = sources.get(fold(name))
            if source is not None:
                yield source, stated
                continue
            hint = suggest(name, sources) or msg("the ruleset states no `sources`")
            self.diagnostics.error(
                "unknown-reference",
                msg("The ruleset has no source {name!r}.", name=name),
                stated.key or stated.where,
                hint,
            )

    def _line(self, node: Node, fields: Mapping[str, Field], keys: Mapping[str, str]) -> Row:
        row: dict[str, Node] = {}
        for key, value in node.mapping.items():
            name = keys.get(fold(key), fold(key))
            if name not in fields:
                self.diagnostics.error(
                    "unknown-name",
                    msg("The source has no field {key!r}.", key=key),
                    value.key or value.where,
                    suggest(key, [*keys, *fields]),
                )
            row[name] = value
        return row

    def _history(self, node: Node | None, given: tuple[Given, ...], base: Mapping[str, Node]) -> tuple[Row, ...]:
        """Read earlier results: the columns of results by their names, `employee` where there are several."""
        found: list[Row] = []
        employees = {g.employee for g in given}
        for item in node.items if node else ():
            row = {fold(key): value for key, value in item.mapping.items()}
            row = {self.keys.get(name, name): value for name, value in row.items()}
            for name, value in row.items():
                if name not in self.keys:
                    self.promises.type_of(name, value)
            if "employee" not in row and "employee" in base:
                row["employee"] = base["employee"]
            needed = ["period", *(["employee"] if len(employees) > 1 else [])]
            for name in needed:
                if name not in row:
                    self.diagnostics.error(
                        "missing-key",
                        msg("`{name}` must be stated in an earlier result.", name=name),
                        item.where,
                        msg("write `{{employee: A, period: 2025Q4, score: 90}}`"),
                    )
            found.append(row)
        return tuple(found)

    def _as_of(self, node: Node | None) -> date | None:
        if node is None:
            return None
        day = as_date(node.text)
        if day is None:
            self.diagnostics.error(
                "wrong-value", msg("{text!r} is not a day.", text=node.text), node.where, msg("write it as 2026-02-10")
            )
        return day
