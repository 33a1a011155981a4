//! The bytes of strings, eight at a time.

/// A one in each byte.
const EACH: u64 = u64::MAX / 255;

/// How many bytes from the start a JSON string holds as they are, where the byte that ends them is found within whole eights.
#[inline(always)]
pub(crate) fn plain_in_eights(mut bytes: &[u8]) -> Option<usize> {
    let mut length = 0_usize;
    loop {
        let (eight, further) = bytes.split_first_chunk::<8>()?;
        let plain = first(stops(u64::from_le_bytes(*eight)));
        length = length.wrapping_add(plain);
        if plain < 8 {
            return Some(length);
        }
        bytes = further;
    }
}

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

/// Copies bytes and gathers what is found in them, without a call for texts that are mostly short: of most lengths as the first
/// bytes and the last, which overlap.
#[inline]
fn copied(from: &[u8], to: &mut [u8], find: impl Fn(u64) -> u64) -> u64 {
    let find_in = |sixteen: &[u8; 16]| {
        sixteen.as_chunks::<8>().0.iter().fold(0, |found, eight| found | find(u64::from_le_bytes(*eight)))
    };
    if from.len() > 32 {
        let mut found = from.last_chunk().map_or(0, find_in);
        if let (Some(last), Some(to_last)) = (from.last_chunk::<16>(), to.last_chunk_mut()) {
            *to_last = *last;
        }
        for (from, to) in from.as_chunks::<16>().0.iter().zip(to.as_chunks_mut::<16>().0) {
            found |= find_in(from);
            *to = *from;
        }
        found
    } else if let Some(ends) = both_ends::<16>(from, to) {
        ends.iter().fold(0, |found, end| found | find_in(end))
    } else if let Some(ends) = both_ends::<8>(from, to) {
        ends.iter().fold(0, |found, end| found | find(u64::from_le_bytes(*end)))
    } else if let Some([first, last]) = both_ends::<4>(from, to) {
        let [first, last] = [first, last].map(|end| u64::from(u32::from_le_bytes(end)));
        find(first | last << 32)
    } else {
        let found = from.iter().fold(0, |found, byte| found | find(EACH.wrapping_mul((*byte).into())));
        if both_ends::<2>(from, to).is_none()
            && let ([byte, ..], [slot, ..]) = (from, to)
        {
            *slot = *byte;
        }
        found
    }
}

/// Copies the first `N` bytes and the last, where there are as many, and gives them.
#[inline]
fn both_ends<const N: usize>(from: &[u8], to: &mut [u8]) -> Option<[[u8; N]; 2]> {
    let (first, last) = (from.first_chunk()?, from.last_chunk()?);
    *to.first_chunk_mut()? = *first;
    *to.last_chunk_mut()? = *last;
    Some([*first, *last])
}

/// The high bit of each byte that is to stop at; above the first, others may be set as well.
#[inline]
fn stops(bytes: u64) -> u64 {
    let below = |bytes: u64, end: u64| bytes.wrapping_sub(EACH.wrapping_mul(end)) & !bytes;
    let flip = |byte: u8| bytes ^ EACH.wrapping_mul(byte.into());
    // A quote is the first byte past the control characters, when it changes places with the space.
    (below(flip(b'"' ^ b' '), 0x21) | below(flip(b'\\'), 1)) & EACH.wrapping_mul(0x80)
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
