"""What reasons and errors say, in English and Japanese: data beside the library, read when it is first needed."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Callable, Mapping, Optional, Union

from ._buffers import integer

if TYPE_CHECKING:
    from .types import Allowed, Check, Fault

__all__ = ["Message", "error_message", "explain", "explain_fault", "reason_message"]

_LANGUAGES = ("en", "ja")
_LISTED = 40
"""The most words of a list that are told."""
_MAX_SAFE = 2**53 - 1
"""The bound of all numbers, which tells nothing."""


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
        TypeError: The reason is neither a text nor an integer.
        ValueError: There are no messages in the language.
    """
    if isinstance(reason, str):
        return _message("reasons", str(reason), language)
    from .types import Reason

    known = {code.number: str(code) for code in Reason}
    return _message("reasons", known.get(integer("reason", reason), ""), language)


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
    texts = {field.name: getattr(message, field.name) for field in fields(message)}
    return Message(**{form: text and _filled(text, values) for form, text in texts.items()})


def explain_fault(fault: Fault, language: str) -> Optional[str]:
    """What a fault of a document says, as `programme.check` answers it, in one text.

    That is: what is wrong, what was meant, the other setting, and what is allowed. `None` for a code that this version does not know.

    Raises:
        ValueError: There are no messages in the language.
    """
    error = error_message(fault.code, language)
    if error is None:
        return None
    word = functools.partial(_word, language)
    text, sentences = error.text, []
    if fault.meant is not None:
        sentences.append(word("meant", meant=fault.meant))
    if fault.other is not None:
        sentences.append(word("other", path=fault.other))
    allowed = None if fault.allowed is None else _allowed(fault.allowed, word)
    if allowed is not None:
        sentences.append(word("allowed", allowed=allowed))
    for sentence in sentences:
        text = word("sentences", before=text, after=sentence)
    return text


def _allowed(allowed: Allowed, word: Callable[..., str]) -> Optional[str]:
    least, most = (None if bound is None or abs(bound) >= _MAX_SAFE else str(bound) for bound in (allowed.at_least, allowed.at_most))
    kind = allowed.kind
    if kind is not None and f"kind_{kind}" in _catalogue()["faults"]:
        kind = word(f"kind_{kind}")
    span: Optional[str] = None
    if least is not None and most is not None:
        span = word("from_to", least=least, most=most)
    elif least is not None:
        span = word("or_more", least=least)
    elif most is not None:
        span = word("or_less", most=most)
    if span is not None:
        kind = span if kind is None else word("range_of_kind", kind=kind, range=span)
    listed = allowed.choices or allowed.keys or allowed.ids_of
    if not listed:
        return kind
    some = ", ".join(listed[:_LISTED]) + (", …" if len(listed) > _LISTED else "")
    if not (allowed.choices or allowed.keys):
        some = word("ids_of", lists=some)
    return some if kind is None else word("list_of_kind", kind=kind, list=some)


def _word(language: str, name: str, **values: str) -> str:
    return _filled(_catalogue()["faults"][name][language]["text"], values)


def _filled(text: str, values: Mapping[str, str]) -> str:
    # A name without a value stays as it is.
    return re.sub(r"\{(\w+)\}", lambda name: values.get(name[1], name[0]), text)


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
