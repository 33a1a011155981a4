"""How every operation is called: a request into JSON, the library's answer into its type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Mapping, Optional, Union

from ._codec import Answered, Record, answered, encode, json_text, to_bytes
from ._native import Handle, native

if TYPE_CHECKING:
    Request = Union[Record, Mapping[str, Any]]


def ask(handle: Optional[Handle], operation: str, request: Request, answer: str) -> Answered[Any]:
    """Asks an operation by its name, and reads its answer as the type of that name."""
    return _asked(handle, operation, to_bytes(encode(request)), answer)


def ask_document(operation: str, document: Union[bytes, str], answer: str) -> Answered[Any]:
    """Asks an operation whose request is a document, which is passed as it is."""
    text = json_text("document", document)
    return _asked(None, operation, b'{"document":' + text + b"}", answer)


def _asked(handle: Optional[Handle], operation: str, request: bytes, answer: str) -> Answered[Any]:
    from . import types

    return answered(native().ask(handle, operation.encode("ascii"), request), getattr(types, answer))
