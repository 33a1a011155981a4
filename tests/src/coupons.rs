//! Random sequences of what happens to coupons and what is answered, for `tests/oracle/coupons.py` to answer once more.

use std::{
    io::{self, Write},
    ops::Range,
};

use kenpo_core::{Programme, civil::Instant};
use kenpo_wire::{answer, parse_programme};
use serde_json::{Value, json};

use crate::accruals::Dice;

/// Operations, some of them more often than others.
const OPERATIONS: [&str; 10] = [
    "coupon.issue",
    "coupon.issue",
    "coupon.redeem",
    "coupon.redeem",
    "coupon.redeem",
    "coupon.redeem",
    "coupon.redeem",
    "coupon.void",
    "coupon.status",
    "coupon.read",
];

/// Steps of the clock, in seconds: within a day, and about the ends of days, months and years.
const STEPS: [i64; 12] = [0, 0, 1, 3_600, 86_399, 86_400, 2_678_400, 15_811_200, 31_536_000, -1, -86_400, -40_000_000];

/// 2023-03-31T23:00:00+09:00, from where both the end of a fiscal year and days of the next are near.
const BEGIN: i64 = 1_680_271_200;

const CAUSES: [&str; 5] =
    ["coupon_code_malformed", "coupon_code_mistyped", "coupon_unknown", "coupon_of_another", "coupon_void"];

/// A JSON object on a line for each case, which its number makes: the programme document, and events with the operation, the request with the ids of
/// stored rows, and the answer or the code of the error.
///
/// # Errors
/// Where the document made is not accepted, or writing fails.
pub fn write(cases: Range<u64>, out: &mut impl Write) -> io::Result<()> {
    cases.into_iter().try_for_each(|number| {
        let mut dice = Dice(number);
        let document = document(&mut dice);
        let programme =
            parse_programme(document.to_string().as_bytes()).map_err(|fault| io::Error::other(format!("{fault:?}")))?;
        let mut host = Host { programme, clock: BEGIN, rows: Vec::new(), codes: Vec::new() };
        let events: Vec<Value> = (0..6 + dice.under(20)).map(|_| host.event(&mut dice)).collect::<io::Result<_>>()?;
        writeln!(out, "{}", json!({"document": document, "events": events}))
    })
}

/// A programme with coupons of two kinds, the first of other terms from October 2023 on.
fn document(dice: &mut Dice) -> Value {
    let mut coupons = Vec::new();
    for (id, period) in [
        ("gift", json!({"until": "2023-09-30"})),
        ("gift", json!({"from": "2023-10-01"})),
        ("short", json!({"from": "2023-04-01", "until": "2024-03-31"})),
    ] {
        let expiry = json!({
            "policy": dice.one(&["end_of_fiscal_year", "end_of_next_fiscal_year"]), "counted_from": dice.one(&["issue", "issue", "draw"]),
        });
        let mut terms =
            json!({"id": id, "period": period, "value_yen": dice.one(&[1, 2, 3, 5_000_u64]), "expiry": expiry});
        if dice.under(2) == 0 {
            terms["partial_use"] = json!(true);
        }
        coupons.push(terms);
    }
    let mut document =
        json!({"format": "kenpo-programme/1", "id": "coupons", "version": "1", "name": "Coupons", "coupons": coupons});
    if dice.under(2) == 0 {
        let mut named: Vec<&str> = CAUSES.into_iter().filter(|_| dice.under(2) == 0).collect();
        if named.is_empty() {
            named.push("coupon_void");
        }
        document["account"] = json!({"disclosure": [{"period": {"from": "2023-10-01"}, "named": named}]});
    }
    document
}

/// A host's clock, the rows it stores and the codes it has given out.
struct Host {
    programme: Programme,
    clock: i64,
    rows: Vec<Value>,
    codes: Vec<String>,
}

