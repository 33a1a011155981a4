use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    code::made,
    row::{Coupon, CouponExpect, ends_of},
};
use crate::{
    answer::{Check, Explain, Posting, Sink, decide},
    base::{
        Error, ErrorCode, Reason, Secret,
        value::{Code, Count, Hex, HostId, present},
    },
    civil::Date,
    programme::{CountedFrom, CouponExpiry, CouponExpiryPolicy, Programme},
    rules::account::Until,
};

/// The request of `coupon.issue`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponRequest {
    /// The coupon's id.
    pub coupon: Code,
    /// The day of issue; it selects the terms.
    pub issued_on: Date,
    /// The day of the draw; needed where the programme counts from it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub drawn_on: Option<Date>,
    /// What its code is made from; where absent no code is made, and nothing is to be stored.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub code: Option<CouponCode>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// What a coupon's code is made from, and whose the coupon is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponCode {
    /// The host's id of this one coupon.
    pub id: HostId,
    /// The host's id of whom it is for; absent where it is for whoever has its code.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub holder: Option<HostId>,
    /// 32 random bytes of the host's, used for this call only and not kept.
    pub entropy: Hex<32>,
}

crate::base::redacted!(CouponCode {});

/// The answer of `coupon.issue`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CouponVerdict {
    /// `accepted`, or `not_in_effect`.
    pub reason: Reason,
    /// The coupon's id.
    pub coupon: Code,
    /// What it is worth, in yen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_yen: Option<Count>,
    /// The last day on which it can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Date>,
    /// The same as an instant: the first at which it cannot be used any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Until>,
    /// The code that the holder is given, such as `K7XW-03PM-9QDR-4T1A`. It is not stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Secret>,
}

/// Says what a coupon issued on a day is worth and when it expires; on request it makes the code,
/// and the row to store. It is made where the request has `code`.
///
/// # Errors
/// `missing_value` where the programme counts from the draw and its day is absent; `out_of_range` past the year 9999;
/// `period_upside_down` for a coupon whose last day is before its day of issue.
pub fn issue(
    programme: &Programme,
    request: &CouponRequest,
) -> Result<Posting<CouponVerdict, Coupon, CouponExpect>, Error> {
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    let mut verdict = verdict?;
    let (Some(wanted), Some(value_yen), Some(last_day)) = (&request.code, verdict.value_yen, verdict.last_day) else {
        return Ok(Posting { checks, ..Posting::unchanged(verdict) });
    };
    let (code, digest) = made(&request.coupon, &wanted.id, &wanted.entropy)?;
    verdict.code = Some(code);
    let row = Coupon {
        id: wanted.id.clone(),
        coupon: request.coupon.clone(),
        holder: wanted.holder.clone(),
        digest,
        issued_on: request.issued_on,
        value_yen,
        last_day,
        uses: Vec::new(),
        voided: None,
    };
    let expect = Some(CouponExpect { id: wanted.id.clone(), uses: None });
    Ok(Posting { verdict, checks, store: [row].into(), expect, replayed: false })
}

/// [`issue`] with the entropy of `code` taken from a generator.
///
/// # Errors
/// As [`issue`].
pub fn issue_with(
    rng: &mut impl rand_core::CryptoRng,
    programme: &Programme,
    mut request: CouponRequest,
) -> Result<Posting<CouponVerdict, Coupon, CouponExpect>, Error> {
    if let Some(code) = &mut request.code {
        rng.fill_bytes(&mut code.entropy.0);
    }
    issue(programme, &request)
}

fn judge(programme: &Programme, request: &CouponRequest, sink: &mut impl Sink) -> Result<CouponVerdict, Error> {
    let coupon = request.coupon.clone();
    let terms = programme.coupon_terms(coupon.as_str(), request.issued_on);
    let rule = terms.map_or("coupon.issue", |terms| terms.rule.as_str());
    sink.holds(terms.is_some(), || {
        let check = Check::new(rule, Reason::NotInEffect, true).read("issued_on", request.issued_on);
        terms.map_or(check.clone(), |terms| check.under(terms.period, terms.clause()))
    });
    let Some(terms) = terms else {
        let (value_yen, last_day, valid_until, code) = (None, None, None, None);
        return Ok(CouponVerdict { reason: Reason::NotInEffect, coupon, value_yen, last_day, valid_until, code });
    };
    let counted = match terms.expiry.counted_from {
        CountedFrom::Issue => request.issued_on,
        CountedFrom::Draw => request.drawn_on.ok_or_else(|| Error::new(ErrorCode::MissingValue, "/drawn_on"))?,
    };
    let last = last_day(&terms.expiry, counted).and_then(|day| Some((day, ends_of(day)?)));
    let (last_day, ends) = last.ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/issued_on"))?;
    // Only one that is counted from a draw of an earlier fiscal year.
    if last_day < request.issued_on {
        return Err(Error::new(ErrorCode::PeriodUpsideDown, "/drawn_on"));
    }
    sink.holds(true, || {
        Check::new(terms.expiry.rule.as_str(), Reason::Accepted, true)
            .under(terms.period, terms.expiry.clause())
            .read("counted_from", counted)
            .read("last_day", last_day)
    });
    Ok(CouponVerdict {
        reason: Reason::Accepted,
        coupon,
        value_yen: Some(terms.value_yen),
        last_day: Some(last_day),
        valid_until: Some(Until::of(ends)),
        code: None,
    })
}

fn last_day(expiry: &CouponExpiry, counted: Date) -> Option<Date> {
    let year = counted.fiscal_year();
    match expiry.policy {
        CouponExpiryPolicy::EndOfFiscalYear => year.last_day(),
        CouponExpiryPolicy::EndOfNextFiscalYear => year.next().last_day(),
    }
}

/// Why the typed lane gave no last day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoLastDay {
    /// No coupon is in effect on the day, or its last day is past the year 9999.
    NotInEffect,
    /// More than one coupon is in effect, or the draw's day is needed: ask `coupon.issue`.
    Unsupported,
}

/// The typed lane of `coupon.issue`: the last day of the only coupon in effect on the day of issue.
///
/// # Errors
/// Where no coupon is in effect, or more than the day of issue is needed.
pub fn last_day_of_only(programme: &Programme, issued_on: Date) -> Result<Date, NoLastDay> {
    let mut in_effect = programme.document().coupons.iter().filter(|terms| terms.period.contains(issued_on));
    let terms = in_effect.next().ok_or(NoLastDay::NotInEffect)?;
    if in_effect.next().is_some() || terms.expiry.counted_from != CountedFrom::Issue {
        return Err(NoLastDay::Unsupported);
    }
    last_day(&terms.expiry, issued_on).ok_or(NoLastDay::NotInEffect)
}
