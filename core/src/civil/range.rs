//! Days from a first to a last: the one interval of the rules.

/// Days from a first to a last, both ends inclusive, as integers YYYYMMDD: they compare as the dates do.
///
/// An open end is `i32::MIN` or `i32::MAX`. A range whose first day is later than its last holds no day. An end need not be a day of
/// the calendar: the day before 1 March may be given as 20240300, since no day of the calendar lies between it and 29 February.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct DateRange {
    first: i32,
    last: i32,
}

impl DateRange {
    /// Every day.
    pub(crate) const ALL: Self = Self { first: i32::MIN, last: i32::MAX };
    /// No day.
    pub(crate) const NONE: Self = Self { first: i32::MAX, last: i32::MIN };

    /// From a first day to a last, both inclusive.
    #[inline]
    pub(crate) const fn inclusive(first: i32, last: i32) -> Self {
        Self { first, last }
    }

    /// From a first day, inclusive, until an end that is not in it: half-open.
    #[inline]
    pub(crate) const fn half_open(first: i32, end: i32) -> Self {
        Self { first, last: end.saturating_sub(1) }
    }

    /// A day and all later ones.
    #[inline]
    pub(crate) const fn from(first: i32) -> Self {
        Self { first, ..Self::ALL }
    }

    /// A day and all earlier ones.
    #[inline]
    pub(crate) const fn until(last: i32) -> Self {
        Self { last, ..Self::ALL }
    }

    /// The days after a day.
    #[inline]
    pub(crate) const fn after(day: i32) -> Self {
        Self::from(day.saturating_add(1))
    }

    /// The days before a day.
    #[inline]
    pub(crate) const fn before(day: i32) -> Self {
        Self::until(day.saturating_sub(1))
    }

    /// The first day, or `i32::MIN`.
    #[inline]
    pub(crate) const fn first(self) -> i32 {
        self.first
    }

    /// The last day, or `i32::MAX`.
    #[inline]
    pub(crate) const fn last(self) -> i32 {
        self.last
    }

    /// Whether the day lies in it.
    #[inline]
    pub(crate) const fn contains(self, day: i32) -> bool {
        (self.first <= day) & (day <= self.last)
    }

    /// The days in both.
    #[inline]
    pub(crate) fn intersect(self, other: Self) -> Self {
        Self { first: self.first.max(other.first), last: self.last.min(other.last) }
    }

    /// Whether the day lies in it, and the days around that one for which the answer is the same.
    #[inline]
    pub(crate) fn side_of(self, day: i32) -> (bool, Self) {
        if day < self.first {
            (false, Self::before(self.first))
        } else if self.last < day {
            (false, Self::after(self.last))
        } else {
            (true, self)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_days_on_a_side_agree(first in 0_i32..50, last in 0_i32..50, day in -2_i32..52, other in -2_i32..52) {
            let range = DateRange::inclusive(first, last);
            let (lies_in, side) = range.side_of(day);
            proptest::prop_assert_eq!(lies_in, range.contains(day));
            proptest::prop_assert!(side.contains(day));
            if side.contains(other) {
                proptest::prop_assert_eq!(lies_in, range.contains(other));
            }
            let both = range.intersect(DateRange::half_open(last - 3, first + 9));
            proptest::prop_assert_eq!(both.contains(day), lies_in && last - 3 <= day && day < first + 9);
        }
    }
}
