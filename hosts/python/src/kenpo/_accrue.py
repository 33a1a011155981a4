"""Steps of many members: a table in, credits and reasons out, one call of the library for each delivery of a member."""

from __future__ import annotations

import importlib
import sys
from array import array
from ctypes import byref, c_size_t
from typing import Any, Iterator, Mapping, NamedTuple, Optional, Union

from ._buffers import Column, address, arrow, column, dates, of_format
from ._errors import ColumnError
from ._native import CREDIT, STEP_DAY, Handle, Native, StepDeliveryRow, native
from ._programme import Programme
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

    Raises:
        ColumnError: A column is missing, has a null or a wrong type, or a row cannot be used; it names column and row.
        KenpoError: `unsupported` where the programme asks for more than the typed call can do, of which `programme_typed`
            gives the settings: `points_accrue` answers for those.
    """
    columns = _columns(table, ("member", "date", "steps"), tuple(_DELIVERY))
    if (synced is None) == ("synced" not in columns):
        raise ColumnError("synced", None, "is needed once: in the table, or as an argument")
    runs = _runs(columns.pop("member"))
    walked, steps = column("date", columns.pop("date")), column("steps", columns.pop("steps"))
    of_delivery = {name: dates(name, column(name, source)) for name, source in columns.items()}
    lengths = {"member": runs.rows, "date": len(walked), "steps": len(steps)}
    lengths.update({name: len(values) for name, values in of_delivery.items()})
    if len(set(lengths.values())) > 1:
        raise ColumnError(", ".join(lengths), None, "differ in length")
    work = _Work(programme, walked, steps, of_delivery, 0 if synced is None else ymd(synced))
    before = _Before(credited)
    return work.pay(runs, before)


class _Runs(NamedTuple):
    """Members, and where the rows of each begin."""

    members: list[Any]
    starts: Any
    rows: int


def _columns(table: Any, needed: tuple[str, ...], optional: tuple[str, ...]) -> dict[str, Any]:
    if isinstance(table, Mapping):
        names: Any = table.keys()
    elif hasattr(table, "column_names"):
        names = table.column_names
    elif hasattr(table, "columns") and hasattr(table, "__getitem__"):
        names = table.columns
    elif hasattr(table, "__arrow_c_stream__"):
        return _columns(arrow().table(table), needed, optional)
    else:
        raise ColumnError("member", None, f"{type(table).__name__} is not a table")
    there = set(names)
    for name in needed:
        if name not in there:
            raise ColumnError(name, None, "is missing")
    return {name: table[name] for name in needed + optional if name in there}


def _runs(source: Any) -> _Runs:
    """Where each member's rows begin. A member whose rows do not stand together is found when it comes again."""
    name = "member"
    module = type(source).__module__.partition(".")[0]
    if module == "pyarrow":
        return _runs_of_arrow(name, source)
    if module == "polars" and not source.dtype.is_integer():
        if source.null_count():
            raise ColumnError(name, int(source.is_null().arg_max()), "null")
        runs = source.rle().struct
        return _of_lengths(runs.field("value").to_list(), runs.field("len").to_list())
    texts: Any = None
    if module == "pandas" and getattr(source.dtype, "kind", "O") not in ("i", "u"):
        texts = source.to_list()
    elif hasattr(source, "dtype") and getattr(source.dtype, "kind", "") in ("U", "S", "O", "T"):
        texts = source.tolist()
    elif isinstance(source, (list, tuple)) and source and not hasattr(source[0], "__index__"):
        texts = source
    if texts is not None:
        return _runs_of_texts(name, texts)
    values = column(name, source)
    if values.days:
        raise ColumnError(name, None, "holds dates")
    return _runs_of_integers(values.values)


def _runs_of_arrow(name: str, source: Any) -> _Runs:
    pyarrow = arrow()
    kind = source.type
    if pyarrow.types.is_integer(kind):
        return _runs_of_integers(column(name, source).values)
    if pyarrow.types.is_dictionary(kind):
        source = source.cast(kind.value_type)
    if isinstance(source, pyarrow.ChunkedArray):
        source = source.combine_chunks()
    if source.null_count:
        raise ColumnError(name, source.is_null().index(True).as_py(), "null")
    if not (pyarrow.types.is_string(source.type) or pyarrow.types.is_large_string(source.type)):
        raise ColumnError(name, None, f"holds {kind}, neither integers nor texts")
    if len(source) == 0:
        return _Runs([], [], 0)
    runs = importlib.import_module("pyarrow.compute").run_end_encode(source)
    return _Runs(runs.values.to_pylist(), [0, *runs.run_ends.to_pylist()[:-1]], len(source))


def _runs_of_integers(values: memoryview) -> _Runs:
    count = len(values)
    if count == 0:
        return _Runs([], [], 0)
    numpy = sys.modules.get("numpy")
    if numpy is None:
        starts = [0, *_changes(values)]
        return _Runs([values[start] for start in starts], starts, count)
    wide = numpy.asarray(values)
    first = numpy.concatenate(([0], numpy.flatnonzero(wide[1:] != wide[:-1]) + 1))
    return _Runs(wide[first].tolist(), first.tolist(), count)


