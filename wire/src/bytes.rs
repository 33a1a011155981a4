//! The bytes of strings, eight at a time.

/// A one in each byte.
const EACH: u64 = u64::MAX / 255;

/// How many bytes from the start a JSON string holds as they are: those before a quote, a backslash or a control character.
#[inline]
pub(crate) fn plain_prefix(bytes: &[u8]) -> usize {
    let mut at = 0_usize;
    for eight in bytes.as_chunks::<8>().0 {
        let stops = stops(u64::from_le_bytes(*eight));
        if stops != 0 {
            return at.saturating_add(first(stops));
        }
        at = at.saturating_add(8);
    }
    let stop = |byte: &u8| matches!(byte, 0..0x20 | b'"' | b'\\');
    match bytes.last_chunk::<8>() {
        // The last eight, some of which have been looked at.
        Some(eight) => match stops(u64::from_le_bytes(*eight)) {
            0 => bytes.len(),
            stops => bytes.len().saturating_sub(8).saturating_add(first(stops)),
        },
        None => bytes.iter().position(stop).unwrap_or(bytes.len()),
    }
}

/// Copies bytes into a place of their length.
#[inline]
pub(crate) fn copy(from: &[u8], to: &mut [u8]) {
    copied(from, to, |_| 0);
}

/// Copies bytes into a place of their length: whether a JSON string holds all of them as they are.
#[inline]
pub(crate) fn copy_plain(from: &[u8], to: &mut [u8]) -> bool {
    copied(from, to, stops) == 0
}

/// Copies bytes and gathers what is found in them, without a call for texts that are mostly short.
#[inline]
fn copied(from: &[u8], to: &mut [u8], find: impl Fn(u64) -> u64) -> u64 {
    let mut found = 0;
    if let (Some(last), Some(to_last)) = (from.last_chunk::<8>(), to.last_chunk_mut::<8>()) {
        // The last eight overlap those before.
        found |= find(u64::from_le_bytes(*last));
        *to_last = *last;
        for (from, to) in from.as_chunks::<8>().0.iter().zip(to.as_chunks_mut::<8>().0) {
            found |= find(u64::from_le_bytes(*from));
            *to = *from;
        }
    } else if let (Some(first), Some(last)) = (from.first_chunk::<4>(), from.last_chunk::<4>()) {
        let [first_word, last_word] = [first, last].map(|four| u64::from(u32::from_le_bytes(*four)));
        found |= find(first_word | last_word << 32);
        if let Some(to) = to.first_chunk_mut::<4>() {
            *to = *first;
        }
        if let Some(to) = to.last_chunk_mut::<4>() {
            *to = *last;
        }
    } else {
        for (from, to) in from.iter().zip(to) {
            found |= find(EACH.wrapping_mul((*from).into()));
            *to = *from;
        }
    }
    found
}

/// The high bit of each byte that is to stop at; above the first, others may be set as well.
#[inline]
fn stops(bytes: u64) -> u64 {
    let below = |bytes: u64, end: u64| bytes.wrapping_sub(EACH.wrapping_mul(end)) & !bytes;
    let is = |byte: u8| below(bytes ^ EACH.wrapping_mul(byte.into()), 1);
    (below(bytes, 0x20) | is(b'"') | is(b'\\')) & EACH.wrapping_mul(0x80)
}

/// Which byte the first stop is.
#[inline]
fn first(stops: u64) -> usize {
    usize::try_from(stops.trailing_zeros() >> 3).unwrap_or(8)
}

#[cfg(test)]
mod tests {
    use proptest::{collection, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn eight_at_a_time_is_one_at_a_time(
            bytes in collection::vec(prop_oneof![4 => any::<u8>(), 1 => prop::sample::select(b"\"\\\x00\x1f \x7f".to_vec())], 0..40),
        ) {
            let stop = |byte: &u8| *byte < 0x20 || b"\"\\".contains(byte);
            prop_assert_eq!(plain_prefix(&bytes), bytes.iter().position(stop).unwrap_or(bytes.len()));
            let (mut first, mut second) = (vec![0; bytes.len()], vec![0; bytes.len()]);
            copy(&bytes, &mut first);
            prop_assert_eq!(copy_plain(&bytes, &mut second), !bytes.iter().any(stop));
            prop_assert_eq!((&first, &second), (&bytes, &bytes));
        }
    }
}
