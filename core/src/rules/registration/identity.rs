//! The identity check: whether the society knows the member under what the card says, and whether that person may register.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::group::entered;
use crate::{
    answer::{Check, Decision, Explain, Outcome, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Clause, HostId, is_false, present},
    },
    civil::{Date, Instant},
    member::Relation,
    numbers::FORM_TEXT_LIMIT,
    programme::{Citation, IdentityTerms, Programme, RelationTerms},
    rules::account::Public,
    text::{NAME_LIMIT, has_letter, match_key, unusable},
};

/// The most records that one symbol and number may have.
pub const MOST_RECORDS: usize = 256;

/// The most persons given as registered already.
pub const MOST_REGISTERED: usize = 1024;

/// The request of `registration.identify`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentityRequest {
    /// When the check is made; its day selects the terms.
    pub now: Instant,
    /// The group's ID (団体ID) as entered, at most 64 bytes; needed where the programme has groups.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub group: Option<String>,
    /// The name as entered, at most 256 bytes.
    pub name: String,
    /// The date of birth as entered.
    pub born: Date,
    /// The day on which the person joined the society; absent where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub joined_on: Option<Date>,
    /// What the society's data hold under the symbol and number entered, at most 256: a household can share a number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<SocietyRecord>,
    /// Persons who are registered already, under another address; at most 1,024.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registered: Vec<HostId>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

crate::base::redacted!(IdentityRequest { now, explain });

/// A person as a society's data hold them under a card's symbol and number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SocietyRecord {
    /// The host's id of the person; the same for every card they have had.
    pub person: HostId,
    /// The name in kana, at most 256 bytes.
    pub name: String,
    /// The date of birth.
    pub born: Date,
    /// How they belong to the society.
    pub relation: Relation,
    /// Whether the record is not linked with the service yet.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unlinked: bool,
}

crate::base::redacted!(SocietyRecord { relation });

/// The answer of `registration.identify`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentityVerdict {
    /// `accepted`, or the first reason against the registration.
    pub reason: Reason,
    /// Every reason against it, in the fixed order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// The first character of the name that is not taken, in code points from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<u32>,
    /// The one person whom the records name so, registrable or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<HostId>,
    /// With `not_yet_available`: the first day on which the data should hold the member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Date>,
    /// What the person is told. The reasons above are for operators.
    pub shown: Public,
}

/// Says whether the society knows the person whom a form names, and whether that person may register.
///
/// # Errors
/// `missing_value` without a group where the programme has groups; `text_too_long` above the stated lengths;
/// `too_large` for longer lists.
pub fn identify(programme: &Programme, request: &IdentityRequest) -> Result<Decision<IdentityVerdict>, Error> {
    if request.group.is_none() && !programme.document().groups.is_empty() {
        return Err(Error::new(ErrorCode::MissingValue, "/group"));
    }
    let fits = |text: &str, most, path| match text.len() > most {
        true => Err(Error::new(ErrorCode::TextTooLong, path)),
        false => Ok(()),
    };
    request.group.as_deref().map_or(Ok(()), |group| fits(group, FORM_TEXT_LIMIT, "/group"))?;
    fits(&request.name, NAME_LIMIT, "/name")?;
    if request.records.len() > MOST_RECORDS {
        return Err(Error::new(ErrorCode::TooLarge, "/records"));
    }
    for (index, record) in request.records.iter().enumerate() {
        fits(&record.name, NAME_LIMIT, "/name").map_err(|e| e.within(index).within("records"))?;
    }
    if request.registered.len() > MOST_REGISTERED {
        return Err(Error::new(ErrorCode::TooLarge, "/registered"));
    }
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Decision { verdict, checks })
}

