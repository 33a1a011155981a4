//! Settings of a document by a path in words: `points.caps.month.points` is the key `points` of the cap with the id `month`.
//! A JSON Pointer, as checks and `coverage` show it, is a path too: `/points/caps/0/points`.

use serde_json::Value;

/// What of a path is not there, and what there is.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Missing {
    pub(crate) name: String,
    pub(crate) known: String,
}

/// Sets a value: JSON, or a text as it stands.
///
/// # Errors
/// What of the path is not there.
pub(crate) fn set(document: &mut Value, path: &str, value: &str) -> Result<(), Missing> {
    let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
    let mut at = document;
    let names = names(path);
    let from = u8::from(!path.starts_with('/'));
    let mut names = names.iter().map(String::as_str).peekable();
    while let Some(name) = names.next() {
        let is_last = names.peek().is_none();
        let known = known(at);
        at = match at {
            Value::Object(object) if is_last => {
                object.insert(name.to_owned(), value);
                return Ok(());
            }
            Value::Object(object) => object.get_mut(name),
            Value::Array(list) => {
                // A pointer has places alone.
                let of_id = list.iter().position(|element| from == 1 && element["id"] == name);
                // Without an id the place: from 1 in words, as people count, and from 0 in a pointer.
                let place = of_id.or_else(|| name.parse::<usize>().ok()?.checked_sub(from.into()));
                let element = place.and_then(|place| list.get_mut(place));
                match element {
                    Some(element) if is_last => {
                        *element = value;
                        return Ok(());
                    }
                    element => element,
                }
            }
            _ => None,
        }
        .ok_or_else(|| Missing { name: name.to_owned(), known })?;
    }
    Err(Missing { name: path.to_owned(), known: String::new() })
}

/// The names in a path in words, or in a JSON Pointer.
pub(crate) fn names(path: &str) -> Vec<String> {
    match path.strip_prefix('/') {
        Some(pointer) => pointer.split('/').map(|name| name.replace("~1", "/").replace("~0", "~")).collect(),
        None => path.split('.').map(str::to_owned).collect(),
    }
}

/// What there is at a place.
fn known(at: &Value) -> String {
    match at {
        Value::Object(object) => object.keys().cloned().collect::<Vec<_>>().join(", "),
        Value::Array(list) => {
            let name = |(place, element): (usize, &Value)| {
                element["id"].as_str().map_or_else(|| (place + 1).to_string(), str::to_owned)
            };
            list.iter().enumerate().map(name).collect::<Vec<_>>().join(", ")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_go_by_ids_and_places() {
        let mut document =
            json!({ "points": { "caps": [{ "id": "month", "points": 500 }], "tiers": [{ "at": 1 }, { "at": 2 }] } });
        set(&mut document, "points.caps.month.points", "600").unwrap();
        set(&mut document, "points.tiers.2.at", "3").unwrap();
        set(&mut document, "points.caps.month.window", "month").unwrap();
        set(&mut document, "/points/tiers/0/at", "4").unwrap();
        assert_eq!(
            document,
            json!({ "points": { "caps": [{ "id": "month", "points": 600, "window": "month" }], "tiers": [{ "at": 4 }, { "at": 3 }] } })
        );
        // Ids may look like places.
        let mut caps = json!({ "caps": [{ "id": "1", "points": 10 }, { "id": "0", "points": 20 }] });
        set(&mut caps, "/caps/1/points", "21").unwrap();
        set(&mut caps, "caps.1.points", "11").unwrap();
        assert_eq!(caps, json!({ "caps": [{ "id": "1", "points": 11 }, { "id": "0", "points": 21 }] }));
        let missing = |name: &str, known: &str| Missing { name: name.to_owned(), known: known.to_owned() };
        assert_eq!(set(&mut document, "points.caps.year.points", "1").unwrap_err(), missing("year", "month"));
        assert_eq!(set(&mut document, "points.cap.year", "1").unwrap_err(), missing("cap", "caps, tiers"));
    }
}
