//! Small files of each form, made from a seed by the layouts that their publishers and readers describe. No line of them is anybody's.

#![allow(dead_code, unused_imports, reason = "each test takes what it needs")]

mod binary;
mod tables;

pub(crate) use binary::archive;
use kenpo_core::civil::{Date, Instant};
use kenpo_intake::Form;

/// A file, and what is in it.
pub(crate) struct Made {
    /// What it would be called.
    pub(crate) name: &'static str,
    /// Its form.
    pub(crate) form: Form,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// Steps of the days that have any, earliest first.
    pub(crate) days: Vec<(Date, u64)>,
    /// Rows of days without steps.
    pub(crate) without: u64,
}

/// SplitMix64: small, and the same for ever.
pub(crate) struct Seeded(pub(crate) u64);

impl Seeded {
    /// A number from 0 to below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end
    }
}

/// A walk: whole minutes within a day.
#[derive(Clone, Copy)]
pub(crate) struct Walk {
    /// Its first second.
    pub(crate) start: i64,
    /// Its length in seconds.
    pub(crate) length: i64,
    /// Its steps.
    pub(crate) steps: u64,
}

/// Days and the walks of each, none of which overlap; some days have none.
pub(crate) fn walks(seed: u64, days: u64) -> Vec<(Date, Vec<Walk>)> {
    let mut seeded = Seeded(seed);
    let mut date = Date::from_ymd(2024, 1, 28).expect("a date");
    let mut all = Vec::new();
    for day in 0..days {
        let midnight = Instant::start_of(date).unix();
        let walk = |hour: i64, seeded: &mut Seeded| {
            let minutes = 1 + seeded.below(40);
            Walk {
                start: midnight + hour * 3_600 + 60 * i64::try_from(seeded.below(20)).expect("small"),
                length: 60 * i64::try_from(minutes).expect("small"),
                steps: minutes * (60 + seeded.below(60)),
            }
        };
        let walks =
            if day % 9 == 4 { Vec::new() } else { [7, 12, 15, 18].map(|hour| walk(hour, &mut seeded)).to_vec() };
        all.push((date, walks));
        date = date.succ().expect("a day after");
    }
    all
}

fn total(walks: &[Walk]) -> u64 {
    walks.iter().map(|walk| walk.steps).sum()
}

fn with_steps(days: &[(Date, Vec<Walk>)]) -> Vec<(Date, u64)> {
    days.iter().filter(|(_, walks)| !walks.is_empty()).map(|(date, walks)| (*date, total(walks))).collect()
}

/// One file of each form, and the archives that hold them.
pub(crate) fn all(seed: u64) -> Vec<Made> {
    let days = walks(seed, 40);
    let mut made = tables::all(&days, seed);
    made.extend(binary::all(&days));
    made
}

/// An `export.xml` of at least so many bytes, written piece by piece, and its days.
pub(crate) fn big_export(out: &mut impl std::io::Write, bytes: u64, seed: u64) -> std::io::Result<Vec<(Date, u64)>> {
    binary::big_export(out, bytes, seed)
}
