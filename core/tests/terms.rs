//! What longer terms promise: last days that move on or are put off, limits on exchange, several activities, days in a row.

#[expect(dead_code, reason = "nothing here has a cap")]
mod support;

use std::collections::{BTreeMap, BTreeSet};

use kenpo_core::{
    Explain, Period, Programme, Reason,
    civil::{Date, Instant},
    points::{
        BalanceRequest, DaySteps, EarnRequest, Entry, ExchangeRequest, Ledger, ReverseRequest, SettleRequest, balance,
        earn, exchange, reverse, settle,
    },
    programme::{
        ActivityPoints, Document, EarningRule, Exchange, ExchangeLimit, ExpiryCounted, GoalDays, PointsExpiry,
        PointsExpiryPolicy, PointsTerms, Renewal, StepTier, Window,
    },
    value::{Code, HostId, RuleId},
};
use proptest::{collection::vec, prelude::*};
use support::{activity, code, count, rule};

fn day(offset: i64) -> Date {
    Date::from_ymd(2022, 1, 1).unwrap().plus_days(offset).unwrap()
}

fn noon(offset: i64) -> Instant {
    Instant::from_unix(Instant::start_of(day(offset)).unix() + 43_200).unwrap()
}

fn with(points: PointsTerms) -> Programme {
    Programme::new(Document { points, ..Document::new("test", "1", "test").unwrap() }, b"").unwrap()
}

/// Points never expire, until a policy says when.
fn expiry(policy: PointsExpiryPolicy) -> PointsExpiry {
    PointsExpiry {
        rule: RuleId::new("EXPIRY").unwrap(),
        period: Period::default(),
        purse: None,
        policy,
        months: None,
        window: None,
        later: None,
        day: None,
        every_months: None,
        last_grant_months_before: None,
        counted_from: ExpiryCounted::Grant,
        renewed_by: Vec::new(),
        clause: None,
    }
}

/// 100 points for a walk, and goods at 10.
fn walks() -> PointsTerms {
    let walk = EarningRule { activity: Some(activity("walk", 100, None)), ..rule("walk") };
    let goods = support::programme(&[(1, 1)], Vec::new()).document().points.exchanges[0].clone();
    let goods = Exchange { id: code("goods"), points: count(10), ..goods };
    PointsTerms { rules: vec![walk], exchanges: vec![goods], ..PointsTerms::default() }
}

fn event(programme: &Programme, entries: &[Entry], kind: &Code, offset: i64) -> (Reason, Vec<Entry>) {
    let request = EarnRequest {
        now: noon(offset),
        ledger: Ledger { opening: None, entries: entries.to_vec() },
        activity: kind.clone(),
        date: day(offset),
        value: None,
        event: HostId::new(&format!("e-{}", entries.len())).unwrap(),
        source: None,
        born: None,
        person: None,
        enrolled_on: None,
        opened_on: None,
        explain: Explain::None,
    };
    let posting = earn(programme, &request).unwrap();
    (posting.verdict.reason, posting.store)
}

fn buy(programme: &Programme, entries: &[Entry], quantity: i64, offset: i64) -> (Reason, Vec<Entry>) {
    let request = ExchangeRequest {
        now: noon(offset),
        ledger: Ledger { opening: None, entries: entries.to_vec() },
        earlier: None,
        goods: code("goods"),
        quantity: count(quantity),
        taken: None,
        request_key: HostId::new(&format!("x-{}", entries.len())).unwrap(),
        explain: Explain::None,
    };
    let posting = exchange(programme, &request).unwrap();
    (posting.verdict.reason, posting.store)
}

