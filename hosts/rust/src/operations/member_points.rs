//! Operations and their examples, part of the page of the crate. Each example is a case of `tests/vectors`.

/// Points: what activities earn, the caps, the ledger, and what points are exchanged for.
pub mod points {
    pub use kenpo_core::points::*;

    /// Operation `points.accrue`.
    ///
    /// ```
    /// use kenpo::{json, parse_programme, points};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kkr.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2022-02-02T09:00:00+09:00",
    ///         "arrivals": [{"date": "2022-02-01", "steps": 8000, "source": "healthkit"}]
    ///     }"#,
    /// )?;
    /// let answer = points::accrue(&programme, &request)?;
    /// assert_eq!(answer.verdict.points.get(), 20);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::points::accrue;

    /// Operation `points.adjust`.
    ///
    /// ```
    /// use kenpo::{Reason, json, parse_programme, points};
    ///
    /// let programme = parse_programme(&std::fs::read("../../tests/programmes/expiry.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2022-03-31T10:00:00+09:00",
    ///         "points": 100,
    ///         "cause": "goodwill",
    ///         "request_key": "a-1"
    ///     }"#,
    /// )?;
    /// let answer = points::adjust(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Adjusted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::points::adjust;

    /// Operation `points.balance`.
    ///
    /// ```
    /// use kenpo::{json, points};
    ///
    /// let request = json::from_text(r#"{"as_of": "2022-06-01T00:00:00+09:00"}"#)?;
    /// let answer = points::balance(&request)?;
    /// assert_eq!(answer.verdict.balance.get(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::points::balance;

    /// Operation `points.compare`: the same records under two programmes.
    ///
    /// ```
    /// use kenpo::{json, parse_programme, points};
    ///
    /// let kkr = std::fs::read_to_string("../../programmes/kkr.json")?;
    /// let (programme, other) = (parse_programme(kkr.as_bytes())?, parse_programme(kkr.replace("8000", "7000").as_bytes())?);
    /// let request = json::from_text(
    ///     r#"{
    ///         "other": "",
    ///         "now": "2022-02-02T09:00:00+09:00",
    ///         "arrivals": [{"date": "2022-01-31", "steps": 7999, "source": "healthkit"}]
    ///     }"#,
    /// )?;
    /// let answer = points::compare(&programme, &other, &request)?;
    /// assert_eq!(answer.verdict.difference.get(), 10);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::points::compare;

    /// Operation `points.earn`.
    ///
    /// ```
    /// use kenpo::{Reason, json, parse_programme, points};
    ///
    /// let programme = parse_programme(&std::fs::read("../../tests/programmes/earning.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-06-02T09:00:00+09:00",
    ///         "activity": "login",
    ///         "date": "2024-06-01",
    ///         "event": "l-1"
    ///     }"#,
    /// )?;
    /// let answer = points::earn(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Paid);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::points::earn;

    /// Operation `points.exchange`.
    ///
    /// ```
    /// use kenpo::{Reason, json, parse_programme, points};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kkr.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2022-06-01T10:00:00+09:00",
    ///         "ledger": {"opening": {"sequence": 3, "points": 500, "closed_through": "2022-05-31"}},
    ///         "goods": "ticket",
    ///         "quantity": 1,
    ///         "request_key": "r-1"
    ///     }"#,
    /// )?;
    /// let answer = points::exchange(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Exchanged);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::points::exchange;

    /// Operation `points.purse`.
    ///
    /// ```
    /// use kenpo::{Reason, json, parse_programme, points};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kencom_app.json")?)?;
    /// let request = json::from_text(r#"{"as_of": "2018-05-07", "group": "133033"}"#)?;
    /// let answer = points::purse(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::points::purse;

    /// Operation `points.reverse`.
    ///
    /// ```
    /// use kenpo::{Reason, json, parse_programme, points};
    ///
    /// let programme = parse_programme(&std::fs::read("../../tests/programmes/periods.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2022-06-01T10:05:00+09:00",
    ///         "ledger": {"opening": {"sequence": 3, "points": 1499, "closed_through": "2022-05-31"}, "entries": [{"sequence": 4, "at": "2022-06-01T10:00:00+09:00", "kind": "exchange", "points": -1000, "goods": "voucher", "quantity": 2, "balance": 499, "request_key": "r-1"}]},
    ///         "sequence": 4,
    ///         "request_key": "u-1"
    ///     }"#,
    /// )?;
    /// let answer = points::reverse(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Reversed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::points::reverse;

    /// Operation `points.settle`.
    ///
    /// ```
    /// use kenpo::{Reason, json, parse_programme, points};
    ///
    /// let programme = parse_programme(&std::fs::read("../../tests/programmes/earning.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2025-04-01T00:00:00+09:00",
    ///         "rule": "mean_year",
    ///         "date": "2024-04-01",
    ///         "days": [{"date": "2024-04-01", "steps": 7000}, {"date": "2025-03-31", "steps": 7000}],
    ///         "born": "1985-03-31"
    ///     }"#,
    /// )?;
    /// let answer = points::settle(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Paid);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::points::settle;

