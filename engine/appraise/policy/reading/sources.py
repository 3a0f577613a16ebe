"""Reads `sources` and `measures`: tables of single lines, and what is made of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from appraise.diagnostics import suggest
from appraise.formula.text import fold
from appraise.policy.model import Field, GroupWeights, How, LineSource, Measure, Owners, Requirement
from appraise.policy.reading.fields import read_fields, stated_text
from appraise.policy.reading.reader import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from appraise.formula.grammar import Formula
    from appraise.policy.model import FieldType, Ruleset
    from appraise.policy.shape.schema import Path as KeyPath
    from appraise.policy.text.tree import Node

    OpenRuleset = Callable[[Path, Node], Ruleset | None]

HOWS: tuple[How, ...] = get_args(How)
_KEYS = ("file", "employee", "date", "period", "fields", "unique")
_OWN = (
    "employee",
    "shares",
    "date",
    "period",
    "fields",
    "unique",
    "repeats",
    "require",
)  # what results bring themselves


def _beside(node: Node) -> Path:
    """Give the file that is named, seen from the file that names it."""
    return Path(node.where.file).resolve().parent / node.text


def line_source(reading: Reading, id_: str, node: Node, broken: set[KeyPath], open_: OpenRuleset) -> LineSource | None:
    """Read one source; None where it is of no use, which has been reported."""
    get, where = node.get, node.key or node.where
    file, other = get("file"), get("results_of")
    path = _beside(file) if file else None
    if other is not None:
        for key in _OWN:
            if get(key) is not None:
                reading.report.error("wrong-value", f"The results of another ruleset bring their own {key}.",
                                     node.mapping[key].key or where, f"remove `{key}`")  # fmt: skip
        ruleset = open_(_beside(other), other)
        if ruleset is None:
            return None
        return LineSource(
            id_,
            where,
            "employee",
            "period_end",
            None,
            {},
            (),
            path,
            stated_text(node, "sheet"),
            stated_text(node, "encoding"),
            ruleset,
            everyone=_everyone(reading, get("everyone")),
            others=get("others") is not None,
        )
    fields = read_fields(reading, node, ("sources", id_, "fields"), broken)
    owners = _owners(reading, node, fields)
    employee = "employee" if owners is not None else _key(reading, "employee", get("employee"), fields) or ""
    keys = {key: _key(reading, key, get(key), fields) for key in ("date", "period")}
    if keys["date"] is None and keys["period"] is None:
        reading.report.error("missing-key", f"When do the lines of {id_} count? Neither `date` nor `period` is stated.", where,
                             "name the column of the date, or of the period")  # fmt: skip
    elif keys["date"] is not None and keys["period"] is not None:
        reading.report.error("wrong-value", f"{id_} states both a date and a period.", node.mapping["period"].key or where,
                             "keep the one by which its lines count")  # fmt: skip
    if "lines" in fields:
        reading.report.error("name-taken", "`lines` stands for the lines themselves (`count: lines`).", fields["lines"].where,
                             "choose another name for the field, and state its `column`")  # fmt: skip
    named = get("unique")
    unique = tuple(fold(n.text) for n in (named.items if named else ()))
    for name, child in zip(unique, named.items if named else (), strict=True):
        if name not in fields:
            reading.unknown_reference("field", name, child.where, fields)
    return LineSource(id_, where, employee, keys["date"], keys["period"], fields, unique, path, stated_text(node, "sheet"),
                      stated_text(node, "encoding"), None, _everyone(reading, get("everyone")),
                      _required(reading, get("require")), get("others") is not None, owners,
                      get("repeats") is not None)  # fmt: skip


def _owners(reading: Reading, node: Node, fields: dict[str, Field]) -> Owners | None:
    """Read who the several owners of a line are and what share each has; None where a line has one owner."""
    stated, shares = node.get("employee"), node.get("shares")
    if stated is None or not stated.items:
        if shares is not None:
            reading.report.error("wrong-value", "`shares` divides a line among several owners, and `employee` names one.",
                                 shares.key or shares.where, "write `employee: [owner, second]`, or remove `shares`")  # fmt: skip
        return None
    names = tuple(str(_key(reading, "employee", child, fields)) for child in stated.items)
    if "employee" in fields:
        reading.report.error("name-taken", "`employee` stands for the owner for whom a line counts.", fields["employee"].where,
                             "choose another name for the field, and state its `column`")  # fmt: skip
    each = ", ".join(f"{name}: {100 // len(names)}%" for name in names)
    how = f"state `shares: equal`, `shares: whole` (each has the whole line), or `shares: {{{each}}}`"
    if shares is None:
        reading.report.error(
            "missing-key", f"How is a line divided among {' and '.join(names)}?", stated.key or stated.where, how
        )
        return Owners(names, (1.0,) * len(names))
    if shares.mapping:
        return Owners(names, _shares(reading, shares, names))
    if shares.text not in ("equal", "whole"):
        reading.report.error("wrong-value", f"{shares.text!r} does not say how a line is divided.", shares.where, how)
    return Owners(names, (1.0,) * len(names), whole=shares.text == "whole")


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


def _everyone(reading: Reading, node: Node | None) -> Formula | bool:
    if node is None or node.text.casefold() in ("true", "false"):
        return node is not None and node.text.casefold() == "true"
    return reading.formula(node)


def _required(reading: Reading, node: Node | None) -> tuple[Requirement, ...]:
    found = []
    for id_, child in (node.mapping if node is not None else {}).items():
        message = child.get("message")
        found.append(Requirement(id_, reading.formula(child.mapping["check"]), message.text if message else "",
                                 child.key or child.where))  # fmt: skip
    return tuple(found)


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


def _key(reading: Reading, key: str, stated: Node | None, fields: dict[str, Field]) -> str | None:
    """Give the field that a key names; a heading that is no field becomes one."""
    if stated is None:
        return None
    kinds: tuple[FieldType, ...] = ("datetime", "date") if key == "date" else ("text", "date")
    kinds = ("text",) if key == "employee" else kinds
    name = fold(stated.text)
    if name not in fields:
        fields[name] = Field(name, kinds[0], (stated.text,), stated.where)
    if fields[name].type not in kinds:
        reading.report.error("type-mismatch", f"The {key} column must be {kinds[-1]}, and {name} is {fields[name].type}.",
                             stated.where, f"give the field {name} the type {kinds[-1]}")  # fmt: skip
    return name


def measure(reading: Reading, id_: str, node: Node) -> Measure | None:
    """Read one measure; None where it does not say what it makes of the lines."""
    get, where = node.get, node.key or node.where
    stated = [how for how in HOWS if get(how) is not None]
    if len(stated) != 1:
        reading.report.error(
            "missing-key" if not stated else "wrong-value",
            f"The measure {id_} " + ("does not say what it makes of the lines." if not stated
                                     else f"states {' and '.join(stated)}; a measure makes one thing of the lines."),
            where if not stated else node.mapping[stated[1]].key or where,
            "state one of " + ", ".join(HOWS) if not stated else "make two measures of it",
        )  # fmt: skip
        return None
    how = stated[0]
    of = node.mapping[how]
    weights, trim, least, credit = get("weights"), get("trim"), get("at_least"), get("credit_to")
    for key, fits in (
        ("weights", ("mean",)),
        ("trim", ("mean",)),
        ("at_least", tuple(h for h in HOWS if "count" not in h)),
    ):
        if get(key) is not None and how not in fits:
            reading.report.error("wrong-value", f"`{key}` does not go with `{how}`.", node.mapping[key].key or where,
                                 f"it goes with {', '.join(fits)}")  # fmt: skip
    share = reading.constant(trim) if trim else None
    if trim is not None and (share is None or not 0 <= share.value < 0.5):
        reading.report.error("wrong-value", "`trim` is the share of lines left out at each end, from 0% to below 50%.",
                             trim.where, "for example `trim: 10%`")  # fmt: skip
        share = None
    title = get("title")
    return Measure(
        id_, title.text if title else id_, fold(node.mapping["from"].text), how,
        None if how == "count" and of.text == "lines" else reading.formula(of),
        reading.optional(get("where"), reading.formula), where,
        _weights(reading, weights) if weights is not None else None,
        int(cast("int", least.value)) if least else 1, share.value if share else 0.0, fold(credit.text) if credit else None,
    )  # fmt: skip


def _weights(reading: Reading, node: Node) -> GroupWeights:
    values: dict[str, float] = {}
    for label, child in node.mapping["values"].mapping.items():
        constant = reading.constant(child)
        if constant is None or constant.value < 0:
            reading.report.error("wrong-value", f"The weight of {label} is not a number from 0 up.", child.where,
                                 "write the weights in percent, for example 50")  # fmt: skip
        else:
            values[label] = constant.value * (100 if constant.percent else 1)
    if len(values) == len(node.mapping["values"].mapping) and abs(sum(values.values()) - 100) > 1e-9:
        reading.report.error("weights-sum", f"The weights add up to {sum(values.values()):g}, but must add up to 100.",
                             node.mapping["values"].key or node.where, "correct them")  # fmt: skip
    missing = "missing" if node.mapping["missing"].text == "missing" else "reweight"
    return GroupWeights(fold(node.mapping["by"].text), values, missing, node.key or node.where)  # type: ignore[arg-type]
