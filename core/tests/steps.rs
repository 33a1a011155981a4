//! The typed lane of accrual answers as `points.accrue` does, under programmes of every kind that it reaches.

#[path = "support/deliveries.rs"]
mod deliveries;
mod support;

use deliveries::{FIRST, date, delivery, programme, some_day, ymd};
use kenpo_core::{
    Period, Programme, Reason,
    civil::{Date, Instant},
    points::{
        AccrueRequest, Arrival, Entry, EntryKind, Ledger, Opening, StepCredit, StepDay, StepDelivery, StepsRefused,
        accrue, accrue_steps, credits_per_record,
    },
    programme::{Cap, CapMonth, Window},
    value::Amount,
};
use proptest::{collection::vec, prelude::*};
use support::{code, count};

fn place(programme: &Programme, entry: &Entry) -> u32 {
    let rules = &programme.document().points.rules;
    u32::try_from(rules.iter().position(|rule| Some(&rule.id) == entry.rule.as_ref()).unwrap()).unwrap()
}

fn credit_of(programme: &Programme, entry: &Entry) -> StepCredit {
    StepCredit {
        walked: entry.date.unwrap().yyyymmdd(),
        synced: entry.synced_on.unwrap().yyyymmdd(),
        rule: place(programme, entry),
        reserved: 0,
        earned: entry.earned.unwrap().get(),
        points: entry.points.get(),
    }
}

/// A credit for an activity, as a row of the ledger.
fn questionnaire_row(day: i64, points: i64) -> Entry {
    Entry {
        sequence: count(1),
        at: Instant::parse(FIRST).unwrap(),
        kind: EntryKind::Credit,
        points: Amount::new(points).unwrap(),
        purse: None,
        rule: Some(code("asked")),
        date: Some(date(day)),
        synced_on: Some(date(day)),
        earned: Some(count(points)),
        final_on: None,
        expires_on: None,
        activity: None,
        renewed_until: None,
        cause: None,
        goods: None,
        quantity: None,
        reverses: None,
        expired: None,
        balance: None,
        revision: None,
        source: None,
        steps: None,
        request_key: None,
    }
}

/// What the typed lane answers.
fn typed(
    programme: &Programme,
    delivery: &StepDelivery,
    days: &[StepDay],
    credited: &[StepCredit],
) -> Result<(Vec<Reason>, Vec<StepCredit>), StepsRefused> {
    let mut room = vec![i64::MIN; 4_096];
    let mut reasons = vec![Reason::Empty; days.len()];
    let mut credits = vec![StepCredit::default(); days.len() * credits_per_record(programme)];
    let len = accrue_steps(programme, delivery, days, credited, &mut room, &mut credits, &mut reasons)?;
    credits.truncate(len);
    Ok((reasons, credits))
}

proptest! {
    #[test]
    fn the_typed_lane_is_points_accrue(
        programme in programme(),
        mut deliveries in vec(delivery(), 1..4),
        born in 0_i64..19_000,
        opened in some_day(),
        enrolled in proptest::option::of(0_i64..40),
        closed in proptest::option::of(0_i64..40),
        asked in proptest::option::of((some_day(), 1_i64..200)),
    ) {
        deliveries.sort_by_key(|(synced, _)| *synced);
        let opening = closed.map(|day| Opening {
            sequence: count(0), points: count(0), lots: Vec::new(), closed_through: date(day), caps: Vec::new(), earned: Vec::new(), exchanged: Vec::new(), known: Vec::new(),
        });
        let entries = asked.map(|(day, points)| questionnaire_row(day, points)).into_iter().collect();
        let mut ledger = Ledger { opening, entries };
        let born = Instant::from_unix(born * 86_400).unwrap().date();
        for (synced, records) in deliveries {
            let request = AccrueRequest {
                born: Some(born),
                opened_on: Some(date(opened)),
                enrolled_on: enrolled.map(date),
                ..AccrueRequest::new(
                    Instant::from_unix(Instant::parse(FIRST).unwrap().unix() + synced * 86_400 + 1).unwrap(),
                    ledger.clone(),
                    records.iter().map(|(day, steps)| Arrival { date: date(*day), steps: count(*steps), source: None, revision: None }).collect(),
                )
            };
            let delivery = StepDelivery {
                synced: ymd(synced),
                born: born.yyyymmdd(),
                enrolled_on: enrolled.map_or(0, ymd),
                opened_on: ymd(opened),
                closed_through: closed.map_or(0, ymd),
            };
            let days: Vec<StepDay> = records.iter().map(|(day, steps)| StepDay::new(ymd(*day), *steps)).collect();
            let credited: Vec<StepCredit> = ledger.entries.iter().map(|entry| credit_of(&programme, entry)).collect();
            let posting = accrue(&programme, &request).unwrap();
            let (reasons, credits) = typed(&programme, &delivery, &days, &credited).unwrap();
            prop_assert_eq!(reasons, posting.verdict.items.iter().map(|item| item.reason).collect::<Vec<_>>());
            prop_assert_eq!(credits, posting.store.iter().map(|entry| credit_of(&programme, entry)).collect::<Vec<_>>());
            ledger.entries.extend(posting.store);
        }
    }
}

