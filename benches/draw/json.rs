//! The same draw by the operation `lottery.fold_draw`: chunks as requests, and the state from each answer into the next.

use std::fmt::Write as _;

use kenpo_core::{
    lottery::{DrawRequest, Entry, Manifest, draw_keys},
    value::{Code, Hex, HexBytes},
};

/// Chunks as requests, but for the state, which is known when the one before was answered.
pub(crate) struct Requests {
    head: String,
    chunks: Vec<String>,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Requests {
    pub(crate) fn new(manifest: &Manifest, text: &str, entries: &[Entry], size: usize) -> Self {
        let Manifest { draw_id, freeze_time, draw_time, holders, tickets, root, prizes, alternates, .. } = manifest;
        let prize: Option<(&Code, u32)> = prizes.first().map(|prize| (&prize.code, prize.quantity));
        let (code, quantity) = prize.expect("a prize");
        let root = hex(&root.0);
        let head = format!(
            r#"{{"manifest":{{"draw_id":"{draw_id}","freeze_time":"{freeze_time}","draw_time":"{draw_time}","beacon":{{"kind":"public_text","description":"values"}},"holders":{holders},"tickets":{tickets},"root":"{root}","prizes":[{{"code":"{code}","quantity":{quantity}}}],"alternates":{alternates},"max_prizes_per_holder":1}},"public_text":"{text}""#
        );
        let chunk = |entries: &[Entry]| {
            let entries = entries.iter().map(|Entry { tag, count }| format!(r#"{{"tag":"{}","count":{count}}}"#, hex(&tag.0)));
            format!(r#","entries":[{}]"#, entries.collect::<Vec<_>>().join(","))
        };
        Self { head, chunks: entries.chunks(size).map(chunk).collect() }
    }

    /// The last state, or with the last chunk the proof.
    pub(crate) fn folded(&self) -> String {
        let mut answered = String::new();
        for (place, chunk) in self.chunks.iter().enumerate() {
            let state = answered.split_once(r#""state":""#).and_then(|(_, rest)| rest.split_once('"'));
            let state = state.map_or_else(String::new, |(state, _)| format!(r#","state":"{state}""#));
            let finish = if place + 1 == self.chunks.len() { r#","finish":true"# } else { "" };
            let request = [&self.head, state.as_str(), chunk, finish, "}"].concat();
            let answer = kenpo_wire::answer(None, b"lottery.fold_draw", request.as_bytes()).expect("a sound request");
            answered = String::from_utf8(answer).expect("UTF-8");
        }
        answered
    }
}

/// The key under which the operation scores.
pub(crate) fn key_of(manifest: &Manifest, text: &str) -> Hex<32> {
    let request = DrawRequest {
        manifest: manifest.clone(),
        entries: Vec::new(),
        exchanges: Vec::new(),
        public_text: Some(text.into()),
        signature: None,
        reveals: Vec::new(),
        time_evidence: None::<HexBytes>,
        earlier: None,
    };
    draw_keys(&request).expect("a sound draw").key
}
