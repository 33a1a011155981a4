//! A phone's export of daily steps: `date,steps`, one row a day or several, in the order in which they arrived.

use std::fmt;

use kenpo::{civil::Date, value::Count};

/// A row that could be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Row {
    /// Line in the file, from 1.
    pub line: usize,
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

/// A file, read to its end: every row is in one of the two lists.
#[derive(Debug, Default)]
pub struct StepsFile {
    /// Rows that could be read, in the order of the file.
    pub rows: Vec<Row>,
    /// Rows that could not.
    pub malformed: Vec<Malformed>,
}

/// Reads a file. A header `date,steps`, a byte-order mark, CRLF and empty lines are passed over.
pub fn read(bytes: &[u8]) -> StepsFile {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut file = StepsFile::default();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() || (index == 0 && line == b"date,steps") {
            continue;
        }
        match row(index + 1, line) {
            Ok(row) => file.rows.push(row),
            Err(malformed) => file.malformed.push(malformed),
        }
    }
    file
}

fn row(line: usize, bytes: &[u8]) -> Result<Row, Malformed> {
    let fault = |column, expected| Malformed { line, column, expected };
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let before = bytes.get(..e.valid_up_to()).map(String::from_utf8_lossy).unwrap_or_default();
        fault(before.chars().count() + 1, "UTF-8 text")
    })?;
    let (date, rest) = text.split_once(',').ok_or_else(|| fault(text.chars().count() + 1, "a comma and the steps"))?;
    let steps_at = date.chars().count() + 2;
    let date = Date::parse(date).ok_or_else(|| fault(1, "a date, as 2017-04-01"))?;
    let steps = match rest.split_once(',') {
        Some((steps, _)) => return Err(fault(steps_at + steps.chars().count(), "the end of the row")),
        None => rest,
    };
    let digits = !steps.is_empty() && steps.bytes().all(|byte| byte.is_ascii_digit());
    let steps = if digits { steps.parse().ok().and_then(Count::new) } else { None };
    let steps = steps.ok_or_else(|| fault(steps_at, "a whole number of steps"))?;
    Ok(Row { line, date, steps })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn every_row_is_in_one_list() {
        let file = read(
            "\u{feff}date,steps\r\n2017-04-01,13017\r\n\r\n2017-04-31,1\n2017-04-02\n2017-04-03,-5\n2017-04-04,5,6\n歩数,1\n2017-04-05,3551"
                .as_bytes(),
        );
        assert_eq!(file.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 9]);
        let places: Vec<_> = file.malformed.iter().map(|m| (m.line, m.column)).collect();
        assert_eq!(places, [(4, 1), (5, 11), (6, 12), (7, 13), (8, 1)]);
    }

    #[test]
    fn bytes_that_are_no_text() {
        let file = read(b"2017-04-01,1\n2017-\xff4-02,1\n");
        assert_eq!((file.rows.len(), file.malformed[0].line, file.malformed[0].column), (1, 2, 6));
    }
}
