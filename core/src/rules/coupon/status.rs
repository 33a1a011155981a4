use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::row::{Coupon, CouponState, held};
use crate::{
    answer::Decision,
    base::{
        Error, ErrorCode,
        value::{Count, HostId},
    },
    civil::{Date, Instant},
    rules::account::Until,
};

/// The request of `coupon.status`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponStatusRequest {
    /// The instant; what happened later is not looked at.
    pub as_of: Instant,
    /// Rows as stored, at most 256.
    pub coupons: Vec<Coupon>,
}

/// The answer of `coupon.status`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CouponStatusVerdict {
    /// Each coupon, in the order of the request.
    pub coupons: Vec<CouponStanding>,
    /// What can be used of all of them, in yen.
    pub left_yen: Count,
}

/// How a coupon stands at an instant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CouponStanding {
    /// The host's id of the coupon.
    pub id: HostId,
    /// Its state.
    pub state: CouponState,
    /// What can be used of it, in yen.
    pub left_yen: Count,
    /// The last day on which it can be used.
    pub last_day: Date,
    /// The same as an instant: the first at which it cannot be used any more.
    pub valid_until: Until,
}

/// Gives the state of each coupon at an instant, and what is left of it.
///
/// # Errors
/// `too_large` above 256 rows; `id_taken` where two rows have one id or digest; `coupon_inconsistent`, `period_upside_down` or `out_of_range`
/// for a row that contradicts itself; `sum_out_of_range` for what is left of all of them.
pub fn status(request: &CouponStatusRequest) -> Result<Decision<CouponStatusVerdict>, Error> {
    let held = held(&request.coupons)?;
    let coupons: Vec<CouponStanding> = held
        .iter()
        .map(|held| CouponStanding {
            id: held.row.id.clone(),
            state: held.state_at(request.as_of),
            left_yen: held.left_at(request.as_of),
            last_day: held.row.last_day,
            valid_until: Until::of(held.ends),
        })
        .collect();
    let sum = coupons.iter().try_fold(0_i64, |sum, coupon| sum.checked_add(coupon.left_yen.get()));
    let left_yen = sum.and_then(Count::new).ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/coupons"))?;
    Ok(Decision { verdict: CouponStatusVerdict { coupons, left_yen }, checks: Vec::new() })
}
