"""Arrow's arrays as the library's columns, and back, with pyarrow and numpy: for the functions of DuckDB and Spark."""

from __future__ import annotations

from array import array
from typing import Any

import numpy
import pyarrow

from ._buffers import column, dates
from ._errors import ColumnError


def one(values: Any) -> Any:
    """A vector as one array."""
    return values.combine_chunks() if isinstance(values, pyarrow.ChunkedArray) else values


def known_dates(name: str, values: Any) -> memoryview:
    """Dates of deliveries as YYYYMMDD, 0 where there is none."""
    given = one(values)
    ymd = dates(name, column(name, given.fill_null(0) if given.null_count else given))
    if given.null_count:
        if name == "synced":
            raise ColumnError(name, given.is_null().index(True).as_py(), "null")
        there: Any = numpy.asarray(given.is_valid())
        ymd = memoryview(array("i", numpy.where(there, numpy.asarray(ymd), 0).tolist()))
    return ymd


def days(ymd: memoryview) -> Any:
    """Days of YYYYMMDD."""
    wide = numpy.asarray(ymd, "int64")
    months = (wide // 10_000 - 1970) * 12 + wide // 100 % 100 - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype("int64")
    return pyarrow.array((first + wide % 100 - 1).astype("int32")).cast(pyarrow.date32())
