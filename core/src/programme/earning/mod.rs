//! Rules that earn points: by steps, by what is settled when a period is over, and for activities.

mod activity;
mod rule;
mod steps;

pub use activity::{ActivityPoints, PerValue, ValueTier, Year};
pub use rule::{AdmittedOn, AgeRange, Downward, EarningRule, FinalAfter, MonthsAfter};
pub use steps::{AgeSteps, GoalDays, MeanOver, MeanSteps, PerSteps, StepTier, TeamTerms};
