"""Columns: where they come from, what is copied, and what is refused."""

from __future__ import annotations

import datetime
import json
import sys
from array import array
from typing import Any, Callable

import kenpo
import numpy
import pandas
import polars
import pyarrow
import pytest
from conftest import programme
from kenpo import _buffers, _texts, columns
from kenpo._buffers import address, column, dates
from kenpo.types import Reason

NUMBERS = [5, 7, 11]
DAYS = [datetime.date(2022, 2, 1), datetime.date(1969, 12, 31), datetime.date(2024, 2, 29)]
YMD = [20220201, 19691231, 20240229]

# Where integers come from, and whether their memory is lent.
INTEGERS: dict[str, tuple[Any, bool]] = {
    "array": (array("q", NUMBERS), True),
    "array, 32 bits": (array("i", NUMBERS), True),
    "memoryview": (memoryview(array("q", NUMBERS)), True),
    "read-only memoryview": (memoryview(array("q", NUMBERS)).toreadonly(), True),
    "numpy": (numpy.array(NUMBERS), True),
    "numpy, 16 bits": (numpy.array(NUMBERS, dtype="uint16"), True),
    "numpy, read-only": (numpy.frombuffer(array("q", NUMBERS).tobytes(), dtype="int64"), True),
    "numpy, strided": (numpy.array([5, 0, 7, 0, 11, 0])[::2], False),
    "pyarrow": (pyarrow.array(NUMBERS), True),
    "pyarrow, sliced": (pyarrow.array([1, 2, *NUMBERS, 3], pyarrow.int32()).slice(2, 3), True),
    "pyarrow, chunked": (pyarrow.chunked_array([NUMBERS]), True),
    "pyarrow, two chunks": (pyarrow.chunked_array([NUMBERS[:1], NUMBERS[1:]]), False),
    "pyarrow, dictionary": (pyarrow.array(NUMBERS).dictionary_encode(), False),
    "pandas": (pandas.Series(NUMBERS), True),
    "pandas, nullable": (pandas.Series(NUMBERS, dtype="Int64"), True),
    "pandas, Arrow": (pandas.Series(NUMBERS, dtype="int64[pyarrow]"), True),
    "polars": (polars.Series(NUMBERS), True),
    "polars, 32 bits": (polars.Series(NUMBERS, dtype=polars.UInt32), True),
    "list": (NUMBERS, False),
    "tuple": (tuple(NUMBERS), False),
    "objects of numpy": (numpy.array(NUMBERS, dtype=object), False),
}

DATES: dict[str, Any] = {
    "list": DAYS,
    "YYYYMMDD": YMD,
    "numpy": numpy.array(DAYS, dtype="datetime64[D]"),
    "numpy, nanoseconds": numpy.array(DAYS, dtype="datetime64[ns]"),
    "objects of numpy": numpy.array(DAYS, dtype=object),
    "pyarrow": pyarrow.array(DAYS),
    "pyarrow, 64 bits": pyarrow.array(DAYS, pyarrow.date64()),
    "pyarrow, timestamps": pyarrow.array(DAYS).cast(pyarrow.timestamp("us")),
    "pandas": pandas.Series(DAYS),
    "pandas, timestamps": pandas.Series(pandas.to_datetime(DAYS)),
    "pandas, Arrow": pandas.Series(DAYS, dtype="date32[pyarrow]"),
    "polars": polars.Series(DAYS),
    "polars, sliced": polars.Series([DAYS[2], *DAYS])[1:],
}