impl Host {
    fn event(&mut self, dice: &mut Dice) -> io::Result<Value> {
        self.clock = (self.clock + dice.one(&STEPS)).clamp(BEGIN - 86_400, BEGIN + 90_000_000);
        let operation = if self.rows.is_empty() && dice.under(4) > 0 { "coupon.issue" } else { dice.one(&OPERATIONS) };
        let mut request = match operation {
            "coupon.issue" => self.issue(dice)?,
            "coupon.redeem" => self.redeem(dice)?,
            "coupon.void" => json!({"now": self.now(dice)?, "request_key": key(dice)}),
            "coupon.status" => json!({"as_of": self.now(dice)?}),
            _ => json!({"code": self.typed(dice)}),
        };
        let mut told = request.clone();
        match operation {
            "coupon.void" if self.rows.is_empty() => return self.event(dice),
            "coupon.void" => {
                let (row, named) = self.row(dice.index(self.rows.len()), dice);
                (request["coupon"], told["coupon"]) = (row, named);
            }
            "coupon.status" | "coupon.redeem" => {
                let some = dice.under(4);
                let places = (0..self.rows.len()).filter(|_| some > 0 || dice.under(2) == 0);
                let places: Vec<usize> = places.collect();
                let mut rows: Vec<(Value, Value)> = places.into_iter().map(|place| self.row(place, dice)).collect();
                if dice.under(40) == 0
                    && let Some(first) = rows.first().cloned()
                {
                    rows.push(first);
                }
                let (rows, named): (Vec<Value>, Vec<Value>) = rows.into_iter().unzip();
                (request["coupons"], told["coupons"]) = (json!(rows), json!(named));
            }
            _ => {}
        }
        let needs_programme = matches!(operation, "coupon.issue" | "coupon.redeem");
        let programme = needs_programme.then_some(&self.programme);
        match answer(programme, operation.as_bytes(), request.to_string().as_bytes()) {
            Ok(body) => {
                let answered = serde_json::from_slice::<Value>(&body)?["answer"].take();
                self.store(&answered);
                Ok(json!({"operation": operation, "request": told, "answer": answered}))
            }
            Err(failure) => Ok(json!({"operation": operation, "request": told, "error": failure.code})),
        }
    }

    /// Keeps what is to be written, of rows that are stored and of new ones.
    fn store(&mut self, answered: &Value) {
        let fresh = answered["expect"]["uses"].is_null();
        for row in answered["store"].as_array().into_iter().flatten() {
            match self.rows.iter_mut().find(|old| old["id"] == row["id"]) {
                Some(old) => *old = row.clone(),
                None if fresh => self.rows.push(row.clone()),
                None => {}
            }
        }
        if let Some(code) = answered["verdict"]["code"].as_str() {
            self.codes.push(code.into());
        }
    }

    fn now(&self, dice: &mut Dice) -> io::Result<Value> {
        let seconds = match dice.under(8) {
            0 => self.clock - dice.one(&[1, 86_400, 31_622_400]),
            1 => dice.one(&[1_711_897_199, 1_711_897_200, 1_743_433_199, 1_743_433_200]),
            _ => self.clock,
        };
        let text = at(seconds)?;
        Ok(if dice.under(4) == 0 { json!(text.replace("+09:00", "Z")) } else { json!(text) })
    }

    fn issue(&self, dice: &mut Dice) -> io::Result<Value> {
        let day = |seconds: i64| Ok::<_, io::Error>(at(seconds)?.get(..10).unwrap_or_default().to_owned());
        let issued_on = match dice.under(20) {
            0 => "9998-04-01".into(),
            1 => "9999-04-01".into(),
            _ => day(self.clock + dice.one(&[0, 0, 0, 86_400, -86_400]))?,
        };
        let mut request =
            json!({"coupon": dice.one(&["gift", "gift", "gift", "short", "other"]), "issued_on": issued_on});
        if dice.under(3) > 0 {
            request["drawn_on"] = json!(day(self.clock - dice.one(&[0, 86_400, 15_811_200, 31_622_400]))?);
        }
        if dice.under(8) > 0 {
            let id = format!("c-{}", self.rows.len());
            let mut code = json!({"id": id, "entropy": format!("{:02x}", dice.under(256)).repeat(32)});
            if dice.under(2) == 0 {
                code["holder"] = json!(holder(dice));
            }
            request["code"] = code;
        }
        Ok(request)
    }