    /// Operation `points.summary`.
    ///
    /// ```
    /// use kenpo::{json, points};
    ///
    /// let request = json::from_text(r#"{"as_of": "2022-03-31T23:59:59+09:00", "ledgers": []}"#)?;
    /// let answer = points::summary(&request)?;
    /// assert_eq!(answer.verdict.coupons_yen.get(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::points::summary;
}

/// A day's steps against the goal; the typed lane of accrual is in [`points`](crate::points).
pub mod steps {
    pub use kenpo_core::{
        points::{AchievementRequest, AchievementVerdict},
        steps::*,
    };

    /// Operation `steps.achievement`.
    ///
    /// ```
    /// use kenpo::{Reason, json, parse_programme, steps};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kencom_web.json")?)?;
    /// let request = json::from_text(r#"{"date": "2024-06-01", "steps": 8299}"#)?;
    /// let answer = steps::achievement(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::points::achievement;

    /// Operation `steps.collect`.
    ///
    /// ```
    /// use kenpo::{json, parse_programme, steps};
    ///
    /// let programme = parse_programme(&std::fs::read("../../tests/programmes/steps.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "intervals": [
    ///             {
    ///                 "start": "2024-02-18T23:50:00+09:00",
    ///                 "end": "2024-02-19T00:10:00+09:00",
    ///                 "count": 101,
    ///                 "source": "phone"
    ///             }
    ///         ]
    ///     }"#,
    /// )?;
    /// let answer = steps::collect(&programme, &request)?;
    /// let steps: Vec<i64> = answer.verdict.arrivals.iter().map(|day| day.steps.get()).collect();
    /// assert_eq!(steps, [51, 50]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::steps::collect;
}

/// Coupons: what a winner receives, its code, until when it holds, and what is used of it.
pub mod coupon {
    pub use kenpo_core::coupon::*;

    /// Operation `coupon.issue`.
    ///
    /// ```
    /// use kenpo::{Reason, coupon, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kkr.json")?)?;
    /// let request = json::from_text(r#"{"coupon": "kkr_coupon", "issued_on": "2022-11-24"}"#)?;
    /// let answer = coupon::issue(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::coupon::issue;

    /// Operation `coupon.read`.
    ///
    /// ```
    /// use kenpo::{Reason, coupon, json};
    ///
    /// let request = json::from_text(r#"{"code": "tywx k6dk 4m3m kxo8"}"#)?;
    /// let answer = coupon::read(&request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::coupon::read;

    /// Operation `coupon.redeem`.
    ///
    /// ```
    /// use kenpo::{Reason, coupon, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kkr.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2023-05-01T10:00:00+09:00",
    ///         "code": "TYWX-K6DK-4M3M-KX08",
    ///         "holder": "m-1",
    ///         "request_key": "k-1",
    ///         "coupons": [{
    ///             "id": "c-1", "coupon": "kkr_coupon", "holder": "m-1",
    ///             "digest": "b4f1c2339b29a4a59b446104eaee78187bd18e4b200ea8d85c62e2ad6f497118",
    ///             "issued_on": "2022-06-23", "value_yen": 5000, "last_day": "2024-03-31"
    ///         }]
    ///     }"#,
    /// )?;
    /// let answer = coupon::redeem(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// assert_eq!(answer.store[0].uses[0].yen.get(), 5000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::coupon::redeem;

    /// Operation `coupon.status`.
    ///
    /// ```
    /// use kenpo::{coupon, coupon::CouponState, json};
    ///
    /// let request = json::from_text(
    ///     r#"{
    ///         "as_of": "2024-04-01T00:00:00+09:00",
    ///         "coupons": [{
    ///             "id": "c-1", "coupon": "kkr_coupon",
    ///             "digest": "b4f1c2339b29a4a59b446104eaee78187bd18e4b200ea8d85c62e2ad6f497118",
    ///             "issued_on": "2022-06-23", "value_yen": 5000, "last_day": "2024-03-31"
    ///         }]
    ///     }"#,
    /// )?;
    /// let answer = coupon::status(&request)?;
    /// assert_eq!(answer.verdict.coupons[0].state, CouponState::Expired);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::coupon::status;

    /// Operation `coupon.void`.
    ///
    /// ```
    /// use kenpo::{Reason, coupon, json};
    ///
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2023-05-01T10:00:00+09:00",
    ///         "coupon": {
    ///             "id": "c-1", "coupon": "kkr_coupon", "holder": "m-1",
    ///             "digest": "b4f1c2339b29a4a59b446104eaee78187bd18e4b200ea8d85c62e2ad6f497118",
    ///             "issued_on": "2022-06-23", "value_yen": 5000, "last_day": "2024-03-31"
    ///         },
    ///         "request_key": "v-1"
    ///     }"#,
    /// )?;
    /// let answer = coupon::void(&request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::coupon::void;
}
