"""The catalogues of texts, one for each language, and the looking up in them."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import TypeAlias

Language: TypeAlias = str  # as in `--lang` and in a policy's `language`: "en", "zh"
SOURCE: Language = "en"  # the language of the texts in the code, which needs no catalogue
LOCALE = Path(__file__).parent / "locale"
DOMAIN = "appraise"


@cache
def languages() -> tuple[Language, ...]:
    """List the languages there are, that of the code first."""
    return (SOURCE, *sorted(path.parent.parent.name for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po")))


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """Load the catalogue of a language; that of the code gives every text as it stands there."""
    if language == SOURCE:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE, [language])


def translated(template: str, language: Language, context: str = "") -> str:
    """Look up a text, which the code has in English; `context` tells texts apart that are the same in English."""
    if not template or language == SOURCE:
        return template
    found = catalogue(language)
    return found.pgettext(context, template) if context else found.gettext(template)


def counted(one: str, many: str, n: float, language: Language) -> str:
    """Look up a text that depends on a number, by the plural forms of the language."""
    if language == SOURCE:
        return one if n == 1 else many
    return catalogue(language).ngettext(one, many, int(n))
