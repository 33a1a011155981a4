//! Links and one-time codes.

use std::collections::BTreeMap;

use kenpo_core::{
    Reason,
    account::{self, Token, TokenState},
};
use proptest::{prelude::*, sample::Index};
use serde_json::{Value, json};

use crate::{Told, at, read};

#[derive(Clone, Debug)]
pub(crate) enum Event {
    Send,
    /// One of those that were sent, mostly the latest.
    Enter(Option<Index>),
    /// One that was never sent.
    Guess,
}

/// How the clock moves before an event; it may be set back.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pause {
    Seconds(i64),
    /// To the end of the latest one, or a second before or after.
    ToEnd(i64),
}

/// Events, and how the clock moves before each.
pub(crate) fn events() -> impl Strategy<Value = Vec<(Event, Pause)>> {
    let event = prop_oneof![
        3 => Just(Event::Send),
        4 => prop::option::weighted(0.4, any::<Index>()).prop_map(Event::Enter),
        3 => Just(Event::Guess),
    ];
    let seconds = prop_oneof![6 => 0_i64..300, 3 => 300_i64..12_000, 1 => 12_000_i64..100_000, 1 => -2_000_i64..0];
    let pause = prop_oneof![5 => seconds.prop_map(Pause::Seconds), 1 => (-1_i64..2).prop_map(Pause::ToEnd)];
    prop::collection::vec((event, pause), 1..30)
}

/// One that was sent, as the model keeps it.
struct Sent {
    text: String,
    at: i64,
    wrong: u64,
    used: bool,
}

/// Each serves once, within its life, and only the latest; a code no longer once the programme's number of wrong entries is reached.
pub(crate) fn none_serves_twice_or_after_its_end(
    told: &Told,
    which: Index,
    events: Vec<(Event, Pause)>,
) -> Result<(), TestCaseError> {
    let purposes = told.settings("tokens");
    let terms = &purposes[which.index(purposes.len())];
    let life = terms["valid_minutes"].as_i64().expect("minutes") * 60;
    let most_wrong = terms["max_wrong"].as_u64().unwrap_or(u64::MAX);
    let code = terms["kind"] == "code";
    let mut stored: BTreeMap<i64, Token> = BTreeMap::new();
    let mut sent: Vec<Sent> = Vec::new();
    let mut now = 0;
    for (event, pause) in events {
        now = match (pause, sent.last()) {
            (Pause::Seconds(seconds), _) => now + seconds,
            (Pause::ToEnd(seconds), Some(last)) => last.at + life + seconds,
            (Pause::ToEnd(_), None) => now,
        };
        let rows: Vec<&Token> = stored.values().collect();
        let mut request = json!({ "now": at(now), "purpose": terms["id"], "account": "a", "tokens": rows });
        let mut open = |posting: Vec<Token>| {
            stored.extend(posting.into_iter().map(|row| (row.number.get(), row)));
            stored.values().filter(|row| row.state == TokenState::Open).count()
        };
        let latest = sent.len().checked_sub(1);
        let (text, entered) = match event {
            Event::Send => {
                request["entropy"] = json!("07".repeat(32));
                let posting = account::issue_token(&told.programme, &read(&request)).expect("an answer");
                let later = sent.last().is_none_or(|last| last.at <= now);
                prop_assert_eq!(posting.verdict.reason == Reason::Accepted, later);
                if later {
                    let text = json!(posting.verdict.token).as_str().expect("what is mailed").to_owned();
                    sent.push(Sent { text, at: now, wrong: 0, used: false });
                    prop_assert_eq!(open(posting.store), 1);
                }
                continue;
            }
            Event::Enter(_) if sent.is_empty() => continue,
            Event::Enter(index) => {
                let index = index.map(|index| index.index(sent.len())).or(latest).unwrap_or(0);
                (sent[index].text.clone(), Some(index))
            }
            Event::Guess => (never_sent(terms, &sent), None),
        };
        request["token"] = Value::String(text);
        let posting = account::redeem_token(&told.programme, &read(&request)).expect("an answer");
        let valid = |last: &Sent| !last.used && last.wrong < most_wrong && now < last.at + life;
        let serves = entered.is_some_and(|index| Some(index) == latest && sent[index].at <= now && valid(&sent[index]));
        prop_assert_eq!(posting.verdict.reason == Reason::Accepted, serves, "{:?}", posting.verdict.reason);
        if let Some(last) = sent.last_mut() {
            last.used |= serves;
            last.wrong += u64::from(code && entered.is_none() && valid(last));
            let left = usize::from(!last.used && last.wrong < most_wrong);
            prop_assert_eq!(open(posting.store), left);
        }
    }
    Ok(())
}

/// An entry with the length and the characters of a link or code.
fn never_sent(terms: &Value, sent: &[Sent]) -> String {
    let length = terms["digits"].as_u64().map_or(64, |digits| usize::try_from(digits).expect("a few digits"));
    let entries = (0_u32..).map(|number| format!("{number:0length$}"));
    entries.into_iter().find(|entry| sent.iter().all(|sent| sent.text != *entry)).expect("one that was never sent")
}
