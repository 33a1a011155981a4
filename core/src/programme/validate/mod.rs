//! A document whose settings contradict each other is refused when it is read.
//!
//! Each setting has a function here that says what is wrong with it, as faults. A new setting is examined where its kind is: the usual
//! checks are methods of [`Faults`], and what they do not know is `faults.add(key, code)` with what is allowed. The faults stand in the
//! order in which settings are examined, and `Programme::parse` fails with the first.

mod account;
mod caps;
mod cite;
mod crossing;
mod earning;
mod fault;
mod faults;
mod ledger;
mod members;
mod people;
mod services;
mod taken;

use alloc::vec::Vec;

pub(super) use cite::cite;
pub use fault::{Allowed, Fault};
use faults::Faults;
pub use faults::MOST_ELEMENTS;

use super::document::{Document, FORMAT};
use crate::base::{Error, ErrorCode};

/// The most faults of a document that are said.
pub const MOST_FAULTS: usize = 100;

/// Finds the first contradiction.
pub(super) fn validate(document: &Document) -> Result<(), Error> {
    let first = examine(document, 1).into_iter().next();
    first.map_or(Ok(()), |fault| Err(Error::new(fault.code, fault.path)))
}

/// The contradictions of a document, up to a number of them.
pub(super) fn examine(document: &Document, most: usize) -> Vec<Fault> {
    let mut faults = Faults::new(most);
    if document.format.as_str() != FORMAT {
        faults.add("format", ErrorCode::FormatUnknown).choices(&[FORMAT]);
    }
    settings(document, &mut faults);
    faults.into_found()
}

fn settings(document: &Document, faults: &mut Faults) {
    faults.list("notes", &document.notes, |_, _| {});
    members::registration(&document.registration, faults);
    members::groups(&document.groups, faults);
    members::identity(&document.identity, faults);
    account::validate(&document.account, &document.groups, faults);
    members::cards(&document.cards, faults);
    people::facts(&document.facts, faults);
    people::eligibility(document, faults);
    services::bookings(document, faults);
    services::subsidies(document, faults);
    services::vouchers(document, faults);
    let points = &document.points;
    faults.under("points", |faults| {
        earning::rules(&points.rules, &document.eligibility, faults);
        earning::campaigns(&points.campaigns, &points.rules, faults);
        caps::validate(points, faults);
        earning::step_goals(&points.step_goals, faults);
        earning::step_sources(&points.step_sources, faults);
        ledger::exchanges(&points.exchanges, faults);
        ledger::purses(&points.purses, &document.groups, faults);
        ledger::validate(points, faults);
        earning::settled_in_time(points, faults);
    });
    services::draws(document, faults);
    faults.settings(
        "coupons",
        &document.coupons,
        |x| (Some(&x.id), x.period),
        |faults, terms| {
            faults.at_least_one("value_yen", terms.value_yen);
        },
    );
}
