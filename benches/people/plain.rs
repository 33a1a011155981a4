//! The rules of one programme written out as plain integer code, without a programme: what the library is measured beside.

use kenpo_core::{booking::SlotRow, eligibility::PersonRow};

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn month_length(year: i32, month: i32) -> i32 {
    match month {
        2 => 28 + i32::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_date(ymd: i32) -> bool {
    let (year, month, day) = (ymd / 10_000, ymd / 100 % 100, ymd % 100);
    (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= month_length(year, month)
}

/// YYYYMMDD of days since 1970-01-01.
fn civil(days: i64) -> i32 {
    // Years from March on, in cycles of 400 years.
    let days = days + 719_468;
    let (cycle, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    ((cycle * 400 + year + later) * 10_000 + month * 100 + day) as i32
}

/// Days since 1970-01-01 of YYYYMMDD.
fn days_since_epoch(ymd: i32) -> i64 {
    let (year, month, day) = (i64::from(ymd / 10_000), i64::from(ymd / 100 % 100), i64::from(ymd % 100));
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (153 * month + 2) / 5 + day
        - 719_469
}

/// 1 April of the fiscal year that holds a date.
fn fiscal(ymd: i32) -> i32 {
    (ymd / 10_000 - i32::from(ymd % 10_000 < 401)) * 10_000 + 401
}

/// The birthday of an age; 1 March where 29 February is none.
fn birthday(born: i32, age: i32) -> i32 {
    let date = born + age * 10_000;
    if date % 10_000 == 229 && !is_leap(date / 10_000) { date + 72 } else { date }
}

fn reason(row: &PersonRow) -> u8 {
    let day = (row.at + 32_400).div_euclid(86_400);
    let dates = is_date(row.born)
        && is_date(row.insured_from)
        && (row.lost_on == 0 || is_date(row.lost_on))
        && (row.used_on == 0 || is_date(row.used_on));
    let in_range = (-719_162..=2_932_896).contains(&day);
    if !dates || !in_range || row.relation > 4 || row.reserved != [0; 7] {
        return 16;
    }
    if row.lost_on != 0 && row.lost_on < row.insured_from {
        return 16;
    }
    let on = civil(day);
    if on < row.insured_from {
        return 100;
    }
    if row.lost_on != 0 && on >= row.lost_on {
        return 101;
    }
    if on < fiscal(birthday(row.born, 40)) {
        return 102;
    }
    if on >= birthday(row.born, 75) {
        return 103;
    }
    if row.used_on != 0 && fiscal(row.used_on) == fiscal(on) {
        return 109;
    }
    0
}

/// 40 to 74 at the fiscal year and until the eve of 75, insured on the day, once a fiscal year.
pub fn eligible(people: &[PersonRow], reasons: &mut [u8]) {
    people.iter().zip(reasons).for_each(|(row, out)| *out = reason(row));
}

/// Booking closes 13 days before the date, at midnight.
pub fn states(now: i64, slots: &[SlotRow], states: &mut [u8]) {
    let last_closed = civil((now + 32_400).div_euclid(86_400) + 13);
    for (slot, out) in slots.iter().zip(states) {
        *out = if !is_date(slot.date) || slot.booked > 1 || slot.cancelled > 1 || slot.reserved != [0; 2] {
            0
        } else if slot.booked == 1 {
            1
        } else if slot.cancelled == 1 || slot.date <= last_closed {
            2
        } else if slot.taken >= slot.capacity {
            3
        } else {
            4
        };
    }
}

/// What a dock check-up is paid, in yen; -1 for a slip.
pub fn subsidy(cost: i64) -> i64 {
    match cost {
        10_000_001.. => -1,
        42_859.. => 30_000,
        18_573.. => cost * 7 / 10,
        13_001.. => 13_000,
        _ => cost,
    }
}

/// The instant at which booking for a date closes.
pub fn closes(ymd: i32) -> i64 {
    (days_since_epoch(ymd) - 13) * 86_400 - 32_400
}
