"""Columns of texts as the library takes them: all texts in one piece, and where each begins. Arrow's are lent and not copied."""

from __future__ import annotations

import sys
from array import array
from typing import Any, Iterable, NamedTuple

from ._buffers import arrow
from ._codec import to_bytes
from ._errors import ColumnError


class Texts(NamedTuple):
    """Texts of UTF-8, if they are, without a null.

    Attributes:
        bytes: All of them; there may be more before the first offset and after the last.
        offsets: Where each begins and the last ends, in 64 bits.
    """

    bytes: memoryview
    offsets: memoryview


def is_arrow(source: Any) -> bool:
    """Whether it is pyarrow's."""
    return type(source).__module__.partition(".")[0] == "pyarrow"


def listed(source: Any) -> Any:
    """Texts of pandas, Polars or numpy as a list; anything else as it is."""
    of_texts = str(getattr(source, "dtype", "")).startswith(("<U", ">U", "object", "StringDType"))
    if type(source).__module__.partition(".")[0] in ("polars", "pandas"):
        return source.to_list()
    return source.tolist() if of_texts else source


def texts(name: str, source: Any) -> Texts:
    """A column of texts out of whatever holds one: pyarrow, a list, pandas, Polars, numpy.

    Raises:
        ColumnError: It has a null, or is of a wrong type.
    """
    if is_arrow(source):
        return _of_arrow(name, source)
    source = listed(source)
    if isinstance(source, (list, tuple)):
        return _of_items(name, source)
    if hasattr(source, "__arrow_c_stream__") or hasattr(source, "__arrow_c_array__"):
        return _of_arrow(name, arrow().chunked_array(source))
    raise ColumnError(name, None, f"{type(source).__name__} is not a column of texts")


def not_a_text(name: str, row: int, item: Any) -> ColumnError:
    """What is wrong with an item that is not a text."""
    # pandas has NaN where a text is missing.
    missing = item is None or item != item or type(item).__name__ == "NAType"
    return ColumnError(name, row, "null" if missing else f"{type(item).__name__} is not a text")


def _of_items(name: str, items: Iterable[Any]) -> Texts:
    whole, offsets = bytearray(), array("q", [0])
    for row, item in enumerate(items):
        if not isinstance(item, str):
            raise not_a_text(name, row, item)
        whole += to_bytes(item)
        offsets.append(len(whole))
    return Texts(memoryview(whole), memoryview(offsets))


def _of_arrow(name: str, values: Any) -> Texts:
    pyarrow = arrow()
    if isinstance(values, pyarrow.ChunkedArray):
        values = values.chunk(0) if values.num_chunks == 1 else values.combine_chunks()
    if not isinstance(values, pyarrow.Array):
        raise ColumnError(name, None, f"{type(values).__name__} is not a column")
    if values.null_count:
        raise ColumnError(name, values.is_null().index(True).as_py(), "null")
    kind = values.type
    if pyarrow.types.is_dictionary(kind):
        return _of_arrow(name, values.dictionary_decode())
    if str(kind) == "string_view":
        return _of_arrow(name, values.cast(pyarrow.large_string()))
    if not (pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind)):
        raise ColumnError(name, None, f"holds {kind} and no texts")
    if len(values) == 0:
        return _of_items(name, ())
    _, offsets, whole = values.buffers()
    size = 8 if pyarrow.types.is_large_string(kind) else 4
    ends = memoryview(offsets).cast("B")[values.offset * size : (values.offset + len(values) + 1) * size]
    ends = ends.cast("q") if size == 8 else _wide(ends.cast("i"))
    return Texts(memoryview(b"" if whole is None else whole).cast("B"), ends)


def _wide(offsets: memoryview) -> memoryview:
    """Offsets of 32 bits in 64; the texts stay where they are."""
    numpy = sys.modules.get("numpy")
    return memoryview(array("q", offsets)) if numpy is None else memoryview(numpy.asarray(offsets).astype("q"))
