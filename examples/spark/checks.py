"""What Spark with kenpo has to show, in Python and by the jar: `cargo xtask campaign --only spark`.

    python checks.py ROOT MASTER JARS

Each check compares with what `kenpo.accrue` pays for the same rows in one process, credit by credit.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Callable

import duckdb
import kenpo
import kenpo.duckdb
import kenpo.spark
from pyspark.errors import PythonException
from pyspark.sql import DataFrame, SparkSession

SYNCED = date(2023, 4, 1)
LATER = date(2023, 4, 2)
STEPS = "member BIGINT, date DATE, steps BIGINT"
DAYS = "sort_array(collect_list(struct(date, steps)))"

Rows = list[tuple[Any, ...]]


def roster(members: int) -> Rows:
    """Days of members, some twice and revised, in no order."""
    chance = random.Random(21)
    first = date(2022, 4, 1)
    rows = [
        (member, first + timedelta(days=chance.randrange(365)), chance.randrange(16_000))
        for member in range(members)
        for _ in range(chance.randrange(400))
    ]
    chance.shuffle(rows)
    return rows


def alone(rows: Rows, programme: kenpo.Programme, credited: Any = None, synced: date = SYNCED) -> kenpo.Accrued:
    """What one process pays."""
    table = dict(zip(("member", "date", "steps"), map(list, zip(*sorted(rows)))))
    return kenpo.accrue(table, programme, synced=synced, credited=credited)


def credits_of(paid: kenpo.Accrued) -> Rows:
    columns = paid.columns()
    return sorted(zip(*(list(columns[name]) for name in ("member", "walked", "synced", "rule", "earned", "points"))))


def credits_in(frame: DataFrame) -> Rows:
    ymd = [f"CAST(date_format({day}, 'yyyyMMdd') AS INT)" for day in ("walked", "synced")]
    return sorted(tuple(row) for row in frame.selectExpr("member", *ymd, "rule", "earned", "points").collect())


def refused(call: Callable[[], Any], kind: type, *texts: str) -> None:
    try:
        call()
    except Exception as error:  # Each names what it has to be.
        assert isinstance(error, kind), repr(error)
        for text in texts:
            assert text in str(error), f"{text!r} is not in {error}"
        assert "4711" not in str(error), "a value is in the error"
    else:
        raise AssertionError(f"nothing is refused where {texts} should be")


class Checks:
    """Each method that begins with `check_` is one."""

    def __init__(self, spark: SparkSession, root: Path) -> None:
        self.spark = spark
        self.root = root
        self.document = (root / "programmes/kkr.json").read_bytes()
        self.kkr = kenpo.Programme.parse(self.document)
        self.jar = spark._jvm.io.github.kenpo.spark.KenpoSpark
        self.jar.register(spark._jsparkSession, "kkr", self.document)

    def frame(self, rows: Rows, schema: str = STEPS) -> DataFrame:
        return self.spark.createDataFrame(rows, schema)

    def by_jar(self, what: str, steps: DataFrame, credited: Any = None, synced: date = SYNCED) -> DataFrame:
        day = self.spark._jvm.java.time.LocalDate.of(synced.year, synced.month, synced.day)
        before = credited._jdf if credited else None
        return DataFrame(getattr(self.jar, what)(steps._jdf, before, self.document, day), self.spark)

    def of_deliveries(self, what: str, steps: DataFrame, document: bytes) -> DataFrame:
        """By the jar, of steps that say themselves what is true of their deliveries."""
        return DataFrame(getattr(self.jar, what)(steps._jdf, None, document, None), self.spark)

    def check_any_order_over_any_partitions(self) -> None:
        rows = roster(60)
        paid = alone(rows, self.kkr)
        expected, points = credits_of(paid), dict(zip(paid.members, paid.points()))
        reasons = sorted(zip(sorted(rows), paid.reasons))
        for partitions in (1, 3, 8):
            steps = self.frame(random.sample(rows, len(rows))).repartition(partitions)
            assert credits_in(kenpo.spark.credits(steps, self.kkr, synced=SYNCED)) == expected
            assert credits_in(self.by_jar("credits", steps)) == expected
        assert dict(kenpo.spark.points(steps, self.kkr, synced=SYNCED).collect()) == points
        assert dict(self.by_jar("points", steps).collect()) == points
        said = kenpo.spark.reasons(steps, self.kkr, synced=SYNCED).collect()
        names = {reason.number: reason.value for reason in kenpo.types.Reason}
        assert sorted(tuple(row) for row in said) == sorted((*row, names[reason]) for row, reason in reasons)
        steps.createOrReplaceTempView("steps")
        asked = f"SELECT member, kkr_points({DAYS}, DATE '{SYNCED}') FROM steps GROUP BY member"
        assert dict(self.spark.sql(asked).collect()) == points
        # DuckDB, of the same rows.
        with duckdb.connect() as connection:
            kenpo.duckdb.register_programme(connection, "kkr", self.kkr)
            arrived = steps.toArrow()
            lists = "list(date ORDER BY date, steps), list(steps ORDER BY date, steps)"
            query = f"SELECT member, kkr_points({lists}, DATE '{SYNCED}') FROM arrived GROUP BY member"
            assert dict(connection.sql(query).fetchall()) == points, arrived.num_rows

    def check_a_second_run_over_the_ledger_of_the_first(self) -> None:
        rows = roster(60)
        parts = rows[::2], rows[1::2]
        first = alone(parts[0], self.kkr)
        second = alone(parts[1], self.kkr, first, LATER)
        again = alone(rows, self.kkr, first, LATER)
        assert sum(second.points()) > 0 and sum(again.points()) > 0
        steps, late, everything = self.frame(parts[0]), self.frame(parts[1]), self.frame(rows)
        ledger = kenpo.spark.credits(steps, self.kkr, synced=SYNCED).repartition(5).cache()
        for given, expected in ((late, second), (everything, again)):
            of_python = kenpo.spark.credits(given, self.kkr, synced=LATER, credited=ledger)
            assert credits_in(of_python) == credits_of(expected)
            assert credits_in(self.by_jar("credits", given, ledger, LATER)) == credits_of(expected)
        # The first delivery once more pays nothing, nor does a member of whom only credits are known.
        for given in (steps, steps.where("member < 3")):
            once_more = kenpo.spark.points(given, self.kkr, synced=LATER, credited=ledger)
            assert once_more.selectExpr("sum(points)", "count(*)").first() == (0, given.select("member").distinct().count())
            assert self.by_jar("points", given, ledger, LATER).selectExpr("sum(points)").first() == (0,)
        # In SQL, the credits of the first run are a column.
        steps.createOrReplaceTempView("steps")
        everything.createOrReplaceTempView("everything")
        self.spark.sql(
            f"SELECT member, kkr_accrue({DAYS}, DATE '{SYNCED}', NULL) AS paid FROM steps GROUP BY member"
        ).createOrReplaceTempView("ledger")
        more = self.spark.sql(
            f"""
            SELECT sum(kkr_accrue(days, DATE '{LATER}', paid.credits).points) FROM
            (SELECT member, {DAYS} AS days FROM everything GROUP BY member) LEFT JOIN ledger USING (member)
            """
        )
        assert more.first()[0] == sum(again.points())

    def check_one_member_with_most_rows(self) -> None:
        most = self.spark.range(1_000_000).selectExpr(
            "CAST(7 AS BIGINT) AS member", "date_add(DATE '2022-04-01', CAST(id * 31 % 365 AS INT)) AS date", "id % 14000 AS steps"
        )
        steps = self.frame(roster(60)).union(most)
        rows = steps.toArrow().sort_by([("member", "ascending"), ("date", "ascending"), ("steps", "ascending")])
        expected = credits_of(kenpo.accrue(rows, self.kkr, synced=SYNCED))
        assert credits_in(kenpo.spark.credits(steps, self.kkr, synced=SYNCED)) == expected
        assert credits_in(self.by_jar("credits", steps)) == expected

    def check_texts_and_deliveries(self) -> None:
        rows = [(f"会員{member:03}", day, steps) for member, day, steps in roster(20)]
        steps = self.frame(rows, "member STRING, date DATE, steps BIGINT")
        expected = credits_of(alone(rows, self.kkr))
        assert credits_in(kenpo.spark.credits(steps, self.kkr, synced=SYNCED)) == expected
        assert credits_in(self.by_jar("credits", steps)) == expected
        # Whoever enrolled on a day, and whoever is not known to have; rows that differ are deliveries of their own.
        whose = roster(20)
        joined = {member: None if member % 2 else date(2022, 10, 1) for member, _, _ in whose}
        kept = [row for row in whose if row[1] >= (joined[row[0]] or date.min)]
        frame = self.frame(
            [(member, day, steps, SYNCED, joined[member]) for member, day, steps in whose], f"{STEPS}, synced DATE, enrolled DATE"
        )
        assert credits_in(kenpo.spark.credits(frame, self.kkr)) == credits_of(alone(kept, self.kkr))
        assert credits_in(self.of_deliveries("credits", frame, self.document)) == credits_of(alone(kept, self.kkr))

    def check_two_deliveries_of_a_member_in_one_run(self) -> None:
        # What was delivered first is paid first, wherever it lies; then what the second has more.
        rows = roster(40)
        halves = rows[::2], [(member, day, steps + 700) for member, day, steps in rows[1::2]]
        first = alone(halves[0], self.kkr)
        second = alone(halves[1], self.kkr, first, LATER)
        both = [(*row, day) for half, day in zip(halves, (SYNCED, LATER)) for row in half]
        frame = self.frame(random.sample(both, len(both)), f"{STEPS}, synced DATE").repartition(3)
        expected = sorted(credits_of(first) + credits_of(second))
        assert sum(second.points()) > 0
        assert credits_in(kenpo.spark.credits(frame, self.kkr)) == expected
        assert credits_in(self.of_deliveries("credits", frame, self.document)) == expected

    def check_an_order_of_ones_own(self) -> None:
        # 9,000 and 5,000 steps of a day, in the order of `at`: revised downwards, the second brings nothing.
        rows = [(1, 9000, 2), (1, 5000, 1), (2, 9000, 1), (2, 5000, 2)]
        frame = self.frame([(member, date(2022, 4, 1), steps, at) for member, steps, at in rows], f"{STEPS}, at INT").repartition(2)
        arrived = sorted(rows, key=lambda row: (row[0], row[2]))
        members, steps, _ = map(list, zip(*arrived))
        paid = kenpo.accrue({"member": members, "date": [date(2022, 4, 1)] * 4, "steps": steps}, self.kkr, synced=SYNCED)
        names = {reason.number: reason.value for reason in kenpo.types.Reason}
        expected = sorted((member, its, names[reason]) for member, its, reason in zip(members, steps, paid.reasons))
        found = kenpo.spark.reasons(frame, self.kkr, synced=SYNCED, order=["at"]).select("member", "steps", "reason")
        assert sorted(tuple(row) for row in found.collect()) == expected and len(set(paid.reasons)) == 2
        assert credits_in(kenpo.spark.credits(frame, self.kkr, synced=SYNCED, order=["at"])) == credits_of(paid)

    def check_dates_that_a_rule_asks_for(self) -> None:
        opening = json.loads(self.document)
        opening["points"]["rules"][0]["opened_within_days"] = 30
        asks_born = (self.root / "tests/programmes/typed_asks.json").read_bytes()
        cases = (("born", asks_born, date(1970, 1, 1)), ("opened", json.dumps(opening).encode(), date(2022, 4, 1)))
        for name, document, known in cases:
            programme = kenpo.Programme.parse(document)
            rows = [(1, date(2022, 4, 1), 8000, SYNCED, known)]
            frame = self.frame(rows, f"{STEPS}, synced DATE, {name} DATE")
            by_jar = self.of_deliveries("points", frame, document).collect()
            assert by_jar == kenpo.spark.points(frame, programme).collect() and by_jar[0].points > 0
            unknown = self.frame([*rows, (4711, date(2022, 4, 1), 8000, SYNCED, None)], f"{STEPS}, synced DATE, {name} DATE")
            why = f"column {name}", "a rule of the programme asks for it"
            refused(lambda: kenpo.spark.points(unknown, programme).collect(), PythonException, *why)
            refused(lambda: self.of_deliveries("points", unknown, document).collect(), Exception, *why)
            without = frame.drop(name)
            refused(lambda: kenpo.spark.points(without, programme), kenpo.ColumnError, *why, "is missing")
            refused(lambda: self.of_deliveries("points", without, document), Exception, *why, "is missing")

    def check_what_cannot_be_used(self) -> None:
        good = (1, date(2022, 4, 1), 8000)
        for at, name in enumerate(("member", "date", "steps")):
            bad = self.frame([good, tuple(None if field == at else value for field, value in enumerate(good))])
            refused(lambda: kenpo.spark.points(bad, self.kkr, synced=SYNCED).collect(), PythonException, f"column {name}", "null")
            refused(lambda: self.by_jar("points", bad).collect(), Exception, f"column {name}", "null")
        below = self.frame([good, (1, date(2022, 4, 2), -4711)])
        refused(lambda: kenpo.spark.points(below, self.kkr, synced=SYNCED).collect(), PythonException, "column steps")
        refused(lambda: self.by_jar("points", below).collect(), Exception, "invalid_request")
        for name, kind in (("member", "double"), ("steps", "double"), ("steps", "string"), ("date", "string"), ("date", "timestamp")):
            other = self.frame([good]).selectExpr(*(f"CAST({n} AS {kind}) {n}" if n == name else n for n in ("member", "date", "steps")))
            refused(lambda: kenpo.spark.points(other, self.kkr, synced=SYNCED), kenpo.ColumnError, f"column {name}: holds {kind}")
            refused(lambda: self.by_jar("points", other), Exception, f"column {name}: holds {kind}")
        refused(lambda: kenpo.spark.points(self.frame([good]), self.kkr), kenpo.ColumnError, "column synced")
        texts = self.frame([("1", *good[1:])], "member STRING, date DATE, steps BIGINT")
        ledger = kenpo.spark.credits(self.frame([good]), self.kkr, synced=SYNCED)
        refused(lambda: kenpo.spark.points(texts, self.kkr, synced=LATER, credited=ledger), kenpo.ColumnError, "column member")

    def check_a_programme_out_of_reach(self) -> None:
        steps = self.frame([(1, date(2022, 4, 1), 8000)])
        document = (self.root / "tests/programmes/revisions.json").read_bytes()
        revisions = kenpo.Programme.parse(document)
        refused(lambda: kenpo.spark.points(steps, revisions, synced=SYNCED), kenpo.KenpoError, "UNSUPPORTED at /points/")
        refused(lambda: self.jar.register(self.spark._jsparkSession, "x", document), Exception, "unsupported")

    def check_two_programmes_in_one_query(self) -> None:
        rows = roster(40)
        changed = json.loads(self.document)
        changed["points"]["caps"][0]["points"] = 100
        lower = json.dumps(changed).encode()
        self.jar.register(self.spark._jsparkSession, "lower", lower)
        self.frame(rows).createOrReplaceTempView("steps")
        by_member = f"SELECT kkr_points({DAYS}, DATE '{SYNCED}') AS now, lower_points({DAYS}, DATE '{SYNCED}') AS changed FROM steps GROUP BY member"
        found = self.spark.sql(f"SELECT sum(now), sum(changed) FROM ({by_member})").first()
        expected = [sum(alone(rows, programme).points()) for programme in (self.kkr, kenpo.Programme.parse(lower))]
        assert list(found) == expected and expected[1] < expected[0]


def main() -> None:
    root, master, jars = sys.argv[1:]
    spark = (
        SparkSession.builder.master(master)
        .config("spark.jars", jars)
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")
    checks = Checks(spark, Path(root))
    for name in [name for name in dir(checks) if name.startswith("check_")]:
        getattr(checks, name)()
        print(f"Spark {spark.version}, {master}: {name[len('check_'):].replace('_', ' ')}", flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
