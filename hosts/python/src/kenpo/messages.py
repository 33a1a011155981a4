"""What reasons and errors say, in English and Japanese: data beside the library, read when it is first needed."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Optional, Union

if TYPE_CHECKING:
    from .types import Check

__all__ = ["Message", "error_message", "explain", "reason_message"]

_LANGUAGES = ("en", "ja")


@dataclass(frozen=True)
class Message:
    """What there is to say of a reason or an error, in one language, each on one line.

    A name in braces is filled in with the value of that name, from the check of the same code.

    Attributes:
        text: What it is. That of a reason may be shown to a member, that of an error is for developers.
        cause: Why it is so.
        remedy: What helps.
        operator: What it is, for the society's staff. An error may have neither this nor the following forms.
        short: One line, for a kiosk's screen.
        easy: In plain words; in Japanese やさしい日本語.
    """

    text: str
    cause: str
    remedy: str
    operator: Optional[str] = None
    short: Optional[str] = None
    easy: Optional[str] = None

    def __str__(self) -> str:
        return self.text


def reason_message(reason: Union[str, int], language: str) -> Optional[Message]:
    """The message of a reason, by its code or its number; `None` for one that this version does not know.

    Raises:
        ValueError: There are no messages in the language.
    """
    if isinstance(reason, str):
        return _message("reasons", str(reason), language)
    from .types import Reason

    known = {code.number: str(code) for code in Reason}
    return _message("reasons", known.get(reason, ""), language)


def explain(check: Check, language: str) -> Optional[Message]:
    """The message of a check's code, with the values that the check read in the place of their names, as they stand there.

    `None` for a code that this version does not know.

    Raises:
        ValueError: There are no messages in the language.
    """
    message = reason_message(check.code, language)
    if message is None:
        return None
    values = {read.name: read.value for read in reversed(check.values)}

    def filled(text: Any) -> Any:
        # What the check does not say stays as it is.
        return None if text is None else re.sub(r"\{(\w+)\}", lambda name: values.get(name[1], name[0]), text)

    return Message(**{field.name: filled(getattr(message, field.name)) for field in fields(message)})


def error_message(code: str, language: str) -> Optional[Message]:
    """The message of an error's code; `None` for one that this version does not know, and for a status.

    Raises:
        ValueError: There are no messages in the language.
    """
    return _message("errors", str(code), language)


def _message(of: str, code: str, language: str) -> Optional[Message]:
    if language not in _LANGUAGES:
        raise ValueError(f"messages are there in {' and '.join(_LANGUAGES)}")
    entry = _catalogue()[of].get(code)
    return None if entry is None else Message(**entry[language])


@functools.lru_cache(maxsize=None)
def _catalogue() -> dict[str, dict[str, Any]]:
    catalogue = json.loads((files("kenpo") / "messages.json").read_bytes())
    return {of: {entry["code"]: entry for entry in entries} for of, entries in catalogue.items()}
