//! Each optional key of each vector's request is left out in turn, and each optional list that is absent is given as an empty one: the same
//! answer alone, in a batch and by the typed Rust API. A text, a word, a truth or a list in place of a number is an error at its place.

use std::{collections::BTreeMap, fs, path::Path};

use kenpo_core::Programme;
use kenpo_tests::{twin, vector::VectorFile, vector_files};
use kenpo_wire::{answer, parse_programme};
use serde_json::{Value, json};

/// How many items of each list are changed.
const ITEMS_OF_EACH: usize = 2;

/// A request as it was written by hand, and what it is a request of.
struct Asked {
    id: String,
    operation: String,
    programme: Option<Programme>,
    request: Value,
}

/// Every typed request of the vectors that is not a batch.
fn each_request(mut act: impl FnMut(&Asked)) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for path in vector_files(&root.join("tests/vectors")).expect("vectors") {
        let file: VectorFile = serde_json::from_slice(&fs::read(&path).expect("a file")).expect("a vector file");
        if file.operation.ends_with(".batch") {
            continue;
        }
        let document = file.programme.as_ref().map(|name| fs::read(root.join(name)).expect("a document"));
        let mut asked = Asked {
            id: String::new(),
            operation: file.operation,
            programme: document.map(|document| parse_programme(&document).expect("a programme")),
            request: Value::Null,
        };
        for case in file.cases {
            if let Some(request) = case.request {
                asked.id = case.id;
                asked.request = serde_json::from_str(request.get()).expect("JSON");
                act(&asked);
            }
        }
    }
}

impl Asked {
    /// The status and the body, and what the other ways to the answer say against it. How a request is written again is not held here: what
    /// is preset or empty is not written. A record of `points.accrue` may be an error of its own, which no type holds.
    fn ask(&self, request: &Value) -> (i32, Value, Vec<String>) {
        let text = request.to_string();
        let (status, body) = match answer(self.programme.as_ref(), self.operation.as_bytes(), text.as_bytes()) {
            Ok(body) => (0, body),
            Err(failure) => (failure.status() as i32, failure.to_json()),
        };
        let body = String::from_utf8(body).expect("UTF-8");
        let mut faults = twin::compare(&self.operation, self.programme.as_ref(), &text, status, &body);
        let answer: Value = serde_json::from_str(&body).expect("JSON");
        let refused = status != 0 || !errors_of_items(&answer).is_empty();
        let of_types = |fault: &String| {
            fault.starts_with("the request encodes as") || refused && fault.starts_with("not a typed request")
        };
        faults.retain(|fault| !of_types(fault));
        (status, answer, faults)
    }
}

/// Errors of records, which stand beside the verdicts on other records.
fn errors_of_items(body: &Value) -> Vec<Value> {
    let items = body["answer"]["verdict"]["items"].as_array().into_iter().flatten();
    items.map(|item| item["error"].clone()).filter(|error| !error.is_null()).collect()
}

/// The first of many faults.
fn none_of(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(8)].join("\n"));
}

/// What can be left out or added in a request, by the contract's schema.
#[derive(Default)]
struct Places {
    /// Where an optional key stands: the object, and the key.
    given: Vec<(String, String)>,
    /// Where an optional list does not stand.
    absent_lists: Vec<(String, String)>,
}

struct Contract(Value);

