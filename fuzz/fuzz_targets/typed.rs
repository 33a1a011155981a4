//! The typed lane: records, form texts, dates and steps out of raw bytes.
#![no_main]

use std::sync::LazyLock;

use kenpo_core::{
    Programme,
    civil::{Date, Instant, read_date},
    coupon::last_day_of_only,
    numbers::{InsurerNumber, check_insurer_number_record, examine_insurer_number},
    points::{StepCredit, StepDay, StepDelivery, accrue_steps},
    text::{match_key, to_full_width, to_half_width},
};
use libfuzzer_sys::fuzz_target;

static KKR: LazyLock<Programme> =
    LazyLock::new(|| kenpo_wire::parse_programme(include_bytes!("../../programmes/kkr.json")).unwrap());

fuzz_target!(|data: &[u8]| {
    if let Some(record) = data.first_chunk::<8>() {
        check_insurer_number_record(record);
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let refused = examine_insurer_number(text);
        // What is accepted is printed as digits, and read again as the same number.
        if let Ok(number) = InsurerNumber::parse(text) {
            assert_eq!((refused, InsurerNumber::parse(&number.to_string())), (None, Ok(number)));
        }
        let _ = (Date::parse(text), read_date(text), to_full_width(text), to_half_width(text));
        let key: String = match_key(text).collect();
        // A mark that joined nothing may come to stand after a letter in the key.
        assert!(key.contains(['゛', '゜']) || match_key(&key).eq(key.chars()));
        assert!(key.len() <= text.len());
        if let Some(instant) = Instant::parse(text) {
            assert_eq!(Instant::parse(&instant.to_string()), Some(instant));
        }
    }
    let number = |chunk: &[u8]| chunk.first_chunk::<4>().map_or(0, |bytes| i32::from_le_bytes(*bytes));
    let days = data.chunks_exact(8).map(|chunk| {
        let (day, steps) = chunk.split_at(4);
        StepDay::new(20_220_401_i32.wrapping_add(number(day) % 2_000), number(steps).into())
    });
    if let Some(day) = data.first_chunk::<4>().map(|day| number(day)) {
        let synced = 20_220_401_i32.wrapping_add(day % 2_000);
        let _ = Date::from_yyyymmdd(synced).map(|day| last_day_of_only(&KKR, day));
        let days: Vec<StepDay> = days.collect();
        let mut room = [0; 4_096];
        let mut credits = vec![StepCredit::default(); days.len()];
        let mut reasons = vec![0; days.len()];
        let len = accrue_steps(&KKR, &StepDelivery::on(synced), &days, &[], &mut room, &mut credits, &mut reasons);
        assert!(credits[..len.unwrap_or(0)].iter().all(|credit| credit.points >= 0));
    }
});
