//! The npm tarball.

use super::Plan;
use crate::{
    hosts,
    install::VERSION,
    node,
    shell::{Outcome, root, run},
};

pub(super) fn tarball(plan: &Plan) -> Outcome {
    hosts::js::build()?;
    let mut pack = node::command("npm")?;
    pack.arg("pack").arg(root().join("hosts/js")).args(["--offline", "--silent", "--pack-destination"]).arg(&plan.out);
    run(&mut pack)?;
    let made = plan.out.join(format!("kenpo-{VERSION}.tgz"));
    if made.is_file() { Ok(()) } else { Err(format!("npm made no {}", made.display())) }
}
