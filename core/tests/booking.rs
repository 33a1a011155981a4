//! Bookings: what a display shows is what can be booked, and rows that were stored as answered keep to the rules.

#[expect(dead_code, reason = "caps are for the tests of points")]
mod support;

use kenpo_core::{
    Explain, Period, Programme, Reason,
    booking::{
        self, BookRequest, Booking, BookingState, CancelRequest, ChangeRequest, DeadlineKind, DeadlineRow,
        DeadlinesRequest, NoDeadline, Slot, SlotRow, SlotState, SlotUnsupported, SlotsRequest,
    },
    civil::{Boundary, Date, DeadlineShown, Instant, TimeOfDay},
    member::{Person, Relation},
    programme::{
        BookingTerms, DaysBefore, DaysCounted, DeadlineTerms, Document, EligibilityTerms, GraceTerms, OnceTerms,
        OpeningTerms, PlacesShown, SubsidyBand, SubsidyTerms,
    },
    subsidy::{self, NoAmount},
    value::{Count, HostId, RuleId},
};
use proptest::prelude::*;
use support::{code, count};

fn document() -> Document {
    Document::new("test", "1", "test").unwrap()
}

fn rule() -> RuleId {
    RuleId::new("R").unwrap()
}

fn id(text: &str) -> HostId {
    HostId::new(text).unwrap()
}

fn first() -> Date {
    Date::from_ymd(2024, 4, 1).unwrap()
}

fn limit(days_before: u16, minutes: u16, boundary: Boundary) -> DeadlineTerms {
    let at = TimeOfDay::parse(&format!("{:02}:{:02}", minutes / 60, minutes % 60)).unwrap();
    DeadlineTerms {
        rule: rule(),
        deadline: DaysBefore {
            days_before: Some(days_before),
            hours_before: None,
            counted: DaysCounted::CalendarDays,
            at: Some(at),
            boundary,
        },
        clause: None,
    }
}

fn deadline() -> impl Strategy<Value = DeadlineTerms> {
    (0_u16..40, 0_u16..1_440, any::<bool>()).prop_map(|(days, minutes, open)| {
        limit(days, minutes, if open { Boundary::Inclusive } else { Boundary::Exclusive })
    })
}

fn terms() -> impl Strategy<Value = BookingTerms> {
    let opens = prop::option::of((41_u16..90, 0_u16..1_440));
    let season = prop::option::weighted(0.3, -90_i64 * 1_440..-41 * 1_440);
    let grace = prop::option::of(1_u16..3_000);
    (opens, season, grace, deadline(), deadline(), deadline()).prop_map(
        |(opens, season, grace, closes, change, cancel)| BookingTerms {
            id: code("checkup"),
            name: None,
            also: Vec::new(),
            every: None,
            rule: rule(),
            period: Period::default(),
            opens_at: season.map(|minutes| OpeningTerms {
                rule: rule(),
                at: Instant::from_unix(Instant::start_of(first()).unix() + minutes * 60).unwrap(),
                clause: None,
            }),
            opens: match season {
                Some(_) => None,
                None => opens.map(|(days, minutes)| limit(days, minutes, Boundary::Exclusive)),
            },
            grace: grace.map(|minutes| GraceTerms { rule: rule(), minutes, clause: None }),
            changes: None,
            waiting: None,
            closes: Some(closes),
            change: Some(change),
            cancel: Some(cancel),
            exempt: Vec::new(),
            consent: None,
            telephone: None,
            places: PlacesShown::default(),
            notices: None,
            clause: None,
        },
    )
}

/// Bookable for ever, or under other terms from a day on, and until another day.
fn bookings() -> impl Strategy<Value = Vec<BookingTerms>> {
    let change = (terms(), terms(), 1_i64..300, prop::option::of(0_i64..200)).prop_map(|(before, after, on, days)| {
        let from = first().plus_days(on).unwrap();
        let until = days.and_then(|days| from.plus_days(days));
        vec![
            BookingTerms { period: Period { from: None, until: from.pred() }, ..before },
            BookingTerms { period: Period { from: Some(from), until }, ..after },
        ]
    });
    prop_oneof![terms().prop_map(|terms| vec![terms]), change]
}

