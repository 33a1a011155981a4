use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    lots::ByExpiry,
    stored::{Ledger, PointsLot},
};
use crate::{
    answer::Decision,
    base::{
        Error, ErrorCode,
        value::{Code, Count, present},
    },
    civil::Instant,
};

/// The request of `points.balance`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BalanceRequest {
    /// The instant of the balance, not before that of the ledger's opening.
    pub as_of: Instant,
    /// The person's ledger.
    #[serde(default, skip_serializing_if = "Ledger::is_empty")]
    pub ledger: Ledger,
    /// The purse; absent for the programme's own points.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub purse: Option<Code>,
}

/// What `points.balance` answers, in points.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BalanceVerdict {
    /// Everything granted up to the instant and neither spent nor expired: what is available and what is pending.
    pub balance: Count,
    /// What can be spent.
    pub available: Count,
    /// What is granted but not final yet.
    pub pending: Count,
    /// What has expired unspent, since the opening if there is one.
    pub expired: Count,
    /// The balance by last day, earliest first: lots that an opening can take as they stand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<PointsLot>,
}

/// Gives the balance of a purse at an instant: what can be spent, what is pending, what expired,
/// and the lots. It is that of the entries written up to it.
///
/// # Errors
/// A ledger that contradicts itself, or a sum out of range.
pub fn balance(request: &BalanceRequest) -> Result<Decision<BalanceVerdict>, Error> {
    let lots = request.ledger.lots_as_of(request.as_of)?;
    let purse = request.purse.as_ref();
    let totals = lots.totals(purse);
    let mut sums = ByExpiry::default();
    lots.add_to(purse, &mut sums);
    let overflow = || Error::new(ErrorCode::SumOutOfRange, "/ledger");
    let count = |sum| Count::new(sum).ok_or_else(overflow);
    let verdict = BalanceVerdict {
        balance: count(totals.balance())?,
        available: count(totals.available)?,
        pending: count(totals.pending)?,
        expired: count(totals.expired)?,
        lots: sums.lots(purse).ok_or_else(overflow)?,
    };
    Ok(Decision { verdict, checks: Vec::new() })
}
