use alloc::vec::Vec;
use core::ops::Deref;

use serde::{Serialize, Serializer};

use super::totals::{Limit, Payment, count};
use crate::{
    answer::ReasonDetail,
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
    /// What there is to say of reasons of a rule's service besides their codes, each once: the facts of which one is needed, the document's own words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<ReasonDetail>,
    /// One for each record.
    pub items: L,
}

/// What `points.earn` and `points.settle` answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EarnVerdict {
    /// The first rule that paid, or else what the first rule said.
    pub reason: Reason,
    /// Points paid, into whichever purse.
    pub points: Count,
    /// The balance of the programme's own points afterwards.
    pub balance: Count,
    /// What each rule in effect said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RulePayment>,
    /// What there is to say of reasons of a rule's service besides their codes, each once: the facts of which one is needed, the document's own words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<ReasonDetail>,
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

/// What each rule in effect paid for a record, in order. It is mostly one rule, whose payment is kept in place and not in a list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RulePayments(Payments);

#[derive(Clone, PartialEq, Eq, Debug, Default)]
enum Payments {
    #[default]
    None,
    One(RulePayment),
    Several(Vec<RulePayment>),
}

impl RulePayments {
    fn is_none(&self) -> bool {
        matches!(self.0, Payments::None)
    }

    /// As an answer shows what was paid for one record.
    #[inline(always)]
    pub(super) fn of(programme: &Programme, payments: &[Payment]) -> Result<Self, Error> {
        Ok(Self(match payments {
            [] => Payments::None,
            [payment] => Payments::One(rule_payment(programme, *payment)?),
            payments => {
                let shown = payments.iter().map(|payment| rule_payment(programme, *payment));
                Payments::Several(shown.collect::<Result<_, _>>()?)
            }
        }))
    }
}

impl Deref for RulePayments {
    type Target = [RulePayment];

    fn deref(&self) -> &[RulePayment] {
        match &self.0 {
            Payments::None => &[],
            Payments::One(payment) => core::slice::from_ref(payment),
            Payments::Several(payments) => payments,
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
///
/// # Errors
/// `sum_out_of_range` for points outside ±(2^53 − 1).
#[inline(always)]
pub(super) fn rule_payment(programme: &Programme, payment: Payment) -> Result<RulePayment, Error> {
    // Differences and opposites of numbers within ±2^60.
    let lost = match payment.lost_to {
        None => None,
        Some(limit) => Some(LostPoints {
            cap: match limit {
                Limit::Cap(cap) => Some(programme.document().points.cap(cap)?.id.clone()),
                Limit::Balance => None,
            },
            points: count(payment.earned.wrapping_sub(payment.points))?,
        }),
    };
    let taken_back = match payment.reason {
        Reason::TakenBack | Reason::TakenBackInPart => Some(TakenBack {
            earned: count(payment.earned.wrapping_neg())?,
            points: count(payment.points.wrapping_neg())?,
            spent: some(count(payment.spent)?),
        }),
        _ => None,
    };
    Ok(RulePayment {
        rule: programme.plan().id(payment.id)?.code.clone(),
        reason: payment.reason,
        earned: count(payment.earned.max(0))?,
        points: count(payment.points.max(0))?,
        lost,
        taken_back,
    })
}
