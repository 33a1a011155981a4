//! The check as a portal's programmer writes it. Dates are integers, YYYYMMDD, which compare as the dates do.

use kenpo_core::eligibility::PersonRow;

pub(super) fn entitled(row: &PersonRow) -> bool {
    let on = day(row.at);
    row.insured_from <= on
        && (row.lost_on == 0 || on < row.lost_on)
        && fiscal_year(row.born + 40_0000) <= fiscal_year(on)
        && on < row.born + 75_0000
        && (row.used_on == 0 || fiscal_year(row.used_on) != fiscal_year(on))
}

fn fiscal_year(ymd: i32) -> i32 {
    (ymd - 401) / 1_0000
}

/// The day of an instant in Japan. Years begin in March, so that a leap day is their last.
pub(super) fn day(at: i64) -> i32 {
    let days = (at + 9 * 3_600).div_euclid(86_400) as i32 + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days - era * 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year_of_era + next) * 1_0000 + month * 100 + day
}
