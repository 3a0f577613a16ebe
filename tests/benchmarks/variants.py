"""A thousand variants of the quarterly policy against a thousand runs of it; five variants against one run.

python -m tests.benchmarks.variants: prints times and ratios. The data are the example team's four quarters of 2025, the
people repeated under other numbers.
"""

from __future__ import annotations

import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from appraise import compile_plan, run
from appraise.compare.figures.asking import usual
from appraise.compare.varying.settings import changes, vary
from appraise.compare.varying.sweep import sweep
from appraise.console.working import runs_of
from appraise.diagnostics import Diagnostics
from appraise.execution.run import as_table
from appraise.policy.load import load, load_changed, shown
from appraise.policy.variants.variants import read_resolved
from appraise.shipped import RULESETS

ROOT = Path(__file__).parents[2]
POLICY = RULESETS / "key-account-quarterly.yaml"
SETTINGS, SEPARATE = 1000, 20
PERIODS = ("2025Q1", "2025Q2", "2025Q3", "2025Q4")


def team(people: int, periods: tuple[str, ...], out: Path) -> None:
    """Write the example team as often as it takes."""
    with (ROOT / "examples" / "team.csv").open(encoding="utf-8-sig", newline="") as file:
        heading, *lines = csv.reader(file)
    number, period = heading.index("工号"), heading.index("考核期")
    lines = [line for line in lines if line[period] in periods]
    times = -(-people * len(periods) // len(lines))
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        for i in range(times):
            writer.writerows([*line[:number], f"{line[number]}{i:04d}", *line[number + 1 :]] for line in lines)


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def thousand(folder: Path) -> None:
    """Sweep one weight, and run some of the same variants each by itself, in turn."""
    data = folder / "team.csv"
    team(10_000, PERIODS, data)
    resolved = read_resolved(POLICY, shown, Diagnostics())
    ruleset = load(POLICY).ruleset
    assert resolved is not None
    assert ruleset is not None
    root = resolved.document.root
    varied = vary(root, "indicators.sales.weight=30..79.95/0.05")
    assert len(varied.values) == SETTINGS
    table, _ = as_table(compile_plan(ruleset), data)
    assert table is not None

    def alone(i: int, given: object) -> None:
        changed = load_changed(resolved.document, changes(root, {varied: varied.values[i]}, keep_sum=True)).ruleset
        assert changed is not None
        done = run(compile_plan(changed), given)
        assert done.worksheet is not None

    alone(0, data)
    places = range(0, SETTINGS, SETTINGS // SEPARATE)
    files = statistics.median(seconds(lambda i=i: alone(i, data)) for i in places)
    tables = statistics.median(seconds(lambda i=i: alone(i, table)) for i in places)
    plan = compile_plan(ruleset)
    only_run = statistics.median(seconds(lambda: run(plan, table)) for _ in places)
    all_ = seconds(lambda: sweep(resolved.document, [varied], usual(ruleset), runs_of(data), keep_sum=True))
    each = all_ / SETTINGS
    print(f"{SETTINGS:,} variants of a policy on {len(table):,} rows: {all_:.1f} s, {each * 1e3:.1f} ms each")
    print(f"  a run by itself, from the file:              {files * 1e3:6.1f} ms; together {each / files:.3f} of that")
    print(
        f"  a run by itself, data read before:           {tables * 1e3:6.1f} ms; together {each / tables:.3f} of that"
    )
    print(
        f"  a run by itself, data and policy read before: {only_run * 1e3:5.1f} ms; together {each / only_run:.3f} of that"
    )


VARIANT = """
extends: key-account-quarterly
title: {title}
reason: to be measured
{change}
"""
MORE = {
    "Larger pool": "budgets: {bonus_pool: {amount: 600000}}",
    "Higher bar for an S": "grades: {bands: {S: 115}}",
}


def five(folder: Path) -> None:
    """Compare five variants over a hundred thousand people, all tables, and run the policy alone; both from the file."""
    data = folder / "people.csv"
    team(100_000, PERIODS[-1:], data)
    files = [POLICY, *sorted((RULESETS / "variants").glob("*.yaml"))]
    for title, change in MORE.items():
        files.append(folder / f"{title}.yaml")
        files[-1].write_text(VARIANT.format(title=title, change=change), encoding="utf-8")

    def command(*words: object) -> Callable[[], object]:
        line = [sys.executable, "-m", "appraise", *map(str, words), "--data", str(data)]
        compiled = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}  # as with people who use it
        return lambda: subprocess.run(line, cwd=ROOT, env=compiled, check=True, capture_output=True)  # noqa: S603

    one, together = (
        statistics.median(seconds(command(*words)) for _ in range(5))
        for words in (("run", POLICY), ("compare", *files))
    )
    print(f"5 variants and the base compared on 100,000 people, all tables: {together:.2f} s;"
          f" {together / one:.2f} of one run ({one:.2f} s); commands, from the file to the terminal")  # fmt: skip


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        thousand(Path(name))
        five(Path(name))
