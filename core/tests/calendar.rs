//! The calendar against the `time` crate, an independent second opinion.

use kenpo_core::civil::{Date, FiscalYear, Instant};
use proptest::prelude::*;

#[test]
fn every_day_from_year_1_to_9999() {
    let mut theirs = time::Date::from_calendar_date(1, time::Month::January, 1).unwrap();
    let mut ours = Date::from_ymd(1, 1, 1).unwrap();
    loop {
        let (year, month, day) = theirs.to_calendar_date();
        let month = u8::from(month);
        assert_eq!((ours.year(), ours.month(), ours.day()), (year, u32::from(month), u32::from(day)));
        assert_eq!(ours.yyyymmdd(), year * 10_000 + i32::from(month) * 100 + i32::from(day));
        assert_eq!(Date::from_yyyymmdd(ours.yyyymmdd()), Some(ours));
        assert_eq!(ours.weekday(), u32::from(theirs.weekday().number_days_from_sunday()));
        let seconds = (theirs.to_julian_day() - 2_440_588) as i64 * 86_400 - 9 * 3_600;
        assert_eq!(Instant::start_of(ours).unix(), seconds);
        let fiscal = if month >= 4 { year } else { year - 1 };
        assert_eq!(FiscalYear::of(ours).start_year(), fiscal);
        match (ours.succ(), theirs.next_day()) {
            (Some(next), Some(their_next)) if their_next.year() <= 9999 => (ours, theirs) = (next, their_next),
            (next, _) => {
                assert_eq!((next, year, month, day), (None, 9999, 12, 31));
                break;
            }
        }
    }
}

#[test]
fn days_that_do_not_exist() {
    for (y, m, d) in [
        (2022, 2, 29),
        (1900, 2, 29),
        (2022, 4, 31),
        (2022, 0, 1),
        (2022, 13, 1),
        (2022, 1, 0),
        (0, 1, 1),
        (10_000, 1, 1),
    ] {
        assert_eq!(Date::from_ymd(y, m, d), None, "{y}-{m}-{d}");
    }
    for ymd in [0, -20_220_101, 20_221_301, 20_220_132, i32::MAX, i32::MIN] {
        assert_eq!(Date::from_yyyymmdd(ymd), None, "{ymd}");
    }
}

#[test]
fn a_fiscal_year_s_ends() {
    let year = Date::from_ymd(2023, 3, 31).unwrap().fiscal_year();
    assert_eq!(year.first_day(), Date::from_ymd(2022, 4, 1));
    assert_eq!(year.last_day(), Date::from_ymd(2023, 3, 31));
    assert_eq!(year.next(), Date::from_ymd(2023, 4, 1).unwrap().fiscal_year());
}

#[test]
fn instants_that_are_refused() {
    for text in [
        "2024-02-05T00:00:00",
        "2024-02-05t00:00:00Z",
        "2024-02-05T00:00:00z",
        "2024-02-05 00:00:00Z",
        "2024-02-05T24:00:00Z",
        "2024-02-05T00:60:00Z",
        "2024-02-05T00:00:60Z",
        "2024-02-05T00:00:00.Z",
        "2024-02-05T00:00:00.５Z",
        "2024-02-05T00:00:00.5",
        "2024-02-05T00:00:00,5Z",
        "2024-02-05T00:00.5Z",
        "2024-02-05T00:00:00+24:00",
        "2024-02-05T00:00:00+0900",
        "2024-02-30T00:00:00Z",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T15:00:00Z",
        "",
        "２０２４-02-05T00:00:00Z",
    ] {
        assert_eq!(Instant::parse(text), None, "{text}");
    }
}

#[test]
fn an_instant_is_printed_in_japan() {
    let instant = Instant::parse("2024-02-04T15:00:00Z").unwrap();
    assert_eq!(instant.to_string(), "2024-02-05T00:00:00+09:00");
    assert_eq!(instant.date(), Date::from_ymd(2024, 2, 5).unwrap());
}

proptest! {
    #[test]
    fn an_instant_reads_what_it_prints(seconds in -62_135_629_200_i64..253_402_268_400) {
        if let Some(instant) = Instant::from_unix(seconds) {
            prop_assert_eq!(Instant::parse(&instant.to_string()), Some(instant));
            prop_assert!(Instant::start_of(instant.date()) <= instant);
        }
    }

    #[test]
    fn a_fraction_of_a_second_is_dropped(seconds in -62_135_629_200_i64..253_402_268_400, fraction in "[0-9]{1,12}") {
        if let Some(instant) = Instant::from_unix(seconds) {
            let text = instant.to_string();
            let (time, offset) = text.split_at(19);
            prop_assert_eq!(Instant::parse(&format!("{time}.{fraction}{offset}")), Some(instant));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*") {
        let _ = (Date::parse(&text), Instant::parse(&text));
    }

    #[test]
    fn near_dates_are_read_as_the_time_crate_reads_them(y in 0_u32..10_000, m in 0_u32..14, d in 0_u32..33) {
        let text = format!("{y:04}-{m:02}-{d:02}");
        let theirs = u8::try_from(m).ok()
            .and_then(|m| time::Month::try_from(m).ok())
            .and_then(|m| time::Date::from_calendar_date(y as i32, m, d as u8).ok())
            .filter(|date| date.year() >= 1);
        prop_assert_eq!(Date::parse(&text).is_some(), theirs.is_some());
    }
}
