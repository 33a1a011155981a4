//! The keys of an object whose fields are known, which mostly stand in their order and without space.

use kenpo_core::ErrorCode;

use super::{fault::Fault, scan::Reader};

/// The keys of an object whose fields are known.
pub(super) struct Fields {
    names: &'static [&'static str],
    /// The field that stands next, if they stand in their order.
    next: usize,
    first: bool,
    /// Where the last key stands.
    pub(super) key_at: usize,
}

/// What stands next in an object.
enum Next {
    /// The key of a field, by its place; it has been taken, and its colon.
    Field(usize),
    /// The closing bracket, which has been taken.
    End,
    /// Anything else; nothing has been taken.
    Other,
}

impl Fields {
    pub(super) fn new(names: &'static [&'static str], start: usize) -> Self {
        Self { names, next: 0, first: true, key_at: start }
    }
}

impl Reader<'_> {
    /// Takes what stands next in an object if it is what mostly does: it is only compared.
    #[inline(always)]
    fn expected_field(&mut self, fields: &mut Fields) -> Next {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        if !fields.first {
            match bytes.get(at) {
                Some(b',') => at = at.saturating_add(1),
                Some(b'}') => {
                    self.leave();
                    return Next::End;
                }
                _ => return Next::Other,
            }
        }
        let place = fields.next;
        let (Some(name), Some([b'"', rest @ ..])) = (fields.names.get(place), bytes.get(at..)) else {
            return Next::Other;
        };
        let Some((key, [b'"', b':', value, ..])) = rest.split_at_checked(name.len()) else { return Next::Other };
        if *value <= b' ' || !same(key, name.as_bytes()) {
            return Next::Other;
        }
        *fields = Fields { names: fields.names, next: place.saturating_add(1), first: false, key_at: at };
        self.at = at.saturating_add(name.len()).saturating_add(3);
        Next::Field(place)
    }

    /// Takes the next key of an object and its colon, wherever it stands among the fields: its place; `None` at the closing bracket,
    /// which is taken.
    #[inline(never)]
    pub(super) fn next_field(&mut self, fields: &mut Fields) -> Result<Option<usize>, Fault> {
        match self.expected_field(fields) {
            Next::Field(place) => Ok(Some(place)),
            Next::End => Ok(None),
            Next::Other => self.other_field(fields),
        }
    }

    #[inline(never)]
    fn other_field(&mut self, fields: &mut Fields) -> Result<Option<usize>, Fault> {
        if !self.next_element(&mut fields.first, b'}')? {
            return Ok(None);
        }
        fields.key_at = self.at;
        let key = self.key()?;
        let place = fields.names.iter().position(|name| *name == key);
        let place = place.ok_or_else(|| Fault::new(ErrorCode::UnknownKey).at(fields.key_at))?;
        fields.next = place.saturating_add(1);
        Ok(Some(place))
    }
}

/// Whether bytes are the same: names are short, and not worth a call.
#[inline]
fn same(a: &[u8], b: &[u8]) -> bool {
    let long =
        |bytes: &[u8]| Some((u64::from_le_bytes(*bytes.first_chunk()?), u64::from_le_bytes(*bytes.last_chunk()?)));
    let short =
        |bytes: &[u8]| Some((u32::from_le_bytes(*bytes.first_chunk()?), u32::from_le_bytes(*bytes.last_chunk()?)));
    match a.len() {
        length if length != b.len() => false,
        4..=8 => short(a) == short(b),
        9..=16 => long(a) == long(b),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn the_same_is_the_same(bytes in vec(any::<u8>(), 0..24), at in 0_usize..24, other: u8) {
            let mut changed = bytes.clone();
            if let Some(byte) = changed.get_mut(at) {
                *byte = other;
            }
            prop_assert_eq!(same(&bytes, &changed), bytes == changed);
            prop_assert_eq!(same(&bytes, bytes.get(at..).unwrap_or_default()), at == 0 || bytes.is_empty());
        }
    }
}
