"""Steps of many members."""

from __future__ import annotations

import datetime
import json
import random
import sys
from typing import Any, Callable

import kenpo
import numpy
import pandas
import polars
import pyarrow
import pytest
from conftest import programme
from kenpo import columns
from kenpo.types import Reason

SYNCED = 20220401


def year(members: int, seed: int = 7) -> dict[str, list[Any]]:
    """Days of members, some of them repeated and revised, in the order of their arrival."""
    chance = random.Random(seed)
    table: dict[str, list[Any]] = {"member": [], "date": [], "steps": []}
    for member in range(members):
        for _ in range(chance.randrange(1, 60)):
            table["member"].append(member * 3)
            table["date"].append(datetime.date(2022, 2, 1) + datetime.timedelta(days=chance.randrange(50)))
            table["steps"].append(chance.randrange(20_000))
    return table


def credits(accrued: kenpo.Accrued) -> list[tuple[Any, ...]]:
    return list(zip(*(list(values) for values in accrued.columns().values())))


def test_it_is_the_call_of_one_member_for_each(kkr: kenpo.Programme) -> None:
    table = year(40)
    accrued = kenpo.accrue(table, kkr, synced=SYNCED)
    reasons: list[int] = []
    expected = []
    for member in dict.fromkeys(table["member"]):
        rows = [row for row, of in enumerate(table["member"]) if of == member]
        days = columns.StepColumn([table["date"][row] for row in rows], [table["steps"][row] for row in rows])
        one = kkr.steps_accrue(columns.StepDelivery(SYNCED), days)
        reasons += one.reasons
        parts = (one.credits.walked_ymd, one.credits.synced_ymd, one.credits.rule, one.credits.earned, one.credits.points)
        expected += [(member, *row) for row in zip(*(part.tolist() for part in parts))]
    assert credits(accrued) == expected and accrued.reasons.tolist() == reasons
    assert accrued.members == list(dict.fromkeys(table["member"])) and len(expected) > 100
    totals = {member: sum(row[5] for row in expected if row[0] == member) for member in accrued.members}
    assert accrued.points().tolist() == list(totals.values())


def test_it_pays_what_the_lane_of_json_pays(kkr: kenpo.Programme) -> None:
    table = year(12, seed=11)
    accrued = kenpo.accrue(table, kkr, synced=SYNCED)
    for member, points in zip(accrued.members, accrued.points()):
        arrivals = [
            {"date": date, "steps": steps, "source": "healthkit"}
            for of, date, steps in zip(*table.values())
            if of == member
        ]
        answered = kkr.points_accrue({"now": "2022-04-01T09:00:00+09:00", "arrivals": arrivals})
        assert answered.answer.verdict.points == points


TABLES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "lists": dict,
    "arrays of numpy": lambda table: {
        "member": numpy.array(table["member"]),
        "date": numpy.array(table["date"], dtype="datetime64[D]"),
        "steps": numpy.array(table["steps"], dtype="int32"),
    },
    "pyarrow": pyarrow.table,
    "pyarrow, in batches": lambda table: pyarrow.Table.from_batches(pyarrow.table(table).to_batches(max_chunksize=100)),
    "pandas": pandas.DataFrame,
    "pandas, Arrow": lambda table: pyarrow.table(table).to_pandas(types_mapper=pandas.ArrowDtype),
    "polars": polars.DataFrame,
    "an Arrow stream": lambda table: Stream(pyarrow.table(table)),
}


