//! Calls that end in a trap, for the package's tests.

use std::hint::black_box;

use wasm_bindgen::prelude::wasm_bindgen;

/// Panics.
#[wasm_bindgen(js_name = probePanic)]
pub fn probe_panic() {
    panic!("probe")
}

/// Overflows the stack, by a recursion that would end after four thousand million calls.
#[wasm_bindgen(js_name = probeStack)]
pub fn probe_stack(depth: u32) -> u32 {
    let frame = black_box([depth; 64]);
    if depth == u32::MAX { 0 } else { probe_stack(depth.wrapping_add(1)).wrapping_add(black_box(frame)[63]) }
}

/// Allocates until the memory is exhausted.
#[wasm_bindgen(js_name = probeMemory)]
pub fn probe_memory() -> usize {
    let mut kept: Vec<Vec<u8>> = Vec::new();
    loop {
        kept.push(black_box(Vec::with_capacity(1 << 28)));
        black_box(&kept);
    }
}
