"""What a row costs in Spark, over the file that scale.py made: `cargo xtask bench scale [ROWS]`, after the other engines.

Each job reads the file, brings the rows of a member together and sorts them. Then kenpo pays, or a function gives back what it is given, or Spark's own
SQL comes to the same points. Each number of cores has a session of its own, in which every job is done once with few rows before any is measured. Processor time is
that of Spark and of its Python workers; time by the clock is what more cores are for, and is as good as the machine is quiet.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

SYNCED = 20230401
TIERS = ((10_000, 40), (8_000, 20), (5_000, 10), (3_000, 5))
CAP = 500

JOBS = ("identity", "kenpo.spark.points", "kenpo.spark.credits", "KenpoSpark.points", "KenpoSpark.credits", "SQL")


def job(name: str, file: str, spark: Any, document: bytes) -> int:
    """Runs a job to its end, and gives the sum of what it comes to."""
    import kenpo
    import kenpo.spark
    from pyspark.sql import DataFrame

    steps = spark.read.parquet(file)
    if name == "identity":
        sorted_rows = steps.repartition("member").sortWithinPartitions("member", "date", "steps")
        given = sorted_rows.mapInArrow(lambda batches: batches, "member bigint, date date, steps int")
        return int(given.selectExpr("sum(steps)").first()[0])
    if name == "SQL":
        worth = " ".join(f"WHEN steps >= {at_least} THEN {points}" for at_least, points in TIERS)
        steps.createOrReplaceTempView("steps")
        return int(
            spark.sql(
                f"""
                WITH worth AS (SELECT member, date, CASE {worth} ELSE 0 END AS p FROM steps),
                summed AS (SELECT p, sum(p) OVER (PARTITION BY member, trunc(date, 'month') ORDER BY date
                                                  ROWS UNBOUNDED PRECEDING) AS s FROM worth)
                SELECT sum(greatest(0, least(p, {CAP} - (s - p)))) FROM summed
                """
            ).first()[0]
        )
    where, what = name.rsplit(".", 1)
    if where == "kenpo.spark":
        paid = getattr(kenpo.spark, what)(steps, kenpo.Programme.parse(document), synced=SYNCED)
    else:
        jar = spark._jvm.io.github.kenpo.spark.KenpoSpark
        day = spark._jvm.java.time.LocalDate.of(2023, 4, 1)
        paid = DataFrame(getattr(jar, what)(steps._jdf, None, document, day), spark)
    return int(paid.selectExpr("sum(points)").first()[0])


def processor_seconds() -> dict[int, float]:
    """Of this process, and of each that it and they have started and that runs."""
    times: dict[int, float] = {}
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            times[int(folder.name)] = sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, open_ = {}, [os.getpid()]
    while open_:
        process = open_.pop()
        found[process] = times.get(process, 0.0)
        open_ += children.get(process, [])
    return found


def spent(before: dict[int, float]) -> float:
    """What was spent since, by those that run now: workers of an earlier job may have ended."""
    return sum(seconds - before.get(process, 0.0) for process, seconds in processor_seconds().items())


def measure(cores: str, file: str, small: str, document: str, jars: str) -> None:
    from pyspark.sql import SparkSession

    settings = {"spark.jars": jars, "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.driver.memory": "3g"}
    spark = SparkSession.builder.master(f"local[{cores}]").config(map=settings).getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    text = Path(document).read_bytes()
    for name in JOBS:
        job(name, small, spark, text)
    for name in JOBS:
        # The least of two: other work on the machine, and compiling by Java, are in each.
        best = {"total": 0, "seconds": float("inf"), "wall": float("inf")}
        for _ in range(2):
            begin, clock = processor_seconds(), time.perf_counter()
            best["total"] = job(name, file, spark, text)
            best["seconds"] = min(best["seconds"], spent(begin))
            best["wall"] = min(best["wall"], time.perf_counter() - clock)
        print(json.dumps([name, best]), flush=True)
    spark.stop()


def main() -> None:
    folder, document, rows, jars = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
    file, small = folder / f"steps-{rows}.parquet", folder / "small.parquet"
    rows = rows // 365 * 365
    found = {}
    for cores in ("1", "2"):
        ask = [sys.executable, "-B", __file__, "--measure", cores, str(file), str(small), document, jars]
        run = subprocess.run(ask, stdout=subprocess.PIPE, text=True)
        if run.returncode != 0:
            sys.exit(run.returncode)
        print(run.stdout, end="", flush=True)
        found[cores] = dict(json.loads(line) for line in run.stdout.splitlines() if line.startswith("["))
    one, two = found["1"], found["2"]
    if len({its["total"] for each in (one, two) for name, its in each.items() if name != "identity"}) != 1:
        sys.exit("the jobs come to different points")
    print("| job | ns a row | against identity | s with one core | with two | one by two |\n|---|---|---|---|---|---|")
    for name in JOBS:
        seconds, wall, with_two = one[name]["seconds"], one[name]["wall"], two[name]["wall"]
        against = seconds / one["identity"]["seconds"]
        print(f"| {name} | {seconds / rows * 1e9:.0f} | {against:.2f} | {wall:.1f} | {with_two:.1f} | {wall / with_two:.2f} |")


if __name__ == "__main__":
    if sys.argv[1] == "--measure":
        measure(*sys.argv[2:])
    else:
        main()
