//! From what was decided to the answer and its rows: of activities, means and goals.

use alloc::vec::Vec;

use super::{
    credit::CreditWriter,
    totals::Payment,
    verdict::{EarnVerdict, rule_payment},
};
use crate::{
    answer::{Expect, Posting, ReasonDetail},
    base::{Error, ErrorCode, Reason, value::Count},
    civil::{Date, Instant},
    programme::Programme,
    rules::points::{
        accumulators::added,
        ledger::{Entry, Ledger},
    },
};

/// What is answered, under which rules, and what there is to say of it.
pub(super) struct Judged {
    pub(super) reason: Reason,
    pub(super) payments: Vec<Payment>,
    pub(super) details: Vec<ReasonDetail>,
}

impl Judged {
    /// A reason alone.
    pub(super) fn only(reason: Reason) -> Self {
        Self { reason, payments: Vec::new(), details: Vec::new() }
    }
}

/// The answer and the rows of payments for one day. Another day may select the terms.
pub(super) fn post(
    programme: &Programme,
    (ledger, now): (&Ledger, Instant),
    days: (Date, Date),
    Judged { reason, payments, details }: Judged,
    finish: impl Fn(&mut Entry),
) -> Result<Posting<EarnVerdict, Entry>, Error> {
    let lots = ledger.lots(now)?;
    let mut writer = CreditWriter::new(programme, &lots, now)?;
    let expect = Some(Expect { sequence: writer.standing.sequence });
    let mut rules = Vec::with_capacity(payments.len());
    let mut store = Vec::new();
    let points = total(payments.iter().map(|payment| payment.points))?;
    for payment in payments {
        let paid = rule_payment(programme, payment)?;
        // Settled without a point is settled all the same.
        if paid.earned > Count::ZERO || payment.reason == Reason::BelowLowestTier {
            let mut entry = writer.credit(payment.id, days, paid.earned, paid.points)?;
            finish(&mut entry);
            store.push(entry);
        }
        rules.push(paid);
    }
    let verdict = EarnVerdict { reason, points, balance: writer.balance(), rules, details };
    let expect = if store.is_empty() { None } else { expect };
    Ok(Posting { verdict, checks: Vec::new(), store, expect, replayed: false })
}

/// The sum of points of rows; none of several rows may leave the range.
pub(super) fn total(points: impl Iterator<Item = i64>) -> Result<Count, Error> {
    let out_of_range = || Error::new(ErrorCode::SumOutOfRange, "/ledger");
    let mut sum = 0;
    for points in points {
        sum = added(sum, points).map_err(|fault| fault.at("/ledger"))?;
    }
    Count::new(sum).ok_or_else(out_of_range)
}
