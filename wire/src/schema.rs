//! JSON Schemas of the contract, for xtask: the host types and the published schemas are written from them.

mod described;
mod reasons;
mod requests;
mod settings;

use std::borrow::Cow;

use kenpo_core::{ErrorCode, Reason, programme::MOST_ELEMENTS};
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde_json::{Map, Value, json};

use self::settings::{LIMITS, TOGETHER, WAYS};
use crate::{Failure, Item, ProgrammeRef};

/// One document: every operation's request and answer, and every type they are made of.
///
/// `operations` lists `{"name", "description", "needs_programme", "request", "answer", "reasons"}` in the table's order; `$defs` holds the types.
pub fn contract() -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let operations = described::operations(&mut generator);
    generator.subschema_for::<Failure>();
    generator.subschema_for::<ProgrammeRef>();
    generator.subschema_for::<kenpo_core::programme::Document>();
    let reasons: Vec<Value> =
        Reason::ALL.iter().map(|r| json!({ "name": r.name(), "number": r.number(), "text": r.text() })).collect();
    let errors: Vec<Value> =
        ErrorCode::ALL.iter().map(|e| json!({ "name": e.name(), "number": e.number(), "text": e.text() })).collect();
    let mut definitions = definitions(&mut generator);
    may_be_absent(&mut definitions);
    for (name, field, keywords) in requests::limits() {
        limit_field(&mut definitions, name, field, keywords);
    }
    for (name, keywords) in requests::together() {
        all_of(&mut definitions, name, keywords);
    }
    bound_integers(&mut definitions);
    // Types of documents are described as they are read: what may be left out is not needed.
    if let (Value::Object(all), Value::Object(of_documents)) = (&mut definitions, programme()["$defs"].take()) {
        all.extend(of_documents);
    }
    let contract = json!({
        "kenpo": kenpo_core::VERSION,
        "operations": operations,
        "reasons": reasons,
        "errors": errors,
        "$defs": definitions,
    });
    shorten(without_null(contract))
}

