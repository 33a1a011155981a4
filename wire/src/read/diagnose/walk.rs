//! Walks a document that cannot be read through to its end, and collects what is wrong with it.
//!
//! The reader stops at the first fault, and serde cannot go on after it. This walk follows the document's shape instead: each value
//! without parts is read by the reader itself, so that both say the same of it. What has a fault is cut, as little as leaves a document
//! that can be read, for the contradictions in the rest to be found as well.

use std::{collections::BTreeSet, fmt::Write as _};

use kenpo_core::{ErrorCode, programme::Fault as Found, value::Code};

use super::{
    cut::{GoneId, ids, stand_ins, without},
    document::DOCUMENT,
    shape::{Field, Shape},
};
use crate::read::{Fault, scan::Reader};

/// What the walk through a document found.
pub(crate) struct Walked {
    /// The faults, each with its offset.
    pub(crate) found: Vec<(Found, usize)>,
    /// The document without what has a fault, as long as before; `None` where too little is left.
    pub(crate) rest: Option<String>,
    /// Where the elements of lists began that were cut.
    pub(crate) gone: BTreeSet<usize>,
    /// The ids that those elements have.
    pub(crate) ids: Vec<GoneId>,
}

/// Walks a document, and finds faults, `most` at most.
pub(crate) fn walk(text: &str, most: usize) -> Walked {
    let mut walk = Walk {
        reader: Reader::new(text, 0),
        path: Vec::new(),
        found: Vec::new(),
        most,
        cut: Vec::new(),
        gone: BTreeSet::new(),
        ids: Vec::new(),
        absent: None,
    };
    let whole = walk.value(&DOCUMENT).and_then(|whole| {
        walk.reader.skip_space();
        if walk.reader.at == text.len() { Ok(whole) } else { Err(walk.reader.syntax()) }
    });
    let whole = whole.unwrap_or_else(|fault| {
        // Text that is not JSON is a fault of the whole, wherever it stands.
        let at = fault.0.at.unwrap_or(0);
        walk.path.clear();
        walk.add(fault.0.code, None, at);
        false
    });
    let rest = whole.then(|| {
        let mut rest = without(text, &walk.cut);
        if let Some((open, fields)) = &walk.absent {
            rest.insert_str(*open, fields);
        }
        rest
    });
    Walked { found: walk.found, rest, gone: walk.gone, ids: walk.ids }
}

struct Walk<'de> {
    reader: Reader<'de>,
    path: Vec<Step>,
    found: Vec<(Found, usize)>,
    most: usize,
    cut: Vec<(usize, usize)>,
    gone: BTreeSet<usize>,
    ids: Vec<GoneId>,
    /// Fields that the document itself needs and lacks, with where they are written: so that the rest of it is read all the same.
    absent: Option<(usize, String)>,
}

#[derive(Clone, Copy)]
enum Step {
    Key(&'static str),
    Place(usize),
}

/// What of an object or list is kept.
struct Kept {
    /// Where its elements begin.
    open: usize,
    /// Where the last one that is kept ends.
    end: Option<usize>,
    cuts: bool,
}

impl Walk<'_> {
    /// The place that is examined, as a JSON Pointer.
    fn pointer(&self) -> String {
        let mut path = String::new();
        for step in &self.path {
            let _ = match step {
                Step::Key(key) => write!(path, "/{key}"),
                Step::Place(place) => write!(path, "/{place}"),
            };
        }
        path
    }

    fn add(&mut self, code: ErrorCode, field: Option<&str>, at: usize) -> Option<&mut Found> {
        if self.found.len() >= self.most {
            return None;
        }
        let mut path = self.pointer();
        if let Some(field) = field {
            let _ = write!(path, "/{field}");
        }
        self.found.push((Found::new(code, path), at));
        self.found.last_mut().map(|(found, _)| found)
    }

    /// Passes over a value, and says whether it can be used once what has a fault in it is cut.
    ///
    /// # Errors
    /// Where the text is no JSON, so that nothing more can be said.
    fn value(&mut self, shape: &'static Shape) -> Result<bool, Fault> {
        self.reader.skip_space();
        let (start, depth) = (self.reader.at, self.reader.depth);
        let taken = match shape {
            Shape::Value(kind) | Shape::Within(kind, ..) | Shape::OneOf(kind, _) => kind.take(&mut self.reader),
            Shape::Choice(choices) => self.reader.choice().and_then(|_| {
                let choice = self.reader.string()?;
                if choices.contains(&&*choice) { Ok(()) } else { Err(Fault::new(ErrorCode::UnknownChoice)) }
            }),
            Shape::List(_) => self.reader.begin(b'[').map(drop),
            Shape::Object(_) => self.reader.record().map(drop),
        };
        if let Err(fault) = taken {
            (self.reader.at, self.reader.depth) = (start, depth);
            self.reader.skip_value()?;
            let written = self.reader.text.get(start..self.reader.at).unwrap_or_default();
            let at = fault.0.at.unwrap_or(start);
            if let Some(found) = self.add(fault.0.code, None, at) {
                found.allowed = Some(shape.allowed());
                if let Shape::Choice(choices) = shape {
                    found.meant(written.trim_matches('"'), choices.iter().copied());
                }
            }
            return Ok(false);
        }
        match shape {
            Shape::List(of) => self.list(of).map(|()| true),
            Shape::Object(fields) => self.object(fields, start),
            _ => Ok(true),
        }
    }

