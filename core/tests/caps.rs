//! What nested caps promise: whatever the programme, no order and no split of the deliveries, and no order of the rules and the caps
//! themselves, changes what an outermost window is paid.

mod support;

use std::{collections::BTreeMap, ops::Range};

use kenpo_core::{
    Period, Programme,
    civil::{Date, Instant},
    points::{AccrueRequest, Arrival, Entry, Ledger, accrue},
    programme::{Campaign, Cap, CapMonth, Document, EarningRule, PerSteps, PointsTerms, StepTier, Window},
    value::{Code, RuleId},
};
use proptest::{collection::vec, prelude::*, sample::Index};
use support::{cap, code, count, programme};

/// Under these ids points are credited: two rules, then two campaigns.
const IDS: [&str; 4] = ["tiers", "further", "share", "flat"];
/// From 10 March 2022 to 3 May, over the end of a fiscal year and of another month.
const DAYS: Range<i64> = 0..55;

fn day(offset: i64) -> Date {
    date(2022, 3, 10).plus_days(offset).unwrap()
}

fn date(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd(year, month, day).unwrap()
}

fn period() -> impl Strategy<Value = Period> {
    (DAYS, DAYS).prop_map(|(from, more)| Period { from: Some(day(from)), until: Some(day(from + more)) })
}

fn tiers() -> impl Strategy<Value = Vec<StepTier>> {
    vec((1_i64..5_000, 1_i64..30), 1..5).prop_map(|rises| {
        let (mut at_least, mut points) = (0, 0);
        let rise = |(steps, more)| {
            (at_least, points) = (at_least + steps, points + more);
            StepTier { at_least: count(at_least), points: count(points) }
        };
        rises.into_iter().map(rise).collect()
    })
}

fn further() -> impl Strategy<Value = PerSteps> {
    (0_i64..12_000, 0_i64..20, 1_i64..3_000, 0_i64..6, 1_i64..60).prop_map(
        |(at_least, points, each, each_points, more)| PerSteps {
            at_least: count(at_least),
            points: count(points),
            each: count(each),
            each_points: count(each_points),
            max_points: Some(count(points + more)),
        },
    )
}

/// A cap, or one that changes between two of its windows, is in effect until then, or only from then on; one of its own period begins on any day.
fn caps(month_of: CapMonth) -> impl Strategy<Value = Vec<Vec<Cap>>> {
    let windows: &[Window] = match month_of {
        CapMonth::Walked => &WINDOWS,
        // A day's cap counts the day walked. What arrives is told apart by month below: nothing narrower is drawn.
        CapMonth::Synced => &[Window::Month, Window::Quarter, Window::FiscalYear, Window::CalendarYear, Window::Ever],
    };
    let of = (1_usize..16, 0..windows.len(), 0_i64..400, 0_i64..400, DAYS, DAYS, 0_u8..6);
    vec(of, 0..7).prop_map(move |caps| {
        let cap_of = |(index, (counts, window, points, later, offset, length, ends))| {
            let mut cap: Cap = cap(&format!("cap-{index}"), windows[window], month_of, points);
            cap.counts =
                IDS.iter().enumerate().filter(|(at, _)| counts >> at & 1 == 1).map(|(_, id)| code(id)).collect();
            if cap.window == Window::Period {
                cap.period = Period { from: Some(day(offset)), until: Some(day(offset + length)) };
                return vec![cap];
            }
            let Some(first) = first_of(cap.window, day(offset)) else { return vec![cap] };
            let from = Cap { period: Period { from: Some(first), until: None }, points: count(later), ..cap.clone() };
            let until = Cap { period: Period { from: None, until: first.pred() }, ..cap.clone() };
            match ends {
                0 => vec![from],
                1 => vec![until],
                2 | 3 => vec![until, from],
                _ => vec![cap],
            }
        };
        caps.into_iter().enumerate().map(cap_of).collect()
    })
}

