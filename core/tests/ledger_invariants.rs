//! The invariants of a ledger: what kenpo writes obeys them, and what does not obey them is refused.

#[expect(dead_code, reason = "nothing here has a cap of its own")]
mod support;

use kenpo_core::{
    Explain, Programme,
    civil::{Date, Instant},
    points::{
        AccrueRequest, AdjustRequest, Arrival, BalanceRequest, EarnRequest, Entry, EntryKind, ExchangeRequest, Ledger,
        Opening, PointsLot, ReverseRequest, accrue, adjust, balance, earn, exchange, reverse,
    },
    programme::{Downward, EarningRule, Exchange, FinalAfter, Group, GroupKind, PurseTerms},
    value::{Amount, Code, Count, HostId, RuleId},
};
use proptest::{collection::vec, prelude::*, sample::Index};
use support::{code, count, rule};

/// Steps are paid into a purse, are final on the 10th of the next month, and are taken back; check-ups are paid at once.
fn society() -> Programme {
    let mut document = support::programme(&[(5_000, 10), (8_000, 20)], Vec::new()).document().clone();
    let points = &mut document.points;
    points.rules[0] = EarningRule {
        downward: Downward::TakeBack,
        final_after: Some(FinalAfter { months: Some(1), day: Some(10), fiscal_years: None, quarters: None }),
        purse: Some(code("coin")),
        ..points.rules[0].clone()
    };
    let checkup = support::activity("checkup", 30, None);
    points.rules.push(EarningRule { activity: Some(checkup), ..rule("checkup") });
    let terms = points.exchanges[0].clone();
    let goods = |id, purse| Exchange { id: code(id), points: count(7), purse, ..terms.clone() };
    points.exchanges = vec![goods("voucher", None), goods("gift", Some(code("coin")))];
    points.purses = vec![PurseTerms {
        name: None,
        id: code("coin"),
        rule: RuleId::new("PURSE").unwrap(),
        period: kenpo_core::Period::default(),
        groups: vec![code("society")],
        clause: None,
    }];
    document.groups = vec![Group {
        name: None,
        id: code("society"),
        kind: GroupKind::Company,
        numbers: Vec::new(),
        period: kenpo_core::Period::default(),
        maintenance: Vec::new(),
    }];
    Programme::new(document, b"").unwrap()
}

#[derive(Clone, Debug)]
enum Act {
    /// A record of a day some days ago, the latest of that day.
    Walk {
        days_ago: i64,
        steps: i64,
    },
    Checkup,
    Exchange {
        quantity: i64,
        coin: bool,
    },
    Adjust {
        points: i64,
        coin: bool,
    },
    Reverse(Index, Option<i64>),
    /// Rows so far are replaced by an opening.
    Snapshot,
}

fn acts() -> impl Strategy<Value = Vec<(i64, Act)>> {
    let act = prop_oneof![
        6 => (0_i64..4, 3_000_i64..10_000).prop_map(|(days_ago, steps)| Act::Walk { days_ago, steps }),
        2 => Just(Act::Checkup),
        3 => (1_i64..4, any::<bool>()).prop_map(|(quantity, coin)| Act::Exchange { quantity, coin }),
        1 => (-20_i64..20, any::<bool>()).prop_map(|(points, coin)| Act::Adjust { points, coin }),
        2 => (any::<Index>(), proptest::option::of(1_i64..4)).prop_map(|(of, goods)| Act::Reverse(of, goods)),
    ];
    vec((0_i64..9, act), 1..24)
}

fn noon(day: i64) -> Instant {
    let first = Instant::parse("2024-03-01T12:00:00+09:00").unwrap();
    Instant::from_unix(first.unix() + day * 86_400).unwrap()
}

fn key(text: impl ToString) -> HostId {
    HostId::new(&text.to_string()).unwrap()
}

fn purse(coin: bool) -> Option<Code> {
    coin.then(|| code("coin"))
}

