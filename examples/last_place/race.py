"""Two portals race for the last places of two slots: one in PHP and one in Java, on one SQLite file.

This is the referee. It hands each portal a form at the same moment, and then holds their answers to the database. It
also has them race with a guard taken away, and fails where that does no harm: such a race would prove nothing.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter, namedtuple
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAMME = HERE / "../../programmes/kenren.json"
NOW = "2024-05-01T09:00:00+09:00"
DATES = {"a": "2024-06-15", "b": "2025-03-31"}  # of one fiscal year
PLACES = 5
ROUNDS = 10
MOST_ROUNDS = 100  # where what depends on chance takes longer to come about
SECONDS = 120  # after which the races are taken to hang

Form = namedtuple("Form", "booking person slot")
Answer = namedtuple("Answer", "reason replayed races_lost")


class Portal:
    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def hand(self, form):
        self.process.stdin.write(f"{' '.join(form)}\n")

    def answer(self, form):
        booking, reason, replayed, races_lost = (self.process.stdout.readline() or "- it ended 0").split()
        if booking != form.booking:
            sys.exit(f"FAILED: the {self.name} portal did not answer {form.booking}")
        return Answer(reason, replayed == "1", int(races_lost))

    def end(self):
        self.process.stdin.close()
        if self.process.wait() != 0:
            sys.exit(f"FAILED: the {self.name} portal ended with {self.process.returncode}")


def start_portals(*arguments):
    java = Path(os.environ["JAVA_HOME"], "bin/java") if "JAVA_HOME" in os.environ else "java"
    built = HERE / "java/target"
    class_path = f"{built / 'classes'}:{(built / 'class.path').read_text().strip()}"
    return [
        Portal("php", ["php", HERE / "php/portal.php", *arguments]),
        Portal("java", [java, "-cp", class_path, "Portal", *arguments]),
    ]


def make_round(number):
    """Slots, and pairs of forms: one for each portal, both at the same moment."""
    slots = [f"r{number}-{letter}" for letter in DATES]
    pairs = []
    for n in range(6):
        one, other = slots if n % 2 else reversed(slots)
        form = lambda booking, person, slot: Form(f"r{number}-b{n}{booking}", f"r{number}-p{n}{person}", slot)
        pairs += [
            # Two persons for one slot.
            (form(1, 1, one), form(2, 2, one)),
            (form(3, 3, other), form(4, 4, other)),
            # One person in both portals, for two slots.
            (form(5, 5, one), form(6, 5, other)),
            # One form, sent twice.
            (form(7, 7, one), form(7, 7, one)),
        ]
    random.Random(number).shuffle(pairs)
    return slots, pairs


def insert(db, slots, persons):
    with db:
        rows = [(slot, date, PLACES) for slot, date in zip(slots, DATES.values())]
        db.executemany("INSERT INTO slots (id, date, capacity) VALUES (?, ?, ?)", rows)
        rows = [(person, "1970-04-01", "insured", "2000-04-01") for person in persons]
        db.executemany("INSERT INTO persons (id, born, relation, insured_from) VALUES (?, ?, ?, ?)", rows)


def read(db, slots):
    """What the database holds of slots, and the bookings in them."""
    rows = "SELECT id, capacity, taken, version FROM slots WHERE id IN (?, ?) ORDER BY id"
    bookings = "SELECT id, person, slot FROM bookings WHERE state = 'confirmed' AND slot IN (?, ?) ORDER BY id"
    return db.execute(rows, slots).fetchall(), [Form(*row) for row in db.execute(bookings, slots)]


def faults(slots, bookings, answered):
    """What is wrong with a round: the kind of it, and what it is."""
    held = Counter(booking.slot for booking in bookings)
    for slot, capacity, taken, version in slots:
        if held[slot] > capacity:
            yield "overbooked", f"{slot} has {held[slot]} bookings for {capacity} places"
        elif not held[slot] == capacity == taken == version:
            yield "count", f"{slot} has {held[slot]} bookings for {capacity} places, {taken} taken, version {version}"
    owners = Counter(booking.person for booking in bookings)
    for person in (person for person, count in owners.items() if count > 1):
        yield "twice", f"{person} has {owners[person]} bookings in one fiscal year"

    stored = {booking.booking for booking in bookings}
    full = {slot for slot, capacity, *_ in slots if held[slot] >= capacity}
    for form, answer in answered:
        agrees = {
            "booked": form in bookings,
            "full": form.booking not in stored and form.slot in full,
            "used_this_year": form.booking not in stored and form.person in owners,
        }
        if not agrees.get(answer.reason, False):
            yield "answer", f"{form} was answered {answer.reason}"
    firsts = [form for form, answer in answered if answer.reason == "booked" and not answer.replayed]
    if sorted(firsts) != sorted(bookings):
        yield "answer", "not every booking was answered `booked` exactly once"


def faults_of_retries(portal, bookings, stranger):
    """Sends what is booked once more, and again in another's name."""
    for form in bookings:
        portal.hand(form)
        answer = portal.answer(form)
        if (answer.reason, answer.replayed) != ("booked", True):
            yield "retry", f"{form} was sent again and answered {answer.reason}"
        portal.hand(form._replace(person=stranger))
        answer = portal.answer(form)
        if answer.reason != "request_key_reused":
            yield "retry", f"{form} was sent in another's name and answered {answer.reason}"


