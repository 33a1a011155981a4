"""What a row costs in Spark, over the file that scale.py made: `cargo xtask bench scale [ROWS]`, after the other engines.

Each job reads the file, brings the rows of a member together and sorts them. Then kenpo pays, or a function gives back what it is given, or Spark's own
SQL comes to the same points. Each number of cores has a session of its own, in which every job is done once with few rows before any is measured. Processor time is
that of Spark and of its Python workers; time by the clock is what more cores are for, and is as good as the machine is quiet. Memory is the most that each of
these processes had since the job began, added up; what Java's heap grew to in a job before, it keeps.

All come to the points of the digest that scale.py leaves beside the file, and so do the credits of kenpo's jobs, to the byte.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from scale import CAP, CREDIT, TIERS, Digest, packed

SYNCED = 20230401

JOBS = ("identity", "kenpo.spark.points", "kenpo.spark.credits", "KenpoSpark.points", "KenpoSpark.credits", "SQL")


def job(name: str, file: str, spark: Any, document: bytes) -> int:
    """Runs a job to its end, and gives the sum of what it comes to."""
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
    return int(paid(name, steps, spark, document).selectExpr("sum(points)").first()[0])


def paid(name: str, steps: Any, spark: Any, document: bytes) -> Any:
    """What kenpo gives, in Python or by the jar."""
    import kenpo
    import kenpo.spark
    from pyspark.sql import DataFrame

    where, what = name.rsplit(".", 1)
    if where == "kenpo.spark":
        return getattr(kenpo.spark, what)(steps, kenpo.Programme.parse(document), synced=SYNCED)
    jar = spark._jvm.io.github.kenpo.spark.KenpoSpark
    day = spark._jvm.java.time.LocalDate.of(2023, 4, 1)
    return DataFrame(getattr(jar, what)(steps._jdf, None, document, day), spark)


def digest(name: str, file: str, spark: Any, document: bytes) -> dict[str, Any]:
    """What the credits of a job come to. Spark sorts them into files, so that no process holds them all."""
    import pyarrow.parquet

    ymd = "year({0}) * 10000 + month({0}) * 100 + day({0}) AS {0}"
    rows = paid(name, spark.read.parquet(file), spark, document).orderBy("member", "walked", "synced", "rule")
    sorted_files = Path(file).with_suffix(".credits")
    of_credit = [ymd.format(column) if column in ("walked", "synced") else column for column in CREDIT]
    rows.selectExpr(*of_credit).write.mode("overwrite").option("compression", "zstd").parquet(str(sorted_files))
    of = Digest()
    # Files are named by their order.
    for part in sorted(sorted_files.glob("part-*.parquet")):
        for batch in pyarrow.parquet.ParquetFile(part, pre_buffer=False).iter_batches(1 << 17):
            of.add(packed({column: batch.column(column).to_numpy() for column in CREDIT}))
    shutil.rmtree(sorted_files)
    return of.found()


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


def forget_peaks() -> None:
    """From now on, the most memory is counted anew."""
    for process in processor_seconds():
        try:
            Path(f"/proc/{process}/clear_refs").write_text("5")
        except OSError:
            continue


def megabytes() -> int:
    """The most memory that each of the processes had since, added up: pages that workers share are in each."""
    found = 0
    for process in processor_seconds():
        try:
            status = Path(f"/proc/{process}/status").read_text()
        except OSError:
            continue
        found += sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
    return found // 1024


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
        best = {"total": 0, "seconds": float("inf"), "wall": float("inf"), "megabytes": 0}
        for _ in range(2):
            forget_peaks()
            begin, clock = processor_seconds(), time.perf_counter()
            best["total"] = job(name, file, spark, text)
            best["seconds"] = min(best["seconds"], spent(begin))
            best["wall"] = min(best["wall"], time.perf_counter() - clock)
            best["megabytes"] = max(best["megabytes"], megabytes())
        print(json.dumps([name, best]), flush=True)
    expected = json.loads(Path(file).with_suffix(".json").read_text())
    for name in JOBS:
        if name.endswith("credits") and cores == "2":
            found = digest(name, file, spark, text)
            print(f"{name}: {found['credits']} credits, {found['digest']}", flush=True)
            if found != expected:
                sys.exit(f"{name} comes to other credits: {found['digest']} and not {expected['digest']}")
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
    points = json.loads(file.with_suffix(".json").read_text())["points"]
    different = [name for each in (one, two) for name, its in each.items() if name != "identity" and its["total"] != points]
    if different:
        sys.exit(f"other points than scale.py found: {', '.join(different)}")
    print("| job | ns a row | against identity | MB at most | s with one core | with two | one by two |\n|---|---|---|---|---|---|---|")
    for name in JOBS:
        seconds, wall, with_two = one[name]["seconds"], one[name]["wall"], two[name]["wall"]
        against = seconds / one["identity"]["seconds"]
        memory = one[name]["megabytes"]
        times = f"{wall:.1f} | {with_two:.1f} | {wall / with_two:.2f}"
        print(f"| {name} | {seconds / rows * 1e9:.0f} | {against:.2f} | {memory} | {times} |")


if __name__ == "__main__":
    if sys.argv[1] == "--measure":
        measure(*sys.argv[2:])
    else:
        main()
