use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    code::digest_of_entry,
    row::{Coupon, CouponExpect, CouponState, CouponUse, Held, held, look},
};
use crate::{
    answer::{Explain, Posting, Sink, decide},
    base::{
        Error, ErrorCode, Reason, Secret, same_digest,
        value::{Count, HostId, present},
    },
    civil::Instant,
    programme::Programme,
    rules::account::{Public, Until},
};

/// The rule that checks cite before a coupon is found.
const RULE: &str = "coupon.redeem";

/// The request of `coupon.redeem`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RedeemCouponRequest {
    /// The instant of the use.
    pub now: Instant,
    /// The code as entered, in either width and case, with or without hyphens and spaces.
    pub code: Secret,
    /// The host's id of who uses it; absent where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub holder: Option<HostId>,
    /// How much of it is used, in yen, at least 1; all that is left where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub yen: Option<Count>,
    /// Names this request: asked again under the same key, it is answered again and done once.
    pub request_key: HostId,
    /// Rows stored before, at most 256: those of the holder, or the one that has the digest by `coupon.read`. None where there is no such row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<Coupon>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

crate::base::redacted!(RedeemCouponRequest { now, yen, explain });

/// The answer of `coupon.redeem`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RedeemCouponVerdict {
    /// `accepted`, or the reason against it, for operators.
    pub reason: Reason,
    /// The host's id of the coupon whose code it is, for operators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<HostId>,
    /// Its state: after this use, or now where it is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<CouponState>,
    /// How much this use takes, in yen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_yen: Option<Count>,
    /// What can be used of it, in yen: after this use, or now where it is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_yen: Option<Count>,
    /// Until when it can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Until>,
    /// What the person is told. It is the same for a code that was mistyped, made up, another holder's or made void.
    pub shown: Public,
}

/// A use that is allowed.
struct Spent {
    yen: Count,
    left: Count,
    /// Whether it was made before, under the same request key.
    before: bool,
}

/// Uses a coupon by its code: as a whole, or in parts where the programme allows it, and never more than it is worth.
///
/// What is entered is compared with all rows in constant time. Wrong entries are not counted: a code has 72 bits.
///
/// # Errors
/// `out_of_range` for 0 yen; `too_large` above 256 rows; `id_taken` where two rows have one id or digest; `coupon_inconsistent`,
/// `period_upside_down` or `out_of_range` for a row that contradicts itself.
pub fn redeem(
    programme: &Programme,
    request: &RedeemCouponRequest,
) -> Result<Posting<RedeemCouponVerdict, Coupon, CouponExpect>, Error> {
    if request.yen == Some(Count::ZERO) {
        return Err(Error::new(ErrorCode::OutOfRange, "/yen"));
    }
    let all = held(&request.coupons)?;
    let (posting, checks) = decide!(request.explain, |sink| judge(programme, request, &all, sink));
    Ok(Posting { checks, ..posting })
}

