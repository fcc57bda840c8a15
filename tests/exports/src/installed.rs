//! Where the tools are that `cargo xtask setup` fetched.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The jars of a tool, as a class path; fails with the next step when they are not there.
pub fn class_path(tool: &str) -> String {
    let lib = tools().join(tool).join("lib");
    assert!(lib.is_dir(), "{} is not there: run `cargo xtask setup`", lib.display());
    lib.join("*").display().to_string()
}

/// The folder of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository's folder")
}

/// The folder that holds one folder a tool.
pub fn tools() -> PathBuf {
    env::var_os("EVENTSCAPE_TOOLS").map_or_else(|| repository().join("target/tools"), PathBuf::from)
}

/// Runs a command to its end and gives what it printed; fails with all of its words when it fails.
pub fn output(command: &mut Command) -> String {
    let program = command.get_program().to_owned();
    let advice = "run `cargo xtask setup`";
    let output =
        command.output().unwrap_or_else(|error| panic!("{} does not start ({error}): {advice}", program.display()));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?} ended with {}\n{out}\n{err}", output.status);
    out.into_owned()
}
