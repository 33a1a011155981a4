//! What is measured: each work with its contestants. A further work is an entry here, its data in `benches/peers/rust`,
//! and a file in each room that does it.

/// A piece of work that everyone does on the same data.
pub(crate) struct Work {
    /// As the rooms know it, and before the dot in the names of its data.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    /// What one of its items is called.
    pub(crate) item: &'static str,
    pub(crate) contestants: &'static [Contestant],
}

/// Someone who does the work. A room prints a line for each of its own, no more and no fewer.
pub(crate) struct Contestant {
    /// The folder in `benches/peers`.
    pub(crate) room: &'static str,
    pub(crate) name: &'static str,
    pub(crate) part: Part,
    /// The form in which it takes the data. Those of one form are held against each other.
    pub(crate) takes: &'static str,
    /// Which count of the data's `.expected` it must come to.
    pub(crate) counts: &'static str,
    /// What it does not do that others do.
    pub(crate) lacks: &'static str,
}

/// The target is that a host's batch call beats its handwritten code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// kenpo's call for many items. The first of Rust's is what everything is held against where a host has none.
    Batch,
    Handwritten,
    Other,
}

impl Work {
    pub(crate) fn of_room(&self, room: &str) -> impl Iterator<Item = &'static Contestant> {
        self.contestants.iter().filter(move |contestant| contestant.room == room)
    }
}

impl Contestant {
    const fn of(room: &'static str, name: &'static str, part: Part, takes: &'static str) -> Self {
        Self { room, name, part, takes, counts: "well_formed", lacks: "" }
    }

    const fn but(self, lacks: &'static str) -> Self {
        Self { lacks, ..self }
    }

    const fn counts(self, counts: &'static str) -> Self {
        Self { counts, ..self }
    }
}

const COLUMN: &str = "column";
const TEXTS: &str = "texts";
const NO_REASON: &str = "says yes or no, and gives no reason";
const COMPARES: &str = "compares only; digits, scheme, prefecture and check digit come from handwritten code";
const CHECK_DIGIT: &str = "looks at digits and check digit, and not at length, scheme and prefecture";

pub(crate) const WORKS: &[Work] = &[Work {
    name: "insurer-numbers",
    title: "Insurer numbers",
    item: "number",
    contestants: &[
        Contestant::of("rust", "kenpo column", Part::Batch, COLUMN),
        Contestant::of("rust", "handwritten, column", Part::Handwritten, COLUMN).but(NO_REASON),
        Contestant::of("rust", "kenpo column from texts", Part::Batch, TEXTS),
        Contestant::of("rust", "kenpo one by one", Part::Other, TEXTS),
        Contestant::of("rust", "kenpo JSON batch", Part::Other, "JSON"),
        Contestant::of("rust", "handwritten", Part::Handwritten, TEXTS).but(NO_REASON),
        Contestant::of("rust", "cel", Part::Other, TEXTS).but(NO_REASON),
        Contestant::of("rust", "zen-expression", Part::Other, TEXTS).but(NO_REASON),
        Contestant::of("java", "kenpo column", Part::Batch, COLUMN),
        Contestant::of("java", "handwritten, column", Part::Handwritten, COLUMN).but(NO_REASON),
        Contestant::of("java", "kenpo column from texts", Part::Batch, TEXTS),
        Contestant::of("java", "kenpo one by one", Part::Other, TEXTS),
        Contestant::of("java", "handwritten", Part::Handwritten, TEXTS).but(NO_REASON),
        Contestant::of("php", "kenpo column", Part::Batch, COLUMN),
        Contestant::of("php", "handwritten, column", Part::Handwritten, COLUMN).but(NO_REASON),
        Contestant::of("php", "kenpo column from texts", Part::Batch, TEXTS),
        Contestant::of("php", "kenpo one by one", Part::Other, TEXTS),
        Contestant::of("php", "handwritten", Part::Handwritten, TEXTS).but(NO_REASON),
        Contestant::of("js", "kenpo column", Part::Batch, COLUMN),
        Contestant::of("js", "handwritten, column", Part::Handwritten, COLUMN).but(NO_REASON),
        Contestant::of("js", "kenpo column from texts", Part::Batch, TEXTS),
        Contestant::of("js", "kenpo one by one", Part::Other, TEXTS),
        Contestant::of("js", "handwritten", Part::Handwritten, TEXTS).but(NO_REASON),
        Contestant::of("js", "validator.js isLuhnNumber", Part::Other, TEXTS).counts("check_digit").but(CHECK_DIGIT),
        Contestant::of("js", "json-rules-engine", Part::Other, TEXTS).but(COMPARES),
        Contestant::of("js", "zen-engine decision", Part::Other, TEXTS).but(NO_REASON),
        Contestant::of("js", "zen-engine decision of all", Part::Other, TEXTS).but(NO_REASON),
        Contestant::of("python", "handwritten", Part::Handwritten, TEXTS).but(NO_REASON),
        Contestant::of("python", "python-stdnum luhn.is_valid", Part::Other, TEXTS)
            .counts("check_digit")
            .but(CHECK_DIGIT),
    ],
}];
