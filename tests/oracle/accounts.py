"""Accounts of docs/rules/account.md once more, written from the page and the programme documents and not from the Rust: an independent opinion.

Reads a JSON object on each line, {programme, events: [{operation, request, answer}]}; requests come without the rows that are stored, which this program
keeps by itself, from its own answers. Every answer must be the same, with its verdict, the rows to write and what must still hold.
"""

import hashlib
import hmac
import json
import string
import sys
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import cache

import procedures

STRANGER = {
    "sign_in_refused": "login_id_unknown password_wrong family_name_here name_not_on_record registration_incomplete",
    "token_not_accepted": "token_expired token_used token_voided token_void_by_errors",
    "identity_not_confirmed": "no_record not_yet_available data_not_linked record_inconsistent relation_not_admitted already_registered",
    "accepted": "address_registered address_unknown address_missing",
}
CONCEALED = {cause: told for told, causes in STRANGER.items() for cause in causes.split()}
AFTER = {
    "proceed": "accepted step_done_already step_out_of_order",
    "wait": "locked under_review",
    "solve_challenge": "challenge_due",
    "use_latest_mail": "token_voided",
    "start_over": "token_expired token_void_by_errors procedure_ended registration_incomplete",
    "sign_in": "token_used already_registered address_registered",
    "change_password": "password_expired password_must_change",
    "check_identity": "identity_check_needed",
    "verify_access": "access_verification_needed",
    "answer_secret_question": "secret_answer_needed",
    "ask_representative": "representative_only representative_first",
    "ask_support": "not_in_effect time_before_last data_not_linked not_offered address_missing not_adopted in_maintenance",
}
NEXT = {reason: step for step, reasons in AFTER.items() for reason in reasons.split()}
CLASSES = {
    "letter": string.ascii_letters,
    "lower_case": string.ascii_lowercase,
    "upper_case": string.ascii_uppercase,
    "digit": string.digits,
    "sign": string.punctuation,
}


@cache
def document(name):
    with open(f"programmes/{name}.json", encoding="utf-8") as file:
        return json.load(file)


def instant(text):
    return datetime.fromisoformat(text)


def later(text, **by):
    return (instant(text) + timedelta(**by)).isoformat()


def until(at):
    return {"at": at, "boundary": "exclusive"}


def told(reason, **more):
    return {"reason": reason, "next": NEXT.get(reason, "retry"), **more}


def everything(reasons):
    """What someone is told whom nothing is kept from."""
    several = {"reasons": reasons} if len(reasons) > 1 else {}
    return told((reasons or ["accepted"])[0], **several)


def verdict(reasons, **more):
    return {"reason": (reasons or ["accepted"])[0], **({"reasons": reasons} if reasons else {}), **more}


def given(**fields):
    """The fields that are there."""
    return {name: value for name, value in fields.items() if value not in (None, [], False)}


