"""Whom services admit, at random: terms over the settings of docs/rules/eligibility."""

from chance import each_year, maybe, period

FACTS = ("lives", "works", "entered")
RELATIONS = ("insured", "dependant", "voluntary", "special_retiree", "special_retiree_dependant", "spouse")


def eligibility(random, services):
    out = []
    for service in services:
        if random.random() < 0.5:
            out.append({"id": service, **terms(random)})
            continue
        ages = random.choice((34, 40, 65))
        counted = maybe(random, 0.5, "counted", lambda: random.choice(("on_day", "legal_at_year_end", "at_year_start")))
        parted = random.choice((
            ({"ages": {"below": ages, **counted}}, {"ages": {"at_least": ages, **counted}}), ({"sex": "female"}, {"sex": "male"}),
            ({"facts": ["lives"]}, {"without": ["lives"]}), ({"relations": ["insured", "voluntary"]}, {"relations": ["dependant", "spouse"]}),
        ))
        out += [{"id": service, "for": whom, **terms(random)} for whom in parted]
    return out


def terms(random):
    says = lambda: maybe(random, 0.5, "says", lambda: {"ja": "対象外です。"} | maybe(random, 0.5, "en", lambda: "Not for you."))
    out = maybe(random, 0.2, "period", lambda: period(random)) | maybe(random, 0.15, "every", lambda: each_year(random))
    out |= maybe(random, 0.6, "insured", lambda: insured(random)) | maybe(random, 0.6, "age", lambda: ages(random))
    out |= maybe(random, 0.2, "circumstances", lambda: {"left_out": ["pregnant"]}) | maybe(random, 0.2, "sex", lambda: {"admitted": random.choice(("female", "male")), **says()})
    if random.random() < 0.4:
        out["facts"] = [fact_terms(random) | says() for _ in range(random.choice((1, 2, 3)))]
    relations = lambda: {"admitted": random.sample(RELATIONS, random.randint(1, 4))}
    return out | maybe(random, 0.2, "relations", lambda: [relations() for _ in range(random.choice((1, 2)))]) | maybe(random, 0.1, "once", dict)


def fact_terms(random):
    if random.random() < 0.3:
        return {"any_of": ["entered"], "dates": period(random)}
    return {"any_of": random.sample(FACTS, random.choice((1, 2)))} | maybe(random, 0.3, "excluded", lambda: True)


def insured(random):
    out = maybe(random, 0.3, "on_first_of_april", lambda: True) | maybe(random, 0.2, "at_least_months", lambda: random.choice((1, 6)))
    return out | maybe(random, 0.2, "held_on", lambda: [random.choice(("05-31", "02-end", "2024-03-31"))])


def ages(random):
    out = maybe(random, 0.7, "at_least", lambda: random.choice((20, 34, 40))) | maybe(random, 0.7, "below", lambda: random.choice((41, 65, 75)))
    how = random.random()
    if how < 0.5:
        out["counted"] = random.choice(("birthday_in_year", "legal_at_year_end", "at_year_start", "on_day"))
    elif how < 0.7:
        out["counted_on"] = random.choice(("05-31", "02-end", "2024-04-01"))
    if "below" in out:
        out |= maybe(random, 0.6, "last_year", lambda: random.choice(("until_eve", "excluded", "month_cut", "as_counted", "through_birthday")))
        out |= maybe(random, 0.25, "below_on", lambda: random.choice(("10-31", "05-31", "2024-03-31", "02-end")))
    out |= maybe(random, 0.15, "at", lambda: [34, 40, 50, 64, 65]) | maybe(random, 0.15, "parity", lambda: random.choice(("even", "odd")))
    return out | maybe(random, 0.3, "leap_birthday", lambda: random.choice(("first_of_march", "end_of_february")))
