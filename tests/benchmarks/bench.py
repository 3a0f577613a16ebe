"""Speed and memory, measured in one run and printed as ratios: `make bench`.

The same policy (a million people, ten indicators, score, grade and bonus) in plain numpy, in this engine, and
per row in two engines that evaluate a formula at a time; the last two on a sample, scaled. Then how long it
takes to check the shipped policy, and the peak memory of a whole run from Parquet.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import zen
from simpleeval import SimpleEval

from appraise import compile_plan, load_text
from appraise.execution.execute import execute
from tests.benchmarks.policy import BANDS, FACTORS, INDICATORS, ROWS, RULESET, TARGETS, WEIGHTS, by_hand, columns, table

ROOT = Path(__file__).parents[2]
SAMPLE = 300
KEEP = ["score", "grade", "bonus"]


def median(work: Callable[[], object], times: int = 7) -> float:
    """The median time of some runs in seconds, after one that is not counted."""
    work()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def formulas() -> list[tuple[str, str]]:
    """Write the policy as one would for an engine that evaluates a formula on one row."""
    steps = []
    for i, (new, senior) in enumerate(TARGETS):
        steps.append((f"p{i}", f"min([max([k{i} / (tenure < 6 ? {new} : {senior}), 0]), 1.2]) * {WEIGHTS[i]}"))
    total = " + ".join(f"p{i}" for i in range(INDICATORS))
    steps.append(("score", f"floor(({total}) * 100 + 0.5) / 100"))
    factor = str(FACTORS[0])
    for bound, value in zip(BANDS, FACTORS[1:], strict=True):
        factor = f"(score >= {bound} ? {value} : {factor})"
    return [*steps, ("bonus", f"floor({factor} * salary * 100 + 0.5) / 100")]


def per_row_zen(rows: list[dict[str, float]]) -> list[float]:
    """Evaluate the policy row by row in gorules' zen-engine, formulas compiled once."""
    compiled = [(name, zen.compile_expression(text)) for name, text in formulas()]
    results = []
    for row in rows:
        context = dict(row)
        for name, expression in compiled:
            context[name] = expression.evaluate(context)
        results.append(float(context["bonus"]))
    return results


def per_row_simpleeval(rows: list[dict[str, float]]) -> list[float]:
    """Evaluate the policy row by row in stock simpleeval, formulas parsed once."""
    evaluator = SimpleEval(functions={"min": min, "max": max, "floor": np.floor})
    compiled = []
    for name, text in formulas():
        python = text.replace("[", "").replace("]", "")
        while "?" in python:
            python = _without_ternary(python)
        compiled.append((name, python, evaluator.parse(python)))
    results = []
    for row in rows:
        evaluator.names = dict(row)
        for name, text, tree in compiled:
            evaluator.names[name] = evaluator.eval(text, tree)
        results.append(float(evaluator.names["bonus"]))
    return results


def _without_ternary(text: str) -> str:
    """Turn the innermost `(c ? a : b)` into `(a if c else b)`."""
    mark = text.rindex("?")
    start, depth = mark, 0
    while depth > -1:
        start -= 1
        depth += (text[start] == ")") - (text[start] == "(")
    end, depth = mark, 0
    while depth > -1:
        end += 1
        depth += (text[end] == "(") - (text[end] == ")")
    condition, values = text[start + 1 : mark].strip(), text[mark + 1 : end]
    yes, no = values.split(":", 1)
    return f"{text[:start]}({yes.strip()} if {condition} else {no.strip()}){text[end + 1 :]}"


def speed() -> None:
    """Print the table of times for a million rows."""
    made = columns()
    loaded = load_text(RULESET)
    assert loaded.ruleset is not None
    plan, people = compile_plan(loaded.ruleset), table(made)
    sheet = execute(plan, people, KEEP)
    score, grade, bonus = by_hand(made)
    same = int((sheet.numbers("score") == score).sum()), int((sheet.text("grade").codes == grade).sum())
    hand, engine = median(lambda: by_hand(made)), median(lambda: execute(plan, people, KEEP))
    sample = [{name: float(column[i]) for name, column in made.items()} for i in range(SAMPLE)]
    print(
        f"{ROWS:,} people x {INDICATORS} indicators; {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    )
    print(f"equal to the hand-written: {same[0]:,} scores, {same[1]:,} grades (it rounds computed halves down)\n")
    print(f"{'':34}{'seconds':>12}{'x numpy':>12}{'x this engine':>16}")

    def line(name: str, seconds: float) -> None:
        print(f"{name:34}{seconds:>12.3f}{seconds / hand:>12.2f}{seconds / engine:>16.2f}")

    line("hand-written numpy", hand)
    line("this engine", engine)
    for name, work in (
        ("zen-engine, per row (scaled)", per_row_zen),
        ("simpleeval, per row (scaled)", per_row_simpleeval),
    ):
        paid = work(sample)
        assert np.allclose(paid, bonus[:SAMPLE]), name
        line(name, median(lambda work=work: work(sample), 3) * ROWS / SAMPLE)


def start_up() -> None:
    """Print how long a check takes beyond importing its two libraries."""
    bare = [sys.executable, "-c", "import yaml, jsonschema"]
    check = [sys.executable, "-m", "appraise", "check", "rulesets/key-account-quarterly.yaml"]
    times: dict[str, list[float]] = {"bare": [], "check": []}
    for _ in range(9):
        for name, command in (("bare", bare), ("check", check)):
            begin = time.perf_counter()
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603
            times[name].append(time.perf_counter() - begin)
    low, high = statistics.median(times["bare"]), statistics.median(times["check"])
    print(f"\nimport yaml, jsonschema {low:.3f} s; appraise check {high:.3f} s: {high - low:.3f} s more")


def memory() -> None:
    """Print time and peak memory of `appraise run` on a million rows of Parquet, all result columns written."""
    with tempfile.TemporaryDirectory() as folder:
        rules, data, out = (Path(folder) / name for name in ("rules.yaml", "data.parquet", "results.parquet"))
        rules.write_text(RULESET, encoding="utf-8")
        made = columns()
        ids = {
            "id": pa.array([f"{i:07d}" for i in range(ROWS)]),
            "period": pa.array(["2026Q1"] * ROWS).dictionary_encode(),
        }
        pq.write_table(pa.table({**ids, **made}), data)
        code = (
            "import resource, sys; from appraise.cli import main\n"
            "try: main(sys.argv[1:])\n"
            "except SystemExit as done: assert not done.code, done.code\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        for what, more in (("summary only", []), ("all results to Parquet", ["--out", str(out)])):
            begin = time.perf_counter()
            command = [sys.executable, "-c", code, "run", str(rules), "--data", str(data), *more]
            done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
            peak = int(done.stdout.split()[-1]) / 1024
            print(f"{ROWS:,} rows from Parquet, {what}: {time.perf_counter() - begin:.1f} s, peak {peak:,.0f} MB")


if __name__ == "__main__":
    speed()
    start_up()
    memory()
