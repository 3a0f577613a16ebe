"""The shape of a file, checked against the JSON Schema that editors use too."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from appraise.policy.shape.keys import mend_keys
from appraise.policy.shape.misshapen import in_words
from appraise.policy.shape.samples import is_pair
from appraise.shipped import SCHEMAS
from appraise.texts import plain

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostics
    from appraise.policy.text.tree import Document, Node
    from appraise.texts import Message

Path = tuple[str | int, ...]


@cache
def ruleset_schema() -> dict[str, Any]:
    """Load the JSON Schema of rulesets."""
    schema: dict[str, Any] = json.loads((SCHEMAS / "ruleset.schema.json").read_text(encoding="utf-8"))
    return schema


@cache
def cases_schema() -> dict[str, Any]:
    """Load the JSON Schema of worked examples."""
    schema: dict[str, Any] = json.loads((SCHEMAS / "cases.schema.json").read_text(encoding="utf-8"))
    return schema


def check_shape(
    document: Document, diagnostics: Diagnostics, schema: dict[str, Any], whole: Message
) -> tuple[Document, set[Path]]:
    """Report every deviation; give the source with misspelt keys mended, and the paths of what is broken.

    Of what is broken nothing more is said: every path of it has an error in `diagnostics`. `whole` is what messages call
    the file: msg("the ruleset").
    """
    mended = mend_keys(document, schema, diagnostics)
    broken: set[Path] = set()
    wrapped: set[Path] = set()  # that stand once for each of some names or dates, of which nothing more is said
    found = Draft202012Validator(schema).iter_errors(mended.root.plain())
    for problem in sorted(found, key=lambda p: p.validator != "required"):
        if "propertyNames" in problem.absolute_schema_path:
            continue  # what an id may be is checked where ids are read
        path: Path = tuple(problem.absolute_path)
        if problem.validator == "type" and is_pair(problem.schema):
            path = path[:-1]  # a plain list in place of pairs is told once
        name = next((plain(step) for step in reversed(path) if isinstance(step, str)), whole)
        for diagnostic in in_words(mended, _at(mended.root, path), name, problem) if path not in wrapped else ():
            diagnostics.add(diagnostic)
            wrapped |= {path} if diagnostic.code == "setting-not-clear" else set()
        broken.add(path)
    return mended, broken


def _at(root: Node, path: Path) -> Node:
    node = root
    for step in path:
        node = node.items[step] if isinstance(step, int) else node.mapping[step]
    return node
