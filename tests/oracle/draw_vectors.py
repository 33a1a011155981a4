"""Vectors of draws by the Python of this folder alone: of 1 to 40 holders tags, roots, manifests, keys, results, proofs of inclusion and of
consistency; and of manifests that bind the terms after the draw.

`python3 tests/oracle/draw_vectors.py` writes them into `tests/vectors/lottery`.
"""

import datetime
import json
import pathlib

from draw import D, H, draw, expand32, extract, lp, root
from verify_draw import (
    consistency,
    entry_leaf,
    first_failed,
    followed,
    inclusion,
    log_leaf,
    manifest_bytes,
    select,
    settlement_hash,
)

JAPAN = datetime.timezone(datetime.timedelta(hours=9))
FREEZE, DRAW = (datetime.datetime(2024, 6, day, tzinfo=JAPAN) for day in (1, 3))
NOTE = "from tests/oracle/draw_vectors.py"


def drawn(holders):
    """A draw of this number of holders, with everything that it comes to."""
    asked = {
        "draw_id": f"draw-{holders}",
        "entropy": f"{holders:064x}",
        "holders": [{"member_id": f"m-{n}", "tickets": 1 + (n * 7 + holders) % 3} for n in range(holders)],
        "freeze_time": int(FREEZE.timestamp()),
        "draw_time": int(DRAW.timestamp()),
        "description": "six numbers of a day",
        "prizes": [{"code": "first", "quantity": 1}, {"code": "second", "quantity": 2}],
        "alternates": holders % 3,
        "max_prizes_per_holder": 1 + holders % 2,
        "commitments": [],
        "public_text": f"{holders}./9.18.26./",
        "reveals": [],
    }
    return asked, draw(asked)


def manifest(asked, made):
    return {
        "draw_id": asked["draw_id"],
        "freeze_time": FREEZE.isoformat(),
        "draw_time": DRAW.isoformat(),
        "beacon": {"kind": "public_text", "description": asked["description"]},
        "holders": len(made["entries"]),
        "tickets": sum(entry["count"] for entry in made["entries"]),
        "root": made["root"],
        **{name: asked[name] for name in ("prizes", "alternates", "max_prizes_per_holder")},
    }


def enter(asked, made):
    request = {name: asked[name] for name in ("draw_id", "entropy", "holders")}
    return request, {"/answer/verdict/entries": made["entries"], "/answer/store": made["rows"]}


def freeze(asked, made):
    settings = manifest(asked, made)
    request = {name: settings[name] for name in ("draw_id", "freeze_time", "draw_time", "beacon")}
    request["entries"] = made["entries"]
    request |= {name: asked[name] for name in ("prizes", "alternates", "max_prizes_per_holder")}
    expect = {f"/answer/verdict/{name}": made[name] for name in ("manifest_bytes", "draw_hash")}
    return request, {"/answer/verdict/manifest": settings, **expect}


