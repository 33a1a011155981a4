"""`points.accrue` and `points.compare`: what days of steps earn (docs/rules/points/earning and corrections)."""

import json

from account import Account, Refused, known_caps
from eligible import check_person, service_reasons
from revisions import Revisions
from terms import app_not_opened, arrived_after_last_day, final_day, holds, of_age, too_late

# A record that is so under every rule says nothing of its day.
NOT_COUNTED = ("source_not_linked", "too_late", "arrived_after_last_day", "app_not_opened", "implausible", "already_expired", "grants_closed")


def worth(rule, steps):
    if "per_steps" in rule:
        terms = rule["per_steps"]
        if steps < terms["at_least"]:
            return 0
        points = terms["points"] + (steps - terms["at_least"]) // terms["each"] * terms["each_points"]
        return min(points, terms.get("max_points", points))
    return max((tier["points"] for tier in rule["step_tiers"] if tier["at_least"] <= steps), default=0)


def by_steps(rule):
    return "step_tiers" in rule or "per_steps" in rule


def given(request, key):
    """What a rule asks for is needed where nothing before it has decided."""
    if key not in request:
        raise Refused("missing_value", f"/{key}")


def turned_away(rule, day, now, request):
    """Why a record of a day earns nothing under a rule, beside what it holds."""
    if rule.get("sources"):
        given(request, "source")
    if rule.get("sources") and request["source"] not in rule["sources"]:
        return "source_not_linked"
    if too_late(rule, day, now):
        return "too_late"
    if arrived_after_last_day(rule, day, now):
        return "arrived_after_last_day"
    if "opened_within_days" in rule:
        given(request, "opened_on")
        if app_not_opened(rule, day, request["opened_on"]):
            return "app_not_opened"
    return None


def in_effect(document, request, day, wanted):
    """Rules in effect on a day, one after another: the age is asked for where it comes to a rule that asks for it."""
    for rule in document.get("points", {}).get("rules", []):
        if wanted(rule) and holds(rule, day):
            if "ages" in rule:
                given(request, "born")
            if of_age(rule, request.get("born"), day):
                yield rule


def not_admitted(document, rule, request, day, now, details):
    """The first reason of a rule's service against the person."""
    if "service" not in rule:
        return None
    given(request, "person")
    for on in [day] if rule.get("admitted_on") != "activity_and_grant" else [day, now]:
        reasons, said = service_reasons(document, rule["service"], request["person"], on)
        if reasons:
            details.extend(detail for detail in said if detail["reason"] == reasons[0] and detail not in details)
            return reasons[0]
    return None


def before_rules(account, request, day):
    if day > account.today:
        return "in_the_future"
    if day < request.get("enrolled_on", day):
        return "before_enrolment"
    if account.closed(day):
        return "day_closed"
    return None


def under(document, account, rule, record, request, revisions, details):
    """What one rule says of one record, and whether it is turned away by the rule's service."""
    day, now, points = record["date"], account.today, account.points
    nothing = {"rule": rule["id"], "reason": None, "earned": 0, "points": 0}
    reason = not_admitted(document, rule, request, day, now, details)
    if reason:
        return {**nothing, "reason": reason}, True
    reason = turned_away(rule, day, now, {**request, **record})
    if reason is None and record["steps"] > rule.get("plausible_steps", record["steps"]):
        reason = "implausible"
    if reason:
        return {**nothing, "reason": reason}, False
    own = worth(rule, record["steps"])
    earned, _ = account.of_day(rule["id"], day)
    final, more = final_day(rule, day), revisions.fields(record)
    if rule.get("downward") == "take_back":
        best = max([own, *(worth(rule, steps) for steps in revisions.others(rule, record))])
        if best < earned:
            return account.take_back(rule, day, best, final, more), False
        if own < earned:
            return {**nothing, "reason": "nothing_new"}, False
    if not own:
        return {**nothing, "reason": "below_lowest_tier"}, False
    if own <= earned:
        return {**nothing, "reason": "nothing_new"}, False
    return account.pay(rule, day, own - earned, final, more), False


