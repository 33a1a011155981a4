//! Random sequences of events in accounts and what is answered to each, for `tests/oracle/accounts.py` to answer once more.

use std::{
    fs,
    io::{self, Write},
    ops::Range,
};

use kenpo_core::{Programme, civil::Instant};
use kenpo_wire::{answer, parse_programme};
use serde_json::{Value, json};

use crate::{accruals::Dice, root};

const PROGRAMMES: [&str; 4] = ["kencom_web", "kencom_app", "kenren", "shochiku"];

/// Steps of the clock, about the ends of lives and locks.
const STEPS: [i64; 16] =
    [0, 1, 30, 599, 600, 1_799, 1_800, 3_599, 3_600, 10_799, 10_800, 86_399, 86_400, 30_000_000, -1, -90_000];

/// Operations, some of them more often than others.
const OPERATIONS: [&str; 16] = [
    "account.issue_token",
    "account.issue_token",
    "account.redeem_token",
    "account.redeem_token",
    "account.redeem_token",
    "account.sign_in",
    "account.sign_in",
    "account.sign_in",
    "account.challenge",
    "account.set_password",
    "account.password_term",
    "account.act",
    "account.proceed",
    "account.proceed",
    "account.proceed",
    "account.access",
];

/// A JSON object on a line for each case, which its number makes: the programme, and events with the operation, the request without the rows that are
/// stored, and the answer.
///
/// # Errors
/// An event that is no answer, or what reading and writing end with.
pub fn write(cases: Range<u64>, out: &mut impl Write) -> io::Result<()> {
    let programmes: Vec<Told> = PROGRAMMES.iter().map(|name| Told::read(name)).collect::<io::Result<_>>()?;
    cases.into_iter().try_for_each(|number| {
        let mut dice = Dice(number);
        let of = dice.index(programmes.len());
        let (Some(told), Some(name)) = (programmes.get(of), PROGRAMMES.get(of)) else { return Ok(()) };
        let mut account =
            Account { told, clock: 1_706_700_000, tokens: Vec::new(), mailed: Vec::new(), attempts: None, row: None };
        let events: Vec<Value> =
            (0..4 + dice.under(14)).map(|_| account.event(&mut dice)).collect::<io::Result<_>>()?;
        writeln!(out, "{}", json!({"programme": name, "events": events}))
    })
}

/// A programme and its document.
struct Told {
    programme: Programme,
    document: Value,
}

impl Told {
    fn read(name: &str) -> io::Result<Self> {
        let bytes = fs::read(root().join(format!("programmes/{name}.json")))?;
        let programme = parse_programme(&bytes).map_err(|failure| io::Error::other(format!("{name}: {failure:?}")))?;
        Ok(Self { programme, document: serde_json::from_slice(&bytes)? })
    }
}

/// What a host stores of one account.
struct Account<'a> {
    told: &'a Told,
    clock: i64,
    tokens: Vec<Value>,
    /// The purpose and text of each mail.
    mailed: Vec<(Value, Value)>,
    attempts: Option<Value>,
    row: Option<Value>,
}

