//! Whether a person may use a service on a day: one path for every lane.

use super::span::{self, NEVER, Span};
use crate::{
    answer::{Check, Sink},
    base::Reason,
    civil::{Date, Ymd, parts},
    member::{Person, Relation},
    programme::{AgeTerms, EligibilityTerms, InsuredTerms, OnceTerms, RelationTerms},
};

/// What the rules read of a person, dates written YYYYMMDD.
#[derive(Clone, Copy)]
pub(crate) struct Facts {
    pub(crate) born: i32,
    pub(crate) insured: Span,
    pub(crate) relation: Relation,
}

impl Facts {
    pub(crate) fn of(person: &Person) -> Self {
        Self {
            born: person.born.yyyymmdd(),
            insured: Span { from: person.insured_from.yyyymmdd(), end: person.lost_on.map_or(NEVER, Date::yyyymmdd) },
            relation: person.relation,
        }
    }
}

/// One question: a service's terms, a person, a day written YYYYMMDD.
pub(crate) struct Case<'a> {
    pub(crate) terms: &'a EligibilityTerms,
    pub(crate) facts: Facts,
    pub(crate) on: i32,
    /// The fiscal year of the day.
    pub(crate) fiscal_year: Span,
}

impl<'a> Case<'a> {
    pub(crate) fn new(terms: &'a EligibilityTerms, person: &Person, on: Date) -> Self {
        let on = on.yyyymmdd();
        let (year, month_day) = parts(on);
        Self { terms, facts: Facts::of(person), on, fiscal_year: Span::fiscal_year(year, month_day) }
    }

    /// Notes whether insured period, age and 1 April hold, each with the reason it gives if it does not hold, in this order.
    /// What holds is noted as well, so that a column need not branch on it.
    #[inline]
    pub(crate) fn entitled(&self, sink: &mut impl Sink, note: &mut impl FnMut(bool, Reason)) {
        if let Some(terms) = &self.terms.insured {
            self.insured(terms, sink, note);
        }
        if let Some(terms) = &self.terms.age {
            self.age(terms, sink, note);
        }
        if let Some(terms) = self.terms.insured.as_ref().filter(|terms| terms.on_first_of_april) {
            let first = self.fiscal_year.from;
            let enrolled = self.facts.insured.holds(first);
            sink.holds(enrolled, || {
                Check::new(terms.rule.as_str(), Reason::NotEnrolledOnFirst, enrolled)
                    .under(self.terms.period, terms.clause())
                    .read("first_of_april", Ymd(first))
            });
            note(enrolled, Reason::NotEnrolledOnFirst);
        }
    }

    #[inline(always)]
    fn insured(&self, terms: &InsuredTerms, sink: &mut impl Sink, note: &mut impl FnMut(bool, Reason)) {
        let Span { from, end } = self.facts.insured;
        let describe = |reason, day| {
            Check::new(terms.rule.as_str(), reason, true)
                .under(self.terms.period, terms.clause())
                .read("on", Ymd(self.on))
                .read(if reason == Reason::EntitlementLost { "lost_on" } else { "insured_from" }, Ymd(day))
        };
        note(sink.holds(from <= self.on, || describe(Reason::BeforeInsuredPeriod, from)), Reason::BeforeInsuredPeriod);
        if end != NEVER {
            sink.holds(self.on < end, || describe(Reason::EntitlementLost, end));
        }
        note(self.on < end, Reason::EntitlementLost);
    }

    #[inline(always)]
    fn age(&self, terms: &AgeTerms, sink: &mut impl Sink, note: &mut impl FnMut(bool, Reason)) {
        let Span { from, end } = span::of_ages(terms, self.facts.born);
        let describe = |reason, name, day| {
            Check::new(terms.rule.as_str(), reason, true)
                .under(self.terms.period, terms.clause())
                .read("on", Ymd(self.on))
                .read("counted", counted(terms))
                .read(name, Ymd(day))
        };
        note(sink.holds(from <= self.on, || describe(Reason::TooYoung, "first_day", from)), Reason::TooYoung);
        if end != NEVER {
            sink.holds(self.on < end, || describe(Reason::TooOld, "day_after_last", end));
        }
        note(self.on < end, Reason::TooOld);
    }

    /// Notes whether the relation is admitted.
    #[inline]
    pub(crate) fn related(&self, sink: &mut impl Sink, note: &mut impl FnMut(bool, Reason)) {
        let Some(first) = self.terms.relations.first() else { return };
        let admits = |terms: &&RelationTerms| terms.admitted.contains(&self.facts.relation);
        let admitting = self.terms.relations.iter().find(admits);
        sink.holds(admitting.is_some(), || {
            let terms = admitting.unwrap_or(first);
            Check::new(terms.rule.as_str(), Reason::RelationNotAdmitted, true).under(self.terms.period, terms.clause())
        });
        note(admitting.is_some(), Reason::RelationNotAdmitted);
    }

    /// Notes whether the one use of the fiscal year is free.
    #[inline]
    pub(crate) fn once(
        &self,
        used: impl FnOnce(&OnceTerms) -> bool,
        sink: &mut impl Sink,
        note: &mut impl FnMut(bool, Reason),
    ) {
        let Some(terms) = &self.terms.once else { return };
        let free = !used(terms);
        sink.holds(free, || {
            Check::new(terms.rule.as_str(), Reason::UsedThisYear, free)
                .under(self.terms.period, terms.clause())
                .read("fiscal_year", self.fiscal_year.from.wrapping_div(10_000))
        });
        note(free, Reason::UsedThisYear);
    }
}

fn counted(terms: &AgeTerms) -> &'static str {
    use crate::programme::AgeCounted;
    match terms.counted {
        AgeCounted::BirthdayInYear => "birthday_in_year",
        AgeCounted::LegalAtYearEnd => "legal_at_year_end",
        AgeCounted::AtYearStart => "at_year_start",
        AgeCounted::OnDay => "on_day",
    }
}
