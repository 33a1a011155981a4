//! The numbers of calls: statuses, reasons, states of slots, relations.

use std::ffi::c_char;

use kenpo_core::{Reason, booking::SlotState, member::Relation};

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
/// The programme asks for more than this typed call can do; `kenpo_answer` does it, and its operation `programme.typed`
/// says which setting it is.
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

/// The state of a slot: the person has booked it (予約済み).
pub const KENPO_SLOT_BOOKED: u8 = 1;
/// The state of a slot: outside the booking period (受付期間外).
pub const KENPO_SLOT_OUTSIDE: u8 = 2;
/// The state of a slot: no place is left (空きなし).
pub const KENPO_SLOT_FULL: u8 = 3;
/// The state of a slot: it can be booked (空きあり).
pub const KENPO_SLOT_FREE: u8 = 4;

const _: () = assert!(
    KENPO_SLOT_BOOKED == SlotState::Booked as u8
        && KENPO_SLOT_OUTSIDE == SlotState::Outside as u8
        && KENPO_SLOT_FULL == SlotState::Full as u8
        && KENPO_SLOT_FREE == SlotState::Free as u8
);

/// A relation of `kenpo_person`: 被保険者; in 国保組合, 組合員.
pub const KENPO_RELATION_INSURED: u8 = 0;
/// A relation of `kenpo_person`: 被扶養者; in 国保組合, the family. Where spouses are told apart, the others.
pub const KENPO_RELATION_DEPENDANT: u8 = 1;
/// A relation of `kenpo_person`: 任意継続被保険者.
pub const KENPO_RELATION_VOLUNTARY: u8 = 2;
/// A relation of `kenpo_person`: 特例退職被保険者.
pub const KENPO_RELATION_SPECIAL_RETIREE: u8 = 3;
/// A relation of `kenpo_person`: the family of a 特例退職被保険者.
pub const KENPO_RELATION_SPECIAL_RETIREE_DEPENDANT: u8 = 4;
/// A relation of `kenpo_person`: the spouse, among the 被扶養者, where the programme tells spouses apart.
pub const KENPO_RELATION_SPOUSE: u8 = 5;

const _: () = assert!(
    Relation::ALL.len() == 6
        && KENPO_RELATION_INSURED == Relation::Insured as u8
        && KENPO_RELATION_DEPENDANT == Relation::Dependant as u8
        && KENPO_RELATION_VOLUNTARY == Relation::Voluntary as u8
        && KENPO_RELATION_SPECIAL_RETIREE == Relation::SpecialRetiree as u8
        && KENPO_RELATION_SPECIAL_RETIREE_DEPENDANT == Relation::SpecialRetireeDependant as u8
        && KENPO_RELATION_SPOUSE == Relation::Spouse as u8
);
