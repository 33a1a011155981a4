//! A scenario played: each event is a request, and what it writes is kept for the next.

use std::collections::BTreeMap;

use kenpo::{Programme, json::answer};
use serde_json::{Map, Value, json};

use super::{
    accounts,
    event::Event,
    file::Member,
    judge,
    misread::What,
    moment::{Day, days, instant, next},
    requests::arrival,
};

/// The person's id in requests: names of a file may be in Japanese.
pub(super) const PERSON: &str = "member";

/// What an event asked last, and what was answered to all of it.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    pub(crate) operation: String,
    pub(crate) request: Map<String, Value>,
    /// The answer's whole JSON, or the error's.
    pub(crate) whole: Value,
    /// The verdict; of several requests, their points added up and their reasons in order.
    pub(crate) verdict: Map<String, Value>,
    /// Errors of records that could not be used, of all requests.
    pub(crate) errors: Vec<Value>,
}

impl Answered {
    /// The code of a request that could not be used.
    pub(crate) fn error(&self) -> Option<&str> {
        self.whole["code"].as_str()
    }
}

impl Answered {
    /// The key at fault in a request, or a record, that could not be used.
    pub(crate) fn faulty_key(&self) -> Option<&str> {
        let path = self.whole["path"].as_str().or_else(|| self.errors.first()?["path"].as_str())?;
        path.rsplit('/').next().filter(|key| !key.is_empty())
    }
}

/// What a host would have stored.
pub(crate) struct Player<'p> {
    pub(super) programme: &'p Programme,
    member: &'p Member,
    /// What is different of the person in this scenario.
    person: &'p Map<String, Value>,
    pub(crate) ledger: Map<String, Value>,
    /// Numbered records that were taken in, for later requests.
    known: Vec<Value>,
    pub(super) bookings: Vec<Value>,
    pub(super) attempts: Option<Value>,
    pub(super) uses: Vec<Value>,
    /// Links and codes, and the texts that were mailed for each purpose.
    pub(super) tokens: Vec<Value>,
    pub(super) mailed: BTreeMap<String, Vec<String>>,
    /// The password that was chosen last.
    pub(super) password: Option<Value>,
    pub(super) procedures: Vec<Value>,
    pub(super) steps: BTreeMap<String, i64>,
    /// The last instant.
    pub(crate) now: String,
    pub(crate) points: i64,
    pub(crate) lost: i64,
    /// Requests so far: it names the next.
    pub(super) asked: usize,
}

impl<'p> Player<'p> {
    pub(crate) fn new(programme: &'p Programme, member: &'p Member, person: &'p Map<String, Value>) -> Self {
        Self {
            programme,
            member,
            person,
            ledger: member.ledger.clone(),
            known: Vec::new(),
            bookings: Vec::new(),
            attempts: None,
            uses: member.uses.clone(),
            tokens: Vec::new(),
            mailed: BTreeMap::new(),
            password: None,
            procedures: Vec::new(),
            steps: BTreeMap::new(),
            now: String::new(),
            points: 0,
            lost: 0,
            asked: 0,
        }
    }

