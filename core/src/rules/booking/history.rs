use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    Booking, BookingState, Charge,
    attend::{Attended, charge},
};
use crate::{
    answer::{Decision, Period, Silent},
    base::{
        Error,
        value::{Code, HostId},
    },
    civil::Date,
    member::Person,
    programme::Programme,
    rules::eligibility::{Found, examine_person, find},
};

/// The request of `booking.history`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HistoryRequest {
    /// The chosen person.
    pub person: Person,
    /// Bookings; those of other people are passed over.
    pub bookings: Vec<Booking>,
    /// Only dates of this period.
    #[serde(default, skip_serializing_if = "Period::is_open")]
    pub period: Period,
    /// Only these states; empty for any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<BookingState>,
}

/// The answer of `booking.history`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HistoryVerdict {
    /// The person's bookings, by date and id.
    pub items: Vec<HistoryItem>,
}

/// A booking of the history.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HistoryItem {
    /// The booking's id.
    pub id: HostId,
    /// The service's id.
    pub service: Code,
    /// The date.
    pub date: Date,
    /// The state.
    pub state: BookingState,
    /// Whether it counts as the one use of its fiscal year.
    pub counts: bool,
    /// What the person owes for it.
    pub charge: Charge,
}

/// Lists a person's bookings, and says of each whether it counts as the one use of its fiscal year
/// and what it costs.
///
/// # Errors
/// `period_upside_down` where entitlement is lost before it begins, or the period ends before it begins.
pub fn history(programme: &Programme, request: &HistoryRequest) -> Result<Decision<HistoryVerdict>, Error> {
    let HistoryRequest { person, bookings, period, states } = request;
    examine_person(programme, person).map_err(|e| e.within("person"))?;
    period.validate()?;
    let asked = |row: &&Booking| period.contains(row.date) && (states.is_empty() || states.contains(&row.state));
    // What is owed depends on the person's other bookings, so they are gathered once.
    let attended = Attended::of(person, bookings);
    let own = bookings.iter().filter(|row| row.person == person.id);
    let mut items: Vec<HistoryItem> = own
        .filter(asked)
        .map(|row| {
            // The services of the terms are among those that count together: a document that leaves one out is refused.
            let is_once = match find(programme, &row.service, person, row.date) {
                Found::Terms(terms) => terms.once.is_some(),
                Found::OfOthers | Found::Nothing => false,
            };
            HistoryItem {
                id: row.id.clone(),
                service: row.service.clone(),
                date: row.date,
                state: row.state,
                counts: is_once && row.state.counts(),
                charge: charge(programme, person, row, &attended, &mut Silent),
            }
        })
        .collect();
    items.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    Ok(Decision { verdict: HistoryVerdict { items }, checks: Vec::new() })
}
