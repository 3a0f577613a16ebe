"""Checks of meaning: each module is one check, and its docstring is its page of the manual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy.lint import (
    conditions,
    cycles,
    formulas,
    in_force,
    limits,
    measures,
    missing_inputs,
    names,
    payout,
    quantities,
    reach,
    results,
    settings,
    settlement,
    shares,
    tables,
    targets,
    tiers,
    unused,
    weights,
)
from appraise.policy.meaning.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from appraise.diagnostics import Diagnostics
    from appraise.policy.model import Ruleset

OF_WORDS = (
    names,
    missing_inputs,
    measures,
    formulas,
    cycles,
    results,
    unused,
)  # which say the same whatever numbers a policy has
# limits and units before what can be reached, of which nothing is said where a limit is wrong
OF_NUMBERS = (
    in_force, targets, settings, tables, weights, shares, tiers, limits, quantities, reach, payout, settlement, conditions,
)  # fmt: skip


def check_meaning(
    ruleset: Ruleset,
    broken: set[str],
    diagnostics: Diagnostics,
    checks: Iterable[ModuleType] = (*OF_WORDS, *OF_NUMBERS),
) -> None:
    """Run checks. `broken` names what is reported already, of which nothing more is said."""
    scope = Scope(ruleset, broken)
    for module in checks:
        module.check(ruleset, scope, diagnostics)
