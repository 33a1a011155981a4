"""Requests and answers as types."""

from __future__ import annotations

import dataclasses
import datetime
import inspect
import json
import re
from typing import Any

import kenpo
import pytest
from conftest import ROOT
from kenpo import messages, types
from kenpo._codec import Record
from kenpo._codes import Choice, Code
from kenpo.types import (
    AccrueRequest,
    Allowed,
    Arrival,
    Check,
    ErrorCode,
    Explain,
    Fault,
    Notice,
    Outcome,
    Person,
    Reason,
    Relation,
    ValueRead,
)

CONTRACT = json.loads((ROOT / "docs/schemas/contract.json").read_bytes())
PERSON = Person(
    id="m-4711", born=datetime.date(1971, 2, 3), insured_from=datetime.date(2001, 4, 5), relation=Relation.INSURED
)


def test_every_operation_has_its_function_with_what_the_contract_says() -> None:
    for operation in CONTRACT["operations"]:
        name = operation["name"].replace(".", "_")
        function = getattr(kenpo.Programme if operation["needs_programme"] else kenpo, name)
        assert str(inspect.getdoc(function)).startswith(f"{operation['description']}\n\nOperation `{operation['name']}`.\n")
        answer = operation["answer"]["$ref"].rpartition("/")[2]
        assert function.__annotations__["return"] == f"Answered[{answer}]"
        if not operation["needs_programme"]:
            assert name in kenpo.__all__


def test_types_are_documented() -> None:
    for name in types.__all__:
        named = getattr(types, name)
        assert named.__doc__
        if dataclasses.is_dataclass(named):
            for field in dataclasses.fields(named):
                assert f"\n    {field.name}: " in str(inspect.getdoc(named)), (name, field.name)


def test_repr_shows_that_a_personal_value_is_there_and_not_the_value() -> None:
    assert repr(PERSON) == "Person(id=…, born=…, relation=Relation.INSURED, insured_from=…)"
    for record in (PERSON, types.NameRequest(name="健保太郎", kana=list(types.Kana)[0]), types.InsurerNumberRequest(insurer_number="06130488")):
        text = f"{record!r} {record} {[record]}"
        assert "…" in text
        for value in ("1971", "4711", "健保", "06130488"):
            assert value not in text
    assert "…" in repr(kenpo.insurer_number_check({"insurer_number": "06130488"}))


def test_records_do_not_change() -> None:
    arrival = Arrival(date=datetime.date(2022, 2, 1), steps=8000)
    with pytest.raises(dataclasses.FrozenInstanceError):
        arrival.steps = 9000  # type: ignore[misc]
    assert dataclasses.replace(arrival, steps=9000) == Arrival(date=datetime.date(2022, 2, 1), steps=9000)
    assert len({arrival, Arrival(date=datetime.date(2022, 2, 1), steps=8000)}) == 1


def test_what_is_absent_is_left_out_and_keys_keep_the_order_of_the_contract() -> None:
    request = AccrueRequest(
        now=datetime.datetime(2022, 2, 2, 0, 0, 0, 999_999, datetime.timezone.utc),
        arrivals=[Arrival(date=datetime.date(2022, 2, 1), steps=8000)],
        explain=Explain.ALL,
    )
    text = '{"now":"2022-02-02T00:00:00+00:00","arrivals":[{"date":"2022-02-01","steps":8000}],"explain":"all"}'
    assert request.to_json() == text
    assert AccrueRequest.from_json(text.replace("+00:00", "Z")) == dataclasses.replace(
        request, now=request.now.replace(microsecond=0), arrivals=tuple(request.arrivals)
    )


def test_a_word_of_pythons_own() -> None:
    data = {"notice": "reminder", "way": "mail", "from": "2022-02-01", "until": "2022-02-02", "rule": "X-01"}
    names = {field.name for field in dataclasses.fields(Notice)}
    assert "from_" in names
    for key, name in (("notice", "NoticeKind"), ("way", "NoticeWay")):
        data[key] = str(list(getattr(types, name))[0])
    notice = Notice.from_json(json.dumps(data))
    assert notice.from_ == datetime.date(2022, 2, 1)
    assert json.loads(notice.to_json()) == data


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[]", "/: is not an object"),
        ("{", "the text is not JSON"),
        ('{"now":"2022-02-02T09:00:00+09:00"}', "/: arrivals is missing"),
        ('{"now":"2022-02-02T09:00:00","arrivals":[]}', "/now: is not an instant with an offset"),
        ('{"now":"2022-02-02T09:00:00+09:00","arrivals":{}}', "/arrivals: is not a list"),
        (
            '{"now":"2022-02-02T09:00:00+09:00","arrivals":[{"date":"2022-02-01"},{"date":"2022-02-30"}]}',
            "/arrivals/0: steps is missing",
        ),
        (
            '{"now":"2022-02-02T09:00:00+09:00","arrivals":[{"date":"2022-02-30","steps":1}]}',
            "/arrivals/0/date: is not a date",
        ),
        (
            '{"now":"2022-02-02T09:00:00+09:00","arrivals":[],"explain":"secret-word"}',
            "/explain: is not a Explain of this version",
        ),
    ],
)
def test_faults_say_where_and_never_what(text: str, fault: str) -> None:
    with pytest.raises(kenpo.DecodeError) as raised:
        AccrueRequest.from_json(text)
    assert str(raised.value) == fault
    assert raised.value.__cause__ is None and raised.value.__context__ is None


