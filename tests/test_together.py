"""Many rulesets run together give, to the last bit, what each gives alone."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from appraise import compile_plan
from appraise.cases.files import run_files
from appraise.compare.varying.settings import written
from appraise.diagnostics import Diagnostics
from appraise.execution import execute
from appraise.execution.run import run, run_on
from appraise.formula.vectors import Text
from appraise.policy.load import load, load_changed, shown
from appraise.policy.text.tree import Node
from appraise.policy.variants.merging import Change
from appraise.policy.variants.variants import read_resolved
from appraise.shipped import RULESETS
from appraise.sweeping.together import alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from appraise.execution.worksheet import Worksheet
    from appraise.plan.steps import Plan

FILES = sorted(RULESETS.rglob("*.cases.yaml"))
FIXED = ("effective", "data", "sources", "measures", "cycle", "conventions")


def numbers(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    for key, value in node.mapping.items():
        if path or key not in FIXED:
            if value.mapping:
                yield from numbers(value, (*path, key))
            elif written(value) is not None:
                yield (*path, key), value


def variants(path: Path, number: int = 15) -> list[Plan]:
    resolved = read_resolved(path, shown, Diagnostics())
    assert resolved is not None
    rng, there = random.Random(7), list(numbers(resolved.document.root))
    plans = []
    for chosen in [
        [],
        *([rng.choice(there)] for _ in range(number)),
        *(rng.sample(there, min(3, len(there))) for _ in range(5)),
    ]:
        changes = [Change(at, node, times(node, rng.choice([0, 0.5, 0.9, 1.1, 2]))) for at, node in chosen]
        loaded = load_changed(resolved.document, changes)
        if loaded.ruleset is not None:
            plans.append(compile_plan(loaded.ruleset))
    return plans


def times(node: Node, factor: float) -> Node:
    number, unit = written(node) or (0, "")
    text = f"{float(number) * factor!r}{unit}"
    return replace(node, value=text if unit else float(text), text=text)


def same(one: Worksheet, other: Worksheet) -> None:
    assert one.columns.keys() == other.columns.keys()
    assert [(t.check, t.rows.tolist()) for t in one.troubles] == [(t.check, t.rows.tolist()) for t in other.troubles]
    alike_figures(one, other, one.plan.results)
    assert one.frame().equals(other.frame())


def alike_figures(one: Worksheet, other: Worksheet, names: Iterable[str]) -> None:
    for name in names:
        a, b = one.result(name), other.result(name)
        if isinstance(a, Text) and isinstance(b, Text):
            assert a.strings() == b.strings(), name
        else:
            assert np.asarray(a).tobytes() == np.asarray(b).tobytes(), name


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name.removesuffix(".cases.yaml"))
def test_together_is_as_alone(file: Path) -> None:
    (tested,) = run_files([file])
    plans = variants(file.with_name(file.name.replace(".cases.", ".")))
    tables = [r.worksheet.table for r in tested.results if r.worksheet is not None and r.case.as_of is None]
    assert len(plans) > 3
    assert len(alike(plans)) == 1
    compared = 0
    for table in tables[:2]:
        for plan, joined in zip(plans, run_on(plans, table), strict=True):
            alone = run(plan, table)
            assert alone.diagnostics == joined.diagnostics
            assert (alone.worksheet is None) == (joined.worksheet is None)
            if alone.worksheet is not None and joined.worksheet is not None:
                same(alone.worksheet, joined.worksheet)
                compared += 1
    assert compared > len(plans) // 2


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name.removesuffix(".cases.yaml"))
def test_figures_alone_are_those_of_whole_runs(file: Path) -> None:
    """Without outcomes, warnings and what explains a row: as sweeps run policies."""
    (tested,) = run_files([file])
    plans = variants(file.with_name(file.name.replace(".cases.", ".")), 2)
    tables = [r.worksheet.table for r in tested.results if r.worksheet is not None and r.case.as_of is None]
    for table in tables[:1]:
        bare = [compile_plan(plan.ruleset, outcomes=False) for plan in plans]
        names = [n for n in ("score", "grade", "total_reward") if n in plans[0].results]
        for plan, figures in zip(plans, run_on(bare, table, keep=names, bare=True), strict=True):
            alone = run(plan, table)
            wrong = [d for d in alone.diagnostics if d.severity == "error"]
            assert [d.message for d in figures.diagnostics if d.severity == "error"] == [d.message for d in wrong]
            if alone.worksheet is not None and figures.worksheet is not None:
                assert set(figures.worksheet.columns) <= {*names, "reason", *(plan.names[n] for n in names)}
                alike_figures(alone.worksheet, figures.worksheet, names)


@pytest.mark.parametrize(
    "name", ["key-account-quarterly", "forced-distribution", "contest-and-team", "commission-plan"]
)
def test_periods_at_once_are_as_one_by_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tested,) = run_files([RULESETS / f"{name}.cases.yaml"])
    ruleset = load(RULESETS / f"{name}.yaml").ruleset
    assert ruleset is not None
    plan = compile_plan(ruleset, outcomes=False)
    for result in tested.results:
        if result.worksheet is None or result.case.as_of is not None:
            continue
        at_once = run(plan, result.worksheet.table, keep=plan.results)
        with monkeypatch.context() as patched:
            patched.setattr(execute, "CHUNK", 1)
            one_by_one = run(plan, result.worksheet.table, keep=plan.results)
        assert at_once.diagnostics == one_by_one.diagnostics
        if at_once.worksheet is not None and one_by_one.worksheet is not None:
            alike_figures(at_once.worksheet, one_by_one.worksheet, plan.results)
