"""Signing in through two portals, one in PHP and one in Java, and a kiosk in C, on one SQLite file: failures, a lock, restarts, and guesses at once.

This is the referee. It also has the portals forget what answers expect, and fails where that does no harm: its races would prove nothing.
"""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAMME = HERE / "../../programmes/kenren.json"
PASSWORD = "kenko2024"
REFUSED, LOCKED, ACCEPTED = "sign_in_refused retry", "locked wait", "accepted proceed"
END = "2024-02-01T10:30:00+09:00"
LANGUAGES = "php", "java", "c"
GUESSES = 3  # for each at once
ROUNDS = 60
SECONDS = 120  # after which the races are taken to hang


def portal(language, database, *arguments):
    if language == "php":
        command = ["php", HERE / "php/sign_in.php"]
    elif language == "c":
        command = [os.environ["KENPO_KIOSK"]]
    else:
        java = Path(os.environ["JAVA_HOME"], "bin/java") if "JAVA_HOME" in os.environ else "java"
        built = HERE / "java/target"
        command = [java, "-cp", f"{built / 'classes'}:{(built / 'class.path').read_text().strip()}", "SignInPortal"]
    command += [database, PROGRAMME, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, encoding="utf-8")


def hand(to, at, login_id, name, password):
    to.stdin.write(f"2024-02-01T{at}+09:00 {login_id} {name} {password}\n")


def answer(of):
    return of.stdout.readline().strip() or sys.exit("FAILED: a portal ended")


def end(ended):
    ended.stdin.close()
    if ended.wait() != 0:
        sys.exit(f"FAILED: a portal ended with {ended.returncode}")


def make(folder, name, accounts):
    database = folder / f"{name}.db"
    db = sqlite3.connect(database, timeout=SECONDS)
    db.executescript((HERE / "schema.sql").read_text())
    with db:
        for login_id, provisional in accounts:
            # OWASP asks for 600,000 rounds; these members have fewer, so that the referee is quick.
            salt, rounds = hashlib.sha256(login_id.encode()).hexdigest()[:32], 1_000
            made = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), bytes.fromhex(salt), rounds).hex()
            db.execute("INSERT INTO accounts VALUES (?, ?, ?, ?, '2023-04-01', ?)", (login_id, salt, rounds, made, provisional))
            people = [(login_id, "タロウ", "representative"), (login_id, "ハナコ", "family")]
            db.executemany("INSERT INTO household VALUES (?, ?, ?)", people)
    return database, db


def lock_outlives_restarts(folder):
    """Each attempt goes to a program that was just started, of each language in turn."""
    database, db = make(folder, "restarts", [("1999999", 0), ("1888888", 1)])
    tried = [
        ("09:58:00", "1999999", "ﾀﾛｳ", "kenko2023", f"{REFUSED} -"),
        ("09:59:00", "1999999", "ﾊﾅｺ", PASSWORD, "family_name_here retry -"),
        ("10:00:00", "1999999", "ﾀﾛｳ", "kenko2023", f"{REFUSED} {END}"),
        ("10:10:00", "1999999", "ﾀﾛｳ", PASSWORD, f"{LOCKED} {END}"),
        ("09:00:00", "1999999", "ﾀﾛｳ", PASSWORD, f"{LOCKED} {END}"),
        ("10:29:59", "1999999", "ﾀﾛｳ", "kenko2023", f"{LOCKED} {END}"),
        ("10:30:00", "1999999", "ﾀﾛｳ", PASSWORD, f"{ACCEPTED} -"),
        ("10:31:00", "1888888", "ﾀﾛｳ", PASSWORD, "password_must_change change_password -"),
        # Nobody's ID locks as well, and is told nothing else.
        ("09:58:00", "1000000", "ﾀﾛｳ", PASSWORD, f"{REFUSED} -"),
        ("09:59:00", "1000000", "ﾀﾛｳ", PASSWORD, f"{REFUSED} -"),
        ("10:00:00", "1000000", "ﾀﾛｳ", PASSWORD, f"{REFUSED} {END}"),
        ("10:10:00", "1000000", "ﾀﾛｳ", PASSWORD, f"{LOCKED} {END}"),
    ]
    for number, (at, login_id, name, password, told) in enumerate(tried):
        started = portal(LANGUAGES[number % 3], database)
        hand(started, at, login_id, name, password)
        found = answer(started)
        end(started)
        if found != told:
            sys.exit(f"FAILED: attempt {number} was told {found}, and not {told}")
    held = db.execute("SELECT failures, locked_until FROM attempts ORDER BY failures").fetchall()
    if held != [(0, None), (0, None), (3, END)]:
        sys.exit(f"FAILED: the database holds {held}")
    print(f"a lock outlives restarts: {len(tried)} attempts, each in a program that was just started")


def guesses_at_once(folder, name, *arguments):
    """The most guesses of one ID that were compared before it was locked; each portal has a line of guesses at the same moment."""
    ids = [f"17{number:05}" for number in range(ROUNDS)]
    database, _ = make(folder, name, [(login_id, 0) for login_id in ids])
    portals = [portal(language, database, *arguments) for language in LANGUAGES]
    most = met = 0
    for login_id in ids:
        for _ in range(GUESSES):
            for one in portals:
                hand(one, "10:00:00", login_id, "ﾀﾛｳ", "kenko2023")
        told = [[answer(one) for _ in range(GUESSES)] for one in portals]
        compared = [sum(found.startswith("sign_in_refused") for found in of) for of in told]
        most = max(most, sum(compared))
        met += sum(map(bool, compared)) > 1
    for one in portals:
        end(one)
    print(f"{name}: {ROUNDS} IDs, in {met} of which more than one of them compared a guess; at most {most} were compared", flush=True)
    return most, met


def main():
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(f"FAILED: it is not over after {SECONDS} s"))
    signal.alarm(SECONDS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lock_outlives_restarts(folder)
        most, met = guesses_at_once(folder, "guesses at once")
        if most != 3 or not met:
            sys.exit("FAILED: a lock comes with the third failure, and the portals must have met")
        if guesses_at_once(folder, "without what the answer expects", "--careless")[0] <= 3:
            sys.exit("FAILED: no guess passed the lock without it, so the race proves nothing")
    print("no guess passes a lock, unless the guard is taken away")


main()
