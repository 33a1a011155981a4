use serde::{Deserialize, Serialize};

use crate::{
    base::value::{Code, Count, HostId, is_false, present},
    civil::{Date, Instant},
    member::Actor,
    programme::OnceTerms,
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
}

impl Slot {
    /// Places left; 0 where more are taken than there are. A difference of two counts is within ±(2^53 − 1), so it stays in range.
    pub(super) fn left(&self) -> Count {
        Count::new(self.capacity.get().saturating_sub(self.taken.get()).max(0)).unwrap_or_default()
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
}

impl Booking {
    /// Whether it counts as the one use of its fiscal year.
    pub(super) fn counts(&self, once: &OnceTerms) -> bool {
        self.state.counts() && once.counts(&self.service, &self.service)
    }
}

/// What has become of a booking.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookingState {
    /// It stands, and counts as the one use of its fiscal year.
    Confirmed,
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
    /// The booking that must still be confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<HostId>,
}

impl BookingExpect {
    pub(super) fn places_of(slot: &Slot) -> Self {
        Self { slot: Some(slot.id.clone()), taken: Some(slot.taken), version: slot.version, confirmed: None }
    }

    pub(super) fn still_confirmed(booking: &HostId) -> Self {
        Self { slot: None, taken: None, version: None, confirmed: Some(booking.clone()) }
    }
}
