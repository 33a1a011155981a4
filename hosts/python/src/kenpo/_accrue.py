"""Steps of many members: a table in, credits and reasons out, one call of the library for each block of members."""

from __future__ import annotations

import bisect
import datetime
import sys
from array import array
from concurrent.futures import ThreadPoolExecutor
from ctypes import byref
from itertools import accumulate
from typing import Any, NamedTuple, Optional, Union

from ._buffers import Column, address, column, dates, integer, of_format, put
from ._errors import ColumnError
from ._native import CREDIT, DELIVERY, STEP_DAY, Handle, MemberFault, Native, native
from ._programme import Programme
from ._tables import Runs, changes, columns_of, of_lengths, runs_of
from .columns import CreditColumn, Day, ymd

#: Rows that are laid out for the library at a time: what they need stays in a processor's cache.
_BLOCK = 1 << 15

#: Columns that say what is true of a delivery as a whole, in the order of the fields of `kenpo_step_delivery`.
DELIVERY_COLUMNS = ("synced", "born", "enrolled", "opened", "closed_through")

#: What `programme.typed` calls those that rules may ask for.
NEEDS = {"born": "born", "opened_on": "opened"}

#: Why a delivery of a programme that asks for one of these is refused.
NEEDED = "a rule of the programme asks for it"

_INVALID_REQUEST, _UNSUPPORTED = 4, 9


class Accrued:
    """What steps of many members came to.

    Attributes:
        members: The members, in the order of the table.
        counts: How many credits each member got, in the order of `members`.
        credits: What to store, member by member.
        reasons: What became of each row of the table: the number of a reason.
    """

    __slots__ = ("members", "counts", "credits", "reasons", "_points")

    def __init__(self, members: list[Any], rows: int) -> None:
        self.members = members
        self.counts = array("q")
        self.credits = CreditColumn()
        self.reasons = array("i", bytes(4 * rows))
        self._points = array("q", bytes(8 * len(members)))

    def __repr__(self) -> str:
        return f"Accrued({len(self.members)} members, {len(self.credits)} credits)"

    def points(self) -> array[int]:
        """The points that each member was paid, in the order of `members`."""
        return self._points

    def columns(self) -> dict[str, Any]:
        """The credits as columns with their members, for a data frame, a table of Arrow, or `accrue` again.

        With numpy, arrays that are views into the credits; lists without it.
        """
        credits = self.credits
        numpy = sys.modules.get("numpy")
        parts = {
            "walked": credits.walked_ymd,
            "synced": credits.synced_ymd,
            "rule": credits.rule,
            "earned": credits.earned,
            "points": credits.points,
        }
        if numpy is not None:
            of_credit = numpy.repeat(numpy.asarray(self.members), numpy.asarray(self.counts, dtype="int64"))
            return {"member": of_credit, **{name: numpy.asarray(values) for name, values in parts.items()}}
        members = [member for member, count in zip(self.members, self.counts) for _ in range(count)]
        return {"member": members, **{name: values.tolist() for name, values in parts.items()}}


