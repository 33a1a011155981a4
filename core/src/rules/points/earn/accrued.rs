//! What became of records that arrived: their items and their rows, each made when it is asked for.

use alloc::vec::Vec;
use core::ops::Range;

use super::{
    credit::{EntryTemplate, amount, out_of_range},
    payment::{Limit, Payment, count},
    verdict::{AccrueVerdict, ArrivalVerdict, RulePayments, some},
};
use crate::{
    answer::{Check, Expect},
    base::{Error, Reason, value::Count},
    civil::Date,
    programme::Grant,
    rules::points::{
        delivery::Missing,
        ledger::{Entry, EntryKind},
    },
};

/// What became of records. An item or a row is made when it is asked for: of many records, little is kept for each.
#[derive(Debug)]
pub struct Accrued<'p> {
    /// The totals, without items.
    pub verdict: AccrueVerdict<()>,
    /// The checks, as asked.
    pub checks: Vec<Check>,
    /// What must still hold when the rows are written.
    pub expect: Expect,
    pub(super) records: Vec<Record>,
    pub(super) payments: Vec<Payment>,
    pub(super) template: EntryTemplate<'p>,
}

impl Accrued<'_> {
    /// What became of the record at a place; none where what arrived was no record.
    pub fn item(&self, index: usize) -> Option<Result<ArrivalVerdict, Error>> {
        let record = self.records.get(index)?;
        let reason = match record.became {
            Became::NoRecord => return None,
            Became::Lacking(missing) => return Some(Err(missing.into())),
            Became::Answered(reason) => reason,
        };
        let (mut points, mut taken) = (0_i64, 0_i64);
        let payments = record.paid(&self.payments);
        for payment in payments {
            let into = if payment.points < 0 { &mut taken } else { &mut points };
            *into = into.saturating_add(payment.points.saturating_abs());
        }
        let (date, revision) = (record.date, record.latest);
        let item = || {
            let (points, taken_back) = (count(points)?, some(count(taken)?));
            let rules = RulePayments::of(self.template.programme, payments)?;
            Ok(ArrivalVerdict { date, reason, points, taken_back, revision, rules })
        };
        Some(item())
    }

    /// An item in short; none for one that its figures and a wording do not tell.
    #[inline]
    pub fn item_in_short(&self, index: usize) -> Option<(ItemWording, Figures)> {
        let record = self.records.get(index)?;
        let Became::Answered(reason) = record.became else { return None };
        let (date, revision) = (record.date, record.latest);
        let (said, earned, points) = match record.paid(&self.payments) {
            [] => (None, 0, 0),
            [Payment { id, reason, earned: earned @ 0.., points, lost_to, .. }] => {
                (Some((*id, *reason, *lost_to)), *earned, *points)
            }
            _ => return None,
        };
        let wording = ItemWording { reason, has_revision: revision.is_some(), said };
        Some((wording, Figures { date, earned, points, revision }))
    }

    /// Whether there are rows to write.
    pub fn has_rows(&self) -> bool {
        self.payments.iter().any(|payment| payment.earned != 0)
    }

    /// The rows to write, in order.
    pub fn rows(&self) -> impl Iterator<Item = AccruedRow<'_>> {
        let paid = |record| Record::paid(record, &self.payments).iter().map(move |paid| (record, paid));
        let payments = self.records.iter().flat_map(paid);
        let earned = payments.filter(|(_, payment)| payment.earned != 0);
        earned.zip(1..).map(|((record, payment), place)| AccruedRow { accrued: self, record, payment, place })
    }
}

/// A row to write.
#[derive(Clone, Copy, Debug)]
pub struct AccruedRow<'a> {
    accrued: &'a Accrued<'a>,
    record: &'a Record,
    payment: &'a Payment,
    /// From 1.
    place: i64,
}

impl AccruedRow<'_> {
    /// The row.
    ///
    /// # Errors
    /// `sum_out_of_range`, which the totals were looked at for.
    pub fn entry(&self) -> Result<Entry, Error> {
        let Self { accrued: Accrued { template, .. }, record, payment, .. } = self;
        let Payment { id, earned, points, .. } = **payment;
        let grant = template.grant(id, (record.date, record.date)).ok_or_else(out_of_range)?;
        let (kind, grant) = match earned < 0 {
            // What is taken back was granted before.
            true => (EntryKind::Correction, Grant { expires_on: None, ..grant }),
            false => (EntryKind::Credit, grant),
        };
        let sequence = count(self.sequence())?;
        let paid = (count(earned.saturating_abs())?, amount(points)?);
        Ok(template.row((sequence, kind), (id, record.date, record.revision), paid, grant))
    }

    /// Its sequence number.
    #[inline]
    pub fn sequence(&self) -> i64 {
        self.accrued.expect.sequence.get().saturating_add(self.place)
    }

    /// The row in short; none for one that its figures and a wording do not tell.
    #[inline]
    pub fn in_short(&self) -> Option<(RowWording, Figures)> {
        let Payment { id, earned, points, .. } = *self.payment;
        let is_told = earned > 0 && self.accrued.template.are_alike(id);
        let Record { date, revision, .. } = *self.record;
        let wording = RowWording { id, has_revision: revision.is_some() };
        is_told.then_some((wording, Figures { date, earned, points, revision }))
    }
}

/// What the items of one wording, or the rows of one, differ in; of rows it is the sequence number too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Figures {
    /// The day walked.
    pub date: Date,
    /// Points newly earned, before caps.
    pub earned: i64,
    /// Points paid. What they fall short of those earned was lost.
    pub points: i64,
    /// The revision, where the wording has one.
    pub revision: Option<Count>,
}

/// What an item says besides its figures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ItemWording {
    reason: Reason,
    has_revision: bool,
    /// The only rule in effect, what it said, and to what the rest was lost.
    said: Option<(usize, Reason, Option<Limit>)>,
}

impl ItemWording {
    /// Whether it tells the latest revision of the day.
    pub fn has_revision(&self) -> bool {
        self.has_revision
    }

    /// Whether a rule in effect said something.
    pub fn has_rule(&self) -> bool {
        self.said.is_some()
    }

    /// Whether some points were lost.
    pub fn has_lost(&self) -> bool {
        self.said.is_some_and(|(_, _, lost_to)| lost_to.is_some())
    }
}

/// What a row says besides its figures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RowWording {
    id: usize,
    has_revision: bool,
}

impl RowWording {
    /// Whether it tells the record's revision.
    pub fn has_revision(&self) -> bool {
        self.has_revision
    }
}

/// What became of a record.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) date: Date,
    pub(super) became: Became,
    /// Which revision of its day it is, and the latest that is known.
    pub(super) revision: Option<Count>,
    pub(super) latest: Option<Count>,
    /// What the rules paid.
    pub(super) payments: Range<usize>,
}

impl Record {
    /// What was paid for it, of what was paid for all.
    #[inline]
    pub(super) fn paid<'a>(&self, payments: &'a [Payment]) -> &'a [Payment] {
        payments.get(self.payments.clone()).unwrap_or_default()
    }
}

#[derive(Debug)]
pub(super) enum Became {
    NoRecord,
    Lacking(Missing),
    Answered(Reason),
}
