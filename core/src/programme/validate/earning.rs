//! How points are earned: rules, campaigns, goals and sources of steps.

use alloc::collections::BTreeSet;

use super::faults::{Faults, ids};
use crate::{
    base::ErrorCode,
    programme::{
        earning::{EarningRule, StepTier},
        points::{Campaign, StepGoal, StepSources},
        window::Window,
    },
};

pub(super) fn rules(rules: &[EarningRule], faults: &mut Faults) {
    faults.settings("rules", rules, |rule| (Some(&rule.id), rule.period), rule);
    faults.list("rules", rules, |faults, rules| {
        // Rules of one id share their sums, so they earn in the same way and in the same window.
        faults.alike(rules, "id", |rule| (&rule.id, way(rule)));
    });
}

/// In which way and window a rule earns.
fn way(rule: &EarningRule) -> impl PartialEq {
    (rule.mean.as_ref().map(|mean| mean.window), rule.activity.as_ref().map(|activity| (&activity.kind, activity.once)))
}

fn rule(faults: &mut Faults, rule: &EarningRule) {
    faults.one_way(&[
        ("step_tiers", !rule.step_tiers.is_empty()),
        ("per_steps", rule.per_steps.is_some()),
        ("mean", rule.mean.is_some()),
        ("activity", rule.activity.is_some()),
    ]);
    tiers("step_tiers", &rule.step_tiers, faults);
    if let Some(terms) = &rule.per_steps {
        faults.at_least_one("per_steps/each", terms.each);
        if terms.max_points < terms.points {
            faults.add("per_steps/max_points", ErrorCode::OutOfRange).at_least(terms.points.get());
        }
    }
    if let Some(mean) = &rule.mean {
        faults.under("mean", |faults| {
            faults.filled("tiers", &mean.tiers);
            tiers("tiers", &mean.tiers, faults);
            faults.within("min_days", mean.min_days, 1..=366);
            if !matches!(mean.window, Window::Month | Window::FiscalYear) {
                faults.add("window", ErrorCode::WindowUnsuitable).choices(&["month", "fiscal_year"]);
            }
        });
    }
    if let Some(activity) = &rule.activity {
        faults.at_least_one("activity/points", activity.points);
    }
    // A period's mean and an activity have no later record.
    if !rule.downward.is_keep() && (rule.mean.is_some() || rule.activity.is_some()) {
        faults.add("downward", ErrorCode::ValueInvalid).choices(&["keep"]);
    }
    if let Some(ages) = rule.ages
        && ages.below.is_some_and(|below| below <= ages.at_least.unwrap_or(0))
    {
        let above = i64::from(ages.at_least.unwrap_or(0)).saturating_add(1);
        faults.add("ages/below", ErrorCode::AgesUpsideDown).at_least(above);
    }
    faults.each("sources", &rule.sources, |_, _| ());
}

fn tiers(key: &'static str, tiers: &[StepTier], faults: &mut Faults) {
    faults.list(key, tiers, |faults, tiers| {
        faults.ascending(tiers, |lower, upper| lower.at_least < upper.at_least && lower.points < upper.points);
    });
}

pub(super) fn campaigns(campaigns: &[Campaign], rules: &[EarningRule], faults: &mut Faults) {
    let known = ids(rules.iter().map(|rule| &rule.id));
    let daily = |id: &str| {
        let rule = known.get(id).and_then(|place| rules.get(*place));
        rule.is_some_and(|rule| rule.mean.is_none() && rule.activity.is_none())
    };
    faults.settings(
        "campaigns",
        campaigns,
        |campaign| (Some(&campaign.id), campaign.period),
        |faults, campaign| {
            if let Some(place) = known.get(campaign.id.as_str()) {
                faults.add("id", ErrorCode::IdTaken).contradicts("/points/rules", *place);
            }
            faults.filled("raises", &campaign.raises);
            faults.each("raises", &campaign.raises, |faults, id| {
                faults.known("", id, &known, &["/points/rules"]);
                if known.contains_key(id.as_str()) && !daily(id.as_str()) {
                    faults.add("", ErrorCode::ValueInvalid).ids_of(&["/points/rules"]);
                }
            });
            match (campaign.basis_points, campaign.points) {
                (Some(share), None) => faults.within("basis_points", share, 1..=u16::MAX),
                (None, Some(points)) => faults.at_least_one("points", points),
                (share, points) => {
                    faults.one_way(&[("basis_points", share.is_some()), ("points", points.is_some())]);
                }
            }
        },
    );
}

pub(super) fn step_goals(all: &[StepGoal], faults: &mut Faults) {
    faults.settings(
        "step_goals",
        all,
        |goal| (None, goal.period),
        |faults, goal| faults.at_least_one("steps", goal.steps),
    );
}

pub(super) fn step_sources(all: &[StepSources], faults: &mut Faults) {
    faults.settings(
        "step_sources",
        all,
        |sources| (None, sources.period),
        |faults, sources| {
            faults.filled("order", &sources.order);
            let mut seen = BTreeSet::new();
            faults.each("order", &sources.order, |faults, source| {
                if !seen.insert(source) {
                    faults.add("", ErrorCode::IdTaken);
                }
            });
        },
    );
}
