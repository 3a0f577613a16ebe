"""A file with keywords of another language, read as the language itself: every part of the program sees English ones.

Which language it is, the keys at the top of the file say. Where a keyword stands decides what it means; ids, headings and
titles are the user's own, in any language.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from appraise.diagnostics import Diagnostics
from appraise.formula.syntax.text import fold
from appraise.policy.keywords.places import Place, free_words
from appraise.policy.keywords.words import NAMES, apart_from, formula_words, keyword_languages
from appraise.policy.shape.schema import cases_schema, ruleset_schema
from appraise.policy.text.tree import Keywords
from appraise.texts import SOURCE, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraise.policy.text.tree import Document, Node
    from appraise.texts import Language

_NAMING = (  # whose keys are names that formulas may use
    "fields", "measures", "parameters", "derive", "functions", "tables", "sources", "indicators", "categories", "adjustments",
    "gates", "rewards", "budgets", "outcomes", "scales",
)  # fmt: skip
_TOP = re.compile(r"^([^\s#:：\"'-][^\s:：]*)\s*[:：]", re.MULTILINE)
_MAY_BE_OWN = ("employee", "period", "reason", "factor", "value", "target", "attainment")


def canonical(document: Document, schema: dict[str, Any], name: str, diagnostics: Diagnostics) -> Document:
    """A document with the keywords of the language itself; `name` is what its schema is called at the top."""
    place = Place.top(schema, name)
    language = keywords_of(document.root, place)
    if language == SOURCE:
        return document
    reader = _Reader(language, diagnostics)
    root = reader.node(document.root, place)
    words = apart_from(reader.own, language)
    reader.check_names()
    return replace(document, root=root, keywords={document.file: Keywords(language, words)})


def own_names(root: Node, place: Place, language: Language) -> dict[str, Node]:
    """The names that a file gives to things of its own, each with what stands under it."""
    reader = _Reader(language, Diagnostics())
    reader.node(root, place)
    return reader.own


def keywords_of_text(text: str) -> Language:
    """The language of the keywords of a file, by its text alone, also where it is broken."""
    keys = set(_TOP.findall(text))
    tops = (Place.top(ruleset_schema(), "ruleset"), Place.top(cases_schema(), "cases"))
    return max((SOURCE, *keyword_languages()), key=lambda one: max(len(top.keys(one).keys() & keys) for top in tops))


def keywords_of(root: Node, place: Place) -> Language:
    """The language of the keywords of a file: the one of which most keys stand at its top."""
    return max((SOURCE, *keyword_languages()), key=lambda one: len(place.keys(one).keys() & root.mapping.keys()))


class _Reader:
    """Reads a tree in one language; `own` are the names that the file gives to things of its own."""

    def __init__(self, language: Language, diagnostics: Diagnostics):
        self.language, self.diagnostics = language, diagnostics
        self.own: dict[str, Node] = {}
        self._free = free_words(language)

    def node(self, node: Node, place: Place) -> Node:
        """A value with the keywords in it in English."""
        if isinstance(node.value, list):
            return replace(node, value=[self.node(item, place.item()) for item in node.value])
        if isinstance(node.value, dict):
            return replace(node, value=self._mapping(node, place))
        return self._scalar(node, place)

    def _mapping(self, node: Node, place: Place) -> dict[str, Node]:
        found: dict[str, Node] = {}
        known, english = place.known(node.mapping, self.language), place.keys(SOURCE)
        for written, child in node.mapping.items():
            key = known.get(written, "")
            if not key and place.is_open:
                key = self._own(written, child, place)
            elif not key:
                key = self._strange(written, child, known, english, node)
            if key in found:
                self.diagnostics.error(
                    "duplicate-key", msg("{name!r} and {other!r} are the same name.", name=written, other=key), child.key,
                    msg("rename one of them"),
                )  # fmt: skip
            found[key] = self.node(child, place.under(key))
        return found

    def _own(self, written: str, child: Node, place: Place) -> str:
        """A key of the user's own, unless it is one of the words that mean something among them."""
        if written in self._free:
            return self._free[written]
        if place.has_names:
            name, dot, part = written.partition(".")
            words = formula_words(self.language)
            return words.get(name, name) + dot + words.get(f".{part}", part)
        if place.key in _NAMING:
            self.own.setdefault(fold(written), child)
        return written

    def _strange(
        self, written: str, child: Node, known: Mapping[str, str], english: Mapping[str, str], node: Node
    ) -> str:
        """What is meant by a key that is not one of this language; itself, where nobody knows."""
        called = {key: word for word, key in known.items()}
        free = [word for word, key in known.items() if word not in node.mapping and key not in node.mapping]
        if written in english:
            said = msg("This file has its keywords in another language: {key!r} is called `{word}` here.",
                       key=written, word=called[written])  # fmt: skip
            self.diagnostics.error("unknown-key", said, child.key, msg("write `{word}`", word=called[written]))
            return written
        near = difflib.get_close_matches(written, free, n=1, cutoff=0.5)
        if not near:
            return written
        self.diagnostics.error("unknown-key", msg("There is no key `{key}` here.", key=written), child.key,
                               msg("did you mean {names}?", names=near[0]))  # fmt: skip
        return known[near[0]]

    def _scalar(self, node: Node, place: Place) -> Node:
        words = place.words(self.language)
        if not isinstance(node.value, str) or not words:
            return node
        if node.value in words:
            english = words[node.value]
            value: str | bool = {"true": True, "false": False}.get(english, english)
            return replace(node, value=value, text=english)
        called = {english: word for word, english in words.items() if word != english}
        if node.value in called and not place.is_formula:
            said = msg("This file has its keywords in another language: {key!r} is called `{word}` here.",
                       key=node.value, word=called[node.value])  # fmt: skip
            self.diagnostics.error("wrong-value", said, node.where, msg("write `{word}`", word=called[node.value]))
        return node

    def check_names(self) -> None:
        """See that no name of the user's own is one that formulas have for something else already."""
        for word, english in formula_words(self.language).items():
            child = self.own.get(fold(word))
            if child is not None and english in NAMES and english not in _MAY_BE_OWN:
                says = msg("The name {name!r} is already taken, which the language itself uses.", name=word)
                self.diagnostics.error("name-taken", says, child.key or child.where, msg("choose another name"))
