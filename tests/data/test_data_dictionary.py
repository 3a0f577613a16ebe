"""Columns of repeated texts, which Parquet keeps as numbers and a list of texts."""

from __future__ import annotations

import pytest

from appraise.data.arrow import pa
from appraise.data.columns.cells import BLANK, TEXT, of_arrow, of_objects


@pytest.mark.parametrize("index", [pa.int8(), pa.uint8(), pa.int32(), pa.uint32(), pa.int64()])
def test_whatever_its_numbers_are(index: object) -> None:
    column = pa.DictionaryArray.from_arrays(
        pa.array([1, 0, 2, None, 3], index), pa.array(["east", " west ", " ", None])
    )
    cells = of_arrow(column)
    assert cells.kinds.tolist() == [TEXT, TEXT, BLANK, BLANK, BLANK]
    assert [cells.labels[int(code)].as_py() for code in cells.codes[:2]] == ["west", "east"]


def test_without_rows() -> None:
    for column in (pa.chunked_array([], pa.string()), pa.chunked_array([], pa.dictionary(pa.int32(), pa.string()))):
        assert len(of_arrow(column)) == 0


def test_the_same_texts_as_python_objects() -> None:
    cells = of_objects(["east", None, "  ", " east", "west"])
    assert cells.kinds.tolist() == [TEXT, BLANK, BLANK, TEXT, TEXT]
    assert [cells.labels[int(code)].as_py() for code in cells.codes[[0, 3, 4]]] == ["east", "east", "west"]
