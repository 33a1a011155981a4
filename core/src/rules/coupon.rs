//! Coupons: what a winner receives, and until when it holds.

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count, present},
    },
    civil::Date,
    programme::{CountedFrom, CouponExpiry, CouponExpiryPolicy, Programme},
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
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

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
}

/// What a coupon issued on a day is worth, and its last day.
///
/// # Errors
/// `missing_value` where the programme counts from the draw and its day is absent; `out_of_range` past the year 9999.
pub fn issue(programme: &Programme, request: &CouponRequest) -> Result<Decision<CouponVerdict>, Error> {
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Decision { verdict: verdict?, checks })
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
        return Ok(CouponVerdict { reason: Reason::NotInEffect, coupon, value_yen: None, last_day: None });
    };
    let counted = match terms.expiry.counted_from {
        CountedFrom::Issue => request.issued_on,
        CountedFrom::Draw => request.drawn_on.ok_or_else(|| Error::new(ErrorCode::MissingValue, "/drawn_on"))?,
    };
    let last_day = last_day(&terms.expiry, counted).ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/issued_on"))?;
    sink.holds(true, || {
        Check::new(terms.expiry.rule.as_str(), Reason::Accepted, true)
            .under(terms.period, terms.expiry.clause())
            .read("counted_from", counted)
            .read("last_day", last_day)
    });
    Ok(CouponVerdict { reason: Reason::Accepted, coupon, value_yen: Some(terms.value_yen), last_day: Some(last_day) })
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
