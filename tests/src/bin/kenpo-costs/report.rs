//! What was measured, held against what is stated.

use std::{collections::BTreeMap, fmt::Write};

use kenpo_wire::{ANSWER_FLOOR, ANSWER_LIMIT, OPERATIONS};

use crate::count::{DOCUMENT, Taken};

/// The highest power of the size with which cost may grow: above linear, for sorted trees.
const HIGHEST_POWER: f64 = 1.2;

/// Bytes of a request and its programme below which no power is taken.
const SHORTEST: f64 = 8_192.0;

/// Instructions below which no power is taken: the steps of the allocator are some thousands, and requests of that size take more to be read.
const FEWEST: f64 = 100_000.0;

/// The memory in use at once: this many bytes for each of the answer, and of the request and its programme. `docs/limits.md` says both.
const MEMORY_OF_ANSWER: usize = 3;

fn memory_of_input(operation: &str) -> f64 {
    match operation {
        // Each check, or reason, is kept until it is written, and there are as many as records or rules times terms.
        "points.accrue" | "points.earn" | "eligibility.review" => 512.0,
        // What each rule pays for each record.
        "points.compare" => 128.0,
        _ => 48.0,
    }
}

/// A second, at three thousand million instructions a second, for each 8 MiB that are read and each 64 MiB that are written.
const EACH_BYTE_READ: f64 = 3.0e9 / (8 << 20) as f64;
const EACH_BYTE_WRITTEN: f64 = 3.0e9 / (64 << 20) as f64;

/// Shapes whose cost is the product of two lists, or has a step, and what bounds it instead: the operation, and what the shape's name holds.
const BOUNDED: [(&str, &str, &str); 7] = [
    ("eligibility.review", "× /holdings", "terms that all holdings are held against"),
    ("points.accrue", "× /arrivals", "terms that all arrivals are held against"),
    ("points.accrue", "× /ledger/entries", "caps, at most 256, in each of which a row counts"),
    ("points.earn", "× /points/rules", "rules, at most 256, whose services ask for at most 256 facts each"),
    ("points.compare", "× /arrivals", "terms that all arrivals are held against"),
    (
        "points.settle",
        "/facts × /eligibility/*/insured/held_on",
        "the allocator, which tidies up once: all else is linear",
    ),
    // The two shorter documents are read at once.
    (
        "programme.check",
        "/eligibility (ids, days, numbers)",
        "ages above 255: what cannot be read is cut and read once more",
    ),
];

/// A shape at three sizes.
pub(crate) struct Measured {
    pub(crate) name: String,
    /// Of the request and its programme's document.
    pub(crate) bytes: Vec<usize>,
    pub(crate) taken: Vec<Taken>,
    pub(crate) instructions: Vec<u64>,
}

impl Measured {
    /// The power of the size with which cost grows: that of the increase, which leaves out what it costs at any size, or that of the whole where
    /// it is lower, as where the first elements are passed over. Short requests say nothing.
    fn power(&self) -> f64 {
        let ([small, middle, large], [few, more, most]) = (self.bytes.as_slice(), self.instructions.as_slice()) else {
            return 0.0;
        };
        let (small, middle, large) = (*small as f64, *middle as f64, *large as f64);
        let (few, more, most) = (*few as f64, *more as f64, *most as f64);
        let (rise, next) = (more - few, most - more);
        // Less than an instruction for a byte is no more than copying, and a twentieth of all may be a step, such as a longer table.
        if large < SHORTEST
            || most < FEWEST
            || next < large - middle
            || next < most / 20.0
            || rise <= 0.0
            || middle <= small
        {
            return 0.0;
        }
        let of_increase = (next / rise).log2() / ((large - middle) / (middle - small)).log2();
        let of_whole = (most / more).log2() / (large / middle).log2();
        of_increase.min(of_whole)
    }

    fn largest(&self) -> (f64, Taken) {
        (
            self.bytes.last().copied().unwrap_or(1) as f64,
            self.taken.last().copied().unwrap_or(Taken { answer: 0, memory: 0 }),
        )
    }

    fn answer(&self) -> f64 {
        let (bytes, taken) = self.largest();
        taken.answer as f64 / bytes
    }

    /// Beside what the answer itself may take.
    fn memory(&self) -> f64 {
        let (bytes, taken) = self.largest();
        taken.memory.saturating_sub(MEMORY_OF_ANSWER * taken.answer.max(ANSWER_FLOOR)) as f64 / bytes
    }

