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

/// An entry's keys, in order; `values` only where a text has a placeholder.
const ENTRY: [&str; 3] = ["code", "en", "ja"];
/// What each language tells the member about a code, in order.
const TEXTS: [&str; 3] = ["text", "cause", "remedy"];
/// The further forms, which follow in this order: for staff, for a kiosk's one line, in plain words (やさしい日本語). A reason has
/// all of them in both languages, an error all or none: it is for who writes the program (ADR 30).
const FORMS: [&str; 3] = ["operator", "short", "easy"];

/// The catalogue's third list: the words around an error's text that say what a fault of a document has beside its code.
const WORDS: &str = "faults";

/// Headings of the English and the Japanese tables, under the language's key.
const LANGUAGES: [(&str, &str, &str); 2] = [
    ("en", "English", "| number | code | text | cause | remedy |"),
    ("ja", "日本語", "| 番号 | コード | メッセージ | 原因 | 対処 |"),
];

/// The longest `short` form, in characters: a line of a kiosk's screen.
const SHORT: [(&str, usize); 2] = [("en", 60), ("ja", 30)];

const INTRO: &str = "# Messages

Generated from `messages/messages.json` by `cargo xtask generate`; changes here are lost.

- A *reason* is part of an answer: why a decision came out as it did. Its text may be shown to the member.
- An *error* means that the input could not be used. Its text is for the developer; the error's path says where.

Numbers and codes are stable: neither is given another meaning. The C ABI reports a reason by its number, a row of a column likewise,
with 0 where there is nothing to say. JSON carries the code. A later version may add codes, so show an unknown one as it stands.

A name in braces is filled in by the host with the value of that name, from the check of the same code (`explain` asks for it).
*Operator*, *short* and *easy* are for staff, for one line of a kiosk, and in plain words. Every reason has them; an error that has none is told by its text.

The library knows codes only. The texts are data beside it, for a portal to take over or to word anew.
";

const WORDS_INTRO: &str = "
## Faults of a document

A fault that `programme.check` answers is told in one text: that of its code, the key that was `meant`, the `other` setting, and what is `allowed`. These are the words around them, which
`explainFault` of the packages fills in; `kenpo check` tells them too.

- A bound of 2^53 − 1, which all numbers have, is left out. Of a list, the first 40 are told.
- The kinds of values are the words that begin with `kind_`; another kind is told as it is.

| word | English | 日本語 |
|---|---|---|
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
    let mut faults = faults(&catalogue, &lists.map(|(key, _, codes)| (key, codes)));
    for entry in items(&catalogue[WORDS]) {
        let name = entry["code"].as_str().unwrap_or_default();
        texts(entry, &TEXTS[..1], &format!("{WORDS}: {name}"), &mut faults);
    }
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
            let _ = write!(
                page,
                "\n### {title}: {name}, further forms\n\n| code | operator | short | easy |\n|---|---|---|---|\n"
            );
            for entry in items(&catalogue[key]).iter().filter(|entry| has_forms(entry)) {
                let [operator, short, easy] = FORMS.map(|field| cell(&entry[language][field]));
                let _ = writeln!(page, "| `{}` | {operator} | {short} | {easy} |", cell(&entry["code"]));
            }
        }
    }
    page += WORDS_INTRO;
    for entry in items(&catalogue[WORDS]) {
        let [code, english, japanese] = [&entry["code"], &entry["en"]["text"], &entry["ja"]["text"]].map(cell);
        let _ = writeln!(page, "| `{code}` | {english} | {japanese} |");
    }
    let mut files = vec![Generated { path: "docs/messages.md".into(), text: page }];
    files.extend(LANGUAGES.map(|(language, ..)| Generated {
        path: format!("hosts/php/messages/{language}.php").into(),
        text: php(&catalogue, language),
    }));
    files.extend(LANGUAGES.map(|(language, ..)| Generated {
        path: format!("hosts/rust/src/messages/{language}.rs").into(),
        text: rust(&catalogue, language),
    }));
    Ok(files)
}

/// One language as PHP, which keeps an array that is written out in memory for all requests.
fn php(catalogue: &Value, language: &str) -> String {
    let mut out =
        "<?php\n\n// Generated by xtask from messages/messages.json; changes here are lost.\n\nreturn [\n".to_owned();
    for list in ["reasons", "errors", WORDS] {
        let _ = writeln!(out, "    '{list}' => [");
        for entry in items(&catalogue[list]) {
            let _ = writeln!(out, "        '{}' => [", entry["code"].as_str().unwrap_or_default());
            for form in [TEXTS, FORMS].concat() {
                if let Some(text) = entry[language][form].as_str() {
                    let _ =
                        writeln!(out, "            '{form}' => '{}',", text.replace('\\', "\\\\").replace('\'', "\\'"));
                }
            }
            out += "        ],\n";
        }
        out += "    ],\n";
    }
    out + "];\n"
}

/// One language as tables of Rust, of which a program that asks for none holds nothing.
fn rust(catalogue: &Value, language: &str) -> String {
    let mut out =
        "// Generated by xtask from messages/messages.json; changes here are lost.\n\nuse super::{Entry, entry};\n"
            .to_owned();
    for (list, name) in [("reasons", "REASONS"), ("errors", "ERRORS")] {
        let entries = items(&catalogue[list]);
        let _ = write!(out, "\n#[rustfmt::skip]\npub(super) static {name}: [Entry; {}] = [\n", entries.len());
        for entry in entries {
            let texts = [TEXTS, FORMS].concat().into_iter().map(|form| entry[language][form].as_str());
            let texts: Vec<String> = texts.map(|text| format!("{:?}", text.unwrap_or_default())).collect();
            let _ = writeln!(out, "    entry({}, [\n        {},\n    ]),", entry["code"], texts.join(",\n        "));
        }
        out += "];\n";
    }
    out
}

