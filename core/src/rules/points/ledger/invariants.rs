//! What every ledger obeys, whatever the programme: the table of `docs/rules/points/ledger.md`, all of it, and nowhere else.
//!
//! A ledger that breaks one contradicts itself: some row is missing, was changed or was written twice, and any number computed from it
//! would be wrong. The operations refuse it, with the row and the field at which that is first seen. What kenpo itself writes obeys them.

use alloc::collections::{BTreeMap, btree_map};

use super::{
    entry::{Entry, EntryKind},
    lots::Totals,
    stored::{CapTotal, EarnedTotal, Opening, PointsLot},
};
use crate::{
    base::{
        Error, ErrorCode,
        value::{Code, Count, HostId, MAX_SAFE},
    },
    civil::Date,
};

/// What an entry has that cannot be, and in which field: a JSON Pointer from the entry.
pub(crate) type Fault = (ErrorCode, &'static str);

/// An invariant: the fault, unless it holds.
fn hold(holds: bool, code: ErrorCode, path: &'static str) -> Result<(), Fault> {
    if holds { Ok(()) } else { Err((code, path)) }
}

/// What one entry obeys by itself: its fields, its sign, and how its amounts and days go together.
pub(crate) fn of_entry(entry: &Entry) -> Result<(), Fault> {
    if let Some(path) = entry.missing_field() {
        return Err((ErrorCode::MissingValue, path));
    }
    if let Some(path) = entry.foreign_field() {
        return Err((ErrorCode::FieldOfOtherKind, path));
    }
    let points = entry.points.get();
    let sign = match entry.kind {
        EntryKind::Credit => points >= 0,
        EntryKind::Correction => points <= 0,
        EntryKind::Exchange => points < 0,
        EntryKind::Reversal => points > 0,
        EntryKind::Adjustment => points != 0,
    };
    hold(sign, ErrorCode::PointsSignWrong, "/points")?;
    // Of a credit or a correction: it pays, or takes back, at most what `earned` rose or fell by.
    let within_earned = entry.earned.is_none_or(|earned| points.unsigned_abs() <= earned.get().unsigned_abs());
    hold(within_earned, ErrorCode::PaidAboveEarned, "/points")?;
    hold(entry.quantity != Some(Count::ZERO), ErrorCode::OutOfRange, "/quantity")?;
    hold(entry.expired.is_none_or(|expired| expired.get() <= points), ErrorCode::ReversalDiffers, "/expired")?;
    hold(spendable(entry.final_on, entry.expires_on), ErrorCode::PeriodUpsideDown, "/expires_on")?;
    hold(
        points > 0 || entry.kind != EntryKind::Adjustment || entry.expires_on.is_none(),
        ErrorCode::FieldOfOtherKind,
        "/expires_on",
    )
}

/// Whether points can be spent on a day at least.
fn spendable(final_on: Option<Date>, expires_on: Option<Date>) -> bool {
    !matches!((final_on, expires_on), (Some(first), Some(last)) if last < first)
}

/// What an opening obeys by itself: lots that add up, and totals.
fn of_opening(opening: &Opening) -> Result<(), Error> {
    let Opening { points, lots, caps, earned, .. } = opening;
    // At most 8 MiB of lots: their sum stays far within `i128`.
    let sum: i128 = lots.iter().map(|lot| i128::from(lot.points.get())).sum();
    if !lots.is_empty() && sum != i128::from(points.get()) {
        return Err(Error::new(ErrorCode::LotsDiffer, "/lots"));
    }
    for (index, PointsLot { final_on, expires_on, .. }) in lots.iter().enumerate() {
        if !spendable(*final_on, *expires_on) {
            return Err(Error::new(ErrorCode::PeriodUpsideDown, "/expires_on").within(index).within("lots"));
        }
    }
    let mut of_caps = BTreeMap::new();
    for (index, CapTotal { cap, points, .. }) in caps.iter().enumerate() {
        if !adds_up(&mut of_caps, cap, *points) {
            return Err(Error::new(ErrorCode::SumOutOfRange, "/points").within(index).within("caps"));
        }
    }
    let mut of_rules = BTreeMap::new();
    for (index, EarnedTotal { rule, points, paid, .. }) in earned.iter().enumerate() {
        let placed = |code, path| Err(Error::new(code, path).within(index).within("earned"));
        if paid.is_some_and(|paid| paid > *points) {
            return placed(ErrorCode::PaidAboveEarned, "/paid");
        }
        if !adds_up(&mut of_rules, rule, *points) {
            return placed(ErrorCode::SumOutOfRange, "/points");
        }
    }
    Ok(())
}

/// Adds to the sum of an id; whether it stays in range. Sums of one window are then in range, whatever the windows are.
fn adds_up<'a>(sums: &mut BTreeMap<&'a Code, i64>, id: &'a Code, points: Count) -> bool {
    let sum = sums.entry(id).or_insert(0);
    match sum.checked_add(points.get()).filter(|sum| *sum <= MAX_SAFE) {
        Some(more) => {
            *sum = more;
            true
        }
        None => false,
    }
}

