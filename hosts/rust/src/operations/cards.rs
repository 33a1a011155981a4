//! Operations and their examples, part of the page of the crate. Each example is a case of `tests/vectors`.

/// What stands on an insurance card (保険証) and the papers that took its place.
pub mod card {
    pub use kenpo_core::card::*;

    /// Operation `card.papers`.
    ///
    /// ```
    /// use kenpo::{card, json};
    ///
    /// let request = json::from_text(r#"{"as_of": "2024-12-01"}"#)?;
    /// let answer = card::papers(&request)?;
    /// assert!(answer.verdict.papers[0].proves);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::card::papers;
}

/// JP Core's identifier of an insured person: `保険者番号8:記号:番号:枝番`.
pub mod identifier {
    pub use kenpo_core::card::{
        IdentifierParts, IdentifierReadVerdict, IdentifierRequest, IdentifierVerdict, WriteIdentifierRequest,
    };

    /// Operation `identifier.read`.
    ///
    /// ```
    /// use kenpo::{Reason, identifier, json};
    ///
    /// let request = json::from_text(r#"{"identifier": "06133425:11:0123:01"}"#)?;
    /// let answer = identifier::read(&request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::card::read_identifier as read;

    /// Operation `identifier.write`.
    ///
    /// ```
    /// use kenpo::{Reason, identifier, json};
    ///
    /// let request = json::from_text(r#"{"insurer_number": "06133425", "symbol": "11", "number": "0123"}"#)?;
    /// let answer = identifier::write(&request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::card::write_identifier as write;
}

/// Insurer numbers (保険者番号), one at a time; [`numbers`](crate::numbers) has columns of them.
pub mod insurer_number {
    pub use kenpo_core::{
        card::{InsurerNumberRequest, InsurerNumberVerdict},
        numbers::InsurerNumber,
    };

    /// Operation `insurer_number.check`.
    ///
    /// ```
    /// use kenpo::{Reason, insurer_number, json};
    ///
    /// let request = json::from_text(r#"{"insurer_number": "133033"}"#)?;
    /// let answer = insurer_number::check(&request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::card::check_insurer_number as check;

    /// Operation `insurer_number.interchange`.
    ///
    /// ```
    /// use kenpo::{Reason, insurer_number, json};
    ///
    /// let request = json::from_text(r#"{"insurer_number": "133033"}"#)?;
    /// let answer = insurer_number::interchange(&request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::card::read_interchange as interchange;
}

/// Symbol, number and branch number (記号・番号・枝番).
pub mod member_number {
    pub use kenpo_core::card::{FormRequest, FormShape, FormVerdict, MemberNumberRequest, MemberNumberVerdict};

    /// Operation `member_number.check`.
    ///
    /// ```
    /// use kenpo::{Reason, json, member_number, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(r#"{"as_of": "2024-02-01", "insurer_number": "233064", "number": "1999999"}"#)?;
    /// let answer = member_number::check(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::card::check_member_number as check;

    /// Operation `member_number.form`.
    ///
    /// ```
    /// use kenpo::{Reason, json, member_number, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../tests/programmes/forms.json")?)?;
    /// let request = json::from_text(r#"{"as_of": "2024-02-01", "insurer_number": "133033"}"#)?;
    /// let answer = member_number::form(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::card::form;
}
