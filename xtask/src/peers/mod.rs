//! kenpo beside handwritten code and other libraries, in every host, on the same data in one run.

mod rooms;
mod table;
mod works;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::shell::{Outcome, read, read_file, root, run as execute, target, write_file};
use rooms::{HOSTS, Host};
use works::{Contestant, WORKS, Work};

/// The document that holds the tables, each between two lines.
const DOCUMENT: &str = "docs/speed.md";

/// How often each room is run.
const PROCESSES: usize = 3;

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

/// Takes names of works and of rooms, all where none is named, and `--write`.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (options, names): (Vec<&str>, Vec<&str>) =
        arguments.iter().map(String::as_str).partition(|argument| argument.starts_with("--"));
    let (works, rooms): (Vec<&str>, Vec<&str>) =
        names.into_iter().partition(|name| WORKS.iter().any(|work| work.name == *name));
    if let Some(unknown) = rooms.iter().find(|room| !HOSTS.iter().any(|host| host.room == **room)) {
        let works = WORKS.iter().map(|work| work.name);
        let names: BTreeSet<&str> = HOSTS.iter().map(|host| host.room).chain(works).collect();
        return Err(format!("there is no room or work {unknown:?}; there are {}", Vec::from_iter(names).join(", ")));
    }
    let write = match (options.as_slice(), rooms.as_slice()) {
        ([], _) => false,
        (["--write"], []) => true,
        (["--write"], _) => return Err("a part of a table is never written".into()),
        _ => return Err("the only option is --write".into()),
    };
    let data = target().join("peers/data");
    execute(rooms::rust_room()?.arg("data").arg(&data))?;

    let mut tables = Vec::new();
    let mut faults = Vec::new();
    for work in WORKS.iter().filter(|work| works.is_empty() || works.contains(&work.name)) {
        let expected = expected(&data, work)?;
        let mut measured = Vec::new();
        let wanted = |host: &&Host| rooms.is_empty() || rooms.contains(&host.room);
        for host in HOSTS.iter().filter(wanted).filter(|host| work.of_room(host.room).next().is_some()) {
            println!("measures {} in {}", work.name, host.name);
            let said = measure(host, work, &data);
            match &said {
                Ok(said) => faults.extend(said.rows.iter().filter_map(|row| disagreement(host, row, &expected))),
                Err(fault) => faults.push(format!("{}: {fault}", host.name)),
            }
            measured.push(Measured { host, said });
        }
        let table = table::of(work, &expected, &measured);
        println!("\n{table}");
        tables.push((work, table));
    }
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

/// Each contestant's median of several processes, since a compiler at run time does not make the same of a loop each time.
fn measure(host: &Host, work: &'static Work, data: &Path) -> Outcome<Said> {
    let mut command = (host.command)()?;
    command.arg(work.name).arg(data);
    let processes = (0..PROCESSES).map(|_| said(host, work, &read(&mut command)?)).collect::<Outcome<Vec<Said>>>()?;
    let runtime = processes.first().map(|said| said.runtime.clone()).unwrap_or_default();
    let mut rows: Vec<Vec<Row>> = work.of_room(host.room).map(|_| Vec::new()).collect();
    for said in processes {
        rows.iter_mut().zip(said.rows).for_each(|(rows, row)| rows.push(row));
    }
    Ok(Said { runtime, rows: rows.into_iter().map(together).collect::<Outcome<_>>()? })
}

/// One contestant's rows as one: the median of the medians, the least and the most of all.
fn together(mut rows: Vec<Row>) -> Outcome<Row> {
    rows.sort_by(|one, other| one.ns[0].total_cmp(&other.ns[0]));
    let least = rows.iter().map(|row| row.ns[1]).fold(f64::INFINITY, f64::min);
    let most = rows.iter().map(|row| row.ns[2]).fold(0.0, f64::max);
    let middle = rows.swap_remove(PROCESSES / 2);
    match rows.iter().find(|row| row.counted != middle.counted) {
        Some(other) => Err(format!("{} counted {} and then {}", middle.contestant.name, middle.counted, other.counted)),
        None => Ok(Row { ns: [middle.ns[0], least, most], ..middle }),
    }
}

/// Reads what a room printed: the runtime's version, then a row for each contestant.
fn said(host: &Host, work: &'static Work, printed: &str) -> Outcome<Said> {
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
    match expected.get(*counts) {
        Some(right) if *right == row.counted => None,
        Some(right) => Some(format!("{}, {name}: counted {}, and {counts} is {right}", host.name, row.counted)),
        None => Some(format!("{}, {name}: the data do not say what {counts} is", host.name)),
    }
}

/// Writes each table between its work's two lines of the document.
fn write_tables(tables: &[(&Work, String)]) -> Outcome {
    let mut document = read_file(DOCUMENT)?;
    for (work, table) in tables {
        let [start, end] = ["", "/"].map(|slash| format!("<!-- {slash}peers {} -->\n", work.name));
        let parts = document.split_once(&start).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
        let (before, after) = parts.ok_or(format!("{DOCUMENT} has no place for {}", work.name))?;
        document = format!("{before}{start}\n{table}{end}{after}");
    }
    write_file(&root().join(DOCUMENT), document)
}
