"""Two hosts write members' points at once, one in PHP and one in Java: on SQLite, on H2 (two in Java) and on a PostgreSQL that is
started for it. No point is paid twice, none is lost, and a host that is killed in the middle of a commit leaves nothing by halves.
On SQLite a row is refused, a clock set back and the disk full, on purpose.

    python3 race.py [sqlite] [h2] [postgresql]

This is the referee. It hands each host a request at the same moment, reads the tables past kenpo, and holds them to sums made by
hand. It also has the hosts forget what answers expect, and fails where that does no harm: such a race would prove nothing.
"""

import glob
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAMME = HERE / "../../programmes/templates/points.json"
NOW = "2026-06-15T09:00:00+09:00"
BEHIND = "2026-06-14T09:00:00+09:00"
DAYS = ("2026-06-08", "2026-06-09")
ROUNDS = 15
MOST_ROUNDS = 200  # where what depends on chance takes longer to come about
PAGE = 4096  # bytes
ROOM = 4  # pages that the database may grow by before the disk is full
SECONDS = 240  # after which the races are taken to hang

JAVA = Path(os.environ["JAVA_HOME"], "bin/java") if "JAVA_HOME" in os.environ else "java"
BUILT = HERE / "java/target"


def java(*arguments):
    libraries = (BUILT / "class.path").read_text().strip()
    return [JAVA, "-XX:TieredStopAtLevel=1", "-cp", f"{BUILT / 'classes'}:{libraries}", *arguments]


def fail(text):
    sys.exit(f"FAILED: {text}")


class Host:
    """A program that is handed lines and answers each by one."""

    def __init__(self, command, **options):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, **options)

    def hand(self, *fields):
        self.process.stdin.write(" ".join(map(str, fields)) + "\n")
        return fields[0]

    def answer(self, key):
        """Reason, points, balance, whether it is an earlier answer, and how many races were lost."""
        said, reason, *numbers = (self.process.stdout.readline() or "- it ended").split()
        if said != key:
            fail(f"{key} was not answered but {said} {reason}")
        return reason, *map(int, numbers)

    def ask(self, *fields):
        return self.answer(self.hand(*fields))

    def hold(self):
        """Waits until it has come to where it is killed."""
        if self.process.stdout.readline() != "held\n":
            fail("a host did not come to where it is killed")

    def falls(self, *fields):
        """Whether the database refuses it so that it ends, and says nothing of what it was handed."""
        self.hand(*fields)
        line = self.process.stdout.readline()
        if line == "" and self.process.wait() > 0:
            return True
        if line.split()[1] != "paid":
            fail(f"{fields} was answered {line}")
        return False

    def kill(self):
        """Without a word to it."""
        self.process.kill()
        self.process.wait()

    def end(self):
        self.process.stdin.close()
        if self.process.wait() != 0:
            fail(f"a host ended with {self.process.returncode}")