/// What a purse holds before an entry that is about it.
#[derive(Clone, Copy)]
pub(super) struct Held {
    pub(super) totals: Totals,
    /// Of a correction: the points that become final with those it takes.
    pub(super) pending: i64,
}

/// What the entries so far say of those to come.
pub(super) struct Invariants<'a> {
    /// The last sequence number, and that of the opening.
    sequence: Count,
    opened_at: Option<Count>,
    exchanges: BTreeMap<Count, Exchanged<'a>>,
    /// Exchanges from before the opening that were reversed, and whether that was the whole of each.
    reversed: BTreeMap<Count, bool>,
    /// What was earned and paid under a rule for a day. Only kept where something is taken back.
    days: Option<BTreeMap<(&'a Code, Date), PaidDay>>,
    /// The entry first made under a request key.
    keys: BTreeMap<&'a HostId, &'a Entry>,
}

struct Exchanged<'a> {
    purse: Option<&'a Code>,
    /// What it took for how many goods, and how many of them were not given back.
    points: i64,
    quantity: i64,
    left: i64,
}

/// Sums of 8 MiB of entries stay far within `i128`.
#[derive(Default)]
struct PaidDay {
    earned: i128,
    paid: i128,
    /// Whether nothing of the day can be in rows that an opening took the place of.
    is_whole: bool,
}

impl<'a> Invariants<'a> {
    /// Takes in the opening of a ledger.
    ///
    /// # Errors
    /// What the opening has that cannot be, with its path from the opening.
    pub(super) fn open(opening: Option<&'a Opening>, entries: &[Entry]) -> Result<Self, Error> {
        let takes_back = entries.iter().any(|entry| entry.kind == EntryKind::Correction);
        let mut read = Self {
            sequence: Count::ZERO,
            opened_at: None,
            exchanges: BTreeMap::new(),
            reversed: BTreeMap::new(),
            days: takes_back.then(BTreeMap::new),
            keys: BTreeMap::new(),
        };
        let Some(opening) = opening else { return Ok(read) };
        of_opening(opening)?;
        read.sequence = opening.sequence;
        read.opened_at = Some(opening.sequence);
        if let Some(days) = &mut read.days {
            for EarnedTotal { rule, date, points, paid, .. } in &opening.earned {
                let day: &mut PaidDay = days.entry((rule, *date)).or_default();
                day.earned = day.earned.saturating_add(points.get().into());
                day.paid = day.paid.saturating_add(paid.unwrap_or(*points).get().into());
                day.is_whole = true;
            }
        }
        Ok(read)
    }

    /// The last sequence number.
    pub(super) fn sequence(&self) -> Count {
        self.sequence
    }

