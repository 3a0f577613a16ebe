"""Keys that the language does not have where they stand; a misspelt one is then read as what was meant.

The schema of a place can have branches (by `method`, by `by`). A key is known if any branch has it, so that nothing
depends on which branch a misspelt key leads to. Since a misspelt key is mended after it was reported, one slip gives
one message and everything else is still checked.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from appraise.diagnostics import spelt, suggest
from appraise.formula.written_dates import are_dates
from appraise.policy.shape.habits import KEYS
from appraise.policy.shape.renamed import renamed
from appraise.policy.text.cut import joined
from appraise.policy.text.rawtext import slip_of_key, stuck
from appraise.texts import NOTHING, msg, msgs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from appraise.diagnostics import Diagnostics
    from appraise.policy.text.tree import Document, Node
    from appraise.texts import Message

    Schemas = tuple[dict[str, Any], ...]
    Known = Mapping[str, list[dict[str, Any]]]

_MOST_TOLD = 30  # strange keys of one mapping; with more of them it is another kind of file
_LOOKUP = ("by", "values")


def mend_keys(document: Document, schema: dict[str, Any], diagnostics: Diagnostics) -> Document:
    """Report every key that no branch of the schema has; give the source with misspelt keys mended."""
    return replace(document, root=_Keys(document, schema, diagnostics).mended(document.root, (schema,)))


def branches(schema: dict[str, Any], root: dict[str, Any]) -> list[dict[str, Any]]:
    """A schema with all that it may demand: what it refers to, and both sides of its conditions."""
    found = [schema]
    if "$ref" in schema:
        found += branches(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    for part in (*schema.get("allOf", ()), *(schema[key] for key in ("then", "else") if key in schema)):
        found += branches(part, root)
    return found


@dataclass
class _Keys:
    document: Document
    root: dict[str, Any]
    diagnostics: Diagnostics
    _found: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    _moved: dict[str, Node] = field(default_factory=dict)  # read as if it stood beside what it stands in

    def _branches(self, schemas: Schemas) -> list[dict[str, Any]]:
        for schema in schemas:
            if id(schema) not in self._found:
                self._found[id(schema)] = branches(schema, self.root)
        return [branch for schema in schemas for branch in self._found[id(schema)]]

    def mended(self, node: Node, schemas: Schemas, inside: Mapping[str, str] | None = None) -> Node:
        """A value with the keys in it mended, as far down as the schema says what keys there are.

        `inside` are the keys that belong beside this value, one level up, with the key that it stands under.
        """
        all_ = self._branches(schemas)
        if isinstance(node.value, list):
            items = tuple(b["items"] for b in all_ if "items" in b)
            return replace(node, value=[self.mended(item, items) for item in node.value]) if items else node
        if not isinstance(node.value, dict):
            return node
        known: dict[str, list[dict[str, Any]]] = {}
        for branch in all_:
            for key, schema in branch.get("properties", {}).items():
                known.setdefault(key, []).append(schema)
        others = tuple(b["additionalProperties"] for b in all_ if isinstance(b.get("additionalProperties"), dict))
        setting = any(b is self.root.get("$defs", {}).get(name) for b in all_ for name in ("setting", "limit"))
        dated = are_dates(node.mapping)  # told as one mistake with the shape
        open_ = bool(others or setting or not known or dated)
        spelling: dict[str, str] = {}
        node = joined(self.document, node, known, self.diagnostics)
        if not open_:
            spelling = self._strange(node, known, inside or {})
        elif setting or "by" in known:
            spelling = self._lookup(node, known)
        elif others:
            spelling = self._needed(node, all_)
        value: dict[str, Node] = {}
        for key, child in node.mapping.items():
            meant = spelling.get(key, key) or key
            if not open_ and meant not in known and key not in spelling:
                continue  # reported, and nothing more is said of it
            below = tuple(known.get(meant, ())) or others
            stated = stuck(key, child) if key in spelling else child
            beside = {name: meant for name in known if name not in node.mapping} if not open_ else {}
            value[meant] = self.mended(stated, below, beside) if below else stated
            for name in self._moved.keys() & beside.keys():
                value[name] = self.mended(self._moved.pop(name), tuple(known[name]))
        return replace(node, value=value)

    def _lookup(self, node: Node, known: Mapping[str, Any]) -> dict[str, str]:
        """Find `by` or `values` misspelt beside the other, where any key is possible."""
        strange = [key for key in node.mapping if key not in _LOOKUP]
        absent = [key for key in _LOOKUP if key not in node.mapping]
        if len(node.mapping) != 2 or len(strange) != 1 or any(key in known for key in strange if key not in _LOOKUP):
            return {}
        key, (other,) = strange[0], [k for k in node.mapping if k in _LOOKUP]
        lookup = bool(node.mapping[key if other == "by" else other].mapping)
        if not lookup or not (nearest(key, absent) or other == "by"):
            return {}
        child = node.mapping[key]
        self.diagnostics.error(
            "unknown-key",
            msg("There is no key `{key}` here.", key=key),
            child.key,
            msg("did you mean {names}?", names=absent[0]),
        )
        return {key: absent[0]}

    def _needed(self, node: Node, all_: Sequence[dict[str, Any]]) -> dict[str, str]:
        """Find keys that must stand among names of the user's own, misspelt: `value` in the rows of a table."""
        spelling: dict[str, str] = {}
        for needed in dict.fromkeys(key for b in all_ for key in b.get("required", ())):
            own = [] if needed in node.mapping else [key for key in node.mapping if nearest(key, [needed])]
            for key in own[:1]:
                self.diagnostics.error(
                    "unknown-key",
                    msg("There is no key `{key}` here.", key=key),
                    node.mapping[key].key,
                    msg("did you mean {names}?", names=needed),
                )
                spelling[key] = needed
        return spelling

    def _strange(self, node: Node, known: Known, inside: Mapping[str, str]) -> dict[str, str]:
        """Report the keys that are not known; give those that are misspelt with what was meant."""
        strange = [key for key in node.mapping if key not in known]
        if (
            strange
            and len(strange) == len(node.mapping)
            and all(known.keys() & c.mapping for c in node.mapping.values())
        ):
            return dict.fromkeys(
                strange, ""
            )  # the whole stands once for each of some names or dates: told by its shape
        spelling: dict[str, str] = {}
        if len(strange) > _MOST_TOLD:
            self.diagnostics.error(
                "more-of-the-same",
                msgs(
                    "{n:,} more key here that the language does not have.",
                    "{n:,} more keys here that the language does not have.",
                    len(strange) - _MOST_TOLD,
                ),
                node.mapping[strange[_MOST_TOLD]].key,
                msg("see whether this is the right kind of file"),
            )
        for key in strange[:_MOST_TOLD]:
            child = node.mapping[key]
            free = [k for k in known if k not in node.mapping and k not in spelling.values()]
            if slip := slip_of_key(key, child):
                code, message, hint, meant = slip
                self.diagnostics.error(code, message, child.key, hint)
                spelling |= {key: meant} if meant in free else {}
                continue
            if now := renamed(key, free):
                says = msg("`{old}` is called `{new}` since version {since}.", old=key, new=now.now, since=now.since)
                self.diagnostics.error("unknown-key", says, child.key or child.where, msg("write `{new}`", new=now.now))
                spelling[key] = now.now
                continue
            meant = "" if key in inside else nearest(key, free)
            if key in inside:
                hint = msg(
                    "`{key}` stands beside `{inside}`, not in it; move it one level out", key=key, inside=inside[key]
                )
                self.diagnostics.error(
                    "unknown-key",
                    msg("There is no key `{key}` in `{inside}`.", key=key, inside=inside[key]),
                    child.key or child.where,
                    hint,
                )
                self._moved[key] = child
                continue
            hint = (
                msg("did you mean {names}?", names=meant) if meant else self._belongs(key, known) or suggest(key, known)
            )
            if meant:
                spelling[key] = meant
            self.diagnostics.error(
                "unknown-key", msg("There is no key `{key}` here.", key=key), child.key or child.where, hint
            )
        return spelling

    def _belongs(self, key: str, known: Known) -> Message:
        """Say under which of the keys that stand here a key belongs."""
        for above, schemas in known.items():
            if any(key in branch.get("properties", {}) for branch in self._branches(tuple(schemas))):
                return msg("`{key}` belongs under `{above}`; indent it there", key=key, above=above)
        return NOTHING


def nearest(word: str, known: Iterable[str]) -> str:
    """The key that somebody meant who wrote a word; nothing where none is near."""
    names = list(known)
    if spelt(word) in KEYS and KEYS[spelt(word)] in names:
        return KEYS[spelt(word)]
    folded = {spelt(name): name for name in names}
    near = difflib.get_close_matches(spelt(word), folded, n=1, cutoff=0.7)
    return folded[near[0]] if near else ""
