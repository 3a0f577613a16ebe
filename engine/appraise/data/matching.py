"""Which column of the file each field is read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.data.files.headings import folded
from appraise.diagnostics import Diagnostic, place_of, suggest
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from appraise.data.files.raw_table import RawTable
    from appraise.policy.model import Field


def match_columns(fields: Iterable[Field], raw: RawTable) -> tuple[Mapping[str, str], list[Diagnostic]]:
    """Find the heading of each field by its id; every field without one, or with two, is an error.

    Headings are compared without blanks around them and with full-width characters as half-width ones.
    """
    file = raw.label
    there = {folded(heading): heading for heading in raw.headings if heading}
    matched: dict[str, str] = {}
    found: list[Diagnostic] = []
    for field in fields:
        names = field.columns or (field.id,)
        present = list(dict.fromkeys(there[folded(name)] for name in names if folded(name) in there))
        if len(present) == 1:
            matched[field.id] = present[0]
        elif present:
            quoted = Listed(tuple(msg('"{text}"', text=name) for name in present), "and")
            found.append(
                Diagnostic(
                    "data-column",
                    msg("The field {field} could be read from {headings}.", field=field.id, headings=quoted),
                    field.where,
                    hint=msg("rename or remove one of the columns in the file"),
                    place=place_of(file, None, ""),
                )
            )
        else:
            found.append(_missing(field, names, list(there.values()), raw))
    return matched, found


def _missing(field: Field, names: tuple[str, ...], headings: list[str], raw: RawTable) -> Diagnostic:
    quoted = Listed(tuple(msg('"{text}"', text=name) for name in names), "or")
    near = suggest(names[0], headings)
    above = [raw.elsewhere[folded(name)] for name in names if folded(name) in raw.elsewhere]
    if above:
        hint = msg("it stands in row {row}, apart from the other headings: put all headings into one row", row=above[0])
    elif near.endswith("?"):
        hint = msg(
            "{did_you_mean} Rename the column in the file, or add its heading to `column` of the field {field}",
            did_you_mean=near,
            field=field.id,
        )
    elif near:
        hint = msg("add the column to the file; {known_here}", known_here=near)
    else:
        hint = msg("add the column to the file; the file has no headings")
    return Diagnostic(
        "data-column",
        msg("{file} has no column headed {headings} (field {field}).", file=raw.label, headings=quoted, field=field.id),
        field.where,
        hint=hint,
        place=raw.label,
    )
