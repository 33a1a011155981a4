"""Columns of numbers as the library takes them: memory that is lent and not copied where it has the right form."""

from __future__ import annotations

import ctypes
import datetime
import importlib
import operator
import sys
from array import array
from typing import Any, Iterable, Optional

from ._errors import ColumnError

# Integers by their size in bytes. A buffer's format says the size only together with the platform.
_SIGNED = {1: "b", 2: "h", 4: "i", 8: "q"}
_UNSIGNED = {1: "B", 2: "H", 4: "I", 8: "Q"}
_INTEGERS = frozenset("bBhHiIlLqQnN")

#: The days of Unix's day 0 from Python's day 0.
EPOCH = datetime.date(1970, 1, 1).toordinal()


class _View(ctypes.Structure):
    """`Py_buffer`, whose fields are part of Python's stable ABI."""

    _fields_ = [
        ("buf", ctypes.c_void_p),
        ("obj", ctypes.c_void_p),
        ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", ctypes.c_int),
        ("ndim", ctypes.c_int),
        ("format", ctypes.c_char_p),
        ("shape", ctypes.c_void_p),
        ("strides", ctypes.c_void_p),
        ("suboffsets", ctypes.c_void_p),
        ("internal", ctypes.c_void_p),
    ]


_get = ctypes.pythonapi.PyObject_GetBuffer
_get.argtypes = (ctypes.py_object, ctypes.c_void_p, ctypes.c_int)
_get.restype = ctypes.c_int
_release = ctypes.pythonapi.PyBuffer_Release
_release.argtypes = (ctypes.c_void_p,)
_release.restype = None


def address(view: memoryview) -> Optional[int]:
    """Where the memory of a contiguous view begins, also where it may not be written; `None` where there is none.

    The memory stays where it is as long as the view is kept.
    """
    if view.nbytes == 0:
        return None
    # ctypes' own from_buffer takes writable memory only, and Arrow's is not.
    seen = _View()
    _get(view, ctypes.byref(seen), 0)
    begin: Optional[int] = seen.buf
    _release(ctypes.byref(seen))
    return begin


class Column:
    """A column of integers, or of days since 1970-01-01, without a null.

    Attributes:
        values: Contiguous, one item a row.
        days: Whether the values are days since 1970-01-01.
    """

    __slots__ = ("values", "days")

    def __init__(self, values: memoryview, days: bool = False) -> None:
        self.values = values
        self.days = days

    def __len__(self) -> int:
        return len(self.values)


def integer(name: str, value: Any) -> int:
    """An integer among the arguments of a typed call.

    Raises:
        TypeError: It is of another type.
    """
    number = _index(value)
    if number is None:
        raise TypeError(f"{name}: {type(value).__name__} is not an integer")
    return number


def _index(value: Any) -> Optional[int]:
    """A value that counts as an integer. A comparison and ctypes would take `True` as 1 as well: it is `None` here."""
    if isinstance(value, bool):
        return None
    try:
        return operator.index(value)
    except TypeError:
        return None


def column(name: str, source: Any) -> Column:
    """A column out of whatever holds one: numpy, array, memoryview, pyarrow, pandas, Polars, a list.

    Raises:
        ColumnError: It has a null, or is of a wrong type.
    """
    module = type(source).__module__.partition(".")[0]
    if module == "pyarrow":
        return _of_arrow(name, source)
    if module == "polars":
        return _of_polars(name, source)
    if module == "pandas":
        return _of_pandas(name, source)
    if hasattr(source, "__array_interface__"):
        return _of_numpy(name, source)
    if isinstance(source, (list, tuple, range)):
        return _of_items(name, source)
    if hasattr(source, "__arrow_c_stream__") or hasattr(source, "__arrow_c_array__"):
        return _of_arrow(name, arrow().chunked_array(source))
    try:
        view = memoryview(source)
    except TypeError:
        view = None
    if view is None:
        raise ColumnError(name, None, f"{type(source).__name__} is not a column")
    return Column(_integers(name, view))


