"""`eligibility.review`, and whom a service admits on a day (docs/rules/eligibility). Devices and earlier uses are not asked."""

from account import Refused
from days import EVER, birthday, fiscal_year, of_year, parts, plus, span, term_end
from terms import holds

LEAP = {"first_of_march": "march", "end_of_february": "february"}


def leap_of(terms):
    return LEAP[terms.get("leap_birthday", "first_of_march")]


def age_on(born, day, leap):
    year = parts(day)[0]
    return year - parts(born)[0] - (day < birthday(born, year, leap))


def day_of_year(text, on):
    """A day that is given, or that of the fiscal year of a day."""
    if len(text) == 10:
        return text
    year = fiscal_year(on)
    return next(day for day in (of_year(year, text), of_year(year + 1, text)) if fiscal_year(day) == year)


def counted_age(terms, born, on):
    """The age that `counted` or `counted_on` names, on a day."""
    leap = leap_of(terms)
    if "counted_on" in terms:
        return age_on(born, day_of_year(terms["counted_on"], on), leap)
    first, last = span("fiscal_year", on)
    counted = terms.get("counted", "birthday_in_year")
    if counted == "birthday_in_year":
        return age_on(born, last, leap)
    if counted == "legal_at_year_end":
        return age_on(born, plus(last, 1), leap)
    if counted == "at_year_start":
        return age_on(born, first, leap)
    return age_on(born, on, leap)


def too_old(terms, born, on):
    below, leap = terms.get("below"), leap_of(terms)
    if below is None:
        return False
    if "below_on" in terms and age_on(born, day_of_year(terms["below_on"], on), leap) >= below:
        return True
    if "last_year" not in terms and "below_on" in terms:
        return False
    day = birthday(born, parts(born)[0] + below, leap)
    last_year = terms.get("last_year", "until_eve")
    if last_year == "until_eve":
        return on >= day
    if last_year == "through_birthday":
        return on > day
    if last_year == "excluded":
        return on >= span("fiscal_year", day)[0]
    if last_year == "month_cut":
        return on >= span("month", day)[0]
    return counted_age(terms, born, on) >= below


def is_for(document, terms, person, on):
    """Whether terms are for a person."""
    whom = terms.get("for", {})
    facts = true_facts(document, person, on)
    if whom.get("relations") and person["relation"] not in whom["relations"]:
        return False
    if "sex" in whom and person.get("sex") != whom["sex"]:
        return False
    ages = whom.get("ages")
    if ages is not None and not ages.get("at_least", 0) <= counted_age(ages, person["born"], on) < ages.get("below", 999):
        return False
    return facts.issuperset(whom.get("facts", [])) and facts.isdisjoint(whom.get("without", []))


def true_facts(document, person, on, dates=None):
    """Facts that are true on a day; a dated one from its day on, which must be one that counts."""
    true = set()
    for fact in person.get("facts", []):
        if "on" in fact:
            if fact["on"] > on or dates is not None and not dates.get("from", EVER[0]) <= fact["on"] <= dates.get("until", EVER[1]):
                continue
        true.add(fact["id"])
    return true


def insured_on(person, day):
    return person["insured_from"] <= day < person.get("lost_on", "9999-99-99")


def reasons_against(document, terms, person, on):
    """Every reason against a person on a day, and what there is to say of them."""
    reasons, details = [], []
    born, insured = person["born"], terms.get("insured")
    if insured is not None:
        if on < person["insured_from"]:
            reasons.append("before_insured_period")
        if on >= person.get("lost_on", "9999-99-99"):
            reasons.append("entitlement_lost")
    if "age" in terms:
        reasons += ages_against(terms["age"], born, on)
    if insured is not None:
        if insured.get("on_first_of_april") and not insured_on(person, span("fiscal_year", on)[0]):
            reasons.append("not_enrolled_on_first")
        if any(not insured_on(person, day_of_year(day, on)) for day in insured.get("held_on", [])):
            reasons.append("not_enrolled_on_day")
        if "at_least_months" in insured and on <= term_end(person["insured_from"], insured["at_least_months"]):
            reasons.append("enrolled_too_briefly")
    if set(person.get("circumstances", [])) & set(terms.get("circumstances", {}).get("left_out", [])):
        reasons.append("circumstance_left_out")
    for fact in terms.get("facts", []):
        has = bool(true_facts(document, person, on, fact.get("dates", {})) & set(fact["any_of"]))
        if has == fact.get("excluded", False):
            say(reasons, details, "fact_excluded" if has else "fact_needed", fact)
    if "sex" in terms and person.get("sex") != terms["sex"]["admitted"]:
        say(reasons, details, "sex_not_admitted", terms["sex"])
    if terms.get("relations") and all(person["relation"] not in one["admitted"] for one in terms["relations"]):
        reasons.append("relation_not_admitted")
    return reasons, details


def say(reasons, details, reason, setting):
    if reason not in reasons:
        reasons.append(reason)
    detail = {"reason": reason}
    if reason == "fact_needed":
        detail["facts"] = setting["any_of"]
    if "says" in setting:
        detail["says"] = setting["says"]
    if len(detail) > 1:
        details.append(detail)


def ages_against(terms, born, on):
    old = counted_age(terms, born, on)
    reasons = []
    if old < terms.get("at_least", 0):
        reasons.append("too_young")
    if too_old(terms, born, on):
        reasons.append("too_old")
    if not reasons:
        if terms.get("at") and old not in terms["at"] or "parity" in terms and old % 2 != (terms["parity"] == "odd"):
            reasons.append("age_not_listed")
    return reasons


def service_reasons(document, service, person, on):
    here = [
        terms for terms in document.get("eligibility", [])
        if (terms["id"] == service or service in terms.get("also", [])) and holds(terms, on)
    ]
    if not here:
        return ["not_in_effect"], []
    for terms in here:
        if is_for(document, terms, person, on):
            return reasons_against(document, terms, person, on)
    return ["not_for_person"], []


def check_person(document, person, path):
    """A person is told in words that the document has."""
    if person.get("lost_on", EVER[1]) < person["insured_from"]:
        raise Refused("period_upside_down", f"{path}/lost_on")
    known = {name for terms in document.get("eligibility", []) for name in terms.get("circumstances", {}).get("left_out", [])}
    for place, name in enumerate(person.get("circumstances", [])):
        if name not in known:
            raise Refused("fact_undeclared", f"{path}/circumstances/{place}")
    declared = {fact["id"]: fact.get("dated", False) for fact in document.get("facts", [])}
    for place, fact in enumerate(person.get("facts", [])):
        if fact["id"] not in declared:
            raise Refused("fact_undeclared", f"{path}/facts/{place}/id")
        if declared[fact["id"]] != ("on" in fact):
            raise Refused("missing_value" if declared[fact["id"]] else "value_invalid", f"{path}/facts/{place}/on")


def review(document, request):
    people = {}
    for place, person in enumerate(request["people"]):
        check_person(document, person, f"/people/{place}")
        if person["id"] in people:
            raise Refused("value_invalid", f"/people/{place}/id")
        people[person["id"]] = person
    kept, lost = 0, []
    for holding in request["holdings"]:
        reasons, details = ["no_record"], []
        if holding["person"] in people:
            reasons, details = service_reasons(document, holding["service"], people[holding["person"]], holding["on"])
        if not reasons:
            kept += 1
            continue
        said = {"id": holding["id"], "reason": reasons[0], "reasons": reasons}
        if details:
            said["details"] = details
        lost.append(said)
    return {"verdict": {"kept": kept, "lost": lost}}
