"""An SVG that is as wide as its place: across in percent, down in pixels, so that no text shrinks in a narrow window."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar
from xml.etree import ElementTree as ET

from appraise.diagnostics import display_width
from appraise.texts.cldr import magnitude

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from appraise.texts import Language

NARROW = 320.0  # pixels; the narrowest place in which texts must not meet
TALLEST = 480.0  # pixels; a page of A4 lying down has room for a chart and its caption
LINE = 18.0  # pixels from a line of text to the next
_CHARACTER = 6.7  # pixels, of half a Chinese character at 12 pixels
SHAPES = ("M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0", "M-4,-4h8v8h-8z", "M0,-5l5,9h-10z", "M0,-5l5,5l-5,5l-5,-5z",
          "M-5,-4h10l-5,9z", "M-5,-2h3v-3h4v3h3v4h-3v3h-4v-3h-3z")  # fmt: skip
SERIES = len(SHAPES)  # colours, shapes and dashes; a further series begins anew

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Series:
    """One policy, or one measure, in all charts: `key` is what it is called beside a mark, `name` in the legend."""

    number: int
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with what it is called and its main point in words, which is also its text alternative."""

    title: str
    point: str
    drawing: Drawing


def charts(title: str, point: str, drawings: Sequence[Drawing]) -> Iterator[Chart]:
    """The parts of a chart, numbered where there are several."""
    for i, drawing in enumerate(drawings, 1):
        yield Chart(f"{title} ({i}/{len(drawings)})" if len(drawings) > 1 else title, point, drawing)


class Drawing:
    """The marks of a chart. `width` in pixels where it cannot be narrower, else that of its place.

    `from_zero`: whether its axis holds 0.
    """

    def __init__(self, width: float | None = None) -> None:
        self.height = 0.0
        self.width = width
        self.from_zero = True
        self._marks = ET.Element("g")

    def rect(self, x: float, y: float, width: float, height: float, look: str) -> ET.Element:
        """Draw a rectangle; x and width in percent."""
        return self._put("rect", look, x=_percent(x), y=_short(y), width=_percent(width), height=_short(height))

    def line(self, x: tuple[float, float], y: tuple[float, float], look: str) -> None:
        """Draw a line; x in percent."""
        self._put("line", look, x1=_percent(x[0]), y1=_short(y[0]), x2=_percent(x[1]), y2=_short(y[1]))

    def text(self, x: float, y: float, text: str, look: str = "", *, anchor: str = "start", right: float = 0.0) -> None:
        """Write on a base line at y; x in percent, and so many pixels to the right."""
        moved = {"dx": _short(right)} if right else {}
        anchored = {"text-anchor": anchor} if anchor != "start" else {}
        self._put("text", look, x=_percent(x), y=_short(y), **moved, **anchored).text = text

    def swatch(self, x: float, y: float, look: str) -> None:
        """Draw a small square that says which look means what."""
        self._put("rect", look, x=_percent(x), y=_short(y), width="10", height="10")

    def mark(self, x: float, y: float, series: int) -> None:
        """Draw the shape of a series."""
        at = self._put("svg", "", x=_percent(x), y=_short(y))
        ET.SubElement(at, "path", {"d": SHAPES[series % SERIES], "class": f"mark s{series % SERIES}"})

    def curve(self, x: tuple[float, float], points: Iterable[tuple[float, float]], series: int) -> None:
        """Draw a line through points (from 0 to 1 across between two percents, pixels down); NaN interrupts it."""
        pieces: list[list[str]] = [[]]
        for across, down in points:
            if math.isnan(down):
                pieces.append([])
            else:
                pieces[-1].append(f"{_short(across * 1000)},{_short(down)}")
        height = _short(max(self.height, 1.0))
        at = self._put("svg", "", x=_percent(x[0]), y="0", width=_percent(x[1] - x[0]), height=height,
                       viewBox=f"0 0 1000 {height}", preserveAspectRatio="none")  # fmt: skip
        for piece in pieces:
            if len(piece) > 1:
                look = f"curve s{series % SERIES}"
                ET.SubElement(at, "polyline", {"class": look, "points": " ".join(piece)})

    def markup(self, id_: str, title: str, description: str) -> str:
        """The SVG with its text alternative; all texts are escaped."""
        whole = {} if self.width is None else {"viewBox": f"0 0 {_short(self.width)} {_short(self.height)}"}
        svg = ET.Element("svg", {
            **whole, "id": id_, "role": "img", "aria-labelledby": f"{id_}-title {id_}-desc",
            "width": "100%" if self.width is None else _short(self.width), "height": _short(self.height),
        })  # fmt: skip
        for name, text in (("title", title), ("desc", description)):
            ET.SubElement(svg, name, {"id": f"{id_}-{name}"}).text = text
        svg.extend(self._marks)
        return ET.tostring(svg, encoding="unicode")

    def _put(self, tag: str, look: str, **given: str) -> ET.Element:
        return ET.SubElement(self._marks, tag, {**given, **({"class": look} if look else {})})


