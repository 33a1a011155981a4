//! The year of KKR健幸ポイント by hand: what one would write for this programme alone. Each gives the points paid.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use kenpo_core::points::StepDay;

const MOST: i64 = 500;
const PLAUSIBLE: i64 = 100_000;

/// Multiplication and rotation: all that keys as these need.
#[derive(Default)]
pub struct Tuned(u64);

impl Hasher for Tuned {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are integers");
    }

    fn write_i32(&mut self, key: i32) {
        self.0 = u64::from(key.cast_unsigned()).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(26);
    }
}

type Map = HashMap<i32, i64, BuildHasherDefault<Tuned>>;

fn worth(steps: i64) -> i64 {
    match steps {
        3_000..5_000 => 5,
        5_000..8_000 => 10,
        8_000..10_000 => 20,
        10_000..=PLAUSIBLE => 40,
        _ => 0,
    }
}

/// The best of each day and the points of each month, in maps.
pub fn in_maps(days: &[StepDay]) -> i64 {
    let (mut best, mut months) = (Map::default(), Map::default());
    let mut paid = 0;
    for StepDay { walked, steps, .. } in days {
        let worth = worth(*steps);
        let best = best.entry(*walked).or_insert(0);
        if worth > *best {
            let month = months.entry(walked / 100).or_insert(0);
            let points = (worth - *best).min(MOST - *month);
            *best = worth;
            *month += points;
            paid += points;
        }
    }
    paid
}

/// The same by place, for days of one calendar year and the next.
pub fn by_place(days: &[StepDay]) -> i64 {
    let Some(first) = days.first().map(|day| day.walked / 10_000 * 100) else { return 0 };
    let (mut best, mut months) = ([[0; 32]; 24], [0; 24]);
    let mut paid = 0;
    for StepDay { walked, steps, .. } in days {
        let month = walked / 100 - first;
        let month = (month - if month > 100 { 88 } else { 0 } - 1) as usize;
        let best: &mut i64 = &mut best[month][(walked % 100) as usize];
        let earned = (worth(*steps) - *best).max(0);
        let points = earned.min(MOST - months[month]);
        *best += earned;
        months[month] += points;
        paid += points;
    }
    paid
}

/// A lower bound: a bit for each day, so that only the first record of a day is paid.
pub fn by_bits(days: &[StepDay]) -> i64 {
    let Some(first) = days.first().map(|day| day.walked / 10_000 * 100) else { return 0 };
    let (mut seen, mut months) = ([0_u32; 24], [0; 24]);
    for StepDay { walked, steps, .. } in days {
        let month = walked / 100 - first;
        let month = (month - if month > 100 { 88 } else { 0 } - 1) as usize;
        let bit = 1_u32.wrapping_shl(*walked as u32 % 100);
        let new = seen[month] & bit == 0;
        seen[month] |= bit;
        months[month] += if new { worth(*steps) } else { 0 };
    }
    months.iter().map(|points: &i64| MOST.min(*points)).sum()
}
