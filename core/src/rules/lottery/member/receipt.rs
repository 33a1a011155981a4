use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Decision,
    base::{
        Error, ErrorCode,
        value::{Count, DrawId, Hex, HostId},
    },
    rules::lottery::{
        entry::{HolderRow, tag},
        fold::{Entry, leaf, totals},
        log::Tree,
    },
};

/// A member's receipt: what shows that the frozen list has the member's tickets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The draw.
    pub draw_id: DrawId,
    /// The host's id of the member.
    pub member_id: HostId,
    /// What the tag is keyed with: shown to the member alone.
    pub salt: Hex<32>,
    /// The member's tag.
    pub tag: Hex<32>,
    /// Tickets.
    pub count: u32,
    /// The place of the entry in the list, from 0.
    pub index: Count,
    /// The hashes from the entry to the root (RFC 9162 §2.1.3.1), at most 128.
    pub path: Vec<Hex<32>>,
}

crate::base::redacted!(Receipt { draw_id, member_id, tag, count, index });

/// The request of `lottery.receipts`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReceiptsRequest {
    /// The draw.
    pub draw_id: DrawId,
    /// The list that was frozen.
    pub entries: Vec<Entry>,
    /// Rows of `lottery.enter`, of those holders whose receipts are wanted.
    pub rows: Vec<HolderRow>,
}

/// The answer of `lottery.receipts`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReceiptsVerdict {
    /// A receipt for each row, in the same order.
    pub receipts: Vec<Receipt>,
}

/// Gives each holder a receipt, which shows that the frozen list has the holder's tickets.
///
/// # Errors
/// Those of a list; `row_of_another` for a row of another draw or member, or whose tag and tickets the list does not have.
pub fn receipts(request: &ReceiptsRequest) -> Result<Decision<ReceiptsVerdict>, Error> {
    totals(&request.entries)?;
    let tree = Tree::of(request.entries.iter().map(|entry| leaf(&entry.bytes())).collect());
    let mut receipts = Vec::with_capacity(request.rows.len());
    for (place, row) in request.rows.iter().enumerate() {
        let entry = Entry { tag: row.tag, count: row.count };
        let own = tag(&row.salt.0, &request.draw_id, &row.member_id)? == row.tag;
        let found = request.entries.binary_search_by_key(&entry.tag, |entry| entry.tag).ok();
        let index = found.filter(|index| own && request.entries.get(*index) == Some(&entry));
        let Some(index) = index else {
            return Err(Error::new(ErrorCode::RowOfAnother, "/tag").within(place).within("rows"));
        };
        receipts.push(Receipt {
            draw_id: request.draw_id.clone(),
            member_id: row.member_id.clone(),
            salt: row.salt,
            tag: row.tag,
            count: row.count,
            // Bounded by the size of memory.
            index: i64::try_from(index).ok().and_then(Count::new).unwrap_or(Count::ZERO),
            path: tree.inclusion(index),
        });
    }
    Ok(Decision { verdict: ReceiptsVerdict { receipts }, checks: Vec::new() })
}
