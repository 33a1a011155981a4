//! What the ledger promises, held against a plain one that keeps every point by itself.

#[expect(dead_code, reason = "nothing here has a cap")]
mod support;

use kenpo_core::{
    ErrorCode, Explain, Programme, Reason,
    civil::{Date, Instant},
    points::{
        AdjustRequest, BalanceRequest, BalanceVerdict, Entry, EntryKind, ExchangeRequest, Ledger, Opening,
        PersonLedger, PointsLot, ReverseRequest, SummaryRequest, adjust, balance, exchange, reverse, summary,
    },
    programme::{Exchange, Group, GroupKind, PointsExpiry, PointsExpiryPolicy, PurseTerms},
    value::{Amount, Code, Count, HostId, RuleId},
};
use proptest::{collection::vec, prelude::*};
use support::{code, count};

const DAY: i64 = 86_400;

/// Own points expire after a month, coins at the end of the next month.
fn society() -> Programme {
    let mut document = support::programme(&[(8_000, 20)], Vec::new()).document().clone();
    let rule = || RuleId::new("RULE").unwrap();
    let terms = document.points.exchanges[0].clone();
    let goods = |id, purse| Exchange { id: code(id), points: count(10), purse, ..terms.clone() };
    document.points.exchanges = vec![goods("voucher", None), goods("gift", Some(code("coin")))];
    let expiry = |purse, policy| PointsExpiry {
        rule: rule(),
        period: kenpo_core::Period::default(),
        purse,
        policy,
        months: Some(1),
        window: None,
        later: None,
        day: None,
        every_months: None,
        last_grant_months_before: None,
        counted_from: kenpo_core::programme::ExpiryCounted::Grant,
        renewed_by: Vec::new(),
        clause: None,
    };
    document.points.expiry =
        vec![expiry(None, PointsExpiryPolicy::FixedTerm), expiry(Some(code("coin")), PointsExpiryPolicy::MonthEnd)];
    let group = Group {
        name: None,
        id: code("society"),
        kind: GroupKind::Company,
        numbers: Vec::new(),
        period: kenpo_core::Period::default(),
        maintenance: Vec::new(),
    };
    document.groups = vec![group];
    document.points.purses = vec![PurseTerms {
        name: None,
        id: code("coin"),
        rule: rule(),
        period: kenpo_core::Period::default(),
        groups: vec![code("society")],
        clause: None,
    }];
    Programme::new(document, b"").unwrap()
}

fn purse(coin: bool) -> Option<Code> {
    coin.then(|| code("coin"))
}

fn noon(day: i64) -> Instant {
    let first = Instant::parse("2022-01-20T12:00:00+09:00").unwrap();
    Instant::from_unix(first.unix() + day * DAY).unwrap()
}

fn date(day: i64) -> Date {
    noon(day).date()
}

/// What happens on a day.
#[derive(Clone, Debug)]
enum Event {
    /// A credit that can be spent from and until a number of days later.
    Grant {
        points: i64,
        from: Option<i64>,
        until: Option<i64>,
        coin: bool,
    },
    Exchange {
        quantity: i64,
        coin: bool,
    },
    Adjust {
        points: i64,
        coin: bool,
    },
    /// Of one of the entries so far, and of how many of its goods.
    Reverse(prop::sample::Index, Option<i64>),
    /// Takes back at most a number of points: those final on one of the days that any wait for, then those that can be spent.
    Correct {
        points: i64,
        day: Option<prop::sample::Index>,
        coin: bool,
    },
}

