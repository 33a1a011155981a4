//! Dates and times as tables write them.

use kenpo_core::civil::{Date, Instant, read_date};

use crate::{DateOrder, item::narrow};

/// Which part of a date with the year last comes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Order {
    MonthFirst,
    DayFirst,
}

impl From<DateOrder> for Order {
    fn from(order: DateOrder) -> Self {
        match order {
            DateOrder::MonthFirst => Self::MonthFirst,
            DateOrder::DayFirst => Self::DayFirst,
        }
    }
}

/// A date, or one with the year last, of which the order is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Written {
    Date(Date),
    Open { first: u32, second: u32, year: i32 },
}

impl Written {
    pub(crate) fn date(self, order: Option<Order>) -> Option<Date> {
        match (self, order?) {
            (Self::Open { first, second, year }, Order::MonthFirst) => Date::from_ymd(year, first, second),
            (Self::Open { first, second, year }, Order::DayFirst) => Date::from_ymd(year, second, first),
            (Self::Date(date), _) => Some(date),
        }
    }

    /// The order that the date leaves, if it leaves one.
    pub(crate) fn order(self) -> Option<Order> {
        match self {
            Self::Open { first: 13..=31, second: 1..=12, .. } => Some(Order::DayFirst),
            Self::Open { first: 1..=12, second: 13..=31, .. } => Some(Order::MonthFirst),
            _ => None,
        }
    }
}

/// A time of day in seconds and, where it is written, the seconds by which it is ahead of UTC.
pub(crate) type Time = (i64, Option<i64>);

/// Reads a date with or without a time of day behind it.
pub(crate) fn date_and_time(text: &str) -> Option<(Written, Option<Time>)> {
    let text: String = text.trim().chars().map(narrow).collect();
    let text = text.trim();
    let split = text.char_indices().find(|(at, c)| *at > 0 && matches!(c, ' ' | 'T') && text[at + 1..].contains(':'));
    match split {
        None => Some((date(text)?, None)),
        Some((at, _)) => Some((date(&text[..at])?, Some(time(&text[at + 1..])?))),
    }
}

fn date(text: &str) -> Option<Written> {
    let mut parts = text.split(['/', '-', '.']);
    if let (Some(first), Some(second), Some(year), None) = (parts.next(), parts.next(), parts.next(), parts.next()) {
        let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if short(first) && short(second) && year.len() == 4 {
            let (first, second, year) = (first.parse().ok()?, second.parse().ok()?, year.parse().ok()?);
            return Some(Written::Open { first, second, year });
        }
    }
    // Seven digits are a date by a code of the era, which no export of steps writes.
    if text.len() == 7 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    read_date(text).ok().map(|read| Written::Date(read.date))
}

/// `9:30`, `09:30:00`, `09:30:00.000`, `9:30 AM`, `09:30:00+09:00`, `00:30:00Z`.
pub(crate) fn time(text: &str) -> Option<Time> {
    let text = text.trim();
    let (text, half) = match (text.strip_suffix("AM"), text.strip_suffix("PM")) {
        (Some(rest), _) => (rest.trim_end(), Some(0)),
        (_, Some(rest)) => (rest.trim_end(), Some(12)),
        _ => (text, None),
    };
    let (clock, ahead) = match text.find(['+', '-', 'Z']) {
        None => (text, None),
        Some(at) => (&text[..at], Some(offset(&text[at..])?)),
    };
    let clock = clock.trim_end().split_once('.').map_or(clock.trim_end(), |(whole, _)| whole);
    let mut parts = clock.split(':').map(two_digits);
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    let hours = match half {
        Some(half) if (1..=12).contains(&hours) => hours % 12 + half,
        Some(_) => return None,
        None => hours,
    };
    (parts.next().is_none() && hours < 24 && minutes < 60 && seconds < 60)
        .then_some((hours * 3_600 + minutes * 60 + seconds, ahead))
}