/// A cap of a period has a sum of its own; weeks, quarters and calendar years have no place in a grid of months.
#[test]
fn the_typed_lane_pays_under_a_cap_of_a_period_and_refuses_other_windows() {
    let capped = |window, period| {
        let cap = Cap { period, ..support::cap("cap", window, CapMonth::Walked, 7) };
        support::programme(&[(3_000, 5), (8_000, 20)], vec![cap])
    };
    let (delivery, days) =
        (StepDelivery::on(20_240_410), [20_240_331, 20_240_401, 20_240_402].map(|day| StepDay::new(day, 3_000)));
    let april = Period { from: Date::from_ymd(2024, 4, 1), until: Date::from_ymd(2024, 4, 9) };
    let (reasons, credits) = typed(&capped(Window::Period, april), &delivery, &days, &[]).unwrap();
    assert_eq!(reasons, [Reason::Paid, Reason::Paid, Reason::PaidInPart]);
    assert_eq!(credits.iter().map(|credit| credit.points).collect::<Vec<_>>(), [5, 5, 2]);
    for window in [Window::Week, Window::Quarter, Window::CalendarYear] {
        let refused = typed(&capped(window, Period::default()), &delivery, &days, &[]);
        assert_eq!(refused, Err(StepsRefused::Unsupported), "{window:?}");
    }
}

fn plain() -> Programme {
    support::programme(&[(3_000, 5), (8_000, 20)], vec![support::cap("month", Window::Month, CapMonth::Walked, 100)])
}

#[test]
fn a_row_that_is_none_is_refused_before_any_answer() {
    const MOST: i64 = 9_007_199_254_740_991;
    let right = StepDay::new(20_240_229, MOST);
    let credit = StepCredit { walked: 20_240_229, synced: 20_240_301, earned: 5, points: 5, ..StepCredit::default() };
    let delivery = StepDelivery::on(20_240_301);
    assert_eq!(typed(&plain(), &delivery, &[right], &[credit]).unwrap().0, [Reason::Paid]);

    let days = [20_240_230, 20_230_229, 20_240_200, 20_241_301, 20_240_132, 0, -20_240_101, 100_000_101, i32::MIN]
        .map(|walked| StepDay { walked, ..right });
    let steps = [-1, MOST + 1, i64::MIN, i64::MAX].map(|steps| StepDay { steps, ..right });
    for row in days.into_iter().chain(steps) {
        let (mut room, mut reasons, mut credits) = ([0; 512], [77; 2], [StepCredit::default(); 2]);
        let done = accrue_steps(&plain(), &delivery, &[right, row], &[], &mut room, &mut credits, &mut reasons);
        assert_eq!((done, reasons), (Err(StepsRefused::Invalid), [77; 2]), "{row:?}");
        assert_eq!(credits, [StepCredit::default(); 2]);
    }
    let credits = [
        StepCredit { walked: 20_240_230, ..credit },
        StepCredit { synced: 20_240_230, ..credit },
        StepCredit { rule: 1, ..credit },
        StepCredit { reserved: 1, ..credit },
        StepCredit { earned: -1, ..credit },
        StepCredit { points: MOST + 1, ..credit },
    ];
    for row in credits {
        assert_eq!(typed(&plain(), &delivery, &[right], &[credit, row]), Err(StepsRefused::Invalid), "{row:?}");
    }
    for synced in [0, 20_240_230] {
        assert_eq!(typed(&plain(), &StepDelivery::on(synced), &[right], &[]), Err(StepsRefused::Invalid));
    }
    let born = StepDelivery { born: 20_240_230, ..delivery };
    assert_eq!(typed(&plain(), &born, &[right], &[]), Err(StepsRefused::Invalid));
}

#[test]
fn what_is_beyond_reach_is_said() {
    let days = [StepDay::new(20_240_301, 8_000), StepDay::new(20_201_101, 8_000)];
    let delivery = StepDelivery::on(20_240_301);
    assert_eq!(typed(&plain(), &delivery, &days, &[]), Err(StepsRefused::Unsupported));
    let last = StepDay { walked: 20_201_201, ..days[1] };
    assert_eq!(typed(&plain(), &delivery, &[days[0], last], &[]).unwrap().1.len(), 2);

    let (mut reasons, mut credits) = ([Reason::Empty; 1], [StepCredit::default(); 1]);
    let mut pay = |room: &mut [i64], credits: &mut [StepCredit]| {
        accrue_steps(&plain(), &delivery, &days[..1], &[], room, credits, &mut reasons)
    };
    assert_eq!(pay(&mut [], &mut credits), Err(StepsRefused::Room(33)));
    assert_eq!(pay(&mut [0; 33], &mut []), Err(StepsRefused::Places(1)));
    assert_eq!(pay(&mut [0; 33], &mut credits), Ok(1));
}
