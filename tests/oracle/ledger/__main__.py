"""The points ledger of docs/rules/points, and the review of docs/rules/eligibility, once more: written from the pages and not from the Rust.

Takes the path of libkenpo, a seed and a number of cases. A case is one operation of a member's life under a programme at random: the library's
rows are its ledger from then on, and the model answers from the same ledger. Answers, errors and places are compared whole.
"""

import sys
from collections import Counter
from random import Random

from agreement import Case, Difference
from documents import document, varied
from invariants import changed
from library import Kenpo
from lives import Life

LIVES, LENGTH = 8, 30


def programmes(kenpo, seed):
    """Programmes of a seed that the library takes, each with its number and another one to compare it with."""
    number, before = 0, {"format": "kenpo-programme/1", "id": "o", "version": "1", "name": "o"}
    while True:
        number += 1
        random = Random(f"{seed}/{number}")
        programme = document(random)
        with kenpo.programme(programme) as handle:
            if handle is None:
                continue
            other = varied(random, programme)
            with kenpo.programme(other) as taken:
                other = other if taken else before
            yield number, random, programme, other, handle
        before = programme


def run(kenpo, seed, cases):
    """How many of each operation agreed, and other counts; ends at the first difference."""
    asked, counts, number = Counter(), Counter(), 0
    for number, random, programme, other, handle in programmes(kenpo, seed):
        for _ in range(LIVES):
            member = Life(random, programme, other)
            for _ in range(LENGTH):
                if asked.total() == cases:
                    return asked, counts, number
                one(kenpo, handle, random, programme, member, asked, counts, f"seed {seed}, programme {number}")
    raise AssertionError


def one(kenpo, handle, random, programme, member, asked, counts, where):
    operation, request = member.next()
    broken = random.random() < 0.05 and bool(request.get("ledger", {}).get("entries"))
    if broken:
        request = {**request, "ledger": changed(random, request["ledger"])}
    case = Case(programme, operation, request, broken)
    theirs = case.library(kenpo, handle)
    if not case.agrees(theirs):
        raise Difference(kenpo, case, where)
    asked[operation] += 1
    if broken:
        counts["ledgers changed"] += 1
    elif theirs[0]:
        counts["rows"] += len(theirs[0].get("store", []))
        counts["replays"] += "replayed" in theirs[0]
        member.store(operation, request, theirs[0])
    else:
        counts["errors"] += 1


def main():
    path, seed, cases = sys.argv[1], sys.argv[2], int(sys.argv[3])
    try:
        asked, counts, number = run(Kenpo(path), seed, cases)
    except Difference as difference:
        print(difference)
        sys.exit(1)
    said = "; ".join(", ".join(f"{count} {name}" for name, count in sorted(some.items())) for some in (counts, asked))
    print(f"{cases} agreed with the pages' rules, seed {seed}, {number} programmes: {said}")


main()
