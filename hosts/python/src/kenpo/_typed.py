"""Calls without JSON that need no programme, and any operation by its name."""

from __future__ import annotations

from array import array
from ctypes import byref, c_int32, c_int64, c_size_t, create_string_buffer
from typing import TYPE_CHECKING, Any, AnyStr, Optional

from ._buffers import address, arrow
from ._codec import json_text, text, to_bytes
from ._errors import ColumnError
from ._native import TOO_LARGE, native
from ._texts import is_arrow, listed, not_a_text, texts
from .columns import TextColumn

if TYPE_CHECKING:
    from ._programme import Programme
    from .types import Reason

_RECORD = 8


def answer(operation: str, request: AnyStr, programme: Optional[Programme] = None) -> AnyStr:
    """Answers any operation by its name: JSON in, JSON out, as text or as UTF-8 bytes.

    A batch is asked for as the name and `.batch`.

    Raises:
        KenpoError: The request cannot be used.
        LoadError: The library cannot be loaded.
    """
    handle = None if programme is None else programme._handle()
    if isinstance(request, str):
        return native().ask(handle, text("operation", operation), to_bytes(request)).decode("utf-8")
    return native().ask(handle, text("operation", operation), json_text("request", request))


def version() -> str:
    """The library's version, such as `0.1.0`."""
    found: bytes = native().version()
    return found.decode("ascii")


def abi() -> int:
    """The library's ABI, which is the one that this package is written for."""
    from ._native import ABI

    native()
    return ABI


def insurer_number_reason(number: str) -> Optional[Reason]:
    """The first reason against an insurer number typed on a form; `None` for a well-formed one. Without JSON.

    For many numbers take `insurer_number_reasons`: most of the time of this call goes into crossing to the library.

    Args:
        number: At most 64 bytes of UTF-8.

    Raises:
        KenpoError: It is longer.
    """
    from .types import Reason

    library, given, reason = native(), text("number", number), c_int32()
    library.expect(library.insurer_number_reason(given, len(given), byref(reason)))
    return Reason.from_number(reason.value) if reason.value else None


def insurer_number_reasons(numbers: Any) -> array[int]:
    """Examines a column of insurer numbers.

    Args:
        numbers: Eight bytes each: eight digits, or six and two spaces that are layout. Memory of that form is lent and
            not copied: bytes, a numpy array of `S8`, pyarrow's `binary(8)`. A list or a column of texts is copied.

    Returns:
        A byte for each: 0 for a well-formed number, otherwise the number of the first reason against it.

    Raises:
        ColumnError: The memory is not whole records, or a text is null or longer than eight bytes.
    """
    view = _records(numbers)
    count = view.nbytes // _RECORD
    reasons = array("B", bytes(count))
    library = native()
    library.expect(library.insurer_number_reasons(address(view), count, address(memoryview(reasons))))
    return reasons


def match_key(name: str) -> str:
    """The key under which a name is looked up, version 1, as `name_check` gives it; without JSON.

    Two names with one key are candidates, not the same name.

    Args:
        name: At most 256 bytes of UTF-8.

    Raises:
        KenpoError: It is longer.
    """
    library, given = native(), text("name", name)
    # A key is never longer than its name.
    key, length = create_string_buffer(max(1, len(given))), c_size_t()
    library.expect(library.match_key(given, len(given), key, len(key), byref(length)))
    return key.raw[: length.value].decode("utf-8")


def match_keys(names: Any) -> TextColumn:
    """The keys under which names are looked up, as `match_key` gives one.

    Args:
        names: A column of texts, each at most 256 bytes of UTF-8. pyarrow's `string` and `large_string` are lent and not copied;
            a list or a column of another package is copied.

    Returns:
        The keys, in the order of the names: a sequence of texts, which `pyarrow.array` takes without a copy.

    Raises:
        ColumnError: A name is null, longer, or not UTF-8.
    """
    given = texts("names", names)
    count = len(given.offsets) - 1
    # A key is never longer than its name.
    keys, offsets = bytearray(given.offsets[count] - given.offsets[0]), array("q", bytes(8 * (count + 1)))
    library, fault = native(), c_int64(-1)
    status = library.match_keys(
        address(given.bytes),
        given.bytes.nbytes,
        address(given.offsets),
        count,
        address(memoryview(keys)),
        len(keys),
        address(memoryview(offsets)),
        byref(fault),
    )
    if fault.value >= 0:
        too_long = status == TOO_LARGE
        raise ColumnError("names", fault.value, "is longer than 256 bytes" if too_long else "is not UTF-8")
    library.expect(status)
    return TextColumn(memoryview(keys)[: offsets[count]], offsets)


def _records(numbers: Any) -> memoryview:
    name = "numbers"
    if is_arrow(numbers):
        return _of_arrow(name, numbers)
    numbers = listed(numbers)
    if isinstance(numbers, (list, tuple)):
        return _of_texts(name, numbers)
    try:
        view: Optional[memoryview] = memoryview(numbers)
    except TypeError:
        view = None
    if view is None:
        raise ColumnError(name, None, f"{type(numbers).__name__} is not a column")
    if not view.c_contiguous or view.itemsize not in (1, _RECORD) or view.nbytes % _RECORD:
        raise ColumnError(name, None, "has not eight bytes for each number")
    return view


def _of_texts(name: str, texts: Any) -> memoryview:
    records = bytearray()
    for row, item in enumerate(texts):
        if not isinstance(item, str):
            raise not_a_text(name, row, item)
        record = to_bytes(item)
        if len(record) > _RECORD:
            raise ColumnError(name, row, "is longer than eight bytes")
        records += record.ljust(_RECORD)
    return memoryview(records)


def _of_arrow(name: str, numbers: Any) -> memoryview:
    pyarrow = arrow()
    if isinstance(numbers, pyarrow.ChunkedArray):
        numbers = numbers.combine_chunks()
    if numbers.null_count:
        raise ColumnError(name, numbers.is_null().index(True).as_py(), "null")
    if numbers.type == pyarrow.binary(_RECORD):
        if len(numbers) == 0:
            return memoryview(b"")
        records = memoryview(numbers.buffers()[1]).cast("B")
        return records[numbers.offset * _RECORD : (numbers.offset + len(numbers)) * _RECORD]
    return _of_texts(name, numbers.to_pylist())
