"""`points.balance`, `points.summary` and `points.purse`: what is held and owed at an instant (docs/rules/points/ledger)."""

from account import Account
from days import instant
from terms import in_period


def balance(document, request):
    account = Account(document, request, as_of=instant(request["as_of"]))
    name, purses = request.get("purse"), account.purses
    purse = purses.purse(name)
    verdict = {
        "balance": purse.balance(), "available": purse.available(purses.day), "pending": purse.pending(purses.day), "expired": purse.expired,
    }
    lots = purses.lots(name)
    if lots:
        verdict["lots"] = lots
    return {"verdict": verdict}


def summary(document, request):
    as_of = instant(request["as_of"])
    purses, goods = {None: [0, 0, 0, {}]}, {}
    for person in request["ledgers"]:
        held = Account(document, request, ledger=person["ledger"], as_of=as_of).purses
        for name, purse in held.of.items():
            total = purses.setdefault(name, [0, 0, 0, {}])
            total[0] += purse.balance()
            total[1] += purse.pending(held.day)
            total[2] += purse.expired
            for lot in held.lots(name):
                key = lot.get("expires_on", "9999-99-99"), lot.get("final_on", "")
                total[3][key] = total[3].get(key, 0) + lot["points"]
        for exchange in held.exchanges.values():
            goods[exchange["goods"]] = goods.get(exchange["goods"], 0) + exchange["left"]
    for total in request.get("redeemed", []):
        goods[total["goods"]] = goods.get(total["goods"], 0) - total["quantity"]
    coupons = {}
    for coupon in request.get("coupons", []):
        if coupon["last_day"] >= as_of[:10]:
            count, yen = coupons.get(coupon["last_day"], (0, 0))
            coupons[coupon["last_day"]] = count + 1, yen + coupon["value_yen"]
    verdict = {"purses": [purse_total(name, *purses[name]) for name in sorted(purses, key=lambda name: name or "")]}
    left = [{"goods": name, "quantity": quantity} for name, quantity in sorted(goods.items()) if quantity > 0]
    if left:
        verdict["goods"] = left
    if coupons:
        verdict["coupons"] = [{"last_day": day, "quantity": count, "value_yen": yen} for day, (count, yen) in sorted(coupons.items())]
    verdict["coupons_yen"] = sum(yen for _, yen in coupons.values())
    return {"verdict": verdict}


def purse_total(name, held, pending, expired, lots):
    total = {"balance": held, "pending": pending, "expired": expired}
    if name is not None:
        total["purse"] = name
    if lots:
        total["lots"] = []
        for (expires, final), points in sorted(lots.items()):
            lot = {"points": points, "expires_on": expires, "final_on": final, "purse": name}
            total["lots"].append({key: value for key, value in lot.items() if value not in (None, "", "9999-99-99")})
    return total


def purse(document, request):
    group, day = request["group"], request["as_of"]
    if all(known["id"] != group for known in document.get("groups", [])):
        return {"verdict": {"reason": "group_unknown"}}
    verdict = {"reason": "accepted"}
    for terms in document.get("points", {}).get("purses", []):
        if group in terms["groups"] and in_period(terms, day):
            verdict["purse"] = terms["id"]
            break
    return {"verdict": verdict}
