//! The names of reasons, for the numbers that columns hold.

use std::ffi::c_char;

use kenpo_core::Reason;

/// Room for a name and the NUL after it.
const ROOM: usize = 48;

/// Names by number, each followed by a NUL at least.
static NAMES: [[u8; ROOM]; 256] = names();

const fn names() -> [[u8; ROOM]; 256] {
    let mut names = [[0; ROOM]; 256];
    let mut at = 0;
    while at < 256 {
        // 0 is no reason, and its name is empty.
        names[at] = padded(if at == 0 { "" } else { "unknown" });
        at += 1;
    }
    let mut at = 0;
    while at < Reason::ALL.len() {
        let reason = Reason::ALL[at];
        names[reason.number() as usize] = padded(reason.name());
        at += 1;
    }
    names
}

const fn padded(name: &str) -> [u8; ROOM] {
    let mut padded = [0; ROOM];
    let (room, _) = padded.split_at_mut(ROOM - 1);
    let (room, _) = room.split_at_mut(name.len());
    room.copy_from_slice(name.as_bytes());
    padded
}

/// The name of a reason, as JSON answers have it, such as `not_digits`; static, NUL-terminated. Empty for 0, which columns
/// use where there is no reason, and `unknown` for a number that this version does not know.
#[unsafe(no_mangle)]
pub extern "C" fn kenpo_reason_name(reason: i32) -> *const c_char {
    u8::try_from(reason).map_or(c"unknown".as_ptr(), |number| NAMES[usize::from(number)].as_ptr().cast())
}
