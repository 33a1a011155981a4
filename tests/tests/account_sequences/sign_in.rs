//! Signing in.

use kenpo_core::{
    Reason,
    account::{self, Attempts},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{Told, at, read};

/// An attempt: everything that may be wrong with it.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    seconds: i64,
    /// Not at that time, but at the end of the lock that holds, a second before or after.
    at_end: Option<i64>,
    fits: bool,
    known: bool,
    name: &'static str,
    /// How far the registration is.
    registration: &'static str,
    provisional: bool,
    set_on: &'static str,
    app: bool,
    allow_listed: bool,
    address_attempts: u32,
    address_failures: u32,
    solved: Option<u8>,
}

/// Attempts at any times, in any order of the clock, all on 2023-11-15 in Japan.
pub(crate) fn events() -> impl Strategy<Value = Vec<Attempt>> {
    let person = (
        any::<bool>(),
        prop::bool::weighted(0.9),
        prop::sample::select(vec!["ﾀﾛｳ", "ﾀﾛｳ", "ﾀﾛｳ", "ﾊﾅｺ", "ｼﾞﾛｳ"]),
        prop::sample::select(vec!["complete", "complete", "incomplete", "incomplete_with_address"]),
        prop::bool::weighted(0.2),
        prop::sample::select(vec!["2023-04-01", "2022-11-15", "2022-11-14"]),
    );
    let client = (
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.3),
        prop::sample::select(vec![0_u32, 99, 100, 999, 1_000]),
        prop::sample::select(vec![0_u32, 9, 10, 49, 50]),
        prop::option::weighted(0.8, 1_u8..4),
    );
    let time = (-3_000_i64..3_000, prop::option::weighted(0.2, -1_i64..2));
    let attempt = (time, person, client).prop_map(|((seconds, at_end), person, client)| {
        let (fits, known, name, registration, provisional, set_on) = person;
        let (app, allow_listed, address_attempts, address_failures, solved) = client;
        Attempt {
            seconds,
            at_end,
            fits,
            known,
            name,
            registration,
            provisional,
            set_on,
            app,
            allow_listed,
            address_attempts,
            address_failures,
            solved,
        }
    });
    prop::collection::vec(attempt, 1..40)
}

impl Attempt {
    fn request(&self, stored: Option<&Attempts>) -> Value {
        let mut request = json!({
            "now": at(self.seconds), "key": "k", "login_id": "1999999", "known": self.known, "name": self.name,
            "password_fits": self.fits,
            "client": {
                "kind": if self.app { "app" } else { "browser" }, "allow_listed": self.allow_listed,
                "address_attempts": self.address_attempts, "address_failures": self.address_failures,
            },
        });
        if self.known {
            request["people"] =
                json!([{ "name": "タロウ", "role": "representative" }, { "name": "ハナコ", "role": "family" }]);
            request["password"] = json!({ "set_on": self.set_on, "provisional": self.provisional });
            request["registration"] = json!(self.registration);
        }
        if let Some(solved) = self.solved {
            request["challenge_solved"] = json!(solved);
        }
        if let Some(row) = stored {
            request["attempts"] = json!(row);
        }
        request
    }

    /// The difficulty of the image challenge, by the document's levels; 0 where none is due.
    fn challenge(&self, terms: &Value, failures: u64) -> u64 {
        let listed = terms["allow_listed_failures"].as_u64().unwrap_or(0);
        if terms.is_null() || self.app || (self.allow_listed && u64::from(self.address_failures) < listed) {
            return 0;
        }
        let mut due = 1;
        for level in terms["levels"].as_array().into_iter().flatten() {
            let reached = |key: &str, count: u64| level[key].as_u64().is_some_and(|least| least <= count);
            if reached("failures", failures)
                || reached("address_failures", self.address_failures.into())
                || reached("address_attempts", self.address_attempts.into())
            {
                due = level["difficulty"].as_u64().expect("a difficulty").max(due);
            }
        }
        due
    }
}

/// Someone is let in exactly where nothing locks the ID, the challenge that is due is solved, ID, name and password fit, and the registration and the
/// password are as the programme wants them; no lock's end moves while it holds.
pub(crate) fn nobody_while_locked(told: &Told, events: Vec<Attempt>) -> Result<(), TestCaseError> {
    let terms = &told.settings("sign_in")[0];
    let lives = &told.settings("passwords")[0];
    let mut stored: Option<Attempts> = None;
    let (mut in_a_row, mut lock) = (0_u64, None::<i64>);
    for mut event in events {
        if let (Some(end), Some(seconds)) = (lock, event.at_end) {
            event.seconds = end + seconds;
        }
        let posting = account::sign_in(&told.programme, &read(&event.request(stored.as_ref()))).expect("an answer");
        let reason = posting.verdict.reason;
        if lock.is_some_and(|end| event.seconds < end) {
            prop_assert_eq!(reason, Reason::Locked);
            prop_assert!(posting.store.is_empty());
            continue;
        }
        let failures = if lock.is_some() { 0 } else { in_a_row };
        if u64::from(event.solved.unwrap_or(0)) < event.challenge(&terms["challenge"], failures) {
            prop_assert_eq!(reason, Reason::ChallengeDue);
            prop_assert!(posting.store.is_empty());
            continue;
        }
        let named = terms["name"].is_null() || event.name == "ﾀﾛｳ";
        let fits = event.known && event.fits && named;
        (in_a_row, lock) = (if fits { 0 } else { failures + 1 }, None);
        if terms["lock"]["failures"].as_u64() == Some(in_a_row) {
            lock = Some(event.seconds + terms["lock"]["minutes"].as_i64().expect("minutes") * 60);
        }
        let complete = terms["incomplete"].is_null() || event.registration == "complete";
        let expired = !lives["life"].is_null() && event.set_on == "2022-11-14";
        let admitted = fits && complete && !expired && !event.provisional;
        prop_assert_eq!(reason == Reason::Accepted, admitted, "{:?}", reason);
        prop_assert_eq!(u64::from(posting.verdict.failures), in_a_row);
        prop_assert_eq!(posting.verdict.locked_until.map(|until| until.at), lock.map(at));
        if let Some(row) = posting.store.first() {
            stored = Some(row.clone());
        }
    }
    Ok(())
}
