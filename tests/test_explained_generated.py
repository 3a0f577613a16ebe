"""What an explanation prints comes out when it is done again, under generated policies too."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from appraise import compile_plan, load_text, run
from appraise.execution.explaining.explain import explain_row
from appraise.report.explanation.person import explanation_lines
from appraise.report.explanation.values import money
from tests import generate, generate_beyond, generate_money
from tests.agreement import without_errors, write_csv
from tests.test_explained_sums import wrong_in

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from appraise.execution.explaining.explain import Explanation

MAKERS = (generate, generate_beyond, generate_money)
SEEDS = (2, 7, 14, 25, 27, 47)  # of which some have jumps between points, for each maker
FUZZ_SEEDS = int(os.environ.get("FUZZ_SEEDS", "500"))
FUZZ_BEGIN = int(os.environ.get("FUZZ_BEGIN", "1000"))


def explained(maker: ModuleType, seed: int, folder: Path, people: int) -> list[Explanation]:
    """The explanations of everybody under a generated policy; none where nobody can be appraised."""
    made = maker.case(seed, people)
    ruleset = load_text(made.text).ruleset
    assert ruleset is not None
    path = write_csv(made, without_errors(ruleset, made.records), folder / "data.csv")
    sheet = run(compile_plan(ruleset), path, made.periods).worksheet
    return [] if sheet is None else [explain_row(sheet.plan, sheet, row) for row in range(len(sheet))]


def wrong(found: list[Explanation], done: list[str]) -> list[str]:
    """The lines that do not come out, and the rewards that are told otherwise than the results have them."""
    bad: list[str] = []
    for it in found:
        lines = [line.text for line in explanation_lines(it)]
        bad += wrong_in(lines, done)
        rewards = it.plan.ruleset.rewards.values() if it.reason is None else ()
        told = [f"{reward.title}：{money(it.values[reward.id])}" for reward in rewards]
        bad += [text for text in told if not any(line.startswith(text) for line in lines)]
    return bad


@pytest.mark.parametrize("maker", MAKERS, ids=lambda m: m.__name__)
def test_every_printed_sum_comes_out(maker: ModuleType, tmp_path: Path) -> None:
    done: list[str] = []
    for seed in SEEDS:
        bad = wrong(explained(maker, seed, tmp_path, 4), done)
        assert not bad, (seed, "\n".join(bad[:20]))
    assert len(done) > 100


@pytest.mark.fuzz
@pytest.mark.parametrize("maker", MAKERS, ids=lambda m: m.__name__)
@pytest.mark.parametrize("seed", range(FUZZ_BEGIN, FUZZ_BEGIN + FUZZ_SEEDS))
def test_every_printed_sum_comes_out_at_length(maker: ModuleType, seed: int, tmp_path: Path) -> None:
    bad = wrong(explained(maker, seed, tmp_path, 12), [])
    assert not bad, "\n".join(bad[:20])


@pytest.mark.parametrize("maker", MAKERS, ids=lambda m: m.__name__)
def test_the_name_of_a_column_leads_to_no_other(maker: ModuleType) -> None:
    for seed in SEEDS:
        ruleset = load_text(maker.case(seed, 1).text).ruleset
        assert ruleset is not None
        plan = compile_plan(ruleset)
        assert {s.name: plan.names.get(s.name, s.name) for s in plan.steps} == {s.name: s.name for s in plan.steps}
