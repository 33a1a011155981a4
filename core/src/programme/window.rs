use serde::{Deserialize, Serialize};

/// A span of days in Japan's calendar, narrow to wide: over which a cap counts, or in which something is earned once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// A day.
    Day,
    /// A calendar month.
    Month,
    /// A fiscal year.
    FiscalYear,
    /// All time.
    Ever,
}
