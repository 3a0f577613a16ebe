"""What every table of a comparison must say of itself; the tables are those of `Compared`, so that none is forgotten."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import fields
from typing import get_args, get_type_hints

import pytest

import appraise.compare
from appraise.compare.figures.units import Unit
from appraise.compare.table import ComparisonTable
from appraise.compare.tables import tables
from appraise.report.comparison.words import TABLES, say

SHOWN = {shown.key: (kind, shown.rows) for kind in tables().values() for shown in kind.shown}
OWN_SHEETS = ("cliffs", "near")  # whose columns are sentences, put together in report/comparison/cliffs.py


def test_every_table_is_a_field_of_compared() -> None:
    for module in pkgutil.walk_packages(appraise.compare.__path__, "appraise.compare."):
        importlib.import_module(module.name)
    made = {kind.__name__ for kind in ComparisonTable.__subclasses__()}
    for name in made - {kind.__name__ for kind in tables().values()}:
        pytest.fail(f"{name} is in no comparison: name it in Compared, in compare/tables.py")
    assert len(made) > 15


@pytest.mark.parametrize("name", tables())
def test_every_table_says_how_it_is_hidden_and_shown(name: str) -> None:
    kind = tables()[name]
    assert not kind.__abstractmethods__, f"{kind.__name__} does not say: {', '.join(kind.__abstractmethods__)}"
    assert getattr(kind, "words", None), f"{kind.__name__} has no title and note: write them as `words`"
    assert getattr(kind, "shown", None), f"{kind.__name__} is not shown: say so by `shown`"


@pytest.mark.parametrize("key", SHOWN)
def test_every_table_has_title_note_and_headings(key: str) -> None:
    kind, rows = SHOWN[key]
    for text in (f"table_{key}", f"note_{key}"):
        assert text in TABLES[key], f"the words of {kind.__name__} lack {text!r}"
    assert rows in get_type_hints(kind), f"{kind.__name__} has no field {rows!r}, which is shown as {key!r}"
    (row, _) = get_args(get_type_hints(kind)[rows])
    hints = get_type_hints(row, include_extras=True)
    for column in fields(row):
        metadata = getattr(hints[column.name], "__metadata__", ("none",))
        assert metadata[0] in get_args(Unit), f"{row.__name__}.{column.name} has no unit of figures/units.py"
        told = (
            key in OWN_SHEETS or metadata[0] in ("unit", "figures") or column.name in TABLES[key] or column.name in say
        )
        assert told, f"the words of {kind.__name__} lack a heading for {column.name!r}"
