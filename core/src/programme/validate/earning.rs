//! How points are earned: rules, campaigns, goals and sources of steps.

mod activity;
mod settled;

use alloc::collections::BTreeSet;

use activity::{activity, once_with};
use settled::most_days;
pub(super) use settled::validate as settled_in_time;

use super::{
    caps::both_ends,
    faults::{Faults, ids},
    people::{OLDEST, settings_of_each_year},
};
use crate::{
    base::ErrorCode,
    programme::{
        earning::{EarningRule, StepTier},
        ledger::MOST_MONTHS,
        people::EligibilityTerms,
        points::{Campaign, StepGoal, StepSources},
        service::OfServices,
        window::Window,
    },
};

pub(super) fn rules(rules: &[EarningRule], services: &[EligibilityTerms], faults: &mut Faults) {
    let services = ids(services.iter().flat_map(EligibilityTerms::services));
    let known = ids(rules.iter().map(|rule| &rule.id));
    faults.settings(
        "rules",
        rules,
        |rule| (Some(&rule.id), rule.period),
        |faults, terms| {
            rule(faults, terms);
            if let Some(activity) = &terms.activity {
                faults.under("activity", |faults| once_with(activity, terms.once(), (rules, &known), faults));
            }
            match &terms.service {
                Some(service) => faults.known("service", service, &services, &["/eligibility"]),
                None if !terms.admitted_on.is_activity() => {
                    faults.add("service", ErrorCode::MissingValue).kind("id");
                }
                None => {}
            }
        },
    );
    faults.list("rules", rules, |faults, rules| {
        // Rules of one id share their sums, so they earn in the same way and in the same window.
        faults.alike(rules, "id", |rule| (&rule.id, way(rule)));
    });
}

/// In which way and window a rule earns.
fn way(rule: &EarningRule) -> impl PartialEq {
    let activity = rule.activity.as_ref().map(|activity| (&activity.kind, rule.once()));
    (rule.mean.as_ref().map(|mean| mean.window), rule.goal_days.as_ref().map(|days| days.window), activity)
}

