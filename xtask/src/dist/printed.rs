//! The first table of `docs/packages.md`: its commands, Spark's apart, are run as they are printed, each in an empty folder whose `target/dist` is what was made.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::consumers::{Scratch, expect, within};
use crate::{
    hosts::java::baseline,
    native::Platform,
    node, quickstart,
    shell::{Outcome, program, read, read_file, run as execute, write_file},
};

const PAGE: &str = "docs/packages.md";

/// What a command begins with. Other code in the table is names and parts of commands.
const PROGRAMS: [&str; 6] = ["apt ", "composer ", "mvn ", "npm ", "pip ", "tar "];

/// Rows whose commands begin a test elsewhere, or whose test is a part of the campaign.
const ELSEWHERE: [(&str, &str); 5] = [
    ("Java", "java-consumers"),
    ("Spark", "the campaign's part spark"),
    ("Rust", "consumers::rust"),
    ("C and C++", "consumers::c"),
    ("the command", "consumers::c"),
];

/// The commands of a host's row, for the platform that this runs on: the page has those of linux-x86_64.
fn commands(page: &str, host: &str) -> Outcome<Vec<String>> {
    let row = page.lines().find(|line| line.starts_with(&format!("| {host} | ")));
    let row = row.ok_or_else(|| format!("{PAGE} has no row for {host}"))?;
    let here = Platform::here()?;
    let spans = row.split('`').skip(1).step_by(2).filter(|span| PROGRAMS.iter().any(|name| span.starts_with(name)));
    let architecture = super::debian::architecture(here).map_or("amd64", |(architecture, _)| architecture);
    let here = |span: &str| span.replace("linux-x86_64", here.name).replace("amd64", architecture);
    let commands: Vec<String> = spans.map(here).collect();
    if commands.is_empty() { Err(format!("{PAGE} has no command for {host}")) } else { Ok(commands) }
}

/// The hosts of the table, in its order.
fn hosts(page: &str) -> Vec<&str> {
    let table = page.lines().skip_while(|line| *line != "| host | command |").skip(2);
    table
        .take_while(|line| line.starts_with("| "))
        .filter_map(|row| row.split(" | ").next()?.strip_prefix("| "))
        .collect()
}

/// Runs the commands of a host's row in a folder. `prepare` adds what the program must know of this machine, which is not the command's to say.
pub(super) fn run_in(folder: &Path, dist: &Path, host: &str, prepare: impl Fn(&mut Command)) -> Outcome {
    let link = folder.join("target/dist");
    if !link.exists() {
        fs::create_dir_all(folder.join("target")).map_err(|error| error.to_string())?;
        std::os::unix::fs::symlink(dist, &link).map_err(|error| format!("{}: {error}", link.display()))?;
    }
    for command in commands(&read_file(PAGE)?, host)? {
        let mut shell = program("sh");
        shell.args(["-c", &command]).current_dir(folder).env_remove("KENPO_LIBRARY");
        prepare(&mut shell);
        execute(&mut shell)?;
    }
    Ok(())
}

/// Into Maven's local repository, of which those who ask for the package are served.
pub(crate) fn java(dist: &Path) -> Outcome {
    let folder = Scratch::new("maven")?;
    let home = baseline()?;
    run_in(&folder.0, dist, "Java", |command| {
        command.env("JAVA_HOME", &home).env("MAVEN_ARGS", "--batch-mode --quiet --no-transfer-progress");
    })
}

/// The rows that begin no other test. A row that nobody runs is a fault.
pub(super) fn others(dist: &Path) -> Outcome {
    for host in hosts(&read_file(PAGE)?) {
        match host {
            "PHP" => php(dist)?,
            "JavaScript" => javascript(dist)?,
            "Python" => python(dist)?,
            other if ELSEWHERE.iter().any(|(host, _)| *host == other) => {}
            other => return Err(format!("nothing runs the commands of {PAGE} for {other:?}")),
        }
    }
    Ok(())
}

