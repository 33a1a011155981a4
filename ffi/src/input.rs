use crate::status::{KENPO_ERR_INVALID_ARGUMENT, kenpo_status};

/// The elements a caller passes; `(NULL, 0)` means that there are no elements.
///
/// # Safety
/// `ptr` is null, or valid for `len` elements for as long as the slice is used.
pub(crate) unsafe fn elements<'a, T>(ptr: *const T, len: usize) -> Result<&'a [T], kenpo_status> {
    if len == 0 {
        return Ok(&[]);
    }
    if ptr.is_null() || !ptr.is_aligned() {
        return Err(KENPO_ERR_INVALID_ARGUMENT);
    }
    fits::<T>(len)?;
    // SAFETY: non-null, aligned, within isize, and valid for `len` elements as the caller promises.
    Ok(unsafe { std::slice::from_raw_parts(ptr, len) })
}

/// Whether memory can hold that number of elements at all.
fn fits<T>(len: usize) -> Result<(), kenpo_status> {
    let bytes = len.checked_mul(size_of::<T>()).and_then(|bytes| isize::try_from(bytes).ok());
    bytes.map(|_| ()).ok_or(KENPO_ERR_INVALID_ARGUMENT)
}

/// Checks an output the caller passes, before any work is done.
pub(crate) fn output<T>(ptr: *mut T) -> Result<*mut T, kenpo_status> {
    if ptr.is_null() || !ptr.is_aligned() { Err(KENPO_ERR_INVALID_ARGUMENT) } else { Ok(ptr) }
}

/// The column a caller has answered into; NULL is accepted where it has no elements.
///
/// # Safety
/// `out` is null, or valid for `len` integers that overlap nothing. They are written before they are read.
pub(crate) unsafe fn outputs<'a, O>(out: *mut O, len: usize) -> Result<&'a mut [O], kenpo_status> {
    if len == 0 {
        return Ok(&mut []);
    }
    let out = output(out)?;
    fits::<O>(len)?;
    // SAFETY: non-null, aligned, within isize, valid for `len` elements and overlapping nothing as the caller promises; integers are
    // written before they are read.
    Ok(unsafe { std::slice::from_raw_parts_mut(out, len) })
}
