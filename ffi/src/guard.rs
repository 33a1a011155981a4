use std::{
    panic::{AssertUnwindSafe, catch_unwind, set_hook},
    sync::Once,
};

use crate::status::{KENPO_ERR_PANIC, KENPO_OK, kenpo_status};

static QUIET: Once = Once::new();

/// Runs the body of a call. A panic ends here and becomes a status, and nothing is printed.
pub(crate) fn guard(body: impl FnOnce() -> Result<(), kenpo_status>) -> kenpo_status {
    // The hook is that of this library's own copy of the standard library, so no host's is touched.
    QUIET.call_once(|| set_hook(Box::new(|_| {})));
    // A body writes lengths and handles last, so nothing half-written is taken for an answer after a panic.
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => KENPO_OK,
        Ok(Err(status)) => status,
        Err(payload) => {
            // The payload's own destructor may panic as well; leaking a few bytes is the safe choice.
            std::mem::forget(payload);
            KENPO_ERR_PANIC
        }
    }
}
