use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

use super::{Booking, BookingState, Slot, deadlines::Begins};
use crate::{
    answer::Decision,
    base::{
        Error,
        value::{Code, Count, HostId},
    },
    civil::{DeadlineShown, Instant},
    programme::{BookingTerms, PlacesShown, PlacesStyle, Programme},
};

/// The request of `booking.slots`: one person's view of any number of slots, such as a month's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SlotsRequest {
    /// The instant of the display.
    pub now: Instant,
    /// The service's id in the programme.
    pub service: Code,
    /// The person's id.
    pub person: HostId,
    /// Bookings; those of other people are passed over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bookings: Vec<Booking>,
    /// The slots. The terms of each are those of its date.
    pub slots: Vec<Slot>,
}

/// The answer of `booking.slots`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SlotsVerdict {
    /// The slots as the person sees them, in the order in which they were asked.
    pub slots: Vec<SlotShown>,
}

/// A slot as a person sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SlotShown {
    /// The slot's id.
    pub id: HostId,
    /// Its state.
    pub state: SlotState,
    /// The person's rank, where the person waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<Count>,
    /// The places left, where the programme shows a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<Count>,
    /// The places left, where the programme shows a mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<PlacesMark>,
    /// Until when it is booked; absent where the programme has no terms for the date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes: Option<DeadlineShown>,
}

/// A slot's state for a person: the first that holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum SlotState {
    /// The person has booked it (予約済み).
    Booked = 1,
    /// Booking has not opened, or its deadline has passed, or the event is cancelled (受付期間外).
    Outside = 2,
    /// No place is left (空きなし).
    Full = 3,
    /// It can be booked (空きあり).
    Free = 4,
    /// The person waits for a place (キャンセル待ち).
    Waiting = 5,
}

impl SlotState {
    /// The state of a slot. The same order holds in every lane.
    #[inline]
    pub(super) fn of(booked: bool, open: bool, places: bool) -> Self {
        if booked {
            Self::Booked
        } else if !open {
            Self::Outside
        } else if !places {
            Self::Full
        } else {
            Self::Free
        }
    }
}

/// Places left, as a mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlacesMark {
    /// ○: more than a few.
    Many,
    /// △: a few.
    Few,
    /// ×: none.
    None,
}

/// Says how a person sees slots at an instant: already booked, outside the booking period, waited
/// for, full or free. The first of them that holds is the state.
///
/// # Errors
/// `missing_value` for a slot without a time of day whose booking opens or closes by hours; `out_of_range` for a waiting list that cannot be.
pub fn slots(programme: &Programme, request: &SlotsRequest) -> Result<Decision<SlotsVerdict>, Error> {
    let SlotsRequest { now, service, person, bookings, slots } = request;
    let booked: BTreeSet<&HostId> = bookings
        .iter()
        .filter(|booking| booking.person == *person && booking.service == *service && booking.state.counts())
        .filter_map(|booking| booking.slot.as_ref())
        .collect();
    let waits: BTreeMap<&HostId, Option<Count>> = bookings
        .iter()
        .filter(|row| row.person == *person && row.service == *service && row.state == BookingState::Waiting)
        .filter_map(|row| Some((row.slot.as_ref()?, row.rank)))
        .collect();
    let shown = |(index, slot): (usize, &Slot)| {
        let terms = programme.booking(service.as_str(), slot.date);
        let in_hours = terms.and_then(|terms| terms.first_in_hours(true));
        slot.examine(in_hours).map_err(|error| error.within(index).within("slots"))?;
        let left = slot.left_beside(terms);
        let begins = Begins::of(slot);
        let open = terms.is_some_and(|terms| !slot.cancelled && is_open(programme, terms, begins, *now));
        let waiting = waits.get(&slot.id);
        let state = match SlotState::of(booked.contains(&slot.id), open, left > Count::ZERO) {
            SlotState::Full | SlotState::Free if waiting.is_some() => SlotState::Waiting,
            state => state,
        };
        let places = terms.map_or_else(PlacesShown::default, |terms| terms.places);
        Ok(SlotShown {
            id: slot.id.clone(),
            state,
            rank: waiting.copied().flatten().filter(|_| state == SlotState::Waiting),
            left: (places.style == PlacesStyle::Number).then_some(left),
            mark: (places.style == PlacesStyle::Mark).then(|| mark(left, places.few)),
            closes: terms.and_then(|terms| begins.deadline(programme, &terms.closing())?.shown(slot.date)),
        })
    };
    let slots = slots.iter().enumerate().map(shown).collect::<Result<_, Error>>()?;
    Ok(Decision { verdict: SlotsVerdict { slots }, checks: Vec::new() })
}

/// Whether a date can be booked at an instant, as far as opening and deadline go.
pub(super) fn is_open(programme: &Programme, terms: &BookingTerms, begins: Begins, now: Instant) -> bool {
    let opened = terms.opens.as_ref().is_none_or(|opens| begins.has_begun(programme, opens, now));
    let season = terms.opens_at.as_ref().is_none_or(|opening| opening.at <= now);
    season && opened && !begins.has_passed(programme, &terms.closing(), now)
}

fn mark(left: Count, few: u16) -> PlacesMark {
    match left.get() {
        0 => PlacesMark::None,
        left if left <= i64::from(few) => PlacesMark::Few,
        _ => PlacesMark::Many,
    }
}