const WINDOWS: [Window; 8] = [
    Window::Day,
    Window::Week,
    Window::Month,
    Window::Quarter,
    Window::FiscalYear,
    Window::CalendarYear,
    Window::Ever,
    Window::Period,
];

/// The first day of a window, close to a day; `None` for ever and for a cap's own period. 7 March 2022 was a Monday.
fn first_of(window: Window, day: Date) -> Option<Date> {
    match window {
        Window::Day => Some(day),
        Window::Week => {
            let mondays = (0_i64..).map(|week| date(2022, 3, 7).plus_days(7 * week).unwrap());
            mondays.take_while(|monday| *monday <= day).last()
        }
        Window::Month => Some(date(2022, day.month(), 1)),
        Window::Quarter => Some(date(2022, if day.month() < 4 { 1 } else { 4 }, 1)),
        Window::FiscalYear => Some(date(2022, 4, 1)),
        Window::CalendarYear => Some(date(2022, 1, 1)),
        Window::Ever | Window::Period => None,
    }
}

/// The most days of a cap's windows: of two that nest, the inner one has no more.
fn most_days(cap: &Cap) -> i64 {
    match cap.window {
        Window::Day => 1,
        Window::Week => 7,
        Window::Month => 31,
        Window::Quarter => 92,
        Window::FiscalYear | Window::CalendarYear => 366,
        Window::Ever => i64::MAX,
        Window::Period => {
            let (from, until) = (cap.period.from.unwrap(), cap.period.until.unwrap());
            (1..).find(|days| from.plus_days(*days).unwrap() > until).unwrap()
        }
    }
}

fn campaign(id: &str, raises: &[&str], period: Period, basis_points: Option<u16>, points: Option<i64>) -> Campaign {
    Campaign {
        name: None,
        id: code(id),
        rule: RuleId::new("BONUS").unwrap(),
        period,
        every: None,
        raises: raises.iter().map(|id| code(id)).collect(),
        basis_points,
        points: points.map(count),
        purse: None,
        final_after: None,
        clause: None,
    }
}

/// Two rules, two campaigns on them, and of some caps those that nest with the ones before: only such a document is a programme.
fn programmes(month_of: CapMonth) -> impl Strategy<Value = Programme> {
    let bonuses = (period(), 1_u16..20_000, period(), 1_i64..20);
    (tiers(), further(), period(), bonuses, caps(month_of)).prop_map(|(tiers, further, period, bonuses, caps)| {
        let plain = programme(&[(1, 1)], Vec::new()).document().points.rules[0].clone();
        let first = EarningRule { id: code(IDS[0]), step_tiers: tiers, ..plain.clone() };
        let second =
            EarningRule { id: code(IDS[1]), step_tiers: Vec::new(), per_steps: Some(further), period, ..plain };
        let (share_in, share, flat_in, flat) = bonuses;
        let campaigns = vec![
            campaign(IDS[2], &IDS[..1], share_in, Some(share), None),
            campaign(IDS[3], &IDS[..2], flat_in, None, Some(flat)),
        ];
        let mut points = PointsTerms { rules: vec![first, second], campaigns, ..PointsTerms::default() };
        let mut made = with(points.clone()).unwrap();
        for cap in caps {
            let more = PointsTerms { caps: [points.caps.clone(), cap].concat(), ..points.clone() };
            if let Some(nested) = with(more.clone()) {
                (points, made) = (more, nested);
            }
        }
        made
    })
}

fn with(points: PointsTerms) -> Option<Programme> {
    Programme::new(Document { points, ..Document::new("test", "1", "test").unwrap() }, b"").ok()
}

