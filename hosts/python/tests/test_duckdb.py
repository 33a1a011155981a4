"""Functions in DuckDB."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import kenpo
import pyarrow
import pyarrow.parquet
import pytest
from conftest import ROOT, programme
from kenpo.duckdb import CREDITS, register, register_programme
from kenpo.types import Reason
from test_accrue import SYNCED, credits, year

ON = "DATE '2022-04-01'"
DAYS = "list(date ORDER BY row), list(steps ORDER BY row)"


@pytest.fixture
def connection(kkr: kenpo.Programme) -> Any:
    with duckdb.connect() as made:
        register(made)
        register_programme(made, "kkr", kkr)
        steps = pyarrow.table({**year(60), "row": range(len(year(60)["member"]))})
        made.register("arrived", steps)
        made.execute("CREATE TABLE steps AS SELECT * FROM arrived")
        yield made


def test_it_pays_what_the_table_pays(connection: Any, kkr: kenpo.Programme) -> None:
    paid = kenpo.accrue(year(60), kkr, synced=SYNCED)
    query = f"SELECT member, kkr_points({DAYS}, {ON}) FROM steps GROUP BY member ORDER BY member"
    assert connection.sql(query).fetchall() == list(zip(paid.members, paid.points()))
    connection.execute(f"CREATE TABLE ledger AS SELECT member, kkr_accrue({DAYS}, {ON}, NULL) AS a FROM steps GROUP BY member")
    rows = connection.sql("SELECT member, unnest(a.credits, recursive := true) FROM ledger ORDER BY member").fetchall()
    ymd = [(row[0], *(int(f"{day:%Y%m%d}") for day in row[1:3]), *row[3:]) for row in rows]
    assert sorted(ymd) == sorted(credits(paid))
    reasons = connection.sql("SELECT unnest(a.reasons) FROM ledger ORDER BY member").fetchall()
    assert [reason for (reason,) in reasons] == paid.reasons.tolist()
    (sums,) = connection.sql("SELECT sum(a.points), sum(a.earned) FROM ledger").fetchall()
    assert sums == (sum(paid.points()), sum(paid.credits.earned))


def test_a_second_run_over_the_ledger_of_the_first_pays_nothing_twice(connection: Any) -> None:
    first = f"SELECT member, kkr_accrue({DAYS}, {ON}, NULL) AS a FROM steps WHERE row % 3 < 2 GROUP BY member"
    connection.execute(f"CREATE TABLE ledger AS {first}")
    late = f"""
        SELECT sum(kkr_accrue(date, steps, {ON}, a.credits).points) FROM
        (SELECT member, list(date ORDER BY row) AS date, list(steps ORDER BY row) AS steps FROM steps WHERE {{}} GROUP BY member)
        LEFT JOIN ledger USING (member)
    """
    assert connection.sql(late.format("row % 3 < 2")).fetchall() == [(0,)]
    # Late deliveries earn what is more than before; whoever has no ledger yet is paid as well.
    ((more,),) = connection.sql(late.format("row % 3 = 2")).fetchall()
    assert more > 0


def test_two_programmes_in_one_query(connection: Any, kkr: kenpo.Programme) -> None:
    document = json.loads(kkr.document)
    document["points"]["caps"][0]["points"] = 100
    register_programme(connection, "lower", kenpo.Programme.parse(document))
    by_member = f"SELECT kkr_points({DAYS}, {ON}) AS now, lower_points({DAYS}, {ON}) AS changed FROM steps GROUP BY member"
    sums = connection.sql(f"SELECT sum(now), sum(changed), count(*) FILTER (changed > now) FROM ({by_member})").fetchall()
    now, changed, more = sums[0]
    assert 0 < changed < now and more == 0


def test_functions_without_a_programme(connection: Any) -> None:
    numbers = "(VALUES ('06130488'), ('06130489'), (NULL)) AS t(number)"
    found = connection.sql(f"SELECT kenpo_insurer_reason(number), kenpo_reason(kenpo_insurer_reason(number)) FROM {numbers}")
    assert found.fetchall() == [(0, None), (Reason.WRONG_CHECK_DIGIT.number, "wrong_check_digit"), (None, None)]
    keys = connection.sql("SELECT kenpo_match_key(name) FROM (VALUES ('ﾔﾏﾀﾞ ﾀﾛｳ'), (NULL)) AS t(name)").fetchall()
    assert keys == [(kenpo.match_key("ﾔﾏﾀﾞ ﾀﾛｳ"),), (None,)]


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        (f"kkr_points([DATE '2022-02-01'], [NULL], {ON})", "column steps, row 0: null"),
        (f"kkr_points([NULL], [1], {ON})", "column date, row 0: null"),
        (f"kkr_points(NULL, [1], {ON})", "column date, row 0: null in place of a list"),
        (f"kkr_points([DATE '2022-02-01'], [1, 2], {ON})", "column steps, row 0: has not as many items as date"),
        (f"kkr_points([DATE '2022-02-01'], [-4711], {ON})", "column steps, row 0: cannot be used"),
        ("kkr_points([DATE '2022-02-01'], [1], NULL)", "column synced, row 0: null"),
        (f"kkr_accrue([DATE '2022-02-01'], [1], {ON}, [NULL]::{CREDITS})", "null among the credits"),
        (f"kkr_accrue([DATE '2012-02-01'], [1], {ON}, NULL)", "KENPO_ERR_UNSUPPORTED"),
    ],
)
def test_what_cannot_be_used_is_an_error_of_the_query(call: str, fault: str, connection: Any) -> None:
    with pytest.raises(duckdb.Error) as raised:
        connection.sql(f"SELECT {call}").fetchall()
    assert fault in str(raised.value) and "4711" not in str(raised.value).replace(call, "")


def test_the_example() -> None:
    """Parquet in, points, what caps took, a what-if and late deliveries: `examples/duckdb`."""
    example = [str(ROOT / "examples/duckdb/year.py"), str(ROOT / "programmes/kkr.json"), "--members", "100"]
    said = subprocess.run([sys.executable, *example], text=True, capture_output=True)
    assert said.stderr == ""
    found = re.fullmatch(
        r"100 members are paid (\d+) points\n"
        r"caps take most in 2022-\d\d: (\d+) points\n"
        r"with a cap of 300: 360000 points, for (\d+) now; 100 members are paid less\n"
        r"the cap month takes (\d+) points\n"
        r"late deliveries of March are paid (\d+) points more\n",
        said.stdout,
    )
    assert found is not None
    paid, in_month, now, taken, late = map(int, found.groups())
    assert 360_000 < paid == now < 600_000 and 0 < in_month < taken and late > 0


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    """The README's line for it: three members with 8,000 steps on each day of the year."""
    readme = (ROOT / "examples/duckdb/README.md").read_text()
    _, line = [line for line in readme.splitlines() if line.startswith("python year.py")]
    days = [datetime.date(2022, 4, 1) + datetime.timedelta(day) for day in range(365)]
    steps = {"member": [1, 2, 3] * 365, "date": [day for day in days for _ in range(3)], "steps": [8000] * 1095}
    file = tmp_path / "steps.parquet"
    pyarrow.parquet.write_table(pyarrow.table(steps), file)
    words = [str(file) if word == file.name else word for word in line.split()[1:]]
    said = subprocess.run([sys.executable, *words], text=True, capture_output=True, cwd=ROOT / "examples/duckdb")
    # 20 points a day and 500 a month: 6,000 of 7,300 points.
    assert (said.stderr, said.stdout) == (
        "",
        "3 members are paid 18000 points\n"
        "caps take most in 2022-05: 360 points\n"
        "with a cap of 300: 10800 points, for 18000 now; 3 members are paid less\n"
        "the cap month takes 3900 points\n"
        "late deliveries of March are paid 0 points more\n",
    )


