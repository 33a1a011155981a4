//! What is answered to a day, and the credits written so far.

use core::hint::select_unpredictable as select;

use super::rows::StepCredit;
use crate::base::Reason;

/// What implausible steps are worth: less than nothing.
pub(super) const IMPLAUSIBLE: i64 = -1;

/// The reasons that a rule can give for a day that is worth something, as the caller writes them.
#[derive(Clone, Copy)]
pub(super) struct Outcomes<R> {
    paid: R,
    in_part: R,
    cap_reached: R,
    nothing_new: R,
    implausible: R,
}

impl<R: Copy + From<Reason>> Outcomes<R> {
    pub(super) fn new() -> Self {
        Self {
            paid: Reason::Paid.into(),
            in_part: Reason::PaidInPart.into(),
            cap_reached: Reason::CapReached.into(),
            nothing_new: Reason::NothingNew.into(),
            implausible: Reason::Implausible.into(),
        }
    }

    /// What became of points earned, or of steps of such worth: implausible ones are worth less than nothing.
    #[inline]
    pub(super) fn of<N: Copy + Ord + Default>(&self, worth: N, earned: N, points: N, nothing: R) -> R {
        let none = N::default();
        let said = select(points == none, self.cap_reached, self.in_part);
        let said = select(points == earned, self.paid, said);
        let said = select(earned == none, self.nothing_new, said);
        let said = select(worth == none, nothing, said);
        select(worth < none, self.implausible, said)
    }
}

/// What a day is answered: the first rule that paid, or else the first rule.
pub(super) struct Answer<R> {
    pub(super) said: Option<R>,
    pub(super) is_paid: bool,
}

impl<R: Copy> Answer<R> {
    pub(super) fn none() -> Self {
        Self { said: None, is_paid: false }
    }

    #[inline]
    pub(super) fn take(&mut self, said: R, pays: bool) {
        self.said = Some(self.said.map_or(said, |first| select(pays & !self.is_paid, said, first)));
        self.is_paid |= pays;
    }
}

/// The credits of a delivery, so far.
pub(super) struct Credits<'a> {
    pub(super) rows: &'a mut [StepCredit],
    pub(super) len: usize,
}

/// How much is above what was before. Told apart by the operands: the sign of the difference would be taken for a maximum, and branched on.
#[inline]
pub(super) fn above(value: i64, before: i64) -> i64 {
    select(value > before, value.wrapping_sub(before), 0)
}