/// Records of few days, many of them revised, and the same in another order.
fn arrivals(days: Range<i64>) -> impl Strategy<Value = (Vec<Arrival>, Vec<Arrival>)> {
    let arrival = |(offset, steps)| Arrival { date: day(offset), steps: count(steps), source: None, revision: None };
    let arrivals = vec((days, 0_i64..20_000).prop_map(arrival), 0..60);
    arrivals.prop_flat_map(|arrivals| (Just(arrivals.clone()), Just(arrivals).prop_shuffle()))
}

/// Delivers in parts, each a day after the one before it, with the ledger that those left.
fn deliver(programme: &Programme, entries: &mut Vec<Entry>, first: Date, arrivals: &[Arrival], cuts: &[Index]) {
    let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(arrivals.len() + 1)).collect();
    places.extend([0, arrivals.len()]);
    places.sort_unstable();
    for (part, ends) in (0..).zip(places.windows(2)) {
        let now = Instant::start_of(first.plus_days(part).unwrap());
        let ledger = Ledger { opening: None, entries: entries.clone() };
        let request = AccrueRequest::new(now, ledger, arrivals[ends[0]..ends[1]].to_vec());
        entries.extend(accrue(programme, &request).unwrap().store);
    }
}

/// Points by the id under which they are credited and the day that caps count.
type Credits = BTreeMap<(Code, Date), i64>;

/// What each id earns for each day by its best record, said without looking at order.
fn earned(terms: &PointsTerms, arrivals: &[Arrival]) -> Credits {
    let mut best: BTreeMap<Date, i64> = BTreeMap::new();
    for arrival in arrivals {
        let steps = best.entry(arrival.date).or_insert(0);
        *steps = arrival.steps.get().max(*steps);
    }
    let mut earned = Credits::new();
    for (date, steps) in best {
        for rule in terms.rules.iter().filter(|rule| rule.period.contains(date)) {
            let tiers =
                rule.step_tiers.iter().filter(|tier| tier.at_least.get() <= steps).map(|tier| tier.points.get());
            let further = rule.per_steps.filter(|terms| terms.at_least.get() <= steps).map(|terms| {
                let times = (steps - terms.at_least.get()) / terms.each.get();
                terms.max_points.unwrap().get().min(terms.points.get() + times * terms.each_points.get())
            });
            earned.insert((rule.id.clone(), date), tiers.chain(further).max().unwrap_or(0));
        }
        for campaign in terms.campaigns.iter().filter(|campaign| campaign.period.contains(date)) {
            let raised = campaign.raises.iter().filter_map(|id| earned.get(&(id.clone(), date))).sum::<i64>();
            let bonus = match campaign.points {
                Some(points) if raised > 0 => points.get(),
                Some(_) => 0,
                None => raised * i64::from(campaign.basis_points.unwrap()) / 10_000,
            };
            earned.insert((campaign.id.clone(), date), bonus);
        }
    }
    earned
}

/// What is paid together: credits that share an outermost window, and how much that is.
struct Share {
    credits: Vec<(Code, Date)>,
    points: i64,
}

/// From the innermost cap outwards, what a window holds is the sum of what its parts hold, and its cap at most.
fn expected(terms: &PointsTerms, earned: Credits) -> Vec<Share> {
    let alone = |(credit, points)| Share { credits: vec![credit], points };
    let mut shares: Vec<Share> = earned.into_iter().map(alone).collect();
    let mut caps: Vec<&Cap> = terms.caps.iter().collect();
    caps.sort_by_key(|cap| (cap.counts.len(), most_days(cap)));
    for cap in caps {
        let (counted, mut rest): (Vec<Share>, Vec<Share>) = shares
            .into_iter()
            .partition(|Share { credits, .. }| cap.counts.contains(&credits[0].0) && cap.period.contains(credits[0].1));
        let mut windows: BTreeMap<String, Share> = BTreeMap::new();
        for share in counted {
            let date = share.credits[0].1;
            let window = match cap.window {
                Window::Month => date.to_string()[..7].to_owned(),
                Window::FiscalYear => date.fiscal_year().start_year().to_string(),
                window => first_of(window, date).map_or(String::new(), |first| first.to_string()),
            };
            let whole = windows.entry(window).or_insert(Share { credits: Vec::new(), points: 0 });
            whole.credits.extend(share.credits);
            whole.points = cap.points.get().min(whole.points + share.points);
        }
        rest.extend(windows.into_values());
        shares = rest;
    }
    shares
}

