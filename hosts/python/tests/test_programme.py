"""Programmes: reading, closing, sharing."""

from __future__ import annotations

import copy
import gc
import json
import pickle
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import kenpo
import pytest
from conftest import ROOT
from kenpo.types import AccrueRequest, Arrival, Explain, Reason, RegistrationRequest

TEXT = (ROOT / "programmes/kkr.json").read_bytes()
WALKED = AccrueRequest(
    now=datetime.fromisoformat("2022-02-02T09:00:00+09:00"),
    arrivals=[Arrival(date=date(2022, 2, 1), steps=8000, source="healthkit")],
)


@pytest.mark.parametrize("document", [TEXT, bytearray(TEXT), memoryview(TEXT), TEXT.decode()])
def test_a_document_is_read_from_text_and_bytes(document: object) -> None:
    with kenpo.Programme.parse(document) as programme:  # type: ignore[arg-type]
        assert programme.points_accrue(WALKED).answer.verdict.points == 20
        assert programme.document == TEXT


def test_a_document_is_read_from_a_dict() -> None:
    programme = kenpo.Programme.parse(json.loads(TEXT))
    assert programme.points_accrue(WALKED).answer.verdict.points == 20
    assert programme.rules == ["steps"]


def test_a_request_may_be_a_dict(kkr: kenpo.Programme) -> None:
    arrivals = [{"date": date(2022, 2, 1), "steps": 8000, "source": "healthkit"}]
    assert kkr.points_accrue({"now": WALKED.now, "arrivals": arrivals}) == kkr.points_accrue(WALKED)


def test_a_refusal_is_an_answer(kkr: kenpo.Programme) -> None:
    request = RegistrationRequest(insurer_number="06133425", as_of=date(2022, 6, 1), explain=Explain.FAILED)
    decision = kkr.registration_check(request).answer
    assert decision.verdict.reason is Reason.SCHEME_NOT_ACCEPTED
    assert [check.rule for check in decision.checks] == ["KKR-01"]


def test_text_and_bytes(kkr: kenpo.Programme) -> None:
    request = WALKED.to_json()
    assert kenpo.answer("points.accrue", request.encode(), kkr).decode() == kenpo.answer("points.accrue", request, kkr)
    batch = json.loads(kenpo.answer("points.accrue.batch", f'{{"items":[{request},{{}}]}}', kkr))
    assert [sorted(set(item) & {"answer", "error"}) for item in batch["items"]] == [["answer"], ["error"]]


def test_errors_have_a_code_and_a_place(kkr: kenpo.Programme) -> None:
    with pytest.raises(kenpo.KenpoError) as raised:
        kenpo.answer("points.accrue", '{"now":\n "yesterday","arrivals":[]}', kkr)
    error = raised.value
    assert (error.code, error.path, error.line, error.column) == ("instant_invalid", "/now", 2, 2)
    assert str(error) == "KENPO_ERR_INVALID_REQUEST: instant_invalid at /now (line 2, column 2)"
    assert error.status == 4
    known = error.known_code()
    assert known is not None and known.number > 0
    message = error.message("ja")
    assert message is not None and message.text
    assert str(pickle.loads(pickle.dumps(error))) == str(error)

    with pytest.raises(kenpo.KenpoError) as raised:
        kenpo.answer("no.such", "{}")
    assert raised.value.code == "unknown_operation"


def test_a_document_that_cannot_be_used() -> None:
    with pytest.raises(kenpo.KenpoError) as raised:
        kenpo.Programme.parse("{}")
    assert raised.value.status_name == "KENPO_ERR_INVALID_PROGRAMME"
    faults = kenpo.programme_check("{}").answer.verdict.faults
    assert faults


def test_closing(kkr: kenpo.Programme) -> None:
    kkr.close()
    kkr.close()
    assert kkr.closed and repr(kkr) == "Programme(closed)"
    for ask in (
        lambda: kkr.points_accrue(WALKED),
        lambda: kenpo.answer("points.accrue", "{}", kkr),
        lambda: kkr.coupon_last_day(20220401),
        lambda: kkr.subsidies_yen("dock", 20220401, [1]),
        lambda: kkr.__enter__(),
    ):
        with pytest.raises(ValueError, match="the programme is closed"):
            ask()


def test_it_is_released_with_its_last_reference() -> None:
    programme = kenpo.Programme.parse(TEXT)
    freed: list[int] = []
    handle = programme._handle()
    release = handle._free

    def free(address: int) -> None:
        freed.append(address)
        release(address)

    handle._free = free
    address, seen = handle.address, weakref.ref(programme)
    del programme
    gc.collect()
    assert seen() is None and not freed, "a call that runs keeps what it works on"
    del handle
    assert freed == [address], "once"


def test_threads_share_a_programme_and_one_of_them_closes_it() -> None:
    expected = kenpo.Programme.parse(TEXT).points_accrue(WALKED).to_json()
    request = WALKED.to_json()
    for _ in range(20):
        programme = kenpo.Programme.parse(TEXT)
        begin = threading.Barrier(5)

        def ask() -> tuple[int, int]:
            answered = refused = 0
            begin.wait()  # noqa: B023
            for _ in range(200):
                try:
                    assert kenpo.answer("points.accrue", request, programme) == expected  # noqa: B023
                    answered += 1
                except ValueError:
                    refused += 1
            return answered, refused

        with ThreadPoolExecutor(4) as pool:
            asking = [pool.submit(ask) for _ in range(4)]
            begin.wait()
            programme.close()
            assert all(sum(one.result()) == 200 for one in asking)


def test_copies_and_pickles_are_programmes_of_the_same_document(kkr: kenpo.Programme) -> None:
    for other in (pickle.loads(pickle.dumps(kkr)), copy.copy(kkr), copy.deepcopy(kkr)):
        assert other.points_accrue(WALKED) == kkr.points_accrue(WALKED)
        other.close()
        assert not kkr.closed