def pixels(text: str) -> float:
    """Guess how wide a text is."""
    return display_width(text) * _CHARACTER


def wrapped(text: str, width: float) -> list[str]:
    """Break a text into lines of at most so many pixels, at spaces where there are some."""
    lines, rest = [], text
    while pixels(rest) > width:
        fits = next((i for i in range(len(rest), 1, -1) if pixels(rest[:i]) <= width), 1)
        space = rest.rfind(" ", 0, fits + 1)
        at = space if space > fits // 2 else fits
        lines.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*lines, rest]


def in_parts(items: Sequence[_Item], heights: Sequence[float]) -> list[list[_Item]]:
    """Divide what stands one below the other into parts about as tall, none taller than a printed page."""
    most = sum(heights) / max(1, math.ceil(sum(heights) / TALLEST))
    parts: list[list[_Item]] = []
    height = math.inf
    for item, own in zip(items, heights, strict=True):
        if height + own / 2 > most:
            parts.append([])
            height = 0.0
        parts[-1].append(item)
        height += own
    return parts


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values that include a range, at most so many and one more."""
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        around = abs(low) / 20 or 0.5
        low, high = low - around, high + around
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    step = next(f * power for f in (1.0, 2.0, 2.5, 5.0, 10.0, 20.0) if (high - low) / (f * power) <= most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [i * step for i in range(first, last + 1)]


def short_figures(values: Sequence[float], language: Language) -> list[str]:
    """Write the values of an axis in thousands or millions where they are large, with as many digits as they have."""
    largest = max(map(abs, values), default=0.0)
    unit, name = magnitude(largest, language)
    ordered = sorted({0.0, *values})
    apart = min((b - a for a, b in pairwise(ordered)), default=1.0) / unit
    shown = [value / unit for value in values]
    places = next((n for n in range(12) if all(abs(round(v, n) - v) <= apart / 1e4 for v in shown)), 12)
    texts = [f"{value + 0.0:.{places}f}" for value in shown]
    return [
        (text.rstrip("0").rstrip(".") if places else text) + name if v else "0"
        for text, v in zip(texts, shown, strict=True)
    ]


def scale(domain: tuple[float, float], place: tuple[float, float]) -> Callable[[float], float]:
    """The function that takes a range of values to a range of places."""
    (low, high), (start, end) = domain, place
    return lambda value: start + (end - start) * (value - low) / (high - low)


def extent(values: Sequence[float], *and_: float) -> tuple[float, float]:
    """The lowest and the highest of the known values; never nothing wide."""
    known = [value for value in (*values, *and_) if math.isfinite(value)]
    low, high = min(known, default=0.0), max(known, default=1.0)
    return (low, high) if high > low else (low, low + (abs(low) or 1.0))


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if value else "0"


def _percent(value: float) -> str:
    return f"{_short(value)}%"
