use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    Beacon, Entry, ListFold, ListTotals, LogFold, LogTotals, Manifest, ManifestLog, Prize, SettlementTerms,
    fold::totals,
    log::{LoggedExchange, totals_of},
    manifest::{draw_hash, round_stands},
};
use crate::{
    answer::Decision,
    base::{
        Error, ErrorCode,
        value::{DrawId, Hex, HexBytes, present},
    },
    civil::Instant,
};

/// The request of `lottery.freeze`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FreezeRequest {
    /// The draw.
    pub draw_id: DrawId,
    /// When the list is frozen.
    pub freeze_time: Instant,
    /// When the randomness comes, at least 86,400 seconds later.
    pub draw_time: Instant,
    /// Where the randomness comes from.
    pub beacon: Beacon,
    /// The list, strictly ascending by tag.
    pub entries: Vec<Entry>,
    /// The log of exchanges, in order of time, whose sums the entries are; absent where none was published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<LoggedExchange>,
    /// Prizes in award order, 1 to 256.
    pub prizes: Vec<Prize>,
    /// How many alternates are drawn after the prizes.
    pub alternates: u32,
    /// The most awards of one holder, winners and alternates together; at least 1.
    pub max_prizes_per_holder: u32,
    /// Commitments of parties other than the operator, at most two.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<Hex<32>>,
    /// The terms of what happens after the draw, which the manifest then binds; absent where it does not.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub terms: Option<SettlementTerms>,
    /// The list's state by `lottery.fold_list`, in place of `entries`, which are then empty.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub list: Option<HexBytes>,
    /// The log's state by `lottery.fold_log`, in place of `exchanges`, which are then absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub log: Option<HexBytes>,
}

/// The answer of `lottery.freeze`: what to publish before the draw.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FreezeVerdict {
    /// The manifest.
    pub manifest: Manifest,
    /// The manifest's bytes.
    pub manifest_bytes: HexBytes,
    /// Their hash: sent to every member before the draw.
    pub draw_hash: Hex<32>,
}

/// Freezes a list of entries into a manifest, which fixes everything that the result depends on.
///
/// # Errors
/// A list or settings that no draw could have.
pub fn freeze(request: &FreezeRequest) -> Result<Decision<FreezeVerdict>, Error> {
    if request.list.is_some() || request.log.is_some() {
        return freeze_folded(request);
    }
    let totals = totals(&request.entries)?;
    let log = bound(&request.entries, &request.exchanges)?;
    if let Some(index) = request.exchanges.iter().position(|exchange| exchange.time > request.freeze_time) {
        return Err(Error::new(ErrorCode::OutOfRange, "/time").within(index).within("exchanges"));
    }
    frozen(request, totals, log)
}

/// Freezes a list that is given by its state, or whose log is.
fn freeze_folded(request: &FreezeRequest) -> Result<Decision<FreezeVerdict>, Error> {
    for (state, path, given) in
        [(&request.list, "/list", !request.entries.is_empty()), (&request.log, "/log", !request.exchanges.is_empty())]
    {
        if state.is_some() && given {
            return Err(Error::new(ErrorCode::WaysConflict, path));
        }
    }
    let list = match &request.list {
        Some(state) => whole(state, "/list", ListFold::resume, ListFold::finish)?,
        None => totals(&request.entries)?,
    };
    let log = match &request.log {
        Some(state) => Some(whole(state, "/log", LogFold::resume, LogFold::finish)?),
        None if request.exchanges.is_empty() => None,
        None => Some(totals_of(&request.exchanges)?),
    };
    freeze_totals(request, &list, log.as_ref()).map_err(|error| match error.code() {
        ErrorCode::LogDiffers if request.log.is_some() => Error::new(ErrorCode::LogDiffers, "/log"),
        _ => error,
    })
}

/// What a state adds up to, which is of a whole and not of a part.
fn whole<F, T>(
    state: &HexBytes,
    path: &'static str,
    resume: impl FnOnce(&[u8]) -> Result<F, Error>,
    finish: impl FnOnce(F) -> Result<T, Error>,
) -> Result<T, Error> {
    resume(&state.0).and_then(finish).map_err(|error| Error::new(error.code(), path))
}

/// The log of a manifest that binds one is that of the state, and adds up to the list.
///
/// # Errors
/// `log_differs`, and those of a state, at `/log`.
pub(super) fn log_stands(manifest: &Manifest, list: &ListTotals, state: Option<&HexBytes>) -> Result<(), Error> {
    let log = state.map(|state| whole(state, "/log", LogFold::resume, LogFold::finish)).transpose()?;
    let adds_up = log.as_ref().map_or(Ok(true), |log| totals(&log.entries).map(|totals| totals == *list))?;
    if adds_up && log.map(|log| log.bound()) == manifest.log {
        return Ok(());
    }
    Err(Error::new(ErrorCode::LogDiffers, "/log"))
}

/// Freezes a list that was folded. List and log of the request are not read.
///
/// # Errors
/// As [`freeze`]: `log_differs` where the list is not what the log adds up to, and `out_of_range` where an exchange is later than the freeze.
pub fn freeze_totals(
    request: &FreezeRequest,
    list: &ListTotals,
    log: Option<&LogTotals>,
) -> Result<Decision<FreezeVerdict>, Error> {
    if let Some(log) = log {
        if totals(&log.entries)? != *list {
            return Err(Error::new(ErrorCode::LogDiffers, "/exchanges"));
        }
        if log.head.time > request.freeze_time {
            return Err(Error::new(ErrorCode::OutOfRange, "/freeze_time"));
        }
    }
    frozen(request, *list, log.map(LogTotals::bound))
}

fn frozen(
    request: &FreezeRequest,
    list: ListTotals,
    log: Option<ManifestLog>,
) -> Result<Decision<FreezeVerdict>, Error> {
    let manifest = Manifest {
        draw_id: request.draw_id.clone(),
        freeze_time: request.freeze_time,
        draw_time: request.draw_time,
        beacon: request.beacon.settled(request.draw_time),
        holders: list.holders,
        tickets: list.tickets,
        root: list.root,
        log,
        prizes: request.prizes.clone(),
        alternates: request.alternates,
        max_prizes_per_holder: request.max_prizes_per_holder,
        commitments: request.commitments.clone(),
        terms: request.terms.clone(),
    };
    let bytes = manifest.bytes()?;
    round_stands(&manifest)?;
    let draw_hash = draw_hash(&bytes);
    let verdict = FreezeVerdict { manifest, manifest_bytes: HexBytes(bytes), draw_hash };
    Ok(Decision { verdict, checks: Vec::new() })
}

/// What a manifest binds of a log whose sums the entries are; `None` where there is no log.
///
/// # Errors
/// Those of a log, and `log_differs` where the entries are not its sums.
pub(super) fn bound(entries: &[Entry], exchanges: &[LoggedExchange]) -> Result<Option<ManifestLog>, Error> {
    if exchanges.is_empty() {
        return Ok(None);
    }
    let log = totals_of(exchanges)?;
    if log.entries != entries {
        return Err(Error::new(ErrorCode::LogDiffers, "/exchanges"));
    }
    Ok(Some(log.bound()))
}
