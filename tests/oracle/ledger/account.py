"""A member's ledger as it stands, and what can be asked of it: what was earned and paid, and the room that caps leave."""

from days import instant
from purses import Purses
from terms import Grant, holds, renewal, window


class Refused(Exception):
    """An input that cannot be used: a code, and a place."""


def known_purse(document, request):
    """The purse that a request names, which must be one of the programme's."""
    name = request.get("purse")
    if name is not None and all(terms["id"] != name for terms in document.get("points", {}).get("purses", [])):
        raise Refused("id_unknown", "/purse")
    return name


def known_caps(document, ledger):
    """Totals of an opening name caps that the programme has."""
    known = {cap["id"] for cap in document.get("points", {}).get("caps", [])}
    for place, total in enumerate(ledger.get("opening", {}).get("caps", [])):
        if total["cap"] not in known:
            raise Refused("id_unknown", f"/ledger/opening/caps/{place}/cap")


class Account:
    def __init__(self, document, request, ledger=None, as_of=None):
        self.points = document.get("points", {})
        ledger = (request.get("ledger", {}) if ledger is None else ledger)
        self.opening = ledger.get("opening", {})
        self.rows = ledger.get("entries", [])
        self.purses = Purses(self.opening)
        self.known_to = self.opening.get("sequence", 0)
        if as_of is not None:
            until = next((place for place, row in enumerate(self.rows) if row["at"] > as_of), len(self.rows))
            self.rows = self.rows[:until]
        for row in self.rows:
            self.purses.add(row)
        self.sequence = self.rows[-1]["sequence"] if self.rows else self.known_to
        self.at = as_of or instant(request["now"])
        self.today = self.at[:10]
        self.purses.until(self.today)
        self.earnings = [row for row in self.rows if row["kind"] in ("credit", "correction")]
        self.new = []

    def balance(self):
        return self.purses.of[None].balance()

    def available(self, purse=None):
        return self.purses.purse(purse).available(self.purses.day)

    def closed(self, day):
        return day <= self.opening.get("closed_through", "")

    def write(self, kind, points, purse=None, **fields):
        """A row to store, which counts at once."""
        self.sequence += 1
        row = {"sequence": self.sequence, "at": self.at, "kind": kind, "points": points, "purse": purse, **fields}
        row = {key: value for key, value in row.items() if value is not None}
        self.purses.add(row)
        if kind in ("credit", "correction"):
            self.earnings.append(row)
        self.new.append(row)
        return row

    def of_day(self, name, day, activity=None):
        """What a rule or campaign has earned for a day, and what was paid of it."""
        earned = paid = 0
        for row in self.earnings:
            if row["rule"] == name and row["date"] == day and (activity is None or row.get("activity") == activity):
                earned += row["earned"] if row["kind"] == "credit" else -row["earned"]
                paid += row["points"]
        for total in self.opening.get("earned", []):
            if total["rule"] == name and total["date"] == day and (activity is None or total.get("activity") == activity):
                earned += total["points"]
                paid += total.get("paid", total["points"])
        return earned, paid

    def credited(self, name, within, activity=None, least=1):
        """Whether a row or a total says that something was earned in a window; what is settled is so with 0 points too."""
        first, last = within
        rows = [(row, row["earned"]) for row in self.earnings if row["kind"] == "credit"]
        rows += [(total, total["points"]) for total in self.opening.get("earned", [])]
        return any(
            row["rule"] == name and first <= row["date"] <= last and earned >= least and (activity is None or row.get("activity") == activity)
            for row, earned in rows
        )

    def room(self, cap, day):
        """What a cap leaves for a record of a day that arrives today; none where the cap does not count it."""
        arrival = cap.get("month_of") == "synced" and cap["window"] != "day"
        counted = self.today if arrival else day
        if not holds(cap, counted):
            return None
        first, last = window(cap["window"], counted, cap)
        paid = sum(
            row["points"] for row in self.earnings
            if row["rule"] in cap["counts"] and first <= row["synced_on" if arrival else "date"] <= last
        )
        totals = self.opening.get("caps", [])
        return cap["points"] - paid - sum(total["points"] for total in totals if total["cap"] == cap["id"] and first <= total["date"] <= last)

    def pay(self, by, day, earned, final, more):
        """Pays what a rule or a campaign earns; what is said of it."""
        name, purse = by["id"], by.get("purse")
        grant = Grant(self.points, purse, day, self.today, final)
        if earned and grant.against:
            return {"rule": name, "reason": grant.against, "earned": 0, "points": 0}
        rooms = []
        for cap in self.points.get("caps", []):
            if name in cap["counts"]:
                room = self.room(cap, day)
                if room is not None:
                    rooms.append((max(0, room), {"cap": cap["id"]}))
        if "balance_cap" in self.points and purse is None:
            rooms.append((max(0, self.points["balance_cap"]["points"] - self.balance()), {}))
        room, cap = min(rooms, key=lambda room: room[0], default=(earned, {}))
        paid = min(earned, room)
        until = renewal(self.points, purse, "credit", self.today) if paid and (grant.final or "") <= self.today else None
        self.write(
            "credit", paid, purse, rule=name, date=day, synced_on=self.today, earned=earned,
            final_on=grant.final if paid else None, expires_on=grant.expires if paid else None, renewed_until=until, **more,
        )
        said = {"rule": name, "reason": "paid" if paid == earned else "paid_in_part" if paid else "cap_reached", "earned": earned, "points": paid}
        if paid < earned:
            said["lost"] = {**cap, "points": earned - paid}
        return said

    def take_back(self, by, day, worth, final, more):
        """Lowers what a day has earned to its worth, and takes back what was paid beyond it, as far as it is not spent."""
        name, purse = by["id"], by.get("purse")
        earned, paid = self.of_day(name, day)
        final = final if final is not None and final > self.today else None
        wanted = paid - min(paid, worth)
        held = self.purses.purse(purse)
        there = held.available(self.purses.day) + (held.pending(self.purses.day, final) if final else 0)
        taken = min(wanted, there)
        fell = earned - (worth if taken == wanted else paid - taken)
        if fell or taken:
            self.write("correction", -taken, purse, rule=name, date=day, synced_on=self.today, earned=fell, final_on=final, **more)
        said = {"earned": fell, "points": taken, "spent": wanted - taken or None}
        reason = "taken_back" if taken == wanted else "taken_back_in_part"
        return {"rule": name, "reason": reason, "earned": 0, "points": 0, "taken_back": {key: value for key, value in said.items() if value is not None}}

    def posting(self, verdict, replayed=False, expect=None):
        answer = {"verdict": verdict}
        if self.new:
            answer["store"] = self.new
            answer["expect"] = {"sequence": self.new[0]["sequence"] - 1, **(expect or {})}
        elif expect is not None:
            answer["expect"] = {"sequence": self.sequence, **expect}
        if replayed:
            answer["replayed"] = True
        return answer