    fn redeem(&self, dice: &mut Dice) -> io::Result<Value> {
        let mut request = json!({"now": self.now(dice)?, "code": self.typed(dice), "request_key": key(dice)});
        if dice.under(4) > 0 {
            request["holder"] = json!(holder(dice));
        }
        if dice.under(2) == 0 {
            request["yen"] = json!(dice.one(&[1, 1, 1, 2, 2, 3, 4, 4_999, 5_000, 5_001_u64]));
        }
        Ok(request)
    }

    /// A code as somebody types it: mostly one that was given out.
    fn typed(&self, dice: &mut Dice) -> String {
        let own = self.codes.get(dice.index(self.codes.len().max(1))).cloned();
        let mut signs: Vec<char> = own.unwrap_or_else(|| "TYWX-K6DK-4M3M-KX08".into()).chars().collect();
        let place = dice.index(signs.len());
        match dice.under(14) {
            0 => signs.retain(|sign| *sign != '-'),
            1 => signs.iter_mut().for_each(|sign| *sign = sign.to_ascii_lowercase()),
            2 => signs.iter_mut().for_each(|sign| *sign = wide(*sign)),
            3 => signs.insert(place, dice.one(&[' ', '\u{3000}', '\t', '-'])),
            4 => signs.iter_mut().for_each(|sign| *sign = look_alike(*sign, dice)),
            5 => drop(signs.remove(place)),
            6 => signs.insert(place, '0'),
            7 => signs
                .iter_mut()
                .skip(place)
                .take(1)
                .for_each(|sign| *sign = dice.one(&['0', '1', '2', 'A', 'Y', 'O', '*'])),
            8 if place > 0 => signs.swap(place, place - 1),
            9 => signs.reverse(),
            _ => {}
        }
        signs.into_iter().collect()
    }

    /// A stored row, and its id; or one with a change, and that.
    fn row(&self, place: usize, dice: &mut Dice) -> (Value, Value) {
        let stored = self.rows.get(place).cloned().unwrap_or_default();
        if dice.under(60) > 0 {
            let id = stored["id"].clone();
            return (stored, id);
        }
        let mut row = stored;
        match dice.under(8) {
            0 => row["value_yen"] = json!(dice.under(2)),
            1 => row["last_day"] = json!(dice.one(&["9999-12-31", "2022-03-31", "2024-03-31"])),
            2 => row["issued_on"] = json!(dice.one(&["2022-04-01", "2026-04-01"])),
            3 => row["coupon"] = json!("other"),
            4 => row["voided"] = json!({"request_key": key(dice), "at": "2023-12-01T00:00:00+09:00"}),
            _ => {
                let used = json!({"request_key": key(dice), "at": dice.one(&["2023-03-30T23:59:59+09:00", "2023-12-01T00:00:00+09:00", "2026-12-01T00:00:00+09:00"]), "yen": dice.under(3)});
                let mut uses = row["uses"].as_array().cloned().unwrap_or_default();
                uses.insert(dice.index(uses.len() + 1), used);
                row["uses"] = json!(uses);
            }
        }
        (row.clone(), row)
    }
}

fn holder(dice: &mut Dice) -> &'static str {
    dice.one(&["m-1", "m-1", "m-1", "m-2"])
}

fn key(dice: &mut Dice) -> String {
    format!("k-{}", dice.under(8))
}

fn at(seconds: i64) -> io::Result<String> {
    Instant::from_unix(seconds).map(|at| at.to_string()).ok_or_else(|| io::Error::other("no such instant"))
}

fn wide(sign: char) -> char {
    char::from_u32(u32::from(sign) + 0xFEE0).unwrap_or(sign)
}

/// A letter that is read as this one, which some people write for it.
fn look_alike(sign: char, dice: &mut Dice) -> char {
    match sign {
        '0' => 'O',
        '1' => dice.one(&['I', 'l', 'L', 'i']),
        '2' => 'z',
        '5' => 'S',
        '8' => 'B',
        'V' => 'u',
        other => other,
    }
}
