//! kenpo beside handwritten code and other libraries, in every host, on the same data in one run.

mod rooms;
mod table;
mod works;

use std::{collections::BTreeMap, path::Path};

use crate::shell::{Outcome, read, read_file, root, run as execute, target, write_file};
use rooms::{HOSTS, Host};
use works::{Contestant, WORKS, Work};

/// The document that holds the table, between these two lines.
const DOCUMENT: &str = "docs/speed.md";
const START: &str = "<!-- cargo xtask peers --write -->\n";
const END: &str = "<!-- end -->\n";

/// A host, and what its room said.
struct Measured {
    host: &'static Host,
    said: Outcome<Said>,
}

struct Said {
    /// The runtime's version.
    runtime: String,
    rows: Vec<Row>,
}

/// What a contestant came to.
struct Row {
    contestant: &'static Contestant,
    counted: u64,
    /// Nanoseconds of processor time for each item: the median of the rounds, the least and the most.
    ns: [f64; 3],
}

/// How many of a work's data are what, by name.
type Expected = BTreeMap<String, u64>;

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let write = match arguments {
        [] => false,
        [flag] if flag == "--write" => true,
        _ => return Err("takes --write or nothing".into()),
    };
    let data = target().join("peers/data");
    execute(rooms::rust_room()?.arg("data").arg(&data))?;

    let mut tables = String::new();
    let mut faults = Vec::new();
    for work in WORKS {
        let expected = expected(&data, work)?;
        let mut measured = Vec::new();
        for host in HOSTS.iter().filter(|host| work.of_room(host.room).next().is_some()) {
            println!("measures {} in {}", work.name, host.name);
            let said = measure(host, work, &data);
            match &said {
                Ok(said) => faults.extend(said.rows.iter().filter_map(|row| disagreement(host, row, &expected))),
                Err(fault) => faults.push(format!("{}: {fault}", host.name)),
            }
            measured.push(Measured { host, said });
        }
        tables += &table::of(work, &expected, &measured);
    }
    println!("\n{tables}");
    match faults.as_slice() {
        [] if write => write_tables(&tables),
        [] => Ok(()),
        _ => Err(faults.join("\n")),
    }
}

fn expected(data: &Path, work: &Work) -> Outcome<Expected> {
    let path = data.join(format!("{}.expected", work.name));
    let count = |line: &str| {
        let (name, count) = line.split_once('\t')?;
        Some((name.to_owned(), count.parse().ok()?))
    };
    read_file(&path)?
        .lines()
        .map(count)
        .collect::<Option<_>>()
        .ok_or(format!("{} is no list of counts", path.display()))
}

fn measure(host: &Host, work: &'static Work, data: &Path) -> Outcome<Said> {
    let printed = read((host.command)()?.arg(work.name).arg(data))?;
    let mut lines = printed.lines();
    let runtime = lines.next().unwrap_or_default().to_owned();
    let mut printed: BTreeMap<&str, &str> = lines.filter_map(|line| line.split_once('\t')).collect();
    let row = |contestant: &'static Contestant| {
        let numbers = printed.remove(contestant.name).ok_or(format!("{} is not measured", contestant.name))?;
        row(contestant, numbers).ok_or(format!("{}: {numbers:?} is no row", contestant.name))
    };
    let rows = work.of_room(host.room).map(row).collect::<Outcome<_>>()?;
    match printed.keys().next() {
        Some(unknown) => Err(format!("{unknown} is not in xtask/src/peers/works.rs")),
        None => Ok(Said { runtime, rows }),
    }
}

/// `counted, median, least, most`, with tabs between.
fn row(contestant: &'static Contestant, numbers: &str) -> Option<Row> {
    let (counted, ns) = numbers.split_once('\t')?;
    let ns: Vec<f64> = ns.split('\t').map(str::parse).collect::<Result<_, _>>().ok()?;
    Some(Row { contestant, counted: counted.parse().ok()?, ns: ns.try_into().ok()? })
}

fn disagreement(host: &Host, row: &Row, expected: &Expected) -> Option<String> {
    let Contestant { name, counts, .. } = row.contestant;
    let right = expected.get(*counts);
    (right != Some(&row.counted))
        .then(|| format!("{}, {name}: counted {}, and {counts} is {right:?}", host.name, row.counted))
}

fn write_tables(tables: &str) -> Outcome {
    let document = read_file(DOCUMENT)?;
    let parts = document.split_once(START).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = parts.ok_or(format!("{DOCUMENT} has no place for the tables"))?;
    write_file(&root().join(DOCUMENT), format!("{before}{START}\n{tables}\n{END}{after}"))
}
