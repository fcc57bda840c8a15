//! `cargo xtask fuzz laws`: the property tests on other inputs. `cargo xtask test` tries the same inputs on the same commit;
//! here every round has a seed of its own, until the time is up or a law is broken.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::arguments::Profile;
use crate::failure::Failure;
use crate::process;
use crate::say;
use crate::setup::{self, Purpose};
use crate::window;
use crate::workspace::Workspace;

/// The name of the search among the targets of `cargo xtask fuzz`.
pub const TARGET: &str = "laws";

/// The package that says how property tests run; those with laws depend on it.
const PACKAGE: &str = "laws";

/// The variable that gives the seed to a run.
pub const SEED_VARIABLE: &str = "PROPTEST_RNG_SEED";

/// The names of the laws by the package they are in.
type Laws = BTreeMap<String, Vec<String>>;

/// Tries every law round after round for so many seconds; the last round is finished.
pub fn search(workspace: &Workspace, seconds: u32) -> Result<(), Failure> {
    let laws = laws(workspace)?;
    // The laws of the app stand among its sources, and the app embeds the window.
    let ready = setup::everything(workspace, Purpose::App)?;
    window::pack(workspace, ready.wasm, Profile::Development)?;
    let what = "Compiling the laws";
    say::step(what, || process::run(what, tests(workspace, &laws).arg("--no-run")))?;

    let what = format!("Trying {} laws for {seconds} seconds", laws.values().map(Vec::len).sum::<usize>());
    let rounds = say::step(&what, || {
        let begun = Instant::now();
        let mut rounds = 0;
        while begun.elapsed() < Duration::from_secs(seconds.into()) {
            round(workspace, &laws)?;
            rounds += 1;
        }
        Ok(rounds)
    })?;
    say::note(&format!("All laws held, in {rounds} rounds with a random seed each"));
    Ok(())
}

fn round(workspace: &Workspace, laws: &Laws) -> Result<(), Failure> {
    // The standard library seeds its hash maps at random.
    let seed = RandomState::new().build_hasher().finish();
    let mut tests = tests(workspace, laws);
    tests.arg("--quiet").arg("--").args(laws.values().flatten());
    // A law that fails fails a thousand times while its case is made small; with a trace each, nobody finds the case.
    tests.env(SEED_VARIABLE, seed.to_string()).env("RUST_BACKTRACE", "0");
    process::run_quietly("Trying the laws", &mut tests).map_err(|_| Failure::Missing {
        what: format!("a law is broken with the seed {seed}"),
        next: format!(
            "Its input is now a row in a file *.proptest-regressions beside the law: commit the row with the repair.\n\
             The whole round again: {SEED_VARIABLE}={seed} cargo test --workspace"
        ),
    })
}

/// A test run over all packages with laws.
fn tests(workspace: &Workspace, laws: &Laws) -> Command {
    let mut cargo = workspace.cargo();
    cargo.args(["test", "--no-fail-fast"]).args(laws.keys().flat_map(|package| ["--package", package.as_str()]));
    cargo
}

fn laws(workspace: &Workspace) -> Result<Laws, Failure> {
    let metadata = workspace.metadata()?;
    let files = workspace.tracked_files()?;
    let mut laws = Laws::new();
    for package in metadata.workspace_packages() {
        let folder =
            package.manifest_path.parent().and_then(|folder| folder.strip_prefix(&metadata.workspace_root).ok());
        let has_laws = package.dependencies.iter().any(|used| used.name == PACKAGE);
        let Some(folder) = folder.filter(|_| has_laws) else { continue };
        for path in files.iter().filter(|path| path.ends_with(".rs") && path.starts_with(&format!("{folder}/"))) {
            let path = workspace.root.join(path);
            let text = fs::read_to_string(&path).map_err(Failure::file("read", &path))?;
            laws.entry(package.name.to_string()).or_default().extend(names(&text));
        }
    }
    Ok(laws)
}

/// The names of the laws in a source file: of tests that take something.
fn names(text: &str) -> Vec<String> {
    let tests = text.split("#[test]").skip(1);
    let heads = tests.filter_map(|test| test.split_once("fn ")?.1.split_once('('));
    heads.filter(|(_, rest)| !rest.trim_start().starts_with(')')).map(|(name, _)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laws_are_the_tests_that_take_something() {
        let text = "\
            #[test]\nfn a_case() {\n    check(1);\n}\n\
            proptest! {\n    #[test]\n    /// Why.\n    fn one_law(it in any::<u8>()) {}\n\n    #[test]\n    fn another(\n        it in any::<u8>(),\n    ) {}\n}\n\
            fn taken(it: u8) {}\n";
        assert_eq!(names(text), ["one_law", "another"]);
    }
}
