//! What became of records that arrived: their items and their rows, each made on demand.

use alloc::vec::Vec;
use core::ops::Range;

use super::{
    credit::{EntryTemplate, amount},
    totals::{Limit, Payment, count},
    verdict::{AccrueVerdict, ArrivalVerdict, RulePayments, some},
};
use crate::{
    answer::{Check, Expect},
    base::{Error, Internal, Reason, value::Count},
    civil::Date,
    programme::{Grant, IdIndex},
    rules::points::{
        accumulators::added,
        delivery::Missing,
        ledger::{Entry, EntryKind},
    },
};

/// What became of records. Items and rows are made on demand, so that little is kept for each of many records.
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
        let (date, revision) = (record.date, record.latest);
        let item = || {
            let payments = record.paid(&self.payments)?;
            let (mut points, mut taken) = (0_i64, 0_i64);
            for payment in payments {
                let into = if payment.points < 0 { &mut taken } else { &mut points };
                *into = added(*into, payment.points.wrapping_abs()).map_err(|fault| fault.at(""))?;
            }
            let (points, taken_back) = (count(points)?, some(count(taken)?));
            let rules = RulePayments::of(self.template.programme, payments)?;
            Ok(ArrivalVerdict { date, reason, points, taken_back, revision, rules })
        };
        Some(item())
    }

    /// The figures and the wording of an item; `None` where these two do not tell everything.
    #[inline]
    pub fn item_in_short(&self, index: usize) -> Option<(ItemWording, Figures)> {
        let record = self.records.get(index)?;
        let Became::Answered(reason) = record.became else { return None };
        let (date, revision) = (record.date, record.latest);
        let (said, earned, points) = match record.paid(&self.payments).ok()? {
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
        // The totals were made of the same payments: where one were lost, there would be no answer to write rows of.
        let paid = |record| Record::paid(record, &self.payments).into_iter().flatten().map(move |paid| (record, paid));
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
        let grant = template.grant(id, (record.date, record.date))?;
        let (kind, grant) = match earned < 0 {
            // What is taken back was granted before.
            true => (EntryKind::Correction, Grant { expires_on: None, ..grant }),
            false => (EntryKind::Credit, grant),
        };
        let sequence = count(self.sequence())?;
        let paid = (count(earned.wrapping_abs())?, amount(points)?);
        template.row((sequence, kind), (id, record.date, record.revision), paid, grant)
    }

    /// Its sequence number.
    #[inline]
    pub fn sequence(&self) -> i64 {
        // Each was looked at for the totals.
        self.accrued.expect.sequence.get().wrapping_add(self.place)
    }

    /// The figures and the wording of the row; `None` where these two do not tell everything.
    #[inline]
    pub fn in_short(&self) -> Option<(RowWording, Figures)> {
        let Payment { id, earned, points, .. } = *self.payment;
        let is_told = earned > 0 && self.accrued.template.are_alike(id).is_ok_and(|alike| alike);
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
    said: Option<(IdIndex, Reason, Option<Limit>)>,
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
    id: IdIndex,
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
    pub(super) fn paid<'a>(&self, payments: &'a [Payment]) -> Result<&'a [Payment], Internal> {
        Internal::unless(payments.get(self.payments.clone()), "a record's payments are not there")
    }
}

#[derive(Debug)]
pub(super) enum Became {
    NoRecord,
    Lacking(Missing),
    Answered(Reason),
}
