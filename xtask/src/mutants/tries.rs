//! Tries mutants: first the vectors, then the tests that reach them, each until something notices.

use std::{
    collections::{BTreeMap, VecDeque},
    fs,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use super::copy::{self, Built};
use crate::shell::{Outcome, program, read, target};

const WORKERS: usize = 2;

/// Of the time of a processor that all cases of the vectors take unchanged: a mutant that takes more has been noticed, as has one that ends the process.
/// A second is the least that can be told.
const MORE_THAN_ALL: u64 = 2;

/// A test may take as many times as long as it does, and this at least.
const TIMES: u64 = 20;
const LEAST: u64 = 20;
const PATIENCE_UNCHANGED: u64 = 600;

/// Address space of a process, in KiB: a mutant that allocates without end ends itself.
const MEMORY: u32 = 4 << 20;

/// What became of a mutant.
pub(super) enum Fate {
    Noticed(String),
    Survived,
    /// No case and no test reaches it.
    Unreached,
}

/// What became of each by the vectors.
pub(super) fn by_vectors(vectors: &Built, mutants: &[u32]) -> Outcome<BTreeMap<u32, Fate>> {
    let share = |worker: usize| mutants.iter().copied().skip(worker).step_by(WORKERS).collect::<VecDeque<u32>>();
    let mut fates = BTreeMap::new();
    thread::scope(|scope| {
        let running: Vec<_> =
            (0..WORKERS).map(|worker| scope.spawn(move || vectors_of(vectors, share(worker)))).collect();
        running.into_iter().try_for_each(|worker| {
            fates.extend(worker.join().map_err(|_| "a worker ended")??);
            Ok::<(), String>(())
        })
    })?;
    Ok(fates)
}

/// One process tries one mutant after another; where a mutant ends it, another process goes on.
fn vectors_of(vectors: &Built, mut left: VecDeque<u32>) -> Outcome<BTreeMap<u32, Fate>> {
    let mut fates = BTreeMap::new();
    while !left.is_empty() {
        let mut unchanged = None;
        let mut process = limited(vectors, "").args(left.iter().map(u32::to_string)).stdout(Stdio::piped()).spawn();
        let process = process.as_mut().map_err(|error| error.to_string())?;
        let (send, lines) = mpsc::channel();
        let output = process.stdout.take().ok_or("no output")?;
        thread::spawn(move || {
            BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| send.send(line))
        });
        let mut begun: Option<(u32, u64)> = None;
        let ended = loop {
            match lines.recv_timeout(Duration::from_secs(1)) {
                Ok(line) => match line.split_once(' ') {
                    None => {
                        let now = seconds_of(process.id());
                        unchanged.get_or_insert(now + 1);
                        begun = line.parse().ok().map(|number| (number, now));
                    }
                    Some((number, said)) => {
                        let fate = match said {
                            "-" => Fate::Survived,
                            "unreached" => Fate::Unreached,
                            case => Fate::Noticed(case.to_owned()),
                        };
                        fates.insert(number.parse().map_err(|_| line.clone())?, fate);
                        begun = None;
                        left.pop_front();
                    }
                },
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    let patience = MORE_THAN_ALL * unchanged.unwrap_or(0);
                    if begun.is_some_and(|(_, since)| seconds_of(process.id()) > since + patience) {
                        break "takes too long";
                    }
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => break "ends the process",
            }
        };
        let _ = process.kill();
        process.wait().map_err(|error| error.to_string())?;
        match begun {
            Some((mutant, _)) => {
                fates.insert(mutant, Fate::Noticed(ended.to_owned()));
                left.pop_front();
            }
            None if left.is_empty() => {}
            None => return Err(format!("{} {ended} before anything is changed", vectors.path.display())),
        }
    }
    Ok(fates)
}

/// The seconds that a process has run: the sum of what `/proc` says of it in hundredths.
fn seconds_of(process: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ').skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() / 100
}

/// A test of a program, and how long it takes.
#[derive(Clone)]
struct Test {
    program: Built,
    name: String,
    takes: Duration,
}

/// The tests that reach each mutant, the quickest first.
pub(super) struct Reaching(BTreeMap<u32, Vec<Test>>);

