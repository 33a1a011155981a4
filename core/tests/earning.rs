//! What earning promises beside tiers: campaigns, further steps, activities, and days however far apart.

mod support;

use std::collections::BTreeMap;

use kenpo_core::{
    Period, Programme, Reason,
    civil::{Date, Instant},
    points::{AccrueRequest, Arrival, CapTotal, EarnRequest, EarnedTotal, Entry, Ledger, Opening, accrue, earn},
    programme::{Campaign, Cap, CapMonth, Document, EarningRule, PerSteps, PointsTerms, Window},
    value::{HostId, RuleId},
};
use proptest::{collection::vec, prelude::*, sample::Index};
use support::{cap, code, count, programme};

const TIERS: [(i64, i64); 3] = [(3_000, 5), (8_000, 11), (10_000, 40)];

fn with(change: impl FnOnce(&mut PointsTerms), caps: Vec<Cap>) -> Programme {
    let mut points = programme(&TIERS, caps).document().points.clone();
    change(&mut points);
    Programme::new(Document { points, ..Document::new("test", "1", "test").unwrap() }, b"").unwrap()
}

fn campaign(id: &str, from: &str, until: &str, basis_points: Option<u16>, points: Option<i64>) -> Campaign {
    let date = |text: &str| Some(date(text));
    Campaign {
        name: None,
        id: code(id),
        rule: RuleId::new("BONUS").unwrap(),
        period: Period { from: date(from), until: date(until) },
        every: None,
        raises: vec![code("steps")],
        basis_points,
        points: points.map(count),
        purse: None,
        final_after: None,
        clause: None,
    }
}

/// Half as much again for ten days, and 7 points for two of them.
fn with_campaigns(caps: Vec<Cap>) -> Programme {
    let campaigns = vec![
        campaign("half", "2022-01-25", "2022-02-03", Some(5_000), None),
        campaign("seven", "2022-02-01", "2022-02-02", None, Some(7)),
    ];
    with(|points| points.campaigns = campaigns, caps)
}

fn date(text: &str) -> Date {
    Instant::parse(&format!("{text}T00:00:00+09:00")).unwrap().date()
}

fn day(offset: i64) -> Date {
    let first = Instant::parse("2022-01-20T00:00:00+09:00").unwrap().unix();
    Instant::from_unix(first + offset * 86_400).unwrap().date()
}

fn arrivals() -> impl Strategy<Value = Vec<Arrival>> {
    vec((0_i64..20, 0_i64..14_000), 0..40).prop_map(|days| {
        days.into_iter()
            .map(|(at, steps)| Arrival { date: day(at), steps: count(steps), source: None, revision: None })
            .collect()
    })
}

fn now() -> Instant {
    Instant::parse("2022-03-10T09:00:00+09:00").unwrap()
}

/// Totals in place of rows, with no day closed.
fn opening(rows: &[Entry], month_of: CapMonth) -> Opening {
    let sequence = rows.last().map_or(count(0), |entry| entry.sequence);
    let paid = |entry: &Entry| count(entry.points.get());
    let counted = rows.iter().filter(|entry| entry.rule == Some(code("steps")));
    let caps = counted.map(|entry| CapTotal {
        cap: code("month"),
        date: if month_of == CapMonth::Synced { entry.synced_on } else { entry.date }.unwrap(),
        points: paid(entry),
    });
    let earned = rows.iter().map(|entry| EarnedTotal {
        rule: entry.rule.clone().unwrap(),
        date: entry.date.unwrap(),
        activity: None,
        points: entry.earned.unwrap(),
        paid: None,
    });
    Opening {
        sequence,
        points: count(rows.iter().map(|entry| entry.points.get()).sum()),
        lots: Vec::new(),
        closed_through: date("2021-12-31"),
        caps: caps.collect(),
        earned: earned.collect(),
        exchanged: Vec::new(),
        known: Vec::new(),
    }
}

fn pay(programme: &Programme, now: Instant, entries: &[Entry], arrivals: &[Arrival]) -> Vec<Entry> {
    let ledger = Ledger { opening: None, entries: entries.to_vec() };
    accrue(programme, &AccrueRequest::new(now, ledger, arrivals.to_vec())).unwrap().store
}

