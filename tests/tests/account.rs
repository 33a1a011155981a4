//! Properties of accounts: what no stranger may tell from an answer, and what is written at once. Sequences of events: `account_sequences.rs`.

use std::sync::LazyLock;

use kenpo_core::{
    Programme, Reason,
    account::{self, Attempts, SignInRequest},
    civil::Instant,
};
use kenpo_wire::{answer, parse_programme};
use proptest::prelude::*;
use serde_json::{Value, json};

fn programme(path: &str) -> Programme {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    parse_programme(&std::fs::read(file).expect("a programme")).expect("a valid programme")
}

/// A programme without the setting that names causes: the strict preset.
fn strict(path: &str) -> Programme {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    let mut document: Value = serde_json::from_slice(&std::fs::read(file).expect("a programme")).expect("JSON");
    document["account"].as_object_mut().expect("accounts").remove("disclosure");
    parse_programme(document.to_string().as_bytes()).expect("a valid programme")
}

/// What the person is told, in the bytes that would be sent.
fn shown(programme: &Programme, operation: &str, request: &Value) -> (String, String) {
    let bytes = answer(Some(programme), operation.as_bytes(), request.to_string().as_bytes()).expect("an answer");
    let answer: Value = serde_json::from_slice(&bytes).expect("JSON");
    let verdict = &answer["answer"]["verdict"];
    (verdict["reason"].as_str().unwrap_or_default().into(), verdict["shown"].to_string())
}

fn at(seconds: i64) -> Instant {
    Instant::from_unix(1_700_000_000 + seconds).expect("an instant")
}

fn attempts() -> impl Strategy<Value = Option<Value>> {
    prop::option::of((0_u16..4, prop::option::of(-4_000_i64..4_000)).prop_map(|(failures, lock)| {
        let mut row = json!({ "key": "k", "failures": failures });
        if let Some(lock) = lock {
            row["locked_until"] = json!(at(lock));
        }
        row
    }))
}

static STRICT: [LazyLock<Programme>; 3] = [
    LazyLock::new(|| strict("programmes/kenren.json")),
    LazyLock::new(|| strict("programmes/kencom_app.json")),
    LazyLock::new(|| strict("programmes/kencom_web.json")),
];
static KENREN: LazyLock<Programme> = LazyLock::new(|| programme("programmes/kenren.json"));

/// An attempt under an ID that is someone's, at a time by the clock.
fn attempt(seconds: i64, stored: Option<&Attempts>, fits: bool) -> SignInRequest {
    let mut request = json!({
        "now": at(seconds), "key": "k", "login_id": "1999999", "known": true, "name": "ﾀﾛｳ",
        "people": [{ "name": "タロウ", "role": "representative" }], "password_fits": fits, "password": { "set_on": "2023-04-01" },
    });
    if let Some(row) = stored {
        request["attempts"] = json!(row);
    }
    kenpo_wire::from_text(&request.to_string()).expect("a request")
}

