"""Steps of many members: a table in, credits and reasons out, one call of the library for each delivery of a member."""

from __future__ import annotations

import bisect
import sys
from array import array
from concurrent.futures import ThreadPoolExecutor
from ctypes import byref, c_size_t
from typing import Any, Iterator, Optional, Union

from ._buffers import Column, address, column, dates, of_format, put
from ._errors import ColumnError
from ._native import CREDIT, STEP_DAY, Handle, Native, StepDeliveryRow, native
from ._programme import Programme
from ._tables import Runs, changes, columns_of, of_lengths, runs_of
from .columns import CreditColumn, Day, ymd

#: Rows that are laid out for the library at a time: what they need stays in a processor's cache.
_BLOCK = 1 << 15

#: Columns that say what is true of a delivery as a whole, and their fields.
_DELIVERY = {
    "synced": "synced_ymd",
    "born": "born_ymd",
    "enrolled": "enrolled_ymd",
    "opened": "opened_ymd",
    "closed_through": "closed_through_ymd",
}

_INVALID_REQUEST = 4


class Accrued:
    """What steps of many members came to.

    Attributes:
        members: The members, in the order of the table.
        counts: How many credits each member got, in the order of `members`.
        credits: What to store, member by member.
        reasons: What became of each row of the table: the number of a reason.
    """

    __slots__ = ("members", "counts", "credits", "reasons")

    def __init__(self, members: list[Any], counts: array[int], credits: CreditColumn, reasons: array[int]) -> None:
        self.members = members
        self.counts = counts
        self.credits = credits
        self.reasons = reasons

    def __repr__(self) -> str:
        return f"Accrued({len(self.members)} members, {len(self.credits)} credits)"

    def points(self) -> array[int]:
        """The points that each member was paid, in the order of `members`."""
        paid = self.credits.points
        numpy = sys.modules.get("numpy")
        totals, first = array("q"), 0
        if numpy is not None:
            sums = numpy.concatenate(([0], numpy.cumsum(numpy.asarray(paid))))
            ends = numpy.cumsum(numpy.asarray(self.counts, dtype="int64"))
            totals.frombytes(numpy.diff(sums[numpy.concatenate(([0], ends))]).astype("int64").tobytes())
            return totals
        for count in self.counts:
            totals.append(sum(paid[first : first + count]))
            first += count
        return totals

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
        ColumnError: A column is missing, has a null or a wrong type, or a row cannot be used; it names column and row.
        KenpoError: `unsupported` where the programme asks for more than the typed call can do, of which `programme_typed`
            gives the settings: `points_accrue` answers for those.
    """
    columns = columns_of(table, ("member", "date", "steps"), tuple(_DELIVERY))
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
    before = _Before(credited)
    reasons = array("i", bytes(4 * runs.rows))
    given = _Given(programme, walked, steps, of_delivery, 0 if synced is None else ymd(synced), before, reasons)
    parts = _shares(runs, threads)
    if len(parts) == 1:
        paid = [_Work(given).pay(parts[0])]
    else:
        with ThreadPoolExecutor(len(parts)) as pool:
            # Of several faults, that of the first member is raised, as one thread would.
            paid = list(pool.map(lambda part: _Work(given).pay(part), parts))
    counts = array("q")
    for of_part, _ in paid:
        counts += of_part
    rows = paid[0][1] if len(paid) == 1 else b"".join(credits for _, credits in paid)
    return Accrued(runs.members, counts, CreditColumn.of_rows(rows), reasons)


def _refuse_scattered(runs: Runs) -> None:
    """Looks for a member that comes again after others."""
    if len(set(runs.members)) == len(runs.members):
        return
    seen: set[Any] = set()
    for member, start in zip(runs.members, runs.starts):
        if member in seen:
            raise ColumnError("member", start, "the member's rows do not stand together")
        seen.add(member)


def _shares(runs: Runs, threads: int) -> list[Runs]:
    """The members in parts of about as many rows, in their order."""
    if threads < 1:
        raise ValueError("threads are 1 or more")
    cuts = [0]
    for part in range(1, threads):
        cut = bisect.bisect_left(runs.starts, runs.rows * part // threads)
        if cuts[-1] < cut < len(runs.members):
            cuts.append(cut)
    cuts.append(len(runs.members))
    ends = [*runs.starts[1:], runs.rows]
    return [
        Runs(runs.members[first:last], runs.starts[first:last], ends[last - 1] if last else 0)
        for first, last in zip(cuts, cuts[1:])
    ]


class _Before:
    """What was credited before, by member."""

    def __init__(self, credited: Any) -> None:
        self.rows = memoryview(b"")
        self.of: dict[Any, tuple[int, int]] = {}
        if credited is None:
            return
        if isinstance(credited, Accrued):
            self.rows = credited.credits.rows
            runs = of_lengths(credited.members, credited.counts.tolist())
        else:
            names = ("member", "walked", "synced", "rule", "earned", "points")
            columns = columns_of(credited, names, ())
            runs = runs_of(columns.pop("member"))
            credits = CreditColumn(**columns)
            if len(credits) != runs.rows:
                raise ColumnError("member", None, "differs in length from the other columns")
            self.rows = credits.rows
        self.rows = self.rows.cast("B") if self.rows.nbytes else self.rows
        ends = [*runs.starts[1:], runs.rows]
        for member, start, end in zip(runs.members, runs.starts, ends):
            if member in self.of:
                raise ColumnError("member", start, "the member's credits do not stand together")
            self.of[member] = (start, end)


class _Given:
    """What is given to be paid, and where reasons go: shared by all threads."""

    def __init__(
        self,
        programme: Programme,
        walked: Column,
        steps: Column,
        of_delivery: dict[str, memoryview],
        synced: int,
        before: _Before,
        reasons: array[int],
    ) -> None:
        self.handle: Handle = programme._handle()
        self.per_record = programme.credits_per_record()
        self.walked = walked
        self.steps = steps
        self.of_delivery = of_delivery
        self.cuts = sorted({row for values in of_delivery.values() for row in changes(values)})
        self.synced = synced
        self.before = before
        self.reasons_at = address(memoryview(reasons)) or 0


class _Work:
    """What one thread does: it lays rows out for the library, block by block, and calls it."""

    def __init__(self, given: _Given) -> None:
        self.library: Native = native()
        self.given = given
        self.delivery = StepDeliveryRow(given.synced)
        self._begin = self._end = 0
        self._room(_BLOCK)
        self._credits_room(_BLOCK)

    def _room(self, rows: int) -> None:
        self.days = memoryview(bytearray(rows * STEP_DAY))
        self.days_at = address(self.days) or 0

    def _credits_room(self, credits: int) -> None:
        self.credits = memoryview(bytearray(credits * CREDIT))
        self.credits_at = address(self.credits) or 0

    def _lay_out(self, begin: int, end: int) -> int:
        """Has the rows in memory, and gives their address."""
        if end > self._end:
            self._begin, self._end = begin, min(len(self.given.steps), max(end, begin + _BLOCK))
            count = self._end - begin
            if count * STEP_DAY > self.days.nbytes:
                self._room(count)
            walked = self.given.walked.values[begin : self._end]
            steps = self.given.steps.values[begin : self._end]
            block = self.days[: count * STEP_DAY]
            try:
                put(block, STEP_DAY, 0, dates("date", Column(walked, self.given.walked.days)))
                put(block, STEP_DAY, 8, of_format("steps", steps, "q"))
            except ColumnError as fault:
                raise ColumnError(fault.column, begin + (fault.row or 0), "is out of range") from None
        return self.days_at + (begin - self._begin) * STEP_DAY

    def pay(self, runs: Runs) -> tuple[array[int], bytearray]:
        """The members in their order: how many credits each got, and these."""
        given, before = self.given, self.given.before
        paid, counts, length = bytearray(), array("q"), c_size_t()
        call, handle, delivery = self.library.steps_accrue, given.handle.address, byref(self.delivery)
        deliveries = _Deliveries(given.cuts, runs.starts[0] if runs.starts else 0)
        for member, begin, end in zip(runs.members, runs.starts, [*runs.starts[1:], runs.rows]):
            first, last = before.of.get(member, (0, 0))
            known = last - first
            most = known + (end - begin) * given.per_record
            if most * CREDIT > self.credits.nbytes:
                self._credits_room(2 * most)
            if known:
                self.credits[: known * CREDIT] = before.rows[first * CREDIT : last * CREDIT]
            count = known
            for start, stop in deliveries.of(begin, end):
                for name, values in given.of_delivery.items():
                    setattr(self.delivery, _DELIVERY[name], values[start])
                days = self._lay_out(start, stop)
                # What earlier deliveries brought stands right before the room for what this one brings.
                status = call(
                    handle,
                    delivery,
                    days,
                    stop - start,
                    self.credits_at,
                    count,
                    self.credits_at + count * CREDIT,
                    (stop - start) * given.per_record,
                    byref(length),
                    given.reasons_at + 4 * start,
                )
                if status != 0:
                    raise self._fault(status, start, stop)
                count += length.value
            paid += self.credits[known * CREDIT : count * CREDIT]
            counts.append(count - known)
        return counts, paid

    def _fault(self, status: int, start: int, stop: int) -> Exception:
        """The row that is at fault, found by asking once more for each alone."""
        fault = self.library.failure(status)
        if status != _INVALID_REQUEST or self._alone(0, 0) != 0:
            return fault
        at = self._lay_out(start, stop)
        for row in range(start, stop):
            offset = (row - self._begin) * STEP_DAY
            if self._alone(at + (row - start) * STEP_DAY, 1) == 0:
                continue
            self.days[offset : offset + STEP_DAY].cast("q")[1] = 0
            name = "steps" if self._alone(at + (row - start) * STEP_DAY, 1) == 0 else "date"
            return ColumnError(name, row, "cannot be used")
        return fault

    def _alone(self, days: int, count: int) -> int:
        length, reason = c_size_t(), array("i", [0])
        room = memoryview(bytearray(max(1, self.given.per_record) * CREDIT))
        status: int = self.library.steps_accrue(
            self.given.handle.address,
            byref(self.delivery),
            days,
            count,
            None,
            0,
            address(room),
            self.given.per_record,
            byref(length),
            address(memoryview(reason)),
        )
        return status


class _Deliveries:
    """The deliveries of members, asked for in the order of their rows."""

    def __init__(self, cuts: list[int], begin: int) -> None:
        self._cuts = cuts
        self._next = bisect.bisect_right(cuts, begin)

    def of(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """The rows of each delivery between two rows."""
        cuts = self._cuts
        start = begin
        while self._next < len(cuts) and cuts[self._next] < end:
            cut = cuts[self._next]
            self._next += 1
            if cut > start:
                yield start, cut
                start = cut
        yield start, end
