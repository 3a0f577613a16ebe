"""What a number format makes of a number: the number itself, a percent, a code, or something else than the cell holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraise.data.files.number_formats import parsed

# of 12.5 and of -3; the same number
THE_NUMBER = [
    "General", "@", "0", "0.00", "#,##0.00", "#,##0.00_);(#,##0.00)", "#,##0;[Red]-#,##0", "#,##0;[Red]#,##0", "?0.0", "0.00E+00",
    "# ?/?", "¥#,##0.00", "[$¥-804]#,##0", '"$"#,##0', "[$€-407] 0.00", "[$-409]0.0", "0.00_ ", '#,##0 "元"', '0"人"', '0.0"分"', '0" pts"',
    '0"小时"', '0!.0,"万"', '0.0,"k"', '0.0,,"M"', '[>=10000]0!.0,"万";0', "EUR 0.00", "yyyy-mm-dd", "h:mm", "[h]:mm", "#,##0.00 [$kr-41D]",
    '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', "0.0;△0.0", "0.0;▲0.0", "0.0;负0.0", "00000", "[蓝色]0.0;[红色]-0.0",
]  # fmt: skip
PERCENTS = {
    "0%": ("1250%", "-300%"),
    "0.00%": ("1250%", "-300%"),
    "0.0%;[Red]-0.0%": ("1250%", "-300%"),
    '0.0%;-0.0%;"-"': ("1250%", "-300%"),
    "0 %": ("1250%", "-300%"),
    "0％": ("1250%", "-300%"),
    "[<0]0.0%;0.0%": ("1250%", "-300%"),
    '0"%"': ("12.5%", "-3%"),
    "0.0\\%": ("12.5%", "-3%"),
    '0.0" %"': ("12.5%", "-3%"),
}
SOMETHING_ELSE = {
    '0.0"万"': "12.5 shown as 12.5万",
    "0.0\\万": "12.5 shown as 12.5万",
    '0.0"万元"': "12.5 shown as 12.5万元",
    '0"k"': "12.5 shown as 12.5k",
    '0.0" Mio"': "12.5 shown as 12.5 Mio",
    '0"‰"': "12.5 shown as 12.5‰",
    "0.0,": "12.5 shown as 0.0125",
    "#,##0,,": "12.5 shown as 0.0000125",
    '"n/a"': "12.5 shown as n/a",
    '"K"000': "12.5 shown as K012.5",
    '0.0" Rest"': "12.5 shown as 12.5 Rest",
    ";;": "12.5 shown as nothing",
}


@pytest.mark.parametrize("code", THE_NUMBER)
def test_the_number_is_the_number(code: str) -> None:
    assert parsed(code).number(12.5) == 12.5
    assert parsed(code).number(-3.0) == -3.0 or code == "#,##0;[Red]#,##0"
    assert parsed(code).number(0.0) == 0.0


@pytest.mark.parametrize(("code", "shown"), PERCENTS.items())
def test_a_shown_percent_is_a_percent(code: str, shown: tuple[str, str]) -> None:
    assert (parsed(code).number(12.5), parsed(code).number(-3.0)) == shown


@pytest.mark.parametrize(("code", "shown"), SOMETHING_ELSE.items())
def test_what_shows_another_number_is_told(code: str, shown: str) -> None:
    assert parsed(code).number(12.5) == shown


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("00000", 148.0, "00148"),
        ("0000-0000", 1234567.0, "0123-4567"),
        ('"E"00000', 148.0, "E00148"),
        ('"E-"0', 148.0, "E-148"),
        ("General", 148.0, "148"),
        ("#,##0", 12345.0, "12345"),
        ("0", 12345.0, "12345"),
        ("0.00E+00", 148.0, "148"),
        ("000000", 1234567.0, "1234567"),
        ('0"号"', 7.0, "7号"),
    ],
)
def test_codes_are_read_as_they_are_shown(code: str, value: float, shown: str) -> None:
    assert parsed(code).text(value) == shown


@pytest.mark.parametrize(
    ("code", "sign"),
    [
        ("¥#,##0", "¥"), ("[$¥-804]0", "¥"), ('"$"0', "$"), ("[$$-409]0", "$"), ("[$€-407]0", "€"), ("0 [$EUR]", "EUR"), ('0"元"', "元"),
        ('0"万元"', "元"), ("[$HK$-C04]0", "HK$"), ("[$RMB] 0", "RMB"), ("[$kr-41D] 0", "kr"), ("0.00", ""), ('0" Rest"', ""), ('0"人"', ""),
    ],
)  # fmt: skip
def test_the_currency_that_is_shown(code: str, sign: str) -> None:
    assert parsed(code).currencies == ({sign} if sign else set())


def test_a_sign_that_is_not_shown_is_told() -> None:
    assert parsed("0;0").number(-3.0) == "-3 shown as 3"
    assert parsed("0;;").number(-3.0) == "-3 shown as nothing"


@given(st.text('0#?.,%;"\\!_*[]@-+eE万%$¥ymdhs<>=()/ 元AB', max_size=14), st.floats(-1e12, 1e12))
def test_any_code_gives_the_number_a_percent_or_says_what_it_shows(code: str, value: float) -> None:
    """Whatever the code: nothing but the number itself is a number."""
    read = parsed(code).number(value)
    assert read == value or (isinstance(read, str) and (read.endswith("%") or " shown as " in read))