/// What kenpo writes for acts, each on what those before it left.
fn written(programme: &Programme, acts: &[(i64, Act)]) -> (Ledger, i64) {
    let (mut ledger, mut day) = (Ledger::default(), 0);
    for (number, (pause, act)) in acts.iter().enumerate() {
        day += pause;
        let (now, explain, request_key) = (noon(day), Explain::None, key(number));
        let given = ledger.clone();
        let rows = match act {
            Act::Walk { days_ago, steps } => {
                let revision = Some(count(i64::try_from(number).unwrap()));
                let (date, steps) = (noon(day - days_ago).date(), count(*steps));
                let record = Arrival { date, steps, source: None, revision };
                accrue(programme, &AccrueRequest::new(now, given, vec![record])).unwrap().store
            }
            Act::Checkup => {
                let (activity, date) = (code("checkup"), now.date());
                let (value, source, born, person, enrolled_on, opened_on) = (None, None, None, None, None, None);
                let ledger = given;
                let event = request_key;
                let request = EarnRequest {
                    now,
                    ledger,
                    activity,
                    date,
                    value,
                    event,
                    source,
                    born,
                    person,
                    enrolled_on,
                    opened_on,
                    explain,
                };
                earn(programme, &request).unwrap().store
            }
            Act::Exchange { quantity, coin } => {
                let goods = code(if *coin { "gift" } else { "voucher" });
                let (ledger, earlier, quantity, taken) = (given, None, count(*quantity), None);
                exchange(
                    programme,
                    &ExchangeRequest { now, ledger, earlier, goods, quantity, taken, request_key, explain },
                )
                .unwrap()
                .store
            }
            Act::Adjust { points: 0, .. } => continue,
            Act::Adjust { points, coin } => {
                let (points, cause, purse) = (Amount::new(*points).unwrap(), code("test"), purse(*coin));
                let (ledger, earlier) = (given, None);
                let request = AdjustRequest { now, ledger, earlier, points, cause, purse, request_key, explain };
                adjust(programme, &request).unwrap().store
            }
            Act::Reverse(index, goods) => {
                let exchanges = ledger.entries.iter().filter(|entry| entry.kind == EntryKind::Exchange);
                let exchanges: Vec<Count> = exchanges.map(|entry| entry.sequence).collect();
                if exchanges.is_empty() {
                    continue;
                }
                let sequence = *index.get(&exchanges);
                let quantity = goods.map(count);
                let request = ReverseRequest { now, ledger: given, sequence, quantity, request_key, explain };
                reverse(programme, &request).unwrap().store
            }
            Act::Snapshot => {
                ledger = snapshot(&ledger, now);
                continue;
            }
        };
        ledger.entries.extend(rows);
        if let Some(fault) = refused(&ledger, now) {
            panic!("{act:?} wrote what is refused: {fault}");
        }
    }
    (ledger, day)
}

/// An opening that takes the place of all rows. Days up to its own are closed, and so need no totals.
fn snapshot(ledger: &Ledger, as_of: Instant) -> Ledger {
    let of = |coin| balance(&BalanceRequest { as_of, ledger: ledger.clone(), purse: purse(coin) }).unwrap().verdict;
    let shown = [of(false), of(true)];
    let before = ledger.opening.as_ref().map(|opening| opening.sequence);
    let sequence = ledger.entries.last().map(|entry| entry.sequence).or(before).unwrap_or(count(0));
    let points = count(shown.iter().map(|verdict| verdict.balance.get()).sum());
    let lots: Vec<PointsLot> = shown.into_iter().flat_map(|verdict| verdict.lots).collect();
    let (closed_through, caps, earned) = (as_of.date(), Vec::new(), Vec::new());
    Ledger {
        opening: Some(Opening {
            sequence,
            points,
            lots,
            closed_through,
            caps,
            earned,
            exchanged: Vec::new(),
            known: Vec::new(),
        }),
        entries: Vec::new(),
    }
}

fn refused(ledger: &Ledger, as_of: Instant) -> Option<kenpo_core::Error> {
    balance(&BalanceRequest { as_of, ledger: ledger.clone(), purse: None }).err()
}

