use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    AccountTerms, BookingTerms, BusinessCalendar, CardFormat, DrawTerms, EligibilityTerms, FactDeclaration, Group,
    IdentityTerms, PointsTerms, SubsidyTerms, VoucherTerms,
};
use crate::{
    answer::Period,
    base::{
        ErrorCode,
        value::{Clause, Code, Count, RuleId, is_false, present},
    },
    numbers::SchemeCode,
};

/// The document format this version reads.
pub const FORMAT: &str = "kenpo-programme/1";

/// A programme document, `kenpo-programme/1`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// `kenpo-programme/1`.
    pub format: Clause,
    /// The programme's id, echoed in answers.
    pub id: Code,
    /// The document's version, echoed in answers.
    pub version: Clause,
    /// The programme's name.
    pub name: Clause,
    /// What a reader of the document should know, such as which settings are examples.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Clause>,
    /// Terms of registration, by the day of registration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registration: Vec<RegistrationTerms>,
    /// Groups that take part, where a member chooses the group by its ID.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Terms of the identity check at registration, by its day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identity: Vec<IdentityTerms>,
    /// Accounts: links and codes, signing in, passwords, procedures, levels of access, support.
    #[serde(default)]
    pub account: AccountTerms,
    /// How insurers print symbol and number on their cards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<CardFormat>,
    /// Facts about people that terms ask for, such as that someone lives in the town.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FactDeclaration>,
    /// Who may use a service, by the day of the service.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub eligibility: Vec<EligibilityTerms>,
    /// Business days, for deadlines that are counted in them.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub calendar: Option<BusinessCalendar>,
    /// How services are booked, by the date of the slot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bookings: Vec<BookingTerms>,
    /// Subsidies, by the day of the service.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subsidies: Vec<SubsidyTerms>,
    /// Vouchers (受診券), by the day of issue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vouchers: Vec<VoucherTerms>,
    /// Earning, capping and exchanging points.
    #[serde(default)]
    pub points: PointsTerms,
    /// Draws, by their day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub draws: Vec<DrawTerms>,
    /// Coupons, by the day of issue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<CouponTerms>,
}

impl Document {
    /// A document of the format this version reads, without any settings yet.
    ///
    /// # Errors
    /// `code_invalid` for the id, `text_empty` or `text_too_long` for the others.
    pub fn new(id: &str, version: &str, name: &str) -> Result<Self, ErrorCode> {
        Ok(Self {
            format: Clause::new(FORMAT)?,
            id: Code::new(id)?,
            version: Clause::new(version)?,
            name: Clause::new(name)?,
            notes: Vec::new(),
            registration: Vec::new(),
            groups: Vec::new(),
            identity: Vec::new(),
            account: AccountTerms::default(),
            cards: Vec::new(),
            facts: Vec::new(),
            eligibility: Vec::new(),
            calendar: None,
            bookings: Vec::new(),
            subsidies: Vec::new(),
            vouchers: Vec::new(),
            points: PointsTerms::default(),
            draws: Vec::new(),
            coupons: Vec::new(),
        })
    }
}

/// Who may register: how long the insurer number is, and which schemes are in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RegistrationTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days of registration on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// How many digits an insurer number may have.
    pub insurer_number_digits: Vec<InsurerDigits>,
    /// Schemes (法別番号) that are in; none for six-digit numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schemes: Vec<SchemeCode>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// How many digits an insurer number has: 6 or 8.
pub type InsurerDigits = u8;

/// A coupon.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponTerms {
    /// The coupon's id.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days of issue on which the terms hold.
    #[serde(default)]
    pub period: Period,
    /// What it is worth, in yen, at least 1.
    pub value_yen: Count,
    /// Whether it can be used in parts, as long as something is left; otherwise as a whole, once.
    #[serde(default, skip_serializing_if = "is_false")]
    pub partial_use: bool,
    /// When it expires.
    pub expiry: CouponExpiry,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// When a coupon expires.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponExpiry {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Its last day.
    pub policy: CouponExpiryPolicy,
    /// The day whose fiscal year counts.
    #[serde(default)]
    pub counted_from: CountedFrom,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// A coupon's last day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CouponExpiryPolicy {
    /// 31 March at the end of the fiscal year.
    EndOfFiscalYear,
    /// 31 March at the end of the fiscal year after it.
    EndOfNextFiscalYear,
}

/// The day whose fiscal year counts. They differ for a coupon passed to an alternate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CountedFrom {
    /// The day of issue.
    #[default]
    Issue,
    /// The day of the draw.
    Draw,
}
