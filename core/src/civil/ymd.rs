use core::fmt;

/// A date as the integer YYYYMMDD, shown `2024-02-18`.
pub(crate) struct Ymd(pub(crate) i32);

impl fmt::Display for Ymd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month_day) = (self.0.div_euclid(10_000), self.0.rem_euclid(10_000));
        write!(f, "{year:04}-{:02}-{:02}", month_day.div_euclid(100), month_day.rem_euclid(100))
    }
}
