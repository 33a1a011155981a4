//! Checks that lists of settings share.

use crate::{
    answer::Period,
    base::{
        Error, ErrorCode,
        value::{Code, Count},
    },
};

pub(crate) fn within<T: PartialOrd>(value: T, range: core::ops::RangeInclusive<T>, path: &str) -> Result<(), Error> {
    if range.contains(&value) { Ok(()) } else { Err(Error::new(ErrorCode::OutOfRange, path)) }
}

pub(crate) fn filled<T>(items: &[T], path: &str) -> Result<(), Error> {
    if items.is_empty() { Err(Error::new(ErrorCode::ListEmpty, path)) } else { bounded(items) }
}

pub(crate) fn at_least_one(count: Count, path: &str) -> Result<(), Error> {
    if count > Count::ZERO { Ok(()) } else { Err(Error::new(ErrorCode::OutOfRange, path)) }
}

/// The most elements of any list in a document: more is an error, not work.
const MOST_ELEMENTS: usize = 256;

pub(crate) fn each<T>(items: &[T], mut examine: impl FnMut(&T) -> Result<(), Error>) -> Result<(), Error> {
    bounded(items)?;
    items.iter().enumerate().try_for_each(|(index, item)| examine(item).map_err(|e| e.within(index)))
}

pub(crate) fn bounded<T>(items: &[T]) -> Result<(), Error> {
    if items.len() > MOST_ELEMENTS { Err(Error::new(ErrorCode::ListTooLong, "")) } else { Ok(()) }
}

/// Periods run forward, and elements of the same id are in effect one at a time.
pub(crate) fn one_at_a_time<T>(items: &[T], key: impl Fn(&T) -> (Option<&Code>, Period)) -> Result<(), Error> {
    bounded(items)?;
    for (index, item) in items.iter().enumerate() {
        let (id, period) = key(item);
        period.validate().map_err(|e| e.within(index))?;
        for earlier in items.iter().take(index) {
            let (other, other_period) = key(earlier);
            if id == other && period.overlaps(&other_period) {
                return Err(Error::new(ErrorCode::PeriodsOverlap, "/period").within(index));
            }
        }
    }
    Ok(())
}
