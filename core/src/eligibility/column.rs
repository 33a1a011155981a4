//! The typed lane: a column of people.

use super::{
    judge::{Case, Facts},
    span::{NEVER, Span},
};
use crate::{
    Programme, Reason,
    check::Silent,
    civil::{Date, date_of, is_date},
    member::Relation,
    programme::EligibilityTerms,
};

/// A person as a row of a column. Dates are written YYYYMMDD.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PersonRow {
    /// The instant of the service, Unix seconds.
    pub at: i64,
    /// The date of birth.
    pub born: i32,
    /// 資格取得日: the first day of entitlement.
    pub insured_from: i32,
    /// 資格喪失日: the first day without entitlement; 0 while it lasts.
    pub lost_on: i32,
    /// A day of use, in the fiscal year of the instant, that counts against that year's one; 0 for none.
    pub used_on: i32,
    /// The relation's number.
    pub relation: u8,
    /// Must be 0.
    pub reserved: [u8; 7],
}

/// Why a column cannot be answered at all: ask `eligibility.check`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unsupported;

/// Says of each person whether they may use the service at their instant: the first reason against it, or `None`.
///
/// A row that is no person gives `not_a_date`. Rows are answered in turn; nothing is allocated.
///
/// # Errors
/// Where the programme asks what a row does not hold: a device, or circumstances.
pub fn column(
    programme: &Programme,
    service: &str,
    people: &[PersonRow],
    mut answer: impl FnMut(Option<Reason>),
) -> Result<(), Unsupported> {
    let all = || programme.document().eligibility.iter().filter(|terms| terms.id.as_str() == service);
    if all().any(|terms| terms.device.is_some() || terms.circumstances.is_some()) {
        return Err(Unsupported);
    }
    let always = all().next().filter(|terms| terms.period.is_open());
    for row in people {
        answer(match always {
            Some(terms) => one(row, |_| Some(terms)),
            None => one(row, |on| programme.eligibility(service, Date::from_yyyymmdd(on)?)),
        });
    }
    Ok(())
}

#[inline]
fn one<'a>(row: &PersonRow, terms_on: impl FnOnce(i32) -> Option<&'a EligibilityTerms>) -> Option<Reason> {
    // In the place of none, a date that is looked at anyway.
    let given = |date: i32| if date == 0 { row.insured_from } else { date };
    let dates =
        is_date(row.born) & is_date(row.insured_from) & is_date(given(row.lost_on)) & is_date(given(row.used_on));
    let sound = dates & (row.insured_from <= given(row.lost_on)) & (row.reserved == [0; 7]);
    let (Some(on), Some(relation), true) = (date_of(row.at), Relation::from_number(row.relation), sound) else {
        return Some(Reason::NotADate);
    };
    let Some(terms) = terms_on(on) else { return Some(Reason::NotInEffect) };
    let end = if row.lost_on == 0 { NEVER } else { row.lost_on };
    let facts = Facts { born: row.born, insured: Span { from: row.insured_from, end }, relation };
    let case = Case { terms, facts, on };
    // Which row is refused and why follows no pattern, so that a branch on it would cost more than all of the reckoning.
    let mut first = None;
    let note = &mut |holds: bool, reason| first = if holds | first.is_some() { first } else { Some(reason) };
    case.entitled(&mut Silent, note);
    case.related(&mut Silent, note);
    case.once(|_| Span::fiscal_year(on).holds(row.used_on), &mut Silent, note);
    first
}
