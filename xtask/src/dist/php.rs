//! The Composer archive: the package with its native libraries and without its tests.

use std::fs;

use serde_json::Value;

use super::Plan;
use crate::{
    install::{self, VERSION},
    native::{self, Platform},
    shell::{Outcome, program, read, read_file, root, write_file},
};

const FOLDER: &str = "hosts/php";

/// What is left at home.
const OWN: [&str; 3] = ["fuzz/", "tests/", "phpunit.xml.dist"];

/// PHP has no builds for processors of 32 bits that kenpo runs on.
fn for_php(platform: &Platform) -> bool {
    platform.name != "linux-i686"
}

pub(super) fn archive(plan: &Plan) -> Outcome {
    let name = format!("kenpo-php-{VERSION}");
    let folder = plan.work.join(&name);
    for file in read(program("git").args(["ls-files", FOLDER]))?.lines() {
        let inner = file.strip_prefix("hosts/php/").ok_or("a file from elsewhere")?;
        if !OWN.iter().any(|own| inner.starts_with(own)) {
            install::copy(&root().join(file), &folder.join(inner))?;
        }
    }
    for file in read(program("git").args(["ls-files", "LICENSE-APACHE", "LICENSE-MIT", "programmes"]))?.lines() {
        install::copy(&root().join(file), &folder.join(file))?;
    }
    // Composer takes the version of an archive from here; in the repository it is that of the workspace.
    let manifest = folder.join("composer.json");
    let text = read_file(&manifest)?;
    let mut composer: Value = serde_json::from_str(&text).map_err(|error| format!("composer.json: {error}"))?;
    composer["version"] = VERSION.into();
    write_file(&manifest, format!("{composer:#}\n"))?;

    for platform in plan.platforms.iter().filter(|platform| for_php(platform)) {
        let library = platform.library();
        install::copy(
            &native::build(platform)?.join(library),
            &folder.join("native").join(platform.name).join(library),
        )?;
    }
    let natives = fs::read_dir(folder.join("native")).map_err(|_| "the Composer archive has no native library")?;
    if natives.count() != plan.platforms.iter().filter(|platform| for_php(platform)).count() {
        return Err("the Composer archive lacks native libraries".into());
    }
    super::archive(plan, &plan.work, &name, &format!("{name}.tar.gz"))
}
