"""Runs the pages of the manual as a reader would: saves the files they show, types their commands, compares what is shown.

A page is Markdown. A comment above a block says what the block is, and nobody sees it on the page:

    <!-- file: shop.yaml -->    the block is the whole of this file
    <!-- into: shop.yaml -->    each section of the block (a key at the margin) takes the place of the section of the same
                                name in this file, or stands at its end
    <!-- exit: 1 -->            the commands of the block end with this code, and not with 0
    <!-- output -->             the block is what the commands above it print, whole
    <!-- output: 9 from Base: -->   the block is 9 lines of it, the first of which begins so

Python in a block that begins with ```python is run as it stands.

Commands stand in blocks that begin with ```sh or ```bat. A page is run from its top to its end in one folder, in which the
folders `examples`, `rulesets` and `schemas` of the project stand. What sets up an environment is not run (`SET_UP`).
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import runpy
import shlex
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner

from appraise.cli import main

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(
    r"(?P<marks>(?:^<!-- [^\n]* -->\n)*)^```(?P<kind>\w*)\n(?P<text>.*?)^```$\n?", re.DOTALL | re.MULTILINE
)
MARK = re.compile(r"<!-- (file|into|exit|output)(?:: (.*?))? -->")
SECTION = re.compile(r"^(?=[^\s#])", re.MULTILINE)
SHELLS = ("sh", "bat")
FOLDERS = ("examples", "rulesets", "schemas")
SET_UP = re.compile(
    r"make \w+|py(thon3?)? -m venv \S+|\S*pip install [^&|;]+|(\. )?\S*activate|cd appraise|py --version|chcp 65001|code \S+"
)
CHINESE = ".zh.md"


@dataclass
class Reader:
    """Somebody who follows a page: the folder where the commands are typed, and the language of the computer."""

    folder: Path
    language: str
    printed: str = ""
    problems: list[str] = field(default_factory=list)

    def type(self, commands: str, code: int) -> None:
        """Type the commands of a block, of which the last must end with the code."""
        lines = [line.split("  #")[0].strip() for line in commands.splitlines()]
        lines = [line for line in lines if line and not line.startswith("#")]
        self.printed, ended = "", 0
        for line in lines:
            ended = self._one(line)
            if ended not in (0, code):
                break
        if ended != code:
            self.problems.append(f"{lines[-1]}: ends with {ended}, not with {code}\n{self.printed}")

    def _one(self, line: str) -> int:
        if SET_UP.fullmatch(line):
            return 0
        words = shlex.split(line.replace("\\", "/"))
        program = words[0].rpartition("/")[2]
        with contextlib.chdir(self.folder):
            match program, words[1:]:
                case "appraise", given:
                    return self._appraise(given)
                case "python" | "py", [script, *given]:
                    return self._script(script, given)
                case "mkdir", [name]:
                    Path(name).mkdir()
                case "cp" | "copy", [*files, to]:
                    for file in [found for name in files for found in sorted(Path().glob(name))]:
                        shutil.copy(file, to)
                case "cd", [name]:
                    self.folder = (self.folder / name).resolve()
                    return 0 if self.folder.is_dir() else 1
                case _:
                    self.problems.append(f"{line}: a command that is not known here (docs/running.py)")
        return 0

    def _appraise(self, given: list[str]) -> int:
        to = ""
        if ">" in given:
            given, to = given[: given.index(">")], given[-1]
        local = {"zh": "zh_CN.UTF-8"}.get(self.language, "en_US.UTF-8")
        env = {"APPRAISE_LANG": None, "LC_ALL": None, "LC_MESSAGES": None, "LANGUAGE": None, "LANG": local}
        done = CliRunner().invoke(main, given, env=env, prog_name="appraise")
        if to:
            Path(to).write_text(done.output, encoding="utf-8")
        else:
            self.printed += done.output
        return done.exit_code

    def _script(self, script: str, given: list[str]) -> int:
        said, before, path = io.StringIO(), sys.argv, list(sys.path)
        sys.argv, sys.path[:0] = [script, *given], [str(Path(script).resolve().parent)]
        try:
            with contextlib.redirect_stdout(said):
                runpy.run_path(script, run_name="__main__")
        finally:
            sys.argv, sys.path[:] = before, path
        self.printed += said.getvalue()
        return 0

    def save(self, name: str, text: str) -> None:
        """Save a whole file."""
        (self.folder / name).write_text(text, encoding="utf-8", newline="\n")

    def put_into(self, name: str, text: str) -> None:
        """Put sections in place of those of the same name in a file, or at its end."""
        at = self.folder / name
        there = _sections(at.read_text(encoding="utf-8"))
        for key, section in _sections(text).items():
            if key in there:
                blank = there[key][len(there[key].rstrip()) :]
                there[key] = section.rstrip() + blank
            else:
                there[key] = f"\n{section.rstrip()}\n"
        at.write_text("".join(there.values()), encoding="utf-8", newline="\n")


def _shown(printed: str, part: str) -> list[str]:
    """The lines of what was printed that a page shows: all, or as many as it says from the first that begins so."""
    lines = printed.strip("\n").splitlines()
    number, _, begin = part.partition(" from ")
    if not begin:
        return lines
    at = next((i for i, line in enumerate(lines) if line.startswith(begin)), len(lines))
    return lines[at : at + int(number)]


def _sections(text: str) -> dict[str, str]:
    """The sections of a policy by their keys; comments and blank lines at the end of one belong to it."""
    return {part.partition(":")[0]: part for part in SECTION.split(text) if part}


def pages() -> list[Path]:
    """The pages that show commands."""
    every = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "examples" / "README.md"]
    return sorted(p for p in every if any(b["kind"] in SHELLS for b in BLOCK.finditer(p.read_text(encoding="utf-8"))))


def language_of(page: Path) -> str:
    """The language that a page is written in, which its file name tells."""
    return "zh" if page.name.endswith(CHINESE) else "en"


def followed(page: Path, folder: Path) -> tuple[str, list[str]]:
    """Follow a page in an empty folder: its text with the outputs of today, and what did not end as it says."""
    for name in FOLDERS:
        if not (folder / name).exists():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    reader = Reader(folder, language_of(page))

    def renewed(block: re.Match[str]) -> str:
        marks = dict(MARK.findall(block["marks"]))
        if block["kind"] in SHELLS:
            reader.type(block["text"], int(marks.get("exit", 0)))
        elif "output" in marks:
            shown = "".join(f"{line.rstrip()}\n" for line in _shown(reader.printed, marks["output"]))
            return f"{block['marks']}```{block['kind']}\n{shown}```\n"
        elif block["kind"] == "python":
            with contextlib.chdir(reader.folder):
                exec(block["text"], {})  # noqa: S102 - the pages are our own
        elif "file" in marks:
            reader.save(marks["file"], block["text"])
        elif "into" in marks:
            reader.put_into(marks["into"], block["text"])
        return block[0]

    text = BLOCK.sub(renewed, page.read_text(encoding="utf-8"))
    return text, [problem.replace(f"{folder}{os.sep}", "") for problem in reader.problems]
