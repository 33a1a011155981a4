//! The typed lane of accrual answers as `points.accrue` does, under programmes of every kind that it reaches.

mod support;

use kenpo_core::{
    Period, Programme, Reason,
    civil::{Date, Instant},
    points::{
        AccrueRequest, Arrival, Entry, EntryKind, Ledger, Opening, StepCredit, StepDay, StepDelivery, StepsRefused,
        accrue, accrue_steps, credits_per_record,
    },
    programme::{AgeRange, Cap, CapMonth, Document, EarningRule, PerSteps, PointsTerms, StepTier, Window},
    value::Amount,
};
use proptest::{collection::vec, prelude::*};
use support::{code, count};

/// Day 0 of all that is generated; a fiscal year and a leap day follow soon.
const FIRST: &str = "2024-01-20T00:00:00+09:00";
const DAYS: i64 = 100;

/// The first number that takes more than 31 bits.
const MANY: i64 = 1 << 31;

fn date(day: i64) -> Date {
    Instant::from_unix(Instant::parse(FIRST).unwrap().unix() + day * 86_400).unwrap().date()
}

fn ymd(day: i64) -> i32 {
    date(day).yyyymmdd()
}

fn some_day() -> impl Strategy<Value = i64> {
    0..DAYS
}

/// A period that begins or ends somewhere in the middle, or not at all.
fn period() -> impl Strategy<Value = Period> {
    (some_day(), some_day(), 0..4_u8).prop_map(|(one, other, ends)| Period {
        from: (ends & 1 == 1).then(|| date(one.min(other))),
        until: (ends & 2 == 2).then(|| date(one.max(other))),
    })
}

fn rule(id: &'static str) -> impl Strategy<Value = EarningRule> {
    let tiers = vec((1_i64..3_000, 1_i64..20), 0..7);
    let far = proptest::option::weighted(0.1, (MANY - 3..MANY + 3, MANY - 30..MANY + 30));
    let per_steps = (0_i64..9_000, 0_i64..20, 1_i64..2_000, 0_i64..5, 0_i64..20);
    let asks = (
        proptest::option::of((0_u8..50, 1_u8..5)),
        proptest::option::of(9_000_i64..20_000),
        proptest::option::of(0_u16..40),
        proptest::option::of(0_u16..40),
    );
    (period(), tiers, far, per_steps, asks).prop_map(move |(period, tiers, far, by_steps, asked)| {
        let (ages, plausible, grace, opened) = asked;
        let (mut at_least, mut points) = (0, 0);
        let near = tiers.into_iter().map(|(steps, more)| {
            (at_least, points) = (at_least + steps, points + more);
            (at_least, points)
        });
        let near: Vec<_> = near.collect();
        let tier = |(at_least, points)| StepTier { at_least: count(at_least), points: count(points) };
        let step_tiers: Vec<StepTier> = near.into_iter().chain(far).map(tier).collect();
        let per_steps = step_tiers.is_empty().then(|| PerSteps {
            at_least: count(by_steps.0),
            points: count(by_steps.1),
            each: count(by_steps.2),
            each_points: count(by_steps.3),
            max_points: Some(count(by_steps.1 + by_steps.4)),
        });
        EarningRule {
            period,
            step_tiers,
            per_steps,
            ages: ages.map(|(least, years)| AgeRange { at_least: Some(least), below: Some(least + years) }),
            plausible_steps: plausible.map(count),
            grace_days: grace,
            opened_within_days: opened,
            ..support::rule(id)
        }
    })
}

/// An activity whose points a cap counts beside those of steps.
fn questionnaire() -> EarningRule {
    let activity = support::activity("questionnaire", 10, Some(Window::Month));
    EarningRule { activity: Some(activity), ..support::rule("asked") }
}

/// The first day of the window that holds a day; none where all time is one.
fn begins(window: Window, day: Date) -> Option<Date> {
    match window {
        Window::Day => Some(day),
        Window::Month => Date::from_ymd(day.year(), day.month(), 1),
        Window::FiscalYear => day.fiscal_year().first_day(),
        // Those that the typed lane has no sums for, and those that begin with nothing of the calendar.
        _ => None,
    }
}

/// Caps that nest: each counts the rules of the one before it, in no narrower window. They begin and end with their windows.
fn caps() -> impl Strategy<Value = Vec<Cap>> {
    let ids: [&[&str]; 4] = [&["walk"], &["walk"], &["walk", "run"], &["walk", "run", "asked"]];
    let windows = [Window::Day, Window::Month, Window::FiscalYear, Window::Ever];
    (vec(proptest::option::of((1_i64..400, period())), 4), any::<bool>()).prop_map(move |(given, synced)| {
        let month_of = if synced { CapMonth::Synced } else { CapMonth::Walked };
        let caps = given.into_iter().zip(ids).zip(windows).filter_map(|((given, ids), window)| {
            let (points, Period { from, until }) = given?;
            // A day's cap counts the day walked, and nests in none that counts by arrival.
            if synced && window == Window::Day {
                return None;
            }
            let from = from.and_then(|day| begins(window, day));
            let until = until.and_then(|day| begins(window, day)).and_then(Date::pred);
            Some(Cap {
                period: Period { from, until: until.filter(|last| from.is_none_or(|first| first <= *last)) },
                counts: ids.iter().map(|id| code(id)).collect(),
                ..support::cap(ids.last().unwrap(), window, month_of, points)
            })
        });
        let mut caps: Vec<Cap> = caps.collect();
        let names = ["one", "two", "three", "four"];
        caps.iter_mut().zip(names).for_each(|(cap, name)| cap.id = code(name));
        caps
    })
}

/// One rule or two, the first often changed on some day, often of a kind that few programmes have, and up to four caps.
fn programme() -> impl Strategy<Value = Programme> {
    let rules = (
        rule("walk"),
        proptest::option::of((rule("walk"), some_day())),
        proptest::option::of(rule("run")),
        any::<bool>(),
    );
    (rules, caps()).prop_map(|((mut walk, changed, run, first), caps)| {
        let changed = changed.map(|(rule, day)| {
            walk.period = Period { from: None, until: Some(date(day)) };
            EarningRule { period: Period { from: Some(date(day + 1)), until: None }, ..rule }
        });
        let mut rules: Vec<EarningRule> = [Some(walk), run, changed].into_iter().flatten().collect();
        rules.insert(if first { 0 } else { rules.len() }, questionnaire());
        let known = |id: &kenpo_core::value::Code| rules.iter().any(|rule| rule.id == *id);
        let mut caps = caps;
        caps.iter_mut().for_each(|cap| cap.counts.retain(known));
        let points = PointsTerms { rules, caps, ..PointsTerms::default() };
        Programme::new(Document { points, ..Document::new("test", "1", "test").unwrap() }, b"").unwrap()
    })
}

/// A day on which records arrive, and the records, revisions among them.
fn delivery() -> impl Strategy<Value = (i64, Vec<(i64, i64)>)> {
    // Steps of 31 bits, and now and then of more, have their own ways.
    let steps = |most: i64| prop_oneof![60 => 0_i64..16_000, 1 => MANY - 3..most];
    let records = |most| vec((some_day(), steps(most)), 0..40);
    let long = vec((some_day(), steps(MANY)), 60..300);
    (30..DAYS, prop_oneof![6 => records(MANY), 1 => records(MANY + 3), 1 => long])
}

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
