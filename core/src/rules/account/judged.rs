//! Reasons as they are found.

use alloc::vec::Vec;

use crate::{
    answer::{Check, Period, Sink},
    base::{
        Reason,
        value::{Clause, RuleId},
    },
};

/// Looks for reasons under one setting, and keeps those that are found.
pub(super) struct Judged<'a, S> {
    pub(super) sink: &'a mut S,
    period: Period,
    clause: Option<&'a Clause>,
    pub(super) reasons: Vec<Reason>,
}

impl<'a, S: Sink> Judged<'a, S> {
    pub(super) fn new(sink: &'a mut S, period: Period, clause: Option<&'a Clause>) -> Self {
        Self { sink, period, clause, reasons: Vec::new() }
    }

    /// Whether something holds; the reason is kept where it does not.
    pub(super) fn look(
        &mut self,
        held: bool,
        rule: &RuleId,
        reason: Reason,
        describe: impl FnOnce(Check) -> Check,
    ) -> bool {
        let (period, clause) = (self.period, self.clause);
        self.sink.holds(held, || describe(Check::new(rule.as_str(), reason, held).under(period, clause)));
        if !held {
            self.reasons.push(reason);
        }
        held
    }
}

/// The one reason where the programme has no such setting on a day.
pub(super) fn not_in_effect(sink: &mut impl Sink, operation: &'static str) -> [Reason; 1] {
    sink.holds(false, || Check::new(operation, Reason::NotInEffect, false));
    [Reason::NotInEffect]
}
