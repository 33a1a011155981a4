//! The Python model of the points ledger, `tests/oracle/ledger`, held against the library as it is shipped.

use std::{env, fs, path::Path, thread};

use serde_json::Value;

use crate::{
    native::{self, Platform},
    shell::{Outcome, program, read, read_file, root, target, write_file},
};

const MODEL: &str = "tests/oracle/ledger";

/// Changes of the model that the library must be found to differ from: `{"rule", "file", "find", "replace"}`, `find` once in the file.
const PLANTS: &str = "tests/ledger_plants.json";

/// Cases of the tests, and cases within which a planted change must show.
const QUICK: u64 = 20_000;
const PLANTED: u64 = 200_000;

/// The same cases in every run of the tests.
pub(crate) fn quick() -> Outcome {
    native::build(Platform::here()?)?;
    println!("{:<22} {}", "ledger", agreed(Path::new(MODEL), "tests", QUICK)?.trim());
    Ok(())
}

/// As many processes as there are processors, each with a seed of its own. `KENPO_SEED` sets another seed.
pub(crate) fn cases(cases: u64) -> Outcome {
    native::build(Platform::here()?)?;
    let seed = seed();
    let workers = thread::available_parallelism().map_or(1, |workers| workers.get() as u64).min(cases).max(1);
    thread::scope(|scope| {
        let work = |worker: u64| {
            let (seed, share) = (format!("{seed}-{worker}"), cases * (worker + 1) / workers - cases * worker / workers);
            scope.spawn(move || agreed(Path::new(MODEL), &seed, share).map(|said| println!("{}", said.trim())))
        };
        let running: Vec<_> = (0..workers).map(work).collect();
        running.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker ended")?)
    })
}

/// What the seeds of a run begin with.
pub(crate) fn seed() -> String {
    env::var("KENPO_SEED").unwrap_or_else(|_| "campaign".into())
}

/// Each planted change of the model must make it differ from the library.
pub(crate) fn plants() -> Outcome {
    native::build(Platform::here()?)?;
    let list: Value = serde_json::from_str(&read_file(PLANTS)?).map_err(|error| error.to_string())?;
    let plants = list.as_array().filter(|plants| !plants.is_empty()).ok_or(format!("{PLANTS} holds no list"))?;
    let copy = target().join("ledger-plants");
    let mut faults = Vec::new();
    for plant in plants {
        let text = |key: &str| plant[key].as_str().ok_or(format!("{PLANTS}: {key} is no text: {plant}"));
        let (rule, file, find) = (text("rule")?, text("file")?, text("find")?);
        let source = read_file(file)?;
        let count = source.matches(find).count();
        if count != 1 {
            faults.push(format!("{rule}: {find:?} stands {count} times in {file}"));
            continue;
        }
        copy_model(&copy)?;
        let name = Path::new(file).file_name().ok_or(format!("{file} is no file"))?;
        write_file(&copy.join(name), source.replace(find, text("replace")?))?;
        match agreed(&copy, "plants", PLANTED) {
            Ok(_) => faults.push(format!("{rule}: {find:?} in {file}: the model agrees all the same")),
            // It ends with `seed S, programme N: operation`; anything else is the changed model's own fault.
            Err(said) if said.contains("seed plants, programme ") => println!("{rule}: noticed"),
            Err(said) => faults.push(format!("{rule}: {find:?} in {file}: the model ends: {said}")),
        }
    }
    println!("{} of {} planted changes noticed", plants.len() - faults.len(), plants.len());
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

fn agreed(model: &Path, seed: &str, cases: u64) -> Outcome<String> {
    let mut python = program("python3");
    python.arg("-B").arg(model).arg(native::library()).args([seed, &cases.to_string()]);
    let said = read(&mut python)?;
    if said.starts_with(&format!("{cases} agreed")) { Ok(said) } else { Err(format!("ledger {seed}: {said}")) }
}

fn copy_model(to: &Path) -> Outcome {
    let fault = |error: std::io::Error| error.to_string();
    fs::create_dir_all(to).map_err(fault)?;
    for entry in fs::read_dir(root().join(MODEL)).map_err(fault)?.flatten() {
        if entry.path().extension() == Some("py".as_ref()) {
            fs::copy(entry.path(), to.join(entry.file_name())).map_err(fault)?;
        }
    }
    Ok(())
}