def receipts(asked, made):
    """Of the first holder of the list, one in the middle, and the last."""
    tags = [entry["tag"] for entry in made["entries"]]
    places = sorted({0, len(tags) // 2, len(tags) - 1})
    rows = [next(row for row in made["rows"] if row["tag"] == tags[place]) for place in places]
    leaves = [entry_leaf(entry) for entry in made["entries"]]

    def receipt(place, row):
        path = [node.hex() for node in inclusion(place, leaves)]
        return {"draw_id": asked["draw_id"], **row, "index": place, "path": path}

    request = {"draw_id": asked["draw_id"], "entries": made["entries"], "rows": rows}
    return request, {"/answer/verdict/receipts": [receipt(place, row) for place, row in zip(places, rows)]}


def since_of(size):
    """The size of an earlier head of a log of this size."""
    return 1 + size * 5 // 7


def heads(asked, made):
    """The head of the log of as many exchanges, and an earlier one, with the proof that `lottery.log` gives for them."""
    request, expect = log(asked, made)
    exchanges, since = request["exchanges"], request["since"]
    leaves = [log_leaf(exchange) for exchange in exchanges[:since]]
    first = {"size": since, "root": root(leaves).hex(), "time": exchanges[since - 1]["time"]}
    path = expect["/answer/verdict/consistency"] or []
    return {"first": first, "second": expect["/answer/verdict/head"], "consistency": path}, {"/answer/verdict/reason": "accepted"}


def receipt(asked, made):
    """The receipt of the last holder of the list, before the draw."""
    _, expect = receipts(asked, made)
    own = expect["/answer/verdict/receipts"][-1]
    names = ("receipt_tag", "proof_draw_hash", "receipt_included", "proof_time_evidence")
    outcomes = ("pass", "pass", "pass", "not_evaluated")
    steps = [{"step": step, "outcome": outcome} for step, outcome in zip(names, outcomes)]
    expect = {"/answer/verdict/reason": "accepted", "/answer/verdict/steps": steps, "/answer/verdict/time_evidence": "none"}
    return {"draw_hash": made["draw_hash"], "manifest": manifest(asked, made), "receipt": own}, expect


# The leaves that Certificate Transparency implementations share, and what they publish of the tree over them: its root at each size, and
# proofs of consistency.
KNOWN_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
KNOWN_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
KNOWN_CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
    (6, 7): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}


def known_heads():
    """The published answers, which the definitions of the RFC come to as well, and false ones made of them. The times are made up."""
    leaves = [bytes.fromhex(leaf) for leaf in KNOWN_LEAVES]
    assert all(root(leaves[:size]).hex() == known for size, known in KNOWN_ROOTS.items())

    def request(first, second, path):
        times = {size: f"2022-05-0{size}T09:00:00+09:00" for size in KNOWN_ROOTS}
        first, second = ({"size": size, "root": KNOWN_ROOTS[size], "time": times[size]} for size in (first, second))
        return {"first": first, "second": second, "consistency": path}

    for (first, second), path in KNOWN_CONSISTENCY.items():
        assert [node.hex() for node in consistency(first, leaves[:second])] == path
        yield f"{first}-of-{second}", request(first, second, path), {"/answer/verdict/reason": "accepted"}
    changed = request(6, 8, KNOWN_CONSISTENCY[6, 8])
    changed["first"]["root"] = KNOWN_ROOTS[5]
    yield "another-first-root", changed, {"/answer/verdict/reason": "log_not_consistent"}
    for name, first, second, path in [
        ("of-another-tree", 6, 7, KNOWN_CONSISTENCY[6, 8]),
        ("of-another-beginning", 2, 8, KNOWN_CONSISTENCY[1, 8]),
        ("in-another-order", 6, 8, KNOWN_CONSISTENCY[6, 8][::-1]),
        ("a-hash-less", 1, 8, KNOWN_CONSISTENCY[1, 8][:-1]),
    ]:
        yield name, request(first, second, path), {"/answer/verdict/reason": "log_not_consistent"}


def log(asked, made):
    """An exchange for each holder, in the order in which they were given."""
    size = len(made["rows"])
    whose = [row["tag"] for row in made["rows"]]
    times = [(FREEZE - datetime.timedelta(days=9) + datetime.timedelta(hours=n // 2)).isoformat() for n in range(size)]
    exchanges = [{"tag": tag, "count": 1 + n % 4, "time": time} for n, (tag, time) in enumerate(zip(whose, times))]
    leaves = [log_leaf(exchange) for exchange in exchanges]
    since = since_of(size)
    entries = sorted(({"tag": e["tag"], "count": e["count"]} for e in exchanges), key=lambda entry: entry["tag"])
    expect = {
        "/answer/verdict/head": {"size": size, "root": root(leaves).hex(), "time": times[-1]},
        "/answer/verdict/entries": entries,
        "/answer/verdict/consistency": [node.hex() for node in consistency(since, leaves)] or None,
    }
    return {"exchanges": exchanges, "since": since}, expect


def held(asked, made):
    request = {"manifest": manifest(asked, made), "entries": made["entries"], "public_text": asked["public_text"]}
    names = ("manifest_bytes", "draw_hash", "randomness", "prk", "key", "shortfall")
    result = []
    for rank, award in enumerate(made["result"], 1):
        award = {"rank": rank, **{name: award[name] for name in ("prize", "holder", "ticket", "score")}}
        result.append({name: value for name, value in award.items() if value is not None})
    expect = {f"/answer/verdict/proof/{name}": made[name] for name in names}
    return request, {**expect, "/answer/verdict/proof/result": result}


def proof(settings, entries, text, exchanges=()):
    """The proof of a draw under any manifest."""
    hashed = manifest_bytes(settings)
    prk = extract(b"", H(D(b"text") + lp(text.encode())))
    key = expand32(prk, D(b"key") + H(hashed))
    result, shortfall = select(settings, entries, key)
    made = {"format": "kenpo-draw-proof/1", "manifest": settings, "manifest_bytes": hashed.hex(), "draw_hash": H(hashed).hex()}
    made |= {"public_text": text, "randomness": H(D(b"text") + lp(text.encode())).hex(), "prk": prk.hex(), "key": key.hex()}
    made |= {"entries": entries, **({"exchanges": exchanges} if exchanges else {})}
    return made | {"result": result, "shortfall": shortfall}


def settlement(drawn_proof, terms, as_of, records=()):
    """What happened up to an instant."""
    made = {**terms, "as_of": as_of, "events": list(records)}
    events = followed(drawn_proof, made)
    for event in events:
        event["time"] = datetime.datetime.fromtimestamp(event["time"], JAPAN).isoformat()
    made["events"] = events
    return {**made, "hash": settlement_hash(drawn_proof, made)}


def of_kkr(terms=None, logged=False):
    """The draw of June 2022 of programmes/kkr.json, with these terms bound; with a log of an exchange for each entry."""
    asked, made = drawn(5)
    settings = manifest({**asked, "alternates": 1, "max_prizes_per_holder": 1}, made)
    settings |= {"draw_id": "kkr-2022-06", "freeze_time": "2022-06-20T00:00:00+09:00", "draw_time": "2022-06-23T12:00:00+09:00"}
    settings["prizes"] = [{"code": "kkr_coupon", "quantity": 2}]
    exchanges = [{**entry, "time": "2022-05-02T09:00:00+09:00"} for entry in made["entries"]] if logged else []
    log = {"log": {"size": 5, "root": root([log_leaf(exchange) for exchange in exchanges]).hex()}} if logged else {}
    ordered = {}
    for name, value in settings.items():
        ordered |= {name: value} | (log if name == "root" else {})
    return (ordered if terms is None else {**ordered, "terms": terms}), made["entries"], exchanges


KKR = {"pass_on_days": 14, "disqualifications": ["not_a_member", "registered_twice"]}
END = "2022-08-01T00:00:00+09:00"
DECLINED = [{"event": "declined", "rank": 2, "time": "2022-06-25T09:00:00+09:00"}]


def request_of(settings, entries, exchanges):
    names = ("draw_id", "freeze_time", "draw_time", "beacon")
    request = {name: settings[name] for name in names} | {"entries": entries, **({"exchanges": exchanges} if exchanges else {})}
    return request | {name: settings[name] for name in ("prizes", "alternates", "max_prizes_per_holder", "terms") if name in settings}


def freeze_terms():
    long = {"disqualifications": [f"r{n}" for n in range(257)]}
    for name, terms, logged in [
        ("version-3", KKR, False),
        ("version-4", KKR, True),
        ("without-end", {"disqualifications": ["moved_away"]}, False),
        ("without-reasons", {"pass_on_days": 0}, False),
        ("neither", {}, False),
        ("most-reasons", {"disqualifications": long["disqualifications"][1:]}, False),
    ]:
        settings, entries, exchanges = of_kkr(terms, logged)
        hashed = manifest_bytes(settings)
        expect = {"/answer/verdict/manifest": settings, "/answer/verdict/manifest_bytes": hashed.hex()}
        yield name, request_of(settings, entries, exchanges), expect | {"/answer/verdict/draw_hash": H(hashed).hex()}
    yield "too-many-reasons", request_of(*of_kkr(long)), {"/code": "list_too_long", "/path": "/terms/disqualifications"}


def freeze_scheduled_terms():
    for name, logged in [("bound", False), ("bound-with-log", True)]:
        settings, entries, exchanges = of_kkr(KKR, logged)
        # As the programme says.
        settings["alternates"] = 2
        request = {"draw_id": settings["draw_id"], "beacon": settings["beacon"], "entries": entries}
        request |= {"exchanges": exchanges} if exchanges else {}
        hashed = manifest_bytes(settings)
        expect = {"/answer/verdict/manifest/terms": KKR, "/answer/verdict/manifest_bytes": hashed.hex()}
        expect |= {"/answer/verdict/draw_hash": H(hashed).hex()}
        yield name, request, expect
        del settings["terms"]
        bare = {"/answer/verdict/manifest/terms": None, "/answer/verdict/manifest_bytes": manifest_bytes(settings).hex()}
        yield name.replace("bound", "not-bound"), request | {"leave_terms": True}, bare


def freeze_scheduled_without_terms():
    """Draws of tests/programmes/draws.json have no terms for what happens after them."""
    settings, entries, _ = of_kkr()
    settings |= {"draw_id": "walk-2024-09", "freeze_time": "2024-09-05T00:00:00+09:00", "draw_time": "2024-09-10T15:30:00+09:00"}
    settings |= {"prizes": [{"code": "first", "quantity": 1}, {"code": "second", "quantity": 3}], "alternates": 9, "max_prizes_per_holder": 2}
    request = {"draw_id": settings["draw_id"], "beacon": settings["beacon"], "entries": entries}
    expect = {"/answer/verdict/manifest/terms": None, "/answer/verdict/manifest_bytes": manifest_bytes(settings).hex()}
    for name, asked in [("none-bound", {}), ("left", {"leave_terms": True})]:
        yield name, request | asked, expect


def verify_terms():
    text = "7./"
    for name, bound, under, logged, reason in [
        ("version-3", KKR, KKR, False, "accepted"),
        ("version-4", KKR, KKR, True, "accepted"),
        ("without-end", {"disqualifications": ["a"]}, {"disqualifications": ["a"]}, False, "accepted"),
        ("more-days", KKR, {**KKR, "pass_on_days": 15}, False, "proof_terms"),
        ("without-days", KKR, {"disqualifications": KKR["disqualifications"]}, False, "proof_terms"),
        ("another-reason", KKR, {**KKR, "disqualifications": ["not_a_member", "at_will"]}, False, "proof_terms"),
        ("a-reason-less", KKR, {**KKR, "disqualifications": ["not_a_member"]}, False, "proof_terms"),
        ("not-bound", None, {**KKR, "pass_on_days": 15}, False, "accepted"),
    ]:
        settings, entries, exchanges = of_kkr(bound, logged)
        made = proof(settings, entries, text, exchanges)
        made["settlement"] = settlement(made, under, END, DECLINED)
        assert (first_failed(made) or "accepted") == reason.removeprefix("proof_"), name
        yield name, {"proof": made}, {"/answer/verdict/reason": reason}
    settings, entries, exchanges = of_kkr(KKR)
    made = proof(settings, entries, text)
    yield "not-settled", {"proof": made}, {"/answer/verdict/reason": "accepted", "/answer/verdict/steps/12": None}
    changed = {**made, "manifest": {**settings, "terms": {**KKR, "pass_on_days": 15}}}
    yield "manifest-changed", {"proof": changed}, {"/answer/verdict/reason": "proof_manifest_bytes"}


def settle_terms():
    for name, bound, reason in [
        ("bound", KKR, "accepted"),
        ("bound-to-fewer-days", {**KKR, "pass_on_days": 13}, "terms_differ"),
        ("bound-to-no-reasons", {"pass_on_days": 14}, "terms_differ"),
    ]:
        settings, entries, _ = of_kkr(bound)
        made = proof(settings, entries, "7./")
        expect = settlement(made, KKR, END, DECLINED) if reason == "accepted" else None
        request = {"proof": made, "records": DECLINED, "now": END}
        yield name, request, {"/answer/verdict/reason": reason, "/answer/verdict/proof/settlement": expect}


def settle_without_end():
    """Draws of tests/programmes/draws.json say no days and no reasons: a prize waits for ever."""
    asked, made = drawn(6)
    settings = manifest({**asked, "alternates": 9, "max_prizes_per_holder": 2}, made)
    settings |= {"draw_id": "walk-2024-09", "freeze_time": "2024-09-05T00:00:00+09:00", "draw_time": "2024-09-10T15:30:00+09:00"}
    settings["prizes"] = [{"code": "first", "quantity": 1}, {"code": "second", "quantity": 3}]
    drawn_proof = proof(settings, made["entries"], "7./")
    declined = [
        {"event": "taken_up", "rank": 1, "time": "2025-09-10T09:00:00+09:00"},
        {"event": "declined", "rank": 3, "time": "2026-01-05T09:00:00+09:00"},
    ]
    for name, records, now in [("waits", [], "2099-12-31T00:00:00+09:00"), ("passes-on", declined, "2026-01-05T09:00:00+09:00")]:
        made = settlement(drawn_proof, {}, now, records)
        assert not any(event["event"] == "lapsed" for event in made["events"])
        request = {"proof": drawn_proof, **({"records": records} if records else {}), "now": now}
        yield name, request, {"/answer/verdict/reason": "accepted", "/answer/verdict/proof/settlement": made}
    refused = [{"event": "disqualified", "rank": 1, "reason": "at_will", "time": "2024-09-11T00:00:00+09:00"}]
    request = {"proof": drawn_proof, "records": refused, "now": "2024-09-11T00:00:00+09:00"}
    yield "no-reason-is-listed", request, {"/answer/verdict/reason": "disqualification_not_listed", "/answer/verdict/record": 0}


def one_to_forty(case):
    return ((f"of-{holders:02}-holders", *case(*drawn(holders))) for holders in range(1, 41))


def write(name, operation, rules, cases, programme=None, note=NOTE):
    written = []
    for case, request, expect in cases:
        lines = [f'"id": "lottery-{name.replace("_", "-").removesuffix("-of-1-to-40")}-{case}"', f'"rules": {json.dumps(rules)}', f'"note": "{note}"']
        lines += [f'"request": {json.dumps(request)}', f'"expect": {json.dumps(expect)}']
        written.append("    {\n" + ",\n".join("      " + line for line in lines) + "\n    }")
    folder = pathlib.Path(__file__).parent.parent / "vectors/lottery"
    head = '{\n  "operation": "' + operation + '",\n' + (f'  "programme": "{programme}",\n' if programme else "")
    (folder / f"{name}.json").write_text(head + '  "cases": [\n' + ",\n".join(written) + "\n  ]\n}\n")


if __name__ == "__main__":
    write("enter_of_1_to_40", "lottery.enter", ["KKR-08"], one_to_forty(enter))
    write("freeze_of_1_to_40", "lottery.freeze", [], one_to_forty(freeze))
    write("receipts_of_1_to_40", "lottery.receipts", ["KKR-08"], one_to_forty(receipts))
    write("log_of_1_to_40", "lottery.log", ["KKR-08"], one_to_forty(log))
    write("check_heads_of_1_to_40", "lottery.check_heads", ["KKR-08"], one_to_forty(heads))
    write("check_receipt_of_1_to_40", "lottery.check_receipt", ["KKR-08"], one_to_forty(receipt))
    write("check_heads_rfc_9162", "lottery.check_heads", ["KKR-08"], known_heads(), note="the tree of eight leaves of Certificate Transparency")
    write("draw_of_1_to_40", "lottery.draw", ["KKR-12"], one_to_forty(held))
    write("freeze_terms", "lottery.freeze", ["KKR-12"], freeze_terms())
    write("freeze_scheduled_terms", "lottery.freeze_scheduled", ["KKR-12"], freeze_scheduled_terms(), "programmes/kkr.json")
    write("freeze_scheduled_without_terms", "lottery.freeze_scheduled", ["KKR-12"], freeze_scheduled_without_terms(), "tests/programmes/draws.json")
    write("verify_terms", "lottery.verify", ["KKR-12"], verify_terms())
    write("settle_terms", "lottery.settle", ["KKR-12"], settle_terms(), "programmes/kkr.json")
    write("settle_without_end", "lottery.settle", ["KKR-12"], settle_without_end(), "tests/programmes/draws.json")
