//! The complete lane: any operation, JSON in, JSON out.

use std::ffi::c_char;

use kenpo_core::Programme;
use kenpo_wire::Failure;

use crate::{
    buffer::kenpo_buf,
    guard::guard,
    input::{elements, output},
    status::{KENPO_ERR_INVALID_PROGRAMME, KENPO_ERR_TOO_LARGE, kenpo_status},
};

/// A programme that was read and found consistent: immutable, and safe to use from many threads at once.
pub struct kenpo_programme(pub(crate) Programme);

/// Text of a caller, as bytes.
///
/// # Safety
/// As [`elements`].
unsafe fn text<'a>(ptr: *const c_char, len: usize) -> Result<&'a [u8], kenpo_status> {
    // SAFETY: passed on.
    unsafe { elements(ptr.cast::<u8>(), len) }
}

/// Hands a failure's JSON to the caller who wants it.
///
/// # Safety
/// `err_out` is null or valid for a write.
unsafe fn report(failure: &Failure, err_out: *mut kenpo_buf) {
    if !err_out.is_null() {
        let buffer = kenpo_buf::new(failure.to_json());
        // SAFETY: not null, and valid for a write as the caller promises.
        unsafe { err_out.write_unaligned(buffer) };
    }
}

/// Reads a programme document. On success `*programme_out` is released with `kenpo_programme_free`.
/// On failure `*err_out`, where it is wanted, holds `{"code":…,"path":…,"line":…,"column":…}`.
///
/// # Safety
/// `document` is valid for `document_len` bytes; `programme_out` for a write; `err_out` is NULL or valid for a write.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_programme_parse(
    document: *const c_char,
    document_len: usize,
    programme_out: *mut *const kenpo_programme,
    err_out: *mut kenpo_buf,
) -> kenpo_status {
    guard(|| {
        let programme_out = output(programme_out)?;
        // SAFETY: as the caller promises.
        let document = unsafe { text(document, document_len)? };
        match kenpo_wire::parse_programme(document) {
            Ok(programme) => {
                let handle = Box::into_raw(Box::new(kenpo_programme(programme)));
                // SAFETY: checked to be non-null and aligned, valid as the caller promises.
                unsafe { programme_out.write(handle) };
                Ok(())
            }
            Err(failure) => {
                // SAFETY: as the caller promises.
                unsafe { report(&failure, err_out) };
                let too_large = failure.code == kenpo_core::ErrorCode::TooLarge;
                Err(if too_large { KENPO_ERR_TOO_LARGE } else { KENPO_ERR_INVALID_PROGRAMME })
            }
        }
    })
}

/// Releases a programme; NULL is fine. Nobody may be using it.
///
/// # Safety
/// `programme` is NULL or came from `kenpo_programme_parse` and was not released before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_programme_free(programme: *const kenpo_programme) {
    if !programme.is_null() {
        // SAFETY: it came from Box::into_raw and is released once, as the caller promises.
        drop(unsafe { Box::from_raw(programme.cast_mut()) });
    }
}

/// Answers any operation: its name and a JSON request in, a JSON answer out, released with `kenpo_buf_free`.
/// `programme_or_null` is needed by the operations that read a programme.
/// On failure `*err_out`, where it is wanted, holds `{"code":…,"path":…,"line":…,"column":…}`.
///
/// # Safety
/// `op` and `request` are valid for their lengths; `programme_or_null` is NULL or a live programme;
/// `answer_out` is valid for a write; `err_out` is NULL or valid for a write.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_answer(
    programme_or_null: *const kenpo_programme,
    op: *const c_char,
    op_len: usize,
    request: *const c_char,
    request_len: usize,
    answer_out: *mut kenpo_buf,
    err_out: *mut kenpo_buf,
) -> kenpo_status {
    guard(|| {
        let answer_out = output(answer_out)?;
        // SAFETY: as the caller promises.
        let (programme, op, request) =
            unsafe { (programme_or_null.as_ref(), text(op, op_len)?, text(request, request_len)?) };
        match kenpo_wire::answer(programme.map(|programme| &programme.0), op, request) {
            Ok(answer) => {
                let buffer = kenpo_buf::new(answer);
                // SAFETY: checked to be non-null and aligned, valid as the caller promises.
                unsafe { answer_out.write(buffer) };
                Ok(())
            }
            Err(failure) => {
                // SAFETY: as the caller promises.
                unsafe { report(&failure, err_out) };
                Err(failure.status() as kenpo_status)
            }
        }
    })
}
