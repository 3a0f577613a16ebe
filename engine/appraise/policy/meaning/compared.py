"""The texts that a policy compares a field with: what is written nearly so in the data would be taken for something else.

`status == 'Paid'` leaves out a line with `paid` without a word, and `{by: region, values: {East: …, otherwise: …}}` gives
`east` the value of the others. So each field without declared values knows these texts, and its cells are held against them.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from appraise.formula.syntax.grammar import named, table_of, values_of
from appraise.policy.meaning.uses import uses
from appraise.policy.model.tables import Label
from appraise.policy.values import ByLabel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.model import Field, Function, LineSource, Ruleset, Table


def with_compared(ruleset: Ruleset) -> Ruleset:
    """Every field of texts without declared values, with the texts that formulas, lookups and tables compare it with."""
    walk = _Walk(ruleset.functions, ruleset.tables)
    own = walk.told(pair for use in uses(ruleset) for pair in walk.pairs(use.formula, use.lookup))
    data = replace(ruleset.data, fields=_told(ruleset.data.fields, own))
    sources = {id_: _of_lines(source, ruleset, walk) for id_, source in ruleset.line_sources.items()}
    return replace(ruleset, data=data, line_sources=sources)


def with_compared_as(ruleset: Ruleset, known: Ruleset) -> Ruleset:
    """Every field with the texts that it is compared with in another policy, which says the same with other numbers."""
    data = replace(ruleset.data, fields=_as(ruleset.data.fields, known.data.fields))
    sources = {
        id_: replace(source, fields=_as(source.fields, known.line_sources[id_].fields))
        for id_, source in ruleset.line_sources.items()
    }
    return replace(ruleset, data=data, line_sources=sources)


def _as(fields: Mapping[str, Field], known: Mapping[str, Field]) -> dict[str, Field]:
    return {id_: replace(f, compared=known[id_].compared) if known[id_].compared else f for id_, f in fields.items()}


def _of_lines(source: LineSource, ruleset: Ruleset, walk: _Walk) -> LineSource:
    mine = [m for m in ruleset.measures.values() if m.source == source.id]
    formulas = [*source.formulas, *(f for m in mine for f in (m.of, m.condition) if f is not None)]
    pairs = [pair for formula in formulas for pair in walk.pairs(formula)]
    pairs += [(m.weights.by, label) for m in mine if m.weights is not None for label in m.weights.values]
    return replace(source, fields=_told(source.fields, walk.told(pairs)))


def _told(fields: Mapping[str, Field], texts: Mapping[str, frozenset[str]]) -> dict[str, Field]:
    free = {id_ for id_, of in fields.items() if of.type == "text" and of.values is None}
    return {id_: replace(of, compared=texts[id_]) if id_ in free & texts.keys() else of for id_, of in fields.items()}


class _Walk:
    def __init__(self, functions: Mapping[str, Function], tables: Mapping[str, Table]):
        self.functions, self.tables = functions, tables
        self.inside: dict[str, frozenset[tuple[str, str]]] = {}

    def told(self, pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
        """All texts of each name, of pairs of a name and a text that it is compared with."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, text in pairs:
            if text.strip():
                found[name].add(text)
        return {name: frozenset(texts) for name, texts in found.items()}

    def pairs(self, formula: Formula, lookup: ByLabel[object] | None = None) -> Iterator[tuple[str, str]]:
        """Yield what a formula, and the lookup that goes by it, compares."""
        if lookup is not None and isinstance(formula.tree, ast.Name):
            yield from ((formula.tree.id, label) for label in lookup.values)
        yield from _compared(formula)
        for call in (node for node in ast.walk(formula.tree) if isinstance(node, ast.Call)):
            given = [value.id if isinstance(value, ast.Name) else "" for value in values_of(call)]
            table = self.tables.get(table_of(call))
            if table is not None:
                yield from ((name, text) for name, texts in zip(given, _keys(table), strict=False) for text in texts)
            function = self.functions.get(call.func.id) if isinstance(call.func, ast.Name) else None
            if function is not None:
                meant = dict(zip(function.arguments, given, strict=False))
                yield from ((meant.get(name, ""), text) for name, text in self._inside(function))

    def _inside(self, function: Function) -> frozenset[tuple[str, str]]:
        """What a function compares its arguments with; each function is walked once, however often it is called."""
        if function.id not in self.inside:
            self.inside[function.id] = (
                frozenset()
            )  # for one that calls itself, which is an error that is told elsewhere
            self.inside[function.id] = frozenset(self.pairs(function.body))
        return self.inside[function.id]


@lru_cache(maxsize=5_000)
def _compared(formula: Formula) -> tuple[tuple[str, str], ...]:
    """The names and the texts that stand on the two sides of one comparison."""
    found = []
    for node in ast.walk(formula.tree):
        if isinstance(node, ast.Compare):
            texts = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
            found += [(name, text) for name, _ in named(node) for text in texts] if texts else []
    return tuple(found)


def _keys(table: Table) -> list[list[str]]:
    """The texts of each key of a table."""
    return [
        [part.text for row in table.rows for part in row.cells[at] or () if isinstance(part, Label)]
        for at in range(len(table.keys))
    ]
