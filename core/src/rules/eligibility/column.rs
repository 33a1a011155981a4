//! The typed lane: a column of people.

use super::{
    judge::{Case, Facts, is_plain},
    span::{NEVER, Span},
};
use crate::{
    answer::Silent,
    base::Reason,
    civil::{Date, are_dates, parts_of},
    member::Relation,
    programme::{EligibilityTerms, Programme},
};

/// A person as a row of a column. Dates are written YYYYMMDD.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PersonRow {
    /// The instant of the service, Unix seconds.
    pub at: i64,
    /// The date of birth.
    pub born: i32,
    /// 資格取得日: the first day of entitlement.
    pub insured_from: i32,
    /// 資格喪失日: the first day without entitlement; 0 while it lasts.
    pub lost_on: i32,
    /// A day of use, in the fiscal year of the instant, that counts as the one use of that year; 0 for none.
    pub used_on: i32,
    /// The relation's number.
    pub relation: u8,
    /// Must be 0.
    pub reserved: [u8; 7],
}

crate::base::redacted!(PersonRow { at, relation });

/// Why a column cannot be answered at all: the programme asks for what a row does not hold. Ask `eligibility.check`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Unsupported {
    /// A device.
    Device,
    /// Circumstances.
    Circumstances,
    /// Facts.
    Facts,
    /// The sex.
    Sex,
    /// Whom the terms are for.
    Whom,
    /// More of other uses than whether there is one in the fiscal year.
    Uses,
}

impl Unsupported {
    /// What terms ask for and a row does not hold, in the order of the setting's paths.
    pub(crate) fn by(terms: &EligibilityTerms) -> Option<Self> {
        let asked = [
            (terms.device.is_some(), Self::Device),
            (terms.circumstances.is_some(), Self::Circumstances),
            (!terms.facts.is_empty(), Self::Facts),
            (terms.sex.is_some(), Self::Sex),
            (terms.whom.is_some(), Self::Whom),
            (terms.once.as_ref().is_some_and(|once| !once.is_once_a_fiscal_year()), Self::Uses),
        ];
        asked.into_iter().find_map(|(is, why)| is.then_some(why))
    }

    /// The setting's key in the terms.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Circumstances => "circumstances",
            Self::Facts => "facts",
            Self::Sex => "sex",
            Self::Whom => "for",
            Self::Uses => "once",
        }
    }
}

/// Says of each person whether they may use the service at their instant: the first reason against it, or `None`.
///
/// A row with a date that the calendar does not have gives `not_a_date`. Rows are answered in turn; nothing is allocated.
///
/// # Errors
/// Where the programme asks for what a row does not hold.
pub fn column(
    programme: &Programme,
    service: &str,
    people: &[PersonRow],
    mut answer: impl FnMut(Option<Reason>),
) -> Result<(), Unsupported> {
    let all = || programme.document().eligibility.iter().filter(|terms| terms.is_of(service));
    if let Some(why) = all().find_map(Unsupported::by) {
        return Err(why);
    }
    let always = all().next().filter(|terms| terms.period.is_open() && terms.every.is_none());
    let in_effect = |on| programme.eligibility(service, Date::from_yyyymmdd(on)?);
    match always {
        Some(terms) if is_plain(terms) => people.iter().for_each(|row| answer(one::<true>(row, |_| Some(terms)))),
        Some(terms) => people.iter().for_each(|row| answer(one::<false>(row, |_| Some(terms)))),
        None if all().all(is_plain) => people.iter().for_each(|row| answer(one::<true>(row, in_effect))),
        None => people.iter().for_each(|row| answer(one::<false>(row, in_effect))),
    }
    Ok(())
}

#[inline]
fn one<'a, const PLAIN: bool>(
    row: &PersonRow,
    terms_on: impl FnOnce(i32) -> Option<&'a EligibilityTerms>,
) -> Option<Reason> {
    // In the place of none, a date that is looked at anyway.
    let given = |date: i32| if date == 0 { row.insured_from } else { date };
    let dates = [row.born, row.insured_from, given(row.lost_on), given(row.used_on)];
    let sound = are_dates(dates) & (row.insured_from <= given(row.lost_on));
    let (Some((year, month_day)), Some(relation), true) = (parts_of(row.at), relation(row), sound) else {
        return Some(Reason::NotADate);
    };
    let on = year.wrapping_mul(10_000).wrapping_add(month_day);
    let Some(terms) = terms_on(on) else { return Some(Reason::NotInEffect) };
    let end = if row.lost_on == 0 { NEVER } else { row.lost_on };
    let facts = Facts { born: row.born, insured: Span { from: row.insured_from, end }, relation };
    let fiscal_year = Span::fiscal_year(year, month_day);
    let case = Case::<PLAIN> { terms, facts, on, fiscal_year };
    // Which row is refused and why follows no pattern, so that a branch on it would be mispredicted and cost more than the whole calculation.
    let mut first = None;
    let note = &mut |holds: bool, reason| first = if holds | first.is_some() { first } else { Some(reason) };
    case.entitled(&mut Silent, note);
    case.related(&mut Silent, note);
    case.once(|_| fiscal_year.holds(row.used_on), &mut Silent, note);
    first
}

/// The relation, before what is reserved: one number of eight bytes.
#[inline(always)]
fn relation(row: &PersonRow) -> Option<Relation> {
    let [b, c, d, e, f, g, h] = row.reserved;
    let number = u64::from_le_bytes([row.relation, b, c, d, e, f, g, h]);
    Relation::ALL.get(usize::try_from(number).ok()?).copied()
}