    /// Plays an event.
    ///
    /// # Errors
    /// An event that is not one thing.
    pub(crate) fn play(&mut self, event: &Event) -> Result<Answered, What> {
        let mut all = Vec::new();
        let with = &event.with;
        if let Some(walk) = &event.walk {
            let arrives = walk.arrives.as_deref().map_or_else(|| instant(&next(&walk.on)), instant);
            let day = arrival(&walk.on, walk.steps, walk.source.as_deref(), walk.revision);
            self.steps.insert(walk.on.to_string(), walk.steps);
            all.push(self.accrue(&arrives, vec![day], with));
        }
        if let Some(walks) = &event.walks {
            let days = days(&walks.from, &walks.until);
            if days.is_empty() {
                return Err(What::DaysUpsideDown);
            }
            let day = |on: &String| arrival(on, walks.steps, walks.source.as_deref(), None);
            self.steps.extend(days.iter().map(|on| (on.clone(), walks.steps)));
            match &walks.arrives {
                Some(arrives) => all.push(self.accrue(&instant(arrives), days.iter().map(day).collect(), with)),
                None => days.iter().for_each(|on| all.push(self.accrue(&instant(&next(on)), vec![day(on)], with))),
            }
        }
        all.extend(self.about_points(event));
        all.extend(self.about_services(event));
        all.extend(self.about_accounts(event)?);
        if let Some(ask) = &event.ask {
            let mut request = ask.request.clone();
            // A time as it is written elsewhere in the file.
            if let Some(now) = request.get("now").and_then(Value::as_str) {
                let now = instant(now);
                request.insert("now".to_owned(), now.into());
            }
            self.with_tokens(&ask.operation, &mut request);
            all.push(self.ask(&ask.operation, Value::Object(request), with));
        }
        let things = [
            event.walk.is_some(),
            event.walks.is_some(),
            event.activity.is_some(),
            event.settle.is_some(),
            event.exchange.is_some(),
            event.undo.is_some(),
            event.adjust.is_some(),
            event.eligible.is_some(),
            event.claim.is_some(),
            event.book.is_some(),
            event.cancel.is_some(),
            event.change.is_some(),
            event.attend.is_some(),
            event.coupon.is_some(),
            event.ask.is_some(),
        ];
        if things.into_iter().chain(accounts::things(event)).filter(|is_there| *is_there).count() != 1 {
            return Err(What::NotOneEvent);
        }
        Ok(merged(all))
    }

    fn accrue(&mut self, now: &str, arrivals: Vec<Value>, with: &Map<String, Value>) -> Answered {
        let mut request = json!({ "now": now, "ledger": self.ledger, "arrivals": &arrivals });
        self.describe(&mut request, &["born", "person", "enrolled_on", "opened_on"]);
        if !self.known.is_empty() {
            request["known"] = self.known.clone().into();
        }
        let answered = self.ask("points.accrue", request, with);
        let items = answered.verdict.get("items").and_then(Value::as_array);
        for (record, item) in arrivals.into_iter().zip(items.into_iter().flatten()) {
            let item = &item["answer"];
            if !item["revision"].is_null()
                && item["revision"] == record["revision"]
                && item["reason"] != "stale_revision"
            {
                self.known.push(record);
            }
        }
        answered
    }

    /// Adds what is known of the member.
    pub(super) fn describe(&self, request: &mut Value, keys: &[&str]) {
        let member = self.member;
        for key in keys {
            request[*key] = match *key {
                "born" => self.person().and_then(|person| person.get("born").cloned()).unwrap_or_default(),
                "enrolled_on" => member.enrolled_on.as_deref().into(),
                "opened_on" => member.opened_on.as_deref().into(),
                _ => self.person().map_or(Value::Null, Value::Object),
            };
        }
    }

    /// The person of a request, where a date of birth is known.
    fn person(&self) -> Option<Map<String, Value>> {
        let member = self.member;
        let text = |day: &Option<Day>| Value::from(day.as_deref());
        let mut person = Map::new();
        person.insert("id".into(), PERSON.into());
        person.insert("born".into(), text(&member.born));
        person.insert("relation".into(), member.relation.as_deref().unwrap_or("insured").into());
        person.insert("insured_from".into(), text(&member.insured_from));
        person.insert("lost_on".into(), text(&member.lost_on));
        person.extend(member.person.clone());
        person.extend(self.person.clone());
        let born = person.get("born").filter(|born| !born.is_null()).cloned()?;
        person.entry("insured_from").and_modify(|from| {
            if from.is_null() {
                *from = born
            }
        });
        person.retain(|_, value| !value.is_null());
        Some(person)
    }

    /// Asks, and keeps what is to be stored.
    pub(super) fn ask(&mut self, operation: &str, request: Value, with: &Map<String, Value>) -> Answered {
        self.asked += 1;
        let mut request = match request {
            Value::Object(request) => request,
            _ => Map::new(),
        };
        request.extend(with.clone());
        request.retain(|_, value| !value.is_null());
        let text = Value::Object(request.clone()).to_string();
        let whole: Value = match answer(Some(self.programme), operation.as_bytes(), text.as_bytes()) {
            Ok(answered) => serde_json::from_slice(&answered).unwrap_or_default(),
            Err(failure) => serde_json::from_slice(&failure.to_json()).unwrap_or_default(),
        };
        if let Some(now) = request.get("now").and_then(Value::as_str) {
            self.now = now.to_owned();
        }
        self.keep(operation, &whole["answer"]);
        let verdict = whole["answer"]["verdict"].as_object().cloned().unwrap_or_default();
        let errors = judge::errors(&whole);
        Answered { operation: operation.to_owned(), request, whole, verdict, errors }
    }

