use crate::{
    base::{
        Error, ErrorCode,
        value::{Count, HexBytes},
    },
    rules::lottery::fold::MOST_TICKETS,
};

/// The fold that a chunk is added to: that of the state, or one that begins at the place. A place beside a state has to be where the state ends.
///
/// # Errors
/// `fold_state_invalid` at `/state`; `missing_value`, `unordered` and `out_of_range` at `/place`.
pub(super) fn before<F>(
    (state, place): (Option<&HexBytes>, Option<Count>),
    resume: impl FnOnce(&[u8]) -> Result<F, Error>,
    end: impl FnOnce(&F) -> u64,
    start: impl FnOnce(u64) -> Result<F, Error>,
    unordered: ErrorCode,
) -> Result<F, Error> {
    let at = |code| Err(Error::new(code, "/place"));
    let place = place.map(|place| u64::try_from(place.get()).unwrap_or(u64::MAX));
    let Some(state) = state else {
        let place = place.unwrap_or(0);
        return if place > MOST_TICKETS { at(ErrorCode::OutOfRange) } else { start(place) };
    };
    let fold = resume(&state.0).map_err(|e| e.within("state"))?;
    match place.map(|place| place.cmp(&end(&fold))) {
        Some(core::cmp::Ordering::Greater) => at(ErrorCode::MissingValue),
        Some(core::cmp::Ordering::Less) => at(unordered),
        _ => Ok(fold),
    }
}

/// The same error at another place of the request: where a part as a whole does not fit.
pub(super) fn all_of(part: &'static str) -> impl Fn(Error) -> Error {
    move |error| Error::new(error.code(), part)
}
