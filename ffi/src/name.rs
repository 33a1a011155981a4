//! Names, on the typed lane.

use std::ffi::c_char;

use kenpo_core::text::{KeysRefused, MATCH_KEY_VERSION, NAME_LIMIT, match_key, match_keys};

use crate::{
    guard::guard,
    input::{elements, output, outputs},
    status::{
        KENPO_ERR_BUFFER_TOO_SMALL, KENPO_ERR_INVALID_ARGUMENT, KENPO_ERR_INVALID_REQUEST, KENPO_ERR_TOO_LARGE,
        kenpo_status,
    },
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

/// The keys under which names are looked up, version 1: `kenpo_match_key` of many. Nothing is allocated.
///
/// A name lies in `texts` from its offset up to the next: `text_offsets` has `count` + 1 of them. What lies before the first and from the
/// last on is not read, so that a part of the names is a part of these offsets. `keys_out` receives the keys one after the other,
/// `key_offsets_out` the `count` + 1 offsets into them, the first of which is 0. A key is never longer than its name: there is room
/// for as many bytes as the offsets span, otherwise the status is `KENPO_ERR_BUFFER_TOO_SMALL`. Without a name any array may be NULL.
///
/// A name of more than 256 bytes is `KENPO_ERR_TOO_LARGE`. One that is not UTF-8 is `KENPO_ERR_INVALID_REQUEST`, and so are offsets that
/// descend or leave the texts. Then what was written into the arrays means nothing, and `*fault_out` has the row at fault, from 0.
/// `fault_out` may be NULL; after any other status it is as it was.
///
/// # Safety
/// The arrays are valid for their lengths; the outputs for writes and overlap nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_match_keys(
    texts: *const c_char,
    texts_len: usize,
    text_offsets: *const i64,
    count: usize,
    keys_out: *mut c_char,
    keys_cap: usize,
    key_offsets_out: *mut i64,
    fault_out: *mut i64,
) -> kenpo_status {
    guard(|| {
        let fault_out = if fault_out.is_null() { fault_out } else { output(fault_out)? };
        if count == 0 {
            if !key_offsets_out.is_null() {
                // SAFETY: checked to be non-null and aligned, valid as the caller promises.
                unsafe { output(key_offsets_out)?.write(0) };
            }
            return Ok(());
        }
        let ends = count.checked_add(1).ok_or(KENPO_ERR_INVALID_ARGUMENT)?;
        // SAFETY: as the caller promises.
        let (texts, offsets) = unsafe { (elements(texts.cast::<u8>(), texts_len)?, elements(text_offsets, ends)?) };
        // SAFETY: as the caller promises.
        let (keys, key_offsets) =
            unsafe { (outputs(keys_out.cast::<u8>(), keys_cap)?, outputs(key_offsets_out, ends)?) };
        match_keys(texts, offsets, keys, key_offsets).map(|_| ()).map_err(|refused| {
            let (status, row) = match refused {
                KeysRefused::Room => return KENPO_ERR_BUFFER_TOO_SMALL,
                KeysRefused::TooLong(row) => (KENPO_ERR_TOO_LARGE, row),
                KeysRefused::Offsets(row) | KeysRefused::NotText(row) => (KENPO_ERR_INVALID_REQUEST, row),
            };
            if !fault_out.is_null() {
                // SAFETY: checked to be aligned, valid as the caller promises.
                unsafe { fault_out.write(i64::try_from(row).unwrap_or(i64::MAX)) };
            }
            status
        })
    })
}