/// Runs each test by itself, and notes what it reaches.
pub(super) fn reaching(programs: &[Built]) -> Outcome<Reaching> {
    let mut tests = Vec::new();
    for built in programs {
        let listed = read(program(&built.path).args(["--list", "--format", "terse"]))?;
        let names = listed.lines().filter_map(|line| line.strip_suffix(": test"));
        tests.extend(names.map(|name| Test { program: built.clone(), name: name.to_owned(), takes: Duration::ZERO }));
    }
    let by_mutant = Mutex::new(BTreeMap::<u32, Vec<Test>>::new());
    each(&tests, |index, test| {
        let notes = target().join(format!("mutants/reached-{index}"));
        let _ = fs::remove_file(&notes);
        let start = Instant::now();
        if !passes(run_of(test, PATIENCE_UNCHANGED).env("KENPO_REACHED", &notes))? {
            return Err(format!("{} fails before anything is changed: {}", test.name, test.program.path.display()));
        }
        let takes = start.elapsed();
        let reached = fs::read_to_string(&notes).unwrap_or_default();
        let mut by_mutant = by_mutant.lock().map_err(|_| "a worker ended")?;
        for mutant in reached.lines().filter_map(|line| line.parse().ok()) {
            by_mutant.entry(mutant).or_default().push(Test { takes, ..test.clone() });
        }
        let _ = fs::remove_file(&notes);
        Ok(())
    })?;
    println!("{} tests", tests.len());
    let mut by_mutant = by_mutant.into_inner().map_err(|_| "a worker ended")?;
    by_mutant.values_mut().for_each(|tests| tests.sort_by_key(|test| test.takes));
    Ok(Reaching(by_mutant))
}

/// What became of each by the tests.
pub(super) fn by_tests(reaching: &Reaching, mutants: &[u32]) -> Outcome<BTreeMap<u32, Fate>> {
    let fates = Mutex::new(BTreeMap::new());
    each(mutants, |_, mutant| {
        let Some(tests) = reaching.0.get(mutant) else { return Ok(()) };
        let mut fate = Fate::Survived;
        for test in tests {
            let patience = (test.takes.as_secs() * TIMES).max(LEAST);
            if !passes(run_of(test, patience).env("KENPO_MUTANT", mutant.to_string()))? {
                fate = Fate::Noticed(test.name.clone());
                break;
            }
        }
        fates.lock().map_err(|_| "a worker ended")?.insert(*mutant, fate);
        Ok(())
    })?;
    fates.into_inner().map_err(|_| "a worker ended".into())
}

/// Works through a list, by as many workers as there may be.
fn each<T: Sync>(list: &[T], work: impl Fn(usize, &T) -> Outcome + Sync) -> Outcome {
    let next = AtomicUsize::new(0);
    let worker = || -> Outcome {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = list.get(index) else { return Ok(()) };
            work(index, item)?;
        }
    };
    thread::scope(|scope| {
        let running: Vec<_> = (0..WORKERS).map(|_| scope.spawn(worker)).collect();
        running.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker ended")?)
    })
}

/// A test by itself, with a tenth of the cases that the tests try.
fn run_of(test: &Test, seconds: u64) -> Command {
    let mut run = limited(&test.program, &format!("ulimit -t {seconds}; "));
    run.args(["--exact", &test.name]).env("PROPTEST_CASES", "1000").env("PROPTEST_RNG_SEED", "1");
    run.stdout(Stdio::null());
    run
}

/// A program of the copy, at low priority, within its address space.
fn limited(built: &Built, also: &str) -> Command {
    let mut command = program("sh");
    command.args(["-c", &format!("{also}ulimit -v {MEMORY}; exec nice -n 10 \"$0\" \"$@\"")]).arg(&built.path);
    command.env("KENPO_ROOT", copy::folder()).current_dir(&built.folder).stderr(Stdio::null());
    command
}

/// Whether it succeeds within its limits.
fn passes(command: &mut Command) -> Outcome<bool> {
    command.status().map(|status| status.success()).map_err(|error| error.to_string())
}
