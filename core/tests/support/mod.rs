//! Programmes for tests, made without JSON.

use kenpo_core::{
    Period, Programme,
    programme::{
        ActivityPoints, AdmittedOn, Cap, CapMonth, Document, Downward, EarningRule, Exchange, PointsTerms, StepTier,
        Window,
    },
    value::{Code, Count, RuleId},
};

pub(crate) fn count(value: i64) -> Count {
    Count::new(value).unwrap()
}

pub(crate) fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub(crate) fn cap(id: &str, window: Window, month_of: CapMonth, points: i64) -> Cap {
    Cap {
        name: None,
        id: code(id),
        rule: RuleId::new("CAP").unwrap(),
        period: Period::default(),
        every: None,
        counts: vec![code("steps")],
        window,
        points: count(points),
        month_of,
        clause: None,
    }
}

/// A rule that asks for nothing, and does not say yet how it earns.
pub(crate) fn rule(id: &str) -> EarningRule {
    EarningRule {
        name: None,
        id: code(id),
        rule: RuleId::new("EARN").unwrap(),
        period: Period::default(),
        step_tiers: Vec::new(),
        sources: Vec::new(),
        per_steps: None,
        mean: None,
        goal_days: None,
        every: None,
        service: None,
        admitted_on: AdmittedOn::Activity,
        arrives_by: None,
        arrives_within: None,
        activity: None,
        ages: None,
        plausible_steps: None,
        grace_days: None,
        opened_within_days: None,
        downward: Downward::Keep,
        purse: None,
        final_after: None,
        clause: None,
    }
}

pub(crate) fn programme(tiers: &[(i64, i64)], caps: Vec<Cap>) -> Programme {
    let step_tiers = tiers.iter().map(|(steps, points)| StepTier { at_least: count(*steps), points: count(*points) });
    let rule = EarningRule { step_tiers: step_tiers.collect(), ..rule("steps") };
    let exchange = Exchange {
        name: None,
        id: code("ticket"),
        rule: RuleId::new("TICKET").unwrap(),
        period: Period::default(),
        every: None,
        points: count(500),
        value_yen: None,
        purse: None,
        min_quantity: None,
        limit: None,
        limits: Vec::new(),
        requires: None,
        closes_at: None,
        stock: None,
        irrevocable: None,
        clause: None,
    };
    let document = Document {
        points: PointsTerms { rules: vec![rule], caps, exchanges: vec![exchange], ..PointsTerms::default() },
        ..Document::new("test", "1", "test").unwrap()
    };
    Programme::new(document, b"").unwrap()
}

/// Points for each event of an activity.
#[allow(dead_code, reason = "not every test has activities")]
pub(crate) fn activity(kind: &str, points: i64, once: Option<Window>) -> ActivityPoints {
    ActivityPoints {
        in_a_row: Vec::new(),
        kind: Some(code(kind)),
        kinds: Vec::new(),
        points: Some(count(points)),
        per_value: None,
        value_tiers: Vec::new(),
        once,
        years: None,
        once_with: Vec::new(),
        pro_rata: None,
    }
}
