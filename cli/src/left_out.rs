//! Rules of which one person's steps say nothing: they are named, and not shown as no points.

use std::io::Write as _;

use kenpo::{Programme, programme::EarningRule};
use serde_json::{Value, json};

use crate::{desk::Desk, stop::Outcome, words::phrases};

/// Why a rule's points cannot be told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Why {
    /// It pays for an activity other than steps.
    Activity,
    /// It pays for the mean of a team.
    Team,
}

/// A rule whose points cannot be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct LeftOut {
    rule: String,
    why: Why,
}

/// The rules of programmes whose points cannot be told from one person's steps, each id once.
pub(crate) fn of(programmes: &[&Programme]) -> Vec<LeftOut> {
    let why = |rule: &EarningRule| match (&rule.activity, &rule.mean) {
        (Some(_), _) => Some(Why::Activity),
        (_, Some(mean)) if mean.team.is_some_and(|team| team.at_least > 1) => Some(Why::Team),
        _ => None,
    };
    let rules = programmes.iter().flat_map(|programme| &programme.document().points.rules);
    let found = rules.filter_map(|rule| why(rule).map(|why| LeftOut { rule: rule.id.to_string(), why }));
    let mut found: Vec<LeftOut> = found.collect();
    found.sort_by(|one, other| one.rule.cmp(&other.rule));
    found.dedup();
    found
}

/// For scripts: each rule with why.
pub(crate) fn json(left_out: &[LeftOut]) -> Value {
    let why = |why| match why {
        Why::Activity => "activity",
        Why::Team => "team",
    };
    left_out.iter().map(|LeftOut { rule, why: of }| json!({ "rule": rule, "why": why(*of) })).collect()
}

/// A line for each reason.
pub(crate) fn say(desk: &mut Desk, left_out: &[LeftOut]) -> Outcome<()> {
    for (why, phrase) in
        [(Why::Activity, phrases::without_activity as fn(_, _) -> _), (Why::Team, phrases::without_team)]
    {
        let rules = left_out.iter().filter(|left_out| left_out.why == why).map(|left_out| left_out.rule.as_str());
        let rules: Vec<&str> = rules.collect();
        if !rules.is_empty() {
            writeln!(desk.out, "{}", phrase(desk.lang, rules.join(", ")))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activities_and_teams_are_named() {
        let named = |document: &[u8]| json(&of(&[&kenpo::parse_programme(document).expect("a programme")]));
        let rally = named(include_bytes!("../../programmes/published/01_pepup_walking_rally.json"));
        assert_eq!(rally, json!([{ "rule": "team", "why": "team" }]));
        let kobaton = named(include_bytes!("../../programmes/published/07_kobaton.json"));
        let municipal = json!({ "rule": "municipal", "why": "activity" });
        assert!(kobaton.as_array().is_some_and(|rules| rules.contains(&municipal)), "{kobaton}");
        assert_eq!(named(include_bytes!("../../programmes/kkr.json")), json!([]));
    }
}
