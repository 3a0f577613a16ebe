"""Headings of several words where formulas need a name of one: which field is meant, or which name it may be given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.formula.functions import FUNCTIONS
from appraise.formula.syntax.text import RESERVED, fold
from appraise.policy.text.flow import flow
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.policy.text.tree import Node
    from appraise.texts import Message

_NAMED = ("measures", "derive", "parameters", "functions", "indicators", "rewards", "tables", "cohorts")
_TAKEN = (
    "employee", "period", "period_start", "period_end", "days_in_period", "as_of", "days_gone", "year", "quarter", "month",
    "score", "total_reward", "scored_indicators", "scored_categories", "cohort", "grade", "lowest", "otherwise", "none",
)  # fmt: skip
_TEXT_BEHIND = re.compile(r"\s*(?:==|!=|in\b|not\s+in\b)\s*[(（]?\s*['\"‘“]")


@dataclass(frozen=True, slots=True)
class Headings:
    """Looks at the fields of a policy as it is written; `root` is the whole of it."""

    root: Node

    def told(self, words: str, behind: str) -> tuple[Message, Message] | None:
        """Message and hint for words in a formula that are a heading, None where they are names without a sign between."""
        heading = re.sub(r"\s+", " ", words)
        for id_, headings in self._fields():
            if fold(heading).casefold() in (fold(h).casefold() for h in headings):
                return (
                    msg("{heading} is the heading of a column, and formulas use its name.", heading=heading),
                    msg("write `{name}`", name=self._named(id_)),
                )
        if all(word in self._names() for word in heading.split()):
            return None
        kind = (
            "date"
            if re.search(r"\b(date|day)$|日期$", heading, re.IGNORECASE)
            else "text"
            if _TEXT_BEHIND.match(behind)
            else "money"
        )
        name = self.name_for(heading)
        hint = msg(
            "if {heading} is a heading, give it a name of one word under `fields`: `{name}: {{type: "
            "{kind}, column: {heading}}}` (with its own type), and write `{name}` here; else write + "
            "- * / or a comparison between the values",
            heading=heading,
            name=name,
            kind=kind,
        )
        return msg("Between two values a sign is missing, or this is a heading of several words."), hint

    def field_instead(self, id_: str, node: Node) -> Message:
        """Say what to write for an id that is no name: of a field, with its heading; of anything else, a name alone."""
        name = self.name_for(id_)
        fields = [field for _, field in self._field_nodes()]
        if not any(field is node for field in fields) or node.get("column") is not None or not node.mapping:
            return msg("write `{name}`", name=name)
        inner = flow(node).removeprefix("{").removesuffix("}")
        return msg(
            "give it a name of one word and state its heading: write `{name}: {{{keys}, column: {heading}}}`",
            name=name,
            keys=inner,
            heading=id_,
        )

    def name_for(self, heading: str) -> str:
        """A name that formulas can use and nothing has yet: sales_amount for Sales Amount."""
        name = re.sub(r"\W+", "_", fold(heading)).strip("_").casefold()
        name = name if name.isidentifier() else f"field_{name}".rstrip("_")
        taken = {*self._names(), *RESERVED, *_TAKEN, *FUNCTIONS}
        return next(n for n in (name, *(f"{name}_{i}" for i in range(2, 1000))) if n not in taken)

    def _named(self, id_: str) -> str:
        return id_ if fold(id_).isidentifier() else self.name_for(id_)

    def _names(self) -> set[str]:
        sections = (self.root.get(section) for section in _NAMED)
        return {fold(id_) for node in sections if node is not None for id_ in node.mapping} | {
            fold(i) for i, _ in self._field_nodes()
        }

    def _fields(self) -> Iterator[tuple[str, list[str]]]:
        for id_, node in self._field_nodes():
            column = node.get("column")
            yield id_, [id_] if column is None else [item.text for item in column.items] or [column.text]

    def _field_nodes(self) -> Iterator[tuple[str, Node]]:
        texts = self.root.get("sources")
        tables = [self.root.get("data"), *(texts.mapping.values() if texts is not None else ())]
        for table in tables:
            fields = table.get("fields") if table is not None else None
            yield from fields.mapping.items() if fields is not None else ()