fn judge(
    programme: &Programme,
    request: &RedeemCouponRequest,
    all: &[Held<'_>],
    sink: &mut impl Sink,
) -> Posting<RedeemCouponVerdict, Coupon, CouponExpect> {
    let now = request.now;
    let told = |reasons: &[Reason]| Public::of(programme, reasons, now);
    let stranger = |reason, id| {
        let (state, used_yen, left_yen, valid_until) = (None, None, None, None);
        let shown = told(&[reason]);
        Posting::unchanged(RedeemCouponVerdict { reason, id, state, used_yen, left_yen, valid_until, shown })
    };
    let found = match find(request, all, sink) {
        Ok(found) => found,
        Err(reason) => return stranger(reason, None),
    };
    let id = Some(found.row.id.clone());
    let own = found.row.holder.is_none() || found.row.holder == request.holder;
    if let Err(reason) = look(sink, RULE, Reason::CouponOfAnother, own, |check| check) {
        return stranger(reason, id);
    }
    let valid_until = Some(Until::of(found.ends));
    let spent = match spend(programme, request, found, all, sink) {
        Ok(spent) => spent,
        Err(reason) => {
            let (state, left_yen) = (Some(found.state_at(now)), Some(found.left_at(now)));
            let shown = told(&[reason]);
            // What is not told of is not told of by its end either.
            let shown = if shown.reason == reason { shown.until(Some(found.ends)) } else { shown };
            let used_yen = None;
            return Posting::unchanged(RedeemCouponVerdict {
                reason,
                id,
                state,
                used_yen,
                left_yen,
                valid_until,
                shown,
            });
        }
    };
    let verdict = RedeemCouponVerdict {
        reason: Reason::Accepted,
        id,
        state: Some(if spent.left == Count::ZERO { CouponState::Used } else { CouponState::PartlyUsed }),
        used_yen: Some(spent.yen),
        left_yen: Some(spent.left),
        valid_until,
        shown: told(&[]).until(Some(found.ends)),
    };
    if spent.before {
        return Posting { replayed: true, ..Posting::unchanged(verdict) };
    }
    let mut row = found.row.clone();
    row.uses.push(CouponUse { request_key: request.request_key.clone(), at: now, yen: spent.yen });
    let expect = Some(CouponExpect::of(found.row));
    Posting { verdict, checks: Vec::new(), store: [row].into(), expect, replayed: false }
}

/// The row whose code was entered. Every row is compared, each in constant time.
fn find<'h, 'c>(
    request: &RedeemCouponRequest,
    all: &'h [Held<'c>],
    sink: &mut impl Sink,
) -> Result<&'h Held<'c>, Reason> {
    let digest = digest_of_entry(&request.code);
    for reason in [Reason::CouponCodeMalformed, Reason::CouponCodeMistyped] {
        look(sink, RULE, reason, digest != Err(reason), |check| check)?;
    }
    let digest = digest?;
    let found =
        all.iter().fold(None, |found, held| if same_digest(&held.row.digest, &digest) { Some(held) } else { found });
    look(sink, RULE, Reason::CouponUnknown, found.is_some(), |check| check)?;
    found.ok_or(Reason::CouponUnknown)
}

/// How much of a coupon a request may use.
fn spend(
    programme: &Programme,
    request: &RedeemCouponRequest,
    found: &Held<'_>,
    all: &[Held<'_>],
    sink: &mut impl Sink,
) -> Result<Spent, Reason> {
    let (row, now, key) = (found.row, request.now, &request.request_key);
    if let Some((used, left)) = found.made_under(key) {
        // A request without an amount uses all that is left.
        let same = request.yen.map_or(left == 0, |yen| yen == used.yen);
        look(sink, RULE, Reason::RequestKeyReused, same, |check| check)?;
        return Ok(Spent { yen: used.yen, left: Count::new(left).unwrap_or(Count::ZERO), before: true });
    }
    look(sink, RULE, Reason::RequestKeyReused, !all.iter().any(|held| held.knows(key)), |check| check)?;
    let terms = programme.coupon_terms(row.coupon.as_str(), row.issued_on);
    look(sink, RULE, Reason::NotInEffect, terms.is_some(), |check| check.read("issued_on", row.issued_on))?;
    let terms = terms.ok_or(Reason::NotInEffect)?;
    found.open_at(now, terms.rule.as_str(), terms.expiry.rule.as_str(), sink)?;
    let left = found.left_at(now);
    let yen = request.yen.unwrap_or(left);
    let after = left.get().checked_sub(yen.get()).and_then(Count::new);
    let amounts =
        |check: crate::answer::Check| check.under(terms.period, terms.clause()).read("yen", yen).read("left_yen", left);
    look(sink, terms.rule.as_str(), Reason::CouponTooLittleLeft, after.is_some(), amounts)?;
    let after = after.ok_or(Reason::CouponTooLittleLeft)?;
    let whole = terms.partial_use || after == Count::ZERO;
    look(sink, terms.rule.as_str(), Reason::CouponWholeOnly, whole, amounts)?;
    Ok(Spent { yen, left: after, before: false })
}
