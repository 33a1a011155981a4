//! A slot with a waiting list, and people who book, wait, cancel and move up at once, on what they read before: rows are written only while `expect` holds.

#[expect(dead_code, reason = "caps are for the tests of points")]
mod support;

use kenpo_core::{
    Explain, Period, Programme, Reason,
    booking::{self, BookRequest, Booking, BookingExpect, BookingState, CancelRequest, NextRequest, Slot, WaitingList},
    civil::{Date, Instant},
    member::{Person, Relation},
    programme::{BookingTerms, DaysBefore, DeadlineTerms, Document, PlacesShown, WaitingTerms},
    value::{HostId, RuleId},
};
use proptest::prelude::*;
use support::{code, count};

fn id(text: &str) -> HostId {
    HostId::new(text).unwrap()
}

fn programme(at_most: Option<u16>) -> Programme {
    let rule = || RuleId::new("R").unwrap();
    let day = DaysBefore {
        days_before: Some(1),
        hours_before: None,
        counted: Default::default(),
        at: None,
        boundary: Default::default(),
    };
    let terms = BookingTerms {
        id: code("class"),
        name: None,
        also: Vec::new(),
        every: None,
        rule: rule(),
        period: Period::default(),
        opens_at: None,
        opens: None,
        closes: None,
        change: None,
        cancel: Some(DeadlineTerms { rule: rule(), deadline: day, clause: None }),
        grace: None,
        changes: None,
        waiting: Some(WaitingTerms { rule: rule(), at_most, clause: None }),
        exempt: Vec::new(),
        consent: None,
        telephone: None,
        places: PlacesShown::default(),
        notices: None,
        clause: None,
    };
    Programme::new(Document { bookings: vec![terms], ..Document::new("test", "1", "test").unwrap() }, b"").unwrap()
}

fn person(number: usize) -> Person {
    let (born, insured_from) = (Date::from_ymd(1970, 1, 1), Date::from_ymd(2010, 4, 1));
    Person::new(id(&format!("p{number}")), born.unwrap(), Relation::Insured, insured_from.unwrap())
}

/// What the database holds.
#[derive(Clone)]
struct Stored {
    taken: i64,
    waiting: WaitingList,
    rows: Vec<Booking>,
}

impl Stored {
    fn slot(&self, capacity: i64) -> Slot {
        Slot {
            id: id("s"),
            date: Date::from_ymd(2024, 4, 1).unwrap(),
            time: None,
            capacity: count(capacity),
            taken: count(self.taken),
            version: None,
            cancelled: false,
            waiting: Some(self.waiting),
        }
    }

    fn of(&self, state: BookingState) -> impl Iterator<Item = &Booking> {
        self.rows.iter().filter(move |row| row.state == state)
    }

    fn holds(&self, expect: &BookingExpect) -> bool {
        let is =
            |wanted: &Option<HostId>, state| wanted.as_ref().is_none_or(|id| self.of(state).any(|row| row.id == *id));
        expect.taken.is_none_or(|taken| taken.get() == self.taken)
            && expect.waiting.is_none_or(|waiting| waiting == self.waiting)
            && is(&expect.confirmed, BookingState::Confirmed)
            && is(&expect.still_waiting, BookingState::Waiting)
    }

    /// Writes rows, and counts as the page says.
    fn write(&mut self, rows: Vec<Booking>) {
        for row in rows {
            let before = self.rows.iter().position(|stored| stored.id == row.id).map(|at| self.rows.remove(at));
            let state = |row: &Booking, state| i64::from(row.state == state);
            let was = |wanted| before.as_ref().map_or(0, |row| state(row, wanted));
            self.taken += state(&row, BookingState::Confirmed) - was(BookingState::Confirmed);
            let people = self.waiting.people.get() + state(&row, BookingState::Waiting) - was(BookingState::Waiting);
            self.waiting.people = count(people);
            if let Some(rank) = row.rank.filter(|_| row.state == BookingState::Waiting) {
                self.waiting.last_rank = rank;
            }
            self.rows.push(row);
        }
    }
}

proptest! {
    #[test]
    fn nobody_jumps_the_line_and_no_place_is_given_twice(
        capacity in 0_i64..4,
        at_most in prop::option::of(1_u16..4),
        steps in prop::collection::vec((0_u8..4, 0_usize..6, 0_usize..3), 1..60),
    ) {
        let programme = programme(at_most);
        let now = Instant::parse("2024-02-01T10:00:00+09:00").unwrap();
        let start = Stored { taken: 0, waiting: WaitingList::default(), rows: Vec::new() };
        let mut history = vec![start];
        for (number, (step, who, behind)) in steps.into_iter().enumerate() {
            let mut stored = history.last().unwrap().clone();
            // What was read may be old, but a person's own rows are locked.
            let read = &history[history.len().saturating_sub(1 + behind)];
            let slot = read.slot(capacity);
            let own: Vec<Booking> = stored.rows.iter().filter(|row| row.person == person(who).id).cloned().collect();
            let first = stored.of(BookingState::Waiting).min_by_key(|row| row.rank).cloned();
            let (rows, expect) = match step {
                0 | 1 => {
                    let request = BookRequest {
                        now, id: id(&format!("b{number}")), service: code("class"), person: person(who), slot, bookings: own,
                        consent: true, waits: step == 1, telephone: None, actor: None, explain: Explain::None,
                    };
                    let posting = booking::book(&programme, &request).unwrap();
                    prop_assert!(step == 1 || posting.verdict.reason != Reason::Waiting);
                    (posting.store, posting.expect)
                }
                2 => {
                    let Some(booking) = own.into_iter().find(|row| matches!(row.state, BookingState::Confirmed | BookingState::Waiting)) else { continue };
                    let request = CancelRequest { now, booking, person: person(who).id, actor: None, explain: Explain::None };
                    let posting = booking::cancel(&programme, &request).unwrap();
                    prop_assert_eq!(posting.verdict.reason, Reason::Cancelled);
                    (posting.store, posting.expect)
                }
                _ => {
                    let waiting = read.rows.clone();
                    let request = NextRequest {
                        now, service: code("class"), slot, waiting, person: Some(person(who)), bookings: own, actor: None, explain: Explain::None,
                    };
                    let posting = booking::next(&programme, &request).unwrap();
                    (posting.store, posting.expect)
                }
            };
            let Some(expect) = expect.filter(|expect| stored.holds(expect)) else { continue };
            let moved_up = step == 3 && !rows.is_empty();
            let booked = step < 2 && rows.iter().any(|row| row.state == BookingState::Confirmed);
            prop_assert!(expect.slot.is_some() || step == 2);
            if moved_up {
                prop_assert_eq!(Some(&rows[0].id), first.as_ref().map(|row| &row.id), "the lowest rank is next");
            }
            if booked {
                prop_assert!(stored.taken + stored.waiting.people.get() < capacity, "places are for those who wait");
            }
            stored.write(rows);
            prop_assert!(stored.taken <= capacity);
            prop_assert_eq!(stored.of(BookingState::Waiting).count(), usize::try_from(stored.waiting.people.get()).unwrap());
            prop_assert!(at_most.is_none_or(|most| stored.waiting.people.get() <= most.into()));
            let mut ranks: Vec<_> = stored.of(BookingState::Waiting).map(|row| row.rank.unwrap()).collect();
            ranks.sort();
            ranks.dedup();
            prop_assert_eq!(ranks.len(), stored.of(BookingState::Waiting).count(), "ranks differ");
            history.push(stored);
        }
    }
}
