"""Calls without end: `python tests/soak.py ROOT CALLS` prints the KiB that the process holds after a tenth of them, and after all."""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

import kenpo

PARSED_EVERY = 1000


def resident() -> int:
    gc.collect()
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * 4


def main(root: Path, count: int) -> None:
    soak = json.loads((root / "tests/soak.json").read_bytes())
    document = (root / soak["programme"]).read_bytes()
    programme = kenpo.Programme.parse(document)
    calls = []
    for call in soak["calls"]:
        name = call["operation"].replace(".", "_")
        calls.append((getattr(kenpo, name, None) or getattr(programme, name), call["request"]))
    refused = 0
    for number in range(1, count + 1):
        ask, request = calls[number % len(calls)]
        try:
            ask(request)
        except kenpo.KenpoError:
            refused += 1
        if number % PARSED_EVERY == 0:
            kenpo.Programme.parse(document).close()
        if number == count // 10:
            print(resident(), end=" ")
    print(resident())
    assert refused == count // len(calls), refused


main(Path(sys.argv[1]), int(sys.argv[2]))
