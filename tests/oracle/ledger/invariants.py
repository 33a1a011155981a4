"""What always holds of a ledger (docs/rules/points/ledger, Invariants), and ledgers that break it in one place."""

from purses import Purses

NEEDS = {
    "credit": ("rule", "date", "synced_on", "earned"), "correction": ("rule", "date", "synced_on", "earned"),
    "exchange": ("goods", "quantity", "balance"), "reversal": ("reverses", "balance"), "adjustment": ("cause", "balance", "request_key"),
}
EVERY = ("sequence", "at", "kind", "points", "purse", "request_key")
MORE = {
    "credit": ("revision", "source", "steps", "activity", "final_on", "expires_on", "renewed_until"), "correction": ("revision", "source", "steps", "final_on"),
    "exchange": ("renewed_until",), "reversal": ("quantity", "expired"), "adjustment": ("expires_on",),
}
SIGNS = {
    "credit": lambda points: points >= 0, "correction": lambda points: points <= 0, "exchange": lambda points: points < 0,
    "reversal": lambda points: points > 0, "adjustment": lambda points: points != 0,
}


def faults(ledger, path, as_of):
    """All that the first row up to an instant that breaks something breaks: pairs of a code and a place. Nothing where all holds."""
    opening = ledger.get("opening", {})
    found = opening_faults(opening, f"{path}/opening") if opening else []
    state = State(opening)
    for place, row in enumerate(ledger.get("entries", [])):
        if found or row["at"] > as_of:
            break
        found = [(code, f"{path}/entries/{place}/{key}") for code, key in state.faults(row)]
        if not found:
            state.add(row)
    return found


def opening_faults(opening, path):
    found = []
    lots = opening.get("lots", [])
    if lots and sum(lot["points"] for lot in lots) != opening["points"]:
        found.append(("lots_differ", f"{path}/lots"))
    for place, lot in enumerate(lots):
        if lot.get("expires_on", "9999-99-99") < lot.get("final_on", ""):
            found.append(("period_upside_down", f"{path}/lots/{place}/expires_on"))
    for place, total in enumerate(opening.get("earned", [])):
        if total.get("paid", 0) > total["points"]:
            found.append(("paid_above_earned", f"{path}/earned/{place}/paid"))
    return found