def _runs_of_texts(name: str, texts: Any) -> _Runs:
    members: list[Any] = []
    starts: list[int] = []
    for row, text in enumerate(texts):
        if not isinstance(text, (str, bytes)):
            # pandas has NaN where a text is missing.
            missing = text is None or text != text or type(text).__name__ == "NAType"
            raise ColumnError(name, row, "null" if missing else f"{type(text).__name__} is not a text")
        if not members or text != members[-1]:
            members.append(text)
            starts.append(row)
    return _Runs(members, starts, len(texts))


def _of_lengths(members: list[Any], lengths: list[int]) -> _Runs:
    starts, row = [], 0
    for length in lengths:
        starts.append(row)
        row += length
    return _Runs(members, starts, row)


def _changes(values: memoryview) -> list[int]:
    """The rows that differ from the one before."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        wide = numpy.asarray(values)
        return (numpy.flatnonzero(wide[1:] != wide[:-1]) + 1).tolist()  # type: ignore[no-any-return]
    return [row for row, (one, next_) in enumerate(zip(values, values[1:]), 1) if one != next_]


class _Before:
    """What was credited before, by member."""

    def __init__(self, credited: Any) -> None:
        self.rows = memoryview(b"")
        self.of: dict[Any, tuple[int, int]] = {}
        if credited is None:
            return
        if isinstance(credited, Accrued):
            self.rows = credited.credits.rows
            runs = _of_lengths(credited.members, credited.counts.tolist())
        else:
            names = ("member", "walked", "synced", "rule", "earned", "points")
            columns = _columns(credited, names, ())
            runs = _runs(columns.pop("member"))
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


class _Work:
    """The columns of a table, laid out for the library block by block."""

    def __init__(
        self, programme: Programme, walked: Column, steps: Column, of_delivery: dict[str, memoryview], synced: int
    ) -> None:
        self.library: Native = native()
        self.handle: Handle = programme._handle()
        self.per_record = programme.credits_per_record()
        self.walked = walked
        self.steps = steps
        self.of_delivery = of_delivery
        self.delivery = StepDeliveryRow(synced)
        self.reasons = array("i", bytes(4 * len(steps)))
        self.reasons_at = address(memoryview(self.reasons))
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
            self._begin, self._end = begin, min(len(self.steps), max(end, begin + _BLOCK))
            count = self._end - begin
            if count * STEP_DAY > self.days.nbytes:
                self._room(count)
            walked = Column(self.walked.values[begin : self._end], self.walked.days)
            try:
                self.days[: count * STEP_DAY].cast("i")[::4] = dates("date", walked)
                steps = of_format("steps", self.steps.values[begin : self._end], "q")
                self.days[: count * STEP_DAY].cast("q")[1::2] = steps
            except ColumnError as fault:
                row, name = fault.row, fault.column
            else:
                row = None
            if row is not None:
                raise ColumnError(name, begin + row, "is out of range")
        return self.days_at + (begin - self._begin) * STEP_DAY

    def pay(self, runs: _Runs, before: _Before) -> Accrued:
        """All members in their order."""
        paid = bytearray()
        counts = array("q")
        length = c_size_t()
        call, delivery = self.library.steps_accrue, byref(self.delivery)
        seen: set[Any] = set()
        cuts = sorted({row for values in self.of_delivery.values() for row in _changes(values)})
        ends = [*runs.starts[1:], runs.rows]
        deliveries = _Deliveries(cuts)
        for member, begin, end in zip(runs.members, runs.starts, ends):
            if member in seen:
                raise ColumnError("member", begin, "the member's rows do not stand together")
            seen.add(member)
            first, last = before.of.get(member, (0, 0))
            known = last - first
            most = known + (end - begin) * self.per_record
            if most * CREDIT > self.credits.nbytes:
                self._credits_room(2 * most)
            if known:
                self.credits[: known * CREDIT] = before.rows[first * CREDIT : last * CREDIT]
            count = known
            for start, stop in deliveries.of(begin, end):
                for name, values in self.of_delivery.items():
                    setattr(self.delivery, _DELIVERY[name], values[start])
                days = self._lay_out(start, stop)
                # What earlier deliveries brought stands right before the room for what this one brings.
                status = call(
                    self.handle.address,
                    delivery,
                    days,
                    stop - start,
                    self.credits_at,
                    count,
                    self.credits_at + count * CREDIT,
                    (stop - start) * self.per_record,
                    byref(length),
                    self.reasons_at + 4 * start if self.reasons_at else None,
                )
                if status != 0:
                    raise self._fault(status, start, stop)
                count += length.value
            paid += self.credits[known * CREDIT : count * CREDIT]
            counts.append(count - known)
        return Accrued(runs.members, counts, CreditColumn.of_rows(paid), self.reasons)

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
        room = memoryview(bytearray(max(1, self.per_record) * CREDIT))
        status: int = self.library.steps_accrue(
            self.handle.address,
            byref(self.delivery),
            days,
            count,
            None,
            0,
            address(room),
            self.per_record,
            byref(length),
            address(memoryview(reason)),
        )
        return status


class _Deliveries:
    """The deliveries of members, asked for in the order of their rows."""

    def __init__(self, cuts: list[int]) -> None:
        self._cuts = cuts
        self._next = 0

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
