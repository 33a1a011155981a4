"""A roster's year in Spark: a first delivery, a late and revised one over its ledger, and each of them once more.

    python year.py PROGRAMME.json --members 1000

makes the year up. Steps of one's own are one delivery, which is paid over those before it:

    python year.py PROGRAMME.json STEPS LEDGER --arrived 2023-04-01

The Parquet of STEPS has the columns `member`, `date` and `steps`.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from datetime import date
from pathlib import Path

import kenpo
import kenpo.spark
import pyarrow
from pyspark.sql import DataFrame, SparkSession


def made_up(spark: SparkSession, members: int) -> DataFrame:
    """A fiscal year of members, that of examples/duckdb; some days are missing."""
    days = spark.range(members).crossJoin(spark.range(365).withColumnRenamed("id", "day"))
    return days.where("(id + day * 13) % 20 > 0").selectExpr(
        "id AS member",
        "date_add(DATE '2022-04-01', CAST(day AS INT)) AS date",
        "(id * 7919 + day * 3571) * 31 % 14000 AS steps",
    )


def deliver(steps: DataFrame, programme: kenpo.Programme, ledger: Path, key: str) -> DataFrame:
    """Pays a delivery over the ledger of those before it, and gives its own part of the ledger.

    The key is the request's: the day on which the delivery arrived, of which there is one a day. Done again, it reads what it read before and writes the same rows
    into the same folder, so that nothing is paid twice and nothing is lost, wherever the run before ended.
    """
    before = sorted(folder for folder in ledger.glob("delivery=*") if folder.name < f"delivery={key}")
    for folder in before:
        if not (folder / "_SUCCESS").exists():
            raise SystemExit(f"{folder.name} was not written to its end: run it again first")
    spark = steps.sparkSession
    credited = spark.read.parquet(*map(str, before)) if before else None
    paid = kenpo.spark.credits(steps, programme, synced=date.fromisoformat(key), credited=credited)
    own = str(ledger / f"delivery={key}")
    paid.write.mode("overwrite").parquet(own)
    return spark.read.parquet(own)


def digest(credits: pyarrow.Table) -> str:
    """SHA-256 of credits, in the order of members and days."""
    names = ("member", "walked", "synced", "rule", "earned", "points")
    rows = credits.select(names).sort_by([(name, "ascending") for name in names])
    sha = hashlib.sha256()
    for name in names:
        column = rows.column(name)
        whole = column.cast("int32") if pyarrow.types.is_date(column.type) else column
        sha.update(whole.cast("int64").to_numpy().tobytes())
    return sha.hexdigest()


def in_one_process(steps: DataFrame, programme: kenpo.Programme) -> tuple[int, str]:
    """What `kenpo.accrue` pays for the same rows, and the digest of its credits."""
    rows = steps.toArrow().sort_by([("member", "ascending"), ("date", "ascending"), ("steps", "ascending")])
    paid = kenpo.accrue(rows, programme, synced=20230401)
    columns = paid.columns()
    for name in ("walked", "synced"):
        columns[name] = [date(day // 10_000, day // 100 % 100, day % 100) for day in columns[name].tolist()]
    return sum(paid.points()), digest(pyarrow.table(columns))


def main() -> None:
    arguments = argparse.ArgumentParser(description="A roster's year in Spark.")
    arguments.add_argument("programme", type=Path)
    arguments.add_argument("steps", nargs="?")
    arguments.add_argument("ledger", type=Path, nargs="?")
    arguments.add_argument("--members", type=int, default=1000)
    arguments.add_argument("--arrived", default="2023-04-01", help="the day on which the delivery arrived, its key")
    given = arguments.parse_args()
    programme = kenpo.Programme.parse(given.programme.read_bytes())
    spark = SparkSession.builder.appName("a roster's year").config("spark.sql.parquet.compression.codec", "zstd").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        ledger = given.ledger or Path(folder) / "ledger"
        steps = spark.read.parquet(given.steps) if given.steps else made_up(spark, given.members)

        arrived = given.arrived if given.steps else "2023-04-01"
        first = deliver(steps, programme, ledger, arrived)
        points, credits = first.selectExpr("sum(points)", "count(*)").first()
        print(f"the delivery of {arrived} is paid {points or 0} points, in {credits} credits")
        if given.steps:
            spark.stop()
            return
        first_digest = digest(first.toArrow())
        alone = in_one_process(steps, programme)
        if alone != (points, first_digest):
            raise SystemExit(f"one process pays {alone[0]} points, with credits of the digest {alone[1]}, and Spark {first_digest}")
        print(f"one process pays the same, credit by credit: {first_digest}")

        # March once more: days that were missing, and days with 500 steps more.
        late = steps.where("date >= DATE '2023-03-01'").selectExpr("member", "date", "steps + 500 AS steps")
        second = deliver(late, programme, ledger, "2023-04-02")
        more = second.selectExpr("sum(points)").first()[0]
        print(f"the second delivery is paid {more} points more")

        second_digest = digest(second.toArrow())
        for delivery, key, its in ((steps, "2023-04-01", first_digest), (late, "2023-04-02", second_digest)):
            if digest(deliver(delivery, programme, ledger, key).toArrow()) != its:
                raise SystemExit(f"the delivery of {key} is paid otherwise when it is done again")
        total = spark.read.parquet(str(ledger)).selectExpr("sum(points)").first()[0]
        print(f"both are done again, and the ledger holds {total} points as before")
    spark.stop()


if __name__ == "__main__":
    main()
