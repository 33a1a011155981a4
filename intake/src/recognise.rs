//! Which form a file has, from its first bytes.

use std::io::{self, Read};

use crate::{Error, Expected, Form, Options, table};

/// Bytes looked at.
pub(crate) const HEAD: usize = 1 << 16;

/// How a file is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Container {
    /// A zip archive.
    Archive,
    /// An SQLite database.
    Database,
    /// From its first byte to its last.
    Stream(Form),
}

/// Reads the first bytes of a file.
pub(crate) fn head(bytes: &mut impl Read, start: &mut Vec<u8>) -> io::Result<()> {
    bytes.take(HEAD as u64).read_to_end(start).map(|_| ())
}

/// # Errors
/// [`Error::NoForm`].
pub(crate) fn recognise(start: &[u8], options: &Options) -> Result<Container, Error> {
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Ok(Container::Archive);
    }
    if start.starts_with(b"SQLite format 3\0") {
        return Ok(Container::Database);
    }
    if start.get(8..12) == Some(b".FIT") && matches!(start.first(), Some(12 | 14)) {
        return Ok(Container::Stream(Form::GarminFit));
    }
    if is_health_app(start) {
        return Ok(Container::Stream(Form::HealthApp));
    }
    if start.contains(&0) && !table::has_mark(start) {
        return Err(Error::NoForm(Expected { line: None }));
    }
    table::recognise(start, options).map(Container::Stream)
}

/// XML whose document type or first element is `HealthData`.
fn is_health_app(start: &[u8]) -> bool {
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    let find = |name: &[u8]| text.windows(name.len()).any(|window| window == name);
    text.starts_with(b"<") && (find(b"<HealthData") || find(b"<!DOCTYPE HealthData"))
}
