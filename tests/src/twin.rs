//! The other ways to the same answer: the typed request through the Rust API, and the typed lane.

use std::fmt::Debug;

use kenpo_core::{
    Error, Programme, Reason, account, booking, card, civil, coupon, eligibility, forms, lottery, numbers,
    points::{self, EntryKind, StepCredit, StepDay, StepDelivery},
    registration, steps, subsidy, support, text,
    value::Code,
    voucher,
};
use kenpo_wire::{answer, from_text};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::column_twin;

/// Compares; what is said is a fault.
pub fn compare(operation: &str, programme: Option<&Programme>, request: &str, status: i32, body: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(body).unwrap_or_default();
    let answer = &value["answer"];
    let mut faults = through_rust(operation, programme, request, status, answer);
    faults.extend(in_a_batch(operation, programme, request, &value));
    if let (0, Some(programme)) = (status, programme) {
        faults.extend(column_twin::compare(operation, programme, request, answer));
    }
    faults
}

/// What stands before the only item of a batch.
const BEFORE_ITEM: &str = r#"{"items":["#;

/// The only item of a batch is answered as the request is alone, and so is its fault, at its place.
fn in_a_batch(operation: &str, programme: Option<&Programme>, request: &str, alone: &Value) -> Option<String> {
    if operation.starts_with("lottery.") {
        // These have no batch.
        return None;
    }
    let answered =
        answer(programme, format!("{operation}.batch").as_bytes(), format!("{BEFORE_ITEM}{request}]}}").as_bytes());
    let of_batch: Value =
        serde_json::from_slice(&answered.unwrap_or_else(|failure| failure.to_json())).unwrap_or_default();
    let mut item = of_batch["items"][0].clone();
    let expected = match &alone["answer"] {
        Value::Null => json!({"error": alone}),
        answer => json!({"answer": answer}),
    };
    out_of_the_batch(&mut item);
    (item != expected).then(|| format!("in a batch: expected {expected}, found {item}, of {of_batch}"))
}

/// Puts errors of an item, and of what it holds, where they are in the request alone.
fn out_of_the_batch(value: &mut Value) {
    let path = value.get("path").and_then(Value::as_str);
    if let Some(path) = path.and_then(|path| path.strip_prefix("/items/0")).map(Value::from) {
        value["path"] = path;
        if value["line"] == 1 {
            value["column"] = value["column"].as_u64().map(|column| column - BEFORE_ITEM.len() as u64).into();
        }
    }
    match value {
        Value::Array(values) => values.iter_mut().for_each(out_of_the_batch),
        Value::Object(values) => values.values_mut().for_each(out_of_the_batch),
        _ => {}
    }
}

