//! What became of records that arrived: their items and their rows, each made on demand.

use alloc::{boxed::Box, vec::Vec};
use core::ops::Range;

use serde::{Serialize, Serializer, ser::Error as _};

use crate::{
    answer::{Check, Expect},
    base::{
        Error, Internal, Reason,
        value::{Code, Count},
    },
    civil::Date,
    programme::Grant,
    rules::points::{
        accumulators::added,
        delivery::Missing,
        earn::{
            credit::{EntryTemplate, Row, amount},
            totals::{Payment, count},
            verdict::{AccrueVerdict, ArrivalVerdict, RulePayments, some},
        },
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
        Ok(self.accrued.template.entry(&self.row()?))
    }

    #[inline]
    fn row(&self) -> Result<Row<'_>, Error> {
        let Self { accrued: Accrued { template, .. }, record, payment, .. } = self;
        let Payment { id, earned, points, .. } = **payment;
        let grant = template.grant(id, (record.date, record.date))?;
        let (kind, grant) = match earned < 0 {
            // What is taken back was granted before.
            true => (EntryKind::Correction, Grant { expires_on: None, renewed_until: None, ..grant }),
            false => (EntryKind::Credit, grant),
        };
        // Each was looked at for the totals.
        let sequence = count(self.accrued.expect.sequence.get().wrapping_add(self.place))?;
        let paid = (count(earned.wrapping_abs())?, amount(points)?);
        let walked = record.walked.as_deref();
        Ok(template.row((sequence, kind), (id, record.date, record.revision), walked, paid, grant)?)
    }
}

/// As an [`Entry`], which is not made for it.
impl Serialize for AccruedRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.row().map_err(S::Error::custom)?.serialize(serializer)
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
    /// The source that numbers it, and its steps.
    pub(super) walked: Option<Box<(Code, Count)>>,
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
