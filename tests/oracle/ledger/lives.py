"""A member's life at random: operations one after another, whose rows are fed back as the ledger."""

import json
import re

from days import EVER, birthday, plus, span
from openings import opening

STEPS = (0, 500, 999, 1000, 2999, 3000, 4999, 5000, 7999, 8000, 8001, 9000, 9001, 12000, 20001)
OPERATIONS = (
    ["points.accrue"] * 36 + ["points.earn"] * 16 + ["points.settle"] * 7 + ["points.exchange"] * 13 + ["points.reverse"] * 12
    + ["points.adjust"] * 6 + ["points.balance"] * 6 + ["points.summary"] * 2 + ["points.compare"] * 3 + ["eligibility.review"] * 5 + ["points.purse"]
)
BORN = ("1984-04-01", "1984-04-02", "1983-03-31", "1949-02-28", "1959-02-28", "1989-04-01", "1989-04-02", "1990-02-28", "1984-02-29", "1988-02-29", "1990-03-31", "1949-05-05", "2003-12-31")
FROM = "2023-11-15"


class Life:
    def __init__(self, random, document, other):
        self.random, self.document, self.other = random, document, json.dumps(other)
        self.points = document["points"]
        self.now = plus(FROM, random.randint(15, 180)) + random.choice(("T09:00:00+09:00", "T00:00:00+09:00", "T23:59:59+09:00"))
        self.opening, self.rows, self.keys, self.revisions, self.known, self.asked = None, [], 0, {}, {}, []
        self.by_source = self.points.get("revisions_of", "source") == "source"
        self.facts = "facts" in document or random.random() < 0.02
        self.person = person(random, "m", self.facts, document)
        self.born = self.person["born"]
        said = re.findall(r"\d{4}-\d{2}-\d{2}", json.dumps([document, self.person]))
        self.days_of_note = sorted({day for day in said if FROM < day < "2025-04-01"} | {"2024-03-31", "2024-04-01"})
        activities = [rule["activity"] for rule in self.points["rules"] if "activity" in rule]
        self.kinds = [kind for terms in activities for kind in terms.get("kinds", [terms.get("kind")])] * 3 + ["walk"]
        self.enrolled = random.choice((None, plus(FROM, random.randint(-300, 20)), plus(self.now[:10], -1)))
        self.ordered = random.random() < 0.93 or "expiry" in self.points  # whether the host's clock only goes forward

    def ledger(self):
        out = {"entries": list(self.rows)} if self.rows or self.opening is None else {}
        return out | ({"opening": self.opening} if self.opening else {})

    def key(self):
        self.keys += 1
        return f"r-{self.keys}"

    def pass_time(self):
        random, today = self.random, self.now[:10]
        how = random.random()
        if how < 0.45:
            return
        if how < 0.8:
            today = plus(today, random.choice((1, 1, 1, 2, 7)))
        elif how < 0.86:
            ahead = [day for day in self.days_of_note if day >= today]
            today = max(today, plus(ahead[0], random.choice((-1, 0, 0, 0, 1)))) if ahead else today
        elif how < 0.94:
            last = span(random.choice(("month", "month", "month", "quarter", "fiscal_year")), today)[1]
            today = random.choice((last, last, plus(last, 1)))
        elif how < 0.96:
            today = plus(today, random.randint(10, 60))
        elif not self.ordered:
            today = plus(today, -random.choice((1, 20)))
        self.now = today + random.choice(("T09:00:00+09:00", "T00:00:00+09:00", "T23:59:59+09:00", "T17:00:00+09:00", "T16:59:59+09:00"))

    def day(self, ahead=0.04):
        """A day that something is recorded for: mostly of late."""
        random, today = self.random, self.now[:10]
        if random.random() < ahead:
            return plus(today, 1)
        how = random.random()
        if how < 0.06:
            return plus(random.choice(self.days_of_note), random.choice((-1, 0, 0, 1)))
        if how < 0.75:
            return plus(today, -random.choice((0, 0, 1, 1, 2, 3, 7, 8)))
        return plus(today, -random.randint(0, 70))

    def next(self):
        """The next operation and its request."""
        random = self.random
        self.pass_time()
        if self.asked and random.random() < 0.07:
            operation, request = random.choice(self.asked)
            if operation == "points.reverse" and self.opening and "quantity" not in request and request["sequence"] <= self.opening["sequence"]:
                return self.next()
            if operation == "points.exchange" and not self.same_terms_always(request["goods"]):
                return self.next()
            request = {**request, "now": self.now, "ledger": self.ledger()}
            if random.random() < 0.25 and "quantity" in request:
                request["quantity"] += 1
            return operation, request
        operation = random.choice(OPERATIONS)
        if not self.rows and random.random() < 0.5:
            operation = random.choice(("points.accrue", "points.earn", "points.adjust"))
        elif operation == "points.reverse" and not any(row["kind"] == "exchange" for row in self.rows) and random.random() < 0.95:
            operation = "points.exchange"
        request = getattr(self, operation.split(".")[1])()
        if "request_key" in request or "event" in request:
            self.asked.append((operation, request))
        return operation, request

    def common(self):
        random = self.random
        out = {"now": self.now, "ledger": self.ledger(), "born": self.born, "person": self.person, "opened_on": plus(self.now[:10], -random.choice((0, 0, 0, 1, 3)))}
        if self.enrolled:
            out["enrolled_on"] = self.enrolled
        if random.random() < 0.03:
            del out[random.choice(list(out)[2:])]
        if random.random() < 0.05:
            out["now"] = plus(self.now[:10], -1) + "T" + random.choice(("15:00:00Z", "23:30:00Z"))
        return out

    def accrue(self):
        out, random = self.common(), self.random
        out["arrivals"] = [self.arrival() for _ in range(random.choice((1, 1, 2, 3, 5)))]
        if random.random() < 0.6:
            out["known"] = list(self.known.values())
        return out

    def arrival(self):
        random, day = self.random, self.day()
        out = {"date": day, "steps": random.choice(STEPS), "source": random.choice(("watch", "watch", "phone") if random.random() < 0.97 else ("other",))}
        if random.random() < 0.9:
            key = day, out["source"] if self.by_source else None
            out["revision"] = max(0, self.revisions.get(key, 0) + random.choice((1, 1, 1, 2, 0, -1)))
            self.revisions[key] = max(self.revisions.get(key, 0), out["revision"])
        if random.random() < (0.12 if self.by_source else 0.02):
            del out["source"]
        return out

    def compare(self):
        return self.accrue() | {"other": self.other}

    def earn(self):
        random = self.random
        out = self.common() | {"activity": random.choice(self.kinds), "date": self.day(), "event": self.key()}
        if random.random() < 0.97:
            out["value"] = random.choice((-101, -100, -1, 0, 1, 14, 15, 20, 99, 100, 149, 150, 1000))
        if random.random() < 0.97:
            out["source"] = random.choice(("watch", "watch", "phone", "other"))
        return out

    def settle(self):
        random = self.random
        out = self.common()
        for key in ("opened_on", "enrolled_on"):
            out.pop(key, None)
        rules = [rule for rule in self.points["rules"] if "mean" in rule or "goal_days" in rule]
        rule = random.choice(rules) if rules else {"id": "m1"}
        day = plus(self.now[:10], -random.choice((0, 5, 20, 35, 95, 200)))
        name = (rule.get("mean") or rule.get("goal_days") or {"window": "month"})["window"]
        first, last = span(name, day) if name != "period" else (plus(day, -5), plus(day, 5))
        last = min(last, plus(first, random.choice((3, 6, 30))))
        out |= {"rule": rule["id"], "date": day, "days": self.days(first, last)}
        if "team" in rule.get("mean", {}):
            out["team"] = [{"days": self.days(first, last)} for _ in range(random.choice((0, 1, 2, 3)))]
        return out

    def days(self, first, last):
        random = self.random
        wanted = {plus(first, random.randint(0, 6)) for _ in range(random.choice((0, 2, 4, 6)))}
        days = [{"date": day, "steps": random.choice(STEPS)} for day in sorted(wanted) if day <= last or random.random() < 0.05]
        if days and random.random() < 0.02:
            days.append(days[0])
        if random.random() < 0.3:
            random.shuffle(days)
        return days

    def exchange(self):
        random = self.random
        goods = random.choice(self.points["exchanges"][:2])
        out = {"now": self.now, "ledger": self.ledger(), "goods": goods["id"], "quantity": random.choice((1, 1, 2, 2, 3, 3, 5) if random.random() < 0.99 else (0,)), "request_key": self.key()}
        if random.random() < 0.02:
            out["goods"] = "unknown"
        if "stock" in goods and random.random() < 0.97:
            out["taken"] = random.choice((0, 0, 0, 0, 7, 8, 9, 10, 11))
        if random.random() < 0.03 and self.rows and self.same_terms_always(goods["id"]):
            out["request_key"] = random.choice(self.rows).get("request_key", out["request_key"])
        return out

    def same_terms_always(self, goods):
        terms = [one for one in self.points["exchanges"] if one["id"] == goods]
        return len(terms) == 1 and "period" not in terms[0] and "every" not in terms[0]

    def reverse(self):
        random = self.random
        exchanges = [row["sequence"] for row in self.rows if row["kind"] == "exchange"]
        sequence = random.choice(exchanges) if exchanges and random.random() < 0.92 else random.randint(0, 30)
        out = {"now": self.now, "ledger": self.ledger(), "sequence": sequence, "request_key": self.key()}
        if random.random() < 0.7:
            out["quantity"] = random.choice((1, 1, 1, 2, 3))
        return out

    def adjust(self):
        random = self.random
        out = {"now": self.now, "ledger": self.ledger(), "points": random.choice((1, 5, 30, 30, -1, -3, -10)), "cause": random.choice(("gift", "fault")), "request_key": self.key()}
        if random.random() < (0.3 if "purses" in self.points else 0.005):
            out["purse"] = "coin"
        return out

    def as_of(self):
        random = self.random
        if self.rows and random.random() < 0.3:
            return random.choice(self.rows)["at"]
        return plus(self.now[:10], random.choice((0, 0, 1, 30, 200, -3))) + random.choice(("T00:00:00+09:00", "T23:59:59+09:00"))

    def balance(self):
        return {"as_of": self.as_of(), "ledger": self.ledger()} | ({"purse": "coin"} if self.random.random() < 0.4 else {})

    def summary(self):
        random = self.random
        ledgers = [{"person": "p1", "ledger": self.ledger()}]
        if random.random() < 0.5:
            ledgers.append({"person": "p2", "ledger": {"entries": self.rows[:2]} if self.opening is None else {}})
        out = {"as_of": self.as_of(), "ledgers": ledgers}
        if random.random() < 0.3:
            out["coupons"] = [{"last_day": plus(self.now[:10], random.choice((-1, 0, 0, 1))), "value_yen": random.choice((500, 1000))} for _ in range(3)]
        return out

    def purse(self):
        return {"as_of": self.day(), "group": self.random.choice([group["id"] for group in self.document.get("groups", [])] + ["g3"])}

    def review(self):
        random = self.random
        people = [person(random, name, self.facts, self.document) for name in ("a", "b", "c", "b")[: random.choice((1, 2, 3, 3, 3, 3, 3, 4))]]
        holdings = [
            {"id": f"h{number}", "person": random.choice("aabcd"), "service": random.choice(("walk", "checkup", "checkup", "yoga")), "on": day_of_note(random, person)}
            for number in range(random.randint(1, 6)) for person in [random.choice(people)]
        ]
        return {"people": people, "holdings": holdings}

    def keep(self, request, answer):
        """Keeps the numbered records that were taken in, as the page has hosts do it."""
        for record, item in zip(request["arrivals"], answer["verdict"]["items"]):
            said = item.get("answer", {})
            if "revision" in record and said.get("revision") == record["revision"] and said["reason"] != "stale_revision":
                source = {key: record[key] for key in ("source", "steps") if self.by_source and "source" in record}
                self.known[record["date"], source.get("source")] = {"date": record["date"], "revision": record["revision"], **source}

    def store(self, operation, request, answer):
        """Writes the rows of an answer, mostly; at times puts totals in place of the first rows."""
        random = self.random
        rows = answer.get("store", [])
        if random.random() < 0.95:
            self.rows += rows
            if operation == "points.accrue":
                self.keep(request, answer)
        if len(self.rows) > 4 and random.random() < 0.06:
            count = random.randint(1, len(self.rows))
            closed = plus(self.now[:10], -random.choice((2, 20, 60, 400)))
            closed = max(closed, self.opening["closed_through"] if self.opening else EVER[0])
            self.opening, self.rows = opening(self.document, self.ledger(), count, closed, self.known), self.rows[count:]


