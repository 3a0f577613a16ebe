"""The head of a comparison, for its page and its workbook: what is compared, from what, and what to beware of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise import __version__
from appraise.report.comparison.page_words import say
from appraise.report.comparison.tables import not_compared
from appraise.report.comparison.words import say as table_word
from appraise.report.page.page import Fact
from appraise.report.policy.settings import unit_of_money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.compare.tables import Compared
    from appraise.policy.model import Ruleset
    from appraise.texts import Language


def title_of(compared: Compared, language: Language) -> str:
    """Call a comparison."""
    key = "title" if len(compared.variants) > 1 else "title_one"
    return say(key, language, base=compared.base, n=len(compared.variants))


def facts(compared: Compared, base: Ruleset) -> Iterator[Fact]:
    """Say what is compared; `base` is the base's ruleset."""
    language = base.language
    for i, one in enumerate(compared.origins):
        label = say("variant", language, i=i) if i else say("base", language)
        version = say("version", language, version=one.version)
        reason = say("reason", language, reason=one.reason) if one.reason else ""
        yield Fact(label, f"{one.title} ({version})", reason)
    yield Fact(say("periods", language), " – ".join(dict.fromkeys([*compared.periods[:1], *compared.periods[-1:]])))
    yield Fact(say("appraisals", language), say("appraisals_of", language, n=f"{compared.rows:,}"))
    yield Fact(say("currency", language), unit_of_money(language, base.currency))
    yield Fact(say("sign_name", language), table_word("sign", language))
    files = dict.fromkeys(file for one in compared.origins for file in one.files)
    yield Fact(say("made", language), say("made_of", language, version=__version__, files=", ".join(files)))


def warnings(compared: Compared, language: Language) -> Iterator[str]:
    """Say what is provisional, not compared or not named."""
    for day in dict.fromkeys(day for one in compared.origins for day in one.as_of):
        yield say("provisional", language, day=day)
    yield from not_compared(compared, language)
    if compared.anonymous:
        yield say("anonymous", language)