/// What each outermost window was paid is what it is to be.
fn holds(expected: &[Share], entries: Vec<Entry>, counted: impl Fn(&Entry) -> Date) -> Result<(), TestCaseError> {
    let mut paid = Credits::new();
    for entry in entries {
        *paid.entry((entry.rule.clone().unwrap(), counted(&entry))).or_insert(0) += entry.points.get();
    }
    for share in expected {
        let points = share.credits.iter().filter_map(|credit| paid.remove(credit)).sum::<i64>();
        prop_assert_eq!(points, share.points, "{:?}", share.credits);
    }
    prop_assert!(paid.is_empty());
    Ok(())
}

/// Terms, the same with the caps in another order, and the same with rules and campaigns in another order as well.
fn reordered(month_of: CapMonth) -> impl Strategy<Value = [PointsTerms; 3]> {
    let terms = programmes(month_of).prop_map(|programme| programme.document().points.clone());
    let shuffled = terms.prop_flat_map(|terms| (Just(terms.caps.clone()).prop_shuffle(), Just(terms)));
    shuffled.prop_map(|(caps, terms)| {
        let capped = PointsTerms { caps, ..terms.clone() };
        let mut turned = capped.clone();
        turned.rules.reverse();
        turned.campaigns.reverse();
        [terms, capped, turned]
    })
}

/// What is credited for each day under each rule, in the order of the rows.
fn credits(entries: &[Entry]) -> Vec<(Date, Code, i64, i64)> {
    let credit = |entry: &Entry| {
        let (date, rule) = (entry.date.unwrap(), entry.rule.clone().unwrap());
        (date, rule, entry.earned.unwrap().get(), entry.points.get())
    };
    entries.iter().map(credit).collect()
}

/// Records of fiscal 2022 by the months in which they were walked, with the days beside the year: 31 March 2022 and 1 April 2023.
fn by_month(records: Vec<(i64, i64)>) -> BTreeMap<(i32, u32), Vec<Arrival>> {
    let mut months: BTreeMap<_, Vec<Arrival>> = BTreeMap::new();
    for (offset, steps) in records {
        let date = date(2022, 3, 31).plus_days(offset).unwrap();
        let arrival = Arrival { date, steps: count(steps), source: None, revision: None };
        months.entry((date.year(), date.month())).or_default().push(arrival);
    }
    months
}

/// On which days records arrive: in March, in April and in May, and those of days that were walked by then.
const SEASONS: [(i64, Range<i64>); 3] = [(12, 0..12), (43, 0..43), (55, DAYS)];