impl Account<'_> {
    fn event(&mut self, dice: &mut Dice) -> io::Result<Value> {
        self.clock += dice.one(&STEPS);
        let operation = dice.one(&OPERATIONS);
        let mut asked = json!({"now": at(self.clock)?});
        let parts = match operation {
            "account.issue_token" => self.issue_token(dice),
            "account.redeem_token" => self.redeem_token(dice),
            "account.sign_in" => self.sign_in(dice)?,
            "account.challenge" => json!({"client": client(dice)}),
            "account.set_password" => set_password(dice),
            "account.password_term" => json!({"password": self.password(dice)?}),
            "account.act" => act(dice),
            "account.proceed" => self.proceed(dice),
            _ => self.access(dice),
        };
        extend(&mut asked, parts);
        if self.told.document["id"] == "kencom-app"
            && ["account.set_password", "account.password_term", "account.proceed"].contains(&operation)
        {
            asked["group"] = json!(dice.one(&["133033", "example-company"]));
        }
        let mut request = asked.clone();
        match operation {
            "account.issue_token" | "account.redeem_token" => request["tokens"] = json!(self.tokens),
            "account.sign_in" | "account.challenge" => put(&mut request, "attempts", self.attempts.as_ref()),
            "account.proceed" => put(&mut request, "row", self.row.as_ref()),
            _ => {}
        }
        let body = answer(Some(&self.told.programme), operation.as_bytes(), request.to_string().as_bytes())
            .map_err(|failure| io::Error::other(format!("{failure:?}: {operation} {request}")))?;
        let answered = serde_json::from_slice::<Value>(&body)?["answer"].take();
        self.store(operation, &asked, &answered);
        Ok(json!({"operation": operation, "request": asked, "answer": answered}))
    }

    fn store(&mut self, operation: &str, asked: &Value, answered: &Value) {
        for row in answered["store"].as_array().into_iter().flatten() {
            match operation {
                "account.sign_in" => self.attempts = Some(row.clone()),
                "account.proceed" => self.row = Some(row.clone()),
                "account.issue_token" | "account.redeem_token" => {
                    self.tokens.retain(|old| old["purpose"] != row["purpose"] || old["number"] != row["number"]);
                    self.tokens.push(row.clone());
                }
                _ => {}
            }
        }
        let token = &answered["verdict"]["token"];
        if !token.is_null() {
            self.mailed.push((asked["purpose"].clone(), token.clone()));
        }
    }

    fn purpose(&self, dice: &mut Dice) -> Value {
        self.told.one("tokens", dice)["id"].clone()
    }

    fn issue_token(&self, dice: &mut Dice) -> Value {
        let entropy = format!("{:02x}", dice.under(3)).repeat(32);
        json!({"purpose": self.purpose(dice), "account": "a", "entropy": entropy})
    }

    fn redeem_token(&self, dice: &mut Dice) -> Value {
        let mailed = self.mailed.get(dice.index(self.mailed.len().max(1))).filter(|_| dice.under(4) > 0);
        let (purpose, token) = match mailed {
            Some((purpose, token)) => (purpose.clone(), token.as_str().unwrap_or_default().to_owned()),
            None => (self.purpose(dice), String::new()),
        };
        let token = match (dice.under(6), token.as_str()) {
            (0, _) => "00000".into(),
            (1, _) => "00".repeat(32),
            (2, token) if token.len() < 10 => token.chars().map(|digit| format!("\u{3000}{}", wide(digit))).collect(),
            (_, "") => format!("{:06}", dice.under(1_000_000)),
            (_, token) => token.to_owned(),
        };
        json!({"purpose": purpose, "account": "a", "token": token})
    }

    fn password(&self, dice: &mut Dice) -> io::Result<Value> {
        let set = at(self.clock - dice.one(&[0, 86_400, 2_000_000, 31_500_000, 31_622_400, 31_708_800, -90_000]))?;
        let mut row = json!({"set_on": set.to_string().get(..10)});
        flag(&mut row, "provisional", dice.under(4) == 0);
        Ok(row)
    }

    fn sign_in(&self, dice: &mut Dice) -> io::Result<Value> {
        let mut request = json!({
            "key": "k", "login_id": dice.one(&["1999999", "233064", "２３３０６４"]), "known": dice.under(5) > 0,
            "name": dice.one(&["ﾀﾛｳ", "ﾀﾛｳ", "ﾀﾛｳ", "ﾊﾅｺ", "ｼﾞﾛｳ", "タロウ", "･"]), "password_fits": dice.under(2) == 0, "client": client(dice),
        });
        if request["known"] == true {
            request["people"] =
                json!([{"name": "タロウ", "role": "representative"}, {"name": "ハナコ", "role": "family"}]);
            request["password"] = self.password(dice)?;
            request["registration"] =
                json!(dice.one(&["complete", "complete", "incomplete", "incomplete_with_address"]));
        }
        if dice.under(2) == 0 {
            request["challenge_solved"] = json!(1 + dice.under(3));
        }
        Ok(request)
    }

    fn proceed(&self, dice: &mut Dice) -> Value {
        let other = self.told.one("procedures", dice)["id"].clone();
        let procedure = self.row.as_ref().map_or(other, |row| row["procedure"].clone());
        let mut terms = list(&self.told.document["account"]["procedures"]);
        let steps =
            terms.find(|terms| terms["id"] == procedure).map(|terms| terms["steps"].clone()).unwrap_or_default();
        let done = self.row.as_ref().and_then(|row| row["done"].as_u64()).unwrap_or(0);
        let next = usize::try_from(done).unwrap_or(0);
        let count = list(&steps).count();
        let place = if dice.under(6) == 0 || next >= count { dice.index(count) } else { next };
        let step = &steps[place];
        let some = |of: &Value, dice: &mut Dice| {
            let ids = list(of).map(|item| item["id"].clone());
            ids.filter(|_| dice.under(16) > 0).collect::<Vec<Value>>()
        };
        let event = dice
            .one(&["finish", "finish", "finish", "finish", "finish", "finish", "look", "cancel", "restart", "confirm"]);
        let mut request = json!({
            "id": "s", "procedure": procedure, "event": event, "step": step["id"], "given": some(&step["needs"], dice),
            "consents": some(&step["consents"], dice), "address": dice.one(&["free", "registered", "registered", "absent"]),
        });
        if dice.under(2) == 0
            && let Some(given) = request["given"].as_array_mut()
        {
            given.extend(some(&step["optional"], dice));
        }
        if !step["review"].is_null() {
            request["review"] = json!(dice.one(&["yes", "no"]));
        }
        request
    }

    fn access(&self, dice: &mut Dice) -> Value {
        let feature = match self.told.one("features", dice)["id"].clone() {
            Value::Null => json!("checkup_results"),
            id => id,
        };
        json!({
            "feature": feature, "group": dice.one(&["133033", "example-company"]), "identity": dice.under(2) == 0,
            "verification": dice.one(&["none", "under_review", "complete", "complete"]), "secret_answered": dice.under(2) == 0,
        })
    }
}

