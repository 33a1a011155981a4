//! The language of what is printed: Japanese or English.

use clap::ValueEnum;

/// A language.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Lang {
    /// 日本語
    Ja,
    /// English
    En,
}

impl Lang {
    /// That of the locale: Japanese where it begins with `ja`, else English.
    pub(crate) fn of_locale() -> Self {
        match sys_locale::get_locale() {
            Some(locale) if locale.starts_with("ja") => Self::Ja,
            _ => Self::En,
        }
    }

    /// One of two texts.
    pub(crate) fn pick<T>(self, ja: T, en: T) -> T {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }

    /// The key of the language in the catalogue of messages.
    pub(crate) fn key(self) -> &'static str {
        self.pick("ja", "en")
    }
}
