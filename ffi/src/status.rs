use std::ffi::c_char;

/// What a call returns: 0 is success, everything else a failure, known or not.
pub type kenpo_status = i32;

/// The ABI this header describes; `kenpo_abi_version()` must return it.
pub const KENPO_ABI_VERSION: u32 = 1;

/// It went well.
pub const KENPO_OK: kenpo_status = 0;
/// A pointer that is needed is null, or a length is more than memory can hold.
pub const KENPO_ERR_INVALID_ARGUMENT: kenpo_status = 1;
/// A panic inside the library was stopped at its border. Nothing was written; the library can be used on.
pub const KENPO_ERR_PANIC: kenpo_status = 2;
/// The array for the answer is too small.
pub const KENPO_ERR_BUFFER_TOO_SMALL: kenpo_status = 3;
/// The request cannot be used; the error says where.
pub const KENPO_ERR_INVALID_REQUEST: kenpo_status = 4;
/// The programme document cannot be used; the error says where.
pub const KENPO_ERR_INVALID_PROGRAMME: kenpo_status = 5;
/// The input is longer than the operation takes.
pub const KENPO_ERR_TOO_LARGE: kenpo_status = 6;
/// There is no operation of that name.
pub const KENPO_ERR_UNKNOWN_OPERATION: kenpo_status = 7;
/// The operation needs a programme.
pub const KENPO_ERR_PROGRAMME_REQUIRED: kenpo_status = 8;
/// The programme asks for more than this typed call can do; `kenpo_answer` does it.
pub const KENPO_ERR_UNSUPPORTED: kenpo_status = 9;
/// The programme has no such setting in effect on that day.
pub const KENPO_ERR_NOT_IN_EFFECT: kenpo_status = 10;

/// The ABI of the library that is loaded. Compare it with `KENPO_ABI_VERSION` before anything else.
#[unsafe(no_mangle)]
pub extern "C" fn kenpo_abi_version() -> u32 {
    KENPO_ABI_VERSION
}

const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");

/// The library's version, such as `0.1.0`; static, NUL-terminated.
#[unsafe(no_mangle)]
pub extern "C" fn kenpo_version() -> *const c_char {
    VERSION.as_ptr().cast()
}

/// The name of a status, such as `KENPO_ERR_PANIC`; static, NUL-terminated. `KENPO_ERR_UNKNOWN` for a number this version does not know.
#[unsafe(no_mangle)]
pub extern "C" fn kenpo_status_name(status: kenpo_status) -> *const c_char {
    let name = match status {
        KENPO_OK => c"KENPO_OK",
        KENPO_ERR_INVALID_ARGUMENT => c"KENPO_ERR_INVALID_ARGUMENT",
        KENPO_ERR_PANIC => c"KENPO_ERR_PANIC",
        KENPO_ERR_BUFFER_TOO_SMALL => c"KENPO_ERR_BUFFER_TOO_SMALL",
        KENPO_ERR_INVALID_REQUEST => c"KENPO_ERR_INVALID_REQUEST",
        KENPO_ERR_INVALID_PROGRAMME => c"KENPO_ERR_INVALID_PROGRAMME",
        KENPO_ERR_TOO_LARGE => c"KENPO_ERR_TOO_LARGE",
        KENPO_ERR_UNKNOWN_OPERATION => c"KENPO_ERR_UNKNOWN_OPERATION",
        KENPO_ERR_PROGRAMME_REQUIRED => c"KENPO_ERR_PROGRAMME_REQUIRED",
        KENPO_ERR_UNSUPPORTED => c"KENPO_ERR_UNSUPPORTED",
        KENPO_ERR_NOT_IN_EFFECT => c"KENPO_ERR_NOT_IN_EFFECT",
        _ => c"KENPO_ERR_UNKNOWN",
    };
    name.as_ptr()
}
