//! Where validation puts what it finds: faults with their paths, up to a number of them.

use alloc::{
    collections::{BTreeMap, btree_map::Entry},
    format,
    string::String,
    vec::Vec,
};
use core::{fmt::Write as _, ops::RangeInclusive};

use super::{fault::Fault, taken::Taken};
use crate::{
    answer::Period,
    base::{
        ErrorCode,
        value::{Code, Count, MAX_SAFE},
    },
    programme::plan::days_of,
};

/// The most elements of any list in a document: more is `list_too_long`.
pub const MOST_ELEMENTS: usize = 256;

/// The most known ids that unknown ones are compared with, in a document: looking for the one that was meant takes longer than all else.
const MOST_COMPARED: usize = 20_000;

/// The faults found so far, and the place that is examined.
pub(super) struct Faults {
    at: Vec<Step>,
    found: Vec<Fault>,
    most: usize,
    /// Takes what is found beyond `most`.
    beyond: Fault,
    /// How many known ids may still be compared.
    compared: usize,
}

/// A step into a document.
#[derive(Clone, Copy)]
enum Step {
    Key(&'static str),
    Place(usize),
}

/// The ids that a list's settings have, and the place of the first that has each.
pub(super) type Ids<'a> = BTreeMap<&'a str, usize>;

/// The ids of settings, with the place of the first of each.
pub(super) fn ids<'a>(all: impl Iterator<Item = &'a Code>) -> Ids<'a> {
    let mut ids = Ids::new();
    for (place, id) in all.enumerate() {
        ids.entry(id.as_str()).or_insert(place);
    }
    ids
}

impl Faults {
    pub(super) fn new(most: usize) -> Self {
        let beyond = Fault::new(ErrorCode::ValueInvalid, String::new());
        Self { at: Vec::new(), found: Vec::new(), most, beyond, compared: MOST_COMPARED }
    }

    pub(super) fn into_found(self) -> Vec<Fault> {
        self.found
    }

    /// The path of the place that is examined, and of what lies at `key` from there: `"mean/window"`, or `""` for the place itself.
    pub(super) fn path(&self, key: &str) -> String {
        let mut path = String::new();
        for step in &self.at {
            let _ = match step {
                Step::Key(key) => write!(path, "/{key}"),
                Step::Place(place) => write!(path, "/{place}"),
            };
        }
        if key.is_empty() { path } else { format!("{path}/{key}") }
    }

    /// A fault at `key` of the place that is examined. What is returned takes its details.
    pub(super) fn add(&mut self, key: &str, code: ErrorCode) -> &mut Fault {
        let path = self.path(key);
        let place = match self.found.iter().position(|known| known.code == code && known.path == path) {
            Some(known) => known,
            None if self.found.len() < self.most => {
                self.found.push(Fault::new(code, path));
                self.found.len().saturating_sub(1)
            }
            None => usize::MAX,
        };
        self.found.get_mut(place).unwrap_or(&mut self.beyond)
    }

    /// A setting at `key` that cannot stand beside another one at `other`, both of the place that is examined.
    pub(super) fn conflict(&mut self, key: &str, other: &str) -> &mut Fault {
        let other = self.path(other);
        let fault = self.add(key, ErrorCode::SettingsConflict);
        fault.other = Some(other);
        fault
    }

    /// Examines what lies under a key.
    pub(super) fn under<R>(&mut self, key: &'static str, examine: impl FnOnce(&mut Self) -> R) -> R {
        self.step(Step::Key(key), examine)
    }

    /// Examines the element at a place of the list.
    pub(super) fn at<R>(&mut self, place: usize, examine: impl FnOnce(&mut Self) -> R) -> R {
        self.step(Step::Place(place), examine)
    }

    fn step<R>(&mut self, step: Step, examine: impl FnOnce(&mut Self) -> R) -> R {
        self.at.push(step);
        let examined = examine(self);
        self.at.pop();
        examined
    }

