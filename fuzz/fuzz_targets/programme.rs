//! Any document, and a year of steps under it where it is a programme.
#![no_main]

use libfuzzer_sys::fuzz_target;

const STEPS: &[u8] = br#"{"now":"2023-04-01T00:00:00+09:00","arrivals":[{"date":"2022-04-01","steps":9000,"source":"healthkit"},{"date":"2022-04-02","steps":90000000,"source":"healthkit"}],"explain":"all"}"#;

fuzz_target!(|data: &[u8]| {
    if let Ok(programme) = kenpo_wire::parse_programme(data) {
        let _ = kenpo_wire::answer(Some(&programme), b"points.accrue", STEPS);
        for coupon in &programme.document().coupons {
            let request = format!(r#"{{"coupon":"{}","issued_on":"2022-04-01","explain":"all"}}"#, coupon.id);
            let _ = kenpo_wire::answer(Some(&programme), b"coupon.issue", request.as_bytes());
        }
    }
});
