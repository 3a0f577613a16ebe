"""The types of the columns of data, as formulas know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.formula.kinds import DATE, NUMBER, TEXT, YES_NO, Type

if TYPE_CHECKING:
    from appraise.policy.model import Field

_KINDS = {"text": TEXT, "date": DATE, "datetime": DATE, "yes-no": YES_NO, "number": NUMBER}


def type_of_field(field: Field) -> Type:
    """The type of a column of data."""
    if field.type == "rating" and field.values is not None:
        return Type("text", labels=tuple(field.values))
    if field.type == "text":
        return Type("text", labels=tuple(field.values) if field.values is not None else None)
    return _KINDS.get(field.type) or Type("number", field.type)
