"""Columns of texts and of yes or no: what stands in the cell, or a label that the field declares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from appraise.data.arrow import array_of
from appraise.data.columns.cells import BLANK, DAY, NUMBER, OTHER, TEXT, TRUTH, Cells, number_text
from appraise.data.columns.number_text import excel_error, fold
from appraise.data.findings import Findings, Reason
from appraise.data.writings import apart, near
from appraise.diagnostics import suggest
from appraise.formula.vectors import NO, UNDECIDED, YES, Text, Truth
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from appraise.policy.model import Field

YES_WORDS = frozenset(["是", "yes", "y", "true", "1"])
NO_WORDS = frozenset(["否", "no", "n", "false", "0"])
_DAMAGED = re.compile(r"[0-9](\.[0-9]+)?[eE]\+[0-9]{2,3}")
_AS_TEXT = msg("format the column as text in the workbook, write the value again, and save it")
_LONG = Reason(msg("{value} is a long number: spreadsheets keep only 15 digits, so its end may be lost."), _AS_TEXT)
_WRONG_KIND = (
    (
        DAY,
        Reason(msg("{value} is a date, but the column holds texts; a spreadsheet may have changed it."), _AS_TEXT),
    ),
    (OTHER, Reason(msg("{value} is a time or another kind of value, but the column holds texts."), _AS_TEXT)),
)
_WRITE = msg("write 是 or 否 (yes or no)")


def read_texts(field: Field, cells: Cells) -> tuple[Text, Findings]:
    """Read a column of texts [n]; blank cells are -1 (or the label of the field's `missing`).

    Without declared values the labels are the texts in the order in which they first occur. With declared
    values the labels are these, in their order, and a cell may hold a label or one of its aliases.
    """
    findings = Findings.none(len(cells))
    for kind, reason in _WRONG_KIND:
        findings.mark(cells.kinds == kind, reason)
    written, at = _written(cells)
    written = written if field.digits is None else [_padded(text, field.digits) for text in written]
    labels = list(field.values) if field.values is not None else []
    known = {label.strip(): code for code, label in enumerate(labels)}
    for code, aliases in enumerate(field.values.values() if field.values is not None else ()):
        known.update({alias.strip(): code for alias in aliases})
    codes, which = np.full(len(written) + 1, -1, np.intp), np.zeros(len(written) + 1, np.int32)
    reasons: dict[Reason, int] = {}
    compared = {near(text): text for text in field.compared}
    for i, text in enumerate(written):
        refused = _refused(field, text, known) or (_nearly(field, text, compared) if compared else None)
        if refused is not None:
            which[i] = reasons[refused] if refused in reasons else reasons.setdefault(
                refused, findings.number(refused))  # fmt: skip
        else:
            codes[i] = known.setdefault(text, len(known))
    labels = labels if field.values is not None else list(known)
    result = codes[at]
    findings.which = np.where(findings.bad, findings.which, which[at]).astype(np.int32)
    findings.mark((cells.kinds == NUMBER) & (np.abs(_zeroed(cells.values)) >= 1e15), _LONG)
    result[findings.bad] = -1
    if field.missing is not None:
        label = _label_of(field.missing)
        if label not in labels:
            labels.append(label)
        result[cells.kinds == BLANK] = labels.index(label)
    return Text(result, tuple(labels)), findings


def read_yes_no(field: Field, cells: Cells) -> tuple[Truth, Findings]:
    """Read a column of yes or no [n] as YES and NO; blank cells are UNDECIDED (or the field's `missing`)."""
    findings = Findings.none(len(cells))
    written, at = _written(cells)
    truths = np.full(len(written) + 1, UNDECIDED, np.int8)
    which = np.zeros(len(written) + 1, np.int32)
    for i, text in enumerate(written):
        word = fold(text).casefold()
        if word in YES_WORDS or word in NO_WORDS:
            truths[i] = YES if word in YES_WORDS else NO
        else:
            which[i] = findings.number(excel_error(text) or Reason(msg("{value} is neither yes nor no."), _WRITE))
    findings.which = which[at]
    for kind in (DAY, OTHER):
        findings.mark(cells.kinds == kind, Reason(msg("{value} is neither yes nor no."), _WRITE))
    result = truths[at]
    if field.missing is not None:
        result[cells.kinds == BLANK] = YES if field.missing else NO
    return result, findings


def _written(cells: Cells) -> tuple[list[str], NDArray[np.intp]]:
    """The different texts of a column by first occurrence, and which one each row has (-1: none)."""
    at = np.full(len(cells), -1, np.intp)
    is_text = cells.kinds == TEXT
    used, first, inverse = np.unique(cells.codes[is_text], return_index=True, return_inverse=True)
    order = np.argsort(first)
    texts: list[str] = cells.labels.take(array_of(used[order])).to_pylist() if len(used) else []
    at[is_text] = np.argsort(order)[inverse]
    for kind in (NUMBER, TRUTH):
        rows = cells.kinds == kind
        values, inverse = np.unique(cells.values[rows], return_inverse=True)
        at[rows] = inverse + len(texts)
        texts += [number_text(v) if kind == NUMBER else ("FALSE", "TRUE")[int(v)] for v in values.tolist()]
    return texts, at


def _padded(text: str, digits: int) -> str:
    """Put zeros before a whole number, which full-width digits are too."""
    plain = fold(text)
    return plain.zfill(digits) if plain.isdecimal() and plain.isascii() else text


def _refused(field: Field, text: str, known: dict[str, int]) -> Reason | None:
    if field.digits is not None and text.isdecimal() and len(text) > field.digits:
        return Reason(
            msg("{value} has more than {digits} digits.", digits=field.digits),
            msg("correct it, or state a larger number under `digits` of the field {field}", field=field.id),
        )
    if field.values is None:
        if text[0] not in "#=" and "+" not in text:  # nearly all
            return None
        return excel_error(text) or (_LONG if _DAMAGED.fullmatch(text) else None)
    if text in known:
        return None
    if error := excel_error(text):
        return error
    choices = suggest(text, [*field.values, *(a for aliases in field.values.values() for a in aliases)])
    near_one = choices.endswith("?")
    return Reason(
        msg("{value} is none of the values of the field {field}.", field=field.id),
        msg("{did_you_mean} Or add it to `values` of the field.", did_you_mean=choices)
        if near_one
        else msg("write one of the values; {known_here}", known_here=choices),
    )


def _nearly(field: Field, text: str, compared: Mapping[str, str]) -> Reason | None:
    """Refuse what is nearly a text that the policy compares the field with: it would be taken for something else."""
    meant = compared.get(near(text), text)
    if text in field.compared or meant == text:
        return None
    hint = msg(
        'write "{meant}" in both; where they are two things, list all labels of {field} under `values` of the field',
        meant=meant,
        field=field.id,
    )
    return Reason(
        msg(
            '{value} is not the "{meant}" of the ruleset (they differ in {ways}).',
            meant=meant,
            ways=apart(text, meant),
        ),
        hint,
    )


def _label_of(missing: float | str | bool) -> str:
    if isinstance(missing, str):
        return missing
    return str(missing).upper() if isinstance(missing, bool) else number_text(float(missing))


def _zeroed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isnan(values), 0, values)
