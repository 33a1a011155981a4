"""`points.exchange`, `points.reverse` and `points.adjust`: what is spent, given back, added and taken away (docs/rules/points/ledger)."""

from account import Account, Refused, known_purse
from terms import Grant, holds, own_time, renewal, window


def exchanged(account, goods, first, last):
    """How many of the goods were exchanged in a window and not reversed."""
    of_rows = sum(
        exchange["left"] for exchange in account.purses.exchanges.values() if exchange["goods"] == goods and first <= exchange["day"] <= last
    )
    totals = account.opening.get("exchanged", [])
    return of_rows + sum(total["quantity"] for total in totals if total["goods"] == goods and first <= total["date"] <= last)


def found(account, request):
    """The row of the ledger, or the one that the host found, under the request's key."""
    rows = [row for row in account.rows if row.get("request_key") == request["request_key"]]
    if not rows and request.get("earlier", {}).get("request_key") == request["request_key"]:
        rows = [request["earlier"]]
    return rows[0] if rows else None


def closed(terms, day, at):
    """Whether the hour of the last day has passed."""
    if "closes_at" not in terms:
        return False
    return day == own_time(terms, day)[1] and at[11:16] >= terms["closes_at"]


def exchange(document, request):
    account = Account(document, request)
    points, day = account.points, account.today
    if request["quantity"] < 1:
        raise Refused("out_of_range", "/quantity")
    terms = next((terms for terms in points.get("exchanges", []) if terms["id"] == request["goods"] and holds(terms, day)), None)
    row = found(account, request)
    if row is not None:
        return again_exchanged(account, terms, request, row)
    if terms is None:
        verdict = {"reason": "not_in_effect", "reasons": ["not_in_effect"], "quantity": 0, "points": 0, "balance": account.available(), "affordable": 0}
        return account.posting(verdict)
    if "stock" in terms and "taken" not in request:
        raise Refused("missing_value", "/taken")
    purse, quantity = terms.get("purse"), request["quantity"]
    available, price = account.available(purse), quantity * terms["points"]
    reasons = []
    if closed(terms, day, account.at):
        reasons.append("exchange_closed")
    if quantity < terms.get("min_quantity", 1):
        reasons.append("quantity_too_low")
    if "requires" in terms:
        required = terms["requires"]
        first, last = window(required["window"], day, terms)
        if not has_earned(account, required["earned"], first, last):
            reasons.append("activity_required")
    limits = [terms["limit"]] if "limit" in terms else terms.get("limits", [])
    if any(exchanged(account, request["goods"], *window(limit["window"], day, terms)) + quantity > limit["quantity"] for limit in limits):
        reasons.append("exchange_limit_reached")
    if "stock" in terms and request["taken"] + quantity > terms["stock"]:
        reasons.append("out_of_stock")
    if price > available:
        reasons.append("balance_too_low")
    verdict = {"reason": reasons[0] if reasons else "exchanged"}
    if reasons:
        return account.posting({**verdict, "reasons": reasons, "quantity": 0, "points": 0, "balance": available, "affordable": available // terms["points"]})
    left = available - price
    account.write(
        "exchange", -price, purse, goods=request["goods"], quantity=quantity, balance=left, request_key=request["request_key"],
        renewed_until=renewal(points, purse, "exchange", day),
    )
    verdict |= {"quantity": quantity, "points": price, "balance": left, "affordable": left // terms["points"]}
    if "value_yen" in terms:
        verdict["value_yen"] = quantity * terms["value_yen"]
    return account.posting(verdict, expect={"taken": request["taken"]} if "stock" in terms else None)


def again_exchanged(account, terms, request, row):
    if row["kind"] != "exchange" or (row["goods"], row["quantity"]) != (request["goods"], request["quantity"]):
        available = account.available(terms.get("purse") if terms else None)
        affordable = available // terms["points"] if terms else 0
        verdict = {"reason": "request_key_reused", "reasons": ["request_key_reused"], "quantity": 0, "points": 0, "balance": available, "affordable": affordable}
        return account.posting(verdict)
    at_the_time = next((terms for terms in account.points.get("exchanges", []) if terms["id"] == row["goods"] and holds(terms, row["at"][:10])), None)
    price = at_the_time["points"] if at_the_time else -row["points"] // row["quantity"]
    verdict = {"reason": "exchanged", "quantity": row["quantity"], "points": -row["points"], "balance": row["balance"], "affordable": row["balance"] // price}
    if at_the_time and "value_yen" in at_the_time:
        verdict["value_yen"] = row["quantity"] * at_the_time["value_yen"]
    return account.posting(verdict, replayed=True)


def has_earned(account, names, first, last):
    """Whether one of the rules has earned on a day of a window, whatever its caps let through."""
    earned = {}
    for row in account.earnings:
        if row["rule"] in names and first <= row["date"] <= last:
            key = row["rule"], row["date"]
            earned[key] = earned.get(key, 0) + (row["earned"] if row["kind"] == "credit" else -row["earned"])
    totals = account.opening.get("earned", [])
    return any(points > 0 for points in earned.values()) or any(
        total["points"] > 0 and total["rule"] in names and first <= total["date"] <= last for total in totals
    )


def reverse(document, request):
    account = Account(document, request)
    if request.get("quantity") == 0:
        raise Refused("out_of_range", "/quantity")
    again = next((row for row in account.rows if row.get("request_key") == request["request_key"]), None)
    target = next((row for row in account.rows if row["sequence"] == request["sequence"]), None)
    purse = target.get("purse") if target else None

    def refused(reason):
        return account.posting({"reason": reason, "points": 0, "balance": account.available(purse)})

    if again is not None:
        same = again["kind"] == "reversal" and again["reverses"] == request["sequence"]
        if same and "quantity" in request:
            whole = target["quantity"] if target else None
            same = request["quantity"] == again.get("quantity", whole)
        if not same:
            return refused("request_key_reused")
        verdict = {"reason": "reversed", "points": again["points"], "expired": again.get("expired"), "balance": again["balance"]}
        return account.posting({key: value for key, value in verdict.items() if value is not None}, replayed=True)
    if target is None:
        return refused("entry_not_found")
    if target["kind"] != "exchange":
        return refused("not_reversible")
    bought = account.purses.exchanges[target["sequence"]]
    if not bought["left"]:
        return refused("already_reversed")
    quantity = request.get("quantity", bought["left"])
    if quantity > bought["left"]:
        return refused("more_than_exchanged")
    terms = [terms for terms in account.points.get("exchanges", []) if terms["id"] == target["goods"] and holds(terms, target["at"][:10])]
    if not terms:
        return refused("not_in_effect")
    if "irrevocable" in terms[0]:
        return refused("exchange_irrevocable")
    part = None if quantity == target["quantity"] else quantity
    points, rest = divmod(bought["points"] * quantity, bought["quantity"])
    if rest:
        return refused("not_reversible")
    row = {"sequence": account.sequence + 1, "at": account.at, "kind": "reversal", "points": points, "purse": purse}
    row |= {"quantity": part, "reverses": target["sequence"]}
    row = {key: value for key, value in row.items() if value is not None}
    expired = account.purses.add(row)
    row |= {"balance": account.available(purse), "request_key": request["request_key"]}
    if expired:
        row["expired"] = expired
    account.new.append(row)
    verdict = {"reason": "reversed", "points": points, "balance": row["balance"]}
    if expired:
        verdict["expired"] = expired
    return account.posting(verdict)


def adjust(document, request):
    account = Account(document, request)
    points, purse = request["points"], known_purse(document, request)
    if points == 0:
        raise Refused("out_of_range", "/points")

    def refused(reason):
        return account.posting({"reason": reason, "points": 0, "balance": account.available(purse)})

    row = found(account, request)
    if row is not None:
        if row["kind"] != "adjustment" or (row["points"], row["cause"], row.get("purse")) != (points, request["cause"], purse):
            return refused("request_key_reused")
        verdict = {"reason": "adjusted", "points": points, "balance": row["balance"], "expires_on": row.get("expires_on")}
        return account.posting({key: value for key, value in verdict.items() if value is not None}, replayed=True)
    available, expires = account.available(purse), None
    if points > 0:
        grant = Grant(account.points, purse, None, account.today, None)
        if grant.against:
            return refused(grant.against)
        expires = grant.expires
    elif -points > available:
        return refused("balance_too_low")
    account.write("adjustment", points, purse, expires_on=expires, cause=request["cause"], balance=available + points, request_key=request["request_key"])
    verdict = {"reason": "adjusted", "points": points, "balance": available + points}
    if expires:
        verdict["expires_on"] = expires
    return account.posting(verdict)
