//! Pairs of programmes: what was asked of one is asked of both, and the difference is that of their answers.
#![no_main]

use std::sync::LazyLock;

use kenpo_core::Programme;
use kenpo_fuzz::{DOCUMENTS, REQUESTS, ask};
use libfuzzer_sys::{
    arbitrary::{Result, Unstructured},
    fuzz_target,
};
use serde_json::{Map, Value};

static DELIVERIES: LazyLock<Vec<&Map<String, Value>>> = LazyLock::new(|| {
    let asked = REQUESTS.iter().filter(|asked| matches!(asked.operation.as_str(), "points.accrue" | "points.compare"));
    asked.map(|asked| &asked.request).collect()
});

static OURS: LazyLock<Vec<(Programme, &str)>> = LazyLock::new(|| {
    let read = |text: &'static Vec<u8>| (kenpo_wire::parse_programme(text).unwrap(), std::str::from_utf8(text).unwrap());
    DOCUMENTS.values().map(read).filter(|(programme, _)| !programme.document().points.rules.is_empty()).collect()
});

fuzz_target!(|data: &[u8]| {
    let _ = compare(&mut Unstructured::new(data));
});

fn compare(u: &mut Unstructured) -> Result<()> {
    let (programme, document) = &OURS[u.choose_index(OURS.len())?];
    let (other, given) = if u.arbitrary()? { (u.choose_index(OURS.len())?, None) } else { (0, Some(altered(u, document)?)) };
    let other = given.unwrap_or_else(|| OURS[other].1.to_owned());
    let mut request = DELIVERIES[u.choose_index(DELIVERIES.len())?].clone();
    // What the other operation does not take.
    for key in ["explain", "other"] {
        request.remove(key);
    }
    for arrival in request.get_mut("arrivals").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(arrival) = arrival.as_object_mut().filter(|_| !u.is_empty()) {
            arrival.insert("steps".to_owned(), u.int_in_range(0..=20_000)?.into());
        }
    }
    let alone = Value::Object(request.clone());
    request.insert("other".to_owned(), other.as_str().into());
    let both = ask(Some(programme), "points.compare", &Value::Object(request));
    let verdict = &both["answer"]["verdict"];
    let (Some(points), Some(others)) = (verdict["points"].as_i64(), verdict["other"].as_i64()) else { return Ok(()) };
    assert_eq!(verdict["difference"].as_i64(), Some(others - points), "{both}");
    // Rows that were credited before belong to the first programme, so that each pays as it does alone only without them.
    if alone.get("ledger").is_none() && alone.get("known").is_none() {
        for (programme, points) in
            [(Some(programme), points), (kenpo_wire::parse_programme(other.as_bytes()).ok().as_ref(), others)]
        {
            let paid = ask(programme, "points.accrue", &alone);
            // What is taken back is taken off.
            let verdict = &paid["answer"]["verdict"];
            let kept = verdict["points"].as_i64().map(|paid| paid - verdict["taken_back"].as_i64().unwrap_or(0));
            assert_eq!(kept, Some(points), "{paid} beside {both}");
        }
    }
    Ok(())
}

/// The document with a few of its numbers changed.
fn altered(u: &mut Unstructured, document: &str) -> Result<String> {
    let mut value: Value = serde_json::from_str(document).unwrap();
    let mut numbers = Vec::new();
    collect(&mut value["points"], &mut numbers);
    for _ in 0..u.int_in_range(1..=3)? {
        if numbers.is_empty() {
            break;
        }
        let at = u.choose_index(numbers.len())?;
        *numbers[at] = u.int_in_range(0..=20_000)?.into();
    }
    Ok(value.to_string())
}

fn collect<'a>(value: &'a mut Value, numbers: &mut Vec<&'a mut Value>) {
    match value {
        Value::Number(_) => numbers.push(value),
        Value::Array(items) => items.iter_mut().for_each(|item| collect(item, numbers)),
        Value::Object(fields) => fields.values_mut().for_each(|field| collect(field, numbers)),
        _ => {}
    }
}
