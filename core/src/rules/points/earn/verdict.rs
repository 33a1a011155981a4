use alloc::vec::Vec;
use core::ops::Deref;

use serde::{Serialize, Serializer};

use super::payment::{Limit, Payment, count};
use crate::{
    base::{
        Error, Reason,
        value::{Code, Count},
    },
    civil::Date,
    programme::Programme,
};

/// What `points.accrue` answers, one item for each record in the same order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "AccrueVerdict"))]
pub struct AccrueVerdict<L> {
    /// Points paid in all, into whichever purse.
    pub points: Count,
    /// Points earned and lost to caps in all.
    pub lost: Count,
    /// Points taken back in all; absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<Count>,
    /// The balance of the programme's own points afterwards.
    pub balance: Count,
    /// One for each record.
    pub items: L,
}

/// What became of one record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ArrivalVerdict {
    /// The day walked.
    pub date: Date,
    /// What became of it: the first rule that paid, or else what the first rule said.
    pub reason: Reason,
    /// Points paid for it.
    pub points: Count,
    /// Points taken back for it; absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<Count>,
    /// The latest revision of the day from here on, where one is known: for `known` of later requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<Count>,
    /// What each rule in effect said.
    #[serde(skip_serializing_if = "RulePayments::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<RulePayment>"))]
    pub rules: RulePayments,
}

/// What each rule in effect said of a record, in order. It is mostly one rule, and what that said is kept in place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RulePayments(Said);

#[derive(Clone, PartialEq, Eq, Debug, Default)]
enum Said {
    #[default]
    None,
    One(RulePayment),
    More(Vec<RulePayment>),
}

impl RulePayments {
    fn is_none(&self) -> bool {
        matches!(self.0, Said::None)
    }

    /// As an answer shows what was paid for one record.
    #[inline(always)]
    pub(super) fn of(programme: &Programme, payments: &[Payment]) -> Result<Self, Error> {
        Ok(Self(match payments {
            [] => Said::None,
            [payment] => match rule_payment(programme, *payment)? {
                Some(shown) => Said::One(shown),
                None => Said::None,
            },
            payments => {
                let shown = payments.iter().filter_map(|payment| rule_payment(programme, *payment).transpose());
                Said::More(shown.collect::<Result<_, _>>()?)
            }
        }))
    }
}

impl Deref for RulePayments {
    type Target = [RulePayment];

    fn deref(&self) -> &[RulePayment] {
        match &self.0 {
            Said::None => &[],
            Said::One(payment) => core::slice::from_ref(payment),
            Said::More(payments) => payments,
        }
    }
}

impl Serialize for RulePayments {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// What one rule paid for one record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RulePayment {
    /// The id of the earning rule, or of the campaign.
    pub rule: Code,
    /// What became of it.
    pub reason: Reason,
    /// Points newly earned, before caps.
    pub earned: Count,
    /// Points paid.
    pub points: Count,
    /// What was lost, and to which cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<LostPoints>,
    /// What was taken back, where the record is worth less than the day had earned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<TakenBack>,
}

/// Points of a day taken back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TakenBack {
    /// By how much what the day has earned falls, before caps.
    pub earned: Count,
    /// Points taken back.
    pub points: Count,
    /// Points that were to be taken back and are spent; absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spent: Option<Count>,
}

/// Points that a cap did not leave room for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LostPoints {
    /// The id of the cap with the least room left; absent where it was the highest balance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<Code>,
    /// Points lost to it.
    pub points: Count,
}

/// A number of points, where it is not none.
pub(super) fn some(points: Count) -> Option<Count> {
    Some(points).filter(|points| *points > Count::ZERO)
}

/// A payment as an answer shows it.
#[inline(always)]
pub(super) fn rule_payment(programme: &Programme, payment: Payment) -> Result<Option<RulePayment>, Error> {
    let plan = programme.plan();
    let Some(id) = plan.ids.get(payment.id) else { return Ok(None) };
    let caps = &programme.document().points.caps;
    let cap = |place: usize| plan.caps.get(place).and_then(|cap| caps.get(cap.place)).map(|cap| cap.id.clone());
    let lost = match payment.lost_to {
        None => None,
        Some(limit) => Some(LostPoints {
            cap: match limit {
                Limit::Cap(place) => cap(place),
                Limit::Balance => None,
            },
            points: count(payment.earned.saturating_sub(payment.points))?,
        }),
    };
    let taken_back = match payment.reason {
        Reason::TakenBack | Reason::TakenBackInPart => Some(TakenBack {
            earned: count(payment.earned.saturating_neg())?,
            points: count(payment.points.saturating_neg())?,
            spent: some(count(payment.spent)?),
        }),
        _ => None,
    };
    Ok(Some(RulePayment {
        rule: id.code.clone(),
        reason: payment.reason,
        earned: count(payment.earned.max(0))?,
        points: count(payment.points.max(0))?,
        lost,
        taken_back,
    }))
}
