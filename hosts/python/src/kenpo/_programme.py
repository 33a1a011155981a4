"""A programme, and its calls without JSON."""

from __future__ import annotations

import json
from array import array
from ctypes import byref, c_int32, c_int64, c_size_t
from enum import IntEnum
from types import TracebackType
from typing import Any, Mapping, Optional, Type, Union

from ._buffers import address, column, integer, of_format
from ._buffers import dates as ymds
from ._codec import encode, text, to_bytes
from ._native import Handle, StepDeliveryRow, native
from ._operations import ProgrammeOperations
from .columns import (
    CreditColumn,
    Day,
    Deadline,
    DeadlineColumn,
    Instant,
    PersonColumn,
    SlotColumn,
    StepColumn,
    StepDelivery,
    StepsAccrued,
    seconds,
    ymd,
)


class DeadlineKind(IntEnum):
    """Which deadline of a booking."""

    #: Until when a slot is booked.
    CLOSES = 1
    #: Until when a booking is changed.
    CHANGE = 2
    #: Until when a booking is cancelled.
    CANCEL = 3


class Programme(ProgrammeOperations):
    """A programme document that was read and found consistent. It never changes, and many threads may share it.

    It is released by `close()`, at the end of a `with` block, or with the last reference to it. Calls that run in other
    threads at that moment end as usual; calls made afterwards raise `ValueError`.
    """

    __slots__ = ("_open", "_document", "__weakref__")

    def __init__(self, document: Union[bytes, bytearray, memoryview, str, Mapping[str, Any]]) -> None:
        if isinstance(document, str):
            given = to_bytes(document)
        elif isinstance(document, (bytes, bytearray, memoryview)):
            given = bytes(document)
        else:
            given = to_bytes(encode(document))
        self._open: Optional[Handle] = native().parse(given)
        self._document = given

    @classmethod
    def parse(cls, document: Union[bytes, bytearray, memoryview, str, Mapping[str, Any]]) -> Programme:
        """Reads a programme document.

        Args:
            document: Its JSON text, whose digest answers have; or the document as a dict, which is written as JSON
                without spaces first.

        Raises:
            KenpoError: It cannot be used.
            LoadError: The library cannot be loaded.
        """
        return cls(document)

    @property
    def document(self) -> bytes:
        """The document's bytes."""
        return self._document

    @property
    def rules(self) -> list[str]:
        """The ids of the rules that pay points, by the places that columns of credits have."""
        points: Mapping[str, Any] = json.loads(self._document).get("points", {})
        return [rule["id"] for rule in points.get("rules", [])]

    @property
    def closed(self) -> bool:
        """Whether it was released."""
        return self._open is None

    def close(self) -> None:
        """Releases the programme now. May be called twice."""
        self._open = None

    def __enter__(self) -> Programme:
        self._handle()
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], fault: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, ...]:
        # Another process parses the document for itself.
        return Programme.parse, (self._document,)

    def __repr__(self) -> str:
        return "Programme(closed)" if self._open is None else "Programme()"

    def _handle(self) -> Handle:
        handle = self._open
        if handle is None:
            raise ValueError("the programme is closed")
        return handle

    def coupon_last_day(self, issued: Day) -> int:
        """The last day of the programme's coupon, YYYYMMDD, without JSON.

        Raises:
            KenpoError: `not_in_effect` where the programme issues none on that day, and `unsupported` where it has several
                or counts from the draw: `coupon_issue` answers for those.
        """
        library, handle, last = native(), self._handle(), c_int32()
        library.expect(library.coupon_last_day(handle.address, ymd("issued", issued), byref(last)))
        return last.value

    def booking_deadline(self, service: str, kind: DeadlineKind, date: Day) -> Deadline:
        """A deadline of a slot's date, without JSON.

        Raises:
            KenpoError: `not_in_effect` where the date has no such deadline, or none within the calendar.
        """
        library, handle, name = native(), self._handle(), text("service", service)
        at, last = c_int64(), c_int32()
        status = library.booking_deadline(
            handle.address, name, len(name), integer("kind", kind), ymd("date", date), byref(at), byref(last)
        )
        library.expect(status)
        return Deadline(at.value, last.value)

    def slot_deadlines(self, service: str, kind: DeadlineKind, dates: Any) -> DeadlineColumn:
        """A deadline of each slot's date, as `booking_deadline` gives one.

        Args:
            dates: A column of the slots' dates: YYYYMMDD, or dates. One of 32-bit integers is lent and not copied.

        Raises:
            KenpoError: `unsupported` where the deadline of one of the dates is counted in hours: `booking_deadlines` answers for
                those.
            ColumnError: The dates are not a column of dates.
        """
        library, handle, name = native(), self._handle(), text("service", service)
        given = ymds("dates", column("dates", dates))
        at, last = array("q", bytes(8 * len(given))), array("i", bytes(4 * len(given)))
        status = library.slot_deadlines(
            handle.address,
            name,
            len(name),
            integer("kind", kind),
            address(given),
            len(given),
            address(memoryview(at)),
            address(memoryview(last)),
        )
        library.expect(status)
        return DeadlineColumn(at, last)

    def subsidy_yen(self, service: str, on: Day, cost_yen: int) -> int:
        """What is paid back of a cost, whoever claims, in yen; without JSON. For many costs take `subsidies_yen`.

        Raises:
            KenpoError: `not_in_effect` where there is no subsidy on that day, `invalid_request` for a cost out of range,
                `unsupported` where the amount depends on the person.
        """
        library, handle, name = native(), self._handle(), text("service", service)
        cost, yen = integer("cost_yen", cost_yen), c_int64()
        if not -(1 << 63) <= cost < 1 << 63:
            raise library.out_of_range()
        library.expect(library.subsidy_yen(handle.address, name, len(name), ymd("on", on), cost, byref(yen)))
        return yen.value

    def subsidies_yen(self, service: str, on: Day, costs_yen: Any) -> array[int]:
        """What is paid back of each cost, whoever claims, in yen; without JSON.

        Args:
            costs_yen: A column of what the members paid, in yen. One of 32-bit integers is lent and not copied.

        Returns:
            What is paid of each, in 32 bits; -1 where the cost is out of range.

        Raises:
            KenpoError: `not_in_effect` where there is no subsidy on that day, `unsupported` where the amount depends on
                the person.
            ColumnError: The costs are not a column of integers of 32 bits.
        """
        library, handle, name = native(), self._handle(), text("service", service)
        costs = of_format("costs_yen", column("costs_yen", costs_yen).values, "i")
        yen = array("i", bytes(4 * len(costs)))
        status = library.subsidies_yen(
            handle.address, name, len(name), ymd("on", on), address(costs), len(costs), address(memoryview(yen))
        )
        library.expect(status)
        return yen

    def eligibility_reasons(self, service: str, people: PersonColumn) -> array[int]:
        """Whether each person may use a service at an instant, without JSON.

        Returns:
            A byte for each: 0 for who may, otherwise the number of the first reason against it.

        Raises:
            KenpoError: `unsupported` where the programme asks for what a row does not hold, such as a device or a fact:
                `eligibility_check` answers for those.
        """
        library, handle, name = native(), self._handle(), text("service", service)
        reasons = array("B", bytes(len(people)))
        status = library.eligibility_reasons(
            handle.address, name, len(name), people.address(), len(people), address(memoryview(reasons))
        )
        library.expect(status)
        return reasons

    def slot_states(self, service: str, now: Instant, slots: SlotColumn) -> array[int]:
        """How a person sees slots at an instant, without JSON.

        Returns:
            A byte for each: 1 booked, 2 outside the booking period, 3 full, 4 free; 0 for a row that does not describe
            a slot.

        Raises:
            KenpoError: The instant is out of range.
        """
        library, handle, name = native(), self._handle(), text("service", service)
        states = array("B", bytes(len(slots)))
        status = library.slot_states(
            handle.address, name, len(name), seconds("now", now), slots.address(), len(slots), address(memoryview(states))
        )
        library.expect(status)
        return states

    def credits_per_record(self) -> int:
        """The most credits that one record of steps can bring: the ids of rules that earn by steps."""
        library, handle, most = native(), self._handle(), c_size_t()
        library.expect(library.credits_per_record(handle.address, byref(most)))
        return most.value

    def steps_accrue(
        self, delivery: StepDelivery, days: StepColumn, credited: Optional[CreditColumn] = None
    ) -> StepsAccrued:
        """Pays for a member's steps under every rule that earns by them, without JSON. For many members take `accrue`.

        Args:
            delivery: When the records arrived, and what rules may ask of the person.
            days: The records, in the order in which they arrived.
            credited: What was credited before, under any rule, for those days and for the cap windows they fall in.

        Raises:
            KenpoError: `invalid_request` if any record cannot be used, and `unsupported` where the programme asks for
                more: `points_accrue` answers for those, record by record.
        """
        library, handle = native(), self._handle()
        room = len(days) * self.credits_per_record()
        rows = memoryview(bytearray(room * CreditColumn._SIZE))
        reasons, paid = array("i", bytes(4 * len(days))), c_size_t()
        fields = ("synced", "born", "enrolled", "opened", "closed_through")
        given = StepDeliveryRow(*(ymd(field, getattr(delivery, field)) for field in fields))
        before = CreditColumn() if credited is None else credited
        status = library.steps_accrue(
            handle.address,
            byref(given),
            days.address(),
            len(days),
            before.address(),
            len(before),
            address(rows),
            room,
            byref(paid),
            address(memoryview(reasons)),
        )
        library.expect(status)
        return StepsAccrued(CreditColumn.of_rows(rows[: paid.value * CreditColumn._SIZE]), reasons)
