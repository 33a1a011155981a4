//! The data that is measured: made from fixed seeds, the same in every run.

use kenpo::{
    Programme,
    card::{check_insurer_number_record, examine_insurer_number},
    civil::Date,
    lottery::{self, EnterRequest, Entry, Holder},
    points::StepDay,
    value::{DrawId, Hex, HostId},
};

/// `programmes/kkr.json`.
pub const KKR: &[u8] = include_bytes!("../../programmes/kkr.json");

/// The programme.
pub fn kkr() -> Programme {
    kenpo_wire::parse_programme(KKR).expect("the programme is sound")
}

/// A request of the JSON lane: programme, operation, text.
pub type Asked = (Programme, &'static str, String);

/// A request to the programme.
pub fn asked(operation: &'static str, request: &str) -> Asked {
    (kkr(), operation, request.to_owned())
}

/// SplitMix64.
pub struct Seeded(pub u64);

impl Seeded {
    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end
    }
}

/// Insurer numbers of health-insurance societies in Tokyo, a fifth of them wrong.
pub fn insurer_numbers(count: usize) -> Vec<String> {
    let mut random = Seeded(1);
    let number = |random: &mut Seeded| {
        let body = format!("0613{:03}", random.below(1_000));
        let right =
            (0..10).map(|digit| format!("{body}{digit}")).find(|number| examine_insurer_number(number).is_none());
        match random.below(5) {
            0 => format!("{body}x"),
            _ => right.unwrap_or(body),
        }
    };
    (0..count).map(|_| number(&mut random)).collect()
}

/// A number as a row of a column: eight bytes, six digits with two spaces behind them.
pub fn record(number: &str) -> [u8; 8] {
    let mut record = *b"        ";
    record.iter_mut().zip(number.bytes()).for_each(|(slot, byte)| *slot = byte);
    record
}

/// A column of insurers of every kind and prefecture, six digits among them, a fifth of the rows wrong in one byte or blank.
pub fn records(count: usize) -> Vec<[u8; 8]> {
    const SCHEMES: [&str; 15] =
        ["", "01", "02", "03", "04", "06", "07", "31", "32", "33", "34", "39", "63", "72", "75"];
    let mut random = Seeded(4);
    let mut one = || {
        let scheme = SCHEMES[random.below(15) as usize];
        let body = format!("{scheme}{:02}{:03}", 1 + random.below(47), random.below(1_000));
        let last = (0..10).map(|digit| record(&format!("{body}{digit}")));
        let mut record = last.clone().find(|record| check_insurer_number_record(record).is_none()).unwrap_or_default();
        match random.below(50) {
            0 => record = *b"        ",
            1..10 => record[random.below(8) as usize] = b"0123456789x -"[random.below(13) as usize],
            _ => {}
        }
        record
    };
    (0..count).map(|_| one()).collect()
}

/// A year of steps: 365 days and 18 of them once more.
pub fn steps() -> Vec<StepDay> {
    let mut random = Seeded(2);
    let mut day = Date::from_ymd(2022, 4, 1);
    let mut days = Vec::new();
    for _ in 0..365 {
        let Some(date) = day else { break };
        day = date.succ();
        days.push(StepDay { walked: date.yyyymmdd(), steps: i64::try_from(random.below(15_000)).unwrap_or(0) });
    }
    for _ in 0..18 {
        let again = usize::try_from(random.below(365)).unwrap_or(0);
        days.extend(days.get(again).copied());
    }
    days
}

/// The same year as a request of the JSON lane.
pub fn accrue_request() -> String {
    let arrivals: Vec<String> = steps()
        .iter()
        .map(|StepDay { walked, steps }| {
            let date = Date::from_yyyymmdd(*walked).expect("a day");
            format!(r#"{{"date":"{date}","steps":{steps},"source":"healthkit"}}"#)
        })
        .collect();
    format!(r#"{{"now":"2023-04-01T09:00:00+09:00","arrivals":[{}]}}"#, arrivals.join(","))
}

/// Entries of a draw: holders of 1 to 12 tickets.
pub fn entries(holders: u32) -> Vec<Entry> {
    let holder = |number: u32| Holder {
        member_id: HostId::new(&format!("m{number}")).expect("an id"),
        tickets: 1 + number % 12,
    };
    let request = EnterRequest {
        draw_id: DrawId::new("bench").expect("an id"),
        entropy: Hex([7; 32]),
        holders: (0..holders).map(holder).collect(),
    };
    lottery::enter(&request).expect("a sound list").verdict.entries
}