class Stream:
    """What exports nothing but an Arrow stream."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._table.__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize("texts", [False, True])
@pytest.mark.parametrize("name", TABLES)
def test_tables_of_every_package(name: str, texts: bool, kkr: kenpo.Programme) -> None:
    table = year(20)
    if texts:
        table["member"] = [f"会員{member:03}" for member in table["member"]]
    expected = kenpo.accrue(table, kkr, synced=SYNCED)
    found = kenpo.accrue(TABLES[name](table), kkr, synced=SYNCED)
    assert credits(found) == credits(expected) and found.reasons == expected.reasons
    assert repr(found) == f"Accrued(20 members, {len(found.credits)} credits)"


@pytest.mark.parametrize("kind", ["category", "string", "object", "dictionary"])
def test_members_of_other_types(kind: str, kkr: kenpo.Programme) -> None:
    table = year(5)
    names = [f"m{member}" for member in table["member"]]
    expected = credits(kenpo.accrue({**table, "member": names}, kkr, synced=SYNCED))
    member: Any = pandas.Series(names, dtype=kind) if kind != "dictionary" else pyarrow.array(names).dictionary_encode()
    assert credits(kenpo.accrue({**table, "member": member}, kkr, synced=SYNCED)) == expected


def test_results_go_where_they_came_from(kkr: kenpo.Programme) -> None:
    paid = kenpo.accrue(year(20), kkr, synced=SYNCED)
    given = paid.columns()
    for frame in (pyarrow.table(given), pandas.DataFrame(given), polars.DataFrame(given)):
        points = frame["points"]
        assert (points.to_pylist() if hasattr(points, "to_pylist") else points.to_list()) == list(given["points"])
        again = kenpo.accrue(year(20), kkr, synced=SYNCED, credited=frame)
        assert sum(again.points()) == 0


def test_nothing_is_paid_twice(kkr: kenpo.Programme) -> None:
    table = year(30)
    first = kenpo.accrue(table, kkr, synced=SYNCED)
    second = kenpo.accrue(table, kkr, synced=20220402, credited=first)
    assert len(second.credits) == 0 and sum(second.points()) == 0
    assert Reason.PAID.number not in second.reasons and Reason.NOTHING_NEW.number in second.reasons


def test_deliveries_are_paid_one_after_the_other(kkr: kenpo.Programme) -> None:
    """As a column of days of arrival, and as calls that are given what was credited before."""
    table = year(25)
    synced = [SYNCED if index % 3 else SYNCED + 1 for index in range(len(table["member"]))]
    order = sorted(range(len(synced)), key=lambda row: (table["member"][row], synced[row]))
    table = {name: [values[row] for row in order] for name, values in table.items()}
    synced = [synced[row] for row in order]
    whole = kenpo.accrue({**table, "synced": synced}, kkr)
    parts: list[kenpo.Accrued] = []
    for day in (SYNCED, SYNCED + 1):
        part = {name: [value for value, on in zip(values, synced) if on == day] for name, values in table.items()}
        before = parts[0].columns() if parts else None
        parts.append(kenpo.accrue(part, kkr, synced=day, credited=before))
    assert sorted(credits(whole)) == sorted(credits(parts[0]) + credits(parts[1]))
    assert {row[2] for row in credits(whole)} == {SYNCED, SYNCED + 1}


def test_credits_in_another_order_and_of_others(kkr: kenpo.Programme) -> None:
    """What was credited before is each member's own, wherever it stands."""
    table = year(30)
    first = kenpo.accrue(table, kkr, synced=SYNCED)
    by_member: dict[Any, list[tuple[Any, ...]]] = {-1: [(-1, 20220201, SYNCED, 0, 40, 40)]}
    for row in credits(first):
        by_member.setdefault(row[0], []).insert(0, row)
    rows = [row for member in sorted(by_member, reverse=True) for row in by_member[member]]
    shuffled = dict(zip(first.columns(), map(list, zip(*rows))))
    late = {"member": [*range(0, 90, 3)], "date": [20220201] * 30, "steps": [20_000] * 30}
    expected = kenpo.accrue(late, kkr, synced=20220402, credited=first)
    found = kenpo.accrue(late, kkr, synced=20220402, credited=shuffled, threads=2)
    assert credits(found) == credits(expected) and 0 < sum(found.points()) < 30 * 40


def test_a_day_of_many_members(kkr: kenpo.Programme) -> None:
    """One row for each member, in more than one block."""
    members = numpy.arange(70_000)
    table = {"member": members, "date": numpy.full(len(members), 20220201), "steps": members % 12_000}
    accrued = kenpo.accrue(table, kkr, synced=SYNCED)
    worth = numpy.select([table["steps"] >= at for at in (10_000, 8_000, 5_000, 3_000)], [40, 20, 10, 5], 0)
    assert accrued.points().tolist() == worth.tolist()
    assert accrued.counts.tolist() == (worth > 0).tolist()