fn events() -> impl Strategy<Value = Vec<(i64, Event)>> {
    let span = || proptest::option::of(0_i64..30);
    let event = prop_oneof![
        4 => (0_i64..60, proptest::option::weighted(0.2, 0_i64..30), span(), any::<bool>())
            .prop_map(|(points, from, until, coin)| {
                let until = until.map(|until| until.max(from.unwrap_or(0)));
                Event::Grant { points, from, until, coin }
            }),
        3 => (1_i64..5, any::<bool>()).prop_map(|(quantity, coin)| Event::Exchange { quantity, coin }),
        1 => (-40_i64..40, any::<bool>())
            .prop_map(|(points, coin)| Event::Adjust { points: if points == 0 { 1 } else { points }, coin }),
        3 => (any::<prop::sample::Index>(), proptest::option::of(1_i64..5)).prop_map(|(of, goods)| Event::Reverse(of, goods)),
        1 => (1_i64..60, proptest::option::weighted(0.8, any::<prop::sample::Index>()), any::<bool>())
            .prop_map(|(points, day, coin)| Event::Correct { points, day, coin }),
    ];
    vec((0_i64..12, event), 0..16)
}

/// One point. It is spent by what took it, until that is undone.
#[derive(Clone, Debug)]
struct Point {
    coin: bool,
    from: Option<Date>,
    until: Option<Date>,
    spent_by: Option<i64>,
}

impl Point {
    fn has_expired(&self, on: Date) -> bool {
        self.until.is_some_and(|last| last < on)
    }

    fn is_pending(&self, on: Date) -> bool {
        self.spent_by.is_none() && !self.has_expired(on) && self.from.is_some_and(|first| first > on)
    }

    fn can_be_spent(&self, on: Date) -> bool {
        self.spent_by.is_none() && !self.has_expired(on) && self.from.is_none_or(|first| first <= on)
    }
}

/// The plain ledger: every point by itself, in the order of granting.
#[derive(Clone, Default, Debug)]
struct Plain(Vec<Point>);

impl Plain {
    fn count(&self, coin: bool, what: impl Fn(&Point) -> bool) -> i64 {
        let unspent = self.0.iter().filter(|point| point.coin == coin && point.spent_by.is_none());
        i64::try_from(unspent.filter(|point| what(point)).count()).unwrap()
    }

    fn available(&self, coin: bool, on: Date) -> i64 {
        self.count(coin, |point| point.can_be_spent(on))
    }

    fn grant(&mut self, points: i64, coin: bool, from: Option<Date>, until: Option<Date>) {
        for _ in 0..points {
            self.0.push(Point { coin, from, until, spent_by: None });
        }
    }

    /// The first days of the points of a purse that cannot be spent yet, each as often as there are points.
    fn waited_for(&self, coin: bool, on: Date) -> Vec<Date> {
        let waiting = self.0.iter().filter(|point| point.coin == coin && point.is_pending(on));
        waiting.filter_map(|point| point.from).collect()
    }

    /// Takes points that can be spent from a day on, and not yet; says how many it could not.
    fn take_pending(&mut self, points: i64, coin: bool, first: Date, on: Date, by: i64) -> i64 {
        for taken in 0..points {
            let waiting = self.0.iter_mut().filter(|point| point.coin == coin && point.is_pending(on));
            let Some(point) = waiting.into_iter().find(|point| point.from == Some(first)) else {
                return points - taken;
            };
            point.spent_by = Some(by);
        }
        0
    }

    fn spend(&mut self, points: i64, coin: bool, on: Date, by: i64) {
        for _ in 0..points {
            let live = self.0.iter_mut().filter(|point| point.coin == coin && point.can_be_spent(on));
            // Of several that are equally early, `min_by_key` gives the first.
            live.min_by_key(|point| (point.until.is_none(), point.until)).unwrap().spent_by = Some(by);
        }
    }
}

fn key(text: impl ToString) -> HostId {
    HostId::new(&text.to_string()).unwrap()
}

/// A ledger whose first rows are not given: of a day's rule, what was earned before is not known, and corrections of any size can be tried.
fn begun() -> Ledger {
    let (caps, earned) = (Vec::new(), Vec::new());
    let opening = Opening {
        sequence: count(0),
        points: count(0),
        lots: Vec::new(),
        closed_through: date(-1),
        caps,
        earned,
        exchanged: Vec::new(),
        known: Vec::new(),
    };
    Ledger { opening: Some(opening), entries: Vec::new() }
}