def campaigns(account, day, fell, more):
    for campaign in account.points.get("campaigns", []):
        if not holds(campaign, day):
            continue
        raised = sum(account.of_day(name, day)[0] for name in dict.fromkeys(campaign["raises"]))
        due = raised * campaign["basis_points"] // 10_000 if "basis_points" in campaign else campaign["points"] if raised else 0
        earned, _ = account.of_day(campaign["id"], day)
        final = final_day(campaign, day)
        if due < earned and fell.intersection(campaign["raises"]):
            yield account.take_back(campaign, day, due, final, more)
        elif due > earned:
            yield account.pay(campaign, day, due - earned, final, more)


def first_that(said):
    """What was said first by who paid, or else took back, or else by anyone."""
    for wanted in (lambda one: one["points"], lambda one: any(one.get("taken_back", {}).get(key) for key in ("earned", "points"))):
        for one in said:
            if wanted(one):
                return one["reason"]
    return said[0]["reason"]


def arrival(document, account, record, place, request, revisions, details):
    day = record["date"]
    number = record.get("revision")
    answer = {"date": day, "reason": before_rules(account, request, day), "points": 0}
    said = []
    if answer["reason"] is None and number is not None and number <= revisions.before(record):
        answer["reason"] = "stale_revision"
    if answer["reason"] is None:
        for key, asks in (("revision", lambda rule: rule.get("downward") == "take_back"), ("source", lambda rule: by_steps(rule) and rule.get("sources"))):
            if key not in record and next(in_effect(document, request, day, asks), None):
                return {"error": {"code": "missing_value", "path": f"/arrivals/{place}/{key}"}}
        rules = list(in_effect(document, request, day, by_steps))
        fell, counts = set(), False
        for rule in rules:
            one, refused = under(document, account, rule, record, request, revisions, details)
            said.append(one)
            counts |= not refused and one["reason"] not in NOT_COUNTED
            if "taken_back" in one:
                fell.add(rule["id"])
        raised = list(campaigns(account, day, fell, revisions.fields(record)))
        counts |= any(one["reason"] not in NOT_COUNTED for one in raised)
        if counts and number is not None:
            revisions.keep(record)
        said.extend(raised)
        answer["reason"] = first_that(said) if said else "no_rule_in_effect"
    answer["points"] = sum(one["points"] for one in said)
    taken = sum(one.get("taken_back", {}).get("points", 0) for one in said)
    if taken:
        answer["taken_back"] = taken
    if revisions.before(record) >= 0:
        answer["revision"] = revisions.before(record)
    if said:
        answer["rules"] = said
    return {"answer": answer}


def accrue(document, request):
    if "person" in request:
        check_person(document, request["person"], "/person")
    known_caps(document, request.get("ledger", {}))
    account = Account(document, request)
    revisions = Revisions(account.points, account, request.get("known", []))
    revisions.check_steps(request)
    details = []
    items = [
        arrival(document, account, record, place, request, revisions, details) for place, record in enumerate(request["arrivals"])
    ]
    said = [one for item in items for one in item.get("answer", {}).get("rules", [])]
    verdict = {
        "points": sum(one["points"] for one in said),
        "lost": sum(one.get("lost", {}).get("points", 0) for one in said),
        "taken_back": sum(one.get("taken_back", {}).get("points", 0) for one in said) or None,
        "balance": account.balance(),
        "details": details or None,
        "items": items,
    }
    return account.posting({key: value for key, value in verdict.items() if value is not None}, expect={})


def compare(document, request):
    def paid(under):
        days = {}
        for item in accrue(under, request)["verdict"]["items"]:
            if "error" in item:
                raise Refused(*item["error"].values())
            answer = item["answer"]
            days[answer["date"]] = days.get(answer["date"], 0) + answer["points"] - answer.get("taken_back", 0)
        return days

    ours, theirs = paid(document), paid(json.loads(request["other"]))
    differing = sorted(day for day in {*ours, *theirs} if ours.get(day, 0) != theirs.get(day, 0))
    points, other = sum(ours.values()), sum(theirs.values())
    days = [{"date": day, "points": ours.get(day, 0), "other": theirs.get(day, 0)} for day in differing]
    return {"verdict": {"points": points, "other": other, "difference": other - points, "days": days}}