fn php(dist: &Path) -> Outcome {
    let folder = Scratch::new("php-files")?;
    let home = folder.0.join(".composer");
    // A project, on a machine that knows no registry.
    write_file(&folder.0.join("composer.json"), "{}\n")?;
    write_file(&home.join("config.json"), r#"{"repositories": {"packagist.org": false}}"#)?;
    run_in(&folder.0, dist, "PHP", |command| {
        command
            .env("COMPOSER_ALLOW_SUPERUSER", "1")
            .env("COMPOSER_HOME", &home)
            .env("COMPOSER_NO_INTERACTION", "1")
            .env("COMPOSER_NO_AUDIT", "1");
    })?;
    execute(within(&folder, "vendor/bin/kenpo-doctor").arg("--install-library"))?;
    execute(within(&folder, "cp").args(["-r", "vendor/kenpo/kenpo/programmes", "."]))?;
    let example = quickstart::block(&read_file("hosts/php/README.md")?, "php").ok_or("no example")?;
    write_file(&folder.0.join("example.php"), format!("<?php\n{example}"))?;
    expect("PHP, from the files", &read(within(&folder, "php").arg("example.php"))?)
}

fn javascript(dist: &Path) -> Outcome {
    let folder = Scratch::new("npm-files")?;
    let mut paths = Vec::new();
    for (name, value) in node::command("npm")?.get_envs() {
        paths.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    }
    run_in(&folder.0, dist, "JavaScript", |command| {
        command.envs(paths.iter().cloned()).env("npm_config_offline", "true").env("npm_config_loglevel", "error");
    })?;
    let example = quickstart::block(&read_file("hosts/js/README.md")?, "js").ok_or("no example")?;
    write_file(&folder.0.join("main.mjs"), example)?;
    let said = read(node::command("node")?.current_dir(&folder.0).arg("main.mjs"))?;
    if said.trim() != "paid 20" {
        return Err(format!("Node, from the files, said {said:?} and not paid 20"));
    }
    println!("Node, from the files, says {}", said.trim());
    Ok(())
}

fn python(dist: &Path) -> Outcome {
    let folder = Scratch::new("pip-files")?;
    execute(program("python3").args(["-m", "venv"]).arg(folder.0.join("venv")).current_dir(&folder.0))?;
    let mut path = vec![folder.0.join("venv/bin")];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let path = std::env::join_paths(path).map_err(|error| error.to_string())?;
    run_in(&folder.0, dist, "Python", |command| {
        command
            .env("PATH", &path)
            .env("PIP_QUIET", "1")
            .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
            .env_remove("PYTHONPATH")
            .env_remove("PIP_FIND_LINKS");
    })?;
    let example = quickstart::block(&read_file("hosts/python/README.md")?, "python").ok_or("no example")?;
    write_file(&folder.0.join("example.py"), example)?;
    expect(
        "Python, from the files",
        &read(within(&folder, "venv/bin/python").arg("example.py").env_remove("PYTHONPATH"))?,
    )
}

/// A system's root below a folder, into which `apt` and `dpkg` install, and which has Debian's C library by name alone. The machine's own is neither read nor written.
pub(super) struct DebianRoot {
    pub(super) root: PathBuf,
    settings: PathBuf,
}

impl DebianRoot {
    pub(super) fn new(folder: &Path) -> Outcome<Self> {
        let root = folder.join("debian");
        for inner in [
            "etc/apt/apt.conf.d",
            "etc/apt/preferences.d",
            "etc/apt/sources.list.d",
            "var/lib/apt/lists/partial",
            "var/lib/dpkg/info",
            "var/lib/dpkg/updates",
        ]
        .into_iter()
        .chain(["var/lib/dpkg/triggers", "var/cache/apt/archives/partial", "var/log/apt"])
        {
            fs::create_dir_all(root.join(inner)).map_err(|error| format!("{inner}: {error}"))?;
        }
        let architecture = read(program("dpkg").arg("--print-architecture"))?;
        let libc = format!(
            "Package: libc6\nStatus: install ok installed\nVersion: 2.17\nArchitecture: {}\nMulti-Arch: same\nMaintainer: nobody \
             <nobody@invalid>\nDescription: not there\n\n",
            architecture.trim()
        );
        write_file(&root.join("var/lib/dpkg/status"), libc)?;
        write_file(&root.join("var/lib/dpkg/info/format"), "1\n")?;
        write_file(&root.join(format!("var/lib/dpkg/info/libc6:{}.list", architecture.trim())), "")?;
        let settings = folder.join("apt.conf");
        let text = format!(
            "Dir \"{0}\";\nDir::State::status \"{0}/var/lib/dpkg/status\";\nDir::Bin::dpkg \"/usr/bin/dpkg\";\nDir::Bin::methods \
             \"/usr/lib/apt/methods\";\nAPT::Sandbox::User \"root\";\nAPT::Get::Assume-Yes \"true\";\nDPkg::Options {{ \"--root={0}\"; \
             \"--log={0}/dpkg.log\"; \"--force-not-root\"; }};\nDPkg::Use-Pty \"false\";\nquiet \"2\";\n",
            root.display()
        );
        write_file(&settings, text)?;
        Ok(Self { root, settings })
    }

    pub(super) fn prepare(&self, command: &mut Command) {
        command.env("APT_CONFIG", &self.settings).env("DEBIAN_FRONTEND", "noninteractive");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_commands_and_is_run() {
        let page = read_file(PAGE).expect(PAGE);
        let hosts = hosts(&page);
        assert!(hosts.len() >= 8, "{hosts:?}");
        for host in &hosts {
            let own = ["PHP", "JavaScript", "Python"].contains(host);
            assert!(own || ELSEWHERE.iter().any(|(other, _)| other == host), "nothing runs the row {host:?}");
            // Spark's says the same of Java's, with another file.
            assert!(*host == "Spark" || commands(&page, host).is_ok(), "{host}");
        }
    }

    #[test]
    fn a_row_that_is_not_there_is_a_fault() {
        let page = "| host | command |\n|---|---|\n| Ada | `alr with kenpo` |\n\n| Cobol | `tar -xf x` |\n";
        assert_eq!(hosts(page), ["Ada"]);
        assert_eq!(commands(page, "Ada"), Err(format!("{PAGE} has no command for Ada")));
        assert_eq!(commands(page, "Basic"), Err(format!("{PAGE} has no row for Basic")));
        assert_eq!(commands(page, "Cobol"), Ok(vec!["tar -xf x".to_owned()]));
    }
}
