//! How much one delivery may ask for.

use crate::{
    answer::Explain,
    base::{Error, ErrorCode},
    programme::Programme,
};

/// The most records of one delivery of `points.accrue` or `points.compare`.
pub const MOST_RECORDS: usize = 100_000;

/// The most terms that the records of one delivery are held against, all together: for each record, six for each rule by steps, one for
/// each cap on it, and for each campaign one for each rule that it raises and each cap on it.
pub const MOST_TERMS: usize = 20_000_000;

/// The same where checks are reported, of which each takes memory until the answer is written.
pub const MOST_TERMS_EXPLAINED: usize = 500_000;

/// Refuses a delivery that would take too much, before any work.
///
/// # Errors
/// `too_large`.
pub(super) fn refuse_too_many(programme: &Programme, records: usize, explain: Explain) -> Result<(), Error> {
    let most = if explain == Explain::None { MOST_TERMS } else { MOST_TERMS_EXPLAINED };
    let terms = records.checked_mul(programme.plan().terms_per_record()?);
    if records > MOST_RECORDS || terms.is_none_or(|terms| terms > most) {
        return Err(Error::new(ErrorCode::TooLarge, "/arrivals"));
    }
    Ok(())
}