def day_of_note(random, person):
    """A day on which something begins or ends for a person."""
    year = random.choice((2023, 2024, 2024, 2025))
    born = birthday(person["born"], year)
    days = (born, born, f"{born[:8]}01", person["insured_from"], person.get("lost_on", born), f"{year}-04-01", f"{year}-05-31", f"{year}-10-31")
    return plus(random.choice(days), random.choice((-1, 0, 0, 1)))


def person(random, name, facts, document):
    out = {"id": name, "born": random.choice(BORN), "relation": random.choice(("insured", "insured", "dependant", "voluntary", "spouse", "special_retiree"))}
    out["insured_from"] = random.choice(("2010-04-01", "2023-10-01", "2024-04-01", "2024-01-31", "2023-05-31"))
    if random.random() < 0.3:
        out["lost_on"] = plus(out["insured_from"], random.choice((0, 0, 30, 90, 183, 300) if random.random() < 0.99 else (-1,)))
    if random.random() < 0.8:
        out["sex"] = random.choice(("female", "male"))
    if facts and random.random() < 0.4:
        out["facts"] = [{"id": fact} for fact in random.sample(("lives", "works"), random.randint(0, 2))]
        if random.random() < 0.5:
            out["facts"].append({"id": "entered", "on": plus(FROM, random.randint(-30, 200))})
    if "left_out" in str(document.get("eligibility")) and random.random() < 0.2 or random.random() < 0.002:
        out["circumstances"] = ["pregnant"]
    return out
