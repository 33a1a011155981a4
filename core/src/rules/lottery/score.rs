use alloc::{collections::BinaryHeap, vec::Vec};

use hkdf::Hkdf;
use sha2::Sha256;

use super::{Entry, bytes::Bytes};
use crate::base::value::Hex;

/// A ticket and its score. Ordered by score, then tag, then number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Scored {
    /// The score; the lowest wins.
    pub score: Hex<32>,
    /// The holder.
    pub tag: Hex<32>,
    /// The ticket's number, from 1 for each holder.
    pub ticket: u32,
}

/// `PRK` and `key`: everything public that comes after the freeze, bound to the manifest.
pub(super) fn derive_key(randomness: &Hex<32>, reveals: &[Hex<32>], draw_hash: &Hex<32>) -> (Hex<32>, Hex<32>) {
    let mut salt = Vec::new();
    for reveal in reveals {
        salt.put(&reveal.0);
    }
    let (prk, hkdf) = Hkdf::<Sha256>::extract(Some(&salt), &randomness.0);
    let mut info = Vec::new();
    info.domain(b"key");
    info.put(&draw_hash.0);
    let mut key = [0; 32];
    expand(&hkdf, &info, &mut key);
    (Hex(prk.into()), Hex(key))
}

fn expand(hkdf: &Hkdf<Sha256>, info: &[u8], out: &mut [u8; 32]) {
    // 32 bytes are one block of output, so expansion cannot fail; were it to, the zero key would fail verification.
    if hkdf.expand(info, out).is_err() {
        *out = [0; 32];
    }
}

/// The best tickets of the chunks of entries folded so far. A holder lies wholly in one chunk; folds of different chunks merge.
#[derive(Clone)]
pub struct BestTickets {
    key: Hkdf<Sha256>,
    slots: usize,
    most_per_holder: usize,
    best: BinaryHeap<Scored>,
}

impl BestTickets {
    /// A fold that keeps the `slots` best tickets, at most `most_per_holder` of one holder. `None` for a key that HMAC does not take.
    pub fn new(key: &Hex<32>, slots: u64, most_per_holder: u32) -> Option<Self> {
        Some(Self {
            key: Hkdf::from_prk(&key.0).ok()?,
            slots: usize::try_from(slots).unwrap_or(usize::MAX),
            most_per_holder: usize::try_from(most_per_holder).unwrap_or(usize::MAX),
            best: BinaryHeap::new(),
        })
    }

    /// The score of one ticket.
    pub fn score(&self, tag: &Hex<32>, ticket: u32) -> Hex<32> {
        let mut score = [0; 32];
        expand(&self.key, &Entry { tag: *tag, count: ticket }.bytes(), &mut score);
        Hex(score)
    }

    /// Scores every ticket of a holder and keeps those that are among the best.
    pub fn push(&mut self, entry: &Entry) {
        let most = self.most_per_holder.min(self.slots);
        if most == 1 {
            let best = (1..=entry.count).map(|ticket| self.scored(&entry.tag, ticket)).min();
            self.best.extend(best);
        } else {
            let mut own = BinaryHeap::new();
            for ticket in 1..=entry.count {
                own.push(self.scored(&entry.tag, ticket));
                trim(&mut own, most);
            }
            self.best.append(&mut own);
        }
        trim(&mut self.best, self.slots);
    }

    /// Takes in what another fold kept of other holders.
    pub fn merge(&mut self, mut other: Self) {
        self.best.append(&mut other.best);
        trim(&mut self.best, self.slots);
    }

    /// The best, in the order of the draw.
    pub fn into_sorted(self) -> Vec<Scored> {
        self.best.into_sorted_vec()
    }

    fn scored(&self, tag: &Hex<32>, ticket: u32) -> Scored {
        Scored { score: self.score(tag, ticket), tag: *tag, ticket }
    }
}

fn trim(heap: &mut BinaryHeap<Scored>, most: usize) {
    while heap.len() > most {
        heap.pop();
    }
}

#[cfg(test)]
mod tests {
    use alloc::{string::String, vec::Vec};

    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        base16ct::lower::decode_vec(hex).unwrap()
    }

    /// Extract and expand, as a key and a score are made, of which 32 bytes are taken.
    fn extracted_and_expanded(salt: &str, info: &str) -> (String, String) {
        let (prk, hkdf) = Hkdf::<Sha256>::extract(Some(&bytes(salt)), &[0x0b; 22]);
        let mut out = [0; 32];
        expand(&hkdf, &bytes(info), &mut out);
        (base16ct::lower::encode_string(&prk), base16ct::lower::encode_string(&out))
    }

    #[test]
    fn rfc_5869_s_first_and_third_case() {
        let (prk, okm) = extracted_and_expanded("000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9");
        assert_eq!(prk, "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
        assert_eq!(okm, "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
        let (prk, okm) = extracted_and_expanded("", "");
        assert_eq!(prk, "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04");
        assert_eq!(okm, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
    }
}
