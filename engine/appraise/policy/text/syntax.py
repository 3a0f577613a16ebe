"""What is wrong with a text that is no YAML, or whose full-width signs YAML takes for letters, in words of its reader."""

from __future__ import annotations

import re
from typing import Any

import yaml

from appraise.diagnostics import Report, Where
from appraise.policy.text.typed_lines import slip_of_line


def place(name: str, mark: Any, length: int = 1) -> Where:
    """Give the place of a mark of the parser; the first line where there is none."""
    return Where(name, mark.line + 1, mark.column + 1, length) if mark else Where(name, 1)


_BRACKETS, _COMMAS = "｛［【", "，、；"
WIDE_SIGNS = _BRACKETS + _COMMAS  # that `wide_signs` looks for
_AT_BEGINNING = (
    "expected ',' or '}'",
    "expected ',' or ']'",
    "unexpected end of stream",
    "could not find expected ':'",
    "did not find expected '-'",
)  # what is told where it was begun, not where the parser stopped
_FRIENDLY = [
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
    ("did not find expected '-'", "Lines that begin with a dash and lines that do not stand under one key.",
     "keys have no dash: remove the dash and the blank behind it, and indent the lines alike"),
    ("unexpected end of stream", "A quote is opened and never closed.", "close the quote"),
    ("expected a single document", "A line --- begins a second document; a ruleset is one.", "remove the line"),
]  # fmt: skip


def explain_syntax(problem: yaml.MarkedYAMLError, text: str, name: str, report: Report) -> None:
    """Report why a text is no YAML, at the line where the slip stands, which may be before the one where the parser stops."""
    stopped = problem.problem_mark or problem.context_mark
    said = f"{problem.context or ''} {problem.problem or ''}"
    slip = slip_of_line(said, problem, [*text.split("\n"), ""])
    if slip is not None:
        report.error(slip.code, slip.message, Where(name, slip.line, slip.column, slip.length), slip.hint)
        return
    for sign, message, hint in _FRIENDLY:
        if sign in said:
            at = problem.context_mark if sign in _AT_BEGINNING and problem.context_mark else stopped
            report.error("yaml-syntax", message, place(name, at), hint)
            return
    report.error("yaml-syntax", f"This is not YAML: {problem.problem or problem.context}.", place(name, stopped))


def wide_signs(root: Any, name: str, report: Report) -> bool:
    """Refuse full-width signs that YAML takes for letters; give whether nothing can be made of the text.

    Items of a list that a full-width comma was meant to separate would be one text; a full-width bracket inside a plain
    one opens nothing, so that what follows would be read as keys.
    """
    todo = [root]
    while todo:
        node = todo.pop()
        if isinstance(node, yaml.MappingNode):
            todo += [part for pair in node.value for part in pair]
            values = [value for _, value in node.value if node.flow_style]
        elif isinstance(node, yaml.SequenceNode):
            todo += node.value
            values = node.value if node.flow_style else []
            for item in values:
                _wide_comma(item, name, report)
        else:
            continue
        for value in values:
            if isinstance(value, yaml.ScalarNode) and not value.style and value.value[:1] in set(_BRACKETS):
                report.error("yaml-syntax", f"{value.value[0]} is a letter to YAML, not a bracket.",
                             place(name, value.start_mark, len(value.value)),
                             "write [ ] and { } with the English keyboard")  # fmt: skip
                return True
    return False


def _wide_comma(item: Any, name: str, report: Report) -> None:
    if isinstance(item, yaml.ScalarNode) and not item.style and set(item.value) & set(_COMMAS):
        parted = ", ".join(part.strip() for part in re.split(f"[{_COMMAS}]", item.value) if part.strip())
        report.error("yaml-syntax", f"{item.value} is one text here: a Chinese comma separates nothing.",
                     place(name, item.start_mark, len(item.value)),
                     f'write `{parted}`; if it is one text, put it in quotes: "{item.value}"')  # fmt: skip
