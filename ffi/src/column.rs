//! Columns of insurer numbers and of costs on the processor at hand: the core's loops, compiled once more for wider vectors.

use kenpo_core::{
    Programme,
    civil::Date,
    numbers::check_insurer_number_records,
    subsidy::{self, NoAmount},
};

use crate::status::{KENPO_ERR_INVALID_REQUEST, KENPO_ERR_NOT_IN_EFFECT, KENPO_ERR_UNSUPPORTED, kenpo_status};

/// A reason's number for each record, 0 for a well-formed one.
pub(crate) fn check(records: &[[u8; 8]], reasons: &mut [u8]) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor was asked.
        return unsafe { avx2::check(records, reasons) };
    }
    check_insurer_number_records(records, reasons);
}

/// The status for an amount that there is not.
pub(crate) fn no_amount(none: NoAmount) -> kenpo_status {
    match none {
        NoAmount::NotInEffect => KENPO_ERR_NOT_IN_EFFECT,
        NoAmount::OutOfRange => KENPO_ERR_INVALID_REQUEST,
        NoAmount::NeedsPerson => KENPO_ERR_UNSUPPORTED,
    }
}

/// What is paid back of each cost on a day, in yen.
pub(crate) fn subsidies(
    programme: &Programme,
    service: &str,
    on: Date,
    costs: &[i32],
    yen: &mut [i32],
) -> Result<(), NoAmount> {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor was asked.
        return unsafe { avx2::subsidies(programme, service, on, costs, yen) };
    }
    subsidy::column(programme, service, on, costs, yen)
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        __m256i, _mm_loadu_si128, _mm256_set_m128i, _mm256_unpackhi_epi8 as high, _mm256_unpacklo_epi8 as low,
    };

    use kenpo_core::{
        Programme,
        civil::Date,
        numbers::{InsurerNumberColumns, check_insurer_number_records_by},
        subsidy::{self, NoAmount},
    };

    /// The core's loop is inlined here and so has this function's features.
    #[target_feature(enable = "avx2")]
    pub(super) fn subsidies(
        programme: &Programme,
        service: &str,
        on: Date,
        costs: &[i32],
        yen: &mut [i32],
    ) -> Result<(), NoAmount> {
        subsidy::column(programme, service, on, costs, yen)
    }

    #[target_feature(enable = "avx2")]
    pub(super) fn check(records: &[[u8; 8]], reasons: &mut [u8]) {
        // A closure has the features of the function it stands in; the function by itself would not do.
        check_insurer_number_records_by(records, reasons, |block| columns(block));
    }

    /// Turns records into columns. These instructions work on the two halves of a vector apart, so the lower halves hold
    /// the first sixteen records and the upper halves the others; after four riffles of both, the columns are there.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn columns(block: &[[u8; 8]; 32]) -> InsurerNumberColumns<32> {
        let (pairs, _) = block.as_chunks::<2>();
        let (first, second) = pairs.split_at(8);
        // SAFETY: a pair of records is sixteen bytes; any alignment will do.
        let load = |pair: &[[u8; 8]; 2]| unsafe { _mm_loadu_si128(std::ptr::from_ref(pair).cast()) };
        let mut rows: [__m256i; 8] = std::array::from_fn(|at| _mm256_set_m128i(load(&second[at]), load(&first[at])));
        for _ in 0..4 {
            let [a, b, c, d, e, f, g, h] = rows;
            rows = [low(a, e), high(a, e), low(b, f), high(b, f), low(c, g), high(c, g), low(d, h), high(d, h)];
        }
        // SAFETY: both are 256 bytes, and any bytes are a value of either.
        unsafe { std::mem::transmute::<[__m256i; 8], InsurerNumberColumns<32>>(rows) }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use kenpo_core::{
        Reason,
        numbers::check_insurer_number_record,
        subsidy::{NO_AMOUNT, amount_on},
        value::Count,
    };

    use super::*;

    /// Holds both loops to the check of one record.
    fn compare(records: &[[u8; 8]]) {
        let one_by_one = records.iter().map(|record| check_insurer_number_record(record).map_or(0, Reason::number));
        let one_by_one: Vec<u8> = one_by_one.collect();
        for column in [check, check_insurer_number_records] {
            let mut reasons = vec![255; records.len()];
            column(records, &mut reasons);
            assert_eq!(reasons, one_by_one);
        }
    }

    #[test]
    fn the_wide_loop_is_what_is_tested() {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            return;
        }
        // Past the test runner, which keeps to itself what a passing test prints.
        let _ = writeln!(std::io::stderr(), "NOT TESTED: the column with AVX2, which this processor does not have");
    }

    /// A deterministic sequence that no pattern of the columns follows.
    fn seeded() -> impl Iterator<Item = u8> {
        let mut state = 1_u64;
        std::iter::repeat_with(move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state.to_be_bytes()[0]
        })
    }

    #[test]
    fn every_scheme_prefecture_and_check_digit() {
        let mut serials = seeded();
        let mut records = Vec::new();
        for front in 0..10_000 {
            for last in 0..10 {
                let serial = u32::from(serials.next().unwrap()) * 39 % 1_000;
                let number = format!("{front:04}{serial:03}{last}");
                records.extend(number.as_bytes().as_array());
                records.extend(format!("{}  ", &number[2..]).as_bytes().as_array());
            }
        }
        assert_eq!(records.len(), 200_000);
        compare(&records);
    }

    #[test]
    fn any_bytes() {
        let mut bytes = seeded();
        let mut records: Vec<[u8; 8]> = (0..100_000).map(|_| std::array::from_fn(|_| bytes.next().unwrap())).collect();
        compare(&records);
        // Mostly digits, so that a single wrong byte stands at every place, and spaces where they are layout.
        for record in &mut records {
            let choice = bytes.next().unwrap();
            record.iter_mut().for_each(|byte| *byte = b'0' + *byte % 10);
            match choice % 4 {
                0 => record[6..].fill(b' '),
                1 => record[usize::from(choice >> 5)] = bytes.next().unwrap(),
                2 => record[usize::from(choice >> 5)..].fill(b' '),
                _ => {}
            }
        }
        compare(&records);
        compare(&[*b"        "; 33]);
    }

    #[test]
    fn every_length_and_every_alignment() {
        let bytes: Vec<u8> = seeded().take(8 * 41).map(|byte| b'0' + byte % 10).collect();
        for from in 0..8 {
            let (records, _) = bytes[from..].as_chunks::<8>();
            (0..=records.len()).for_each(|len| compare(&records[..len]));
        }
        assert_eq!(bytes.len() / 8, 41);
    }

    #[test]
    fn the_shorter_column_ends_it() {
        let records = [*b"06133425"; 70];
        for len in 0..=70 {
            let mut reasons = [255; 70];
            check(&records, &mut reasons[..len]);
            assert!(reasons[..len].iter().all(|reason| *reason == 0) && reasons[len..].iter().all(|r| *r == 255));
        }
    }

    #[test]
    fn subsidies_of_every_length_are_those_of_each_cost() {
        let programme = kenpo_wire::parse_programme(include_bytes!("../../programmes/kenren.json")).unwrap();
        let on = Date::from_ymd(2024, 6, 1).unwrap();
        let one = |cost: i32| {
            let paid = Count::new(cost.into()).and_then(|cost| amount_on(&programme, "dock", on, cost).ok());
            paid.map_or(NO_AMOUNT, |yen| i32::try_from(yen.get()).unwrap())
        };
        let mut bytes = seeded();
        let mut cost = || i32::from_le_bytes(std::array::from_fn(|_| bytes.next().unwrap()));
        let mut costs: Vec<i32> = (0..130).map(|at| if at % 7 == 0 { cost() } else { cost() % 60_000 }).collect();
        costs.extend([-1, 0, 1, 13_000, 13_001, 18_572, 18_573, 42_858, 42_859, 10_000_000, 10_000_001]);
        for len in 0..=costs.len() {
            for column in [subsidies, subsidy::column] {
                let mut yen = vec![77; len + 1];
                column(&programme, "dock", on, &costs[..len], &mut yen).unwrap();
                assert!(yen.iter().zip(&costs[..len]).all(|(yen, cost)| *yen == one(*cost)) && yen[len] == 77);
                // The shorter column ends it.
                column(&programme, "dock", on, &costs, &mut yen).unwrap();
                assert_eq!(yen.iter().zip(&costs).find(|(yen, cost)| **yen != one(**cost)), None);
            }
        }
        assert_eq!(subsidies(&programme, "none", on, &costs, &mut [77]), Err(NoAmount::NotInEffect));
    }
}
