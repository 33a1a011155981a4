//! What ledger operations cost as their requests grow, in instructions under callgrind.
//!
//! `kenpo-ledger-cost [MIB]`: each operation, on ledgers of each shape, of a quarter, a half and the whole of MIB (2 unless told).
//! Cost that grows with more than the power 1.2 of the size is a failure. Instructions repeat exactly, whatever else the machine does.
//! `kenpo-ledger-cost OPERATION SHAPE BYTES` answers one request of that size, and `kenpo-ledger-cost OPERATION SHAPE BYTES --print` prints it.

use std::{env, fmt::Write, process::Command, process::ExitCode};

use kenpo_core::{Programme, civil::Date};
use serde_json::json;

/// The highest power of the size with which cost may grow: above linear, for sorted trees.
const HIGHEST_POWER: f64 = 1.2;

const OPERATIONS: [&str; 9] =
    ["balance", "summary", "exchange", "reverse", "adjust", "earn", "settle", "accrue", "compare"];

/// How a ledger of a shape is written, up to a length.
type Shape = fn(&mut Rows, usize);

const SHAPES: [(&str, Shape); 7] = [
    ("all-again", all_again),
    ("half-again", half_again),
    ("interleaved", interleaved),
    ("expiring", expiring),
    ("final-on", final_on),
    ("purses", purses),
    ("lasting", lasting),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match *arguments.as_slice() {
        [] => survey(2 << 20),
        [mib] => mib.parse::<usize>().map_err(|_| "takes a number of MiB".to_owned()).and_then(|mib| survey(mib << 20)),
        [operation, shape, bytes] => one(operation, shape, bytes, false),
        [operation, shape, bytes, "--print"] => one(operation, shape, bytes, true),
        _ => Err("takes [MIB], or OPERATION SHAPE BYTES [--print]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("kenpo-ledger-cost: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// Each operation on each shape, at three sizes.
fn survey(bytes: usize) -> Result<(), String> {
    let mut faults = Vec::new();
    println!("| operation | shape | instructions a byte | powers |\n|---|---|---|---|");
    for operation in OPERATIONS {
        for (shape, _) in SHAPES {
            let sizes = [bytes / 4, bytes / 2, bytes];
            let mut points = Vec::new();
            for size in sizes {
                points.push((size as f64, instructions(operation, shape, size)? as f64));
            }
            let powers = points.windows(2).map(|pair| match pair {
                [(size, cost), (larger, more)] => (more / cost).log2() / (larger / size).log2(),
                _ => f64::NAN,
            });
            let powers: Vec<f64> = powers.collect();
            let each = points.iter().map(|(size, cost)| format!("{:.0}", cost / size)).collect::<Vec<_>>().join(" ");
            let shown = powers.iter().map(|power| format!("{power:.2}")).collect::<Vec<_>>().join(" ");
            println!("| {operation} | {shape} | {each} | {shown} |");
            if powers.iter().any(|power| *power > HIGHEST_POWER) {
                faults.push(format!("points.{operation} on {shape} grows with the power {shown} of its size"));
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// Answers one request under callgrind, in a process of its own, and counts what the answer alone takes.
fn instructions(operation: &str, shape: &str, bytes: usize) -> Result<u64, String> {
    let own = env::current_exe().map_err(|error| error.to_string())?;
    let mut counted = Command::new("valgrind");
    counted.args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no"]);
    counted.arg("--toggle-collect=*counted_answer*").arg(own).args([operation, shape, &bytes.to_string()]);
    let output = counted.output().map_err(|error| format!("valgrind: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let collected = said.lines().find_map(|line| line.split_once("Collected :")).map(|(_, count)| count.trim());
    match collected.and_then(|count| count.parse().ok()).filter(|count| *count > 0) {
        Some(count) if output.status.success() => Ok(count),
        _ => Err(format!("{operation} on {shape}, {bytes} bytes: {said}")),
    }
}

fn one(operation: &str, shape: &str, bytes: &str, print: bool) -> Result<(), String> {
    let bytes = bytes.parse().map_err(|_| "takes a number of bytes")?;
    let programme = programme_text();
    let request = request(operation, shape, bytes, &programme).ok_or("no such operation or shape")?;
    if print {
        println!("{request}");
        return Ok(());
    }
    let programme = kenpo_wire::parse_programme(programme.as_bytes()).map_err(|fault| format!("{fault:?}"))?;
    let answer = counted_answer(&programme, &format!("points.{operation}"), &request)?;
    let expected = match operation {
        "exchange" => r#""reason":"exchanged""#,
        "reverse" => r#""reason":"reversed""#,
        "adjust" => r#""reason":"adjusted""#,
        "earn" | "settle" => r#""reason":"paid""#,
        "accrue" => r#""store":["#,
        _ => r#""verdict":{"#,
    };
    if answer.contains(expected) { Ok(()) } else { Err(format!("{expected} is not in {answer:.500}")) }
}

#[inline(never)]
fn counted_answer(programme: &Programme, operation: &str, request: &str) -> Result<String, String> {
    let answer = kenpo_wire::answer(Some(programme), operation.as_bytes(), request.as_bytes());
    String::from_utf8(answer.map_err(|fault| format!("{fault:?}"))?).map_err(|error| error.to_string())
}

/// A society with every kind of setting that makes the ledger work: points taken back, days on which they become final, terms, purses.
fn programme_text() -> String {
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
fn request(operation: &str, shape: &str, bytes: usize, programme: &str) -> Option<String> {
    let (_, write) = SHAPES.into_iter().find(|(name, _)| *name == shape)?;
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
    Some(match operation {
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
        _ => return None,
    })
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