proptest! {
    #[test]
    fn every_order_and_split_pays_an_outermost_window_the_same(
        programme in programmes(CapMonth::Walked),
        (arrivals, shuffled) in arrivals(DAYS),
        cuts in vec(any::<Index>(), 0..4),
    ) {
        let terms = &programme.document().points;
        let expected = expected(terms, earned(terms, &arrivals));
        for (arrivals, cuts) in [(arrivals, Vec::new()), (shuffled, cuts)] {
            let mut entries = Vec::new();
            deliver(&programme, &mut entries, day(DAYS.end), &arrivals, &cuts);
            holds(&expected, entries, |entry| entry.date.unwrap())?;
        }
    }

    /// Where caps count by arrival, what arrives in a month may do so on any of its days.
    #[test]
    fn under_caps_by_arrival_every_order_and_split_within_a_month_pays_the_same(
        programme in programmes(CapMonth::Synced),
        seasons in SEASONS.map(|(_, days)| (arrivals(days), vec(any::<Index>(), 0..4))),
    ) {
        let terms = &programme.document().points;
        let (mut all, mut before) = (Vec::new(), Credits::new());
        let (mut new, mut once, mut again) = (Credits::new(), Vec::new(), Vec::new());
        for ((first, _), ((arrivals, shuffled), cuts)) in SEASONS.into_iter().zip(seasons) {
            deliver(&programme, &mut once, day(first), &arrivals, &[]);
            deliver(&programme, &mut again, day(first), &shuffled, &cuts);
            all.extend(arrivals);
            let earned = earned(terms, &all);
            for ((id, on), points) in &earned {
                let earlier = before.get(&(id.clone(), *on)).unwrap_or(&0);
                *new.entry((id.clone(), first_of(Window::Month, day(first)).unwrap())).or_insert(0) += points - earlier;
            }
            before = earned;
        }
        let expected = expected(terms, new);
        for entries in [once, again] {
            holds(&expected, entries, |entry| first_of(Window::Month, entry.synced_on.unwrap()).unwrap())?;
        }
    }

    /// Where rules share a cap, their order says which of them is paid of it; the order of caps says nothing but the reason.
    #[test]
    fn another_order_of_rules_and_caps_pays_the_same(
        terms in reordered(CapMonth::Walked),
        (arrivals, _) in arrivals(DAYS),
        cuts in vec(any::<Index>(), 0..4),
    ) {
        let expected = expected(&terms[0], earned(&terms[0], &arrivals));
        let [given, capped, turned] = terms.map(|terms| {
            let mut entries = Vec::new();
            deliver(&with(terms).unwrap(), &mut entries, day(DAYS.end), &arrivals, &cuts);
            entries
        });
        prop_assert_eq!(&given, &capped);
        for entries in [given, turned] {
            holds(&expected, entries, |entry| entry.date.unwrap())?;
        }
    }

    #[test]
    fn asked_twice_the_answer_is_the_same(
        programme in programmes(CapMonth::Walked),
        (arrivals, _) in arrivals(DAYS),
    ) {
        let again = with(programme.document().points.clone()).unwrap();
        let request = AccrueRequest::new(Instant::start_of(day(DAYS.end)), Ledger::default(), arrivals);
        prop_assert!(accrue(&programme, &request).unwrap() == accrue(&again, &request).unwrap());
    }

    /// Each month arrives in the one after it; the days beside the year, 31 March and 1 April, in months of their own.
    #[test]
    fn twelve_months_come_to_the_fiscal_year(
        programme in programmes(CapMonth::Walked),
        records in vec((1_i64..=365, 0_i64..20_000), 0..80),
        beside in (0_i64..20_000, 0_i64..20_000),
    ) {
        let mut months = by_month(records);
        months.extend(by_month(vec![(0, beside.0)]));
        months.extend(by_month(vec![(366, beside.1)]));
        let (mut monthly, mut twelve) = (Vec::new(), 0);
        for ((year, month), arrivals) in &months {
            let before = monthly.len();
            let after = date(year + i32::from(*month == 12), month % 12 + 1, 1);
            deliver(&programme, &mut monthly, after, arrivals, &[]);
            if !matches!((year, month), (2022, 3) | (2023, 4)) {
                twelve += monthly[before..].iter().map(|entry| entry.points.get()).sum::<i64>();
            }
        }
        let mut yearly = Vec::new();
        deliver(&programme, &mut yearly, date(2023, 5, 1), &months.into_values().flatten().collect::<Vec<_>>(), &[]);
        prop_assert_eq!(credits(&monthly), credits(&yearly));
        let of_year = |entry: &&Entry| (date(2022, 4, 1)..=date(2023, 3, 31)).contains(&entry.date.unwrap());
        prop_assert_eq!(twelve, yearly.iter().filter(of_year).map(|entry| entry.points.get()).sum::<i64>());
    }
}
