"""Writes the outputs that the pages of the manual show anew, by running the commands that stand above them.

python -m docs.make_outputs [PAGE...]     all pages, or only these; to be read before they are committed
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from docs.running import ROOT, followed, pages


def main() -> None:
    """Write the pages anew, and tell which command does not end as its page says."""
    for page in [Path(name).resolve() for name in sys.argv[1:]] or pages():
        with tempfile.TemporaryDirectory() as folder:
            text, problems = followed(page, Path(folder).resolve())
        if text != page.read_text(encoding="utf-8"):
            page.write_text(text, encoding="utf-8", newline="\n")
            print(f"written anew: {page.relative_to(ROOT).as_posix()}")
        for problem in problems:
            print(f"{page.relative_to(ROOT).as_posix()}: {problem}")


if __name__ == "__main__":
    main()
