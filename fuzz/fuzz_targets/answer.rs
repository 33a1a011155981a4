//! Any operation on any request: an operation's name, a newline, the request.
#![no_main]

use std::sync::LazyLock;

use kenpo::Programme;
use libfuzzer_sys::fuzz_target;

static KKR: LazyLock<Programme> =
    LazyLock::new(|| kenpo_wire::parse_programme(include_bytes!("../../programmes/kkr.json")).unwrap());
/// The one with identity terms and formats of cards.
static KENCOM: LazyLock<Programme> =
    LazyLock::new(|| kenpo_wire::parse_programme(include_bytes!("../../programmes/kencom_web.json")).unwrap());

fuzz_target!(|data: &[u8]| {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (operation, request) = data.split_at(end);
    let of_kencom = ["registration.identify", "registration.group", "member_number."];
    let programme = if of_kencom.iter().any(|name| operation.starts_with(name.as_bytes())) { &KENCOM } else { &KKR };
    let answer = kenpo_wire::answer(Some(programme), operation, request);
    let json = answer.unwrap_or_else(|failure| failure.to_json());
    serde_json::from_slice::<serde_json::Value>(&json).unwrap();
});
