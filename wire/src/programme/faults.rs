//! Every fault of a programme document: what cannot be read, and what of the rest contradicts itself.

use std::collections::{BTreeMap, BTreeSet};

use kenpo_core::{
    ErrorCode, Programme,
    programme::{Allowed, Document, Fault as Found, MOST_FAULTS},
};
use serde::Serialize;

use crate::{
    Failure,
    limits::DOCUMENT_LIMIT,
    programme::parse::parse_programme,
    read::{
        Source,
        diagnose::{Walked, locate, walk},
        from_text,
    },
};

/// A fault of a programme document: what is wrong, where, and what would be right.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fault {
    /// What is wrong.
    pub code: ErrorCode,
    /// Where, as a JSON Pointer (RFC 6901) into the document; empty for the whole document.
    pub path: String,
    /// The line of the document, from 1.
    pub line: u32,
    /// The column, from 1, in Unicode code points.
    pub column: u32,
    /// The key, choice or id that was probably meant: the nearest of those that are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meant: Option<String>,
    /// The other setting, where two contradict each other, as a JSON Pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// What is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Allowed>,
}

/// The faults of a programme document, at most 100; none of one that [`parse_programme`](crate::parse_programme) reads, which fails with
/// the first.
pub fn document_faults(document: &[u8]) -> Vec<Fault> {
    let alone = |code| vec![Fault::of(Found::new(code, String::new()), &Source::new(""), 0)];
    if document.len() > DOCUMENT_LIMIT {
        return alone(ErrorCode::TooLarge);
    }
    match std::str::from_utf8(document) {
        Ok(text) => faults_of(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(_) => alone(ErrorCode::Utf8Invalid),
    }
}

/// The same for a text, which may stand inside another.
pub(crate) fn faults_of(text: &str) -> Vec<Fault> {
    let (mut found, read, gone) = match from_text::<Document>(text) {
        // What can be read holds nothing to cut.
        Ok(document) => (Vec::new(), Some(document), BTreeSet::new()),
        Err(_) => {
            let Walked { found, rest, gone } = walk(text, MOST_FAULTS);
            (found, rest.and_then(|rest| from_text(&rest).ok()), gone)
        }
    };
    let contradictions = read.map(|document| Programme::faults(&document)).unwrap_or_default();
    let contradictions = placed(text, contradictions, &found, &gone);
    found.extend(contradictions);
    found.truncate(MOST_FAULTS);
    if found.is_empty()
        && let Err(failure) = parse_programme(text.as_bytes())
    {
        // A kind of value that the shape of documents does not tell apart.
        let Failure { code, path, line, column } = failure;
        let (line, column) = (line.unwrap_or(1), column.unwrap_or(1));
        return vec![Fault { code, path, line, column, meant: None, other: None, allowed: None }];
    }
    let source = Source::new(text);
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|place| found.get(*place).map(|(_, at)| *at));
    // Places are found in the order of the text, and the faults keep theirs.
    let mut faults: BTreeMap<usize, Fault> = BTreeMap::new();
    for place in order {
        if let Some((fault, at)) = found.get(place) {
            faults.insert(place, Fault::of(fault.clone(), &source, *at));
        }
    }
    faults.into_values().collect()
}

/// Contradictions with their offsets, without those that only follow from what was cut.
fn placed(text: &str, all: Vec<Found>, cut: &[(Found, usize)], gone: &BTreeSet<usize>) -> Vec<(Found, usize)> {
    let others = all.iter().filter_map(|fault| fault.other.as_deref());
    let paths: Vec<&str> = all.iter().map(|fault| fault.path.as_str()).chain(others).collect();
    let mut places = locate(text, &paths, gone).into_iter();
    let own: Vec<(usize, String)> = places.by_ref().take(all.len()).collect();
    let mut placed = Vec::new();
    for (mut fault, (at, path)) in all.into_iter().zip(own) {
        fault.path = path;
        if fault.other.is_some() {
            fault.other = places.next().map(|(_, path)| path);
        }
        let follows = cut.iter().any(|(cut, _)| {
            within(&cut.path, &fault.path) || cut.code != ErrorCode::UnknownKey && within(&fault.path, &cut.path)
        });
        if !follows && (gone.is_empty() || fault.code != ErrorCode::IdUnknown) {
            placed.push((fault, at));
        }
    }
    placed
}

/// Whether a path leads into another.
fn within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Fault {
    fn of(found: Found, source: &Source<'_>, at: usize) -> Self {
        let Found { code, path, meant, other, allowed } = found;
        let place = source.place(Failure::of(code), at);
        let (line, column) = (place.line.unwrap_or(1), place.column.unwrap_or(1));
        Self { code, path, line, column, meant, other, allowed }
    }
}
