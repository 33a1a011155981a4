"""Programme documents at random: small ones, over the settings that the rule pages describe. The library refuses some of them."""

import copy

from chance import each_year, maybe, period
from services import eligibility

WINDOWS = ("day", "week", "month", "month", "quarter", "fiscal_year", "fiscal_year", "calendar_year", "ever")


def document(random):
    out = {"format": "kenpo-programme/1", "id": "p", "version": "1", "name": "p"}
    services = []
    if random.random() < 0.35:
        out["facts"] = [{"id": "lives", "name": "lives"}, {"id": "works", "name": "works"}, {"id": "entered", "name": "entered", "dated": True}]
        services = ["walk", "checkup"]
        out["eligibility"] = eligibility(random, services)
    coins = random.random() < 0.4
    if coins:
        out["groups"] = [{"id": "g1", "kind": "company"}, {"id": "g2", "kind": "company"}]
    out["points"] = points(random, services, coins)
    return out


def varied(random, programme):
    """The same programme with other figures, to compare it with."""
    out = copy.deepcopy(programme)
    for rule in out["points"]["rules"]:
        for tier in rule.get("step_tiers", []):
            tier["points"] += random.choice((0, 0, 1, 3))
        if random.random() < 0.2 and ("step_tiers" in rule or "per_steps" in rule):
            rule["downward"] = random.choice(("keep", "take_back"))
        if random.random() < 0.2 and "grace_days" in rule:
            rule["grace_days"] += 1
    for cap in out["points"].get("caps", []):
        cap["points"] += random.choice((0, 0, 5, 100))
    taking = {rule["id"] for rule in out["points"]["rules"] if rule.get("downward") == "take_back"}
    # What becomes of a campaign's points where a rule falls that it does not raise, is said by the page for one document alone.
    if random.random() < 0.3 or any(not taking.issubset(one["raises"]) for one in out["points"].get("campaigns", [])):
        out["points"].pop("campaigns", None)
    return out


