//! Properties of coupons: what no sequence of uses, repeats and voidings reaches, and which slips of the finger are caught.

use kenpo_core::{
    Period, Programme, Reason, Secret,
    civil::{Date, Instant},
    coupon::{self, Coupon, CouponCode, CouponRequest, CouponState, ReadCouponRequest, RedeemCouponRequest},
    programme::{CountedFrom, CouponExpiry, CouponExpiryPolicy, CouponTerms, Document},
    value::{Code, Count, Hex, HostId, RuleId},
};
use proptest::prelude::*;

const ALPHABET: &str = "0123456789ACDEFGHJKMNPQRTVWXY";
const VALUE: i64 = 50;

fn count(value: i64) -> Count {
    Count::new(value).unwrap()
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn programme(partial_use: bool) -> Programme {
    let mut document = Document::new("coupons", "1", "Coupons").unwrap();
    document.coupons.push(CouponTerms {
        id: code("coupon"),
        name: None,
        rule: RuleId::new("C-1").unwrap(),
        period: Period::default(),
        value_yen: count(VALUE),
        partial_use,
        expiry: CouponExpiry {
            rule: RuleId::new("C-2").unwrap(),
            policy: CouponExpiryPolicy::EndOfFiscalYear,
            counted_from: CountedFrom::Issue,
            clause: None,
        },
        clause: None,
    });
    Programme::new(document, b"coupons").unwrap()
}

fn host(text: &str) -> HostId {
    HostId::new(text).unwrap()
}

/// A coupon issued on 1 March 2024, which can be used until the end of that month.
fn issuing(entropy: [u8; 32]) -> CouponRequest {
    CouponRequest {
        coupon: code("coupon"),
        issued_on: "2024-03-01".parse().unwrap(),
        drawn_on: None,
        code: Some(CouponCode { id: host("c-1"), holder: Some(host("m-1")), entropy: Hex(entropy) }),
        explain: Default::default(),
    }
}

fn issued(programme: &Programme, entropy: [u8; 32]) -> (String, Coupon) {
    let posting = coupon::issue(programme, &issuing(entropy)).unwrap();
    (posting.verdict.code.unwrap().expose().to_owned(), posting.store.into_iter().next().unwrap())
}

fn redeeming(now: Instant, code: &str, yen: Option<i64>, key: &str, row: Option<&Coupon>) -> RedeemCouponRequest {
    RedeemCouponRequest {
        now,
        code: Secret::new(code).unwrap(),
        holder: Some(host("m-1")),
        yen: yen.map(count),
        request_key: host(key),
        coupons: row.into_iter().cloned().collect(),
        explain: Default::default(),
    }
}

fn read(text: &str) -> Reason {
    coupon::read(&ReadCouponRequest { code: Secret::new(text).unwrap(), explain: kenpo_core::Explain::None })
        .unwrap()
        .verdict
        .reason
}

/// Hours from the first of March: some before, some after the last day.
fn hour(hours: i64) -> Instant {
    let start: Date = "2024-03-01".parse().unwrap();
    Instant::from_unix(Instant::start_of(start).unix() + hours * 3600).unwrap()
}

#[derive(Clone, Debug)]
enum Event {
    Use { yen: Option<i64>, key: u8 },
    Void { key: u8 },
}

fn event() -> impl Strategy<Value = (i64, Event)> {
    let used = (prop::option::of(1..=VALUE + 1), 0_u8..6).prop_map(|(yen, key)| Event::Use { yen, key });
    let voided = (4_u8..8).prop_map(|key| Event::Void { key });
    (-20_i64..800, prop_oneof![9 => used, 1 => voided])
}

proptest! {
    /// The host writes what it is given, and asks for the same again: never is more used than the value, nothing is used before the issue, after
    /// the end or after the voiding, and a repeated request is answered as it was.
    #[test]
    fn no_sequence_uses_more_than_the_value(
        partial: bool, mut events in prop::collection::vec(event(), 1..24), in_order: bool, entropy: [u8; 32],
    ) {
        let programme = programme(partial);
        let (code, mut row) = issued(&programme, entropy);
        if in_order {
            events.sort_by_key(|(hours, _)| *hours);
        }
        let end = Instant::start_of(Date::from_ymd(2024, 4, 1).unwrap());
        let mut spent = 0;
        for (hours, event) in events {
            let now = hour(hours);
            match event {
                Event::Use { yen, key } => {
                    let request = redeeming(now, &code, yen, &format!("k-{key}"), Some(&row));
                    let posting = coupon::redeem(&programme, &request).unwrap();
                    let Some(next) = posting.store.into_iter().next() else {
                        prop_assert!(posting.replayed || posting.verdict.reason != Reason::Accepted);
                        continue;
                    };
                    let used = posting.verdict.used_yen.unwrap().get();
                    spent += used;
                    prop_assert!(used > 0 && now < end && hours >= 0 && row.voided.is_none());
                    prop_assert!(partial || used == VALUE);
                    prop_assert_eq!(posting.expect.unwrap().uses, Some(count(row.uses.len() as i64)));
                    prop_assert_eq!(posting.verdict.left_yen, Some(count(VALUE - spent)));
                    row = next;
                    let again = RedeemCouponRequest { now: hour(hours + 1000), coupons: vec![row.clone()], ..request };
                    let again = coupon::redeem(&programme, &again).unwrap();
                    prop_assert!(again.replayed && again.store.is_empty());
                    prop_assert_eq!(again.verdict.used_yen, Some(count(used)));
                    prop_assert_eq!(again.verdict.left_yen, Some(count(VALUE - spent)));
                }
                Event::Void { key } => {
                    let request = coupon::VoidCouponRequest {
                        now, coupon: row.clone(), request_key: host(&format!("k-{key}")), explain: Default::default(),
                    };
                    if let Some(next) = coupon::void(&request).unwrap().store.into_iter().next() {
                        prop_assert!(row.voided.is_none() && spent < VALUE);
                        row = next;
                    }
                }
            }
            prop_assert!(spent <= VALUE);
            prop_assert_eq!(row.uses.iter().map(|used| used.yen.get()).sum::<i64>(), spent);
        }
        // The row is one that is read again.
        let status = coupon::CouponStatusRequest { as_of: end, coupons: vec![row] };
        let state = coupon::status(&status).unwrap().verdict.coupons.remove(0).state;
        prop_assert!(matches!(state, CouponState::Used | CouponState::Expired | CouponState::Void));
    }

    /// Every other character in every place, and every two characters that changed places, are caught.
    #[test]
    fn slips_of_the_finger_are_caught(entropy: [u8; 32]) {
        let (printed, _) = issued(&programme(false), entropy);
        let code: Vec<char> = printed.chars().filter(|c| *c != '-').collect();
        prop_assert_eq!(code.len(), 16);
        prop_assert_eq!(read(&printed), Reason::Accepted);
        for place in 0..code.len() {
            for other in ALPHABET.chars().filter(|other| *other != code[place]) {
                let mut wrong = code.clone();
                wrong[place] = other;
                prop_assert_eq!(read(&String::from_iter(wrong)), Reason::CouponCodeMistyped);
            }
            for other in place + 1..code.len() {
                let mut swapped = code.clone();
                swapped.swap(place, other);
                let same = code[place] == code[other];
                prop_assert_eq!(read(&String::from_iter(swapped)) == Reason::Accepted, same);
            }
        }
    }

    /// Whoever has no coupon of their own by a code is told the same, whatever the cause.
    #[test]
    fn a_refused_code_does_not_tell_the_cause(entropy: [u8; 32], other: [u8; 32], place in 0_usize..16, typed in "[0-9A-Z-]{0,20}") {
        let programme = programme(true);
        let (code, row) = issued(&programme, entropy);
        let (made_up, _) = issued(&programme, other);
        let mut mistyped: Vec<char> = code.chars().filter(|c| *c != '-').collect();
        mistyped[place] = if mistyped[place] == '0' { '1' } else { '0' };
        let voided = Some(coupon::CouponVoid { request_key: host("v"), at: hour(1) });
        let of_another = Coupon { holder: Some(host("m-2")), ..row.clone() };
        let void = Coupon { voided, ..row.clone() };
        let mistyped = String::from_iter(mistyped);
        let tries = [
            (mistyped.as_str(), Some(&row)), (made_up.as_str(), Some(&row)), (code.as_str(), Some(&of_another)),
            (code.as_str(), Some(&void)), (code.as_str(), None), (typed.as_str(), Some(&row)),
        ];
        for (entered, row) in tries {
            let answer = coupon::redeem(&programme, &redeeming(hour(2), entered, Some(1), "k", row)).unwrap();
            let shown = answer.verdict.shown;
            prop_assert!(answer.store.is_empty() && answer.verdict.reason != Reason::CouponNotAccepted);
            prop_assert_eq!(format!("{shown:?}"), r#"Public { reason: CouponNotAccepted, reasons: [], next: Retry, step: None, until: None }"#);
        }
    }
}

#[test]
fn entropy_may_come_from_a_generator() {
    struct Nines;
    impl rand_core::TryRng for Nines {
        type Error = core::convert::Infallible;
        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            Ok(9)
        }
        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            Ok(9)
        }
        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
            bytes.fill(9);
            Ok(())
        }
    }
    impl rand_core::TryCryptoRng for Nines {}
    let programme = programme(false);
    let posting = coupon::issue_with(&mut Nines, &programme, issuing([0; 32])).unwrap();
    assert_eq!(posting.store[0], issued(&programme, [9; 32]).1);
    // No code, no entropy: nothing to store.
    let without = CouponRequest { code: None, ..issuing([0; 32]) };
    assert!(coupon::issue_with(&mut Nines, &programme, without).unwrap().store.is_empty());
}

/// What is logged shows neither code nor entropy, whose a coupon is, or its digest.
#[test]
fn debug_shows_no_code() {
    let programme = programme(false);
    let (code, row) = issued(&programme, [7; 32]);
    let request = redeeming(hour(1), &code, None, "k", Some(&row));
    let posting = coupon::redeem(&programme, &request).unwrap();
    let issued = coupon::issue(&programme, &issuing([7; 32])).unwrap();
    for shown in [
        format!("{row:?}"),
        format!("{request:?}"),
        format!("{posting:?}"),
        format!("{:?} {issued:?}", issuing([7; 32])),
    ] {
        let plain = code.replace('-', "");
        let hidden =
            !shown.contains(&code) && !shown.contains(&plain) && !shown.contains("m-1") && !shown.contains("7, 7");
        assert!(hidden && !shown.contains("digest"), "{shown}");
    }
}
