//! The data that is measured: made from fixed seeds, the same in every run.

pub mod library;

use kenpo_core::{
    Programme,
    booking::SlotRow,
    civil::Date,
    eligibility::PersonRow,
    lottery::{self, EnterRequest, Entry, Holder},
    numbers::{check_insurer_number_record, examine_insurer_number},
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

/// `programmes/kenren.json`.
pub const KENREN: &[u8] = include_bytes!("../../programmes/kenren.json");

/// The programme of group check-ups.
pub fn kenren() -> Programme {
    kenpo_wire::parse_programme(KENREN).expect("the programme is sound")
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

/// Names as members write them: katakana, half-width kana and hiragana, with spaces and dots between.
pub fn names(count: usize) -> Vec<String> {
    const FAMILY: [&str; 8] = ["ケンコム", "ｹﾝﾎﾟ", "さとう", "ヤマダ", "ﾀﾞﾃ", "オオノ", "ショウジ", "わたなべ"];
    const GIVEN: [&str; 8] = ["タロウ", "ﾀﾛｳ", "はなこ", "ジョー", "ﾕｳｼﾞ", "ミスズ", "ケンイチ", "りょう"];
    const BETWEEN: [&str; 4] = ["\u{3000}", " ", "", "・"];
    let mut random = Seeded(7);
    let mut one = |of: &[&'static str]| of[random.below(of.len() as u64) as usize];
    (0..count).map(|_| [one(&FAMILY), one(&BETWEEN), one(&GIVEN)].concat()).collect()
}

/// Texts as a column: all in one piece, and where each begins and the last ends.
pub fn texts(texts: &[String]) -> (Vec<u8>, Vec<i64>) {
    let mut offsets = vec![0];
    let mut end = 0;
    for text in texts {
        end += text.len() as i64;
        offsets.push(end);
    }
    (texts.concat().into_bytes(), offsets)
}

/// Dates of slots within two years, YYYYMMDD.
pub fn slot_dates(count: usize) -> Vec<i32> {
    let mut random = Seeded(8);
    let first = Date::from_ymd(2024, 4, 1).expect("a day");
    let date = |days: u64| first.plus_days(days as i64).expect("a day").yyyymmdd();
    (0..count).map(|_| date(random.below(730))).collect()
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
    steps_of(2)
}

/// The same of another member.
pub fn steps_of(member: u64) -> Vec<StepDay> {
    let mut random = Seeded(member);
    let mut day = Date::from_ymd(2022, 4, 1);
    let mut days = Vec::new();
    for _ in 0..365 {
        let Some(date) = day else { break };
        day = date.succ();
        days.push(StepDay::new(date.yyyymmdd(), i64::try_from(random.below(15_000)).unwrap_or(0)));
    }
    for _ in 0..18 {
        let again = usize::try_from(random.below(365)).unwrap_or(0);
        days.extend(days.get(again).copied());
    }
    days
}

/// A year, each day three times with more and more steps.
pub fn rising(steps: Vec<StepDay>) -> Vec<StepDay> {
    let thirds = |day: StepDay| [1, 2, 3].map(|thirds| StepDay { steps: day.steps * thirds / 3, ..day });
    steps.into_iter().take(365).flat_map(thirds).collect()
}

/// A programme whose two rules share the caps of a day, a month and a fiscal year.
pub fn two_rules() -> Programme {
    kenpo_wire::parse_programme(TWO_RULES.as_bytes()).expect("the programme is sound")
}

/// Its document.
pub const TWO_RULES: &str = r#"{"format":"kenpo-programme/1","id":"two","version":"1","name":"two rules","points":{
"rules":[
{"id":"walk","rule":"W-1","step_tiers":[{"at_least":3000,"points":5},{"at_least":5000,"points":10},{"at_least":8000,"points":20}]},
{"id":"far","rule":"W-2","step_tiers":[{"at_least":9000,"points":10},{"at_least":12000,"points":30}]}],
"caps":[
{"id":"day","rule":"C-1","counts":["walk","far"],"window":"day","points":40},
{"id":"month","rule":"C-2","counts":["walk","far"],"window":"month","points":500},
{"id":"year","rule":"C-3","counts":["walk","far"],"window":"fiscal_year","points":4000}]}}"#;

/// The same year as a request of the JSON lane.
pub fn accrue_request() -> String {
    let arrivals: Vec<String> = steps()
        .iter()
        .map(|StepDay { walked, steps, .. }| {
            let date = Date::from_yyyymmdd(*walked).expect("a day");
            format!(r#"{{"date":"{date}","steps":{steps},"source":"healthkit"}}"#)
        })
        .collect();
    format!(r#"{{"now":"2023-04-01T09:00:00+09:00","arrivals":[{}]}}"#, arrivals.join(","))
}

/// A day of the next year, and the same year once more, for a ledger that holds the year's credits.
pub fn accrue_again_request() -> String {
    let year = accrue_request();
    let answer = kenpo_wire::answer(Some(&kkr()), b"points.accrue", year.as_bytes()).expect("an answer");
    let answer = String::from_utf8(answer).expect("text");
    let (_, store) = answer.split_once(r#""store":"#).expect("rows to store");
    let (entries, _) = store.split_once(r#","expect""#).expect("what must hold");
    let (_, arrivals) = year.split_once(r#""arrivals":["#).expect("records");
    let new = r#"{"date":"2023-04-02","steps":9000,"source":"healthkit"}"#;
    format!(r#"{{"now":"2023-04-02T21:00:00+09:00","ledger":{{"entries":{entries}}},"arrivals":[{new},{arrivals}"#)
}

/// Members of a society at instants of fiscal 2024: most are 40 to 74, a tenth have lost their entitlement, and a third
/// have had their check-up of this year or the last.
pub fn people(count: usize) -> Vec<PersonRow> {
    let mut random = Seeded(3);
    let mut below = |end: u64| i32::try_from(random.below(end)).unwrap_or(0);
    let mut person = || {
        let mut day = |first: i32, years: u64| {
            let (year, month, day) = (first + below(years), 1 + below(12), 1 + below(31));
            (0..4).find_map(|back| ymd(year, month, day - back)).unwrap_or(0)
        };
        let (born, insured_from, lost, used) = (day(1940, 60), day(1990, 35), day(2023, 3), day(2023, 2));
        let instant = 1_711_897_200 + i64::from(below(365 * 86_400));
        let lost_on = if below(10) == 0 { lost.max(insured_from) } else { 0 };
        let used_on = if below(3) == 0 { used } else { 0 };
        PersonRow { at: instant, born, insured_from, lost_on, used_on, relation: 0, reserved: [0; 7] }
    };
    (0..count).map(|_| person()).collect()
}

/// Slots of fiscal 2023, some of them booked, cancelled or full.
pub fn slots(count: usize) -> Vec<SlotRow> {
    let mut random = Seeded(4);
    let mut below = |end: u64| u32::try_from(random.below(end)).unwrap_or(0);
    let mut slot = || {
        let day = i64::from(below(366));
        let date = Date::from_ymd(2023, 4, 1).and_then(|first| first.plus_days(day)).map_or(0, Date::yyyymmdd);
        let (booked, cancelled) = (u8::from(below(50) == 0), u8::from(below(20) == 0));
        SlotRow { date, capacity: 30, taken: below(38), booked, cancelled, reserved: [0; 2] }
    };
    (0..count).map(|_| slot()).collect()
}

/// What a dock check-up cost, in yen: a tenth nothing, the others in every band.
pub fn costs(count: usize) -> Vec<i32> {
    let mut random = Seeded(5);
    let mut below = |end: u64| i32::try_from(random.below(end)).unwrap_or(0);
    (0..count).map(|_| if below(10) == 0 { 0 } else { 1 + below(60_000) }).collect()
}

/// The slots of one month as a person sees them, as a request of the JSON lane.
pub fn month_of_slots(count: usize) -> String {
    let slot = |number: usize| {
        let (day, capacity, taken) = (1 + number % 31, 30, number * 7 % 38);
        format!(r#"{{"id":"s{number}","date":"2024-03-{day:02}","capacity":{capacity},"taken":{taken}}}"#)
    };
    let slots: Vec<String> = (0..count).map(slot).collect();
    let booking = r#"{"id":"b1","person":"p1","service":"group_checkup","slot":"s1","date":"2024-03-02","state":"confirmed","at":"2024-02-01T10:00:00+09:00"}"#;
    format!(
        r#"{{"now":"2024-02-20T10:00:00+09:00","service":"group_checkup","person":"p1","bookings":[{booking}],"slots":[{}]}}"#,
        slots.join(",")
    )
}

fn ymd(year: i32, month: i32, day: i32) -> Option<i32> {
    Date::from_ymd(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?).map(Date::yyyymmdd)
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
