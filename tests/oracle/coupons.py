"""Coupons of docs/rules/coupon.md once more, written from the page and the contract's schemas and not from the Rust: an independent opinion.

Reads a JSON object on each line, {document, events: [{operation, request, answer or error}]}. Of the rows that are stored a request has only the ids, for this
program keeps the rows by itself, from its own answers; rows that stand in a request whole are ones that were changed. Every answer must be the same,
with its verdict, the row to write and what must still hold, and every error have the same code.
"""

import hashlib
import hmac
import json
import sys
import unicodedata
from datetime import date, datetime, timedelta, timezone

ALPHABET = "0123456789ACDEFGHJKMNPQRTVWXY"
LOOK_ALIKES = str.maketrans("OILZSBU", "011258V")
JAPAN = timezone(timedelta(hours=9))
CONCEALED = ("coupon_code_malformed", "coupon_code_mistyped", "coupon_unknown", "coupon_of_another", "coupon_void")
ASK_SUPPORT = ("not_in_effect", "time_before_last", "coupon_void", "coupon_used", "coupon_expired")


class Unusable(Exception):
    """Input that gives an error."""


def instant(text):
    return datetime.fromisoformat(text).astimezone(JAPAN)


def written(at):
    return at.isoformat(timespec="seconds")


def midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=JAPAN)


def in_effect(settings, day):
    for terms in settings:
        period = terms.get("period", {})
        if period.get("from", "") <= day <= period.get("until", "9999-12-31"):
            return terms
    return None


def given(**fields):
    """The fields that are there."""
    return {name: value for name, value in fields.items() if value not in (None, [])}


# Codes.


def hkdf(entropy, info):
    """RFC 5869 with SHA-256, no salt and 32 bytes of output."""
    key = hmac.digest(bytes(32), entropy, "sha256")
    return hmac.digest(key, info + b"\x01", "sha256")


def check_character(characters):
    """The NOID check digit algorithm."""
    return ALPHABET[sum(place * ALPHABET.index(sign) for place, sign in enumerate(characters, 1)) % len(ALPHABET)]