def play(portals, pairs, won, lost):
    """Hands out the pairs, one after the other; lists the forms with their answers."""
    answered = []
    for pair in pairs:
        for portal, form in zip(portals, pair):
            portal.hand(form)
        for portal, form in zip(portals, pair):
            answer = portal.answer(form)
            answered.append((form, answer))
            won[portal.name] += answer.reason == "booked" and not answer.replayed
            lost[portal.name] += answer.races_lost
    return answered


def race(folder, title, arguments=(), sql="", hoped_for=None):
    """Whether both portals won and lost, without a fault; or, where a fault is hoped for, whether it came about."""
    database = folder / f"{title.replace(' ', '-')}.db"
    db = sqlite3.connect(database, timeout=SECONDS)
    db.executescript((HERE / "schema.sql").read_text() + sql)
    portals = start_portals(database, PROGRAMME, NOW, *arguments)
    won, lost, found = Counter(), Counter(), []
    for number in range(1, MOST_ROUNDS + 1):
        slots, pairs = make_round(number)
        stranger = f"r{number}-stranger"
        insert(db, slots, {form.person for pair in pairs for form in pair} | {stranger})
        answered = play(portals, pairs, won, lost)
        after = read(db, slots)
        found += faults(*after, answered)
        if hoped_for:
            good = any(kind == hoped_for for kind, _ in found)
            over = good
        else:
            for portal in portals:
                found += faults_of_retries(portal, after[1], stranger)
            if read(db, slots) != after:
                found.append(("retry", "forms sent again changed the database"))
            good = not found and all(won[portal.name] and lost[portal.name] for portal in portals)
            over = found or (good and number >= ROUNDS)
        if over:
            break
    for portal in portals:
        portal.end()

    counts = ", ".join(f"{portal.name} won {won[portal.name]} and lost {lost[portal.name]}" for portal in portals)
    print(f"{title}: {number} rounds of {len(DATES) * PLACES} places; {counts}", flush=True)
    for kind, text in found:
        print(f"  {kind}: {text}")
    return good


def main():
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(f"FAILED: the races are not over after {SECONDS} s"))
    signal.alarm(SECONDS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not race(folder, "as it should be"):
            sys.exit("FAILED: a fault above, or the portals never met")
        if not race(folder, "without WHERE", arguments=["--careless"], hoped_for="overbooked"):
            sys.exit("FAILED: nothing was overbooked without WHERE, so the race proves nothing")
        if not race(folder, "without the index", sql="DROP INDEX once_a_fiscal_year;", hoped_for="twice"):
            sys.exit("FAILED: nobody was booked twice without the index, so the race proves nothing")
    print("no slot is overbooked and nobody booked twice, unless a guard is taken away")


main()
