"""Vectors of the folds of docs/rules/lottery.md by the Python of this folder alone: states, what they come to, and states that are refused.

`python3 tests/oracle/fold_vectors.py` writes them into `tests/vectors/lottery`.
"""

from draw import D, H, root, u
from draw_vectors import KKR, held, log, manifest, of_kkr, one_to_forty, proof, request_of, write
from verify_draw import entry_leaf, log_leaf, manifest_bytes, select, unix

MOST = 10_000_000


def sealed(label, body):
    covered = D(label) + body
    return (covered + H(covered)).hex()


def subtrees(first, leaves):
    """The roots of the largest subtrees of the whole list's tree that lie within a part, from left to right."""
    hashes, place, end = [], first, first + len(leaves)
    while place < end:
        size = 1
        while place % (size * 2) == 0 and place + size * 2 <= end:
            size *= 2
        hashes.append(root(leaves[place - first : place - first + size]))
        place += size
    return b"".join(hashes)


def part(first, elements, leaf, ends):
    body = u(first, 8) + u(first + len(elements), 8) + u(sum(e["count"] for e in elements), 8)
    body += subtrees(first, [leaf(e) for e in elements])
    return body + (ends(elements[0]) + ends(elements[-1]) if elements else b"")


def list_part(first, entries):
    return part(first, entries, entry_leaf, lambda entry: bytes.fromhex(entry["tag"]))


def list_state(first, entries):
    return sealed(b"fold-list", list_part(first, entries))


def sums(exchanges):
    added = {}
    for exchange in exchanges:
        added[exchange["tag"]] = added.get(exchange["tag"], 0) + exchange["count"]
    return [{"tag": tag, "count": count} for tag, count in sorted(added.items())]


def log_state(first, exchanges):
    added = sums(exchanges)
    body = part(first, exchanges, log_leaf, lambda exchange: u(unix(exchange["time"]), 8)) + u(len(added), 4)
    return sealed(b"fold-log", body + b"".join(entry_leaf(entry) for entry in added))


def draw_state(settings, key, first, entries):
    best, _ = select(settings, entries, key)
    body = H(D(b"fold-draw") + H(manifest_bytes(settings)) + key) + list_part(first, entries) + u(len(best), 4)
    kept = (bytes.fromhex(a["score"]) + bytes.fromhex(a["holder"]) + u(a["ticket"], 4) for a in best)
    return sealed(b"fold-draw", body + b"".join(kept))


def tickets(elements):
    return sum(element["count"] for element in elements)


def three(elements):
    """Where a list is cut into three: the beginning, a chunk, and the part after it."""
    return len(elements) // 3, (len(elements) * 2 + 2) // 3


def listed(state, first, entries):
    """What the answer has of a part of a list."""
    expect = {"/answer/verdict/state": state, "/answer/verdict/holders": len(entries), "/answer/verdict/tickets": tickets(entries)}
    whole = first == 0 and entries
    return expect | {"/answer/verdict/root": root([entry_leaf(e) for e in entries]).hex() if whole else None}


def fold_list(asked, made):
    entries = made["entries"]
    begin, end = three(entries)
    request = {"state": list_state(0, entries[:begin]), "entries": entries[begin:end], "next": list_state(end, entries[end:])}
    return request, listed(list_state(0, entries), 0, entries)


def fold_log(asked, made):
    exchanges = log(asked, made)[0]["exchanges"]
    begin, end = three(exchanges)
    request = {"state": log_state(0, exchanges[:begin]), "exchanges": exchanges[begin:end], "next": log_state(end, exchanges[end:]), "finish": True}
    head = {"size": len(exchanges), "root": root([log_leaf(e) for e in exchanges]).hex(), "time": exchanges[-1]["time"]}
    expect = {"/answer/verdict/state": log_state(0, exchanges), "/answer/verdict/head": head, "/answer/verdict/entries": sums(exchanges)}
    return request, expect | {"/answer/verdict/exchanges": len(exchanges), "/answer/verdict/tickets": tickets(exchanges)}


def fold_draw(asked, made):
    entries, settings, key = made["entries"], manifest(asked, made), bytes.fromhex(made["key"])
    begin, end = three(entries)
    request = {"manifest": settings, "public_text": asked["public_text"], "state": draw_state(settings, key, 0, entries[:begin])}
    request |= {"entries": entries[begin:end], "next": draw_state(settings, key, end, entries[end:]), "finish": True}
    expect = {"/answer/verdict/state": draw_state(settings, key, 0, entries), "/answer/verdict/holders": len(entries)}
    expect |= {"/answer/verdict/tickets": tickets(entries), "/answer/verdict/proof/entries": []}
    return request, expect | held(asked, made)[1]


