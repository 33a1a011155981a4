//! The reader against serde_json's, and against whatever bytes there are.

use kenpo_core::points::MOST_RECORDS;
use kenpo_wire::{ANSWER_LIMIT, BATCH_ITEMS, Failure, OPERATIONS, answer, from_text, parse_programme};
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

/// They are looked up by halves.
#[test]
fn operations_are_in_the_order_of_their_names() {
    assert!(OPERATIONS.is_sorted_by(|one, next| one.name < next.name));
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
    let request = format!("{{\"items\":[{}0]}}", "0,".repeat(BATCH_ITEMS - 1));
    let answer = answer(None, b"insurer_number.check.batch", request.as_bytes()).unwrap();
    let last = BATCH_ITEMS - 1;
    let last = format!("\"path\":\"/items/{last}\",\"line\":1,\"column\":{}}}}}]}}", 11 + 2 * last);
    assert!(answer.ends_with(last.as_bytes()));
}

#[test]
fn items_at_the_limit_and_one_past_it() {
    let refused = |request: String| {
        let failure = answer(None, b"insurer_number.check.batch", request.as_bytes()).unwrap_err();
        (failure.code.name(), failure.path, failure.column)
    };
    let items = |count: usize| format!("{{\"items\":[{}0]}}", "0,".repeat(count - 1));
    assert!(answer(None, b"insurer_number.check.batch", items(BATCH_ITEMS).as_bytes()).is_ok());
    assert_eq!(refused(items(BATCH_ITEMS + 1)), ("too_large", "/items".into(), Some(10)));
    assert_eq!(refused(items((32 << 20) - 8)), ("too_large", "/items".into(), Some(10)));
    // Commas alone are no items.
    let one = format!("{{\"items\":[\"{}\"]}}", ",".repeat(2 * BATCH_ITEMS));
    assert!(answer(None, b"insurer_number.check.batch", one.as_bytes()).is_ok());
}

#[test]
fn records_at_the_limit_and_one_past_it() {
    let programme = parse_programme(include_bytes!("../../programmes/kkr.json")).unwrap();
    let ask = |count: usize| {
        let arrivals = "0,".repeat(count - 1);
        let request = format!("{{\"now\":\"2022-06-15T09:00:00+09:00\",\"arrivals\":[{arrivals}0]}}");
        answer(Some(&programme), b"points.accrue", request.as_bytes())
    };
    assert!(ask(MOST_RECORDS).is_ok());
    for count in [MOST_RECORDS + 1, 4_000_000] {
        let failure = ask(count).unwrap_err();
        assert_eq!((failure.code.name(), &*failure.path, failure.column), ("too_large", "/arrivals", Some(47)));
    }
}

#[test]
fn an_answer_at_the_limit_and_one_past_it() {
    let item = "{\"insurer_number\":\"06130488\",\"explain\":\"all\"}";
    let ask = |count: usize| {
        let request = format!("{{\"items\":[{item}{}]}}", format!(",{item}").repeat(count - 1));
        answer(None, b"insurer_number.check.batch", request.as_bytes())
    };
    let length = |count: usize| ask(count).unwrap().len();
    let (one, two) = (length(1), length(2));
    let most = (ANSWER_LIMIT - one) / (two - one) + 1;
    assert_eq!(length(most), one + (most - 1) * (two - one));
    let failure = ask(most + 1).unwrap_err();
    assert_eq!((failure.code.name(), &*failure.path, failure.line), ("too_large", "", None));
}

/// What is answered together is answered as it is alone, and a batch is refused as a whole where it is not one.
#[test]
fn a_batch_is_one_list_of_items() {
    let ask = |request: &str| match answer(None, b"insurer_number.check.batch", request.as_bytes()) {
        Ok(answer) => String::from_utf8(answer).unwrap(),
        Err(failure) => String::from_utf8(failure.to_json()).unwrap(),
    };
    let fault = |code: &str, path: &str, column: u32| {
        format!("{{\"code\":\"{code}\",\"path\":\"{path}\",\"line\":1,\"column\":{column}}}")
    };
    let deep = format!("{{\"items\":[0,{}{}]}}", "[".repeat(31), "]".repeat(31));
    let long = format!("{{\"items\":[{{\"insurer_number\":\"{}\"}},[1]]}}", "1".repeat(65_536));
    assert_eq!(ask("{}"), fault("missing_value", "/items", 1));
    assert_eq!(ask(" [] "), fault("wrong_type", "", 2));
    assert_eq!(ask("{\"items\":0}"), fault("wrong_type", "/items", 10));
    assert_eq!(ask("{\"items\":null}"), fault("null_refused", "/items", 10));
    assert_eq!(ask("{\"items\":[],\"items\":[]}"), fault("duplicate_key", "/items", 13));
    assert_eq!(ask("{\"items\":[1],\"other\":[]}"), fault("unknown_key", "", 14));
    assert_eq!(ask("{\"items\":[1,]}"), fault("json_syntax", "/items", 13));
    assert_eq!(ask("{\"items\":[1] "), fault("json_syntax", "", 14));
    assert_eq!(ask("{\"items\":[1]}1"), fault("json_syntax", "", 14));
    assert_eq!(ask("{\"items\":[0,{\"insurer_number\":tru}]}"), fault("json_syntax", "/items/1", 31));
    assert_eq!(ask(&deep), fault("too_deep", "/items/1", 43));
    let item = |answered: &str| format!("{{\"kenpo\":\"{}\",\"items\":[{answered}]}}", env!("CARGO_PKG_VERSION"));
    let error = |code, path, column| format!("{{\"error\":{}}}", fault(code, path, column));
    let both = [error("too_large", "/items/0", 11), error("wrong_type", "/items/1", 65_569)].join(",");
    assert_eq!(ask(&long), item(&both));
    assert_eq!(ask("{\"items\": [ ] }"), item(""));
    assert_eq!(ask("{\"items\":[ [1] ]}"), item(&error("wrong_type", "/items/0", 12)));
}
