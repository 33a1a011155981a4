use alloc::{collections::BTreeMap, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    answer::Period,
    base::value::{Clause, Code, RuleId, is_false, present},
    civil::Date,
    numbers::{InsurerKind, SchemeCode, kind_of},
};

/// How insurers print symbol and number (記号・番号) on their cards. Of several formats that fit an insurer number, the one that names it holds, then
/// the one with the longest first digits, then by scheme, then by kind, then one that names nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CardFormat {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days on which the format holds.
    #[serde(default)]
    pub period: Period,
    /// Insurer numbers it holds for. A format without insurers, first digits, schemes and kinds holds for every insurer that no other fits, but
    /// for those of 後期高齢者医療 (39), which have a rule of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub insurers: Vec<Code>,
    /// First digits of the insurer numbers it holds for, 1 to 7 of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub first_digits: Vec<Code>,
    /// Schemes (法別番号) it holds for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schemes: Vec<SchemeCode>,
    /// Kinds of insurer it holds for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<InsurerKind>,
    /// The symbol; absent where the cards have none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub symbol: Option<PartFormat>,
    /// Whether some of these cards have no symbol.
    #[serde(default, skip_serializing_if = "is_false")]
    pub symbol_optional: bool,
    /// The number.
    pub number: PartFormat,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

impl CardFormat {
    /// What it is chosen by.
    pub(crate) fn selectors(&self) -> impl Iterator<Item = Selector> {
        let Self { insurers, first_digits, schemes, kinds, .. } = self;
        let any = insurers.is_empty() && first_digits.is_empty() && schemes.is_empty() && kinds.is_empty();
        let insurers = insurers.iter().filter_map(|code| Some(Selector::Insurer(packed(code.as_str())?)));
        let first_digits = first_digits.iter().filter_map(|code| Some(Selector::FirstDigits(packed(code.as_str())?)));
        let schemes = schemes.iter().map(|scheme| Selector::Scheme(*scheme));
        let kinds = kinds.iter().map(|kind| Selector::Kind(*kind));
        insurers.chain(first_digits).chain(schemes).chain(kinds).chain(any.then_some(Selector::Any))
    }
}

/// What a format is chosen by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Selector {
    Insurer(u64),
    FirstDigits(u64),
    Scheme(SchemeCode),
    Kind(InsurerKind),
    Any,
}

/// One to eight digits as a number that tells their count too; `None` for another text.
fn packed(digits: &str) -> Option<u64> {
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    u64::try_from(digits.len()).ok()?.checked_mul(100_000_000)?.checked_add(digits.parse().ok()?)
}

/// Whether a text is the first digits of a number: one to seven.
pub(crate) fn are_first_digits(text: &str) -> bool {
    text.len() < 8 && packed(text).is_some()
}

/// Which format is chosen by what, from which day to which: found by one look for each selector, however many insurers a document names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct CardIndex(BTreeMap<(Selector, i32), (i32, usize)>);

impl CardIndex {
    /// The index of formats of which those of one selector are in effect one at a time.
    pub(super) fn of(formats: &[CardFormat]) -> Self {
        let mut index = BTreeMap::new();
        for (place, format) in formats.iter().enumerate() {
            let from = format.period.from.map_or(i32::MIN, Date::yyyymmdd);
            let until = format.period.until.map_or(i32::MAX, Date::yyyymmdd);
            index.extend(format.selectors().map(|selector| ((selector, from), (until, place))));
        }
        Self(index)
    }

    /// The place of the format of an insurer number on a day.
    pub(super) fn find(&self, insurer_number: &str, on: Date) -> Option<usize> {
        let on = on.yyyymmdd();
        let by = |selector: Selector| {
            let (_, (until, place)) = self.0.range((selector, i32::MIN)..=(selector, on)).next_back()?;
            (on <= *until).then_some(*place)
        };
        let (scheme, kind) = kind_of(insurer_number);
        let first_digits = || {
            let longest_first = (1..insurer_number.len()).rev();
            longest_first
                .filter_map(|length| packed(insurer_number.get(..length)?))
                .find_map(|n| by(Selector::FirstDigits(n)))
        };
        let any = if kind == Some(InsurerKind::LateElderly) { None } else { Some(Selector::Any) };
        packed(insurer_number)
            .and_then(|number| by(Selector::Insurer(number)))
            .or_else(first_digits)
            .or_else(|| by(Selector::Scheme(scheme?)))
            .or_else(|| by(Selector::Kind(kind?)))
            .or_else(|| by(any?))
    }
}

/// One part of what stands on a card.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PartFormat {
    /// The characters it is made of, besides hyphens.
    #[serde(default)]
    pub characters: Characters,
    /// Whether it has a hyphen.
    #[serde(default)]
    pub hyphen: Hyphen,
    /// The fewest characters, hyphens included.
    #[serde(default = "min_length")]
    pub min_length: u8,
    /// The most characters, hyphens included.
    #[serde(default = "max_length")]
    pub max_length: u8,
    /// How many digits at the end of a value of digits are used.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub last_digits: Option<u8>,
    /// Whether leading zeros of a value of digits count when members are looked up.
    #[serde(default)]
    pub leading_zeros: LeadingZeros,
    /// How many digits at its start are the branch office (支部).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub office_digits: Option<u8>,
}

fn min_length() -> u8 {
    1
}

fn max_length() -> u8 {
    20
}

impl PartFormat {
    /// Whatever real cards hold: 1 to 20 characters of any kind.
    pub fn any() -> Self {
        Self {
            characters: Characters::Any,
            hyphen: Hyphen::Optional,
            min_length: min_length(),
            max_length: max_length(),
            last_digits: None,
            leading_zeros: LeadingZeros::Significant,
            office_digits: None,
        }
    }
}

/// The characters of a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Characters {
    /// Digits.
    Digits,
    /// Letters of ASCII and digits.
    Alphanumeric,
    /// Any, kanji and kana among them.
    #[default]
    Any,
}

/// Whether a part has a hyphen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Hyphen {
    /// It has none.
    None,
    /// It may have one.
    #[default]
    Optional,
    /// It has one.
    Required,
}

/// Whether leading zeros count when members are looked up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeadingZeros {
    /// They count.
    #[default]
    Significant,
    /// They do not.
    Ignored,
}
