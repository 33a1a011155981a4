//! Phones' exports of daily steps, read line by line: `date,steps` for one member, or `member,date,steps` for many.
//!
//! A row is a day's steps, in the order in which they arrived; a day may have several. A file of many members has their names
//! in its header and is sorted by member, bytewise, so that one member at a time is held and one that returns is noticed.

use std::{
    fmt,
    io::{self, BufRead, Read as _},
};

use kenpo::{civil::Date, value::Count};

/// Bytes of a line at most.
const LONGEST_LINE: u64 = 256;

/// Rows of a member at most.
const MOST_ROWS: usize = 100_000;

/// What is to be done about a member who returns. It may take room on disk, but no memory.
const UNSORTED: &str = "this member sorts before the one above; sort the file: \
    (head -n 1 FILE; tail -n +2 FILE | LC_ALL=C sort -s -t, -k1,1) > SORTED";

/// A row that could be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Row {
    /// The day walked.
    pub date: Date,
    /// Steps of the whole day.
    pub steps: Count,
}

/// A row that could not be read, and why. It says where, and never what stood there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Malformed {
    /// Line in the file, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
    /// What was looked for.
    pub expected: &'static str,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: expected {}", self.line, self.column, self.expected)
    }
}

/// A member, empty in a file of one, and a row of theirs; or a row that is none.
pub type Record<'r> = Result<(&'r str, Row), Malformed>;

/// Reads a file. A byte-order mark, the header, CRLF and empty lines are passed over.
#[derive(Debug)]
pub struct Reader<R> {
    bytes: R,
    line: Vec<u8>,
    number: usize,
    place: u64,
    has_members: bool,
    too_long: bool,
    /// Whether the line that was read last is still to be looked at.
    pending: bool,
    /// The member of the row before, and how many rows there have been of theirs.
    member: String,
    rows: usize,
}

impl<R: BufRead> Reader<R> {
    /// Reads the first line, which says whether there are members.
    ///
    /// # Errors
    /// What reading ends with.
    pub fn new(bytes: R) -> io::Result<Self> {
        let (line, member) = (Vec::new(), String::new());
        let (has_members, too_long, pending) = (false, false, false);
        let mut reader = Self { bytes, line, number: 0, place: 0, has_members, too_long, pending, member, rows: 0 };
        reader.pending = reader.read_line()?;
        if reader.line.starts_with(b"\xEF\xBB\xBF") {
            reader.line.drain(..3);
        }
        reader.has_members = reader.line == b"member,date,steps";
        if reader.has_members || reader.line == b"date,steps" {
            reader.pending = false;
        }
        Ok(reader)
    }

    /// Whether rows name their members.
    pub fn has_members(&self) -> bool {
        self.has_members
    }

    /// How many bytes have been read.
    pub fn place(&self) -> u64 {
        self.place
    }

    /// The next row, and at the end of the file none.
    ///
    /// # Errors
    /// What reading ends with; a file that is not sorted by member.
    pub fn record(&mut self) -> io::Result<Option<Record<'_>>> {
        while self.pending || self.read_line()? {
            self.pending = false;
            if !self.line.is_empty() {
                return Some(self.look()).transpose();
            }
        }
        Ok(None)
    }

    fn look(&mut self) -> io::Result<Record<'_>> {
        let fault = |expected| Ok(Err(Malformed { line: self.number, column: 1, expected }));
        if self.too_long {
            return fault("a line of 256 bytes at most");
        }
        let (member, row) = match parse(self.number, &self.line, self.has_members) {
            Ok(parsed) => parsed,
            Err(malformed) => return Ok(Err(malformed)),
        };
        if member != self.member {
            if member < self.member.as_str() {
                return Err(io::Error::other(format!("line {}: {UNSORTED}", self.number)));
            }
            self.member.clear();
            self.member.push_str(member);
            self.rows = 0;
        }
        self.rows += 1;
        if self.rows > MOST_ROWS {
            return fault("no more than 100,000 rows of a member");
        }
        Ok(Ok((&self.member, row)))
    }

    /// Reads a line without its end, and of one that is too long the beginning; says whether there was one.
    fn read_line(&mut self) -> io::Result<bool> {
        self.line.clear();
        self.number += 1;
        let mut read = self.bytes.by_ref().take(LONGEST_LINE + 2).read_until(b'\n', &mut self.line)?;
        let there_is_one = read > 0;
        self.place += read as u64;
        let ended = self.line.pop_if(|byte| *byte == b'\n').is_some();
        self.line.pop_if(|byte| *byte == b'\r');
        self.too_long = self.line.len() as u64 > LONGEST_LINE;
        // The rest of a long line goes by in pieces.
        let mut rest = Vec::new();
        while !ended && read as u64 == LONGEST_LINE + 2 && rest.last() != Some(&b'\n') {
            rest.clear();
            read = self.bytes.by_ref().take(LONGEST_LINE + 2).read_until(b'\n', &mut rest)?;
            self.place += read as u64;
        }
        Ok(there_is_one)
    }
}

