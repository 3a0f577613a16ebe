"""What marks the decimals of a column: told by its cells, by the other columns, by the file; or asked for."""

from __future__ import annotations

import pytest

from appraise.notation.decimals import decided, meanings, shown

POINT = [
    "12.5",
    "0.123",
    "1234.567",
    "1,234.50",
    "1,234,567",
    "1.2345",
    "1.23",
    "-0.5",
    "$1,234.5",
    ".5",
    "1'234.5",
    "¥1,234",
    "1,234元",
]
COMMA = ["12,5", "0,123", "1234,567", "1.234,50", "1.234.567", "1,2345", "1.234,5 €", "-0,5", "12,50%"]
BOTH = ["1.234", "1,234", "-12.345", "123,456", "€1.234", "$1,234", "1.234 €", "1,234%"]
WHOLE = ["12", "1234", "-5", "1'234", "1 234", "5%", "$12"]
NEITHER = ["abc", "", "1,23,456.5", "1.2.3", "1,2,3", "12-5", "1..5", "2026-01-05"]


@pytest.mark.parametrize("text", POINT)
def test_a_decimal_point(text: str) -> None:
    assert meanings(text)[0] == {"point"}


@pytest.mark.parametrize("text", COMMA)
def test_a_decimal_comma(text: str) -> None:
    assert meanings(text)[0] == {"comma"}


@pytest.mark.parametrize("text", [*BOTH, *WHOLE])
def test_either(text: str) -> None:
    assert meanings(text)[0] == {"point", "comma"}
    assert (shown([text]).either == text) == (text in BOTH)


@pytest.mark.parametrize("text", NEITHER)
def test_no_number(text: str) -> None:
    assert meanings(text)[0] == set()


@pytest.mark.parametrize(
    ("column", "others", "delimiter", "answer"),
    [
        (["1.234", "950"], [], ";", None),
        (["1.234", "950"], [], "\t", None),
        (["1.234", "950"], [], ",", None),
        (["1.234", "950"], [], "", None),
        (["1,234", "950"], [], ";", None),
        (["1,234", "950"], [], ",", "point"),
        (["1.234", "2.000,50"], [], ";", "comma"),
        (["1.234", "12.5"], [], ";", "point"),
        (["1,234", "12.5"], [], ";", "point"),
        (["1,234", "12,5"], [], ";", "comma"),
        (["1,234", "12,5"], [], ",", None),
        (["1.234,50", "12.5"], [], ";", None),
        (["1.234"], [["12,5"]], ";", "comma"),
        (["1.234"], [["12.5"]], ";", "point"),
        (["1.234"], [["12.5"], ["12,5"]], ";", None),
        (["1.234", "1,234"], [], ",", None),
        (["12", "950"], [], ";", "point"),
        (["12,5"], [], ";", "comma"),
        ([], [], ";", "point"),
    ],
)
def test_the_column_decides(column: list[str], others: list[list[str]], delimiter: str, answer: str | None) -> None:
    found = decided(shown(column), [(f"c{i}", shown(other)) for i, other in enumerate(others)], delimiter)
    assert found == answer if answer else isinstance(found, tuple)


@pytest.mark.parametrize(
    ("currency", "answer"), [("CNY", "point"), ("USD", "point"), ("EUR", None), ("", None), ("CHF", None)]
)
def test_in_a_workbook_the_currency_of_the_policy_tells(currency: str, answer: str | None) -> None:
    assert decided(shown(["1,234"]), [], ",", currency) == "point"
    found = decided(shown(["1,234"]), [], "", currency)
    assert found == answer if answer else isinstance(found, tuple)
    assert isinstance(decided(shown(["1.234"]), [], "", currency), tuple)
    assert isinstance(decided(shown(["1,234"]), [], ";", currency), tuple)