fn judge(programme: &Programme, request: &IdentityRequest, sink: &mut impl Sink) -> IdentityVerdict {
    let today = request.now.date();
    let Some(terms) = programme.identity_terms(today) else {
        sink.holds(false, || Check::new("registration.identify", Reason::NotInEffect, false).read("now", request.now));
        let reason = Reason::NotInEffect;
        let shown = Public::of(programme, &[reason], request.now);
        return IdentityVerdict { reason, reasons: [reason].into(), at: None, person: None, not_before: None, shown };
    };
    let mut against = Against { terms, reasons: Vec::new(), sink };
    let open = is_open(programme, request, &mut against);

    let unusable = unusable(&request.name, true).filter(|_| open);
    against.look(
        open.then_some(unusable.is_none()),
        cite(&terms.name),
        Reason::NotFullWidthKana,
        |check| match unusable {
            Some(at) => check.read("at", at),
            None => check,
        },
    );
    let usable = open && unusable.is_none();
    against.look(usable.then(|| has_letter(&request.name)), cite(&terms.name), Reason::Empty, |check| check);

    let found = !request.records.is_empty();
    let (waits, not_before) = waiting(request.joined_on, terms.waiting_months, today);
    let absent = if waits && !found { Reason::NotYetAvailable } else { Reason::NoRecord };
    against.look(open.then_some(found), cite(&terms.record), absent, |check| {
        check.read("waiting_months", terms.waiting_months)
    });

    let fitting = fitting(terms, request).filter(|_| open);
    let linked =
        fitting.map_or_else(|| request.records.iter().any(|record| !record.unlinked), |record| !record.unlinked);
    let compared = open && found;
    against.look(compared.then_some(linked), cite(&terms.record), Reason::DataNotLinked, |check| check);
    against.look(compared.then_some(fitting.is_some()), cite(&terms.name), Reason::RecordInconsistent, |check| check);

    if let Some(first) = terms.relations.first() {
        let admitting = fitting.map(|record| admitting(terms, record.relation));
        let cited = admitting.flatten().unwrap_or(first);
        let held = admitting.map(|admitting| admitting.is_some());
        let relation = fitting.map(|record| record.relation.name());
        against.look(
            held,
            (cited.rule.as_str(), cited.clause()),
            Reason::RelationNotAdmitted,
            |check| match relation {
                Some(relation) => check.read("relation", relation),
                None => check,
            },
        );
    }
    let new = fitting.map(|record| !request.registered.contains(&record.person));
    against.look(new, cite(&terms.once), Reason::AlreadyRegistered, |check| check);

    let reasons = against.reasons;
    IdentityVerdict {
        reason: reasons.first().copied().unwrap_or(Reason::Accepted),
        at: unusable.and_then(|at| u32::try_from(at).ok()),
        person: fitting.map(|record| record.person.clone()),
        not_before: not_before.filter(|_| reasons.contains(&Reason::NotYetAvailable)),
        shown: Public::of(programme, &reasons, request.now),
        reasons,
    }
}

/// Whether the society takes part at this time. A programme without groups is one society's own.
fn is_open(programme: &Programme, request: &IdentityRequest, against: &mut Against<'_, impl Sink>) -> bool {
    let terms = against.terms;
    let group = request.group.as_deref().map(|group| programme.group(&entered(group), request.now.date()));
    let adopted = group.is_none_or(|group| group.is_some());
    against.look(Some(adopted), cite(&terms.adoption), Reason::NotAdopted, |check| check);
    let maintenance = group.flatten().and_then(|group| group.maintenance_at(request.now));
    against.look(adopted.then_some(maintenance.is_none()), cite(&terms.adoption), Reason::InMaintenance, |check| {
        match maintenance {
            Some(maintenance) => check.read("from", maintenance.from).read("until", maintenance.until),
            None => check,
        }
    });
    adopted && maintenance.is_none()
}

/// Whether the data need not hold the member yet, and the first day on which they should.
fn waiting(joined_on: Option<Date>, months: u8, today: Date) -> (bool, Option<Date>) {
    let Some(joined_on) = joined_on else { return (false, None) };
    let after = joined_on.after_months(months.into());
    (after.is_none_or(|after| today < after), after)
}

/// The terms that admit a relation.
fn admitting(terms: &IdentityTerms, relation: Relation) -> Option<&RelationTerms> {
    terms.relations.iter().find(|terms| terms.admitted.contains(&relation))
}

/// The record of the one person whose name and date of birth were entered.
///
/// Of a person's several records, such as those of two cards, the one with the least against it. Where two persons fit, the records do not
/// say which of them it is. A name of nothing but marks fits nobody.
fn fitting<'r>(terms: &IdentityTerms, request: &'r IdentityRequest) -> Option<&'r SocietyRecord> {
    let key: String = match_key(&request.name).collect();
    if key.is_empty() {
        return None;
    }
    let fits = |record: &&SocietyRecord| record.born == request.born && match_key(&record.name).eq(key.chars());
    let mut fitting = request.records.iter().filter(fits);
    let admitted = |relation| terms.relations.is_empty() || admitting(terms, relation).is_some();
    let best = fitting.clone().max_by_key(|record| (!record.unlinked, admitted(record.relation), record.relation))?;
    fitting.all(|record| record.person == best.person).then_some(best)
}

/// A rule and its words.
type Cited<'a> = (&'a str, Option<&'a Clause>);

fn cite(citation: &Citation) -> Cited<'_> {
    (citation.rule.as_str(), citation.clause())
}

struct Against<'a, S> {
    terms: &'a IdentityTerms,
    reasons: Vec<Reason>,
    sink: &'a mut S,
}

impl<S: Sink> Against<'_, S> {
    /// Looks for one reason; what did not need looking at is `None`.
    fn look(
        &mut self,
        held: Option<bool>,
        (rule, clause): Cited<'_>,
        reason: Reason,
        describe: impl FnOnce(Check) -> Check,
    ) {
        let outcome = match held {
            None => Outcome::NotEvaluated,
            Some(true) => Outcome::Pass,
            Some(false) => Outcome::Fail,
        };
        let period = self.terms.period;
        self.sink.report(outcome, || describe(Check::new(rule, reason, true).under(period, clause)));
        if held == Some(false) {
            self.reasons.push(reason);
        }
    }
}
