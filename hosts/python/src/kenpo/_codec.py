"""Records and choices of the contract as JSON, and back. The types themselves are generated."""

from __future__ import annotations

import datetime
import functools
import json
import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, ClassVar, Generic, NamedTuple, Optional, Type, TypeVar

from ._codes import Choice
from ._errors import DecodeError

if TYPE_CHECKING:
    from .types import ProgrammeRef

R = TypeVar("R", bound="Record")


class Field(NamedTuple):
    """A field as JSON has it."""

    key: str
    #: How a value, or each of a list, is read: a kind below, or the name of a type.
    kind: str
    required: bool = False
    many: bool = False
    #: Left out of `repr`.
    personal: bool = False


# Fields whose key is a word of Python's own.
_ATTRIBUTES = {"from": "from_"}


class Record:
    """An object of the contract. It never changes; `dataclasses.replace` makes another."""

    _FIELDS: ClassVar[tuple[Field, ...]] = ()

    def to_json(self) -> str:
        """The JSON text: keys in the schema's order, what is absent left out, no spaces."""
        return encode(self)

    @classmethod
    def from_json(cls: Type[R], text: str | bytes) -> R:
        """Reads JSON text.

        Raises:
            DecodeError: A value is missing or of another type.
        """
        return decode(cls, load(text))

    def __repr__(self) -> str:
        shown = []
        for field in self._FIELDS:
            name = _ATTRIBUTES.get(field.key, field.key)
            value = getattr(self, name)
            if _is_absent(field, value):
                continue
            shown.append(f"{name}=…" if field.personal else f"{name}={_shown(value)}")
        return f"{type(self).__name__}({', '.join(shown)})"

    def __str__(self) -> str:
        return repr(self)


@dataclass(frozen=True, repr=False)
class Answered(Generic[R]):
    """An answer, and who gave it: with the library's version and the programme's digest a decision can be repeated later.

    Attributes:
        kenpo: The library's version.
        answer: What was answered.
        programme: The programme that was read, where the operation reads one.
    """

    kenpo: str
    answer: R
    programme: Optional[ProgrammeRef] = None

    def to_json(self) -> str:
        """The JSON that the library answered, byte for byte."""
        return encode(self)

    def __repr__(self) -> str:
        return f"Answered(kenpo={self.kenpo!r}, programme={self.programme!r}, answer={self.answer!r})"


def _is_absent(field: Field, value: Any) -> bool:
    # An optional list that is empty and a flag that is off are not written.
    is_off = value is False and field.kind == "flag"
    is_empty = field.many and isinstance(value, (list, tuple)) and len(value) == 0
    return not field.required and (value is None or is_off or is_empty)


def _shown(value: Any) -> str:
    if isinstance(value, Choice):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, dict):
        # A part that was given as plain JSON says of no key whether it is personal.
        return "{…}"
    return repr(value)


def encode(value: Any) -> str:
    """JSON text without spaces, with keys in the order of the contract."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def to_bytes(text: str) -> bytes:
    """UTF-8. A lone surrogate becomes bytes that are not UTF-8, which the library refuses with their place."""
    return text.encode("utf-8", "surrogatepass")


def text(name: str, value: Any) -> bytes:
    """A text among the arguments of a typed call, as UTF-8.

    Raises:
        TypeError: It is of another type.
    """
    if not isinstance(value, str):
        raise TypeError(f"{name}: {type(value).__name__} is not a text")
    return to_bytes(value)


def json_text(name: str, value: Any) -> bytes:
    """JSON text among the arguments of a call, as UTF-8.

    Raises:
        TypeError: It is neither text nor bytes. `bytes` would make as many zeros of a number.
    """
    return bytes(value) if isinstance(value, (bytes, bytearray, memoryview)) else text(name, value)


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        plain: dict[str, Any] = {}
        for field in value._FIELDS:
            part = getattr(value, _ATTRIBUTES.get(field.key, field.key))
            if not _is_absent(field, part):
                plain[field.key] = part
        return plain
    if isinstance(value, Answered):
        parts = {"kenpo": value.kenpo, "programme": value.programme, "answer": value.answer}
        return {key: part for key, part in parts.items() if part is not None}
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            raise ValueError("an instant needs an offset: a datetime with tzinfo")
        return value.isoformat(timespec="seconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if hasattr(value, "__index__"):
        return operator.index(value)
    if hasattr(value, "__iter__"):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def load(text: str | bytes) -> Any:
    """Reads JSON text. What Python's reader says is not passed on, since it holds the text."""
    try:
        return json.loads(text)
    except ValueError:
        pass
    raise DecodeError("the text is not JSON")


