"""What is raised. No text of an exception holds a value that was given."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    from .messages import Message
    from .types import ErrorCode

_PREFIX = "KENPO_ERR_"


class LoadError(ImportError):
    """The library cannot be loaded, or is of another ABI."""


class DecodeError(ValueError):
    """JSON is not what the contract says; the message has the place and never the value."""


class ColumnError(ValueError):
    """A column cannot be used: a null, a wrong type, or a value out of its range.

    Attributes:
        column: The column's name.
        row: The row, from 0; `None` where it is the column as a whole.
    """

    def __init__(self, column: str, row: Optional[int], fault: str) -> None:
        self.column = column
        self.row = row
        self.fault = fault
        where = f"column {column}" if row is None else f"column {column}, row {row}"
        super().__init__(f"{where}: {fault}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.column, self.row, self.fault)

    def further(self, rows: int) -> ColumnError:
        """The same fault of a column that begins so many rows earlier."""
        return ColumnError(self.column, None if self.row is None else self.row + rows, self.fault)


class KenpoError(Exception):
    """A call that failed: what was given cannot be used, or the library met a fault.

    It says what and where, and never holds the value that was wrong. What a rule refuses is not an exception but an
    answer with a reason.

    Attributes:
        status: The status of the C ABI.
        status_name: Its name, such as `KENPO_ERR_INVALID_REQUEST`.
        code: What was wrong, such as `date_invalid`; that of the status, such as `unsupported`, where it says all.
        path: Where, as a JSON Pointer (RFC 6901); empty for the whole input.
        line: The line of the JSON text, from 1; `None` where there is no text to point into.
        column: The column of the JSON text, from 1, in Unicode code points.
    """

    def __init__(
        self,
        status: int,
        status_name: str,
        code: Optional[str] = None,
        path: str = "",
        line: Optional[int] = None,
        column: Optional[int] = None,
    ) -> None:
        # What an exception is made of is what it is pickled with.
        super().__init__(status, status_name, code, path, line, column)
        self.status = status
        self.status_name = status_name
        self._has_body = code is not None
        self.code = status_name[len(_PREFIX) :].lower() if code is None else code
        self.path = path
        self.line = line
        self.column = column

    @classmethod
    def of(cls, status: int, status_name: str, body: bytes = b"") -> KenpoError:
        """The error of a status and the library's error text, which is empty where the status says all."""
        if not body:
            return cls(status, status_name)
        data: dict[str, Any] = json.loads(body)
        return cls(status, status_name, data["code"], data["path"], data.get("line"), data.get("column"))

    def __str__(self) -> str:
        text = f"{self.status_name}: {self.code}" if self._has_body else self.status_name
        if self.path:
            text += f" at {self.path}"
        if self.line is not None and self.column is not None:
            text += f" (line {self.line}, column {self.column})"
        return text

    def known_code(self) -> Optional[ErrorCode]:
        """The code as a member of its enum; `None` for a status, and for a code of a later version."""
        from .types import ErrorCode

        try:
            return ErrorCode(self.code) if self._has_body else None
        except ValueError:
            return None

    def message(self, language: str) -> Optional[Message]:
        """What there is to say of the code in a language, `en` or `ja`; `None` for a status."""
        from . import messages

        return messages.error_message(self.code, language) if self._has_body else None

    def to_json(self) -> str:
        """The JSON that the library gave, byte for byte; empty where the status says all."""
        if not self._has_body:
            return ""
        body: dict[str, Any] = {"code": self.code, "path": self.path}
        if self.line is not None:
            body["line"] = self.line
        if self.column is not None:
            body["column"] = self.column
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
