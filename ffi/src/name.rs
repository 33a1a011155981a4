//! Names, on the typed lane.

use std::ffi::c_char;

use kenpo_core::text::{MATCH_KEY_VERSION, NAME_LIMIT, match_key};

use crate::{
    guard::guard,
    input::{elements, output},
    status::{KENPO_ERR_BUFFER_TOO_SMALL, KENPO_ERR_INVALID_REQUEST, KENPO_ERR_TOO_LARGE, kenpo_status},
};

// The version and the limit that the header names.
const _: () = assert!(MATCH_KEY_VERSION == 1 && NAME_LIMIT == 256);

/// The key under which a name of at most 256 bytes of UTF-8 is looked up, version 1: the `match_key` of `name.check`.
/// Two names with one key are candidates, not the same name. Nothing is allocated.
///
/// `key_out` receives `*key_len_out` bytes of UTF-8 and no NUL. A key is never longer than its name, so that `text_len`
/// bytes are always enough.
///
/// # Safety
/// `text` is valid for `text_len` bytes; `key_out` for `key_cap` bytes, `key_len_out` for a write, and they overlap nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_match_key(
    text: *const c_char,
    text_len: usize,
    key_out: *mut c_char,
    key_cap: usize,
    key_len_out: *mut usize,
) -> kenpo_status {
    guard(|| {
        let key_len_out = output(key_len_out)?;
        if text_len > NAME_LIMIT {
            return Err(KENPO_ERR_TOO_LARGE);
        }
        // SAFETY: as the caller promises.
        let text = unsafe { elements(text.cast::<u8>(), text_len)? };
        let text = std::str::from_utf8(text).map_err(|_| KENPO_ERR_INVALID_REQUEST)?;

        // The key is finished before the caller's bytes are touched.
        let mut key = [0; NAME_LIMIT];
        let mut len = 0;
        for letter in match_key(text) {
            len += letter.encode_utf8(&mut key[len..]).len();
        }
        if len > key_cap {
            return Err(KENPO_ERR_BUFFER_TOO_SMALL);
        }
        // An output that receives nothing may be NULL.
        if len > 0 {
            let key_out = output(key_out.cast::<u8>())?;
            // SAFETY: checked to be non-null, valid for `key_cap` writes as the caller promises, which is enough.
            unsafe { key_out.copy_from_nonoverlapping(key.as_ptr(), len) };
        }
        // SAFETY: checked to be non-null and aligned, valid as the caller promises.
        unsafe { key_len_out.write(len) };
        Ok(())
    })
}
