//! Pays for records one by one, and adds up what they paid.

use alloc::{boxed::Box, vec::Vec};
use core::ops::Deref;

use super::{
    accrued::{Accrued, Became, Record},
    limits::refuse_too_many,
    request::{AccrueRequest, Arrival},
};
use crate::{
    answer::{Check, Expect, Explain, Listener, Posting, ReasonDetail, Silent, Sink},
    base::{Error, ErrorCode, Internal, Reason},
    civil::{Date, Instant},
    member::Person,
    programme::Programme,
    rules::eligibility::examine_person,
    rules::points::{
        accumulators::{Accumulators, Grid, Months, Sparse, added},
        day::Day,
        delivery::{Delivery, Fault, Missing},
        earn::{
            clawback::ClawbackFunds,
            credit::CreditWriter,
            engine::Engine,
            history::{days_of, remember},
            revision::{Revisions, counted},
            totals::{Payment, count},
            verdict::{AccrueVerdict, ArrivalVerdict, some},
        },
        ledger::{Entry, KnownRevision, Ledger},
    },
};

/// Pays points for days of steps that arrived: never twice for a day, and only what fits under the
/// caps. Of a revision upward the difference is paid.
///
/// # Errors
/// A ledger that contradicts itself, or a record that lacks what its rule needs: then nothing is paid. `too_large` for more than
/// [`MOST_RECORDS`](super::MOST_RECORDS), or where they are held against more than [`MOST_TERMS`](super::MOST_TERMS) all together.
/// [`accrue_each`] answers record by record instead.
pub fn accrue(
    programme: &Programme,
    request: &AccrueRequest,
) -> Result<Posting<AccrueVerdict<Vec<ArrivalVerdict>>, Entry>, Error> {
    let accrued = accrue_each(programme, request, Some)?;
    let item = |index| {
        let became = Internal::unless(accrued.item(index), "a record that was given is missing")?;
        became.map_err(|error| error.within(index).within("arrivals"))
    };
    let items = (0..request.arrivals.len()).map(item).collect::<Result<_, _>>()?;
    let store = accrued.rows().map(|row| row.entry()).collect::<Result<_, _>>()?;
    let Accrued { verdict: AccrueVerdict { points, lost, taken_back, balance, details, .. }, checks, expect, .. } =
        accrued;
    let verdict = AccrueVerdict { points, lost, taken_back, balance, details, items };
    Ok(Posting { verdict, checks, store, expect: Some(expect), replayed: false })
}

/// Pays for records one by one: a record that cannot be used is answered with its error, and costs the others nothing.
///
/// `read` gives the record of what arrived, or `None` where that cannot be a record; it is called twice for each.
///
/// # Errors
/// A ledger that contradicts itself; `missing_value` where a rule in effect asks for `born` or `opened_on`, which are the person's and no record's.
pub fn accrue_each<'p, 'r, L: Deref<Target = [A]>, A: 'r>(
    programme: &'p Programme,
    request: &'r AccrueRequest<L>,
    read: impl Fn(&'r A) -> Option<&'r Arrival>,
) -> Result<Accrued<'p>, Error> {
    accrue_each_within(programme, request, usize::MAX, read)
}

/// As [`accrue_each`], for an answer in which checks may have `room` bytes: they are kept until they are written, and take more memory than that.
///
/// # Errors
/// As [`accrue_each`]; `too_large` where the checks would be longer.
pub fn accrue_each_within<'p, 'r, L: Deref<Target = [A]>, A: 'r>(
    programme: &'p Programme,
    request: &'r AccrueRequest<L>,
    room: usize,
    read: impl Fn(&'r A) -> Option<&'r Arrival>,
) -> Result<Accrued<'p>, Error> {
    let AccrueRequest { now, ledger, arrivals, born, person, enrolled_on, opened_on, known, explain } = request;
    if let Some(person) = person {
        examine_person(programme, person).map_err(|e| e.within("person"))?;
    }
    let person = person.as_ref();
    let (now, born, enrolled_on, opened_on, explain) = (*now, *born, *enrolled_on, *opened_on, *explain);
    let arrivals = arrivals.len();
    let inputs = Inputs { now, ledger, arrivals, born, person, enrolled_on, opened_on, known, explain, room };
    accrue_records(programme, &inputs, &|index| read(request.arrivals.get(index)?))
}

