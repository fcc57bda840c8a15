//! The desktop app, compiled with the packed window inside.

use std::path::PathBuf;

use crate::arguments::Profile;
use crate::failure::Failure;
use crate::process;
use crate::say;
use crate::workspace::Workspace;

/// The app's program.
pub const APP: &str = "eventscape-desktop";
/// The program that drives the app through its main job once.
pub const DEMO: &str = "demo";

/// Compiles programs of the workspace.
pub fn compile(workspace: &Workspace, programs: &[&str], profile: Profile) -> Result<PathBuf, Failure> {
    let what = "Compiling the desktop app";
    // The whole workspace is selected so that its dependencies get the same features as for the tests: selected alone, the
    // app would compile half of them a second time.
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--workspace"]);
    for program in programs {
        cargo.args(["--bin", program]);
    }
    if profile == Profile::Release {
        cargo.arg("--release");
    }
    say::step(what, || process::run(what, &mut cargo))?;
    Ok(workspace.built_program(APP, profile))
}