    /// Takes in the next entry.
    ///
    /// # Errors
    /// What it has that cannot be, after the entries before it.
    pub(super) fn admit(&mut self, entry: &'a Entry, held: Held) -> Result<(), Fault> {
        hold(entry.sequence > self.sequence, ErrorCode::SequenceUnordered, "/sequence")?;
        of_entry(entry)?;
        let (points, Totals { available, pending, .. }) = (entry.points.get(), held.totals);
        // What a purse holds is within 2^53, and so is an amount.
        let can_be_taken = available.saturating_add(held.pending);
        hold(can_be_taken.saturating_add(points) >= 0, ErrorCode::BalanceNegative, "/points")?;
        let balance = available.saturating_add(pending).saturating_add(points);
        hold(balance <= MAX_SAFE, ErrorCode::SumOutOfRange, "/points")?;
        self.request_key(entry)?;
        match entry.kind {
            EntryKind::Credit | EntryKind::Correction => self.day(entry)?,
            EntryKind::Exchange => {
                let (purse, points) = (entry.purse.as_ref(), points.saturating_neg());
                let quantity = entry.quantity.map_or(0, Count::get);
                self.exchanges.insert(entry.sequence, Exchanged { purse, points, quantity, left: quantity });
            }
            EntryKind::Reversal => self.reversal(entry)?,
            EntryKind::Adjustment => {}
        }
        self.sequence = entry.sequence;
        Ok(())
    }

    /// A request key names one entry, or the credits of one event.
    fn request_key(&mut self, entry: &'a Entry) -> Result<(), Fault> {
        let Some(key) = &entry.request_key else { return Ok(()) };
        let first = match self.keys.entry(key) {
            btree_map::Entry::Vacant(place) => {
                place.insert(entry);
                return Ok(());
            }
            btree_map::Entry::Occupied(place) => *place.get(),
        };
        let of_event = |entry: &Entry| (entry.kind == EntryKind::Credit).then_some(entry.date);
        let of_one_event = of_event(entry).is_some_and(|date| of_event(first) == Some(date));
        hold(of_one_event, ErrorCode::RequestKeyRepeated, "/request_key")
    }

    /// Of one rule and day, not less than nothing is earned, and not more is paid than is earned.
    fn day(&mut self, entry: &'a Entry) -> Result<(), Fault> {
        let (Some(days), Some(rule), Some(date), Some(earned)) =
            (&mut self.days, &entry.rule, entry.date, entry.earned)
        else {
            return Ok(());
        };
        let is_whole = self.opened_at.is_none();
        let day = days.entry((rule, date)).or_insert_with(|| PaidDay { is_whole, ..PaidDay::default() });
        let sign = if entry.kind == EntryKind::Correction { -1 } else { 1 };
        day.earned = day.earned.saturating_add(i128::from(earned.get()).saturating_mul(sign));
        day.paid = day.paid.saturating_add(entry.points.get().into());
        let holds = 0 <= day.earned && 0 <= day.paid && day.paid <= day.earned;
        hold(holds || !day.is_whole, ErrorCode::PaidAboveEarned, "/earned")
    }

    /// An exchange is reversed whole, once, or in parts of its goods, into the purse that paid it.
    fn reversal(&mut self, entry: &Entry) -> Result<(), Fault> {
        let Some(exchange) = entry.reverses else { return Ok(()) };
        if let Some(exchanged) = self.exchanges.get_mut(&exchange) {
            let is_whole = exchanged.left == exchanged.quantity;
            let back = entry.quantity.map_or(exchanged.quantity, Count::get);
            hold(
                exchanged.left > 0 && (is_whole || entry.quantity.is_some()),
                ErrorCode::ReversalDiffers,
                "/reverses",
            )?;
            hold(1 <= back && back <= exchanged.left, ErrorCode::ReversalDiffers, "/quantity")?;
            hold(exchanged.purse == entry.purse.as_ref(), ErrorCode::ReversalDiffers, "/purse")?;
            // As a share of what was taken: products of two numbers within 2^53.
            let share = |points: i64, of: i64| i128::from(points).saturating_mul(of.into());
            let same = share(entry.points.get(), exchanged.quantity) == share(exchanged.points, back);
            hold(same, ErrorCode::ReversalDiffers, "/points")?;
            exchanged.left = exchanged.left.saturating_sub(back);
            return Ok(());
        }
        // Of one that the opening took the place of, it is only known whether it was reversed since.
        let before_opening = self.opened_at.is_some_and(|opened_at| exchange <= opened_at);
        let is_whole = entry.quantity.is_none();
        let fits = self.reversed.get(&exchange).is_none_or(|was_whole| !was_whole && !is_whole);
        hold(before_opening && fits, ErrorCode::ReversalDiffers, "/reverses")?;
        self.reversed.insert(exchange, is_whole);
        Ok(())
    }
}