def code_of(coupon, identity, entropy):
    parts = ("kenpo coupon code", coupon, identity)
    info = b"".join(len(part.encode()).to_bytes(8, "big") + part.encode() for part in parts)
    number = int.from_bytes(hkdf(bytes.fromhex(entropy), info)[:16], "big") % 29**15
    digits = "".join(ALPHABET[number // 29**place % 29] for place in reversed(range(15)))
    return digits + check_character(digits)


def read(typed):
    """The digest of a code as it was typed, or the reason against it."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign not in "- \t")
    plain = plain.translate(LOOK_ALIKES)
    if len(plain) != 16 or set(plain) - set(ALPHABET):
        return None, "coupon_code_malformed"
    if check_character(plain[:15]) != plain[15]:
        return None, "coupon_code_mistyped"
    return hashlib.sha256(plain.encode()).hexdigest(), None


# Rows.


def valid_until(row):
    day = date.fromisoformat(row["last_day"])
    if day == date.max:
        raise Unusable("out_of_range")
    return midnight(day + timedelta(days=1))


def until(row):
    return {"at": written(valid_until(row)), "boundary": "exclusive"}


def examine(rows):
    """That no row contradicts itself or another."""
    for at, row in enumerate(rows):
        issued, last = row["issued_on"], row["last_day"]
        if last < issued:
            raise Unusable("period_upside_down")
        end = valid_until(row)
        events = [*row.get("uses", []), *filter(None, [row.get("voided")])]
        times = [instant(event["at"]) for event in events]
        keys = [event["request_key"] for event in events]
        left = row["value_yen"] - sum(use["yen"] for use in row.get("uses", []))
        contradicts = (
            row["value_yen"] == 0
            or any(use["yen"] == 0 for use in row.get("uses", []))
            or left < 0
            or times != sorted(times)
            or any(not midnight(date.fromisoformat(issued)) <= time < end for time in times)
            or len(set(keys)) < len(keys)
            or ("voided" in row and left == 0)
        )
        if contradicts:
            raise Unusable("coupon_inconsistent")
        if any(other[key] == row[key] for other in rows[:at] for key in ("id", "digest")):
            raise Unusable("id_taken")


def standing(row, now):
    """State and what is left, by what had happened at an instant."""
    uses = [use["yen"] for use in row.get("uses", []) if instant(use["at"]) <= now]
    left = row["value_yen"] - sum(uses)
    if now < midnight(date.fromisoformat(row["issued_on"])):
        return "not_issued", 0
    if "voided" in row and instant(row["voided"]["at"]) <= now:
        return "void", 0
    if left == 0:
        return "used", 0
    if now >= valid_until(row):
        return "expired", 0
    return ("partly_used" if uses else "unused"), left


def unchanged(row, now):
    """The reasons for which nothing more can happen to it."""
    events = [*row.get("uses", []), *filter(None, [row.get("voided")])]
    begun = [midnight(date.fromisoformat(row["issued_on"])), *(instant(event["at"]) for event in events)]
    state = standing(row, now)[0]
    return {
        "time_before_last": now < max(begun),
        "coupon_void": "voided" in row,
        "coupon_used": state == "used",
        "coupon_expired": state == "expired",
    }


class Host:
    """A programme, and the rows that its host stores."""

    def __init__(self, document):
        self.document, self.rows = document, {}

    def stored(self, coupons):
        return [self.rows[row] if isinstance(row, str) else row for row in coupons]

    def terms(self, coupon, day):
        return in_effect([terms for terms in self.document["coupons"] if terms["id"] == coupon], day)

    def shown(self, reason, now, row):
        disclosure = in_effect(self.document.get("account", {}).get("disclosure", []), str(now.date()))
        if reason in CONCEALED and reason not in (disclosure or {"named": []})["named"]:
            return {"reason": "coupon_not_accepted", "next": "retry"}
        step = "proceed" if reason == "accepted" else "ask_support" if reason in ASK_SUPPORT else "retry"
        return {"reason": reason, "next": step, **({"until": until(row)} if row else {})}

    def issue(self, coupon, issued_on, drawn_on=None, code=None):
        terms = self.terms(coupon, issued_on)
        if not terms:
            return {"verdict": {"reason": "not_in_effect", "coupon": coupon}}
        counted = drawn_on if terms["expiry"].get("counted_from", "issue") == "draw" else issued_on
        if counted is None:
            raise Unusable("missing_value")
        day = date.fromisoformat(counted)
        year = day.year + (day.month >= 4) + (terms["expiry"]["policy"] == "end_of_next_fiscal_year")
        if year > 9999:
            raise Unusable("out_of_range")
        row = {"coupon": coupon, "issued_on": issued_on, "value_yen": terms["value_yen"], "last_day": f"{year:04}-03-31"}
        said = {"reason": "accepted", "coupon": coupon, "value_yen": row["value_yen"], "last_day": row["last_day"], "valid_until": until(row)}
        if row["last_day"] < issued_on:
            raise Unusable("period_upside_down")
        if not code:
            return {"verdict": said}
        text = code_of(coupon, code["id"], code["entropy"])
        said["code"] = "-".join(text[at : at + 4] for at in range(0, 16, 4))
        row |= given(id=code["id"], holder=code.get("holder"), digest=hashlib.sha256(text.encode()).hexdigest())
        self.rows[row["id"]] = row
        return {"verdict": said, "store": [row], "expect": {"id": row["id"]}}

    def read(self, code):
        digest, reason = read(code)
        return {"verdict": given(reason=reason or "accepted", digest=digest)}

    def redeem(self, now, code, request_key, holder=None, yen=None, coupons=()):
        now, rows = instant(now), self.stored(coupons)
        examine(rows)
        digest, reason = read(code)
        row = next((row for row in rows if row["digest"] == digest), None)
        reason = reason or (None if row else "coupon_unknown")
        if reason:
            return {"verdict": {"reason": reason, "shown": self.shown(reason, now, None)}}
        if row.get("holder", holder) != holder:
            verdict = {"reason": "coupon_of_another", "id": row["id"]}
            return {"verdict": {**verdict, "shown": self.shown("coupon_of_another", now, None)}}
        said = {"id": row["id"], "valid_until": until(row)}
        uses = row.get("uses", [])
        for place, use in enumerate(uses, 1):
            left = row["value_yen"] - sum(use["yen"] for use in uses[:place])
            if use["request_key"] == request_key and (yen == use["yen"] if yen is not None else left == 0):
                said |= {"reason": "accepted", "state": "partly_used" if left else "used", "used_yen": use["yen"], "left_yen": left}
                return {"verdict": {**said, "shown": self.shown("accepted", now, row)}, "replayed": True}
        state, left = standing(row, now)
        terms = self.terms(row["coupon"], row["issued_on"])
        taken = [event["request_key"] for row in rows for event in [*row.get("uses", []), *filter(None, [row.get("voided")])]]
        asked = left if yen is None else yen
        against = {
            "request_key_reused": request_key in taken,
            "not_in_effect": not terms,
            **unchanged(row, now),
            "coupon_too_little_left": asked > left,
            "coupon_whole_only": asked < left and not (terms or {}).get("partial_use"),
        }
        reason = next((reason for reason, holds in against.items() if holds), None)
        if reason:
            return {"verdict": {**said, "reason": reason, "state": state, "left_yen": left, "shown": self.shown(reason, now, row)}}
        said |= {"reason": "accepted", "state": "partly_used" if asked < left else "used", "used_yen": asked, "left_yen": left - asked}
        after = {**row, "uses": [*uses, {"request_key": request_key, "at": written(now), "yen": asked}]}
        return {"verdict": {**said, "shown": self.shown("accepted", now, row)}, **self.write(after, uses)}

    def write(self, row, uses):
        if row["id"] in self.rows:
            self.rows[row["id"]] = row
        return {"store": [row], "expect": {"id": row["id"], "uses": len(uses)}}

    def void(self, now, coupon, request_key):
        now, [row] = instant(now), self.stored([coupon])
        examine([row])
        uses, voided = row.get("uses", []), row.get("voided")
        rest = row["value_yen"] - sum(use["yen"] for use in uses)
        if voided and voided["request_key"] == request_key:
            return {"verdict": {"reason": "accepted", "state": "void", "voided_yen": rest}, "replayed": True}
        against = {"request_key_reused": any(use["request_key"] == request_key for use in uses), **unchanged(row, now)}
        reason = next((reason for reason, holds in against.items() if holds), None)
        if reason:
            return {"verdict": {"reason": reason, "state": standing(row, now)[0]}}
        after = {**row, "voided": {"request_key": request_key, "at": written(now)}}
        return {"verdict": {"reason": "accepted", "state": "void", "voided_yen": rest}, **self.write(after, uses)}

    def status(self, as_of, coupons=()):
        now, rows = instant(as_of), self.stored(coupons)
        examine(rows)
        found = []
        for row in rows:
            state, left = standing(row, now)
            found.append({"id": row["id"], "state": state, "left_yen": left, "last_day": row["last_day"], "valid_until": until(row)})
        return {"verdict": {"coupons": found, "left_yen": sum(coupon["left_yen"] for coupon in found)}}


def main():
    lines = events = refused = errors = 0
    for lines, line in enumerate(sys.stdin, 1):
        case = json.loads(line)
        host = Host(case["document"])
        for event in case["events"]:
            name = event["operation"].removeprefix("coupon.")
            try:
                ours = {"answer": getattr(host, name)(**event["request"])}
            except Unusable as fault:
                ours = {"error": str(fault)}
            theirs = {kind: event[kind] for kind in ("answer", "error") if kind in event}
            if ours != theirs:
                sys.exit(f"line {lines}, {name} {event['request']}:\n{ours}, and not\n{theirs}: {line}")
            events += 1
            errors += "error" in ours
            refused += "answer" in ours and ours["answer"]["verdict"].get("reason", "accepted") != "accepted"
    print(f"{lines} agreed with the page's rules, {events} events, {refused} refused, {errors} errors")


if __name__ == "__main__":
    main()
