"""Makes docs/result.svg, the picture of a result on the README's first page.

python docs/make_picture.py
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

from appraise import compile_plan, load, run
from appraise.report.results.summary import summarise
from appraise.report.results.terminal import show_summary

ROOT = Path(__file__).resolve().parents[1]


def picture() -> str:
    """Draw the summary of one quarter of the example team."""
    loaded = load(ROOT / "rulesets" / "key-account-quarterly-en.yaml")
    assert loaded.ruleset is not None  # noqa: S101 - the policy ships with its tests
    sheet = run(compile_plan(loaded.ruleset), ROOT / "examples" / "team.csv", ["2026Q3"]).worksheet
    assert sheet is not None  # noqa: S101
    console = Console(record=True, width=108, file=io.StringIO(), highlight=False)
    console.print("$ appraise run key-account-quarterly-en --data examples/team.csv --period 2026Q3\n", style="green")
    show_summary(console, summarise(sheet), loaded.ruleset)
    drawn = console.export_svg(title="Appraise", theme=MONOKAI, unique_id="appraise")
    drawn = re.sub(r"\s*<!--.*?-->", "", drawn)
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)  # no fonts from elsewhere


if __name__ == "__main__":
    (ROOT / "docs" / "result.svg").write_text(picture(), encoding="utf-8", newline="\n")