def accrue(
    table: Any,
    programme: Programme,
    *,
    synced: Optional[Day] = None,
    credited: Union[Accrued, Any, None] = None,
    threads: int = 1,
) -> Accrued:
    """Pays for many members' steps from linked sources under every rule that earns by them, without JSON.

    Args:
        table: Columns `member`, `date` and `steps`, as a dict of arrays, a table or data frame of pyarrow, pandas or
            Polars, or whatever exports an Arrow stream (with pyarrow installed). Rows of a member stand together, in the
            order in which they arrived. Members are integers or texts, dates YYYYMMDD or dates, steps integers.
            Further columns, as they are needed, say what is true of a delivery: `synced`, `born`, `enrolled`, `opened`,
            `closed_through`, each a date, 0 where there is none. Rows of a member that differ in one of them are
            deliveries of their own, paid one after the other. Other columns are not read.
        programme: The programme that pays.
        synced: The day on which all rows arrived, where the table has no column of that name.
        credited: What was credited before: an earlier result, or a table with the columns that `Accrued.columns` gives.
        threads: How many threads share the members; the result is the same. A call lets other threads run meanwhile.

    Raises:
        ColumnError: A column is missing, has a null or a wrong type, or a row cannot be used, also for want of a date that a rule asks
            for; it names column and row.
        KenpoError: `unsupported` where the programme asks for more than the typed call can do, of which `programme_typed`
            gives the settings: `points_accrue` answers for those.
    """
    columns = columns_of(table, ("member", "date", "steps"), DELIVERY_COLUMNS)
    if (synced is None) == ("synced" not in columns):
        raise ColumnError("synced", None, "is needed once: in the table, or as an argument")
    runs = runs_of(columns.pop("member"))
    walked, steps = column("date", columns.pop("date")), column("steps", columns.pop("steps"))
    of_delivery = {name: dates(name, column(name, source)) for name, source in columns.items()}
    lengths = {"member": runs.rows, "date": len(walked), "steps": len(steps)}
    lengths.update({name: len(values) for name, values in of_delivery.items()})
    if len(set(lengths.values())) > 1:
        raise ColumnError(", ".join(lengths), None, "differ in length")
    _refuse_scattered(runs)
    deliveries = _deliveries_of(runs, of_delivery, 0 if synced is None else ymd("synced", synced))
    accrued = Accrued(runs.members, runs.rows)
    before = Known.of(credited).before(runs.members)
    _pay(_Given(programme, walked, steps, of_delivery, deliveries, before, accrued), accrued, threads)
    return accrued


def _pay(given: _Given, accrued: Accrued, threads: int) -> None:
    parts = _shares(given, len(accrued.members), threads)
    if len(parts) == 1:
        paid = [_Work(given).pay(parts[0])]
    else:
        with ThreadPoolExecutor(len(parts)) as pool:
            # Of several faults, that of the first member is raised, as one thread would.
            paid = list(pool.map(lambda part: _Work(given).pay(part), parts))
    for counts, _ in paid:
        accrued.counts += counts
    accrued.credits = CreditColumn.of_rows(paid[0][1] if len(paid) == 1 else b"".join(rows for _, rows in paid))


class Members(NamedTuple):
    """Members of one delivery each, their rows as lists.

    Attributes:
        offsets: Where each member's rows begin, from 0, and last where they end: numpy's integers of 64 bits.
        walked: The days walked.
        steps: The steps.
        of_delivery: Dates that say what is true of the deliveries, YYYYMMDD for each member, by their columns' names.
        credited: What was credited before.
        credited_offsets: Where each member's credits begin, and last where they end; empty where there is none.
    """

    offsets: Any
    walked: Column
    steps: Column
    of_delivery: dict[str, memoryview]
    credited: CreditColumn
    credited_offsets: Any


def accrue_members(members: Members, programme: Programme) -> Accrued:
    """`accrue` for members who are counted from 0."""
    count = len(members.offsets) - 1
    accrued = Accrued(list(range(count)), int(members.offsets[-1]))
    rows = delivery_rows(count, members.of_delivery)
    deliveries = _Deliveries(memoryview(members.offsets), memoryview(array("q", range(count + 1))), rows)
    before = _Before(members.credited.rows, memoryview(members.credited_offsets))
    given = _Given(programme, members.walked, members.steps, members.of_delivery, deliveries, before, accrued)
    given.rows_are_deliveries = True
    _pay(given, accrued, 1)
    return accrued


def _refuse_scattered(runs: Runs) -> None:
    """Looks for a member that comes again after others."""
    if len(set(runs.members)) == len(runs.members):
        return
    seen: set[Any] = set()
    for member, start in zip(runs.members, runs.starts):
        if member in seen:
            raise ColumnError("member", start, "the member's rows do not stand together")
        seen.add(member)


