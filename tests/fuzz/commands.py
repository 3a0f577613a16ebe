"""`python -m tests.fuzz.commands FIRST LAST FOLDER`: runs odd command lines, a seed each, and prints each seed first."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from random import Random

import click
from click.testing import CliRunner

from appraise.cli import main as appraise
from appraise.extensions import TRACEBACK
from tests.fuzz.files import RULES, SLOW
from tests.fuzz.mutations import HEADINGS, LINE_HEADINGS, LINES, ROWS, csv_file

VARIANT = "extends: rules.yaml\ntitle: b\nreason: c\nindicators:\n  sales: {weight: 50}\n  mark: {weight: 30}\n"
CASES = "ruleset: rules.yaml\ncases:\n  one: {given: {sales: 1}, expect: {score: 1}}\n"
_WORDS = [
    "rules.yaml", "variant.yaml", "rules.cases.yaml", "data.csv", "orders.csv", "none.yaml", ".", "folder", "basic-rep", "orders=orders.csv", "orders=",
    "=x", "x=orders.csv", "2026Q1", "2026Q2", "2026", "2031Q4", "Q1", "0001", "张三", "", " ", "-", "--", "\x1b[2J", "\u202e", "a" * 5000, "../..",
    "/", "out.csv", "out.xlsx", "out.json", "out.html", "out.parquet", "out", "folder/out.csv", "nowhere/out.csv", "2026-02-10", "2026-02-31", "9999-12-31",
    "0", "-1", "1e999", "NaN", "100", "json", "text", "markdown", "工号", "姓名", "持证", "cohort", "name,name", "明细", "cases", "ruleset",
    "indicators.sales.weight=50..70/5", "indicators.sales.weight", "indicators.sales.weight=1..0", "x.y=1..2", "indicators.sales.weight=0..1e9/1e-9",
    "indicators.sales.target=10000..30000/10000", "cost <= 1", "total(bonus) >= 0", "share(", "mean(score) > 1e400", "total(nothing) < 1", "score",
]  # fmt: skip


def line(random: Random) -> list[str]:
    """A command with arguments and options, most of them of a kind that could be right."""
    name = random.choice([*appraise.commands, *appraise.commands, "nothing", "--help", "--version"])
    words = [name]
    if name not in appraise.commands:
        return [*words, *random.sample(_WORDS, random.randrange(3))]
    for param in appraise.commands[name].params:
        if isinstance(param, click.Argument):
            likely = {"base": "rules.yaml", "variants": "variant.yaml", "kind": "ruleset"}.get(
                param.name or "", "rules.yaml"
            )
            words += [
                likely if random.random() < 0.8 else random.choice(_WORDS)
                for _ in range(random.choice([1, 1, 1, 0, 2]))
            ]
            continue
        wanted = 0.9 if param.required or param.name in ("sources", "ranges", "wanted") else 0.15
        while random.random() < wanted:
            words.append(random.choice(param.opts))
            if not param.is_flag:
                likely = {"data": "data.csv", "sources": "orders=orders.csv", "employee": "0001", "ranges": "indicators.sales.target=10000..30000/10000",
                          "wanted": "total(bonus) >= 0"}.get(param.name or "")  # fmt: skip
                words.append(likely if likely and random.random() < 0.85 else random.choice(_WORDS))
            wanted /= 8
    if random.random() < 0.1:
        random.shuffle(words[1:])
    return words


def main(first: int, last: int, folder: Path) -> None:
    """Run the seeds; whatever is not an exit code of the manual ends the process."""
    os.environ[TRACEBACK] = "1"
    os.chdir(folder)
    Path("folder").mkdir(exist_ok=True)
    for seed in range(first, last):
        print(seed, flush=True)
        random = Random(seed)
        for name, content in (("rules.yaml", RULES), ("variant.yaml", VARIANT), ("rules.cases.yaml", CASES)):
            Path(name).write_text(content, encoding="utf-8")
        Path("data.csv").write_bytes(csv_file(random, HEADINGS, ROWS))
        Path("orders.csv").write_bytes(csv_file(random, LINE_HEADINGS, LINES))
        words = line(random)
        began = time.process_time()
        done = CliRunner().invoke(appraise, words)
        assert time.process_time() - began < SLOW, words
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            print(words, flush=True)
            raise done.exception
        assert done.exit_code in (0, 1, 2), (words, done.exit_code, done.output[-500:])
        assert "\x1b" not in done.output, words
        assert not list(Path().rglob(".appraise-*")), words
        for file in Path().rglob("out*"):
            file.unlink()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