/// A request without the type of its records, so that what pays for them is compiled once.
struct Inputs<'r> {
    now: Instant,
    ledger: &'r Ledger,
    /// The number of records.
    arrivals: usize,
    born: Option<Date>,
    person: Option<&'r Person>,
    enrolled_on: Option<Date>,
    opened_on: Option<Date>,
    known: &'r [KnownRevision],
    explain: Explain,
    /// Bytes that checks may take in the answer.
    room: usize,
}

/// Gives the record at a place.
type Read<'a, 'r> = &'a dyn Fn(usize) -> Option<&'r Arrival>;

fn accrue_records<'p>(
    programme: &'p Programme,
    request: &Inputs<'_>,
    read: Read<'_, '_>,
) -> Result<Accrued<'p>, Error> {
    refuse_too_many(programme, request.arrivals, request.explain)?;
    let lots = request.ledger.lots(request.now)?;
    let mut writer = CreditWriter::new(programme, &lots, request.now)?;
    let expect = Expect { sequence: writer.standing.sequence };
    let balance = writer.standing.balance.get();
    let funds = if programme.plan().takes_back { Some(ClawbackFunds::of(&lots)?) } else { None };
    let (Paid { records, payments, details }, checks) = match request.explain {
        Explain::None => (pay_all(programme, request, read, (balance, funds), &mut Silent)?, Vec::new()),
        explain => {
            let mut listener = Listener::within(explain, request.room);
            let paid = pay_all(programme, request, read, (balance, funds), &mut listener)?;
            (paid, listener.all_checks()?)
        }
    };

    let (mut points, mut lost, mut taken) = (0_i64, 0_i64, 0_i64);
    let overflow = |error: Error| match error.code() {
        ErrorCode::SumOutOfRange => Error::new(ErrorCode::SumOutOfRange, "/arrivals"),
        _ => error,
    };
    let plus = |sum: i64, more: i64| added(sum, more).map_err(|fault| fault.at("/arrivals"));
    for record in &records {
        for payment in record.paid(&payments)? {
            if payment.earned == 0 {
                continue;
            }
            writer.take(payment.id, (record.date, record.date), payment.points).map_err(overflow)?;
            writer.standing.next_sequence().map_err(overflow)?;
            if payment.earned < 0 {
                taken = plus(taken, payment.points.wrapping_neg())?;
            } else {
                points = plus(points, payment.points)?;
                // At most what was earned is paid.
                lost = plus(lost, payment.earned.wrapping_sub(payment.points))?;
            }
        }
    }
    let sum = |sum| count(sum).map_err(overflow);
    let (points, lost, taken_back, balance) = (sum(points)?, sum(lost)?, some(sum(taken)?), writer.balance());
    let verdict = AccrueVerdict { points, lost, taken_back, balance, details, items: () };
    Ok(Accrued { verdict, checks, expect, records, payments, template: writer.template })
}

/// What was paid, record by record.
struct Paid {
    records: Vec<Record>,
    payments: Vec<Payment>,
    details: Vec<ReasonDetail>,
}

