"""The lines of a case's sources as the tables that a run takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from appraise.cases.model import is_none
from appraise.policy.reading.data.source_files import needed_sources

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.cases.model import Case, Row
    from appraise.policy.model import Field, LineSource, Ruleset
    from appraise.policy.text.tree import Node


def fields_of(source: LineSource) -> tuple[Mapping[str, Field], dict[str, str]]:
    """The fields of a source by id, and which of them hold `employee`, `date` and `period`.

    Of several owners of a line `employee` is the first. The results of another ruleset come from its own data.
    """
    if source.results_of is not None:
        data = source.results_of.data
        keys = {"employee": data.employee, "period": data.period}
        return data.fields, {name: id_ for name, id_ in keys.items() if id_ is not None}
    own = {"employee": source.named_by[0], "date": source.date, "period": source.period}
    return source.fields, {name: id_ for name, id_ in own.items() if id_ is not None}


def has_owner(row: Row | Mapping[str, str | None], source: LineSource) -> bool:
    """Whether a line says whose it is."""
    named = (fields_of(source)[1]["employee"],) if source.results_of is not None else source.named_by
    return any(row.get(name) is not None for name in named)


def frames(ruleset: Ruleset, case: Case) -> dict[str, pd.DataFrame]:
    """A table for every source, one without rows where the case gives no lines of it.

    The files that a ruleset names are not read: a case says everything itself. Only results of another ruleset of
    which nothing is given come from the people of the case.
    """
    found: dict[str, pd.DataFrame] = {}
    for source in needed_sources(ruleset).values():
        rows = case.lines.get(source.id, ())
        if not rows and source.results_of is not None:
            continue
        fields, keys = fields_of(source)
        cells = [{id_: typed(row.get(id_)) for id_ in fields} for row in rows]
        for cell in cells:
            if not has_owner(cell, source):
                cell[keys["employee"]] = case.given[0].employee
        found[source.id] = table(cells, [field.columns[0] for field in fields.values()])
    return found


def table(rows: Sequence[Mapping[str, str | None]], headings: list[str]) -> pd.DataFrame:
    """Rows of typed values as a table with headings."""
    return pd.DataFrame([list(row.values()) for row in rows], columns=headings, dtype=object)


def typed(node: Node | None) -> str | None:
    """A value as it was typed; nothing, and the plain word `none`, is an empty cell."""
    return None if node is None or node.value is None or is_none(node) else node.text


def of_heading(row: Row, heading: str, fields: Mapping[str, Field]) -> Node | None:
    """Find the value that stands under a heading."""
    id_ = next((f.id for f in fields.values() if heading in f.columns), heading)
    return row.get(id_)
