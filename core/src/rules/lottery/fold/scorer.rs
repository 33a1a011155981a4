//! HKDF-Expand of short labels under one key, many at a time: a score is two compressions of SHA-256 and nothing else.
//!
//! `hkdf` and `hmac` copy their states and go through a buffer for each label, which takes as long as the hashes. They do what is not done for
//! each ticket, and are what this is tested against.

use sha2::block_api::compress256;

use super::list::Entry;
use crate::base::value::Hex;

/// The initial hash value of SHA-256 (FIPS 180-4 §5.3.3).
const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// The longest label that, with HKDF's counter and the padding of SHA-256, is one block.
const LONGEST: usize = 54;

/// A score as the words of a hash, which are in order as its bytes are.
pub(in crate::rules::lottery) type Words = [u32; 8];

/// A key, with the two states of HMAC (RFC 2104) that only depend on it.
#[derive(Clone, Debug)]
pub(in crate::rules::lottery) struct Scorer {
    inner: Words,
    outer: Words,
}

/// A label as the block that is hashed.
#[derive(Clone, Copy)]
pub(in crate::rules::lottery) struct Label([u8; 64]);

impl Label {
    /// `None` for one of more than 54 bytes.
    pub(in crate::rules::lottery) fn new(label: &[u8]) -> Option<Self> {
        (label.len() <= LONGEST).then(|| Self::padded(label))
    }

    fn padded(label: &[u8]) -> Self {
        // HKDF's counter, of the first and only block of output, ends the message.
        let message = label.iter().copied().chain([1, 0x80]);
        let mut block = [0; 64];
        block.iter_mut().zip(message).for_each(|(byte, given)| *byte = given);
        // Of the key's block, the label and the counter.
        let bits = label.len().saturating_add(65).saturating_mul(8);
        if let Some(end) = block.last_chunk_mut() {
            *end = u64::try_from(bits).unwrap_or(0).to_be_bytes();
        }
        Self(block)
    }

    /// `tag || u32(j)`.
    pub(in crate::rules::lottery) fn of_ticket(tag: &Hex<32>, ticket: u32) -> Self {
        let entry = Entry { tag: *tag, count: ticket };
        Self::padded(&entry.bytes())
    }

    /// Of a label `tag || u32(j)`, that of another holder's ticket. To make a label anew for each holder takes as long as a compression.
    pub(in crate::rules::lottery) fn set_holder(&mut self, tag: &Hex<32>) {
        if let Some(holder) = self.0.first_chunk_mut() {
            *holder = tag.0;
        }
    }

    /// Of a label `tag || u32(j)`, that of another ticket of the holder.
    pub(in crate::rules::lottery) fn set_ticket(&mut self, ticket: u32) {
        if let Some((_, rest)) = self.0.split_first_chunk_mut::<32>()
            && let Some(number) = rest.first_chunk_mut()
        {
            *number = ticket.to_be_bytes();
        }
    }
}

impl Scorer {
    pub(in crate::rules::lottery) fn new(key: &Hex<32>) -> Self {
        let state = |pad: u8| {
            let mut block = [pad; 64];
            block.iter_mut().zip(key.0).for_each(|(byte, key)| *byte ^= key);
            compressed(INITIAL, block)
        };
        Self { inner: state(0x36), outer: state(0x5c) }
    }

    /// HKDF-Expand of key and label, 32 bytes.
    pub(in crate::rules::lottery) fn score(&self, label: &Label) -> Words {
        // The hash, the padding, and the length of both blocks in bits.
        const LAST: Label = {
            let mut block = [0; 64];
            block[32] = 0x80;
            block[62] = 3;
            Label(block)
        };
        let Label(mut block) = LAST;
        let (words, _) = block.as_chunks_mut();
        words.iter_mut().zip(compressed(self.inner, label.0)).for_each(|(bytes, word)| *bytes = word.to_be_bytes());
        compressed(self.outer, block)
    }
}

/// A score as bytes.
pub(in crate::rules::lottery) fn bytes(words: Words) -> Hex<32> {
    let mut bytes = [0; 32];
    let (chunks, _) = bytes.as_chunks_mut();
    chunks.iter_mut().zip(words).for_each(|(bytes, word)| *bytes = word.to_be_bytes());
    Hex(bytes)
}

/// A score's words.
pub(in crate::rules::lottery) fn words(score: &Hex<32>) -> Words {
    let mut words = [0; 8];
    let (chunks, _) = score.0.as_chunks();
    words.iter_mut().zip(chunks).for_each(|(word, bytes)| *word = u32::from_be_bytes(*bytes));
    words
}

#[inline]
fn compressed(mut state: Words, block: [u8; 64]) -> Words {
    compress256(&mut state, &[block]);
    state
}

#[cfg(test)]
mod tests {
    use hkdf::Hkdf;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn a_score_is_hkdf_s() {
        for number in 0_u8..=60 {
            let key = Hex(Sha256::digest([number]).into());
            let long = [Sha256::digest([number, 1]), Sha256::digest([number, 2])].concat();
            let label = &long[..number.into()];
            let mut expected = [0; 32];
            Hkdf::<Sha256>::from_prk(&key.0).unwrap().expand(label, &mut expected).unwrap();
            let scored = Label::new(label).map(|label| Scorer::new(&key).score(&label));
            assert_eq!(scored.map(bytes), (number <= 54).then_some(Hex(expected)), "{number} bytes");
            assert!(scored.is_none_or(|scored| words(&bytes(scored)) == scored));
        }
        let ticket = |number: u32| [[7; 32].as_slice(), &number.to_be_bytes()].concat();
        let mut label = Label::new(&ticket(1)).unwrap();
        label.set_holder(&Hex([8; 32]));
        assert_eq!(label.0, Label::of_ticket(&Hex([8; 32]), 1).0);
        label.set_holder(&Hex([7; 32]));
        label.set_ticket(0x0102_0304);
        assert_eq!(label.0, Label::new(&ticket(0x0102_0304)).unwrap().0);
    }
}
