//! Which caps cross. Caps that count one record form a laminar family: any two are disjoint, or one holds the other.
//!
//! Over 300 lines: the property test beside it holds the chains to the definition, pair by pair.

use alloc::{collections::BTreeMap, vec::Vec};

use crate::{
    answer::Period,
    civil::DateRange,
    programme::{
        plan::days_of,
        points::Cap,
        window::{Window, windows_nest},
    },
};

/// A cap by its place, its days and the ids that it counts, each once.
struct Counting {
    days: DateRange,
    window: Window,
    period: Period,
    by_arrival: bool,
    ids: Vec<usize>,
    /// Whether an earlier cap was crossed, so that others are no longer held against it.
    dropped: bool,
}

/// A cap in the chain of an id: how many ids it counts, the most days of its windows, its place. Chains ascend, and each holds the ones
/// before: of two that nest, the inner one has no more of either.
type Link = (usize, i64, usize);

/// The caps that cross an earlier one, by their places, with the place of one that they cross. `counted` are the places of the ids that
/// each counts.
///
/// Caps are taken in the order in which they begin. Each id has a chain of the caps in effect that count it; a new cap is compared with
/// its neighbours there alone, since holding is transitive. Of two that cross, the later in the document is at fault and leaves.
pub(super) fn crossing(caps: &[Cap], counted: Vec<Vec<usize>>) -> BTreeMap<usize, usize> {
    let mut all: Vec<Counting> = caps.iter().zip(counted).map(|(cap, ids)| Counting::of(cap, ids)).collect();
    let ids = all.iter().flat_map(|cap| &cap.ids).max().map_or(0, |most| most.saturating_add(1));
    let mut crossing = across_days(&all, ids);
    let sets = Sets::of(&all, ids);
    for by_arrival in [false, true] {
        let mut order: Vec<usize> = Vec::new();
        order.extend(all.iter().enumerate().filter(|(_, cap)| cap.by_arrival == by_arrival).map(|(place, _)| place));
        order
            .sort_by_key(|place| all.get(*place).map(|cap| (cap.days.first(), cap.ids.len(), cap.most_days(), *place)));
        let mut chains = Vec::new();
        chains.resize_with(ids, Vec::new);
        for place in order {
            admit(place, &mut all, &sets, &mut chains, &mut crossing);
        }
    }
    crossing
}

impl Counting {
    /// The most days of one of its windows.
    fn most_days(&self) -> i64 {
        match self.window {
            Window::Day => 1,
            Window::Week => 7,
            Window::Month => 31,
            Window::Quarter => 92,
            Window::FiscalYear | Window::CalendarYear => 366,
            Window::Ever => i64::MAX,
            Window::Period => self.period.from.zip(self.period.until).map_or(i64::MAX, |(from, until)| {
                until.days_since_epoch().saturating_sub(from.days_since_epoch()).saturating_add(1)
            }),
        }
    }

    fn of(cap: &Cap, mut ids: Vec<usize>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        let days = days_of(cap.period);
        // A period that runs backwards is a fault of its own, and holds no day.
        let dropped = !cap.period.is_forward();
        Self { days, window: cap.window, period: cap.period, by_arrival: cap.is_by_arrival(), ids, dropped }
    }
}

/// Caps that count a record by different days, the one by the day walked and the other by that of arrival, which is the same day or
/// later: what one leaves of a day's room would follow the order of arrival. Such caps cross where they have an id in common.
fn across_days(all: &[Counting], ids: usize) -> BTreeMap<usize, usize> {
    let mut crossing = BTreeMap::new();
    let (mut walked, mut arrived) = (Vec::new(), Vec::new());
    walked.resize(ids, None::<(i32, usize)>);
    arrived.resize(ids, None::<(i32, usize)>);
    for (place, cap) in all.iter().enumerate().filter(|(_, cap)| !cap.dropped) {
        for id in &cap.ids {
            let (Some(walked), Some(arrived)) = (walked.get_mut(*id), arrived.get_mut(*id)) else { continue };
            let other = if cap.by_arrival {
                walked.filter(|(first, _)| *first <= cap.days.last())
            } else {
                arrived.filter(|(last, _)| cap.days.first() <= *last)
            };
            if let Some((_, other)) = other {
                crossing.entry(place).or_insert(other);
            }
            if cap.by_arrival {
                if arrived.is_none_or(|(last, _)| last < cap.days.last()) {
                    *arrived = Some((cap.days.last(), place));
                }
            } else if walked.is_none_or(|(first, _)| cap.days.first() < first) {
                *walked = Some((cap.days.first(), place));
            }
        }
    }
    crossing
}

