"""Which column of the file each field is read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.data.files.headings import folded
from appraise.data.findings import place
from appraise.diagnostics import Diagnostic, suggest

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
            quoted = " and ".join(f'"{name}"' for name in present)
            found.append(Diagnostic(
                "data-column", f"The field {field.id} could be read from {quoted}.", field.where,
                hint="rename or remove one of the columns in the file", place=place(file, None, ""),
            ))  # fmt: skip
        else:
            found.append(_missing(field, names, list(there.values()), raw))
    return matched, found


def _missing(field: Field, names: tuple[str, ...], headings: list[str], raw: RawTable) -> Diagnostic:
    quoted = " or ".join(f'"{name}"' for name in names)
    near = suggest(names[0], headings)
    above = [raw.elsewhere[folded(name)] for name in names if folded(name) in raw.elsewhere]
    if above:
        hint = f"it stands in row {above[0]}, apart from the other headings: put all headings into one row"
    elif near.startswith("did you mean"):
        hint = f"{near} Rename the column in the file, or add its heading to `column` of the field {field.id}"
    else:
        hint = f"add the column to the file; {near or 'the file has no headings'}"
    return Diagnostic("data-column", f"{raw.label} has no column headed {quoted} (field {field.id}).",
                      field.where, hint=hint, place=raw.label)  # fmt: skip
