use core::fmt;

use super::Date;

/// A Japanese fiscal year (年度): 1 April to 31 March, named by the year it begins in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FiscalYear(i32);

impl FiscalYear {
    /// The fiscal year that holds `date`.
    pub fn of(date: Date) -> Self {
        Self(if date.month() >= 4 { date.year() } else { date.year().saturating_sub(1) })
    }

    /// The calendar year in which it begins.
    pub fn start_year(self) -> i32 {
        self.0
    }

    /// 1 April; `None` outside the years 1 to 9999.
    pub fn first_day(self) -> Option<Date> {
        Date::from_ymd(self.0, 4, 1)
    }

    /// 31 March of the next calendar year; `None` outside the years 1 to 9999.
    pub fn last_day(self) -> Option<Date> {
        Date::from_ymd(self.0.checked_add(1)?, 3, 31)
    }

    /// The fiscal year after this one.
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl Date {
    /// The fiscal year (年度, 1 April to 31 March) that holds this date.
    pub fn fiscal_year(self) -> FiscalYear {
        FiscalYear::of(self)
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}
