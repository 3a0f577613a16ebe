"""Checks of meaning: each module is one check, and its docstring is its page of the manual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.policy.lint import (
    cycles,
    formulas,
    handed_in,
    limits,
    measures,
    names,
    payout,
    percents,
    reach,
    settings,
    settling,
    shares,
    tables,
    targets,
    tiers,
    unused,
    weights,
)
from engine.policy.scope import Scope

if TYPE_CHECKING:
    from engine.diagnostics import Report
    from engine.policy.model import Ruleset

CHECKS = (
    names, handed_in, targets, measures, formulas, cycles, settings, tables, weights, shares, tiers, limits, reach, percents,
    payout, settling, unused,
)  # fmt: skip


def check_meaning(ruleset: Ruleset, broken: set[str], report: Report) -> None:
    """Run every check. `broken` names what is reported already, of which nothing more is said."""
    scope = Scope(ruleset, broken)
    for module in CHECKS:
        module.check(ruleset, scope, report)
