"""A roster's year in DuckDB: points, what each cap took, a what-if of two programmes, and late deliveries as a second run.

    python year.py PROGRAMME.json STEPS.parquet

The file has the columns `member`, `date` and `steps`. `python year.py PROGRAMME.json --members 1000` makes one up.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import duckdb
import kenpo
from kenpo.duckdb import register_programme

DAYS = "list(date ORDER BY date), list(steps ORDER BY date)"
SYNCED = "DATE '2023-04-01'"


def made_up(connection: duckdb.DuckDBPyConnection, members: int, path: Path) -> Path:
    """A fiscal year of members, the same for the same number of them; some days are missing."""
    connection.execute(
        f"""
        COPY (
            SELECT member, DATE '2022-04-01' + day::INTEGER AS date, (member * 7919 + day * 3571) * 31 % 14000 AS steps
            FROM range({members}) AS m(member), range(365) AS d(day)
            WHERE (member + day * 13) % 20 > 0 ORDER BY member, date
        ) TO '{path}' (FORMAT parquet)
        """
    )
    return path


def with_cap(document: bytes, points: int) -> kenpo.Programme:
    """The same programme, its first cap being another."""
    changed = json.loads(document)
    changed["points"]["caps"][0]["points"] = points
    return kenpo.Programme.parse(changed)


def without(document: bytes, cap: str) -> kenpo.Programme:
    """The same programme without a cap."""
    changed = json.loads(document)
    changed["points"]["caps"] = [other for other in changed["points"]["caps"] if other["id"] != cap]
    return kenpo.Programme.parse(changed)


def main() -> None:
    arguments = argparse.ArgumentParser(description="A roster's year in DuckDB.")
    arguments.add_argument("programme", type=Path)
    arguments.add_argument("steps", type=Path, nargs="?")
    arguments.add_argument("--members", type=int, default=1000)
    arguments.add_argument("--cap", type=int, default=300)
    given = arguments.parse_args()
    document = given.programme.read_bytes()
    with duckdb.connect() as connection, tempfile.TemporaryDirectory() as folder:
        steps = given.steps or made_up(connection, given.members, Path(folder) / "steps.parquet")
        register_programme(connection, "now", kenpo.Programme.parse(document))
        register_programme(connection, "changed", with_cap(document, given.cap))
        connection.execute(f"CREATE VIEW steps AS SELECT * FROM '{steps}'")

        # A ledger: for each member what was paid, and the credits to store.
        connection.execute(
            f"CREATE TABLE ledger AS SELECT member, now_accrue({DAYS}, {SYNCED}, NULL) AS paid FROM steps GROUP BY member"
        )
        members, points = connection.sql("SELECT count(*), sum(paid.points) FROM ledger").fetchall()[0]
        print(f"{members} members are paid {points} points")

        # What the cap of a month took: earned and not paid.
        taken = connection.sql(
            """
            SELECT strftime(walked, '%Y-%m') AS month, sum(earned - points) AS taken
            FROM (SELECT unnest(paid.credits, recursive := true) FROM ledger) GROUP BY month ORDER BY taken DESC, month LIMIT 1
            """
        ).fetchall()[0]
        print(f"caps take most in {taken[0]}: {taken[1]} points")

        # Two programmes, and the first without each of its caps, in one query.
        caps = list(dict.fromkeys(cap["id"] for cap in json.loads(document)["points"]["caps"]))
        for at, cap in enumerate(caps):
            register_programme(connection, f"without_{at}", without(document, cap))
        each = ["now", "changed", *(f"without_{at}" for at in range(len(caps)))]
        sums = ", ".join(f"sum({name})" for name in each)
        points_of = ", ".join(f"{name}_points({DAYS}, {SYNCED}) AS {name}" for name in each)
        now, changed, *uncapped, lose = connection.sql(
            f"SELECT {sums}, count(*) FILTER (changed < now) FROM (SELECT {points_of} FROM steps GROUP BY member)"
        ).fetchall()[0]
        print(f"with a cap of {given.cap}: {changed} points, for {now} now; {lose} members are paid less")
        for cap, paid in zip(caps, uncapped):
            print(f"the cap {cap} takes {paid - now} points")

        # The days of March once more, each with 500 steps more, over what was credited before.
        late = connection.sql(
            f"""
            SELECT sum(now_accrue(date, steps, DATE '2023-04-02', paid.credits).points) FROM ledger JOIN
            (SELECT member, list(date ORDER BY date) AS date, list(steps + 500 ORDER BY date) AS steps FROM steps
             WHERE date >= DATE '2023-03-01' GROUP BY member) USING (member)
            """
        ).fetchall()[0][0]
        print(f"late deliveries of March are paid {late} points more")


if __name__ == "__main__":
    main()
