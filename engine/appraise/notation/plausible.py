"""How plausible a text is as something that people wrote: the surprise of its characters, in nats.

The surprise of a character is about -ln of its probability in text of its kind; of two readings of the same bytes, the one
with less surprise is e^difference times as likely. Letters of ASCII count nothing: they are the same in every reading.
"""

from __future__ import annotations

import functools
import math
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from appraise.notation import alphabets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

IMPOSSIBLE = math.inf
_IN_ALPHABET, _OUTSIDE, _IN_NONE = 4.0, 9.5, 14.0
_RANKS = (3.0, 4.3, 6.5)  # of letters of other alphabets, by how frequent they are
_UNKNOWN_LETTER, _CASE, _MIXED, _INSIDE_WORD = 12.0, 6.0, 10.0, 9.0
_IN_A_WORD = 9.5  # a sign of Chinese beside a small letter, as in Jos茅 for José; capitals stand so more often: A座
_PRICE, _FAMILIAR, _SIGN, _ODD_SIGN = 0.5, 5.0, 8.0, 11.0
_PUNCTUATION = frozenset("“”‘’–—…«»·•§°№€£¥、。，：；！？（）《》〈〉【】「」『』％～＋－／￥　\xa0")
_JOINING = frozenset("’·‧・ー-–—（）()／/＋%％：")  # may stand between letters
_MONEY = frozenset("€£¥￥₩₹₽")
_BEFORE_A_PRICE = frozenset(["", " ", "-", "+", "("])
_RANKED = {
    letter: cost
    for script, more in (
        (alphabets.CYRILLIC, 0.0),
        (alphabets.GREEK, 0.0),
        (alphabets.HEBREW, 0.0),
        (alphabets.ARABIC, 0.0),
        (alphabets.THAI, 1.0),
    )
    for letters, cost in zip(script, (rank + more for rank in _RANKS), strict=True)
    for letter in letters
}
_LATIN = frozenset("".join(alphabets.LATIN.values()))
_IDEOGRAPHIC = ("Han", "Kana", "Half", "Hangul")


def surprise(texts: Iterable[str], tongue: str, unwritten: float = IMPOSSIBLE) -> float:
    """The surprise of some cells; `tongue` says whose signs Han and the like are: "zh", "zh-Hant", "ja", "ko" or "".

    `unwritten` is that of a character that no text has, such as a control character.
    """
    total, letters = 0.0, Counter[str]()
    for text in texts:
        total += _of_cell(text, tongue, letters, unwritten)
        if total == IMPOSSIBLE:
            return total
    return total + min(
        sum(
            n * (_IN_ALPHABET if letter in own else _OUTSIDE if letter in _LATIN else _IN_NONE)
            for letter, n in letters.items()
        )
        for own in map(frozenset, alphabets.LATIN.values())
    )


def _of_cell(text: str, tongue: str, letters: Counter[str], unwritten: float) -> float:
    """The surprise of one cell, but for the letters of Latin alphabets, which are counted in `letters`."""
    total, before, previous = 0.0, "", ""
    for at, sign in enumerate(text):
        script = _script(sign)
        if script == "none":
            total += unwritten
            continue
        if not sign.isascii():
            after = text[at + 1 : at + 2]
            if script == "Latin":
                letters[_lower(sign)] += 1
            elif script == "sign":
                total += _of_sign(sign, previous, after)
            else:
                total += _COSTS[script](sign, tongue)
        if not (sign.isascii() and previous.isascii()):
            total += _between(before, script, previous, sign)
        before, previous = script, sign
    return total


def _lower(letter: str) -> str:
    return "i" if letter == "İ" else letter.lower()


@functools.cache
def _script(sign: str) -> str:
    """Name the script of a character; "none" for what no text has, "" for digits and marks of ASCII."""
    if sign.isascii():
        return "Latin" if sign.isalpha() else "" if sign.isprintable() or sign in "\t\r\n" else "none"
    kind = unicodedata.category(sign)
    if kind in ("Cc", "Co", "Cn", "Cs") or "\u2500" <= sign <= "\u259f":  # lines and blocks of text screens
        return "none"
    if kind[0] not in "LM" or sign in "ªºµˆ":
        return "sign"
    name = unicodedata.name(sign, "")
    for word, script in (("CJK", "Han"), ("HALFWIDTH", "Half"), ("HIRAGANA", "Kana"), ("KATAKANA", "Kana"),
                         ("HANGUL", "Hangul"), ("FULLWIDTH", "Wide"), ("LATIN", "Latin")):  # fmt: skip
        if name.startswith(word):
            return script
    return name.split(" ")[0].capitalize()  # Cyrillic, Greek ...


