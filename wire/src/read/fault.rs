use std::fmt;

use kenpo_core::ErrorCode;
use serde::de::{self, Expected, Unexpected};

/// What went wrong, while the way out of the value collects the path.
#[derive(Debug)]
pub(crate) struct Fault(pub(super) Box<Wrong>);

#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) code: ErrorCode,
    pub(super) path: String,
    pub(super) at: Option<usize>,
}

impl Fault {
    #[cold]
    #[inline(never)]
    pub(super) fn new(code: ErrorCode) -> Self {
        Self(Box::new(Wrong { code, path: String::new(), at: None }))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn field(code: ErrorCode, field: &str) -> Self {
        Self(Box::new(Wrong { code, path: format!("/{field}"), at: None }))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn of_object(self, key_at: usize, start: usize) -> Self {
        let at = if self.0.code == ErrorCode::DuplicateKey { key_at } else { start };
        self.at(at)
    }

    #[cold]
    #[inline(never)]
    pub(super) fn at(mut self, offset: usize) -> Self {
        self.0.at.get_or_insert(offset);
        self
    }

    #[cold]
    #[inline(never)]
    pub(super) fn within(mut self, segment: &dyn fmt::Display, offset: usize) -> Self {
        self.0.path = format!("/{segment}{}", self.0.path);
        self.at(offset)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.code, f)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(ErrorCode::from_name(&message.to_string()).unwrap_or(ErrorCode::ValueInvalid))
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::new(ErrorCode::WrongType)
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::new(ErrorCode::OutOfRange)
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::new(ErrorCode::WrongType)
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::new(ErrorCode::UnknownChoice)
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::new(ErrorCode::UnknownKey)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::field(ErrorCode::MissingValue, field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::field(ErrorCode::DuplicateKey, field)
    }
}
