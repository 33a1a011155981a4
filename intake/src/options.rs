//! What a reader is told.

/// Which part of a date such as 3/4/2016 comes first. It is asked for and not guessed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateOrder {
    /// 4 March is written 3/4/2016.
    MonthFirst,
    /// 4 March is written 4/3/2016.
    DayFirst,
}

/// What a file may take at most.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Entries of an archive.
    pub entries: usize,
    /// Bytes that the entries of an archive unpack to, those that are looked at together.
    pub unpacked: u64,
    /// Bytes of a database within an archive, which is unpacked to a temporary file.
    pub database: u64,
    /// Bytes of FIT files, which are held while they are read.
    pub fit: u64,
}

impl Default for Limits {
    /// 20,000 entries, 8 GiB unpacked, a database of 2 GiB, 64 MiB of FIT files.
    fn default() -> Self {
        Self { entries: 20_000, unpacked: 8 << 30, database: 2 << 30, fit: 64 << 20 }
    }
}

/// How a file is read.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Options {
    /// How dates with the year last are written. Without it, a file is read whose own dates leave one order only.
    pub dates: Option<DateOrder>,
    /// What the file may take at most.
    pub limits: Limits,
}
