//! Planted changes: each rule is changed in a copy of the tree, and a vector that cites it must fail.
//!
//! `tests/plants.json` is a list of `{"rule", "file", "find", "replace"}`. `find` stands exactly once in the file. The tests try the first change of each
//! rule, those of several rooms at once; all of them, each by itself, are a part of the campaign, and of `cargo xtask plant`.
//! Whole recorded answers do not count as noticing: what was written by hand, or another way to the same answer, must.
//!
//! `tests/model_plants.json` is such a list for the Python model of accrual, which must notice each by itself.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use serde_json::Value;

use crate::shell::{Outcome, program, read, read_file, root, target, write_file};

struct Plant {
    rule: String,
    file: String,
    find: String,
    replace: String,
}

impl Plant {
    /// The file in which it is planted, where its place stands once.
    fn source(&self) -> Outcome<String> {
        let source = read_file(&self.file)?;
        match source.matches(&self.find).count() {
            1 => Ok(source),
            count => Err(format!("{}: {:?} stands {count} times in {}", self.rule, self.find, self.file)),
        }
    }
}

/// All changes, or those of the rules named.
pub(crate) fn run(wanted: &[String]) -> Outcome {
    let plants = plants("tests/plants.json")?;
    if let Some(unknown) = wanted.iter().find(|rule| plants.iter().all(|plant| plant.rule != **rule)) {
        return Err(format!("no change of {unknown} is planted"));
    }
    let wanted = plants.iter().filter(|plant| wanted.is_empty() || wanted.contains(&plant.rule));
    try_all(&plants, wanted.map(|plant| vec![plant]).collect())
}

/// The first change of each rule. Every change must still have its place in the tree.
pub(crate) fn first_of_each() -> Outcome {
    let plants = plants("tests/plants.json")?;
    plants.iter().try_for_each(|plant| plant.source().map(drop))?;
    let mut seen = BTreeSet::new();
    let first = plants.iter().filter(|plant| seen.insert(&plant.rule)).collect();
    try_all(&plants, rounds(first))
}

/// Changes that are planted together: at most one of a room of rules, or at most one of a document. Two of a room could each be noticed by the
/// other's cases, and so could anything beside a change of what all rooms stand on.
fn rounds(plants: Vec<&Plant>) -> Vec<Vec<&Plant>> {
    let mut rounds: Vec<(BTreeSet<&str>, Vec<&Plant>)> = Vec::new();
    for plant in plants {
        let parts: Vec<&str> = plant.file.split('/').collect();
        let (kind, room) = match parts.as_slice() {
            ["core", "src", "rules", "points" | "steps", ..] => ("rules", "points"),
            ["core", "src", "rules", room, ..] => ("rules", *room),
            ["programmes", ..] => ("programmes", plant.file.as_str()),
            _ => ("alone", ""),
        };
        let beside = |(taken, _): &&mut (BTreeSet<&str>, Vec<&Plant>)| {
            kind != "alone" && taken.contains(kind) && !taken.contains(room)
        };
        match rounds.iter_mut().find(beside) {
            Some((taken, together)) => {
                taken.insert(room);
                together.push(plant);
            }
            None => rounds.push((BTreeSet::from([kind, room]), vec![plant])),
        }
    }
    rounds.into_iter().map(|(_, together)| together).collect()
}

fn try_all(plants: &[Plant], rounds: Vec<Vec<&Plant>>) -> Outcome {
    let cited = cited_rules()?;
    let planted: BTreeSet<String> = plants.iter().map(|plant| plant.rule.clone()).collect();
    let mut faults: Vec<String> = cited
        .difference(&planted)
        .map(|rule| format!("{rule}: vectors cite it, but no change of it is planted"))
        .collect();
    faults.extend(plant_each(&rounds, by_vectors)?);
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// How many planted changes the model has to notice to be worth having.
const MODEL_PLANTS: usize = 10;

/// Whether the Python model notices changes of accrual.
pub(crate) fn model() -> Outcome {
    let plants = plants("tests/model_plants.json")?;
    if plants.len() < MODEL_PLANTS {
        return Err(format!("{} changes are planted, and not {MODEL_PLANTS}", plants.len()));
    }
    let faults = plant_each(&plants.iter().map(|plant| vec![plant]).collect::<Vec<_>>(), by_model)?;
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// What fails in a tree.
struct Failing {
    id: String,
    /// The rules that it cites; `None` where it may be of any.
    rules: Option<Vec<String>>,
}

/// Looks at a copy of the tree: what fails there, nothing where all is well.
type Notice = fn(&Path) -> Outcome<Vec<Failing>>;

/// Plants the changes of each round, and says what went unnoticed.
fn plant_each(rounds: &[Vec<&Plant>], notice: Notice) -> Outcome<Vec<String>> {
    let next = AtomicUsize::new(0);
    let tried = Mutex::new(Vec::new());
    // Each worker has a copy of the tree, in which one change at a time is planted.
    let work = |worker: usize| -> Outcome {
        let copy = target().join(format!("plants/tree-{worker}"));
        copy_tree(root(), &copy)?;
        let failing = notice(&copy)?;
        if !failing.is_empty() {
            let ids: Vec<&str> = failing.iter().map(|failing| failing.id.as_str()).collect();
            return Err(format!("fails before anything is planted: {}", ids.join("\n")));
        }
        while let Some(round) = rounds.get(next.fetch_add(1, Ordering::Relaxed)) {
            for (plant, outcome) in try_round(round, &copy, notice)? {
                match &outcome {
                    Ok(ids) => println!("{}: noticed by {}", plant.rule, ids.join(", ")),
                    Err(fault) => println!("{}: {fault}", plant.rule),
                }
                tried.lock().map_err(|_| "a worker ended")?.push((plant, outcome.err()));
            }
        }
        Ok(())
    };
    let workers = thread::available_parallelism().map_or(1, usize::from).min(rounds.len()).max(1);
    thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|worker| scope.spawn(move || work(worker))).collect();
        running.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker ended")?)
    })?;
    let tried = tried.into_inner().map_err(|_| "a worker ended")?;
    println!("{} planted changes noticed", tried.iter().filter(|(_, fault)| fault.is_none()).count());
    let missed = tried.iter().filter_map(|(plant, fault)| fault.as_ref().map(|fault| (plant, fault)));
    Ok(missed.map(|(plant, fault)| format!("{} in {}: {fault}", plant.rule, plant.file)).collect())
}

