"""The names of the columns that the results of a policy have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy import columns as col
from appraise.policy.columns import PACE, PARTS
from appraise.policy.meaning.parts import columns_of, score_columns_of

if TYPE_CHECKING:
    from appraise.policy.model import Ruleset


def result_names(ruleset: Ruleset, *, provisional: bool = False) -> tuple[str, ...]:
    """The columns in order; the joined texts `gates` and `outcomes`, and what the policy asks for, come after them."""
    keys = (ruleset.data.employee, ruleset.data.period)
    shown = [f.id for f in ruleset.data.fields.values() if f.type == "text" and f.id not in keys]
    names = ["employee", "period", *(["provisional"] if provisional else []), *shown, "cohort", "reason"]
    for indicator in ruleset.indicators.values():
        parts = [p for p in PARTS if p not in ("target", "attainment") or indicator.target is not None]
        parts += PACE if provisional and indicator.pace is not None else ()
        names += [col.indicator(indicator.id, part) for part in parts]
    names += [*score_columns_of(ruleset), "score", *(["grade"] if ruleset.grades else [])]
    names += [name for reward in ruleset.rewards.values() for name in columns_of(reward, ruleset)]
    return (*names, *(["total_reward"] if ruleset.rewards else []))
