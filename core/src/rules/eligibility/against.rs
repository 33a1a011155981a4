//! What is gathered against a person: reasons, and what the document says of them.

use alloc::vec::Vec;

use crate::{
    answer::{Check, ReasonDetail, Sink},
    base::{Reason, value::Code},
    civil::Date,
};

/// The reasons against a person, each once and in the fixed order, with what there is to say of some of them.
#[derive(Default)]
pub(crate) struct Against {
    pub(crate) reasons: Vec<Reason>,
    pub(crate) details: Vec<ReasonDetail>,
}

impl Against {
    /// A reason alone.
    pub(crate) fn only(reason: Reason) -> Self {
        Self { reasons: [reason].into(), details: Vec::new() }
    }

    /// The first reason, where there is one.
    pub(crate) fn first(&self) -> Option<Reason> {
        self.reasons.first().copied()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.reasons.is_empty()
    }

    /// A reason more. Several settings may give the same one.
    pub(crate) fn push(&mut self, reason: Reason) {
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    /// A reason more, with what there is to say of it.
    pub(crate) fn push_detail(&mut self, detail: ReasonDetail) {
        self.push(detail.reason);
        if detail.says.is_some() || !detail.facts.is_empty() {
            self.details.push(detail);
        }
    }

    /// Keeps the reasons of what does not hold.
    pub(super) fn gather(&mut self) -> impl FnMut(bool, Reason) {
        |holds, reason| {
            if !holds {
                self.push(reason);
            }
        }
    }
}

/// Reports that a programme has no terms for a service on a day.
pub(crate) fn not_in_effect(rule: &str, service: &Code, on: Date, sink: &mut impl Sink) -> Against {
    sink.holds(false, || Check::new(rule, Reason::NotInEffect, false).read("service", service).read("on", on));
    Against::only(Reason::NotInEffect)
}
