"""What several tests need."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Iterator

import kenpo
import pytest

ROOT = Path(os.environ.get("KENPO_ROOT", Path(__file__).parents[3]))


@pytest.fixture
def kkr() -> Iterator[kenpo.Programme]:
    """A programme that pays 20 points for 8,000 steps and 40 for 10,000."""
    with kenpo.Programme.parse((ROOT / "programmes/kkr.json").read_bytes()) as programme:
        yield programme


def programme(name: str) -> kenpo.Programme:
    """A programme of the project's by its name."""
    return kenpo.Programme.parse((ROOT / f"programmes/{name}.json").read_bytes())


def cases() -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """The operation, the programme and the case of every conformance vector."""
    parsed: dict[str, kenpo.Programme] = {}
    for path in sorted((ROOT / "tests/vectors").rglob("*.json")):
        vectors = json.loads(path.read_bytes())
        under = vectors.get("programme")
        if under is not None and under not in parsed:
            parsed[under] = kenpo.Programme.parse((ROOT / under).read_bytes())
        for case in vectors["cases"]:
            yield vectors["operation"], parsed.get(under), case


def answered_cases() -> Iterator[tuple[str, Any, dict[str, Any], Any]]:
    """The operation, the programme, the request and the function of cases that are answered, three of an operation: all would take minutes."""
    done: dict[str, int] = {}
    for operation, under, case in cases():
        request = case.get("request")
        if request is None or operation.endswith(".batch") or "/code" in case["expect"] or done.get(operation, 0) >= 3:
            continue
        done[operation] = done.get(operation, 0) + 1
        name = operation.replace(".", "_")
        yield operation, under, request, getattr(kenpo, name, None) or getattr(under, name)
