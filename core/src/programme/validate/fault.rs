//! A fault of a programme document, as data.

use alloc::{format, string::String, vec::Vec};
use core::ops::RangeInclusive;

use serde::Serialize;

use crate::base::{ErrorCode, nearest};

/// A fault of a programme document: what is wrong, where, and what would be right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// What is wrong.
    pub code: ErrorCode,
    /// Where, as a JSON Pointer (RFC 6901) into the document.
    pub path: String,
    /// The key, choice, id or day that was probably meant: the nearest of those that are possible.
    pub meant: Option<String>,
    /// The other setting, where two contradict each other, as a JSON Pointer.
    pub other: Option<String>,
    /// What is allowed.
    pub allowed: Option<Allowed>,
}

/// What is allowed where a fault is.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Allowed {
    /// The kind of value: `text`, `integer`, `boolean`, `list`, `object`, `date`, `instant`, `time`, `id`, `rule_id`, `scheme` or
    /// `insurer_number`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    /// The least number; of a text or list, the fewest characters or elements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<i64>,
    /// The greatest number; of a text, the most bytes of UTF-8; of a list, the most elements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<i64>,
    /// The values there are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<&'static str>,
    /// The keys there are; of several ways, those of which one is needed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<&'static str>,
    /// The lists of the document whose ids are known there, as JSON Pointers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ids_of: Vec<&'static str>,
}

impl Fault {
    /// A fault at a path, without further data.
    pub fn new(code: ErrorCode, path: String) -> Self {
        Self { code, path, meant: None, other: None, allowed: None }
    }

    fn allowed(&mut self) -> &mut Allowed {
        self.allowed.get_or_insert_default()
    }

    /// With the kind of value that is allowed.
    pub fn kind(&mut self, kind: &'static str) -> &mut Self {
        self.allowed().kind = Some(kind);
        self
    }

    /// With the numbers that are allowed.
    pub fn range(&mut self, range: RangeInclusive<i64>) -> &mut Self {
        (self.allowed().at_least, self.allowed().at_most) = (Some(*range.start()), Some(*range.end()));
        self
    }

    /// With the least number that is allowed.
    pub fn at_least(&mut self, least: i64) -> &mut Self {
        self.allowed().at_least = Some(least);
        self
    }

    /// With the greatest number that is allowed.
    pub fn at_most(&mut self, most: i64) -> &mut Self {
        self.allowed().at_most = Some(most);
        self
    }

    /// With the values that are allowed.
    pub fn choices(&mut self, choices: &[&'static str]) -> &mut Self {
        self.allowed().choices = choices.to_vec();
        self
    }

    /// With the keys that are allowed.
    pub fn keys(&mut self, keys: &[&'static str]) -> &mut Self {
        self.allowed().keys = keys.to_vec();
        self
    }

    /// With the lists whose ids are allowed.
    pub fn ids_of(&mut self, lists: &[&'static str]) -> &mut Self {
        self.allowed().ids_of = lists.to_vec();
        self
    }

    /// With the nearest of the words that are known to what was written, where one is near.
    pub fn meant<'a>(&mut self, written: &str, known: impl IntoIterator<Item = &'a str>) -> &mut Self {
        self.meant = nearest(written, known).map(Into::into);
        self
    }

    /// With the other setting of the same list that it contradicts, the first where there are several.
    pub(super) fn contradicts(&mut self, list: &str, place: usize) -> &mut Self {
        self.other.get_or_insert_with(|| format!("{list}/{place}"));
        self
    }
}