def cut(state):
    return state[:-2]


def changed(state, place):
    """One bit of one byte is another."""
    state = bytearray.fromhex(state)
    state[place] ^= 1
    return state.hex()


def of(count, number):
    return {"tag": f"{number:02x}" * 32, "count": count}


def refused(code, path):
    return {"/code": code, "/path": path}


def states_of_lists():
    entries = [of(number % 3 + 1, number + 1) for number in range(7)]
    state, last, nothing = list_state(0, entries[:4]), entries[4:], list_state(0, [])
    yield "begins", {"entries": entries[:4]}, listed(state, 0, entries[:4])
    yield "nothing", {}, listed(nothing, 0, [])
    yield "from-nothing", {"state": nothing, "entries": entries}, listed(list_state(0, entries), 0, entries)
    yield "an-empty-chunk", {"state": state}, listed(state, 0, entries[:4])
    yield "at-its-place", {"state": state, "place": 4, "entries": last}, listed(list_state(0, entries), 0, entries)
    yield "a-part", {"place": 4, "entries": last}, listed(list_state(4, last), 4, last)
    yield "an-empty-part-follows", {"state": state, "next": list_state(4, [])}, listed(state, 0, entries[:4])
    for name, at, code in [("a-chunk-left-out", 5, "missing_value"), ("a-chunk-again", 3, "entries_unordered")]:
        yield name, {"state": state, "place": at, "entries": last}, refused(code, "/place")
    yield "the-last-place", {"place": MOST}, listed(list_state(MOST, []), MOST, [])
    yield "past-the-last-place", {"place": MOST + 1}, refused("out_of_range", "/place")
    yield "an-entry-past-the-last-place", {"place": MOST, "entries": last}, refused("too_many_tickets", "/entries/0/count")
    chunks = [
        ("a-holder-in-two-chunks", [of(1, 4)], "entry_repeated", "/entries/0/tag"),
        ("chunks-in-another-order", [of(1, 3)], "entries_unordered", "/entries/0/tag"),
        ("a-holder-twice-in-a-chunk", [of(1, 5), of(1, 5)], "entry_repeated", "/entries/1/tag"),
        ("no-tickets", [of(1, 5), of(0, 6)], "out_of_range", "/entries/1/count"),
        ("too-many-tickets-in-two-chunks", [of(1, 5), of(MOST - 7, 6)], "too_many_tickets", "/entries/1/count"),
        ("the-largest-count", [of(2**32 - 1, 5)], "too_many_tickets", "/entries/0/count"),
    ]
    for name, chunk, code, path in chunks:
        yield name, {"state": state, "entries": chunk}, refused(code, path)
    full = [*entries[:4], of(MOST - 7, 5)]
    yield "the-most-tickets", {"state": state, "entries": full[4:]}, listed(list_state(0, full), 0, full)
    parts = [
        ("a-gap-between-parts", list_state(5, entries[5:]), "missing_value"),
        ("parts-overlap", list_state(3, entries[3:]), "entries_unordered"),
        ("a-holder-in-two-parts", list_state(4, [of(1, 4)]), "entry_repeated"),
        ("parts-in-another-order", list_state(4, [of(1, 3)]), "entries_unordered"),
        ("too-many-tickets-in-two-parts", list_state(4, [of(MOST - 6, 5)]), "too_many_tickets"),
        ("a-changed-part", changed(list_state(4, last), -1), "fold_state_invalid"),
    ]
    for name, following, code in parts:
        yield name, {"state": state, "next": following}, refused(code, "/next")
    body = list_part(0, entries[:4])
    sound = [("cut-off", cut(state)), ("empty", ""), ("longer", state + "00"), ("a-log-s", log_state(0, []))]
    sound += [(f"byte-{place}-changed", changed(state, place)) for place in (0, 20, 25, 33, 41, 49, 60, 90, 130, -1)]
    # Closed as a state is, and no fold can have come to it.
    impossible = [
        ("ends-before-it-begins", u(4, 8) + u(3, 8) + u(4, 8)),
        ("ends-past-the-last-place", u(MOST, 8) + u(MOST + 1, 8) + u(1, 8) + bytes(32) + bytes(64)),
        ("a-place-of-64-bits", u(2**64 - 1, 8) + u(2**64 - 1, 8) + u(0, 8)),
        ("fewer-tickets-than-holders", body[:16] + u(3, 8) + body[24:]),
        ("more-tickets-than-there-can-be", body[:16] + u(MOST + 1, 8) + body[24:]),
        ("tickets-without-holders", u(0, 8) + u(0, 8) + u(1, 8)),
        ("the-last-tag-before-the-first", body[:-64] + body[-32:] + body[-64:-32]),
        ("one-holder-with-two-tags", list_part(0, entries[:1])[:-1] + b"\xff"),
        ("tags-of-no-holder", list_part(0, []) + bytes(64)),
        ("a-byte-too-many", body + b"\0"),
        ("a-hash-too-few", body[:24] + body[56:]),
    ]
    for name, given in sound + [(name, sealed(b"fold-list", body)) for name, body in impossible]:
        yield f"state-{name}", {"state": given, "entries": last}, refused("fold_state_invalid", "/state")


