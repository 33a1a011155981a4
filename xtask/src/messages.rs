//! The message catalogue, `messages/messages.json`: held to the contract's codes, and shown as `docs/messages.md`.

use std::fmt::Write as _;

use serde_json::Value;

use crate::{
    shell::{Outcome, read_file},
    types::{
        Generated,
        model::{Code, Contract},
    },
};

const CATALOGUE: &str = "messages/messages.json";

/// An entry's keys, in order.
const ENTRY: [&str; 3] = ["code", "en", "ja"];
/// What each language says of a code, in order.
const TEXTS: [&str; 3] = ["text", "cause", "remedy"];

/// Headings of the English and the Japanese tables, under the language's key.
const LANGUAGES: [(&str, &str, &str); 2] = [
    ("en", "English", "| number | code | text | cause | remedy |"),
    ("ja", "日本語", "| 番号 | コード | メッセージ | 原因 | 対処 |"),
];

const INTRO: &str = "# Messages

Generated from `messages/messages.json` by `cargo xtask generate`; changes here are lost.

- A *reason* is part of an answer: why a decision came out as it did. Its text may be shown to the member.
- An *error* means that the input could not be used. Its text is for the developer; the error's path says where.

Numbers and codes are stable: neither is given another meaning. The C ABI reports a reason by its number, a row of a column likewise,
with 0 where there is nothing to say. JSON carries the code. A later version may add codes, so show an unknown one as it stands.

The library knows codes only. The texts are data beside it, for a portal to take over or to word anew.
";

/// `docs/messages.md`.
///
/// # Errors
/// A catalogue that does not fit the contract, with everything that is wrong.
pub(crate) fn generate() -> Outcome<Vec<Generated>> {
    let contract = Contract::read(&kenpo_wire::schema::contract());
    let catalogue: Value =
        serde_json::from_str(&read_file(CATALOGUE)?).map_err(|error| format!("{CATALOGUE}: {error}"))?;
    let lists = [("reasons", "Reasons", &contract.reasons[..]), ("errors", "Errors", &contract.errors[..])];
    let faults = faults(&catalogue, &lists.map(|(key, _, codes)| (key, codes)));
    if !faults.is_empty() {
        return Err(format!("{CATALOGUE} does not fit the contract:\n  {}", faults.join("\n  ")));
    }
    let mut page = INTRO.to_owned();
    for (key, title, codes) in lists {
        let _ = write!(page, "\n## {title}\n");
        for (language, name, head) in LANGUAGES {
            let _ = write!(page, "\n### {title}: {name}\n\n{head}\n|---:|---|---|---|---|\n");
            for (code, entry) in codes.iter().zip(items(&catalogue[key])) {
                let [text, cause, remedy] = TEXTS.map(|field| cell(&entry[language][field]));
                let _ = writeln!(page, "| {} | `{}` | {text} | {cause} | {remedy} |", code.number, code.name);
            }
        }
    }
    Ok(vec![Generated { path: "docs/messages.md".into(), text: page }])
}

fn cell(text: &Value) -> String {
    text.as_str().unwrap_or_default().replace('|', "\\|")
}

/// Everything in which the catalogue and the contract's lists of codes differ.
fn faults(catalogue: &Value, lists: &[(&str, &[Code])]) -> Vec<String> {
    let mut faults = Vec::new();
    let expected: Vec<&str> = lists.iter().map(|(key, _)| *key).collect();
    keys(catalogue, &expected, "the catalogue", &mut faults);
    for (list, codes) in lists {
        let entries = items(&catalogue[list]);
        let named: Vec<&str> = entries.iter().map(|entry| entry["code"].as_str().unwrap_or_default()).collect();
        let known: Vec<&str> = codes.iter().map(|code| code.name.as_str()).collect();
        for name in known.iter().filter(|name| !named.contains(name)) {
            faults.push(format!("{list}: {name} is missing"));
        }
        for (index, name) in named.iter().enumerate() {
            if !known.contains(name) {
                faults.push(format!("{list}: {name:?} is no code of the contract"));
            } else if named[..index].contains(name) {
                faults.push(format!("{list}: {name} stands twice"));
            }
        }
        // Only where both hold the same codes does their order say anything.
        if faults.is_empty()
            && let Some((found, wanted)) = named.iter().zip(&known).find(|(found, wanted)| found != wanted)
        {
            faults.push(format!("{list}: {found} stands where the contract has {wanted}"));
        }
        for (entry, name) in entries.iter().zip(&named) {
            texts(entry, &format!("{list}: {name}"), &mut faults);
        }
    }
    faults
}

