//! Ledgers whose rows are costly to follow, and a request of each operation that reads one.

use std::fmt::Write;

use kenpo_core::civil::Date;
use serde_json::json;

use crate::{count::Asked, seeds::Shape};

const OPERATIONS: [&str; 9] =
    ["balance", "summary", "exchange", "reverse", "adjust", "earn", "settle", "accrue", "compare"];

/// How a ledger of a kind is written, up to a length.
type Kind = fn(&mut Rows, usize);

const KINDS: [(&str, Kind); 7] = [
    ("exchanged and reversed again and again", all_again),
    ("two exchanges, reversed in turn", half_again),
    ("credits, exchanges and reversals at random", interleaved),
    ("lots that expire in between", expiring),
    ("many days on which points become final", final_on),
    ("each exchange in another purse", purses),
    ("points that never expire", lasting),
];

/// Of each kind a shape of three sizes.
pub(crate) fn shapes(operation: &str, most: usize) -> Vec<Shape> {
    let document = document();
    let Some(name) = OPERATIONS.into_iter().find(|name| operation.strip_prefix("points.") == Some(name)) else {
        return Vec::new();
    };
    let shape = |(kind, write): (&str, Kind)| {
        let sizes = [most / 4, most / 2, most].map(|bytes| Asked {
            operation: operation.into(),
            document: Some(document.clone()),
            request: request(name, write, bytes, &document),
        });
        Shape { name: format!("ledger: {kind}"), sizes, faulty: false }
    };
    KINDS.into_iter().map(shape).collect()
}

/// A society with every kind of setting that makes the ledger work: points taken back, days on which they become final, terms, purses.
fn document() -> String {
    let tiers = json!([{"at_least": 5_000, "points": 10}, {"at_least": 8_000, "points": 20}]);
    json!({
        "format": "kenpo-programme/1", "id": "cost", "version": "1", "name": "What ledgers cost",
        "groups": [{"id": "platform", "kind": "company"}],
        "points": {
            "rules": [
                {"id": "steps", "rule": "EARN", "step_tiers": tiers, "downward": "take_back", "final_after": {"months": 1, "day": 10}},
                {"id": "mean", "rule": "EARN", "mean": {"window": "month", "tiers": tiers, "min_days": 1}},
                {"id": "checkup", "rule": "EARN", "activity": {"kind": "checkup", "points": 500}}
            ],
            "exchanges": [{"id": "voucher", "rule": "VOUCHER", "points": 1}],
            "expiry": [{"rule": "EXP", "policy": "fixed_term", "months": 12}],
            "purses": [{"id": "coin", "rule": "PURSE", "groups": ["platform"]}]
        }
    })
    .to_string()
}

