//! Any operation on any request under three programmes: an operation's name, a newline, the request.
#![no_main]

use std::sync::LazyLock;

use kenpo::Programme;
use libfuzzer_sys::fuzz_target;

static PROGRAMMES: LazyLock<[Programme; 3]> = LazyLock::new(|| {
    [&include_bytes!("../../programmes/kkr.json")[..], include_bytes!("../../programmes/kenren.json"),
        include_bytes!("../../programmes/kencom_web.json")]
        .map(|document| kenpo_wire::parse_programme(document).unwrap())
});

fuzz_target!(|data: &[u8]| {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (operation, request) = data.split_at(end);
    for programme in &*PROGRAMMES {
        let answer = kenpo_wire::answer(Some(programme), operation, request);
        let json = answer.unwrap_or_else(|failure| failure.to_json());
        serde_json::from_slice::<serde_json::Value>(&json).unwrap();
    }
});
