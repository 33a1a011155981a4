//! Any document, and steps of a year under it, in both lanes, where it is a programme.
#![no_main]

use kenpo_core::points::{StepCredit, StepDay, StepDelivery, accrue_steps, credits_per_record};
use libfuzzer_sys::fuzz_target;

const STEPS: &[u8] = br#"{"now":"2023-04-01T00:00:00+09:00","arrivals":[{"date":"2022-04-01","steps":9000,"source":"healthkit"},{"date":"2022-04-02","steps":90000000,"source":"healthkit"}],"explain":"all"}"#;

fuzz_target!(|data: &[u8]| {
    if let Ok(programme) = kenpo_wire::parse_programme(data) {
        let _ = kenpo_wire::answer(Some(&programme), b"points.accrue", STEPS);
        let days = [20_220_401, 20_220_402, 20_230_301].map(|walked| StepDay::new(walked, 9_000));
        let delivery = StepDelivery { born: 19_800_229, opened_on: 20_230_302, ..StepDelivery::on(20_230_401) };
        let mut credits = vec![StepCredit::default(); days.len() * credits_per_record(&programme)];
        let _ = accrue_steps(&programme, &delivery, &days, &[], &mut [0; 4_096], &mut credits, &mut [0; 3]);
        for coupon in &programme.document().coupons {
            let request = format!(r#"{{"coupon":"{}","issued_on":"2022-04-01","explain":"all"}}"#, coupon.id);
            let _ = kenpo_wire::answer(Some(&programme), b"coupon.issue", request.as_bytes());
        }
    }
});
