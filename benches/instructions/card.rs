//! What a form takes off a card.

use std::hint::black_box;

use gungraun::{library_benchmark, library_benchmark_group};
use kenpo_benches::{Asked, asked, insurer_numbers, names, records, texts};
use kenpo_core::{
    civil::read_date,
    numbers::{check_insurer_number_records, examine_insurer_number},
    text::{match_key, match_keys},
};

const MEMBER_NUMBER: &str =
    r#"{"as_of":"2026-11-20","insurer_number":"31130008","symbol":"１１－２","number":"1234567","branch":"01"}"#;
const IDENTIFIER: &str = r#"{"insurer_number":"31130008","symbol":"11","number":"0123","branch":"01"}"#;
const DATE: &str = r#"{"text":"昭和64年1月7日"}"#;

#[library_benchmark]
#[bench::eight_digits("06133425")]
#[bench::six_digits("133033")]
#[bench::full_width("０６１３３４２５")]
fn insurer_number_typed(text: &str) -> bool {
    examine_insurer_number(black_box(text)).is_none()
}

#[library_benchmark]
#[bench::one_by_one(insurer_numbers(1_000))]
fn insurer_number_1000(numbers: Vec<String>) -> usize {
    black_box(numbers).iter().filter(|number| examine_insurer_number(number).is_none()).count()
}

// The core's loop; the one with AVX2 is timed by `cargo xtask bench column`.
#[library_benchmark]
#[bench::column((records(10_000), vec![0; 10_000]))]
fn insurer_number_column_10000((records, mut reasons): (Vec<[u8; 8]>, Vec<u8>)) -> Vec<u8> {
    check_insurer_number_records(&black_box(records), &mut reasons);
    reasons
}

#[library_benchmark]
#[bench::full_width("ケンポ　タロウ")]
#[bench::half_width("ｹﾝﾎﾟ ﾀﾛｳ")]
fn name_match_key(name: &str) -> String {
    match_key(black_box(name)).collect()
}

#[library_benchmark]
#[bench::one_by_one((names(1_000), vec![0; 256]))]
fn name_match_key_1000((names, mut key): (Vec<String>, Vec<u8>)) -> usize {
    let mut bytes = 0;
    for name in black_box(&names) {
        let mut len = 0;
        for letter in match_key(name) {
            len += letter.encode_utf8(&mut key[len..]).len();
        }
        bytes += len;
    }
    bytes
}

#[library_benchmark]
#[bench::column((texts(&names(1_000)), vec![0; 48_000], vec![0; 1_001]))]
fn name_match_keys_column_1000(
    ((texts, offsets), mut keys, mut ends): ((Vec<u8>, Vec<i64>), Vec<u8>, Vec<i64>),
) -> (usize, Vec<u8>, Vec<i64>) {
    (match_keys(black_box(&texts), &offsets, &mut keys, &mut ends).expect("names"), keys, ends)
}

#[library_benchmark]
#[bench::era("昭和64年1月7日")]
#[bench::digits("19890107")]
fn date_read(text: &str) -> bool {
    read_date(black_box(text)).is_ok()
}

#[library_benchmark]
#[bench::member_number(asked("member_number.check", MEMBER_NUMBER))]
#[bench::identifier(asked("identifier.write", IDENTIFIER))]
#[bench::date(asked("date.read", DATE))]
fn card_json((programme, operation, request): Asked) -> usize {
    kenpo_wire::answer(Some(&programme), operation.as_bytes(), request.as_bytes()).expect("an answer").len()
}

library_benchmark_group!(
    name = on_card,
    benchmarks = [
        insurer_number_typed,
        insurer_number_1000,
        insurer_number_column_10000,
        name_match_key,
        name_match_key_1000,
        name_match_keys_column_1000,
        date_read,
        card_json
    ]
);
