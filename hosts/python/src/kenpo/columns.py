"""Rows as the typed calls take them. They are made of columns, or lent as memory that has the rows' form already."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, Optional, Sequence, Union, overload

from ._buffers import Column, address, arrow, column, dates, flags, integer, of_format, put
from ._errors import ColumnError
from ._native import CREDIT, PERSON, SLOT, STEP_DAY

__all__ = [
    "CreditColumn",
    "Deadline",
    "DeadlineColumn",
    "PersonColumn",
    "SlotColumn",
    "StepColumn",
    "StepDelivery",
    "StepsAccrued",
    "TextColumn",
]

#: A date: YYYYMMDD, or a `datetime.date`.
Day = Union[int, date]
#: An instant: Unix seconds, or a `datetime` with an offset.
Instant = Union[int, datetime]

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def ymd(name: str, day: Day) -> int:
    """A date among the arguments of a typed call as YYYYMMDD, within 32 bits."""
    if isinstance(day, datetime):
        raise TypeError(f"{name}: a datetime is not a date; take its date() in Japan")
    number = day.year * 10000 + day.month * 100 + day.day if isinstance(day, date) else integer(name, day)
    if not -(1 << 31) <= number < 1 << 31:
        raise ValueError(f"{name}: a date is YYYYMMDD")
    return number


def seconds(name: str, at: Instant) -> int:
    """An instant among the arguments of a typed call as Unix seconds, within 64 bits."""
    if isinstance(at, datetime):
        if at.tzinfo is None:
            raise ValueError(f"{name}: an instant needs an offset: a datetime with tzinfo")
        return (at - _EPOCH) // timedelta(seconds=1)
    number = integer(name, at)
    if not -(1 << 63) <= number < 1 << 63:
        raise ValueError(f"{name}: an instant is Unix seconds in 64 bits")
    return number


class _Rows:
    """Rows of one of the library's structs."""

    _SIZE = 0
    __slots__ = ("rows", "_count")

    #: The memory: `_SIZE` bytes for each row.
    rows: memoryview

    def __init__(self, rows: memoryview) -> None:
        self.rows = rows
        self._count = rows.nbytes // self._SIZE

    @classmethod
    def of_rows(cls, rows: Any) -> Any:
        """Lends memory that has the rows' form, such as a structured array of numpy; nothing is copied.

        Raises:
            ColumnError: It is not contiguous, or not a whole number of rows.
        """
        view = memoryview(rows)
        if not view.c_contiguous or view.nbytes % cls._SIZE or (view.itemsize not in (1, cls._SIZE)):
            raise ColumnError("rows", None, f"are not {cls._SIZE} bytes each, one after the other")
        made = cls.__new__(cls)
        _Rows.__init__(made, view)
        return made

    def __len__(self) -> int:
        return self._count

    def __repr__(self) -> str:
        # A row is a person's: only their number is shown.
        return f"{type(self).__name__}({self._count} rows)"

    def address(self) -> Optional[int]:
        return address(self.rows)

    def _field(self, code: str, offset: int) -> memoryview:
        """A field of all rows, as a view that steps over the others."""
        plain = self.rows.cast("B") if self.rows.nbytes else memoryview(b"")
        size = array(code).itemsize
        return plain.cast(code)[offset // size :: self._SIZE // size]  # type: ignore[call-overload, no-any-return]


def _memory(count: int, size: int) -> memoryview:
    return memoryview(bytearray(count * size))


def _same_length(columns: dict[str, Column]) -> int:
    lengths = {len(values) for values in columns.values()}
    if len(lengths) > 1:
        raise ColumnError(", ".join(columns), None, "differ in length")
    return lengths.pop() if lengths else 0


def _one_for_all(name: str, given: Any, count: int) -> Column:
    return column(name, [0] * count if given is None else given)


class StepColumn(_Rows):
    """Days' steps from a linked source: `kenpo_step_day`.

    Args:
        walked: The days walked: YYYYMMDD, or dates.
        steps: Steps of each whole day, 0 to 2^53 - 1.
    """

    _SIZE = STEP_DAY
    __slots__ = ()

    def __init__(self, walked: Any, steps: Any) -> None:
        of_day, of_steps = column("walked", walked), column("steps", steps)
        count = _same_length({"walked": of_day, "steps": of_steps})
        rows = _memory(count, self._SIZE)
        put(rows, self._SIZE, 0, dates("walked", of_day))
        put(rows, self._SIZE, 8, of_format("steps", of_steps.values, "q"))
        super().__init__(rows)


class CreditColumn(_Rows):
    """What was earned and paid for days under rules: `kenpo_credit`. Each field is a view into the rows.

    Args:
        walked: The days walked: YYYYMMDD, or dates.
        synced: The days on which the records arrived.
        rule: The rules, by their place among the programme's `points.rules`, from 0.
        earned: Points before caps.
        points: Points paid.
    """

    _SIZE = CREDIT
    __slots__ = ()

    def __init__(self, walked: Any = (), synced: Any = (), rule: Any = (), earned: Any = (), points: Any = ()) -> None:
        given = {"walked": walked, "synced": synced, "rule": rule, "earned": earned, "points": points}
        columns = {name: column(name, values) for name, values in given.items()}
        rows = _memory(_same_length(columns), self._SIZE)
        put(rows, self._SIZE, 0, dates("walked", columns["walked"]))
        put(rows, self._SIZE, 4, dates("synced", columns["synced"]))
        put(rows, self._SIZE, 8, of_format("rule", columns["rule"].values, "I"))
        put(rows, self._SIZE, 16, of_format("earned", columns["earned"].values, "q"))
        put(rows, self._SIZE, 24, of_format("points", columns["points"].values, "q"))
        super().__init__(rows)

    @property
    def walked_ymd(self) -> memoryview:
        """The days walked, YYYYMMDD."""
        return self._field("i", 0)

    @property
    def synced_ymd(self) -> memoryview:
        """The days on which the records arrived, YYYYMMDD."""
        return self._field("i", 4)

    @property
    def rule(self) -> memoryview:
        """The rules, by their place among the programme's `points.rules`; `Programme.rules` has the ids."""
        return self._field("I", 8)

    @property
    def earned(self) -> memoryview:
        """Points before caps."""
        return self._field("q", 16)

    @property
    def points(self) -> memoryview:
        """Points paid."""
        return self._field("q", 24)


class PersonColumn(_Rows):
    """People as `eligibility_reasons` takes them: `kenpo_person`.

    Args:
        at: The instants of the service: Unix seconds, or one for all.
        born: Dates of birth.
        insured_from: 資格取得日, the first days of entitlement.
        relation: 0 insured, 1 dependant, 2 voluntary, 3 special_retiree, 4 special_retiree_dependant, 5 spouse.
        lost_on: 資格喪失日, the first days without entitlement; 0 while it lasts.
        used_on: The days of the last use that counts as the one use of the fiscal year; 0 where there was no use.
    """

    _SIZE = PERSON
    __slots__ = ()

    def __init__(
        self, at: Any, born: Any, insured_from: Any, relation: Any, lost_on: Any = None, used_on: Any = None
    ) -> None:
        of_birth = column("born", born)
        count = len(of_birth)
        if isinstance(at, (int, datetime)):
            at = array("q", [seconds("at", at)]) * count
        columns = {
            "at": column("at", at),
            "born": of_birth,
            "insured_from": column("insured_from", insured_from),
            "relation": column("relation", relation),
            "lost_on": _one_for_all("lost_on", lost_on, count),
            "used_on": _one_for_all("used_on", used_on, count),
        }
        rows = _memory(_same_length(columns), self._SIZE)
        put(rows, self._SIZE, 0, of_format("at", columns["at"].values, "q"))
        for offset, name in ((8, "born"), (12, "insured_from"), (16, "lost_on"), (20, "used_on")):
            put(rows, self._SIZE, offset, dates(name, columns[name]))
        put(rows, self._SIZE, 24, of_format("relation", columns["relation"].values, "B"))
        super().__init__(rows)


class SlotColumn(_Rows):
    """Slots as `slot_states` takes them: `kenpo_slot`.

    Args:
        date: Their dates: YYYYMMDD, or dates.
        capacity: Places in all.
        taken: Places taken.
        booked: 1 where the person has booked it, else 0.
        cancelled: 1 where the organiser has cancelled it, else 0.
    """

    _SIZE = SLOT
    __slots__ = ()

    def __init__(self, date: Any, capacity: Any, taken: Any, booked: Any = None, cancelled: Any = None) -> None:
        of_date = column("date", date)
        columns = {
            "date": of_date,
            "capacity": column("capacity", capacity),
            "taken": column("taken", taken),
            "booked": Column(flags("booked", [0] * len(of_date) if booked is None else booked)),
            "cancelled": Column(flags("cancelled", [0] * len(of_date) if cancelled is None else cancelled)),
        }
        rows = _memory(_same_length(columns), self._SIZE)
        put(rows, self._SIZE, 0, dates("date", of_date))
        put(rows, self._SIZE, 4, of_format("capacity", columns["capacity"].values, "I"))
        put(rows, self._SIZE, 8, of_format("taken", columns["taken"].values, "I"))
        put(rows, self._SIZE, 12, columns["booked"].values)
        put(rows, self._SIZE, 13, columns["cancelled"].values)
        super().__init__(rows)


@dataclass(frozen=True, repr=False)
class StepDelivery:
    """A delivery of a member's steps.

    Attributes:
        synced: The day on which the records arrived.
        born: The date of birth; needed where a rule asks for an age.
        enrolled: The day on which the person joined; days before it earn nothing.
        opened: The day on which the app was last opened; needed where a rule asks for it.
        closed_through: Days up to this one earn nothing more. Their credits are given all the same where a cap's window
            still needs them.
    """

    synced: Day
    born: Day = 0
    enrolled: Day = 0
    opened: Day = 0
    closed_through: Day = 0

    def __repr__(self) -> str:
        return f"StepDelivery(synced={ymd('synced', self.synced)}, …)"


@dataclass(frozen=True)
class StepsAccrued:
    """What a member's steps came to.

    Attributes:
        credits: What to store.
        reasons: What became of each record: the number of a reason, in the order of the records.
    """

    credits: CreditColumn
    reasons: array[int]


@dataclass(frozen=True)
class Deadline:
    """A deadline of a booking.

    Attributes:
        at: The instant, Unix seconds.
        last_day: The last day that a display should name, YYYYMMDD.
    """

    at: int
    last_day: int


@dataclass(frozen=True)
class DeadlineColumn:
    """A deadline for each of many dates.

    Attributes:
        at: The instants, Unix seconds; 0 where there is no deadline.
        last_day: The last days that a display should name, YYYYMMDD; 0 where the date has no such deadline, or none within the
            calendar, -1 where the calendar does not have the date.
    """

    at: array[int]
    last_day: array[int]

    def __len__(self) -> int:
        return len(self.last_day)


class TextColumn(Sequence[str]):
    """Texts in one piece of memory. `pyarrow.array` makes a `large_string` of it without a copy.

    Attributes:
        bytes: All texts, one after the other, in UTF-8.
        offsets: Where each begins and the last ends: one more than there are texts.
    """

    __slots__ = ("bytes", "offsets")

    def __init__(self, bytes: memoryview, offsets: array[int]) -> None:
        self.bytes = bytes
        self.offsets = offsets

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, row: int) -> str: ...

    @overload
    def __getitem__(self, row: slice) -> list[str]: ...

    def __getitem__(self, row: Union[int, slice]) -> Union[str, list[str]]:
        rows = range(len(self))[row]
        if isinstance(rows, range):
            return [self[each] for each in rows]
        return str(self.bytes[self.offsets[rows] : self.offsets[rows + 1]], "utf-8")

    def __repr__(self) -> str:
        # A text may be a person's: only their number is shown.
        return f"TextColumn({len(self)} rows)"

    def __arrow_array__(self, type: Any = None) -> Any:
        pyarrow = arrow()
        buffers = pyarrow.py_buffer(self.offsets), pyarrow.py_buffer(self.bytes)
        whole = pyarrow.LargeStringArray.from_buffers(len(self), *buffers)
        return whole if type is None else whole.cast(type)
