//! JSON Schemas of the contract, for xtask: the host types and the published schemas are written from them.

use std::borrow::Cow;

use kenpo_core::{ErrorCode, Reason, programme::MOST_ELEMENTS};
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde_json::{Map, Value, json};

use crate::{Failure, Item, ProgrammeRef, operations::schemas};

/// One document: every operation's request and answer, and every type they are made of.
///
/// `operations` lists `{"name", "needs_programme", "request", "answer"}` in the table's order; `$defs` holds the types.
pub fn contract() -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let operations: Vec<Value> = schemas(&mut generator)
        .into_iter()
        .map(|(name, [request, answer])| {
            let needs_programme = crate::OPERATIONS.iter().any(|o| o.name == name && o.needs_programme);
            json!({ "name": name, "needs_programme": needs_programme, "request": request, "answer": answer })
        })
        .collect();
    generator.subschema_for::<Failure>();
    generator.subschema_for::<ProgrammeRef>();
    generator.subschema_for::<kenpo_core::programme::Document>();
    let reasons: Vec<Value> =
        Reason::ALL.iter().map(|r| json!({ "name": r.name(), "number": r.number(), "text": r.text() })).collect();
    let errors: Vec<Value> =
        ErrorCode::ALL.iter().map(|e| json!({ "name": e.name(), "number": e.number(), "text": e.text() })).collect();
    // Types of documents are described as they are read: what may be left out is not needed.
    let mut definitions = definitions(&mut generator);
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

/// What validation wants of single values, as far as a schema can say it: keywords for a field of a type. It says no more than
/// validation refuses, so that the schema accepts every document that the library does.
const LIMITS: &[(&str, &str, &str)] = &[
    ("Document", "format", r#"{"const": "kenpo-programme/1"}"#),
    ("RegistrationTerms", "insurer_number_digits", r#"{"minItems": 1}"#),
    ("IdentityTerms", "waiting_months", r#"{"maximum": 12}"#),
    ("RelationTerms", "admitted", r#"{"minItems": 1}"#),
    ("CircumstanceTerms", "left_out", r#"{"minItems": 1}"#),
    ("FactTerms", "any_of", r#"{"minItems": 1}"#),
    ("PartFormat", "min_length", r#"{"minimum": 1}"#),
    ("DaysBefore", "days_before", r#"{"maximum": 366}"#),
    ("InsuredTerms", "at_least_months", r#"{"minimum": 1, "maximum": 1200}"#),
    ("OnceTerms", "times", r#"{"minimum": 1, "maximum": 100}"#),
    ("OnceTerms", "years", r#"{"minimum": 1, "maximum": 100}"#),
    ("SubsidyBand", "basis_points", r#"{"maximum": 10000}"#),
    ("SubsidyBand", "less_basis_points", r#"{"maximum": 10000}"#),
    ("Rounding", "to_yen", r#"{"enum": [1, 10, 100, 1000]}"#),
    ("TogetherTerms", "services", r#"{"minItems": 1}"#),
    ("NoticeTerms", "reminder_days_before", r#"{"maximum": 366}"#),
    ("DayRange", "at_least", r#"{"maximum": 366}"#),
    ("DayRange", "at_most", r#"{"maximum": 366}"#),
    ("VoucherTerms", "from_month", r#"{"minimum": 1, "maximum": 12}"#),
    ("PerSteps", "each", r#"{"minimum": 1}"#),
    ("MeanSteps", "tiers", r#"{"minItems": 1}"#),
    ("MeanSteps", "min_days", r#"{"minimum": 1, "maximum": 366}"#),
    ("MeanSteps", "window", r#"{"not": {"enum": ["day", "ever"]}}"#),
    ("ActivityPoints", "points", r#"{"minimum": 1}"#),
    ("FinalAfter", "months", r#"{"maximum": 1200}"#),
    ("FinalAfter", "day", r#"{"minimum": 1, "maximum": 28}"#),
    ("Campaign", "raises", r#"{"minItems": 1}"#),
    ("Campaign", "basis_points", r#"{"minimum": 1}"#),
    ("Campaign", "points", r#"{"minimum": 1}"#),
    ("Cap", "counts", r#"{"minItems": 1}"#),
    ("StepGoal", "steps", r#"{"minimum": 1}"#),
    ("StepSources", "order", r#"{"minItems": 1, "uniqueItems": true}"#),
    ("Exchange", "points", r#"{"minimum": 1}"#),
    ("PointsExpiry", "months", r#"{"maximum": 1200}"#),
    ("PurseTerms", "groups", r#"{"minItems": 1}"#),
];

/// Adds [`LIMITS`] to the types of a document, and the limit of every list.
fn limit(definitions: &mut Value) {
    let mut add = |name: &str, field: &str, keywords: Value| {
        let property = definitions[name]["properties"][field].as_object_mut();
        if let (Some(property), Value::Object(keywords)) = (property, keywords) {
            property.extend(keywords);
        }
    };
    for (name, field, keywords) in LIMITS {
        add(name, field, serde_json::from_str(keywords).unwrap_or_default());
    }
    bound(definitions);
}

/// Every list of a document has the same limit.
fn bound(schema: &mut Value) {
    if schema["type"] == "array" {
        schema["maxItems"] = MOST_ELEMENTS.into();
    }
    match schema {
        Value::Object(map) => map.values_mut().for_each(bound),
        Value::Array(items) => items.iter_mut().for_each(bound),
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
        let answer = generator.subschema_for::<A>();
        let error = generator.subschema_for::<Failure>();
        json_schema!({
            "type": "object",
            "description": "One answer of many: what was decided, or why this one could not be.",
            "properties": { "answer": answer, "error": error }
        })
    }
}

#[cfg(test)]
mod tests {
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
        assert!(!schema.to_string().contains("\"null\""));
    }
}
