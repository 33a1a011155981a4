"""The verifier of a draw once more, written from docs/rules/lottery.md and not from the Rust.

Reads a proof (JSON, `kenpo-draw-proof/1`) and prints each step's outcome and the first that fails. With `--tamper` it changes every
leaf of the proof, one at a time, and says for each which step notices; it fails where one is not noticed.
"""

import copy
import datetime
import json
import re
import sys

from draw import D, H, expand32, extract, lp, root, u

QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
GENESIS, PERIOD = 1692803367, 3
MOST = 10_000_000


def unix(instant):
    return int(datetime.datetime.fromisoformat(instant).timestamp())


def quicknet_round(time):
    return -(-(time - GENESIS) // PERIOD) + 1 if time >= GENESIS else None



def inclusion(index, leaves):
    """PATH of RFC 9162 §2.1.3.1, as the RFC defines it."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if index < k:
        return inclusion(index, leaves[:k]) + [root(leaves[k:])]
    return inclusion(index - k, leaves[k:]) + [root(leaves[:k])]


def consistency(first, leaves, whole=True):
    """SUBPROOF of RFC 9162 §2.1.4.1, as the RFC defines it."""
    if first == len(leaves):
        return [] if whole else [root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if first <= k:
        return consistency(first, leaves[:k], whole) + [root(leaves[k:])]
    return consistency(first - k, leaves[k:], False) + [root(leaves[:k])]


def log_leaf(exchange):
    return D(b"exchange") + bytes.fromhex(exchange["tag"]) + u(exchange["count"], 4) + u(unix(exchange["time"]), 8)


def entry_leaf(entry):
    return bytes.fromhex(entry["tag"]) + u(entry["count"], 4)


def manifest_bytes(m):
    beacon = m["beacon"]
    out = D(b"manifest") + lp(m["draw_id"].encode()) + u(1 + ("log" in m) + 2 * ("terms" in m), 1)
    freeze, draw = unix(m["freeze_time"]), unix(m["draw_time"])
    if freeze < 0 or draw - freeze < 86_400 or not 1 <= len(m["prizes"]) <= 256:
        raise ValueError
    out += u(freeze, 8) + u(draw, 8)
    if beacon["kind"] == "public_text":
        if set(beacon) != {"kind", "description"}:
            raise ValueError
        out += u(2, 1) + lp(beacon["description"].encode())
    else:
        if set(beacon) != {"kind", "chain_hash", "round"}:
            raise ValueError
        out += u(1, 1) + bytes.fromhex(beacon["chain_hash"]) + u(beacon["round"], 8)
    out += u(m["holders"], 8) + u(m["tickets"], 8) + bytes.fromhex(m["root"])
    if "log" in m:
        out += u(m["log"]["size"], 8) + bytes.fromhex(m["log"]["root"])
    if any(prize["quantity"] == 0 for prize in m["prizes"]) or m["max_prizes_per_holder"] == 0:
        raise ValueError
    out += u(len(m["prizes"]), 2) + b"".join(lp(p["code"].encode()) + u(p["quantity"], 4) for p in m["prizes"])
    out += u(m["alternates"], 4) + u(m["max_prizes_per_holder"], 4)
    commitments = m.get("commitments", [])
    if len(commitments) > 2:
        raise ValueError
    out += u(len(commitments), 1) + b"".join(bytes.fromhex(c) for c in commitments)
    if len(m.get("terms", {}).get("disqualifications", [])) > 256:
        raise ValueError
    return out + terms_bytes(m["terms"]) if "terms" in m else out


def terms_bytes(terms):
    """What manifest and settlement have of the terms after the draw."""
    days, listed = terms.get("pass_on_days"), terms.get("disqualifications", [])
    out = u(0, 1) if days is None else u(1, 1) + u(days, 2)
    return out + u(len(listed), 4) + b"".join(lp(code.encode()) for code in listed)


def terms_of(bound):
    return bound.get("pass_on_days"), bound.get("disqualifications", [])


def listed(entries):
    tags = [entry["tag"] for entry in entries]
    counts = [entry["count"] for entry in entries]
    return bool(entries) and tags == sorted(set(tags)) and min(counts) > 0 and sum(counts) <= MOST


def log_stands(proof):
    m, exchanges = proof["manifest"], proof.get("exchanges", [])
    times = [unix(exchange["time"]) for exchange in exchanges]
    if "log" not in m or times != sorted(times) or not exchanges or min(e["count"] for e in exchanges) == 0:
        return False
    sums = {}
    for exchange in exchanges:
        sums[exchange["tag"]] = sums.get(exchange["tag"], 0) + exchange["count"]
    bound = {"size": len(exchanges), "root": root([log_leaf(exchange) for exchange in exchanges]).hex()}
    return m["log"] == bound and [{"tag": tag, "count": sums[tag]} for tag in sorted(sums)] == proof["entries"]


def randomness(proof):
    if proof["manifest"]["beacon"]["kind"] == "drand":
        return H(bytes.fromhex(proof["signature"])) if "public_text" not in proof else None
    value = r"(0|[1-9][0-9]*|(?=[0-9]*[A-Z])[A-Z0-9]+)"
    if "signature" in proof or not re.fullmatch(rf"(({value}\.)+/)+", proof["public_text"]):
        return None
    return H(D(b"text") + lp(proof["public_text"].encode()))


def select(m, entries, key):
    tickets = sorted(
        (expand32(key, bytes.fromhex(e["tag"]) + u(j, 4)), e["tag"], j) for e in entries for j in range(1, e["count"] + 1)
    )
    slots = [prize["code"] for prize in m["prizes"] for _ in range(prize["quantity"])] + [None] * m["alternates"]
    awards, held = [], {}
    for score, tag, j in tickets:
        if len(awards) < len(slots) and held.get(tag, 0) < m["max_prizes_per_holder"]:
            held[tag] = held.get(tag, 0) + 1
            award = {"rank": len(awards) + 1, "prize": slots[len(awards)], "holder": tag, "ticket": j, "score": score.hex()}
            awards.append({name: value for name, value in award.items() if value is not None})
    return awards, len(slots) - len(awards)


NUMBERS = {"awarded": 1, "taken_up": 2, "declined": 3, "disqualified": 4, "lapsed": 5, "shortfall": 6}


def passes_on(time, days):
    """Midnight in Japan after the last day; no day counts where there is no limit."""
    if days is None:
        return None
    japan = datetime.timezone(datetime.timedelta(hours=9))
    day = datetime.datetime.fromtimestamp(time, japan).replace(hour=0, minute=0, second=0)
    return int((day + datetime.timedelta(days=days + 1)).timestamp())


def followed(proof, settlement):
    """The events as they follow, up to the first recorded one that cannot have happened; times in Unix seconds."""
    days, listed, end = settlement.get("pass_on_days"), settlement.get("disqualifications", []), unix(settlement["as_of"])
    drawn = unix(proof["manifest"]["draw_time"])
    state = {award["rank"]: "alternate" for award in proof["result"]}
    prizes, due, out = {}, {}, []

    def put(event, rank, time, **more):
        out.append({"event": event, "rank": rank, **more, "time": time})

    def award(rank, prize, time):
        state[rank], prizes[rank], due[rank] = "awarded", prize, passes_on(time, days)
        put("awarded", rank, time, prize=prize)

    def leave(rank, to, time, **more):
        put(to, rank, time, **more)
        state[rank] = to
        if to == "taken_up" or rank not in prizes:
            return
        prize, free = prizes.pop(rank), [r for r in sorted(state) if state[r] == "alternate"]
        if free:
            award(free[0], prize, time)
        else:
            put("shortfall", rank, time, prize=prize)

    def until(time):
        while over := sorted((due[r], r) for r in state if state[r] == "awarded" and due[r] is not None and due[r] <= time):
            leave(over[0][1], "lapsed", over[0][0])

    for row in proof["result"]:
        if "prize" in row:
            award(row["rank"], row["prize"], drawn)
    clock = drawn
    for event in settlement["events"]:
        kind, rank, time, reason = event["event"], event["rank"], unix(event["time"]), event.get("reason")
        if kind not in ("taken_up", "declined", "disqualified"):
            continue
        if not clock <= time <= end:
            return out
        until(time)
        clock, stands = time, state.get(rank)
        if stands not in ("awarded", "alternate") or (kind == "taken_up" and stands == "alternate"):
            return out
        if kind == "disqualified" and reason not in listed:
            return out
        leave(rank, kind, time, **({"reason": reason} if kind == "disqualified" else {}))
    until(end)
    return out


def settlement_hash(proof, settlement):
    events = settlement["events"]
    out = D(b"settlement") + bytes.fromhex(proof["draw_hash"]) + terms_bytes(settlement)
    out += u(unix(settlement["as_of"]), 8) + u(len(events), 4)
    for event in events:
        out += u(NUMBERS[event["event"]], 1) + u(event["rank"], 4)
        out += lp(event.get("prize", "").encode()) + lp(event.get("reason", "").encode()) + u(unix(event["time"]), 8)
    return H(out).hex()


def first_false(proof, settlement):
    """The first event that does not follow, from 0."""
    if unix(settlement["as_of"]) < unix(proof["manifest"]["draw_time"]):
        return 0
    given = [{**event, "time": unix(event["time"])} for event in settlement["events"]]
    made = followed(proof, settlement)
    differ = (place for place, (a, b) in enumerate(zip(given, made)) if a != b)
    return next(differ, None if len(given) == len(made) else min(len(given), len(made)))


def verify(proof):
    """The steps, in order."""
    m, entries = proof["manifest"], proof["entries"]
    reveals = [bytes.fromhex(reveal) for reveal in proof.get("reveals", [])]
    steps = [("format", proof["format"] == "kenpo-draw-proof/1")]
    try:
        made = manifest_bytes(m)
    except (ValueError, OverflowError):
        made = None
    steps.append(("manifest_bytes", made is not None and made.hex() == proof["manifest_bytes"]))
    draw_hash = bytes.fromhex(proof["draw_hash"])
    steps.append(("draw_hash", H(bytes.fromhex(proof["manifest_bytes"])) == draw_hash))
    stands = listed(entries)
    steps.append(("list", stands))
    if "log" in m or proof.get("exchanges"):
        steps.append(("log", log_stands(proof)))
    totals = (len(entries), sum(entry["count"] for entry in entries))
    steps.append(("totals", stands and totals == (m["holders"], m["tickets"])))
    steps.append(("root", stands and root([entry_leaf(entry) for entry in entries]).hex() == m["root"]))
    if m["beacon"]["kind"] == "drand":
        named = (m["beacon"].get("chain_hash"), m["beacon"].get("round"))
        steps.append(("round", named == (QUICKNET, quicknet_round(unix(m["draw_time"])))))
    try:
        drawn = randomness(proof)
    except KeyError:
        drawn = None
    steps.append(("randomness", drawn is not None and drawn.hex() == proof["randomness"]))
    opened = [H(D(b"commit") + lp(m["draw_id"].encode()) + reveal).hex() for reveal in reveals]
    steps.append(("reveals", opened == m.get("commitments", [])))
    prk = extract(b"".join(reveals), bytes.fromhex(proof["randomness"]))
    key = expand32(prk, D(b"key") + draw_hash)
    steps.append(("key", (prk.hex(), key.hex()) == (proof["prk"], proof["key"])))
    key = bytes.fromhex(proof["key"])
    scored = [expand32(key, bytes.fromhex(a["holder"]) + u(a["ticket"], 4)).hex() == a["score"] for a in proof["result"]]
    steps.append(("scores", all(scored)))
    selected = select(m, entries, key) if stands and made is not None else None
    steps.append(("result", selected == (proof["result"], proof["shortfall"])))
    if (settlement := proof.get("settlement")) is not None:
        if "terms" in m:
            steps.append(("terms", terms_of(m["terms"]) == terms_of(settlement)))
        steps.append(("events", first_false(proof, settlement) is None))
        steps.append(("settlement", settlement_hash(proof, settlement) == settlement["hash"]))
    return steps


def first_failed(proof):
    return next((name for name, stands in verify(proof) if not stands), None)


def leaves(value, path=()):
    """Each leaf of a JSON value, as its path."""
    if isinstance(value, dict):
        for name in value:
            yield from leaves(value[name], path + (name,))
    elif isinstance(value, list):
        for place, element in enumerate(value):
            yield from leaves(element, path + (place,))
    else:
        yield path


def other(name, value):
    """Another value of the same kind: what a reader would take."""
    if isinstance(value, int):
        return value + 1
    if name == "kind":
        return "drand" if value == "public_text" else "public_text"
    if name == "event":
        return "declined" if value == "taken_up" else "taken_up"
    if name.endswith("time") or name == "as_of":
        return (datetime.datetime.fromisoformat(value) + datetime.timedelta(seconds=1)).isoformat()
    if re.fullmatch(r"([0-9a-f]{2})+", value):
        return value[:-1] + ("0" if value[-1] != "0" else "1")
    return value + "1" if name != "public_text" else "1." + value


def tampered(proof):
    """Every copy of the proof with one leaf changed; the time evidence is not judged, and is left as it is."""
    for path in leaves(proof):
        if path[0] == "time_evidence":
            continue
        copied = copy.deepcopy(proof)
        place = copied
        for part in path[:-1]:
            place = place[part]
        name = next(part for part in reversed(path) if isinstance(part, str))
        place[path[-1]] = other(name, place[path[-1]])
        yield "/".join(map(str, path)), copied


def changed(proof, path, to):
    """A copy with another value at a JSON Pointer, or an element of a list left out."""
    copied = copy.deepcopy(proof)
    *parents, last = [int(part) if part.isdigit() else part for part in path.split("/")[1:]]
    place = copied
    for part in parents:
        place = place[part]
    if to is None:
        del place[last]
    else:
        place[last] = to
    return copied


def agree(lines):
    """Verifies each proof, and rejects each tampered copy at the step that the library names."""
    count = 0
    for number, line in enumerate(lines, 1):
        row = json.loads(line)
        if (failed := first_failed(row["proof"])) is not None:
            sys.exit(f"proof {number}: {failed}")
        for change in row["tampered"]:
            count += 1
            failed = first_failed(changed(row["proof"], change["path"], change["to"]))
            if change["noticed"] != f"proof_{failed}":
                sys.exit(f"proof {number}: of {change} the first step that fails is {failed}")
    print(f"{len(lines)} agreed with a verifier in Python, and so did the step that notices each of {count} changes")


if __name__ == "__main__":
    if "draws" in sys.argv:
        agree(sys.stdin.read().splitlines())
        sys.exit()
    proof = json.load(sys.stdin)
    if "--tamper" in sys.argv:
        unnoticed, count = [], 0
        for path, copied in tampered(proof):
            noticed = first_failed(copied)
            count += 1
            print(f"{path}: {noticed}")
            unnoticed += [path] if noticed is None else []
        print(f"{count} leaves changed, {len(unnoticed)} unnoticed")
        sys.exit(bool(unnoticed) or first_failed(proof) is not None)
    for name, stands in verify(proof):
        at = f" at event {first_false(proof, proof['settlement'])}" if name == "events" and not stands else ""
        print(f"{name}: {'pass' if stands else 'fail'}{at}")
    print("time evidence: present, not judged" if "time_evidence" in proof else "time evidence: none")
    sys.exit(first_failed(proof) is not None)
