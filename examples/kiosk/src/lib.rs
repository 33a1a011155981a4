//! A programme and its messages in one signed file, for machines that stand alone and cannot ask what is in force.
//!
//! Pure: the day and what was seen before are arguments, and what is to be remembered is returned. The host keeps it.
#![forbid(unsafe_code)]

use std::fmt;

use ed25519_compact::{KeyPair, PublicKey, Seed, Signature};

/// What every bundle begins with. It is signed, so that the key's signature over anything else does not do for a bundle.
const MAGIC: &str = "kenpo-bundle/1";

/// A day as `YYYYMMDD`, which sorts as days do.
pub type Day = u32;

/// What a bundle says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// Counts up with each bundle of a key.
    pub number: u64,
    /// The day on which it was made: no clock is right that shows an earlier one.
    pub made_on: Day,
    /// The last day on which it may be used.
    pub last_day: Day,
}

/// What the host remembers between two openings. Where it is lost, an older bundle that has not ended yet opens again.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Seen {
    /// The highest number that was opened.
    pub number: u64,
    /// The latest day on which one was opened.
    pub day: Day,
}

/// A bundle that may be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Opened<'a> {
    pub head: Head,
    pub programme: &'a [u8],
    pub messages: &'a [u8],
    /// To be kept before anything of the bundle is used.
    pub seen: Seen,
}

/// Why a bundle may not be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refused {
    /// It is not a bundle, or not all of it is there.
    Form,
    /// It was not signed by the key, or was changed.
    Signature,
    /// One with this higher number was opened before.
    Older(u64),
    /// The clock shows a day before this one, which has been: it was set back, or was ahead when that day was seen.
    ClockBack(Day),
    /// Its last day was this one.
    Stale(Day),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => write!(f, "not a bundle, or not all of one"),
            Self::Signature => write!(f, "not signed by this key, or changed since"),
            Self::Older(number) => write!(f, "older than bundle {number}, which was opened before"),
            Self::ClockBack(day) => write!(f, "the clock shows a day before {day}, which has been: set the clock"),
            Self::Stale(day) => write!(f, "its last day was {day}"),
        }
    }
}

impl std::error::Error for Refused {}

/// Writes a bundle, signed by the key that a seed of 32 random bytes makes.
///
/// # Errors
/// `Form` where the last day lies before the day on which it is made, or either is not a day, or the number is 0.
pub fn pack(head: Head, programme: &[u8], messages: &[u8], seed: [u8; 32]) -> Result<Vec<u8>, Refused> {
    if head.number == 0 || !is_day(head.made_on) || !is_day(head.last_day) || head.last_day < head.made_on {
        return Err(Refused::Form);
    }
    let Head { number, made_on, last_day } = head;
    let lengths = (programme.len(), messages.len());
    let mut bundle = format!("{MAGIC}\n{number} {made_on} {last_day} {} {}\n", lengths.0, lengths.1).into_bytes();
    bundle.extend_from_slice(programme);
    bundle.extend_from_slice(messages);
    // Without noise: the same bundle has the same bytes wherever it is made.
    let signature = KeyPair::from_seed(Seed::new(seed)).sk.sign(&bundle, None);
    bundle.extend_from_slice(&*signature);
    Ok(bundle)
}

/// The public key of a seed.
pub fn public(seed: [u8; 32]) -> [u8; 32] {
    *KeyPair::from_seed(Seed::new(seed)).pk
}

/// Opens a bundle on a day, after what was seen before.
///
/// # Errors
/// [`Refused`]. Nothing of a bundle is looked at before its signature holds.
pub fn open<'a>(bundle: &'a [u8], key: [u8; 32], today: Day, seen: Seen) -> Result<Opened<'a>, Refused> {
    let (signed, signature) = bundle.split_last_chunk::<64>().ok_or(Refused::Form)?;
    if !signed.starts_with(MAGIC.as_bytes()) {
        return Err(Refused::Form);
    }
    let signature = Signature::new(*signature);
    PublicKey::new(key).verify(signed, &signature).map_err(|_| Refused::Signature)?;
    let (head, programme, messages) = parts(signed).ok_or(Refused::Form)?;
    if head.number < seen.number {
        return Err(Refused::Older(seen.number));
    }
    let latest = seen.day.max(head.made_on);
    if today < latest {
        return Err(Refused::ClockBack(latest));
    }
    if today > head.last_day {
        return Err(Refused::Stale(head.last_day));
    }
    Ok(Opened { head, programme, messages, seen: Seen { number: head.number, day: today } })
}

fn parts(signed: &[u8]) -> Option<(Head, &[u8], &[u8])> {
    let rest = signed.strip_prefix(MAGIC.as_bytes())?.strip_prefix(b"\n")?;
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = (rest.get(..end)?, rest.get(end + 1..)?);
    let mut numbers = std::str::from_utf8(line).ok()?.split(' ').map(str::parse::<u64>);
    let mut next = || numbers.next()?.ok();
    let (number, made_on, last_day) = (next()?, next()?, next()?);
    let (programme, messages) = (usize::try_from(next()?).ok()?, usize::try_from(next()?).ok()?);
    let head = Head { number, made_on: made_on.try_into().ok()?, last_day: last_day.try_into().ok()? };
    let (programme, rest) = rest.split_at_checked(programme)?;
    (rest.len() == messages && numbers.next().is_none()).then_some((head, programme, rest))
}

/// As near to the calendar as the order of days needs.
fn is_day(day: Day) -> bool {
    (1_0101..=9999_1231).contains(&day) && (1..=12).contains(&(day / 100 % 100)) && (1..=31).contains(&(day % 100))
}
