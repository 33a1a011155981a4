"""Points in purses, as the rows of a ledger leave them: lots with a first and a last day, what was taken from which, and what has expired."""

NEVER = "9999-99-99"


class Lot:
    __slots__ = ("points", "expires", "final", "place")

    def __init__(self, points, expires, final, place):
        self.points, self.expires, self.final, self.place = points, expires or NEVER, final or "", place


class Purse:
    """Lots in the order in which they were granted."""

    def __init__(self):
        self.lots = []
        self.expired = 0

    def expire(self, day):
        for lot in self.lots:
            if lot.expires < day:
                self.expired += lot.points
        self.lots = [lot for lot in self.lots if lot.points and lot.expires >= day]

    def available(self, day):
        return sum(lot.points for lot in self.lots if lot.final <= day)

    def pending(self, day, final=None):
        return sum(lot.points for lot in self.lots if lot.final > day and final in (None, lot.final))

    def balance(self):
        return sum(lot.points for lot in self.lots)

    def renew(self, until, day):
        for lot in self.lots:
            if lot.final <= day and lot.expires < until:
                lot.expires = until

    def grant(self, points, expires, final, place):
        if points:
            self.lots.append(Lot(points, expires, final, place))

    def take(self, points, day, final=None):
        """Takes points, of those that become final on a day first, then those that can be spent: earliest last day first."""
        first = [lot for lot in self.lots if lot.final > day and lot.final == final]
        then = sorted((lot for lot in self.lots if lot.final <= day), key=lambda lot: (lot.expires, lot.place))
        taken = []
        for lot in first + then:
            part = min(points, lot.points)
            if part:
                lot.points -= part
                points -= part
                taken.append((part, lot.expires, lot.place))
        return taken


class Purses:
    def __init__(self, opening):
        self.of = {None: Purse()}
        self.day = ""
        self.exchanges = {}  # sequence: {goods, left, price, purse, taken, day}
        lots = opening.get("lots", [])
        if opening and not lots:
            lots = [{"points": opening["points"]}]
        for place, lot in enumerate(lots):
            self.purse(lot.get("purse")).grant(lot["points"], lot.get("expires_on"), lot.get("final_on"), place - len(lots))

    def purse(self, name):
        return self.of.setdefault(name, Purse())

    def until(self, day):
        """Time passes to a day, and never back."""
        if day > self.day:
            self.day = day
            for purse in self.of.values():
                purse.expire(day)

    def add(self, row):
        """Has a row's effect; how many of the points given back have expired."""
        self.until(row["at"][:10])
        kind, points = row["kind"], row["points"]
        if not points:
            return 0
        purse = self.purse(row.get("purse"))
        if kind == "credit" or (kind == "adjustment" and points > 0):
            if "renewed_until" in row:
                purse.renew(row["renewed_until"], self.day)
            purse.grant(points, row.get("expires_on"), row.get("final_on"), row["sequence"])
            # What is granted after its last day is gone at once.
            purse.expire(self.day)
        elif kind == "exchange":
            if "renewed_until" in row:
                purse.renew(row["renewed_until"], self.day)
            self.exchanges[row["sequence"]] = {
                "goods": row["goods"], "quantity": row["quantity"], "left": row["quantity"], "points": -points,
                "purse": row.get("purse"), "taken": purse.take(-points, self.day), "day": row["at"][:10],
            }
        elif kind == "reversal":
            return self.give_back(purse, row)
        else:
            purse.take(-points, self.day, row.get("final_on"))
        return 0

    def give_back(self, purse, row):
        exchange = self.exchanges.get(row["reverses"])
        if exchange is None:
            purse.grant(row["points"], None, None, row["sequence"])
            return 0
        exchange["left"] -= row.get("quantity", exchange["left"])
        back, points = exchange["taken"], row["points"]
        expired = 0
        while points:
            part, expires, place = back.pop()
            if part > points:
                back.append((part - points, expires, place))
                part = points
            points -= part
            if expires < self.day:
                expired += part
                purse.expired += part
            else:
                purse.lots.append(Lot(part, expires, None, place))
        return expired

    def lots(self, name):
        """The balance by last day, earliest first, as answers have it."""
        sums = {}
        for lot in self.of[name].lots:
            final = lot.final if lot.final > self.day else ""
            if lot.points:
                sums[lot.expires, final] = sums.get((lot.expires, final), 0) + lot.points
        out = []
        for (expires, final), points in sorted(sums.items()):
            lot = {"points": points}
            if expires != NEVER:
                lot["expires_on"] = expires
            if final:
                lot["final_on"] = final
            if name is not None:
                lot["purse"] = name
            out.append(lot)
        return out
