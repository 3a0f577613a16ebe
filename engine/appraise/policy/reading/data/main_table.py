"""The section `data`: who, when, and what the rows are. Its keys and how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from appraise.formula.syntax.text import fold
from appraise.policy.keys.key import NAMED, Keys, as_written, mapping, optional, required, section_of
from appraise.policy.keys.kinds import TEXT, choice, only
from appraise.policy.keys.said import said
from appraise.policy.model import Data, Field, PeriodKind
from appraise.policy.reading.data.fields import FieldKeys, read_fields
from appraise.policy.reading.shared import DECIMAL, ENCODING, NAMED_COLUMNS, SHEET
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.policy.keys.key import Key
    from appraise.policy.keys.reader import Reading
    from appraise.policy.text.tree import Node

_KINDS: tuple[PeriodKind, ...] = ("month", "quarter", "half-year", "year")


class RowsKeys(Keys[PeriodKind]):
    """Several rows of one employee inside one period."""

    period: Key[Literal["month", "quarter", "half-year"]] = required(
        choice("month", "quarter", "half-year"), said("What a row's own period is.")
    )
    keep = required(
        only("last"),
        said("last: the row of the last of these periods counts."),
    )

    def read(self) -> PeriodKind:
        """Read the period of a row."""
        return self.period


class DataKeys(Keys[Data]):
    """HR's own table."""

    employee = required(TEXT, said("The field that tells employees apart."))
    period = optional(
        TEXT,
        said("The field that holds the period; without it, one row per employee and the period is given when running."),
    )
    sheet = SHEET
    fields = section_of(as_written(FieldKeys), NAMED_COLUMNS, {**NAMED, "minProperties": 1}, needed=True)
    rows = optional(
        mapping(RowsKeys),
        said("Where an employee has several rows inside one period."),
    )
    encoding = ENCODING
    decimal = DECIMAL

    def of_period(self, whole: Node | None) -> Data:
        """Read the section; `whole` is the period of the policy.

        `employee` and `period` may name a field, or else a heading of a text column.
        """
        fields = read_fields(self.reading, self.fields, self.decimal, ("data", DataKeys.fields.name))
        named: dict[str, str] = {}
        for key in (DataKeys.employee, DataKeys.period):
            stated = self.written(key)
            if stated is None:
                continue
            name = fold(stated.text)
            if name not in fields:
                fields[name] = Field(name, "text", (stated.text,), stated.where)
            named[key.name] = name
            if fields[name].type not in ("text", "date" if key is DataKeys.period else "text"):
                self.reading.diagnostics.error(
                    "type-mismatch",
                    msg(
                        "The {key} column must be text, and {field} is {type}.",
                        key=key.name,
                        field=name,
                        type=fields[name].type,
                    ),
                    stated.where,
                    msg("give the field {field} the type text", field=name),
                )
        broken = any(path[:2] == ("data", DataKeys.rows.name) for path in self.reading.paths)
        return Data(named.get("employee", ""), named.get("period"), fields, self.sheet,
                    None if broken else self._rows(whole), self.encoding)  # fmt: skip

    def _rows(self, whole: Node | None) -> PeriodKind | None:
        kind, rows, diagnostics = self.rows, self.written(DataKeys.rows), self.reading.diagnostics
        if kind is None or rows is None:
            return None
        if self.written(DataKeys.period) is None:
            diagnostics.error(
                "missing-key",
                msg("`rows` needs the field with the period of each row."),
                rows.key or rows.where,
                msg("state `period`"),
            )
        elif whole is not None and whole.text in _KINDS and _KINDS.index(kind) >= [*_KINDS].index(whole.text):
            diagnostics.error(
                "wrong-value",
                msg("The rows are of a {period}, which is no part of a {whole}.", period=kind, whole=whole.text),
                rows.mapping[RowsKeys.period.name].where,
                msg("leave `rows` out, or state the shorter period"),
            )
        return kind


def read_data(reading: Reading, node: Node | None, whole: Node | None) -> Data:
    """Read the section of a policy whose `period` is written in `whole`; empty where it is broken."""
    if node is None or {("data",), ("data", DataKeys.fields.name)} & reading.paths:
        reading.broken.add("data")
        return Data("", None, {})
    return DataKeys(reading, node).of_period(whole)
