use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::row::{Coupon, CouponExpect, CouponState, CouponVoid, Held, look};
use crate::{
    answer::{Explain, Posting, Sink, decide},
    base::{
        Error, Reason,
        value::{Count, HostId},
    },
    civil::Instant,
};

/// The rule that checks cite: the programme's terms are not read.
const RULE: &str = "coupon.void";

/// The request of `coupon.void`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VoidCouponRequest {
    /// When it is made void.
    pub now: Instant,
    /// The row as stored.
    pub coupon: Coupon,
    /// Names this request: asked again under the same key, it is answered again and done once.
    pub request_key: HostId,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `coupon.void`, for operators.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VoidCouponVerdict {
    /// `accepted`, or the reason against it.
    pub reason: Reason,
    /// Its state now.
    pub state: CouponState,
    /// What could still be used of it and was made void, in yen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voided_yen: Option<Count>,
}

/// Makes a coupon void that was lost, stolen or given out by mistake; what was used of it stays
/// used.
///
/// # Errors
/// `coupon_inconsistent`, `period_upside_down` or `out_of_range` for a row that contradicts itself.
pub fn void(request: &VoidCouponRequest) -> Result<Posting<VoidCouponVerdict, Coupon, CouponExpect>, Error> {
    let held = Held::new(&request.coupon).map_err(|error| error.within("coupon"))?;
    let (posting, checks) = decide!(request.explain, |sink| judge(request, &held, sink));
    Ok(Posting { checks, ..posting })
}

fn judge(
    request: &VoidCouponRequest,
    held: &Held<'_>,
    sink: &mut impl Sink,
) -> Posting<VoidCouponVerdict, Coupon, CouponExpect> {
    let now = request.now;
    let done =
        |rest| VoidCouponVerdict { reason: Reason::Accepted, state: CouponState::Void, voided_yen: Count::new(rest) };
    let voided = held.row.voided.as_ref().filter(|voided| voided.request_key == request.request_key);
    if let Some(voided) = voided {
        return Posting { replayed: true, ..Posting::unchanged(done(held.rest_at(voided.at))) };
    }
    let fresh = look(sink, RULE, Reason::RequestKeyReused, !held.knows(&request.request_key), |check| check);
    if let Err(reason) = fresh.and_then(|()| held.open_at(now, RULE, RULE, sink)) {
        return Posting::unchanged(VoidCouponVerdict { reason, state: held.state_at(now), voided_yen: None });
    }
    let voided = Some(CouponVoid { request_key: request.request_key.clone(), at: now });
    let store = [Coupon { voided, ..held.row.clone() }].into();
    let verdict = done(held.rest_at(now));
    Posting { verdict, checks: Vec::new(), store, expect: Some(CouponExpect::of(held.row)), replayed: false }
}
