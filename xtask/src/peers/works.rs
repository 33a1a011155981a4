//! What is measured: each work with its contestants. A further work is an entry here, its data in `benches/peers/rust`,
//! and a file in each room that does it.

/// A piece of work that everyone does on the same data.
pub(crate) struct Work {
    /// As the rooms know it, and before the dot in the names of its data.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    /// What one of its items is called.
    pub(crate) item: &'static str,
    /// What a host's contestants are held against: its first [`Part::Batch`].
    pub(crate) yardstick: &'static str,
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
    /// Which count or sum of the data's `.expected` it must come to.
    pub(crate) counts: &'static str,
    /// What it does not do that others do.
    pub(crate) lacks: &'static str,
}

/// The target is that a host's batch call beats its handwritten code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// kenpo's call for many items, or the closest to it. The first of Rust's is what everything is held against where a host has none.
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
    const fn but(self, lacks: &'static str) -> Self {
        Self { lacks, ..self }
    }

    const fn counts(self, counts: &'static str) -> Self {
        Self { counts, ..self }
    }
}

const fn number(room: &'static str, name: &'static str, part: Part, takes: &'static str) -> Contestant {
    Contestant { room, name, part, takes, counts: "well_formed", lacks: "" }
}

const fn person(room: &'static str, name: &'static str, part: Part, takes: &'static str) -> Contestant {
    Contestant { room, name, part, takes, counts: "entitled", lacks: "" }
}

const fn cost(room: &'static str, name: &'static str, part: Part, takes: &'static str) -> Contestant {
    Contestant { room, name, part, takes, counts: "yen", lacks: "" }
}

const fn record(room: &'static str, name: &'static str, part: Part, takes: &'static str) -> Contestant {
    Contestant { room, name, part, takes, counts: "points", lacks: "" }
}

const BATCH_CALL: &str = "kenpo's batch call";

const COLUMN: &str = "column";
const TEXTS: &str = "texts";
const ROWS: &str = "rows";
const COSTS: &str = "costs";
const RECORDS: &str = "records";
const COLUMNS: &str = "columns";
const JSON: &str = "JSON";
const NO_REASON: &str = "says yes or no, and gives no reason";
const COMPARES: &str = "compares only; digits, scheme, prefecture and check digit come from handwritten code";
const CHECK_DIGIT: &str = "looks at digits and check digit, and not at length, scheme and prefecture";
const TRUSTS: &str = "says yes or no, gives no reason, and takes every row for a person";
const DAY_GIVEN: &str = "says yes or no, and gives no reason; the day in Japan comes from handwritten code";
const DAYS_GIVEN: &str = "compares only; the day in Japan, birthdays and fiscal years come from handwritten code";
const DATES: &str = "asked with the day in Japan, not the instant";
const BANDS_ONLY: &str = "finds the band only; what it pays comes from handwritten code";

const TIERS_ONLY: &str = "finds the tier only; what a day has earned and the month's rest come from handwritten code";
const SUM_ONLY: &str =
    "gives the sum only, nothing to store, and takes every record for a day of the year from a linked source";

