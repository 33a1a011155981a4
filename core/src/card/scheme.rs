use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{ErrorCode, refuse};

/// The two digits before an insurer number's prefecture (法別番号), 0 to 99.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SchemeCode(u8);

/// What a scheme code stands for in the insurer field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// An insurer's scheme in use today.
    Insurer,
    /// 67, 国保 退職者医療: closed.
    Defunct,
    /// Public expense (公費負担): a number of the same shape that is no insurer's.
    PublicExpense,
    /// `00`, which interfaces put before a 6-digit number.
    Padding,
    /// No scheme.
    Unknown,
}

impl SchemeCode {
    /// The code, 0 to 99.
    pub fn new(code: u8) -> Option<Self> {
        (code <= 99).then_some(Self(code))
    }

    /// The number, 0 to 99.
    pub fn get(self) -> u8 {
        self.0
    }

    /// What the code stands for. The table is 厚生労働省's 別添 on numbering, as of 2026-11.
    pub fn scheme(self) -> Scheme {
        match self.0 {
            1..=4 | 6 | 7 | 31..=34 | 39 | 63 | 72..=75 => Scheme::Insurer,
            67 => Scheme::Defunct,
            10..=30 | 38 | 41..=48 | 51..=54 | 62 | 66 | 79..=99 => Scheme::PublicExpense,
            0 => Scheme::Padding,
            _ => Scheme::Unknown,
        }
    }
}

impl fmt::Display for SchemeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

impl Serialize for SchemeCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SchemeCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::value::read_text(deserializer, |text| {
            let code = if text.len() == 2 { text.parse::<u8>().ok().and_then(Self::new) } else { None };
            code.filter(|code| code.scheme() == Scheme::Insurer).ok_or_else(|| refuse(ErrorCode::SchemeInvalid))
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for SchemeCode {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "SchemeCode".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9]{2}$" })
    }
}
