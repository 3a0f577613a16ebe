"""What a number format of a workbook makes of a number: the same number, a percent, an amount with a unit, a code.

A format is read for its meaning, not to draw the cell: `0!.0,"万"` shows 125000 as 12.5万, which is the same number,
while `0.0"万"` shows 12.5 as 12.5万, which is another. Libraries that draw cells round the digits away. The grammar is
that of ECMA-376 part 1, 18.8.31, with `!` as an escape, as Chinese and Japanese spreadsheets write it.
"""

from __future__ import annotations

import functools
import operator
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from appraise.data.columns.cells import BLANKS, number_text, percent_text, plain_digits
from appraise.data.columns.shown import shown_as
from appraise.notation.currencies import SIGN

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>(?i:general)|G/通用格式|@)'
    r"|(?P<scientific>[eE][-+])|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)")
_TIME = re.compile(r"(?i)h+|m+|s+")
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, ">": operator.gt, "=": operator.eq, "<=": operator.le, ">=": operator.ge, "<>": operator.ne,
}  # fmt: skip
_SIGNS = "+-\u2212\uff0d()\uff08\uff09△▲负"

_NO_SIGNS = str.maketrans("", "", _SIGNS)
_PLACES = frozenset("0#?g")
_POINTS = frozenset([".", "\uff0e"])
_NOTHING = frozenset(["", "-", "–", "—", "--", "0"])  # how a zero may be shown
UNITS: dict[str, Decimal] = {
    "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "萬": Decimal(10**4), "十万": Decimal(10**5),
    "百万": Decimal(10**6), "千万": Decimal(10**7), "亿": Decimal(10**8), "億": Decimal(10**8), "w": Decimal(10**4),
    "k": Decimal(1000), "tsd": Decimal(1000), "thousand": Decimal(1000), "m": Decimal(10**6), "mm": Decimal(10**6),
    "mn": Decimal(10**6), "mio": Decimal(10**6), "million": Decimal(10**6), "b": Decimal(10**9), "bn": Decimal(10**9),
    "billion": Decimal(10**9), "%": Decimal("0.01"), "‰": Decimal("0.001"), "‱": Decimal("0.0001"),
}  # fmt: skip
_CURRENCY = re.compile(SIGN)
_COUNTED = re.compile(
    "[人名位个件单次户家台套份本只辆项笔张间店班级天日周月年岁时秒分点倍×吨克x]|小时|分钟|公斤|千克|公里|平方米|kg|km|"
    "days?|d|hours?|hrs?|h|weeks?|months?|years?|yrs|persons?|people|pcs|units?|items?|pts?|points?|times"
)  # what is counted: the number is the number; what is in no list is not guessed


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a format: what it shows around the digits, and by what it multiplies them.

    digits: whether it shows the number at all. zeros: digits that are shown at least, before the point. shift:
    digits that stand behind a point which is mere text. inside: (digits to the right of it, text). day: a date or time.
    """

    before: str
    after: str
    inside: tuple[tuple[int, str], ...]
    digits: bool
    zeros: int
    percents: int
    thousands: int
    shift: int
    day: bool
    coloured: bool
    condition: tuple[str, float] | None
    currency: str
    unit: str

    def as_text(self, value: float) -> str:
        """Write what the section shows of a number of at least 0, but every digit, and no thousands signs."""
        if not self.digits:
            return (self.before + self.after).strip(BLANKS)
        scaled = Decimal(repr(value)).scaleb(2 * self.percents - 3 * self.thousands - self.shift)
        whole, point, rest = plain_digits(scaled).partition(".")
        whole = whole.zfill(self.zeros)
        for right, text in () if point or self.shift else self.inside:
            whole = whole[:-right] + text + whole[-right:] if right < len(whole) else whole
        return (self.before + whole + point + rest + self.after).strip(BLANKS)

    @property
    def same(self) -> bool:
        """Whether the number shown, with its unit, is the number that the cell holds."""
        factor = (
            Decimal(1) if self.unit == "" or _COUNTED.fullmatch(self.unit) else UNITS.get(self.unit.rstrip(".").lower())
        )
        return not self.percents and factor == Decimal(10) ** (3 * self.thousands + self.shift)

    @property
    def percent(self) -> bool:
        """Whether a percent is shown: of a share (`0%`), or of the number itself (`0"%"`)."""
        return not (self.thousands or self.shift) and (self.percents, self.unit) in ((1, ""), (0, "%"))

    @property
    def bare(self) -> bool:
        """Whether nothing is shown but digits, in as few as the number has."""
        return self.day or (
            self.digits and not (self.before + self.after).strip(BLANKS) and not self.inside and not self.percents
            and self.zeros < 2
        )  # fmt: skip


class Format(NamedTuple):
    """A number format, as its sections."""

    sections: tuple[Section, ...]

    def _chosen(self, value: float) -> tuple[Section, float, bool]:
        """The section of a number, what it is given to show, and whether that lost its sign."""
        first, *others = self.sections
        if first.condition is not None or (others and others[0].condition is not None):
            holding = [s for s in self.sections[:2] if s.condition is None or _holds(s.condition, value)]
            section = (holding or [self.sections[-1]])[0]
            return section, value, False
        if value < 0 and others:
            signed = others[0].coloured or any(sign in others[0].before + others[0].after for sign in _SIGNS)
            return others[0], -value, not signed
        return (others[1] if value == 0 and len(others) > 1 else first), value, False

    def number(self, value: float) -> float | str:
        """A number as its cell means it: itself, `95%`, or a text that says what is held and what is shown."""
        section, given, unsigned = self._chosen(value)
        if section.day or (value == 0 and not section.digits and section.as_text(0) in _NOTHING):
            return value
        if section.digits and not unsigned and section.same:
            return value
        if section.digits and not unsigned and section.percent:
            return percent_text(value) if section.percents else f"{number_text(value)}%"
        return shown_as(number_text(value), _signed(section, given))

    def text(self, value: float) -> str:
        """A number as the text that its cell shows, with every digit and without thousands signs."""
        section, given, _ = self._chosen(value)
        if section.day or section.thousands or section.shift:
            return number_text(value)
        return _signed(section, given)

    @property
    def plain(self) -> bool:
        """Whether every number is the number, apart from a currency."""
        positive = self.sections[0].condition is None and self.number(1.5) == 1.5
        return positive and self.number(-1.5) == -1.5 and self.number(0) == 0

    @property
    def bare(self) -> bool:
        """Whether every number is shown as its digits alone."""
        return self.sections[0].bare and all(
            s.bare or not (s.before + s.after).translate(_NO_SIGNS).strip(BLANKS) for s in self.sections[1:]
        )

    @property
    def currencies(self) -> set[str]:
        """The signs of currencies that it shows."""
        return {section.currency for section in self.sections if section.currency}


@functools.cache
def parsed(code: str) -> Format:
    """Read a number format."""
    sections: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token["other"] == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    return Format(tuple(_section(tokens) for tokens in sections[:3]))


def _signed(section: Section, value: float) -> str:
    text = section.as_text(abs(value))
    return "-" + text if value < 0 and section.digits else text


def _holds(condition: tuple[str, float], value: float) -> bool:
    return _HOLDS[condition[0]](value, condition[1])


def _section(tokens: list[re.Match[str]]) -> Section:
    """Read one section: `parts` has "0" for what shows digits, marks of numbers as they are, and texts behind a quote."""
    parts: list[str] = []
    percents, dated, coloured, condition = 0, False, False, None
    for token in tokens:
        bracket, other = token["bracket"], token["other"]
        if bracket is not None:
            stated = _CONDITION.fullmatch(bracket)
            condition = (stated[1], float(stated[2])) if stated else condition
            dated |= _TIME.fullmatch(bracket) is not None
            coloured |= bracket.lower().startswith(("red", "color", "红色", "颜色"))
            if bracket.startswith("$"):
                parts.append("'" + bracket[1:].split("-")[0])
        elif token["general"] or token["scientific"]:
            parts.append("g" if token["general"] else "e")
        elif other is None:
            parts.append("'" + (token["quoted"] or token["escaped"] or ""))
        elif other in "0#?.,":
            parts.append(other)
        else:
            percents += other in "%\uff05"
            dated |= other in "yYmMdDhHsSeEbBgGaA"
            parts.append("'" + other)
    places = [i for i, part in enumerate(parts) if part in _PLACES]
    before, inside, after = _texts(parts, places)
    whole, thousands = _whole(parts, places)
    shift = (
        sum(i > inside[0][0] for i in places) if len(inside) == 1 and inside[0][1] in _POINTS and whole == places else 0
    )
    currency, unit = _unit(before + " " + after, percents)
    return Section(
        before, after, tuple((sum(i > at for i in whole), text) for at, text in inside), bool(places),
        0 if "e" in parts else sum(parts[i] == "0" for i in whole),
        percents, thousands, shift, dated and not places, coloured, condition,
        currency, unit,
    )  # fmt: skip


def _texts(parts: list[str], places: list[int]) -> tuple[str, list[tuple[int, str]], str]:
    """The texts before the digits, among them (with their places) and after them; those of fractions are none."""
    first, last = (places[0], places[-1]) if places else (len(parts), len(parts))
    texts = [(i, part[1:]) for i, part in enumerate(parts) if part.startswith("'") and len(part) > 1]
    inside = [(i, text) for i, text in texts if first < i < last]
    if "e" in parts or ("/" in dict(inside).values() and "?" in parts):
        inside = []
    return "".join(t for i, t in texts if i < first), inside, "".join(t for i, t in texts if i > last)


def _whole(parts: list[str], places: list[int]) -> tuple[list[int], int]:
    """The places of the digits before the point, and how many commas divide by a thousand."""
    if not places or "e" in parts:
        return places, 0
    point = next((i for i in range(len(parts)) if parts[i] == "."), len(parts))
    whole = [i for i in places if i < point]
    thousands = 0
    for last in {max(whole, default=-1), places[-1]}:
        following = last + 1
        while following < len(parts) and parts[following] == ",":
            thousands, following = thousands + 1, following + 1
    return whole, thousands


def _unit(text: str, percents: int) -> tuple[str, str]:
    """The sign of the currency in a text around a number ("" for none), and what else there is."""
    unit = text.translate(_NO_SIGNS).replace("\uff05", "%").replace("\uffe5", "¥").replace("%", "", percents)
    found = _CURRENCY.search(unit)
    if found:
        unit = unit[: found.start()] + unit[found.end() :]
    return (found[0] if found else ""), unit.strip(BLANKS)
