"""No text of an exception, of its traceback or of its chain holds a value that was given."""

from __future__ import annotations

import datetime
import json
import traceback
from typing import Any, Callable, Iterator

import kenpo
import kenpo.types
import numpy
import pandas
import polars
import pyarrow
import pytest
from conftest import cases, programme
from kenpo import columns

TEXT = "planted-4711"
NUMBER = 471147114711471147


def holds_nothing(fault: BaseException) -> None:
    """The chain is followed also where it is not printed: who collects exceptions follows it."""
    seen: list[BaseException] = []
    open_ = [fault]
    while open_:
        one = open_.pop()
        if one in seen:
            continue
        seen.append(one)
        open_ += [other for other in (one.__cause__, one.__context__) if other is not None]
        shown = "".join(traceback.format_exception(type(one), one, one.__traceback__)) + repr(one) + repr(one.args)
        assert TEXT not in shown and str(NUMBER) not in shown, type(one)


def planted(value: Any, mark: Any) -> Iterator[Any]:
    """A request with the mark in place of one of its parts, or as one more key."""
    if isinstance(value, dict):
        for key, part in value.items():
            for other in planted(part, mark):
                yield {**value, key: other}
    elif isinstance(value, list):
        for index, part in enumerate(value[:2]):
            for other in planted(part, mark):
                yield [*value[:index], other, *value[index + 1 :]]
    yield mark


def test_requests_with_a_mark_in_every_place() -> None:
    done: dict[str, int] = {}
    raised = 0
    for operation, under, case in cases():
        # Three cases of an operation have its fields; all of them would take minutes.
        if "request" not in case or operation.endswith(".batch") or done.get(operation, 0) >= 3:
            continue
        done[operation] = done.get(operation, 0) + 1
        name = operation.replace(".", "_")
        method = getattr(kenpo, name, None) or getattr(under, name)
        for mark in (TEXT, NUMBER):
            for request in planted(case["request"], mark):
                for ask in (method, reader(method)):
                    try:
                        ask(request)
                    except Exception as fault:
                        raised += 1
                        holds_nothing(fault)
    assert len(done) > 60 and raised > 5000


def reader(method: Any) -> Callable[[Any], Any]:
    """What reads the request of an operation as its type."""
    annotation: str = method.__annotations__["request"]
    kind = getattr(kenpo.types, annotation.partition("[")[2].partition(",")[0])
    return lambda request: kind.from_json(json.dumps(request))


def test_vectors_that_fail() -> None:
    raised = 0
    for operation, under, case in cases():
        text = case["request_text"] if "request_text" in case else json.dumps(case["request"])
        try:
            kenpo.answer(operation, text.replace('"', f'"{TEXT}', 1), under)
        except kenpo.KenpoError as fault:
            raised += 1
            holds_nothing(fault)
    assert raised > 1000


def test_documents() -> None:
    document = json.loads(programme("kkr").document)
    raised = 0
    for mark in (TEXT, NUMBER):
        for changed in planted(document, mark):
            try:
                kenpo.Programme.parse(changed if isinstance(changed, dict) else json.dumps(changed)).close()
            except kenpo.KenpoError as fault:
                raised += 1
                holds_nothing(fault)
    assert raised > 50


SOURCES: list[Any] = [
    [TEXT],
    [NUMBER],
    [NUMBER * NUMBER],
    [{TEXT: TEXT}],
    TEXT,
    NUMBER,
    {TEXT: NUMBER},
    numpy.array([TEXT]),
    numpy.array([NUMBER]),
    numpy.array([TEXT, None], dtype=object),
    pyarrow.array([TEXT]),
    pyarrow.array([NUMBER, None]),
    pyarrow.table({TEXT: [NUMBER]}),
    pandas.Series([TEXT]),
    pandas.DataFrame({TEXT: [NUMBER]}),
    polars.Series([TEXT]),
    polars.DataFrame({TEXT: [NUMBER]}),
    datetime.datetime(2022, 2, 2),
]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: type(source).__name__)
def test_columns(source: Any) -> None:
    kkr, kenren = programme("kkr"), programme("kenren")
    good = [20220201]
    asks: list[Callable[[], Any]] = [
        lambda: kenpo.insurer_number_reasons(source),
        lambda: kenren.subsidies_yen("dock", 20220401, source),
        lambda: columns.StepColumn(source, good),
        lambda: columns.StepColumn(good, source),
        lambda: columns.CreditColumn(source, source, source, source, source),
        lambda: columns.PersonColumn(source, source, source, source),
        lambda: columns.PersonColumn.of_rows(source),
        lambda: columns.SlotColumn(good, good, good, source, source),
        lambda: kenpo.accrue(source, kkr, synced=20220301),
        lambda: kenpo.accrue({"member": source, "date": good, "steps": good}, kkr, synced=20220301),
        lambda: kenpo.accrue({"member": good, "date": source, "steps": good}, kkr, synced=20220301),
        lambda: kenpo.accrue({"member": good, "date": good, "steps": source}, kkr, synced=20220301),
        lambda: kenpo.accrue({"member": good, "date": good, "steps": good}, kkr, synced=source),
        lambda: kenpo.accrue({"member": good, "date": good, "steps": good}, kkr, synced=20220301, credited=source),
        lambda: kkr.steps_accrue(columns.StepDelivery(source), columns.StepColumn(good, good)),
        lambda: kkr.coupon_last_day(source),
        lambda: kenren.slot_states(TEXT, source, columns.SlotColumn(good, good, good)),
        lambda: kenpo.match_key(source),
        lambda: kenpo.match_key(TEXT * 30),
        lambda: kenpo.match_keys(source),
        lambda: kenpo.match_keys([TEXT * 30]),
        lambda: kenren.slot_deadlines(TEXT, kenpo.DeadlineKind.CLOSES, source),
        lambda: kenpo.insurer_number_reason(source),
        lambda: kenpo.insurer_number_reason(TEXT * 8),
        lambda: kenpo.answer(source, source),
        lambda: kenpo.answer(TEXT, TEXT),
        lambda: kenpo.Programme.parse(source),
    ]
    raised = 0
    for ask in asks:
        try:
            ask()
        except Exception as fault:
            raised += 1
            holds_nothing(fault)
    assert raised > 10