/// A request whose ledger takes up most of its bytes.
fn request(operation: &str, write: Kind, bytes: usize, programme: &str) -> String {
    let mut rows = Rows::new();
    write(&mut rows, bytes.saturating_sub(4_096));
    // Something to spend, and to reverse.
    rows.credit(1_000, "");
    let last = rows.exchange(1_000, "");
    rows.credit(1_000, "");
    let today = rows.today();
    let now = format!(r#""{today}T12:00:00+09:00""#);
    let ledger = format!(r#"{{"entries":[{}]}}"#, rows.text);
    let arrivals: Vec<String> = (0..30)
        .map(|back| {
            format!(r#"{{"date":"{}","steps":{},"revision":{back}}}"#, rows.date(-back / 2), 9_000 - back % 2 * 3_000)
        })
        .collect();
    let arrivals = arrivals.join(",");
    match operation {
        "balance" => format!(r#"{{"as_of":{now},"ledger":{ledger}}}"#),
        "summary" => format!(r#"{{"as_of":{now},"ledgers":[{{"person":"p-1","ledger":{ledger}}}]}}"#),
        "exchange" => {
            format!(r#"{{"now":{now},"ledger":{ledger},"goods":"voucher","quantity":1000,"request_key":"next"}}"#)
        }
        "reverse" => format!(r#"{{"now":{now},"ledger":{ledger},"sequence":{last},"request_key":"next"}}"#),
        "adjust" => {
            format!(r#"{{"now":{now},"ledger":{ledger},"points":-1000,"cause":"test","request_key":"next"}}"#)
        }
        "earn" => format!(r#"{{"now":{now},"ledger":{ledger},"activity":"checkup","date":"{today}","event":"next"}}"#),
        "settle" => format!(
            r#"{{"now":{now},"ledger":{ledger},"rule":"mean","date":"2021-06-01","days":[{{"date":"2021-06-01","steps":9000}}]}}"#
        ),
        "accrue" => format!(r#"{{"now":{now},"ledger":{ledger},"arrivals":[{arrivals}]}}"#),
        "compare" => {
            let other = serde_json::Value::from(programme);
            format!(r#"{{"other":{other},"now":{now},"ledger":{ledger},"arrivals":[{arrivals}]}}"#)
        }
        _ => format!("no request of {operation}"),
    }
}

/// Rows of a ledger as JSON.
struct Rows {
    text: String,
    sequence: u64,
    /// The day on which rows are written, from the first.
    day: i64,
    random: u64,
}

impl Rows {
    fn new() -> Self {
        Self { text: String::new(), sequence: 0, day: 0, random: 1 }
    }

    fn date(&self, offset: i64) -> Date {
        let first = Date::from_ymd(2022, 1, 1).expect("a day");
        first.plus_days(self.day + offset).expect("a day before the year 9999")
    }

    fn today(&self) -> Date {
        self.date(0)
    }

    /// A number below a bound: Knuth's linear congruential generator for 64 bits.
    fn below(&mut self, bound: i64) -> i64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33).cast_signed() % bound.max(1)
    }

    fn row(&mut self, kind: &str, points: i64, rest: &str) -> u64 {
        self.sequence += 1;
        let (before, sequence, today) = (if self.sequence == 1 { "" } else { "," }, self.sequence, self.today());
        let _ = write!(
            self.text,
            r#"{before}{{"sequence":{sequence},"at":"{today}T09:00:00+09:00","kind":"{kind}","points":{points}{rest}}}"#
        );
        sequence
    }

    fn earned(&mut self, kind: &str, points: i64, more: &str) -> u64 {
        let (today, earned) = (self.today(), points.abs());
        let rest = format!(r#","rule":"steps","date":"{today}","synced_on":"{today}","earned":{earned}{more}"#);
        self.row(kind, points, &rest)
    }

    fn credit(&mut self, points: i64, more: &str) -> u64 {
        self.earned("credit", points, more)
    }

    /// A credit that expires so many days later.
    fn until(&mut self, points: i64, days: i64) {
        let last = format!(r#","expires_on":"{}""#, self.date(days));
        self.credit(points, &last);
    }

    fn exchange(&mut self, points: i64, more: &str) -> u64 {
        let rest = format!(r#","goods":"voucher","quantity":{points},"balance":0{more}"#);
        self.row("exchange", -points, &rest)
    }

    fn reverse(&mut self, exchange: u64, points: i64, more: &str) {
        self.row("reversal", points, &format!(r#","reverses":{exchange},"balance":0{more}"#));
    }
}

/// A day some way off, each time another: a permutation of days without an order.
fn scattered(index: i64) -> i64 {
    400 + index * 7_919 % 900_007
}

/// Many lots, and all of them exchanged and given back, again and again.
fn all_again(rows: &mut Rows, length: usize) {
    let mut lots = 0;
    while rows.text.len() < length / 2 {
        rows.until(10, scattered(lots));
        lots += 1;
    }
    while rows.text.len() < length {
        let exchange = rows.exchange(lots * 10, "");
        rows.reverse(exchange, lots * 10, "");
    }
}

/// Many lots, two exchanges that share them out in halves of which one lot is divided, and given back in turn.
fn half_again(rows: &mut Rows, length: usize) {
    let mut lots = 0;
    while rows.text.len() < length / 2 {
        rows.until(10, scattered(lots));
        lots += 1;
    }
    while rows.text.len() < length {
        let exchanges = [rows.exchange(lots * 5 + 3, ""), rows.exchange(lots * 5 - 3, "")];
        rows.reverse(exchanges[0], lots * 5 + 3, "");
        rows.reverse(exchanges[1], lots * 5 - 3, "");
    }
}

/// Credits, exchanges and reversals without an order, so that what is given back lies between what is there.
fn interleaved(rows: &mut Rows, length: usize) {
    let (mut available, mut spent, mut lots) = (0, Vec::new(), 0);
    while rows.text.len() < length {
        match rows.below(8) {
            0..4 => {
                rows.until(10, scattered(lots));
                (available, lots) = (available + 10, lots + 1);
            }
            4..6 if available > 0 => {
                let points = 1 + rows.below(available);
                spent.push((rows.exchange(points, ""), points));
                available -= points;
            }
            _ if !spent.is_empty() => {
                let place = rows.below(i64::try_from(spent.len()).unwrap_or(1));
                let (exchange, points) = spent.swap_remove(usize::try_from(place).unwrap_or(0));
                rows.reverse(exchange, points, "");
                available += points;
            }
            _ => {}
        }
    }
}

/// Lots that last a month and are exchanged in part; many are given back after they have expired.
fn expiring(rows: &mut Rows, length: usize) {
    let mut spent = Vec::new();
    while rows.text.len() < length {
        rows.day += 1;
        for days in [30, 3, 17] {
            rows.until(10, days);
        }
        spent.push(rows.exchange(5, ""));
        if spent.len() > 40 {
            rows.reverse(spent.swap_remove(3), 5, "");
        }
    }
}

/// Points that wait for their day, and corrections that take from each of those days in another order.
fn final_on(rows: &mut Rows, length: usize) {
    let final_on = |rows: &Rows, days| format!(r#","final_on":"{}""#, rows.date(days));
    let mut lots = 0;
    while rows.text.len() < length / 2 {
        let first = final_on(rows, scattered(lots));
        rows.credit(1_000, &first);
        lots += 1;
    }
    let mut index = 0;
    while rows.text.len() < length {
        let first = final_on(rows, scattered(index * 101 % lots));
        rows.earned("correction", -1, &first);
        index += 1;
    }
}

/// Each exchange in another purse.
fn purses(rows: &mut Rows, length: usize) {
    while rows.text.len() < length {
        let purse = format!(r#","purse":"p{}""#, rows.sequence);
        rows.credit(10, &purse);
        let exchange = rows.exchange(10, &purse);
        rows.reverse(exchange, 10, &purse);
    }
}

/// Points that never expire.
fn lasting(rows: &mut Rows, length: usize) {
    while rows.text.len() < length {
        rows.credit(10, "");
        let exchange = rows.exchange(10, "");
        rows.reverse(exchange, 10, "");
    }
}
