"""Streams of record batches, wherever they are cut."""

from __future__ import annotations

import random
from typing import Any, Iterator

import kenpo
import pyarrow
import pytest
from conftest import programme
from test_accrue import SYNCED, Stream, credits, year


def cut(table: Any, lengths: Iterator[int]) -> pyarrow.RecordBatchReader:
    """The table in batches of these lengths, some of which may be 0."""
    whole = pyarrow.table(table)
    batches: list[Any] = []
    at = 0
    for length in lengths:
        batches += whole.slice(at, length).to_batches() if length else [pyarrow.RecordBatch.from_pylist([], whole.schema)]
        at += length
        if at >= whole.num_rows:
            break
    return pyarrow.RecordBatchReader.from_batches(whole.schema, batches)


def joined(parts: list[kenpo.Accrued]) -> tuple[list[Any], list[int], list[int], list[Any]]:
    return (
        [member for part in parts for member in part.members],
        [points for part in parts for points in part.points()],
        [reason for part in parts for reason in part.reasons],
        [row for part in parts for row in credits(part)],
    )


@pytest.mark.parametrize("most", [1, 7, 100, 10_000])
@pytest.mark.parametrize("texts", [False, True])
def test_it_is_the_table_however_it_is_cut(most: int, texts: bool, kkr: kenpo.Programme) -> None:
    chance = random.Random(most)
    table = year(40)
    if texts:
        table["member"] = [f"会員{member:03}" for member in table["member"]]
    whole = kenpo.accrue(table, kkr, synced=SYNCED)
    lengths = iter(lambda: chance.randrange(most + 1), None)
    stream = Stream(cut(table, lengths))
    parts = list(kenpo.accrue_stream(stream, kkr, synced=SYNCED))
    assert joined(parts) == joined([whole])
    again = kenpo.accrue_stream(pyarrow.table(table), kkr, synced=SYNCED, credited=whole, threads=2)
    assert sum(sum(part.points()) for part in again) == 0


def test_nothing_to_pay(kkr: kenpo.Programme) -> None:
    table = pyarrow.table({name: pyarrow.array([], "int64") for name in ("member", "date", "steps")})
    assert list(kenpo.accrue_stream(table, kkr, synced=SYNCED)) == []


@pytest.mark.parametrize(
    ("change", "column", "row"),
    [
        ({"member": [1, 2, 2, 1, 3]}, "member", 3),
        ({"member": [1, 1, 0, 2, 3]}, "member", 2),
        ({"member": [1, 1, 2, None, 3]}, "member", 3),
        ({"steps": [8000, 8000, 8000, 8000, None]}, "steps", 4),
        ({"steps": [8000, 8000, 8000, -1, 8000]}, "steps", 3),
        ({"date": [20220201, 20220201, 20220201, 20220230, 20220201]}, "date", 3),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 5])
def test_a_fault_is_named_with_its_row_in_the_stream(
    change: dict[str, Any], column: str, row: int, size: int, kkr: kenpo.Programme
) -> None:
    table = {"member": [1, 1, 2, 2, 3], "date": [20220201] * 5, "steps": [8000] * 5, **change}
    with pytest.raises(kenpo.ColumnError) as raised:
        list(kenpo.accrue_stream(cut(table, iter(lambda: size, None)), kkr, synced=SYNCED))
    assert (raised.value.column, raised.value.row) == (column, row)


def test_a_date_that_is_not_known_is_named_with_its_row_in_the_stream() -> None:
    table = {"member": [1, 1, 2, 2, 3], "date": [20220201] * 5, "steps": [8000] * 5, "born": [19700101] * 4 + [0]}
    with pytest.raises(kenpo.ColumnError) as raised:
        list(kenpo.accrue_stream(cut(table, iter(lambda: 2, None)), programme("../tests/programmes/typed_asks"), synced=SYNCED))
    assert (raised.value.column, raised.value.row) == ("born", 4)


def test_a_stream_without_members(kkr: kenpo.Programme) -> None:
    with pytest.raises(kenpo.ColumnError, match="column member: is missing"):
        list(kenpo.accrue_stream(pyarrow.table({"date": [20220201], "steps": [1]}), kkr, synced=SYNCED))
