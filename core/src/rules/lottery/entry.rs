use alloc::vec::Vec;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::{Entry, bytes::Bytes, fold::totals};
use crate::{
    answer::Posting,
    base::{
        Error, ErrorCode,
        value::{DrawId, Hex, HostId},
    },
};

/// The request of `lottery.enter`: who holds how many tickets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EnterRequest {
    /// The draw.
    pub draw_id: DrawId,
    /// 32 random bytes of the host's, from which every salt is expanded. Used once and not kept.
    pub entropy: Hex<32>,
    /// Everyone who holds a ticket, in any order, each once.
    pub holders: Vec<Holder>,
}

crate::base::redacted!(EnterRequest { draw_id, holders });

/// A member with tickets.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// The host's id of the member.
    pub member_id: HostId,
    /// Tickets, at least 1.
    pub tickets: u32,
}

/// The answer of `lottery.enter`: the list to freeze.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EnterVerdict {
    /// Entries in the order of the list.
    pub entries: Vec<Entry>,
}

/// A row to keep for each holder: shown to the member, and kept for audit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HolderRow {
    /// The host's id of the member.
    pub member_id: HostId,
    /// What the tag is keyed with, random per member and draw.
    pub salt: Hex<32>,
    /// The tag, a pseudonym of this draw.
    pub tag: Hex<32>,
    /// Tickets.
    pub count: u32,
}

crate::base::redacted!(HolderRow { member_id, tag, count });

/// Gives every holder a salt and a tag, and lists the entries of a draw.
///
/// # Errors
/// A holder without a ticket or named twice, no holder at all, or too many tickets.
pub fn enter(request: &EnterRequest) -> Result<Posting<EnterVerdict, HolderRow>, Error> {
    let salts = Hkdf::<Sha256>::new(None, &request.entropy.0);
    let mut store = Vec::with_capacity(request.holders.len());
    for (index, holder) in request.holders.iter().enumerate() {
        if holder.tickets == 0 {
            return Err(Error::new(ErrorCode::OutOfRange, "/tickets").within(index).within("holders"));
        }
        let mut info = Vec::new();
        info.domain(b"salt");
        info.prefixed(request.draw_id.as_str().as_bytes());
        info.prefixed(holder.member_id.as_str().as_bytes());
        let mut salt = [0; 32];
        // 32 bytes are within what one expansion gives.
        if salts.expand(&info, &mut salt).is_err() {
            return Err(Error::new(ErrorCode::ValueInvalid, "/entropy"));
        }
        let tag = tag(&salt, &request.draw_id, &holder.member_id)?;
        store.push(HolderRow { member_id: holder.member_id.clone(), salt: Hex(salt), tag, count: holder.tickets });
    }
    let mut entries: Vec<Entry> = store.iter().map(|row| Entry { tag: row.tag, count: row.count }).collect();
    entries.sort_unstable();
    // Equal tags mean that a member stands twice: say where, in the request's own order.
    if let Err(error) = totals(&entries) {
        return Err(match error.code() {
            ErrorCode::EntryRepeated => Error::new(ErrorCode::EntryRepeated, "/holders"),
            ErrorCode::ListEmpty => Error::new(ErrorCode::ListEmpty, "/holders"),
            code => Error::new(code, "/holders"),
        });
    }
    Ok(Posting { verdict: EnterVerdict { entries }, checks: Vec::new(), store, expect: None, replayed: false })
}

/// [`enter`] with the entropy taken from a generator.
///
/// # Errors
/// As [`enter`].
pub fn enter_with(
    rng: &mut impl rand_core::CryptoRng,
    draw_id: DrawId,
    holders: Vec<Holder>,
) -> Result<Posting<EnterVerdict, HolderRow>, Error> {
    let mut entropy = [0; 32];
    rng.fill_bytes(&mut entropy);
    enter(&EnterRequest { draw_id, entropy: Hex(entropy), holders })
}

/// `HMAC(salt, D("holder") || lp(draw_id) || lp(member_id))`.
pub(super) fn tag(salt: &[u8; 32], draw_id: &DrawId, member_id: &HostId) -> Result<Hex<32>, Error> {
    let mut message = Vec::new();
    message.domain(b"holder");
    message.prefixed(draw_id.as_str().as_bytes());
    message.prefixed(member_id.as_str().as_bytes());
    hmac(salt, &message).ok_or_else(|| Error::new(ErrorCode::ValueInvalid, "/entropy"))
}

/// HMAC-SHA-256 (RFC 2104); `None` for a key that it does not take, which it has not.
fn hmac(key: &[u8], message: &[u8]) -> Option<Hex<32>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(message);
    Some(Hex(mac.finalize().into_bytes().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases 1 to 4, 6 and 7; of case 5 only the first half of the hash is published.
    #[test]
    fn rfc_4231_s_cases() {
        let case_7: &[u8] = b"This is a test using a larger than block-size key and a larger than block-size data. \
            The key needs to be hashed before being used by the HMAC algorithm.";
        let counting: Vec<u8> = (1..=25).collect();
        let cases: [(&[u8], &[u8], &str); 6] = [
            (&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (&[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
            (&counting, &[0xcd; 50], "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
            (
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
            (&[0xaa; 131], case_7, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
        ];
        for (key, message, expected) in cases {
            assert_eq!(base16ct::lower::encode_string(&hmac(key, message).unwrap().0), expected);
        }
    }
}