def at(number, second):
    return {**of(number, number), "time": f"2022-05-02T09:00:{second:02}+09:00"}


def states_of_logs():
    exchanges = [at(2, 0), at(1, 1), at(2, 1), at(3, 5)]
    state = log_state(0, exchanges[:2])
    head = {"size": 2, "root": root([log_leaf(e) for e in exchanges[:2]]).hex(), "time": exchanges[1]["time"]}
    nothing = {"/answer/verdict/head": None, "/answer/verdict/entries": None}
    yield "begins", {"exchanges": exchanges[:2]}, {"/answer/verdict/state": state, "/answer/verdict/head": head, "/answer/verdict/entries": None}
    yield "a-part", {"place": 2, "exchanges": exchanges[2:]}, {"/answer/verdict/state": log_state(2, exchanges[2:])} | nothing
    yield "nothing", {}, {"/answer/verdict/state": log_state(0, [])} | nothing
    yield "nothing-to-finish", {"finish": True}, refused("list_empty", "/finish")
    yield "a-part-to-finish", {"place": 2, "exchanges": exchanges[2:], "finish": True}, refused("missing_value", "/finish")
    chunks = [
        ("goes-back", [at(3, 0)], "log_unordered", "/exchanges/0/time"),
        ("no-tickets", [at(3, 2), {**at(3, 2), "count": 0}], "out_of_range", "/exchanges/1/count"),
        ("too-many-tickets", [{**at(3, 2), "count": MOST - 2}], "too_many_tickets", "/exchanges/0/count"),
    ]
    for name, chunk, code, path in chunks:
        yield name, {"state": state, "exchanges": chunk}, refused(code, path)
    for name, place, code in [("a-chunk-left-out", 3, "missing_value"), ("a-chunk-again", 1, "log_unordered")]:
        yield name, {"state": state, "place": place, "exchanges": exchanges[2:]}, refused(code, "/place")
    parts = [
        ("a-gap-between-parts", log_state(3, exchanges[3:]), "missing_value"),
        ("parts-overlap", log_state(1, exchanges[1:]), "log_unordered"),
        ("parts-in-another-order", log_state(2, [at(3, 0)]), "log_unordered"),
        ("a-list-s-part", list_state(2, [of(1, 3)]), "fold_state_invalid"),
    ]
    for name, following, code in parts:
        yield name, {"state": state, "next": following}, refused(code, "/next")
    tree = part(0, exchanges[:2], log_leaf, lambda exchange: u(unix(exchange["time"]), 8))
    one, two = entry_leaf(of(1, 1)), entry_leaf(of(2, 2))
    impossible = [
        ("sums-in-another-order", tree + u(2, 4) + two + one),
        ("a-sum-less", tree + u(1, 4) + two),
        ("a-sum-of-nothing", tree + u(2, 4) + entry_leaf(of(0, 1)) + entry_leaf(of(3, 2))),
        ("more-sums-than-bytes", tree + u(2**32 - 1, 4) + one + two),
        ("times-in-another-order", tree[:-16] + tree[-8:] + tree[-16:-8] + u(2, 4) + one + two),
        ("a-time-before-1970", tree[:-16] + bytes([255] * 8) + tree[-8:] + u(2, 4) + one + two),
        ("a-byte-too-many", tree + u(2, 4) + one + two + b"\0"),
    ]
    for name, body in impossible:
        given = sealed(b"fold-log", body)
        yield f"state-{name}", {"state": given, "exchanges": exchanges[2:]}, refused("fold_state_invalid", "/state")


def of_a_draw(logged=False):
    settings, entries, exchanges = of_kkr(None, logged)
    text = "7./"
    whole = proof(settings, entries, text, exchanges)
    key = bytes.fromhex(whole["key"])
    return settings, text, key, entries, exchanges, whole


