"""Accrual of docs/rules/points.md once more, written from the page and not from the Rust: an independent opinion.

Reads a JSON object on each line, {points, deliveries: [{now, arrivals: [{date, steps}]}], paid: [points of each delivery]}.
It keeps no ledger and no running sums: each record is reckoned from the list of all credits before it.
"""

import json
import sys
from datetime import date, timedelta
from fractions import Fraction
from math import floor


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
        return min(terms["most"], terms["points"] + times * terms["each_points"])
    return max([tier["points"] for tier in rule["step_tiers"] if tier["at_least"] <= steps], default=0)


def late(rule, on, now):
    return "grace_days" in rule and date.fromisoformat(now) > date.fromisoformat(on) + timedelta(rule["grace_days"])


def bonus(campaign, earned):
    if "points" in campaign:
        return campaign["points"] if earned else 0
    return floor(Fraction(earned * campaign["basis_points"], 10_000))


def totals(terms, deliveries):
    credits = []  # (id, day walked, day of arrival, earned, paid)

    def earned(ids, on):
        return sum(credit[3] for credit in credits if credit[0] in ids and credit[1] == on)

    def room(cap, on, now):
        walked = cap["window"] == "day" or cap.get("month_of", "walked") == "walked"
        counted = [(c[4], c[1] if walked else c[2]) for c in credits if c[0] in cap["counts"]]
        this = window(cap["window"], on if walked else now)
        return cap["points"] - sum(paid for paid, day in counted if window(cap["window"], day) == this)

    def pay(name, on, now, more):
        if more <= 0:
            return
        rooms = [room(cap, on, now) for cap in terms.get("caps", []) if name in cap["counts"]]
        if "most_balance" in terms:
            rooms.append(terms["most_balance"]["points"] - sum(credit[4] for credit in credits))
        credits.append((name, on, now, more, max(0, min([more] + rooms))))

    for delivery in deliveries:
        before, now = sum(credit[4] for credit in credits), delivery["now"]
        for record in delivery["arrivals"]:
            on = record["date"]
            if on > now:
                continue
            for rule in terms["rules"]:
                if holds(rule.get("period", {}), on) and not late(rule, on, now):
                    pay(rule["id"], on, now, worth(rule, record["steps"]) - earned([rule["id"]], on))
            for campaign in terms.get("campaigns", []):
                if holds(campaign["period"], on):
                    raised = earned(campaign["raises"], on)
                    pay(campaign["id"], on, now, bonus(campaign, raised) - earned([campaign["id"]], on))
        yield sum(credit[4] for credit in credits) - before


def main():
    lines = points = 0
    for lines, line in enumerate(sys.stdin, 1):
        case = json.loads(line)
        ours = list(totals(case["points"], case["deliveries"]))
        if ours != case["paid"]:
            sys.exit(f"line {lines}: {ours}, and not {case['paid']}: {line}")
        points += sum(ours)
    print(f"{lines} agreed with the page's rules, {points} points")


main()
