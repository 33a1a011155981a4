//! Calls without end in each host: what a process holds after a tenth of them it may hold at the end, and not much more.

use std::{process::Command, time::Instant};

use crate::{
    hosts, native, rust,
    shell::{Outcome, read, root},
};

/// In each host, unless `KENPO_CASES` says how many.
const CALLS: u64 = 1_000_000;

/// What a process may grow by: a virtual machine still compiles what runs often. A hundred bytes lost by each call would be 86 MiB.
const MOST_GROWTH_KIB: u64 = 24 << 10;

struct Soak {
    host: &'static str,
    /// The program in the host's tests, which takes a number of calls and prints what it holds twice, in KiB.
    command: fn() -> Outcome<Command>,
}

const SOAKS: &[Soak] = &[
    Soak { host: "C", command: hosts::c::soak },
    Soak { host: "Java 17", command: || hosts::java::soak(&hosts::java::baseline()?) },
    Soak { host: "Java 25", command: || hosts::java::soak(&hosts::java::newer()?) },
    Soak { host: "PHP", command: || Ok(hosts::php::soak()) },
    Soak { host: "Node", command: hosts::js::soak },
    Soak { host: "Python", command: hosts::python::soak },
];

pub(crate) fn run(calls: Option<u64>) -> Outcome<String> {
    let calls = calls.unwrap_or(CALLS);
    rust::build_release()?;
    hosts::php::setup()?;
    let (mut said, mut faults) = (Vec::new(), Vec::new());
    for soak in SOAKS {
        let start = Instant::now();
        let mut command = (soak.command)()?;
        command.env("KENPO_ROOT", root()).env("KENPO_LIBRARY", native::library());
        let printed = read(command.arg(calls.to_string()))?;
        let numbers: Vec<u64> = printed.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        let [early, end] = numbers[..] else { return Err(format!("{}: printed {printed:?}", soak.host)) };
        let line = format!("{}: {} and {} KiB, {} s", soak.host, early, end, start.elapsed().as_secs());
        println!("{line}");
        if end > early + MOST_GROWTH_KIB {
            faults.push(line.clone());
        }
        said.push(line);
    }
    if faults.is_empty() {
        Ok(format!("{calls} calls each; after a tenth and at the end {}", said.join("; ")))
    } else {
        Err(format!("grows: {}", faults.join("; ")))
    }
}