fn cell(text: &Value) -> String {
    text.as_str().unwrap_or_default().replace('|', "\\|")
}

/// Everything in which the catalogue and the contract's lists of codes differ.
fn faults(catalogue: &Value, lists: &[(&str, &[Code])]) -> Vec<String> {
    let mut faults = Vec::new();
    let expected: Vec<&str> = lists.iter().map(|(key, _)| *key).chain([WORDS]).collect();
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
            let needs_forms = *list == "reasons" || has_forms(entry);
            let fields = if needs_forms { [TEXTS, FORMS].concat() } else { TEXTS.into() };
            texts(entry, &fields, &format!("{list}: {name}"), &mut faults);
        }
    }
    faults
}

/// Whether an entry has the further forms, or part of them.
fn has_forms(entry: &Value) -> bool {
    LANGUAGES.iter().any(|(language, ..)| FORMS.iter().any(|form| !entry[language][form].is_null()))
}

/// Whether an entry has its fields in both languages, each text on one line, with the placeholders it names.
fn texts(entry: &Value, fields: &[&str], place: &str, faults: &mut Vec<String>) {
    let values: Vec<&str> = items(&entry["values"]).iter().filter_map(Value::as_str).collect();
    let entry_keys: Vec<&str> = match entry["values"].is_null() {
        true => ENTRY.into(),
        false => ["code", "values", "en", "ja"].into(),
    };
    keys(entry, &entry_keys, place, faults);
    let mut used = Vec::new();
    for (language, ..) in LANGUAGES {
        keys(&entry[language], fields, &format!("{place}, {language}"), faults);
        for field in fields {
            let fault = match entry[language][field].as_str() {
                None => "is no text",
                Some(text) if text.trim().is_empty() => "is empty",
                Some(text) if text.trim() != text || text.contains(char::is_control) => {
                    "has space at an end, or a line break"
                }
                Some(text) if *field == "short" && is_long(text, language) => "is longer than a kiosk's line",
                Some(text) => match placeholders(text) {
                    Some(names) if names.iter().all(|name| values.contains(name)) => {
                        used.extend(names);
                        continue;
                    }
                    _ => "has a brace that is no placeholder of `values`",
                },
            };
            faults.push(format!("{place}, {language}: {field} {fault}"));
        }
    }
    for value in values.iter().filter(|value| !used.contains(*value)) {
        faults.push(format!("{place}: no text has the placeholder {value}"));
    }
}

fn is_long(text: &str, language: &str) -> bool {
    SHORT.iter().any(|(of, most)| *of == language && text.chars().count() > *most)
}

/// The names in braces, in order; `None` where a brace has no partner.
fn placeholders(text: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        if before.contains('}') {
            return None;
        }
        names.push(name);
        rest = after;
    }
    (!rest.contains('}')).then_some(names)
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

    fn texts_of(text: &str) -> Value {
        json!({ "text": text, "cause": "c", "remedy": "r", "operator": "o", "short": "s", "easy": "e" })
    }

    fn entry(code: &str) -> Value {
        json!({ "code": code, "en": texts_of("t"), "ja": texts_of("t") })
    }

    /// Against a contract whose only list holds the codes `one` and `two`.
    fn found(entries: Vec<Value>) -> Vec<String> {
        let code = |(name, number): (&str, u64)| Code { name: name.into(), number, text: String::new() };
        let codes = [("one", 1), ("two", 2)].map(code);
        faults(&json!({ "reasons": entries, "faults": [] }), &[("reasons", &codes)])
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
    fn placeholders_are_named_and_used() {
        assert_eq!(placeholders("Open again at {until}, in {minutes}."), Some(vec!["until", "minutes"]));
        for text in ["{until", "until}", "}{until}"] {
            assert_eq!(placeholders(text), None, "{text}");
        }
        let with = |values: Value, text: &str| json!({ "code": "two", "values": values, "en": texts_of(text), "ja": texts_of(text) });
        assert!(found(vec![entry("one"), with(json!(["until"]), "at {until}")]).is_empty());
        assert_eq!(
            found(vec![entry("one"), with(json!(["until", "at"]), "at {until}")]),
            ["reasons: two: no text has the placeholder at"]
        );
        assert_eq!(found(vec![entry("one"), with(json!([]), "at {until}")]).len(), 2);
    }

    #[test]
    fn a_reason_has_the_further_forms_an_error_all_or_none_and_the_short_one_is_short() {
        for form in FORMS {
            let mut two = entry("two");
            two["ja"].as_object_mut().unwrap().remove(form);
            assert!(!found(vec![entry("one"), two]).is_empty(), "{form}");
        }
        let code = Code { name: "two".into(), number: 1, text: String::new() };
        let of_error = |entry: Value| {
            faults(&json!({ "errors": [entry], "faults": [] }), &[("errors", std::slice::from_ref(&code))])
        };
        let bare = json!({ "text": "t", "cause": "c", "remedy": "r" });
        assert!(of_error(json!({ "code": "two", "en": bare, "ja": bare })).is_empty());
        assert!(of_error(entry("two")).is_empty());
        assert!(!of_error(json!({ "code": "two", "en": texts_of("t"), "ja": bare })).is_empty());
        let mut long = entry("two");
        long["en"]["short"] = "s".repeat(61).into();
        assert_eq!(found(vec![entry("one"), long]), ["reasons: two, en: short is longer than a kiosk's line"]);
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
