"""What a row costs by engine, all from one run on one file of Parquet: `cargo xtask bench scale [ROWS]`.

Each engine runs in a process of its own and reads the same file, which is sorted by member and day. What is counted is processor time,
which other work on the machine changes little, and the most memory that the process had. All have to come to the same points.

Then kenpo pays the same rows in each engine once more, and the credits of each have to be alike to the byte: `Digest` says in which order. `--digests` does
nothing else; `--make` stops at the file and the digest of its credits, for spark.py. `KENPO_CREDITS` names the program that pays in its own process, in Rust.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable, Iterator

DAYS = 365
SYNCED = "2023-04-01"
#: Plain Python takes a hundred times as long, and is given a part of the members.
PLAIN_PART = 20
#: Engines that are given a part of the members.
PARTS = {"plain Python": PLAIN_PART, "kenpo.accrue_stream, a tenth of the members": 10}
#: Engines that come to other points: those of a part, or of another programme.
OTHERS = {*PARTS, "kenpo.accrue_stream, another cap"}

#: The parts that are paid by a process each, and the address space that each is given, in MB.
PARTITIONS, LIMIT = 64, 400

#: What a digest has of a credit, and its order.
CREDIT = ("member", "walked", "synced", "rule", "earned", "points")

TIERS = ((10_000, 40), (8_000, 20), (5_000, 10), (3_000, 5))
CAP = 500


def generate(rows: int, file: Path) -> None:
    """A fiscal year of steps, the same for the same number of rows; written by arithmetic, since a hash differs between versions."""
    write(range(max(1, rows // DAYS)), file)


def write(members: range, file: Path) -> None:
    """The year of some members."""
    import duckdb

    with duckdb.connect() as connection:
        # In the order in which they are made, which needs no sorting; zstd, since every engine here has its library.
        connection.execute(
            f"""
            COPY (SELECT member, DATE '2022-04-01' + day::INTEGER AS date,
                         ((member * 48271 + day * 69621 + 12345) * 16807 % 2147483647 % 14000)::INTEGER AS steps
                  FROM (SELECT row // {DAYS} AS member, row % {DAYS} AS day FROM range({members.start * DAYS}, {members.stop * DAYS}) AS r(row)))
            TO '{file}' (FORMAT parquet, COMPRESSION zstd)
            """
        )


class Digest:
    """SHA-256 of all credits, in the order of members, days walked, days synced and rules.

    A credit is six integers of 64 bits, the least byte first: the member, YYYYMMDD of the day walked and of the day synced, the number of the rule, and the points
    earned and paid.
    """

    def __init__(self) -> None:
        self._sha = hashlib.sha256()
        self.credits = self.points = 0

    def add(self, rows: bytes) -> None:
        """The next credits."""
        import numpy

        self._sha.update(rows)
        of_credit = numpy.frombuffer(rows, "<i8").reshape(-1, len(CREDIT))
        self.credits += len(of_credit)
        self.points += int(of_credit[:, CREDIT.index("points")].sum())

    def found(self) -> dict[str, Any]:
        return {"points": self.points, "credits": self.credits, "digest": self._sha.hexdigest()}


def packed(columns: Any) -> bytes:
    """Credits as a digest has them, of columns of these names."""
    import numpy

    return numpy.column_stack([numpy.asarray(columns[name], "<i8") for name in CREDIT]).tobytes()


def stream(file: str, programme: Any, threads: int = 1) -> Iterator[Any]:
    import kenpo
    import pyarrow.parquet

    # Buffered ahead, what was read is kept to the end: the whole file, compressed.
    batches = pyarrow.parquet.ParquetFile(file, pre_buffer=False).iter_batches(1 << 17, use_threads=False)
    schema = pyarrow.parquet.read_schema(file)
    reader = pyarrow.RecordBatchReader.from_batches(schema, batches)
    return kenpo.accrue_stream(reader, programme, synced=20230401, threads=threads)


def kenpo_stream(file: str, programme: Any, threads: int = 1) -> int:
    return sum(sum(part.points()) for part in stream(file, programme, threads))


def kenpo_other_cap(file: str, programme: Any) -> int:
    """The year once more under a changed cap."""
    import kenpo

    document = json.loads(programme.document)
    document["points"]["caps"][0]["points"] = CAP - 200
    return kenpo_stream(file, kenpo.Programme.parse(document))


def table(file: str, programme: Any) -> Any:
    import kenpo
    import pyarrow.parquet

    return kenpo.accrue(pyarrow.parquet.read_table(file, use_threads=False), programme, synced=20230401)


def kenpo_table(file: str, programme: Any) -> int:
    return sum(table(file, programme).points())


LISTS = f"list(date ORDER BY date), list(steps::BIGINT ORDER BY date), DATE '{SYNCED}'"


def kenpo_in_duckdb(file: str, programme: Any) -> int:
    import duckdb
    from kenpo.duckdb import register_programme

    with duckdb.connect(config={"threads": 1}) as connection:
        register_programme(connection, "kkr", programme)
        by_member = f"SELECT kkr_points({LISTS}) AS points FROM '{file}' GROUP BY member"
        return int(connection.sql(f"SELECT sum(points) FROM ({by_member})").fetchall()[0][0])


def credits_in_duckdb(file: str, programme: Any) -> Iterator[Any]:
    """What `kkr_accrue` gives, some members at a time: one query over all would hold the lists of all."""
    import duckdb
    from kenpo.duckdb import register_programme

    ymd = "year({0}) * 10000 + month({0}) * 100 + day({0}) AS {0}"
    of_credit = ", ".join(ymd.format(name) if name in ("walked", "synced") else name for name in CREDIT)
    with duckdb.connect() as connection:
        register_programme(connection, "kkr", programme)
        ((last,),) = connection.sql(f"SELECT max(member) FROM '{file}'").fetchall()
        for first in range(0, last + 1, 10_000):
            some = f"SELECT * FROM '{file}' WHERE member >= {first} AND member < {first + 10_000}"
            paid = f"SELECT member, kkr_accrue({LISTS}, NULL) AS paid FROM ({some}) GROUP BY member"
            rows = f"SELECT member, unnest(paid.credits, recursive := true) FROM ({paid})"
            yield connection.sql(f"SELECT {of_credit} FROM ({rows}) ORDER BY member, walked, synced, rule").fetchnumpy()


def of_duckdb(file: str, programme: Any) -> Iterator[Any]:
    """DuckDB reads, filters or joins, and hands over its rows; no lists are made."""
    import duckdb
    import kenpo

    with duckdb.connect(config={"threads": 1}) as connection:
        relation = connection.sql(f"SELECT member, date, steps FROM '{file}'")
        yield from kenpo.accrue_stream(relation, programme, synced=20230401)


def kenpo_of_duckdb(file: str, programme: Any) -> int:
    return sum(sum(part.points()) for part in of_duckdb(file, programme))


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
    rows = pyarrow.parquet.read_table(file, filters=[("member", "<", members)], use_threads=False)
    total, paid = 0, {}
    for member, date, steps in zip(*(rows[name].to_pylist() for name in ("member", "date", "steps"))):
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


#: Credits by each way in which kenpo pays, as columns.
CREDITS: dict[str, Callable[[str, Any], Iterator[Any]]] = {
    "kenpo.accrue_stream": lambda file, programme: (part.columns() for part in stream(file, programme)),
    "kenpo.accrue_stream, 2 threads": lambda file, programme: (part.columns() for part in stream(file, programme, 2)),
    "kenpo.accrue of a table": lambda file, programme: iter([table(file, programme).columns()]),
    "kkr_accrue in DuckDB": credits_in_duckdb,
    "kenpo.accrue_stream of DuckDB's relation": lambda file, programme: (part.columns() for part in of_duckdb(file, programme)),
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


def digest(name: str, file: str, document: str) -> None:
    """Pays by one way, in this process, and prints what the credits come to."""
    import kenpo

    of = Digest()
    for columns in CREDITS[name](file, kenpo.Programme.parse(Path(document).read_bytes())):
        of.add(packed(columns))
    print(json.dumps(of.found()))


def part(file: str, document: str) -> None:
    """Pays a partition in an address space that is bounded: its credits go out as a digest has them, and what it took as an error would."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (LIMIT << 20, LIMIT << 20))
    import kenpo

    paid, seconds = stream(file, kenpo.Programme.parse(Path(document).read_bytes())), 0.0
    while True:
        begin = time.process_time()
        its = next(paid, None)
        seconds += time.process_time() - begin
        if its is None:
            break
        sys.stdout.buffer.write(packed(its.columns()))
    print(json.dumps({"seconds": seconds, "whole": time.process_time(), "megabytes": peak()}), file=sys.stderr)


def in_partitions(folder: Path, document: str, members: int) -> dict[str, Any]:
    """What a cluster would do, one executor after the other: a file and a process for each partition, which share nothing."""
    of, took, begin = Digest(), [], time.perf_counter()
    cuts = [members * at // PARTITIONS for at in range(PARTITIONS + 1)]
    for first, end in zip(cuts, cuts[1:]):
        if first == end:
            continue
        file = folder / "partition.parquet"
        write(range(first, end), file)
        # Each thread of a pool that is not needed has a stack, and each arena of an allocator a part of the addresses.
        few = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2"}
        run = subprocess.run([sys.executable, __file__, "--part", str(file), document], capture_output=True, env={**os.environ, **few})
        if run.returncode != 0:
            sys.exit(f"the partition from member {first} on: {run.stderr.decode()}")
        of.add(run.stdout)
        took.append(json.loads(run.stderr))
    return {
        **of.found(),
        "seconds": sum(its["seconds"] for its in took),
        "whole": sum(its["whole"] for its in took),
        "wall": time.perf_counter() - begin,
        "megabytes": max(its["megabytes"] for its in took),
    }


def as_rows(file: Path, rows: Path) -> None:
    """The same rows for a program that reads no Parquet: three integers of 32 bits each, the least byte first, the date being YYYYMMDD."""
    import numpy
    import pyarrow.parquet

    with rows.open("wb") as out:
        for batch in pyarrow.parquet.ParquetFile(file, pre_buffer=False).iter_batches(1 << 17):
            days = batch.column("date").to_numpy(zero_copy_only=False).astype("datetime64[D]")
            months = days.astype("datetime64[M]").astype("int64")
            day = (days - days.astype("datetime64[M]")).astype("int64") + 1
            ymd = (months // 12 + 1970) * 10_000 + (months % 12 + 1) * 100 + day
            columns = (batch.column("member").to_numpy(), ymd, batch.column("steps").to_numpy())
            out.write(numpy.column_stack([column.astype("<i4") for column in columns]).tobytes())


def digests(file: Path, document: str, names: list[str]) -> dict[str, Any]:
    """Pays the file by each way, and gives what all came to."""
    found = {}
    for name in names:
        ask = [sys.executable, __file__, "--digest", name, str(file), document]
        run = subprocess.run(ask, stdout=subprocess.PIPE, text=True)
        if run.returncode != 0:
            sys.exit(f"{name} has no digest")
        found[name] = json.loads(run.stdout)
        print(f"{name}: {found[name]['credits']} credits, {found[name]['digest']}", flush=True)
    program = os.environ.get("KENPO_CREDITS")
    if program and len(names) > 1:
        rows = file.with_suffix(".rows")
        as_rows(file, rows)
        of_rust = subprocess.run([program, document, str(rows)], stdout=subprocess.PIPE, text=True)
        rows.unlink()
        if of_rust.returncode != 0:
            sys.exit("the program in Rust has no digest")
        found["a program in Rust"] = json.loads(of_rust.stdout)
        print(f"a program in Rust: {found['a program in Rust']['credits']} credits, {found['a program in Rust']['digest']}", flush=True)
    expected = found[names[0]]
    different = [name for name, its in found.items() if its != expected]
    if different:
        sys.exit(f"other credits than {names[0]}: {', '.join(different)}")
    # For spark.py.
    file.with_suffix(".json").write_text(json.dumps(expected))
    return dict(expected)


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
        digests(file, document, ["kenpo.accrue_stream"])
        return
    paid = digests(file, document, list(CREDITS))
    if "--digests" in sys.argv:
        return
    generate(rows // 10, tenth)
    members = rows // DAYS
    rows = members * DAYS
    print(f"{rows} rows of {members} members, {file.stat().st_size / 1e6:.0f} MB of Parquet; one thread where nothing else is said")
    found = {}
    for name in ENGINES:
        of = tenth if name.endswith("a tenth of the members") else file
        ask = [sys.executable, __file__, "--one", name, str(of), str(small), document]
        run = subprocess.run(ask, capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(f"{name}: {run.stderr}")
        found[name] = json.loads(run.stdout)
        print(f"{name}: {found[name]}", flush=True)
    different = [name for name, its in found.items() if its["points"] != paid["points"] and name not in OTHERS]
    if different:
        sys.exit(f"other points than the credits have: {', '.join(different)}")
    parts = in_partitions(folder, document, members)
    if parts["digest"] != paid["digest"]:
        sys.exit(f"the partitions come to other credits: {parts}")
    print(f"in partitions: {parts}", flush=True)
    found[f"kenpo.accrue_stream, {PARTITIONS} processes of {LIMIT} MB"] = parts
    own = found["DuckDB's own SQL"]["seconds"]
    print("| engine | ns a row | against DuckDB's own SQL | s | MB at most |\n|---|---|---|---|---|")
    for name, its in found.items():
        part = PARTS.get(name, 1)
        seconds = its["seconds"] * part
        print(f"| {name} | {seconds / rows * 1e9:.0f} | {seconds / own:.2f} | {its['wall'] * part:.1f} | {its['megabytes']} |")
    print(f"{paid['points']} points by each; {paid['credits']} credits of the digest {paid['digest']} by each way that gives credits")


COMMANDS = {"--one": one, "--digest": digest, "--part": part}

if __name__ == "__main__":
    if sys.argv[1] in COMMANDS:
        COMMANDS[sys.argv[1]](*sys.argv[2:])
    else:
        main()
