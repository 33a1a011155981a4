//! Whether a person may use a service, for other rules that name one.

use super::{
    against::{Against, not_in_effect},
    entitled::{entitled, not_for_person},
    find::{Found, find},
};
use crate::{answer::Sink, base::value::Code, civil::Date, member::Person, programme::Programme};

/// A person before a service's terms: asked on as many days as there are.
///
/// For rules that name a service of the document's `eligibility`, such as points that only the insured earn:
///
/// ```text
/// // Once for each request, before anything else is decided.
/// examine_person(programme, &request.person).map_err(|e| e.within("person"))?;
/// let admission = Admission::of(programme, service, &request.person);
/// match admission.on(day, sink).first() {
///     None => …,         // the person may
///     Some(reason) => …, // the first reason against it, as `eligibility.check` gives it
/// }
/// ```
///
/// What counts is what `eligibility.review` counts: insured period, age, 1 April and other days of enrolment, circumstances,
/// facts, sex and relation. Neither the device nor other uses of the service are asked. Without terms of the service on the day the reason is
/// `not_in_effect`, and `not_for_person` where there are terms for other people alone. With
/// [`Silent`](crate::answer::Silent) for `sink` nothing is reported, and nothing is allocated for who may.
pub(crate) struct Admission<'a> {
    programme: &'a Programme,
    service: &'a Code,
    person: &'a Person,
}

impl<'a> Admission<'a> {
    /// A person before a service's terms. The service is one of the document's `eligibility`: validation sees to that.
    pub(crate) fn of(programme: &'a Programme, service: &'a Code, person: &'a Person) -> Self {
        Self { programme, service, person }
    }

    /// What stands against the person on a day; nothing for who may.
    pub(crate) fn on(&self, on: Date, sink: &mut impl Sink) -> Against {
        let terms = match find(self.programme, self.service, self.person, on) {
            Found::Terms(terms) => terms,
            Found::OfOthers => return Against::only(not_for_person(self.service, sink)),
            Found::Nothing => return not_in_effect("eligibility", self.service, on, sink),
        };
        let mut against = Against::default();
        entitled(terms, self.person, on, sink, &mut against);
        against
    }
}
