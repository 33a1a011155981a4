"""A text, a truth or a list in place of a number is an error at its place, and never a comparison or a conversion."""

from __future__ import annotations

import dataclasses
import datetime
import json
from array import array
from functools import partial
from typing import Any, Callable, Iterator

import kenpo
import kenpo.types
import numpy
import pandas
import polars
import pyarrow
import pytest
from conftest import answered_cases, programme
from kenpo import columns, messages
from test_markers import reader

WRONG: list[Any] = ["65", "unknown", True, [65]]
DAY = 20220401


def numbers(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where numbers stand in a request, in the first two items of each list."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from numbers(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value[:2]):
            yield from numbers(part, (*path, index))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield path


def put(value: Any, path: tuple[Any, ...], wrong: Any) -> Any:
    """The same request with another value at a place, as JSON or as its type."""
    if not path:
        return wrong
    part, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {**value, part: put(value[part], rest, wrong)}
    if isinstance(value, (list, tuple)):
        return [*value[:part], put(value[part], rest, wrong), *value[part + 1 :]]
    return dataclasses.replace(value, **{part: put(getattr(value, part), rest, wrong)})


def refused_at(ask: Callable[[], Any], path: tuple[Any, ...]) -> None:
    """Also where a record's error stands in the answer, beside the verdicts on other records."""
    place = "".join(f"/{part}" for part in path)
    try:
        answered = ask()
    except kenpo.KenpoError as fault:
        assert fault.path == place
        return
    text = answered if isinstance(answered, str) else answered.to_json()
    items = json.loads(text)["answer"]["verdict"]["items"]
    assert [item["error"]["path"] for item in items if "error" in item] == [place]


def test_requests_with_another_type_in_place_of_each_number() -> None:
    done: set[str] = set()
    places = 0
    for operation, under, request, method in answered_cases():
        done.add(operation)
        read = reader(method)
        typed = read(request)
        for path in numbers(request):
            places += 1
            for wrong in WRONG:
                changed = put(request, path, wrong)
                refused_at(lambda: method(changed), path)
                refused_at(lambda: kenpo.answer(operation, json.dumps(changed), under), path)
                refused_at(lambda: method(put(typed, path, wrong)), path)
                with pytest.raises(kenpo.DecodeError, match=f"/{'/'.join(map(str, path))}: is not an integer"):
                    read(changed)
    assert len(done) > 60 and places > 200


@pytest.mark.parametrize("wrong", [*WRONG, 65.0, None, numpy.bool_(True), numpy.array([65])], ids=repr)
def test_arguments_of_typed_calls(wrong: Any) -> None:
    kkr, kenren = programme("kkr"), programme("kenren")
    slots = columns.SlotColumn([DAY], [1], [0])
    table = {"member": [1], "date": [DAY], "steps": [8000]}
    asks: list[tuple[str, Callable[[], Any]]] = [
        ("issued", lambda: kkr.coupon_last_day(wrong)),
        ("kind", lambda: kenren.booking_deadline("group_checkup", wrong, DAY)),
        ("date", lambda: kenren.booking_deadline("group_checkup", kenpo.DeadlineKind.CLOSES, wrong)),
        ("kind", lambda: kenren.slot_deadlines("group_checkup", wrong, [DAY])),
        ("on", lambda: kenren.subsidy_yen("dock", wrong, 18573)),
        ("cost_yen", lambda: kenren.subsidy_yen("dock", DAY, wrong)),
        ("on", lambda: kenren.subsidies_yen("dock", wrong, [18573])),
        ("now", lambda: kenren.slot_states("group_checkup", wrong, slots)),
        ("threads", lambda: kenpo.accrue(table, kkr, synced=DAY, threads=wrong)),
    ]
    if wrong is not None:
        asks.append(("synced", lambda: kenpo.accrue(table, kkr, synced=wrong)))
    for field in dataclasses.fields(columns.StepDelivery):
        delivery = columns.StepDelivery(**{"synced": DAY, field.name: wrong})
        asks.append((field.name, partial(kkr.steps_accrue, delivery, columns.StepColumn([DAY], [1]))))
    if not isinstance(wrong, str):
        asks += [
            ("reason", lambda: messages.reason_message(wrong, "en")),
            ("service", lambda: kenren.subsidy_yen(wrong, DAY, 18573)),
            ("service", lambda: kenren.slot_deadlines(wrong, kenpo.DeadlineKind.CLOSES, [DAY])),
            ("number", lambda: kenpo.insurer_number_reason(wrong)),
            ("name", lambda: kenpo.match_key(wrong)),
            ("operation", lambda: kenpo.answer(wrong, "{}")),
            ("request", lambda: kenpo.answer("name.check", wrong)),
            ("document", lambda: kenpo.programme_check(wrong)),
        ]
    for name, ask in asks:
        with pytest.raises(TypeError, match=rf"^{name}: {type(wrong).__name__} is not an? (integer|text)$") as raised:
            ask()
        assert raised.value.__context__ is None


COLUMNS: dict[str, Any] = {
    "a text": "65",
    "a truth": True,
    "texts": ["65"],
    "words": ["unknown"],
    "truths": [True],
    "lists": [[65]],
    "numpy, a truth among objects": numpy.array([numpy.bool_(True)], dtype=object),
    "a list of numpy's truths": [numpy.bool_(True)],
    "a list of numpy's arrays": [numpy.array([65])],
    "memoryview, truths": memoryview(array("B", [1])).cast("?"),
    "numpy, texts": numpy.array(["65"]),
    "numpy, truths": numpy.array([True]),
    "numpy, truths among objects": numpy.array([True], dtype=object),
    "numpy, lists": numpy.array([[65]]),
    "pyarrow, texts": pyarrow.array(["65"]),
    "pyarrow, truths": pyarrow.array([True]),
    "pyarrow, lists": pyarrow.array([[65]]),
    "pandas, texts": pandas.Series(["65"]),
    "pandas, truths": pandas.Series([True]),
    "pandas, nullable truths": pandas.Series([True], dtype="boolean"),
    "pandas, Arrow's truths": pandas.Series([True], dtype="bool[pyarrow]"),
    "pandas, lists": pandas.Series([[65]]),
    "polars, texts": polars.Series(["65"]),
    "polars, truths": polars.Series([True]),
    "polars, lists": polars.Series([[65]]),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_of_another_type(name: str) -> None:
    wrong = COLUMNS[name]
    kkr, kenren = programme("kkr"), programme("kenren")
    good, of_rule = [DAY], [0]
    credit = {"walked": good, "synced": good, "rule": of_rule, "earned": [1], "points": [1]}
    person = {"at": [0], "born": good, "insured_from": good, "relation": [0], "lost_on": good, "used_on": good}
    slot = {"date": good, "capacity": [1], "taken": [0]}
    table = {"member": [1], "date": good, "steps": [1], "synced": good}
    made: list[tuple[str, Callable[[], Any]]] = [
        ("walked", lambda: columns.StepColumn(wrong, [1])),
        ("steps", lambda: columns.StepColumn(good, wrong)),
        ("costs_yen", lambda: kenren.subsidies_yen("dock", DAY, wrong)),
        *((part, partial(columns.CreditColumn, **{**credit, part: wrong})) for part in credit),
        *((part, partial(columns.SlotColumn, **{**slot, part: wrong})) for part in slot),
        *((part, partial(kenpo.accrue, {**table, part: wrong}, kkr)) for part in table if part != "member"),
        *((part, partial(columns.PersonColumn, **{**person, part: wrong})) for part in person),
    ]
    if "truth" not in name:
        # Whether a slot is booked or cancelled may be a truth, and nothing else but 0 and 1.
        flags = ("booked", "cancelled")
        made += [(flag, partial(columns.SlotColumn, **{**slot, flag: wrong})) for flag in flags]
    for part, make in made:
        if part == "at" and name == "a truth":
            # One instant for all is no column.
            with pytest.raises(TypeError, match="^at: bool is not an integer$"):
                make()
            continue
        with pytest.raises(kenpo.ColumnError) as raised:
            make()
        assert raised.value.column == part, name


@pytest.mark.parametrize("wrong", ["", "65", 65, {}, True], ids=repr)
def test_what_is_not_a_list_is_not_left_out_as_an_empty_one(wrong: Any) -> None:
    request = kenpo.types.AccrueRequest(now=datetime.datetime(2022, 2, 2, tzinfo=datetime.timezone.utc), arrivals=[])
    refused_at(lambda: programme("kkr").points_accrue(dataclasses.replace(request, known=wrong)), ("known",))
