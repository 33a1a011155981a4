//! Any operation on any request: the name of a programme, a space, an operation's name, a newline, the request.
#![no_main]

use std::{collections::BTreeMap, sync::LazyLock};

use kenpo_core::Programme;
use kenpo_fuzz::DOCUMENTS;
use libfuzzer_sys::fuzz_target;

static PROGRAMMES: LazyLock<BTreeMap<&[u8], Programme>> = LazyLock::new(|| {
    let read = |document: &[u8]| kenpo_wire::parse_programme(document).unwrap();
    DOCUMENTS.iter().map(|(name, document)| (name.as_bytes(), read(document))).collect()
});

fuzz_target!(|data: &[u8]| {
    let mut lines = data.splitn(2, |byte| *byte == b'\n');
    let mut words = lines.next().unwrap_or_default().splitn(2, |byte| *byte == b' ');
    let (programme, operation) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    // A name that is none asks without a programme.
    let answer = kenpo_wire::answer(PROGRAMMES.get(programme), operation, lines.next().unwrap_or_default());
    let json = answer.unwrap_or_else(|failure| failure.to_json());
    serde_json::from_slice::<serde_json::Value>(&json).unwrap();
});
