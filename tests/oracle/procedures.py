"""Procedures of docs/rules/account.md, for accounts.py: written from the page and not from the Rust."""


def own_points(account, group):
    """Whether a group's members use the programme's own points: it uses no purse under `points`."""
    purses = account.document.get("points", {}).get("purses", [])
    return not any(group in purse.get("groups", []) for purse in purses)


def of_step(account, step, group):
    ids = lambda kind: [item["id"] for item in step.get(kind, [])]
    asked = [consent["id"] for consent in step.get("consents", []) if not consent.get("own_points") or own_points(account, group)]
    lists = {"needs": ids("needs"), "optional": ids("optional"), "consents": asked}
    return {"id": step["id"], **{kind: names for kind, names in lists.items() if names}, "leave": "leave" in step}


def address_reason(asked, address):
    if asked == "new":
        return None if address == "free" else "address_registered"
    return {"registered": None, "free": "address_unknown", "absent": "address_missing"}[address]


def against(account, terms, row, asked):
    """The reasons against an event, what is missing, and what the mail address must be."""
    steps, event = terms["steps"], asked["event"]
    if asked["now"] < row["at"]:
        return ["time_before_last"], [], None
    if row["state"] == "complete" or (row["state"] == "cancelled" and event != "restart"):
        return ["procedure_ended"], [], None
    if event == "confirm":
        return ([] if row["state"] == "under_review" else ["step_out_of_order"]), [], None
    if row["state"] == "under_review":
        return ["under_review"], [], None
    if event != "finish":
        return [], [], None
    place = [step["id"] for step in steps].index(asked["step"])
    if place != row["done"]:
        return ["step_done_already" if place < row["done"] else "step_out_of_order"], [], None
    step = of_step(account, steps[place], asked["group"])
    consents = [consent for consent in step.get("consents", []) if consent not in asked["consents"]]
    needs = [need for need in step.get("needs", []) if need not in asked["given"]]
    if consents or needs:
        return ["consent_missing"] * bool(consents) + ["need_missing"] * bool(needs), consents + needs, None
    if row.get("withheld"):
        return ["token_not_accepted"], [], None
    wanted = steps[place].get("address")
    if place + 1 == len(steps) and any(step.get("address") == "new" for step in steps):
        wanted = "new"
    found = address_reason(wanted, asked["address"]) if wanted else None
    return [found] if found else [], [], wanted


def proceed(account, stored, asked):
    """The answer, and the row that is stored from now on."""
    terms = account.setting("procedures", id=asked["procedure"])
    steps, event, now = terms["steps"], asked["event"], asked["now"]
    begun = {"id": asked["id"], "procedure": asked["procedure"], "done": 0, "state": "open", "at": now}
    row = stored or begun
    reasons, missing, wanted = ([], [], None) if event == "look" else against(account, terms, row, asked)
    finished = next(step for step in steps if step["id"] == asked["step"]) if event == "finish" else {}
    # At the step that asks, an address that a stranger may not be told of lets the row go on for show.
    withheld = wanted and "address" in finished and reasons and not account.named(reasons[0])
    written = None
    if event != "look" and (not reasons or withheld):
        done = row["done"] + (event == "finish")
        last = "under_review" if asked["review"] == "yes" else "complete"
        states = {"finish": "open" if done < len(steps) else last, "cancel": "cancelled", "confirm": "complete"}
        written = begun if event == "restart" else {**row, "done": done, "state": states[event], "at": now}
        if withheld:
            written = {**written, "withheld": True}
    stands = written or row
    step = of_step(account, steps[stands["done"]], asked["group"]) if stands["state"] == "open" else None
    named = reasons and "address" not in finished and reasons[0] == "address_registered"
    shown = {"reason": reasons[0], "next": "sign_in"} if named else account.shown(reasons)
    if shown["reason"] == "accepted":
        complete = "proceed" if terms.get("signed_in") else "sign_in"
        after = {"open": "proceed", "under_review": "wait", "cancelled": "start_over", "complete": complete}
        shown["next"] = after[stands["state"]]
    verdict = {"reason": (reasons or ["accepted"])[0]}
    verdict |= {"reasons": reasons} if reasons else {}
    verdict |= {"missing": missing} if missing else {}
    verdict |= {"sends": finished["sends"]} if written and not reasons and "sends" in finished else {}
    verdict |= {"step": step} if step else {}
    verdict["shown"] = {**shown, **({"step": step["id"]} if step else {})}
    if not written:
        return {"verdict": verdict}, stored
    expect = {"id": asked["id"], **({"row": stored} if stored else {}), "address_free": wanted == "new" and not reasons}
    return {"verdict": verdict, "store": [written], "expect": expect}, written
