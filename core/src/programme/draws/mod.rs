//! Draws that a programme holds: when, for what, and what happens afterwards.

mod lookup;

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Period, Words},
    base::value::{Clause, Code, DrawId, RuleId, present},
    civil::{Date, Deadline, Instant, TimeOfDay},
};

/// Draws of one kind, such as two a year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DrawTerms {
    /// The id of this series of draws.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days of draws for which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// The exchange whose goods are the tickets; absent where tickets come from elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub exchange: Option<Code>,
    /// The months in which a draw is held each year, 1 to 12, ascending.
    pub months: Vec<u8>,
    /// The draws whose day is announced, ascending; at most one in a month.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<DrawDate>,
    /// The time of day of the draw.
    pub at: TimeOfDay,
    /// Until when tickets are exchanged for a draw, counted from its day.
    pub entry: Deadline,
    /// When the list of tickets is frozen: not before the end of entry, and at least 24 hours before the draw.
    pub freeze: TimeBefore,
    /// Prizes in award order, 1 to 256. A code may be the id of a coupon.
    pub prizes: Vec<DrawPrize>,
    /// How many alternates are drawn after the prizes.
    #[serde(default)]
    pub alternates: u32,
    /// The most awards of one holder, winners and alternates together; at least 1.
    #[serde(default = "one")]
    pub max_prizes_per_holder: u32,
    /// The only reasons for which an award is taken from its holder; none where absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disqualifications: Vec<Disqualification>,
    /// How many days after its day an award can be taken up, 1 to 366, before the prize passes to the next rank; without end where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub pass_on_days: Option<u16>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

fn one() -> u32 {
    1
}

/// A draw whose day is announced.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DrawDate {
    /// The draw's id, which its manifest has.
    pub draw_id: DrawId,
    /// Its day.
    pub on: Date,
}

/// A time of day, a number of calendar days before a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TimeBefore {
    /// Calendar days before the date, 0 to 366.
    pub days_before: u16,
    /// The time of day; midnight at the start of the day where absent.
    #[serde(default)]
    pub at: TimeOfDay,
}

/// A prize of a draw, and how many of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DrawPrize {
    /// The prize's code.
    pub code: Code,
    /// How many, at least 1.
    pub quantity: u32,
}

/// A reason for which an award is taken from its holder, fixed before the draw.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Disqualification {
    /// The reason's code, which events of the proof have.
    pub code: Code,
    /// The document's own words to the holder.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub says: Option<Words>,
}

impl DrawTerms {
    /// Whether a draw is held in the month of a day.
    pub fn is_month(&self, on: Date) -> bool {
        self.months.iter().any(|month| u32::from(*month) == on.month())
    }

    /// When the draw of a day is held; `None` past the year 9999.
    pub fn draws_at(&self, on: Date) -> Option<Instant> {
        TimeBefore { days_before: 0, at: self.at }.instant(on)
    }

    /// When the list of the draw of a day is frozen.
    pub fn freezes_at(&self, on: Date) -> Option<Instant> {
        self.freeze.instant(on)
    }

    /// The first instant at which an award of a day that was not taken up passes on.
    pub fn passes_on_at(&self, on: Date) -> Option<Instant> {
        passes_on(on, self.pass_on_days?)
    }
}

/// The first instant at which an award of a day passes on that could be taken up for a number of days; `None` past the year 9999.
pub(crate) fn passes_on(on: Date, days: u16) -> Option<Instant> {
    let last = on.plus_days(days.into())?;
    last.succ().map(Instant::start_of)
}

impl TimeBefore {
    /// The instant for a date; `None` outside the years 1 to 9999.
    pub fn instant(&self, date: Date) -> Option<Instant> {
        Deadline { days_before: self.days_before, at: self.at, boundary: Default::default() }.instant(date)
    }
}
