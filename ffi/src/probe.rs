use crate::{guard::guard, status::kenpo_status};

/// Panics inside the guard. Only in the probe build.
#[unsafe(no_mangle)]
pub extern "C" fn kenpo_probe_panic() -> kenpo_status {
    guard(|| panic!("probe"))
}
