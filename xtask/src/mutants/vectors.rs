//! Tries mutants against the vectors, each against the cases that reach it. A program of the copy's tests.
//!
//! `kenpo-mutants NUMBER…` prints a line for each mutant when it begins, and what noticed it when it has ended: the id of a case, `-` for none of those
//! that reach it, `unreached`. What was recorded is not looked at: a value written by hand must differ, or another way to the same answer.

use std::{
    collections::BTreeMap,
    env, fs, panic,
    panic::{AssertUnwindSafe, catch_unwind},
};

use kenpo_core::{Programme, mutants};
use kenpo_tests::vector::{Case, VectorFile};

struct Read {
    file: VectorFile,
    document: Option<Vec<u8>>,
    programme: Option<Programme>,
}

impl Read {
    fn parse(&self) -> Option<Programme> {
        kenpo_wire::parse_programme(self.document.as_ref()?).ok()
    }

    fn fails(&self, case: &Case, programme: Option<&Programme>) -> bool {
        let answered = catch_unwind(AssertUnwindSafe(|| kenpo_tests::answered(&self.file, case, programme)));
        answered.map_or(true, |answered| answered.map_or(true, |answered| !answered.faults.is_empty()))
    }
}

fn main() {
    let root = env::var_os("KENPO_ROOT").map_or_else(kenpo_tests::root, Into::into);
    panic::set_hook(Box::new(|_| {}));
    let (mut files, mut by_programme, mut by_case) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    mutants::choose(None);
    for (index, path) in kenpo_tests::vector_files(&root.join("tests/vectors")).unwrap().iter().enumerate() {
        let file: VectorFile = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        let document = file.programme.as_ref().map(|name| fs::read(root.join(name)).unwrap());
        let mut read = Read { file, document, programme: None };
        mutants::reached();
        read.programme = read.parse();
        for mutant in mutants::reached() {
            by_programme.entry(mutant).or_insert_with(Vec::new).push(index);
        }
        for (number, case) in read.file.cases.iter().enumerate() {
            assert!(!read.fails(case, read.programme.as_ref()), "{} fails before anything is changed", case.id);
            for mutant in mutants::reached() {
                by_case.entry(mutant).or_insert_with(Vec::new).push((index, number));
            }
        }
        files.push(read);
    }
    for mutant in env::args().skip(1).map(|number| number.parse::<u32>().unwrap()) {
        println!("{mutant}");
        mutants::choose(Some(mutant));
        let (programmes, cases) = (by_programme.get(&mutant), by_case.get(&mutant));
        let of_cases = cases
            .into_iter()
            .flatten()
            .map(|(index, number)| (&files[*index], *number))
            .find(|(read, number)| read.fails(&read.file.cases[*number], read.programme.as_ref()));
        let noticed = of_cases.map(|(read, number)| read.file.cases[number].id.clone()).or_else(|| {
            programmes.into_iter().flatten().find_map(|index| {
                let read = &files[*index];
                let programme = catch_unwind(|| read.parse()).ok().flatten();
                let mut cases = read.file.cases.iter();
                cases
                    .find(|case| programme.is_none() || read.fails(case, programme.as_ref()))
                    .map(|case| case.id.clone())
            })
        });
        let reached = programmes.is_some() || cases.is_some();
        println!("{mutant} {}", noticed.as_deref().unwrap_or(if reached { "-" } else { "unreached" }));
    }
}
