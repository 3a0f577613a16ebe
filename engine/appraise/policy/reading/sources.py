"""Sources: tables of single lines. Their keys and how they are read; which of them a run needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraise.diagnostics import suggest
from appraise.formula.text import fold
from appraise.policy.keys.gathered import list_of
from appraise.policy.keys.key import Keys, as_written, assumed, optional, required, section, section_of
from appraise.policy.keys.kinds import FORMULA, WORDS, Kind, choice, written
from appraise.policy.keys.said import said
from appraise.policy.model import Field, LineSource, Owners, Requirement
from appraise.policy.reading.fields import FieldKeys, read_fields
from appraise.policy.reading.shared import DECIMAL, ENCODING, NAMED_COLUMNS, SHEET

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from appraise.formula.grammar import Formula
    from appraise.policy.keys.key import Key
    from appraise.policy.keys.reader import Reading
    from appraise.policy.model import FieldType, Ruleset
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
            said("`equal`, `whole`, or {field: share, …}"),
        ),
        said(
            "How a line is divided among several owners: equal, whole (each has the whole line), or the share of each by field, "
            "such as {owner: 60%, second: 40%}."
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
        report, file, other = self.reading.report, self.written(SourceKeys.file), self.written(SourceKeys.results_of)
        path = _beside(file) if file else None
        if other is not None:
            return self._results(other, path)
        fields = read_fields(self.reading, self.fields, self.decimal, ("sources", self.id, SourceKeys.fields.name))
        owners = self._owners(fields)
        employee = "employee" if owners is not None else self._field(SourceKeys.employee, fields) or ""
        date, period = (self._field(key, fields) for key in (SourceKeys.date, SourceKeys.period))
        if date is None and period is None:
            report.error("missing-key", f"When do the lines of {self.id} count? Neither `date` nor `period` is stated.",
                         self.spot, "name the column of the date, or of the period")  # fmt: skip
        elif date is not None and period is not None:
            report.error("wrong-value", f"{self.id} states both a date and a period.",
                         self.at(SourceKeys.period).key or self.spot, "keep the one by which its lines count")  # fmt: skip
        if "lines" in fields:
            report.error("name-taken", "`lines` stands for the lines themselves (`count: lines`).", fields["lines"].where,
                         "choose another name for the field, and state its `column`")  # fmt: skip
        named = self.written(SourceKeys.unique)
        unique = tuple(fold(name) for name in self.unique or ())
        for name, child in zip(unique, named.items if named else (), strict=True):
            if name not in fields:
                self.reading.unknown_reference("field", name, child.where, fields)
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
                self.reading.report.error("wrong-value", f"The results of another ruleset bring their own {key.name}.",
                                          stated.key or self.spot, f"remove `{key.name}`")  # fmt: skip
        ruleset = self.reading.open(_beside(other), other)
        if ruleset is None:
            return None
        return LineSource(self.id, self.spot, "employee", "period_end", None, {}, (), path, self.sheet, self.encoding, ruleset,
                          everyone=self.everyone, others=self.others is not None)  # fmt: skip

    def _field(self, key: Key[Any], fields: dict[str, Field]) -> str | None:
        stated = self.written(key)
        return None if stated is None else _named(self.reading, key.name, stated, fields)

    def _owners(self, fields: dict[str, Field]) -> Owners | None:
        """Read who the several owners of a line are and what share each has; None where a line has one owner."""
        report, stated, shares = self.reading.report, self.employee, self.shares
        if stated is None or not stated.items:
            if shares is not None:
                report.error("wrong-value", "`shares` divides a line among several owners, and `employee` names one.",
                             shares.key or shares.where, "write `employee: [owner, second]`, or remove `shares`")  # fmt: skip
            return None
        names = tuple(_named(self.reading, "employee", child, fields) for child in stated.items)
        if "employee" in fields:
            report.error("name-taken", "`employee` stands for the owner for whom a line counts.", fields["employee"].where,
                         "choose another name for the field, and state its `column`")  # fmt: skip
        each = ", ".join(f"{name}: {100 // len(names)}%" for name in names)
        how = f"state `shares: equal`, `shares: whole` (each has the whole line), or `shares: {{{each}}}`"
        if shares is None:
            report.error(
                "missing-key", f"How is a line divided among {' and '.join(names)}?", stated.key or stated.where, how
            )
            return Owners(names, (1.0,) * len(names))
        if shares.mapping:
            return Owners(names, _shares(self.reading, shares, names))
        if shares.text not in ("equal", "whole"):
            report.error("wrong-value", f"{shares.text!r} does not say how a line is divided.", shares.where, how)
        return Owners(names, (1.0,) * len(names), whole=shares.text == "whole")


def _beside(node: Node) -> Path:
    """Give the file that is named, seen from the file that names it."""
    return Path(node.where.file).resolve().parent / node.text


def _shares(reading: Reading, node: Node, names: Sequence[str]) -> tuple[float, ...] | tuple[Formula, ...]:
    stated = {fold(name): child for name, child in node.mapping.items()}
    for name, child in stated.items():
        if name not in names:
            reading.unknown_reference("owner", name, child.key or child.where, names)
    absent = [name for name in names if name not in stated]
    if absent:
        reading.report.error("missing-key", f"No share is stated for {', '.join(absent)}.", node.key or node.where,
                             f"add `{absent[0]}: …`, 0% where it has none")  # fmt: skip
        return (1.0,) * len(names)
    plain = [reading.constant(stated[name]) for name in names]
    if not all(plain):
        return tuple(reading.formula(stated[name]) for name in names)
    shares = tuple(constant.value for constant in plain if constant is not None)
    if min(shares) < 0 or abs(sum(shares) - 1) > 1e-9:
        said = " + ".join(constant.text for constant in plain if constant is not None)
        reading.report.error("weights-sum", f"The shares of the owners ({said}) must add up to 100%.", node.key or node.where,
                             "correct them; where each owner has the whole line, write `shares: whole`")  # fmt: skip
    return shares


def _named(reading: Reading, key: str, stated: Node, fields: dict[str, Field]) -> str:
    """Give the field that a key names; a heading that is no field becomes one."""
    kinds: tuple[FieldType, ...] = ("datetime", "date") if key == "date" else ("text", "date")
    kinds = ("text",) if key == "employee" else kinds
    name = fold(stated.text)
    if name not in fields:
        fields[name] = Field(name, kinds[0], (stated.text,), stated.where)
    if fields[name].type not in kinds:
        reading.report.error("type-mismatch", f"The {key} column must be {kinds[-1]}, and {name} is {fields[name].type}.",
                             stated.where, f"give the field {name} the type {kinds[-1]}")  # fmt: skip
    return name


def needed_sources(ruleset: Ruleset) -> dict[str, LineSource]:
    """Give all sources whose lines a run needs, those of the rulesets whose results are used included."""
    found: dict[str, LineSource] = {}
    for source in ruleset.line_sources.values():
        found |= needed_sources(source.results_of) if source.results_of is not None else {}
    return found | dict(ruleset.line_sources)


def without_file(rulesets: Sequence[Ruleset], given: Collection[str], *, workbook: bool) -> list[LineSource]:
    """Give the sources of which nobody says where their lines are; `workbook` if the main data has sheets."""
    needed = {name: source for ruleset in rulesets for name, source in needed_sources(ruleset).items()}
    own = (s for s in needed.values() if s.id not in given and s.file is None and s.results_of is None)
    return [s for s in own if not (workbook and s.sheet)]


def wrong_sources(rulesets: Sequence[Ruleset], given: Collection[str], *, workbook: bool) -> str:
    """Say what is wrong with the sources for which there are files: one that no version knows, or one that is absent."""
    known = {name: source for ruleset in rulesets for name, source in needed_sources(ruleset).items()}
    for name in given:
        if name not in known:
            near = suggest(name, known) or "the ruleset has none"
            return f"there is no source {name} in {rulesets[0].id} ({near})"
    absent = [s.id for s in without_file(rulesets, given, workbook=workbook)]
    add = " ".join(f"--source {name}=FILE" for name in absent)
    return f"the ruleset adds up the lines of {', '.join(absent)}: add {add}" if absent else ""
