"""The draw of docs/rules/lottery.md once more, written from the page and not from the Rust: an independent opinion.

Reads a JSON object {draw_id, entropy, holders, freeze_time, draw_time, description, prizes, alternates,
max_prizes_per_holder, commitments, public_text, reveals} (times in Unix seconds) and prints what the draw comes to.
"""

import hashlib
import hmac
import json
import sys


def H(data):
    return hashlib.sha256(data).digest()


def D(label):
    return b"kenpo-draw/v1/" + label + b"\0"


def lp(data):
    return len(data).to_bytes(2, "big") + data


def u(value, size):
    return value.to_bytes(size, "big")


def extract(salt, ikm):
    return hmac.new(salt or bytes(32), ikm, hashlib.sha256).digest()


def expand32(prk, info):
    return hmac.new(prk, info + b"\x01", hashlib.sha256).digest()


def root(leaves):
    if len(leaves) == 1:
        return H(b"\0" + leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return H(b"\1" + root(leaves[:split]) + root(leaves[split:]))


def draw(q):
    draw_id = q["draw_id"].encode()
    salts = extract(b"", bytes.fromhex(q["entropy"]))
    rows = []
    for holder in q["holders"]:
        member = holder["member_id"].encode()
        salt = expand32(salts, D(b"salt") + lp(draw_id) + lp(member))
        tag = hmac.new(salt, D(b"holder") + lp(draw_id) + lp(member), hashlib.sha256).digest()
        rows.append((tag, holder["tickets"], holder["member_id"], salt))
    entries = sorted((tag, count) for tag, count, _, _ in rows)
    tree = root([tag + u(count, 4) for tag, count in entries])
    m = D(b"manifest") + lp(draw_id) + u(1, 1) + u(q["freeze_time"], 8) + u(q["draw_time"], 8)
    m += u(2, 1) + lp(q["description"].encode())
    m += u(len(entries), 8) + u(sum(count for _, count in entries), 8) + tree
    m += u(len(q["prizes"]), 2) + b"".join(lp(p["code"].encode()) + u(p["quantity"], 4) for p in q["prizes"])
    m += u(q["alternates"], 4) + u(q["max_prizes_per_holder"], 4)
    m += u(len(q["commitments"]), 1) + b"".join(bytes.fromhex(c) for c in q["commitments"])
    draw_hash = H(m)
    randomness = H(D(b"text") + lp(q["public_text"].encode()))
    prk = extract(b"".join(bytes.fromhex(r) for r in q["reveals"]), randomness)
    key = expand32(prk, D(b"key") + draw_hash)
    tickets = sorted(
        (expand32(key, tag + u(j, 4)), tag, j) for tag, count in entries for j in range(1, count + 1)
    )
    slots = [p["code"] for p in q["prizes"] for _ in range(p["quantity"])] + [None] * q["alternates"]
    awards, held = [], {}
    for score, tag, j in tickets:
        if len(awards) == len(slots):
            break
        if held.get(tag, 0) < q["max_prizes_per_holder"]:
            held[tag] = held.get(tag, 0) + 1
            member = next(row[2] for row in rows if row[0] == tag)
            awards.append({"member": member, "prize": slots[len(awards)], "holder": tag.hex(), "ticket": j, "score": score.hex()})
    return {
        "rows": [{"member_id": m, "salt": s.hex(), "tag": t.hex(), "count": c} for t, c, m, s in rows],
        "entries": [{"tag": t.hex(), "count": c} for t, c in entries],
        "root": tree.hex(),
        "manifest_bytes": m.hex(),
        "draw_hash": draw_hash.hex(),
        "randomness": randomness.hex(),
        "prk": prk.hex(),
        "key": key.hex(),
        "result": awards,
        "shortfall": len(slots) - len(awards),
    }


if __name__ == "__main__":
    json.dump(draw(json.load(sys.stdin)), sys.stdout, indent=1)
    print()
