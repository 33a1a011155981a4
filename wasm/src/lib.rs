//! The WebAssembly door of kenpo: the same two lanes as the C ABI, for Node and browsers.
//!
//! What is exported here is the inside of the npm package, which wraps it: a failure is thrown as a text of JSON,
//! `{"status":…,"code":…,"path":…,"line":…,"column":…}`, with the numbers of the C ABI's statuses. Anything else that
//! is thrown is a trap, after which the instance must not be used again.
// A part of the areas leaves unused what serves the others.
#![cfg_attr(not(feature = "complete"), allow(dead_code))]

mod complete;
mod fault;
#[cfg(feature = "card")]
mod form;
#[cfg(feature = "probe")]
mod probe;
#[cfg(feature = "programme")]
mod programme;
#[cfg(feature = "programme")]
mod services;
#[cfg(feature = "programme")]
mod steps;

pub use complete::answer;
pub use fault::Fault;
#[cfg(feature = "card")]
pub use form::{insurer_number_reason, insurer_number_reasons, match_key, match_keys};
#[cfg(feature = "probe")]
pub use probe::{probe_memory, probe_panic, probe_stack};
#[cfg(feature = "programme")]
pub use programme::Programme;
#[cfg(feature = "programme")]
pub use steps::{floats_at, ints_at, sheets_room};

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

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

/// The module's memory: how much there is of it tells a trap for want of memory from others.
#[wasm_bindgen(js_name = moduleMemory)]
pub fn module_memory() -> JsValue {
    wasm_bindgen::memory()
}