/// `CouponVerdictDecision` is called `CouponDecision`, and `AccrueVerdictPosting` `AccruePosting`.
fn shorten(value: Value) -> Value {
    let short = |name: &str| name.replace("VerdictDecision", "Decision").replace("VerdictPosting", "Posting");
    match value {
        Value::Object(map) => {
            Value::Object(map.into_iter().map(|(key, value)| (short(&key), shorten(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(shorten).collect()),
        Value::String(text) if text.starts_with("#/$defs/") => Value::String(short(&text)),
        other => other,
    }
}

/// The JSON Schema of a programme document.
pub fn programme() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let root = generator.subschema_for::<kenpo_core::programme::Document>();
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".into(), json!("kenpo-programme/1"));
    if let Value::Object(root) = root.to_value() {
        schema.extend(root);
    }
    let mut definitions = definitions(&mut generator);
    limit(&mut definitions);
    schema.insert("$defs".into(), definitions);
    without_null(Value::Object(schema))
}

/// Adds [`LIMITS`], [`WAYS`] and [`TOGETHER`] to the types of a document, and the limits of every list and of numbers of 32 bits.
fn limit(definitions: &mut Value) {
    for (name, field, keywords) in LIMITS {
        limit_field(definitions, name, field, serde_json::from_str(keywords).unwrap_or_default());
    }
    for (name, keys) in WAYS {
        all_of(definitions, name, json!({ "oneOf": keys.iter().map(|key| given(key)).collect::<Vec<_>>() }));
    }
    for (name, keywords) in TOGETHER {
        all_of(definitions, name, serde_json::from_str(keywords).unwrap_or_default());
    }
    bound_lists(definitions);
    bound_integers(definitions);
}

/// Adds keywords to a field of a type.
fn limit_field(definitions: &mut Value, name: &str, field: &str, keywords: Value) {
    let property = definitions[name]["properties"][field].as_object_mut();
    if let (Some(property), Value::Object(keywords)) = (property, keywords) {
        property.extend(keywords);
    }
}

/// Adds keywords to a type.
fn all_of(definitions: &mut Value, name: &str, keywords: Value) {
    if let Some(definition) = definitions[name].as_object_mut()
        && let Value::Array(all) = definition.entry("allOf").or_insert_with(|| json!([]))
    {
        all.push(keywords);
    }
}

/// What is read with a default may be left out, though it is always written.
fn may_be_absent(definitions: &mut Value) {
    for definition in definitions.as_object_mut().into_iter().flat_map(Map::values_mut) {
        let properties = definition["properties"].clone();
        if let Some(required) = definition.get_mut("required").and_then(Value::as_array_mut) {
            required.retain(|name| name.as_str().is_none_or(|name| properties[name]["default"].is_null()));
        }
    }
}

/// That a key is given, and where it is a list, written with `[]`, that it has an element.
fn given(key: &str) -> Value {
    match key.strip_suffix("[]") {
        Some(list) => json!({ "required": [list], "properties": { list: { "minItems": 1 } } }),
        None => json!({ "required": [key] }),
    }
}

/// Every list of a document has the same limit.
fn bound_lists(schema: &mut Value) {
    if schema["type"] == "array" && schema["maxItems"].is_null() {
        schema["maxItems"] = MOST_ELEMENTS.into();
    }
    each(schema, bound_lists);
}

/// A number of 32 bits has the limit of its type: schemars gives only the shorter ones theirs.
fn bound_integers(schema: &mut Value) {
    if schema["format"] == "uint32" && schema["maximum"].is_null() {
        schema["maximum"] = u32::MAX.into();
    }
    each(schema, bound_integers);
}

fn each(schema: &mut Value, add: fn(&mut Value)) {
    match schema {
        Value::Object(map) => map.values_mut().for_each(add),
        Value::Array(items) => items.iter_mut().for_each(add),
        _ => {}
    }
}

/// A schema that never allows null: what is absent is left out.
fn without_null(schema: Value) -> Value {
    match schema {
        Value::Array(items) => Value::Array(items.into_iter().map(without_null).collect()),
        Value::Object(mut map) => {
            if let Some(types) = map.get("type").and_then(Value::as_array)
                && let [one] = types.iter().filter(|name| *name != "null").collect::<Vec<_>>()[..]
            {
                let one = one.clone();
                map.insert("type".into(), one);
            }
            let null = json!({ "type": "null" });
            if let Some(any) = map.get("anyOf").and_then(Value::as_array)
                && any.contains(&null)
                && let [Value::Object(one)] =
                    any.iter().filter(|one| **one != null).cloned().collect::<Vec<_>>()[..].to_vec().as_slice()
            {
                map.remove("anyOf");
                let mut merged = one.clone();
                merged.extend(map);
                map = merged;
            }
            Value::Object(map.into_iter().map(|(key, value)| (key, without_null(value))).collect())
        }
        other => other,
    }
}

fn definitions(generator: &mut SchemaGenerator) -> Value {
    Value::Object(generator.take_definitions(true))
}

/// An item is an object with one of two keys, so that every host has a plain type for it.
impl<A: JsonSchema> JsonSchema for Item<A> {
    fn schema_name() -> Cow<'static, str> {
        format!("ItemOf{}", A::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut answer = generator.subschema_for::<A>();
        answer.insert("description".into(), "The answer to the item.".into());
        let mut error = generator.subschema_for::<Failure>();
        error.insert("description".into(), "What was wrong with the item, in place of an answer.".into());
        json_schema!({
            "type": "object",
            "description": "One answer of many: what was decided, or why this one could not be.",
            "properties": { "answer": answer, "error": error }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_limit_is_one_of_a_field() {
        let schema = programme();
        for (name, field, keywords) in LIMITS {
            let property = &schema["$defs"][name]["properties"][field];
            let Value::Object(keywords) = serde_json::from_str(keywords).unwrap() else { panic!("{name}.{field}") };
            for (keyword, value) in keywords {
                assert_eq!(property[&keyword], value, "{name}.{field}");
            }
        }
        for (name, keys) in WAYS {
            for key in *keys {
                let field = key.trim_end_matches("[]");
                let property = &schema["$defs"][name]["properties"][field];
                assert!(property.is_object(), "{name}.{field}");
                assert_eq!(property["type"] == "array", key.ends_with("[]"), "{name}.{field}");
            }
        }
        for (name, keywords) in TOGETHER {
            assert!(schema["$defs"][name].is_object(), "{name}");
            assert!(serde_json::from_str::<Value>(keywords).unwrap().is_object(), "{name}");
        }
        assert!(!schema.to_string().contains("\"null\""));
    }

    #[test]
    fn every_limit_of_a_request_is_one_of_a_field() {
        let contract = contract();
        for (name, field, keywords) in requests::limits() {
            let property = &contract["$defs"][name]["properties"][field];
            let Value::Object(keywords) = keywords else { panic!("{name}.{field}") };
            for (keyword, value) in keywords {
                assert_eq!(property[&keyword], value, "{name}.{field}");
            }
        }
        for (name, keywords) in requests::together() {
            let all = contract["$defs"][name]["allOf"].as_array();
            assert!(all.is_some_and(|all| all.contains(&keywords)), "{name}");
        }
    }

    /// The types that a schema refers to, and those that they refer to.
    fn refers(contract: &Value, schema: &Value, needed: &mut BTreeSet<String>) {
        match schema {
            Value::Object(map) => {
                let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
                if let Some(name) = name
                    && needed.insert(name.into())
                {
                    refers(contract, &contract["$defs"][name], needed);
                }
                map.values().for_each(|value| refers(contract, value, needed));
            }
            Value::Array(items) => items.iter().for_each(|item| refers(contract, item, needed)),
            _ => {}
        }
    }

    /// An integer of a document or a request has both its ends.
    fn open_integers(schema: &Value, path: &str, open: &mut Vec<String>) {
        match schema {
            Value::Object(map) => {
                if schema["type"] == "integer" && (schema["minimum"].is_null() || schema["maximum"].is_null()) {
                    open.push(path.into());
                }
                map.iter().for_each(|(key, value)| open_integers(value, &format!("{path}/{key}"), open));
            }
            Value::Array(items) => items.iter().for_each(|item| open_integers(item, path, open)),
            _ => {}
        }
    }

    #[test]
    fn every_integer_is_bounded() {
        let mut open = Vec::new();
        open_integers(&programme(), "", &mut open);
        let contract = contract();
        let operations = contract["operations"].as_array().unwrap();
        let mut needed = BTreeSet::new();
        operations.iter().for_each(|operation| refers(&contract, &operation["request"], &mut needed));
        assert!(needed.len() > 100, "{}", needed.len());
        needed.iter().for_each(|name| open_integers(&contract["$defs"][name.as_str()], name, &mut open));
        assert_eq!(open, Vec::<String>::new());
    }
}