/// A fault of storing: a row lost, written twice, or with another value in it.
#[derive(Clone, Debug)]
enum Change {
    Points(i64),
    Purse,
    Earned(i64),
    Reverses(i64),
    Quantity(Option<i64>),
    RequestKey(usize),
    Sequence(i64),
    Day(i64),
    Lost,
    Twice,
    Kind(usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (-40_i64..40).prop_map(Change::Points),
        Just(Change::Purse),
        (0_i64..40).prop_map(Change::Earned),
        (0_i64..24).prop_map(Change::Reverses),
        proptest::option::of(0_i64..5).prop_map(Change::Quantity),
        (0_usize..24).prop_map(Change::RequestKey),
        (0_i64..24).prop_map(Change::Sequence),
        (-3_i64..4).prop_map(Change::Day),
        Just(Change::Lost),
        Just(Change::Twice),
        (0_usize..5).prop_map(Change::Kind),
    ]
}

fn changed(mut ledger: Ledger, place: Index, change: &Change) -> Ledger {
    let entries = &mut ledger.entries;
    if entries.is_empty() {
        return ledger;
    }
    let place = place.index(entries.len());
    let last = entries[entries.len() - 1].sequence.get();
    let entry = &mut entries[place];
    let kinds =
        [EntryKind::Credit, EntryKind::Exchange, EntryKind::Reversal, EntryKind::Adjustment, EntryKind::Correction];
    match change {
        Change::Points(points) => entry.points = Amount::new(*points).unwrap(),
        Change::Purse => entry.purse = purse(entry.purse.is_none()),
        Change::Earned(earned) => entry.earned = Some(count(*earned)),
        Change::Reverses(reverses) => entry.reverses = Some(count(*reverses)),
        Change::Quantity(quantity) => entry.quantity = quantity.map(count),
        Change::RequestKey(number) => entry.request_key = Some(key(number)),
        Change::Sequence(sequence) => entry.sequence = count(*sequence),
        Change::Day(days) => entry.date = entry.date.map(|date| date.plus_days(*days).unwrap()),
        Change::Kind(kind) => entry.kind = kinds[*kind],
        Change::Lost => drop(entries.remove(place)),
        Change::Twice => {
            let again = Entry { sequence: count(last + 1), ..entry.clone() };
            entries.push(again);
        }
    }
    ledger
}

