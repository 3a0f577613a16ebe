"""What is wrong with a text that is no YAML, or whose full-width signs YAML takes for letters, in words of its reader."""

from __future__ import annotations

import re
from typing import Any

import yaml

from engine.diagnostics import Report, Where


def place(name: str, mark: Any, length: int = 1) -> Where:
    """Give the place of a mark of the parser; the first line where there is none."""
    return Where(name, mark.line + 1, mark.column + 1, length) if mark else Where(name, 1)


_FULL_WIDTH = re.compile(r"""^\s*(?:-\s+)?(["']?)[^\s"'#:：{}\[\],]+\1\s*：""")
_STUCK = re.compile(r"^\s*(?:-\s+)?([^\s:：#\"'{}\[\],]+):[\u3000]*(\S.*?)\s*$")
_WIDE_INDENT = re.compile(r"^ *[\u3000\u00a0]+\s*")
_QUOTED_START = re.compile(r"""^\s*[^\s:'"]+:\s+(['"])[^'"]*\1\s*[^\s#,}\]]""")
_FRIENDLY = [
    ("block sequence entries are not allowed", "A value cannot begin with a minus and a blank.",
     'put the formula in quotes: "- sales"'),
    ("mapping values", "A colon stands where a text was expected.",
     "indent the line like its neighbours, or put text that contains a colon in quotes"),
    ("could not find expected ':'", "This line is neither `key: value` nor part of the text above.",
     "write `key: value` with a colon and a space, indented like its neighbours"),
    ("cannot start any token", "A text cannot begin with this character.", 'put the text in quotes: "…"'),
    ("expected ',' or '}'", "This brace { is not closed, or a comma is missing inside it.",
     "close it with }, and put formulas that contain commas, brackets or quotes in quotes"),
    ("expected ',' or ']'", "This bracket [ is not closed, or a comma is missing inside it.",
     "close it with ] and separate the items by commas"),
    ("expected <block end>", "This line does not fit the indent of the lines above.",
     "indent it like the keys it belongs to"),
    ("did not find expected key", "This line does not fit the indent of the lines above.",
     "indent it exactly like the keys it belongs to"),
    ("did not find expected '-'", "This line does not fit the indent of the lines above.",
     "indent it exactly like the keys it belongs to"),
    ("unexpected end of stream", "A quote is opened and never closed.", "close the quote"),
    ("expected a single document", "A line --- begins a second document; a ruleset is one.", "remove the line"),
]  # fmt: skip


def explain_syntax(problem: yaml.MarkedYAMLError, text: str, name: str, report: Report) -> None:
    """Report why a text is no YAML, at the line where the slip stands, which may be before the one where the parser stops."""
    said = f"{problem.context or ''} {problem.problem or ''}"
    mark = problem.problem_mark or problem.context_mark
    lines = [*text.split("\n"), ""]
    for number, line in enumerate(lines, 1):
        wide = _FULL_WIDTH.match(line)
        if wide and mark and abs(number - 1 - mark.line) <= 1:
            report.error(
                "full-width-colon", "After this key stands a full-width colon ：",
                Where(name, number, wide.end()), "use the colon of the English keyboard and a space: `: `",
            )  # fmt: skip
            return
    for number in range(max(0, mark.line - 1), mark.line + 1) if mark else ():
        if indent := _WIDE_INDENT.match(lines[number]):
            report.error("yaml-syntax", "A line is indented with full-width or non-breaking blanks; YAML needs spaces.",
                         Where(name, number + 1, 1, len(indent[0])), "replace them by spaces of the English keyboard")  # fmt: skip
            return
    stuck = problem.context_mark.line if "could not find expected ':'" in said and problem.context_mark else None
    if "mapping values" in said and mark:  # the parser took the line above for the beginning of a text over two lines
        stuck = next((n for n in range(mark.line - 1, -1, -1) if lines[n].strip()), None)
    if stuck is not None and _no_space(stuck, lines, name, report):
        return
    if mark and mark.line < len(lines) and lines[mark.line][: mark.column + 1].lstrip(" ").startswith("\t"):
        report.error("yaml-syntax", "A line is indented with a tab; YAML needs spaces.", place(name, mark),
                     "replace the tab by spaces")  # fmt: skip
        return
    if "expected ',' or" in said and problem.context_mark:
        mark = problem.context_mark  # where the brace was opened
    if mark and mark.line < len(lines) and _QUOTED_START.match(lines[mark.line]):
        report.error("yaml-syntax", "A formula that begins with a quote must stand wholly in quotes.", place(name, mark),
                     "put double quotes around it: \"'A' if sales > 1 else 'B'\"")  # fmt: skip
        return
    for sign, message, hint in _FRIENDLY:
        if sign.startswith("block sequence") and mark:
            hint = f'put the formula in quotes: "{lines[mark.line].partition(":")[2].strip()}"'  # noqa: PLW2901
        if sign.startswith("expected ',' or") and mark and "，" in lines[mark.line]:
            hint = "the comma ， of a Chinese keyboard separates nothing in YAML; write an English comma"  # noqa: PLW2901
        if sign in said:
            report.error("yaml-syntax", message, place(name, mark), hint)
            return
    report.error("yaml-syntax", f"This is not YAML: {problem.problem or problem.context}.", place(name, mark))


def _no_space(number: int, lines: list[str], name: str, report: Report) -> bool:
    """Report a key with its value stuck to the colon, or with a full-width blank between them: `target:92%`."""
    line = lines[number] if number < len(lines) else ""
    found = _STUCK.match(line)
    if found is None:
        return False
    blank = "a full-width blank" if "\u3000" in found[0] else "no space"
    spot = Where(name, number + 1, found.start(1) + 1, len(line.rstrip()) - found.start(1))
    report.error("yaml-syntax", f"After the colon of `{found[1]}` stands {blank}.", spot,
                 f"write `{found[1]}: {found[2].strip(chr(0x3000) + ' ')}`")  # fmt: skip
    return True


def wide_commas(root: Any, name: str, report: Report) -> None:
    """Refuse items of a list that a full-width comma was meant to separate: they would be one text."""
    todo = [root]
    while todo:
        node = todo.pop()
        if isinstance(node, yaml.MappingNode):
            todo += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            todo += node.value
            for item in node.value if node.flow_style else ():
                if isinstance(item, yaml.ScalarNode) and not item.style and set(item.value) & set("，、；"):
                    parted = ", ".join(part.strip() for part in re.split("[，、；]", item.value) if part.strip())
                    report.error("yaml-syntax", f"{item.value} is one text here: a Chinese comma separates nothing.",
                                 place(name, item.start_mark, len(item.value)),
                                 f'write `{parted}`; if it is one text, put it in quotes: "{item.value}"')  # fmt: skip