fn through_rust(
    operation: &str,
    programme: Option<&Programme>,
    request: &str,
    status: i32,
    answer: &Value,
) -> Vec<String> {
    match (operation, programme) {
        ("account.act", Some(programme)) => typed(request, status, answer, |r| account::act(programme, r)),
        ("account.challenge", Some(programme)) => typed(request, status, answer, |r| account::challenge(programme, r)),
        ("account.first_password", Some(programme)) => {
            typed(request, status, answer, |r| account::first_password(programme, r))
        }
        ("account.issue_token", Some(programme)) => {
            typed(request, status, answer, |r| account::issue_token(programme, r))
        }
        ("account.password_term", Some(programme)) => {
            typed(request, status, answer, |r| account::password_term(programme, r))
        }
        ("account.redeem_token", Some(programme)) => {
            typed(request, status, answer, |r| account::redeem_token(programme, r))
        }
        ("account.set_password", Some(programme)) => {
            typed(request, status, answer, |r| account::set_password(programme, r))
        }
        ("account.sign_in", Some(programme)) => typed(request, status, answer, |r| account::sign_in(programme, r)),
        ("account.access", Some(programme)) => typed(request, status, answer, |r| account::access(programme, r)),
        ("account.proceed", Some(programme)) => typed(request, status, answer, |r| account::proceed(programme, r)),
        ("account.reissue", Some(programme)) => typed(request, status, answer, |r| account::reissue(programme, r)),
        ("account.verification", Some(programme)) => {
            typed(request, status, answer, |r| account::verification(programme, r))
        }
        ("programme.typed", Some(programme)) => {
            typed(request, status, answer, |r| kenpo_core::typed::typed(programme, r))
        }
        ("support.hours", Some(programme)) => typed(request, status, answer, |r| support::hours(programme, r)),
        ("age.count", _) => typed(request, status, answer, forms::count_age),
        ("card.papers", _) => typed(request, status, answer, card::papers),
        ("coupon.issue", Some(programme)) => {
            let mut faults = typed(request, status, answer, |r| coupon::issue(programme, r));
            if status == 0 {
                faults.extend(coupon_twin(programme, request, answer));
            }
            faults
        }
        ("coupon.read", _) => typed(request, status, answer, coupon::read),
        ("coupon.redeem", Some(programme)) => typed(request, status, answer, |r| coupon::redeem(programme, r)),
        ("coupon.status", _) => typed(request, status, answer, coupon::status),
        ("coupon.void", _) => typed(request, status, answer, coupon::void),
        ("date.read", _) => typed(request, status, answer, forms::check_date),
        ("identifier.read", _) => typed(request, status, answer, card::read_identifier),
        ("identifier.write", _) => typed(request, status, answer, card::write_identifier),
        ("insurer_number.interchange", _) => typed(request, status, answer, card::read_interchange),
        ("insurer_number.check", _) => {
            let mut faults = typed(request, status, answer, card::check_insurer_number);
            if status == 0 {
                faults.extend(insurer_number_twin(request, answer));
            }
            faults
        }
        ("lottery.check_heads", _) => typed(request, status, answer, lottery::check_heads),
        ("lottery.check_receipt", _) => typed(request, status, answer, lottery::check_receipt),
        ("lottery.draw", _) => typed(request, status, answer, lottery::draw),
        ("lottery.enter", _) => typed(request, status, answer, lottery::enter),
        ("lottery.fold_draw", _) => typed(request, status, answer, lottery::fold_draw),
        ("lottery.fold_list", _) => typed(request, status, answer, lottery::fold_list),
        ("lottery.fold_log", _) => typed(request, status, answer, lottery::fold_log),
        ("lottery.freeze", _) => typed(request, status, answer, lottery::freeze),
        ("lottery.freeze_scheduled", Some(programme)) => {
            typed(request, status, answer, |r| lottery::freeze_scheduled(programme, r))
        }
        ("lottery.log", _) => typed(request, status, answer, lottery::log),
        ("lottery.member_view", _) => typed(request, status, answer, lottery::member_view),
        ("lottery.receipts", _) => typed(request, status, answer, lottery::receipts),
        ("lottery.schedule", Some(programme)) => typed(request, status, answer, |r| lottery::schedule(programme, r)),
        ("lottery.score", _) => typed(request, status, answer, lottery::score),
        ("lottery.settle", Some(programme)) => typed(request, status, answer, |r| lottery::settle(programme, r)),
        ("lottery.tickets", Some(programme)) => typed(request, status, answer, |r| lottery::tickets(programme, r)),
        ("lottery.verify", _) => typed(request, status, answer, lottery::verify),
        ("member_number.check", Some(programme)) => {
            typed(request, status, answer, |r| card::check_member_number(programme, r))
        }
        ("member_number.form", Some(programme)) => typed(request, status, answer, |r| card::form(programme, r)),
        ("name.compare", _) => typed(request, status, answer, forms::compare_names),
        ("name.check", _) => {
            let mut faults = typed(request, status, answer, forms::check_name);
            if status == 0 {
                faults.extend(name_twin(request, answer));
            }
            faults
        }
        ("points.accrue", Some(programme)) => {
            let mut faults = reencoded::<points::AccrueRequest>(request);
            if status == 0 {
                faults.extend(accrual_twin(programme, request, answer));
            }
            faults
        }
        ("points.adjust", Some(programme)) => typed(request, status, answer, |r| points::adjust(programme, r)),
        ("points.balance", _) => typed(request, status, answer, points::balance),
        ("points.compare", Some(programme)) => typed(request, status, answer, |r: &points::CompareRequest| {
            let other = kenpo_wire::parse_programme(r.other.as_bytes());
            points::compare(programme, &other.map_err(|failure| Error::new(failure.code, "/other"))?, r)
        }),
        ("points.earn", Some(programme)) => typed(request, status, answer, |r| points::earn(programme, r)),
        ("points.settle", Some(programme)) => typed(request, status, answer, |r| points::settle(programme, r)),
        ("steps.collect", Some(programme)) => typed(request, status, answer, |r| steps::collect(programme, r)),
        ("steps.achievement", Some(programme)) => typed(request, status, answer, |r| points::achievement(programme, r)),
        ("points.exchange", Some(programme)) => typed(request, status, answer, |r| points::exchange(programme, r)),
        ("points.purse", Some(programme)) => typed(request, status, answer, |r| points::purse(programme, r)),
        ("points.summary", _) => typed(request, status, answer, points::summary),
        ("points.reverse", Some(programme)) => typed(request, status, answer, |r| points::reverse(programme, r)),
        ("booking.attend", Some(programme)) => typed(request, status, answer, |r| booking::attend(programme, r)),
        ("booking.book", Some(programme)) => typed(request, status, answer, |r| booking::book(programme, r)),
        ("booking.cancel", Some(programme)) => typed(request, status, answer, |r| booking::cancel(programme, r)),
        ("booking.change", Some(programme)) => typed(request, status, answer, |r| booking::change(programme, r)),
        ("booking.deadlines", Some(programme)) => typed(request, status, answer, |r| booking::deadlines(programme, r)),
        ("booking.history", Some(programme)) => typed(request, status, answer, |r| booking::history(programme, r)),
        ("booking.next", Some(programme)) => typed(request, status, answer, |r| booking::next(programme, r)),
        ("booking.notices", Some(programme)) => typed(request, status, answer, |r| booking::notices(programme, r)),
        ("booking.slots", Some(programme)) => typed(request, status, answer, |r| booking::slots(programme, r)),
        ("eligibility.check", Some(programme)) => typed(request, status, answer, |r| eligibility::check(programme, r)),
        ("eligibility.review", Some(programme)) => {
            typed(request, status, answer, |r| eligibility::review(programme, r))
        }
        ("eligibility.year", Some(programme)) => typed(request, status, answer, |r| eligibility::year(programme, r)),
        ("subsidy.claim", Some(programme)) => typed(request, status, answer, |r| subsidy::claim(programme, r)),
        ("voucher.check", Some(programme)) => typed(request, status, answer, |r| voucher::check(programme, r)),
        ("registration.group", Some(programme)) => {
            typed(request, status, answer, |r| registration::group(programme, r))
        }
        ("registration.identify", Some(programme)) => {
            typed(request, status, answer, |r| registration::identify(programme, r))
        }
        ("registration.check", Some(programme)) => {
            typed(request, status, answer, |r| registration::check(programme, r))
        }
        _ => vec![format!("no typed twin of {operation} is known")],
    }
}

