"""The same question through the calls without JSON, beside what an operation answered."""

from __future__ import annotations

import datetime
from typing import Any, Callable, Iterable, Optional

import kenpo
from kenpo import columns
from kenpo.types import BookingState, EntryKind, Reason, Relation, SlotState

_STATES = [None, SlotState.BOOKED, SlotState.OUTSIDE, SlotState.FULL, SlotState.FREE]
_RELATIONS = ["insured", "dependant", "voluntary", "special_retiree", "special_retiree_dependant", "spouse"]
_JAPAN = datetime.timezone(datetime.timedelta(hours=9))


def compare(operation: str, request: Any, answer: Any, programme: Optional[kenpo.Programme]) -> Iterable[str]:
    """What differs."""
    twin = _TWINS.get(operation)
    return () if twin is None else [fault for fault in twin(programme, request, answer) if fault]


def outcome(ask: Callable[[], Any]) -> Any:
    """What a call gives, or the code with which it fails."""
    try:
        return ask()
    except kenpo.KenpoError as error:
        return error.code


def unequal(what: str, found: Any, expected: Any) -> str:
    return "" if found == expected else f"{what} says {found}, and not {expected}"


def insurer_number(_: Any, request: Any, answer: Any) -> Iterable[str]:
    verdict = answer.verdict
    expected = None if verdict.reason is Reason.ACCEPTED else verdict.reason
    yield unequal("insurer_number_reason", kenpo.insurer_number_reason(request.insurer_number), expected)
    if verdict.digits is not None:
        found = list(kenpo.insurer_number_reasons([verdict.digits]))
        yield unequal("the column", found, [0 if expected is None else expected.number])


def name(_: Any, request: Any, answer: Any) -> Iterable[str]:
    if answer.verdict.match_key_version == 1:  # the typed key is of version 1
        key = answer.verdict.match_key
        yield unequal("match_key", kenpo.match_key(request.name), key)
        yield unequal("match_keys", list(kenpo.match_keys([request.name, "", request.name])), [key, "", key])


def coupon(programme: kenpo.Programme, request: Any, answer: Any) -> Iterable[str]:
    last_day = answer.verdict.last_day
    # Without a last day the coupon may be one that the typed call, which knows one coupon only, was not asked for.
    if request.drawn_on is None and last_day is not None:
        found = outcome(lambda: programme.coupon_last_day(request.issued_on))
        if found != "unsupported":
            yield unequal("coupon_last_day", found, columns.ymd("day", last_day))


def steps(programme: kenpo.Programme, request: Any, answer: Any) -> Iterable[str]:
    items = answer.verdict.items
    for item in items:
        if item.answer is None:
            return
        if Reason.SOURCE_NOT_LINKED in (item.answer.reason, *(rule.reason for rule in item.answer.rules)):
            return
    if request.ledger is not None and request.ledger.opening is not None:
        return
    rules = programme.rules
    stored = credits(rules, request.ledger.entries if request.ledger is not None else ())
    expected = (credits(rules, answer.store), [item.answer.reason.number for item in items])
    days = [arrival.date for arrival in request.arrivals], [arrival.steps for arrival in request.arrivals]
    delivery = columns.StepDelivery(
        synced=request.now.date(),
        born=request.born or 0,
        enrolled=request.enrolled_on or 0,
        opened=request.opened_on or 0,
    )
    before = columns.CreditColumn(*([credit[field] for credit in stored] for field in range(5)))

    def ask() -> Any:
        found = programme.steps_accrue(delivery, columns.StepColumn(*days), before)
        return rows(found.credits), found.reasons.tolist()

    def ask_table() -> Any:
        table = {"member": [7] * len(items), "date": days[0], "steps": days[1]}
        given = {"born": request.born, "enrolled": request.enrolled_on, "opened": request.opened_on}
        table.update({name: [date] * len(items) for name, date in given.items() if date is not None})
        known = {"member": [7] * len(stored)}
        for field, key in enumerate(("walked", "synced", "rule", "earned", "points")):
            known[key] = [credit[field] for credit in stored]
        found = kenpo.accrue(table, programme, synced=request.now.date(), credited=known)
        return rows(found.credits), found.reasons.tolist()

    typed = outcome(ask)
    if typed != "unsupported":
        yield unequal("steps_accrue", typed, expected)
    if items:
        yield unequal("accrue", outcome(ask_table), typed)


def credits(rules: list[str], entries: Iterable[Any]) -> list[tuple[int, ...]]:
    place = {rule: index for index, rule in reversed(list(enumerate(rules)))}
    return [
        (
            columns.ymd("day", entry.date),
            columns.ymd("day", entry.synced_on),
            place.get(entry.rule, len(rules)),
            entry.earned,
            entry.points,
        )
        for entry in entries
        if entry.kind is EntryKind.CREDIT
    ]