fn programme(bookings: Vec<BookingTerms>) -> Programme {
    let once = OnceTerms::new(rule(), vec![code("checkup")]);
    let eligibility = EligibilityTerms { once: Some(once), ..EligibilityTerms::new(code("checkup")) };
    Programme::new(Document { bookings, eligibility: vec![eligibility], ..document() }, b"").unwrap()
}

fn slots() -> impl Strategy<Value = Vec<Slot>> {
    let slot = (0_i64..365, 0_i64..4, 0_i64..4, prop::bool::weighted(0.1));
    prop::collection::vec(slot, 1..12).prop_map(|slots| {
        let slot = |(number, (day, capacity, taken, cancelled)): (usize, (i64, i64, i64, bool))| Slot {
            id: id(&format!("s{number}")),
            date: first().plus_days(day).unwrap(),
            capacity: count(capacity),
            taken: count(taken),
            version: None,
            cancelled,
            time: None,
            waiting: None,
        };
        slots.into_iter().enumerate().map(slot).collect()
    })
}

/// An instant from 100 days before the first slot can be to its last day, often one at which a deadline turns.
fn now() -> impl Strategy<Value = Instant> {
    (-100_i64..365, prop_oneof![0_i64..86_400, Just(0), Just(86_399)]).prop_map(|(day, second)| {
        Instant::from_unix(Instant::start_of(first()).unix() + day * 86_400 + second).unwrap()
    })
}

fn person() -> Person {
    let (born, insured_from) = (Date::from_ymd(1970, 1, 1), Date::from_ymd(2010, 4, 1));
    Person::new(id("p"), born.unwrap(), Relation::Insured, insured_from.unwrap())
}

/// A host: it asks, and stores what is answered.
struct Host {
    programme: Programme,
    rows: Vec<Booking>,
    asked: usize,
}

impl Host {
    fn of(programme: Programme) -> Self {
        Self { programme, rows: Vec::new(), asked: 0 }
    }

    /// The same host, to try something on.
    fn trial(&self) -> Self {
        Self { programme: self.programme.clone(), rows: self.rows.clone(), asked: self.asked }
    }

    fn next(&mut self) -> HostId {
        self.asked += 1;
        id(&format!("b{}", self.asked))
    }

    fn store(&mut self, rows: Vec<Booking>) {
        for row in rows {
            self.rows.retain(|stored| stored.id != row.id);
            self.rows.push(row);
        }
    }

    fn book(&mut self, slot: &Slot, now: Instant) -> Vec<Reason> {
        let request = BookRequest {
            waits: false,
            now,
            id: self.next(),
            service: code("checkup"),
            person: person(),
            slot: slot.clone(),
            bookings: self.rows.clone(),
            consent: true,
            telephone: None,
            actor: None,
            explain: Explain::None,
        };
        let posting = booking::book(&self.programme, &request).unwrap();
        self.store(posting.store);
        posting.verdict.reasons
    }

    fn change(&mut self, booking: HostId, slot: &Slot, now: Instant) -> Vec<Reason> {
        let request = ChangeRequest {
            now,
            id: self.next(),
            booking,
            person: person(),
            slot: slot.clone(),
            bookings: self.rows.clone(),
            actor: None,
            explain: Explain::None,
        };
        let posting = booking::change(&self.programme, &request).unwrap();
        self.store(posting.store);
        posting.verdict.reasons
    }

    fn cancel(&mut self, booking: Booking, now: Instant) -> Reason {
        let request = CancelRequest { now, booking, person: id("p"), actor: None, explain: Explain::None };
        let posting = booking::cancel(&self.programme, &request).unwrap();
        self.store(posting.store);
        posting.verdict.reason
    }

    fn confirmed(&self) -> Vec<Booking> {
        self.rows.iter().filter(|row| row.state == BookingState::Confirmed).cloned().collect()
    }

    fn states(&self, slots: &[Slot], now: Instant) -> Vec<SlotState> {
        let request = SlotsRequest {
            now,
            service: code("checkup"),
            person: id("p"),
            bookings: self.rows.clone(),
            slots: slots.to_vec(),
        };
        let shown = booking::slots(&self.programme, &request).unwrap().verdict.slots;
        shown.into_iter().map(|slot| slot.state).collect()
    }