proptest! {
    #[test]
    fn a_day_that_comes_again_is_the_first_not_before_the_grant(first in 0_i64..800, every in 1_u16..40, granted in 0_i64..3_000) {
        let again = PointsExpiry { day: Some(day(first)), every_months: Some(every), ..expiry(PointsExpiryPolicy::Day) };
        let programme = with(PointsTerms { expiry: vec![again], ..walks() });
        let (_, rows) = event(&programme, &[], &code("walk"), granted);
        // Month by month, each time the same day or the last one of a shorter month.
        let turn = |turns: u32| {
            let month = (u32::from(every) * turns) + day(first).month() - 1;
            let (year, month) = (day(first).year() + i32::try_from(month / 12).unwrap(), month % 12 + 1);
            (1..=day(first).day()).rev().find_map(|of_month| Date::from_ymd(year, month, of_month)).unwrap()
        };
        let expected = (0..).map(turn).find(|last| day(granted) <= *last);
        prop_assert_eq!(rows[0].expires_on, expected);
    }

    /// Of a purse that each use puts off, all points end together, some months after the last use.
    #[test]
    fn every_use_puts_off_all_that_is_left(uses in vec((0_i64..500, any::<bool>()), 1..20), ask in 0_i64..400) {
        let renewed_by = vec![Renewal::Credit, Renewal::Exchange];
        let renewed = PointsExpiry { months: Some(6), renewed_by, ..expiry(PointsExpiryPolicy::MonthEnd) };
        let programme = with(PointsTerms { expiry: vec![renewed], ..walks() });
        let (mut entries, mut held, mut last, mut now) = (Vec::new(), 0, day(0), 0);
        for (pause, credit) in uses {
            now += pause;
            if last < day(now) {
                held = 0;
            }
            let (reason, rows) = match credit {
                true => event(&programme, &entries, &code("walk"), now),
                false => buy(&programme, &entries, 3, now),
            };
            let is_use = credit || held >= 30;
            prop_assert_eq!(reason == Reason::BalanceTooLow, !is_use);
            if is_use {
                held += if credit { 100 } else { -30 };
                last = kenpo_core::civil::month_end(day(now), 6).unwrap();
            }
            entries.extend(rows);
        }
        let as_of = noon(now + ask);
        let ledger = Ledger { opening: None, entries };
        let shown = balance(&BalanceRequest { as_of, ledger, purse: None }).unwrap().verdict;
        prop_assert_eq!(shown.balance.get(), if last < as_of.date() { 0 } else { held });
        prop_assert!(shown.lots.len() <= 1);
        prop_assert_eq!(shown.lots.first().map(|lot| lot.expires_on), (shown.balance.get() > 0).then_some(Some(last)));
    }

    #[test]
    fn no_window_holds_more_than_its_limit(
        asked in vec((0_i64..25, 1_i64..5, proptest::option::of(1_i64..5)), 1..25),
        most in 1_i64..6,
        window in 0_usize..7,
    ) {
        let windows =
            [Window::Day, Window::Week, Window::Month, Window::Quarter, Window::FiscalYear, Window::CalendarYear, Window::Ever];
        let window = windows[window];
        let mut terms = walks();
        terms.rules[0].activity = Some(activity("walk", 100_000, None));
        terms.exchanges[0].limit = Some(ExchangeLimit { quantity: count(most), window });
        let programme = with(terms);
        let (_, mut entries) = event(&programme, &[], &code("walk"), 0);
        let (mut held, mut now): (BTreeMap<String, i64>, i64) = (BTreeMap::new(), 0);
        for (pause, quantity, undo) in asked {
            now += pause;
            let date = day(now);
            let name = match window {
                Window::Day => date.to_string(),
                // 2022-01-01 was a Saturday.
                Window::Week => ((now + 5) / 7).to_string(),
                Window::Month => date.to_string()[..7].to_owned(),
                Window::Quarter => format!("{} {}", date.year(), (date.month() - 1) / 3),
                Window::FiscalYear => date.fiscal_year().to_string(),
                Window::CalendarYear => date.year().to_string(),
                _ => String::new(),
            };
            let before = held.entry(name).or_insert(0);
            let (reason, rows) = buy(&programme, &entries, quantity, now);
            prop_assert_eq!(reason == Reason::Exchanged, *before + quantity <= most);
            let Some(bought) = rows.into_iter().next() else { continue };
            entries.push(bought.clone());
            *before += quantity;
            if let Some(undo) = undo {
                let undo = undo.min(quantity);
                let request = ReverseRequest {
                    now: noon(now),
                    ledger: Ledger { opening: None, entries: entries.clone() },
                    sequence: bought.sequence,
                    quantity: Some(count(undo)),
                    request_key: HostId::new(&format!("u-{}", entries.len())).unwrap(),
                    explain: Explain::None,
                };
                entries.extend(reverse(&programme, &request).unwrap().store);
                *before -= undo;
            }
        }
    }

    #[test]
    fn each_activity_of_a_rule_earns_once_a_year(events in vec((0_usize..4, 0_i64..1_000), 1..30)) {
        const KINDS: [&str; 4] = ["stomach", "colon", "lung", "other"];
        let kinds = KINDS[..3].iter().map(|kind| code(kind)).collect();
        let several = ActivityPoints { kind: None, kinds, ..activity("any", 5, Some(Window::FiscalYear)) };
        let programme = with(PointsTerms { rules: vec![EarningRule { activity: Some(several), ..rule("screening") }], ..walks() });
        let (mut entries, mut earned) = (Vec::new(), BTreeSet::new());
        for (kind, offset) in events {
            // Whatever the order of days: they are rows of one instant after another.
            let (reason, mut rows) = event(&programme, &entries, &code(KINDS[kind]), offset);
            let expected = match kind {
                3 => Reason::NoRuleInEffect,
                _ if earned.insert((kind, day(offset).fiscal_year())) => Reason::Paid,
                _ => Reason::NothingNew,
            };
            prop_assert_eq!(reason, expected);
            for row in &mut rows {
                row.at = noon(0);
            }
            entries.extend(rows);
        }
        prop_assert_eq!(entries.len(), earned.len());
    }

    #[test]
    fn no_run_of_years_earns_twice(events in vec((0_usize..2, 0_i64..3_000), 1..20), years in 1_u16..5, one_kind in any::<bool>()) {
        const KINDS: [&str; 2] = ["brain", "heart"];
        let once = ActivityPoints { years: Some(years), ..activity(KINDS[0], 5, Some(Window::FiscalYear)) };
        let terms = match one_kind {
            true => once,
            false => ActivityPoints { kind: None, kinds: KINDS.map(code).into(), ..once },
        };
        let programme = with(PointsTerms { rules: vec![EarningRule { activity: Some(terms), ..rule("scan") }], ..walks() });
        let (mut entries, mut earned) = (Vec::new(), Vec::<(usize, i32)>::new());
        for (kind, offset) in events {
            let kind = if one_kind { 0 } else { kind };
            let year = day(offset).fiscal_year().start_year();
            let (reason, mut rows) = event(&programme, &entries, &code(KINDS[kind]), offset);
            let is_near = earned.iter().any(|(of, other)| *of == kind && year.abs_diff(*other) < u32::from(years));
            prop_assert_eq!(reason, if is_near { Reason::NothingNew } else { Reason::Paid });
            if !is_near {
                earned.push((kind, year));
            }
            for row in &mut rows {
                row.at = noon(0);
            }
            entries.extend(rows);
        }
    }

    #[test]
    fn days_in_a_row_are_counted_as_on_a_calendar(reached in vec(any::<bool>(), 31), in_a_row in any::<bool>()) {
        let tiers = (1..=31).map(|days| StepTier { at_least: count(days), points: count(days) }).collect();
        let goal = GoalDays { window: Window::Month, steps: Some(count(8_000)), steps_by_age: vec![], tiers, in_a_row };
        let rules = vec![EarningRule { goal_days: Some(goal), ..rule("goal") }];
        let programme = with(PointsTerms { rules, ..PointsTerms::default() });
        let days = reached.iter().zip(0..).map(|(reached, offset)| DaySteps { date: day(offset), steps: count(if *reached { 8_000 } else { 7_999 }) });
        let request = SettleRequest {
            now: noon(31), ledger: Ledger::default(), rule: code("goal"), date: day(0), days: days.collect(), team: Vec::new(),
            born: None, person: None, explain: Explain::None,
        };
        let expected = match in_a_row {
            true => reached.split(|reached| !reached).map(<[bool]>::len).max().unwrap(),
            false => reached.iter().filter(|reached| **reached).count(),
        };
        prop_assert_eq!(settle(&programme, &request).unwrap().verdict.points.get(), i64::try_from(expected).unwrap());
    }
}