/// A ledger after events, and the plain one beside it; each operation's verdict is held against the plain one.
fn happen(programme: &Programme, events: &[(i64, Event)]) -> (Ledger, Plain, i64) {
    let (mut ledger, mut plain, mut day) = (begun(), Plain::default(), 0);
    for (pause, event) in events {
        day += pause;
        let (now, on) = (noon(day), date(day));
        let next = i64::try_from(ledger.entries.len()).unwrap() + 1;
        match event {
            Event::Grant { points, from, until, coin } => {
                let (from, until) = (from.map(|days| date(day + days)), until.map(|days| date(day + days)));
                plain.grant(*points, *coin, from, until);
                ledger.entries.push(granted(next, now, *points, from, until, purse(*coin)));
            }
            Event::Exchange { quantity, coin } => {
                let goods = code(if *coin { "gift" } else { "voucher" });
                let request = ExchangeRequest {
                    now,
                    ledger: ledger.clone(),
                    earlier: None,
                    goods,
                    quantity: count(*quantity),
                    taken: None,
                    request_key: key(next),
                    explain: Explain::None,
                };
                let posting = exchange(programme, &request).unwrap();
                let enough = quantity * 10 <= plain.available(*coin, on);
                assert_eq!(posting.verdict.reason == Reason::Exchanged, enough);
                if enough {
                    plain.spend(quantity * 10, *coin, on, next);
                }
                assert_eq!(posting.verdict.balance.get(), plain.available(*coin, on));
                ledger.entries.extend(posting.store);
                let again = exchange(programme, &ExchangeRequest { ledger: ledger.clone(), ..request }).unwrap();
                assert_eq!((again.verdict, again.replayed), (posting.verdict, enough));
            }
            Event::Adjust { points, coin } => {
                let request = AdjustRequest {
                    now,
                    ledger: ledger.clone(),
                    earlier: None,
                    points: Amount::new(*points).unwrap(),
                    cause: code("test"),
                    purse: purse(*coin),
                    request_key: key(next),
                    explain: Explain::None,
                };
                let posting = adjust(programme, &request).unwrap();
                let enough = -points <= plain.available(*coin, on);
                assert_eq!(posting.verdict.reason == Reason::Adjusted, enough);
                if enough && *points > 0 {
                    assert!(posting.verdict.expires_on.is_some_and(|last| last > on));
                    plain.grant(*points, *coin, None, posting.verdict.expires_on);
                } else if enough {
                    plain.spend(-points, *coin, on, next);
                }
                assert_eq!(posting.verdict.balance.get(), plain.available(*coin, on));
                ledger.entries.extend(posting.store);
                let again = adjust(programme, &AdjustRequest { ledger: ledger.clone(), ..request }).unwrap();
                assert_eq!((again.verdict, again.replayed), (posting.verdict, enough));
            }
            Event::Reverse(index, goods) if !ledger.entries.is_empty() => {
                let entry = index.get(&ledger.entries).clone();
                let (sequence, coin) = (entry.sequence, entry.purse.is_some());
                let request = ReverseRequest {
                    now,
                    ledger: ledger.clone(),
                    sequence,
                    quantity: goods.map(count),
                    request_key: key(next),
                    explain: Explain::None,
                };
                let posting = reverse(programme, &request).unwrap();
                let is_of = |point: &Point| point.spent_by == Some(sequence.get());
                // Goods cost ten points each.
                let left = i64::try_from(plain.0.iter().filter(|point| is_of(point)).count() / 10).unwrap();
                let undone = entry.kind == EntryKind::Exchange && left > 0 && goods.is_none_or(|goods| goods <= left);
                assert_eq!(posting.verdict.reason == Reason::Reversed, undone);
                let reason = match entry.kind {
                    EntryKind::Exchange if left == 0 => Reason::AlreadyReversed,
                    EntryKind::Exchange if !undone => Reason::MoreThanExchanged,
                    EntryKind::Exchange => Reason::Reversed,
                    _ => Reason::NotReversible,
                };
                assert_eq!(posting.verdict.reason, reason);
                if undone {
                    let mut back: Vec<&mut Point> = plain.0.iter_mut().filter(|point| is_of(point)).collect();
                    // Those that expire first were spent first, and come back last.
                    back.sort_by_key(|point| std::cmp::Reverse((point.until.is_none(), point.until)));
                    back.truncate(usize::try_from(goods.unwrap_or(left) * 10).unwrap());
                    let expired = back.iter().filter(|point| point.has_expired(on)).count();
                    assert_eq!(posting.verdict.points.get(), i64::try_from(back.len()).unwrap());
                    assert_eq!(posting.verdict.expired.map_or(0, Count::get), i64::try_from(expired).unwrap());
                    back.into_iter().for_each(|point| point.spent_by = None);
                }
                assert_eq!(posting.verdict.balance.get(), plain.available(coin, on));
                ledger.entries.extend(posting.store);
                let again = reverse(programme, &ReverseRequest { ledger: ledger.clone(), ..request }).unwrap();
                assert_eq!((again.verdict, again.replayed), (posting.verdict, undone));
            }
            Event::Reverse(..) => {}
            Event::Correct { points, day, coin } => {
                let waited_for = plain.waited_for(*coin, on);
                let first = day.filter(|_| !waited_for.is_empty()).map(|day| *day.get(&waited_for));
                let of_day = waited_for.iter().filter(|of| Some(**of) == first).count();
                let points = (*points).min(i64::try_from(of_day).unwrap() + plain.available(*coin, on));
                let rest = first.map_or(points, |first| plain.take_pending(points, *coin, first, on, next));
                plain.spend(rest, *coin, on, next);
                let taken = granted(next, now, -points, first, None, purse(*coin));
                ledger.entries.push(Entry { kind: EntryKind::Correction, ..taken });
                // One more than there is cannot have been taken.
                let more =
                    Amount::new(plain.available(*coin, on) + plain.waited_for(*coin, on).len() as i64 + 1).unwrap();
                let mut beyond = ledger.clone();
                let over = granted(next + 1, now, -more.get(), first, None, purse(*coin));
                beyond.entries.push(Entry { kind: EntryKind::Correction, ..over });
                let request = BalanceRequest { as_of: now, ledger: beyond, purse: None };
                assert_eq!(balance(&request).unwrap_err().code(), ErrorCode::BalanceNegative);
            }
        }
    }
    (ledger, plain, day)
}

