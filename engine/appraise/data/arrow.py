"""pyarrow, which carries no types, under names that a strict type checker accepts; and ways in and out of it.

pyarrow imports pandas whenever it takes Python or numpy values over, or gives numpy arrays: a fifth of the CPU time that a run on a
small file takes. Nothing between a file and the results needs pandas, so these functions hand over the memory
itself. DataFrames come in by `data/files/frame.py` and go out by `execution/worksheet.py`.
"""

from __future__ import annotations

from importlib import import_module
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

pa: Any = import_module("pyarrow")
compute: Any = import_module("pyarrow.compute")
csv: Any = import_module("pyarrow.csv")
parquet: Any = import_module("pyarrow.parquet")


def array_of(values: NDArray[Any], missing: NDArray[np.bool_] | None = None) -> Any:
    """An Arrow array of numbers or truths [n]; null where `missing` says so.

    >>> array_of(np.array([1.5, 2.5]), np.array([False, True])).to_pylist()
    [1.5, None]
    """
    kind = pa.from_numpy_dtype(values.dtype)
    bits = None if missing is None else _bits(~missing)
    held = _bits(values) if values.dtype == np.bool_ else pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(kind, len(values), [bits, held])


def texts_of(values: Iterable[str]) -> Any:
    """An Arrow array of texts (large_string) [n], of which none is missing.

    >>> texts_of(["east", "西"]).to_pylist()
    ['east', '西']
    """
    held = [value.encode() for value in values]
    ends = np.fromiter(accumulate(map(len, held), initial=0), np.int64, len(held) + 1)
    return pa.Array.from_buffers(pa.large_string(), len(held), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(held))])


def column_of(values: Sequence[Any], kind: Any) -> Any:
    """Plain Python values [n], texts or numbers of which none is missing, as an Arrow array of a kind."""
    if pa.types.is_string(kind):
        return compute.cast(texts_of(values), kind)
    return array_of(np.array(values, kind.to_pandas_dtype()))


def numpy_of(column: Any) -> NDArray[Any]:
    """Numbers or truths of an Arrow column [n] in which nothing is null, without a copy where they lie in one piece.

    >>> numpy_of(array_of(np.array([True, False, True])))
    array([ True, False,  True])
    """
    if isinstance(column, pa.ChunkedArray):
        pieces = [numpy_of(piece) for piece in column.chunks]
        return np.concatenate(pieces) if pieces else np.array([], column.type.to_pandas_dtype())
    if pa.types.is_boolean(column.type):
        return np.from_dlpack(compute.cast(column, pa.uint8())).view(np.bool_)
    return np.from_dlpack(column)


def floats_of(column: Any) -> NDArray[np.float64]:
    """The numbers of an Arrow column [n], NaN where one is null.

    >>> floats_of(array_of(np.array([1, 2]), np.array([False, True])))
    array([ 1., nan])
    """
    floats = compute.cast(column, pa.float64(), safe=False)
    return numpy_of(compute.fill_null(floats, NAN) if floats.null_count else floats)


def _bits(truths: NDArray[np.bool_]) -> Any:
    return pa.py_buffer(np.packbits(truths, bitorder="little"))


NAN = array_of(np.array([np.nan]))[0]  # scalars, which pyarrow would make by way of pandas as well
EMPTY = texts_of([""])[0]
