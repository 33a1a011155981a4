"""`points.earn` and `points.settle`: what activities, means and days of a goal earn (docs/rules/points/earning)."""

from account import Account, Refused, known_caps
from days import age, days_between, parts, plus, span
from eligible import check_person
from steps import before_rules, first_that, given, in_effect, not_admitted, turned_away
from terms import EVER, final_day, holds, of_age, window


def kinds(rule):
    terms = rule.get("activity", {})
    return terms.get("kinds", [terms.get("kind")])


def in_a_row(account, rule, day, activity):
    """Windows of `once` that follow one another up to that of a day, in each of which the activity earned; that of the day counts."""
    once, count = rule["activity"]["once"], 1
    first, _ = window(once, day, rule)
    while first > EVER[0] and account.credited(rule["id"], span(once, plus(first, -1)), activity):
        first, _ = span(once, plus(first, -1))
        count += 1
    return count


def once_within(rule, day):
    """The days on which nothing more may have earned: the window that holds a day, or all runs of `years` that hold it."""
    terms = rule["activity"]
    first, last = window(terms["once"], day, rule)
    for _ in range(terms.get("years", 1) - 1):
        first, last = span(terms["once"], plus(first, -1))[0], span(terms["once"], plus(last, 1))[1]
    return first, last


def value_points(terms, value):
    if "per_value" in terms:
        per = terms["per_value"]
        if value < per.get("at_least", 0) or value < 0:
            return 0
        points = value // per["each"] * per["points"]
        return min(points, per.get("max_points", points))
    reached = [tier["points"] for tier in terms["value_tiers"] if tier["at_least"] <= value]
    return reached[-1] if reached else 0


def activity_points(account, rule, request, activity):
    terms = rule["activity"]
    if "points" not in terms:
        given(request, "value")
        return value_points(terms, request["value"])
    points = terms["points"]
    if "in_a_row" in terms:
        count = in_a_row(account, rule, request["date"], activity)
        points = max((tier for tier in terms["in_a_row"] if tier["at_least"] <= count), key=lambda tier: tier["at_least"], default={"points": points})["points"]
    if "pro_rata" in terms:
        given(request, "enrolled_on")
        first, last = span(terms["pro_rata"], request["date"])
        if first <= request["enrolled_on"] <= last:
            years, months, _ = (end - begin for begin, end in zip(parts(request["enrolled_on"]), parts(last)))
            points = points * (years * 12 + months + 1) // 12
    return points


def replayed(account, document, request):
    """The answer to an event whose credits stand in the ledger."""
    rows = [row for row in account.rows if row.get("request_key") == request["event"]]
    if not rows:
        return None
    rules = document.get("points", {}).get("rules", [])

    def same(row):
        if row["kind"] != "credit" or row["date"] != request["date"]:
            return False
        if row.get("activity", request["activity"]) != request["activity"]:
            return False
        return any(rule["id"] == row["rule"] and request["activity"] in kinds(rule) for rule in rules)

    if not all(map(same, rows)):
        return account.posting({"reason": "request_key_reused", "points": 0, "balance": account.balance()})
    said = []
    for row in rows:
        paid, earned = row["points"], row["earned"]
        said.append({"rule": row["rule"], "reason": "paid" if paid == earned else "paid_in_part" if paid else "cap_reached", "earned": earned, "points": paid})
    verdict = {"reason": first_that(said), "points": sum(one["points"] for one in said), "balance": account.balance()}
    return account.posting(verdict, replayed=True)


def earn(document, request):
    if "person" in request:
        check_person(document, request["person"], "/person")
    known_caps(document, request.get("ledger", {}))
    account = Account(document, request)
    again = replayed(account, document, request)
    if again:
        return again
    day, activity = request["date"], request["activity"]
    reason, said, details = before_rules(account, request, day), [], []
    if reason is None:
        rules = in_effect(document, request, day, lambda rule: activity in kinds(rule))
        said = [by_activity(document, account, rule, request, activity, details) for rule in rules]
        reason = "no_rule_in_effect"
    if said:
        reason = first_that(said)
    verdict = {"reason": reason, "points": sum(one["points"] for one in said), "balance": account.balance()}
    if said:
        verdict["rules"] = said
    if details:
        verdict["details"] = details
    return account.posting(verdict)


