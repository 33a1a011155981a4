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
        diagnose::{GoneId, Walked, locate, walk},
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
    /// The key, choice, id or day that was probably meant: the nearest of those that are possible.
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
    let (mut found, read, gone, ids) = match from_text::<Document>(text) {
        // What can be read holds nothing to cut.
        Ok(document) => (Vec::new(), Some(document), BTreeSet::new(), Vec::new()),
        Err(_) => {
            let Walked { found, rest, gone, ids } = walk(text, MOST_FAULTS);
            (found, rest.and_then(|rest| from_text(&rest).ok()), gone, ids)
        }
    };
    let contradictions = read.map(|document| Programme::faults(&document)).unwrap_or_default();
    let contradictions = placed(text, contradictions, &found, &gone, &ids);
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
fn placed(
    text: &str,
    all: Vec<Found>,
    found: &[(Found, usize)],
    gone: &BTreeSet<usize>,
    ids: &[GoneId],
) -> Vec<(Found, usize)> {
    let others = all.iter().filter_map(|fault| fault.other.as_deref());
    let paths: Vec<&str> = all.iter().map(|fault| fault.path.as_str()).chain(others).collect();
    let mut places = locate(text, &paths, gone).into_iter();
    let own: Vec<(usize, String)> = places.by_ref().take(all.len()).collect();
    let cut: Vec<String> = found.iter().map(|(fault, _)| place_of(fault)).collect();
    let (mut placed, mut doubtful) = (Vec::new(), BTreeSet::new());
    for (mut fault, (at, path)) in all.into_iter().zip(own) {
        fault.path = path;
        if fault.other.is_some() {
            fault.other = places.next().map(|(_, path)| path);
        }
        let written = || text.get(at..).and_then(|text| text.strip_prefix('"')?.split('"').next());
        let is_lost = fault.code == ErrorCode::IdUnknown && may_be_lost(&fault, written(), &cut, ids);
        // Of settings that overlap in a row, each is held against the one before.
        let in_row = fault.other.as_ref().is_some_and(|other| doubtful.contains(other));
        if is_lost || in_row || cut.iter().any(|cut| follows(&fault, cut)) {
            doubtful.insert(parent(&fault.path).to_owned());
        } else {
            placed.push((fault, at));
        }
    }
    placed
}

/// Where what was cut has its place: of an unknown key that of the key that was meant.
fn place_of(fault: &Found) -> String {
    match (fault.code, &fault.meant) {
        (ErrorCode::UnknownKey, Some(meant)) => format!("{}/{meant}", fault.path),
        _ => fault.path.clone(),
    }
}

/// The parts of a setting that say when and for whom it holds, and what it is of.
const SCOPE: [&str; 12] = [
    "also",
    "every",
    "first_digits",
    "for",
    "group",
    "groups",
    "insurers",
    "kinds",
    "numbers",
    "period",
    "purse",
    "schemes",
];

/// What a fault of a value beside it may follow from: its code, the end of its path, and what is beside that.
const BESIDE: [(ErrorCode, &str, &str); 14] = [
    (ErrorCode::DeadlinesContradict, "", "/opens"),
    (ErrorCode::DeadlinesContradict, "", "/opens_at"),
    (ErrorCode::DeadlinesContradict, "", "/period"),
    (ErrorCode::CalendarTooShort, "/counted", "/period"),
    (ErrorCode::MissingValue, "/final_after/day", "/fiscal_years"),
    (ErrorCode::MissingValue, "/final_after/day", "/quarters"),
    (ErrorCode::MissingValue, "/final_after/months", "/fiscal_years"),
    (ErrorCode::MissingValue, "/final_after/months", "/quarters"),
    (ErrorCode::MissingValue, "/period/from", "/every"),
    (ErrorCode::MissingValue, "/period/until", "/every"),
    (ErrorCode::OutOfRange, "/on", "/months"),
    (ErrorCode::OutOfRange, "/on", "/period"),
    (ErrorCode::SettingsConflict, "/goal_days", "/final_after"),
    (ErrorCode::SettingsConflict, "/mean", "/final_after"),
];

/// Whether a contradiction may follow from what was cut at a place.
fn follows(fault: &Found, cut: &str) -> bool {
    if within(&fault.path, cut) {
        return true;
    }
    if let Some(rest) = cut.strip_prefix(&fault.path).and_then(|rest| rest.strip_prefix('/')) {
        // Of several ways, only one of them says another number of ways.
        let key = rest.split('/').next().unwrap_or_default();
        let is_way = matches!(fault.code, ErrorCode::WayMissing | ErrorCode::WaysConflict);
        return !is_way || fault.allowed.as_ref().is_none_or(|allowed| allowed.keys.contains(&key));
    }
    let other = fault.other.as_deref().unwrap_or("/-");
    let own = parent(&fault.path);
    let by_other = match fault.code {
        // Settings hold at other times, or for others, once what is cut says so.
        ErrorCode::PeriodsOverlap => {
            let of = |setting| cut.strip_prefix(setting).and_then(|rest: &str| rest.strip_prefix('/'));
            let part = of(own).or_else(|| of(other)).map(|rest| rest.split('/').next().unwrap_or_default());
            part.is_some_and(|part| SCOPE.contains(&part))
        }
        ErrorCode::CapsCross => {
            let lists = within("/points/rules", cut) || within("/points/campaigns", cut);
            lists || within(cut, &fault.path) || within(cut, other)
        }
        ErrorCode::SettingsDiffer => within(cut, own) || within(cut, other),
        ErrorCode::SettingsConflict => within(cut, parent(other)),
        ErrorCode::CalendarTooShort | ErrorCode::DeadlinesContradict => within(cut, "/calendar"),
        _ => false,
    };
    let beside = BESIDE.iter().filter(|(code, end, _)| *code == fault.code && fault.path.ends_with(end));
    let around = |from| std::iter::successors(Some(from), |path: &&str| (!path.is_empty()).then(|| parent(path)));
    by_other || beside.into_iter().any(|(.., part)| around(own).any(|path| within(cut, &format!("{path}{part}"))))
}

/// The path of what holds the value at a path.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Whether an id that is unknown may be that of an element that was cut.
fn may_be_lost(fault: &Found, written: Option<&str>, cut: &[String], ids: &[GoneId]) -> bool {
    let lists = fault.allowed.as_ref().map_or(&[][..], |allowed| &allowed.ids_of);
    lists.iter().any(|list| {
        let of_list = ids.iter().filter(|gone| gone.list == *list);
        let is_gone = of_list.into_iter().any(|gone| gone.id.is_none() || gone.id.as_deref() == written);
        // The list as a whole, or a further id of one of its elements.
        let also = |cut: &str| {
            let rest = cut.strip_prefix(list).and_then(|rest| rest.strip_prefix('/'));
            rest.and_then(|rest| rest.split('/').nth(1)) == Some("also")
        };
        is_gone || cut.iter().any(|cut| within(list, cut) || also(cut))
    })
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
