//! What is wrong with a file of scenarios, and where.

use super::{
    moment::{A_DATE, A_DATE_AS_KEY, A_DATE_OR_NEVER, A_MOMENT, A_MONTH},
    yaml::Place,
};
use crate::{codes::Own, fault, lang::Lang, words::phrases};

/// What is wrong with a text, and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Misread {
    pub(crate) place: Place,
    pub(crate) what: What,
}

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum What {
    /// Not YAML; what the parser says, in English.
    Yaml(String),
    SecondDocument,
    TooDeep,
    Alias,
    Tag,
    KeyTwice,
    KeyNoText,
    /// Not of its type; what serde says, in English, without values.
    Type(String),
    NoMember,
    /// What stands under a key is no date, or no moment.
    NoTime {
        key: String,
        expected: &'static str,
    },
    DaysUpsideDown,
    /// What is to be redeemed was not mailed; how many of its purpose were.
    NotMailed(usize),
    MailAndCode,
    NotOneEvent,
    /// A `$name` that no row of the examples has.
    NoColumn(String),
    /// A column of the examples that nothing names.
    ColumnNotUsed(String),
}

impl What {
    /// What serde says of the value of a key.
    pub(super) fn of(key: &str, said: String) -> Self {
        let times = [A_DATE, A_MOMENT, A_DATE_AS_KEY, A_DATE_OR_NEVER, A_MONTH];
        let expected = times.into_iter().find(|time| said.strip_prefix("invalid, expected ") == Some(time));
        match expected {
            Some(expected) => Self::NoTime { key: key.to_owned(), expected },
            None => Self::Type(said),
        }
    }
}

/// What an event can be.
const EVENTS: &str = "walk, walks, activity, settle, exchange, undo, adjust, eligible, claim, book, cancel, change, attend, coupon, card, mail, redeem, set_password, step, sign_in, desk, ask";

impl What {
    /// For scripts.
    pub(crate) fn code(&self) -> Own {
        match self {
            Self::Yaml(_) | Self::SecondDocument | Self::TooDeep | Self::Alias | Self::Tag => Own::YamlSyntax,
            Self::KeyTwice => Own::DuplicateKey,
            Self::KeyNoText | Self::Type(_) => Own::WrongType,
            Self::NoMember => Own::IdUnknown,
            Self::NoTime { expected: A_MOMENT, .. } => Own::InstantInvalid,
            Self::NoTime { .. } => Own::DateInvalid,
            Self::DaysUpsideDown => Own::PeriodUpsideDown,
            Self::NotOneEvent => Own::NotOneEvent,
            Self::NoColumn(_) | Self::ColumnNotUsed(_) | Self::NotMailed(_) => Own::IdUnknown,
            Self::MailAndCode => Own::ValueInvalid,
        }
    }

    /// In words.
    pub(crate) fn said(&self, lang: Lang) -> String {
        match self {
            Self::Yaml(said) => match lang {
                Lang::En => format!("{}: {said}", phrases::yaml(lang)),
                Lang::Ja => phrases::yaml(lang),
            },
            Self::SecondDocument => phrases::second_document(lang),
            Self::TooDeep => phrases::nested_too_deep(lang),
            Self::Alias => phrases::no_aliases(lang),
            Self::Tag => phrases::no_tags(lang),
            Self::KeyTwice => phrases::key_twice(lang),
            Self::KeyNoText => phrases::key_no_text(lang),
            Self::Type(said) => of_type(lang, said),
            Self::NoMember => phrases::no_such_member(lang),
            Self::NoTime { key, expected } => match *expected {
                A_MOMENT => phrases::no_moment(lang, key),
                A_DATE_AS_KEY => phrases::keys_are_dates(lang),
                A_DATE_OR_NEVER => phrases::keys_are_dates_or_never(lang),
                A_MONTH => phrases::keys_are_months(lang),
                _ => phrases::no_date(lang, key),
            },
            Self::DaysUpsideDown => phrases::days_upside_down(lang),
            Self::NotMailed(count) => phrases::not_mailed(lang, count),
            Self::MailAndCode => phrases::mail_and_code(lang),
            Self::NotOneEvent => phrases::not_one_event(lang, EVENTS),
            Self::NoColumn(name) => phrases::no_column(lang, name),
            Self::ColumnNotUsed(name) => phrases::column_not_used(lang, name),
        }
    }
}

/// What serde says of a type, in the reader's words: it names keys and choices between backquotes.
fn of_type(lang: Lang, said: &str) -> String {
    let (said, expected) = said.split_once(", expected ").unwrap_or((said, ""));
    let names = |text: &str| text.split('`').skip(1).step_by(2).collect::<Vec<_>>().join(", ");
    if let Some(key) = said.strip_prefix("unknown field ") {
        phrases::unknown_key(lang, key.trim_matches('`'), names(expected))
    } else if let Some(choice) = said.strip_prefix("unknown variant ") {
        phrases::unknown_choice(lang, choice.trim_matches('`'), names(expected))
    } else if let Some(key) = said.strip_prefix("missing field ") {
        phrases::missing_key(lang, key.trim_matches('`'))
    } else if said.starts_with("duplicate field ") {
        phrases::key_twice(lang)
    } else if expected.contains('`') {
        phrases::expected_one_of(lang, names(expected))
    } else {
        let kind = match expected.split(' ').next_back().unwrap_or_default() {
            "i64" | "u64" | "integer" => "integer",
            "string" => "text",
            "boolean" | "bool" => "boolean",
            "sequence" => "list",
            _ if expected == "a map" || expected.starts_with("struct ") => "object",
            _ => return phrases::no_such_form(lang),
        };
        phrases::expected_kind(lang, fault::kind(lang, kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_serde_says_is_said_in_both_languages() {
        for (said, ja, en) in [
            ("invalid type, expected i64", "ここには整数を書きます", "expected a whole number"),
            (
                "unknown field `wen`, expected one of `name`, `when`",
                "wen というキーはありません。使えるキー：name, when",
                "unknown field wen, expected one of name, when",
            ),
            ("missing field `name`", "キー name がありません", "missing field name"),
            ("a name, expected one of `name`, `when`", "ここに書けるもの：name, when", "expected one of name, when"),
            (
                "invalid type, expected struct Walk",
                "ここにはキーと値の組（オブジェクト）を書きます",
                "expected an object of keys and values",
            ),
        ] {
            assert_eq!(of_type(Lang::Ja, said), ja);
            assert_eq!(of_type(Lang::En, said), en);
        }
    }
}