/// Takes a cap into the chains of its ids, unless it crosses an earlier one.
fn admit(
    place: usize,
    all: &mut [Counting],
    sets: &Sets,
    chains: &mut [Vec<Link>],
    crossing: &mut BTreeMap<usize, usize>,
) {
    let Some(cap) = all.get(place).filter(|cap| !cap.dropped) else { return };
    let (first, ids) = (cap.days.first(), cap.ids.clone());
    let link: Link = (ids.len(), cap.most_days(), place);
    // The neighbours that were found to nest, last.
    let (mut inner, mut outer) = (None, None);
    for id in &ids {
        let Some(chain) = chains.get_mut(*id) else { continue };
        loop {
            let gone = |link: &&Link| all.get(link.2).is_none_or(|cap| cap.dropped || cap.days.last() < first);
            let at = chain.partition_point(|known| *known < link);
            let before = at.checked_sub(1);
            if let Some(before) = before.filter(|before| chain.get(*before).as_ref().is_some_and(gone)) {
                chain.remove(before);
                continue;
            }
            if chain.get(at).as_ref().is_some_and(gone) {
                chain.remove(at);
                continue;
            }
            let below = before.and_then(|before| chain.get(before)).copied();
            let above = chain.get(at).copied();
            let crossed = if inner != below && below.is_some_and(|below| !sets.nest(all, below, link)) {
                below
            } else if outer != above && above.is_some_and(|above| !sets.nest(all, link, above)) {
                above
            } else {
                None
            };
            let Some((.., other)) = crossed else {
                (inner, outer) = (below, above);
                break;
            };
            let (earlier, later) = (place.min(other), place.max(other));
            crossing.entry(later).or_insert(earlier);
            if let Some(cap) = all.get_mut(later) {
                cap.dropped = true;
            }
            if later == place {
                return;
            }
        }
    }
    for id in &ids {
        if let Some(chain) = chains.get_mut(*id) {
            let at = chain.partition_point(|known| *known < link);
            chain.insert(at, link);
        }
    }
}

/// The sets of ids that caps count, as bits.
struct Sets {
    words: usize,
    bits: Vec<u64>,
}

impl Sets {
    fn of(all: &[Counting], ids: usize) -> Self {
        let words = ids.div_ceil(64);
        let mut bits = Vec::new();
        for cap in all {
            let start = bits.len();
            bits.resize(start.saturating_add(words), 0_u64);
            for id in &cap.ids {
                if let Some(word) = bits.get_mut(start.saturating_add(id / 64)) {
                    *word |= 1_u64.wrapping_shl(u32::try_from(id % 64).unwrap_or(0));
                }
            }
        }
        Self { words, bits }
    }

    fn of_cap(&self, place: usize) -> &[u64] {
        let start = place.saturating_mul(self.words);
        self.bits.get(start..start.saturating_add(self.words)).unwrap_or_default()
    }