fn rule(faults: &mut Faults, rule: &EarningRule) {
    faults.one_way(&[
        ("step_tiers", !rule.step_tiers.is_empty()),
        ("per_steps", rule.per_steps.is_some()),
        ("mean", rule.mean.is_some()),
        ("goal_days", rule.goal_days.is_some()),
        ("activity", rule.activity.is_some()),
    ]);
    tiers("step_tiers", &rule.step_tiers, faults);
    if let Some(terms) = &rule.per_steps {
        faults.at_least_one("per_steps/each", terms.each);
        if terms.max_points.is_some_and(|most| most < terms.points) {
            faults.add("per_steps/max_points", ErrorCode::OutOfRange).at_least(terms.points.get());
        }
    }
    if let Some(mean) = &rule.mean {
        faults.under("mean", |faults| {
            faults.filled("tiers", &mean.tiers);
            tiers("tiers", &mean.tiers, faults);
            let most = most_days(mean.window, rule).and_then(|most| u16::try_from(most).ok());
            faults.within("min_days", mean.min_days, 1..=most.map_or(366, |most| most.min(366)));
            settled_window(mean.window, faults);
            if let Some(team) = mean.team {
                faults.within("team/at_least", team.at_least, 1..=team.at_most.unwrap_or(u16::MAX));
            }
        });
    }
    if let Some(days) = &rule.goal_days {
        faults.under("goal_days", |faults| {
            faults.filled("tiers", &days.tiers);
            tiers("tiers", &days.tiers, faults);
            if let Some(most) = most_days(days.window, rule) {
                let reached =
                    |faults: &mut Faults, tier: &StepTier| faults.within("at_least", tier.at_least.get(), 0..=most);
                faults.list("tiers", &days.tiers, |faults, tiers| faults.elements(tiers, reached));
            }
            faults.one_way(&[("steps", days.steps.is_some()), ("steps_by_age", !days.steps_by_age.is_empty())]);
            if let Some(steps) = days.steps {
                faults.at_least_one("steps", steps);
            }
            faults.list("steps_by_age", &days.steps_by_age, |faults, goals| {
                faults.elements(goals, |faults, goal| faults.at_least_one("steps", goal.steps));
                faults.elements(goals, |faults, goal| faults.within("at_least", goal.at_least, 0..=OLDEST));
                faults.ascending(goals, |lower, upper| lower.at_least < upper.at_least);
            });
            settled_window(days.window, faults);
        });
    }
    if let Some(terms) = &rule.activity {
        faults.under("activity", |faults| activity(terms, faults));
    }
    let once = rule.activity.as_ref().and_then(|terms| terms.once);
    if once == Some(Window::Period) {
        match rule.every {
            None => both_ends(rule.period, faults),
            Some(every) if every.year().is_none() => {
                faults.add("every", ErrorCode::WindowUnsuitable);
            }
            Some(_) => {}
        }
    }
    if rule.settled() == Some(Window::Period) && rule.every.is_none() {
        both_ends(rule.period, faults);
    }
    let settled = rule.mean.as_ref().map(|_| "mean").or(rule.goal_days.as_ref().map(|_| "goal_days"));
    // What is settled has its days of grace.
    for (key, is_given) in
        [("arrives_by", rule.arrives_by.is_some()), ("arrives_within", rule.arrives_within.is_some())]
    {
        if let Some(settled) = settled.filter(|_| is_given) {
            faults.conflict(key, settled);
        }
    }
    if let Some(within) = rule.arrives_within {
        faults.within("arrives_within/months", within.months, 0..=MOST_MONTHS);
        faults.within("arrives_within/day", within.day, 1..=31);
        if rule.arrives_by.is_some() {
            faults.conflict("arrives_within", "arrives_by");
        }
    }
    // A period's mean and an activity have no later record.
    if let Some(other) = settled.or(rule.activity.as_ref().map(|_| "activity")).filter(|_| !rule.downward.is_keep()) {
        faults.conflict("downward", other).choices(&["keep"]);
    }
    if let Some(ages) = rule.ages
        && ages.below.is_some_and(|below| below <= ages.at_least.unwrap_or(0))
    {
        let above = i64::from(ages.at_least.unwrap_or(0)).saturating_add(1);
        faults.add("ages/below", ErrorCode::AgesUpsideDown).at_least(above);
    }
    if let Some(ages) = rule.ages {
        faults.within("ages/at_least", ages.at_least.unwrap_or(0), 0..=OLDEST);
    }
    faults.each("sources", &rule.sources, |_, _| ());
}

/// What is settled once has a window that ends.
fn settled_window(window: Window, faults: &mut Faults) {
    if matches!(window, Window::Day | Window::Ever) {
        let ending = ["week", "month", "quarter", "fiscal_year", "calendar_year", "period"];
        faults.add("window", ErrorCode::WindowUnsuitable).choices(&ending);
    }
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
        rule.is_some_and(|rule| rule.settled().is_none() && rule.activity.is_none())
    };
    settings_of_each_year(
        ("campaigns", "/points/campaigns"),
        campaigns,
        |campaign| (&campaign.id, campaign.period, campaign.every),
        faults,
        |faults, campaign| {
            if let Some(place) = known.get(campaign.id.as_str()) {
                faults.add("id", ErrorCode::IdTaken).contradicts("/points/rules", *place);
            }
            faults.filled("raises", &campaign.raises);
            faults.each("raises", &campaign.raises, |faults, id| {
                faults.known("", id, &known, &["/points/rules"]);
                if let Some(place) = known.get(id.as_str()).filter(|_| !daily(id.as_str())) {
                    faults.add("", ErrorCode::SettingsConflict).contradicts("/points/rules", *place);
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