def points(random, services, coins):
    purse = lambda: maybe(random, 0.4 if coins else 0, "purse", lambda: "coin")
    rules = [step_rule(random, name) | purse() for name in ("s1", "s2", "s3")[: random.choice((1, 1, 2, 2, 3))]]
    if random.random() < 0.2:
        rules += later_terms(random, rules)
    activities = [activity_rule(random, name, random.choice(("check", "quiz"))) | purse() for name in ("a1", "a2", "a3")[: random.choice((0, 1, 2, 3))]]
    settled = [settled_rule(random, name) | purse() for name in ("m1", "m2")[: random.choice((0, 0, 1, 2))]]
    rules += activities + settled
    if random.random() < 0.3:
        random.shuffle(rules)
    for rule in rules:
        common(random, rule, services)
    names = [rule["id"] for rule in rules]
    raised = [rule["id"] for rule in rules if rule["id"][0] == "s" or rule.get("activity", {}).get("once") == "day"]
    campaigns = [campaign(random, name, raised) | purse() for name in ("c1", "c2")[: random.choice((0, 0, 1, 1, 2))]] if raised else []
    out = {"rules": rules} | maybe(random, 0.4, "revisions_of", lambda: random.choice(("day", "day", "source")))
    if campaigns:
        out["campaigns"] = campaigns
    names = list(dict.fromkeys(names + [one["id"] for one in campaigns]))
    found = caps(random, names)
    if found:
        out["caps"] = found
    if random.random() < 0.15:
        out["balance_cap"] = {"points": random.choice((10, 30, 60, 200))}
    kept = [name for name in names if name[0] != "c"] or ["a1"]
    out["exchanges"] = [goods(random, name, kept) | purse() for name in ("g1", "g2", "g3")[: random.choice((1, 2, 3))]]
    if random.random() < 0.3:
        out["exchanges"] += [{**one, "points": one["points"] + 1} for one in [goods(random, "g1", kept)]]
    terms = [expiry(random)] if random.random() < 0.7 else []
    if coins and random.random() < 0.6:
        terms.append({**expiry(random), "purse": "coin"})
    if random.random() < 0.2:
        day = random.choice(("2024-03-31", "2024-01-31"))
        after = {"2024-03-31": "2024-04-01", "2024-01-31": "2024-02-01"}[day]
        terms += [{**expiry(random), "period": {"from": after}, **({"purse": one["purse"]} if "purse" in one else {})} for one in terms]
        for one in terms[: len(terms) // 2]:
            one["period"] = {"until": day}
    if terms:
        out["expiry"] = terms
    if coins:
        out["purses"] = [{"id": "coin", "groups": ["g1"]} | maybe(random, 0.3, "period", lambda: {"from": random.choice(("2024-01-01", "2024-04-01"))})]
    return out


def tiers(random, steps=(0, 1000, 3000, 5000, 8000)):
    count = random.choice((1, 2, 3))
    worth = sorted(random.sample(range(0, 25), count))
    return [{"at_least": least, "points": points} for least, points in zip(sorted(random.sample(steps, count)), worth)]


def step_rule(random, name):
    rule = {"id": name}
    if random.random() < 0.7:
        rule["step_tiers"] = tiers(random)
    else:
        first = random.choice((0, 1, 3, 5))
        rule["per_steps"] = {"at_least": random.choice((0, 1000, 4000)), "points": first, "each": random.choice((500, 1000)), "each_points": random.choice((0, 1, 2))}
        rule["per_steps"] |= maybe(random, 0.5, "max_points", lambda: first + random.choice((0, 3, 10)))
    rule |= maybe(random, 0.45, "downward", lambda: random.choice(("take_back", "take_back", "take_back", "keep")))
    rule |= maybe(random, 0.3, "plausible_steps", lambda: random.choice((8000, 9000, 20000)))
    rule |= maybe(random, 0.1, "opened_within_days", lambda: random.choice((0, 1, 3)))
    return rule


def later_terms(random, rules):
    """Other terms of the first rule from a day on."""
    first = rules[0]
    day, after = random.choice((("2024-01-31", "2024-02-01"), ("2024-03-31", "2024-04-01")))
    first["period"] = {"until": day}
    second = {**step_rule(random, first["id"]), "period": {"from": after}}
    if "purse" in first:
        second["purse"] = first["purse"]
    return [second]


def activity_rule(random, name, kind):
    rule = {"id": name, "activity": {}}
    terms = rule["activity"]
    if random.random() < 0.25:
        terms["kinds"] = [kind, "walk"]
    else:
        terms["kind"] = kind
    how = random.random()
    if how < 0.6:
        terms["points"] = random.choice((1, 5, 12, 30))
    elif how < 0.8:
        terms["per_value"] = {"each": random.choice((1, 10, 100)), "points": random.choice((1, 3))}
        terms["per_value"] |= maybe(random, 0.5, "at_least", lambda: random.choice((0, 15, 100))) | maybe(random, 0.5, "max_points", lambda: random.choice((1, 10)))
    else:
        values = sorted(random.sample((-100, -1, 0, 20, 100, 150), 3))
        terms["value_tiers"] = [{"at_least": value, "points": random.choice((0, 2, 9))} for value in values]
    terms |= maybe(random, 0.6, "once", lambda: random.choice(WINDOWS))
    if "points" in terms and terms.get("once") in ("day", "week", "month", "quarter"):
        terms |= maybe(random, 0.6, "in_a_row", lambda: [{"at_least": random.choice((2, 3)), "points": random.choice((7, 50))}, {"at_least": 4, "points": 3}])
    if terms.get("once") in ("fiscal_year", "calendar_year"):
        terms |= maybe(random, 0.4, "years", lambda: random.choice((1, 2, 3)))
    if "points" in terms:
        terms |= maybe(random, 0.2, "pro_rata", lambda: random.choice(("fiscal_year", "calendar_year")))
    if random.random() < 0.1:
        rule |= {"period": {"from": "2024-01-01", "until": "2024-04-30"}}
        terms["once"] = "period"
        terms.pop("in_a_row", None)
        terms.pop("years", None)
    rule |= maybe(random, 0.1, "opened_within_days", lambda: random.choice((0, 2)))
    return rule


def settled_rule(random, name):
    window = random.choice(("week", "month", "month", "quarter", "fiscal_year", "calendar_year", "period"))
    rule = {"id": name}
    if random.random() < 0.5:
        rule["mean"] = {"window": window, "tiers": tiers(random)}
        rule["mean"] |= maybe(random, 0.4, "min_days", lambda: random.choice((1, 2, 3))) | maybe(random, 0.4, "over", lambda: random.choice(("given", "period")))
        rule["mean"] |= maybe(random, 0.3, "team", lambda: {"at_least": random.choice((1, 2, 3))} | maybe(random, 0.5, "at_most", lambda: 3))
    else:
        rule["goal_days"] = {"window": window, "tiers": tiers(random, (0, 1, 2, 3, 4))}
        goals = [{"at_least": 0, "steps": 3000}, {"at_least": 34, "steps": 1000}, {"at_least": 65, "steps": 500}]
        rule["goal_days"] |= {"steps": random.choice((1000, 3000))} if random.random() < 0.5 else {"steps_by_age": goals[random.choice((0, 1)):]}
        rule["goal_days"] |= maybe(random, 0.4, "in_a_row", lambda: True)
    if window == "period":
        rule |= {"every": each_year(random)} if random.random() < 0.4 else {"period": {"from": "2024-01-01", "until": random.choice(("2024-01-20", "2024-04-30"))}}
    return rule


def common(random, rule, services):
    """Settings that rules of every kind have."""
    if "period" not in rule and random.random() < 0.12:
        rule["period"] = period(random)
    if "every" not in rule and random.random() < 0.06:
        rule["every"] = each_year(random)
    rule |= maybe(random, 0.25, "grace_days", lambda: random.choice((0, 1, 7, 7, 30, 30)))
    if "mean" not in rule and "goal_days" not in rule:
        rule |= maybe(random, 0.15, "sources", lambda: ["watch", "phone"])
        late = random.random()
        if late < 0.3 and ("every" in rule or "until" in rule.get("period", {})):
            rule["arrives_by"] = random.choice(("03-07", "02-end", "03-31", "04-10", "06-30"))
        elif late < 0.1:
            rule["arrives_within"] = {"months": random.choice((0, 1, 2)), "day": random.choice((1, 10, 31))}
    rule |= maybe(random, 0.1, "ages", lambda: random.choice(({"at_least": 34}, {"below": 34}, {"at_least": 20, "below": 65})))
    rule |= maybe(random, 0.25, "final_after", lambda: final_after(random))
    if services and random.random() < 0.2:
        rule["service"] = random.choice(services)
        rule |= maybe(random, 0.5, "admitted_on", lambda: "activity_and_grant")


def final_after(random):
    if random.random() < 0.2:
        return {"fiscal_years": 1}
    return {"months": random.choice((0, 1, 1, 2, 6)), "day": random.choice((1, 10, 28))}


def campaign(random, name, raised):
    out = {"id": name, "period": period(random), "raises": random.sample(raised, random.randint(1, len(raised)))}
    out |= {"basis_points": random.choice((1, 3333, 5000, 10000, 20000))} if random.random() < 0.6 else {"points": random.choice((1, 7))}
    return out | maybe(random, 0.15, "every", lambda: each_year(random)) | maybe(random, 0.25, "final_after", lambda: final_after(random))


def caps(random, names):
    """Caps of which each counts all that the one before it counts, mostly, within a window that holds the other's."""
    chain = random.choice((("day", "month", "fiscal_year"), ("day", "month", "quarter"), ("week", "ever"), ("month", "fiscal_year"), ("day", "week"), ("quarter", "calendar_year")))
    out, counted = [], []
    arrival = maybe(random, 0.35, "month_of", lambda: "synced")
    for number, window in enumerate(chain[: random.choice((0, 1, 1, 2, 3))]):
        rest = [name for name in names if name not in counted]
        counted = counted + random.sample(rest, random.randint(0 if counted else 1, len(rest)))
        cap = {"id": f"k{number}", "counts": list(counted), "window": window, "points": random.choice((0, 5, 12, 25, 40, 60))}
        if window != "day":
            cap |= arrival
        if window == "month" and random.random() < 0.15:
            out.append({**cap, "period": {"from": "2024-03-01"}, "points": random.choice((3, 30))})
            cap["period"] = {"until": "2024-02-29"}
        elif window in ("month", "day") and random.random() < 0.1:
            cap["every"] = {"from": "10-01", "until": "02-end"}
        out.append(cap)
    if random.random() < 0.1:
        out.append({"id": "kp", "counts": [random.choice(names)], "window": "period", "period": {"from": "2024-02-10", "until": "2024-03-20"}, "points": random.choice((8, 20))})
    return out


def goods(random, name, names):
    out = {"id": name, "points": random.choice((1, 2, 3, 10))}
    out |= maybe(random, 0.3, "value_yen", lambda: random.choice((1, 500))) | maybe(random, 0.2, "min_quantity", lambda: random.choice((1, 2, 3)))
    out |= maybe(random, 0.2, "limit", lambda: {"quantity": random.choice((1, 3)), "window": random.choice(WINDOWS)})
    if "limit" not in out:
        out |= maybe(random, 0.15, "limits", lambda: [{"quantity": random.choice((1, 2, 4)), "window": window} for window in random.sample(sorted(set(WINDOWS)), 2)])
    out |= maybe(random, 0.2, "requires", lambda: {"earned": random.sample(names, random.randint(1, len(names))), "window": random.choice(WINDOWS)})
    out |= maybe(random, 0.2, "stock", lambda: random.choice((1, 10))) | maybe(random, 0.15, "irrevocable", lambda: "R-1")
    out |= maybe(random, 0.2, "period", lambda: period(random)) | maybe(random, 0.08, "every", lambda: each_year(random))
    if "every" in out or "until" in out.get("period", {}):
        out |= maybe(random, 0.4, "closes_at", lambda: random.choice(("17:00", "09:00")))
    return out


def expiry(random):
    out = {"policy": random.choice(("never", "fiscal_year_end", "fixed_term", "month_end", "window_end", "day"))}
    policy = out["policy"]
    if policy == "fixed_term":
        out["months"] = random.choice((1, 2, 12))
    elif policy == "month_end":
        out["months"] = random.choice((0, 1, 6))
    elif policy == "window_end":
        out |= {"window": random.choice(("week", "month", "quarter", "fiscal_year", "calendar_year"))} | maybe(random, 0.5, "later", lambda: random.choice((0, 1, 2)))
    elif policy == "day":
        out["day"] = random.choice(("2024-01-31", "2024-02-29", "2024-04-30", "2023-12-15"))
        out |= maybe(random, 0.7, "every_months", lambda: random.choice((1, 3, 24))) | maybe(random, 0.3, "last_grant_months_before", lambda: random.choice((1, 2)))
    if policy != "never":
        how = random.random()
        if how < 0.25:
            out["counted_from"] = "activity"
        elif how < 0.55:
            out["renewed_by"] = random.choice((["credit"], ["exchange"], ["credit", "exchange"]))
    return out
