//! Earning rules and campaigns.

use super::elements::{at_least_one, bounded, each, filled, one_at_a_time, within};
use crate::{
    base::{Error, ErrorCode, value::Code},
    programme::{
        earning::{EarningRule, StepTier},
        points::Campaign,
        window::Window,
    },
};

pub(super) fn rules(rules: &[EarningRule]) -> Result<(), Error> {
    one_at_a_time(rules, |rule| (Some(&rule.id), rule.period))?;
    each(rules, |rule| {
        let tiered = usize::from(!rule.step_tiers.is_empty());
        let others = [rule.per_steps.is_some(), rule.mean.is_some(), rule.activity.is_some()];
        match others.iter().filter(|given| **given).count().saturating_add(tiered) {
            0 => return Err(Error::new(ErrorCode::ListEmpty, "/step_tiers")),
            1 => {}
            _ => return Err(Error::new(ErrorCode::ValueInvalid, "")),
        }
        tiers(&rule.step_tiers).map_err(|e| e.within("step_tiers"))?;
        if let Some(terms) = &rule.per_steps {
            at_least_one(terms.each, "/per_steps/each")?;
            if terms.max_points < terms.points {
                return Err(Error::new(ErrorCode::OutOfRange, "/per_steps/max_points"));
            }
        }
        if let Some(mean) = &rule.mean {
            filled(&mean.tiers, "/mean/tiers")?;
            tiers(&mean.tiers).map_err(|e| e.within("tiers").within("mean"))?;
            within(mean.min_days, 1..=366, "/mean/min_days")?;
            if !matches!(mean.window, Window::Month | Window::FiscalYear) {
                return Err(Error::new(ErrorCode::ValueInvalid, "/mean/window"));
            }
        }
        if let Some(activity) = &rule.activity {
            at_least_one(activity.points, "/activity/points")?;
        }
        // A period's mean and an activity have no later record.
        if !rule.downward.is_keep() && (rule.mean.is_some() || rule.activity.is_some()) {
            return Err(Error::new(ErrorCode::ValueInvalid, "/downward"));
        }
        if let Some(ages) = rule.ages
            && ages.below.is_some_and(|below| below <= ages.at_least.unwrap_or(0))
        {
            return Err(Error::new(ErrorCode::AgesUpsideDown, "/ages/below"));
        }
        each(&rule.sources, |_| Ok(())).map_err(|e| e.within("sources"))
    })?;
    // Rules of one id share their sums, so they earn in the same way and in the same window.
    for (index, rule) in rules.iter().enumerate() {
        let kind = |rule: &EarningRule| {
            (rule.mean.as_ref().map(|mean| mean.window), rule.activity.as_ref().map(|a| (a.kind.clone(), a.once)))
        };
        if rules.iter().take(index).any(|other| other.id == rule.id && kind(other) != kind(rule)) {
            return Err(Error::new(ErrorCode::ValueInvalid, "/id").within(index));
        }
    }
    Ok(())
}

fn tiers(tiers: &[StepTier]) -> Result<(), Error> {
    bounded(tiers)?;
    for (index, (lower, upper)) in tiers.iter().zip(tiers.iter().skip(1)).enumerate() {
        if lower.at_least >= upper.at_least || lower.points >= upper.points {
            return Err(Error::new(ErrorCode::TiersUnordered, "").within(index.saturating_add(1)));
        }
    }
    Ok(())
}

pub(super) fn campaigns(campaigns: &[Campaign], rules: &[EarningRule]) -> Result<(), Error> {
    one_at_a_time(campaigns, |campaign| (Some(&campaign.id), campaign.period))?;
    each(campaigns, |campaign| {
        if rules.iter().any(|rule| rule.id == campaign.id) {
            return Err(Error::new(ErrorCode::ValueInvalid, "/id"));
        }
        filled(&campaign.raises, "/raises")?;
        let daily = |id: &Code| {
            let rule = rules.iter().find(|rule| rule.id == *id);
            match rule.ok_or_else(|| Error::new(ErrorCode::IdUnknown, ""))? {
                EarningRule { mean: None, activity: None, .. } => Ok(()),
                _ => Err(Error::new(ErrorCode::ValueInvalid, "")),
            }
        };
        each(&campaign.raises, daily).map_err(|e| e.within("raises"))?;
        match (campaign.basis_points, campaign.points) {
            (Some(share), None) => within(share, 1..=u16::MAX, "/basis_points"),
            (None, Some(points)) => at_least_one(points, "/points"),
            _ => Err(Error::new(ErrorCode::ValueInvalid, "")),
        }
    })
}
