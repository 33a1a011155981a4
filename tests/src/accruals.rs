//! Members' months of records and what accrual pays for them, for `tests/oracle/points.py` to reckon once more.

use std::{
    io::{self, Write},
    ops::Range,
};

use kenpo_wire::{answer, parse_programme};
use serde_json::{Value, json};

/// A JSON object on a line for each case, which its number makes: a programme's rule, campaigns and caps, the deliveries,
/// and the rows of each delivery.
///
/// # Errors
/// A case that accrual refuses, or what writing ends with.
pub fn write(cases: Range<u64>, out: &mut impl Write) -> io::Result<()> {
    cases.into_iter().try_for_each(|number| writeln!(out, "{}", case(&mut Dice(number))?))
}

fn case(dice: &mut Dice) -> io::Result<Value> {
    let document = document(dice);
    let text = json!({"format": "kenpo-programme/1", "id": "x", "version": "1", "name": "x", "groups": [{"id": "g", "kind": "company"}], "points": document});
    let programme = parse_programme(text.to_string().as_bytes())
        .map_err(|failure| io::Error::other(format!("{failure:?}: {text}")))?;
    let (mut ledger, mut deliveries, mut rows) = (json!({"entries": []}), Vec::new(), Vec::new());
    let takes_back = document["rules"][0]["downward"] == "take_back";
    let (mut now, numbered, mut known) = (dice.under(5), takes_back || dice.under(2) == 0, Vec::new());
    for _ in 0..=dice.under(6) {
        now += dice.under(12);
        let arrivals: Vec<Value> = (0..dice.under(14))
            .map(|_| {
                let date = day((now + 1).saturating_sub(dice.under(14)));
                let mut record = json!({"date": date, "steps": (dice.under(16) * 1_000).saturating_sub(dice.under(2))});
                if numbered && dice.under(4) > 0 {
                    record["revision"] = dice.under(8).into();
                }
                record
            })
            .collect();
        let at = format!("{}T12:00:00+09:00", day(now));
        let request = json!({"now": at, "ledger": ledger, "arrivals": arrivals, "known": known});
        let body = answer(Some(&programme), b"points.accrue", request.to_string().as_bytes())
            .map_err(|failure| io::Error::other(format!("{failure:?}: {request}")))?;
        let body: Value = serde_json::from_slice(&body)?;
        for item in body["answer"]["verdict"]["items"].as_array().into_iter().flatten() {
            let item = &item["answer"];
            if !item["revision"].is_null() {
                known.push(json!({"date": item["date"], "revision": item["revision"]}));
            }
        }
        let keys = ["rule", "date", "earned", "points", "purse", "final_on", "expires_on"];
        let stored = body["answer"]["store"].as_array().into_iter().flatten();
        let as_model = |row: &Value| {
            let mut row = row.clone();
            if row["kind"] == "correction" {
                row["earned"] = row["earned"].as_i64().map(i64::wrapping_neg).into();
            }
            Value::from_iter(keys.map(|key| row[key].clone()))
        };
        rows.push(stored.map(as_model).collect::<Vec<Value>>());
        if let (Some(entries), Some(stored)) = (ledger["entries"].as_array_mut(), body["answer"]["store"].as_array()) {
            entries.extend(stored.iter().cloned());
        }
        // Totals that stand for the rows: the model keeps the rows and says the same.
        if !takes_back && dice.under(4) == 0 {
            ledger = opening(&document, &ledger);
        }
        deliveries.push(json!({"now": day(now), "arrivals": arrivals}));
    }
    Ok(json!({"points": document, "deliveries": deliveries, "rows": rows}))
}

/// A ledger without rows that stands for one with them. No day is closed.
fn opening(document: &Value, ledger: &Value) -> Value {
    let earlier = &ledger["opening"];
    let list = |of: &Value| of.as_array().cloned().unwrap_or_default();
    let (mut lots, mut caps, mut earned) = (list(&earlier["lots"]), list(&earlier["caps"]), list(&earlier["earned"]));
    let (mut sequence, mut points) = (earlier["sequence"].clone(), earlier["points"].as_u64().unwrap_or(0));
    for row in list(&ledger["entries"]) {
        sequence = row["sequence"].clone();
        points += row["points"].as_u64().unwrap_or(0);
        let mut lot = json!({"points": row["points"]});
        for key in ["expires_on", "final_on", "purse"].into_iter().filter(|key| !row[*key].is_null()) {
            lot[key] = row[key].clone();
        }
        lots.push(lot);
        earned.push(json!({"rule": row["rule"], "date": row["date"], "points": row["earned"]}));
        for cap in list(&document["caps"]).iter().filter(|cap| list(&cap["counts"]).contains(&row["rule"])) {
            let date = if cap["month_of"] == "synced" { &row["synced_on"] } else { &row["date"] };
            let (from, until) = (cap["period"]["from"].as_str(), cap["period"]["until"].as_str());
            let on = date.as_str();
            if from.is_none_or(|from| on >= Some(from)) && until.is_none_or(|until| on <= Some(until)) {
                caps.push(json!({"cap": cap["id"], "date": date, "points": row["points"]}));
            }
        }
    }
    let sequence = if sequence.is_null() { json!(0) } else { sequence };
    let opening = json!({"sequence": sequence, "points": points, "lots": lots, "closed_through": "2023-03-01", "caps": caps, "earned": earned});
    json!({"opening": opening, "entries": []})
}