/// The request, decoded and encoded again, is the same text; `Debug` shows nothing of a person.
fn reencoded<R: Debug + Serialize + DeserializeOwned>(request: &str) -> Vec<String> {
    let decoded = match from_text::<R>(request) {
        Err(failure) => return vec![format!("not a typed request: {failure:?}")],
        Ok(decoded) => decoded,
    };
    let mut faults = match serde_json::to_string(&decoded) {
        Ok(encoded) if encoded == request => Vec::new(),
        other => vec![format!("the request encodes as {other:?}")],
    };
    faults.extend(shown_of_a_person::<R>(request));
    faults
}

/// What `Debug` shows of a mark in the place of one part of a person's, or secret. Each place is marked by itself: a type may hold one of them to a form
/// of its own, which takes no mark.
fn shown_of_a_person<R: Debug + DeserializeOwned>(request: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(request).unwrap_or_default();
    let mut places = Vec::new();
    personal(&value, "", &mut places);
    let (mut looked_at, mut faults) = (0, Vec::new());
    for (place, mark) in places.iter().take(MOST_PLACES) {
        let mut marked = value.clone();
        if let Some(part) = marked.pointer_mut(place) {
            *part = (*mark).into();
        }
        let Ok(decoded) = from_text::<R>(&marked.to_string()) else { continue };
        looked_at += 1;
        let shown = format!("{decoded:?}");
        if shown.contains(mark) || shown.contains(MARKED_BYTES) {
            faults.push(format!("Debug shows {place}: {shown}"));
        }
    }
    let strict = places.iter().all(|(place, _)| place.ends_with("/remarks"));
    if looked_at == 0 && !strict {
        faults.push("no mark is taken anywhere, so that nothing was looked at".into());
    }
    faults
}