pub(crate) const WORKS: &[Work] = &[
    Work {
        name: "insurer-numbers",
        title: "Insurer numbers",
        item: "number",
        yardstick: BATCH_CALL,
        contestants: &[
            number("rust", "kenpo column", Part::Batch, COLUMN),
            number("rust", "handwritten, column", Part::Handwritten, COLUMN).but(NO_REASON),
            number("rust", "kenpo column from texts", Part::Batch, TEXTS),
            number("rust", "kenpo one by one", Part::Other, TEXTS),
            number("rust", "kenpo JSON batch", Part::Other, JSON),
            number("rust", "handwritten", Part::Handwritten, TEXTS).but(NO_REASON),
            number("rust", "cel", Part::Other, TEXTS).but(NO_REASON),
            number("rust", "zen-expression", Part::Other, TEXTS).but(NO_REASON),
            number("java", "kenpo column", Part::Batch, COLUMN),
            number("java", "handwritten, column", Part::Handwritten, COLUMN).but(NO_REASON),
            number("java", "kenpo column from texts", Part::Batch, TEXTS),
            number("java", "kenpo one by one", Part::Other, TEXTS),
            number("java", "handwritten", Part::Handwritten, TEXTS).but(NO_REASON),
            number("php", "kenpo column", Part::Batch, COLUMN),
            number("php", "handwritten, column", Part::Handwritten, COLUMN).but(NO_REASON),
            number("php", "kenpo column from texts", Part::Batch, TEXTS),
            number("php", "kenpo one by one", Part::Other, TEXTS),
            number("php", "handwritten", Part::Handwritten, TEXTS).but(NO_REASON),
            number("js", "kenpo column", Part::Batch, COLUMN),
            number("js", "handwritten, column", Part::Handwritten, COLUMN).but(NO_REASON),
            number("js", "kenpo column from texts", Part::Batch, TEXTS),
            number("js", "kenpo one by one", Part::Other, TEXTS),
            number("js", "handwritten", Part::Handwritten, TEXTS).but(NO_REASON),
            number("js", "validator.js isLuhnNumber", Part::Other, TEXTS).counts("check_digit").but(CHECK_DIGIT),
            number("js", "json-rules-engine", Part::Other, TEXTS).but(COMPARES),
            number("js", "zen-engine decision", Part::Other, TEXTS).but(NO_REASON),
            number("js", "zen-engine decision of all", Part::Other, TEXTS).but(NO_REASON),
            number("python", "handwritten", Part::Handwritten, TEXTS).but(NO_REASON),
            number("python", "python-stdnum luhn.is_valid", Part::Other, TEXTS).counts("check_digit").but(CHECK_DIGIT),
        ],
    },
    Work {
        name: "eligibility",
        title: "Eligibility",
        item: "person",
        yardstick: BATCH_CALL,
        contestants: &[
            person("rust", "kenpo column", Part::Batch, ROWS),
            person("rust", "kenpo JSON batch", Part::Other, JSON).but(DATES),
            person("rust", "kenpo JSON one by one", Part::Other, JSON).but(DATES),
            person("rust", "kenpo JSON one by one, explained", Part::Other, JSON).but(DATES),
            person("rust", "handwritten", Part::Handwritten, ROWS).but(TRUSTS),
            person("rust", "cel", Part::Other, ROWS).but(DAY_GIVEN),
            person("rust", "zen-expression", Part::Other, ROWS).but(DAY_GIVEN),
            person("java", "kenpo column", Part::Batch, ROWS),
            person("java", "kenpo column, filled", Part::Other, ROWS),
            person("java", "kenpo JSON batch", Part::Other, JSON).but(DATES),
            person("java", "handwritten", Part::Handwritten, ROWS).but(TRUSTS),
            person("java", "handwritten, host's dates", Part::Other, ROWS).but(TRUSTS),
            person("php", "kenpo column", Part::Batch, ROWS),
            person("php", "kenpo column, filled", Part::Other, ROWS),
            person("php", "kenpo JSON batch", Part::Other, JSON).but(DATES),
            person("php", "handwritten", Part::Handwritten, ROWS).but(TRUSTS),
            person("php", "handwritten, host's dates", Part::Other, ROWS).but(TRUSTS),
            person("js", "kenpo column", Part::Batch, ROWS),
            person("js", "kenpo JSON batch", Part::Other, JSON).but(DATES),
            person("js", "handwritten", Part::Handwritten, ROWS).but(TRUSTS),
            person("js", "handwritten, host's dates", Part::Other, ROWS).but(TRUSTS),
            person("js", "json-rules-engine", Part::Other, ROWS).but(DAYS_GIVEN),
            person("js", "zen-engine decision", Part::Other, ROWS).but(DAY_GIVEN),
            person("js", "zen-engine decision of all", Part::Other, ROWS).but(DAY_GIVEN),
        ],
    },
    Work {
        name: "subsidy",
        title: "Subsidy",
        item: "cost",
        yardstick: BATCH_CALL,
        contestants: &[
            cost("rust", "kenpo column", Part::Batch, COSTS),
            cost("rust", "kenpo one by one", Part::Other, COSTS),
            cost("rust", "kenpo JSON batch", Part::Other, JSON),
            cost("rust", "kenpo JSON one by one", Part::Other, JSON),
            cost("rust", "handwritten", Part::Handwritten, COSTS),
            cost("rust", "cel", Part::Other, COSTS),
            cost("rust", "zen-expression", Part::Other, COSTS),
            cost("java", "kenpo column", Part::Batch, COSTS),
            cost("java", "kenpo one by one", Part::Other, COSTS),
            cost("java", "kenpo JSON batch", Part::Other, JSON),
            cost("java", "handwritten", Part::Handwritten, COSTS),
            cost("php", "kenpo column", Part::Batch, COSTS),
            cost("php", "kenpo one by one", Part::Other, COSTS),
            cost("php", "kenpo JSON batch", Part::Other, JSON),
            cost("php", "handwritten", Part::Handwritten, COSTS),
            cost("js", "kenpo column", Part::Batch, COSTS),
            cost("js", "kenpo one by one", Part::Other, COSTS),
            cost("js", "kenpo JSON batch", Part::Other, JSON),
            cost("js", "handwritten", Part::Handwritten, COSTS),
            cost("js", "json-rules-engine", Part::Other, COSTS).but(BANDS_ONLY),
            cost("js", "zen-engine decision of all", Part::Other, COSTS),
        ],
    },
    Work {
        name: "accrual",
        title: "Accrual",
        item: "record",
        yardstick: "kenpo's typed call",
        contestants: &[
            record("rust", "kenpo typed", Part::Batch, RECORDS),
            record("rust", "kenpo JSON", Part::Other, JSON),
            record("rust", "handwritten", Part::Handwritten, RECORDS).but(SUM_ONLY),
            record("rust", "cel", Part::Other, RECORDS).but(TIERS_ONLY),
            record("rust", "zen-expression", Part::Other, RECORDS).but(TIERS_ONLY),
            record("java", "kenpo columns", Part::Batch, COLUMNS),
            record("java", "kenpo columns, filled", Part::Other, COLUMNS),
            record("java", "kenpo lists", Part::Other, RECORDS),
            record("java", "kenpo JSON", Part::Other, JSON),
            record("java", "handwritten", Part::Handwritten, COLUMNS).but(SUM_ONLY),
            record("php", "kenpo columns", Part::Batch, COLUMNS),
            record("php", "kenpo columns, filled", Part::Other, COLUMNS),
            record("php", "kenpo lists", Part::Other, RECORDS),
            record("php", "kenpo JSON", Part::Other, JSON),
            record("php", "handwritten", Part::Handwritten, COLUMNS).but(SUM_ONLY),
            record("js", "kenpo columns", Part::Batch, COLUMNS),
            record("js", "kenpo lists", Part::Other, RECORDS),
            record("js", "kenpo JSON", Part::Other, JSON),
            record("js", "handwritten", Part::Handwritten, COLUMNS).but(SUM_ONLY),
            record("js", "json-rules-engine", Part::Other, RECORDS).but(TIERS_ONLY),
            record("js", "zen-engine decision of a year", Part::Other, RECORDS).but(TIERS_ONLY),
        ],
    },
];