@pytest.fixture(params=["with numpy", "without numpy"])
def numpy_or_not(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways that plain integers are handled."""
    if request.param == "without numpy":
        monkeypatch.setitem(sys.modules, "numpy", None)
    return str(request.param)


@pytest.mark.parametrize("name", INTEGERS)
def test_integers_from_everywhere(name: str) -> None:
    source, _ = INTEGERS[name]
    assert column("c", source).values.tolist() == NUMBERS


def memory(source: Any) -> int:
    """Where a column's own package says that its memory begins."""
    if isinstance(source, pyarrow.ChunkedArray):
        source = source.chunk(0)
    if isinstance(source, pyarrow.Array):
        return int(source.buffers()[1].address + source.offset * source.type.bit_width // 8)
    if isinstance(source, pandas.Series):
        if str(source.dtype).endswith("[pyarrow]"):
            return memory(pyarrow.array(source))
        values = source.array._data if str(source.dtype) == "Int64" else source.to_numpy()
        return int(values.__array_interface__["data"][0])
    if isinstance(source, polars.Series):
        source = source.to_numpy(allow_copy=False)
    return int(numpy.asarray(source).__array_interface__["data"][0])


@pytest.mark.parametrize("name", [name for name, (_, lent) in INTEGERS.items() if lent])
def test_memory_of_the_right_form_is_lent(name: str) -> None:
    source, _ = INTEGERS[name]
    assert address(column("c", source).values) == memory(source)


def test_what_the_library_gives_is_memory_of_others_without_a_copy(kkr: kenpo.Programme) -> None:
    reasons = kenpo.insurer_number_reasons(b"0613048806130489")
    assert numpy.asarray(reasons).__array_interface__["data"][0] == reasons.buffer_info()[0]
    assert pyarrow.py_buffer(reasons).address == reasons.buffer_info()[0]
    credits = kkr.steps_accrue(
        columns.StepDelivery(synced=20220203), columns.StepColumn([20220201, 20220202], [8000, 10000])
    ).credits
    points = numpy.asarray(credits.points)
    assert points.tolist() == [20, 40] and points.strides == (32,)
    assert points.__array_interface__["data"][0] == (credits.address() or 0) + 24
    assert (credits.walked_ymd.tolist(), credits.synced_ymd.tolist()) == ([20220201, 20220202], [20220203] * 2)


@pytest.mark.parametrize("name", DATES)
def test_dates_from_everywhere(name: str, numpy_or_not: str) -> None:
    # What makes a column of numpy's stays with numpy.
    source = column("c", DATES[name]) if numpy_or_not == "with numpy" else plain(DATES[name])
    assert dates("c", source).tolist() == YMD


def plain(source: Any) -> _buffers.Column:
    try:
        return column("c", source)
    except ImportError:  # what has times of day is numpy's
        return column("c", DAYS)


def test_many_dates_are_converted_alike_with_numpy_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    first = datetime.date(1899, 12, 1)
    for step in (1, 400):
        days = [first + datetime.timedelta(days=step * index) for index in range(3000) if step * index < 10**6]
        expected = [day.year * 10000 + day.month * 100 + day.day for day in days]
        assert dates("c", column("c", numpy.array(days, dtype="datetime64[D]"))).tolist() == expected
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, "numpy", None)
            assert dates("c", column("c", days)).tolist() == expected


NULLS: dict[str, Any] = {
    "list": [5, None, 7],
    "numpy, float": numpy.array([5, numpy.nan]),
    "numpy, masked": numpy.ma.masked_array([5, 7], mask=[False, True]),
    "numpy, not a time": numpy.array(["2022-02-01", "NaT"], dtype="datetime64[D]"),
    "numpy, objects": numpy.array([5, None], dtype=object),
    "pyarrow": pyarrow.array([5, None, 7]),
    "pyarrow, dates": pyarrow.array([DAYS[0], None]),
    "pyarrow, chunked": pyarrow.chunked_array([[5], [None, 7]]),
    "pandas": pandas.Series([5, None]),
    "pandas, nullable": pandas.Series([5, None], dtype="Int64"),
    "pandas, dates": pandas.Series([pandas.Timestamp("2022-02-01"), pandas.NaT]),
    "polars": polars.Series([5, None]),
}


@pytest.mark.parametrize("name", NULLS)
def test_a_null_is_an_error_with_its_column_and_row(name: str) -> None:
    with pytest.raises(kenpo.ColumnError) as raised:
        column("steps", NULLS[name])
    assert (raised.value.column, raised.value.row, str(raised.value)) == ("steps", 1, "column steps, row 1: null")


WRONG: dict[str, tuple[Any, Any]] = {
    "texts": (["4711"], 0),
    "a text later": ([5, "4711"], 1),
    "floats": ([5, 4711.5], 1),
    "truths": ([True], 0),
    "a time of day": ([5, datetime.datetime(2022, 2, 1)], 1),
    "integers and dates": ([5, DAYS[0]], 1),
    "too long": ([5, 1 << 63], 1),
    "numpy, float": (numpy.array([4711.5]), None),
    "numpy, text": (numpy.array(["4711"]), None),
    "numpy, two dimensions": (numpy.zeros((2, 2), dtype="int64"), None),
    "numpy, the other byte first": (numpy.array([5], dtype=">i8" if sys.byteorder == "little" else "<i8"), None),
    "numpy, a time of day": (numpy.array(["2022-02-01T00:00", "2022-02-01T01:00"], dtype="datetime64[m]"), 1),
    "pyarrow, float": (pyarrow.array([4711.5]), None),
    "pyarrow, text": (pyarrow.array(["4711"]), None),
    "pyarrow, a time of day": (pyarrow.array([1], pyarrow.timestamp("s")), 0),
    "pandas, float": (pandas.Series([4711.5]), None),
    "polars, text": (polars.Series(["4711"]), None),
    "polars, float": (polars.Series([4711.5]), None),
    "array, float": (array("d", [4711.5]), None),
    "something else": (object(), None),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_type_is_an_error_without_the_value(name: str) -> None:
    source, row = WRONG[name]
    with pytest.raises(kenpo.ColumnError) as raised:
        column("steps", source)
    assert (raised.value.column, raised.value.row) == ("steps", row)
    assert "4711" not in str(raised.value)


def test_values_that_do_not_fit(numpy_or_not: str) -> None:
    for source in (array("q", [5, 1 << 31]), array("q", [5, -(1 << 31) - 1])):
        with pytest.raises(kenpo.ColumnError, match="column costs_yen, row 1: does not fit 32 bits"):
            programme("kenren").subsidies_yen("dock", 20220401, source)
    with pytest.raises(kenpo.ColumnError, match="column relation, row 0: does not fit 8 bits"):
        columns.PersonColumn(0, [19700101], [20000101], [256])


SERVICE_DAY = datetime.datetime(2025, 6, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))


@pytest.mark.parametrize(
    "make",
    [
        list,
        numpy.array,
        pyarrow.array,
        pandas.Series,
        polars.Series,
    ],
)
def test_people_and_slots_of_every_package(make: Callable[[Any], Any]) -> None:
    kenren = programme("kenren")
    service = next(iter(services(kenren)))
    born, insured, relation = [19700101, 19700101, 20240101], [20000101, 20260101, 20240101], [0, 1, 1]
    people = columns.PersonColumn(SERVICE_DAY, make(born), make(insured), make(relation))
    expected = kenren.eligibility_reasons(
        service, columns.PersonColumn(int(SERVICE_DAY.timestamp()), born, insured, relation, [0] * 3, [0] * 3)
    )
    assert kenren.eligibility_reasons(service, people) == expected
    assert expected[1] == Reason.BEFORE_INSURED_PERIOD.number
    assert repr(people) == "PersonColumn(3 rows)"

    truths = [False, True, False]
    slots = columns.SlotColumn(make([20250701] * 3), make([10] * 3), make([10, 10, 0]), make(truths), make(truths))
    states = kenren.slot_states(service, SERVICE_DAY, slots)
    numbers = columns.SlotColumn([20250701] * 3, [10] * 3, [10, 10, 0], [0, 1, 0], [0, 1, 0])
    assert states == kenren.slot_states(service, int(SERVICE_DAY.timestamp()), numbers)


def services(under: kenpo.Programme) -> list[str]:
    return [terms["id"] for terms in json.loads(under.document)["eligibility"]]


def test_rows_that_have_the_form_are_lent() -> None:
    kenren = programme("kenren")
    service = services(kenren)[0]
    form = [("at", "i8"), ("born", "i4"), ("insured", "i4"), ("lost", "i4"), ("used", "i4"), ("relation", "u1")]
    rows = numpy.zeros(2, dtype=numpy.dtype([*form, ("reserved", "u1", 7)]))
    rows["at"], rows["born"], rows["insured"] = int(SERVICE_DAY.timestamp()), 19700101, [20000101, 20260101]
    people = columns.PersonColumn.of_rows(rows)
    assert people.address() == rows.__array_interface__["data"][0] and len(people) == 2
    assert kenren.eligibility_reasons(service, people)[1] == Reason.BEFORE_INSURED_PERIOD.number
    for odd in (rows[::-1], numpy.zeros(3, dtype="u1"), numpy.zeros(4, dtype="i8")):
        with pytest.raises(kenpo.ColumnError):
            columns.PersonColumn.of_rows(odd)


def test_insurer_numbers_of_every_form() -> None:
    texts = ["06130488", "06130489", "123456", ""]
    expected = kenpo.insurer_number_reasons(texts)
    assert expected[0] == 0 and expected[1] == Reason.WRONG_CHECK_DIGIT.number
    whole = "".join(text.ljust(8) for text in texts).encode()
    padded = [text.ljust(8).encode() for text in texts]
    for numbers in (
        whole,
        memoryview(whole),
        numpy.array(padded, dtype="S8"),
        numpy.array(texts),
        numpy.array(texts, dtype=object),
        pyarrow.array(padded, pyarrow.binary(8)),
        pyarrow.array([b"x" * 8, *padded], pyarrow.binary(8)).slice(1),
        pyarrow.array(texts),
        pyarrow.chunked_array([texts[:1], texts[1:]]),
        pandas.Series(texts),
        pandas.Series(texts, dtype="string"),
        polars.Series(texts),
    ):
        assert kenpo.insurer_number_reasons(numbers) == expected
    assert len(kenpo.insurer_number_reasons([])) == 0 and len(kenpo.insurer_number_reasons(b"")) == 0
    for odd in (["0613", None], pandas.Series(["0613", None]), pyarrow.array(["0613", None]), polars.Series(["0", None])):
        with pytest.raises(kenpo.ColumnError, match="row 1: null"):
            kenpo.insurer_number_reasons(odd)
    with pytest.raises(kenpo.ColumnError, match="row 1: is longer than eight bytes"):
        kenpo.insurer_number_reasons(["0613", "061304881"])
    with pytest.raises(kenpo.ColumnError, match="has not eight bytes"):
        kenpo.insurer_number_reasons(b"0613")


NAMES = ["ｹﾝｺﾑ　じょー・う", "", "𠮷", "カ", "\u3099", "A" * 256]
KEYS = ["ケンコムジヨウ", "", "𠮷", "カ", "゛", "A" * 256]

TEXTS: dict[str, Any] = {
    "list": NAMES,
    "tuple": tuple(NAMES),
    "numpy": numpy.array(NAMES),
    "objects of numpy": numpy.array(NAMES, dtype=object),
    "pyarrow": pyarrow.array(NAMES),
    "pyarrow, large": pyarrow.array(NAMES, pyarrow.large_string()),
    "pyarrow, sliced": pyarrow.array(["前", *NAMES, "後"]).slice(1, len(NAMES)),
    "pyarrow, large and sliced": pyarrow.array(["前", *NAMES, "後"], pyarrow.large_string()).slice(1, len(NAMES)),
    "pyarrow, view": pyarrow.array(NAMES, pyarrow.string_view()),
    "pyarrow, chunked": pyarrow.chunked_array([NAMES[:2], NAMES[2:]]),
    "pyarrow, dictionary": pyarrow.array(NAMES).dictionary_encode(),
    "pandas": pandas.Series(NAMES),
    "pandas, text": pandas.Series(NAMES, dtype="string"),
    "pandas, Arrow": pandas.Series(NAMES, dtype="string[pyarrow]"),
    "polars": polars.Series(NAMES),
}


@pytest.mark.parametrize("name", TEXTS)
def test_keys_of_names_from_everywhere(name: str, numpy_or_not: str) -> None:
    if numpy_or_not == "without numpy" and not name.startswith(("list", "pyarrow")):
        pytest.skip("what is numpy's stays with numpy")
    keys = kenpo.match_keys(TEXTS[name])
    assert list(keys) == KEYS == [kenpo.match_key(text) for text in NAMES]
    assert (keys[-1], keys[1:3], len(keys), repr(keys)) == (KEYS[-1], KEYS[1:3], 6, "TextColumn(6 rows)")
    with pytest.raises(IndexError):
        keys[6]


def test_names_of_arrow_are_lent_and_their_keys_too() -> None:
    names = pyarrow.array(["前", *NAMES], pyarrow.large_string()).slice(1)
    given = _texts.texts("names", names)
    assert address(given.bytes) == names.buffers()[2].address
    assert address(given.offsets) == names.buffers()[1].address + 8
    short = pyarrow.array(NAMES)
    assert address(_texts.texts("names", short).bytes) == short.buffers()[2].address
    keys = kenpo.match_keys(names)
    arrow = pyarrow.array(keys)
    assert (arrow.type, arrow.to_pylist()) == (pyarrow.large_string(), KEYS)
    assert (arrow.buffers()[1].address, arrow.buffers()[2].address) == (keys.offsets.buffer_info()[0], address(keys.bytes))
    assert pyarrow.array(keys, pyarrow.string()).to_pylist() == KEYS


def test_names_that_have_no_key() -> None:
    for odd in (["A", None], pandas.Series(["A", None]), pyarrow.array(["A", None]), polars.Series(["A", None])):
        with pytest.raises(kenpo.ColumnError, match="column names, row 1: null"):
            kenpo.match_keys(odd)
    for longer in (["", "A" * 257], pyarrow.array(["", "A" * 257, None]).slice(0, 2)):
        with pytest.raises(kenpo.ColumnError, match="column names, row 1: is longer than 256 bytes"):
            kenpo.match_keys(longer)
    # The halves of a letter are not put together.
    with pytest.raises(kenpo.ColumnError, match="column names, row 0: is not UTF-8"):
        kenpo.match_keys(["\ud842", "\udfb7"])
    halves = pyarrow.py_buffer(array("i", [0, 1, 3, 4])), pyarrow.py_buffer("AカA".encode()[:4])
    with pytest.raises(kenpo.ColumnError, match="column names, row 1: is not UTF-8"):
        kenpo.match_keys(pyarrow.StringArray.from_buffers(3, *halves))
    for wrong in ([1], pyarrow.array([1]), array("q", [1]), "A", b"A", 5, pyarrow.table({"A": ["A"]})):
        with pytest.raises(kenpo.ColumnError, match="column names"):
            kenpo.match_keys(wrong)


@pytest.mark.parametrize("name", DATES)
def test_deadlines_of_dates_from_everywhere(name: str) -> None:
    kenren, kind = programme("kenren"), kenpo.DeadlineKind.CLOSES
    found = kenren.slot_deadlines("group_checkup", kind, DATES[name])
    one = [kenren.booking_deadline("group_checkup", kind, day) for day in YMD]
    assert (list(found.at), list(found.last_day)) == ([each.at for each in one], [each.last_day for each in one])
    assert len(found) == 3


def test_deadlines_that_there_are_not() -> None:
    kenren, kind = programme("kenren"), kenpo.DeadlineKind.CANCEL
    odd = kenren.slot_deadlines("group_checkup", kind, [0, -1, 20230229, 20240230, (1 << 31) - 1])
    assert (list(odd.at), list(odd.last_day)) == ([0] * 5, [-1] * 5)
    none = kenren.slot_deadlines("dock", kind, array("i", [20240218, 0]))
    assert (list(none.at), list(none.last_day)) == ([0, 0], [0, -1])
    with pytest.raises(kenpo.ColumnError, match="column dates, row 1: does not fit 32 bits"):
        kenren.slot_deadlines("dock", kind, [20240218, 1 << 31])
    document = json.loads(kenren.document)
    document["bookings"][0]["cancel"]["deadline"] = {"hours_before": 24}
    hours = kenpo.Programme.parse(document)
    with pytest.raises(kenpo.KenpoError, match="UNSUPPORTED"):
        hours.slot_deadlines("group_checkup", kind, [20240218])
    assert len(hours.slot_deadlines("group_checkup", kenpo.DeadlineKind.CLOSES, [20240218])) == 1


def test_no_rows() -> None:
    kenren = programme("kenren")
    service = services(kenren)[0]
    assert list(kenpo.match_keys([])) == list(kenpo.match_keys(pyarrow.array([], pyarrow.string()))) == []
    assert len(kenren.slot_deadlines(service, kenpo.DeadlineKind.CLOSES, [])) == 0
    assert len(kenren.eligibility_reasons(service, columns.PersonColumn(0, [], [], []))) == 0
    assert len(kenren.slot_states(service, 0, columns.SlotColumn([], [], []))) == 0
    accrued = programme("kkr").steps_accrue(columns.StepDelivery(20220203), columns.StepColumn([], []))
    assert len(accrued.credits) == len(accrued.reasons) == 0 and accrued.credits.points.tolist() == []


def test_numbers_that_no_argument_holds() -> None:
    kkr = programme("kkr")
    with pytest.raises(ValueError, match="a date is YYYYMMDD"):
        kkr.coupon_last_day(1 << 31)
    with pytest.raises(TypeError, match="a datetime is not a date"):
        kkr.coupon_last_day(SERVICE_DAY)
    with pytest.raises(ValueError, match="an instant is Unix seconds"):
        kkr.slot_states("x", 1 << 63, columns.SlotColumn([], [], []))
    with pytest.raises(kenpo.KenpoError):
        kkr.subsidy_yen("x", 20220401, 1 << 63)
