//! What a ledger holds of earlier credits, taken into the totals of a delivery.

use super::totals::Totals;
use crate::{
    base::{Error, ErrorCode},
    civil::Date,
    programme::Programme,
    rules::points::{
        accumulators::Accumulators,
        day::Day,
        delivery::Fault,
        ledger::{EntryKind, Ledger},
    },
};

/// Every day whose windows are read.
pub(super) fn days_of(ledger: &Ledger, arrived: impl Iterator<Item = Date>, now: Date) -> impl Iterator<Item = Date> {
    let credited = ledger.entries.iter().flat_map(|entry| [entry.date, entry.synced_on]).flatten();
    let capped = ledger.opening.iter().flat_map(|opening| &opening.caps).map(|total| total.date);
    let earned = ledger.opening.iter().flat_map(|opening| &opening.earned).map(|total| total.date);
    arrived.chain(credited).chain(capped).chain(earned).chain([now])
}

/// Takes what the ledger says of earlier credits. A rule that the programme no longer has is counted by no cap.
///
/// # Errors
/// `id_unknown` for a cap that the programme does not have; `sum_out_of_range` where credits of one window leave ±(2^53 − 1).
pub(super) fn remember<S: Accumulators>(
    totals: &mut Totals<'_, S>,
    programme: &Programme,
    ledger: &Ledger,
) -> Result<(), Error> {
    let plan = programme.plan();
    let of_opening =
        |error: Error, index: usize, list: &str| error.within(index).within(list).within("opening").within("ledger");
    for (index, total) in ledger.opening.iter().flat_map(|opening| opening.caps.iter().enumerate()) {
        let opened = totals.open_cap(&total.cap, Day::of(total.date), total.points.get());
        if !opened.map_err(|fault| of_opening(fault.at("/points"), index, "caps"))? {
            return Err(of_opening(Error::new(ErrorCode::IdUnknown, "/cap"), index, "caps"));
        }
    }
    for (index, total) in ledger.opening.iter().flat_map(|opening| opening.earned.iter().enumerate()) {
        let Some(id) = plan.find(&total.rule) else { continue };
        let day = Day::of(total.date);
        let within = |fault: Fault| of_opening(fault.at("/points"), index, "earned");
        totals.had_earned(id, day, total.points.get()).map_err(within)?;
        totals.had_paid(id, day, total.paid.unwrap_or(total.points).get()).map_err(within)?;
    }
    for (index, entry) in ledger.entries.iter().enumerate() {
        let (Some(rule), Some(date), Some(synced_on), Some(earned)) =
            (&entry.rule, entry.date, entry.synced_on, entry.earned)
        else {
            continue;
        };
        // What a correction lowers is given as it is: by how much.
        let earned = match entry.kind {
            EntryKind::Credit => earned.get(),
            EntryKind::Correction => earned.get().wrapping_neg(),
            _ => continue,
        };
        let Some(id) = plan.find(rule) else { continue };
        let taken = totals.remember(id, Day::of(date), Day::of(synced_on), earned, entry.points.get());
        taken.map_err(|fault| fault.at("/earned").within(index).within("entries").within("ledger"))?;
    }
    Ok(())
}
