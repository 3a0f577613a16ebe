"""A file written over into keywords of another language: everything else, comments and layout too, stays as it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from appraise.formula.syntax.text import rewritten
from appraise.policy.keywords.canonical import keywords_of, own_names
from appraise.policy.keywords.places import Place, free_words
from appraise.policy.keywords.words import apart_from, formula_words, value_in
from appraise.texts import SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from appraise.diagnostics import Where
    from appraise.policy.text.tree import Document, Node
    from appraise.texts import Language

Edit = tuple[int, int, str]  # from where to where in the text, and what stands there then


_MODELINE = re.compile(r"(?m)^(# yaml-language-server: \$schema=\S*?(?:ruleset|cases))(?:\.[a-z]+)?(\.schema\.json)$")


def written_over(document: Document, schema: dict[str, Any], name: str, to: Language) -> str:
    """The text of a document as it was parsed, with its keywords in another language, and the schema that editors use."""
    place = Place.top(schema, name)
    text = document.text
    writer = _Writer(document, place, to)
    for begin, end, instead in sorted(writer.edits(document.root, place), reverse=True):
        text = text[:begin] + instead + text[end:]
    return _MODELINE.sub(rf"\g<1>{'' if to == SOURCE else f'.{to}'}\g<2>", text)


class _Writer:
    def __init__(self, document: Document, place: Place, to: Language):
        self.language, self.to, self.text = keywords_of(document.root, place), to, document.text
        lines = document.text.split("\n")
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._free = free_words(self.language)
        self._spoken = _spoken_by(own_names(document.root, place, self.language), self.language, to)

    def edits(self, node: Node, place: Place) -> Iterator[Edit]:
        """What is to be changed in a value."""
        for item in node.items:
            yield from self.edits(item, place.item())
        known = place.known(node.mapping, self.language)
        for written, child in node.mapping.items():
            key, instead = known.get(written, written), ""
            if written in known:
                instead = place.called_key(key, self.to)
            elif place.has_names:
                instead = self._name(written)
            elif place.is_open and written in self._free:
                instead = value_in(self.to, "", self._free[written])
            if instead and instead != written and child.key is not None:
                yield self._at(child.key, written, instead)
            yield from self.edits(child, place.under(key))
        if not node.items and not node.mapping and node.end > node.start:
            yield from self._scalar(node, place)

    def _name(self, written: str) -> str:
        name, dot, part = written.partition(".")
        return self._spoken(name, name) + dot + (self._spoken(f".{part}", part) if dot else "")

    def _scalar(self, node: Node, place: Place) -> Iterator[Edit]:
        words = place.words(self.language)
        written = str(node.value).lower() if isinstance(node.value, bool) else node.value
        if written in words:
            instead = place.called(words[written], self.to)
            if instead != written:
                yield node.start, node.end, instead
        elif place.is_formula and isinstance(node.value, str):
            raw = self.text[node.start : node.end]
            quote = raw[0] if raw[0] in "\"'" and raw[-1] == raw[0] and raw != node.text else ""
            inner = raw[1:-1] if quote else raw
            if (instead := rewritten(inner, self._spoken)) != inner:
                yield node.start, node.end, quote + instead + quote

    def _at(self, where: Where, written: str, instead: str) -> Edit:
        begin = self._starts[where.line - 1] + where.column - 1
        begin = self.text.index(written, begin)  # behind its quotation mark, if it has one
        return begin, begin + len(written), instead


def _spoken_by(own: Mapping[str, Node], language: Language, to: Language) -> Callable[[str, str], str]:
    """What to write for a name that stands in a formula, with the sign that tells what it is; else what is given."""
    english = apart_from(own, language)
    called = {(*_signs(word), meant): word.strip(".(=") for word, meant in formula_words(to).items()}

    def one(placed: str, name: str) -> str:
        meant = english.get(placed, "")
        before, behind = _signs(placed)
        return called.get((before, behind, meant)) or called.get((before, "", meant)) or name

    return one


def _signs(placed: str) -> tuple[str, str]:
    """What tells what a name is: the dot before it, the bracket or the sign = behind it."""
    return placed[:1] if placed[:1] == "." else "", placed[-1:] if placed[-1:] in ("(", "=") else ""
