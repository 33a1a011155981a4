//! How much one delivery or one activity may ask for.

use crate::{
    answer::Explain,
    base::{Error, ErrorCode, value::Code},
    programme::{EarningRule, Programme},
};

/// The most records of one delivery of `points.accrue` or `points.compare`.
pub const MOST_RECORDS: usize = 100_000;

/// The most terms that the records of one delivery are held against, all together: for each record, six for each rule by steps, one for
/// each cap on it, and for each campaign one for each rule that it raises and each cap on it; for a rule that names a service also the terms
/// of that service, on two days.
pub const MOST_TERMS: usize = 20_000_000;

/// The same where checks are reported, of which each takes memory until the answer is written.
pub const MOST_TERMS_EXPLAINED: usize = 500_000;

/// The most terms of services that the rules of one activity are held against where checks are reported.
pub const MOST_TERMS_OF_ACTIVITY_EXPLAINED: usize = 32_768;

/// Refuses a delivery that would take too much, before any work.
///
/// # Errors
/// `too_large`.
pub(super) fn refuse_too_many(programme: &Programme, records: usize, explain: Explain) -> Result<(), Error> {
    let most = if explain == Explain::None { MOST_TERMS } else { MOST_TERMS_EXPLAINED };
    let each = programme.plan().terms_per_record()?.saturating_add(terms_of_steps(programme));
    let terms = records.checked_mul(each);
    if records > MOST_RECORDS || terms.is_none_or(|terms| terms > most) {
        return Err(Error::new(ErrorCode::TooLarge, "/arrivals"));
    }
    Ok(())
}

/// Refuses an activity whose checks would take too much, before any work.
///
/// # Errors
/// `too_large`.
pub(in crate::rules::points::earn) fn refuse_too_many_of(
    programme: &Programme,
    activity: &Code,
    explain: Explain,
) -> Result<(), Error> {
    let is_for = |rule: &&EarningRule| rule.activity.as_ref().is_some_and(|terms| terms.is_for(activity));
    let rules = programme.document().points.rules.iter().filter(is_for);
    if explain != Explain::None && terms_of_services(programme, rules) > MOST_TERMS_OF_ACTIVITY_EXPLAINED {
        return Err(Error::new(ErrorCode::TooLarge, "/activity"));
    }
    Ok(())
}

/// The terms of the services that rules by steps name. A record is held against them on its day and on that of its arrival.
fn terms_of_steps(programme: &Programme) -> usize {
    let rules = programme.document().points.rules.iter().zip(&programme.plan().rules);
    let by_steps = rules.filter(|(_, planned)| planned.is_by_steps()).map(|(rule, _)| rule);
    terms_of_services(programme, by_steps).saturating_mul(2)
}

/// The terms of the services that rules name, of each rule.
fn terms_of_services<'a>(programme: &Programme, rules: impl Iterator<Item = &'a EarningRule>) -> usize {
    let mut services = rules.filter_map(|rule| rule.service.as_ref()).peekable();
    if services.peek().is_none() {
        return 0;
    }
    let of = programme.terms_by_service();
    let each = services.map(|service| of.get(service).copied().unwrap_or_default());
    each.fold(0_usize, usize::saturating_add)
}
