//! `cargo xtask test`: every check and every test there is, cheapest first, so that a slip is told early. The last to run is
//! cargo's own test run, whose closing lines are the verdict.

use std::env;
use std::process::Command;
use std::time::Instant;

use crate::arguments::Profile;
use crate::desktop::{APP, DEMO};
use crate::failure::Failure;
use crate::laws;
use crate::process;
use crate::prune;
use crate::run::APP_VARIABLE;
use crate::say;
use crate::setup::{self, Purpose, TOOLS_VARIABLE};
use crate::tidy;
use crate::window;
use crate::workspace::Workspace;

/// The test package that also runs as WebAssembly, in Node.
const PARITY: &str = "parity";

/// Runs everything.
pub fn run(workspace: &Workspace) -> Result<(), Failure> {
    let begun = Instant::now();
    let ready = setup::everything(workspace, Purpose::Test)?;
    if env::var_os("CI").is_some() {
        prune::prune(workspace)?;
    }

    let what = "Checking the formatting";
    say::step(what, || process::run(what, workspace.cargo().args(["fmt", "--all", "--check"])))?;
    say::step("Checking the rules of the house", || tidy::run(workspace))?;
    let what = "Testing the text editor's shim";
    say::step(what, || process::run(what, process::program("node").arg("--test").current_dir(workspace.web())))?;

    // The app embeds the packed window, so the window comes before anything that compiles the app.
    window::pack(workspace, ready.wasm, Profile::Development)?;
    window::check_packed(workspace)?;
    for name in tidy::core_crates_outside_the_window(&workspace.metadata()?) {
        window::check_crate(workspace, ready.wasm, &name)?;
    }
    window::pack_for_node(workspace, ready.wasm, PARITY)?;

    let what = "Checking everything with clippy";
    say::step(what, || {
        let mut clippy = selected(workspace, "clippy");
        process::run(what, clippy.args(["--all-targets", "--", "-D", "warnings"]))
    })?;

    // `cargo test` compiles a program only for tests of its own package, and the end-to-end tests are another package. One
    // command compiles both, so that both get the same dependencies.
    let what = "Compiling the app and the tests";
    say::step(what, || {
        let mut build = selected(workspace, "build");
        process::run(what, build.args(["--tests", "--bin", APP, "--bin", DEMO]))
    })?;
    say::note(&format!("Everything is compiled after {}; now the tests run", say::duration(begun.elapsed())));
    let what = "Running the tests";
    let mut tests = selected(workspace, "test");
    tests
        .arg("--no-fail-fast")
        .env(APP_VARIABLE, workspace.built_program(APP, Profile::Development))
        .env(TOOLS_VARIABLE, workspace.tools());
    tests.env("CARGO_TARGET_DIR", &workspace.target);
    // The same commit tries the same inputs, whatever search somebody has left in this shell.
    tests.env_remove(laws::SEED_VARIABLE);
    // A law that fails fails a thousand times while its case is made small; with a trace each, nobody finds the case.
    tests.env("RUST_BACKTRACE", "0");
    say::step(what, || process::run(what, &mut tests))
}

/// A cargo command over the whole workspace, natively: what the window computes is tested without a webview.
fn selected(workspace: &Workspace, command: &str) -> Command {
    let mut cargo = workspace.cargo();
    cargo.args([command, "--workspace"]);
    if env::var_os("CI").is_some() {
        // A lock file that does not fit the manifests must be told here, not mended in silence.
        cargo.arg("--locked");
    }
    cargo
}