class Account:
    """One account under a programme, with the rows that its host stores."""

    def __init__(self, name):
        self.document = document(name)
        self.terms = self.document["account"]
        self.tokens, self.attempts, self.row = {}, None, None

    def named(self, reason):
        return reason not in CONCEALED or any(reason in terms["named"] for terms in self.terms.get("disclosure", []))

    def shown(self, reasons, **more):
        for reason in reasons:
            if self.named(reason):
                return told(reason, **more)
        return told(CONCEALED[reasons[0]] if reasons else "accepted", **more)

    def setting(self, kind, **key):
        found = [terms for terms in self.terms.get(kind, []) if all(terms.get(k) == v for k, v in key.items())]
        return found[0] if found else None

    def passwords(self, group):
        return (group and self.setting("passwords", group=group)) or self.setting("passwords", group=None)

    # Links and codes.

    def issue_token(self, now, purpose, account, entropy):
        terms = self.setting("tokens", id=purpose)
        rows = self.tokens.setdefault(purpose, [])
        if rows and instant(now) < instant(rows[-1]["sent_at"]):
            return {"verdict": {"reason": "time_before_last", "shown": self.shown(["time_before_last"])}}
        number = len(rows) + 1
        info = b"".join(len(part).to_bytes(8, "big") + part.encode() for part in ("kenpo account token", purpose, account))
        info += number.to_bytes(8, "big")
        key = hmac.digest(bytes(32), bytes.fromhex(entropy), "sha256")
        made = hmac.digest(key, info + b"\1", "sha256")
        if terms["kind"] == "link":
            token = made.hex()
        else:
            token = str(int.from_bytes(made[:16], "big"))[-terms["digits"] :].zfill(terms["digits"])
        end = later(now, minutes=terms["valid_minutes"])
        digest = hashlib.sha256(token.encode()).hexdigest()
        expect = self.last_token(purpose, account)
        store = []
        for row in rows:
            if row["state"] == "open":
                row["state"] = "voided"
                store.append(dict(row))
        rows.append(
            dict(account=account, purpose=purpose, number=number, digest=digest, sent_at=now, valid_until=end, wrong=0, state="open")
        )
        shown = self.shown([], until=until(end))
        said = {"reason": "accepted", "token": token, "valid_until": until(end), "shown": shown}
        return {"verdict": said, "store": [*store, dict(rows[-1])], "expect": expect}

    def last_token(self, purpose, account):
        last = (self.tokens.get(purpose) or [{"number": 0, "state": None}])[-1]
        wrong = {"wrong": last["wrong"]} if last["state"] == "open" else {}
        return {"account": account, "purpose": purpose, "number": last["number"], **wrong}

    def redeem_token(self, now, purpose, account, token):
        terms = self.setting("tokens", id=purpose)
        if terms["kind"] == "code":
            token = "".join(unicodedata.normalize("NFKC", token).split())
            shaped = len(token) == terms["digits"] and all(sign in string.digits for sign in token)
        else:
            shaped = len(token) == 64 and all(sign in "0123456789abcdef" for sign in token)
        if not shaped:
            return {"verdict": {"reason": "token_malformed", "shown": self.shown(["token_malformed"])}}
        rows = self.tokens.get(purpose, [])
        digest = hashlib.sha256(token.encode()).hexdigest()
        expect = self.last_token(purpose, account)
        same = [row for row in rows if row["digest"] == digest]
        if not same:
            said = {"verdict": {"reason": "token_not_accepted", "shown": self.shown(["token_not_accepted"])}}
            last = rows[-1] if rows else {"state": None}
            if terms["kind"] == "link" or last["state"] != "open" or instant(last["valid_until"]) <= instant(now):
                return said
            last["wrong"] += 1
            if last["wrong"] >= terms["max_wrong"]:
                last["state"] = "void_by_errors"
            return {**said, "store": [dict(last)], "expect": expect}
        row = same[-1]
        against = {
            "token_voided": row["state"] == "voided",
            "token_used": row["state"] == "used",
            "token_void_by_errors": row["state"] == "void_by_errors",
            "time_before_last": instant(now) < instant(row["sent_at"]),
            "token_expired": instant(row["valid_until"]) <= instant(now),
        }
        reason = next((reason for reason, holds in against.items() if holds), "accepted")
        shown = told(reason) if terms["kind"] == "link" else self.shown([] if reason == "accepted" else [reason])
        said = {"verdict": {"reason": reason, "valid_until": until(row["valid_until"]), "shown": shown}}
        if reason != "accepted":
            return said
        row["state"] = "used"
        return {**said, "store": [dict(row)], "expect": expect}

    # Signing in.

    def failures(self, now):
        """Failures that count, and the end of the lock while it holds."""
        row = self.attempts or {"failures": 0}
        end = row.get("locked_until")
        if end and instant(end) <= instant(now):
            return 0, None
        return row["failures"], end

    def difficulty(self, client, failures):
        terms = (self.setting("sign_in") or {}).get("challenge")
        if not terms or client["kind"] == "app":
            return None
        if client["allow_listed"] and client["address_failures"] < terms["allow_listed_failures"]:
            return None
        counts = {"failures": failures, **{key: client[key] for key in ("address_failures", "address_attempts")}}
        reached = [level["difficulty"] for level in terms["levels"] if any(level.get(k, n + 1) <= n for k, n in counts.items())]
        return max(reached, default=1)

    def challenge(self, now, client):
        due = self.difficulty(client, self.failures(now)[0])
        reasons = ["challenge_due"] if due else []
        return {"verdict": {"reason": (reasons or ["accepted"])[0], **given(difficulty=due), "shown": self.shown(reasons)}}

    def sign_in(self, now, key, login_id, known, name, password_fits, client, **more):
        terms = self.setting("sign_in")
        failures, locked = self.failures(now)

        def answer(reasons, count, **fields):
            end = fields.pop("end", None)
            shown = self.shown(reasons, **({"until": until(end)} if end else {}))
            lock = {"locked_until": until(end)} if end else {}
            return {"verdict": verdict(reasons, failures=count, **lock, **fields, shown=shown)}

        if "lock" in terms and locked:
            return answer(["locked"], failures, end=locked)
        due = self.difficulty(client, failures)
        if due and more.get("challenge_solved", 0) < due:
            return answer(["challenge_due"], failures, difficulty=due)
        reasons = []
        if "name" in terms:
            entered = "".join(unicodedata.normalize("NFKC", login_id).split())
            if any(entered in card.get("insurers", []) for card in self.document["cards"]):
                reasons.append("insurer_number_here")
            if not all("ｦ" <= sign <= "ﾟ" or sign in "･ " for sign in name):
                reasons.append("not_half_width_kana")
        if reasons:
            return answer(reasons, failures)
        if not known:
            reasons.append("login_id_unknown")
        elif "name" in terms:
            key_of = unicodedata.normalize("NFKC", name).replace("・", "")
            roles = [person["role"] for person in more["people"] if key_of == person["name"]]
            if "representative" not in roles:
                reasons.append("family_name_here" if roles else "name_not_on_record")
        if not (known and password_fits):
            reasons.append("password_wrong")
        stored = self.attempts
        expect = {"key": key, "failures": 0, **(stored or {})}
        end, days = None, {}
        if reasons:
            count = failures + 1
            if "lock" in terms and count >= terms["lock"]["failures"]:
                end = later(now, minutes=terms["lock"]["minutes"])
        else:
            count = 0
            reasons, days = self.admitted(now, terms, **more)
        row = {"key": key, "failures": count, **given(locked_until=end)}
        said = {**answer(reasons, count, end=end, **days), "expect": expect}
        if row != (stored or {"key": key, "failures": 0}):
            said["store"] = [row]
            self.attempts = row
        return said

    def admitted(self, now, terms, password=None, registration=None, **_):
        """What keeps someone out whose ID and password fit, and the days that are left."""
        incomplete = terms.get("incomplete")
        if incomplete and registration != "complete":
            if registration == "incomplete" or not incomplete.get("postcard_with_address"):
                return ["registration_incomplete"], {}
        if not password:
            return [], {}
        last, left = self.life(now, password, None)
        reasons = []
        if last and left is None:
            reasons.append("password_expired")
        if password.get("provisional"):
            reasons.append("password_must_change")
        return reasons, {} if left is None else {"days_left": left}

    # Passwords.

    def last_day(self, set_on, group):
        """The eve of the day that corresponds to the one after, or the month's last where there is none."""
        life = self.passwords(group).get("life")
        if not life:
            return None
        first = date.fromisoformat(set_on) + timedelta(1)
        year, month = divmod(first.year * 12 + first.month - 1 + life["months"], 12)
        days = monthrange(year, month + 1)[1]
        return date(year, month + 1, first.day) - timedelta(1) if first.day <= days else date(year, month + 1, days)

    def life(self, now, password, group):
        last = self.last_day(password["set_on"], group)
        left = (last - instant(now).date()).days if last else None
        return last, left if left is None or left >= 0 else None

    def password_term(self, now, password, group=None):
        last, left = self.life(now, password, group)
        early = now[:10] < password["set_on"]
        against = {"time_before_last": early, "password_expired": last and left is None, "password_must_change": password.get("provisional")}
        reasons = [reason for reason, holds in against.items() if holds]
        fields = {}
        if last:
            fields = {"last_day": str(last), "valid_until": until(f"{last + timedelta(1)}T00:00:00+09:00")}
            if left is not None and not early:
                fields["days_left"] = left
        return {"verdict": {"reason": (reasons or ["accepted"])[0], **fields, "shown": self.shown(reasons)}}

    def set_password(self, now, occasion, role, password, repeated, current_fits, unchanged, group=None):
        terms = self.passwords(group)
        signs = "".join(CLASSES[kind] for kind in terms["characters"])
        missing = [f"password_{kind}_missing" for kind in CLASSES if kind in terms.get("required", []) and not set(CLASSES[kind]) & set(password)]
        against = {
            "representative_only": role == "family" and self.right("change_password"),
            "password_wrong": occasion == "change" and "current" in terms and current_fits == "no",
            "password_too_short": len(password) < terms["min_length"],
            "password_too_long": len(password) > terms.get("max_length", len(password)),
            "password_character_not_accepted": set(password) - set(signs),
            **dict.fromkeys(missing, True),
            "passwords_differ": "twice" in terms and password != repeated,
            "password_unchanged": occasion == "replacement" and "replacement" in terms and unchanged == "yes",
        }
        reasons = [reason for reason, holds in against.items() if holds]
        if reasons:
            return {"verdict": verdict(reasons, shown=everything(reasons))}
        last = self.last_day(now[:10], group)
        said = verdict([], **given(last_day=last and str(last)), shown=everything([]))
        return {"verdict": said, "store": [{"set_on": now[:10]}]}

    # Households.

    def right(self, action):
        rights = self.setting("rights") or {}
        return any(right["action"] == action for right in rights.get("representative_only", []))

    def act(self, now, action, role, first_sign_in, taken, addresses):
        rights = self.setting("rights")
        family = role == "family"
        reasons = ["representative_only"] if family and self.right(action) else []
        if action == "choose" and family and first_sign_in and "representative_first" in rights:
            reasons.append("representative_first")
        needs = {"change_login_id": "login_id", "add_address": "addresses", "change_address": "addresses", "remove_address": "addresses"}
        if action in needs and needs[action] not in rights:
            reasons.append("not_in_effect")
        elif taken == "yes" and action == "change_login_id":
            reasons.append("login_id_taken")
        elif taken == "yes" and action in ("add_address", "change_address"):
            reasons.append("address_registered")
        if action == "add_address" and "addresses" in rights and addresses >= rights["addresses"]["at_most"]:
            reasons.append("too_many_addresses")
        mail = action in ("add_address", "change_address") and not reasons
        return {"verdict": verdict(reasons, mail=mail, shown=everything(reasons))}

    # Procedures.

    def proceed(self, group=None, review="no", **asked):
        answer, self.row = procedures.proceed(self, self.row, {**asked, "group": group, "review": review})
        return answer

    # Levels of access.

    def access(self, now, feature, group, identity, verification, secret_answered):
        terms = self.setting("features", id=feature)
        if not terms:
            return {"verdict": verdict(["not_in_effect"], shown=everything(["not_in_effect"]))}
        papers = self.setting("verification")
        reasons, missing = [], []
        for level in (need["level"] for need in terms["needs"]):
            found = None
            if level == "identity":
                found = None if identity else "identity_check_needed"
            elif level == "secret_answer":
                found = None if secret_answered else "secret_answer_needed"
            elif not papers or group in papers.get("groups_without", []):
                found = "not_offered"
            elif verification != "complete":
                found = "under_review" if verification == "under_review" else "access_verification_needed"
            if found:
                reasons.append(found)
                missing.append(level)
        asked = "secret_answer" in missing
        fields = {**({"missing": missing} if missing else {}), **({"answer_case_kept": True} if asked else {})}
        return {"verdict": verdict(reasons, **fields, shown=everything(reasons))}


def main():
    lines = events = refused = 0
    for lines, line in enumerate(sys.stdin, 1):
        case = json.loads(line)
        account = Account(case["programme"])
        for event in case["events"]:
            name = event["operation"].removeprefix("account.")
            ours = getattr(account, name)(**event["request"])
            if ours != event["answer"]:
                sys.exit(f"line {lines}, {name} {event['request']}:\n{ours}, and not\n{event['answer']}: {line}")
            events += 1
            refused += ours["verdict"]["reason"] != "accepted"
    print(f"{lines} agreed with the page's rules, {events} events, {refused} refused")


if __name__ == "__main__":
    main()
