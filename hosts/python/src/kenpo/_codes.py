"""Words and codes of the contract. The codes themselves are generated."""

from __future__ import annotations

import functools
from enum import Enum
from typing import TYPE_CHECKING, Type, TypeVar

if TYPE_CHECKING:
    from .messages import Message

C = TypeVar("C", bound="Code")


class Choice(str, Enum):
    """One of the words that a field may have. It is equal to its text."""

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


class Code(Choice):
    """A stable code, and the number by which typed calls name it; neither is used again for another."""

    number: int

    def __new__(cls, value: str, number: int = 0) -> Code:
        member = str.__new__(cls, value)
        member._value_ = value
        member.number = number
        return member

    @classmethod
    def from_number(cls: Type[C], number: int) -> C:
        """The code of that number, as columns give it.

        Raises:
            ValueError: This version of the package knows none.
        """
        found = _by_number(cls).get(number)
        if found is None:
            raise ValueError(f"this version of {cls.__name__} does not know the number")
        return found  # type: ignore[return-value]


@functools.lru_cache(maxsize=None)
def _by_number(codes: Type[Code]) -> dict[int, Code]:
    return {code.number: code for code in codes}


class ReasonCode(Code):
    """A reason, with its messages."""

    def message(self, language: str) -> Message:
        """What there is to say of it in a language, `en` or `ja`. `str()` of it is the text for the member."""
        from . import messages

        said = messages.reason_message(self, language)
        assert said is not None, "the catalogue holds every reason of its version"
        return said
