"""Steps of a roster in Spark 4: data frames in and out. Needs pyspark, pyarrow and numpy, and on each worker kenpo as well.

    paid = kenpo.spark.credits(steps, programme, synced=date(2023, 4, 1))
    late = kenpo.spark.credits(more, programme, synced=date(2023, 5, 1), credited=paid)

`steps` has the columns `member` (integers or texts), `date` and `steps`, in any order and over any partitions. All rows of a
member are brought together and sorted by `date` and `steps`, or first by the columns that `order` names, so that they are paid in
the same order wherever they lay: a run gives what `kenpo.accrue` of the table so sorted gives.

Further columns, as they are needed, say what is true of a delivery: `synced`, `born`, `enrolled`, `opened`, `closed_through`. Rows of a
member that differ in one of them are deliveries of their own, sorted by them in that order. NULL is a date that is not known; one for
which a rule of the programme asks is an error, as a NULL is anywhere else, and so is a type that would have to be guessed at.

The programme travels as its document with its digest, is parsed once by each worker, and is refused before the job begins where the
typed call does not reach it: `unsupported`, with the path of the first setting that is out of reach.
"""

from __future__ import annotations

import functools
import hashlib
from typing import Any, Callable, Iterator, Optional, Sequence

import numpy
import pyarrow
import pyarrow.compute
from pyspark.sql import functions as F
from pyspark.sql import types as T

from ._accrue import DELIVERY_COLUMNS, NEEDED, NEEDS, Accrued, accrue
from ._arrow import days, known_dates
from ._errors import ColumnError, KenpoError, LoadError
from ._native import native
from ._programme import Programme
from ._stream import whole_members
from ._typed import version
from .columns import Day

__all__ = ["credits", "points", "reasons"]

#: Rows that are paid together. Spark hands over ten thousand at a time, where crossing to the library would be felt.
_ROWS = 1 << 16

_CREDITED = {"walked": "date", "synced": "date", "rule": "int", "earned": "bigint", "points": "bigint"}
_INTEGERS = (T.ByteType, T.ShortType, T.IntegerType, T.LongType)
_UNSUPPORTED = 9


def credits(
    steps: Any, programme: Programme, *, synced: Optional[Day] = None, credited: Any = None, order: Sequence[str] = ()
) -> Any:
    """What to store: `member`, `walked`, `synced`, `rule`, `earned` and `points`, a row for each day and rule that earned.

    Args:
        steps: A data frame as the module says.
        programme: The programme that pays.
        synced: The day on which all rows arrived, where the data frame has no column of that name.
        credited: The credits of earlier runs, a data frame of these columns; they are not paid again. Members without rows in `steps`
            are passed over.
        order: Columns of `steps` that say in which order a member's rows arrived.

    Raises:
        ColumnError: A column is missing or of another type. What is wrong in a row fails the job, with the column's name.
        KenpoError: `unsupported`, with the path of the setting.
    """
    return _run(steps, programme, synced, credited, order, _credit_rows, _CREDITED)


def points(
    steps: Any, programme: Programme, *, synced: Optional[Day] = None, credited: Any = None, order: Sequence[str] = ()
) -> Any:
    """What each member is paid: `member` and `points`, also of those who are paid nothing. Arguments as for `credits`."""
    return _run(steps, programme, synced, credited, order, _point_rows, {"points": "bigint"})


def reasons(
    steps: Any, programme: Programme, *, synced: Optional[Day] = None, credited: Any = None, order: Sequence[str] = ()
) -> Any:
    """What became of each row: `member`, `date`, `steps`, and `reason`, such as `paid`. Arguments as for `credits`."""
    gives = {"date": "date", "steps": "bigint", "reason": "string"}
    return _run(steps, programme, synced, credited, order, _reason_rows, gives)


def _run(
    steps: Any,
    programme: Programme,
    synced: Optional[Day],
    credited: Any,
    order: Sequence[str],
    give: Callable[[Any, Accrued], Any],
    gives: dict[str, str],
) -> Any:
    there = [name for name in DELIVERY_COLUMNS if name in steps.columns]
    digest = _within_reach(programme, there)
    if (synced is None) == ("synced" not in there):
        raise ColumnError("synced", None, "is needed once: in the data frame, or as an argument")
    member = "bigint" if _is_integer(steps, "member") else "string"
    for name, kind in [("date", "date"), ("steps", "bigint"), *((name, "date") for name in there)]:
        _expect(steps, name, kind)
    # Of rows that sort alike no column differs that is read, so that their order means nothing.
    by = [*order, *there, "date", "steps"]
    rows = steps.select(
        F.col("member").cast(member).alias("member"),
        *(F.col(name).alias(f"by_{at}") for at, name in enumerate(order)),
        *there,
        "date",
        F.col("steps").cast("bigint").alias("steps"),
    )
    keys = ["member", *(f"by_{at}" for at in range(len(order))), *by[len(order) :]]
    if credited is not None:
        rows = rows.withColumn("credit", F.lit(False)).unionByName(_as_rows(credited, member), allowMissingColumns=True)
        keys.insert(1, "credit")
    together = rows.repartition("member").sortWithinPartitions(*keys)
    pay = _Pay(programme.document, digest, synced, give)
    kept = [name for name in together.columns if not name.startswith("by_")]
    schema = ", ".join(f"{name} {kind}" for name, kind in {"member": member, **gives}.items())
    return together.select(*kept).mapInArrow(pay, schema)


