//! A member's points as a sequence of operations: requests of the vectors at other times, on other days and of other amounts. The rows that the
//! library answers are the ledger of what is asked next.
#![no_main]

use std::sync::LazyLock;

use kenpo_core::{Programme, civil::{Date, Instant}};
use kenpo_fuzz::{DOCUMENTS, REQUESTS, ask, instant};
use libfuzzer_sys::{
    arbitrary::{Result, Unstructured},
    fuzz_target,
};
use serde_json::{Map, Value, json};

/// What writes rows, or reads them.
const OPERATIONS: [&str; 7] = [
    "points.accrue",
    "points.adjust",
    "points.balance",
    "points.earn",
    "points.exchange",
    "points.reverse",
    "points.settle",
];

/// Operations that a member's life has at most.
const LIFE: usize = 12;

struct Member {
    programme: Programme,
    /// Requests of this programme.
    requests: Vec<(&'static str, Map<String, Value>)>,
}

static MEMBERS: LazyLock<Vec<Member>> = LazyLock::new(|| {
    let of = |(name, document): (&String, &Vec<u8>)| {
        let asked = REQUESTS.iter().filter(|request| request.programme == *name);
        let requests: Vec<(&str, Map<String, Value>)> = asked
            .filter_map(|asked| {
                let operation = *OPERATIONS.iter().find(|operation| **operation == asked.operation)?;
                Some((operation, asked.request.clone()))
            })
            .collect();
        let programme = kenpo_wire::parse_programme(document).unwrap();
        (!requests.is_empty()).then_some(Member { programme, requests })
    };
    DOCUMENTS.iter().filter_map(of).collect()
});

fuzz_target!(|data: &[u8]| {
    let _ = live(&mut Unstructured::new(data));
});

fn live(u: &mut Unstructured) -> Result<()> {
    let member = &MEMBERS[u.choose_index(MEMBERS.len())?];
    let mut entries: Vec<Value> = Vec::new();
    let mut now = None;
    for _ in 0..LIFE {
        if u.is_empty() {
            break;
        }
        let (operation, request) = &member.requests[u.choose_index(member.requests.len())?];
        let mut request = request.clone();
        now = Some(move_on(u, now, &mut request)?);
        change(u, &mut request, &entries)?;
        request.insert("ledger".to_owned(), json!({ "entries": entries }));
        let request = Value::Object(request);
        let answer = ask(Some(&member.programme), operation, &request);
        if let Some(path) = answer["path"].as_str() {
            // A ledger as kenpo wrote it is never refused: what is wrong is in what was asked.
            assert!(!path.starts_with("/ledger"), "{operation}: {answer} on {request}");
            continue;
        }
        let stored = answer["answer"]["store"].as_array().cloned().unwrap_or_default();
        if u.ratio(3, 4)? {
            entries.extend(stored);
        }
    }
    let Some(now) = now else { return Ok(()) };
    // What is left stands in its last row's time or later, and two operations say the same of it.
    let latest = entries.iter().filter_map(|row| row["at"].as_str().and_then(Instant::parse)).max();
    let as_of = latest.map_or(now, |latest| latest.max(now)).to_string();
    let ledger = json!({ "entries": entries });
    let balance = ask(Some(&member.programme), "points.balance", &json!({ "as_of": as_of, "ledger": ledger }));
    let summary = ask(Some(&member.programme), "points.summary", &json!({ "as_of": as_of, "ledgers": [ledger] }));
    let (balance, purses) = (&balance["answer"]["verdict"], &summary["answer"]["verdict"]["purses"]);
    assert!(balance["balance"].as_i64().is_some_and(|points| points >= 0), "{balance} of {entries:?}");
    let own = purses.as_array().and_then(|purses| purses.iter().find(|purse| purse["purse"].is_null()));
    if let Some(own) = own {
        assert_eq!((&own["balance"], &own["expired"]), (&balance["balance"], &balance["expired"]), "{entries:?}");
    }
    Ok(())
}

/// Sets the clock: mostly on from where it stood, at times back.
fn move_on(u: &mut Unstructured, clock: Option<Instant>, request: &mut Map<String, Value>) -> Result<Instant> {
    let key = if request.contains_key("as_of") { "as_of" } else { "now" };
    let given = request.get(key).and_then(instant);
    let base = clock.or(given).unwrap_or_else(|| Instant::from_unix(1_700_000_000).unwrap());
    let seconds = match u.int_in_range(0..=7)? {
        0 => 0,
        1 => 86_400,
        2 => i64::from(u.arbitrary::<u16>()?),
        3 => -i64::from(u.arbitrary::<u16>()?),
        4 => 86_400 * i64::from(u.arbitrary::<u8>()?),
        _ => 3_600 * i64::from(u.arbitrary::<u8>()?),
    };
    let now = Instant::from_unix(base.unix().saturating_add(seconds)).unwrap_or(base);
    request.insert(key.to_owned(), now.to_string().into());
    Ok(now)
}

/// Other days, amounts, keys and rows than the request has.
fn change(u: &mut Unstructured, request: &mut Map<String, Value>, entries: &[Value]) -> Result<()> {
    if request.contains_key("sequence") {
        let row = if entries.is_empty() { 1 } else { u.choose_index(entries.len())? + 1 };
        request.insert("sequence".to_owned(), row.into());
    }
    for key in ["request_key", "event"] {
        if request.contains_key(key) {
            request.insert(key.to_owned(), format!("k-{}", u.int_in_range(0..=9)?).into());
        }
    }
    for key in ["quantity", "points", "value"] {
        if request.contains_key(key) {
            request.insert(key.to_owned(), u.int_in_range(if key == "points" { -99 } else { 0 }..=999)?.into());
        }
    }
    let day = |u: &mut Unstructured, given: &Value| -> Result<Value> {
        let Some(days) = given.as_str().and_then(|text| Date::parse(text)) else {
            return Ok(given.clone());
        };
        let moved = days.plus_days(u.int_in_range(-40..=40)?);
        Ok(moved.map_or_else(|| given.clone(), |day| day.to_string().into()))
    };
    if let Some(date) = request.get("date").filter(|_| !u.is_empty()).cloned() {
        request.insert("date".to_owned(), day(u, &date)?);
    }
    for key in ["arrivals", "days"] {
        for item in request.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten() {
            let Some(item) = item.as_object_mut() else { continue };
            if u.ratio(1, 3)? {
                let date = item.get("date").cloned().unwrap_or_default();
                item.insert("date".to_owned(), day(u, &date)?);
            }
            if u.ratio(1, 3)? {
                item.insert("steps".to_owned(), u.int_in_range(0..=20_000)?.into());
            }
        }
    }
    Ok(())
}
