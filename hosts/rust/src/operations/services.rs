//! Operations and their examples, part of the page of the crate. Each example is a case of `tests/vectors`.

/// Registration: whether a number opens the programme, and whether the society knows the member.
pub mod registration {
    pub use kenpo_core::registration::*;

    /// Operation `registration.check`.
    ///
    /// ```
    /// use kenpo::{Reason, json, parse_programme, registration};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kkr.json")?)?;
    /// let request = json::from_text(r#"{"as_of": "2022-06-01", "insurer_number": "31130008"}"#)?;
    /// let answer = registration::check(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::registration::check;

    /// Operation `registration.group`.
    ///
    /// ```
    /// use kenpo::{Reason, json, parse_programme, registration};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kencom_app.json")?)?;
    /// let request = json::from_text(r#"{"group_id": "133033"}"#)?;
    /// let answer = registration::group(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::registration::group;

    /// Operation `registration.identify`.
    ///
    /// ```
    /// use kenpo::{Reason, json, parse_programme, registration};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kencom_app.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2017-06-15T10:00:00+09:00",
    ///         "group": "133033",
    ///         "name": "ケンコムタロウ",
    ///         "born": "1989-01-01",
    ///         "records": [{"person": "p-1", "name": "ケンコムタロウ", "born": "1989-01-01", "relation": "insured"}]
    ///     }"#,
    /// )?;
    /// let answer = registration::identify(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::registration::identify;
}

/// Who may use a service on a day, and on which days of a fiscal year.
pub mod eligibility {
    pub use kenpo_core::eligibility::*;

    /// Operation `eligibility.check`.
    ///
    /// ```
    /// use kenpo::{Reason, eligibility, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "service": "dock",
    ///         "on": "2024-05-10",
    ///         "person": {"id": "p1", "born": "2008-05-10", "relation": "insured", "insured_from": "2010-04-01"}
    ///     }"#,
    /// )?;
    /// let answer = eligibility::check(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::eligibility::check;

    /// Operation `eligibility.review`.
    ///
    /// ```
    /// use kenpo::{Reason, eligibility, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "people": [],
    ///         "holdings": [{"id": "x", "person": "a", "service": "yoga", "on": "2024-06-15"}]
    ///     }"#,
    /// )?;
    /// let answer = eligibility::review(&programme, &request)?;
    /// assert_eq!(answer.verdict.lost[0].reason, Reason::NoRecord);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::eligibility::review;

    /// Operation `eligibility.year`.
    ///
    /// ```
    /// use kenpo::{Reason, eligibility, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "service": "dock",
    ///         "fiscal_year": 2024,
    ///         "person": {"id": "p1", "born": "2008-05-10", "relation": "insured", "insured_from": "2010-04-01"}
    ///     }"#,
    /// )?;
    /// let answer = eligibility::year(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::eligibility::year;
}

/// Slots and their states, deadlines, booking, changing, cancelling, attendance.
pub mod booking {
    pub use kenpo_core::booking::*;

    /// Operation `booking.attend`.
    ///
    /// ```
    /// use kenpo::{Reason, booking, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-02-18T12:00:00+09:00",
    ///         "booking": "b1",
    ///         "attended": true,
    ///         "person": {"id": "p1", "born": "1970-05-05", "relation": "insured", "insured_from": "2010-04-01"},
    ///         "bookings": [{"id": "b1", "person": "p1", "service": "group_checkup", "slot": "s-0218", "date": "2024-02-18", "state": "attended", "at": "2024-01-10T09:00:00+09:00"}]
    ///     }"#,
    /// )?;
    /// let answer = booking::attend(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Recorded);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::booking::attend;

    /// Operation `booking.book`.
    ///
    /// ```
    /// use kenpo::{Reason, booking, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-02-01T10:00:00+09:00",
    ///         "id": "b9",
    ///         "service": "group_checkup",
    ///         "person": {"id": "p1", "born": "1970-05-05", "relation": "insured", "insured_from": "2010-04-01"},
    ///         "slot": {"id": "s-0218", "date": "2024-02-18", "capacity": 10, "taken": 3},
    ///         "consent": true,
    ///         "telephone": "00-0000-0000"
    ///     }"#,
    /// )?;
    /// let answer = booking::book(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Booked);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::booking::book;

    /// Operation `booking.cancel`.
    ///
    /// ```
    /// use kenpo::{Reason, booking, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-02-15T23:59:59+09:00",
    ///         "booking": {"id": "b1", "person": "p1", "service": "group_checkup", "slot": "s-0218", "date": "2024-02-18", "state": "confirmed", "at": "2024-01-10T09:00:00+09:00"},
    ///         "person": "p1"
    ///     }"#,
    /// )?;
    /// let answer = booking::cancel(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Cancelled);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::booking::cancel;