/// A rule of tiers and one of further steps, two campaigns, and caps that nest, some of them not for all time.
fn document(dice: &mut Dice) -> Value {
    let tier = |at_least: u64, points: u64| json!({"at_least": at_least, "points": points});
    let first = 1 + dice.under(9);
    let tiers = [tier(3_000, first), tier(5_000, first + 1 + dice.under(9)), tier(10_000, first + 10 + dice.under(30))];
    let mut rules = vec![
        json!({"id": "steps", "rule": "X", "step_tiers": tiers}),
        json!({"id": "further", "rule": "X", "per_steps": {
            "at_least": 1_000 * dice.under(12), "points": dice.under(5), "each": 1 + dice.under(2_500),
            "each_points": dice.under(4), "max_points": 5 + dice.under(20),
        }}),
    ];
    if dice.under(2) == 0 {
        rules[0]["grace_days"] = dice.under(10).into();
    }
    let period = |from: u64, days: u64| json!({"from": day(from), "until": day(from + days)});
    if dice.under(2) == 0 {
        rules[0]["final_after"] = json!({"months": dice.under(3), "day": 1 + dice.under(28)});
    }
    if dice.under(2) == 0 {
        rules[1]["purse"] = "coin".into();
    }
    let mut campaigns = json!([
        {"id": "share", "rule": "X", "period": period(dice.under(30), dice.under(20)), "raises": ["steps"], "basis_points": 1 + dice.under(20_000)},
        {"id": "flat", "rule": "X", "period": period(dice.under(30), dice.under(20)), "raises": ["steps", "further"], "points": 1 + dice.under(20)},
    ]);
    if dice.under(2) == 0 {
        campaigns[0]["purse"] = "coin".into();
        campaigns[0]["final_after"] = json!({"months": 0, "day": 28});
    }
    let month_of = if dice.under(2) == 0 { "walked" } else { "synced" };
    let counts = |dice: &mut Dice, least: usize| {
        let ids = ["steps", "further", "flat", "share"];
        json!(ids[..least.max(1 + usize::try_from(dice.under(4)).unwrap_or(0))])
    };
    let mut caps = json!([
        {"id": "day", "rule": "X", "counts": ["steps"], "window": "day", "points": dice.under(60)},
        {"id": "month", "rule": "X", "counts": counts(dice, 1), "window": "month", "points": dice.under(300), "month_of": month_of},
        {"id": "year", "rule": "X", "counts": counts(dice, 4), "window": "fiscal_year", "points": dice.under(500), "month_of": month_of},
    ]);
    // A cap that changes between two windows, or ends there.
    let lasts = ["2023-03-31", "2023-04-30", "2023-05-31"];
    let firsts = ["2023-04-01", "2023-05-01", "2023-06-01"];
    for (cap, bounds) in [(0, 3), (1, 3), (2, 1)] {
        let (kind, bound) = (dice.under(4), usize::try_from(dice.under(bounds)).unwrap_or(0));
        let mut later = caps[cap].clone();
        if kind <= 1 {
            caps[cap]["period"] = json!({"until": lasts[bound]});
        }
        if let (0, Some(all)) = (kind, caps.as_array_mut()) {
            later["period"] = json!({"from": firsts[bound]});
            later["points"] = dice.under(400).into();
            all.push(later);
        }
    }
    // A day's cap nests in none that counts by arrival.
    if let (true, Some(all)) = (month_of == "synced", caps.as_array_mut()) {
        all.retain(|cap| cap["window"] != "day");
    }
    // Without expiry: what has expired could not be taken back, and the model spends nothing.
    let takes_back = dice.under(3) == 0;
    if takes_back {
        rules[0]["downward"] = "take_back".into();
    }
    let most_balance = json!({"rule": "X", "points": dice.under(900)});
    let expiry = json!([
        {"rule": "X", "policy": "fiscal_year_end"},
        {"rule": "X", "purse": "coin", "policy": "month_end", "months": dice.under(3)},
    ]);
    let expiry = if takes_back { json!([]) } else { expiry };
    let purses = json!([{"id": "coin", "rule": "X", "groups": ["g"]}]);
    json!({"rules": rules, "campaigns": campaigns, "caps": caps, "balance_cap": most_balance, "expiry": expiry, "purses": purses})
}

/// Days from 10 March 2023: the end of a month, and of a fiscal year.
fn day(offset: u64) -> String {
    const MONTHS: [(u64, &str); 5] =
        [(31, "2023-03"), (30, "2023-04"), (31, "2023-05"), (30, "2023-06"), (31, "2023-07")];
    let mut day = offset + 10;
    for (days, month) in MONTHS {
        if day <= days {
            return format!("{month}-{day:02}");
        }
        day -= days;
    }
    "2023-08-01".into()
}

/// SplitMix64, so that a case is known by its number.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number from 0 to one below the bound.
    pub(crate) fn under(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }

    /// A place in a list of this length, at least 1.
    pub(crate) fn index(&mut self, bound: usize) -> usize {
        usize::try_from(self.under(u64::try_from(bound).unwrap_or(1))).unwrap_or(0)
    }

    /// One of a list.
    pub(crate) fn one<T: Copy + Default>(&mut self, of: &[T]) -> T {
        of.get(self.index(of.len())).copied().unwrap_or_default()
    }
}