fn pay_all(
    programme: &Programme,
    request: &Inputs<'_>,
    read: Read<'_, '_>,
    (balance, funds): (i64, Option<ClawbackFunds>),
    sink: &mut impl Sink,
) -> Result<Paid, Error> {
    let opening = request.ledger.opening.as_ref();
    let delivery = Delivery {
        synced: Day::of(request.now.date()),
        closed_through: opening.map(|opening| Day::of(opening.closed_through)),
        enrolled: request.enrolled_on.map(Day::of),
        opened: request.opened_on.map(Day::of),
        born: request.born.map(Day::of),
        balance,
    };
    let arrived = (0..request.arrivals).filter_map(|index| Some(read(index)?.date));
    let accumulators = programme.plan().accumulators;
    let mut room = Vec::new();
    let grid = match Months::of(days_of(request.ledger, arrived, request.now.date()).map(Day::of)) {
        Some(months) => {
            room.resize(months.size(accumulators), 0);
            Grid::new(months, accumulators, &mut room)
        }
        None => None,
    };
    let fault = |fault: Fault| fault.at("");
    match grid {
        Some(grid) => pay_each(
            Engine::new(programme, request.person, delivery, grid).map_err(fault)?.with(funds),
            programme,
            request,
            read,
            sink,
        ),
        None => {
            let engine =
                Engine::new(programme, request.person, delivery, Sparse::default()).map_err(fault)?.with(funds);
            pay_each(engine, programme, request, read, sink)
        }
    }
}

fn pay_each<S: Accumulators>(
    mut engine: Engine<'_, S>,
    programme: &Programme,
    request: &Inputs<'_>,
    read: Read<'_, '_>,
    sink: &mut impl Sink,
) -> Result<Paid, Error> {
    remember(&mut engine.totals, programme, request.ledger)?;
    let mut revisions = Revisions::of(programme, request.ledger, request.known)?;
    let plan = programme.plan();
    let ids = plan.rules.len().saturating_add(plan.campaigns.len());
    let (mut records, mut payments) = (Vec::new(), Vec::new());
    let no_memory = |_| Error::new(ErrorCode::TooLarge, "/arrivals");
    records.try_reserve_exact(request.arrivals).map_err(no_memory)?;
    for index in 0..request.arrivals {
        let from = payments.len();
        payments.try_reserve(ids).map_err(no_memory)?;
        let Some(Arrival { date, steps, source, revision }) = read(index) else {
            let (date, became) = (Date::EARLIEST, Became::NoRecord);
            records.push(Record { date, became, revision: None, latest: None, walked: None, payments: from..from });
            continue;
        };
        let (date, revision, day, source) = (*date, *revision, Day::of(*date), source.as_ref());
        let numbered_by = revisions.of_source(source);
        if let (Some(revision), Some(known)) = (revision, revisions.latest(date, numbered_by))
            && engine.terms.turned_away(day, &mut Silent).is_none()
            && !sink.holds(revision > known, || {
                let check = Check::new("points.accrue", Reason::StaleRevision, true).read("date", date);
                check.read("revision", revision).read("latest", known)
            })
        {
            let (became, latest) = (Became::Answered(Reason::StaleRevision), Some(known));
            records.push(Record { date, became, revision: Some(revision), latest, walked: None, payments: from..from });
            continue;
        }
        let said = engine.details.len();
        let mut pay = || {
            if revision.is_none() && engine.terms.needs_revision(day)? {
                return Err(Missing::Revision.into());
            }
            let beside = revisions.beside(date, numbered_by.filter(|_| revision.is_some()));
            engine.pay_steps(day, (steps.get(), beside), source, sink, &mut |payment| payments.push(payment))
        };
        let became = match pay() {
            Ok(reason) => Became::Answered(reason),
            Err(Fault::Missing(missing)) if missing.of_record() => {
                payments.truncate(from);
                engine.details.truncate(said);
                Became::Lacking(missing)
            }
            Err(fault) => return Err(fault.at("/arrivals")),
        };
        let paid = Internal::unless(payments.get(from..), "payments were lost")?;
        if let Some(revision) = revision.filter(|_| paid.iter().any(|payment| counted(payment.reason))) {
            let taken = revisions.take_in((date, revision), source, *steps);
            taken.map_err(|error| error.within(index).within("arrivals"))?;
        }
        let latest = revisions.latest(date, numbered_by);
        let walked = revision.and(numbered_by).map(|source| Box::new((source.clone(), *steps)));
        records.push(Record { date, became, revision, latest, walked, payments: from..payments.len() });
    }
    Ok(Paid { records, payments, details: engine.details.into_list() })
}
