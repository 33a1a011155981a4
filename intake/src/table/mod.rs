//! Tables of text: CSV with commas, semicolons or tabs, in UTF-8, UTF-16 with a mark or Shift_JIS.

mod dates;
mod layout;
mod lines;
mod row;

use std::io::{BufReader, Read};

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, SHIFT_JIS, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;

use crate::{
    Error, Expected, Form, Options,
    budget::{Budget, Within},
    item::Tally,
    recognise::head,
};
use dates::Order;
use layout::Layout;
use lines::Lines;
use row::Reader;

/// Bytes of a row at most, beyond what is read ahead.
const LONGEST: u64 = 1 << 20;

/// Rows before which a header may stand.
const ABOVE_HEADER: usize = 5;

/// Rows that are held until the order of their dates is known.
const HELD: usize = 4_096;

/// Whether a text begins with a byte-order mark.
pub(crate) fn has_mark(start: &[u8]) -> bool {
    Encoding::for_bom(start).is_some()
}

/// The encoding of a text: what its mark says, UTF-8, or the Shift_JIS in which Japanese spreadsheets write.
fn encoding(start: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(start) {
        return encoding;
    }
    match std::str::from_utf8(start) {
        Ok(_) => UTF_8,
        // The last character may be cut off.
        Err(error) if error.error_len().is_none() => UTF_8,
        Err(_) if SHIFT_JIS.decode_without_bom_handling(start).1 => UTF_8,
        Err(_) => SHIFT_JIS,
    }
}

/// # Errors
/// [`Error::NoForm`].
pub(crate) fn recognise(start: &[u8], _: &Options) -> Result<Form, Error> {
    let (text, ..) = encoding(start).decode(start);
    find(&text).map(|(layout, _)| layout.form)
}

/// The layout of a table and the separator of its fields, from its first rows.
fn find(text: &str) -> Result<(Layout, u8), Error> {
    // The separator that makes most of the header.
    let found = [b',', b'\t', b';'].into_iter().filter_map(|separator| {
        let mut rows =
            ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(text.as_bytes());
        let (mut row, mut above) = (StringRecord::new(), None::<StringRecord>);
        for number in 0..=ABOVE_HEADER {
            if !rows.read_record(&mut row).ok()? {
                break;
            }
            if let Some(layout) = Layout::of_header(above.as_ref(), &row, number + 1) {
                return Some((layout, separator));
            }
            above = Some(row.clone());
        }
        None
    });
    let headed = found.max_by_key(|(layout, _)| layout.columns);
    let bare = || {
        [b',', b'\t', b';'].into_iter().find_map(|separator| {
            let mut rows = ReaderBuilder::new()
                .delimiter(separator)
                .flexible(true)
                .has_headers(false)
                .from_reader(text.as_bytes());
            let first = rows.records().next()?.ok()?;
            Layout::of_row(&first).map(|layout| (layout, separator))
        })
    };
    headed.or_else(bare).ok_or(Error::NoForm(Expected { line: Some(1) }))
}

pub(crate) fn read(mut bytes: impl Read, options: &Options, tally: &mut Tally<'_, '_>) -> Result<(), Error> {
    let mut start = Vec::new();
    head(&mut bytes, &mut start)?;
    let encoding = encoding(&start);
    let (layout, separator) = find(&encoding.decode(&start).0)?;
    let budget = Budget::new(LONGEST);
    let bytes = Within::new(start.as_slice().chain(bytes), budget.clone());
    let decoded = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(bytes);
    let (lines, line) = Lines::new(BufReader::with_capacity(1 << 16, decoded));
    let mut rows = ReaderBuilder::new();
    let mut rows = rows.delimiter(separator).flexible(true).has_headers(false).from_reader(lines);
    let mut row = StringRecord::new();
    let mut reader = Reader::new(layout, separator, options.dates.map(Order::from));
    loop {
        budget.grant(LONGEST);
        let there = rows.read_record(&mut row).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(_) if budget.is_spent() => {
                Error::TooLarge { what: "bytes of a row (is a quotation mark left open?)", limit: LONGEST }
            }
            csv::ErrorKind::Io(fault) => Error::Io(fault),
            // Decoding leaves no byte that is not UTF-8, and the number of fields is free.
            _ => Error::Malformed { form: tally.form(), unit: "row", place: 0, what: "no table" },
        })?;
        if !there {
            break;
        }
        line.with_text(|text| reader.take(line.number(), text, &row, tally))?;
    }
    reader.finish(tally)
}
