//! `cargo xtask bench`: measures the Avro engine beside its peers, or the design engine on large designs, optimised as they are
//! shipped, and prints the tables that `docs/performance.md` keeps.

use crate::failure::Failure;
use crate::process;
use crate::say;
use crate::setup::{self, TOOLS_VARIABLE};
use crate::workspace::Workspace;

/// The package that measures, in its folder.
const PACKAGE: &str = "bench";

/// The case that is the design engine. It has no peers, and so needs neither Java nor Maven.
const ENGINE: &str = "engine";

/// Builds and runs it. With the beginning of a case's name, it measures only such cases.
pub fn run(workspace: &Workspace, case: Option<&str>) -> Result<(), Failure> {
    if case != Some(ENGINE) {
        setup::for_bench(workspace)?;
    }
    let what = "Compiling the measurement, optimised";
    say::step(what, || process::run(what, workspace.cargo().args(["build", "--release", "--package", PACKAGE])))?;
    let what = "Measuring, about four minutes; leave the machine alone";
    let mut bench = std::process::Command::new(workspace.built_program(PACKAGE, crate::arguments::Profile::Release));
    bench.args(case).env(TOOLS_VARIABLE, workspace.tools()).env("CARGO_TARGET_DIR", &workspace.target);
    say::step(what, || process::run(what, &mut bench))
}