def decode(cls: Type[R], data: Any) -> R:
    """Reads an object out of what `load` gave."""
    path: list[str] = []
    try:
        return _read(cls, data, path)
    except _Fault as found:
        fault = str(found)
    raise DecodeError(f"/{'/'.join(reversed(path))}: {fault}")


def answered(text: bytes, cls: Type[R]) -> Answered[R]:
    """Reads the library's answer."""
    from .types import ProgrammeRef

    data = load(text)
    programme = data.get("programme")
    return Answered(
        kenpo=data["kenpo"],
        answer=decode(cls, data["answer"]),
        programme=None if programme is None else decode(ProgrammeRef, programme),
    )


class _Fault(Exception):
    """What is wrong with a value; the path is collected on the way up."""


def _read(cls: Type[R], data: Any, path: list[str]) -> R:
    if not isinstance(data, dict):
        raise _Fault("is not an object")
    values = {}
    for field, name, reader in _plan(cls):  # type: ignore[arg-type]
        if field.key not in data:
            if field.required:
                raise _Fault(f"{field.key} is missing")
            continue
        value = data[field.key]
        try:
            if field.many:
                if not isinstance(value, list):
                    raise _Fault("is not a list")
                values[name] = tuple(_items(reader, value, path))
            else:
                values[name] = reader(value, path)
        except _Fault:
            path.append(field.key)
            raise
    return cls(**values)


def _items(reader: Callable[[Any, list[str]], Any], values: list[Any], path: list[str]) -> Any:
    for index, value in enumerate(values):
        try:
            yield reader(value, path)
        except _Fault:
            path.append(str(index))
            raise


@functools.lru_cache(maxsize=None)
def _plan(cls: Type[Record]) -> tuple[tuple[Field, str, Callable[[Any, list[str]], Any]], ...]:
    return tuple((field, _ATTRIBUTES.get(field.key, field.key), _reader(field.kind)) for field in cls._FIELDS)


def _reader(kind: str) -> Callable[[Any, list[str]], Any]:
    known = _READERS.get(kind)
    if known is not None:
        return known
    from . import types

    named = getattr(types, kind)
    if issubclass(named, Record):
        return functools.partial(_read, named)
    members = {str(member): member for member in named}

    def choice(value: Any, _: list[str]) -> Any:
        found = members.get(value) if isinstance(value, str) else None
        if found is None:
            raise _Fault(f"is not a {kind} of this version")
        return found

    return choice


def _text(value: Any, _: list[str]) -> Any:
    if not isinstance(value, str):
        raise _Fault("is not a text")
    return value


def _integer(value: Any, _: list[str]) -> Any:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Fault("is not an integer")
    return value


def _flag(value: Any, _: list[str]) -> Any:
    if not isinstance(value, bool):
        raise _Fault("is not true or false")
    return value


def _date(value: Any, _: list[str]) -> Any:
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        pass
    raise _Fault("is not a date")


def _instant(value: Any, _: list[str]) -> Any:
    try:
        # Python before 3.11 reads no `Z`.
        found = datetime.datetime.fromisoformat(value[:-1] + "+00:00" if value[-1:] == "Z" else value)
        if found.tzinfo is not None:
            return found
    except (TypeError, ValueError):
        pass
    raise _Fault("is not an instant with an offset")


_READERS: dict[str, Callable[[Any, list[str]], Any]] = {
    "text": _text,
    "integer": _integer,
    "boolean": _flag,
    "flag": _flag,
    "date": _date,
    "instant": _instant,
}
