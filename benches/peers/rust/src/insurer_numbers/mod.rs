//! Which of a column of insurer numbers are well-formed.

pub(crate) mod data;
mod handwritten;
mod rule_engines;

use std::{hint::black_box, io, path::Path};

use kenpo_core::numbers::{check_insurer_number_records, examine_insurer_number};

use crate::measure::{Contestant, measure as measure_all};

/// Measures every contestant on the same numbers: as texts, and as a column of eight bytes each.
pub(crate) fn measure(folder: &Path) -> io::Result<()> {
    let texts = data::read(folder)?;
    let records: Vec<[u8; 8]> = texts.iter().map(|text| record(text)).collect();
    let request = request(&texts);
    let count = |well_formed: fn(&str) -> bool| texts.iter().filter(|text| well_formed(black_box(text))).count();

    let mut reasons = vec![0; records.len()];
    let mut packed_reasons = reasons.clone();
    measure_all(
        texts.len(),
        vec![
            Contestant {
                name: "kenpo column",
                run: Box::new(|| {
                    check_insurer_number_records(black_box(&records), &mut reasons);
                    accepted(&reasons)
                }),
            },
            Contestant {
                name: "kenpo column from texts",
                run: Box::new(|| {
                    let records: Vec<[u8; 8]> = black_box(&texts).iter().map(|text| record(text)).collect();
                    check_insurer_number_records(&records, &mut packed_reasons);
                    accepted(&packed_reasons)
                }),
            },
            Contestant {
                name: "kenpo one by one",
                run: Box::new(|| count(|text| examine_insurer_number(text).is_none())),
            },
            Contestant { name: "kenpo JSON batch", run: Box::new(|| json_batch(&request)) },
            Contestant { name: "cel", run: Box::new(rule_engines::cel(&texts)) },
            Contestant { name: "zen-expression", run: Box::new(rule_engines::zen(&texts)) },
            Contestant { name: "handwritten", run: Box::new(|| count(handwritten::well_formed)) },
            Contestant {
                name: "handwritten, column",
                run: Box::new(|| {
                    black_box(&records).iter().filter(|record| handwritten::record_well_formed(record)).count()
                }),
            },
        ],
    );
    Ok(())
}

fn accepted(reasons: &[u8]) -> usize {
    reasons.iter().filter(|reason| **reason == 0).count()
}

/// Eight bytes, filled with spaces. What is longer is no number, and neither is a blank record.
fn record(text: &str) -> [u8; 8] {
    let mut record = *b"        ";
    if let Some(start) = record.get_mut(..text.len()) {
        start.copy_from_slice(text.as_bytes());
    }
    record
}

fn request(texts: &[String]) -> String {
    let items: Vec<String> = texts.iter().map(|text| format!(r#"{{"insurer_number":"{text}"}}"#)).collect();
    format!(r#"{{"items":[{}]}}"#, items.join(","))
}

/// The request is ready; the answer is searched and not read.
fn json_batch(request: &str) -> usize {
    let answer = kenpo_wire::answer(None, b"insurer_number.check.batch", request.as_bytes()).expect("an answer");
    let answer = String::from_utf8(answer).expect("UTF-8");
    answer.matches(r#""reason":"accepted""#).count()
}
