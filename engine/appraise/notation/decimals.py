"""What marks the decimals in a column of numbers that are texts: told by all of its cells, by other columns, by the file.

`1.234` and `1,234` can each be 1234 or 1.234. Other writings have one meaning only: `12.5`, `0.123` and `1234.567` have a
decimal point, as `1,234.50` has and `1,234,567` implies; the same holds for commas the other way round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from appraise.notation.currencies import POINT_COUNTRIES, POINT_ONLY, SIGN
from appraise.texts import NOTHING, msg, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from appraise.texts import Message

Decimal = Literal["point", "comma"]
_AROUND = re.compile(rf"^[-+]?\s*(?P<before>{SIGN})?\s*[-+]?|\s*(?P<after>%|{SIGN})?\s*-?$")
_BODY = re.compile(r"[0-9., ']*[0-9]")
EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPS = r"[1-9][0-9]{0,2}(?:(?:%s[0-9]{3})+|(?:'[0-9]{3})+|(?: [0-9]{3})+)"
_FORMS: dict[Decimal, re.Pattern[str]] = {
    "point": re.compile(rf"(?:[0-9]+|{_GROUPS % ','})?(?:\.[0-9]+)?"),
    "comma": re.compile(rf"(?:[0-9]+|{_GROUPS % '[.]'})?(?:,[0-9]+)?"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the cells of a column show: for each meaning, and for neither, the first cell ("" where there is none).

    either: a cell that can mean two numbers; its sign is `sign`. both: whether others that can have the other sign.
    """

    point: str = ""
    comma: str = ""
    either: str = ""
    sign: str = ""
    both: bool = False


def meanings(text: str) -> tuple[set[Decimal], str]:
    """The decimal signs under which a text is a number, and its digits with their signs; none for other texts."""
    body = text
    currency = ""
    for found in _AROUND.finditer(text):
        currency = currency or found["before"] or found["after"] or ""
    body = _AROUND.sub("", text)
    if not _BODY.fullmatch(body):
        return set(), body
    if currency in POINT_ONLY and "," in body and EITHER.fullmatch(body):
        return {"point"}, body
    return {decimal for decimal, form in _FORMS.items() if form.fullmatch(body)}, body


def shown(texts: Iterable[str]) -> Shown:
    """Look at the different texts of a column."""
    first: dict[str, str] = {}
    signs: set[str] = set()
    for text in texts:
        found, body = meanings(text)
        if len(found) == 1:
            first.setdefault(next(iter(found)), text)
        elif len(found) == 2 and EITHER.fullmatch(body):
            first.setdefault("either", text)
            signs.add("." if "." in body else ",")
    return Shown(first.get("point", ""), first.get("comma", ""), first.get("either", ""),
                 min(signs, default=""), len(signs) > 1)  # fmt: skip


def decided(
    column: Shown, others: Sequence[tuple[str, Shown]], delimiter: str, currency: str = ""
) -> Decimal | tuple[Message, Message]:
    """Decide for a column, by itself and by `others` of the same file, with their names; else say why not, and a hint.

    `delimiter` is what parts the cells of a text file, "" in other files. Programs write files of commas with decimal
    points, and a comma in one of their cells parts thousands; a column of nothing but `1.234` can yet be thousands.
    In a workbook, a comma does so too if the `currency` of the policy is one of countries that write decimal points.
    """
    if column.point and column.comma:
        return (
            msg(
                '"{comma}" has a decimal comma, and "{point}" a decimal point.', comma=column.comma, point=column.point
            ),
            msg("write all numbers in one way"),
        )
    if not column.either:
        return "comma" if column.comma else "point"
    here = msg("this column")
    points = [(column.point, here)] * bool(column.point) + [(s.point, plain(name)) for name, s in others if s.point]
    commas = [(column.comma, here)] * bool(column.comma) + [(s.comma, plain(name)) for name, s in others if s.comma]
    if points and commas:
        return msg(
            '"{cell}" cannot be told: "{point}" in {column} has a decimal point, "{comma}" in {other} a decimal comma.',
            cell=column.either, point=points[0][0], column=points[0][1], comma=commas[0][0], other=commas[0][1],
        ), NOTHING  # fmt: skip
    if commas and delimiter == "," and not any("." in text for text, _ in commas):
        return msg('"{comma}" has a decimal comma, so "{cell}" can be a decimal or thousands.',
                   comma=commas[0][0], cell=column.either), NOTHING  # fmt: skip
    if points or commas:
        return "point" if points else "comma"
    commas_part = delimiter == "," or (delimiter == "" and currency in POINT_COUNTRIES)
    if commas_part and column.sign == "," and not column.both:
        return "point"
    whole = re.sub(r"[^0-9]", "", meanings(column.either)[1])
    part = meanings(column.either)[1].replace(",", ".")
    return msg('"{cell}" can mean {whole} or {part}, and no other cell tells which.',
               cell=column.either, whole=whole, part=part), NOTHING  # fmt: skip
