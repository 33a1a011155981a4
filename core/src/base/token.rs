//! What links, one-time codes and codes of coupons have in common: they are made from the caller's entropy, kept as SHA-256, and compared in
//! constant time.

use alloc::vec::Vec;

use ctutils::CtEq;
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{Error, ErrorCode, hex::Hex};

/// 32 bytes of HKDF-SHA-256 (RFC 5869) of the entropy, without salt.
///
/// The info binds them to what they are for, so that entropy which is given twice by mistake makes no token twice: the parts, each behind
/// its length in eight bytes, big-endian, and the tail.
pub(crate) fn expand(entropy: &Hex<32>, parts: &[&str], tail: &[u8]) -> Result<Zeroizing<[u8; 32]>, Error> {
    let mut info = Vec::new();
    for part in parts {
        info.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        info.extend_from_slice(part.as_bytes());
    }
    info.extend_from_slice(tail);
    let mut bytes = Zeroizing::new([0_u8; 32]);
    let expanded = Hkdf::<Sha256>::new(None, &entropy.0).expand(&info, bytes.as_mut());
    // 32 bytes are within what one expansion gives.
    expanded.map_err(|_| Error::new(ErrorCode::ValueInvalid, "/entropy"))?;
    Ok(bytes)
}

/// The first 16 bytes as one number, modulo `bound`; 0 for a bound of 0. Below a bound of 2^80 no number is likelier than another by more
/// than one part in 2^48.
pub(crate) fn below(bytes: &[u8; 32], bound: u128) -> u128 {
    let (wide, _) = bytes.split_at(16);
    let wide = Zeroizing::new(wide.try_into().map_or(0, u128::from_be_bytes));
    wide.checked_rem(bound).unwrap_or(0)
}

/// SHA-256 of a text.
pub(crate) fn digest_of(text: &str) -> Hex<32> {
    Hex(Sha256::digest(text.as_bytes()).into())
}

/// Whether two digests are the same, in constant time.
pub(crate) fn same_digest(one: &Hex<32>, other: &Hex<32>) -> bool {
    one.0.ct_eq(&other.0).to_bool()
}
