//! Everything that guards a change.

use std::time::{Duration, Instant};

use crate::{
    campaign, deps, dist, generate, hosts, oracles, pages, plant, playground, quickstart, race, rust, setup,
    shell::Outcome, style, symbols, vectors, versions,
};

struct Step {
    name: &'static str,
    run: fn() -> Outcome,
}

/// Cheap checks before dear ones, and what others are built on before what is built on it.
const STEPS: &[Step] = &[
    Step { name: "setup", run: || setup::run(&[]) },
    Step { name: "format", run: rust::format },
    Step { name: "deps", run: || deps::run(&[]).and_then(|()| versions::run()) },
    Step { name: "style", run: style::run },
    Step { name: "pages", run: pages::run },
    Step { name: "generated", run: generate::check },
    Step { name: "lints", run: rust::lints },
    Step { name: "no-std", run: || rust::no_std(&[]) },
    Step { name: "rust", run: rust::tests },
    Step { name: "costs", run: campaign::costs_in_memory },
    Step { name: "oracles", run: || oracles::run(&[]) },
    Step { name: "symbols", run: || symbols::run(&[]) },
    Step { name: "header", run: hosts::c::header },
    Step { name: "c", run: hosts::c::tests },
    Step { name: "c-consumers", run: hosts::c::consumers },
    Step { name: "java17", run: hosts::java::tests_17 },
    Step { name: "java25", run: hosts::java::tests_25 },
    Step { name: "java-consumers", run: hosts::java_consumers::quick },
    Step { name: "php", run: hosts::php::tests },
    Step { name: "js", run: hosts::js::tests },
    Step { name: "js-consumers", run: hosts::js::quick_consumers },
    Step { name: "python", run: hosts::python::tests },
    Step { name: "python-consumers", run: hosts::python::consumers },
    Step { name: "vectors", run: || vectors::run(&[]) },
    Step { name: "playground", run: playground::tests },
    Step { name: "example", run: rust::example },
    Step { name: "desk", run: rust::desk },
    Step { name: "race", run: race::run },
    Step { name: "dist", run: dist::test },
    Step { name: "quickstarts", run: || quickstart::run(&[]) },
    Step { name: "plants", run: plant::first_of_each },
];

/// Steps that begin from files of `dist`, which are those that `docs/packages.md` names and the quick starts, and how long they are meant to take together on an idle
/// machine. What they took is said and not asserted, since it depends on what else the machine does: a budget in
/// seconds would fail on a busy one and say nothing on a fast one. What is held is the list.
const CONSUMERS: ([&str; 7], Duration) = (
    ["header", "c-consumers", "java-consumers", "js-consumers", "python-consumers", "dist", "quickstarts"],
    Duration::from_secs(360),
);

pub(crate) fn names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

enum Ending {
    Passed(Duration),
    Failed(Duration, String),
    NotRun,
}

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let keep_going = arguments.iter().any(|argument| argument == "--keep-going");
    let wanted: Vec<&str> = arguments.iter().map(String::as_str).filter(|name| *name != "--keep-going").collect();
    if let Some(unknown) = wanted.iter().find(|name| !names().contains(name)) {
        return Err(format!("there is no step {unknown:?}; steps are {}", names().join(", ")));
    }
    let steps: Vec<&Step> = STEPS.iter().filter(|step| wanted.is_empty() || wanted.contains(&step.name)).collect();

    let mut endings = Vec::new();
    let mut failed = false;
    for step in &steps {
        if failed && !keep_going {
            endings.push(Ending::NotRun);
            continue;
        }
        println!("\n━━ {}", step.name);
        let start = Instant::now();
        let outcome = (step.run)();
        let took = start.elapsed();
        match outcome {
            Ok(()) => {
                println!("━━ {} passed in {:.1} s", step.name, took.as_secs_f32());
                endings.push(Ending::Passed(took));
            }
            Err(fault) => {
                println!("{fault}\n━━ {} FAILED after {:.1} s", step.name, took.as_secs_f32());
                endings.push(Ending::Failed(took, fault));
                failed = true;
            }
        }
    }
    report(&steps, &endings)
}

fn report(steps: &[&Step], endings: &[Ending]) -> Outcome {
    println!();
    let (mut passed, mut failed, mut not_run) = (0, 0, 0);
    for (step, ending) in steps.iter().zip(endings) {
        match ending {
            Ending::Passed(took) => {
                passed += 1;
                println!("  {:<12} {:>8.1} s  passed", step.name, took.as_secs_f32());
            }
            Ending::Failed(took, fault) => {
                failed += 1;
                let first = fault.lines().next().unwrap_or_default();
                println!("  {:<12} {:>8.1} s  FAILED  {first}", step.name, took.as_secs_f32());
            }
            Ending::NotRun => {
                not_run += 1;
                println!("  {:<12} {:>8}    not run", step.name, "");
            }
        }
    }
    let (consumers, meant) = CONSUMERS;
    let took = |(step, ending): (&&Step, &Ending)| match ending {
        Ending::Passed(took) | Ending::Failed(took, _) => Some(*took).filter(|_| consumers.contains(&step.name)),
        Ending::NotRun => None,
    };
    let took: Duration = steps.iter().zip(endings).filter_map(took).sum();
    if !took.is_zero() {
        // Whichever step needs them first has the packages made; it may be one of these.
        let made = dist::made_in();
        println!("\n{} took {} s, meant are {}", consumers.join(", "), took.as_secs(), meant.as_secs());
        println!("the packages were made in {} s, in the first step that needed them", made.as_secs());
    }
    println!();
    if not_run == 0 {
        println!("{passed} passed, {failed} failed");
    } else {
        println!("{passed} passed, {failed} failed, {not_run} skipped");
    }
    if failed == 0 { Ok(()) } else { Err("not everything passed".into()) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::shell::read_file;

    /// A way of use that is tried by a step which is not counted would make the time of all of them smaller than it is.
    #[test]
    fn every_step_that_a_package_is_tried_by_is_counted() {
        let page = read_file("docs/packages.md").expect("the page");
        let (_, ways) = page.split_once("\n## Ways of use\n").expect("the heading");
        let commands =
            ways.lines().filter(|line| line.starts_with("| ")).flat_map(|row| row.split('`').skip(1).step_by(2));
        let steps = commands.filter_map(|command| command.strip_prefix("cargo xtask test "));
        let mut named: BTreeSet<&str> = steps.flat_map(|steps| steps.split(' ')).collect();
        // Vectors are for every host; the others hold metadata to the sources, from which no image is made.
        for held in ["java17", "java25", "vectors"] {
            assert!(named.remove(held), "{held}");
        }
        named.insert("quickstarts");
        assert_eq!(named, BTreeSet::from(CONSUMERS.0));
        assert!(CONSUMERS.0.iter().all(|step| names().contains(step)));
    }
}
