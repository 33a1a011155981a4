//! Operations on accounts and their examples, part of the page of the crate. Each example is a case of `tests/vectors`.

/// Accounts: links and codes, signing in, passwords, procedures, levels of access, households.
pub mod account {
    pub use kenpo_core::account::*;

    /// Operation `account.access`.
    ///
    /// ```
    /// use kenpo::{Reason, account, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kencom_app.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-03-01T10:00:00+09:00",
    ///         "feature": "checkup_results",
    ///         "identity": true,
    ///         "verification": "complete"
    ///     }"#,
    /// )?;
    /// let answer = account::access(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::SecretAnswerNeeded);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::account::access;

    /// Operation `account.act`.
    ///
    /// ```
    /// use kenpo::{Reason, account, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-02-01T10:00:00+09:00",
    ///         "action": "remove_address",
    ///         "role": "representative",
    ///         "addresses": 1
    ///     }"#,
    /// )?;
    /// let answer = account::act(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::account::act;

    /// Operation `account.challenge`.
    ///
    /// ```
    /// use kenpo::{Reason, account, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kencom_web.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2017-03-01T10:00:00+09:00",
    ///         "client": {
    ///             "kind": "browser",
    ///             "address_attempts": 0,
    ///             "address_failures": 0
    ///         },
    ///         "attempts": {
    ///             "key": "k-1",
    ///             "failures": 3
    ///         }
    ///     }"#,
    /// )?;
    /// let answer = account::challenge(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::ChallengeDue);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::account::challenge;

    /// Operation `account.first_password`.
    ///
    /// ```
    /// use kenpo::{Reason, account, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-02-01T10:00:00+09:00",
    ///         "born": "1975-07-05"
    ///     }"#,
    /// )?;
    /// let answer = account::first_password(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::account::first_password;

    /// Operation `account.issue_token`.
    ///
    /// ```
    /// use kenpo::{Reason, account, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kencom_app.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-05-01T10:00:00+09:00",
    ///         "purpose": "sign_up",
    ///         "account": "s-1",
    ///         "entropy": "0000000000000000000000000000000000000000000000000000000000000001"
    ///     }"#,
    /// )?;
    /// let answer = account::issue_token(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::account::issue_token;

    /// Operation `account.password_term`.
    ///
    /// ```
    /// use kenpo::{Reason, account, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/shochiku.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2019-05-07T23:59:59+09:00",
    ///         "password": {
    ///             "set_on": "2018-05-07"
    ///         }
    ///     }"#,
    /// )?;
    /// let answer = account::password_term(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::account::password_term;

    /// Operation `account.proceed`.
    ///
    /// ```
    /// use kenpo::{Reason, account, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kencom_web.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-03-01T10:05:00+09:00",
    ///         "id": "s-1",
    ///         "procedure": "registration",
    ///         "row": {
    ///             "id": "s-1",
    ///             "procedure": "registration",
    ///             "done": 2,
    ///             "state": "open",
    ///             "at": "2024-03-01T10:00:00+09:00"
    ///         },
    ///         "event": "finish",
    ///         "step": "insurance_check",
    ///         "given": [
    ///             "identity"
    ///         ]
    ///     }"#,
    /// )?;
    /// let answer = account::proceed(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::account::proceed;

    /// Operation `account.redeem_token`.
    ///
    /// ```
    /// use kenpo::{Reason, account, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kencom_app.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-05-01T10:10:00+09:00",
    ///         "purpose": "sign_up",
    ///         "account": "s-1",
    ///         "tokens": [
    ///             {
    ///                 "account": "s-1",
    ///                 "purpose": "sign_up",
    ///                 "number": 1,
    ///                 "digest": "d4f12c8e8c6dd5631f2ce0e343892b1781718f2b0c8b0144573eb213e0503fb5",
    ///                 "sent_at": "2024-05-01T10:00:00+09:00",
    ///                 "valid_until": "2024-05-01T10:10:00+09:00",
    ///                 "wrong": 0,
    ///                 "state": "open"
    ///             }
    ///         ],
    ///         "token": "089784"
    ///     }"#,
    /// )?;
    /// let answer = account::redeem_token(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::TokenExpired);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::account::redeem_token;

    /// Operation `account.reissue`.
    ///
    /// ```
    /// use kenpo::{Reason, account, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kencom_web.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2017-06-15T10:00:00+09:00",
    ///         "lost": "checkup_code"
    ///     }"#,
    /// )?;
    /// let answer = account::reissue(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::account::reissue;

    /// Operation `account.set_password`.
    ///
    /// ```
    /// use kenpo::{Reason, account, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kencom_web.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-02-01T10:00:00+09:00",
    ///         "occasion": "registration",
    ///         "password": "あ"
    ///     }"#,
    /// )?;
    /// let answer = account::set_password(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::PasswordTooShort);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::account::set_password;

    /// Operation `account.sign_in`.
    ///
    /// ```
    /// use kenpo::{Reason, account, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-02-01T10:00:00+09:00",
    ///         "key": "k-1",
    ///         "attempts": {
    ///             "key": "k-1",
    ///             "failures": 2
    ///         },
    ///         "login_id": "1999999",
    ///         "known": true,
    ///         "name": "ｹﾝｾﾂ ﾀﾛｳ",
    ///         "people": [
    ///             {
    ///                 "name": "ケンセツ タロウ",
    ///                 "role": "representative"
    ///             },
    ///             {
    ///                 "name": "ケンセツ ハナコ",
    ///                 "role": "family"
    ///             }
    ///         ],
    ///         "password_fits": false,
    ///         "password": {"set_on": "2023-04-01"}
    ///     }"#,
    /// )?;
    /// let answer = account::sign_in(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::PasswordWrong);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::account::sign_in;

    /// Operation `account.verification`.
    ///
    /// ```
    /// use kenpo::{Reason, account, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kencom_app.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-03-01T10:00:00+09:00",
    ///         "paper": "driving_licence",
    ///         "remarks": "yes",
    ///         "entropy": "0000000000000000000000000000000000000000000000000000000000000001"
    ///     }"#,
    /// )?;
    /// let answer = account::verification(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::account::verification;
}

/// The support desk's hours.
pub mod support {
    pub use kenpo_core::support::*;

    /// Operation `support.hours`.
    ///
    /// ```
    /// use kenpo::{Reason, support, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kkr.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2022-06-15T18:00:00+09:00"
    ///     }"#,
    /// )?;
    /// let answer = support::hours(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::SupportClosed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::support::hours;
}