fn by_day(entries: &[Entry]) -> BTreeMap<Date, i64> {
    let mut sums = BTreeMap::new();
    for entry in entries {
        *sums.entry(entry.date.unwrap()).or_insert(0) += entry.points.get();
    }
    sums
}

/// What a day's best record is worth, with its bonuses, said without looking at order.
fn expected(arrivals: &[Arrival]) -> BTreeMap<Date, i64> {
    let mut best: BTreeMap<Date, i64> = BTreeMap::new();
    for arrival in arrivals {
        let steps = best.entry(arrival.date).or_insert(0);
        *steps = arrival.steps.get().max(*steps);
    }
    let within = |date: Date, from: i64, until: i64| day(from) <= date && date <= day(until);
    let worth = |(date, steps): (Date, i64)| {
        let points = TIERS.iter().filter(|(at_least, _)| *at_least <= steps).map(|(_, p)| *p).max()?;
        let half = if within(date, 5, 14) { points / 2 } else { 0 };
        Some((date, points + half + if within(date, 12, 13) { 7 } else { 0 }))
    };
    best.into_iter().filter_map(worth).collect()
}

fn further(at_least: i64, points: i64, each: i64, each_points: i64, more: i64) -> EarningRule {
    let mut rule = programme(&TIERS, Vec::new()).document().points.rules[0].clone();
    rule.step_tiers.clear();
    rule.per_steps = Some(PerSteps {
        at_least: count(at_least),
        points: count(points),
        each: count(each),
        each_points: count(each_points),
        max_points: Some(count(points + more)),
    });
    rule
}

fn points_of(programme: &Programme, steps: i64) -> i64 {
    let arrival = Arrival { date: day(0), steps: count(steps), source: None, revision: None };
    accrue(programme, &AccrueRequest::new(now(), Ledger::default(), vec![arrival])).unwrap().verdict.points.get()
}

