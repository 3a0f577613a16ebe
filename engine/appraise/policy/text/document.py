"""YAML text as a tree in which every value knows its file, line and column. It knows nothing of rulesets.

Reads the YAML 1.2 core schema (`no` stays a text, `1:30` stays a text), refuses what would be read
differently than it looks (duplicate keys, aliases), and stops at stated limits of size and depth.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import yaml

from appraise.diagnostics import Diagnostics, Where
from appraise.policy.text.syntax import WIDE_SIGNS, explain_syntax, place, wide_signs
from appraise.policy.text.tree import Document, Node, Scalar
from appraise.texts import NOTHING, Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES = 1_000_000
MAX_NODES = 100_000
MAX_DEPTH = 30


class _Refused(Exception):  # noqa: N818 - carries a finished diagnostic, it is not an error of ours
    def __init__(self, code: str, message: Message, mark: Any, hint: Message = NOTHING, length: int = 1):
        super().__init__(message)
        self.code, self.message, self.mark, self.hint, self.length = code, message, mark, hint, length


_Base = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))


class _Loader(_Base):  # type: ignore[misc, valid-type]
    """The C loader with the implicit types of YAML 1.2 instead of 1.1."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own


for _tag, _pattern, _first in [
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
]:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


def read_document(path: Path, name: str, diagnostics: Diagnostics) -> Document | None:
    """Read a file. `name` is the file as the user should see it."""
    try:
        data = path.read_bytes()
    except OSError as problem:
        diagnostics.error("data-file", msg("The file {file} cannot be read: {why}.", file=name, why=problem.strerror))
        return None
    if len(data) > MAX_BYTES:
        diagnostics.error(
            "file-too-large",
            msg("{file} has {size:,} bytes; at most {most:,} are read.", file=name, size=len(data), most=MAX_BYTES),
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        diagnostics.error(
            "file-encoding",
            msg("{file} is not UTF-8 text.", file=name),
            Where(name, 1),
            msg("in Notepad: File > Save As, choose Encoding: UTF-8 (另存为, 编码选 UTF-8)"),
        )
        return None
    document = parse_document(text, name, diagnostics)
    return replace(document, folder=path.parent) if document else None


def parse_document(text: str, name: str, diagnostics: Diagnostics) -> Document | None:
    """Parse YAML text; None, with the reason in `diagnostics`, where nothing could be built."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        _within_limits(text)
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
            if root is None:
                raise _Refused("yaml-syntax", msg("The file is empty."), None)
            if any(sign in text for sign in WIDE_SIGNS) and wide_signs(root, name, diagnostics):
                return None
            node = _build(loader, root, name, None)
        finally:
            loader.dispose()
    except _Refused as refused:
        diagnostics.error(refused.code, refused.message, place(name, refused.mark, refused.length), refused.hint)
        return None
    except yaml.MarkedYAMLError as problem:
        explain_syntax(problem, text, name, diagnostics)
        return None
    except yaml.reader.ReaderError as problem:
        line = text.encode()[: problem.position].count(b"\n") + 1  # the reader counts bytes
        diagnostics.error("yaml-syntax", msg("The file holds a character that cannot be shown."), Where(name, line))
        return None
    return Document(name, text, node)


def _within_limits(text: str) -> None:
    """Look at the event stream, so that a bomb is refused before anything is built from it."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Base)):
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        anchored = getattr(event, "anchor", None)
        if anchored:
            name = ("*" if isinstance(event, yaml.AliasEvent) else "&") + anchored
            raise _Refused(
                "yaml-alias",
                msg("{name}: anchors and aliases are not read.", name=name),
                event.start_mark,
                msg(
                    'if it is a text, put it in quotes: write `"{name}"`; a value that is used in several places is '
                    "written out, or named under parameters or scales",
                    name=name,
                ),
                len(name),
            )
        if depth > MAX_DEPTH:
            raise _Refused(
                "file-too-large", msg("Nested more than {most} levels deep.", most=MAX_DEPTH), event.start_mark
            )
        if count > MAX_NODES:
            raise _Refused(
                "file-too-large", msg("More than {most:,} values in one file.", most=MAX_NODES), event.start_mark
            )


def _build(loader: _Loader, node: yaml.Node, name: str, key: Where | None) -> Node:
    here = place(name, node.start_mark)
    one_line = node.end_mark.line == node.start_mark.line
    length = max(1, node.end_mark.column - node.start_mark.column) if one_line else 1
    spot = Where(name, here.line, here.column, length)
    if isinstance(node, yaml.MappingNode):
        return Node(spot if node.flow_style else here, dict(_pairs(loader, node, name)), key=key)
    if isinstance(node, yaml.SequenceNode):
        return Node(spot if node.flow_style else here, [_build(loader, v, name, None) for v in node.value], key=key)
    value = _scalar(node)
    return Node(spot, value, node.value, key, node.start_mark.index, node.end_mark.index)


def _pairs(loader: _Loader, node: yaml.MappingNode, name: str) -> Iterator[tuple[str, Node]]:
    seen: dict[str, int] = {}
    for k, v in node.value:
        if not isinstance(k, yaml.ScalarNode):
            raise _Refused("key-not-text", msg("A key must be plain text or a number."), k.start_mark)
        text = str(k.value)
        if text in seen:
            cut = node.flow_style and isinstance(v, yaml.ScalarNode) and v.value == ""  # by a comma in a formula
            raise _Refused(
                "duplicate-key",
                msg("The key {key!r} stands twice here, first on line {line}.", key=text, line=seen[text]),
                k.start_mark,
                msg("a comma inside {{ }} ends a text that is not quoted; put the formulas in quotes")
                if cut
                else msg("keep one of them, or rename one"),
                len(text),
            )
        seen[text] = k.start_mark.line + 1
        yield text, _build(loader, v, name, place(name, k.start_mark, max(1, len(text))))


def _scalar(node: Any) -> Scalar:
    kind = node.tag.rpartition(":")[2]
    text = str(node.value)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind in ("int", "float"):
        try:
            return int(text) if kind == "int" else float(text)
        except ValueError:
            raise _Refused("yaml-syntax", msg("This is not a number that can be read."), node.start_mark) from None
    if kind == "str":
        return text
    raise _Refused(
        "yaml-syntax",
        msg("The tag {tag} is not read.", tag=node.tag),
        node.start_mark,
        msg('if it is a text, put it in quotes: "{tag}"; otherwise remove it', tag=node.tag),
    )