def _of_sign(sign: str, previous: str, after: str) -> float:
    """The surprise of a sign; one inside a word, where no letter is, is a sure mark of a wrong reading."""
    if sign in _MONEY and (previous.isdigit() or (after.isdigit() and previous in _BEFORE_A_PRICE)):
        return _PRICE
    inside = previous.isalpha() and after.isalpha() and sign not in _JOINING
    beside = sign in _MONEY and (previous.isalpha() or after.isalpha())
    cost = _FAMILIAR if sign in _PUNCTUATION else _SIGN if ord(sign) < 0x100 else _ODD_SIGN
    return cost + (_INSIDE_WORD * inside + _MIXED * beside)


def _between(before: str, script: str, previous: str, sign: str) -> float:
    """The surprise of two characters side by side: scripts that do not mix, capitals inside a word."""
    if unicodedata.combining(sign) and before != script:
        return _MIXED
    if not before or not script or "sign" in (before, script):
        return 0.0
    if before == script:
        return (
            _CASE
            if previous.islower() and sign.isupper()
            else 1.0
            if script == "Latin" and not previous.isascii()
            else 0.0
        )
    pair = {before, script}
    if pair <= {"Han", "Kana"} or "Wide" in pair:
        return 0.0
    if "Latin" in pair and pair & set(_IDEOGRAPHIC):
        latin = previous if before == "Latin" else sign
        return (3.0 if latin.isupper() else _IN_A_WORD) if latin.isascii() else _MIXED
    return _CASE if pair == {"Han", "Hangul"} else _MIXED


def _alphabetic(sign: str, tongue: str) -> float:
    usual = _RANKED.get(sign.lower(), _UNKNOWN_LETTER)
    return usual if not tongue else max(_UNKNOWN_LETTER, usual)  # Cyrillic among the signs of a Chinese encoding


@functools.cache
def _han(sign: str, tongue: str) -> float:
    match tongue:
        case "zh":
            lead = _lead(sign, "gb2312")
            return (
                6.7
                if sign in _COMMON["zh"]
                else 9.5
                if 0 < lead <= 0xD7
                else 11.5
                if lead
                else 14.0
                if sign < "\U00020000"
                else 17.0
            )
        case "zh-Hant":
            lead = _lead(sign, "big5")
            return 6.7 if sign in _COMMON["zh-Hant"] else 9.2 if 0 < lead <= 0xC6 else 11.5 if lead else 15.0
        case "ja":
            lead = _lead(sign, "euc_jp")
            return 6.5 if sign in _COMMON["ja"] else 9.0 if 0xB0 <= lead <= 0xCF else 11.5 if lead else 15.0
        case "ko":
            return 13.0
    return _UNKNOWN_LETTER


def _lead(sign: str, encoding: str) -> int:
    try:
        return sign.encode(encoding)[0]
    except UnicodeEncodeError:
        return 0


def _kana(sign: str, tongue: str) -> float:
    del sign
    return 5.0 if tongue == "ja" else _UNKNOWN_LETTER


def _half(sign: str, tongue: str) -> float:
    del sign
    return 7.5 if tongue == "ja" else _UNKNOWN_LETTER


@functools.cache
def _hangul(sign: str, tongue: str) -> float:
    if tongue != "ko":
        return _UNKNOWN_LETTER
    return 5.5 if sign in _COMMON["ko"] else 9.5 if _lead(sign, "euc_kr") else 16.0


def _wide(sign: str, tongue: str) -> float:
    del sign
    return 8.0 if tongue else _UNKNOWN_LETTER


class _Costs(dict[str, "Callable[[str, str], float]"]):
    def __missing__(self, script: str) -> Callable[[str, str], float]:
        return _alphabetic


_COSTS = _Costs({"Han": _han, "Kana": _kana, "Half": _half, "Hangul": _hangul, "Wide": _wide})
_COMMON = {
    "zh": frozenset(alphabets.HAN),
    "zh-Hant": frozenset(alphabets.HAN_TRADITIONAL),
    "ja": frozenset(alphabets.HAN_JAPANESE),
    "ko": frozenset(alphabets.HANGUL),
}
