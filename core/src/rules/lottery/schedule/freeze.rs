use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Decision,
    base::{
        Error, ErrorCode,
        value::{DrawId, Hex, HexBytes, is_false, present},
    },
    programme::Programme,
    rules::lottery::{
        beacon::Beacon,
        fold::Entry,
        freeze::{FreezeRequest, FreezeVerdict, freeze},
        log::LoggedExchange,
        manifest::Prize,
        settle::SettlementTerms,
    },
};

/// The request of `lottery.freeze_scheduled`: a draw that the programme announces, and what it does not say.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FreezeScheduledRequest {
    /// The draw, announced in the programme.
    pub draw_id: DrawId,
    /// Where the randomness comes from.
    pub beacon: Beacon,
    /// The list, strictly ascending by tag.
    pub entries: Vec<Entry>,
    /// The log of exchanges, in order of time, whose sums the entries are; absent where none was published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<LoggedExchange>,
    /// Commitments of parties other than the operator, at most two.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<Hex<32>>,
    /// Leaves the terms of what happens after the draw out of the manifest, which else binds the programme's days to pass on and reasons for
    /// disqualification, where it has any: to repeat a freeze that did not bind them.
    #[serde(default, skip_serializing_if = "is_false")]
    pub leave_terms: bool,
    /// The list's state by `lottery.fold_list`, in place of `entries`, which are then empty.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub list: Option<HexBytes>,
    /// The log's state by `lottery.fold_log`, in place of `exchanges`, which are then absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub log: Option<HexBytes>,
}

/// Freezes a list of entries into the manifest of a draw that the programme announces, with its
/// times and prizes. Alternates and the most prizes of a holder are the programme's as well.
///
/// # Errors
/// `id_unknown` for a draw that the programme does not announce, and those of `lottery.freeze`.
pub fn freeze_scheduled(
    programme: &Programme,
    request: &FreezeScheduledRequest,
) -> Result<Decision<FreezeVerdict>, Error> {
    let all = programme.document().draws.iter();
    let mut dates = all.flat_map(|terms| terms.dates.iter().map(move |date| (terms, date)));
    let Some((terms, date)) = dates.find(|(_, date)| date.draw_id == request.draw_id) else {
        return Err(Error::new(ErrorCode::IdUnknown, "/draw_id"));
    };
    let after = SettlementTerms::of(terms);
    let binds = !request.leave_terms && (after.pass_on_days.is_some() || !after.disqualifications.is_empty());
    let outside = || Error::new(ErrorCode::OutOfRange, "/draw_id");
    freeze(&FreezeRequest {
        draw_id: request.draw_id.clone(),
        freeze_time: terms.freezes_at(date.on).ok_or_else(outside)?,
        draw_time: terms.draws_at(date.on).ok_or_else(outside)?,
        beacon: request.beacon.clone(),
        entries: request.entries.clone(),
        exchanges: request.exchanges.clone(),
        prizes: terms.prizes.iter().map(|prize| Prize { code: prize.code.clone(), quantity: prize.quantity }).collect(),
        alternates: terms.alternates,
        max_prizes_per_holder: terms.max_prizes_per_holder,
        commitments: request.commitments.clone(),
        terms: binds.then_some(after),
        list: request.list.clone(),
        log: request.log.clone(),
    })
}
