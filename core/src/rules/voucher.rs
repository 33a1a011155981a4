//! Vouchers (受診券): a check-up at a clinic of one's own choice, from a month of the fiscal year on.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, ReasonDetail, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, present},
    },
    civil::Date,
    member::Person,
    programme::Programme,
    rules::eligibility::{Against, ServiceUse, entitled, examine_person, is_for, not_in_effect, once, terms_on},
};

/// The request of `voucher.check`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VoucherRequest {
    /// The service's id in the programme.
    pub service: Code,
    /// The day of issue; it selects the terms.
    pub on: Date,
    /// The person.
    pub person: Person,
    /// The person's branch office (支部).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub office: Option<Code>,
    /// The person's uses of services that count: booked and confirmed, or used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<ServiceUse>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `voucher.check`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VoucherVerdict {
    /// `accepted`, or the first reason against it.
    pub reason: Reason,
    /// Every reason against it, in the fixed order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// What there is to say of reasons besides their codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<ReasonDetail>,
    /// The first day of issue in the fiscal year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_from: Option<Date>,
}

/// Says whether a person may ask for a voucher for a check-up, with every reason against it.
///
/// The order of reasons: insured period, age, 1 April, circumstances, relation, once a fiscal year, the month of issue, the branch office.
///
/// # Errors
/// `missing_value` at `/office` where some offices do not handle vouchers; `period_upside_down` where entitlement is lost before it begins.
pub fn check(programme: &Programme, request: &VoucherRequest) -> Result<Decision<VoucherVerdict>, Error> {
    examine_person(programme, &request.person).map_err(|e| e.within("person"))?;
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Decision { verdict: verdict?, checks })
}

fn judge(programme: &Programme, request: &VoucherRequest, sink: &mut impl Sink) -> Result<VoucherVerdict, Error> {
    let VoucherRequest { service, on, person, office, uses, .. } = request;
    let in_effect =
        || programme.document().vouchers.iter().filter(|terms| terms.is_of(service.as_str()) && terms.in_effect(*on));
    let Some(terms) = in_effect().find(|terms| is_for(terms.whom.as_ref(), person, *on)) else {
        if in_effect().next().is_none() {
            let Against { reasons, details } = not_in_effect("voucher", service, *on, sink);
            return Ok(VoucherVerdict { reason: Reason::NotInEffect, reasons, details, issued_from: None });
        }
        sink.holds(false, || Check::new("voucher", Reason::NotForPerson, false).read("service", service));
        let Against { reasons, details } = Against::only(Reason::NotForPerson);
        return Ok(VoucherVerdict { reason: Reason::NotForPerson, reasons, details, issued_from: None });
    };
    let mut against = Against::default();
    if let Some(eligibility) = terms_on(programme, service, person, *on, sink, &mut against) {
        entitled(eligibility, person, *on, sink, &mut against);
        once(eligibility, service, person, *on, uses.iter().map(|used| (&used.service, used.date)), sink, &mut against);
    }
    let issued_from = first_day(*on, terms.from_month);
    let issued = issued_from.is_some_and(|first| first <= *on);
    let describe = |reason| Check::new(terms.rule.as_str(), reason, true).under(terms.period, terms.clause());
    if !sink.holds(issued, || describe(Reason::VouchersNotIssuedYet).read("on", *on)) {
        against.push(Reason::VouchersNotIssuedYet);
    }
    if !terms.offices_without.is_empty() {
        let office = office.as_ref().ok_or_else(|| Error::new(ErrorCode::MissingValue, "/office"))?;
        let handles = !terms.offices_without.contains(office);
        if !sink.holds(handles, || describe(Reason::OfficeWithoutVouchers).read("office", office)) {
            against.push(Reason::OfficeWithoutVouchers);
        }
    }
    let reason = against.first().unwrap_or(Reason::Accepted);
    let Against { reasons, details } = against;
    Ok(VoucherVerdict { reason, reasons, details, issued_from })
}

/// The first day of a month in the fiscal year of a day.
fn first_day(on: Date, month: u8) -> Option<Date> {
    let year = on.fiscal_year().start_year();
    let year = if month >= 4 { year } else { year.checked_add(1)? };
    Date::from_ymd(year, month.into(), 1)
}