    fn list(&mut self, of: &'static Shape) -> Result<(), Fault> {
        self.reader.enter()?;
        let (mut first, mut place, mut kept) = (true, 0_usize, Kept::of(self.reader.at));
        while self.reader.next_element(&mut first, b']')? {
            let start = self.reader.at;
            self.path.push(Step::Place(place));
            let whole = self.value(of)?;
            self.path.pop();
            if !whole {
                self.gone.insert(start);
                self.keep_ids(start);
            }
            self.keep(&mut kept, whole, start);
            place = place.saturating_add(1);
        }
        self.close(&kept);
        Ok(())
    }

    /// Keeps the ids of an element that is cut: `id`, and those of `also`.
    fn keep_ids(&mut self, start: usize) {
        let list = self.pointer();
        let mut reader = Reader::new(self.reader.text, start);
        let ids = ids(&mut reader).unwrap_or_default();
        if ids.is_empty() || ids.iter().any(|id| Code::new(id).is_err()) {
            self.ids.push(GoneId { list, id: None });
        } else {
            self.ids.extend(ids.into_iter().map(|id| GoneId { list: list.clone(), id: Some(id) }));
        }
    }

    fn object(&mut self, fields: &'static [Field], object: usize) -> Result<bool, Fault> {
        let (mut first, mut seen, mut kept, mut usable) = (true, 0_u64, Kept::of(self.reader.at), true);
        let mut lacks: Vec<&str> = Vec::new();
        while self.reader.next_element(&mut first, b'}')? {
            let start = self.reader.at;
            let key = self.reader.key()?;
            let place = fields.iter().position(|field| field.name == key);
            let Some((place, field)) = place.and_then(|place| Some((place, fields.get(place)?))) else {
                if let Some(found) = self.add(ErrorCode::UnknownKey, None, start) {
                    let names = || fields.iter().map(|field| field.name);
                    found.keys(&names().collect::<Vec<_>>()).meant(&key, names());
                }
                self.reader.skip_value()?;
                self.keep(&mut kept, false, start);
                continue;
            };
            let bit = 1_u64.wrapping_shl(u32::try_from(place).unwrap_or(0));
            if seen & bit != 0 {
                self.add(ErrorCode::DuplicateKey, Some(field.name), start);
                self.reader.skip_value()?;
                self.keep(&mut kept, false, start);
                continue;
            }
            seen |= bit;
            self.path.push(Step::Key(field.name));
            let whole = self.value(field.shape)?;
            self.path.pop();
            if field.needed && !whole {
                usable = false;
                lacks.push(field.name);
            }
            self.keep(&mut kept, whole, start);
        }
        self.close(&kept);
        for (place, field) in fields.iter().enumerate() {
            let bit = 1_u64.wrapping_shl(u32::try_from(place).unwrap_or(0));
            if field.needed && seen & bit == 0 {
                if let Some(found) = self.add(ErrorCode::MissingValue, Some(field.name), object) {
                    found.allowed = Some(field.shape.allowed());
                }
                lacks.push(field.name);
                usable = false;
            }
        }
        // The document itself is read without what it needs: nothing else in it depends on that.
        if self.path.is_empty() && !usable {
            self.absent = Some((kept.open, stand_ins(&lacks, kept.end.is_some())));
            usable = true;
        }
        Ok(usable)
    }

    /// Keeps the element that ends here, or cuts it with one of the commas around it.
    fn keep(&mut self, kept: &mut Kept, whole: bool, start: usize) {
        let end = self.reader.at;
        match (whole, kept.end) {
            // What was cut since the last one that is kept, before this element or within it, is part of this cut, and would be written
            // over once more.
            (false, Some(before)) => {
                while self.cut.last().is_some_and(|(from, _)| *from >= before) {
                    self.cut.pop();
                }
                self.cut.push((before, end));
            }
            (false, None) => kept.cuts = true,
            (true, None) if kept.cuts => {
                self.cut.push((kept.open, start));
                kept.end = Some(end);
            }
            (true, _) => kept.end = Some(end),
        }
    }

    /// Cuts what an object or list had, where none of it is kept.
    fn close(&mut self, kept: &Kept) {
        if kept.cuts && kept.end.is_none() {
            self.cut.push((kept.open, self.reader.at.saturating_sub(1)));
        }
    }
}

impl Kept {
    fn of(open: usize) -> Self {
        Self { open, end: None, cuts: false }
    }
}
