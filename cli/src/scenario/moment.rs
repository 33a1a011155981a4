//! Days and instants as scenarios write them.

use kenpo::civil::Date;

/// The day after a day; the text itself where it is not a date, so that the library says what is wrong with it.
pub(crate) fn next(day: &str) -> String {
    let next = Date::parse(day).and_then(Date::succ);
    next.map_or_else(|| day.to_owned(), |next| next.to_string())
}

/// A date as its 9:00, a date and a time of day, or an instant as it stands.
pub(crate) fn instant(text: &str) -> String {
    match (text.len(), text.split_once([' ', 'T'])) {
        (10, None) => format!("{text}T09:00:00+09:00"),
        (16, Some((day, time))) => format!("{day}T{time}:00+09:00"),
        _ => text.to_owned(),
    }
}

/// Every day of a span; none where an end is not a date.
pub(crate) fn days(from: &str, until: &str) -> Vec<String> {
    let (Some(from), Some(until)) = (Date::parse(from), Date::parse(until)) else { return Vec::new() };
    let days = std::iter::successors(Some(from), |day| day.succ());
    days.take_while(|day| *day <= until).map(|day| day.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments() {
        assert_eq!(next("2024-02-28"), "2024-02-29");
        assert_eq!(instant("2024-02-28"), "2024-02-28T09:00:00+09:00");
        assert_eq!(instant("2024-02-28 23:59"), "2024-02-28T23:59:00+09:00");
        assert_eq!(instant("2024-02-28T23:59:30+09:00"), "2024-02-28T23:59:30+09:00");
        assert_eq!(days("2024-02-28", "2024-03-01"), ["2024-02-28", "2024-02-29", "2024-03-01"]);
        assert!(days("2024-03-01", "2024-02-28").is_empty());
    }
}
