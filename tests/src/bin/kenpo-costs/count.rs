//! What an answer takes: instructions, under callgrind, and memory, by an allocator that counts. Both repeat exactly.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    env, fs,
    hint::black_box,
    io::{BufRead, BufReader},
    path::Path,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use kenpo_core::Programme;
use kenpo_wire::{ANSWER_FLOOR, ANSWER_LIMIT, Failure, OPERATIONS, answer, parse_programme};
use serde::{Deserialize, Serialize};

/// The name that reads a document alone, among those of operations.
pub(crate) const DOCUMENT: &str = "document";

/// An operation, its programme's document and its request; or a document alone.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) operation: String,
    pub(crate) document: Option<String>,
    pub(crate) request: String,
}

impl Asked {
    pub(crate) fn bytes(&self) -> usize {
        self.request.len() + self.document.as_ref().map_or(0, String::len)
    }

    pub(crate) fn answer(&self) -> Result<Vec<u8>, Failure> {
        counted_answer(self.programme()?.as_ref(), &self.operation, &self.request)
    }

    fn programme(&self) -> Result<Option<Programme>, Failure> {
        self.document.as_ref().map(|document| parse_programme(document.as_bytes())).transpose()
    }
}

/// How long the answer is, and how much memory was in use at once.
#[derive(Clone, Copy)]
pub(crate) struct Taken {
    pub(crate) answer: usize,
    pub(crate) memory: usize,
}

/// Answers it, with what that takes; an answer that says an error of an item counts as refused, unless `faulty`.
pub(crate) fn take(asked: &Asked, faulty: bool) -> Result<Taken, String> {
    let said = |failure: Failure| format!("{} {}", failure.code.name(), failure.path);
    let programme = asked.programme().map_err(|failure| format!("document: {}", said(failure)))?;
    let before = USED.load(Relaxed);
    MOST_USED.store(before, Relaxed);
    let answered = counted_answer(programme.as_ref(), &asked.operation, &asked.request).map_err(said)?;
    let memory = MOST_USED.load(Relaxed) - before;
    let error = br#"{"error":{"code":""#;
    let place = answered.windows(error.len()).position(|window| window == error);
    match place.and_then(|place| answered.get(place + error.len()..)) {
        Some(rest) if !faulty => Err(String::from_utf8_lossy(rest).split('}').next().unwrap_or_default().into()),
        _ => Ok(Taken { answer: answered.len(), memory }),
    }
}

/// What is said of a request that asks for too much.
pub(crate) const TOO_LARGE: &str = "too_large ";

/// What a request takes that is refused in the end, with the longest answer that it may have.
pub(crate) fn take_refused(asked: &Asked) -> Result<Taken, String> {
    let programme = asked.programme().map_err(|failure| failure.code.name().to_owned())?;
    let before = USED.load(Relaxed);
    MOST_USED.store(before, Relaxed);
    let answered = counted_answer(programme.as_ref(), &asked.operation, &asked.request);
    let memory = MOST_USED.load(Relaxed) - before;
    drop(answered);
    let operation = asked.operation.trim_end_matches(".batch");
    let multiple = OPERATIONS.iter().find(|known| known.name == operation).map_or(0, |known| known.multiple);
    Ok(Taken { answer: (asked.bytes() * multiple).clamp(ANSWER_FLOOR, ANSWER_LIMIT), memory })
}

/// The work that is counted, and nothing else.
#[inline(never)]
fn counted_answer(programme: Option<&Programme>, operation: &str, request: &str) -> Result<Vec<u8>, Failure> {
    if operation == DOCUMENT {
        black_box(parse_programme(request.as_bytes())?);
        return Ok(Vec::new());
    }
    answer(programme, operation.as_bytes(), request.as_bytes())
}

/// The instructions of each, in one process under callgrind.
pub(crate) fn instructions(all: &[Asked], folder: &Path) -> Result<Vec<u64>, String> {
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(failed)?;
    }
    fs::create_dir_all(folder).map_err(failed)?;
    let lines: Vec<String> = all.iter().map(|asked| serde_json::to_string(asked).unwrap_or_default()).collect();
    let list = folder.join("asked");
    fs::write(&list, lines.join("\n")).map_err(failed)?;
    let own = env::current_exe().map_err(|error| error.to_string())?;
    let mut counted = Command::new("valgrind");
    // Of two settings of one function callgrind keeps the first alone.
    counted.args(["--tool=callgrind", "--collect-atstart=no", "--toggle-collect=kenpo_costs::count::counted_answer"]);
    counted
        .arg("--dump-after=kenpo_costs::count::then_dumped")
        .arg(format!("--callgrind-out-file={}", folder.join("out").display()));
    let output = counted.arg(own).arg("--counted").arg(&list).output().map_err(|error| format!("valgrind: {error}"))?;
    if !output.status.success() {
        return Err(format!("valgrind: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let sum = |dump: usize| -> Result<u64, String> {
        let file = fs::read(folder.join(format!("out.{dump}"))).map_err(failed)?;
        let text = String::from_utf8_lossy(&file);
        let summary = text.lines().find_map(|line| line.strip_prefix("summary: "));
        summary.and_then(|count| count.trim().parse().ok()).ok_or(format!("dump {dump} has no sum"))
    };
    let sums = (1..=all.len()).map(sum).collect();
    fs::remove_dir_all(folder).map_err(failed)?;
    sums
}

/// Ends what is counted for one.
#[inline(never)]
fn then_dumped(asked: &Asked) -> Result<(), Failure> {
    drop(black_box(asked.answer()?));
    Ok(())
}

/// Answers each request of a list, under callgrind.
pub(crate) fn answer_counted(list: &str) -> Result<(), String> {
    let file = fs::File::open(list).map_err(|error| error.to_string())?;
    for line in BufReader::new(file).lines() {
        let line = line.map_err(|error| error.to_string())?;
        let asked: Asked = serde_json::from_str(&line).map_err(|error| error.to_string())?;
        then_dumped(&asked).map_err(|failure| failure.to_string())?;
    }
    Ok(())
}

/// The system's allocator, which also says how much was in use at once.
struct Counted;

static USED: AtomicUsize = AtomicUsize::new(0);
static MOST_USED: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call is passed on as it is.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        MOST_USED.fetch_max(USED.fetch_add(layout.size(), Relaxed) + layout.size(), Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counted = Counted;
