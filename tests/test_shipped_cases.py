"""The promises of the policies that ship: every case of every file, and all of their clauses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from appraise.cases.files import coverage_of, run_files
from appraise.policy.load import load
from appraise.shipped import RULESETS, shipped_rulesets

if TYPE_CHECKING:
    from appraise.cases.files import Tested
    from appraise.cases.running import Result

FILES = sorted(RULESETS.rglob("*.cases.yaml"))
TESTED = run_files(FILES)


@pytest.mark.parametrize("tested", TESTED, ids=lambda t: Path(t.loaded.file).stem)
def test_the_file_is_sound(tested: Tested) -> None:
    assert tested.plan is not None, tested.loaded.diagnostics
    assert tested.results


@pytest.mark.parametrize("result", [pytest.param(r, id=r.case.name) for t in TESTED for r in t.results])
def test_a_promise_is_kept(result: Result) -> None:
    assert result.passed, ([(d.promise.column, d.promise.value, d.got) for d in result.differences], result.refused)


@pytest.mark.parametrize("tested", TESTED, ids=lambda t: Path(t.loaded.file).stem)
def test_every_clause_is_reached(tested: Tested) -> None:
    ((_, coverage),) = coverage_of([tested])
    assert coverage.missed == ()


def test_every_shipped_ruleset_has_cases() -> None:
    """Variants are tried on data, beside the ruleset that they extend."""
    whole = {p for p in shipped_rulesets().values() if p.parent.name != "variants"}
    assert {p.with_name(p.name.replace(".cases.", ".")) for p in FILES} == whole


def test_no_shipped_ruleset_has_problems() -> None:
    assert [d for path in shipped_rulesets().values() for d in load(path).diagnostics] == []
