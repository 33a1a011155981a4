//! The typed lane: the keys of a column of names.

use super::{NAME_LIMIT, match_key};

/// Why a column of names has no keys. Rows are counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeysRefused {
    /// The offsets of this row, the first such one, descend or leave the texts.
    Offsets(usize),
    /// The name of this row has more than [`NAME_LIMIT`] bytes.
    TooLong(usize),
    /// The name of this row is not UTF-8.
    NotText(usize),
    /// There is less room for keys than their names have bytes, or for offsets than there are.
    Room,
}

/// Writes the keys of names, as [`match_key`] gives one, one after the other; gives their bytes in all. Nothing is allocated.
///
/// A row's name lies from its offset up to the next in the texts, so that there is one offset more than rows; what lies before the first
/// offset and from the last on is not read. Offsets into the keys are written likewise, and the first of them is 0. A key has at most as
/// many bytes as its name, so that `keys` needs room for what the offsets span, and no more.
///
/// # Errors
/// [`KeysRefused`]; what was written then means nothing.
pub fn match_keys(
    texts: &[u8],
    offsets: &[i64],
    keys: &mut [u8],
    key_offsets: &mut [i64],
) -> Result<usize, KeysRefused> {
    let name = |from: i64, until: i64| texts.get(usize::try_from(from).ok()?..usize::try_from(until).ok()?);
    let names = || offsets.array_windows().map(|[from, until]| name(*from, *until));
    // All of them first, so that what the offsets span is known.
    if let Some(row) = names().position(|name| name.is_none()) {
        return Err(KeysRefused::Offsets(row));
    }
    let spanned = offsets.first().zip(offsets.last()).and_then(|(first, last)| last.checked_sub(*first));
    let spanned = spanned.and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or(0);
    if keys.len() < spanned || key_offsets.len() < offsets.len() {
        return Err(KeysRefused::Room);
    }
    let mut ends = key_offsets.iter_mut();
    if let Some(first) = ends.next() {
        *first = 0;
    }
    let mut len = 0_usize;
    for (row, (name, end)) in names().flatten().zip(ends).enumerate() {
        if name.len() > NAME_LIMIT {
            return Err(KeysRefused::TooLong(row));
        }
        let name = str::from_utf8(name).map_err(|_| KeysRefused::NotText(row))?;
        for letter in match_key(name) {
            // There is room; were there not, `encode_utf8` would panic.
            let room = keys.get_mut(len..).filter(|room| room.len() >= letter.len_utf8()).ok_or(KeysRefused::Room)?;
            len = len.saturating_add(letter.encode_utf8(room).len());
        }
        *end = i64::try_from(len).map_err(|_| KeysRefused::Room)?;
    }
    Ok(len)
}
