//! `kenpo pipe`: requests of another program, one after another, in one process. Hosts that may not load the library ask it so.
//!
//! A request's text may have any bytes and error positions count its lines, so that lengths and not line ends part requests.

use std::{
    collections::BTreeMap,
    io::{self, BufRead as _, BufWriter, Read as _, Write as _},
};

use kenpo::{
    ErrorCode,
    json::{Failure, Status, answer},
};

use crate::{
    desk::Desk,
    input,
    stop::{Outcome, Stop},
    words::phrases,
};

/// The form of what is read and written. A host refuses any other than its own.
const PROTOCOL: u32 = 1;

/// The longest line before a request: a word and three numbers.
const LONGEST_LINE: u64 = 80;

/// What a line asks.
enum Asked {
    /// Read a document of this length, and keep it.
    Parse(u64),
    /// Answer by a programme that is kept, or by none: lengths of the operation's name and of the request.
    Answer(Option<u64>, u64, u64),
    /// Forget a programme.
    Free(u64),
}

pub(crate) fn run(desk: &mut Desk) -> Outcome {
    input::take_standard_input(desk.lang)?;
    let mut from = io::stdin().lock();
    // Past the desk, which takes the colours out of what it writes: the length is told before.
    let mut out = BufWriter::new(io::stdout().lock());
    let mut kept = BTreeMap::new();
    let mut last = 0;
    writeln!(out, "kenpo {} {PROTOCOL}", env!("CARGO_PKG_VERSION"))?;
    out.flush()?;
    loop {
        let mut line = Vec::new();
        (&mut from).take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(true);
        }
        let out_of_step = || Stop::Usage(phrases::out_of_step(desk.lang));
        let answered = match asked(&line).ok_or_else(out_of_step)? {
            Asked::Free(programme) => {
                kept.remove(&programme);
                continue;
            }
            Asked::Parse(length) => {
                let document = bytes(&mut from, length)?.ok_or_else(out_of_step)?;
                kenpo::parse_programme(&document).map_err(|failure| (document_status(&failure), failure)).map(
                    |programme| {
                        last += 1;
                        kept.insert(last, programme);
                        last.to_string().into_bytes()
                    },
                )
            }
            Asked::Answer(programme, name, request) => {
                let name = bytes(&mut from, name)?.ok_or_else(out_of_step)?;
                let request = bytes(&mut from, request)?.ok_or_else(out_of_step)?;
                // A number that is not kept is a fault of the host's, and not an operation without a programme.
                let programme = programme.map(|number| kept.get(&number).ok_or_else(out_of_step)).transpose()?;
                answer(programme, &name, &request).map_err(|failure| (failure.status(), failure))
            }
        };
        let (status, body) = match answered {
            Ok(body) => (Status::Ok, body),
            Err((status, failure)) => (status, failure.to_json()),
        };
        writeln!(out, "{} {}", status as i32, body.len())?;
        out.write_all(&body)?;
        out.flush()?;
    }
}

/// Reads a line: `parse LENGTH`, `answer PROGRAMME NAME_LENGTH REQUEST_LENGTH` with 0 for no programme, or `free PROGRAMME`.
fn asked(line: &[u8]) -> Option<Asked> {
    let mut words = std::str::from_utf8(line).ok()?.strip_suffix('\n')?.split(' ');
    let asked = words.next()?;
    let mut number = || words.next()?.parse::<u64>().ok();
    let asked = match asked {
        "parse" => Asked::Parse(number()?),
        "answer" => {
            Asked::Answer(number().map(|programme| (programme != 0).then_some(programme))?, number()?, number()?)
        }
        "free" => Asked::Free(number()?),
        _ => return None,
    };
    words.next().is_none().then_some(asked)
}

/// That number of bytes, or nothing where the input ends before. Memory grows with what comes, and not by what the line says.
fn bytes(from: &mut impl io::Read, length: u64) -> Outcome<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes)?;
    Ok(u64::try_from(bytes.len()).is_ok_and(|read| read == length).then_some(bytes))
}

/// As the C ABI has it of a document.
fn document_status(failure: &Failure) -> Status {
    if failure.code == ErrorCode::TooLarge { Status::TooLarge } else { Status::InvalidProgramme }
}
