"""Signs and codes of currencies as people write them beside amounts, and the currencies that each may mean."""

from __future__ import annotations

import re

_DOLLARS = "USD AUD CAD HKD SGD NZD TWD MXN ARS CLP COP BRL"
_SIGNS = {
    "$": _DOLLARS, "US$": "USD", "USD$": "USD", "美元": "USD", "HK$": "HKD", "港元": "HKD", "港币": "HKD", "NT$": "TWD", "新台币": "TWD",
    "S$": "SGD", "新元": "SGD", "A$": "AUD", "AU$": "AUD", "澳元": "AUD", "C$": "CAD", "CA$": "CAD", "加元": "CAD", "NZ$": "NZD",
    "MX$": "MXN", "R$": "BRL", "MOP$": "MOP", "€": "EUR", "欧元": "EUR", "£": "GBP EGP", "英镑": "GBP", "¥": "CNY JPY", "CN¥": "CNY",
    "JP¥": "JPY", "元": "CNY HKD TWD", "圆": "CNY", "人民币": "CNY", "RMB": "CNY", "CNH": "CNY", "円": "JPY", "日元": "JPY", "₩": "KRW",
    "韩元": "KRW", "원": "KRW", "₹": "INR", "₽": "RUB", "卢布": "RUB", "₫": "VND", "đ": "VND", "฿": "THB", "泰铢": "THB", "₱": "PHP",
    "RM": "MYR", "Rp": "IDR", "zł": "PLN", "Kč": "CZK", "kr": "SEK NOK DKK ISK", "Ft": "HUF", "₺": "TRY", "₪": "ILS", "₴": "UAH",
    "lei": "RON", "Fr.": "CHF", "R": "ZAR",
}  # fmt: skip
_CODES = [
    "USD", "EUR", "CNY", "JPY", "GBP", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "CHF", "KRW", "INR",
    "RUB", "VND", "THB", "PHP", "MYR", "IDR", "PLN", "CZK", "SEK", "NOK", "DKK", "ISK", "HUF", "TRY",
    "ILS", "UAH", "RON", "ZAR", "MXN", "ARS", "CLP", "COP", "BRL", "PEN", "MOP", "AED", "SAR", "QAR",
    "KWD", "BHD", "OMR", "JOD", "EGP", "MAD", "NGN", "KES", "PKR", "BDT", "LKR", "KZT", "BGN", "RSD",
    "TND",
]  # fmt: skip
CURRENCIES = {sign: frozenset(codes.split()) for sign, codes in _SIGNS.items()} | {c: frozenset([c]) for c in _CODES}


def _alone(sign: str) -> str:
    """Match a sign, but not as a part of a word: the R of `Rest`."""
    before, after = sign[0].isalpha() and sign[0].isascii(), sign[-1].isalpha() and sign[-1].isascii()
    return ("(?<![A-Za-z])" if before else "") + re.escape(sign) + ("(?![A-Za-z])" if after else "")


SIGN = "|".join(_alone(sign) for sign in sorted(CURRENCIES, key=lambda sign: (-len(sign), sign)))
_POINTS = "CNY HKD TWD MOP JPY KRW SGD MYR THB PHP INR PKR BDT LKR USD GBP AUD NZD MXN ILS KES NGN"
POINT_COUNTRIES = frozenset(_POINTS.split())  # whose countries write decimal points
POINT_ONLY = frozenset(
    ["¥", "CN¥", "JP¥", "元", "圆", "人民币", "RMB", "円", "日元", "₩", "원"]
)  # their countries part thousands by commas