proptest! {
    #[test]
    fn a_bonus_follows_no_order(arrivals in arrivals(), cut in any::<Index>()) {
        let programme = with_campaigns(Vec::new());
        let expected = expected(&arrivals);
        prop_assert_eq!(by_day(&pay(&programme, now(), &[], &arrivals)), expected.clone());

        let reversed: Vec<Arrival> = arrivals.iter().rev().cloned().collect();
        let (early, late) = reversed.split_at(cut.index(reversed.len() + 1));
        let mut entries = pay(&programme, now(), &[], early);
        entries.extend(pay(&programme, now(), &entries, late));
        prop_assert_eq!(by_day(&entries), expected);
    }

    #[test]
    fn a_bonus_that_no_cap_lists_takes_no_room(arrivals in arrivals()) {
        let steps = |programme: &Programme| {
            let entries = pay(programme, now(), &[], &arrivals);
            entries.into_iter().filter(|entry| entry.rule == Some(code("steps"))).map(|e| (e.date, e.points)).collect::<Vec<_>>()
        };
        let caps = || vec![cap("month", Window::Month, CapMonth::Walked, 100)];
        prop_assert_eq!(steps(&with_campaigns(caps())), steps(&programme(&TIERS, caps())));
    }

    #[test]
    fn days_far_apart_are_paid_as_days_near(arrivals in arrivals(), window in 0_usize..4) {
        let window = [Window::Day, Window::Month, Window::FiscalYear, Window::Ever][window];
        let programme = with_campaigns(vec![cap("cap", window, CapMonth::Walked, 90)]);
        // A record that earns nothing puts the days too far apart for a grid.
        let mut apart = vec![Arrival { date: date("2012-01-01"), steps: count(0), source: None, revision: None }];
        apart.extend(arrivals.iter().cloned());
        prop_assert_eq!(pay(&programme, now(), &[], &apart), pay(&programme, now(), &[], &arrivals));
    }

    #[test]
    fn an_opening_stands_for_the_rows(arrivals in arrivals(), cut in any::<Index>(), synced in any::<bool>()) {
        let month_of = if synced { CapMonth::Synced } else { CapMonth::Walked };
        let programme = with_campaigns(vec![cap("month", Window::Month, month_of, 120)]);
        let (early, late) = arrivals.split_at(cut.index(arrivals.len() + 1));
        let before = Instant::parse("2022-02-27T09:00:00+09:00").unwrap();
        let rows = pay(&programme, before, &[], early);
        let ledger = Ledger { opening: Some(opening(&rows, month_of)), entries: Vec::new() };
        let opened = accrue(&programme, &AccrueRequest::new(now(), ledger, late.to_vec())).unwrap().store;
        prop_assert_eq!(opened, pay(&programme, now(), &rows, late));
    }

    #[test]
    fn more_steps_never_earn_less(
        (at_least, points, each, each_points, more) in (0_i64..20_000, 0_i64..50, 1_i64..3_000, 0_i64..10, 0_i64..60),
        steps in 0_i64..60_000,
        further_steps in 0_i64..5_000,
    ) {
        let programme = with(|terms| terms.rules = vec![further(at_least, points, each, each_points, more)], Vec::new());
        let (fewer, all) = (points_of(&programme, steps), points_of(&programme, steps + further_steps));
        prop_assert!(fewer <= all && all <= points + more);
        let expected = if steps < at_least { 0 } else { ((steps - at_least) / each * each_points).min(more) + points };
        prop_assert_eq!(fewer, expected);
    }

    #[test]
    fn an_event_is_paid_once(events in vec((0_i64..80, 0_u8..12), 1..30), once in 0_usize..8) {
        let windows = [Window::Day, Window::Week, Window::Month, Window::Quarter, Window::FiscalYear, Window::CalendarYear, Window::Ever];
        let once = once.checked_sub(1).map(|at| windows[at]);
        let activity = support::activity("login", 10, once);
        let programme = with(|terms| {
            terms.rules[0].step_tiers.clear();
            terms.rules[0].activity = Some(activity);
        }, Vec::new());
        let at = Instant::parse("2022-06-01T09:00:00+09:00").unwrap();
        let mut ledger = Ledger::default();
        // An id is that of one event: its first day.
        let mut days: BTreeMap<u8, Date> = BTreeMap::new();
        let mut windows: BTreeMap<String, u8> = BTreeMap::new();
        for (offset, id) in events {
            let asked = day(offset);
            let request = EarnRequest {
                now: at, ledger: ledger.clone(), activity: code("login"), date: asked, value: None, event: HostId::new(&format!("e{id}")).unwrap(),
                source: None, born: None, person: None, enrolled_on: None, opened_on: None, explain: kenpo_core::Explain::Failed,
            };
            let posting = earn(&programme, &request).unwrap();
            let window = match once {
                None => format!("{id}"),
                Some(Window::Day) => asked.to_string(),
                Some(Window::Month) => asked.to_string()[..7].to_owned(),
                Some(Window::FiscalYear) => asked.fiscal_year().start_year().to_string(),
                Some(Window::CalendarYear) => asked.year().to_string(),
                Some(Window::Quarter) => format!("{} {}", asked.year(), (asked.month() - 1) / 3),
                // 2021-01-04 was a Monday.
                Some(Window::Week) => (1_i64..).find(|week| date("2021-01-04").plus_days(7 * week).unwrap() > asked).unwrap().to_string(),
                Some(Window::Ever | Window::Period) => String::new(),
            };
            let reason = match days.get(&id) {
                Some(first) if *first == asked => Reason::Paid,
                Some(_) => Reason::RequestKeyReused,
                None if windows.contains_key(&window) => Reason::NothingNew,
                None => Reason::Paid,
            };
            prop_assert_eq!(posting.verdict.reason, reason);
            // A key of another event is said by a check as well.
            let said = posting.checks.iter().any(|check| check.code == Reason::RequestKeyReused);
            prop_assert_eq!(said, reason == Reason::RequestKeyReused);
            prop_assert_eq!(posting.replayed, days.get(&id) == Some(&asked));
            if reason == Reason::Paid && !posting.replayed {
                prop_assert_eq!(posting.store.len(), 1);
                days.insert(id, asked);
                windows.insert(window, id);
            } else {
                prop_assert!(posting.store.is_empty());
            }
            ledger.entries.extend(posting.store);
        }
        prop_assert_eq!(ledger.entries.iter().map(|entry| entry.points.get()).sum::<i64>(), 10 * windows.len() as i64);
    }
}