class State:
    """The rows so far."""

    def __init__(self, opening):
        self.opening, self.purses = opening, Purses(opening)
        self.sequence = opening.get("sequence", 0)
        self.keys, self.exchanges, self.before = {}, {}, {}
        self.sums = {}
        self.totals = {(total["rule"], total["date"]) for total in opening.get("earned", [])}
        for total in opening.get("earned", []):
            self.sum(total["rule"], total["date"], total["points"], total.get("paid", total["points"]))

    def sum(self, rule, day, earned, paid):
        before = self.sums.get((rule, day), (0, 0))
        self.sums[rule, day] = before[0] + earned, before[1] + paid

    def add(self, row):
        self.sequence = row["sequence"]
        if "request_key" in row:
            self.keys.setdefault(row["request_key"], row)
        if row["kind"] in ("credit", "correction"):
            self.sum(row["rule"], row["date"], *self.signed(row))
        elif row["kind"] == "exchange":
            self.exchanges[row["sequence"]] = [row, row["quantity"]]
        elif row["kind"] == "reversal":
            if row["reverses"] in self.exchanges:
                bought = self.exchanges[row["reverses"]]
                bought[1] -= row.get("quantity", bought[1])
            else:
                self.before[row["reverses"]] = "quantity" not in row
        self.purses.add(row)

    @staticmethod
    def signed(row):
        return (row["earned"] if row["kind"] == "credit" else -row["earned"]), row["points"]

    def faults(self, row):
        kind = row["kind"]
        missing = [("missing_value", key) for key in NEEDS[kind] if key not in row]
        known = (*EVERY, *NEEDS[kind], *MORE[kind])
        foreign = [("field_of_other_kind", key) for key in row if key not in known or key == "request_key" and kind == "correction"]
        if kind == "adjustment" and row["points"] < 0 and "expires_on" in row:
            foreign.append(("field_of_other_kind", "expires_on"))
        if missing:
            return missing + foreign
        found = foreign
        if row["sequence"] <= self.sequence:
            found.append(("sequence_unordered", "sequence"))
        if not SIGNS[kind](row["points"]):
            found.append(("points_sign_wrong", "points"))
        if self.key_repeated(row):
            found.append(("request_key_repeated", "request_key"))
        if row.get("expires_on", "9999-99-99") < row.get("final_on", ""):
            found.append(("period_upside_down", "expires_on"))
        if kind in ("credit", "correction"):
            found += self.earned_faults(row)
        elif kind == "exchange" and row["quantity"] < 1:
            found.append(("out_of_range", "quantity"))
        elif kind == "reversal":
            found += self.reversal_faults(row)
        if row["points"] < 0 and self.holds(row) < -row["points"]:
            found.append(("balance_negative", "points"))
        return found

    def holds(self, row):
        self.purses.until(row["at"][:10])
        purse = self.purses.purse(row.get("purse"))
        pending = purse.pending(self.purses.day, row["final_on"]) if "final_on" in row else 0
        return purse.available(self.purses.day) + pending

    def key_repeated(self, row):
        other = self.keys.get(row.get("request_key"))
        return other is not None and not (row["kind"] == other["kind"] == "credit" and row["date"] == other["date"])

    def earned_faults(self, row):
        found = []
        if abs(row["points"]) > row["earned"]:
            found.append(("paid_above_earned", "points"))
        key = row["rule"], row["date"]
        if not self.opening or key in self.totals:
            before = self.sums.get(key, (0, 0))
            earned, paid = (sum(pair) for pair in zip(before, self.signed(row)))
            if not 0 <= paid <= earned:
                found.append(("paid_above_earned", "earned"))
        return found

    def reversal_faults(self, row):
        quantity, points = row.get("quantity"), row["points"]
        expired = [("reversal_differs", "expired")] if row.get("expired", 0) > points else []
        if quantity == 0:
            return [("out_of_range", "quantity"), *expired]
        if row["reverses"] not in self.exchanges:
            whole = self.before.get(row["reverses"])
            known = row["reverses"] <= self.opening.get("sequence", -1) and (whole is None or whole is False and quantity is not None)
            return expired if known else [("reversal_differs", "reverses"), *expired]
        bought, left = self.exchanges[row["reverses"]]
        if not left or quantity is None and left < bought["quantity"]:
            return [("reversal_differs", "reverses"), *expired]
        if quantity is not None and quantity > left:
            return [("reversal_differs", "quantity"), *expired]
        found = expired
        if points * bought["quantity"] != -bought["points"] * (quantity or bought["quantity"]):
            found.append(("reversal_differs", "points"))
        if row.get("purse") != bought.get("purse"):
            found.append(("reversal_differs", "purse"))
        return found


def changed(random, ledger):
    """A ledger with one change, which may break something and may not."""
    ledger = {key: list(value) if isinstance(value, list) else value for key, value in ledger.items()}
    rows = ledger["entries"]
    place = random.randrange(len(rows))
    row = dict(rows[place])
    how = random.choice(("drop", "twice", "swap", "delete", "points", "points", "number", "number", "text", "text", "foreign", "lots"))
    if how == "drop":
        del rows[place]
    elif how == "twice":
        rows.insert(place, row)
    elif how == "swap" and place:
        rows[place - 1], rows[place] = row, rows[place - 1]
    elif how == "delete":
        # A row without the fields that every kind has is no row: that is found where the request is read.
        key = random.choice(list(row))
        if key not in EVERY[:4]:
            del row[key]
            rows[place] = row
    elif how == "points":
        row["points"] = random.choice((0, -row["points"], row["points"] + 1, row["points"] - 1, row["points"] * 2))
        rows[place] = row
    elif how == "number":
        key = random.choice([key for key in ("sequence", "earned", "quantity", "reverses", "expired", "balance") if key in row])
        row[key] = max(0, row[key] + random.choice((-1, 1, -2, 3)))
        rows[place] = row
    elif how == "text":
        key = random.choice(("purse", "request_key", "final_on", "expires_on", "date", "rule"))
        other = random.choice(rows)
        if key in other:
            row[key] = other[key]
        rows[place] = row
    elif how == "foreign":
        rows[place] = row | random.choice(({"goods": "g1"}, {"reverses": 1}, {"cause": "x"}, {"expires_on": "2024-03-31"}, {"revision": 1}, {"expired": 0}))
    elif how == "lots" and ledger.get("opening", {}).get("lots"):
        lots = [dict(lot) for lot in ledger["opening"]["lots"]]
        lots[0]["points"] += 1
        ledger["opening"] = ledger["opening"] | {"lots": lots}
    return ledger