fn plants(path: &str) -> Outcome<Vec<Plant>> {
    let list: Value = serde_json::from_str(&read_file(path)?).map_err(|error| error.to_string())?;
    let read = |entry: &Value| -> Outcome<Plant> {
        let keys = entry.as_object().map(|entry| entry.keys().map(String::as_str).collect::<Vec<_>>());
        if keys.as_deref() != Some(&["rule", "file", "find", "replace"]) {
            return Err(format!("{path}: not rule, file, find, replace: {entry}"));
        }
        let text = |key: &str| entry[key].as_str().map(str::to_owned).ok_or(format!("{path}: {key} is no text"));
        Ok(Plant { rule: text("rule")?, file: text("file")?, find: text("find")?, replace: text("replace")? })
    };
    list.as_array().ok_or(format!("{path} holds no list"))?.iter().map(read).collect()
}

/// A change, and who noticed it.
type Tried<'p> = (&'p Plant, Outcome<Vec<String>>);

/// Plants changes together and says who noticed each. One that nobody noticed in company is tried by itself: another may have hidden it.
fn try_round<'p>(round: &[&'p Plant], copy: &Path, notice: Notice) -> Outcome<Vec<Tried<'p>>> {
    let failing = planted(round, copy, notice)?;
    let mut outcomes = Vec::new();
    for plant in round {
        let others: Vec<&Plant> = round.iter().copied().filter(|other| other.rule != plant.rule).collect();
        let mut outcome = failing.as_ref().map_err(String::clone).and_then(|failing| noticing(plant, &others, failing));
        if outcome.is_err() && !others.is_empty() {
            outcome = planted(&[plant], copy, notice)?.and_then(|failing| noticing(plant, &[], &failing));
        }
        outcomes.push((*plant, outcome));
    }
    Ok(outcomes)
}

/// What fails with changes planted. The copy is as it was afterwards.
fn planted(plants: &[&Plant], copy: &Path, notice: Notice) -> Outcome<Outcome<Vec<Failing>>> {
    let sources = plants.iter().map(|plant| plant.source()).collect::<Outcome<Vec<String>>>()?;
    for (plant, source) in plants.iter().zip(&sources) {
        write_file(&copy.join(&plant.file), source.replace(&plant.find, &plant.replace))?;
    }
    let failing = notice(copy);
    for (plant, source) in plants.iter().zip(&sources) {
        write_file(&copy.join(&plant.file), source)?;
    }
    Ok(failing)
}

/// Who noticed a change: what cites its rule, and none of those beside which it was planted.
fn noticing(plant: &Plant, others: &[&Plant], failing: &[Failing]) -> Outcome<Vec<String>> {
    let is_of = |failing: &&Failing| {
        failing
            .rules
            .as_ref()
            .is_none_or(|rules| rules.contains(&plant.rule) && !others.iter().any(|other| rules.contains(&other.rule)))
    };
    let ids: BTreeSet<&str> = failing.iter().filter(is_of).map(|failing| failing.id.as_str()).collect();
    if ids.is_empty() {
        return Err(format!(
            "nothing that cites the rule fails by what is expected by hand; {} others do",
            failing.len()
        ));
    }
    Ok(ids.into_iter().map(str::to_owned).collect())
}

