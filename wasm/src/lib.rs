//! The WebAssembly door of kenpo: the same two lanes as the C ABI, for Node and browsers.
//!
//! What is exported here is the inside of the npm package, which wraps it: a failure is thrown as a text of JSON,
//! `{"status":…,"code":…,"path":…,"line":…,"column":…}`, with the numbers of the C ABI's statuses. Anything else that
//! is thrown is a trap, after which the instance must not be used again.

mod complete;
mod fault;
#[cfg(feature = "probe")]
mod probe;
mod services;
mod steps;
mod typed;

pub use complete::{Programme, answer};
pub use fault::Fault;
#[cfg(feature = "probe")]
pub use probe::{probe_memory, probe_panic, probe_stack};
pub use steps::{floats_at, ints_at, sheets_memory, sheets_room};
pub use typed::{insurer_number_check, insurer_numbers_check, name_match_key};

use wasm_bindgen::prelude::wasm_bindgen;

/// The shape of this door; the package compares it with what it was written for.
#[wasm_bindgen]
pub fn abi() -> u32 {
    1
}

/// The library's version, such as `0.1.0`.
#[wasm_bindgen]
pub fn version() -> String {
    kenpo_core::VERSION.into()
}
