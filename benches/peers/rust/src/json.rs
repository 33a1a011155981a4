//! kenpo's JSON lane. The requests are ready; the answers are searched and not read.

use std::{fs, io, path::Path};

use kenpo_core::Programme;
use kenpo_wire::{answer, parse_programme};

const PROGRAMME: &[u8] = include_bytes!("../../../../programmes/kenren.json");

pub(crate) fn programme() -> Programme {
    parse_programme(PROGRAMME).expect("the programme is sound")
}

/// Writes the programme and a batch of requests, for every room.
pub(crate) fn write(folder: &Path, work: &str, requests: &[String]) -> io::Result<()> {
    fs::write(folder.join("kenren.json"), PROGRAMME)?;
    fs::write(folder.join(format!("{work}.json")), batch(requests))
}

pub(crate) fn batch(requests: &[String]) -> String {
    format!(r#"{{"items":[{}]}}"#, requests.join(","))
}

pub(crate) fn ask(programme: &Programme, operation: &str, request: &str) -> String {
    let answer = answer(Some(programme), operation.as_bytes(), request.as_bytes()).expect("an answer");
    String::from_utf8(answer).expect("UTF-8")
}