proptest! {
    /// Requests that differ only in whether the ID is someone's.
    #[test]
    fn a_refused_sign_in_does_not_tell_a_member(
        attempts in attempts(), registration in 0_usize..3, name in "ﾀﾛｳ|ﾊﾅｺ|ｼﾞﾛｳ|タロウ", login_id in "233064|1999999",
        provisional: bool, explain in "none|failed|all",
    ) {
        let mut stranger = json!({ "now": at(0), "key": "k" });
        if let Some(row) = attempts {
            stranger["attempts"] = row;
        }
        let mut member = stranger.clone();
        for (request, known) in [(&mut stranger, false), (&mut member, true)] {
            request["login_id"] = json!(login_id);
            request["known"] = json!(known);
            request["name"] = json!(name);
            if known {
                request["people"] = json!([
                    { "name": "タロウ", "role": "representative" }, { "name": "ハナコ", "role": "family" },
                ]);
            }
            request["password_fits"] = json!(false);
            if known {
                request["password"] = json!({ "set_on": "2023-01-01", "provisional": provisional });
                request["registration"] = json!(["complete", "incomplete", "incomplete_with_address"][registration]);
            }
            request["explain"] = json!(explain);
        }
        let (_, to_stranger) = shown(&STRICT[0], "account.sign_in", &stranger);
        let (_, to_member) = shown(&STRICT[0], "account.sign_in", &member);
        prop_assert_eq!(to_stranger, to_member);
    }

    /// Codes that are tried where one was sent, and where none was.
    #[test]
    fn a_refused_code_does_not_tell_a_member(
        states in prop::collection::vec((0_usize..4, -900_i64..0, 0_u16..5), 1..4), entered in "[0-9]{5,7}", code in "[0-9]{6}",
    ) {
        let digest = |text: &str| {
            use sha2::Digest as _;
            base16ct::lower::encode_string(&sha2::Sha256::digest(text.as_bytes()))
        };
        let rows: Vec<Value> = states.iter().enumerate().map(|(index, (state, sent, wrong))| json!({
            "account": "a", "purpose": "sign_up", "number": index + 1, "digest": digest(&code), "sent_at": at(*sent),
            "valid_until": at(sent + 600), "wrong": wrong, "state": (["open", "used", "voided", "void_by_errors"][*state]),
        })).collect();
        for entered in [&entered, &code] {
            let ask = |rows: &[Value]| {
                let mut request = json!({ "now": at(0), "purpose": "sign_up", "account": "a" });
                if !rows.is_empty() {
                    request["tokens"] = json!(rows);
                }
                request["token"] = json!(entered);
                shown(&STRICT[1], "account.redeem_token", &request)
            };
            let ((reason, to_member), (_, to_stranger)) = (ask(&rows), ask(&[]));
            prop_assert!(reason == "accepted" || to_member == to_stranger, "{} {} {}", reason, to_member, to_stranger);
        }
    }

    /// The identity check, of people of whom the society knows nothing, or something that does not do.
    #[test]
    fn a_failed_identity_check_does_not_tell_a_member(
        name in "タロウ|ジロウ|ﾀﾛｳ|", born in 1_u8..3, relation in 0_usize..3, unlinked: bool, registered: bool, records in 1_usize..3,
        joined in prop::option::of(1_u8..28),
    ) {
        let request = |found: bool| {
            let mut request = json!({ "now": "2017-06-15T10:00:00+09:00", "group": "06133425", "name": name, "born": "1989-01-01" });
            if let Some(day) = joined {
                request["joined_on"] = json!(format!("2017-05-{day:02}"));
            }
            if found {
                let record = json!({
                    "person": "p", "name": "タロウ", "born": format!("1989-01-{born:02}"),
                    "relation": (["insured", "dependant", "voluntary"][relation]), "unlinked": unlinked,
                });
                request["records"] = json!(vec![record; records]);
                if registered {
                    request["registered"] = json!(["p"]);
                }
            }
            request
        };
        let ((reason, to_known), (_, to_unknown)) =
            (shown(&STRICT[2], "registration.identify", &request(true)), shown(&STRICT[2], "registration.identify", &request(false)));
        prop_assert!(reason == "accepted" || to_known == to_unknown, "{} {} {}", reason, to_known, to_unknown);
    }

    /// Guesses that were all read before any was written: the right one is let in only if it is written among the first three.
    #[test]
    fn no_guesses_at_once_pass_the_lock(count in 1_usize..9, right in any::<prop::sample::Index>(), earlier in 0_u16..3) {
        let right = right.index(count);
        let row = |failures| Attempts { key: "k".parse().expect("a key"), failures, locked_until: None };
        let mut stored = (earlier > 0).then(|| row(earlier));
        let read = stored.clone();
        let mut entered = None;
        for guess in 0..count {
            let mut posting = account::sign_in(&KENREN, &attempt(0, read.as_ref(), guess == right)).expect("an answer");
            // The host writes where what was read still stands, and asks again where it does not.
            while let Some(expect) = &posting.expect {
                let holds = expect.failures == stored.as_ref().map_or(0, |row| row.failures)
                    && expect.locked_until == stored.as_ref().and_then(|row| row.locked_until);
                if holds {
                    stored = posting.store.first().cloned().or(stored);
                    break;
                }
                posting = account::sign_in(&KENREN, &attempt(0, stored.as_ref(), guess == right)).expect("an answer");
            }
            if posting.verdict.reason == Reason::Accepted {
                entered = Some(guess);
            }
        }
        prop_assert_eq!(entered, Some(right).filter(|right| right + usize::from(earlier) < 3));
    }
}

/// A code of six digits can be found from its digest, so that neither stands in a log.
#[test]
fn a_log_holds_neither_code_nor_digest() {
    let programme = programme("programmes/kencom_app.json");
    let request = json!({
        "now": at(0), "purpose": "sign_up", "account": "a-1", "entropy": "07".repeat(32),
    });
    let request = kenpo_wire::from_text(&request.to_string()).expect("a request");
    let posting = account::issue_token(&programme, &request).expect("an answer");
    let code = json!(posting.verdict.token);
    let row = posting.store.first().expect("a row");
    for told in [format!("{posting:?}"), format!("{row:?}"), format!("{request:?}")] {
        assert!(!told.contains(code.as_str().expect("a code")), "the code");
        assert!(!told.contains("digest") && !told.contains(&format!("{:?}", row.digest)), "the digest");
        assert!(!told.contains(&"07".repeat(32)) && !told.contains("[7, 7"), "the entropy");
    }
}
