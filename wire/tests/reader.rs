//! The reader against serde_json's, and against whatever bytes there are.

use kenpo_wire::{Failure, OPERATIONS, answer, from_text, parse_programme};
use proptest::{collection::vec, prelude::*};
use serde_json::{Number, Value};

/// JSON without the two things that are refused: null and numbers that are no integers.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,8}|[\"\\\\/\u{8}\u{c}\n\r\t\u{0}-\u{1f}]{0,4}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec(("\\PC{0,4}", inner), 0..6).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// Text that is nearly JSON.
fn nearly() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        "\\ud800",
        "\\udc00",
        "00e9",
        "null",
        "true",
        "fals",
        "1",
        "0",
        "-",
        "1.5",
        "1e9",
        "01",
        "9223372036854775808",
        " ",
        "\n",
        "a",
        "健",
        "\u{0}",
        "\"a\"",
        "\"\\n\"",
    ]);
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_serde_json_writes_is_read_the_same(value in value(), pretty in any::<bool>()) {
        let text = if pretty { format!("{value:#}") } else { value.to_string() };
        prop_assert_eq!(from_text::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn what_is_accepted_is_json_and_the_same(text in nearly()) {
        // serde_json makes a fraction of -0; here it is the integer 0.
        let text = text.replace("-0", "0");
        let theirs: Result<Value, _> = serde_json::from_str(&text);
        match from_text::<Value>(&text) {
            Ok(ours) => prop_assert_eq!(Ok(ours), theirs.map_err(|_| ())),
            Err(failure) => {
                if let Ok(theirs) = theirs {
                    let code = failure.code.name();
                    prop_assert!(refused_on_purpose(&theirs, code), "{} {}", code, text);
                }
            }
        }
    }

    #[test]
    fn a_fault_stands_inside_the_text(text in nearly()) {
        if let Err(Failure { line: Some(line), column: Some(column), .. }) = from_text::<Value>(&text) {
            let row = text.split('\n').nth(line as usize - 1).unwrap();
            prop_assert!(column as usize <= row.chars().count() + 1);
        }
    }

    #[test]
    fn any_bytes_have_an_answer(bytes in vec(any::<u8>(), 0..64), operation in 0..OPERATIONS.len(), batch in any::<bool>()) {
        let name = format!("{}{}", OPERATIONS[operation].name, if batch { ".batch" } else { "" });
        let programme = parse_programme(include_bytes!("../../programmes/kkr.json")).unwrap();
        let _ = answer(Some(&programme), name.as_bytes(), &bytes);
        let _ = (answer(None, &bytes, &bytes), parse_programme(&bytes));
    }

    #[test]
    fn an_error_never_repeats_what_it_read(secret in "[A-Z]{12}", operation in 0..OPERATIONS.len(), shape in 0_usize..5) {
        let programme = parse_programme(include_bytes!("../../programmes/kkr.json")).unwrap();
        let request = match shape {
            0 => format!("{{\"{secret}\":1}}"),
            1 => format!("\"{secret}\""),
            2 => format!("{{\"as_of\":\"{secret}\",\"now\":\"{secret}\",\"coupon\":\"{secret}\",\"draw_id\":\"{secret}\",\"document\":\"{secret}\"}}"),
            3 => format!("{{\"explain\":\"{secret}\"}}"),
            _ => secret.clone(),
        };
        if let Err(failure) = answer(Some(&programme), OPERATIONS[operation].name.as_bytes(), request.as_bytes()) {
            prop_assert!(!String::from_utf8(failure.to_json()).unwrap().contains(&secret));
        }
    }
}

fn refused_on_purpose(value: &Value, code: &str) -> bool {
    let holds = |found: fn(&Value) -> bool| anywhere(value, &found);
    match code {
        "null_refused" => holds(|value| value.is_null()),
        "not_an_integer" | "out_of_range" => {
            holds(|value| value.as_number().is_some_and(|number: &Number| !number.is_i64()))
        }
        _ => false,
    }
}

fn anywhere(value: &Value, found: &impl Fn(&Value) -> bool) -> bool {
    found(value)
        || match value {
            Value::Array(items) => items.iter().any(|value| anywhere(value, found)),
            Value::Object(map) => map.values().any(|value| anywhere(value, found)),
            _ => false,
        }
}

#[test]
fn depth_at_the_limit_and_one_past_it() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(from_text::<Value>(&nested(32)).is_ok());
    assert_eq!(from_text::<Value>(&nested(33)).unwrap_err().code.name(), "too_deep");
    // Far past it, it is still an error and no stack is used up.
    assert_eq!(from_text::<Value>(&nested(1_000_000)).unwrap_err().code.name(), "too_deep");
}

#[test]
fn sizes_at_the_limit_and_one_past_it() {
    let programme = parse_programme(include_bytes!("../../programmes/kkr.json")).unwrap();
    for operation in OPERATIONS.iter().filter(|operation| operation.limit <= 8 << 20) {
        let at = vec![b' '; operation.limit];
        let past = vec![b' '; operation.limit + 1];
        let code =
            |request: &[u8]| answer(Some(&programme), operation.name.as_bytes(), request).unwrap_err().code.name();
        assert_eq!((code(&at), code(&past)), ("json_syntax", "too_large"), "{}", operation.name);
    }
    let document = vec![b' '; (1 << 20) + 1];
    assert_eq!(parse_programme(&document[1..]).unwrap_err().code.name(), "json_syntax");
    assert_eq!(parse_programme(&document).unwrap_err().code.name(), "too_large");
}

/// Were each fault's place counted from the start of the text, this would take hours.
#[test]
fn a_text_full_of_faults_is_walked_through_once() {
    let request = format!("{{\"items\":[{}0]}}", "0,".repeat(1 << 20));
    let answer = answer(None, b"insurer_number.check.batch", request.as_bytes()).unwrap();
    let last = format!("\"path\":\"/items/{}\",\"line\":1,\"column\":{}}}}}]}}", 1 << 20, 11 + (2 << 20));
    assert!(answer.ends_with(last.as_bytes()));
}
