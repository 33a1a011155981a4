"""Functions for DuckDB. They take and give vectors through Arrow, and need the packages duckdb, pyarrow and numpy.

`register_programme(connection, "kkr", programme)` makes functions of a programme's, which take the days of each member as lists:

    SELECT member, kkr_points(list(date ORDER BY date), list(steps ORDER BY date), DATE '2023-04-01') FROM steps GROUP BY member

`register(connection)` makes those that need no programme.
"""

from __future__ import annotations

import inspect
from typing import Any

import numpy
import pyarrow

from ._accrue import DELIVERY_COLUMNS, Accrued, Members, accrue_members
from ._arrow import days, known_dates, one
from ._buffers import column
from ._errors import ColumnError
from ._native import native
from ._programme import Programme
from ._typed import insurer_number_reasons, match_keys
from .columns import CreditColumn

__all__ = ["CREDITS", "register", "register_programme"]

#: The type of a member's credits, which are stored and given back.
CREDITS = "STRUCT(walked DATE, synced DATE, rule INTEGER, earned BIGINT, points BIGINT)[]"
_ACCRUED = f"STRUCT(points BIGINT, earned BIGINT, credits {CREDITS}, reasons INTEGER[])"
_CREDIT = pyarrow.struct(
    [
        ("walked", pyarrow.date32()),
        ("synced", pyarrow.date32()),
        ("rule", pyarrow.int32()),
        ("earned", pyarrow.int64()),
        ("points", pyarrow.int64()),
    ]
)


def register(connection: Any) -> None:
    """Adds the functions that need no programme.

    - `kenpo_insurer_reason(number VARCHAR) → INTEGER`: 0 for a well-formed insurer number, otherwise the first reason's number.
    - `kenpo_reason(number INTEGER) → VARCHAR`: a reason's code, such as `paid`; NULL for 0.
    - `kenpo_match_key(name VARCHAR) → VARCHAR`: the key under which a name is looked up.

    Args:
        connection: A connection of DuckDB. The functions are this connection's alone.
    """

    def reasons(numbers: Any) -> Any:
        return pyarrow.array(numpy.asarray(insurer_number_reasons(numbers)), pyarrow.int32())

    def names(numbers: Any) -> Any:
        # A few reasons come again and again.
        said = one(numbers).dictionary_encode()
        of = [native().reason_name(number).decode("ascii") or None for number in said.dictionary.to_pylist()]
        texts = pyarrow.array(of, pyarrow.string())
        return texts.take(said.indices)

    def keys(texts: Any) -> Any:
        return pyarrow.array(match_keys(texts))

    connection.create_function("kenpo_insurer_reason", reasons, ["VARCHAR"], "INTEGER", type="arrow")
    connection.create_function("kenpo_reason", names, ["INTEGER"], "VARCHAR", type="arrow", null_handling="special")
    connection.create_function("kenpo_match_key", keys, ["VARCHAR"], "VARCHAR", type="arrow")


def register_programme(
    connection: Any, name: str, programme: Programme, *, delivery: tuple[str, ...] = ("synced",)
) -> None:
    """Adds the functions of a programme. Several programmes have names of their own, so that one query compares them.

    - `NAME_points(date DATE[], steps BIGINT[], synced DATE) → BIGINT`: what a member is paid.
    - `NAME_accrue(date DATE[], steps BIGINT[], synced DATE, credits …) → STRUCT(points, earned, credits, reasons)`: as well what was
      earned before caps, the credits to store and a reason's number for each day; `credits` is what was stored before, or NULL.

    A NULL in a list or in place of one is an error, and so is a programme that the typed call does not reach.

    Args:
        connection: A connection of DuckDB. The functions are this connection's alone.
        name: The functions' names begin with it.
        programme: The programme that pays.
        delivery: What is said of a delivery, in the order of the arguments: `synced`, and of `born`, `enrolled`, `opened` and
            `closed_through` those that the programme needs. NULL where one is not known.
    """
    unknown = set(delivery) - set(DELIVERY_COLUMNS)
    if unknown or "synced" not in delivery:
        raise ValueError(f"delivery has synced, and of {', '.join(DELIVERY_COLUMNS)} those that are needed")

    def points(walked: Any, steps: Any, *on: Any) -> Any:
        return pyarrow.array(numpy.asarray(_accrue(programme, walked, steps, delivery, on, None).points()))

    def accrue(walked: Any, steps: Any, *given: Any) -> Any:
        *on, credits = given
        offsets = _lists("date", walked)[0]
        return _struct(_accrue(programme, walked, steps, delivery, tuple(on), credits), offsets)

    takes = {"date": "DATE[]", "steps": "BIGINT[]", **{on: "DATE" for on in delivery}}
    _add(connection, f"{name}_points", points, takes, "BIGINT")
    _add(connection, f"{name}_accrue", accrue, {**takes, "credits": CREDITS}, _ACCRUED)


