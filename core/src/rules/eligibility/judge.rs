//! Whether a person may use a service on a day: one path for every lane.

use super::span::{self, Ages, NEVER, Span};
use crate::{
    answer::{Check, Period, Sink},
    base::Reason,
    civil::{Date, Ymd, parts},
    member::{Person, Relation},
    programme::{AgeTerms, EachYear, EligibilityTerms, FixedDay, InsuredTerms, OnceTerms, RelationTerms, Window},
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

/// One question: a service's terms, a person, a day written YYYYMMDD. `PLAIN` terms are those of [`is_plain`]: what the others may ask besides
/// is not looked at again for every row of a column.
pub(crate) struct Case<'a, const PLAIN: bool> {
    pub(crate) terms: &'a EligibilityTerms,
    pub(crate) facts: Facts,
    pub(crate) on: i32,
    /// The fiscal year of the day.
    pub(crate) fiscal_year: Span,
}

/// Whether terms ask of ages and insured period no more than they could before there were days of their own for it, and of uses whether there
/// was one in the fiscal year.
pub(crate) fn is_plain(terms: &EligibilityTerms) -> bool {
    let age = terms.age.as_ref();
    let insured = terms.insured.as_ref();
    age.is_none_or(|age| age.counted_on.is_none() && age.below_on.is_none() && !age.lists())
        && insured.is_none_or(|insured| insured.held_on.is_empty() && insured.at_least_months.is_none())
        && terms.once.as_ref().is_none_or(OnceTerms::is_once_a_fiscal_year)
}

impl<'a, const PLAIN: bool> Case<'a, PLAIN> {
    pub(crate) fn new(terms: &'a EligibilityTerms, person: &Person, on: Date) -> Self {
        let on = on.yyyymmdd();
        let (year, month_day) = parts(on);
        Self { terms, facts: Facts::of(person), on, fiscal_year: Span::fiscal_year(year, month_day) }
    }

