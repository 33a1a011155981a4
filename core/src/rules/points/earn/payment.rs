//! What was paid for one record under one rule or campaign.

use crate::base::{Error, ErrorCode, Reason, value::Count};

/// What was paid under one id for one record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Payment {
    /// The place of the id in the plan.
    pub(super) id: usize,
    pub(super) reason: Reason,
    /// Points newly earned, before caps; negative where a rule takes back.
    pub(super) earned: i64,
    /// Points paid; negative where a rule takes back.
    pub(super) points: i64,
    /// To what the rest was lost.
    pub(super) lost_to: Option<Limit>,
    /// Of points taken back: how many more could not be, since they are spent.
    pub(super) spent: i64,
}

/// What leaves the least room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Limit {
    /// A cap, by its place in the plan.
    Cap(usize),
    /// The highest balance.
    Balance,
}

/// Points of a payment, which are never negative.
pub(super) fn count(points: i64) -> Result<Count, Error> {
    Count::new(points).ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, ""))
}