    /// Operation `booking.change`.
    ///
    /// ```
    /// use kenpo::{Reason, booking, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-01-28T23:59:59+09:00",
    ///         "id": "b9",
    ///         "booking": "b1",
    ///         "person": {"id": "p1", "born": "1970-05-05", "relation": "insured", "insured_from": "2010-04-01"},
    ///         "slot": {"id": "s-0211", "date": "2024-02-11", "capacity": 10, "taken": 3},
    ///         "bookings": [{"id": "b1", "person": "p1", "service": "group_checkup", "slot": "s-0218", "date": "2024-02-18", "state": "confirmed", "at": "2024-01-10T09:00:00+09:00"}]
    ///     }"#,
    /// )?;
    /// let answer = booking::change(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Changed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::booking::change;

    /// Operation `booking.deadlines`.
    ///
    /// ```
    /// use kenpo::{Reason, booking, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(r#"{"service": "group_checkup", "date": "2024-02-18"}"#)?;
    /// let answer = booking::deadlines(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::booking::deadlines;

    /// Operation `booking.next`.
    ///
    /// ```
    /// use kenpo::{Reason, booking, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../tests/programmes/booking_waiting.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-02-01T10:00:00+09:00", "service": "seminar",
    ///         "slot": {"id": "s1", "date": "2024-02-18", "time": "10:00", "capacity": 2, "taken": 1, "waiting": {"people": 1, "last_rank": 1}},
    ///         "waiting": [{"id": "w1", "person": "p1", "service": "seminar", "slot": "s1", "date": "2024-02-18", "time": "10:00", "state": "waiting", "at": "2024-01-20T09:00:00+09:00", "rank": 1}]
    ///     }"#,
    /// )?;
    /// let answer = booking::next(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::NextInLine);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::booking::next;

    /// Operation `booking.history`.
    ///
    /// ```
    /// use kenpo::{booking, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "person": {"id": "p1", "born": "1970-05-05", "relation": "insured", "insured_from": "2010-04-01"},
    ///         "bookings": [{"id": "b1", "person": "p1", "service": "yoga", "slot": "s-0218", "date": "2024-02-18", "state": "confirmed", "at": "2024-01-10T09:00:00+09:00"}]
    ///     }"#,
    /// )?;
    /// let answer = booking::history(&programme, &request)?;
    /// assert!(!answer.verdict.items[0].counts);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::booking::history;

    /// Operation `booking.notices`.
    ///
    /// ```
    /// use kenpo::{Reason, booking, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "service": "group_checkup",
    ///         "event": "booked",
    ///         "at": "2024-01-20T10:00:00+09:00",
    ///         "date": "2024-02-18",
    ///         "mail_address": true
    ///     }"#,
    /// )?;
    /// let answer = booking::notices(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::booking::notices;

    /// Operation `booking.slots`.
    ///
    /// ```
    /// use kenpo::{booking, json, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "now": "2024-02-01T10:00:00+09:00",
    ///         "service": "group_checkup",
    ///         "person": "p1",
    ///         "slots": [{"id": "s-0218", "date": "2024-02-18", "capacity": 10, "taken": 3}]
    ///     }"#,
    /// )?;
    /// let answer = booking::slots(&programme, &request)?;
    /// assert_eq!(answer.verdict.slots[0].state, kenpo::booking::SlotState::Free);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::booking::slots;
}

/// What a programme pays back of what a member paid.
pub mod subsidy {
    pub use kenpo_core::subsidy::*;

    /// Operation `subsidy.claim`.
    ///
    /// ```
    /// use kenpo::{Reason, json, parse_programme, subsidy};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "service": "dock",
    ///         "on": "2024-06-01",
    ///         "cost_yen": 1,
    ///         "insured_treatment": false,
    ///         "person": {"id": "p1", "born": "1970-05-05", "relation": "insured", "insured_from": "2010-04-01"}
    ///     }"#,
    /// )?;
    /// let answer = subsidy::claim(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::subsidy::claim;
}

/// Vouchers (受診券): a check-up at a clinic of the person's choice.
pub mod voucher {
    pub use kenpo_core::voucher::*;

    /// Operation `voucher.check`.
    ///
    /// ```
    /// use kenpo::{Reason, json, parse_programme, voucher};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kenren.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "service": "voucher",
    ///         "on": "2024-09-01",
    ///         "person": {"id": "p1", "born": "1970-05-05", "relation": "insured", "insured_from": "2010-04-01"},
    ///         "office": "19"
    ///     }"#,
    /// )?;
    /// let answer = voucher::check(&programme, &request)?;
    /// assert_eq!(answer.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::voucher::check;
}

/// Programme documents.
pub mod programme {
    pub use kenpo_core::{
        programme::*,
        typed::{TypedCall, TypedRequest, TypedVerdict},
    };

    /// Operation `programme.typed`.
    ///
    /// ```
    /// use kenpo::{json, parse_programme, programme};
    ///
    /// let kkr = parse_programme(&std::fs::read("../../programmes/kkr.json")?)?;
    /// let answer = programme::typed(&kkr, &json::from_text("{}")?)?;
    /// assert_eq!(answer.verdict.calls[0].operation, "points.accrue");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::typed::typed;
}