def by_activity(document, account, rule, request, activity, details):
    day, name, terms = request["date"], rule["id"], rule["activity"]
    kind = activity if "kinds" in terms else None
    reason = not_admitted(document, rule, request, day, account.today, details) or turned_away(rule, day, account.today, request)
    due = 0
    if reason is None:
        if "once" in terms and account.credited(name, once_within(rule, day), kind):
            reason = "nothing_new"
        else:
            due = activity_points(account, rule, request, kind)
            reason = None if due else "value_earns_nothing"
    if reason:
        return {"rule": name, "reason": reason, "earned": 0, "points": 0}
    return account.pay(rule, day, due, final_day(rule, day), {"activity": kind, "request_key": request["event"]})


def settle(document, request):
    if "person" in request:
        check_person(document, request["person"], "/person")
    known_caps(document, request.get("ledger", {}))
    account = Account(document, request)

    def refused(reason, details=()):
        verdict = {"reason": reason, "points": 0, "balance": account.balance()}
        return account.posting(verdict | ({"details": details} if details else {}))

    rules = [rule for rule in account.points.get("rules", []) if rule["id"] == request["rule"] and holds(rule, request["date"]) and ("mean" in rule or "goal_days" in rule)]
    if not rules:
        return refused("no_rule_in_effect")
    rule = rules[0]
    terms = rule.get("mean") or rule["goal_days"]
    first, last = window(terms["window"], request["date"], rule)
    team = request.get("team", [])
    for place, member in enumerate([request, *team]):
        check_days(member["days"], first, last, f"/team/{place - 1}" if place else "")
    if account.today <= plus(last, rule.get("grace_days", 0)):
        return refused("not_settled_yet")
    if account.closed(last):
        return refused("day_closed")
    if account.credited(rule["id"], (first, last), least=0):
        return refused("nothing_new")
    if "ages" in rule:
        given(request, "born")
        if not of_age(rule, request["born"], last):
            return refused("no_rule_in_effect")
    details = []
    reason = not_admitted(document, rule, request, last, account.today, details)
    if reason:
        return refused(reason, details)
    if "team" in terms and not terms["team"]["at_least"] <= 1 + len(team) <= terms["team"].get("at_most", 99):
        return refused("team_size")
    if "mean" in rule and any(len(member["days"]) < terms.get("min_days", 1) for member in [request, *team]):
        return refused("too_few_days")
    if "steps_by_age" in terms:
        given(request, "born")
    reached = mean(terms, [request, *team], first, last) if "mean" in rule else goal_days(terms, request)
    due = max((tier for tier in terms["tiers"] if tier["at_least"] <= reached), key=lambda tier: tier["at_least"], default={"points": 0})["points"]
    said = account.pay(rule, last, due, final_day(rule, last), {})
    if not due:
        said["reason"] = "below_lowest_tier"
    return account.posting({"reason": said["reason"], "points": said["points"], "balance": account.balance(), "rules": [said]})


def check_days(days, first, last, path):
    seen = set()
    for place, day in enumerate(days):
        if not first <= day["date"] <= last:
            raise Refused("out_of_range", f"{path}/days/{place}/date")
        if day["date"] in seen:
            raise Refused("value_invalid", f"{path}/days/{place}/date")
        seen.add(day["date"])


def mean(terms, members, first, last):
    steps = sum(day["steps"] for member in members for day in member["days"])
    if terms.get("over") == "period":
        return steps // ((days_between(first, last) + 1) * len(members))
    return steps // sum(len(member["days"]) for member in members)


def goal_days(terms, request):
    def goal(day):
        if "steps" in terms:
            return terms["steps"]
        old = age(request["born"], day)
        reached = [band["steps"] for band in terms["steps_by_age"] if band["at_least"] <= old]
        return reached[-1] if reached else None

    reached = []
    for day in sorted(request["days"], key=lambda day: day["date"]):
        wanted = goal(day["date"])
        if wanted is not None and day["steps"] >= wanted:
            reached.append(day["date"])
    if not terms.get("in_a_row"):
        return len(reached)
    longest = row = 0
    before = None
    for day in reached:
        row = row + 1 if before == plus(day, -1) else 1
        longest, before = max(longest, row), day
    return longest
