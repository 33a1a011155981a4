"""Nothing is left behind: memory does not grow with calls."""

from __future__ import annotations

import gc
from typing import Callable

import kenpo
import pytest
from conftest import ROOT

TEXT = (ROOT / "programmes/kkr.json").read_bytes()
ALLOWED = 2 << 20


def resident() -> int:
    """Bytes of this process that are in memory."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * 4096


def grown(call: Callable[[], object], times: int) -> int:
    """How much memory grows over the second half of the calls: the first fills caches and the allocator's lists."""
    for _ in range(times // 2):
        call()
    gc.collect()
    before = resident()
    for _ in range(times // 2):
        call()
    gc.collect()
    return resident() - before


def fails() -> None:
    with pytest.raises(kenpo.KenpoError):
        kenpo.answer("name.check", '{"name":7}')


def closes() -> None:
    kenpo.Programme.parse(TEXT).close()


def test_parsing_and_closing() -> None:
    # A leak of one handle or one document each time would be some 400 MB.
    assert grown(closes, 100_000) < ALLOWED


def test_answers_and_errors(kkr: kenpo.Programme) -> None:
    request = b'{"insurer_number":"06130488"}'
    assert grown(lambda: kenpo.answer("insurer_number.check", request), 1_000_000) < ALLOWED
    assert grown(fails, 20_000) < ALLOWED


def test_typed_calls_and_columns(kkr: kenpo.Programme) -> None:
    table = {"member": [1, 2], "date": [20220201, 20220202], "steps": [8000, 9000]}
    assert grown(lambda: kenpo.insurer_number_reason("06130489"), 100_000) < ALLOWED
    assert grown(lambda: kenpo.insurer_number_reasons(b"06130488" * 1000), 20_000) < ALLOWED
    assert grown(lambda: kenpo.accrue(table, kkr, synced=20220301), 5_000) < ALLOWED
    assert grown(lambda: kkr.programme_typed({}), 2_000) < ALLOWED
