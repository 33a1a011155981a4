//! The data that is measured: made from fixed seeds, the same in every run.

use kenpo::{
    Programme,
    card::examine_insurer_number,
    civil::Date,
    lottery::{self, EnterRequest, Entry, Holder},
    points::StepDay,
    value::{Count, DrawId, Hex, HostId},
};

/// `programmes/kkr.json`.
pub const KKR: &[u8] = include_bytes!("../../programmes/kkr.json");

/// The programme.
pub fn kkr() -> Programme {
    kenpo_wire::parse_programme(KKR).expect("the programme is sound")
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

/// A year of steps: 365 days and 18 of them once more.
pub fn steps() -> Vec<StepDay> {
    let mut random = Seeded(2);
    let mut day = Date::from_ymd(2022, 4, 1);
    let mut days = Vec::new();
    for _ in 0..365 {
        let Some(date) = day else { break };
        day = date.succ();
        let steps = i64::try_from(random.below(15_000)).ok().and_then(Count::new).unwrap_or(Count::ZERO);
        days.push(StepDay { date, steps });
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
        .map(|day| format!(r#"{{"date":"{}","steps":{},"source":"healthkit"}}"#, day.date, day.steps))
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
