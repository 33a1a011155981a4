//! What every operation and every programme document costs as it grows: instructions under callgrind, bytes of the answer, memory.
//!
//! `kenpo-costs FILE [KIB]` measures every shape at three sizes, the longest of at most KIB (256 unless told), and writes a table of all.
//! `kenpo-costs FILE --memory` counts no instructions, which takes seconds. Names after either are the operations that are measured;
//! `document` is the reading of a document, and `0/2` the first of two shares of all.
//! Requests and documents are grown from the vectors and the repository's programmes, list by list and in pairs; a few are made by hand.

mod count;
mod documents;
mod draws;
mod grow;
mod ledgers;
mod report;
mod seeds;
mod shapes;

use std::{collections::BTreeMap, env, fs, mem, path::PathBuf, process::ExitCode, thread};

use kenpo_tests::root;
use kenpo_wire::OPERATIONS;
use serde_json::{Value, json};

use count::{Asked, DOCUMENT, Taken, instructions, take, take_refused};
use report::{Measured, Report};
use seeds::{Seed, Shape};
use shapes::Tried;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match *arguments.as_slice() {
        ["--counted", list] => count::answer_counted(list),
        [file] => survey(file, Some(256), &[]),
        [file, "--memory", ref names @ ..] => survey(file, None, names),
        [file, kib, ref names @ ..] => number(kib).and_then(|kib| survey(file, Some(kib), names)),
        [] => Err("takes FILE [KIB | --memory [NAME…]]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("kenpo-costs: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn number(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| format!("{text} is not a number of KiB"))
}

/// Everything, or some operations; without a size no instructions are counted.
fn survey(file: &str, kib: Option<usize>, only: &[&str]) -> Result<(), String> {
    let most = kib.unwrap_or(64) << 10;
    let seeds = seeds::seeds(&root()).map_err(|error| error.to_string())?;
    let documents = seeds::documents(&root()).map_err(|error| error.to_string())?;
    let (mut draws, refused) = draws::shapes(most);
    let mut report = Report::default();
    refused.into_iter().for_each(|(operation, with)| report.refused(&operation, vec![("draw".into(), with)]));
    // The document is dealt out first.
    let place = |name: &str| OPERATIONS.iter().position(|operation| operation.name == name).map_or(0, |at| at + 1);
    let is_of = |share: &str, name: &str| {
        let share =
            share.split_once('/').and_then(|(share, of)| Some((share.parse().ok()?, of.parse::<usize>().ok()?)));
        share.is_some_and(|(share, of)| place(name).checked_rem(of) == Some(share))
    };
    let wanted = |name: &str| only.is_empty() || only.iter().any(|only| *only == name || is_of(only, name));
    let counted = kib.is_some();
    if wanted(DOCUMENT) {
        let asked =
            |document: &Value| Asked { operation: DOCUMENT.into(), document: None, request: document.to_string() };
        let tried = shapes::documents(&documents, counted, asked);
        add(&mut report, DOCUMENT, tried, counted)?;
        report.say(DOCUMENT);
    }
    for operation in OPERATIONS.iter().filter(|operation| wanted(operation.name)) {
        let name = operation.name;
        let of = seeds.get(name).map(Vec::as_slice).unwrap_or_default();
        let most = most.min(operation.limit);
        let mut tried = shapes::requests(name, of, most);
        tried.shapes.extend(ledgers::shapes(name, most));
        tried.shapes.extend(draws.remove(name));
        if name == "programme.check" {
            let asked = |document: &Value| {
                let request = json!({ "document": document }).to_string();
                Asked { operation: name.into(), document: None, request }
            };
            tried.shapes.extend(shapes::documents(&documents, false, asked).shapes);
            tried.shapes.extend(shapes::long_lists(&documents, most / 8, asked).shapes);
            tried.shapes.extend(documents::shapes());
        }
        add(&mut report, name, tried, counted)?;
        if operation.needs_programme {
            let (mut tried, grown) = shapes::programmes(name, of);
            let measured = measure(mem::take(&mut tried.shapes), counted)?;
            let worked = worked_through(&measured, grown);
            report.add(name, measured);
            add(&mut report, name, tried, counted)?;
            add(&mut report, name, shapes::pairs(name, &worked), counted)?;
        }
        report.say(name);
    }
    if report.is_empty() {
        return Err(format!("there is nothing of {}", only.join(", ")));
    }
    fs::write(file, report.markdown()).map_err(|error| format!("{file}: {error}"))?;
    let faults = report.faults();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// Measures what was tried, and of what is refused the memory that it took until then.
fn add(report: &mut Report, name: &str, tried: Tried, counted: bool) -> Result<(), String> {
    report.refused(name, tried.refused);
    report.add(name, measure(tried.shapes, counted)?);
    for (shape, asked) in tried.too_large {
        let (bytes, taken) = (vec![asked.bytes()], vec![take_refused(&asked)?]);
        report.add(name, vec![Measured { name: format!("{shape}, refused"), bytes, taken, instructions: Vec::new() }]);
    }
    Ok(())
}

/// The programme's lists with which an operation's instructions grow at all; no other can be held against anything.
fn worked_through<'a>(measured: &[Measured], grown: Vec<(String, &'a Seed)>) -> Vec<(String, &'a Seed)> {
    let mut worked: BTreeMap<String, &Seed> = BTreeMap::new();
    for (measured, (pointer, seed)) in measured.iter().zip(grown) {
        // Without counts, by what is answered of it.
        let longer =
            measured.taken.first().zip(measured.taken.last()).is_some_and(|(first, last)| last.answer > first.answer);
        if longer
            || measured
                .instructions
                .first()
                .zip(measured.instructions.last())
                .is_some_and(|(first, last)| last > &(first + 100))
        {
            worked.insert(pointer, seed);
        }
    }
    worked.into_iter().collect()
}