    fn column(&self, slots: &[Slot], now: Instant) -> Vec<Option<SlotState>> {
        let row = |slot: &Slot| SlotRow {
            date: slot.date.yyyymmdd(),
            capacity: slot.capacity.get().try_into().unwrap(),
            taken: slot.taken.get().try_into().unwrap(),
            booked: self.confirmed().iter().any(|row| row.slot.as_ref() == Some(&slot.id)).into(),
            cancelled: slot.cancelled.into(),
            reserved: [0; 2],
        };
        let rows: Vec<SlotRow> = slots.iter().map(row).collect();
        let mut states = Vec::new();
        booking::column(&self.programme, "checkup", now, &rows, |state| states.push(state)).unwrap();
        states
    }
}

/// A date as a column has it, or what is not one.
fn written() -> impl Strategy<Value = i32> {
    let day = (-400_i64..800).prop_map(|day| first().plus_days(day).unwrap().yyyymmdd());
    let odd = prop::sample::select(vec![
        0,
        -1,
        1,
        20_240_229,
        20_250_229,
        20_240_431,
        10_101,
        99_991_231,
        i32::MIN,
        i32::MAX,
    ]);
    prop_oneof![4 => day, 1 => odd]
}

/// What the operation says of a kind of deadline; a time of day where it counts in hours.
fn operation(programme: &Programme, kind: DeadlineKind, date: Date) -> Option<DeadlineShown> {
    let (service, time) = (code("checkup"), TimeOfDay::parse("09:00"));
    let request = DeadlinesRequest { service, date, time, explain: Explain::None };
    let deadlines = booking::deadlines(programme, &request).unwrap().verdict.deadlines?;
    match kind {
        DeadlineKind::Closes => Some(deadlines.closes),
        DeadlineKind::Change => deadlines.change,
        DeadlineKind::Cancel => deadlines.cancel,
    }
}

/// The reasons against a slot, and not against the person.
const OF_THE_SLOT: [Reason; 6] = [
    Reason::NotInEffect,
    Reason::SameSlot,
    Reason::NotOpenYet,
    Reason::DeadlinePassed,
    Reason::EventCancelled,
    Reason::Full,
];

