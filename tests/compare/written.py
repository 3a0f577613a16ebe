"""Small policies written in a test, compared on data made there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise import compile_plan, load_text, run
from appraise.compare.comparison import Comparison, align

if TYPE_CHECKING:
    import pandas as pd

    from appraise.execution.worksheet import Worksheet

HEAD = """
ruleset: written
title: {title}
version: "1"
language: {language}
effective: {{from: 2025-01-01, to: 2026-12-31}}
period: quarter
currency: EUR
conventions: {{boundary: lower, rounding: {{mode: half-up, score: 2, money: 2}}, missing: error}}
"""


def appraised(
    text: str, data: pd.DataFrame, *, title: str = "Old", language: str = "en", periods: tuple[str, ...] = ()
) -> Worksheet:
    """Run a policy, of which the head is left out."""
    loaded = load_text(HEAD.format(title=title, language=language) + text)
    assert loaded.ruleset is not None, loaded.diagnostics
    done = run(compile_plan(loaded.ruleset), data, periods)
    assert done.worksheet is not None, done.diagnostics
    return done.worksheet


def alone(text: str, data: pd.DataFrame, **given: str) -> Comparison:
    """One policy as a comparison, compared with nothing."""
    return align([appraised(text, data, **given)], [])  # type: ignore[arg-type]
