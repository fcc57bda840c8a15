//! Other programs, run so that a failure names what was being done and the exact command.

use std::env;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::failure::Failure;
use crate::say;

/// Runs a command to its end, its output going where ours goes.
pub fn run(what: &str, command: &mut Command) -> Result<(), Failure> {
    let status = command.stdin(Stdio::null()).status().map_err(|source| start_failure(what, command, source))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::Exit { what: what.to_owned(), command: shown(command), status })
    }
}

/// Runs a command to its end and shows what it wrote only if it failed: an installer's chatter hides what matters.
pub fn run_quietly(what: &str, command: &mut Command) -> Result<(), Failure> {
    let output = command.stdin(Stdio::null()).output().map_err(|source| start_failure(what, command, source))?;
    if output.status.success() {
        return Ok(());
    }
    say::note(&String::from_utf8_lossy(&output.stdout));
    say::note(&String::from_utf8_lossy(&output.stderr));
    Err(Failure::Exit { what: what.to_owned(), command: shown(command), status: output.status })
}

/// Runs a command to its end and returns what it wrote to standard output.
pub fn capture(what: &str, command: &mut Command) -> Result<String, Failure> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| start_failure(what, command, source))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Failure::Exit { what: what.to_owned(), command: shown(command), status: output.status })
    }
}

/// Starts a command and leaves it running.
pub fn start(what: &str, command: &mut Command) -> Result<Child, Failure> {
    command.stdin(Stdio::null()).spawn().map_err(|source| start_failure(what, command, source))
}

/// Whether a command can be run and reports success; says nothing either way.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Where a program of this name is found on the search path.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    env::split_paths(&path)
        .flat_map(|folder| endings.iter().map(move |ending| folder.join(format!("{name}{ending}"))))
        .find(|candidate| candidate.is_file())
}

/// A command by name, found as a person's shell would find it: on Windows `npm` and `mvn` are `.cmd` files, which cannot be
/// started by their bare name.
pub fn program(name: &str) -> Command {
    Command::new(find_program(name).unwrap_or_else(|| PathBuf::from(name)))
}

fn start_failure(what: &str, command: &Command, source: std::io::Error) -> Failure {
    Failure::Start { what: what.to_owned(), program: command.get_program().to_string_lossy().into_owned(), source }
}

fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
