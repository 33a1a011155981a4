use crate::status::{KENPO_ERR_INVALID_ARGUMENT, kenpo_status};

/// The elements a caller passes; `(NULL, 0)` means that there are no elements.
///
/// # Safety
/// `ptr` is null, or valid for `len` elements for as long as the slice is used.
pub(crate) unsafe fn elements<'a, T>(ptr: *const T, len: usize) -> Result<&'a [T], kenpo_status> {
    if len == 0 {
        return Ok(&[]);
    }
    let fits = len.checked_mul(size_of::<T>()).is_some_and(|bytes| isize::try_from(bytes).is_ok());
    if ptr.is_null() || !ptr.is_aligned() || !fits {
        return Err(KENPO_ERR_INVALID_ARGUMENT);
    }
    // SAFETY: non-null, aligned, within isize, and valid for `len` elements as the caller promises.
    Ok(unsafe { std::slice::from_raw_parts(ptr, len) })
}

/// Checks an output the caller passes, before any work is done.
pub(crate) fn output<T>(ptr: *mut T) -> Result<*mut T, kenpo_status> {
    if ptr.is_null() || !ptr.is_aligned() { Err(KENPO_ERR_INVALID_ARGUMENT) } else { Ok(ptr) }
}