impl Told {
    /// One of the settings of a kind; `null` where there are none.
    fn one(&self, kind: &str, dice: &mut Dice) -> Value {
        let settings = &self.document["account"][kind];
        settings[dice.index(list(settings).count().max(1))].clone()
    }
}

fn set_password(dice: &mut Dice) -> Value {
    let signs: Vec<char> = "aabbczAB0123!-あ ".chars().collect();
    let text = |dice: &mut Dice| (0..5 + dice.under(9)).map(|_| dice.one(&signs)).collect::<String>();
    let password = text(dice);
    let repeated = if dice.under(4) == 0 { text(dice) } else { password.clone() };
    json!({
        "occasion": dice.one(&["registration", "change", "reset", "replacement"]), "role": dice.one(&["representative", "representative", "family"]),
        "password": password, "repeated": repeated, "current_fits": dice.one(&["yes", "no"]), "unchanged": dice.one(&["yes", "no"]),
    })
}

fn act(dice: &mut Dice) -> Value {
    let actions = [
        "choose",
        "view",
        "book",
        "change_password",
        "change_login_id",
        "add_address",
        "change_address",
        "remove_address",
    ];
    json!({
        "action": dice.one(&actions), "role": dice.one(&["representative", "family"]), "first_sign_in": dice.under(2) == 0,
        "taken": dice.one(&["yes", "no", "no"]), "addresses": dice.one(&[0_u8, 1, 9, 10, 11]),
    })
}

fn client(dice: &mut Dice) -> Value {
    json!({
        "kind": dice.one(&["browser", "browser", "app"]), "allow_listed": dice.under(3) == 0,
        "address_attempts": dice.one(&[0_u16, 99, 100, 999, 1_000]), "address_failures": dice.one(&[0_u8, 9, 10, 49, 50]),
    })
}

fn at(seconds: i64) -> io::Result<Instant> {
    Instant::from_unix(seconds).ok_or_else(|| io::Error::other("no such instant"))
}

fn wide(digit: char) -> char {
    digit.to_digit(10).and_then(|digit| char::from_u32(0xFF10 + digit)).unwrap_or(digit)
}

fn list(of: &Value) -> impl Iterator<Item = &Value> {
    of.as_array().into_iter().flatten()
}

fn flag(object: &mut Value, key: &str, set: bool) {
    if set {
        object[key] = json!(true);
    }
}

fn put(object: &mut Value, key: &str, value: Option<&Value>) {
    if let Some(value) = value {
        object[key] = value.clone();
    }
}

fn extend(object: &mut Value, with: Value) {
    if let (Some(object), Value::Object(with)) = (object.as_object_mut(), with) {
        object.extend(with);
    }
}
