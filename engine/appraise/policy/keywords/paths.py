"""Paths of settings (`indicators.sales.weight`) in the keywords of a file (`指标.sales.权重`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from appraise.policy.keywords.places import Place, free_words
from appraise.policy.shape.schema import ruleset_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraise.texts import Language

_STEP = re.compile(r"'[^']*'|\"[^\"]*\"|[^.]+")


def path_over(path: str, language: Language, to: Language) -> str:
    """A path with its keywords in another language; ids, labels and numbers in it stay.

    >>> path_over("指标.sales.权重", "zh", "en"), path_over("rewards.bonus.max", "en", "zh")
    ('indicators.sales.weight', '奖惩.bonus.封顶')
    """
    names = iter(steps_over(_STEP.findall(path), language, to))
    return _STEP.sub(lambda _found: next(names), path)


def steps_over(steps: Iterable[str], language: Language, to: Language) -> list[str]:
    """The steps of a path, each a key or the place in a list, with the keywords among them in another language."""
    place = Place.top(ruleset_schema(), "ruleset")
    free, called = free_words(language), {english: word for word, english in free_words(to).items()}
    found = []
    for step in steps:
        key = place.keys(language).get(step, "")
        found.append(place.called_key(key, to) if key else called.get(free.get(step, ""), step))
        place = place.item() if step.isdigit() and place.is_list else place.under(key or step)
    return found
