//! YAML, and JSON as a part of it, as values that know their places.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, StrInput};
use serde_json::{Map, Number, Value};

use super::misread::{Misread, What};

/// How deep values may be nested.
const DEPTH: usize = 32;

/// A place in a text: line and column, from 1.
pub(crate) type Place = (u32, u32);

/// A file's value, and where each part of it stands.
pub(crate) struct Placed {
    pub(crate) value: Value,
    places: BTreeMap<String, Place>,
}

impl Placed {
    /// Reads one document.
    ///
    /// # Errors
    /// A text that is not YAML, has more than one document, a key twice, an anchor, or is nested deeper than 32 levels.
    pub(crate) fn read(text: &str) -> Result<Self, Misread> {
        let mut reader = Reader { events: Parser::new_from_str(text), places: BTreeMap::new() };
        let value = reader.document()?;
        Ok(Self { value, places: reader.places })
    }

    /// The place of what a JSON Pointer names, or of the nearest thing around it.
    pub(crate) fn place(&self, pointer: &str) -> Place {
        let mut pointer = pointer;
        loop {
            match (self.places.get(pointer), pointer.rfind('/')) {
                (Some(place), _) => return *place,
                (None, Some(end)) => pointer = pointer.get(..end).unwrap_or_default(),
                (None, None) => return (1, 1),
            }
        }
    }
}

impl Placed {
    /// The pointer of a key that stands at some depth under another, but not under its `then`; the first of them in the file.
    pub(crate) fn key_under(&self, pointer: &str, key: &str) -> Option<&str> {
        let within = |path: &str| path.strip_prefix(pointer).is_some_and(|rest| !rest.starts_with("/then"));
        let found = self.places.iter().filter(|(path, _)| {
            within(path)
                && path.strip_suffix(key).is_some_and(|before| before.ends_with('/') && before.len() > pointer.len())
        });
        found.min_by_key(|(_, place)| **place).map(|(path, _)| path.as_str())
    }
}

/// A key as a part of a JSON Pointer (RFC 6901).
pub(crate) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

struct Reader<'a> {
    events: Parser<'a, StrInput<'a>>,
    places: BTreeMap<String, Place>,
}

fn at(marker: &Marker) -> Place {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    (number(marker.line()), number(marker.col() + 1))
}

fn misread(span: Span, what: What) -> Misread {
    Misread { place: at(&span.start), what }
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), Misread> {
        match self.events.next() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(Misread { place: at(error.marker()), what: What::Yaml(error.info().to_owned()) }),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn document(&mut self) -> Result<Value, Misread> {
        loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(_), _) => {}
                (Event::StreamEnd, _) => return Ok(Value::Null),
                first => {
                    let value = self.node(first, "", 0)?;
                    self.next()?;
                    return match self.next()? {
                        (Event::StreamEnd, _) => Ok(value),
                        (_, span) => Err(misread(span, What::SecondDocument)),
                    };
                }
            }
        }
    }

    fn node(&mut self, (event, span): (Event<'a>, Span), path: &str, depth: usize) -> Result<Value, Misread> {
        if depth == DEPTH {
            return Err(misread(span, What::TooDeep));
        }
        self.places.insert(path.to_owned(), at(&span.start));
        match event {
            Event::Scalar(text, ScalarStyle::Plain, _, None) => Ok(plain(&text)),
            Event::Scalar(text, _, _, None) => Ok(Value::String(text.into_owned())),
            Event::SequenceStart(_, None) => {
                let mut list = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => return Ok(Value::Array(list)),
                        element => {
                            let element = self.node(element, &format!("{path}/{}", list.len()), depth + 1)?;
                            list.push(element);
                        }
                    }
                }
            }
            Event::MappingStart(_, None) => self.mapping(path, depth),
            Event::Alias(_) => Err(misread(span, What::Alias)),
            _ => Err(misread(span, What::Tag)),
        }
    }

    fn mapping(&mut self, path: &str, depth: usize) -> Result<Value, Misread> {
        let mut object = Map::new();
        loop {
            match self.next()? {
                (Event::MappingEnd, _) => return Ok(Value::Object(object)),
                (Event::Scalar(key, ..), span) => {
                    let value = self.next()?;
                    let value = self.node(value, &format!("{path}/{}", escaped(&key)), depth + 1)?;
                    if object.insert(key.into_owned(), value).is_some() {
                        return Err(misread(span, What::KeyTwice));
                    }
                }
                (_, span) => return Err(misread(span, What::KeyNoText)),
            }
        }
    }
}

/// A scalar without quotes. `06133425` is a text and not a number: numbers of cards begin with zeros.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" => return Value::Null,
        "true" => return Value::Bool(true),
        "false" => return Value::Bool(false),
        _ => {}
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = digits == "0" || digits.starts_with(|c: char| matches!(c, '1'..='9'));
    match text.parse::<i64>() {
        Ok(number) if is_number => Value::Number(Number::from(number)),
        _ => Value::String(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn yaml_and_json_are_read_with_places() {
        let yaml = "a: 1\nb:\n  - x: 2022-06-01\n    y: 06133425\n  - [null, true, \"2\", -3]\n";
        let read = Placed::read(yaml).unwrap();
        let value = json!({"a": 1, "b": [{"x": "2022-06-01", "y": "06133425"}, [null, true, "2", -3]]});
        assert_eq!(read.value, value);
        assert_eq!(read.place("/b/0/y"), (4, 8));
        assert_eq!(read.place("/b/1/3/none"), (5, 23));
        assert_eq!(Placed::read(&value.to_string()).unwrap().value, value);
    }

    #[test]
    fn what_is_not_read_has_a_place() {
        let place = |text: &str| Placed::read(text).map(|placed| placed.value).unwrap_err().place;
        assert_eq!(place("a: 1\na: 2\n"), (2, 1));
        assert_eq!(place("a: &x 1\nb: *x\n"), (2, 4));
        assert_eq!(place("a: !!str 1\n"), (1, 4));
        assert_eq!(place("a: 1\n---\nb: 2\n").0, 2);
        assert!(Placed::read(&"[".repeat(100)).is_err());
    }
}
