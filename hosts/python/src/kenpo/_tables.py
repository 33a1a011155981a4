"""Tables of many members: their columns, and where the rows of each member begin."""

from __future__ import annotations

import importlib
import sys
from typing import Any, Mapping, NamedTuple

from ._buffers import arrow, column
from ._errors import ColumnError


class Runs(NamedTuple):
    """Members, and where the rows of each begin; the last ends before the row `rows`."""

    members: list[Any]
    starts: list[int]
    rows: int


def columns_of(table: Any, needed: tuple[str, ...], optional: tuple[str, ...]) -> dict[str, Any]:
    if isinstance(table, Mapping):
        names: Any = table.keys()
    elif hasattr(table, "column_names"):
        names = table.column_names
    elif type(table).__module__.partition(".")[0] in ("pandas", "polars"):
        names = table.columns
    elif hasattr(table, "__arrow_c_stream__"):
        return columns_of(arrow().table(table), needed, optional)
    elif hasattr(table, "columns") and hasattr(table, "__getitem__"):
        names = table.columns
    else:
        raise ColumnError("member", None, f"{type(table).__name__} is not a table")
    there = set(names)
    for name in needed:
        if name not in there:
            raise ColumnError(name, None, "is missing")
    return {name: table[name] for name in needed + optional if name in there}


def runs_of(source: Any) -> Runs:
    """Where each member's rows begin. A member whose rows do not stand together is found when it comes again."""
    name = "member"
    module = type(source).__module__.partition(".")[0]
    if module == "pyarrow":
        return _runs_of_arrow(name, source)
    if module == "polars" and not source.dtype.is_integer():
        if source.null_count():
            raise ColumnError(name, int(source.is_null().arg_max()), "null")
        runs = source.rle().struct
        return of_lengths(runs.field("value").to_list(), runs.field("len").to_list())
    texts: Any = None
    if module == "pandas" and getattr(source.dtype, "kind", "O") not in ("i", "u"):
        texts = source.to_list()
    elif hasattr(source, "dtype") and getattr(source.dtype, "kind", "") in ("U", "S", "O", "T"):
        texts = source.tolist()
    elif isinstance(source, (list, tuple)) and source and not hasattr(source[0], "__index__"):
        texts = source
    if texts is not None:
        return _runs_of_texts(name, texts)
    values = column(name, source)
    if values.days:
        raise ColumnError(name, None, "holds dates")
    return _runs_of_integers(values.values)


def _runs_of_arrow(name: str, source: Any) -> Runs:
    pyarrow = arrow()
    kind = source.type
    if pyarrow.types.is_integer(kind):
        return _runs_of_integers(column(name, source).values)
    if pyarrow.types.is_dictionary(kind):
        source = source.cast(kind.value_type)
    if isinstance(source, pyarrow.ChunkedArray):
        source = source.combine_chunks()
    if source.null_count:
        raise ColumnError(name, source.is_null().index(True).as_py(), "null")
    if not (pyarrow.types.is_string(source.type) or pyarrow.types.is_large_string(source.type)):
        raise ColumnError(name, None, f"holds {kind}, neither integers nor texts")
    if len(source) == 0:
        return Runs([], [], 0)
    runs = importlib.import_module("pyarrow.compute").run_end_encode(source)
    return Runs(runs.values.to_pylist(), [0, *runs.run_ends.to_pylist()[:-1]], len(source))


def _runs_of_integers(values: memoryview) -> Runs:
    count = len(values)
    if count == 0:
        return Runs([], [], 0)
    numpy = sys.modules.get("numpy")
    if numpy is None:
        starts = [0, *changes(values)]
        return Runs([values[start] for start in starts], starts, count)
    wide = numpy.asarray(values)
    first = numpy.concatenate(([0], numpy.flatnonzero(wide[1:] != wide[:-1]) + 1))
    return Runs(wide[first].tolist(), first.tolist(), count)


def _runs_of_texts(name: str, texts: Any) -> Runs:
    members: list[Any] = []
    starts: list[int] = []
    for row, text in enumerate(texts):
        if not isinstance(text, (str, bytes)):
            # pandas has NaN where a text is missing.
            missing = text is None or text != text or type(text).__name__ == "NAType"
            raise ColumnError(name, row, "null" if missing else f"{type(text).__name__} is not a text")
        if not members or text != members[-1]:
            members.append(text)
            starts.append(row)
    return Runs(members, starts, len(texts))


def of_lengths(members: list[Any], lengths: list[int]) -> Runs:
    starts, row = [], 0
    for length in lengths:
        starts.append(row)
        row += length
    return Runs(members, starts, row)


def changes(values: memoryview) -> list[int]:
    """The rows that differ from the one before."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        wide = numpy.asarray(values)
        return (numpy.flatnonzero(wide[1:] != wide[:-1]) + 1).tolist()  # type: ignore[no-any-return]
    return [row for row, (one, next_) in enumerate(zip(values, values[1:]), 1) if one != next_]