def states_of_draws():
    settings, text, key, entries, _, whole = of_a_draw()
    head = {"manifest": settings, "public_text": text}
    state = draw_state(settings, key, 0, entries[:3])
    begun = {"/answer/verdict/state": state, "/answer/verdict/holders": 3, "/answer/verdict/proof": None}
    given = {"/answer/verdict/proof/result": whole["result"], "/answer/verdict/proof/shortfall": whole["shortfall"], "/answer/verdict/proof/key": whole["key"]}
    yield "begins", head | {"entries": entries[:3]}, begun | {"/answer/verdict/tickets": tickets(entries[:3])}
    yield "ends", head | {"state": state, "entries": entries[3:], "finish": True}, given
    yield "a-part", head | {"place": 3, "entries": entries[3:]}, {"/answer/verdict/state": draw_state(settings, key, 3, entries[3:])}
    ends = [
        ("nothing-to-finish", {}, "list_empty", "/finish"),
        ("a-part-to-finish", {"place": 3, "entries": entries[3:]}, "missing_value", "/finish"),
        ("a-chunk-less", {"state": state}, "totals_differ", "/manifest"),
        ("another-count", {"state": state, "entries": [entries[3], {**entries[4], "count": entries[4]["count"] + 1}]}, "totals_differ", "/manifest"),
        ("a-log-that-is-not-bound", {"state": state, "entries": entries[3:], "log": log_state(0, [at(1, 0)])}, "log_differs", "/log"),
    ]
    for name, request, code, path in ends:
        log = {"log": request.pop("log")} if "log" in request else {}
        yield name, head | request | {"finish": True} | log, refused(code, path)
    chunks = [
        ("a-holder-in-two-chunks", [entries[2]], "entry_repeated", "/entries/0/tag"),
        ("chunks-in-another-order", [entries[1]], "entries_unordered", "/entries/0/tag"),
        ("the-largest-count", [{**entries[3], "count": 2**32 - 1}], "too_many_tickets", "/entries/0/count"),
    ]
    for name, chunk, code, path in chunks:
        yield name, head | {"state": state, "entries": chunk}, refused(code, path)
    for name, place, code in [("a-chunk-left-out", 4, "missing_value"), ("a-chunk-again", 2, "entries_unordered")]:
        yield name, head | {"state": state, "place": place, "entries": entries[3:]}, refused(code, "/place")
    following = draw_state(settings, key, 3, entries[3:])
    yield "a-part-follows", head | {"state": state, "next": following, "finish": True}, given
    yield "a-gap-between-parts", head | {"state": state, "next": draw_state(settings, key, 4, entries[4:])}, refused("missing_value", "/next")
    other, other_key = {**settings, "alternates": 2}, bytes(32)
    named, covered = b"fold-draw", bytes.fromhex(state)[len(D(b"fold-draw")) : -32]
    scores = len(list_part(0, entries[:3])) + 32 + 4
    swapped = covered[:scores] + covered[scores + 68 : scores + 136] + covered[scores : scores + 68] + covered[scores + 136 :]
    states = [
        ("of-another-manifest", draw_state(other, key, 0, entries[:3])),
        ("of-another-randomness", draw_state(settings, other_key, 0, entries[:3])),
        ("a-list-s", list_state(0, entries[:3])),
        ("changed", changed(state, 100)),
        ("cut-off", cut(state)),
        ("awards-in-another-order", sealed(named, swapped)),
        ("more-awards-than-the-draw-has", sealed(named, covered[: scores - 4] + u(4, 4) + b"".join(bytes([n]) * 68 for n in range(4)))),
        ("more-awards-than-bytes", sealed(named, covered[: scores - 4] + u(2**32 - 1, 4) + covered[scores:])),
        ("a-byte-too-many", sealed(named, covered + b"\0")),
    ]
    for name, given_state in states:
        yield f"state-{name}", head | {"state": given_state, "entries": entries[3:]}, refused("fold_state_invalid", "/state")
        yield f"next-{name}", head | {"entries": entries[:3], "next": given_state}, refused("fold_state_invalid", "/next")
    yield "another-text", head | {"public_text": "8./", "state": state, "entries": entries[3:]}, refused("fold_state_invalid", "/state")
    settings, text, key, entries, exchanges, whole = of_a_draw(logged=True)
    last = {"manifest": settings, "public_text": text, "entries": entries, "finish": True}
    given = {"/answer/verdict/proof/result": whole["result"], "/answer/verdict/proof/exchanges": None}
    yield "with-its-log", last | {"log": log_state(0, exchanges)}, given
    for name, state in [
        ("another-log", log_state(0, exchanges[:-1] + [{**exchanges[-1], "time": "2022-05-02T09:00:01+09:00"}])),
        ("a-log-less", log_state(0, exchanges[:-1])),
    ]:
        yield name, last | {"log": state}, refused("log_differs", "/log")
    yield "no-log", last, refused("log_differs", "/log")
    more = [*exchanges, {**exchanges[-1], "count": 1}]
    bound = {**settings, "log": {"size": len(more), "root": root([log_leaf(e) for e in more]).hex()}}
    yield "a-log-of-another-list", {**last, "manifest": bound, "log": log_state(0, more)}, refused("log_differs", "/log")
    yield "part-of-a-log", last | {"log": log_state(1, exchanges[1:])}, refused("missing_value", "/log")
    yield "a-changed-log", last | {"log": changed(log_state(0, exchanges), 60)}, refused("fold_state_invalid", "/log")