def test_with_numpy_and_without(kkr: kenpo.Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    table = year(200)
    expected = kenpo.accrue(table, kkr, synced=SYNCED)
    given, points = credits(expected), expected.points()
    monkeypatch.setitem(sys.modules, "numpy", None)
    found = kenpo.accrue(table, kkr, synced=SYNCED)
    assert credits(found) == given and found.points() == points and found.reasons == expected.reasons


@pytest.mark.parametrize("threads", [2, 3, 50])
def test_any_division_over_threads_gives_the_same(threads: int, kkr: kenpo.Programme) -> None:
    table: dict[str, Any] = {**year(37), "synced": []}
    table["synced"] = [SYNCED + member % 2 for member in table["member"]]
    expected = kenpo.accrue(table, kkr)
    found = kenpo.accrue(table, kkr, threads=threads)
    assert credits(found) == credits(expected)
    assert (found.members, found.counts, found.reasons) == (expected.members, expected.counts, expected.reasons)
    wrong = {**table, "steps": [*table["steps"]]}
    wrong["steps"][90] = wrong["steps"][-3] = -1
    with pytest.raises(kenpo.ColumnError) as raised:
        kenpo.accrue(wrong, kkr, threads=threads)
    assert raised.value.row == 90


def test_more_rows_than_a_block_and_a_member_with_more_than_that(kkr: kenpo.Programme) -> None:
    members = numpy.repeat(numpy.arange(3000), 40)
    members[50_000:100_000] = members[50_000]
    members[100_000:] += 1
    days = numpy.datetime64("2022-02-01") + numpy.arange(len(members)) % 40
    table = {"member": members, "date": days, "steps": numpy.full(len(members), 8000)}
    accrued = kenpo.accrue(table, kkr, synced=SYNCED)
    assert len(accrued.reasons) == len(members)
    one_by_one = {member: points for member, points in zip(accrued.members, accrued.points())}
    heavy = int(members[50_000])
    rows = members == heavy
    alone = kenpo.accrue({name: values[rows] for name, values in table.items()}, kkr, synced=SYNCED)
    assert alone.points().tolist() == [one_by_one[heavy]]
    assert numpy.asarray(alone.reasons).tolist() == numpy.asarray(accrued.reasons)[rows].tolist()


ROWS = {"member": [1, 1, 2, 2], "date": [20220201, 20220202, 20220201, 20220202], "steps": [8000] * 4}


@pytest.mark.parametrize(
    ("change", "column", "row"),
    [
        ({"steps": [8000, 8000, 8000, None]}, "steps", 3),
        ({"steps": [8000, 8000, 8000, -4711]}, "steps", 3),
        ({"steps": [8000, 8000, 1 << 60, 8000]}, "steps", 2),
        ({"date": [20220201, 20220230, 20220201, 20220202]}, "date", 1),
        ({"date": [20220201, 20220202, 0, 20220202]}, "date", 2),
        ({"date": [20220201, 20220202, 20220201, 1 << 40]}, "date", 3),
        ({"member": [1, 2, 1, 2]}, "member", 2),
        ({"member": [1, None, 1, 2]}, "member", 1),
        ({"member": ["1", "1", None, "2"]}, "member", 2),
        ({"member": pyarrow.array(["1", "1", None, "2"])}, "member", 2),
        ({"member": pandas.Series(["1", "1", None, "2"])}, "member", 2),
        ({"member": polars.Series(["1", "1", None, "2"])}, "member", 2),
        ({"member": polars.Series(["1", "2", "1", "2"])}, "member", 2),
        ({"member": [1.5] * 4}, "member", 0),
        ({"born": [19700101, 19700101, 19700101, None]}, "born", 3),
        ({"steps": [8000] * 3}, "member, date, steps", None),
        ({"synced": [SYNCED] * 4}, "synced", None),
        ({"born": [19700101, 19700101, 19700230, 19700230]}, "born", 2),
        ({"closed_through": [0, 0, 0, -1]}, "closed_through", 3),
    ],
)
def test_what_cannot_be_used_is_named_with_its_column_and_row(
    change: dict[str, Any], column: str, row: Any, kkr: kenpo.Programme
) -> None:
    with pytest.raises(kenpo.ColumnError) as raised:
        kenpo.accrue({**ROWS, **change}, kkr, synced=SYNCED)
    assert (raised.value.column, raised.value.row) == (column, row)
    assert "4711" not in str(raised.value)


def test_a_credit_that_cannot_be_used_is_named_with_its_row(kkr: kenpo.Programme) -> None:
    before = kenpo.accrue(ROWS, kkr, synced=SYNCED).columns()
    for order in ([0, 1, 2, 3], [2, 3, 0, 1]):
        given = {name: [values[row] for row in order] for name, values in before.items()}
        given["synced"][3] = 20220230
        with pytest.raises(kenpo.ColumnError) as raised:
            kenpo.accrue(ROWS, kkr, synced=SYNCED, credited=given)
        assert (raised.value.column, raised.value.row) == ("credited", 3)


def test_a_column_that_is_missing(kkr: kenpo.Programme) -> None:
    for name in ROWS:
        table = {other: values for other, values in ROWS.items() if other != name}
        with pytest.raises(kenpo.ColumnError, match=f"column {name}: is missing"):
            kenpo.accrue(table, kkr, synced=SYNCED)
    with pytest.raises(kenpo.ColumnError, match="column synced: is needed once"):
        kenpo.accrue(ROWS, kkr)
    with pytest.raises(kenpo.ColumnError, match="is not a table"):
        kenpo.accrue(4711, kkr, synced=SYNCED)


def test_faults_of_all_rows_are_not_laid_on_one(kkr: kenpo.Programme) -> None:
    with pytest.raises(kenpo.KenpoError) as raised:
        kenpo.accrue(ROWS, kkr, synced=20220230)
    assert raised.value.code == "invalid_request"


def test_a_programme_beyond_the_typed_call_is_refused_and_says_why(kkr: kenpo.Programme) -> None:
    document = json.loads(kkr.document)
    document["points"]["balance_cap"] = {"points": 4711}
    other = kenpo.Programme.parse(document)
    with pytest.raises(kenpo.KenpoError) as raised:
        kenpo.accrue(ROWS, other, synced=SYNCED)
    assert raised.value.code == "unsupported"
    calls = {call.operation: call for call in other.programme_typed({}).answer.verdict.calls}
    assert calls["points.accrue"].out_of_reach
    arrivals = [{"date": datetime.date(2022, 2, 1), "steps": 8000, "source": "healthkit"}]
    assert other.points_accrue({"now": "2022-04-01T09:00:00+09:00", "arrivals": arrivals}).answer.verdict.points == 20


def test_a_date_for_which_a_rule_asks_is_named_where_it_is_not_known() -> None:
    asks = programme("../tests/programmes/typed_asks")
    born = [19700101, 19700101, 0, 0]
    for table, row in (({**ROWS, "born": born}, 2), ({**ROWS, "born": [0] * 4}, 0), (ROWS, None)):
        with pytest.raises(kenpo.ColumnError, match="a rule of the programme asks for it") as raised:
            kenpo.accrue(table, asks, synced=SYNCED)
        assert (raised.value.column, raised.value.row) == ("born", row)
    # What is out of reach for another reason is not laid on it.
    document = json.loads(asks.document)
    document["points"]["balance_cap"] = {"points": 1000}
    with pytest.raises(kenpo.KenpoError) as refused:
        kenpo.accrue({**ROWS, "born": born}, kenpo.Programme.parse(document), synced=SYNCED)
    assert refused.value.code == "unsupported"


def test_no_rows_and_no_members(kkr: kenpo.Programme) -> None:
    tables: list[Any] = [{name: [] for name in ROWS}, pyarrow.table({name: pyarrow.array([], "int64") for name in ROWS})]
    for table in tables:
        accrued = kenpo.accrue(table, kkr, synced=SYNCED)
        assert accrued.members == [] and len(accrued.reasons) == len(accrued.credits) == 0
        assert accrued.points().tolist() == [] and len(accrued.columns()["member"]) == 0
