"""Accrual of docs/rules/points once more, written from the page and not from the Rust: an independent opinion.

Reads a JSON object on each line, {points, deliveries: [{now, arrivals: [{date, steps, revision?}]}], rows: [of each delivery, its rows]}; a row is
[id, day walked, earned, paid, purse or null, final_on or null, expires_on or null], earned and paid below zero where points are taken back.
Nothing is ever spent, and where a rule takes back nothing expires.
It keeps no ledger and no running sums: each record is reckoned from the list of all credits before it.
"""

import json
import sys
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from math import floor


@cache
def window(name, on):
    year, month, _ = map(int, on.split("-"))
    return {"day": on, "month": (year, month), "fiscal_year": year - (month < 4), "ever": None}[name]


def holds(period, on):
    return period.get("from", on) <= on <= period.get("until", on)


def worth(rule, steps):
    if "per_steps" in rule:
        terms = rule["per_steps"]
        if steps < terms["at_least"]:
            return 0
        times = (steps - terms["at_least"]) // terms["each"]
        return min(terms["max_points"], terms["points"] + times * terms["each_points"])
    return max([tier["points"] for tier in rule["step_tiers"] if tier["at_least"] <= steps], default=0)


@cache
def after(on, days):
    return (date.fromisoformat(on) + timedelta(days)).isoformat()


def late(rule, on, now):
    return "grace_days" in rule and now > after(on, rule["grace_days"])


def month_after(on, months):
    months += on.year * 12 + on.month - 1
    return date(months // 12, months % 12 + 1, 1)


def final(terms, on, now):
    """From which day points can be spent, where that is not at once."""
    if "final_after" not in terms:
        return None
    first = month_after(date.fromisoformat(on), terms["final_after"]["months"]) + timedelta(terms["final_after"]["day"] - 1)
    return str(first) if str(first) > now else None


def last_day(points, purse, granted):
    """The last day of points, of which the oracle knows two policies."""
    for terms in points.get("expiry", []):
        if terms.get("purse") == purse:
            if terms["policy"] == "month_end":
                return str(month_after(granted, terms["months"] + 1) - timedelta(1))
            return f"{granted.year + (granted.month > 3)}-03-31"
    return None


def bonus(campaign, earned):
    if "points" in campaign:
        return campaign["points"] if earned else 0
    return floor(Fraction(earned * campaign["basis_points"], 10_000))


def rows(terms, deliveries):
    latest = {}  # the latest revision of each day
    credits = []  # (id, day walked, day of arrival, earned, paid, purse, final_on, expires_on)

    def earned(ids, on):
        return sum(credit[3] for credit in credits if credit[0] in ids and credit[1] == on)

    def counted(cap, on, now):
        """The day that a cap counts."""
        return on if cap["window"] == "day" or cap.get("month_of", "walked") == "walked" else now

    def limits(cap, on, now):
        return holds(cap.get("period", {}), counted(cap, on, now))

    def room(cap, on, now):
        paid = [(c[4], counted(cap, c[1], c[2])) for c in credits if c[0] in cap["counts"]]
        this = window(cap["window"], counted(cap, on, now))
        return cap["points"] - sum(points for points, day in paid if window(cap["window"], day) == this)

    def has_expired(credit, now):
        return credit[7] is not None and credit[7] < now

    def pay(by, on, now, more):
        if more <= 0:
            return
        name, purse = by["id"], by.get("purse")
        rooms = [room(cap, on, now) for cap in terms.get("caps", []) if name in cap["counts"] and limits(cap, on, now)]
        if "balance_cap" in terms and purse is None:
            own = sum(credit[4] for credit in credits if credit[5] is None and not has_expired(credit, now))
            rooms.append(terms["balance_cap"]["points"] - own)
        first = final(by, on, now)
        last = last_day(terms, purse, date.fromisoformat(first or now))
        paid = max(0, min([more] + rooms))
        # A row of 0 points has no first and last day.
        credits.append((name, on, now, more, paid, purse, *((first, last) if paid else (None, None))))

    def take_back(by, on, now, worth):
        name = by["id"]
        paid = sum(credit[4] for credit in credits if credit[0] == name and credit[1] == on)
        credits.append(
            (name, on, now, worth - earned([name], on), min(paid, worth) - paid, by.get("purse"), final(by, on, now), None)
        )

    for delivery in deliveries:
        before, now = len(credits), delivery["now"]
        for record in delivery["arrivals"]:
            on = record["date"]
            if on > now:
                continue
            number = record.get("revision")
            in_effect = [rule for rule in terms["rules"] if holds(rule.get("period", {}), on)]
            if number is None and any(rule.get("downward") == "take_back" for rule in in_effect):
                continue
            if number is not None and number <= latest.get(on, -1):
                continue
            fell = False
            for rule in in_effect:
                if not late(rule, on, now):
                    if number is not None:
                        latest[on] = number
                    more = worth(rule, record["steps"]) - earned([rule["id"]], on)
                    if more < 0 and rule.get("downward") == "take_back":
                        fell = True
                        take_back(rule, on, now, worth(rule, record["steps"]))
                    pay(rule, on, now, more)
            for campaign in terms.get("campaigns", []):
                if holds(campaign["period"], on):
                    raised = earned(campaign["raises"], on)
                    more = bonus(campaign, raised) - earned([campaign["id"]], on)
                    if more < 0 and fell:
                        take_back(campaign, on, now, bonus(campaign, raised))
                    pay(campaign, on, now, more)
        yield [[name, on, *rest] for name, on, _, *rest in credits[before:]]


def main():
    lines = count = points = 0
    for lines, line in enumerate(sys.stdin, 1):
        case = json.loads(line)
        ours = list(rows(case["points"], case["deliveries"]))
        if ours != case["rows"]:
            sys.exit(f"line {lines}: {ours}, and not {case['rows']}: {line}")
        count += sum(map(len, ours))
        points += sum(row[3] for delivery in ours for row in delivery)
    print(f"{lines} agreed with the page's rules, {count} rows, {points} points")


main()