def test_what_each_of_several_caps_takes() -> None:
    """A cap's part is what would be paid without it, so that one which another makes useless takes nothing."""
    document = json.loads((ROOT / "programmes/kkr.json").read_bytes())
    cap = document["points"]["caps"][0]
    document["points"]["caps"] += [{**cap, "id": "year", "window": "fiscal_year", "points": 5900}]
    with duckdb.connect() as connection:
        for name in ("all", "month", "year"):
            kept = [its for its in document["points"]["caps"] if its["id"] != name]
            of = {**document, "points": {**document["points"], "caps": kept}}
            register_programme(connection, f"without_{name}", kenpo.Programme.parse(of))
        # 40 points on each day of the fiscal year: the month's cap would pay 6,000, of which that of the year leaves 5,900.
        days = "range(DATE '2022-04-01', DATE '2023-04-01', INTERVAL 1 DAY)::DATE[]"
        call = f"({days}, list_transform({days}, lambda day: 10000), DATE '2023-04-01')"
        paid = connection.sql(f"SELECT without_all_points{call}, without_month_points{call}, without_year_points{call}").fetchall()
    assert paid == [(5900, 5900, 6000)]


def test_what_is_said_of_a_delivery(connection: Any, kkr: kenpo.Programme) -> None:
    register_programme(connection, "born", kkr, delivery=("synced", "enrolled", "born"))
    call = f"born_points([DATE '2022-02-01', DATE '2022-02-03'], [8000, 8000], {ON}, enrolled, NULL)"
    enrolled = "(VALUES (NULL), (DATE '2022-02-02')) AS t(enrolled)"
    assert connection.sql(f"SELECT {call} FROM {enrolled}").fetchall() == [(40,), (20,)]
    register_programme(connection, "asks", programme("../tests/programmes/typed_asks"), delivery=("synced", "born"))
    days = f"[DATE '2022-02-01', DATE '2022-02-02'], [8000, 8000], {ON}"
    on_born = "(VALUES (DATE '1970-01-01'), (NULL)) AS t(born)"
    with pytest.raises(duckdb.Error, match="column born, row 1: is not known: a rule of the programme asks for it"):
        connection.sql(f"SELECT asks_points({days}, born) FROM {on_born}").fetchall()
    for delivery in (("born",), ("synced", "height")):
        with pytest.raises(ValueError, match="delivery has synced"):
            register_programme(connection, "wrong", kkr, delivery=delivery)


def test_a_relation_is_a_table_and_a_stream(connection: Any, kkr: kenpo.Programme) -> None:
    expected = kenpo.accrue(year(60), kkr, synced=SYNCED)
    rows = connection.sql("SELECT member, date, steps FROM steps ORDER BY row")
    assert credits(kenpo.accrue(rows, kkr, synced=datetime.date(2022, 4, 1))) == credits(expected)
    parts = list(kenpo.accrue_stream(rows, kkr, synced=SYNCED))
    assert [points for part in parts for points in part.points()] == expected.points().tolist()
