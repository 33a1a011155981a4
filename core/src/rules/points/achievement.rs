use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{
        Error, Reason,
        value::{Count, MAX_SAFE},
    },
    civil::Date,
    programme::Programme,
};

/// What `steps.achievement` is asked.
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
    /// Steps in thousandths of the goal, half up: 1,627 is shown 162.7 %. Capped at 2^53 − 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_mille: Option<Count>,
}

/// How much of the day's goal was walked. Whether it is reached is decided on steps: 7,996 of 8,000 are 100.0 %, and short of it.
///
/// # Errors
/// None.
pub fn achievement(programme: &Programme, request: &AchievementRequest) -> Result<Decision<AchievementVerdict>, Error> {
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Decision { verdict, checks })
}

fn judge(programme: &Programme, request: &AchievementRequest, sink: &mut impl Sink) -> AchievementVerdict {
    let mut goals = programme.document().points.step_goals.iter();
    let Some(terms) = goals.find(|terms| terms.period.contains(request.date)) else {
        sink.holds(false, || Check::new("steps.achievement", Reason::NotInEffect, false).read("date", request.date));
        return AchievementVerdict { reason: Reason::NotInEffect, goal_steps: None, per_mille: None };
    };
    let (steps, goal) = (request.steps, terms.steps);
    let reached = goal <= steps;
    sink.holds(reached, || {
        Check::new(terms.rule.as_str(), Reason::GoalNotReached, reached)
            .under(terms.period, terms.clause())
            .read("steps", steps)
            .read("goal_steps", goal)
    });
    AchievementVerdict {
        reason: if reached { Reason::Accepted } else { Reason::GoalNotReached },
        goal_steps: Some(goal),
        per_mille: Some(per_mille(steps.get(), goal.get())),
    }
}

/// Thousandths, half up.
fn per_mille(steps: i64, goal: i64) -> Count {
    let twice = |value: i64| i128::from(value).saturating_mul(2);
    let numerator = twice(steps).saturating_mul(1_000).saturating_add(i128::from(goal));
    let thousandths = numerator.checked_div(twice(goal)).unwrap_or(0);
    Count::new(i64::try_from(thousandths).unwrap_or(MAX_SAFE).min(MAX_SAFE)).unwrap_or_default()
}
