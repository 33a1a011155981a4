use std::ptr;

use zeroize::zeroize_bytes;

/// Text that the library made: UTF-8, not NUL-terminated. Released with `kenpo_buf_free`.
#[repr(C)]
pub struct kenpo_buf {
    /// The bytes, or NULL.
    pub ptr: *mut u8,
    /// How many.
    pub len: usize,
}

impl kenpo_buf {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        let bytes = Box::leak(bytes.into_boxed_slice());
        Self { ptr: bytes.as_mut_ptr(), len: bytes.len() }
    }
}

/// Wipes and releases a buffer, and sets it to `KENPO_BUF_INIT`. May be called twice, and with NULL.
///
/// # Safety
/// `buffer` is NULL, or points to a `kenpo_buf` that is `KENPO_BUF_INIT` or was filled by the library and not changed since.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_buf_free(buffer: *mut kenpo_buf) {
    // SAFETY: null or valid as the caller promises.
    let Some(buffer) = (unsafe { buffer.as_mut() }) else { return };
    if !buffer.ptr.is_null() {
        // SAFETY: pointer and length are those that `kenpo_buf::new` leaked.
        let mut bytes = unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(buffer.ptr, buffer.len)) };
        zeroize_bytes(&mut bytes);
    }
    buffer.ptr = ptr::null_mut();
    buffer.len = 0;
}
