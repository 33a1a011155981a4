use core::fmt;

use serde::{Deserialize, Serialize};

use super::{Date, FiscalYear};

/// An era (元号) of the modern calendar. Before 1873-01-01 Japan counted by the moon, so that is where reading begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Era {
    /// 明治, to 1912-07-30.
    Meiji,
    /// 大正, 1912-07-30 to 1926-12-25.
    Taisho,
    /// 昭和, 1926-12-25 to 1989-01-07.
    Showa,
    /// 平成, 1989-01-08 to 2019-04-30.
    Heisei,
    /// 令和, from 2019-05-01.
    Reiwa,
}

impl Era {
    /// Every era, old to new.
    pub const ALL: [Self; 5] = [Self::Meiji, Self::Taisho, Self::Showa, Self::Heisei, Self::Reiwa];

    /// The name, such as 令和.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The letter, such as R.
    pub const fn letter(self) -> char {
        match self {
            Self::Meiji => 'M',
            Self::Taisho => 'T',
            Self::Showa => 'S',
            Self::Heisei => 'H',
            Self::Reiwa => 'R',
        }
    }

    /// The square character, such as ㋿.
    pub const fn square(self) -> char {
        match self {
            Self::Meiji => '㍾',
            Self::Taisho => '㍽',
            Self::Showa => '㍼',
            Self::Heisei => '㍻',
            Self::Reiwa => '㋿',
        }
    }

    /// The Gregorian year of its first year.
    const fn first_year(self) -> i32 {
        match self {
            Self::Meiji => 1868,
            Self::Taisho => 1912,
            Self::Showa => 1926,
            Self::Heisei => 1989,
            Self::Reiwa => 2019,
        }
    }

    /// First and last day, YYYYMMDD. The day on which an emperor died belongs to both eras until 1926.
    const fn bounds(self) -> (i32, i32) {
        match self {
            Self::Meiji => (18_730_101, 19_120_730),
            Self::Taisho => (19_120_730, 19_261_225),
            Self::Showa => (19_261_225, 19_890_107),
            Self::Heisei => (19_890_108, 20_190_430),
            Self::Reiwa => (20_190_501, 99_991_231),
        }
    }

    /// The era that a date is printed in: of two, the new one. `None` before 1873-01-01.
    pub fn of(date: Date) -> Option<Self> {
        let ymd = date.yyyymmdd();
        Self::ALL.into_iter().rev().find(|era| era.bounds().0 <= ymd)
    }

    /// The Gregorian year of a year of this era, from 1.
    pub fn gregorian(self, year: u32) -> Option<i32> {
        let before = i32::try_from(year.checked_sub(1)?).ok()?;
        self.first_year().checked_add(before)
    }

    /// The year of this era, from 1.
    fn year_of(self, gregorian: i32) -> i32 {
        gregorian.saturating_sub(self.first_year()).saturating_add(1)
    }
}

/// Which digit is written for an era before a compact date. Both tables are in use, and only the sender knows which it took.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EraCodes {
    /// Claims (レセプト): 1 明治, 2 大正, 3 昭和, 4 平成, 5 令和.
    #[default]
    Claims,
    /// Employers' forms (届書): 1 明治, 3 大正, 5 昭和, 7 平成, 9 令和.
    Employers,
}

impl EraCodes {
    /// The digit of an era.
    pub const fn digit(self, era: Era) -> u32 {
        let claims = match era {
            Era::Meiji => 1,
            Era::Taisho => 2,
            Era::Showa => 3,
            Era::Heisei => 4,
            Era::Reiwa => 5,
        };
        match self {
            Self::Claims => claims,
            Self::Employers => claims.wrapping_mul(2).wrapping_sub(1),
        }
    }

    /// The era of a digit.
    pub fn era(self, digit: char) -> Option<Era> {
        Era::ALL.into_iter().find(|era| char::from_digit(self.digit(*era), 10) == Some(digit))
    }

    /// The other table.
    pub const fn other(self) -> Self {
        match self {
            Self::Claims => Self::Employers,
            Self::Employers => Self::Claims,
        }
    }
}

/// How a date stands to the era it was written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EraFit {
    /// Within it.
    Within,
    /// After its last day, as 平成32年: read, and never printed.
    Past,
    /// Before its first day, as 平成1年1月7日: refused.
    Before,
}

/// A date of an era: year from 1, month, day.
pub fn era_date(era: Era, year: u32, month: u32, day: u32) -> Option<(Date, EraFit)> {
    let date = Date::from_ymd(era.gregorian(year)?, month, day)?;
    let (first, last) = era.bounds();
    let fit = match date.yyyymmdd() {
        ymd if ymd < first => EraFit::Before,
        ymd if ymd > last => EraFit::Past,
        _ => EraFit::Within,
    };
    Some((date, fit))
}

/// A fiscal year of an era, and whether it is one that is said: 平成32年度, 昭和64年度 and 昭和元年度 are not.
pub fn era_fiscal_year(era: Era, year: u32) -> Option<(FiscalYear, bool)> {
    let start = Date::from_ymd(era.gregorian(year)?, 4, 1)?;
    let fiscal = start.fiscal_year();
    let said = era_of_fiscal_year(fiscal) == Some(era) || Era::of(start) == Some(era);
    Some((fiscal, said))
}

/// The era a fiscal year is printed in: that of its 1 April, but fiscal 2019 is 令和元年度.
fn era_of_fiscal_year(year: FiscalYear) -> Option<Era> {
    match year.start_year() {
        2019 => Some(Era::Reiwa),
        _ => Era::of(year.first_day()?),
    }
}

/// How a date is written in Japan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EraForm {
    /// 令和6年2月18日
    Long,
    /// R6.2.18
    Short,
    /// 5060218, the era by its code.
    Compact(EraCodes),
}

/// A date printed in its era; empty before 1873-01-01, and the compact form from the hundredth year on.
pub struct InEra(pub Date, pub EraForm);

impl fmt::Display for InEra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(date, form) = self;
        let Some(era) = Era::of(*date) else { return Ok(()) };
        let (year, month, day) = (era.year_of(date.year()), date.month(), date.day());
        match form {
            EraForm::Long => write!(f, "{}{}年{month}月{day}日", era.name(), FirstYear(year)),
            EraForm::Short => write!(f, "{}{year}.{month}.{day}", era.letter()),
            // Two digits are all it has for the year.
            EraForm::Compact(_) if year > 99 => Ok(()),
            EraForm::Compact(codes) => write!(f, "{}{year:02}{month:02}{day:02}", codes.digit(era)),
        }
    }
}

/// A fiscal year printed in its era, such as 令和元年度; empty before fiscal 1873.
pub struct FiscalYearInEra(pub FiscalYear);

impl fmt::Display for FiscalYearInEra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(era) = era_of_fiscal_year(self.0) else { return Ok(()) };
        write!(f, "{}{}年度", era.name(), FirstYear(era.year_of(self.0.start_year())))
    }
}

/// 元 for the first year.
struct FirstYear(i32);

impl fmt::Display for FirstYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 1 { f.write_str("元") } else { fmt::Display::fmt(&self.0, f) }
    }
}
