//! Operations and their examples, part of the page of the crate. Each example is a case of `tests/vectors`.

/// Ages by every convention that insurers publish.
pub mod age {
    pub use kenpo_core::{
        civil::{AgeConvention, LeapBirthday, age_in_fiscal_year, age_on, birthday, legal_age_at_end_of},
        forms::{AgeRequest, AgeVerdict},
    };

    /// Operation `age.count`.
    ///
    /// ```
    /// use kenpo::{age, json};
    ///
    /// let request = json::from_text(r#"{"born": "1949-06-15", "on": "2024-06-14"}"#)?;
    /// let answer = age::count(&request)?;
    /// assert_eq!(answer.verdict.age, 74); // the birthday is the next day
    /// assert_eq!(answer.verdict.legal_age, 75);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::forms::count_age as count;
}

/// Dates as people write them: Gregorian or in an era.
pub mod date {
    pub use kenpo_core::{
        civil::{Date, EraCodes},
        forms::{DateForms, DateRequest, DateVerdict, OtherReading},
    };

    /// Operation `date.read`.
    ///
    /// ```
    /// use kenpo::{Reason, date, json};
    ///
    /// let request = json::from_text(r#"{"text": "S64.1.7"}"#)?;
    /// let answer = date::read(&request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::forms::check_date as read;
}

/// Names in kana, and the key under which a name is looked up.
pub mod name {
    pub use kenpo_core::{
        forms::{Kana, NameCompareRequest, NameCompareVerdict, NameComparison, NameRequest, NameVerdict},
        text::NameDifference,
    };

    /// Operation `name.check`.
    ///
    /// ```
    /// use kenpo::{Reason, json, name};
    ///
    /// let request = json::from_text(r#"{"name": "ｱﾞ", "kana": "half_width"}"#)?;
    /// let answer = name::check(&request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::forms::check_name as check;

    /// Operation `name.compare`.
    ///
    /// ```
    /// use kenpo::{json, name, name::{NameComparison, NameDifference}};
    ///
    /// let request = json::from_text(r#"{"one": "ショウジュ", "other": "シヨウジユ"}"#)?;
    /// let answer = name::compare(&request)?;
    /// assert_eq!(answer.verdict.comparison, Some(NameComparison::Alike));
    /// assert_eq!(answer.verdict.differences, [NameDifference::SmallLetter]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::forms::compare_names as compare;
}