def _as_rows(credited: Any, member: str) -> Any:
    """Credits as rows among those of steps. Their columns have names of their own, so that neither is taken for the other."""
    if member != ("bigint" if _is_integer(credited, "member") else "string"):
        raise ColumnError("member", None, "holds integers in one data frame and texts in the other")
    for name, kind in _CREDITED.items():
        _expect(credited, name, kind if kind == "date" else "bigint")
    taken = [F.col(name).cast(kind).alias(f"credited_{name}") for name, kind in _CREDITED.items()]
    return credited.select(F.col("member").cast(member).alias("member"), F.lit(True).alias("credit"), *taken)


def _is_integer(frame: Any, name: str) -> bool:
    """Whether it holds integers; texts are the other choice."""
    kind = _type(frame, name)
    # Texts with a collation would be equal to Spark and two members here.
    if not isinstance(kind, _INTEGERS) and kind != T.StringType():
        raise ColumnError(name, None, f"holds {kind.simpleString()}, neither integers nor texts")
    return isinstance(kind, _INTEGERS)


def _expect(frame: Any, name: str, wanted: str) -> None:
    kind = _type(frame, name)
    if not isinstance(kind, T.DateType if wanted == "date" else _INTEGERS):
        raise ColumnError(name, None, f"holds {kind.simpleString()}, not {'dates' if wanted == 'date' else 'integers'}")


def _type(frame: Any, name: str) -> Any:
    if name not in frame.columns:
        raise ColumnError(name, None, "is missing")
    return frame.schema[name].dataType


def _within_reach(programme: Programme, there: Sequence[str]) -> str:
    """The digest of a programme that the typed call reaches."""
    typed = programme.programme_typed({})
    call = next((call for call in typed.answer.verdict.calls if call.operation == "points.accrue"), None)
    if call is None or call.out_of_reach:
        path = call.out_of_reach[0] if call is not None else "/points"
        raise KenpoError(_UNSUPPORTED, native().status_name(_UNSUPPORTED).decode("ascii"), path=path)
    for need in call.needs:
        if NEEDS[need] not in there:
            raise ColumnError(NEEDS[need], None, f"is missing: {NEEDED}")
    return hashlib.sha256(programme.document).hexdigest()


class _Pay:
    """What a worker does with the rows of a partition; pickled with all that it needs."""

    def __init__(self, document: bytes, digest: str, synced: Optional[Day], give: Callable[[Any, Accrued], Any]) -> None:
        self.document = document
        self.digest = digest
        self.version = version()
        self.synced = synced
        self.give = give

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        if version() != self.version:
            raise LoadError(f"a worker has kenpo {version()}, and the driver {self.version}")
        programme = _programme(self.document, self.digest)
        try:
            for table, _ in whole_members(_larger(batches)):
                yield from self._pay(table, programme)
        except ColumnError as fault:
            # Rows of a partition have no number that a user could look for, and a member's own is a value, which no error has.
            raise ColumnError(fault.column, None, f"in a row: {fault.fault}") from None

    def _pay(self, table: Any, programme: Programme) -> Iterator[Any]:
        credited = None
        if "credit" in table.column_names:
            of_credits = table.column("credit")
            before = table.filter(of_credits)
            table = table.filter(pyarrow.compute.invert(of_credits))
            credited = {name: before.column(f"credited_{name}") for name in _CREDITED}
            credited["member"] = before.column("member")
        if table.num_rows:
            columns = {name: table.column(name) for name in ("member", "date", "steps")}
            for name in set(DELIVERY_COLUMNS) & set(table.column_names):
                columns[name] = known_dates(name, table.column(name))
            paid = accrue(columns, programme, synced=self.synced, credited=credited)
            yield from self.give(table, paid).to_batches()


@functools.lru_cache(maxsize=16)
def _programme(document: bytes, digest: str) -> Programme:
    """The programme, parsed once by a worker that is used for many tasks."""
    if hashlib.sha256(document).hexdigest() != digest:
        raise ValueError("the programme's document is not that of its digest")
    return Programme.parse(document)


def _larger(batches: Iterator[Any]) -> Iterator[Any]:
    """The same rows in fewer batches."""
    kept: list[Any] = []
    rows = 0
    for batch in batches:
        kept.append(batch)
        rows += batch.num_rows
        if rows >= _ROWS:
            yield from _joined(kept)
            kept, rows = [], 0
    if kept:
        yield from _joined(kept)


def _joined(batches: list[Any]) -> Any:
    return pyarrow.Table.from_batches(batches).combine_chunks().to_batches()


def _credit_rows(table: Any, paid: Accrued) -> Any:
    rows = paid.credits
    of_credit = numpy.repeat(numpy.arange(len(paid.members)), numpy.asarray(paid.counts, "int64"))
    return pyarrow.table(
        {
            "member": _members(table, paid).take(pyarrow.array(of_credit)),
            "walked": days(rows.walked_ymd),
            "synced": days(rows.synced_ymd),
            "rule": pyarrow.array(numpy.asarray(rows.rule).astype("int32")),
            "earned": pyarrow.array(numpy.ascontiguousarray(rows.earned)),
            "points": pyarrow.array(numpy.ascontiguousarray(rows.points)),
        }
    )


def _point_rows(table: Any, paid: Accrued) -> Any:
    return pyarrow.table({"member": _members(table, paid), "points": pyarrow.array(numpy.asarray(paid.points()))})


def _reason_rows(table: Any, paid: Accrued) -> Any:
    found = pyarrow.array(numpy.asarray(paid.reasons)).dictionary_encode()
    codes = [native().reason_name(number).decode("ascii") for number in found.dictionary.to_pylist()]
    reason = pyarrow.array(codes, pyarrow.string()).take(found.indices)
    return table.select(["member", "date", "steps"]).append_column("reason", reason)


def _members(table: Any, paid: Accrued) -> Any:
    return pyarrow.array(paid.members, table.schema.field("member").type)
