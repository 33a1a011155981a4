//! What accrual promises, for whatever arrives in whatever order.

mod support;

use std::collections::BTreeMap;

use kenpo_core::{
    Explain, Programme, Reason,
    civil::{Date, Instant, Month},
    points::{
        AccrueRequest, AdjustRequest, Arrival, Entry, EntryKind, ExchangeRequest, KnownRevision, Ledger,
        ReverseRequest, StepCredit, StepDay, StepDelivery, accrue, accrue_steps, adjust, exchange, reverse,
    },
    programme::{Cap, CapMonth, Downward, Window},
    value::HostId,
};
use proptest::{collection::vec, prelude::*};
use support::{cap, code, count, programme};

const TIERS: [(i64, i64); 4] = [(3_000, 5), (5_000, 10), (8_000, 20), (10_000, 40)];

/// Small caps, so that they bind.
fn monthly() -> Programme {
    programme(&TIERS, vec![cap("month", Window::Month, CapMonth::Walked, 100)])
}

/// Days around two month ends, few enough to repeat.
fn arrivals() -> impl Strategy<Value = Vec<Arrival>> {
    let day = (0_i64..40, 0_i64..16_000);
    vec(day, 0..60).prop_map(|days| {
        let first = Instant::parse("2022-01-20T00:00:00+09:00").unwrap().unix();
        let date = |day: i64| Instant::from_unix(first + day * 86_400).unwrap().date();
        days.into_iter()
            .map(|(day, steps)| Arrival { date: date(day), steps: count(steps), source: None, revision: None })
            .collect()
    })
}

fn now() -> Instant {
    Instant::parse("2022-03-10T09:00:00+09:00").unwrap()
}

fn asked(ledger: Ledger, arrivals: Vec<Arrival>, explain: Explain) -> AccrueRequest {
    AccrueRequest { explain, ..AccrueRequest::new(now(), ledger, arrivals) }
}

/// Delivers in parts, each with the ledger that the ones before it left.
fn deliver(programme: &Programme, parts: &[Vec<Arrival>]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for part in parts {
        let ledger = Ledger { opening: None, entries: entries.clone() };
        let request = asked(ledger, part.clone(), Explain::None);
        let posting = accrue(programme, &request).unwrap();
        let before = i64::try_from(entries.len()).unwrap();
        assert_eq!(posting.expect.unwrap().sequence.get(), before);
        entries.extend(posting.store);
    }
    entries
}

/// The same programme, by which the latest record of a day stands.
fn taking_back(caps: Vec<Cap>) -> Programme {
    let mut document = programme(&TIERS, caps).document().clone();
    document.points.rules[0].downward = Downward::TakeBack;
    Programme::new(document, b"").unwrap()
}

fn numbered(day: i64, steps: i64, revision: i64) -> Arrival {
    let first = Instant::parse("2022-03-02T00:00:00+09:00").unwrap().unix();
    let date = Instant::from_unix(first + day * 86_400).unwrap().date();
    Arrival { date, steps: count(steps), source: None, revision: Some(count(revision)) }
}

/// Delivers in parts, each with what the ones before it left and answered.
fn deliver_numbered(programme: &Programme, parts: &[Vec<Arrival>]) -> Vec<Entry> {
    let (mut ledger, mut known) = (Ledger::default(), Vec::new());
    for part in parts {
        let request = AccrueRequest { known: known.clone(), ..asked(ledger.clone(), part.clone(), Explain::None) };
        let posting = accrue(programme, &request).unwrap();
        for (item, record) in posting.verdict.items.iter().zip(part) {
            let Some(revision) = item.revision.filter(|_| item.reason != Reason::StaleRevision) else { continue };
            known.push(KnownRevision {
                date: item.date,
                revision,
                source: record.source.clone(),
                steps: Some(record.steps),
            });
        }
        ledger.entries.extend(posting.store);
    }
    ledger.entries
}

fn worth_of(steps: i64) -> i64 {
    TIERS.iter().filter(|(at_least, _)| *at_least <= steps).map(|(_, points)| *points).max().unwrap_or(0)
}

fn by_day(entries: &[Entry]) -> BTreeMap<Date, i64> {
    let mut sums = BTreeMap::new();
    for entry in entries {
        *sums.entry(entry.date.unwrap()).or_insert(0) += entry.points.get();
    }
    sums.retain(|_, points| *points != 0);
    sums
}

fn by_month(entries: &[Entry]) -> BTreeMap<Month, i64> {
    let mut sums = BTreeMap::new();
    for entry in entries {
        *sums.entry(entry.date.unwrap().calendar_month()).or_insert(0) += entry.points.get();
    }
    sums.retain(|_, points| *points > 0);
    sums
}

