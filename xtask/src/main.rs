//! Every chore of kenpo behind one command. `cargo xtask` lists them; each has a file of its own.

mod abi;
mod bench;
mod campaign;
mod deps;
mod dist;
mod emulated;
mod generate;
mod headers;
mod host_fuzz;
mod hosts;
mod install;
mod jdk;
mod ledger;
mod limits;
mod messages;
mod mutants;
mod names;
mod native;
mod node;
mod oracles;
mod pages;
mod peers;
mod plant;
mod playground;
mod quickstart;
mod race;
mod replay;
mod rooms;
mod rust;
mod setup;
mod shapes;
mod shell;
mod soak;
mod spark;
mod style;
mod symbols;
mod test;
mod threads;
mod types;
mod vectors;
mod versions;

use std::process::ExitCode;

use shell::Outcome;

/// Something `cargo xtask` can be asked to do.
struct Chore {
    name: &'static str,
    /// What may follow its name.
    takes: &'static str,
    says: &'static str,
    run: fn(&[String]) -> Outcome,
}

const CHORES: &[Chore] = &[
    Chore {
        name: "test",
        takes: "[--keep-going] [step…]",
        says: "everything that guards a change, or only the steps named",
        run: test::run,
    },
    Chore {
        name: "setup",
        takes: "",
        says: "installs what the tests need, and says what it installs",
        run: setup::run,
    },
    Chore {
        name: "generate",
        takes: "[--check]",
        says: "writes all generated files, or finds those that are not fresh",
        run: generate::all,
    },
    Chore { name: "types", takes: "", says: "writes the schemas and the hosts' types", run: generate::types },
    Chore {
        name: "headers",
        takes: "",
        says: "writes include/kenpo.h and include/kenpo_php.h",
        run: generate::headers,
    },
    Chore {
        name: "record",
        takes: "",
        says: "writes the vectors' recorded answers anew; read the diff",
        run: vectors::record,
    },
    Chore {
        name: "vectors",
        takes: "[runner…]",
        says: "runs the vectors in every host and compares case counts and digests",
        run: vectors::run,
    },
    Chore {
        name: "deps",
        takes: "",
        says: "holds every crate to its allowed dependencies, and every room to its arrows",
        run: deps::run,
    },
    Chore {
        name: "symbols",
        takes: "",
        says: "compares what libkenpo.so exports with what kenpo.h declares",
        run: symbols::run,
    },
    Chore {
        name: "natives",
        takes: "[platform…]",
        says: "builds the shipped libraries of all platforms into target/native, and checks what they need",
        run: native::run,
    },
    Chore {
        name: "emulated",
        takes: "[platform…]",
        says: "runs the shipped libraries of all platforms: under qemu-user, musl's loader, and wine",
        run: emulated::run,
    },
    Chore {
        name: "oracles",
        takes: "",
        says: "has other programs reckon the core's tables and ledgers once more: eras, Unicode, check digits, points",
        run: oracles::run,
    },
    Chore {
        name: "no-std",
        takes: "",
        says: "builds the core for a target without an operating system",
        run: rust::no_std,
    },
    Chore {
        name: "quickstarts",
        takes: "",
        says: "holds README.md's quick starts to the hosts' and runs the Rust one",
        run: quickstart::run,
    },
    Chore {
        name: "plant",
        takes: "[rule…]",
        says: "plants each change of tests/plants.json and looks for a vector that fails",
        run: plant::run,
    },
    Chore {
        name: "mutants",
        takes: "[--write] [area…]",
        says: "switches on each mutant of the areas of tests/mutants.json, and looks for a vector or test that fails",
        run: mutants::run,
    },
    Chore {
        name: "dist",
        takes: "[--here]",
        says: "writes what would be published into target/dist, for all platforms or in target/dist-here for this one",
        run: dist::run,
    },
    Chore {
        name: "playground",
        takes: "[--open] [--test]",
        says: "builds the page on which programmes are tried, into target/playground; opens it, or takes its journeys",
        run: playground::run,
    },
    Chore {
        name: "install",
        takes: "--prefix DIR […]",
        says: "lays out headers, libraries, pkg-config and CMake files; --target PLATFORM, --destdir DIR, --libdir DIR",
        run: install::run,
    },
    Chore {
        name: "bench",
        takes: "[column | people | accrual | what-if | document | scale [ROWS] | beside OTHER.so [PROGRAMMES]]",
        says: "counts instructions under valgrind, or times a column against memcpy, people beside plain code, kenpo what-if beside two payments, a roster's year by engine",
        run: bench::run,
    },
    Chore {
        name: "peers",
        takes: "[--write | room…]",
        says: "measures kenpo against handwritten code and other libraries, in every host",
        run: peers::run,
    },
    Chore {
        name: "campaign",
        takes: "[--hours N] [--skip | --only part…]",
        says: "the long one: costs as requests grow, a million cases, fuzzing, Miri, plants; what was run is in target/campaign.md",
        run: campaign::run,
    },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(name) = arguments.next() else {
        list();
        return ExitCode::SUCCESS;
    };
    let arguments: Vec<String> = arguments.collect();
    let Some(chore) = CHORES.iter().find(|chore| chore.name == name) else {
        eprintln!("There is no chore {name:?}.\n");
        list();
        return ExitCode::FAILURE;
    };
    if chore.takes.is_empty() && !arguments.is_empty() {
        eprintln!("cargo xtask {name} takes no arguments.");
        return ExitCode::FAILURE;
    }
    match (chore.run)(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("\ncargo xtask {name}: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn list() {
    println!("cargo xtask <chore>\n");
    for Chore { name, takes, says, .. } in CHORES {
        println!("  {:<32}{says}", format!("{name} {takes}"));
    }
    println!("\nSteps of test: {}", test::names().join(", "));
    println!("Parts of campaign: {}", campaign::names().join(", "));
}