proptest! {
    #[test]
    fn a_slot_is_free_just_where_it_can_be_booked(bookings in bookings(), slots in slots(), earlier in now(), now in now()) {
        let mut host = Host::of(programme(bookings));
        host.book(&slots[0], earlier);
        let states = host.states(&slots, now);
        for (slot, state) in slots.iter().zip(&states) {
            let reasons = host.trial().book(slot, now);
            let against_the_slot = reasons.iter().any(|reason| OF_THE_SLOT.contains(reason));
            prop_assert_eq!(*state == SlotState::Free, !against_the_slot, "{:?}: {:?}", state, reasons);
            prop_assert_eq!(*state == SlotState::Booked, reasons.contains(&Reason::SameSlot));
        }
        let column: Vec<SlotState> = host.column(&slots, now).into_iter().flatten().collect();
        prop_assert_eq!(column, states);
    }

    #[test]
    fn a_column_has_the_deadline_of_each_date(
        bookings in bookings(), hours in prop::option::weighted(0.3, (any::<prop::sample::Index>(), 0_u16..72)),
        dates in prop::collection::vec(written(), 0..12),
    ) {
        let mut bookings = bookings;
        if let Some((which, hours)) = hours {
            let at = which.index(bookings.len());
            let change = bookings[at].change.as_mut().unwrap();
            change.deadline = DaysBefore { days_before: None, hours_before: Some(hours), at: None, ..change.deadline };
        }
        let programme = programme(bookings);
        for kind in DeadlineKind::ALL {
            let (mut rows, mut one_by_one) = (Vec::new(), Vec::new());
            let whole = booking::deadline_column(&programme, "checkup", kind, &dates, |row| rows.push(row));
            let mut reached = Ok(());
            for date in &dates {
                let (at, last_day) = match Date::from_yyyymmdd(*date) {
                    None => (0, -1),
                    Some(date) => match booking::deadline_on(&programme, "checkup", kind, date) {
                        Ok(shown) => {
                            // The operation has no answer where one of its deadlines lies outside the calendar.
                            prop_assert!(operation(&programme, kind, date).is_none_or(|said| said == shown));
                            (shown.at.unix(), shown.last_day.yyyymmdd())
                        }
                        Err(NoDeadline::NotInEffect) => (0, 0),
                        Err(NoDeadline::Unsupported) => {
                            reached = Err(SlotUnsupported::Time);
                            break;
                        }
                    },
                };
                one_by_one.push(DeadlineRow { at, last_day });
            }
            prop_assert_eq!(whole, reached);
            prop_assert_eq!(rows, one_by_one);
        }
    }

    #[test]
    fn at_most_one_stands_in_a_fiscal_year(
        bookings in bookings(), slots in slots(), steps in prop::collection::vec((0_u8..3, any::<prop::sample::Index>(), now()), 1..12),
    ) {
        let mut host = Host::of(programme(bookings));
        for (step, which, now) in steps {
            let slot = which.get(&slots);
            let before = host.confirmed();
            match (step, before.first().cloned()) {
                (0, Some(_)) => {
                    let reasons = host.book(slot, now);
                    prop_assert!(reasons.contains(&Reason::UsedThisYear) || reasons == [Reason::NotInEffect]);
                }
                (0, None) => {
                    let free = host.states(std::slice::from_ref(slot), now) == [SlotState::Free];
                    prop_assert_eq!(host.book(slot, now).is_empty(), free);
                    prop_assert_eq!(host.confirmed().len(), usize::from(free));
                }
                (1, Some(booking)) => {
                    let changed = host.change(booking.id.clone(), slot, now).is_empty();
                    let after = host.confirmed();
                    prop_assert_eq!(after.len(), 1);
                    prop_assert_eq!(after[0] == booking, !changed);
                    prop_assert!(!changed || after[0].replaces == Some(booking.id));
                }
                (2, Some(booking)) => {
                    let cancelled = host.cancel(booking, now) == Reason::Cancelled;
                    prop_assert_eq!(host.confirmed().len(), usize::from(!cancelled));
                    // The one use of the fiscal year is free again.
                    let again = host.trial().book(slot, now);
                    prop_assert!(!cancelled || !again.contains(&Reason::UsedThisYear));
                }
                _ => {}
            }
        }
    }

    #[test]
    fn nobody_is_paid_more_than_it_cost(
        bands in prop::collection::btree_map(1_i64..60_000, (any::<bool>(), 0_i64..=10_000), 1..6),
        one in 0_i64..90_000, other in 0_i64..90_000,
    ) {
        let band = |(at_least, (share, of_whole)): (&i64, &(bool, i64))| match share {
            true => SubsidyBand::of_share(count(*at_least), u16::try_from(*of_whole).unwrap()),
            false => SubsidyBand::of_yen(count(*at_least), count(at_least * of_whole / 10_000)),
        };
        let terms = SubsidyTerms::new(code("dock"), rule(), bands.iter().map(band).collect());
        let terms = SubsidyTerms { max_plausible_cost_yen: Some(count(80_000)), ..terms };
        let programme = Programme::new(Document { subsidies: vec![terms], ..document() }, b"").unwrap();
        let paid = |cost: i64| subsidy::amount_on(&programme, "dock", first(), count(cost)).map(Count::get);
        let (less, more) = (one.min(other), one.max(other));
        prop_assert_eq!(paid(more) == Err(NoAmount::OutOfRange), more > 80_000);
        if let (Ok(for_less), Ok(for_more)) = (paid(less), paid(more)) {
            prop_assert!(for_less <= less && for_more <= more);
            let same_band = bands.range(less + 1..=more).next().is_none();
            prop_assert!(!same_band || for_less <= for_more);
        }
        prop_assert_eq!(subsidy::amount_on(&programme, "other", first(), count(one)), Err(NoAmount::NotInEffect));
    }

    #[test]
    fn no_row_is_too_strange(bookings in bookings(), now in now(), numbers in any::<(i32, u32, u32, u8, u8, [u8; 2])>()) {
        let (date, capacity, taken, booked, cancelled, reserved) = numbers;
        let row = SlotRow { date, capacity, taken, booked, cancelled, reserved };
        let sound = Date::from_yyyymmdd(date).is_some() && booked <= 1 && cancelled <= 1 && reserved == [0; 2];
        let mut states = Vec::new();
        booking::column(&programme(bookings), "checkup", now, &[row], |state| states.push(state)).unwrap();
        prop_assert_eq!((states.len(), states[0].is_some()), (1, sound));
    }
}