/// The table of invariants, held against a ledger without an opening as it is written on the page: every row against all before it.
/// Points never expire under the programme of these tests.
fn obeys(ledger: &Ledger) -> bool {
    let rows = &ledger.entries;
    // Points of each purse, and the day from which they can be spent.
    let mut held: Vec<(bool, Option<Date>, i64)> = Vec::new();
    let mut today = Date::from_ymd(1, 1, 1).unwrap();
    for (place, row) in rows.iter().enumerate() {
        let before = &rows[..place];
        let (points, coin) = (row.points.get(), row.purse.is_some());
        let after_all = row.sequence.get() > before.last().map_or(0, |last| last.sequence.get());
        let earns = row.rule.is_some() && row.date.is_some() && row.synced_on.is_some();
        let fields = match row.kind {
            EntryKind::Credit => earns && row.earned.is_some_and(|earned| (0..=earned.get()).contains(&points)),
            EntryKind::Correction => {
                earns
                    && row.earned.is_some_and(|earned| (-earned.get()..=0).contains(&points))
                    && (row.request_key.is_none() && row.expires_on.is_none())
            }
            EntryKind::Exchange => points < 0 && row.goods.is_some() && row.quantity.is_some() && row.balance.is_some(),
            EntryKind::Reversal => points > 0 && row.reverses.is_some() && row.balance.is_some(),
            EntryKind::Adjustment => {
                points != 0 && row.cause.is_some() && row.balance.is_some() && row.request_key.is_some()
            }
        };
        let earning = matches!(row.kind, EntryKind::Credit | EntryKind::Correction);
        let no_activity = row.rule.is_none() && row.date.is_none() && row.synced_on.is_none();
        let nothing_earned = row.earned.is_none() && row.revision.is_none() && row.final_on.is_none();
        let bare = (earning || no_activity && nothing_earned)
            && (row.kind == EntryKind::Exchange || row.goods.is_none())
            && (matches!(row.kind, EntryKind::Exchange | EntryKind::Reversal) || row.quantity.is_none())
            && row.quantity.is_none_or(|quantity| quantity.get() > 0)
            && (row.kind == EntryKind::Reversal || (row.reverses.is_none() && row.expired.is_none()))
            && (row.kind == EntryKind::Adjustment || row.cause.is_none())
            && !(earning && row.balance.is_some());
        let once = row.request_key.is_none()
            || before.iter().filter(|other| other.request_key == row.request_key).all(|other| {
                let both = row.kind == EntryKind::Credit && other.kind == EntryKind::Credit;
                both && row.date == other.date
            });
        let of_day = rows[..=place].iter().filter(|other| {
            let earning = matches!(other.kind, EntryKind::Credit | EntryKind::Correction);
            earning && other.rule == row.rule && other.date == row.date
        });
        let (mut earned, mut paid, mut of_day_holds) = (0, 0, true);
        for other in of_day {
            let sign = if other.kind == EntryKind::Correction { -1 } else { 1 };
            earned += sign * other.earned.map_or(0, Count::get);
            paid += other.points.get();
            of_day_holds &= 0 <= paid && paid <= earned;
        }
        let reversal = row.kind != EntryKind::Reversal
            || before.iter().any(|other| {
                let all = other.quantity.map_or(0, Count::get);
                let reversals = before.iter().filter(|row| row.kind == EntryKind::Reversal);
                let given = reversals.filter(|earlier| earlier.reverses == row.reverses);
                let given: Vec<i64> = given.map(|earlier| earlier.quantity.map_or(all, Count::get)).collect();
                let left = all - given.iter().sum::<i64>();
                let fits = match row.quantity {
                    None => given.is_empty() && -other.points.get() == points,
                    Some(part) => part.get() <= left && -other.points.get() * part.get() == points * all,
                };
                other.kind == EntryKind::Exchange
                    && Some(other.sequence) == row.reverses
                    && fits
                    && other.purse == row.purse
            });
        if !(after_all && fields && bare && once && reversal) || earning && !of_day_holds {
            return false;
        }

        today = today.max(row.at.date());
        if points > 0 {
            held.push((coin, row.final_on, points));
            continue;
        }
        let corrected = row.final_on.filter(|_| row.kind == EntryKind::Correction);
        let mut rest = -points;
        let pending = |first: Option<Date>| first.is_some_and(|first| first > today);
        // First what becomes final with it, then what can be spent.
        for waiting in [true, false] {
            for (of_coin, first, left) in &mut held {
                let takes = if waiting { pending(*first) && *first == corrected } else { !pending(*first) };
                if *of_coin == coin && takes {
                    let taken = rest.min(*left);
                    *left -= taken;
                    rest -= taken;
                }
            }
        }
        if rest > 0 {
            return false;
        }
    }
    true
}

proptest! {
    #[test]
    fn what_kenpo_wrote_is_never_refused(acts in acts(), snapshots in vec(any::<Index>(), 0..3)) {
        let mut acts = acts;
        for place in snapshots {
            acts.insert(place.index(acts.len()), (0, Act::Snapshot));
        }
        // Each row is read again as soon as it is written.
        written(&society(), &acts);
    }

    #[test]
    fn a_ledger_is_refused_or_obeys_the_invariants(acts in acts(), changes in vec((any::<Index>(), change()), 0..3)) {
        let (ledger, day) = written(&society(), &acts);
        let ledger = changes.iter().fold(ledger, |ledger, (place, change)| changed(ledger, *place, change));
        let fault = refused(&ledger, noon(day + 1));
        prop_assert_eq!(fault.is_none(), obeys(&ledger), "{:?}: {:#?}", fault, ledger);
    }
}
