"""The columns of a source that say for whom and when a line counts, and how a line is divided among several owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.diagnostics import suggest
from appraise.formula.syntax.text import fold
from appraise.policy.model import Field, Owners
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.keys.reader import Reading
    from appraise.policy.model import FieldType
    from appraise.policy.text.tree import Node


def named_field(reading: Reading, key: str, stated: Node, fields: dict[str, Field]) -> str:
    """The field that a key names; a heading that is no field becomes one."""
    kinds: tuple[FieldType, ...] = ("datetime", "date") if key == "date" else ("text", "date")
    kinds = ("text",) if key == "employee" else kinds
    name = fold(stated.text)
    if name not in fields:
        fields[name] = Field(name, kinds[0], (stated.text,), stated.where)
    if fields[name].type not in kinds:
        reading.diagnostics.error(
            "type-mismatch",
            msg(
                "The {key} column must be {wanted}, and {field} is {type}.",
                key=key,
                wanted=kinds[-1],
                field=name,
                type=fields[name].type,
            ),
            stated.where,
            msg("give the field {field} the type {type}", field=name, type=kinds[-1]),
        )
    return name


def read_owners(reading: Reading, stated: Node | None, shares: Node | None, fields: dict[str, Field]) -> Owners | None:
    """Read who the several owners of a line are and what share each has; None where a line has one owner."""
    diagnostics = reading.diagnostics
    if stated is None or not stated.items:
        if shares is not None:
            diagnostics.error(
                "wrong-value",
                msg("`shares` divides a line among several owners, and `employee` names one."),
                shares.key or shares.where,
                msg("write `employee: [owner, second]`, or remove `shares`"),
            )
        return None
    names = tuple(named_field(reading, "employee", child, fields) for child in stated.items)
    if "employee" in fields:
        diagnostics.error(
            "name-taken",
            msg("`employee` stands for the owner for whom a line counts."),
            fields["employee"].where,
            msg("choose another name for the field, and state its `column`"),
        )
    each = ", ".join(f"{name}: {100 // len(names)}%" for name in names)
    how = msg("state `shares: equal`, `shares: whole` (each has the whole line), or `shares: {{{each}}}`", each=each)
    if shares is None:
        diagnostics.error(
            "missing-key",
            msg("How is a line divided among {owners}?", owners=Listed(tuple(names), "and")),
            stated.key or stated.where,
            how,
        )
        return Owners(names, (1.0,) * len(names))
    if shares.mapping:
        return Owners(names, _shares(reading, shares, names))
    if shares.text not in ("equal", "whole"):
        diagnostics.error(
            "wrong-value",
            msg("{text!r} does not say how a line is divided.", text=shares.text),
            shares.where,
            how,
        )
    return Owners(names, (1.0,) * len(names), whole=shares.text == "whole")


def _shares(reading: Reading, node: Node, names: Sequence[str]) -> tuple[float, ...] | tuple[Formula, ...]:
    stated = {fold(name): child for name, child in node.mapping.items()}
    for name, child in stated.items():
        if name not in names:
            reading.diagnostics.error(
                "unknown-reference",
                msg("There is no owner {name!r}.", name=name),
                child.key or child.where,
                suggest(name, names),
            )
    absent = [name for name in names if name not in stated]
    if absent:
        reading.diagnostics.error(
            "missing-key",
            msg("No share is stated for {owners}.", owners=Listed(tuple(absent))),
            node.key or node.where,
            msg("add `{owner}: …`, 0% where it has none", owner=absent[0]),
        )
        return (1.0,) * len(names)
    plain = [reading.constant(stated[name]) for name in names]
    if not all(plain):
        return tuple(reading.formula(stated[name]) for name in names)
    shares = tuple(constant.value for constant in plain if constant is not None)
    if min(shares) < 0 or abs(sum(shares) - 1) > 1e-9:
        said = " + ".join(constant.text for constant in plain if constant is not None)
        reading.diagnostics.error(
            "weights-sum",
            msg("The shares of the owners ({shares}) must add up to 100%.", shares=said),
            node.key or node.where,
            msg("correct them; where each owner has the whole line, write `shares: whole`"),
        )
    return shares
