//! People whose right to a check-up is known from how they are made: kenpo is not asked.

use std::{fs, io, path::Path};

use kenpo_core::eligibility::PersonRow;

use crate::{json, seeded::Seeded};

const COUNT: usize = 10_000;
const DAY: i64 = 86_400;
const TOKYO: i64 = 9 * 3_600;

/// Writes `eligibility.txt`, a person in each line (the instant, then born, insured from, lost on, last used on as YYYYMMDD,
/// 0 for none), the same as requests in JSON, and `eligibility.expected`.
pub(crate) fn write(folder: &Path) -> io::Result<()> {
    let mut random = Seeded(2);
    let people: Vec<Made> = (0..COUNT).map(|_| person(&mut random)).collect();
    let entitled = people.iter().filter(|person| person.entitled).count();
    let requests: Vec<String> = people.iter().map(|person| request(&person.row, person.on, "")).collect();
    let line = |Made { row, .. }: &Made| {
        format!("{}\t{}\t{}\t{}\t{}\n", row.at, row.born, row.insured_from, row.lost_on, row.used_on)
    };
    fs::create_dir_all(folder)?;
    fs::write(folder.join("eligibility.txt"), people.iter().map(line).collect::<String>())?;
    fs::write(folder.join("eligibility.expected"), format!("items\t{COUNT}\nentitled\t{entitled}\n"))?;
    json::write(folder, "eligibility", &requests)
}

pub(crate) fn read(folder: &Path) -> io::Result<Vec<PersonRow>> {
    let text = fs::read_to_string(folder.join("eligibility.txt"))?;
    Ok(text.lines().map(row).collect())
}

fn row(line: &str) -> PersonRow {
    let numbers: Vec<i64> = line.split('\t').map(|number| number.parse().expect("a number")).collect();
    let [at, born, insured_from, lost_on, used_on] = numbers[..] else { panic!("{line:?} is no person") };
    let [born, insured_from, lost_on, used_on] = [born, insured_from, lost_on, used_on].map(|ymd| ymd as i32);
    PersonRow { at, born, insured_from, lost_on, used_on, relation: 0, reserved: [0; 7] }
}

/// The request of `eligibility.check`, with more fields at its end.
pub(crate) fn request(row: &PersonRow, on: i32, more: &str) -> String {
    let lost = if row.lost_on == 0 { String::new() } else { format!(r#","lost_on":"{}""#, iso(row.lost_on)) };
    let uses = if row.used_on == 0 {
        String::new()
    } else {
        format!(r#","uses":[{{"service":"group_checkup","date":"{}"}}]"#, iso(row.used_on))
    };
    let (on, born, from) = (iso(on), iso(row.born), iso(row.insured_from));
    format!(
        r#"{{"service":"group_checkup","on":"{on}","person":{{"id":"1","born":"{born}","relation":"insured","insured_from":"{from}"{lost}}}{uses}{more}}}"#
    )
}

fn iso(ymd: i32) -> String {
    format!("{:04}-{:02}-{:02}", ymd / 10_000, ymd / 100 % 100, ymd % 100)
}

struct Made {
    row: PersonRow,
    /// The day of the instant in Japan.
    on: i32,
    entitled: bool,
}

/// Someone who is entitled, and in two of five draws wrong in one thing.
fn person(random: &mut Seeded) -> Made {
    let year = 2015 + i64::from(random.below(12));
    let (first, last) = (days(year, 4, 1), days(year + 1, 3, 31));
    let on = random.between(first, last);
    let at = on * DAY + random.between(0, DAY - 1) - TOKYO;
    let (on_year, on_month, on_day) = civil(on);

    // Their 40th birthday is in the fiscal year or before, their 75th after the day.
    let youngest = days(year - 39, 3, 31);
    let oldest = days(on_year - 75, on_month, if (on_month, on_day) == (2, 29) { 28 } else { on_day }) + 1;
    let mut born = random.between(oldest, youngest);
    let mut from = random.between(on - 9_000, on);
    let mut lost = if random.below(2) == 0 { None } else { Some(random.between(on + 1, on + 3_000)) };
    let mut used = match random.below(4) {
        0 => Some(random.between(first - 800, first - 1)),
        1 => Some(random.between(last + 1, last + 100)),
        _ => None,
    };
    let entitled = random.below(5) < 3;
    if !entitled {
        match random.below(5) {
            0 => born = random.between(youngest + 1, youngest + 9_000),
            1 => born = random.between(oldest - 6_000, oldest - 1),
            2 => (from, lost) = (random.between(on + 1, on + 900), None),
            3 => (from, lost) = (from - 2_000, Some(random.between(on - 2_000, on))),
            _ => used = Some(random.between(first, last)),
        }
    }
    let [lost_on, used_on] = [lost, used].map(|day| day.map_or(0, ymd));
    let row =
        PersonRow { at, born: ymd(born), insured_from: ymd(from), lost_on, used_on, relation: 0, reserved: [0; 7] };
    Made { row, on: ymd(on), entitled }
}

/// Days since 1 January 1970, counted year by year from 1900.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let years: i64 = (1900..year).map(|year| if is_leap(year) { 366 } else { 365 }).sum();
    let months: i64 = (1..month).map(|month| length(year, month)).sum();
    years + months + day - 1 - 25_567
}

fn civil(days_since_1970: i64) -> (i64, i64, i64) {
    let mut year = 1970 + days_since_1970 / 366 - 2;
    while days(year + 1, 1, 1) <= days_since_1970 {
        year += 1;
    }
    let mut month = 1;
    while month < 12 && days(year, month + 1, 1) <= days_since_1970 {
        month += 1;
    }
    (year, month, days_since_1970 - days(year, month, 1) + 1)
}

fn ymd(days_since_1970: i64) -> i32 {
    let (year, month, day) = civil(days_since_1970);
    (year * 10_000 + month * 100 + day) as i32
}

fn length(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}