fn granted(
    sequence: i64,
    at: Instant,
    points: i64,
    final_on: Option<Date>,
    expires_on: Option<Date>,
    purse: Option<Code>,
) -> Entry {
    Entry {
        sequence: count(sequence),
        at,
        kind: EntryKind::Credit,
        points: Amount::new(points).unwrap(),
        purse,
        rule: Some(code("steps")),
        date: Some(at.date()),
        synced_on: Some(at.date()),
        earned: Some(count(points.abs())),
        revision: None,
        source: None,
        steps: None,
        final_on,
        expires_on,
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

fn balance_of(ledger: &Ledger, as_of: Instant, coin: bool) -> BalanceVerdict {
    balance(&BalanceRequest { as_of, ledger: ledger.clone(), purse: purse(coin) }).unwrap().verdict
}

/// A snapshot at an instant holds every entry up to it.
fn snapshot(ledger: &Ledger, as_of: Instant) -> Ledger {
    let shown = [balance_of(ledger, as_of, false), balance_of(ledger, as_of, true)];
    let points = shown.iter().map(|verdict| verdict.balance.get()).sum();
    let sequence = ledger.entries.last().map_or(count(0), |entry| entry.sequence);
    let lots: Vec<PointsLot> = shown.into_iter().flat_map(|verdict| verdict.lots).collect();
    let (caps, earned) = (Vec::new(), Vec::new());
    let opening = Opening {
        sequence,
        points: count(points),
        lots,
        closed_through: as_of.date(),
        caps,
        earned,
        exchanged: Vec::new(),
        known: Vec::new(),
    };
    Ledger { opening: Some(opening), entries: Vec::new() }
}

proptest! {
    #[test]
    fn the_balance_is_every_point_not_spent(events in events(), later in 0_i64..70) {
        let (ledger, plain, day) = happen(&society(), &events);
        let on = date(day + later);
        for coin in [false, true] {
            let shown = balance_of(&ledger, noon(day + later), coin);
            let expired = plain.count(coin, |point| point.has_expired(on));
            let live = plain.count(coin, |point| !point.has_expired(on));
            prop_assert_eq!(shown.available.get(), plain.available(coin, on));
            prop_assert_eq!((shown.balance.get(), shown.expired.get()), (live, expired));
            prop_assert_eq!(shown.available.get() + shown.pending.get(), shown.balance.get());
            prop_assert_eq!(shown.lots.iter().map(|lot| lot.points.get()).sum::<i64>(), shown.balance.get());
            for lot in &shown.lots {
                let held = plain.count(coin, |point| {
                    point.until == lot.expires_on && !point.has_expired(on)
                        && point.from.filter(|first| *first > on) == lot.final_on
                });
                prop_assert_eq!(lot.points.get(), held);
            }
            let order: Vec<_> = shown.lots.iter().map(|lot| (lot.expires_on.is_none(), lot.expires_on, lot.final_on)).collect();
            prop_assert!(order.is_sorted_by(|a, b| a < b), "{:?}", order);
        }
    }

    #[test]
    fn time_alone_takes_points_only_by_expiry(events in events(), later in 0_i64..70, more in 0_i64..70) {
        let (ledger, _, day) = happen(&society(), &events);
        for coin in [false, true] {
            let first = balance_of(&ledger, noon(day + later), coin);
            let then = balance_of(&ledger, noon(day + later + more), coin);
            prop_assert!(then.balance <= first.balance);
            prop_assert_eq!(first.balance.get() - then.balance.get(), then.expired.get() - first.expired.get());
        }
    }

    #[test]
    fn what_was_written_later_does_not_count(events in events(), day in 0_i64..100) {
        let (ledger, _, _) = happen(&society(), &events);
        let until = ledger.entries.iter().filter(|entry| entry.at <= noon(day)).cloned().collect();
        let then = Ledger { entries: until, ..begun() };
        prop_assert_eq!(balance_of(&ledger, noon(day), false), balance_of(&then, noon(day), false));
    }

    #[test]
    fn a_reversal_at_once_leaves_no_trace(events in events(), coin in any::<bool>()) {
        let programme = society();
        let (ledger, _, day) = happen(&programme, &events);
        let (now, before) = (noon(day), balance_of(&ledger, noon(day), coin));
        let goods = code(if coin { "gift" } else { "voucher" });
        let request = ExchangeRequest {
            now, ledger: ledger.clone(), earlier: None, goods, quantity: count(1), taken: None, request_key: key("last"), explain: Explain::None,
        };
        let posting = exchange(&programme, &request).unwrap();
        if let Some(entry) = posting.store.first() {
            let mut ledger = ledger;
            ledger.entries.push(entry.clone());
            prop_assert_eq!(balance_of(&ledger, now, coin).balance.get(), before.balance.get() - 10);
            let undo = ReverseRequest { now, ledger: ledger.clone(), sequence: entry.sequence, quantity: None, request_key: key("undo"), explain: Explain::None };
            ledger.entries.extend(reverse(&programme, &undo).unwrap().store);
            prop_assert_eq!(balance_of(&ledger, now, coin), before);
        } else {
            prop_assert!(before.available.get() < 10);
        }
    }

    #[test]
    fn a_snapshot_stands_for_what_came_before(events in events(), later in 0_i64..70) {
        let (ledger, _, day) = happen(&society(), &events);
        let taken = snapshot(&ledger, noon(day));
        for coin in [false, true] {
            let (whole, short) = (balance_of(&ledger, noon(day + later), coin), balance_of(&taken, noon(day + later), coin));
            prop_assert_eq!(whole.expired.get() - balance_of(&ledger, noon(day), coin).expired.get(), short.expired.get());
            prop_assert_eq!((whole.balance, whole.available, whole.lots), (short.balance, short.available, short.lots));
        }
    }

    #[test]
    fn a_sum_says_what_lots_say_where_nothing_expires(events in events()) {
        let programme = society();
        let lasting: Vec<_> = events.into_iter().filter_map(|(pause, event)| match event {
            Event::Grant { points, .. } => Some((pause, Event::Grant { points, from: None, until: None, coin: false })),
            Event::Exchange { quantity, .. } => Some((pause, Event::Exchange { quantity, coin: false })),
            Event::Reverse(index, goods) => Some((pause, Event::Reverse(index, goods))),
            Event::Adjust { .. } | Event::Correct { .. } => None,
        }).collect();
        let (ledger, _, day) = happen(&programme, &lasting);
        let mut with_lots = ledger.clone();
        let next = i64::try_from(ledger.entries.len()).unwrap() + 1;
        with_lots.entries.push(granted(next, noon(day), 1, None, None, purse(true)));
        prop_assert_eq!(balance_of(&ledger, noon(day), false), balance_of(&with_lots, noon(day), false));
    }

    #[test]
    fn what_is_owed_is_the_sum_of_balances(all in vec(events(), 0..4), day in 0_i64..100) {
        let programme = society();
        let ledgers: Vec<Ledger> = all.iter().map(|events| happen(&programme, events).0).collect();
        let people = ledgers.iter().enumerate();
        let people = people.map(|(index, ledger)| PersonLedger { person: key(index), ledger: ledger.clone() }).collect();
        let request = SummaryRequest { as_of: noon(day), ledgers: people, redeemed: Vec::new(), coupons: Vec::new() };
        let owed = summary(&request).unwrap().verdict;
        for total in &owed.purses {
            let shown: Vec<BalanceVerdict> =
                ledgers.iter().map(|ledger| balance_of(ledger, noon(day), total.purse.is_some())).collect();
            let sum = |what: fn(&BalanceVerdict) -> Count| shown.iter().map(|verdict| what(verdict).get()).sum::<i64>();
            prop_assert_eq!(total.balance.get(), sum(|verdict| verdict.balance));
            prop_assert_eq!(total.pending.get(), sum(|verdict| verdict.pending));
            prop_assert_eq!(total.expired.get(), sum(|verdict| verdict.expired));
            prop_assert_eq!(total.lots.iter().map(|lot| lot.points.get()).sum::<i64>(), total.balance.get());
        }
        let bought = |entry: &Entry, ledger: &Ledger| {
            if entry.kind != EntryKind::Exchange || entry.at > noon(day) {
                return 0;
            }
            let all = entry.quantity.map_or(0, Count::get);
            let back = ledger.entries.iter().filter(|other| other.reverses == Some(entry.sequence) && other.at <= noon(day));
            all - back.map(|other| other.quantity.map_or(all, Count::get)).sum::<i64>()
        };
        let bought: i64 = ledgers.iter().flat_map(|ledger| ledger.entries.iter().map(|entry| bought(entry, ledger))).sum();
        prop_assert_eq!(owed.goods.iter().map(|goods| goods.quantity.get()).sum::<i64>(), bought);
    }
}
