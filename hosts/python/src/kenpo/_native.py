"""The library, called through ctypes. The only module that touches it."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
import threading
from ctypes import POINTER, byref, c_char_p, c_int32, c_int64, c_size_t, c_uint8, c_uint32, c_void_p
from pathlib import Path
from typing import Any, Optional

from ._errors import KenpoError, LoadError

#: The ABI that this package is written for.
ABI = 1

_INVALID_ARGUMENT = 1
_INVALID_REQUEST = 4
_PROGRAMME_REQUIRED = 8
#: The status of a text that is too long.
TOO_LARGE = 6


class _Buffer(ctypes.Structure):
    _fields_ = [("ptr", c_void_p), ("len", c_size_t)]


class StepDeliveryRow(ctypes.Structure):
    """`kenpo_step_delivery`."""

    _fields_ = [
        ("synced_ymd", c_int32),
        ("born_ymd", c_int32),
        ("enrolled_ymd", c_int32),
        ("opened_ymd", c_int32),
        ("closed_through_ymd", c_int32),
    ]


class MemberFault(ctypes.Structure):
    """`kenpo_member_fault`."""

    _fields_ = [("member", c_int64), ("delivery", c_int64), ("day", c_int64), ("credited", c_int64)]


# Bytes of a row: kenpo_step_day, kenpo_step_delivery, kenpo_credit, kenpo_person, kenpo_slot.
STEP_DAY = 16
DELIVERY = 20
CREDIT = 32
PERSON = 32
SLOT = 16

# Name, what it takes, what it gives. Addresses of columns are plain numbers.
_FUNCTIONS: tuple[tuple[str, tuple[Any, ...], Any], ...] = (
    ("kenpo_version", (), c_char_p),
    ("kenpo_status_name", (c_int32,), c_char_p),
    ("kenpo_reason_name", (c_int32,), c_char_p),
    ("kenpo_buf_free", (POINTER(_Buffer),), None),
    ("kenpo_programme_parse", (c_char_p, c_size_t, POINTER(c_void_p), POINTER(_Buffer)), c_int32),
    ("kenpo_programme_free", (c_void_p,), None),
    (
        "kenpo_answer",
        (c_void_p, c_char_p, c_size_t, c_char_p, c_size_t, POINTER(_Buffer), POINTER(_Buffer)),
        c_int32,
    ),
    ("kenpo_insurer_number_reason", (c_char_p, c_size_t, POINTER(c_int32)), c_int32),
    ("kenpo_insurer_number_reasons", (c_void_p, c_size_t, c_void_p), c_int32),
    ("kenpo_coupon_last_day", (c_void_p, c_int32, POINTER(c_int32)), c_int32),
    ("kenpo_credits_per_record", (c_void_p, POINTER(c_size_t)), c_int32),
    (
        "kenpo_steps_accrue",
        (
            c_void_p,
            POINTER(StepDeliveryRow),
            c_void_p,
            c_size_t,
            c_void_p,
            c_size_t,
            c_void_p,
            c_size_t,
            POINTER(c_size_t),
            c_void_p,
        ),
        c_int32,
    ),
    (
        "kenpo_members_accrue",
        (
            c_void_p,
            c_size_t,
            c_void_p,
            c_size_t,
            c_void_p,
            c_void_p,
            c_size_t,
            c_void_p,
            c_void_p,
            c_size_t,
            c_void_p,
            c_void_p,
            c_size_t,
            c_void_p,
            c_void_p,
            c_void_p,
            POINTER(MemberFault),
        ),
        c_int32,
    ),
    ("kenpo_match_key", (c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_size_t)), c_int32),
    (
        "kenpo_match_keys",
        (c_void_p, c_size_t, c_void_p, c_size_t, c_void_p, c_size_t, c_void_p, POINTER(c_int64)),
        c_int32,
    ),
    ("kenpo_eligibility_reasons", (c_void_p, c_char_p, c_size_t, c_void_p, c_size_t, c_void_p), c_int32),
    ("kenpo_slot_states", (c_void_p, c_char_p, c_size_t, c_int64, c_void_p, c_size_t, c_void_p), c_int32),
    (
        "kenpo_booking_deadline",
        (c_void_p, c_char_p, c_size_t, c_int32, c_int32, POINTER(c_int64), POINTER(c_int32)),
        c_int32,
    ),
    (
        "kenpo_slot_deadlines",
        (c_void_p, c_char_p, c_size_t, c_int32, c_void_p, c_size_t, c_void_p, c_void_p),
        c_int32,
    ),
    ("kenpo_subsidy_yen", (c_void_p, c_char_p, c_size_t, c_int32, c_int64, POINTER(c_int64)), c_int32),
    ("kenpo_subsidies_yen", (c_void_p, c_char_p, c_size_t, c_int32, c_void_p, c_size_t, c_void_p), c_int32),
)


class Handle:
    """A parsed programme, released with the last reference to it.

    A call keeps a reference while it runs, so that a programme may be closed in one thread while another still asks it.
    """

    __slots__ = ("address", "_free")

    def __init__(self, address: int, free: Any) -> None:
        self.address = address
        self._free = free

    def __del__(self) -> None:
        self._free(self.address)


def whole(path: str) -> None:
    """Refuses a library of Linux of which an end is missing: the system would load it, and end the process at the first page that is not there."""
    if not os.path.isfile(path):
        return
    with open(path, "rb") as file:
        head = file.read(64)
    if head[:4] != b"\x7fELF":
        return
    if len(head) == 64:
        # What lies last in the file: the table of its sections, for 32 bits or for 64.
        at, size, count = (*struct.unpack_from("<I", head, 32), *struct.unpack_from("<HH", head, 46))
        if head[4] == 2:
            at, size, count = (*struct.unpack_from("<Q", head, 40), *struct.unpack_from("<HH", head, 58))
        if os.path.getsize(path) >= at + size * count:
            return
    raise LoadError(f"{path} cannot be loaded as libkenpo: the file is damaged, its end is missing")


class Native:
    """A loaded library."""

    def __init__(self, path: str) -> None:
        whole(path)
        try:
            library = ctypes.CDLL(path)
            version = library.kenpo_abi_version
        except (OSError, AttributeError) as fault:
            raise LoadError(f"{path} cannot be loaded as libkenpo: {fault}") from None
        version.argtypes = ()
        version.restype = c_uint32
        # Before anything else: functions of another ABI take other arguments.
        if version() != ABI:
            raise LoadError(f"{path} has ABI {version()}, and this package is written for ABI {ABI}")
        self.path = path
        for name, takes, gives in _FUNCTIONS:
            function = getattr(library, name)
            function.argtypes = takes
            function.restype = gives
            setattr(self, name[len("kenpo_") :], function)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"libkenpo has no {name}")

    def failure(self, status: int, body: bytes = b"") -> KenpoError:
        """The exception of a status."""
        return KenpoError.of(status, self.status_name(status).decode("ascii"), body)

    def expect(self, status: int) -> None:
        """Raises unless a call went well."""
        if status != 0:
            raise self.failure(status)

    def out_of_range(self) -> KenpoError:
        """A number that the C type of an argument cannot hold."""
        return self.failure(_INVALID_REQUEST)

    def take(self, buffer: _Buffer) -> bytes:
        """The text of a buffer, which is released."""
        try:
            return ctypes.string_at(buffer.ptr, buffer.len) if buffer.ptr else b""
        finally:
            self.buf_free(byref(buffer))

    def parse(self, document: bytes) -> Handle:
        """A programme of a document."""
        address, error = c_void_p(), _Buffer()
        status = self.programme_parse(document, len(document), byref(address), byref(error))
        if status != 0:
            raise self.failure(status, self.take(error))
        assert address.value is not None
        return Handle(address.value, self.programme_free)

    def ask(self, handle: Optional[Handle], operation: bytes, request: bytes) -> bytes:
        """What an operation answers."""
        text, error = _Buffer(), _Buffer()
        status = self.answer(
            None if handle is None else handle.address,
            operation,
            len(operation),
            request,
            len(request),
            byref(text),
            byref(error),
        )
        if status != 0:
            raise self.failure(status, self.take(error))
        return self.take(text)


_lock = threading.Lock()
_loaded: Optional[Native] = None


def native() -> Native:
    """The library, loaded by the first call.

    It is the file that the environment variable `KENPO_LIBRARY` names, or else the one that the package brings.

    Raises:
        LoadError: It is not there, cannot be loaded, or is of another ABI.
    """
    global _loaded
    if _loaded is None:
        with _lock:
            if _loaded is None:
                _loaded = Native(library())
    return _loaded


def library() -> str:
    """The path of the library that would be loaded."""
    named = os.environ.get("KENPO_LIBRARY")
    path = Path(named) if named else Path(__file__).with_name(_file_name())
    if not path.is_file():
        whose = "KENPO_LIBRARY names" if named else "this package brings no"
        raise LoadError(f"{whose} {path}, which does not exist" if named else f"{whose} {path.name} for this platform")
    return str(path)


def _file_name() -> str:
    if sys.platform == "win32":
        return "kenpo.dll"
    return "libkenpo.dylib" if sys.platform == "darwin" else "libkenpo.so"
