//! What terms pay for a cost, whoever claims.

use crate::{
    base::value::Count,
    civil::Date,
    programme::{Programme, RoundMode, Rounding, SubsidyBand, SubsidyTerms},
};

/// The whole, in basis points.
const WHOLE: i128 = 10_000;

/// What the terms pay for a cost, before a ceiling over several services; `None` for a cost above the highest plausible one, where there is one.
#[inline]
pub fn amount(terms: &SubsidyTerms, cost: Count) -> Option<Count> {
    if terms.max_plausible_cost_yen.is_some_and(|most| cost > most) {
        return None;
    }
    let paid = match (terms.bands.iter().rev().find(|band| band.at_least <= cost), terms.person_pays_at_most_yen) {
        (Some(SubsidyBand { yen: Some(yen), .. }), _) => *yen,
        (Some(SubsidyBand { basis_points: Some(share), round: None, .. }), _) => plain_share(cost, *share)?,
        (Some(band), _) => by_band(band, cost)?,
        (None, Some(person)) => less(cost, person)?,
        // Without bands the whole cost counts, up to the ceiling; below the first band nothing is paid.
        (None, None) if terms.bands.is_empty() => cost,
        (None, None) => Count::ZERO,
    };
    Some(terms.at_most_yen.map_or(paid, |most| paid.min(most)))
}

/// A share in basis points, rounded down to a yen.
#[inline]
fn plain_share(cost: Count, share: u16) -> Option<Count> {
    let share = i64::from(share);
    // In parts, so that no product leaves the range.
    let (tens, rest) = (cost.get().div_euclid(10_000), cost.get().rem_euclid(10_000));
    let rest = rest.checked_mul(share)?.div_euclid(10_000);
    Count::new(tens.checked_mul(share)?.checked_add(rest)?)
}

/// What a band pays that rounds, or that leaves something to the person.
fn by_band(band: &SubsidyBand, cost: Count) -> Option<Count> {
    match (band.basis_points, band.less_yen, band.less_basis_points) {
        (Some(share), ..) => Some(share_of(cost, share, band.round)?.min(cost)),
        (_, Some(yen), _) => less(cost, yen),
        (.., Some(share)) => less(cost, share_of(cost, share, band.round)?),
        _ => {
            debug_assert!(false, "a document whose band says nothing is refused");
            None
        }
    }
}

/// A cost less what the person pays of it; nothing where that is all of it.
fn less(cost: Count, person: Count) -> Option<Count> {
    Count::new(cost.get().checked_sub(person.get())?.max(0))
}

/// A share in basis points, rounded.
fn share_of(cost: Count, share: u16, round: Option<Rounding>) -> Option<Count> {
    let Rounding { to_yen, mode } = round.unwrap_or(Rounding { to_yen: 1, mode: RoundMode::Down });
    let unit = WHOLE.checked_mul(to_yen.into())?;
    let exact = i128::from(cost.get()).checked_mul(share.into())?;
    let (whole, rest) = (exact.checked_div_euclid(unit)?, exact.checked_rem_euclid(unit)?);
    let more = match mode {
        RoundMode::Down => false,
        RoundMode::Up => rest > 0,
        RoundMode::HalfUp => rest.checked_mul(2)? >= unit,
    };
    let rounded = whole.checked_add(more.into())?.checked_mul(to_yen.into())?;
    Count::new(i64::try_from(rounded).ok()?)
}

/// Why there is no amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoAmount {
    /// No subsidy on the service is in effect on the day.
    NotInEffect,
    /// The cost is above the highest plausible one.
    OutOfRange,
    /// The amount depends on the person: whom the terms are for, or what was paid before under a ceiling over several services. Ask
    /// `subsidy.claim`.
    NeedsPerson,
}

/// The terms of a subsidy on a day whose amount is the same whoever claims.
pub(super) fn for_anyone<'p>(programme: &'p Programme, service: &str, on: Date) -> Result<&'p SubsidyTerms, NoAmount> {
    let terms = programme.subsidy(service, on).ok_or(NoAmount::NotInEffect)?;
    if needs_person(terms).is_some() { Err(NoAmount::NeedsPerson) } else { Ok(terms) }
}

/// The key of the setting by which the amount depends on the person; `None` where it is the same for anyone.
pub(crate) fn needs_person(terms: &SubsidyTerms) -> Option<&'static str> {
    let asked = [(terms.whom.is_some(), "for"), (terms.together.is_some(), "together")];
    asked.into_iter().find_map(|(is, key)| is.then_some(key))
}

/// The typed lane of `subsidy.claim`: what is paid for a cost on a day, in yen, whoever claims.
///
/// # Errors
/// Why there is no amount.
pub fn amount_on(programme: &Programme, service: &str, on: Date, cost: Count) -> Result<Count, NoAmount> {
    amount(for_anyone(programme, service, on)?, cost).ok_or(NoAmount::OutOfRange)
}
