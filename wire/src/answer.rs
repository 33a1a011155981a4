use kenpo_core::{ErrorCode, Programme};

use crate::{
    Failure,
    batch::answer_batch,
    envelope,
    limits::{BATCH_LIMIT, KIB, MIB, answer_limit},
    operations::{OPERATIONS, required},
    part::Part,
    read::Source,
    write::Text,
};

/// Appended to an operation's name, asks it for each of `items`.
const BATCH: &str = ".batch";

/// Answers an operation: JSON in, JSON out.
///
/// # Errors
/// What could not be used, with its place. Nothing of the answer is given then. `too_large` without a place where the answer would be
/// longer than it may be ([`Operation::multiple`](crate::Operation::multiple)), or there is no memory for it.
pub fn answer(programme: Option<&Programme>, operation: &[u8], request: &[u8]) -> Result<Vec<u8>, Failure> {
    let name = std::str::from_utf8(operation).map_err(|_| Failure::of(ErrorCode::UnknownOperation))?;
    let (single, batch) = name.strip_suffix(BATCH).map_or((name, false), |single| (single, true));
    // A list of holders may be longer than a batch, and a few bytes can ask for ten million hashes: the lottery is answered one by one.
    let place = OPERATIONS.binary_search_by_key(&single, |known| known.name);
    let operation = place.ok().and_then(|place| OPERATIONS.get(place));
    let operation = operation.filter(|known| !(batch && known.name.starts_with("lottery.")));
    let operation = operation.ok_or_else(|| Failure::of(ErrorCode::UnknownOperation))?;
    let programme = if operation.needs_programme { Some(required(programme)?) } else { None };
    if request.len() > if batch { BATCH_LIMIT } else { operation.limit } {
        return Err(Failure::of(ErrorCode::TooLarge));
    }
    let text = std::str::from_utf8(request).map_err(|_| Failure::of(ErrorCode::Utf8Invalid))?;

    // An answer that has a row for each record is some five times as long as the request.
    let limit = answer_limit(operation.multiple, request.len(), programme);
    let mut out = Text::new(limit, request.len().saturating_mul(8).clamp(4 * KIB, MIB / 4));
    envelope::open(programme, &mut out)?;
    let source = Source::new(text);
    if batch {
        answer_batch(operation, programme, &source, &mut out)?;
    } else {
        out.append_plain(b"\"answer\":")?;
        (operation.run)(programme, &Part::whole(&source), &mut out)?;
    }
    out.append_plain(b"}")?;
    Ok(out.into_bytes())
}