def test_an_instant_needs_an_offset() -> None:
    with pytest.raises(ValueError, match="an instant needs an offset"):
        AccrueRequest(now=datetime.datetime(2022, 2, 2), arrivals=[]).to_json()


def test_what_json_has_no_form_for() -> None:
    with pytest.raises(TypeError, match="^object has no form in JSON$"):
        kenpo.insurer_number_check({"insurer_number": object()})
    odds: list[object] = [1.5, float("nan"), 2**60, True, [], {}]
    for odd in odds:
        with pytest.raises(kenpo.KenpoError):
            kenpo.insurer_number_check({"insurer_number": odd})
    with pytest.raises(kenpo.KenpoError) as raised:
        kenpo.insurer_number_check({"insurer_number": "\ud800"})
    assert raised.value.code == "utf8_invalid"


def test_codes_have_the_numbers_of_the_contract() -> None:
    for codes, listed in ((Reason, CONTRACT["reasons"]), (ErrorCode, CONTRACT["errors"])):
        assert [(str(code), code.number) for code in codes] == [(code["name"], code["number"]) for code in listed]
    assert Reason.from_number(34) is Reason.CAP_REACHED
    with pytest.raises(ValueError, match="this version of Reason does not know the number"):
        Reason.from_number(255)


def test_choices_are_their_texts() -> None:
    assert str(Relation.INSURED) == "insured" and Relation("insured") is Relation.INSURED and f"{Relation.INSURED:>8}" == " insured"
    assert json.dumps([Relation.INSURED, Reason.PAID]) == '["insured", "paid"]'
    assert isinstance(Reason.PAID, Code) and isinstance(Relation.INSURED, Choice)


def test_a_check_fills_in_its_values() -> None:
    until = ValueRead("until", "2024-02-01T10:30:00+09:00")
    check = Check("KRK-09", Reason.LOCKED, Outcome.FAIL, values=[until])
    said, plain = messages.explain(check, "ja"), Reason.LOCKED.message("ja")
    assert said is not None and plain is not None
    assert said.short == "2024-02-01T10:30:00+09:00までロック中です。" and said.text == plain.text
    # What the check does not say stays as it is.
    assert messages.explain(Check("KRK-09", Reason.LOCKED, Outcome.FAIL), "ja") == plain


def test_a_fault_is_told_in_one_text() -> None:
    cases = json.loads((ROOT / "tests/faults.json").read_bytes())
    for case in cases:
        given = case["fault"]
        allowed = Allowed(**given.pop("allowed")) if "allowed" in given else None
        fault = Fault(allowed=allowed, **given)
        assert messages.explain_fault(fault, "en") == case["en"], case["id"]
        assert messages.explain_fault(fault, "ja") == case["ja"], case["id"]
    assert len(cases) > 20
    with pytest.raises(ValueError, match="messages are there in en and ja"):
        messages.explain_fault(fault, "fr")


def test_every_code_has_its_messages() -> None:
    for reason in Reason:
        for language in ("en", "ja"):
            said = reason.message(language)
            assert str(said) == said.text and said.cause and said.remedy and said.operator and said.short and said.easy
            assert messages.reason_message(reason.number, language) == said
    for error in ErrorCode:
        assert messages.error_message(error, "ja") is not None
    assert messages.reason_message("later", "en") is None and messages.reason_message(255, "en") is None
    with pytest.raises(ValueError, match="messages are there in en and ja"):
        Reason.PAID.message("fr")


def test_every_record_is_read_and_written_alike() -> None:
    """A record of each type, with all its fields, and with those alone that it needs."""
    for name in types.__all__:
        named = getattr(types, name)
        if issubclass(named, Record):
            for whole in (True, False):
                data = example(named, whole, 0)
                text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
                assert named.from_json(text).to_json() == text, name
                assert "personal-4711" not in repr(named.from_json(text)), name


def test_the_pattern_of_instants_takes_what_the_library_takes() -> None:
    found = sorted(patterns(CONTRACT))
    assert len(found) == 1, found
    pattern = re.compile(found[0])
    taken = refused = 0
    for case in json.loads((ROOT / "tests/vectors/contract/instants.json").read_bytes())["cases"]:
        text = json.loads(case["request_text"])["now"]
        is_refused = case["expect"].get("/code") == "instant_invalid"
        assert (pattern.search(text) is None) == is_refused, text
        taken, refused = taken + (not is_refused), refused + is_refused
    assert taken >= 5 and refused >= 5


def patterns(schema: Any) -> set[str]:
    """The patterns of all that has the format `date-time`."""
    if isinstance(schema, list):
        return set().union(*map(patterns, schema))
    if not isinstance(schema, dict):
        return set()
    own = {schema["pattern"]} if schema.get("format") == "date-time" else set()
    return own.union(*map(patterns, schema.values()))


def example(named: Any, whole: bool, depth: int) -> dict[str, Any]:
    plain = {"integer": 7, "flag": True, "boolean": False, "date": "2022-02-01", "instant": "2022-02-01T09:00:00+09:00"}
    data: dict[str, Any] = {}
    for field in named._FIELDS:
        if not field.required and (not whole or depth > 3):
            continue
        if field.kind in plain:
            value = plain[field.kind]
        elif field.kind == "text":
            value = "personal-4711" if field.personal else "text"
        else:
            part = getattr(types, field.kind)
            value = example(part, whole, depth + 1) if issubclass(part, Record) else str(list(part)[-1])
        data[field.key] = [value] if field.many else value
    return data
