use serde::{Deserialize, Serialize};

use crate::{
    answer::Check,
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count, HostId, MAX_SAFE, is_false, present},
    },
    civil::{Date, Instant, TimeOfDay},
    member::Actor,
    programme::BookingTerms,
};

/// A slot that can be booked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// The host's id of it.
    pub id: HostId,
    /// Its date.
    pub date: Date,
    /// The time of day at which it begins; needed where the programme counts in hours.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub time: Option<TimeOfDay>,
    /// Places in all.
    pub capacity: Count,
    /// Places taken, by anyone.
    pub taken: Count,
    /// The version of the row that was read, where the host keeps one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub version: Option<Count>,
    /// Whether the organiser has cancelled it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub cancelled: bool,
    /// Its waiting list, where the programme has one; absent where nobody waits.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub waiting: Option<WaitingList>,
}

/// How many wait for a slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WaitingList {
    /// People who wait.
    pub people: Count,
    /// The highest rank that was given and that the host still knows; at least `people`.
    pub last_rank: Count,
}

impl Slot {
    /// Places left; 0 where more are taken than there are. A difference of two counts is within ±(2^53 − 1), so it stays in range.
    pub(super) fn left(&self) -> Count {
        Count::new(self.capacity.get().saturating_sub(self.taken.get()).max(0)).unwrap_or_default()
    }

    /// Places left for who does not wait: those who wait have the first ones.
    pub(super) fn left_beside(&self, terms: Option<&BookingTerms>) -> Count {
        let claimed = terms.and_then(|terms| terms.waiting.as_ref().and(self.waiting));
        let people = claimed.unwrap_or_default().people.get();
        Count::new(self.left().get().saturating_sub(people).max(0)).unwrap_or_default()
    }

    /// Holds a slot to what its terms ask of it.
    ///
    /// # Errors
    /// `missing_value` for a time of day, where one of the limits in `in_hours` counts from it; `out_of_range` for a waiting list with more people
    /// than ranks, or without another rank.
    pub(super) fn examine(&self, in_hours: Option<&str>) -> Result<(), Error> {
        if in_hours.is_some() && self.time.is_none() {
            return Err(Error::new(ErrorCode::MissingValue, "/time"));
        }
        match self.waiting {
            Some(waiting) if waiting.people > waiting.last_rank => {
                Err(Error::new(ErrorCode::OutOfRange, "/waiting/people"))
            }
            Some(waiting) if waiting.last_rank.get() >= MAX_SAFE => {
                Err(Error::new(ErrorCode::OutOfRange, "/waiting/last_rank"))
            }
            _ => Ok(()),
        }
    }
}

/// A booking, as the host stores it. Vouchers and other uses of a service are rows of the same kind, without a slot.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Booking {
    /// The booking's id.
    pub id: HostId,
    /// The person's id.
    pub person: HostId,
    /// The service's id.
    pub service: Code,
    /// The slot's id.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub slot: Option<HostId>,
    /// The date of the service.
    pub date: Date,
    /// The time of day at which its slot begins; needed where the programme counts in hours.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub time: Option<TimeOfDay>,
    /// Its state.
    pub state: BookingState,
    /// When it came into this state.
    pub at: Instant,
    /// Who brought it into this state.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub actor: Option<Actor>,
    /// The booking it took the place of.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub replaces: Option<HostId>,
    /// Of one that waits: its rank on the slot's waiting list. The lowest is next.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub rank: Option<Count>,
}

impl Booking {
    /// The check that it is confirmed.
    pub(super) fn about_state(&self, rule: &str) -> Check {
        Check::new(rule, Reason::BookingNotConfirmed, true).read("state", self.state.name())
    }
}

/// What has become of a booking.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookingState {
    /// It stands, and counts as the one use of its fiscal year.
    Confirmed,
    /// The person waits for a place; it counts as no use.
    Waiting,
    /// Another booking took its place.
    Changed,
    /// The person, or someone for them, cancelled it.
    CancelledByPerson,
    /// The organiser cancelled it.
    CancelledByOrganiser,
    /// The person came, and the one use of the fiscal year is used.
    Attended,
    /// The person did not come; the one use of the fiscal year is free again.
    Absent,
}

impl BookingState {
    /// As in rows.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Waiting => "waiting",
            Self::Changed => "changed",
            Self::CancelledByPerson => "cancelled_by_person",
            Self::CancelledByOrganiser => "cancelled_by_organiser",
            Self::Attended => "attended",
            Self::Absent => "absent",
        }
    }

    /// Whether a booking in this state counts as the one use of its fiscal year.
    pub fn counts(self) -> bool {
        matches!(self, Self::Confirmed | Self::Attended)
    }
}

/// What must still hold in the host's database when it writes the rows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BookingExpect {
    /// The slot whose places were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slot: Option<HostId>,
    /// The places of it that were taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<Count>,
    /// The version of its row, where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<Count>,
    /// The waiting list as it was, where the programme has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<WaitingList>,
    /// The booking that must still be confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<HostId>,
    /// The booking that must still wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub still_waiting: Option<HostId>,
}

impl BookingExpect {
    const NOTHING: Self =
        Self { slot: None, taken: None, version: None, waiting: None, confirmed: None, still_waiting: None };

    pub(super) fn places_of(terms: &BookingTerms, slot: &Slot) -> Self {
        let waiting = terms.waiting.as_ref().map(|_| slot.waiting.unwrap_or_default());
        Self { slot: Some(slot.id.clone()), taken: Some(slot.taken), version: slot.version, waiting, ..Self::NOTHING }
    }

    pub(super) fn still_confirmed(booking: &HostId) -> Self {
        Self { confirmed: Some(booking.clone()), ..Self::NOTHING }
    }

    pub(super) fn still_waiting(booking: &HostId) -> Self {
        Self { still_waiting: Some(booking.clone()), ..Self::NOTHING }
    }
}