def _shares(given: _Given, members: int, threads: int) -> list[range]:
    """The members in parts of about as many rows, in their order."""
    if integer("threads", threads) < 1:
        raise ValueError("threads are 1 or more")
    share = -(-given.start(members) // threads)
    cuts = [0]
    while cuts[-1] < members and len(cuts) < threads:
        cuts.append(given.ends(cuts[-1], members, share))
    return [range(first, last) for first, last in zip(cuts, [*cuts[1:], members])]


class Known:
    """What was credited before, by member."""

    def __init__(self, runs: Runs, rows: memoryview) -> None:
        self._runs = runs
        self._rows = rows
        self._of: Optional[dict[Any, tuple[int, int]]] = None

    @classmethod
    def of(cls, credited: Any) -> Known:
        if isinstance(credited, Known):
            return credited
        if credited is None:
            return cls(Runs([], [], 0), memoryview(b""))
        if isinstance(credited, Accrued):
            return cls(of_lengths(credited.members, credited.counts.tolist()), credited.credits.rows)
        columns = columns_of(credited, ("member", "walked", "synced", "rule", "earned", "points"), ())
        runs = runs_of(columns.pop("member"))
        credits = CreditColumn(**columns)
        if len(credits) != runs.rows:
            raise ColumnError("member", None, "differs in length from the other columns")
        return cls(runs, credits.rows)

    def before(self, members: list[Any]) -> _Before:
        """What members were credited before, in their order."""
        known = self._runs
        if known.rows == 0:
            return _Before(memoryview(b""), memoryview(b""))
        if known.members == members:
            return _Before(self._rows, memoryview(array("q", [*known.starts, known.rows])))
        if self._of is None:
            of: dict[Any, tuple[int, int]] = {}
            for member, start, end in zip(known.members, known.starts, [*known.starts[1:], known.rows]):
                if member in of:
                    raise ColumnError("member", start, "the member's credits do not stand together")
                of[member] = (start, end)
            self._of = of
        plain = self._rows.cast("B")
        taken = [self._of.get(member, (0, 0)) for member in members]
        gathered = b"".join([plain[start * CREDIT : end * CREDIT] for start, end in taken])
        return _Before(memoryview(gathered), memoryview(array("q", accumulate((e - s for s, e in taken), initial=0))), taken)


class _Before:
    """What was credited before, in the order of the members that are paid.

    Attributes:
        rows: The credits.
        offsets: Where each member's begin, and last where they end; empty where there is none.
        taken: Where they stand in what was given, where that is in another order.
    """

    def __init__(self, rows: memoryview, offsets: memoryview, taken: Optional[list[tuple[int, int]]] = None) -> None:
        self.rows = rows
        self.offsets = offsets
        self.taken = taken

    def row(self, credit: int) -> int:
        """The row of a credit in what was given."""
        if self.taken is None:
            return credit
        at = bisect.bisect_right(self.offsets, credit) - 1
        return self.taken[at][0] + credit - int(self.offsets[at])


class _Deliveries(NamedTuple):
    """The deliveries of members, as the library takes them.

    Attributes:
        begins: The row with which each delivery begins, and last the number of rows.
        of_member: The first delivery of each member, and last the number of deliveries.
        rows: `kenpo_step_delivery` for each.
    """

    begins: memoryview
    of_member: memoryview
    rows: memoryview

    @property
    def several(self) -> bool:
        """Whether any member has several, or none."""
        return len(self.begins) != len(self.of_member)


def _deliveries_of(runs: Runs, columns: dict[str, memoryview], synced: int) -> _Deliveries:
    """Deliveries of members' rows, of which those that differ in a column are deliveries of their own."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        begins = sorted({*runs.starts, *(row for values in columns.values() for row in changes(values))})
        of_member = [bisect.bisect_left(begins, start) for start in runs.starts]
        fields = {name: array("i", [values[begin] for begin in begins]) for name, values in columns.items()}
        ends = memoryview(array("q", [*begins, runs.rows]))
        firsts = memoryview(array("q", [*of_member, len(begins)]))
    else:
        starts = begins = numpy.asarray(runs.starts, "int64")
        for values in columns.values():
            wide = numpy.asarray(values)
            begins = numpy.union1d(begins, numpy.flatnonzero(wide[1:] != wide[:-1]) + 1)
        fields = {name: numpy.asarray(values)[begins] for name, values in columns.items()}
        ends = memoryview(numpy.append(begins, runs.rows))
        firsts = memoryview(numpy.append(numpy.searchsorted(begins, starts), len(begins)))
    return _Deliveries(ends, firsts, delivery_rows(len(begins), fields, synced))


def delivery_rows(count: int, columns: dict[str, Any], synced: int = 0) -> memoryview:
    """`kenpo_step_delivery` for each delivery, of columns of dates in 32 bits; all synced on one day where that is given."""
    rows = memoryview(bytearray(count * DELIVERY))
    if synced:
        columns = {**columns, "synced": array("i", [synced]) * count}
    for name, values in columns.items():
        put(rows, DELIVERY, 4 * DELIVERY_COLUMNS.index(name), memoryview(values))
    return rows


def _less(values: memoryview, first: int, last: int, by: int) -> memoryview:
    """Some of the numbers, each less by so much."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        return memoryview(numpy.asarray(values[first:last]) - by)
    return memoryview(array("q", [value - by for value in values[first:last]]))


def _counts(offsets: memoryview) -> array[int]:
    counts = array("q")
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        counts.frombytes(numpy.diff(numpy.asarray(offsets)).tobytes())
    else:
        counts.extend(end - begin for begin, end in zip(offsets, offsets[1:]))
    return counts


class _Given:
    """What is given to be paid, and where reasons and points go: shared by all threads."""

    def __init__(
        self,
        programme: Programme,
        walked: Column,
        steps: Column,
        of_delivery: dict[str, memoryview],
        deliveries: _Deliveries,
        before: _Before,
        accrued: Accrued,
    ) -> None:
        self.programme = programme
        self.handle: Handle = programme._handle()
        self.per_record = programme.credits_per_record()
        self.walked = walked
        self.steps = steps
        self.of_delivery = of_delivery
        #: Whether what is said of deliveries has an item for each, and not for each record.
        self.rows_are_deliveries = False
        self.deliveries = deliveries
        self.deliveries_at = address(deliveries.rows) or 0
        self.before = before
        self.before_at = address(before.rows) or 0
        self.before_offsets_at = address(before.offsets)
        self.reasons_at = address(memoryview(accrued.reasons)) or 0
        self.points_at = address(memoryview(accrued._points)) or 0

    def start(self, member: int) -> int:
        """The row with which a member begins, and for the number of members the number of rows."""
        begins: int = self.deliveries.begins[self.deliveries.of_member[member]]
        return begins

    def row(self, delivery: int) -> int:
        """The row that says what is true of a delivery."""
        begins: int = self.deliveries.begins[delivery]
        return delivery if self.rows_are_deliveries else begins

    def unknown(self, delivery: int) -> Optional[ColumnError]:
        """Which date a rule asks for that the delivery does not have."""
        calls = self.programme.programme_typed({}).answer.verdict.calls
        call = next(call for call in calls if call.operation == "points.accrue")
        fields = self.deliveries.rows[delivery * DELIVERY : (delivery + 1) * DELIVERY].cast("i")
        for name in [NEEDS[need] for need in call.needs if not call.out_of_reach]:
            if fields[DELIVERY_COLUMNS.index(name)] == 0 and name in self.of_delivery:
                return ColumnError(name, self.row(delivery), f"is not known: {NEEDED}")
            if fields[DELIVERY_COLUMNS.index(name)] == 0:
                return ColumnError(name, None, f"is missing: {NEEDED}")
        return None

    def ends(self, first: int, last: int, most: int) -> int:
        """As many of the members as have no more than so many rows, but one at least."""
        least, low, high = self.start(first) + most, first + 1, last
        while low < high:
            middle = (low + high + 1) // 2
            if self.start(middle) <= least:
                low = middle
            else:
                high = middle - 1
        return low


class _Work:
    """What one thread does: it lays rows out for the library, block by block, and calls it once for each."""

    def __init__(self, given: _Given) -> None:
        self.library: Native = native()
        self.given = given
        self.fault = MemberFault()
        self._room(_BLOCK)

    def _room(self, rows: int) -> None:
        self.rows = rows
        self.days = memoryview(bytearray(rows * STEP_DAY))
        self.days_at = address(self.days) or 0
        self.credits = memoryview(bytearray(rows * self.given.per_record * CREDIT))
        self.credits_at = address(self.credits) or 0

    def _lay_out(self, begin: int, end: int) -> None:
        walked = self.given.walked.values[begin:end]
        steps = self.given.steps.values[begin:end]
        block = self.days[: (end - begin) * STEP_DAY]
        try:
            put(block, STEP_DAY, 0, dates("date", Column(walked, self.given.walked.days)))
            put(block, STEP_DAY, 8, of_format("steps", steps, "q"))
        except ColumnError as fault:
            raise ColumnError(fault.column, begin + (fault.row or 0), "is out of range") from None

    def pay(self, members: range) -> tuple[array[int], bytearray]:
        """The members in their order: how many credits each got, and these."""
        paid, counts, first = bytearray(), array("q"), members.start
        while first < members.stop:
            last = self.given.ends(first, members.stop, _BLOCK)
            offsets = self._pay_block(first, last)
            paid += self.credits[: offsets[-1] * CREDIT]
            counts += _counts(offsets)
            first = last
        return counts, paid

    def _pay_block(self, first: int, last: int) -> memoryview:
        given, deliveries = self.given, self.given.deliveries
        begin, end = given.start(first), given.start(last)
        if end - begin > self.rows:
            self._room(end - begin)
        self._lay_out(begin, end)
        first_delivery, last_delivery = deliveries.of_member[first], deliveries.of_member[last]
        day_offsets = _less(deliveries.begins, first_delivery, last_delivery + 1, begin)
        of_member = _less(deliveries.of_member, first, last + 1, first_delivery) if deliveries.several else None
        offsets = memoryview(array("q", bytes(8 * (last - first + 1))))
        status = self.library.members_accrue(
            given.handle.address,
            last - first,
            given.deliveries_at + DELIVERY * first_delivery,
            last_delivery - first_delivery,
            None if of_member is None else address(of_member),
            self.days_at,
            end - begin,
            address(day_offsets),
            given.before_at or None,
            given.before.rows.nbytes // CREDIT,
            None if given.before_offsets_at is None else given.before_offsets_at + 8 * first,
            self.credits_at,
            self.rows * given.per_record,
            address(offsets),
            given.points_at + 8 * first,
            given.reasons_at + 4 * begin,
            byref(self.fault),
        )
        if status != 0:
            raise self._fault(status, begin, first_delivery)
        return offsets

    def _fault(self, status: int, begin: int, first_delivery: int) -> Exception:
        """The exception of the row that the library named."""
        given, fault = self.given, self.fault
        if status == _INVALID_REQUEST and fault.day >= 0:
            day = self.days[fault.day * STEP_DAY : (fault.day + 1) * STEP_DAY].cast("i")[0]
            return ColumnError("steps" if _is_date(day) else "date", begin + fault.day, "cannot be used")
        if status == _INVALID_REQUEST and fault.credited >= 0:
            return ColumnError("credited", given.before.row(fault.credited), "cannot be used")
        if status == _INVALID_REQUEST and fault.delivery >= 0:
            row = given.row(first_delivery + fault.delivery)
            for name, values in given.of_delivery.items():
                if not (_is_date(values[row]) or (values[row] == 0 and name != "synced")):
                    return ColumnError(name, row, "cannot be used")
        if status == _UNSUPPORTED and fault.delivery >= 0:
            return given.unknown(first_delivery + fault.delivery) or self.library.failure(status)
        return self.library.failure(status)


def _is_date(ymd: int) -> bool:
    try:
        datetime.date(ymd // 10000, ymd // 100 % 100, ymd % 100)
    except ValueError:
        return False
    return True
