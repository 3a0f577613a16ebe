"""The parts of a page: texts that fit, scales, drawings, and colours that can be told apart from the paper."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraise.report.comparison.figures import Sheet
from appraise.report.page import page as pages
from appraise.report.page.bands import bands
from appraise.report.page.drawing import (
    NARROW,
    TALLEST,
    Chart,
    Drawing,
    Series,
    in_parts,
    pixels,
    short_figures,
    ticks,
    wrapped,
)
from appraise.report.page.heat import Cell, heat
from appraise.report.page.lines import lines
from appraise.report.page.page import Page, Section, in_html
from appraise.report.page.rows import Row, Rows, bars, dots, ranges
from tests.report.page import read

if TYPE_CHECKING:
    from appraise.compare.figures.units import Unit

STYLE = Path(pages.__file__).parent / "templates" / "page.css"


def written(values: Sequence[float]) -> list[str]:
    return [str(value) for value in values]


def drawn(drawing: Drawing) -> ET.Element:
    return ET.fromstring(drawing.markup("c", "Title", "Description"))  # noqa: S314 - our own


def test_a_drawing_is_sound_xml_with_its_alternative() -> None:
    drawing = Drawing()
    drawing.text(0, 10, 'a < b & ]]> "c"')
    svg = ET.fromstring(drawing.markup("c-1", "<script>", "x & y"))  # noqa: S314
    assert svg.attrib["aria-labelledby"] == "c-1-title c-1-desc"
    assert [svg.findtext(tag) for tag in ("title", "desc", "text")] == ["<script>", "x & y", 'a < b & ]]> "c"']


def test_ticks() -> None:
    assert ticks(0, 10) == [0, 2, 4, 6, 8, 10]
    assert ticks(-0.3, 0.9) == [-0.5, -0.25, 0, 0.25, 0.5, 0.75, 1]
    assert ticks(5, 5) == pytest.approx([4.7, 4.8, 4.9, 5, 5.1, 5.2, 5.3])
    assert ticks(0, 0)[0] < 0 < ticks(0, 0)[-1]


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9))
def test_ticks_hold_all_values_and_are_told_apart(low: float, width: float) -> None:
    width *= max(1.0, abs(low) / 1e3)
    found = ticks(low, low + width)
    assert len(set(short_figures(found, "en"))) == len(found)
    assert 2 <= len(found) <= 8
    assert found[0] <= low + 1e-6 * (abs(low) + width)
    assert found[-1] >= low + width - 1e-6 * (abs(low) + width)
    assert found == sorted(set(found))


def test_figures_of_an_axis_are_short() -> None:
    assert short_figures([0, 500, 1000, 1500], "en") == ["0", "0.5K", "1K", "1.5K"]
    assert short_figures([-200000, 0, 200000], "zh") == ["-20万", "0", "20万"]
    assert short_figures([41750, 42000, -0.0], "en") == ["41.75K", "42K", "0"]
    assert short_figures([1e-5 * 3, 2e-5], "en") == ["0.00003", "0.00002"]
    assert short_figures([41000, 41002, 41004], "zh") == ["4.1万", "4.1002万", "4.1004万"]
    assert short_figures([0.19, 0.195, 0.2], "en") == ["0.19", "0.195", "0.2"]
    assert short_figures([2.5e9, 5e9], "en") == ["2.5B", "5B"]


@given(st.text(st.sampled_from("ab 销售额"), max_size=80), st.floats(30, 300))
def test_wrapped_lines_fit_and_nothing_is_lost(text: str, width: float) -> None:
    found = wrapped(text, width)
    assert all(pixels(line) <= width for line in found)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


@given(st.lists(st.floats(10, 150), min_size=1, max_size=40))
def test_parts_hold_everything_in_order_and_fit_on_a_page(heights: list[float]) -> None:
    items = list(range(len(heights)))
    parts = in_parts(items, heights)
    assert [item for part in parts for item in part] == items
    assert all(sum(heights[i] for i in part) <= TALLEST + 75 for part in parts)


def test_bars_on_both_sides_of_zero() -> None:
    (drawing,) = bars(
        [
            Rows("more", (Row("", 1, 0.0, 30.0, "+30"),)),
            Rows("less", (Row("", 2, 0.0, -10.0, "-10"),)),
            Rows("same", (Row("", 2, 0.0, 0.0, "0"),)),
        ]
    )
    svg = drawn(drawing)
    more, less = [(float(r.attrib["x"][:-1]), float(r.attrib["width"][:-1])) for r in svg.findall("rect")]
    assert more[1] == pytest.approx(3 * less[1], abs=0.05)
    assert less[0] + less[1] == pytest.approx(more[0], abs=0.02)
    assert [t.text for t in svg.findall("text")] == ["more", "+30", "less", "-10", "same", "0"]


def test_a_waterfall_begins_where_the_one_before_ends() -> None:
    (drawing,) = bars(
        [
            Rows(name, (Row("", 0, a, b, name),))
            for name, a, b in (("base", 0.0, 50.0), ("up", 50.0, 70.0), ("down", 70.0, 65.0), ("end", 0.0, 65.0))
        ]
    )
    rects = [(float(r.attrib["x"][:-1]), float(r.attrib["width"][:-1])) for r in drawn(drawing).findall("rect")]
    assert rects[1][0] == pytest.approx(rects[0][0] + rects[0][1], abs=0.02)
    assert rects[2][0] + rects[2][1] == pytest.approx(rects[1][0] + rects[1][1], abs=0.02)
    assert rects[3][1] == pytest.approx(rects[0][1] * 65 / 50, abs=0.05)


def test_a_figure_that_is_missing_has_no_mark() -> None:
    (drawing,) = dots(
        [Rows("g", (Row("Base", 0, 0.8, math.nan, "–"), Row("1", 1, 0.8, 0.5, "0.500")))], (0.0, 1.0), 0.8
    )
    svg = drawn(drawing)
    assert len(svg.findall("svg")) == 1
    assert [t.text for t in svg.findall("text")][:2] == ["0.8", "g"]


def test_a_range_shows_the_middle_half_and_the_median() -> None:
    (drawing,) = ranges([Rows("Pay", (Row("", 0, 0.0, 100.0, "40", (20.0, 40.0, 60.0)),))])
    svg = drawn(drawing)
    (box,), (whisker, median) = svg.findall("rect"), svg.findall("line")
    across = [float(whisker.attrib[k][:-1]) for k in ("x1", "x2")]
    assert float(box.attrib["width"][:-1]) == pytest.approx(0.4 * (across[1] - across[0]), abs=0.02)
    assert float(median.attrib["x1"][:-1]) == pytest.approx(across[0] + 0.4 * (across[1] - across[0]), abs=0.02)


def test_bands_are_as_wide_as_their_figures() -> None:
    (drawing,) = bands([("V", [(10.0, "10"), (0.0, "0"), (40.0, "40"), (20.0, "20"), (30.0, "30")])], list("abcde"))
    svg = drawn(drawing)
    widths = [float(r.attrib["width"][:-1]) for r in svg.findall("rect") if r.attrib["width"].endswith("%")]
    assert widths == pytest.approx([10, 40, 20, 30], abs=0.02)
    assert [t.text for t in svg.findall("text")] == [*"abcde", "V", "10", "0", "40", "20", "30"]


def test_lines_stop_where_a_value_is_missing() -> None:
    series = [(Series(0, "Base", "Base"), [1.0, 2.0, math.nan, 4.0, 5.0]), (Series(1, "1", "V"), [math.nan] * 5)]
    svg = drawn(lines(list("abcde"), series, written))
    curves = svg.findall("svg/polyline")
    assert [len(c.attrib["points"].split()) for c in curves] == [2, 2]
    assert len(svg.findall("svg/path")) == 4
    assert [t.text for t in svg.findall("text")][-6:] == ["a", "b", "c", "d", "e", "Base"]


def test_labels_that_find_no_room_are_left_out() -> None:
    labels = [f"2026-{i:02d}" for i in range(1, 25)]
    svg = drawn(lines(labels, [(Series(0, "", ""), [float(i) for i in range(24)])], written))
    shown = [t.text for t in svg.findall("text") if t.text in labels]
    assert shown[0] == labels[0]
    assert sum(pixels(text or "") for text in shown) < NARROW


def test_names_at_the_ends_of_lines_do_not_meet() -> None:
    series = [(Series(i, str(i), ""), [1.0, 1.0 + i / 1000]) for i in range(6)]
    svg = drawn(lines(["a", "b"], [*series, (Series(6, "6", ""), [0.0, 9.0])], written))
    ends = sorted(float(t.attrib["y"]) for t in svg.findall("text") if "key" in t.attrib.get("class", ""))
    assert len(ends) == 7
    assert min(b - a for a, b in pairwise(ends)) >= 13 - 0.01


def test_a_wide_heat_map_keeps_its_figures_readable() -> None:
    names = [f"G{i}" for i in range(30)]
    wide = heat(names, names, [[Cell("1,234", 0.5) for _ in names] for _ in names])
    assert wide.width is not None
    assert wide.width > 30 * pixels("1,234")
    assert wide.height < 560
    assert heat(["S", "A"], ["S", "A"], [[Cell("1", 1.0), Cell("2", 0.1)]] * 2).width is None


def test_nothing_is_not_shaded_and_something_is() -> None:
    svg = drawn(heat(["a"], ["x", "y", "z"], [[Cell("", 0.0), Cell("1", 0.001), Cell("999", 0.999)]]))
    assert [r.attrib["class"].split()[-1] for r in svg.findall("rect")] == ["shade0", "shade1", "shade6"]


def _page(sheet: Sheet, *charts: Chart) -> Page:
    return Page("en", "T", (), (), (), (Section(sheet.key, sheet.title, "", charts, (), (sheet,)),))


def test_blanks_and_missing_figures_have_nothing_to_be_sorted_by() -> None:
    sheet = Sheet("t", "T", "", ("A", "B"), ("text", "money"), (("x", math.nan), ("", 1 / 3)))
    cells = [
        (c.text, c.attributes.get("data-value"))
        for c in read(in_html(_page(sheet))).all("td", "th")
        if c.attributes.get("scope") != "col"
    ]
    assert cells == [("x", None), ("–", ""), ("", None), ("0.33", "0.3333333333333333")]


def test_a_table_that_is_no_page_to_read_says_where_it_stands() -> None:
    rows = tuple((str(i), float(i)) for i in range(2001))
    page = read(in_html(_page(Sheet("people", "People", "", ("A", "B"), ("text", "money"), rows))))
    assert not list(page.all("table"))
    assert "The table has 2,001 rows" in page.text


def test_what_a_row_is_about_stays_in_view() -> None:
    """The first three of the texts at the left; figures, and texts after them, move."""
    units: tuple[Unit, ...] = ("text", "text", "text", "text", "money", "text")
    sheet = Sheet("t", "T", "", tuple("ABCDEF"), units, (("p", "7", "Ann", "Q1", 1.0, "why"),))
    page = read(in_html(_page(sheet)))
    for row in page.all("tr"):
        classes = [one.attributes.get("class", "").split() for one in row.all("th", "td")]
        assert ["stay" in own for own in classes] == [True, True, True, False, False, False]
        assert [own[-1] for own in classes[:3]] == ["stay1", "stay2", "stay3"]


@pytest.mark.parametrize(("columns", "size"), [(10, "size90"), (11, "size85"), (30, "size65")])
def test_a_table_is_printed_as_large_as_fits(columns: int, size: str) -> None:
    """ "+1,234,567.25" takes 13 x 0.55 of the size of the letters and 7.5 points; a page of A4 has 773."""
    cells = tuple(1234567.25 for _ in range(columns))
    sheet = Sheet("t", "T", "", ("A",) * columns, ("money_change",) * columns, (cells, cells))
    (table,) = read(in_html(_page(sheet))).all("table")
    assert size in table.attributes["class"].split()


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _over(colour: str, opacity: float, paper: str) -> str:
    mixed = (round(int(colour[i : i + 2], 16) * opacity + int(paper[i : i + 2], 16) * (1 - opacity)) for i in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in mixed)


@pytest.mark.parametrize("scheme", range(3), ids=["light", "dark", "print"])
def test_contrast(scheme: int) -> None:
    style = STYLE.read_text(encoding="utf-8")
    blocks = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    ]
    assert len(blocks) == 3
    colours = blocks[scheme]
    assert colours.keys() == blocks[0].keys()
    paper = colours["paper"]
    texts = ["ink", "soft", "link", "warn", *(f"s{i}" for i in range(6))]  # the keys of lines are texts
    for name in texts:
        assert _contrast(colours[name], paper) >= 4.5, name
    assert _contrast(colours["ink"], colours["shade"]) >= 4.5
    assert _contrast(colours["soft"], colours["shade"]) >= 4.5
    for name in ("less", "more", "up", "down"):
        assert _contrast(colours[name], paper) >= 3, name
    darkest = max(float(x) for x in re.findall(r"fill-opacity: ([\d.]+)", style))
    for name in ("up", "down", "same"):
        assert _contrast(colours["ink"], _over(colours[name], darkest, paper)) >= 4.5, name
