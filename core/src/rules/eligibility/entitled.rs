//! Whether terms admit a person on a day, with every reason against it.

use alloc::{collections::BTreeSet, vec::Vec};

use super::{
    against::{Against, not_in_effect},
    find::{Found, find},
    judge::Case,
    true_facts::TrueFacts,
};
use crate::{
    answer::{Check, ReasonDetail, Sink},
    base::{Error, ErrorCode, Reason, value::Code},
    civil::Date,
    member::Person,
    programme::{EligibilityTerms, FactTerms, OnceTerms, Programme},
};

/// How many facts or circumstances a check shows: a document may list hundreds, and a check is made for each of many records.
const SHOWN: usize = 16;

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
    person: &Person,
    on: Date,
    sink: &mut impl Sink,
    against: &mut Against,
) -> Option<&'p EligibilityTerms> {
    match find(programme, service, person, on) {
        Found::Terms(terms) => return Some(terms),
        Found::OfOthers => against.push(not_for_person(service, sink)),
        Found::Nothing => {
            if programme.document().eligibility.iter().any(|terms| terms.is_of(service.as_str())) {
                not_in_effect("eligibility", service, on, sink)
                    .reasons
                    .into_iter()
                    .for_each(|reason| against.push(reason));
            }
        }
    }
    None
}

/// Reports that a service has terms on a day for other people alone.
pub(super) fn not_for_person(service: &Code, sink: &mut impl Sink) -> Reason {
    sink.holds(false, || Check::new("eligibility", Reason::NotForPerson, false).read("service", service));
    Reason::NotForPerson
}

/// Gathers the reasons by insured period, age, 1 April and other days of enrolment, circumstances, facts, sex and relation.
pub(crate) fn entitled(
    terms: &EligibilityTerms,
    person: &Person,
    on: Date,
    sink: &mut impl Sink,
    against: &mut Against,
) {
    let case = Case::<false>::new(terms, person, on);
    case.entitled(sink, &mut against.gather());
    if let Some(circumstances) = &terms.circumstances {
        let left_out = among(&circumstances.left_out, person.circumstances.iter());
        let mut named = person.circumstances.iter().filter(|circumstance| left_out(circumstance)).peekable();
        if !sink.holds(named.peek().is_none(), || {
            let check = Check::new(circumstances.rule.as_str(), Reason::CircumstanceLeftOut, true);
            let check = check.under(terms.period_on(on), circumstances.clause());
            named.take(SHOWN).fold(check, |check, circumstance| check.read("circumstance", circumstance))
        }) {
            against.push(Reason::CircumstanceLeftOut);
        }
    }
    if !terms.facts.is_empty() {
        let known = TrueFacts::of(person);
        terms.facts.iter().for_each(|wanted| fact(terms, wanted, &known, on, sink, against));
    }
    if let Some(sex) = &terms.sex
        && !sink.holds(person.sex == Some(sex.admitted), || {
            let check =
                Check::new(sex.rule.as_str(), Reason::SexNotAdmitted, true).under(terms.period_on(on), sex.clause());
            person.sex.map_or(check.clone(), |sex| check.read("sex", sex.name()))
        })
    {
        let says = sex.says.clone();
        against.push_detail(ReasonDetail { reason: Reason::SexNotAdmitted, facts: [].into(), says });
    }
    case.related(sink, &mut against.gather());
}

fn fact(
    terms: &EligibilityTerms,
    wanted: &FactTerms,
    known: &TrueFacts<'_>,
    on: Date,
    sink: &mut impl Sink,
    against: &mut Against,
) {
    let reason = if wanted.excluded { Reason::FactExcluded } else { Reason::FactNeeded };
    let found = known.since_any(wanted).is_some_and(|since| since <= on.yyyymmdd());
    if !sink.holds(found != wanted.excluded, || {
        let check = Check::new(wanted.rule.as_str(), reason, true).under(terms.period_on(on), wanted.clause());
        wanted.any_of.iter().take(SHOWN).fold(check, |check, fact| check.read("fact", fact))
    }) {
        // Which of the facts leaves a person out is not repeated.
        let facts = if wanted.excluded { [].into() } else { wanted.any_of.clone() };
        against.push_detail(ReasonDetail { reason, facts, says: wanted.says.clone() });
    }
}

/// Gathers the reason against a use more, such as a second one in the fiscal year.
pub(crate) fn once<'a>(
    terms: &EligibilityTerms,
    service: &Code,
    person: &Person,
    on: Date,
    uses: impl Iterator<Item = (&'a Code, Date)> + Clone,
    sink: &mut impl Sink,
    against: &mut Against,
) {
    let case = Case::<false>::new(terms, person, on);
    case.once(|once| is_used_up(once, service, on, uses), sink, &mut against.gather());
}

/// Whether the uses of a service that are allowed are used up: in the day's window, or in one of the runs of years that hold it.
fn is_used_up<'a>(
    once: &OnceTerms,
    service: &Code,
    on: Date,
    uses: impl Iterator<Item = (&'a Code, Date)> + Clone,
) -> bool {
    let window = once.window.number(on);
    let together = among(&once.services, uses.clone().map(|(used, _)| used));
    let counts = |used: &Code| if once.services.is_empty() { used == service } else { together(used) };
    let counting = uses.filter(|(used, _)| counts(used)).map(|(_, date)| once.window.number(date));
    if once.years == 1 {
        return counting.filter(|used| *used == window).take(once.times.into()).count() == usize::from(once.times);
    }
    let more = once.further_windows();
    let near: Vec<i64> = counting.filter(|used| used.abs_diff(window) < u64::from(once.years)).collect();
    let runs = (window.saturating_sub(more)..=window).map(|first| first..=first.saturating_add(more));
    runs.map(|run| near.iter().filter(|used| run.contains(used)).count()).any(|used| used >= usize::from(once.times))
}

/// Codes that are gone through in less time than they are put in order.
const FEW: usize = 16;

/// Whether one of the codes that a request gives is among those that terms list. Both may be many.
pub(crate) fn among<'a>(listed: &'a [Code], given: impl Iterator<Item = &'a Code>) -> impl Fn(&Code) -> bool {
    let both = (listed.len() > FEW).then(|| {
        let given: BTreeSet<&Code> = given.collect();
        listed.iter().filter(|code| given.contains(code)).collect::<BTreeSet<_>>()
    });
    move |code| both.as_ref().map_or_else(|| listed.contains(code), |both| both.contains(code))
}
