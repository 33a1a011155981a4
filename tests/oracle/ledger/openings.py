"""What a host may keep in place of a ledger's first rows (docs/rules/points/ledger)."""

from account import Account
from terms import holds, window


def opening(document, ledger, rows, closed_through, known):
    """An opening for the first rows of a ledger."""
    first = {"opening": ledger["opening"]} if "opening" in ledger else {}
    first["entries"] = ledger["entries"][:rows]
    account = Account(document, {}, ledger=first, as_of=max(row["at"] for row in first["entries"]))
    purses = account.purses
    lots = [lot for name in purses.of for lot in purses.lots(name)]
    out = {"sequence": account.sequence, "points": sum(lot["points"] for lot in lots), "closed_through": closed_through}
    if lots:
        out["lots"] = lots
    known = [record for record in known.values() if record["date"] > closed_through]
    earned, caps = earned_totals(account), cap_totals(account)
    exchanged = [
        {"goods": exchange["goods"], "date": exchange["day"], "quantity": exchange["left"]}
        for exchange in purses.exchanges.values() if exchange["left"]
    ]
    exchanged += account.opening.get("exchanged", [])
    out |= {key: totals for key, totals in (("earned", earned), ("caps", caps), ("exchanged", exchanged), ("known", known)) if totals}
    return out


def earned_totals(account):
    """One for each rule, day and activity, without what was taken back."""
    sums = {}
    for row in account.earnings:
        sign = 1 if row["kind"] == "credit" else -1
        add(sums, (row["rule"], row["date"], row.get("activity")), sign * row["earned"], row["points"])
    for total in account.opening.get("earned", []):
        add(sums, (total["rule"], total["date"], total.get("activity")), total["points"], total.get("paid", total["points"]))
    taking = {rule["id"] for rule in account.points["rules"] if rule.get("downward") == "take_back"}
    for campaign in account.points.get("campaigns", []):
        if taking.intersection(campaign["raises"]):
            taking.add(campaign["id"])
    out = []
    for (rule, day, activity), (earned, paid) in sums.items():
        total = {"rule": rule, "date": day, "points": earned}
        if activity is not None:
            total["activity"] = activity
        if paid < earned and rule in taking:
            total["paid"] = paid
        out.append(total)
    return out


def add(sums, key, earned, paid):
    before = sums.get(key, (0, 0))
    sums[key] = before[0] + earned, before[1] + paid


def cap_totals(account):
    """One for each window of each cap that counts a row."""
    sums = {}
    for cap in account.points.get("caps", []):
        arrival = cap.get("month_of") == "synced" and cap["window"] != "day"
        for row in account.earnings:
            day = row["synced_on" if arrival else "date"]
            if row["rule"] in cap["counts"] and holds(cap, day):
                key = cap["id"], window(cap["window"], day, cap)
                sums[key] = sums.get(key, 0) + row["points"]
        for total in account.opening.get("caps", []):
            if total["cap"] == cap["id"] and holds(cap, total["date"]):
                key = cap["id"], window(cap["window"], total["date"], cap)
                sums[key] = sums.get(key, 0) + total["points"]
    return [{"cap": cap, "date": first, "points": points} for (cap, (first, _)), points in sums.items() if points > 0]