def flags(name: str, source: Any) -> memoryview:
    """A column of true and false, or of 1 and 0, as bytes."""
    module = type(source).__module__.partition(".")[0]
    # Only what is true or false is cast: a cast that fails would say which value it was.
    if module == "pyarrow" and str(source.type) == "bool":
        source = source.cast("uint8")
    elif module == "polars" and str(source.dtype) == "Boolean":
        source = source.cast(int)
    elif module == "pandas" and str(source.dtype) in ("bool", "boolean", "bool[pyarrow]"):
        source = source.astype("UInt8")
    elif str(getattr(source, "dtype", "")) == "bool":
        source = source.astype("uint8")
    elif isinstance(source, (list, tuple)):
        source = [int(item) if isinstance(item, bool) else item for item in source]
    return of_format(name, column(name, source).values, "B")


def _integers(name: str, view: memoryview) -> memoryview:
    if view.ndim != 1 or view.format.lstrip("@") not in _INTEGERS:
        raise ColumnError(name, None, "holds no integers")
    plain = view if view.c_contiguous else memoryview(view.tobytes())
    return plain.cast("B").cast(_code(view)) if plain.nbytes else memoryview(array("q"))


def _code(view: memoryview) -> Any:
    """The format that memoryview itself can read, of the same size and sign."""
    unsigned = view.format[-1] in "BHILQN"
    return (_UNSIGNED if unsigned else _SIGNED)[view.itemsize]


def _of_items(name: str, items: Iterable[Any]) -> Column:
    values = array("q")
    days: Optional[bool] = None
    for row, item in enumerate(items):
        is_day = isinstance(item, datetime.date) and not isinstance(item, datetime.datetime)
        if item is None:
            raise ColumnError(name, row, "null")
        number = item.toordinal() - EPOCH if is_day else _index(item)
        if number is None:
            raise ColumnError(name, row, f"{type(item).__name__} is neither an integer nor a date")
        if days is not None and days != is_day:
            raise ColumnError(name, row, "integers and dates do not mix")
        days = is_day
        if not -(1 << 63) <= number < 1 << 63:
            raise ColumnError(name, row, "does not fit 64 bits")
        values.append(number)
    return Column(memoryview(values), bool(days))


def _of_numpy(name: str, values: Any) -> Column:
    kind = values.dtype.kind
    if values.ndim != 1:
        raise ColumnError(name, None, "has more than one dimension")
    masked = getattr(values, "mask", None)
    if masked is not None and masked.any():
        raise ColumnError(name, int(masked.argmax()), "null")
    if kind == "M":
        return _of_datetimes(name, values)
    if kind == "O":
        return _of_items(name, values.tolist())
    if kind == "f":
        missing = values != values
        if missing.any():
            raise ColumnError(name, int(missing.argmax()), "null")
    if kind not in "iu" or not values.dtype.isnative:
        raise ColumnError(name, None, f"holds {values.dtype.name} and no integers")
    if not values.flags.c_contiguous:
        values = values.copy()
    return Column(_integers(name, memoryview(values)))


def _of_datetimes(name: str, values: Any) -> Column:
    numpy = importlib.import_module("numpy")
    missing = numpy.isnat(values)
    if missing.any():
        raise ColumnError(name, int(missing.argmax()), "null")
    days = values.astype("datetime64[D]", copy=False)
    with_time = days != values
    if with_time.any():
        raise ColumnError(name, int(with_time.argmax()), "has a time of day")
    return Column(memoryview(numpy.ascontiguousarray(days).view("int64")), days=True)


def _of_polars(name: str, values: Any) -> Column:
    if values.null_count():
        raise ColumnError(name, int(values.is_null().arg_max()), "null")
    kind = str(values.dtype)
    if kind == "Date":
        return Column(_of_numpy(name, values.to_physical().to_numpy()).values, days=True)
    if not values.dtype.is_integer():
        raise ColumnError(name, None, f"holds {kind} and no integers")
    return _of_numpy(name, values.to_numpy())


def _of_pandas(name: str, values: Any) -> Column:
    missing = values.isna().to_numpy()
    if missing.any():
        raise ColumnError(name, int(missing.argmax()), "null")
    kind = getattr(values.dtype, "numpy_dtype", values.dtype)
    if getattr(kind, "kind", "") in ("i", "u"):
        return _of_numpy(name, values.to_numpy(dtype=kind))
    return _of_numpy(name, values.to_numpy())


