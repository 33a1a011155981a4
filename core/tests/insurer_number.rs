//! Insurer numbers: what the check digit catches, and that every way to ask gives the same answer.

use kenpo_core::{
    Reason,
    numbers::{
        InsurerNumber, check_insurer_number_record, check_insurer_number_records, examine_insurer_number,
        examine_insurer_number_bytes,
    },
};
use proptest::prelude::*;

/// The check digit of a body, written out as the ministry describes it.
fn check_digit(body: &str) -> u32 {
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let product = u32::from(byte - b'0') * if place % 2 == 0 { 2 } else { 1 };
            product / 10 + product % 10
        })
        .sum();
    (10 - sum % 10) % 10
}

fn body() -> impl Strategy<Value = String> {
    let scheme = prop::sample::select(vec![
        "", "01", "02", "03", "04", "06", "07", "31", "32", "33", "34", "39", "63", "72", "75",
    ]);
    (scheme, 1_u32..=47, 0_u32..1000)
        .prop_map(|(scheme, prefecture, serial)| format!("{scheme}{prefecture:02}{serial:03}"))
}

#[test]
fn every_scheme_prefecture_and_check_digit_in_a_column() {
    let numbers = (0..10_000_u32).flat_map(|front| {
        let serial = front * 7 % 1_000;
        (0..10).flat_map(move |last| {
            let six = (front < 100).then(|| format!("{front:02}{serial:03}{last}  "));
            [Some(format!("{front:04}{serial:03}{last}")), six].into_iter().flatten()
        })
    });
    let records: Vec<[u8; 8]> = numbers.map(|number| number.into_bytes().try_into().unwrap()).collect();
    let mut reasons = vec![255; records.len()];
    check_insurer_number_records(&records, &mut reasons);
    for (record, reason) in records.iter().zip(reasons) {
        let text = std::str::from_utf8(record).unwrap();
        assert_eq!(examine_insurer_number(text).map_or(0, Reason::number), reason, "{text}");
    }
}

proptest! {
    #[test]
    fn only_one_check_digit_fits(body in body(), last in 0_u32..10) {
        let fits = last == check_digit(&body);
        let number = format!("{body}{last}");
        prop_assert_eq!(examine_insurer_number(&number), (!fits).then_some(Reason::WrongCheckDigit));
        let parsed = InsurerNumber::parse(&number);
        prop_assert_eq!(parsed.is_ok(), fits);
        if let Ok(parsed) = parsed {
            prop_assert_eq!(parsed.to_string(), number);
        }
    }

    #[test]
    fn a_single_wrong_digit_is_never_accepted(body in body(), place in 0_usize..8, wrong in 1_u8..10) {
        let mut number = format!("{body}{}", check_digit(&body)).into_bytes();
        let place = place % number.len();
        number[place] = b'0' + (number[place] - b'0' + wrong) % 10;
        prop_assert!(examine_insurer_number(std::str::from_utf8(&number).unwrap()).is_some());
    }

    #[test]
    fn a_record_says_what_the_form_says(digits in "[0-9]{8}|[0-9]{6}") {
        let mut record = *b"        ";
        record.iter_mut().zip(digits.bytes()).for_each(|(slot, digit)| *slot = digit);
        prop_assert_eq!(check_insurer_number_record(&record), examine_insurer_number(&digits));
    }

    #[test]
    fn a_column_says_what_its_rows_say(
        records in prop::collection::vec(prop_oneof!["[0-9]{8}", "[0-9]{6}  ", "[0-9 x]{8}", " {8}"], 0..100),
        reasons_len in 0_usize..100,
    ) {
        let records: Vec<[u8; 8]> = records.iter().map(|text| text.as_bytes().try_into().unwrap()).collect();
        let mut reasons = vec![255; reasons_len];
        check_insurer_number_records(&records, &mut reasons);
        let of_rows = records.iter().map(|record| check_insurer_number_record(record).map_or(0, Reason::number));
        let expected: Vec<u8> = of_rows.chain(std::iter::repeat(255)).take(reasons_len).collect();
        prop_assert_eq!(reasons, expected);
    }

    #[test]
    fn a_column_says_what_its_rows_say_of_any_bytes(records: [[u8; 8]; 32], spaces: u8) {
        let records = records.map(|[a, b, c, d, e, f, g, h]| {
            if spaces & 1 == 0 { [a, b, c, d, e, f, g, h] } else { [a, b, c, d, e, f, b' ', b' '] }
        });
        let mut reasons = [255; 32];
        check_insurer_number_records(&records, &mut reasons);
        prop_assert_eq!(reasons, records.map(|record| check_insurer_number_record(&record).map_or(0, Reason::number)));
    }

    #[test]
    fn width_and_spaces_do_not_matter(digits in "[0-9]{5,9}", at in 0_usize..9) {
        let full: String = digits.bytes().map(|b| char::from_u32(u32::from(b - b'0') + u32::from('０')).unwrap()).collect();
        let mut spaced: Vec<char> = full.chars().collect();
        spaced.insert(at % (spaced.len() + 1), '\u{3000}');
        let spaced: String = spaced.into_iter().collect();
        prop_assert_eq!(examine_insurer_number(&digits), examine_insurer_number(&full));
        prop_assert_eq!(examine_insurer_number(&digits), examine_insurer_number(&spaced));
    }

    #[test]
    fn bytes_say_what_their_text_says(text in "[0-9]{5,9}|[0-9 ]{8}|\\PC{0,12}", broken in 0_usize..12) {
        let number = examine_insurer_number(&text).map_or(0, Reason::number);
        prop_assert_eq!(examine_insurer_number_bytes(text.as_bytes()), Ok(number));
        let mut bytes = text.into_bytes();
        bytes.insert(broken % (bytes.len() + 1), 0xFF);
        prop_assert!(examine_insurer_number_bytes(&bytes).is_err());
    }

    #[test]
    fn any_record_and_any_text_have_an_answer(record: [u8; 8], text in "\\PC{0,32}") {
        let _ = (check_insurer_number_record(&record), examine_insurer_number(&text));
    }
}
