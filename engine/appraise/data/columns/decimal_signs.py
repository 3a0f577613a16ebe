"""The decimal signs of a file: for each column of numbers its own, by the evidence of all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from appraise.data.arrow import array_of, compute
from appraise.data.columns.cells import TEXT, Cells
from appraise.data.columns.limits import LARGEST_PERCENT
from appraise.data.columns.number_text import fold
from appraise.diagnostics import Diagnostic, place_of
from appraise.notation.decimals import Decimal, Shown, decided, shown
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraise.policy.model import Field

_SIGNED = r"[^0-9]"  # anything but plain whole numbers can tell something
_DECISIVE = r"^-?([0-9]{4,}\.[0-9]+|0\.[0-9]+|[0-9]+\.([0-9]{1,2}|[0-9]{4,}))$"
_LOOKED_AT = 1000
NUMERIC = ("money", "number", "count", "percent", "rating")


def holds_numbers(field: Field) -> bool:
    """Whether a column is of numbers that may be written in several ways."""
    return field.type in NUMERIC and field.values is None


def shown_in(cells: Cells) -> Shown:
    """See what the texts of a column tell; of plain decimals the first that are decisive are enough."""
    used = np.unique(cells.codes[cells.kinds == TEXT])
    if not len(used):
        return Shown()
    labels = cells.labels.take(array_of(used))
    start = labels.slice(0, _LOOKED_AT)
    plain = compute.filter(start, compute.match_substring_regex(start, _DECISIVE))
    pattern = r"[^0-9.\-]|\..*\.|.-" if len(plain) else _SIGNED  # then a plain decimal has nothing more to tell
    told = compute.filter(labels, compute.match_substring_regex(labels, pattern)).to_pylist()
    return shown(fold(text) for text in [*plain.slice(0, 1).to_pylist(), *told])


def _is_small(field: Field) -> bool:
    """Whether no number of a field can be a thousand or more, so that 1.234 and 1,234 have decimals."""
    if field.type == "rating":
        return field.scale[1] < 1000
    return field.type == "percent" and (field.maximum is None or field.maximum < LARGEST_PERCENT)


def decided_by_cells(
    fields: Mapping[str, Field],
    cells: Mapping[str, Cells],
    headings: Mapping[str, str],
    file: str,
    delimiter: str,
    decimal: Decimal | None = None,
) -> tuple[dict[str, Field], list[Diagnostic]]:
    """The fields of a table with their decimal signs, by the cells of its columns. See `with_decimals`."""
    seen = {id_: shown_in(cells[id_]) for id_, field in fields.items() if id_ in cells and holds_numbers(field)}
    return with_decimals(fields, seen, headings, file, delimiter, decimal)


def with_decimals(
    fields: Mapping[str, Field],
    seen: Mapping[str, Shown],
    headings: Mapping[str, str],
    file: str,
    delimiter: str,
    decimal: Decimal | None = None,
) -> tuple[dict[str, Field], list[Diagnostic]]:
    """The fields with the decimal sign of each, and an error for each column of which it cannot be told.

    `seen` is what the columns of numbers show, by field; a sign that a field states is taken. `decimal` is the sign of
    the file, where that is known: it holds for every column in which nothing else is seen, whatever fields state.
    """
    known, found = dict(fields), list[Diagnostic]()
    for id_, own in seen.items():
        if decimal == "point" and not own.comma and not own.both and own.sign != ",":
            known[id_] = replace(fields[id_], decimal=decimal)
            continue
        if fields[id_].decimal is not None:
            continue
        if own.either and not (own.point or own.comma or own.both) and _is_small(fields[id_]):
            known[id_] = replace(fields[id_], decimal="point" if own.sign == "." else "comma")
            continue
        others = [(headings[name], one) for name, one in seen.items() if name != id_]
        answer = decided(own, others, delimiter, fields[id_].currency)
        if isinstance(answer, str):
            known[id_] = replace(fields[id_], decimal=answer)
            continue
        hint = answer[1] or (
            msg(
                "write `decimal: comma` (1.234 is 1234, 1,234 is 1.234) or `decimal: point` (the other "
                "way round) in the field {field}, or once for all fields beside `fields:`",
                field=id_,
            )
        )
        found.append(Diagnostic("data-value", answer[0], hint=hint, place=place_of(file, None, headings[id_])))
    return known, found
