"""Shares of grades lie between 0% and 100%, and those of all grades together are everybody.

Shares that are formulas are checked group by group when there is data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy.meaning.combinations import cases, constant_in
from appraise.policy.model import Shares
from appraise.policy.values import Constant
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostics
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Ruleset
    from appraise.policy.values import Setting


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Look at the shares that are plain numbers, for every cohort, label and day."""
    ranking = ruleset.grades.ranking if ruleset.grades is not None else None
    if ranking is None or scope.broken & {"grades", "cohorts"}:
        return
    sound, seen, shares = True, set[float](), [stated.setting for stated in ranking.settings()]
    for case in cases(shares, ruleset, scope):
        known = [constant_in(setting, case) for setting in shares]
        for setting, share in zip(shares, known, strict=True):
            if share is not None and not 0 <= share <= 1 and share not in seen:
                sound = False
                seen.add(share)
                plain = 1 < share <= 100 and not _in_percent(setting)
                diagnostics.error(
                    "shares-sum",
                    msg("A share of {share:g}% is not between 0% and 100%.", share=share * 100),
                    setting.where,
                    msg("write {share:g}%", share=share) if plain else msg("a share is a part of the group"),
                )
        total = sum(share for share in known if share is not None)
        if sound and isinstance(ranking, Shares) and None not in known and abs(total - 1) > 1e-9 and total not in seen:
            seen.add(total)
            off = f"{abs(total - 1) * 100:.10g}%"
            diagnostics.error(
                "shares-sum",
                msg(
                    "The shares of the grades{whose} add up to {total:.10g}%, but must add up to 100%.",
                    whose=case.whose,
                    total=total * 100,
                ),
                shares[-1].where,
                msg("lower one of them by {off}", off=off) if total > 1 else msg("raise one of them by {off}", off=off),
            )


def _in_percent(setting: Setting) -> bool:
    return isinstance(setting, Constant) and setting.percent
