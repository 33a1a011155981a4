use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    base::{ErrorCode, Reason, refuse},
    civil::written::{Written, two_digits},
};

/// The two digits before an insurer number's prefecture (法別番号), 0 to 99.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SchemeCode(u8);

/// What a scheme code means in the insurer field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// An insurer's scheme in use today.
    Insurer,
    /// 67, 国保 退職者医療: closed.
    Defunct,
    /// Public expense (公費負担): a number of the same shape, but not an insurer's.
    PublicExpense,
    /// `00`, which interfaces put before a 6-digit number.
    Padding,
    /// No scheme.
    Unknown,
}

/// The kind of insurer that has a number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InsurerKind {
    /// 01 協会けんぽ.
    KyokaiKenpo,
    /// 02 船員保険.
    Seamen,
    /// 03, 04 日雇特例被保険者.
    DayLabourers,
    /// 06 健康保険組合.
    Society,
    /// 07 自衛官等.
    SelfDefenseForces,
    /// 31 国家公務員共済組合.
    NationalPublicService,
    /// 32 地方公務員等共済組合.
    LocalPublicService,
    /// 33 警察共済組合.
    Police,
    /// 34 公立学校共済組合, 日本私立学校振興・共済事業団.
    Schools,
    /// 39 後期高齢者医療.
    LateElderly,
    /// 63 特定健康保険組合の特例退職被保険者.
    RetiredOfSociety,
    /// 72 to 75 特例退職組合員.
    RetiredOfPublicService,
    /// Six digits, serial 3xx: 国民健康保険組合.
    KokuhoSociety,
    /// Six digits: 国民健康保険 of a municipality, or of a prefecture with it.
    KokuhoMunicipality,
}

impl InsurerKind {
    /// The kind by scheme, or by the serial's first digit where there is no scheme.
    pub(crate) fn of(scheme: Option<SchemeCode>, serial_hundreds: u8) -> Option<Self> {
        Some(match scheme.map(SchemeCode::get) {
            None if serial_hundreds == 3 => Self::KokuhoSociety,
            None => Self::KokuhoMunicipality,
            Some(1) => Self::KyokaiKenpo,
            Some(2) => Self::Seamen,
            Some(3 | 4) => Self::DayLabourers,
            Some(6) => Self::Society,
            Some(7) => Self::SelfDefenseForces,
            Some(31) => Self::NationalPublicService,
            Some(32) => Self::LocalPublicService,
            Some(33) => Self::Police,
            Some(34) => Self::Schools,
            Some(39) => Self::LateElderly,
            Some(63) => Self::RetiredOfSociety,
            Some(72..=75) => Self::RetiredOfPublicService,
            Some(_) => return None,
        })
    }
}

impl SchemeCode {
    pub(crate) fn written(self) -> Written<2> {
        two_digits(self.0)
    }

    /// The code, 0 to 99.
    pub fn new(code: u8) -> Option<Self> {
        (code <= 99).then_some(Self(code))
    }

    /// The number, 0 to 99.
    pub fn get(self) -> u8 {
        self.0
    }

    /// What the code means. The table is 厚生労働省's 別添 on numbering, as of 2026-11.
    pub fn scheme(self) -> Scheme {
        Self::meaning(self.0)
    }

    pub(super) const fn meaning(code: u8) -> Scheme {
        match code {
            1..=4 | 6 | 7 | 31..=34 | 39 | 63 | 72..=75 => Scheme::Insurer,
            67 => Scheme::Defunct,
            10..=30 | 38 | 41..=48 | 51..=54 | 62 | 66 | 79..=99 => Scheme::PublicExpense,
            0 => Scheme::Padding,
            _ => Scheme::Unknown,
        }
    }

    /// The number of the reason against a code, 0 for an insurer's.
    pub(super) const fn against(code: u8) -> u8 {
        let reason = match Self::meaning(code) {
            Scheme::Insurer => return 0,
            Scheme::Padding => Reason::PaddedOnForm,
            Scheme::PublicExpense => Reason::PublicExpenseNumber,
            Scheme::Defunct => Reason::DefunctScheme,
            Scheme::Unknown => Reason::UnknownScheme,
        };
        reason.number()
    }
}

impl fmt::Display for SchemeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.written().as_str())
    }
}

impl Serialize for SchemeCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SchemeCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::base::value::read_text(deserializer, |text| {
            let code = if text.len() == 2 { text.parse::<u8>().ok().and_then(Self::new) } else { None };
            code.filter(|code| code.scheme() == Scheme::Insurer).ok_or_else(|| refuse(ErrorCode::SchemeInvalid))
        })
    }
}

#[cfg(feature = "schema")]
crate::base::string_schema!(SchemeCode, "SchemeCode", { "type": "string", "pattern": "^[0-9]{2}$" });
