//! Writes `examples/data/steps.csv`: a year of daily steps as a phone exports them. With a number N, the years of N
//! members, sorted by member, however many: `make_steps 1000000`.
//!
//! The first week is the table of the KenCoM manual; the rest is generated from a fixed seed, late, repeated and revised
//! rows among it. The same number writes the same bytes.

use std::{
    env,
    error::Error,
    io::{self, BufWriter, Write},
};

use kenpo::civil::Date;

const FIRST_WEEK: [i64; 7] = [13_017, 3_551, 8_299, 15_244, 7_071, 8_299, 15_244];

/// The seed of a file of one member; that of a numbered member is so much higher.
const SEED: u64 = 20_170_401;

/// SplitMix64: small, and the same for ever.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(io::stdout().lock());
    match env::args().nth(1) {
        None => {
            writeln!(out, "date,steps")?;
            write(&mut out, "", &steps(SEED))?;
        }
        Some(members) => {
            let members: u64 = members.parse().map_err(|_| "usage: make_steps [MEMBERS]")?;
            let digits = members.to_string().len();
            writeln!(out, "member,date,steps")?;
            for member in 1..=members {
                write(&mut out, &format!("m{member:0digits$},"), &steps(SEED + member))?;
            }
        }
    }
    Ok(out.flush()?)
}

fn write(out: &mut impl Write, member: &str, rows: &[(Date, i64)]) -> io::Result<()> {
    rows.iter().try_for_each(|(date, steps)| writeln!(out, "{member}{date},{steps}"))
}

fn steps(seed: u64) -> Vec<(Date, i64)> {
    let mut random = Seeded(seed);
    let mut rows: Vec<(Date, i64)> = Vec::new();
    let mut late: Vec<(Date, i64)> = Vec::new();
    let mut day = Date::from_ymd(2017, 4, 1);
    for index in 0..365 {
        let Some(date) = day else { break };
        day = date.succ();
        if let Some(steps) = FIRST_WEEK.get(index) {
            rows.push((date, *steps));
            continue;
        }
        let steps = 2_000 + i64::try_from(random.below(12_000)).unwrap_or(0);
        match random.below(20) {
            // A watch that synchronises days later.
            0 => late.push((date, steps)),
            // The same row twice.
            1 => rows.extend([(date, steps), (date, steps)]),
            // An afternoon export, and the whole day afterwards.
            2 => rows.extend([(date, steps / 2), (date, steps)]),
            _ => rows.push((date, steps)),
        }
        if random.below(9) == 0 {
            rows.append(&mut late);
        }
    }
    rows.append(&mut late);
    rows
}
