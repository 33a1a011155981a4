//! The typed lane: a column of people.

use super::{
    judge::{Case, Facts},
    span::{NEVER, Span, year_of},
};
use crate::{
    Programme, Reason,
    check::Silent,
    civil::{Date, Instant},
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
            None => one(row, |on| programme.eligibility(service, on)),
        });
    }
    Ok(())
}

#[inline]
fn one<'a>(row: &PersonRow, terms_on: impl FnOnce(Date) -> Option<&'a EligibilityTerms>) -> Option<Reason> {
    let day = |ymd: i32| Date::from_yyyymmdd(ymd).is_some();
    let open = |ymd: i32| ymd == 0 || day(ymd);
    let relation = Relation::from_number(row.relation);
    let at = Instant::from_unix(row.at);
    let (Some(at), Some(relation), true) =
        (at, relation, day(row.born) && day(row.insured_from) && open(row.lost_on) && open(row.used_on))
    else {
        return Some(Reason::NotADate);
    };
    if row.reserved != [0; 7] || (row.lost_on != 0 && row.lost_on < row.insured_from) {
        return Some(Reason::NotADate);
    }
    let date = at.date();
    let Some(terms) = terms_on(date) else { return Some(Reason::NotInEffect) };
    let end = if row.lost_on == 0 { NEVER } else { row.lost_on };
    let facts = Facts { born: row.born, insured: Span { from: row.insured_from, end }, relation };
    let case = Case { terms, facts, on: date.yyyymmdd() };
    let mut first = None;
    let against = &mut |reason| first = first.or(Some(reason));
    case.entitled(&mut Silent, against);
    case.related(&mut Silent, against);
    case.once(|_| row.used_on != 0 && year_of(row.used_on, 401) == year_of(case.on, 401), &mut Silent, against);
    first
}
