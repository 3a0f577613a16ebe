"""Values as SQL, and the columns that are computed on the way, query by query."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from typing import Literal

SqlKind = Literal["number", "text", "yes-no", "date"]
_COLUMN = re.compile(r"\bt[0-9]+_[0-9]+\b")


@dataclass(frozen=True, slots=True)
class Sql:
    """A value: its SQL, what it is, the query (0: innermost) whose columns it reads.

    `plain` marks a name or a literal, which costs nothing to repeat. `most` is what its size cannot exceed.
    `labels` are those of ordered texts, from the lowest; `literal` is what was written out. `there` says that it is
    never missing.
    """

    text: str
    kind: SqlKind
    level: int = 0
    plain: bool = False
    most: float = math.inf
    labels: tuple[str, ...] = ()
    literal: float | str | bool | None = None
    there: bool = False


@dataclass
class Levels:
    """The columns that are computed, query by query, each query reading the one before."""

    levels: list[dict[str, str]] = field(default_factory=list)  # SQL to the name of its column

    def named(self, value: Sql) -> Sql:
        """A column of its own for a value, unless it is one already."""
        if value.plain:
            return value
        while len(self.levels) <= value.level:
            self.levels.append({})
        names = self.levels[value.level]
        name = names.setdefault(value.text, f"t{value.level}_{len(names)}")
        return replace(value, text=name, level=value.level + 1, plain=True)

    def spelt(self, text: str) -> str:
        """SQL with the columns that are computed written out."""
        for names in reversed(self.levels):
            made = {name: sql for sql, name in names.items()}
            text = _COLUMN.sub(lambda found, made=made: made.get(found[0], found[0]), text)  # type: ignore[misc]
        return text

    def query(self, rows: str) -> str:
        """The query of all columns over some rows, `rows` being a table or a query in brackets."""
        for names in self.levels:
            columns = ", ".join(f"{text} AS {name}" for text, name in names.items())
            rows = f"(SELECT *, {columns} FROM {rows})"
        return rows