/// Places that are marked in one request, at most.
const MOST_PLACES: usize = 32;

/// Keys of texts, dates and bytes that are a person's, or secret. A host's own ids are not among them (ADR 51).
const TEXTS_OF_A_PERSON: [&str; 13] = [
    "name",
    "one",
    "text",
    "telephone",
    "symbol",
    "number",
    "branch",
    "identifier",
    "login_id",
    "password",
    "repeated",
    "token",
    "remarks",
];
const DAYS_OF_A_PERSON: [&str; 4] = ["born", "insured_from", "lost_on", "joined_on"];
const BYTES_OF_A_PERSON: [&str; 2] = ["salt", "entropy"];
const MARK: &str = "planted-4711";
const MARKED_DAY: &str = "1951-02-03";
const MARKED_HEX: &str = "4711471147114711471147114711471147114711471147114711471147114711";
/// As an array of bytes would be shown.
const MARKED_BYTES: &str = "71, 17, 71, 17";

/// Where such parts stand, each with its mark.
fn personal(value: &Value, at: &str, places: &mut Vec<(String, &'static str)>) {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| personal(item, &format!("{at}/{index}"), places));
        }
        Value::Object(keys) => {
            for (key, value) in keys {
                let (place, key) = (format!("{at}/{key}"), key.as_str());
                match value {
                    Value::String(_) if TEXTS_OF_A_PERSON.contains(&key) => places.push((place, MARK)),
                    Value::String(_) if DAYS_OF_A_PERSON.contains(&key) => places.push((place, MARKED_DAY)),
                    Value::String(_) if BYTES_OF_A_PERSON.contains(&key) => places.push((place, MARKED_HEX)),
                    value => personal(value, &place, places),
                }
            }
        }
        _ => {}
    }
}

fn typed<R, A>(request: &str, status: i32, answer: &Value, act: impl Fn(&R) -> Result<A, Error>) -> Vec<String>
where
    R: Debug + Serialize + DeserializeOwned,
    A: Serialize,
{
    let Ok(decoded) = from_text::<R>(request) else {
        return if status == 0 { vec!["not a typed request".into()] } else { Vec::new() };
    };
    let mut faults = reencoded::<R>(request);
    match (act(&decoded), status) {
        (Ok(typed), 0) => {
            if serde_json::to_value(&typed).ok().as_ref() != Some(answer) {
                faults.push("the typed answer differs".into());
            }
        }
        (Err(_), 1..) => {}
        (outcome, _) => faults.push(format!("status {status}, but typed {:?}", outcome.err())),
    }
    faults
}

fn coupon_twin(programme: &Programme, request: &str, answer: &Value) -> Vec<String> {
    let Ok(request) = from_text::<coupon::CouponRequest>(request) else { return Vec::new() };
    let expected = &answer["verdict"]["last_day"];
    if request.drawn_on.is_some() || expected.is_null() {
        return Vec::new();
    }
    match coupon::last_day_of_only(programme, request.issued_on) {
        Ok(day) if *expected == day.to_string() => Vec::new(),
        Err(coupon::NoLastDay::Unsupported) => Vec::new(),
        other => vec![format!("the typed last day is {other:?}")],
    }
}

fn insurer_number_twin(request: &str, answer: &Value) -> Vec<String> {
    let Ok(request) = from_text::<card::InsurerNumberRequest>(request) else { return Vec::new() };
    let name = |reason: Option<Reason>| reason.map_or("accepted", Reason::name);
    let verdict = &answer["verdict"];
    let mut faults = Vec::new();
    let one = name(numbers::examine_insurer_number(&request.insurer_number));
    if verdict["reason"] != one {
        faults.push(format!("the typed check says {one}"));
    }
    if let Some(digits) = verdict["digits"].as_str() {
        let mut record = *b"        ";
        record.iter_mut().zip(digits.bytes()).for_each(|(slot, digit)| *slot = digit);
        let row = name(numbers::check_insurer_number_record(&record));
        if verdict["reason"] != row {
            faults.push(format!("the column says {row}"));
        }
    }
    faults
}