/// Memory in this process, instructions in as many as there are processors.
fn measure(shapes: Vec<Shape>, counted: bool) -> Result<Vec<Measured>, String> {
    let mut all = Vec::new();
    for shape in &shapes {
        let taken: Result<Vec<Taken>, String> = shape.sizes.iter().map(|asked| take(asked, shape.faulty)).collect();
        let taken = taken.map_err(|refused| format!("{}: {refused}", shape.name))?;
        let bytes = shape.sizes.iter().map(Asked::bytes).collect();
        all.push(Measured { name: shape.name.clone(), bytes, taken, instructions: Vec::new() });
    }
    if counted {
        let asked: Vec<Asked> = shapes.into_iter().flat_map(|shape| shape.sizes).collect();
        let counts = count_all(&asked)?;
        all.iter_mut().zip(counts.chunks(3)).for_each(|(one, counts)| one.instructions = counts.to_vec());
    }
    Ok(all)
}

fn count_all(asked: &[Asked]) -> Result<Vec<u64>, String> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    // Long and short ones are dealt out in turn.
    let deal = |worker: usize| asked.iter().skip(worker).step_by(workers).cloned().collect::<Vec<_>>();
    let folder =
        |worker: usize| -> PathBuf { env::temp_dir().join(format!("kenpo-costs-{}-{worker}", std::process::id())) };
    let counted: Result<Vec<Vec<u64>>, String> = thread::scope(|scope| {
        let work = |worker| scope.spawn(move || instructions(&deal(worker), &folder(worker)));
        let running: Vec<_> = (0..workers).map(work).collect();
        running.into_iter().map(|worker| worker.join().map_err(|_| "a worker ended")?).collect()
    });
    let mut counted: Vec<_> = counted?.into_iter().map(Vec::into_iter).collect();
    let in_turn = (0..asked.len()).map(|place| counted.get_mut(place % workers).and_then(Iterator::next));
    in_turn.collect::<Option<_>>().ok_or_else(|| "an instruction count is missing".into())
}