def _add(connection: Any, name: str, function: Any, takes: dict[str, str], gives: str) -> None:
    # DuckDB counts parameters by the signature, in which `*on` is one.
    parameters = [inspect.Parameter(each, inspect.Parameter.POSITIONAL_OR_KEYWORD) for each in takes]
    function.__signature__ = inspect.Signature(parameters)
    connection.create_function(name, function, list(takes.values()), gives, type="arrow", null_handling="special")


def _lists(name: str, values: Any) -> tuple[Any, Any]:
    """The offsets of lists, the first of which is 0, and all their items."""
    lists = one(values)
    if lists.null_count:
        raise ColumnError(name, lists.is_null().index(True).as_py(), "null in place of a list")
    offsets = numpy.asarray(lists.offsets, "int64")
    return offsets - offsets[0], lists.flatten()


def _accrue(
    programme: Programme, walked: Any, steps: Any, delivery: tuple[str, ...], on: tuple[Any, ...], credits: Any
) -> Accrued:
    offsets, days = _lists("date", walked)
    of_steps, counts = _lists("steps", steps)
    if not numpy.array_equal(offsets, of_steps):
        row = int((offsets != of_steps).argmax()) - 1
        raise ColumnError("steps", row, "has not as many items as date")
    columns = {name: known_dates(name, values) for name, values in zip(delivery, on)}
    known, rows = numpy.zeros(0, "int64"), CreditColumn()
    if credits is not None:
        lists = one(credits)
        empty = pyarrow.scalar([], lists.type)
        known, stored = _lists("credits", lists.fill_null(empty) if lists.null_count else lists)
        if stored.null_count:
            raise ColumnError("credits", None, "null among the credits")
        rows = CreditColumn(**dict(zip(_names(), stored.flatten())))
    return accrue_members(
        Members(offsets, column("date", days), column("steps", counts), columns, rows, known), programme
    )


def _names() -> list[str]:
    return [field.name for field in _CREDIT]


def _struct(accrued: Accrued, offsets: Any) -> Any:
    """What is given back, an array of structs: lists are the rows themselves with offsets."""
    rows = accrued.credits
    ends = numpy.concatenate(([0], numpy.cumsum(numpy.asarray(accrued.counts, "int64"))))
    fields = [
        days(rows.walked_ymd),
        days(rows.synced_ymd),
        pyarrow.array(numpy.asarray(rows.rule).astype("int32")),
        pyarrow.array(numpy.ascontiguousarray(rows.earned)),
        pyarrow.array(numpy.ascontiguousarray(rows.points)),
    ]
    credits = pyarrow.StructArray.from_arrays(fields, fields=list(_CREDIT))
    sums = numpy.concatenate(([0], numpy.cumsum(numpy.asarray(rows.earned))))
    return pyarrow.StructArray.from_arrays(
        [
            pyarrow.array(numpy.asarray(accrued.points())),
            pyarrow.array(numpy.diff(sums[ends])),
            pyarrow.ListArray.from_arrays(ends.astype("int32"), credits),
            pyarrow.ListArray.from_arrays(offsets.astype("int32"), pyarrow.array(numpy.asarray(accrued.reasons))),
        ],
        names=["points", "earned", "credits", "reasons"],
    )