def _of_arrow(name: str, values: Any) -> Column:
    pyarrow = arrow()
    if isinstance(values, pyarrow.ChunkedArray):
        values = values.chunk(0) if values.num_chunks == 1 else values.combine_chunks()
    if not isinstance(values, pyarrow.Array):
        raise ColumnError(name, None, f"{type(values).__name__} is not a column")
    if values.null_count:
        raise ColumnError(name, values.is_null().index(True).as_py(), "null")
    kind = values.type
    days = bool(pyarrow.types.is_date32(kind))
    if pyarrow.types.is_dictionary(kind):
        return _of_arrow(name, values.dictionary_decode())
    if pyarrow.types.is_date64(kind) or pyarrow.types.is_timestamp(kind):
        return _of_datetimes(name, values.to_numpy(zero_copy_only=False))
    if not days and not pyarrow.types.is_integer(kind):
        raise ColumnError(name, None, f"holds {kind} and no integers")
    if len(values) == 0:
        return Column(memoryview(array("q")), days)
    size = kind.bit_width // 8
    unsigned = pyarrow.types.is_unsigned_integer(kind)
    bytes_ = memoryview(values.buffers()[1]).cast("B")
    bytes_ = bytes_[values.offset * size : (values.offset + len(values)) * size]
    return Column(bytes_.cast((_UNSIGNED if unsigned else _SIGNED)[size]), days)  # type: ignore[call-overload]


def arrow() -> Any:
    """The package pyarrow, which is installed where its arrays come from, and else is needed for Arrow's streams."""
    return importlib.import_module("pyarrow")


def of_format(name: str, values: memoryview, code: str) -> memoryview:
    """The same integers in another format of `array`; the memory itself where it has that format.

    Raises:
        ColumnError: A value does not fit.
    """
    if values.format == code or len(values) == 0:
        return values if len(values) else memoryview(array(code))
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        wide = numpy.asarray(values)
        limits = numpy.iinfo(code)
        beyond = (wide < limits.min) | (wide > limits.max)
        if beyond.any():
            raise ColumnError(name, int(beyond.argmax()), f"does not fit {8 * limits.dtype.itemsize} bits")
        return memoryview(wide.astype(code))
    try:
        return memoryview(array(code, values))
    except OverflowError:
        pass
    bits = 8 * array(code).itemsize
    signed = code.islower()
    low, high = (-(1 << bits - 1), 1 << bits - 1) if signed else (0, 1 << bits)
    row = next(row for row, value in enumerate(values) if not low <= value < high)
    raise ColumnError(name, row, f"does not fit {bits} bits")


def put(rows: memoryview, size: int, offset: int, values: memoryview) -> None:
    """Writes a field of all rows, which have this size in bytes."""
    width = values.itemsize
    if len(values) == 0:
        return
    numpy = sys.modules.get("numpy")
    if numpy is None:
        rows.cast(values.format)[offset // width :: size // width] = values  # type: ignore[call-overload]
    else:
        numpy.frombuffer(rows, values.format)[offset // width :: size // width] = numpy.frombuffer(values, values.format)


class _Dates(dict):  # type: ignore[type-arg]
    """YYYYMMDD of days since 1970-01-01, worked out once for each day; 0 for a day that the calendar does not have."""

    def __missing__(self, day: int) -> int:
        try:
            date = datetime.date.fromordinal(EPOCH + day)
        except (OverflowError, ValueError):
            return 0
        ymd = self[day] = date.year * 10000 + date.month * 100 + date.day
        return ymd


_DATES = _Dates()


def dates(name: str, source: Column) -> memoryview:
    """A column of dates as YYYYMMDD in 32 bits."""
    values = source.values
    if not source.days:
        return of_format(name, values, "i")
    numpy = sys.modules.get("numpy")
    if numpy is None or len(values) < 64:
        return memoryview(array("i", map(_DATES.__getitem__, values)))
    days = numpy.asarray(values)
    first, last = int(days.min()), int(days.max())
    if last - first > 1 << 16:
        return memoryview(array("i", map(_DATES.__getitem__, values)))
    # A table of the days that occur, which is looked up for each row.
    table = numpy.fromiter(map(_DATES.__getitem__, range(first, last + 1)), "int32", last - first + 1)
    return memoryview(table[days - first])