    /// Whether the outer cap counts all that the inner one does, and each window of the inner one that shares a day with one of the outer
    /// lies in it.
    fn nest(&self, all: &[Counting], (.., a): Link, (.., b): Link) -> bool {
        let windows = all
            .get(a)
            .zip(all.get(b))
            .is_some_and(|(inner, outer)| windows_nest((inner.window, inner.period), (outer.window, outer.period)));
        windows && self.of_cap(a).iter().zip(self.of_cap(b)).all(|(a, b)| a & !b == 0)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use proptest::{collection::vec, prelude::*, sample::subsequence};

    use super::*;
    use crate::{
        base::value::{Code, Count, RuleId},
        civil::Date,
        programme::{points::CapMonth, window::is_cut},
    };

    /// The definition, pair by pair: caps that can count one record cross if they have an id in common and neither holds the other.
    fn cross(a: &Cap, b: &Cap) -> bool {
        let begins_by_the_end = |a: &Cap, b: &Cap| match (a.period.from, b.period.until) {
            (Some(from), Some(until)) => from <= until,
            _ => true,
        };
        let together = match (a.is_by_arrival(), b.is_by_arrival()) {
            (false, true) => begins_by_the_end(a, b),
            (true, false) => begins_by_the_end(b, a),
            _ => begins_by_the_end(a, b) && begins_by_the_end(b, a),
        };
        let nests = |inner: &Cap, outer: &Cap| {
            inner.counts.iter().all(|id| outer.counts.contains(id))
                && windows_nest((inner.window, inner.period), (outer.window, outer.period))
                && inner.is_by_arrival() == outer.is_by_arrival()
        };
        together && a.counts.iter().any(|id| b.counts.contains(id)) && !nests(a, b) && !nests(b, a)
    }

    fn window() -> impl Strategy<Value = Window> {
        prop_oneof![
            Just(Window::Day),
            Just(Window::Week),
            Just(Window::Month),
            Just(Window::Quarter),
            Just(Window::FiscalYear),
            Just(Window::CalendarYear),
            Just(Window::Ever),
            Just(Window::Period)
        ]
    }

    fn period() -> impl Strategy<Value = Period> {
        let day = || proptest::option::of((1_u32..8).prop_map(|day| Date::from_ymd(2026, 4, day).unwrap()));
        (day(), day()).prop_map(|(from, until)| Period { from, until }).prop_filter("forward", Period::is_forward)
    }

    /// Whether its period ends with its windows, without which a cap is refused by itself; between such caps holding is transitive.
    fn is_whole(cap: &Cap) -> bool {
        let Period { from, until } = cap.period;
        cap.window == Window::Period
            || !is_cut(cap.window, from.and_then(Date::pred), from)
                && !is_cut(cap.window, until, until.and_then(Date::succ))
    }

    fn cap() -> impl Strategy<Value = Cap> {
        let synced = prop_oneof![3 => Just(CapMonth::Walked), 1 => Just(CapMonth::Synced)];
        let ids = subsequence((0..5).collect::<Vec<usize>>(), 1..=5);
        let ends = |period: &Period| period.from.is_some() && period.until.is_some();
        let given = move |(_, window, period, _): &(_, Window, Period, _)| *window != Window::Period || ends(period);
        let caps = (ids, window(), period(), synced).prop_filter("both ends", given);
        caps.prop_map(|(ids, window, period, month_of)| Cap {
            name: None,
            id: Code::new("cap").unwrap(),
            rule: RuleId::new("rule").unwrap(),
            period,
            every: None,
            counts: ids.into_iter().map(|id| Code::new(&format!("{id}")).unwrap()).collect(),
            window,
            points: Count::ZERO,
            month_of,
            clause: None,
        })
        // Where an end cuts a window, the cap holds for all time.
        .prop_map(|cap| if is_whole(&cap) { cap } else { Cap { period: Period::default(), ..cap } })
    }

    proptest! {
        #[test]
        fn the_first_to_cross_is_that_of_the_definition(caps in vec(cap(), 0..8)) {
            let counted = caps.iter().map(|cap| cap.counts.iter().map(|id| id.as_str().parse().unwrap()).collect());
            let found = crossing(&caps, counted.collect());
            let first = (0..caps.len()).find(|later| (0..*later).any(|earlier| cross(&caps[earlier], &caps[*later])));
            prop_assert_eq!(found.keys().next().copied(), first);
            for (later, earlier) in &found {
                prop_assert!(earlier < later && cross(&caps[*earlier], &caps[*later]));
            }
            // Those that are left do not cross.
            let left: Vec<&Cap> = caps.iter().enumerate().filter(|(at, _)| !found.contains_key(at)).map(|(_, cap)| cap).collect();
            prop_assert!(left.iter().enumerate().all(|(at, cap)| left.iter().take(at).all(|other| !cross(cap, other))));
        }
    }
}