impl Contract {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        Self(serde_json::from_slice(&fs::read(root.join("docs/schemas/contract.json")).expect("a file")).expect("JSON"))
    }

    fn places(&self, asked: &Asked) -> Places {
        let operations = self.0["operations"].as_array().expect("operations");
        let of = operations.iter().find(|one| one["name"] == asked.operation.as_str()).expect("an operation");
        let mut places = Places::default();
        self.walk(&of["request"], &asked.request, "", &mut places);
        places
    }

    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(name) => self.0.pointer(name.trim_start_matches('#')).expect("a definition"),
            None => schema,
        }
    }

    fn walk(&self, schema: &Value, value: &Value, at: &str, places: &mut Places) {
        let schema = self.resolved(schema);
        match value {
            Value::Object(map) => {
                let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
                let required: Vec<&str> = required.collect();
                for (key, of) in schema["properties"].as_object().into_iter().flatten() {
                    match map.get(key) {
                        Some(inner) => {
                            if !required.contains(&key.as_str()) {
                                places.given.push((at.into(), key.clone()));
                            }
                            self.walk(of, inner, &format!("{at}/{key}"), places);
                        }
                        None if self.resolved(of)["type"] == "array" => {
                            places.absent_lists.push((at.into(), key.clone()));
                        }
                        None => {}
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().take(ITEMS_OF_EACH).enumerate() {
                    self.walk(&schema["items"], item, &format!("{at}/{index}"), places);
                }
            }
            _ => {}
        }
    }
}

/// The request with a change of the object at a place.
fn changed(request: &Value, at: &str, change: impl FnOnce(&mut serde_json::Map<String, Value>)) -> Value {
    let mut request = request.clone();
    request.pointer_mut(at).and_then(Value::as_object_mut).map(change).expect("an object");
    request
}

#[test]
fn what_is_left_out_is_left_out_by_every_way_to_the_answer() {
    let contract = Contract::read();
    let (mut done, mut faults) = (BTreeMap::new(), Vec::new());
    each_request(|asked| {
        for (at, key) in contract.places(asked).given {
            let without = changed(&asked.request, &at, |map| drop(map.shift_remove(&key)));
            let (_, _, found) = asked.ask(&without);
            faults.extend(found.into_iter().map(|fault| format!("{} without {at}/{key}: {fault}", asked.id)));
            *done.entry(asked.operation.clone()).or_insert(0) += 1;
        }
    });
    none_of(&faults);
    assert!(done.len() > 65 && done.values().sum::<usize>() > 10_000, "{done:?}");
}

#[test]
fn an_empty_list_is_one_that_is_absent() {
    let contract = Contract::read();
    let (mut done, mut faults) = (BTreeMap::new(), Vec::new());
    each_request(|asked| {
        let places = contract.places(asked);
        // A list that is there is left out first.
        let lists = places
            .given
            .iter()
            .filter(|(at, key)| asked.request.pointer(&format!("{at}/{key}")).is_some_and(Value::is_array));
        for (at, key) in lists.chain(&places.absent_lists) {
            let absent = changed(&asked.request, at, |map| drop(map.shift_remove(key)));
            let empty = changed(&absent, at, |map| drop(map.insert(key.clone(), json!([]))));
            let ((status, answered, _), (again, with, found)) = (asked.ask(&absent), asked.ask(&empty));
            // An error's line and column move with the text.
            let of = |answered: &Value| {
                if status == 0 { answered.clone() } else { json!([answered["code"], answered["path"]]) }
            };
            let mut fault = |what: String| faults.push(format!("{} with an empty {at}/{key}: {what}", asked.id));
            if (status, of(&answered)) != (again, of(&with)) {
                fault(format!("{with}, without it {answered}"));
            }
            found.into_iter().for_each(fault);
            *done.entry(asked.operation.clone()).or_insert(0) += 1;
        }
    });
    none_of(&faults);
    assert!(done.len() > 30 && done.values().sum::<usize>() > 1_000, "{done:?}");
}

/// Where numbers stand.
fn numbers(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Number(_) => found.push(at.into()),
        Value::Object(map) => map.iter().for_each(|(key, inner)| numbers(inner, &format!("{at}/{key}"), found)),
        Value::Array(items) => {
            let items = items.iter().take(ITEMS_OF_EACH).enumerate();
            items.for_each(|(index, item)| numbers(item, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

#[test]
fn what_is_no_number_in_place_of_one_is_an_error_at_its_place() {
    let (mut done, mut faults) = (BTreeMap::new(), Vec::new());
    each_request(|asked| {
        // Of a request that is refused already, another error may come first.
        let (status, body, _) = asked.ask(&asked.request);
        if status != 0 || !errors_of_items(&body).is_empty() {
            return;
        }
        let mut places = Vec::new();
        numbers(&asked.request, "", &mut places);
        for (place, wrong) in places
            .iter()
            .flat_map(|place| [json!("65"), json!("unknown"), json!(true), json!([65])].map(|wrong| (place, wrong)))
        {
            let mut request = asked.request.clone();
            *request.pointer_mut(place).expect("a place") = wrong;
            let (status, body, found) = asked.ask(&request);
            let errors = if status == 0 { errors_of_items(&body) } else { vec![body] };
            let said: Vec<_> = errors.iter().map(|error| (error["code"].as_str(), error["path"].as_str())).collect();
            if said != [(Some("wrong_type"), Some(place.as_str()))] {
                faults.push(format!("{} {request}: {said:?}", asked.id));
            }
            faults.extend(found.into_iter().map(|fault| format!("{} {request}: {fault}", asked.id)));
            *done.entry(asked.operation.clone()).or_insert(0) += 1;
        }
    });
    none_of(&faults);
    assert!(done.len() > 40 && done.values().sum::<usize>() > 1_000, "{done:?}");
}