class Database:
    """One of the databases: how hosts reach it, and what is in it."""

    def __init__(self, title, jdbc, dsn):
        self.title, self.jdbc, self.dsn = title, jdbc, dsn
        self.sql = subprocess.Popen(java("Sql"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def start(self, language, *flags, now=NOW, jdbc=None, **options):
        if language == "php":
            return Host(["php", HERE / "php/portal.php", self.dsn, PROGRAMME, now, *flags], **options)
        return Host(java("Portal", jdbc or self.jdbc, PROGRAMME, now, *flags), **options)

    def start_quietly(self, language, pages=None):
        """A host that will fall, and whose last words nobody needs; with a bound for the pages of its database."""
        options = {"stderr": subprocess.DEVNULL}
        if language == "php":
            # PHP has no setting for it: the system lets the process write no file that is longer.
            limit = pages and (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (pages * PAGE, pages * PAGE)))
            # Python passes over the signal of it, and so may its child, which is then told by an error.
            options |= {"preexec_fn": limit, "restore_signals": False}
        jdbc = self.jdbc + (f"&max_page_count={pages}" if pages else "")
        return self.start(language, jdbc=jdbc, **options)

    def pair(self, *flags):
        return [self.start(language, *flags) for language in ("php" if self.dsn else "java", "java")]

    def run(self, statement):
        self.sql.stdin.write(f"{self.jdbc}\t{statement}\n")
        rows = []
        while (line := self.sql.stdout.readline().rstrip("\n")) != "":
            rows.append(line.split("\t"))
        if self.sql.poll() is not None:
            fail(f"{self.title} did not take {statement}")
        return rows

    def make(self):
        if self.jdbc.startswith("jdbc:sqlite"):
            self.run("PRAGMA journal_mode = WAL")  # Readers do not hold up the one who writes.
        text = "".join(line for line in (HERE / "schema.sql").open() if not line.strip().startswith("--"))
        for statement in " ".join(text.split()).split(";"):
            if statement:
                self.run(statement)

    def join(self, *members):
        self.run(f"INSERT INTO members (id) VALUES {', '.join(f'({member!r})' for member in members)}")

    def rows(self, member):
        columns = "sequence, kind, points, rule, date, quantity, reverses, request_key"
        return self.run(f"SELECT {columns} FROM ledger WHERE member = {member!r} ORDER BY sequence, points")

    def end(self):
        self.sql.stdin.close()
        self.sql.wait()


def at_once(hosts, *requests):
    """Hands each host its request at the same moment; gives their answers."""
    keys = [host.hand(*request) for host, request in zip(hosts, requests)]
    return [host.answer(key) for host, key in zip(hosts, keys)]


def race(db, number, hosts):
    """One member, for whom both hosts write at once; gives what is wrong, and how many races each lost."""
    member, faults = f"m{number}", []
    one, other = hosts if number % 2 else reversed(hosts)
    one_day, other_day = DAYS
    lost = {host: 0 for host in hosts}

    def expect(what, expected, first, second):
        answers = at_once((one, other), first, second)
        for host, answer in zip((one, other), answers):
            lost[host] += answer[-1]
        found = sorted((reason, points) for reason, points, *_ in answers)
        if found != sorted(expected):
            faults.append(f"{what}: {found} and not {sorted(expected)}")
        return answers

    db.join(member)
    # One day's record arrives twice: it is paid once.
    same = ("sync", one_day, 8200)
    expect("one record", [("paid", 10), ("nothing_new", 0)], ("a", member, *same), ("b", member, *same))
    # An earlier and a later record of a day: in either order, the day is worth what the larger is.
    answers = at_once((one, other), ("a", member, "sync", other_day, 6100), ("b", member, "sync", other_day, 10400))
    if sum(points for _, points, *_ in answers) != 20:
        faults.append(f"two records of a day: {answers} do not pay 20")
    # The operator adds 475 points, and the form is sent twice: 10 + 20 + 475 are 505.
    added = (f"{member}-added", member, "adjust", 475)
    answers = expect("an adjustment sent twice", [("adjusted", 475)] * 2, added, added)
    if sorted(replayed for *_, replayed, _ in answers) != [0, 1]:
        faults.append(f"an adjustment sent twice: {answers}")
    # Two requests for the same points: one of them is too late.
    wanted = ("exchange", 1)
    answers = expect(
        "two exchanges", [("exchanged", 500), ("balance_too_low", 0)], (f"{member}-c", member, *wanted), (f"{member}-d", member, *wanted)
    )
    # While one gives the goods back, the other pays a new day: nothing is lost.
    rows = db.rows(member)
    spent = [row for row in rows if row[1] == "exchange"]
    if len(spent) != 1:
        faults.append(f"{len(spent)} exchanges were written: {rows}")
        return faults, lost
    key = f"{member}-back"
    at_once((one, other), (key, member, "reverse", spent[0][0]), ("a", member, "sync", "2026-06-10", 12000))
    # Sent again, by the other.
    for request, expected in [
        ((spent[0][7], member, *wanted), ("exchanged", 500, 1)),
        ((key, member, "reverse", spent[0][0]), ("reversed", 500, 1)),
        ((spent[0][7], member, "exchange", 2), ("request_key_reused", 0, 0)),
    ]:
        reason, points, _, replayed, _ = other.ask(*request)
        if (reason, points, replayed) != expected:
            faults.append(f"sent again, {request} was answered {reason} {points} {replayed}")

    rows = db.rows(member)
    if [int(row[0]) for row in rows] != list(range(1, len(rows) + 1)):
        faults.append(f"rows are not numbered one by one: {rows}")
    of_days = {}
    for _, kind, points, _, date, *_ in rows:
        if kind == "credit":
            of_days[date] = of_days.get(date, 0) + int(points)
    if of_days != {one_day: 10, other_day: 20, "2026-06-10": 20}:
        faults.append(f"days were paid {of_days}")
    total = sum(int(row[2]) for row in rows)
    if total != 10 + 20 + 475 + 20:
        faults.append(f"the rows add up to {total}")
    for host in hosts:
        if (said := host.ask("-", member, "balance"))[1] != total:
            faults.append(f"a host says {said} of {total} points")
    return faults, lost


def killed(db, language, other):
    """A host is killed in the middle of a commit, and when it has committed but not answered; the other is handed the same meanwhile."""

    def ask(*request):
        dying = db.start(language, f"--hold-{when}-commit")
        dying.hand(*request)
        dying.hold()
        key = other.hand(*request)
        time.sleep(0.2)  # In the midst of a commit, the other waits for it.
        dying.kill()
        return other.answer(key)

    walked = ("sync", DAYS[0], 8200, DAYS[1], 10400)
    for when, stored in [("in", False), ("after", True)]:
        member = f"killed-{language}-{when}"
        db.join(member)
        # Two days, and so two rows: it is killed between them.
        reason, points, *_ = ask("a", member, *walked)
        if (reason, points) != (("nothing_new", 0) if stored else ("paid", 30)):
            fail(f"{db.title}: {language} was killed {when} its commit, and the same again was {reason} {points}")
        if [int(row[2]) for row in db.rows(member)] != [10, 20]:
            fail(f"{db.title}: {language} was killed {when} its commit, and the ledger is {db.rows(member)}")
        # A request with a key, and points to be spent once.
        other.ask(f"{member}-added", member, "adjust", 1_000)
        reason, points, balance, replayed, _ = ask(f"{member}-key", member, "exchange", 1)
        if (reason, points, balance, replayed) != ("exchanged", 500, 530, int(stored)):
            fail(f"{db.title}: {language} was killed {when} its commit, and sent again it was {reason} {points} {balance} {replayed}")
        if sum(int(row[2]) for row in db.rows(member)) != 530:
            fail(f"{db.title}: {language} was killed {when} its commit, and the ledger is {db.rows(member)}")


def whole(db, member, days, what):
    """The rows of days are all there or none is, and numbered as the member's own row says; gives whether they are."""
    rows = db.rows(member)
    ((last,),) = db.run(f"SELECT last_sequence FROM members WHERE id = {member!r}")
    if len(rows) not in (0, days) or int(last) != len(rows):
        fail(f"{db.title}: {what}: {len(rows)} rows of {days}, the last said to be {last}")
    return rows != []


def refused(db, language):
    """The database takes the first of two rows and raises at the second; sent again when it does so no more, both are paid."""
    member = f"refused-{language}"
    db.join(member)
    db.run(
        f"CREATE TRIGGER refuses BEFORE INSERT ON ledger WHEN NEW.member = {member!r} AND NEW.date = {DAYS[1]!r} "
        "BEGIN SELECT RAISE(ABORT, 'refused on purpose'); END"
    )
    walked = ("a", member, "sync", DAYS[0], 8200, DAYS[1], 10400)
    if not db.start_quietly(language).falls(*walked) or whole(db, member, 2, "a row was refused"):
        fail(f"{db.title}: {language} was answered though a row was refused")
    db.run("DROP TRIGGER refuses")
    host = db.start(language)
    for expected in [("paid", 30), ("nothing_new", 0)]:
        if (said := host.ask(*walked)[:2]) != expected:
            fail(f"{db.title}: {language} was refused a row, and the same again was {said}")
    host.end()
    whole(db, member, 2, "the same again")


def set_back(db, language):
    """The clock of one host is a day behind what the other wrote: no day is paid twice, and none is lost."""
    member = f"behind-{language}"
    db.join(member)
    ahead, behind = db.start(language), db.start(language, now=BEHIND)
    for host, days, expected in [
        (ahead, DAYS[:1], ("paid", 10)),
        (behind, DAYS[:1], ("nothing_new", 0)),
        (behind, DAYS[1:], ("paid", 10)),
        (ahead, DAYS, ("nothing_new", 0)),
    ]:
        walked = [field for day in days for field in (day, 8200)]
        if (said := host.ask("a", member, "sync", *walked)[:2]) != expected:
            fail(f"{db.title}: {language}, the clock set back: {days} was {said} and not {expected}")
    # Spent by the clock that is behind, and sent again by the other.
    ahead.ask(f"{member}-added", member, "adjust", 500)
    for host, expected in [(behind, ("exchanged", 500, 20, 0)), (ahead, ("exchanged", 500, 20, 1))]:
        if (said := host.ask(f"{member}-spent", member, "exchange", 1)[:4]) != expected:
            fail(f"{db.title}: {language}, the clock set back: an exchange was {said} and not {expected}")
    ahead.end()
    behind.end()
    if [int(row[0]) for row in db.rows(member)] != [1, 2, 3, 4]:
        fail(f"{db.title}: {language}, the clock set back: the ledger is {db.rows(member)}")


def full(db, language):
    """The disk takes no more: members are paid in full or not at all, and those who were not are paid when there is room again."""
    days = [f"2026-06-{day:02}" for day in range(1, 15)]
    walked = ["sync", *(field for day in days for field in (day, 8200))]
    ((pages,),) = db.run("PRAGMA page_count")
    host = db.start_quietly(language, int(pages) + ROOM)
    for number in range(1, MOST_ROUNDS + 1):
        member = f"full-{language}-{number}"
        db.join(member)
        if host.falls("a", member, *walked):
            break
        whole(db, member, len(days), "before the disk is full")
    else:
        fail(f"{db.title}: {language} never filled the disk")
    stored = whole(db, member, len(days), "the disk is full")
    host = db.start(language)
    expected = ("nothing_new", 0) if stored else ("paid", 10 * len(days))
    if (said := host.ask("a", member, *walked)[:2]) != expected:
        fail(f"{db.title}: {language}, room again on the disk: {said} and not {expected}")
    host.end()
    if not whole(db, member, len(days), "room again") or db.run("PRAGMA integrity_check") != [["ok"]]:
        fail(f"{db.title}: {language}, room again on the disk: the database is not whole")
    return number


def faults(db):
    """What goes wrong at a database, on purpose. On SQLite, where a trigger can raise and a disk be full by a setting."""
    db.make()
    db.run("PRAGMA journal_mode = DELETE")  # All that is written is in one file, whose size is bounded.
    for language in ("php", "java"):
        refused(db, language)
        set_back(db, language)
        filled = full(db, language)
        print(f"{db.title}: {language}: a row refused, the clock set back, the disk full after {filled} members", flush=True)


def play(db):
    start = time.monotonic()
    db.make()
    hosts = db.pair()
    lost = {host: 0 for host in hosts}
    number = 0
    while number < ROUNDS or (number < MOST_ROUNDS and not all(lost.values())):
        number += 1
        faults, losses = race(db, number, hosts)
        for host, count in losses.items():
            lost[host] += count
        if faults:
            fail(f"{db.title}, round {number}: " + "; ".join(faults))
    if not all(lost.values()):
        fail(f"{db.title}: in {number} rounds the hosts never met")
    for language in {"php" if db.dsn else "java", "java"}:
        killed(db, language, hosts[1])
    for host in hosts:
        host.end()
    seconds = time.monotonic() - start
    print(f"{db.title}: {number} members, races lost {' and '.join(map(str, lost.values()))}, hosts killed; {seconds:.0f} s", flush=True)


def careless(db):
    """Without the WHERE, and without the index below it, points must be paid twice."""
    db.make()
    db.run("DROP INDEX ledger_sequence")
    hosts = db.pair("--careless")
    for number in range(1, MOST_ROUNDS + 1):
        member = f"m{number}"
        db.join(member)
        same = ("sync", DAYS[0], 8200)
        at_once(hosts, ("a", member, *same), ("b", member, *same))
        total = sum(int(row[2]) for row in db.rows(member))
        if total > 10:
            print(f"{db.title}: without WHERE and index, {total} points are paid for 10 in round {number}", flush=True)
            break
    else:
        fail(f"{db.title}: nothing was paid twice without WHERE and index, so the race proves nothing")
    for host in hosts:
        host.end()


def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(server, number):
    for _ in range(300):
        if server.poll() is not None:
            fail("a database server ended")
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", number)) == 0:
                return
        time.sleep(0.1)
    fail("a database server does not answer")


def sqlite_files(folder):
    def make(name):
        file = folder / f"{name}.db"
        return Database(f"SQLite, {name}", f"jdbc:sqlite:{file}?foreign_keys=on&busy_timeout=30000", f"sqlite:{file}")

    return None, make


def h2_server(folder):
    """H2 as a server, which outlives the hosts that are killed."""
    number = port()
    server = subprocess.Popen(
        java("org.h2.tools.Server", "-tcp", "-tcpPort", str(number), "-baseDir", str(folder), "-ifNotExists"), stdout=subprocess.DEVNULL
    )
    wait_for(server, number)
    return server, lambda name: Database(
        f"H2, {name}", f"jdbc:h2:tcp://127.0.0.1:{number}/./{name};LOCK_TIMEOUT=30000;DB_CLOSE_DELAY=-1", None
    )


def postgresql_server(folder):
    """PostgreSQL, which root may not run."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    programs = Path(found[-1]) if found else Path(shutil.which("initdb") or fail("no PostgreSQL; install postgresql")).parent
    home = folder / "postgresql"
    home.mkdir()
    as_whom = {}
    if os.geteuid() == 0:
        folder.chmod(0o711)
        shutil.chown(home, "nobody")
        as_whom = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    options = {"cwd": home, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}, "stdout": subprocess.DEVNULL, **as_whom}
    subprocess.run([programs / "initdb", "-D", home / "data", "-A", "trust", "-U", "kenpo", "-E", "UTF8", "-N"], check=True, **options)
    number = port()
    # Its hosts are killed, and not the machine: it need not wait for the disk.
    server = subprocess.Popen(
        [programs / "postgres", "-D", home / "data", "-p", str(number), "-k", str(home), "-h", "127.0.0.1", "-F"],
        stderr=subprocess.DEVNULL, **options
    )
    wait_for(server, number)
    whole = Database("PostgreSQL", f"jdbc:postgresql://127.0.0.1:{number}/postgres?user=kenpo", None)

    def make(name):
        whole.run(f'CREATE DATABASE "{name}"')
        return Database(
            f"PostgreSQL, {name}",
            f"jdbc:postgresql://127.0.0.1:{number}/{name}?user=kenpo",
            f"pgsql:host=127.0.0.1;port={number};dbname={name};user=kenpo",
        )

    return server, make


DATABASES = {"sqlite": sqlite_files, "h2": h2_server, "postgresql": postgresql_server}


def main():
    signal.signal(signal.SIGALRM, lambda *_: fail(f"the races are not over after {SECONDS} s"))
    signal.alarm(SECONDS)
    servers = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            for start in [DATABASES[name] for name in sys.argv[1:]] or DATABASES.values():
                server, make = start(folder)
                servers += [server] if server else []
                games = [("race", play), ("careless", careless)] + [("faults", faults)] * (start is sqlite_files)
                for name, what in games:
                    db = make(name)
                    what(db)
                    db.end()
        finally:
            for server in servers:
                server.terminate()
                server.wait()
    print("no point is paid twice and none is lost, unless the guards are taken away")


main()