/// `Z`, `+09:00`, `+0900`, and Samsung's `UTC+0900`: the seconds ahead of UTC.
pub(crate) fn offset(text: &str) -> Option<i64> {
    let text = text.trim().strip_prefix("UTC").unwrap_or(text.trim());
    if text == "Z" {
        return Some(0);
    }
    let (sign, digits) = text.split_at_checked(1)?;
    let (hours, minutes) = digits.split_once(':').or_else(|| digits.split_at_checked(2))?;
    let seconds = two_digits(hours)? * 3_600 + two_digits(minutes)? * 60;
    match sign {
        "+" if seconds < 86_400 => Some(seconds),
        "-" if seconds < 86_400 => Some(-seconds),
        _ => None,
    }
}

fn two_digits(text: &str) -> Option<i64> {
    ((1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// The instant of a time of day, in Japan unless it says otherwise.
pub(crate) fn instant(date: Date, (seconds, ahead): Time) -> Option<Instant> {
    const JAPAN: i64 = 9 * 3_600;
    Instant::from_unix(Instant::start_of(date).unix() + seconds + JAPAN - ahead.unwrap_or(JAPAN))
}

#[cfg(test)]
mod tests {
    use kenpo_core::civil::Date;

    use super::{Order, Written, date_and_time, instant, offset, time};

    #[test]
    fn dates_in_the_forms_people_have() {
        let expected = Date::from_ymd(2016, 3, 4).expect("a date");
        for text in [
            "2016-03-04",
            "2016/3/4",
            "2016.3.4",
            "20160304",
            "2016年3月4日",
            "平成28年3月4日",
            "H28.3.4",
            "２０１６／０３／０４",
        ] {
            assert_eq!(date_and_time(text), Some((Written::Date(expected), None)), "{text}");
        }
        for text in ["2016-03-04 00:00:00.000", "2016-03-04T00:00:00", "2016/3/4 12:00:00 AM"] {
            assert_eq!(date_and_time(text), Some((Written::Date(expected), Some((0, None)))), "{text}");
        }
        for text in ["", "2016-02-30", "3/4/16", "1603", "2160304", "March", "2016-03-04 25:00", "合計"] {
            assert_eq!(date_and_time(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_with_the_year_last_is_open_until_its_order_is_known() {
        let written = |text| date_and_time(text).expect("a date").0;
        let open = written("3/4/2016");
        assert_eq!((open.order(), open.date(None)), (None, None));
        assert_eq!(open.date(Some(Order::MonthFirst)), Date::from_ymd(2016, 3, 4));
        assert_eq!(open.date(Some(Order::DayFirst)), Date::from_ymd(2016, 4, 3));
        assert_eq!(written("4/13/2016").order(), Some(Order::MonthFirst));
        assert_eq!(written("13.4.2016").order(), Some(Order::DayFirst));
        assert_eq!(written("13/13/2016").order(), None);
    }

    #[test]
    fn times_and_offsets() {
        assert_eq!(time("9:30"), Some((34_200, None)));
        assert_eq!(time("12:05 AM"), Some((300, None)));
        assert_eq!(time("12:05:01 PM"), Some((43_501, None)));
        assert_eq!(time("00:30:00.250Z"), Some((1_800, Some(0))));
        assert_eq!(time("00:30:00-05:00"), Some((1_800, Some(-18_000))));
        assert_eq!([time("24:00"), time("9:60"), time("9"), time("13:00 PM"), time("9:30:00:00")], [None; 5]);
        assert_eq!([offset("UTC+0900"), offset("+05:30"), offset("9")], [Some(32_400), Some(19_800), None]);
        let date = Date::from_ymd(2016, 3, 4).expect("a date");
        let text = |time| instant(date, time).map(|instant| instant.to_string());
        assert_eq!(text((1_800, None)).as_deref(), Some("2016-03-04T00:30:00+09:00"));
        assert_eq!(text((1_800, Some(0))).as_deref(), Some("2016-03-04T09:30:00+09:00"));
    }
}
