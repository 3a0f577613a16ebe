"""Sources: tables of single lines. Their keys and how they are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraise.diagnostics import suggest
from appraise.formula.syntax.text import fold
from appraise.policy.keys.gathered import list_of
from appraise.policy.keys.key import Keys, as_written, assumed, optional, required, section, section_of
from appraise.policy.keys.kinds import FORMULA, WORDS, Kind, choice, written
from appraise.policy.keys.said import said
from appraise.policy.model import LineSource, Requirement
from appraise.policy.reading.data.fields import FieldKeys, read_fields
from appraise.policy.reading.data.owners import named_field, read_owners
from appraise.policy.reading.shared import DECIMAL, ENCODING, NAMED_COLUMNS, SHEET
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.keys.key import Key
    from appraise.policy.keys.reader import Reading
    from appraise.policy.model import Field
    from appraise.policy.text.tree import Node


class RequirementKeys(Keys[Requirement]):
    """What must hold for every line."""

    check = required(
        FORMULA,
        said("A condition over the line, such as amount > 0 or total(split, within=deal) == 100%."),
    )
    message = optional(WORDS, said("What is said where it does not hold."))

    def read(self) -> Requirement:
        """Read the condition."""
        return Requirement(self.id, self.check, self.message or "", self.spot)


def _everyone(reading: Reading, node: Node) -> Formula | bool:
    stated = node.text.casefold()
    return stated == "true" if stated in ("true", "false") else reading.formula(node)


_ALLOWED = choice("allowed")


class SourceKeys(Keys[LineSource | None], ref="source",
                 rules={"if": {"required": ["results_of"]}, "then": {}, "else": {"required": ["employee"]}}):  # fmt: skip
    """A table of lines."""

    file = optional(
        WORDS,
        said(
            "The file beside the ruleset; `--source NAME=FILE` names another. Without one, a source with a `sheet` is read "
            "from the workbook of --data."
        ),
    )
    sheet = SHEET
    employee: Key[Node | None] = assumed(
        written(
            {"type": ["string", "array"], "minLength": 1, "items": WORDS, "minItems": 2, "uniqueItems": True},
            said("text, or [text, text, …]"),
        ),
        lambda _reading, _node: None,
        said(
            "The column with the employee number: a field, or a heading; a list where a line may have several owners."
        ),
        told=said("**must be stated**, except beside `results_of`"),
    )
    shares = optional(
        written(
            {
                "type": ["string", "object"],
                "minLength": 1,
                "minProperties": 2,
                "additionalProperties": {"type": ["string", "number"]},
            },
            said("`equal`, `whole`, or {{field: share, …}}"),
        ),
        said(
            "How a line is divided among several owners: equal, whole (each has the whole line), or the share of each by field, "
            "such as {{owner: 60%, second: 40%}}."
        ),
    )
    date = optional(
        WORDS,
        said("The column with the date by which a line counts: a field, or a heading."),
    )
    period = optional(WORDS, said("The column with the period, where lines have no date."))
    fields = section_of(as_written(FieldKeys), NAMED_COLUMNS)
    unique = optional(list_of(WORDS, 1), said("Lines that repeat all of these are an error."))
    repeats = optional(
        _ALLOWED,
        said(
            "allowed: lines may be the same in every column, such as ratings without a number. Without it, such lines are a "
            "warning."
        ),
    )
    others = optional(
        _ALLOWED,
        said(
            "allowed: most lines may be of people who are not in the data, such as those of the whole company. Without it, that "
            "is an error."
        ),
    )
    everyone: Key[Formula | bool] = assumed(
        Kind({"type": ["boolean", "string"]}, _everyone, said("true, or formula")),
        lambda _reading, _node: False,
        said("true, or a condition: who is appraised and has no line in a period is an error."),
        default=False,
    )
    require = section(
        RequirementKeys,
        said("What must hold for every line, by name."),
        {"minProperties": 1},
    )
    results_of = optional(WORDS, said("The ruleset whose results are the lines."))
    encoding = ENCODING
    decimal = DECIMAL

    def read(self) -> LineSource | None:
        """Read one source; None where it is of no use, which has been reported."""
        diagnostics, file, other = (
            self.reading.diagnostics,
            self.written(SourceKeys.file),
            self.written(SourceKeys.results_of),
        )
        path = _beside(file) if file else None
        if other is not None:
            return self._results(other, path)
        fields = read_fields(self.reading, self.fields, self.decimal, ("sources", self.id, SourceKeys.fields.name))
        owners = read_owners(self.reading, self.employee, self.shares, fields)
        employee = "employee" if owners is not None else self._field(SourceKeys.employee, fields) or ""
        date, period = (self._field(key, fields) for key in (SourceKeys.date, SourceKeys.period))
        if date is None and period is None:
            diagnostics.error(
                "missing-key",
                msg("When do the lines of {source} count? Neither `date` nor `period` is stated.", source=self.id),
                self.spot,
                msg("name the column of the date, or of the period"),
            )
        elif date is not None and period is not None:
            diagnostics.error(
                "wrong-value",
                msg("{source} states both a date and a period.", source=self.id),
                self.at(SourceKeys.period).key or self.spot,
                msg("keep the one by which its lines count"),
            )
        if "lines" in fields:
            diagnostics.error(
                "name-taken",
                msg("`lines` stands for the lines themselves (`count: lines`)."),
                fields["lines"].where,
                msg("choose another name for the field, and state its `column`"),
            )
        named = self.written(SourceKeys.unique)
        unique = tuple(fold(name) for name in self.unique or ())
        for name, child in zip(unique, named.items if named else (), strict=True):
            if name not in fields:
                diagnostics.error(
                    "unknown-reference",
                    msg("There is no field {name!r}.", name=name),
                    child.where,
                    suggest(name, fields),
                )
        return LineSource(self.id, self.spot, employee, date, period, fields, unique, path, self.sheet, self.encoding, None,
                          self.everyone, self._required(), self.others is not None, owners, self.repeats is not None)  # fmt: skip

    def _required(self) -> tuple[Requirement, ...]:
        element = SourceKeys.require.element
        return tuple(element(self.reading, id_, child) for id_, child in self.require.items())

    def _results(self, other: Node, path: Path | None) -> LineSource | None:
        """Read a source whose lines are the results of another ruleset, which bring their own columns."""
        keys = SourceKeys
        for key in (
            keys.employee,
            keys.shares,
            keys.date,
            keys.period,
            keys.fields,
            keys.unique,
            keys.repeats,
            keys.require,
        ):
            stated = self.written(key)
            if stated is not None:
                self.reading.diagnostics.error(
                    "wrong-value",
                    msg("The results of another ruleset bring their own {key}.", key=key.name),
                    stated.key or self.spot,
                    msg("remove `{key}`", key=key.name),
                )
        ruleset = self.reading.open(_beside(other), other)
        if ruleset is None:
            return None
        return LineSource(self.id, self.spot, "employee", "period_end", None, {}, (), path, self.sheet, self.encoding, ruleset,
                          everyone=self.everyone, others=self.others is not None)  # fmt: skip

    def _field(self, key: Key[Any], fields: dict[str, Field]) -> str | None:
        stated = self.written(key)
        return None if stated is None else named_field(self.reading, key.name, stated, fields)


def _beside(node: Node) -> Path:
    """The file that is named, seen from the file that names it."""
    return Path(node.where.file).resolve().parent / node.text
