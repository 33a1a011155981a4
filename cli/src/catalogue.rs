//! What reasons and errors say, from the catalogue beside the library.

use std::sync::OnceLock;

use serde_json::Value;

use crate::lang::Lang;

const MESSAGES: &str = include_str!("../../messages/messages.json");

/// For whom a code is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reader {
    /// Who uses the programme.
    Member,
    /// Who runs it.
    Staff,
    /// Either, in a cell of a table.
    Line,
}

/// What a code says: a reason, or an error. The code itself where the catalogue does not know it.
pub(crate) fn text(code: &str, lang: Lang, reader: Reader) -> &str {
    let Some(entry) = entry(code) else { return code };
    let texts = &entry[lang.key()];
    let form = match reader {
        Reader::Member => "text",
        Reader::Staff => "operator",
        Reader::Line => "short",
    };
    // An error may have its text alone.
    texts[form].as_str().or_else(|| texts["text"].as_str()).unwrap_or(code)
}

/// What to do about a code.
pub(crate) fn remedy(code: &str, lang: Lang) -> Option<&'static str> {
    entry(code)?[lang.key()]["remedy"].as_str()
}

/// What an error says; `None` for a code that is not there.
pub(crate) fn error(code: &str, lang: Lang) -> Option<&'static str> {
    of_code(&["errors"], code)?[lang.key()]["text"].as_str()
}

/// A word of those around the text of a document's fault, with its placeholders.
pub(crate) fn word(name: &str, lang: Lang) -> Option<&'static str> {
    of_code(&["faults"], name)?[lang.key()]["text"].as_str()
}

/// A text with its placeholders filled in by `value`; one that has no value stays as it is.
pub(crate) fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        filled += before;
        filled += &value(name).unwrap_or_else(|| format!("{{{name}}}"));
        rest = after;
    }
    filled + rest
}

/// Every reason.
pub(crate) fn reasons() -> impl Iterator<Item = &'static str> {
    catalogue()["reasons"].as_array().into_iter().flatten().filter_map(|entry| entry["code"].as_str())
}

/// The entry of a reason or an error.
fn entry(code: &str) -> Option<&'static Value> {
    of_code(&["reasons", "errors"], code)
}

fn of_code(lists: &[&str], code: &str) -> Option<&'static Value> {
    let catalogue = catalogue();
    lists.iter().filter_map(|list| catalogue[*list].as_array()).flatten().find(|entry| entry["code"] == code)
}

fn catalogue() -> &'static Value {
    static CATALOGUE: OnceLock<Value> = OnceLock::new();
    CATALOGUE.get_or_init(|| serde_json::from_str(MESSAGES).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_library_has_a_text_in_both_languages() {
        let reasons = kenpo::Reason::ALL.iter().map(|reason| reason.name());
        let errors = kenpo::ErrorCode::ALL.iter().map(|error| error.name());
        for code in reasons.chain(errors) {
            for lang in [Lang::Ja, Lang::En] {
                assert_ne!(text(code, lang, Reader::Member), code);
                assert!(remedy(code, lang).is_some(), "{code}");
            }
        }
    }

    #[test]
    fn placeholders_are_filled_in_and_unknown_ones_stay() {
        let value = |name: &str| (name == "until").then(|| "10:30".to_owned());
        assert_eq!(filled("Locked until {until}, {minutes} left.", value), "Locked until 10:30, {minutes} left.");
    }
}
