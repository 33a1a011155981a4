use alloc::{collections::BTreeMap, string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{
    accrue::accrue_each,
    request::{AccrueRequest, Arrival},
};
use crate::{
    answer::Decision,
    base::{
        Error, ErrorCode, Internal,
        value::{Amount, Count, present},
    },
    civil::{Date, Instant},
    member::Person,
    programme::Programme,
    rules::points::{
        accumulators::added,
        ledger::{KnownRevision, Ledger},
    },
};

/// The request of `points.compare`, for two programmes: the same activity under each.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CompareRequest {
    /// The other programme's document, its text as a string; at most 1 MiB.
    pub other: String,
    /// When the records arrived.
    pub now: Instant,
    /// The person's ledger, the same for both.
    #[serde(default, skip_serializing_if = "Ledger::is_empty")]
    pub ledger: Ledger,
    /// The records, in the order in which they arrived.
    pub arrivals: Vec<Arrival>,
    /// The date of birth; needed where a rule asks for an age.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub born: Option<Date>,
    /// The person; needed where a rule of either programme names a service that says who earns.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub person: Option<Person>,
    /// The day on which the person joined; days before it earn nothing.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub enrolled_on: Option<Date>,
    /// The day on which the app was last opened; needed where a rule asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub opened_on: Option<Date>,
    /// The latest revisions of the days that arrive, where the ledger's rows do not tell them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<KnownRevision>,
}

crate::base::redacted!(CompareRequest { now });

/// What `points.compare` answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CompareVerdict {
    /// Points paid under the programme, less those taken back.
    pub points: Amount,
    /// Points under the other.
    pub other: Amount,
    /// How many more the other pays; negative for fewer.
    pub difference: Amount,
    /// The days on which they pay differently, in order.
    pub days: Vec<DayDifference>,
}

/// A day on which two programmes pay differently.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayDifference {
    /// The day walked.
    pub date: Date,
    /// Points paid under the programme, less those taken back.
    pub points: Amount,
    /// Points under the other.
    pub other: Amount,
}

/// Says what the same records would pay under two programmes, and on which days they differ.
/// `other` is the programme that the request's document makes.
///
/// # Errors
/// As [`accrue`](super::accrue), under either programme; `sum_out_of_range` where the difference leaves ±(2^53 − 1).
pub fn compare(
    programme: &Programme,
    other: &Programme,
    request: &CompareRequest,
) -> Result<Decision<CompareVerdict>, Error> {
    let asked = AccrueRequest {
        born: request.born,
        person: request.person.clone(),
        enrolled_on: request.enrolled_on,
        opened_on: request.opened_on,
        known: request.known.clone(),
        ..AccrueRequest::new(request.now, request.ledger.clone(), request.arrivals.clone())
    };
    let ((ours, of_ours), (theirs, of_theirs)) = (paid(programme, &asked)?, paid(other, &asked)?);
    let out_of_range = || Error::new(ErrorCode::SumOutOfRange, "/arrivals");
    let plus = |sum: i64, more: i64| added(sum, more).map_err(|fault| fault.at("/arrivals"));
    let mut days: BTreeMap<Date, (i64, i64)> = BTreeMap::new();
    for ((date, mine), (_, yours)) in of_ours.into_iter().zip(of_theirs) {
        let day = days.entry(date).or_default();
        day.0 = plus(day.0, mine)?;
        day.1 = plus(day.1, yours)?;
    }
    let amount = |points| Amount::new(points).ok_or_else(out_of_range);
    let days = days.into_iter().filter(|(_, (ours, theirs))| ours != theirs);
    let days =
        days.map(|(date, (ours, theirs))| Ok(DayDifference { date, points: amount(ours)?, other: amount(theirs)? }));
    Ok(Decision {
        verdict: CompareVerdict {
            points: amount(ours)?,
            other: amount(theirs)?,
            difference: amount(theirs.wrapping_sub(ours))?,
            days: days.collect::<Result<_, Error>>()?,
        },
        checks: Vec::new(),
    })
}

/// What is paid in all and for each record, less what is taken back. Items and rows are not kept: of many records under many rules they
/// would take a hundred times the memory of the request.
fn paid(programme: &Programme, asked: &AccrueRequest) -> Result<(i64, Vec<(Date, i64)>), Error> {
    // Points paid and points taken back are 0 to 2^53 − 1.
    let net =
        |points: Count, taken_back: Option<Count>| points.get().wrapping_sub(taken_back.unwrap_or_default().get());
    let accrued = accrue_each(programme, asked, Some)?;
    let of_record = |index| {
        let became = Internal::unless(accrued.item(index), "a record that was given is missing")?;
        let item = became.map_err(|error| error.within(index).within("arrivals"))?;
        Ok((item.date, net(item.points, item.taken_back)))
    };
    let each = (0..asked.arrivals.len()).map(of_record).collect::<Result<_, Error>>()?;
    Ok((net(accrued.verdict.points, accrued.verdict.taken_back), each))
}
