use alloc::vec::Vec;

use super::accrual::{Meter, Source};
use crate::{Programme, Reason, Silent, civil::Date, value::Count};

/// The typed lane: a day's steps from a linked source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StepDay {
    /// The day walked.
    pub date: Date,
    /// Steps of the whole day.
    pub steps: Count,
}

/// The typed lane: what was earned and paid for a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StepCredit {
    /// The day walked.
    pub date: Date,
    /// The day on which the record arrived.
    pub synced_on: Date,
    /// Points earned, before caps.
    pub earned: Count,
    /// Points paid.
    pub points: Count,
}

/// The typed lane of `points.accrue`, for a programme with one step rule: gives a credit for each record that earned, and a reason for each record.
///
/// The host vouches that the records come from a linked source. `None` where the programme has more than one rule,
/// or a sum leaves the range: then the JSON lane does it.
pub fn accrue_steps(
    programme: &Programme,
    synced_on: Date,
    days: &[StepDay],
    credited: &[StepCredit],
    mut answer: impl FnMut(usize, Reason, Option<StepCredit>),
) -> Option<()> {
    let rules = &programme.document().points.rules;
    let id = &rules.first()?.id;
    if rules.iter().any(|rule| rule.id != *id) {
        return None;
    }
    let mut meter = Meter::new(programme, synced_on);
    for credit in credited {
        meter.remember(id, credit.date, credit.synced_on, credit.earned.get(), credit.points.get());
    }
    let mut verdicts = Vec::with_capacity(days.len());
    for day in days {
        verdicts.push(meter.pay(day.date, day.steps, Source::Linked, &mut Silent).ok()?);
    }
    for (index, verdict) in verdicts.into_iter().enumerate() {
        let payment = verdict.rules.first().filter(|payment| payment.earned > Count::ZERO);
        let credit = payment.map(|payment| StepCredit {
            date: verdict.date,
            synced_on,
            earned: payment.earned,
            points: payment.points,
        });
        answer(index, verdict.reason, credit);
    }
    Some(())
}
