//! Programmes of every kind that the typed lane reaches, and deliveries under them.

use kenpo_core::{
    Period, Programme,
    civil::{Date, Instant},
    programme::{AgeRange, Cap, CapMonth, Document, EarningRule, PerSteps, PointsTerms, StepTier, Window},
};
use proptest::{collection::vec, prelude::*};

use crate::support::{self, code, count};

/// Day 0 of all that is generated; a fiscal year and a leap day follow soon.
pub(crate) const FIRST: &str = "2024-01-20T00:00:00+09:00";
pub(crate) const DAYS: i64 = 100;

/// The first number that takes more than 31 bits.
const MANY: i64 = 1 << 31;

pub(crate) fn date(day: i64) -> Date {
    Instant::from_unix(Instant::parse(FIRST).unwrap().unix() + day * 86_400).unwrap().date()
}

pub(crate) fn ymd(day: i64) -> i32 {
    date(day).yyyymmdd()
}

pub(crate) fn some_day() -> impl Strategy<Value = i64> {
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
pub(crate) fn programme() -> impl Strategy<Value = Programme> {
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
pub(crate) fn delivery() -> impl Strategy<Value = (i64, Vec<(i64, i64)>)> {
    // Steps of 31 bits, and now and then of more, have their own ways.
    let steps = |most: i64| prop_oneof![60 => 0_i64..16_000, 1 => MANY - 3..most];
    let records = |most| vec((some_day(), steps(most)), 0..40);
    let long = vec((some_day(), steps(MANY)), 60..300);
    (30..DAYS, prop_oneof![6 => records(MANY), 1 => records(MANY + 3), 1 => long])
}
