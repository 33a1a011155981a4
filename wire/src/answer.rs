use kenpo_core::{ErrorCode, Programme};

use crate::{
    Failure,
    batch::answer_batch,
    envelope,
    limits::{ANSWER_LIMIT, BATCH_LIMIT, KIB, MIB},
    operations::{OPERATIONS, required},
    part::Part,
    read::Source,
    write::append_plain,
};

/// Appended to an operation's name, asks it for each of `items`.
const BATCH: &str = ".batch";

/// Answers an operation: JSON in, JSON out.
///
/// # Errors
/// What could not be used, with its place. Nothing of the answer is given then. `too_large` without a place where the answer would be
/// longer than [`ANSWER_LIMIT`], or there is no memory for it.
pub fn answer(programme: Option<&Programme>, operation: &[u8], request: &[u8]) -> Result<Vec<u8>, Failure> {
    let name = std::str::from_utf8(operation).map_err(|_| Failure::of(ErrorCode::UnknownOperation))?;
    let (single, batch) = name.strip_suffix(BATCH).map_or((name, false), |single| (single, true));
    // A draw may be longer than a batch, and a few bytes can ask for ten million hashes: it is answered by itself.
    let operation = OPERATIONS.iter().find(|known| known.name == single && !(batch && known.limit > BATCH_LIMIT));
    let operation = operation.ok_or_else(|| Failure::of(ErrorCode::UnknownOperation))?;
    let programme = if operation.needs_programme { Some(required(programme)?) } else { None };
    if request.len() > if batch { BATCH_LIMIT } else { operation.limit } {
        return Err(Failure::of(ErrorCode::TooLarge));
    }
    let text = std::str::from_utf8(request).map_err(|_| Failure::of(ErrorCode::Utf8Invalid))?;

    // An answer that has a row for each record is some five times as long as the request.
    let mut out = Vec::with_capacity(request.len().saturating_mul(8).clamp(4 * KIB, MIB / 4));
    envelope::open(programme, &mut out)?;
    let source = Source::new(text);
    if batch {
        answer_batch(operation, programme, &source, &mut out)?;
    } else {
        append_plain(b"\"answer\":", &mut out)?;
        (operation.run)(programme, &Part::whole(&source), &mut out)?;
    }
    append_plain(b"}", &mut out)?;
    debug_assert!(out.len() <= ANSWER_LIMIT, "refused while it is written");
    Ok(out)
}