fn parse(line: usize, bytes: &[u8], has_members: bool) -> Result<(&str, Row), Malformed> {
    let fault = |column, expected| Malformed { line, column, expected };
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let before = bytes.get(..e.valid_up_to()).map(String::from_utf8_lossy).unwrap_or_default();
        fault(before.chars().count() + 1, "UTF-8 text")
    })?;
    // The column of what stands so far before the end of the line.
    let column = |rest: &str| text.chars().count() - rest.chars().count() + 1;
    let (member, row) = match text.split_once(',') {
        Some(("", _)) if has_members => return Err(fault(1, "a member")),
        Some(split) if has_members => split,
        None if has_members => return Err(fault(column(""), "a comma, a date and the steps")),
        _ => ("", text),
    };
    let (date, rest) = row.split_once(',').ok_or_else(|| fault(column(""), "a comma and the steps"))?;
    let date = Date::parse(date).ok_or_else(|| fault(column(row), "a date, as 2017-04-01"))?;
    if let Some((_, more)) = rest.split_once(',') {
        return Err(fault(column(more) - 1, "the end of the row"));
    }
    let digits = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    let steps = if digits { rest.parse().ok().and_then(Count::new) } else { None };
    let steps = steps.ok_or_else(|| fault(column(rest), "a whole number of steps"))?;
    Ok((member, Row { date, steps }))
}

#[cfg(test)]
mod tests {
    use super::{Malformed, Reader};

    /// Rows as text, and those that are none.
    fn read(bytes: &[u8]) -> (Vec<String>, Vec<Malformed>) {
        let mut reader = Reader::new(bytes).expect("read");
        let (mut rows, mut malformed) = (Vec::new(), Vec::new());
        while let Some(record) = reader.record().expect("sorted") {
            match record {
                Ok((member, row)) => rows.push(format!("{member} {} {}", row.date, row.steps)),
                Err(fault) => malformed.push(fault),
            }
        }
        assert_eq!(reader.place(), bytes.len() as u64);
        (rows, malformed)
    }

    fn places(malformed: &[Malformed]) -> Vec<(usize, usize)> {
        malformed.iter().map(|fault| (fault.line, fault.column)).collect()
    }

    #[test]
    fn every_row_is_read_or_malformed() {
        let (rows, malformed) = read(
            "\u{feff}date,steps\r\n2017-04-01,13017\r\n\r\n2017-04-31,1\n2017-04-02\n2017-04-03,-5\n2017-04-04,5,6\n歩数,1\n2017-04-05,3551"
                .as_bytes(),
        );
        assert_eq!(rows, [" 2017-04-01 13017", " 2017-04-05 3551"]);
        assert_eq!(places(&malformed), [(4, 1), (5, 11), (6, 12), (7, 13), (8, 1)]);
    }

    #[test]
    fn a_header_is_not_needed_for_one_member() {
        assert_eq!(read(b"2017-04-01,1\n2017-04-02,2\n").0, [" 2017-04-01 1", " 2017-04-02 2"]);
    }

    #[test]
    fn bytes_that_are_no_text() {
        let (rows, malformed) = read(b"2017-04-01,1\n2017-\xff4-02,1\n");
        assert_eq!((rows.len(), places(&malformed)), (1, vec![(2, 6)]));
    }

    #[test]
    fn rows_of_members() {
        let file = "member,date,steps\n花,2017-04-01,1\n花,2017-04-31,1\n花\n,2017-04-01,1\n花,2017-04-02\n花,2017-04-02,x\n花,2017-04-02,2\n";
        let (rows, malformed) = read(file.as_bytes());
        assert_eq!(rows, ["花 2017-04-01 1", "花 2017-04-02 2"]);
        assert_eq!(places(&malformed), [(3, 3), (4, 2), (5, 1), (6, 13), (7, 14)]);
    }

    #[test]
    fn a_long_line_is_one_malformed_row() {
        for length in [256, 257, 258, 259, 1_000, 100_000] {
            let file = format!("date,steps\n2017-04-01,{}\n2017-04-02,2\n", "0".repeat(length - 11));
            let (rows, malformed) = read(file.as_bytes());
            let expected = if length > 256 { "a line of 256 bytes at most" } else { "a whole number of steps" };
            let zero = length == 256;
            assert_eq!((rows.len(), malformed.len()), (1 + usize::from(zero), usize::from(!zero)), "{length}");
            assert!(malformed.iter().all(|fault| (fault.line, fault.expected) == (2, expected)));
        }
    }

    #[test]
    fn a_member_who_returns_ends_the_reading() {
        let mut reader =
            Reader::new(&b"member,date,steps\na,2017-04-01,1\nb,2017-04-01,1\na,2017-04-02,1\n"[..]).expect("read");
        let fault = loop {
            match reader.record() {
                Ok(Some(_)) => {}
                Ok(None) => panic!("read to the end"),
                Err(fault) => break fault.to_string(),
            }
        };
        assert!(fault.starts_with("line 4: this member sorts before the one above"), "{fault}");
    }
}
