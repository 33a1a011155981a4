use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{Error, Reason, value::Code},
    civil::Date,
    programme::Programme,
};

/// The request of `points.purse`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PurseRequest {
    /// The day; it selects the terms.
    pub as_of: Date,
    /// The group's ID, as `registration.group` answers it.
    pub group: Code,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// What `points.purse` answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PurseVerdict {
    /// `accepted`, or `group_unknown`.
    pub reason: Reason,
    /// The purse that the group's members use; absent for the programme's own points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purse: Option<Code>,
}

/// Says in which purse a group's points lie: the programme's own points, or the purse of groups that have none.
///
/// # Errors
/// None.
pub fn purse(programme: &Programme, request: &PurseRequest) -> Result<Decision<PurseVerdict>, Error> {
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Decision { verdict, checks })
}

fn judge(programme: &Programme, request: &PurseRequest, sink: &mut impl Sink) -> PurseVerdict {
    let PurseRequest { as_of, group, .. } = request;
    let known = programme.group(group.as_str(), *as_of);
    let about = |rule: &str, reason| Check::new(rule, reason, true).read("group", group);
    if !sink.holds(known.is_some(), || about("points.purse", Reason::GroupUnknown).read("as_of", *as_of)) {
        return PurseVerdict { reason: Reason::GroupUnknown, purse: None };
    }
    let terms = known.and_then(|group| programme.purse_of(&group.id, *as_of));
    if let Some(terms) = terms {
        sink.holds(true, || {
            about(terms.rule.as_str(), Reason::Accepted).under(terms.period, terms.clause()).read("purse", &terms.id)
        });
    }
    PurseVerdict { reason: Reason::Accepted, purse: terms.map(|terms| terms.id.clone()) }
}
