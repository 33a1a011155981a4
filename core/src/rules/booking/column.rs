//! The typed lane: a column of slots.

use super::{SlotState, deadlines::Begins, slot::is_open};
use crate::{
    civil::{Date, Instant, is_date},
    programme::{BookingTerms, Programme},
};

/// A slot as a row of a column.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SlotRow {
    /// Its date, YYYYMMDD.
    pub date: i32,
    /// Places in all.
    pub capacity: u32,
    /// Places taken.
    pub taken: u32,
    /// 1 where the person has booked it, else 0.
    pub booked: u8,
    /// 1 where the organiser has cancelled it, else 0.
    pub cancelled: u8,
    /// Must be 0.
    pub reserved: [u8; 2],
}

/// What terms ask for and a row of a slot does not hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SlotUnsupported {
    /// The time of day at which a slot begins, before which an opening or a deadline is counted in hours.
    Time,
    /// Who waits for a place.
    Waiting,
}

impl SlotUnsupported {
    fn by(terms: &BookingTerms) -> Option<Self> {
        let waiting = terms.waiting.as_ref().map(|_| Self::Waiting);
        terms.first_in_hours(true).map(|_| Self::Time).or(waiting)
    }
}

/// Gives each slot's state at an instant, `None` for a row that does not describe a slot. Nothing is allocated.
///
/// # Errors
/// [`SlotUnsupported`] where terms of the service ask for what a row does not hold; ask [`slots`](super::slots) then.
pub fn column(
    programme: &Programme,
    service: &str,
    now: Instant,
    slots: &[SlotRow],
    mut answer: impl FnMut(Option<SlotState>),
) -> Result<(), SlotUnsupported> {
    let mut all = programme.document().bookings.iter().filter(|terms| terms.is_of(service));
    if let Some(why) = all.find_map(SlotUnsupported::by) {
        return Err(why);
    }
    let mut all = programme.document().bookings.iter().filter(|terms| terms.is_of(service));
    let always = match (all.next(), all.next()) {
        (Some(terms), None) if terms.period.is_open() && terms.every.is_none() => Window::of(terms, now),
        _ => None,
    };
    for slot in slots {
        if !is_date(slot.date) | (slot.booked > 1) | (slot.cancelled > 1) | (slot.reserved != [0; 2]) {
            answer(None);
            continue;
        }
        let terms = || {
            let date = Date::from_yyyymmdd(slot.date)?;
            programme.booking(service, date).map(|terms| (terms, date))
        };
        let open = slot.cancelled == 0
            && match always {
                Some(window) => window.holds(slot.date),
                None => terms().is_some_and(|(terms, date)| match Window::of(terms, now) {
                    Some(window) => window.holds(slot.date),
                    None => is_open(programme, terms, Begins { date, time: None }, now),
                }),
            };
        answer(Some(SlotState::of(slot.booked == 1, open, slot.taken < slot.capacity)));
    }
    Ok(())
}

/// The dates that can be booked at an instant, written YYYYMMDD: after one, up to another.
#[derive(Clone, Copy)]
struct Window {
    after: i32,
    until: i32,
}

impl Window {
    /// The dates under terms; `None` where a deadline is counted in business days, which each date has of its own.
    fn of(terms: &BookingTerms, now: Instant) -> Option<Self> {
        let closes = terms.closing().in_calendar_days()?;
        let opens = match &terms.opens {
            Some(opens) => Some(opens.deadline.in_calendar_days()?),
            None => None,
        };
        Some(Self {
            after: closes.last_passed(now),
            // Booking opens at its own instant, whatever a deadline would do.
            until: match (&terms.opens_at, opens) {
                (Some(opening), _) if now < opening.at => i32::MIN,
                (_, Some(opens)) => opens.last_begun(now),
                _ => i32::MAX,
            },
        })
    }

    #[inline]
    fn holds(self, date: i32) -> bool {
        self.after < date && date <= self.until
    }
}
