//! Insurer numbers: what the check digit catches, and that every way to ask gives the same answer.

use kenpo::{
    Reason,
    card::{InsurerNumber, check_insurer_number_record, examine_insurer_number},
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
    fn width_and_spaces_do_not_matter(digits in "[0-9]{5,9}", at in 0_usize..9) {
        let full: String = digits.bytes().map(|b| char::from_u32(u32::from(b - b'0') + u32::from('０')).unwrap()).collect();
        let mut spaced: Vec<char> = full.chars().collect();
        spaced.insert(at % (spaced.len() + 1), '\u{3000}');
        let spaced: String = spaced.into_iter().collect();
        prop_assert_eq!(examine_insurer_number(&digits), examine_insurer_number(&full));
        prop_assert_eq!(examine_insurer_number(&digits), examine_insurer_number(&spaced));
    }

    #[test]
    fn any_record_and_any_text_have_an_answer(record: [u8; 8], text in "\\PC{0,32}") {
        let _ = (check_insurer_number_record(&record), examine_insurer_number(&text));
    }
}
