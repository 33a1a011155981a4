//! Every word that is printed, in Japanese and English: sentences in `phrases`, heads of tables in `heads`, keys of documents in
//! `settings`, of answers in `answers`; what operations answer, in `operations`; what clap and the reader of exports say, in `usage`
//! and `intake`. What codes say is in the catalogue of messages.

mod answers;
mod choices;
pub(crate) mod heads;
pub(crate) mod intake;
mod operations;
pub(crate) mod phrases;
mod settings;
pub(crate) mod usage;

use std::borrow::Cow;

use serde_json::Value;

use crate::{
    catalogue::{self, Reader},
    lang::Lang,
};

fn found<'t>(table: &[(&str, &'t str)], key: &str) -> Option<&'t str> {
    let place = table.binary_search_by_key(&key, |(key, _)| key).ok()?;
    table.get(place).map(|(_, word)| *word)
}

/// What an operation answers; in English it is as the contract describes it.
pub(crate) fn operation<'c>(lang: Lang, name: &str, description: &'c str) -> &'c str {
    match lang {
        Lang::En => description,
        Lang::Ja => found(operations::OPERATIONS, name).unwrap_or(description),
    }
}

/// A key of a document: `step tiers` for `step_tiers`.
pub(crate) fn setting(lang: Lang, key: &str) -> Cow<'_, str> {
    match lang {
        Lang::En => key.replace('_', " ").into(),
        Lang::Ja => found(settings::SETTINGS, key).unwrap_or(key).into(),
    }
}

/// A choice of a document, or a code of one: `fiscal year` for `fiscal_year`.
pub(crate) fn chosen(lang: Lang, choice: &str) -> String {
    match (lang, catalogue::text(choice, lang, Reader::Line)) {
        (_, said) if said != choice => code(lang, choice, Reader::Line),
        (Lang::En, _) => choice.replace('_', " "),
        (Lang::Ja, _) => found(choices::CHOICES, choice).unwrap_or(choice).to_owned(),
    }
}

/// A key of an answer, or the name of a value that a check read: `synced on` for `synced_on`.
pub(crate) fn answer(lang: Lang, key: &str) -> Cow<'_, str> {
    match lang {
        Lang::En => key.replace('_', " ").into(),
        Lang::Ja => found(answers::ANSWERS, key).map_or_else(|| setting(lang, key), Cow::from),
    }
}

/// A key of an answer whose value is a text: an instant is when something happens, and a number as a text is a place in one.
fn answer_of<'k>(lang: Lang, key: &'k str, value: &str) -> Cow<'k, str> {
    match (lang, key) {
        (Lang::Ja, "at") if value.contains('T') => "日時".into(),
        _ => answer(lang, key),
    }
}

/// Keys of answers, and names of values that checks read, whose values are choices.
const STATES: [&str; 8] = ["boundary", "charge", "comparison", "mark", "next", "paper", "stage", "state"];
const CHOSEN: [&str; 5] = ["actor", "counted", "relation", "sex", "state"];

/// A choice that stands in a table.
pub(crate) fn choice(lang: Lang, choice: &str) -> String {
    match lang {
        Lang::En => choice.replace('_', " "),
        Lang::Ja => {
            let said = found(answers::CHOICES, choice).or_else(|| found(choices::CHOICES, choice));
            said.unwrap_or(choice).to_owned()
        }
    }
}

/// A code and what it says: `paid_in_part — A cap left room for a part.`
pub(crate) fn code(lang: Lang, code: &str, reader: Reader) -> String {
    match catalogue::text(code, lang, reader) {
        text if text == code => text.to_owned(),
        text => format!("{code} — {text}"),
    }
}

/// The value of an answer's key in a cell or a line: objects without quotes, and reasons with what they say.
pub(crate) fn value(lang: Lang, key: &str, value: &Value) -> String {
    match value {
        Value::String(text) if matches!(key, "reason" | "reasons" | "missing" | "step") => {
            code(lang, text, Reader::Line)
        }
        Value::String(text) if STATES.contains(&key) => choice(lang, text),
        Value::String(text) => text.clone(),
        Value::Array(list) if list.iter().any(Value::is_object) => {
            list.iter().map(|element| self::value(lang, key, element)).collect::<Vec<_>>().join("\n")
        }
        Value::Array(list) => {
            let between = if matches!(key, "reasons" | "missing") { "; " } else { ", " };
            list.iter().map(|element| self::value(lang, key, element)).collect::<Vec<_>>().join(between)
        }
        Value::Object(object) => {
            let entries = object.iter().map(|(key, value)| {
                let name = answer_of(lang, key, value.as_str().unwrap_or_default());
                format!("{name} {}", self::value(lang, key, value))
            });
            entries.collect::<Vec<_>>().join("; ")
        }
        Value::Null => "–".to_owned(),
        other => other.to_string(),
    }
}

/// A value that a check read, with its name.
pub(crate) fn read(lang: Lang, read: &Value) -> String {
    let text = |key: &str| read[key].as_str().unwrap_or_default();
    let (name, value) = (text("name"), text("value"));
    let said = if CHOSEN.contains(&name) { choice(lang, value) } else { value.to_owned() };
    format!("{} {said}", answer_of(lang, name, value))
}
