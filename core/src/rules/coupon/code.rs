//! Codes of coupons: sixteen characters of an alphabet without look-alikes, the last of which checks the others.

use alloc::string::String;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{
        Error, Reason, Secret, below, digest_of, expand,
        value::{Code, Hex, HostId},
    },
    text::{fold_width, is_hyphen, is_invisible, is_long_vowel},
};

/// Of characters that look alike one is there: 0 for O, 1 for I and L, 2 for Z, 5 for S, 8 for B, V for U. Their number is a prime.
const ALPHABET: [u8; 29] = *b"0123456789ACDEFGHJKMNPQRTVWXY";
/// The alphabet's size.
const RADIX: u128 = 29;
/// Characters before the check character: 72 bits.
const DRAWN: usize = 15;
/// Characters between two hyphens.
const GROUP: usize = 4;

/// The code of a new coupon, as it is printed: four groups of four characters.
pub(super) fn made(coupon: &Code, id: &HostId, entropy: &Hex<32>) -> Result<(Secret, Hex<32>), Error> {
    let bytes = expand(entropy, &["kenpo coupon code", coupon.as_str(), id.as_str()], &[])
        .map_err(|error| error.within("code"))?;
    let mut rest = Zeroizing::new(below(&bytes, RADIX.pow(15)));
    let mut ordinals = Zeroizing::new([0_u8; DRAWN]);
    for ordinal in ordinals.iter_mut().rev() {
        *ordinal = u8::try_from(*rest % RADIX).unwrap_or(0);
        *rest /= RADIX;
    }
    // Room for all of it, so that no part of it is left behind where the text moves.
    let mut plain = Zeroizing::new(String::with_capacity(ALPHABET.len()));
    let mut printed = String::with_capacity(ALPHABET.len());
    for (place, ordinal) in ordinals.iter().copied().chain([check(ordinals.as_ref())]).enumerate() {
        let character = ALPHABET.get(usize::from(ordinal)).copied().map_or('0', char::from);
        if place > 0 && place % GROUP == 0 {
            printed.push('-');
        }
        printed.push(character);
        plain.push(character);
    }
    Ok((Secret::made(printed), digest_of(&plain)))
}

/// The SHA-256 of a code as it was entered, where it has the length and the characters of a code and its check character fits.
pub(super) fn digest_of_entry(entered: &Secret) -> Result<Hex<32>, Reason> {
    let entered = entered.expose();
    let mut plain = Zeroizing::new(String::with_capacity(entered.len()));
    let seen =
        entered.chars().filter(|c| !(c.is_whitespace() || is_hyphen(*c) || is_long_vowel(*c) || is_invisible(*c)));
    plain.extend(seen.map(|c| meant(fold_width(c))));
    let mut ordinals = Zeroizing::new([0_u8; DRAWN + 1]);
    if plain.len() != ordinals.len() {
        return Err(Reason::CouponCodeMalformed);
    }
    for (ordinal, character) in ordinals.iter_mut().zip(plain.bytes()) {
        let place = ALPHABET.iter().position(|known| *known == character).and_then(|place| u8::try_from(place).ok());
        *ordinal = place.ok_or(Reason::CouponCodeMalformed)?;
    }
    match ordinals.split_last() {
        Some((last, others)) if check(others) == *last => Ok(digest_of(&plain)),
        _ => Err(Reason::CouponCodeMistyped),
    }
}

/// The character of the alphabet that is meant by one that was typed. What looks like it is never in a code itself, so that no two codes
/// are read as one.
fn meant(typed: char) -> char {
    match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'B' => '8',
        'U' => 'V',
        other => other,
    }
}

/// The check character of the NOID check digit algorithm (NCDA): the sum of position times ordinal, modulo the size of the alphabet. As
/// that is a prime, and greater than the number of characters, every wrong character is caught, and every two that changed places.
fn check(ordinals: &[u8]) -> u8 {
    let sum = (1_u128..)
        .zip(ordinals)
        .fold(0_u128, |sum, (position, ordinal)| sum.wrapping_add(position.wrapping_mul(u128::from(*ordinal))));
    u8::try_from(sum % RADIX).unwrap_or(0)
}

/// The request of `coupon.read`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadCouponRequest {
    /// The code as entered, in either width and case, with or without hyphens and spaces.
    pub code: Secret,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `coupon.read`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadCouponVerdict {
    /// `accepted`, `coupon_code_malformed` or `coupon_code_mistyped`.
    pub reason: Reason,
    /// SHA-256 of the code, by which its row is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<Hex<32>>,
}

/// Reads a coupon's code as it was entered; whether there is such a coupon is not looked at.
///
/// # Errors
/// None.
pub fn read(request: &ReadCouponRequest) -> Result<Decision<ReadCouponVerdict>, Error> {
    let read = digest_of_entry(&request.code);
    let ((), checks) = decide!(request.explain, |sink| {
        for reason in [Reason::CouponCodeMalformed, Reason::CouponCodeMistyped] {
            let about = || Check::new("coupon.read", reason, true);
            if !sink.holds(read != Err(reason), about) {
                // Of a code without its form there is no check character to look at.
                break;
            }
        }
    });
    let verdict = match read {
        Ok(digest) => ReadCouponVerdict { reason: Reason::Accepted, digest: Some(digest) },
        Err(reason) => ReadCouponVerdict { reason, digest: None },
    };
    Ok(Decision { verdict, checks })
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    /// The example of the algorithm's own documentation, in its alphabet: `13030/xf93gt2` has the check character `q`. The slash counts 0.
    #[test]
    fn the_published_example_of_the_algorithm() {
        const BETANUMERIC: &str = "0123456789bcdfghjkmnpqrstvwxz";
        let ordinal = |c: char| BETANUMERIC.find(c).map_or(0, |place| place as u8);
        let ordinals: Vec<u8> = "13030/xf93gt2".chars().map(ordinal).collect();
        assert_eq!(check(&ordinals), ordinal('q'));
    }
}
