"""Makes the golden results: what the shipped policy gives for the example team, to be read before they are committed.

python -m tests.golden.make
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from rich.console import Console

from appraise import __version__, compile_plan, explain, load, run
from appraise.compare.compared import compare
from appraise.report.comparison.tables import in_json
from appraise.report.comparison.terminal import show_comparison
from appraise.report.results.summary import summarise
from appraise.report.results.terminal import show_explanation, show_summary
from appraise.report.writers import write_results
from tests.compare.policies import BASE, attributions, plan
from tests.compare.policies import compared as comparison

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PEOPLE = [("00432", "2026Q3"), ("00439", "2026Q3"), ("00411", "2025Q4")]  # the two of the lesson, and a cut bonus


def made(folder: Path) -> dict[str, Path]:
    """Write all golden files into a folder; give their names and paths."""
    files: dict[str, Path] = {}
    for name in ("key-account-quarterly", "key-account-quarterly-en"):
        loaded = load(ROOT / "rulesets" / f"{name}.yaml")
        assert loaded.ruleset is not None
        compiled = compile_plan(loaded.ruleset)
        sheet = run(compiled, ROOT / "examples" / "team.csv").worksheet
        assert sheet is not None
        if loaded.ruleset.language == "zh":
            files["results.csv"] = folder / "results.csv"
            write_results(sheet, files["results.csv"], __version__)
        text = io.StringIO()
        console = Console(file=text, width=100, highlight=False, color_system=None)
        show_summary(console, summarise(sheet), loaded.ruleset)
        for person, period in PEOPLE:
            for one in explain(compiled, sheet, person, period):
                show_explanation(console, one)
        files[f"{name}.txt"] = folder / f"{name}.txt"
        lines = [line.rstrip() for line in text.getvalue().replace(f"{ROOT}/", "").splitlines()]
        files[f"{name}.txt"].write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return files | compared(folder)


def compared(folder: Path) -> dict[str, Path]:
    """Write what comparing the shipped policy with its variants over all quarters gives, as text and as data."""
    tables = compare(comparison(), attributions())
    text = io.StringIO()
    show_comparison(Console(file=text, width=200, highlight=False, color_system=None), tables, plan(BASE).ruleset)
    files = {"comparison.txt": folder / "comparison.txt", "comparison.json": folder / "comparison.json"}
    lines = [line.rstrip() for line in text.getvalue().splitlines()]
    files["comparison.txt"].write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    files["comparison.json"].write_text(in_json(tables, {}), encoding="utf-8", newline="\n")
    return files


if __name__ == "__main__":
    for path in made(HERE).values():
        sys.stdout.write(f"{path.name}\n")