    fn keep(&mut self, operation: &str, answer: &Value) {
        let rows = answer["store"].as_array().map(Vec::as_slice).unwrap_or_default();
        let number = |key: &str| answer["verdict"][key].as_i64().unwrap_or_default();
        match operation {
            "points.accrue" | "points.earn" | "points.settle" => {
                self.points += number("points") - number("taken_back");
                self.lost += lost(&answer["verdict"]);
                self.write(rows);
            }
            "points.exchange" | "points.reverse" | "points.adjust" => self.write(rows),
            "account.sign_in" => self.attempts = rows.first().cloned().or_else(|| self.attempts.take()),
            "account.set_password" => self.password = rows.first().cloned().or_else(|| self.password.take()),
            "account.proceed" => replace(&mut self.procedures, rows, &["id"]),
            "account.issue_token" | "account.redeem_token" => {
                replace(&mut self.tokens, rows, &["purpose", "number"]);
                if let (Some(purpose), Some(token)) =
                    (rows.last().and_then(|row| row["purpose"].as_str()), answer["verdict"]["token"].as_str())
                {
                    self.mailed.entry(purpose.to_owned()).or_default().push(token.to_owned());
                }
            }
            _ if operation.starts_with("booking.") => replace(&mut self.bookings, rows, &["id"]),
            _ => {}
        }
    }

    fn write(&mut self, rows: &[Value]) {
        if rows.is_empty() {
            return;
        }
        let entries = self.ledger.entry("entries").or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(entries) = entries {
            entries.extend(rows.iter().cloned());
        }
    }

    /// The ledger's entries.
    pub(crate) fn entries(&self) -> &[Value] {
        self.ledger.get("entries").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Writes rows over those of the same key.
fn replace(kept: &mut Vec<Value>, rows: &[Value], keys: &[&str]) {
    for row in rows {
        kept.retain(|other| keys.iter().any(|key| other[*key] != row[*key]));
        kept.push(row.clone());
    }
}

/// Points lost: the sum of the whole, or of each rule.
fn lost(verdict: &Value) -> i64 {
    let of_rules = verdict["rules"].as_array().into_iter().flatten();
    verdict["lost"].as_i64().unwrap_or_else(|| of_rules.filter_map(|rule| rule["lost"]["points"].as_i64()).sum())
}

/// Several answers as one: points added up, the reasons of all records in order and each once.
fn merged(all: Vec<Answered>) -> Answered {
    let mut reasons: Vec<Value> = Vec::new();
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    let several = all.len() > 1;
    for answered in &all {
        for item in answered.verdict.get("items").and_then(Value::as_array).into_iter().flatten() {
            let reason = item["answer"]["reason"].clone();
            if !reason.is_null() && !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        for key in ["points", "lost", "taken_back"] {
            if let Some(number) = answered.verdict.get(key).and_then(Value::as_i64) {
                *sums.entry(key).or_default() += number;
            }
        }
    }
    let unusable = all.iter().position(|answered| answered.error().is_some());
    let mut all = all;
    let kept = unusable.unwrap_or(all.len().saturating_sub(1));
    let errors = all.iter_mut().flat_map(|answered| std::mem::take(&mut answered.errors)).collect();
    let mut last = if kept < all.len() { all.swap_remove(kept) } else { return nothing() };
    last.errors = errors;
    if several {
        last.verdict.extend(sums.into_iter().map(|(key, sum)| (key.to_owned(), sum.into())));
    }
    if let [reason] = &reasons[..] {
        last.verdict.insert("reason".to_owned(), reason.clone());
    }
    if !reasons.is_empty() {
        last.verdict.insert("reasons".to_owned(), Value::Array(reasons));
    }
    last
}

fn nothing() -> Answered {
    Answered {
        operation: String::new(),
        request: Map::new(),
        whole: Value::Null,
        verdict: Map::new(),
        errors: Vec::new(),
    }
}