def freeze_folded():
    for name, terms, logged in [("list", None, False), ("list-and-log", None, True), ("list-log-and-terms", {"pass_on_days": 3}, True)]:
        settings, entries, exchanges = of_kkr(terms, logged)
        request = {**request_of(settings, [], []), "list": list_state(0, entries), **({"log": log_state(0, exchanges)} if logged else {})}
        hashed = manifest_bytes(settings)
        yield name, request, {"/answer/verdict/manifest_bytes": hashed.hex(), "/answer/verdict/draw_hash": H(hashed).hex()}
    settings, entries, exchanges = of_kkr(None, True)
    state, logged = list_state(0, entries), log_state(0, exchanges)
    expect = {"/answer/verdict/manifest_bytes": manifest_bytes(settings).hex()}
    yield "list-and-exchanges", {**request_of(settings, [], exchanges), "list": state}, expect
    yield "entries-and-log", {**request_of(settings, entries, []), "log": logged}, expect
    empty, late = request_of(settings, [], []), [{**e, "time": "2022-06-20T00:00:01+09:00"} for e in exchanges]
    more = [*exchanges, exchanges[-1]]
    for name, request, code, path in [
        ("both-lists", {**request_of(settings, entries, []), "list": state}, "ways_conflict", "/list"),
        ("both-logs", {**request_of(settings, [], exchanges), "list": state, "log": logged}, "ways_conflict", "/log"),
        ("part-of-a-list", {**empty, "list": list_state(1, entries[1:])}, "missing_value", "/list"),
        ("no-list", {**empty, "list": list_state(0, [])}, "list_empty", "/list"),
        ("log-only", {**empty, "log": logged}, "list_empty", "/entries"),
        ("changed-list", {**empty, "list": changed(state, 50)}, "fold_state_invalid", "/list"),
        ("changed-log", {**empty, "list": state, "log": changed(logged, 50)}, "fold_state_invalid", "/log"),
        ("another-log", {**empty, "list": state, "log": log_state(0, more)}, "log_differs", "/log"),
        ("other-exchanges", {**request_of(settings, [], more), "list": state}, "log_differs", "/exchanges"),
        ("late-log", {**empty, "list": state, "log": log_state(0, late)}, "out_of_range", "/freeze_time"),
    ]:
        yield name, request, refused(code, path)


def freeze_scheduled_folded():
    settings, entries, exchanges = of_kkr(KKR, True)
    # As the programme says.
    settings["alternates"] = 2
    request = {"draw_id": settings["draw_id"], "beacon": settings["beacon"], "entries": []}
    states = {"list": list_state(0, entries), "log": log_state(0, exchanges)}
    hashed = manifest_bytes(settings)
    yield "list-and-log", request | states, {"/answer/verdict/manifest_bytes": hashed.hex(), "/answer/verdict/draw_hash": H(hashed).hex()}
    yield "a-log-s-state", request | {"list": states["log"]}, refused("fold_state_invalid", "/list")


if __name__ == "__main__":
    write("fold_list_of_1_to_40", "lottery.fold_list", ["KKR-08"], one_to_forty(fold_list))
    write("fold_log_of_1_to_40", "lottery.fold_log", ["KKR-08"], one_to_forty(fold_log))
    write("fold_draw_of_1_to_40", "lottery.fold_draw", ["KKR-12"], one_to_forty(fold_draw))
    write("fold_list", "lottery.fold_list", ["KKR-08"], states_of_lists())
    write("fold_log", "lottery.fold_log", ["KKR-08"], states_of_logs())
    write("fold_draw", "lottery.fold_draw", ["KKR-12"], states_of_draws())
    write("freeze_folded", "lottery.freeze", ["KKR-08"], freeze_folded())
    write("freeze_scheduled_folded", "lottery.freeze_scheduled", ["KKR-08"], freeze_scheduled_folded(), "programmes/kkr.json")
