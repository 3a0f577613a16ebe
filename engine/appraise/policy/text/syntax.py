"""What is wrong with a text that is no YAML, or whose full-width signs YAML takes for letters, in words of its reader."""

from __future__ import annotations

import re
from typing import Any

import yaml

from appraise.diagnostics import Diagnostics, Where
from appraise.policy.text.typed_lines import slip_of_line
from appraise.texts import msg


def place(name: str, mark: Any, length: int = 1) -> Where:
    """The place of a mark of the parser; the first line where there is none."""
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
_INDENT = msg("This line does not fit the indent of the lines above.")
_FRIENDLY = [
    ("mapping values", msg("A colon stands where a text was expected."),
     msg("indent the line like its neighbours, or put text that contains a colon in quotes")),
    ("could not find expected ':'", msg("This line is neither `key: value` nor part of the text above."),
     msg("write `key: value` with a colon and a space, indented like its neighbours")),
    ("cannot start any token", msg("A text cannot begin with this character."), msg('put the text in quotes: "…"')),
    ("expected ',' or '}'", msg("This brace {brace} is not closed, or a comma is missing inside it.", brace="{"),
     msg("close it with {brace}, and put formulas that contain commas, brackets or quotes in quotes", brace="}")),
    ("expected ',' or ']'", msg("This bracket [ is not closed, or a comma is missing inside it."),
     msg("close it with ] and separate the items by commas")),
    ("expected <block end>", _INDENT, msg("indent it like the keys it belongs to")),
    ("did not find expected key", _INDENT, msg("indent it exactly like the keys it belongs to")),
    ("did not find expected '-'", msg("Lines that begin with a dash and lines that do not stand under one key."),
     msg("keys have no dash: remove the dash and the blank behind it, and indent the lines alike")),
    ("unexpected end of stream", msg("A quote is opened and never closed."), msg("close the quote")),
    ("expected a single document", msg("A line --- begins a second document; a ruleset is one."), msg("remove the line")),
]  # fmt: skip


def explain_syntax(problem: yaml.MarkedYAMLError, text: str, name: str, diagnostics: Diagnostics) -> None:
    """Report why a text is no YAML, at the line where the slip stands, which may be before the one where the parser stops."""
    stopped = problem.problem_mark or problem.context_mark
    said = f"{problem.context or ''} {problem.problem or ''}"
    slip = slip_of_line(said, problem, [*text.split("\n"), ""])
    if slip is not None:
        diagnostics.error(slip.code, slip.message, Where(name, slip.line, slip.column, slip.length), slip.hint)
        return
    for sign, message, hint in _FRIENDLY:
        if sign in said:
            at = problem.context_mark if sign in _AT_BEGINNING and problem.context_mark else stopped
            diagnostics.error("yaml-syntax", message, place(name, at), hint)
            return
    diagnostics.error(
        "yaml-syntax", msg("This is not YAML: {why}.", why=problem.problem or problem.context), place(name, stopped)
    )


def wide_signs(root: Any, name: str, diagnostics: Diagnostics) -> bool:
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
                _wide_comma(item, name, diagnostics)
        else:
            continue
        for value in values:
            if isinstance(value, yaml.ScalarNode) and not value.style and value.value[:1] in set(_BRACKETS):
                diagnostics.error(
                    "yaml-syntax",
                    msg("{bracket} is a letter to YAML, not a bracket.", bracket=value.value[0]),
                    place(name, value.start_mark, len(value.value)),
                    msg("write [ ] and {{ }} with the English keyboard"),
                )
                return True
    return False


def _wide_comma(item: Any, name: str, diagnostics: Diagnostics) -> None:
    if isinstance(item, yaml.ScalarNode) and not item.style and set(item.value) & set(_COMMAS):
        parted = ", ".join(part.strip() for part in re.split(f"[{_COMMAS}]", item.value) if part.strip())
        diagnostics.error(
            "yaml-syntax",
            msg("{text} is one text here: a Chinese comma separates nothing.", text=item.value),
            place(name, item.start_mark, len(item.value)),
            msg('write `{parted}`; if it is one text, put it in quotes: "{text}"', parted=parted, text=item.value),
        )