    fn each_byte(&self) -> f64 {
        self.instructions.last().copied().unwrap_or(0) as f64 / self.largest().0
    }
}

#[derive(Default)]
pub(crate) struct Report {
    measured: BTreeMap<String, Vec<Measured>>,
    refused: BTreeMap<String, Vec<(String, String)>>,
}

impl Report {
    pub(crate) fn add(&mut self, operation: &str, measured: Vec<Measured>) {
        self.measured.entry(operation.into()).or_default().extend(measured);
    }

    pub(crate) fn refused(&mut self, operation: &str, refused: Vec<(String, String)>) {
        self.refused.entry(operation.into()).or_default().extend(refused);
    }

    /// Whether nothing was measured.
    pub(crate) fn is_empty(&self) -> bool {
        self.measured.is_empty()
    }

    /// A line of the table.
    fn row(&self, operation: &str) -> String {
        let all = self.measured.get(operation).map(Vec::as_slice).unwrap_or_default();
        let worst = |of: fn(&Measured) -> f64| all.iter().max_by(|one, other| of(one).total_cmp(&of(other)));
        let most = |of: fn(&Measured) -> f64| worst(of).map_or(0.0, of);
        let name = worst(Measured::power).map_or("", |worst| &worst.name);
        format!(
            "| `{operation}` | {} | {:.2} | {name} | {:.1} | {:.1} | {:.0} |",
            all.len(),
            most(Measured::power),
            most(Measured::answer),
            most(Measured::memory),
            most(Measured::each_byte)
        )
    }

    pub(crate) fn say(&self, operation: &str) {
        println!("{}", self.row(operation));
    }

    pub(crate) fn markdown(&self) -> String {
        let mut page =
            "| operation | shapes | power | of | answer | memory | instructions |\n|---|---|---|---|---|---|---|\n"
                .to_owned();
        for operation in self.measured.keys() {
            let _ = writeln!(page, "{}", self.row(operation));
        }
        page +=
            "\n| operation | shape | bytes | power | answer | memory | instructions |\n|---|---|---|---|---|---|---|\n";
        for (operation, all) in &self.measured {
            for one in all {
                let _ = writeln!(
                    page,
                    "| {operation} | {} | {} | {:.2} | {:.2} | {:.2} | {:.0} |",
                    one.name,
                    one.largest().0,
                    one.power(),
                    one.answer(),
                    one.memory(),
                    one.each_byte()
                );
            }
        }
        for (operation, shapes, by) in BOUNDED {
            let _ = writeln!(page, "\n`{operation}`, shapes with `{shapes}`: bounded by {by}.");
        }
        page += "\n| operation | refused | with |\n|---|---|---|\n";
        for (operation, refused) in &self.refused {
            for (name, with) in refused {
                let _ = writeln!(page, "| {operation} | {name} | {with} |");
            }
        }
        page
    }

    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (operation, all) in &self.measured {
            if all.is_empty() {
                faults.push(format!("{operation}: nothing was answered"));
            }
            let multiple = OPERATIONS.iter().find(|known| known.name == operation).map_or(0, |known| known.multiple);
            for one in all {
                let bounded = |(of, shapes, _): &(&str, &str, &str)| {
                    // A product is bounded by the document that one of its lists is of.
                    let of_document = !shapes.starts_with('×') || one.name.starts_with("programme");
                    operation == of && of_document && one.name.contains(shapes)
                };
                if one.power() > HIGHEST_POWER && !BOUNDED.iter().any(bounded) {
                    faults.push(format!(
                        "{operation}, {}: grows with the power {:.2} of its size",
                        one.name,
                        one.power()
                    ));
                }
                let (read, taken) = one.largest();
                let most = EACH_BYTE_READ * read.max(SHORTEST) + EACH_BYTE_WRITTEN * taken.answer as f64;
                if one.instructions.last().is_some_and(|count| *count as f64 > most) && !BOUNDED.iter().any(bounded) {
                    faults.push(format!("{operation}, {}: takes {:.0} instructions a byte", one.name, one.each_byte()));
                }
                if one.memory() > memory_of_input(operation) {
                    faults.push(format!("{operation}, {}: takes {:.0} bytes of memory a byte", one.name, one.memory()));
                }
                let (bytes, taken) = one.largest();
                if operation != DOCUMENT && taken.answer > (bytes as usize * multiple).clamp(ANSWER_FLOOR, ANSWER_LIMIT)
                {
                    faults.push(format!("{operation}, {}: the answer has {:.0} bytes a byte", one.name, one.answer()));
                }
            }
        }
        faults
    }
}
