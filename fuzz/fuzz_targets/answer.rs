//! Any operation on any request: an operation's name, a newline, the request.
#![no_main]

use std::sync::LazyLock;

use kenpo::Programme;
use libfuzzer_sys::fuzz_target;

static KKR: LazyLock<Programme> =
    LazyLock::new(|| kenpo_wire::parse_programme(include_bytes!("../../programmes/kkr.json")).unwrap());

fuzz_target!(|data: &[u8]| {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (operation, request) = data.split_at(end);
    let answer = kenpo_wire::answer(Some(&KKR), operation, request);
    let json = answer.unwrap_or_else(|failure| failure.to_json());
    serde_json::from_slice::<serde_json::Value>(&json).unwrap();
});