/// Whether an entry says everything in both languages, each text on one line.
fn texts(entry: &Value, place: &str, faults: &mut Vec<String>) {
    keys(entry, &ENTRY, place, faults);
    for (language, ..) in LANGUAGES {
        keys(&entry[language], &TEXTS, &format!("{place}, {language}"), faults);
        for field in TEXTS {
            let fault = match entry[language][field].as_str() {
                None => "is no text",
                Some(text) if text.trim().is_empty() => "is empty",
                Some(text) if text.trim() != text || text.contains(char::is_control) => {
                    "has space at an end, or a line break"
                }
                Some(_) => continue,
            };
            faults.push(format!("{place}, {language}: {field} {fault}"));
        }
    }
}

fn keys(value: &Value, expected: &[&str], place: &str, faults: &mut Vec<String>) {
    let found: Vec<&String> = value.as_object().into_iter().flat_map(|object| object.keys()).collect();
    if found != expected {
        faults.push(format!("{place}: has the keys {found:?}, not {expected:?}"));
    }
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entry(code: &str) -> Value {
        let texts = json!({ "text": "t", "cause": "c", "remedy": "r" });
        json!({ "code": code, "en": texts, "ja": texts })
    }

    /// Against a contract whose only list holds the codes `one` and `two`.
    fn found(entries: Vec<Value>) -> Vec<String> {
        let code = |(name, number): (&str, u64)| Code { name: name.into(), number, text: String::new() };
        let codes = [("one", 1), ("two", 2)].map(code);
        faults(&json!({ "reasons": entries }), &[("reasons", &codes)])
    }

    #[test]
    fn the_catalogue_fits_the_contract() {
        let files = generate().unwrap();
        assert!(files[0].text.contains("| 9 | `wrong_check_digit` |"));
    }

    #[test]
    fn complete() {
        assert!(found(vec![entry("one"), entry("two")]).is_empty());
    }

    #[test]
    fn missing_extra_repeated_or_out_of_order() {
        assert_eq!(found(vec![entry("one")]), ["reasons: two is missing"]);
        assert_eq!(
            found(vec![entry("one"), entry("two"), entry("three")]),
            ["reasons: \"three\" is no code of the contract"]
        );
        assert_eq!(found(vec![entry("one"), entry("two"), entry("two")]), ["reasons: two stands twice"]);
        assert_eq!(found(vec![entry("two"), entry("one")]), ["reasons: two stands where the contract has one"]);
    }

    #[test]
    fn empty_or_broken_texts() {
        for text in ["", "　", " a", "a\nb"] {
            let mut two = entry("two");
            two["ja"]["remedy"] = text.into();
            let faults = found(vec![entry("one"), two]);
            assert!(
                matches!(&faults[..], [only] if only.starts_with("reasons: two, ja: remedy ")),
                "{text:?}: {faults:?}"
            );
        }
    }

    #[test]
    fn fields_too_few_or_too_many() {
        let mut two = entry("two");
        two["en"].as_object_mut().unwrap().remove("cause");
        let faults = found(vec![entry("one"), two]);
        assert_eq!(faults.last().unwrap(), "reasons: two, en: cause is no text");

        let mut two = entry("two");
        two["note"] = "n".into();
        let faults = found(vec![entry("one"), two]);
        assert!(matches!(&faults[..], [only] if only.starts_with("reasons: two: has the keys ")), "{faults:?}");
    }
}
