"""Writes docs/diagnostics.md: every code, what it means, and the message that a broken file gives.

python -m docs.make_diagnostics
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from appraise.codes import CODES, explanation
from appraise.diagnostics import as_text
from appraise.texts import SOURCE
from tests.test_bad import BAD, found_in

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "diagnostics.md"
_HEAD = """# Diagnostics

Everything that `appraise check` and `appraise run` can say about a ruleset or about data. An error means that
nothing was computed. A warning means that the result stands, but somebody should look. Each entry shows the
message that a small broken file gives; after `try:` stands what to do.

How rulesets are written is told in [language.md](language.md).
"""


def made() -> str:
    """The whole page."""
    with contextlib.chdir(ROOT), tempfile.TemporaryDirectory() as folder:
        return _HEAD + "".join(_entry(code, Path(folder)) for code in CODES)


def _entry(code: str, folder: Path) -> str:
    found, sources = found_in(code, folder)
    first = next(d for d in found if d.code == code)
    message = as_text(first, sources)
    for path in (folder.resolve(), folder, ROOT):
        message = message.replace(f"{path}{os.sep}", "")
    message = message.replace("\\", "/") if os.sep == "\\" else message
    files = [code, f"{code}.yaml", f"{code}.rules.yaml", f"{code}.csv"]
    links = ", ".join(f"[{name}](../tests/bad/{name})" for name in files if (BAD / name).exists())
    shown = f"\nFrom {links}:\n" if links else ""
    lines = "\n".join(line.rstrip() for line in message.splitlines())
    return f"\n## {code}\n\n{explanation(code, SOURCE)}\n{shown}\n```text\n{lines}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(made(), encoding="utf-8", newline="\n")