fn name_twin(request: &str, answer: &Value) -> Vec<String> {
    let Ok(request) = from_text::<forms::NameRequest>(request) else { return Vec::new() };
    let key: String = match request.match_key_version {
        Some(2) => text::match_key_2(&request.name).collect(),
        _ => text::match_key(&request.name).collect(),
    };
    if answer["verdict"]["match_key"] != key {
        return vec![format!("the typed key is {key}")];
    }
    if request.match_key_version == Some(2) {
        return Vec::new();
    }
    // A column of the name, of none, and of the name again.
    let (texts, len) = (request.name.repeat(2), request.name.len() as i64);
    let (mut keys, mut ends) = (vec![0; texts.len()], [0; 4]);
    let found = text::match_keys(texts.as_bytes(), &[0, len, len, 2 * len], &mut keys, &mut ends);
    let end = key.len() as i64;
    let same =
        found == Ok(2 * key.len()) && ends == [0, end, end, 2 * end] && keys.starts_with(key.repeat(2).as_bytes());
    if same { Vec::new() } else { vec![format!("the column of names gives {found:?} and {ends:?}")] }
}

fn accrual_twin(programme: &Programme, request: &str, answer: &Value) -> Vec<String> {
    let Ok(request) = from_text::<points::AccrueRequest>(request) else { return Vec::new() };
    let items = answer["verdict"]["items"].as_array().cloned().unwrap_or_default();
    let beyond_reach = |item: &Value| {
        let of_rules = item["answer"]["rules"].as_array().into_iter().flatten();
        item["answer"].is_null()
            || of_rules.map(|rule| &rule["reason"]).chain([&item["answer"]["reason"]]).any(|r| r == "source_not_linked")
    };
    // Opening totals and revisions are none of the typed lane's.
    let numbered = request.arrivals.iter().any(|arrival| arrival.revision.is_some());
    if request.ledger.opening.is_some() || numbered || items.iter().any(beyond_reach) {
        return Vec::new();
    }
    let days = request.arrivals.iter().map(|a| StepDay::new(a.date.yyyymmdd(), a.steps.get()));
    let days: Vec<StepDay> = days.collect();
    let credited = request.ledger.entries.iter().filter(|entry| entry.kind == EntryKind::Credit);
    let rules = &programme.document().points.rules;
    let place = |id: &Code| rules.iter().position(|rule| rule.id == *id).and_then(|place| u32::try_from(place).ok());
    let credited = credited.filter_map(|entry| {
        Some(StepCredit {
            walked: entry.date?.yyyymmdd(),
            synced: entry.synced_on?.yyyymmdd(),
            rule: place(entry.rule.as_ref()?)?,
            reserved: 0,
            earned: entry.earned?.get(),
            points: entry.points.get(),
        })
    });
    let credited: Vec<StepCredit> = credited.collect();
    let mut room = vec![0; 40 * 33 * 8];
    let mut credits = vec![StepCredit::default(); days.len() * points::credits_per_record(programme)];
    let mut reasons = vec![Reason::Empty; days.len()];
    let or_none = |date: Option<civil::Date>| date.map_or(0, civil::Date::yyyymmdd);
    let delivery = StepDelivery {
        synced: request.now.date().yyyymmdd(),
        born: or_none(request.born),
        enrolled_on: or_none(request.enrolled_on),
        opened_on: or_none(request.opened_on),
        closed_through: 0,
    };
    let reached = points::accrue_steps(programme, &delivery, &days, &credited, &mut room, &mut credits, &mut reasons);
    let Ok(len) = reached else { return Vec::new() };
    credits.truncate(len);
    let reasons: Vec<Value> = reasons.into_iter().map(|reason| Value::from(reason.name())).collect();
    let said: Vec<Value> = items.iter().map(|item| item["answer"]["reason"].clone()).collect();
    let stored = answer["store"].as_array().cloned().unwrap_or_default();
    let same = |(credit, row): (&StepCredit, &Value)| {
        let ymd = |key: &str| row[key].as_str().and_then(civil::Date::parse).map(civil::Date::yyyymmdd);
        ymd("date") == Some(credit.walked)
            && ymd("synced_on") == Some(credit.synced)
            && row["rule"] == rules[credit.rule as usize].id.as_str()
            && row["earned"] == credit.earned
            && row["points"] == credit.points
    };
    if said == reasons && credits.len() == stored.len() && credits.iter().zip(&stored).all(same) {
        Vec::new()
    } else {
        vec![format!("the typed lane says {reasons:?} and credits {credits:?}")]
    }
}
