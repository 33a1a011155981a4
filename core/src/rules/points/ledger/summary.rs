use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

use super::{
    entry::EntryKind,
    lots::{ByExpiry, Totals},
    stored::{Ledger, PointsLot},
};
use crate::{
    answer::Decision,
    base::{
        Error, ErrorCode,
        value::{Code, Count, HostId},
    },
    civil::{Date, Instant},
};

/// The request of `points.summary`: what a programme owes at an instant, such as the end of a fiscal year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SummaryRequest {
    /// The instant, not before that of any ledger's opening.
    pub as_of: Instant,
    /// The people's ledgers, each person once.
    pub ledgers: Vec<PersonLedger>,
    /// Goods bought in these ledgers and handed out or used up by then, such as tickets of draws that were held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redeemed: Vec<GoodsTotal>,
    /// Coupons issued and not used by then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<CouponHeld>,
}

/// A person's ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonLedger {
    /// The person's id.
    pub person: HostId,
    /// The ledger.
    pub ledger: Ledger,
}

/// A number of goods of a kind.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GoodsTotal {
    /// The goods' id.
    pub goods: Code,
    /// How many.
    pub quantity: Count,
}

/// A coupon that has not been used.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponHeld {
    /// The last day on which it can be used.
    pub last_day: Date,
    /// What it is worth, in yen.
    pub value_yen: Count,
}

/// What `points.summary` answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SummaryVerdict {
    /// Points owed, the programme's own first and then by purse.
    pub purses: Vec<PurseTotal>,
    /// Goods exchanged, neither reversed nor redeemed, by id.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub goods: Vec<GoodsTotal>,
    /// Coupons that can still be used, by last day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<CouponTotal>,
    /// What those are worth together, in yen.
    pub coupons_yen: Count,
}

/// Points of one purse over all people.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PurseTotal {
    /// The purse; absent for the programme's own points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purse: Option<Code>,
    /// Points owed: what is available and what is pending.
    pub balance: Count,
    /// What of it is not final yet.
    pub pending: Count,
    /// What has expired unspent, since the openings.
    pub expired: Count,
    /// The balance by last day, earliest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<PointsLot>,
}

/// Coupons that share a last day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CouponTotal {
    /// The last day on which they can be used.
    pub last_day: Date,
    /// How many.
    pub quantity: Count,
    /// What they are worth together, in yen.
    pub value_yen: Count,
}

/// Sums up what a programme owes at an instant: points by expiry, goods that were bought, coupons
/// that can still be used.
///
/// # Errors
/// A ledger that contradicts itself; `value_invalid` for a person that stands twice; `out_of_range` where more is redeemed than was
/// bought; a sum out of range.
pub fn summary(request: &SummaryRequest) -> Result<Decision<SummaryVerdict>, Error> {
    let mut people = BTreeSet::new();
    let mut purses: BTreeMap<Option<Code>, (Totals, ByExpiry)> = BTreeMap::new();
    let mut goods: BTreeMap<&Code, i64> = BTreeMap::new();
    // The programme's own points are always shown.
    purses.entry(None).or_default();
    for (index, PersonLedger { person, ledger }) in request.ledgers.iter().enumerate() {
        let placed = |e: Error| e.within(index).within("ledgers");
        if !people.insert(person) {
            return Err(placed(Error::new(ErrorCode::ValueInvalid, "/person")));
        }
        let lots = ledger.lots_as_of(request.as_of).map_err(placed)?;
        for (purse, totals) in lots.purses() {
            let (sum, by_expiry) = purses.entry(purse.cloned()).or_default();
            *sum = sum.plus(totals).ok_or_else(|| sum_out_of_range("/ledgers"))?;
            lots.add_to(purse, by_expiry);
        }
        count_goods(ledger, request.as_of, &mut goods).ok_or_else(|| sum_out_of_range("/ledgers"))?;
    }
    for (index, GoodsTotal { goods: id, quantity }) in request.redeemed.iter().enumerate() {
        let left = goods.entry(id).or_insert(0);
        match left.checked_sub(quantity.get()).filter(|left| *left >= 0) {
            Some(less) => *left = less,
            None => return Err(Error::new(ErrorCode::OutOfRange, "/quantity").within(index).within("redeemed")),
        }
    }
    let count = |sum, path| Count::new(sum).ok_or_else(|| sum_out_of_range(path));
    let purses = purses.iter().map(|(purse, (totals, by_expiry))| {
        Ok(PurseTotal {
            purse: purse.clone(),
            balance: count(totals.balance(), "/ledgers")?,
            pending: count(totals.pending, "/ledgers")?,
            expired: count(totals.expired, "/ledgers")?,
            lots: by_expiry.lots(purse.as_ref()).ok_or_else(|| sum_out_of_range("/ledgers"))?,
        })
    });
    let purses = purses.collect::<Result<_, Error>>()?;
    let goods = goods.into_iter().filter(|(_, quantity)| *quantity != 0);
    let goods = goods
        .map(|(goods, quantity)| Ok(GoodsTotal { goods: goods.clone(), quantity: count(quantity, "/ledgers")? }))
        .collect::<Result<_, Error>>()?;
    let (coupons, coupons_yen) = coupons(request).ok_or_else(|| sum_out_of_range("/coupons"))?;
    Ok(Decision { verdict: SummaryVerdict { purses, goods, coupons, coupons_yen }, checks: Vec::new() })
}

fn sum_out_of_range(path: &'static str) -> Error {
    Error::new(ErrorCode::SumOutOfRange, path)
}

/// Counts what was exchanged by an instant, less what was reversed; `None` for a sum that leaves an `i64`.
fn count_goods<'a>(ledger: &'a Ledger, as_of: Instant, goods: &mut BTreeMap<&'a Code, i64>) -> Option<()> {
    let mut bought = BTreeMap::new();
    for entry in ledger.entries_as_of(as_of) {
        match (entry.kind, &entry.goods, entry.quantity, entry.reverses) {
            (EntryKind::Exchange, Some(goods), Some(quantity), _) => {
                bought.insert(entry.sequence, (goods, quantity.get()));
            }
            (EntryKind::Reversal, _, back, Some(reversed)) => match (back, bought.get_mut(&reversed)) {
                (Some(back), Some((_, left))) => *left = left.checked_sub(back.get())?,
                _ => {
                    bought.remove(&reversed);
                }
            },
            _ => {}
        }
    }
    for (id, quantity) in bought.into_values() {
        let sum = goods.entry(id).or_insert(0);
        *sum = sum.checked_add(quantity)?;
    }
    Some(())
}

/// The coupons that can still be used, by last day, and what they are worth; `None` for a sum out of range.
fn coupons(request: &SummaryRequest) -> Option<(Vec<CouponTotal>, Count)> {
    let today = request.as_of.date();
    let mut by_day: BTreeMap<Date, (i64, i64)> = BTreeMap::new();
    let mut all = 0_i64;
    for CouponHeld { last_day, value_yen } in request.coupons.iter().filter(|coupon| coupon.last_day >= today) {
        let (quantity, yen) = by_day.entry(*last_day).or_default();
        *quantity = quantity.checked_add(1)?;
        *yen = yen.checked_add(value_yen.get())?;
        all = all.checked_add(value_yen.get())?;
    }
    let total = |(last_day, (quantity, yen))| {
        Some(CouponTotal { last_day, quantity: Count::new(quantity)?, value_yen: Count::new(yen)? })
    };
    Some((by_day.into_iter().map(total).collect::<Option<_>>()?, Count::new(all)?))
}
