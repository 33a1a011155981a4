//! A fault of a document in words: what is wrong, what was meant, the other setting, and what is allowed. The words are the
//! catalogue's, and the packages' `explainFault` puts them together alike.

use kenpo_wire::Fault;
use serde_json::Value;

use crate::{catalogue, lang::Lang};

/// The most words of a list that are told.
const LISTED: usize = 40;
/// The bound of all whole numbers, which tells nothing.
const MAX_SAFE: u64 = (1 << 53) - 1;

/// Faults as `programme.check` answers them, each with its text as `message`.
pub(crate) fn told(lang: Lang, faults: &[Fault]) -> Vec<Value> {
    let told = |fault: &Fault| {
        let mut told = as_answered(fault);
        told["message"] = text(lang, &told).into();
        told
    };
    faults.iter().map(told).collect()
}

/// A fault as `programme.check` answers it.
pub(crate) fn as_answered(fault: &Fault) -> Value {
    // It has no map with keys that are no texts, by which alone this could fail.
    serde_json::to_value(fault).unwrap_or_default()
}

/// A fault in one text; `None` for a code that the catalogue does not know.
fn text(lang: Lang, fault: &Value) -> Option<String> {
    let first = catalogue::error(fault["code"].as_str()?, lang)?.to_owned();
    let allowed = match (kind_and_range(lang, fault), list(lang, fault)) {
        (Some(kind), Some(list)) => Some(word(lang, "list_of_kind", &[("kind", &kind), ("list", &list)])),
        (kind, list) => kind.or(list),
    };
    let sentences = [
        fault["meant"].as_str().map(|key| meant(lang, key)),
        fault["other"].as_str().map(|path| word(lang, "other", &[("path", path)])),
        allowed.map(|allowed| word(lang, "allowed", &[("allowed", &allowed)])),
    ];
    let joined = |before: String, after: String| word(lang, "sentences", &[("before", &before), ("after", &after)]);
    Some(sentences.into_iter().flatten().fold(first, joined))
}

/// Whether a key, or another name, was meant.
pub(crate) fn meant(lang: Lang, name: &str) -> String {
    word(lang, "meant", &[("meant", name)])
}

/// A kind of value, by the name that `allowed` has for it.
pub(crate) fn kind(lang: Lang, kind: &str) -> &str {
    catalogue::word(&format!("kind_{kind}"), lang).unwrap_or(kind)
}

/// The kind of value that is allowed, and its range.
pub(crate) fn kind_and_range(lang: Lang, fault: &Value) -> Option<String> {
    let allowed = &fault["allowed"];
    let bound =
        |key| allowed[key].as_i64().filter(|bound| bound.unsigned_abs() < MAX_SAFE).map(|bound| bound.to_string());
    let range = match (bound("at_least"), bound("at_most")) {
        (Some(least), Some(most)) => Some(word(lang, "from_to", &[("least", &least), ("most", &most)])),
        (Some(least), None) => Some(word(lang, "or_more", &[("least", &least)])),
        (None, Some(most)) => Some(word(lang, "or_less", &[("most", &most)])),
        (None, None) => None,
    };
    let kind = allowed["kind"].as_str().map(|name| kind(lang, name).to_owned());
    match (kind, range) {
        (Some(kind), Some(range)) => Some(word(lang, "range_of_kind", &[("kind", &kind), ("range", &range)])),
        (kind, range) => kind.or(range),
    }
}

/// The choices, the keys, or the lists of ids that are allowed.
pub(crate) fn list(lang: Lang, fault: &Value) -> Option<String> {
    let some = |key| {
        let words = fault["allowed"][key].as_array().filter(|words| !words.is_empty())?;
        let some: Vec<&str> = words.iter().take(LISTED).filter_map(Value::as_str).collect();
        Some(some.join(", ") + if words.len() > LISTED { ", …" } else { "" })
    };
    let ids = || Some(word(lang, "ids_of", &[("lists", &some("ids_of")?)]));
    some("choices").or_else(|| some("keys")).or_else(ids)
}

/// A word of the catalogue's with its values.
fn word(lang: Lang, name: &str, values: &[(&str, &str)]) -> String {
    let value = |name: &str| Some(values.iter().find(|(key, _)| *key == name)?.1.to_owned());
    catalogue::filled(catalogue::word(name, lang).unwrap_or(name), value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_of_faults_are_those_that_every_package_gives() {
        let cases: Vec<Value> = serde_json::from_str(include_str!("../../tests/faults.json")).unwrap();
        for case in &cases {
            for lang in [Lang::Ja, Lang::En] {
                assert_eq!(text(lang, &case["fault"]).as_deref(), case[lang.key()].as_str(), "{}", case["id"]);
            }
        }
        assert!(cases.len() > 20);
    }

    #[test]
    fn every_kind_that_is_answered_has_its_word() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/programme");
        let mut kinds = std::collections::BTreeSet::new();
        for file in folder.read_dir().unwrap().map(|entry| entry.unwrap().path()) {
            let text = std::fs::read_to_string(file).unwrap();
            let found = text.split("\"allowed\":{\"kind\":\"").skip(1).filter_map(|rest| rest.split('"').next());
            kinds.extend(found.map(str::to_owned));
        }
        assert!(kinds.len() > 8, "{kinds:?}");
        for kind in kinds {
            assert_ne!(super::kind(Lang::Ja, &kind), kind);
        }
    }
}