/// What each day's best record is worth, capped by month: said without looking at order at all.
fn expected(arrivals: &[Arrival]) -> BTreeMap<Month, i64> {
    let mut best: BTreeMap<Date, i64> = BTreeMap::new();
    for arrival in arrivals {
        let steps = best.entry(arrival.date).or_insert(0);
        *steps = (*steps).max(arrival.steps.get());
    }
    let mut sums = BTreeMap::new();
    for (date, steps) in best {
        let worth =
            TIERS.iter().filter(|(at_least, _)| *at_least <= steps).map(|(_, points)| *points).max().unwrap_or(0);
        *sums.entry(date.calendar_month()).or_insert(0) += worth;
    }
    sums.values_mut().for_each(|points| *points = 100.min(*points));
    sums.retain(|_, points| *points > 0);
    sums
}

fn split(arrivals: &[Arrival], cuts: &[prop::sample::Index]) -> Vec<Vec<Arrival>> {
    let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(arrivals.len() + 1)).collect();
    places.sort_unstable();
    let mut parts = Vec::new();
    let mut from = 0;
    for place in places.into_iter().chain([arrivals.len()]) {
        parts.push(arrivals[from..place].to_vec());
        from = place;
    }
    parts
}

proptest! {
    #[test]
    fn every_order_and_split_pays_a_month_the_same(
        arrivals in arrivals(),
        cuts in vec(any::<prop::sample::Index>(), 0..4),
        seed in any::<u64>(),
    ) {
        let programme = monthly();
        let mut shuffled = arrivals.clone();
        // Any permutation will do; sorting by a seeded mix of the position gives one.
        let mut keys: Vec<(u64, usize)> = (0..shuffled.len())
            .map(|i| ((i as u64 + 1).wrapping_mul(seed | 1).rotate_left(23), i)).collect();
        keys.sort_unstable();
        shuffled = keys.into_iter().map(|(_, i)| shuffled[i].clone()).collect();

        let expected = expected(&arrivals);
        prop_assert_eq!(by_month(&deliver(&programme, std::slice::from_ref(&arrivals))), expected.clone());
        prop_assert_eq!(by_month(&deliver(&programme, &split(&shuffled, &cuts))), expected);
    }

    #[test]
    fn nested_caps_pay_the_outermost_window_the_same(arrivals in arrivals(), cuts in vec(any::<prop::sample::Index>(), 0..4)) {
        let caps = vec![
            cap("day", Window::Day, CapMonth::Walked, 15),
            cap("month", Window::Month, CapMonth::Walked, 60),
            cap("year", Window::FiscalYear, CapMonth::Walked, 110),
        ];
        let programme = programme(&TIERS, caps);
        let total = |entries: &[Entry]| entries.iter().map(|entry| entry.points.get()).sum::<i64>();
        let reversed: Vec<Arrival> = arrivals.iter().rev().cloned().collect();
        let once = total(&deliver(&programme, std::slice::from_ref(&arrivals)));
        prop_assert_eq!(once, total(&deliver(&programme, &split(&reversed, &cuts))));
        prop_assert!(once <= 110);
    }

    #[test]
    fn delivering_everything_again_pays_nothing(arrivals in arrivals()) {
        let programme = monthly();
        let once = deliver(&programme, std::slice::from_ref(&arrivals));
        let twice = deliver(&programme, &[arrivals.clone(), arrivals]);
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn no_month_passes_its_cap_and_nothing_is_negative(arrivals in arrivals()) {
        let entries = deliver(&monthly(), &[arrivals]);
        prop_assert!(by_month(&entries).values().all(|points| *points <= 100));
        prop_assert!(entries.iter().all(|entry| entry.points.get() >= 0 && entry.points.get() <= entry.earned.unwrap().get()));
    }

    #[test]
    fn a_day_is_worth_the_best_of_its_sources_latest_records_in_any_order_and_split(
        days in vec((0_i64..4, 0_i64..16_000, 0_i64..6, 0_usize..3), 0..40),
        cuts in vec(any::<prop::sample::Index>(), 0..4),
        order in vec(any::<prop::sample::Index>(), 40),
        listed in any::<bool>(),
    ) {
        let sources = ["app", "phone", "watch"].map(code);
        // Of one source no two records have one number.
        let mut arrivals: BTreeMap<_, Arrival> = BTreeMap::new();
        for (day, steps, revision, source) in &days {
            let arrival = Arrival { source: Some(sources[*source].clone()), ..numbered(*day, *steps, *revision) };
            arrivals.entry((*day, *source, *revision)).or_insert(arrival);
        }
        let mut latest: BTreeMap<(Date, usize), i64> = BTreeMap::new();
        for ((_, source, _), arrival) in &arrivals {
            latest.insert((arrival.date, *source), worth_of(arrival.steps.get()));
        }
        let mut worth: BTreeMap<Date, i64> = BTreeMap::new();
        for ((date, _), points) in latest {
            let best = worth.entry(date).or_insert(0);
            *best = points.max(*best);
        }
        worth.retain(|_, points| *points > 0);
        let mut arrivals: Vec<Arrival> = arrivals.into_values().collect();
        let places = arrivals.len();
        for (at, with) in order.iter().take(places).enumerate() {
            arrivals.swap(at, with.index(places));
        }
        let mut document = taking_back(Vec::new()).document().clone();
        if listed {
            // One that asks for sources counts those of the list alone.
            document.points.rules[0].sources = sources.to_vec();
        }
        let entries = deliver_numbered(&Programme::new(document, b"").unwrap(), &split(&arrivals, &cuts));
        prop_assert_eq!(by_day(&entries), worth);
        prop_assert!(entries.iter().all(|entry| entry.source.is_some() && entry.steps.is_some()));
    }

    #[test]
    fn the_latest_revision_decides_in_any_order_and_split(
        days in vec((0_i64..6, 0_i64..16_000, 0_i64..12), 0..40),
        cuts in vec(any::<prop::sample::Index>(), 0..4),
        small in 0_i64..100,
    ) {
        let arrivals: Vec<Arrival> = days.iter().map(|(day, steps, revision)| numbered(*day, *steps, *revision)).collect();
        // Of records under one number the first to arrive is taken in.
        let mut latest: BTreeMap<Date, (i64, i64)> = BTreeMap::new();
        for arrival in &arrivals {
            let (revision, steps) = (arrival.revision.unwrap().get(), arrival.steps.get());
            if latest.get(&arrival.date).is_none_or(|(known, _)| revision > *known) {
                latest.insert(arrival.date, (revision, steps));
            }
        }
        let mut worth: BTreeMap<Date, i64> = latest.into_iter().map(|(date, (_, steps))| (date, worth_of(steps))).collect();
        worth.retain(|_, points| *points > 0);
        let entries = deliver_numbered(&taking_back(Vec::new()), &split(&arrivals, &cuts));
        prop_assert_eq!(by_day(&entries), worth);

        // Under a cap: never more than it at any time, never less than nothing for a day, and no more than was earned.
        let capped = taking_back(vec![cap("month", Window::Month, CapMonth::Walked, small)]);
        let entries = deliver_numbered(&capped, &split(&arrivals, &cuts));
        for until in 0..=entries.len() {
            let rows = &entries[..until];
            prop_assert!(by_day(rows).values().sum::<i64>() <= small);
            let mut paid: BTreeMap<Date, (i64, i64)> = BTreeMap::new();
            for row in rows {
                let day = paid.entry(row.date.unwrap()).or_default();
                let sign = if row.kind == EntryKind::Correction { -1 } else { 1 };
                day.0 += row.points.get();
                day.1 += sign * row.earned.unwrap().get();
            }
            prop_assert!(paid.values().all(|(points, earned)| 0 <= *points && points <= earned));
        }
    }

    #[test]
    fn what_is_spent_is_neither_taken_nor_paid_twice(
        steps in vec(0_i64..16_000, 1..20),
        spends in vec(0_i64..60, 1..20),
    ) {
        let programme = taking_back(Vec::new());
        let (mut ledger, mut best, mut spent) = (Ledger::default(), 0, 0);
        for (revision, (steps, spend)) in steps.iter().zip(spends.iter().cycle()).enumerate() {
            let arrivals = vec![numbered(0, *steps, i64::try_from(revision).unwrap())];
            let posting = accrue(&programme, &asked(ledger.clone(), arrivals, Explain::None)).unwrap();
            ledger.entries.extend(posting.store);
            let sum = |ledger: &Ledger| ledger.entries.iter().map(|entry| entry.points.get()).sum::<i64>();
            best = best.max(worth_of(*steps));
            // What the day was paid in all is what the record is worth, or what is spent of an earlier one.
            prop_assert_eq!(posting.verdict.balance.get(), sum(&ledger));
            prop_assert_eq!(sum(&ledger) + spent, worth_of(*steps).max(spent));
            prop_assert!(sum(&ledger) + spent <= best);
            let less = AdjustRequest {
                now: now(), ledger: ledger.clone(), earlier: None, points: kenpo_core::value::Amount::new(-spend.min(&sum(&ledger))).unwrap(),
                cause: code("spent"), purse: None, request_key: HostId::new(&format!("k{revision}")).unwrap(), explain: Explain::None,
            };
            if less.points.get() < 0 {
                let taken = adjust(&programme, &less).unwrap();
                spent -= less.points.get();
                ledger.entries.extend(taken.store);
            }
        }
    }

    #[test]
    fn explaining_changes_no_verdict(arrivals in arrivals()) {
        let programme = monthly();
        let ask = |explain| accrue(&programme, &asked(Ledger::default(), arrivals.clone(), explain)).unwrap();
        let (silent, all) = (ask(Explain::None), ask(Explain::All));
        prop_assert!(silent.checks.is_empty());
        prop_assert_eq!((silent.verdict, silent.store), (all.verdict, all.store));
        let failed = ask(Explain::Failed).checks;
        let of_all: Vec<_> = all.checks.into_iter().filter(|check| check.outcome == kenpo_core::Outcome::Fail).collect();
        prop_assert_eq!(failed, of_all);
    }

    #[test]
    fn the_typed_lane_credits_the_same(arrivals in arrivals(), synced in any::<bool>()) {
        let month_of = if synced { CapMonth::Synced } else { CapMonth::Walked };
        let programme = programme(&TIERS, vec![cap("month", Window::Month, month_of, 100)]);
        let half = arrivals.len() / 2;
        let first = deliver(&programme, &[arrivals[..half].to_vec()]);
        let credited: Vec<StepCredit> = first.iter().map(credit_of).collect();
        let days = arrivals[half..].iter().map(|a| StepDay::new(a.date.yyyymmdd(), a.steps.get()));
        let days: Vec<StepDay> = days.collect();
        let mut reasons = vec![Reason::Empty; days.len()];
        let mut credits = vec![StepCredit::default(); days.len()];
        let mut room = [0; 1_024];
        let delivery = StepDelivery::on(now().date().yyyymmdd());
        let len = accrue_steps(&programme, &delivery, &days, &credited, &mut room, &mut credits, &mut reasons).unwrap();
        credits.truncate(len);
        let request = asked(Ledger { opening: None, entries: first }, arrivals[half..].to_vec(), Explain::None);
        let posting = accrue(&programme, &request).unwrap();
        prop_assert_eq!(reasons, posting.verdict.items.iter().map(|item| item.reason).collect::<Vec<_>>());
        prop_assert_eq!(credits, posting.store.iter().map(credit_of).collect::<Vec<_>>());
    }

    #[test]
    fn an_exchange_takes_whole_tickets_and_a_retry_nothing(points in 0_i64..5_000, quantity in 1_i64..12) {
        let programme = monthly();
        let at = now();
        let mut ledger = Ledger { opening: None, entries: vec![opening_credit(points)] };
        let request = ExchangeRequest {
            now: at, ledger: ledger.clone(), earlier: None, goods: code("ticket"), quantity: count(quantity), taken: None,
            request_key: HostId::new("key").unwrap(), explain: Explain::None,
        };
        let posting = exchange(&programme, &request).unwrap();
        let enough = quantity * 500 <= points;
        prop_assert_eq!(posting.verdict.reason == Reason::Exchanged, enough);
        prop_assert_eq!(posting.verdict.balance.get(), if enough { points - quantity * 500 } else { points });
        prop_assert_eq!(posting.store.len(), usize::from(enough));

        ledger.entries.extend(posting.store.clone());
        let again = exchange(&programme, &ExchangeRequest { ledger: ledger.clone(), ..request }).unwrap();
        prop_assert_eq!(&again.verdict, &posting.verdict);
        prop_assert_eq!((again.replayed, again.store.is_empty() ), (enough, true));

        // Undone, the balance is what it was.
        if let Some(entry) = posting.store.first() {
            let undo = ReverseRequest { now: at, ledger, sequence: entry.sequence, quantity: None, request_key: HostId::new("undo").unwrap(), explain: Explain::None };
            let undone = reverse(&programme, &undo).unwrap();
            prop_assert_eq!(undone.verdict.balance.get(), points);
        }
    }
}

fn credit_of(entry: &Entry) -> StepCredit {
    StepCredit {
        walked: entry.date.unwrap().yyyymmdd(),
        synced: entry.synced_on.unwrap().yyyymmdd(),
        rule: 0,
        reserved: 0,
        earned: entry.earned.unwrap().get(),
        points: entry.points.get(),
    }
}

fn opening_credit(points: i64) -> Entry {
    let at = Instant::parse("2022-01-01T00:00:00+09:00").unwrap();
    Entry {
        sequence: count(1),
        at,
        kind: EntryKind::Credit,
        points: kenpo_core::value::Amount::new(points).unwrap(),
        purse: None,
        rule: Some(code("steps")),
        date: Some(at.date()),
        synced_on: Some(at.date()),
        earned: Some(count(points)),
        revision: None,
        source: None,
        steps: None,
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
        request_key: None,
    }
}
