//! The core's tables, a line for each entry, for the programs in `tests/oracle` that reckon every line once more.
//!
//! `kenpo-oracle dates|width|radicals|compose|half|luhn|points|draws|accounts|coupons|documents|requests`. Characters are written as hexadecimal code points.
//! `kenpo-oracle points FIRST UNTIL`, and `accounts`, `coupons`, `documents` and `requests` likewise, writes the cases from one number up to another.

use std::{
    env,
    fmt::Write as _,
    io::{self, BufWriter, Write as _},
    ops::Range,
    path::Path,
    process::ExitCode,
};

use kenpo_core::{
    civil::{Date, Era, EraCodes, EraForm, FiscalYearInEra, InEra, read_date},
    numbers::examine_insurer_number,
    text,
};
use kenpo_tests::{accounts, accruals, coupons, documents, draws, requests};

fn main() -> ExitCode {
    let name = env::args().nth(1).unwrap_or_default();
    let table = match name.as_str() {
        "dates" => dates(),
        "width" => Ok(folded(text::fold_width)),
        "radicals" => Ok(folded(text::fold_radical)),
        "compose" => Ok(composed()),
        "half" => Ok(half_width()),
        "luhn" => Ok(check_digits()),
        "draws" => draws::proofs(),
        "points" => points().map(|()| String::new()),
        "accounts" => accounts().map(|()| String::new()),
        "coupons" => coupons().map(|()| String::new()),
        "documents" => documents().map(|()| String::new()),
        "requests" => requests().map(|()| String::new()),
        _ => Err("takes the name of a table, which its first comment lists".into()),
    };
    match table.and_then(|table| io::stdout().write_all(table.as_bytes()).map_err(|error| error.to_string())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("kenpo-oracle {name}: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// Sequences of events in accounts.
fn accounts() -> Result<(), String> {
    let mut out = BufWriter::new(io::stdout().lock());
    accounts::write(numbers(2_000)?, &mut out).and_then(|()| out.flush()).map_err(|error| error.to_string())
}

/// Sequences of what happens to coupons.
fn coupons() -> Result<(), String> {
    let mut out = BufWriter::new(io::stdout().lock());
    coupons::write(numbers(1_000)?, &mut out).and_then(|()| out.flush()).map_err(|error| error.to_string())
}

/// Programme documents changed at random.
fn documents() -> Result<(), String> {
    let mut out = BufWriter::new(io::stdout().lock());
    documents::write(Path::new("."), numbers(2_000)?, &mut out)?;
    out.flush().map_err(|error| error.to_string())
}

/// Requests of the vectors, changed at random; before them, where no numbers are given, all as they stand.
fn requests() -> Result<(), String> {
    let mut out = BufWriter::new(io::stdout().lock());
    requests::write(Path::new("."), numbers(4_000)?, env::args().nth(2).is_none(), &mut out)?;
    out.flush().map_err(|error| error.to_string())
}

/// Members' months, written as they are made: there may be more of them than memory holds.
fn points() -> Result<(), String> {
    let mut out = BufWriter::new(io::stdout().lock());
    accruals::write(numbers(2_000)?, &mut out).and_then(|()| out.flush()).map_err(|error| error.to_string())
}

/// The cases that are asked for, or the first of them.
fn numbers(first: u64) -> Result<Range<u64>, String> {
    let number = |at, preset| match env::args().nth(at) {
        Some(text) => text.parse().map_err(|_| format!("not a number: {text}")),
        None => Ok(preset),
    };
    Ok(number(2, 0)?..number(3, first)?)
}

/// `YYYY-MM-DD TAB long TAB compact TAB start of the fiscal year TAB its name`, each day from 1873 to 2100.
///
/// Whatever form a day is printed in, it must be read as the same day.
fn dates() -> Result<String, String> {
    let mut table = String::new();
    let first = Date::from_ymd(1873, 1, 1);
    for date in std::iter::successors(first, |date| date.succ()).take_while(|date| date.year() <= 2100) {
        let [long, short, compact] = [EraForm::Long, EraForm::Short, EraForm::Compact(EraCodes::Claims)]
            .map(|form| InEra(date, form).to_string());
        for (form, era) in
            [(&date.to_string(), None), (&long, Era::of(date)), (&short, Era::of(date)), (&compact, Era::of(date))]
        {
            match read_date(form) {
                Ok(read) if (read.date, read.era, read.past_the_era) == (date, era, false) => {}
                other => return Err(format!("{date} printed as {form} is read as {other:?}")),
            }
        }
        let fiscal = date.fiscal_year();
        let _ = writeln!(table, "{date}\t{long}\t{compact}\t{}\t{}", fiscal.start_year(), FiscalYearInEra(fiscal));
    }
    Ok(table)
}

/// `character TAB what it is folded to`, each character that is folded.
fn folded(fold: fn(char) -> char) -> String {
    let changed = ('\0'..=char::MAX).map(|c| (c, fold(c))).filter(|(c, folded)| c != folded);
    changed.map(|(c, folded)| format!("{}\t{}\n", hex([c]), hex([folded]))).collect()
}

/// `letter and mark TAB what is made of them`, each kana with both combining marks.
fn composed() -> String {
    let pairs = ('\u{3041}'..='\u{30FF}').flat_map(|letter| ['\u{3099}', '\u{309A}'].map(|mark| [letter, mark]));
    pairs.map(|pair| format!("{}\t{}\n", hex(pair), hex(text::compose(pair.into_iter())))).collect()
}

/// `katakana TAB its half-width form`, each katakana that has one.
fn half_width() -> String {
    let halves = ('\u{30A1}'..='\u{30FC}').filter_map(|c| Some((c, text::half_width(c)?)));
    halves.map(|(c, (letter, mark))| format!("{}\t{}\n", hex([c]), hex([letter].into_iter().chain(mark)))).collect()
}

/// `body TAB the check digits that are accepted`, each body of four schemes, 国民健康保険's absence of one among them.
fn check_digits() -> String {
    let mut table = String::new();
    for scheme in ["06", "31", "39", ""] {
        for body in (1_000..48_000).map(|place_and_serial| format!("{scheme}{place_and_serial:05}")) {
            let accepted: String =
                ('0'..='9').filter(|digit| examine_insurer_number(&format!("{body}{digit}")).is_none()).collect();
            let _ = writeln!(table, "{body}\t{accepted}");
        }
    }
    table
}

fn hex(characters: impl IntoIterator<Item = char>) -> String {
    characters.into_iter().map(|c| format!("{:04X}", u32::from(c))).collect::<Vec<_>>().join(" ")
}