    /// Notes whether insured period, age, 1 April and further days of enrolment hold, each with the reason it gives if it does not hold, in this order.
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
                    .under(self.period(), terms.clause())
                    .read("first_of_april", Ymd(first))
            });
            note(enrolled, Reason::NotEnrolledOnFirst);
        }
        if !PLAIN && let Some(terms) = &self.terms.insured {
            self.enrolled(terms, sink, note);
        }
    }

    /// Notes whether the insured period holds further days, and is as long as it must be.
    fn enrolled(&self, terms: &InsuredTerms, sink: &mut impl Sink, note: &mut impl FnMut(bool, Reason)) {
        let describe = |reason| Check::new(terms.rule.as_str(), reason, true).under(self.period(), terms.clause());
        for day in &terms.held_on {
            let day = match day {
                FixedDay::Once(date) => date.yyyymmdd(),
                FixedDay::EachYear(day) => {
                    let first = self.fiscal_year.from.wrapping_div(10_000);
                    day.ymd(if day.mmdd() < 401 { first.wrapping_add(1) } else { first })
                }
            };
            let held = self.facts.insured.holds(day);
            note(
                sink.holds(held, || describe(Reason::NotEnrolledOnDay).read("day", Ymd(day))),
                Reason::NotEnrolledOnDay,
            );
        }
        if terms.at_least_months.is_some() {
            let first = first_after(terms, self.facts.insured.from);
            let long = first <= self.on;
            sink.holds(long, || {
                let check = describe(Reason::EnrolledTooBriefly).read("on", Ymd(self.on));
                if first == NEVER { check } else { check.read("first_day", Ymd(first)) }
            });
            note(long, Reason::EnrolledTooBriefly);
        }
    }

    #[inline(always)]
    fn insured(&self, terms: &InsuredTerms, sink: &mut impl Sink, note: &mut impl FnMut(bool, Reason)) {
        let Span { from, end } = self.facts.insured;
        let describe = |reason, day| {
            Check::new(terms.rule.as_str(), reason, true)
                .under(self.period(), terms.clause())
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
        let Span { from, end } = span::of_ages::<PLAIN>(terms, self.facts.born);
        let describe = |reason| {
            Check::new(terms.rule.as_str(), reason, true)
                .under(self.period(), terms.clause())
                .read("on", Ymd(self.on))
                .read("counted", counted(terms))
        };
        let too_young = || match shown(from) {
            Some(first) => describe(Reason::TooYoung).read("first_day", first),
            // Where one day counts for all, there is no first day of the person's own, and the age is the same on all days.
            None => {
                let age = Ages::of(terms).on(self.facts.born, self.on);
                age.map_or(describe(Reason::TooYoung), |age| describe(Reason::TooYoung).read("age", age))
            }
        };
        note(sink.holds(from <= self.on, too_young), Reason::TooYoung);
        if end != NEVER {
            sink.holds(self.on < end, || {
                let check = describe(Reason::TooOld);
                // Nor is there a last one.
                shown(end).map_or(check.clone(), |day| check.read("day_after_last", day))
            });
        }
        note(self.on < end, Reason::TooOld);
        if !PLAIN && terms.lists() {
            let age = Ages::of(terms).on(self.facts.born, self.on);
            // An age outside the limits is refused for that.
            let listed = span::is_listed(terms, age) | (self.on < from) | (end <= self.on);
            sink.holds(listed, || {
                let check = Check::new(terms.rule.as_str(), Reason::AgeNotListed, listed);
                let check = check.under(self.period(), terms.clause()).read("counted", counted(terms));
                age.map_or(check.clone(), |age| check.read("age", age))
            });
            note(listed, Reason::AgeNotListed);
        }
    }

    /// The days on which the terms hold, of those that come back each year around the day.
    fn period(&self) -> Period {
        EachYear::period_on(self.terms.every, self.terms.period, self.on)
    }

    /// Notes whether the relation is admitted.
    #[inline]
    pub(crate) fn related(&self, sink: &mut impl Sink, note: &mut impl FnMut(bool, Reason)) {
        let Some(first) = self.terms.relations.first() else { return };
        let admits = |terms: &&RelationTerms| terms.admitted.contains(&self.facts.relation);
        let admitting = self.terms.relations.iter().find(admits);
        sink.holds(admitting.is_some(), || {
            let terms = admitting.unwrap_or(first);
            Check::new(terms.rule.as_str(), Reason::RelationNotAdmitted, true)
                .under(self.period(), terms.clause())
                .read("relation", self.facts.relation.name())
        });
        note(admitting.is_some(), Reason::RelationNotAdmitted);
    }

    /// Notes whether a use is free, such as the one of the fiscal year.
    #[inline]
    pub(crate) fn once(
        &self,
        used: impl FnOnce(&OnceTerms) -> bool,
        sink: &mut impl Sink,
        note: &mut impl FnMut(bool, Reason),
    ) {
        let Some(terms) = &self.terms.once else { return };
        let free = !used(terms);
        let plain = PLAIN || terms.is_once_a_fiscal_year();
        let reason = if plain { Reason::UsedThisYear } else { Reason::UsedUp };
        sink.holds(free, || {
            let check = Check::new(terms.rule.as_str(), reason, free).under(self.period(), terms.clause());
            let check = match terms.window {
                Window::FiscalYear => check.read("fiscal_year", self.fiscal_year.from.wrapping_div(10_000)),
                window => check.read("window", window.name()).read("on", Ymd(self.on)),
            };
            if plain { check } else { check.read("times", terms.times).read("years", terms.years) }
        });
        note(free, reason);
    }
}

/// The first day on which the insured period has been as long as it must be, written YYYYMMDD; [`NEVER`] past the year 9999.
pub(super) fn first_after(terms: &InsuredTerms, insured_from: i32) -> i32 {
    let months = terms.at_least_months.unwrap_or(0);
    let first = Date::from_yyyymmdd(insured_from).and_then(|from| from.after_months(months.into()));
    first.map_or(NEVER, Date::yyyymmdd)
}

/// A first day, or the day after a last one, as a day of the calendar.
fn shown(day: i32) -> Option<Date> {
    Date::from_yyyymmdd(day).or_else(|| Date::from_yyyymmdd(day.checked_sub(1)?)?.succ())
}

fn counted(terms: &AgeTerms) -> &'static str {
    use crate::programme::AgeCounted;
    if terms.counted_on.is_some() {
        return "on_a_given_day";
    }
    match terms.counted {
        AgeCounted::BirthdayInYear => "birthday_in_year",
        AgeCounted::LegalAtYearEnd => "legal_at_year_end",
        AgeCounted::AtYearStart => "at_year_start",
        AgeCounted::OnDay => "on_day",
    }
}
