use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{Error, ErrorCode, Internal, Reason, value::Count},
    civil::Date,
    programme::Programme,
};

/// The request of `steps.achievement`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AchievementRequest {
    /// The day walked; it selects the goal.
    pub date: Date,
    /// Steps of the whole day.
    pub steps: Count,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// What `steps.achievement` answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AchievementVerdict {
    /// `accepted` where the goal is reached, `goal_not_reached`, or `not_in_effect`.
    pub reason: Reason,
    /// The goal in steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal_steps: Option<Count>,
    /// Steps in thousandths of the goal, half up: 1,627 is shown 162.7 %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_mille: Option<Count>,
}

/// Says how much of the day's goal was walked, and whether the goal is reached. That is decided on
/// steps: 7,996 of 8,000 are 100.0 %, and short of it.
///
/// # Errors
/// `sum_out_of_range` where the thousandths pass 2^53 − 1.
pub fn achievement(programme: &Programme, request: &AchievementRequest) -> Result<Decision<AchievementVerdict>, Error> {
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Decision { verdict: verdict?, checks })
}

fn judge(
    programme: &Programme,
    request: &AchievementRequest,
    sink: &mut impl Sink,
) -> Result<AchievementVerdict, Error> {
    let mut goals = programme.document().points.step_goals.iter();
    let Some(terms) = goals.find(|terms| terms.period.contains(request.date)) else {
        sink.holds(false, || Check::new("steps.achievement", Reason::NotInEffect, false).read("date", request.date));
        return Ok(AchievementVerdict { reason: Reason::NotInEffect, goal_steps: None, per_mille: None });
    };
    let (steps, goal) = (request.steps, terms.steps);
    let reached = goal <= steps;
    sink.holds(reached, || {
        Check::new(terms.rule.as_str(), Reason::GoalNotReached, reached)
            .under(terms.period, terms.clause())
            .read("steps", steps)
            .read("goal_steps", goal)
    });
    Ok(AchievementVerdict {
        reason: if reached { Reason::Accepted } else { Reason::GoalNotReached },
        goal_steps: Some(goal),
        per_mille: Some(per_mille(steps.get(), goal.get())?),
    })
}

/// Thousandths of a goal of at least 1 step, half up.
///
/// # Errors
/// `sum_out_of_range` past 2^53 − 1: for more than 9 × 10^12 times the goal.
fn per_mille(steps: i64, goal: i64) -> Result<Count, Error> {
    // Steps and goal are at most 2^53 − 1: no product has more than 65 bits.
    let (steps, goal) = (i128::from(steps), i128::from(goal));
    let thousandths = steps.wrapping_mul(2_000).wrapping_add(goal).checked_div(goal.wrapping_mul(2));
    let thousandths = Internal::unless(thousandths, "a goal is no steps")?;
    let shown = i64::try_from(thousandths).ok().and_then(Count::new);
    shown.ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/steps"))
}
