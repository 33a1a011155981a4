//! What reasons and errors say, in Japanese and English.
//!
//! The rules know codes alone; these texts are for a portal to show, or to word anew. A reason's text may be shown to the member,
//! an error's is for the developer. A program that asks for no message holds none of them.
//!
//! ```
//! use kenpo::{Reason, messages::{self, Language}};
//!
//! let message = messages::reason(Reason::NotDigits, Language::Japanese).expect("a reason of this version");
//! assert_eq!(message.text, "保険者番号に数字以外の文字が含まれています。");
//! assert_eq!(message.short.as_deref(), Some("数字のみ入力してください。"));
//! ```

mod en;
mod ja;

use alloc::{borrow::Cow, format, string::ToString};

use crate::{Check, ErrorCode, Reason};

/// The languages of the messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// 日本語.
    Japanese,
    /// English.
    English,
}

/// What a reason or an error says.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Message {
    /// What is so, in one sentence.
    pub text: Cow<'static, str>,
    /// Why.
    pub cause: Cow<'static, str>,
    /// What the person, or of an error the developer, can do.
    pub remedy: Cow<'static, str>,
    /// For staff. Every reason has this and the forms below, an error may have none of them.
    pub operator: Option<Cow<'static, str>>,
    /// For one line of a kiosk.
    pub short: Option<Cow<'static, str>>,
    /// In plain words (やさしい日本語).
    pub easy: Option<Cow<'static, str>>,
}

/// A code's name, and its message.
type Entry = (&'static str, Message);

/// The forms in their order; an empty one is absent.
const fn entry(code: &'static str, [text, cause, remedy, operator, short, easy]: [&'static str; 6]) -> Entry {
    const fn form(text: &'static str) -> Option<Cow<'static, str>> {
        if text.is_empty() { None } else { Some(Cow::Borrowed(text)) }
    }
    let [text, cause, remedy] = [Cow::Borrowed(text), Cow::Borrowed(cause), Cow::Borrowed(remedy)];
    (code, Message { text, cause, remedy, operator: form(operator), short: form(short), easy: form(easy) })
}

/// The message of a reason. A name in braces, such as `{limit}`, is replaced by a value that a check of the reason read: [`explain`] fills it in.
///
/// `None` for a reason of a version of `kenpo-core` that is newer than this crate.
pub fn reason(reason: Reason, language: Language) -> Option<&'static Message> {
    let all = match language {
        Language::Japanese => &ja::REASONS,
        Language::English => &en::REASONS,
    };
    of(all, reason.name())
}

/// The message of an error, for the developer; `None` as for a reason.
///
/// ```
/// use kenpo::{messages::{self, Language}, parse_programme};
///
/// let failure = parse_programme(b"{").unwrap_err();
/// let message = messages::error(failure.code, Language::English).expect("an error of this version");
/// assert_eq!(message.text, "The input is not JSON.");
/// ```
pub fn error(code: ErrorCode, language: Language) -> Option<&'static Message> {
    let all = match language {
        Language::Japanese => &ja::ERRORS,
        Language::English => &en::ERRORS,
    };
    of(all, code.name())
}

/// The message of a check's reason, with the values that the check read in the place of their names: dates such as 2024-02-18, instants in
/// RFC 3339. `None` as for a reason.
///
/// ```
/// use kenpo::{Check, Reason, messages::{self, Language}};
///
/// let check = Check::new("ACC-05", Reason::TooManyAddresses, false).read("addresses", 3_i64).read("at_most", 3_i64);
/// let message = messages::explain(&check, Language::English).expect("a reason of this version");
/// assert_eq!(message.cause, "The account has 3 of at most 3.");
/// ```
pub fn explain(check: &Check, language: Language) -> Option<Message> {
    let message = reason(check.code, language)?;
    let fill = |text: &Cow<'static, str>| {
        // The first value of a name is the one that is meant.
        check.values.iter().fold(text.clone(), |text, read| {
            let name = format!("{{{}}}", read.name);
            if text.contains(&name) { Cow::Owned(text.replace(&name, &read.value.to_string())) } else { text }
        })
    };
    Some(Message {
        text: fill(&message.text),
        cause: fill(&message.cause),
        remedy: fill(&message.remedy),
        operator: message.operator.as_ref().map(fill),
        short: message.short.as_ref().map(fill),
        easy: message.easy.as_ref().map(fill),
    })
}

fn of(all: &'static [Entry], name: &str) -> Option<&'static Message> {
    all.iter().find(|(code, _)| *code == name).map(|(_, message)| message)
}
