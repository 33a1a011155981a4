"""What a row costs by engine, all from one run on one file of Parquet: `cargo xtask bench scale [ROWS]`.

Each engine runs in a process of its own and reads the same file, which is sorted by member and day. What is counted is processor time,
which other work on the machine changes little, and the most memory that the process had. All have to come to the same points.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable

DAYS = 365
SYNCED = "2023-04-01"
#: Plain Python takes a hundred times as long, and is given a part of the members.
PLAIN_PART = 20
#: Engines that are given a part of the members.
PARTS = {"plain Python": PLAIN_PART, "kenpo.accrue_stream, a tenth of the members": 10}
#: Engines that come to other points: those of a part, or of another programme.
OTHERS = {*PARTS, "kenpo.accrue_stream, another cap"}

TIERS = ((10_000, 40), (8_000, 20), (5_000, 10), (3_000, 5))
CAP = 500


def generate(rows: int, file: Path) -> None:
    """A fiscal year of steps, the same for the same number of rows; written by arithmetic, since a hash differs between versions."""
    import duckdb

    members = max(1, rows // DAYS)
    with duckdb.connect() as connection:
        # In the order in which they are made, which needs no sorting; zstd, since every engine here has its library.
        connection.execute(
            f"""
            COPY (SELECT member, DATE '2022-04-01' + day::INTEGER AS date,
                         ((member * 48271 + day * 69621 + 12345) * 16807 % 2147483647 % 14000)::INTEGER AS steps
                  FROM (SELECT row // {DAYS} AS member, row % {DAYS} AS day FROM range({members * DAYS}) AS r(row)))
            TO '{file}' (FORMAT parquet, COMPRESSION zstd)
            """
        )


def kenpo_stream(file: str, programme: Any, threads: int = 1) -> int:
    import kenpo
    import pyarrow.parquet

    # Buffered ahead, what was read is kept to the end: the whole file, compressed.
    stream = pyarrow.parquet.ParquetFile(file, pre_buffer=False).iter_batches(1 << 17, use_threads=False)
    schema = pyarrow.parquet.read_schema(file)
    reader = pyarrow.RecordBatchReader.from_batches(schema, stream)
    parts = kenpo.accrue_stream(reader, programme, synced=20230401, threads=threads)
    return sum(sum(part.points()) for part in parts)


def kenpo_other_cap(file: str, programme: Any) -> int:
    """The year once more under a changed cap."""
    import kenpo

    document = json.loads(programme.document)
    document["points"]["caps"][0]["points"] = CAP - 200
    return kenpo_stream(file, kenpo.Programme.parse(document))


def kenpo_table(file: str, programme: Any) -> int:
    import kenpo
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(file, use_threads=False)
    return sum(kenpo.accrue(table, programme, synced=20230401).points())


def kenpo_in_duckdb(file: str, programme: Any) -> int:
    import duckdb
    from kenpo.duckdb import register_programme

    with duckdb.connect(config={"threads": 1}) as connection:
        register_programme(connection, "kkr", programme)
        days = f"list(date ORDER BY date), list(steps::BIGINT ORDER BY date), DATE '{SYNCED}'"
        by_member = f"SELECT kkr_points({days}) AS points FROM '{file}' GROUP BY member"
        return int(connection.sql(f"SELECT sum(points) FROM ({by_member})").fetchall()[0][0])


def kenpo_of_duckdb(file: str, programme: Any) -> int:
    """DuckDB reads, filters or joins, and hands over its rows; no lists are made."""
    import duckdb
    import kenpo

    with duckdb.connect(config={"threads": 1}) as connection:
        parts = kenpo.accrue_stream(connection.sql(f"SELECT member, date, steps FROM '{file}'"), programme, synced=20230401)
        return sum(sum(part.points()) for part in parts)


def duckdb_sql(file: str, _: Any) -> int:
    """The same rules as one would write them: without reasons and a ledger, and without revised days."""
    import duckdb

    worth = " ".join(f"WHEN steps >= {at_least} THEN {points}" for at_least, points in TIERS)
    with duckdb.connect(config={"threads": 1}) as connection:
        return int(
            connection.sql(
                f"""
                WITH worth AS (SELECT member, date, CASE {worth} ELSE 0 END AS p FROM '{file}'),
                summed AS (SELECT p, sum(p) OVER (PARTITION BY member, date_trunc('month', date) ORDER BY date
                                                  ROWS UNBOUNDED PRECEDING) AS s FROM worth)
                SELECT sum(greatest(0, least(p, {CAP} - (s - p)))) FROM summed
                """
            ).fetchall()[0][0]
        )


def polars_frame(file: str, _: Any) -> int:
    import polars as pl

    worth: Any = pl.lit(0)
    for at_least, points in reversed(TIERS):
        worth = pl.when(pl.col("steps") >= at_least).then(points).otherwise(worth)
    frame = pl.scan_parquet(file).with_columns(p=worth, month=pl.col("date").dt.truncate("1mo"))
    before = frame.with_columns(b=pl.col("p").cum_sum().over("member", "month") - pl.col("p"))
    paid = pl.min_horizontal(pl.col("p"), (CAP - pl.col("b")).clip(lower_bound=0))
    return int(before.select(paid.sum()).collect().item())


def plain_python(file: str, _: Any) -> int:
    import pyarrow.parquet

    members = pyarrow.parquet.ParquetFile(file).metadata.num_rows // DAYS // PLAIN_PART
    table = pyarrow.parquet.read_table(file, filters=[("member", "<", members)], use_threads=False)
    total, paid = 0, {}
    for member, date, steps in zip(*(table[name].to_pylist() for name in ("member", "date", "steps"))):
        window = (member, date.year, date.month)
        worth = next((points for at_least, points in TIERS if steps >= at_least), 0)
        given = min(worth, CAP - paid.get(window, 0))
        paid[window] = paid.get(window, 0) + given
        total += given
    return total


ENGINES: dict[str, Callable[[str, Any], int]] = {
    "kenpo.accrue_stream": kenpo_stream,
    "kenpo.accrue_stream, 2 threads": lambda file, programme: kenpo_stream(file, programme, 2),
    "kenpo.accrue_stream, a tenth of the members": kenpo_stream,
    "kenpo.accrue_stream, another cap": kenpo_other_cap,
    "kenpo.accrue of a table": kenpo_table,
    "DuckDB with kenpo": kenpo_in_duckdb,
    "kenpo.accrue_stream of DuckDB's relation": kenpo_of_duckdb,
    "DuckDB's own SQL": duckdb_sql,
    "Polars": polars_frame,
    "plain Python": plain_python,
}


def peak() -> int:
    """The most memory that this process had, in MB. `ru_maxrss` would begin with that of the process which started it."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))) // 1024


def one(name: str, file: str, small: str, document: str) -> None:
    """Runs one engine, in this process, and prints what it came to."""
    import kenpo

    programme = kenpo.Programme.parse(Path(document).read_bytes())
    # Packages are loaded by this, and what they set up.
    ENGINES[name](small, programme)
    seconds = wall = float("inf")
    spent = 0.0
    # What is over soon is done again, and the least counts: other work on the machine is in each.
    for _ in range(3):
        begin, clock = time.process_time(), time.perf_counter()
        points = ENGINES[name](file, programme)
        seconds, wall = min(seconds, time.process_time() - begin), min(wall, time.perf_counter() - clock)
        spent += seconds
        if spent > 10:
            break
    print(json.dumps({"points": points, "seconds": seconds, "wall": wall, "megabytes": peak()}))


def main() -> None:
    folder, document, rows = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    file, small = folder / f"steps-{rows}.parquet", folder / "small.parquet"
    tenth = folder / f"steps-{rows}-tenth.parquet"
    begin = time.perf_counter()
    generate(DAYS * PLAIN_PART, small)
    generate(rows, file)
    print(f"{file.name} is made in {time.perf_counter() - begin:.0f} s", flush=True)
    if "--make" in sys.argv:
        return
    generate(rows // 10, tenth)
    rows = rows // DAYS * DAYS
    print(f"{rows} rows of {rows // DAYS} members, {file.stat().st_size / 1e6:.0f} MB of Parquet; one thread where nothing else is said")
    found = {}
    for name in ENGINES:
        of = tenth if name.endswith("a tenth of the members") else file
        ask = [sys.executable, __file__, "--one", name, str(of), str(small), document]
        run = subprocess.run(ask, capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(f"{name}: {run.stderr}")
        found[name] = json.loads(run.stdout)
        print(f"{name}: {found[name]}", flush=True)
    expected = found["kenpo.accrue of a table"]["points"]
    different = [name for name, its in found.items() if its["points"] != expected and name not in OTHERS]
    if different:
        sys.exit(f"other points than kenpo.accrue of a table: {', '.join(different)}")
    own = found["DuckDB's own SQL"]["seconds"]
    print("| engine | ns a row | against DuckDB's own SQL | s | MB at most |\n|---|---|---|---|---|")
    for name, its in found.items():
        part = PARTS.get(name, 1)
        seconds = its["seconds"] * part
        print(f"| {name} | {seconds / rows * 1e9:.0f} | {seconds / own:.2f} | {its['wall'] * part:.1f} | {its['megabytes']} |")
    print(f"{expected} points by each")


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        one(*sys.argv[2:])
    else:
        main()
