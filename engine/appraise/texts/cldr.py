"""Lists and numbers as a language writes them, by the rules of the Unicode consortium (CLDR) that Babel brings.

Babel is imported only where they are needed: reading it takes as long as much of a small command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

_GROUPED_BY_COMMA = ("en", "zh")  # write 1,234.5 as Python does


def joined(parts: Sequence[str], how: Literal["or", "and"], language: str) -> str:
    """Join the parts of a list by "or" or "and"."""
    if len(parts) < 2:
        return "".join(parts)
    if len(parts) == 2 and language == "en":
        return f" {how} ".join(parts)  # by far the most frequent
    from babel.lists import format_list  # noqa: PLC0415 - see above

    return format_list(list(parts), style="or" if how == "or" else "standard", locale=language)


def number(value: int, language: str) -> str:
    """Write a whole number in groups of digits."""
    if language in _GROUPED_BY_COMMA:
        return f"{value:,}"
    from babel.numbers import format_decimal  # noqa: PLC0415 - see above

    return format_decimal(value, locale=language)


def magnitude(value: float, language: str) -> tuple[float, str]:
    """The unit in which a large number is written short, and how it is called: (1000, "K"), (10000, "万")."""
    from babel import Locale  # noqa: PLC0415 - see above

    written = Locale.parse(language).compact_decimal_formats["short"]["other"]
    for size in sorted(map(int, written), reverse=True):
        pattern: str = written[str(size)].pattern
        digits = pattern.count("0")
        if value >= size and pattern != "0":
            return size / 10 ** (digits - 1), pattern.replace("0", "").replace("\u00a0", "").strip("'")
    return 1.0, ""
