use super::Date;

/// The last day of a term of months that an event opens: its own day is not counted (民法 140), and the term ends on the eve of the
/// day that corresponds to the first one, or with a month that has no such day (民法 143). `None` past the year 9999.
pub fn term_end(day: Date, months: u32) -> Option<Date> {
    day.succ()?.after_months(months)?.pred()
}

/// The last day of the month that lies `months` after the month of `day`. `None` past the year 9999.
pub fn month_end(day: Date, months: u32) -> Option<Date> {
    Date::from_ymd(day.year(), day.month(), 1)?.after_months(months.checked_add(1)?)?.pred()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn a_term_ends_on_the_eve_of_the_corresponding_day() {
        for (day, months, last) in [
            ("2018-05-07", 12, "2019-05-07"),
            ("2023-02-28", 12, "2024-02-29"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-28", 12, "2025-02-28"),
            ("2023-01-27", 1, "2023-02-27"),
            ("2023-01-28", 1, "2023-02-28"),
            ("2023-01-30", 1, "2023-02-28"),
            ("2023-01-31", 1, "2023-02-28"),
            ("2024-03-30", 1, "2024-04-30"),
            ("2023-03-31", 1, "2023-04-30"),
            ("2023-04-30", 1, "2023-05-31"),
            ("2023-12-31", 6, "2024-06-30"),
        ] {
            assert_eq!(term_end(date(day), months), Some(date(last)), "{day} and {months} months");
        }
    }

    #[test]
    fn a_month_ends_where_the_next_begins() {
        for (day, months, last) in [
            ("2023-01-31", 0, "2023-01-31"),
            ("2023-01-01", 0, "2023-01-31"),
            ("2023-01-31", 1, "2023-02-28"),
            ("2024-01-15", 1, "2024-02-29"),
            ("2023-10-31", 6, "2024-04-30"),
        ] {
            assert_eq!(month_end(date(day), months), Some(date(last)), "{day} and {months} months");
        }
    }

    /// Hosts that add months to a day and take one off find ends that go back, such as 28 February for 29 and 31 January.
    #[test]
    fn a_later_day_never_has_an_earlier_end() {
        let days = core::iter::successors(Some(date("2023-01-01")), |day| day.succ());
        for day in days.take_while(|day| day.year() <= 2024) {
            let next = day.succ().unwrap();
            for months in 1..=36 {
                assert!(term_end(day, months) <= term_end(next, months), "{day} and {months} months");
                assert!(month_end(day, months) <= month_end(next, months), "{day} and {months} months");
                assert!(term_end(day, months) < term_end(day, months + 1), "{day} and {months} months");
            }
        }
    }

    #[test]
    fn past_the_last_year() {
        assert_eq!(term_end(date("9999-12-31"), 1), None);
        assert_eq!(term_end(date("9998-12-31"), 12), None);
        assert_eq!(month_end(date("9999-11-30"), 0), Some(date("9999-11-30")));
        assert_eq!(month_end(date("2024-01-01"), u32::MAX), None);
    }
}