/// The cases that fail by what is expected by hand.
fn by_vectors(copy: &Path) -> Outcome<Vec<Failing>> {
    let output = tests_of(copy, &["kenpo-vectors"]).output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(Vec::new());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    if !text.contains("kenpo-vectors runner=rust") {
        let fault = String::from_utf8_lossy(&output.stderr);
        return Err(format!("the change does not compile, or the runner ends:\n{fault}"));
    }
    // A fault is `id [rules]: what`; where only the recorded line differs, it says so on the next lines.
    let faults = text.lines().filter_map(|line| {
        let (id, rest) = line.split_once(" [")?;
        let (rules, what) = rest.split_once("]: ")?;
        Some((id, rules, what))
    });
    let failing = |(id, rules, _): (&str, &str, &str)| Failing {
        id: id.to_owned(),
        rules: Some(rules.split(' ').map(str::to_owned).collect()),
    };
    let failing: Vec<Failing> = faults.filter(|(.., what)| !what.is_empty()).map(failing).collect();
    if failing.is_empty() {
        return Err(format!("vectors fail, but none by what is expected by hand:\n{text}"));
    }
    Ok(failing)
}

/// The first member's months that the model reckons otherwise.
fn by_model(copy: &Path) -> Outcome<Vec<Failing>> {
    let months = read(&mut tests_of(copy, &["kenpo-oracle", "--", "points"]))
        .map_err(|_| "the change does not compile, or accrual refuses")?;
    let table = copy.with_extension("points");
    write_file(&table, &months)?;
    let mut model = program("python3");
    model.arg("tests/oracle/points.py").stdin(File::open(&table).map_err(|error| error.to_string())?);
    let output = model.output().map_err(|error| error.to_string())?;
    let (said, fault) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() && said.starts_with(&format!("{} agreed", months.lines().count())) {
        return Ok(Vec::new());
    }
    // It ends with `line N: what it reckons, and not …`; anything else is the model's own fault.
    match fault.split_once(": ") {
        Some((line, _)) if line.starts_with("line ") => Ok(vec![Failing { id: line.to_owned(), rules: None }]),
        _ => Err(format!("the model ends: {fault}")),
    }
}

/// A program of the tests' crate, from the copy. Built often and run once: what takes time is building.
fn tests_of(copy: &Path, arguments: &[&str]) -> Command {
    let mut runner = program("cargo");
    runner.current_dir(copy).env("CARGO_TARGET_DIR", copy.with_extension("target")).env("KENPO_ROOT", copy);
    runner.envs([("CARGO_PROFILE_DEV_OPT_LEVEL", "0"), ("CARGO_PROFILE_DEV_DEBUG", "0"), ("CARGO_INCREMENTAL", "1")]);
    runner.args(["run", "--quiet", "--locked", "--package", "kenpo-tests", "--bin"]).args(arguments);
    runner
}

/// The rules that vectors cite.
fn cited_rules() -> Outcome<BTreeSet<String>> {
    let mut cited = BTreeSet::new();
    for path in files(&root().join("tests/vectors"))?.iter().filter(|path| path.extension() == Some("json".as_ref())) {
        let file: Value =
            serde_json::from_str(&read_file(path)?).map_err(|error| format!("{}: {error}", path.display()))?;
        let cases = file["cases"].as_array().into_iter().flatten();
        let rules = cases.flat_map(|case| case["rules"].as_array().into_iter().flatten());
        cited.extend(rules.filter_map(Value::as_str).map(str::to_owned));
    }
    Ok(cited)
}

/// What is not copied, wherever it is: what is built, and what no crate needs.
const LEFT_OUT: [&str; 3] = [".git", "target", "docs"];

/// Hosts that are no crate of the workspace, and so are not copied either.
const OTHER_HOSTS: [&str; 4] = ["hosts/c", "hosts/java", "hosts/js", "hosts/php"];

/// Makes the copy equal to the tree. Files that are equal stay untouched, so that little is built anew.
pub(crate) fn copy_tree(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to).map_err(|error| error.to_string())?;
    let mut kept = BTreeSet::new();
    for entry in fs::read_dir(from).map_err(|error| error.to_string())?.flatten() {
        let name = entry.file_name();
        let is_host =
            entry.path().strip_prefix(root()).is_ok_and(|path| OTHER_HOSTS.iter().any(|host| path == Path::new(host)));
        if is_host || LEFT_OUT.iter().any(|left_out| name == *left_out) {
            continue;
        }
        kept.insert(name.clone());
        let (source, copy) = (entry.path(), to.join(&name));
        if source.is_dir() {
            copy_tree(&source, &copy)?;
        } else {
            let bytes = fs::read(&source).map_err(|error| format!("{}: {error}", source.display()))?;
            if fs::read(&copy).ok().as_ref() != Some(&bytes) {
                write_file(&copy, bytes)?;
            }
        }
    }
    for entry in fs::read_dir(to).map_err(|error| error.to_string())?.flatten() {
        if !kept.contains(&entry.file_name()) {
            let path = entry.path();
            let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(())
}

fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}