def rows(credits: columns.CreditColumn) -> list[tuple[int, ...]]:
    fields = (credits.walked_ymd, credits.synced_ymd, credits.rule, credits.earned, credits.points)
    return list(zip(*(field.tolist() for field in fields)))


def eligibility(programme: kenpo.Programme, request: Any, answer: Any) -> Iterable[str]:
    uses = request.uses
    # Which uses count together only the programme says, so that at most one of the very service is compared.
    if len(uses) > 1 or (uses and uses[0].service != request.service):
        return
    person = request.person
    people = columns.PersonColumn(
        at=datetime.datetime.combine(request.on, datetime.time(), _JAPAN),
        born=[person.born],
        insured_from=[person.insured_from],
        relation=[_RELATIONS.index(str(person.relation))],
        lost_on=[0 if person.lost_on is None else person.lost_on],
        used_on=[uses[0].date if uses else 0],
    )
    reason = answer.verdict.reason
    found = outcome(lambda: list(programme.eligibility_reasons(request.service, people)))
    if found != "unsupported":
        yield unequal("eligibility_reasons", found, [0 if reason is Reason.ACCEPTED else reason.number])


def slots(programme: kenpo.Programme, request: Any, answer: Any) -> Iterable[str]:
    given = request.slots
    if any(max(slot.capacity, slot.taken) >= 1 << 32 for slot in given):
        return
    kept = (BookingState.CONFIRMED, BookingState.ATTENDED)
    held = {
        booking.slot
        for booking in request.bookings
        if booking.state in kept and booking.person == request.person and booking.service == request.service
    }
    column = columns.SlotColumn(
        date=[slot.date for slot in given],
        capacity=[slot.capacity for slot in given],
        taken=[slot.taken for slot in given],
        booked=[slot.id in held for slot in given],
        cancelled=[slot.cancelled for slot in given],
    )
    found = outcome(lambda: [_STATES[state] for state in programme.slot_states(request.service, request.now, column)])
    if found != "unsupported":
        yield unequal("slot_states", found, [slot.state for slot in answer.verdict.slots])


def rows_of_deadlines(programme: kenpo.Programme, request: Any, kind: kenpo.DeadlineKind) -> list[tuple[int, int]]:
    column = programme.slot_deadlines(request.service, kind, [columns.ymd("date", request.date), 0])
    return list(zip(column.at, column.last_day))


def deadlines(programme: kenpo.Programme, request: Any, answer: Any) -> Iterable[str]:
    shown = answer.verdict.deadlines
    found = [
        outcome(lambda: programme.booking_deadline(request.service, kind, request.date))  # noqa: B023
        for kind in kenpo.DeadlineKind
    ]
    for kind, one in zip(kenpo.DeadlineKind, found):
        if isinstance(one, columns.Deadline):
            rows: Any = [(one.at, one.last_day), (0, -1)]
        else:
            rows = [(0, 0), (0, -1)] if one == "not_in_effect" else one
        yield unequal("slot_deadlines", outcome(lambda: rows_of_deadlines(programme, request, kind)), rows)  # noqa: B023
    if shown is None:
        yield "" if "not_in_effect" in found else "booking_deadline knows every deadline"
        return
    parts = (shown.closes, shown.change, shown.cancel)
    expected = [
        "not_in_effect" if part is None else columns.Deadline(columns.seconds("at", part.at), columns.ymd("day", part.last_day))
        for part in parts
    ]
    expected = [said if said == "unsupported" else part for said, part in zip(found, expected)]
    yield unequal("booking_deadline", found, expected)


def subsidy(programme: kenpo.Programme, request: Any, answer: Any) -> Iterable[str]:
    if answer.verdict.reason not in (Reason.ACCEPTED, Reason.NOTHING_TO_CLAIM):
        return
    expected = answer.verdict.subsidy_yen
    found = outcome(lambda: programme.subsidy_yen(request.service, request.on, request.cost_yen))
    if found == "unsupported":
        return  # what the person or earlier uses decide is not typed
    yield unequal("subsidy_yen", found, expected)
    if request.cost_yen < 1 << 31:
        column = outcome(lambda: list(programme.subsidies_yen(request.service, request.on, [request.cost_yen])))
        yield unequal("subsidies_yen", column, [expected])


assert {str(relation) for relation in Relation} == set(_RELATIONS), "a relation without a number"

_TWINS: dict[str, Callable[..., Iterable[str]]] = {
    "insurer_number.check": insurer_number,
    "name.check": name,
    "coupon.issue": coupon,
    "points.accrue": steps,
    "eligibility.check": eligibility,
    "booking.slots": slots,
    "booking.deadlines": deadlines,
    "subsidy.claim": subsidy,
}
