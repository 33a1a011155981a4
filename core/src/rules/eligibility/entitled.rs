//! Whether terms admit a person on a day, with every reason against it.

use super::{
    against::{Against, not_in_effect},
    judge::Case,
};
use crate::{
    answer::{Check, ReasonDetail, Sink},
    base::{Error, ErrorCode, Reason, value::Code},
    civil::{Date, DateRange},
    member::{Person, PersonFact},
    programme::{EligibilityTerms, FactTerms, OnceTerms, Programme},
};

/// Finds what cannot be used of a person: the insured period, or a fact that the programme does not declare.
///
/// # Errors
/// `period_upside_down` where entitlement is lost before it begins; `fact_undeclared` for a fact or a circumstance that the programme does
/// not name; `missing_value` for a dated fact without its day, `value_invalid` for the day of another one. The path is one within the person.
pub(crate) fn examine_person(programme: &Programme, person: &Person) -> Result<(), Error> {
    person.validate()?;
    for (index, circumstance) in person.circumstances.iter().enumerate() {
        if !programme.names_circumstance(circumstance) {
            return Err(Error::new(ErrorCode::FactUndeclared, "").within(index).within("circumstances"));
        }
    }
    for (index, fact) in person.facts.iter().enumerate() {
        let fault = |code, path| Err(Error::new(code, path).within(index).within("facts"));
        match (programme.fact(&fact.id), fact.on) {
            (None, _) => return fault(ErrorCode::FactUndeclared, "/id"),
            (Some(declared), None) if declared.dated => return fault(ErrorCode::MissingValue, "/on"),
            (Some(declared), Some(_)) if !declared.dated => return fault(ErrorCode::ValueInvalid, "/on"),
            _ => {}
        }
    }
    Ok(())
}

/// The terms that a service is held to for a person on a day. A service with terms, but none on the day, is closed; one without any
/// is open to everyone.
pub(crate) fn terms_on<'p>(
    programme: &'p Programme,
    service: &Code,
    on: Date,
    sink: &mut impl Sink,
    against: &mut Against,
) -> Option<&'p EligibilityTerms> {
    let terms = programme.eligibility(service.as_str(), on);
    if terms.is_none() && programme.document().eligibility.iter().any(|terms| terms.id == *service) {
        not_in_effect("eligibility", service, on, sink).reasons.into_iter().for_each(|reason| against.push(reason));
    }
    terms
}

/// Gathers the reasons by insured period, age, 1 April, circumstances, facts, sex and relation.
pub(crate) fn entitled(
    terms: &EligibilityTerms,
    person: &Person,
    on: Date,
    sink: &mut impl Sink,
    against: &mut Against,
) {
    let case = Case::new(terms, person, on);
    case.entitled(sink, &mut against.gather());
    if let Some(circumstances) = &terms.circumstances {
        let named = person.circumstances.iter().find(|circumstance| circumstances.left_out.contains(circumstance));
        if !sink.holds(named.is_none(), || {
            Check::new(circumstances.rule.as_str(), Reason::CircumstanceLeftOut, true)
                .under(terms.period, circumstances.clause())
        }) {
            against.push(Reason::CircumstanceLeftOut);
        }
    }
    terms.facts.iter().for_each(|wanted| fact(terms, wanted, person, on, sink, against));
    if let Some(sex) = &terms.sex
        && !sink.holds(person.sex == Some(sex.admitted), || {
            Check::new(sex.rule.as_str(), Reason::SexNotAdmitted, true).under(terms.period, sex.clause())
        })
    {
        let says = sex.says.clone();
        against.push_detail(ReasonDetail { reason: Reason::SexNotAdmitted, facts: [].into(), says });
    }
    case.related(sink, &mut against.gather());
}

/// Whether a fact counts for terms, from its day on.
fn counts(wanted: &FactTerms, fact: &PersonFact) -> bool {
    let in_time = |day: Date| wanted.dates.is_none_or(|dates| dates.contains(day));
    wanted.any_of.contains(&fact.id) && fact.on.is_none_or(in_time)
}

/// The days on which a person's dated facts fulfil terms; every day for facts that are always true, and where nothing counts.
pub(super) fn fact_days(wanted: &FactTerms, person: &Person) -> DateRange {
    let counting = person.facts.iter().filter(|fact| counts(wanted, fact));
    let first = counting.map(|fact| fact.on.map_or(i32::MIN, Date::yyyymmdd)).min();
    match first {
        None => DateRange::ALL,
        Some(first) if wanted.excluded => DateRange::before(first),
        Some(first) => DateRange::from(first),
    }
}

fn fact(
    terms: &EligibilityTerms,
    wanted: &FactTerms,
    person: &Person,
    on: Date,
    sink: &mut impl Sink,
    against: &mut Against,
) {
    let reason = if wanted.excluded { Reason::FactExcluded } else { Reason::FactNeeded };
    let found = person.facts.iter().any(|fact| counts(wanted, fact) && fact.on.is_none_or(|day| day <= on));
    if !sink.holds(found != wanted.excluded, || {
        Check::new(wanted.rule.as_str(), reason, true).under(terms.period, wanted.clause())
    }) {
        // Which of the facts leaves a person out is not repeated.
        let facts = if wanted.excluded { [].into() } else { wanted.any_of.clone() };
        against.push_detail(ReasonDetail { reason, facts, says: wanted.says.clone() });
    }
}

/// Gathers the reason against a second use in the fiscal year.
pub(crate) fn once<'a>(
    terms: &EligibilityTerms,
    person: &Person,
    on: Date,
    mut uses: impl Iterator<Item = (&'a Code, Date)>,
    sink: &mut impl Sink,
    against: &mut Against,
) {
    let case = Case::new(terms, person, on);
    let year = on.fiscal_year();
    let used =
        |once: &OnceTerms| uses.any(|(service, date)| once.services.contains(service) && date.fiscal_year() == year);
    case.once(used, sink, &mut against.gather());
}