    /// Examines a list as a whole, unless it is too long.
    pub(super) fn list<'t, T>(&mut self, key: &'static str, items: &'t [T], examine: impl FnOnce(&mut Self, &'t [T])) {
        if items.len() > MOST_ELEMENTS {
            self.add(key, ErrorCode::ListTooLong).at_most(256);
        } else {
            self.under(key, |faults| examine(faults, items));
        }
    }

    /// Examines each element of a list, unless it is too long.
    pub(super) fn each<'t, T>(&mut self, key: &'static str, items: &'t [T], examine: impl FnMut(&mut Self, &'t T)) {
        self.list(key, items, |faults, items| faults.elements(items, examine));
    }

    /// Examines each element of the list that is examined.
    pub(super) fn elements<'t, T>(&mut self, items: &'t [T], mut examine: impl FnMut(&mut Self, &'t T)) {
        for (place, item) in items.iter().enumerate() {
            self.at(place, |faults| examine(faults, item));
        }
    }

    /// Examines each of the settings of a list, which run forward and of which those of one id are in effect one at a time.
    pub(super) fn settings<'t, T>(
        &mut self,
        key: &'static str,
        items: &'t [T],
        of: impl Fn(&'t T) -> (Option<&'t Code>, Period),
        examine: impl FnMut(&mut Self, &'t T),
    ) {
        self.list(key, items, |faults, items| {
            faults.one_at_a_time(items, |item| core::iter::once(of(item).0), |item| of(item).1);
            faults.elements(items, examine);
        });
    }

    /// Periods run forward, and of the settings of a list that share one of their `ids` one is in effect at a time.
    pub(super) fn one_at_a_time<'t, T, I>(
        &mut self,
        items: &'t [T],
        ids: impl Fn(&'t T) -> I,
        period: impl Fn(&'t T) -> Period,
    ) where
        I: Iterator<Item = Option<&'t Code>> + Clone,
    {
        let mut taken = Taken::new();
        for (place, item) in items.iter().enumerate() {
            let days = period(item);
            if !self.at(place, |faults| faults.forward(days)) {
                continue;
            }
            let ids = ids(item).map(|id| id.map(Code::as_str));
            let days = days_of(days);
            if let Some(other) = ids.clone().find_map(|id| taken.by(id, days)) {
                let list = self.path("");
                self.at(place, |faults| {
                    faults.add("period", ErrorCode::PeriodsOverlap).contradicts(&list, other);
                });
            }
            ids.for_each(|id| taken.take(id, days, place));
        }
    }

    /// Settings of one id have what they share in common: each is compared with the first of its id.
    pub(super) fn alike<'t, T, V: PartialEq>(
        &mut self,
        items: &'t [T],
        key: &str,
        shared: impl Fn(&'t T) -> (&'t Code, V),
    ) {
        let mut firsts = BTreeMap::new();
        for (place, item) in items.iter().enumerate() {
            let (id, shared) = shared(item);
            match firsts.entry(id.as_str()) {
                Entry::Vacant(entry) => {
                    entry.insert((place, shared));
                }
                Entry::Occupied(entry) if entry.get().1 == shared => {}
                Entry::Occupied(entry) => {
                    let (list, first) = (self.path(""), entry.get().0);
                    self.at(place, |faults| {
                        faults.add(key, ErrorCode::SettingsDiffer).contradicts(&list, first);
                    });
                }
            }
        }
    }

    /// Each element of the list that is examined is above the one before.
    pub(super) fn ascending<T>(&mut self, items: &[T], is_below: impl Fn(&T, &T) -> bool) {
        for (place, (lower, upper)) in items.iter().zip(items.iter().skip(1)).enumerate() {
            if !is_below(lower, upper) {
                self.at(place.saturating_add(1), |faults| {
                    faults.add("", ErrorCode::TiersUnordered);
                });
            }
        }
    }

    /// Whether a period runs forward; a fault where it does not.
    pub(super) fn forward(&mut self, period: Period) -> bool {
        let forward = period.is_forward();
        if !forward {
            self.add("period", ErrorCode::PeriodUpsideDown);
        }
        forward
    }

    /// A number is within a range.
    pub(super) fn within<N: Copy + Into<i64>>(&mut self, key: &str, value: N, range: RangeInclusive<N>) {
        let range = (*range.start()).into()..=(*range.end()).into();
        if !range.contains(&value.into()) {
            self.add(key, ErrorCode::OutOfRange).range(range);
        }
    }

    /// A count is at least 1.
    pub(super) fn at_least_one(&mut self, key: &str, count: Count) {
        if count == Count::ZERO {
            self.add(key, ErrorCode::OutOfRange).range(1..=MAX_SAFE);
        }
    }

    /// A list has an element.
    pub(super) fn filled<T>(&mut self, key: &str, items: &[T]) {
        if items.is_empty() {
            self.add(key, ErrorCode::ListEmpty).at_least(1);
        }
    }

    /// An id is one of those known, which are the ids of `lists`.
    pub(super) fn known(&mut self, key: &str, id: &Code, known: &Ids<'_>, lists: &[&'static str]) {
        if !known.contains_key(id.as_str()) {
            self.unknown(key, id, known, lists);
        }
    }

    /// An id is not one of those known, which are the ids of `lists`.
    pub(super) fn unknown(&mut self, key: &str, id: &Code, known: &Ids<'_>, lists: &[&'static str]) {
        let left = self.compared.checked_sub(known.len()).filter(|_| self.found.len() < self.most);
        self.compared = left.unwrap_or(self.compared);
        let fault = self.add(key, ErrorCode::IdUnknown).ids_of(lists);
        if left.is_some() {
            fault.meant(id.as_str(), known.keys().copied());
        }
    }

    /// Of several ways a setting has exactly one. `given` says which it has, by their keys.
    pub(super) fn one_way(&mut self, given: &[(&'static str, bool)]) {
        let code = match given.iter().filter(|(_, given)| *given).count() {
            0 => ErrorCode::WayMissing,
            1 => return,
            _ => ErrorCode::WaysConflict,
        };
        let keys: Vec<&'static str> = given.iter().map(|(key, _)| *key).collect();
        self.add("", code).keys(&keys);
    }
}
