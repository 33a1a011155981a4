//! The jar with its native libraries, those of its sources and its javadoc, and that of functions for Spark.

use super::Plan;
use crate::{
    hosts,
    install::{self, VERSION},
    native::{self, Platform},
    shell::{Outcome, program, read, root},
};

/// Java has no builds for processors of 32 bits that kenpo runs on.
fn for_java(platform: &Platform) -> bool {
    platform.name != "linux-i686"
}

pub(super) fn jars(plan: &Plan) -> Outcome {
    let natives = plan.work.join("java-natives");
    let platforms: Vec<_> = plan.platforms.iter().filter(|platform| for_java(platform)).collect();
    for platform in &platforms {
        let library = platform.library();
        install::copy(&native::build(platform)?.join(library), &natives.join(platform.name).join(library))?;
    }
    for jar in hosts::java::package(&natives)? {
        install::copy(&jar, &plan.out.join(jar.file_name().ok_or("no name")?))?;
    }

    // A registry takes it beside the jar, which has it too.
    install::copy(&root().join("hosts/java/pom.xml"), &plan.out.join(format!("kenpo-{VERSION}.pom")))?;

    // What a jar holds is looked at in the jar.
    let jar = plan.out.join(format!("kenpo-{VERSION}.jar"));
    for file in hosts::java::package_spark(&jar)? {
        install::copy(&file, &plan.out.join(file.file_name().ok_or("no name")?))?;
    }
    let listed = read(program(hosts::java::baseline()?.join("bin/jar")).args(["--list", "--file"]).arg(&jar))?;
    for platform in &platforms {
        let library = format!("native/{}/{}", platform.name, platform.library());
        if !listed.lines().any(|line| line == library) {
            return Err(format!("the jar lacks {library}"));
        }
    }
    let held = listed.lines().filter(|line| line.starts_with("native/") && !line.ends_with('/')).count();
    if held == platforms.len() { Ok(()) } else { Err(format!("the jar holds {held} libraries")) }
}
