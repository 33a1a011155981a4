"""What is left out, and a list that is empty, comes to the same answer by a request's type as by its JSON."""

from __future__ import annotations

import json
from typing import Any, Iterator

import kenpo
from conftest import answered_cases
from test_markers import reader


#: What types always hold, and the library presets where JSON leaves it out.
PRESET = ["address_attempts is missing", "address_failures is missing"]


def less(value: Any) -> Iterator[Any]:
    """The same request without one of its keys, and with one of its lists empty; in the first two items of each list."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield {other: inner for other, inner in value.items() if other != key}
            for changed in less(part):
                yield {**value, key: changed}
    elif isinstance(value, list):
        yield []
        for index, part in enumerate(value[:2]):
            for changed in less(part):
                yield [*value[:index], changed, *value[index + 1 :]]


def test_requests_without_each_of_their_parts() -> None:
    done: set[str] = set()
    answered = 0
    for operation, under, request, method in answered_cases():
        done.add(operation)
        read = reader(method)
        for changed in less(request):
            try:
                expected = kenpo.answer(operation, json.dumps(changed), under)
            except kenpo.KenpoError:
                # What is needed was left out.
                continue
            try:
                typed = read(changed)
            except kenpo.DecodeError as fault:
                # A record that is an error of its own stands in the answer, and no type holds it.
                assert '"error":' in expected or str(fault).split(": ")[1] in PRESET, fault
                continue
            answered += 1
            assert method(typed).to_json() == expected, (operation, changed)
    assert len(done) > 60 and answered > 400
