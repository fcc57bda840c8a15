//! Eventscape on the command line: the same engine as in the window, for terminals and CI.
//!
//! Exit codes are a promise to scripts: 0 fine, 1 findings, 2 wrong usage, 3 could not read or write.

mod add;
mod arguments;
mod assignment;
mod clock;
mod compat;
mod export;
mod fields;
mod files;
mod fmt;
mod infer;
mod open;
mod report;
mod say;
mod show;
mod targets;
mod validate;

use arguments::{Arguments, Verb};
use clap::Parser;
use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Fine,
    Findings,
}

/// Why a command could not do its work. The text says what to do next.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{path}: {reason}\n{next}")]
    Io { path: String, reason: String, next: &'static str },
    #[error("{0}")]
    Usage(String),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.verb {
        Verb::Validate(it) => validate::run(&it),
        Verb::Export(it) => export::run(&it),
        Verb::Compat(it) => compat::run(&it),
        Verb::Infer(it) => infer::run(&it),
        Verb::Add(it) => add::run(&it),
        Verb::Fmt(it) => fmt::run(&it),
        Verb::Show(it) => show::run(&it),
    };
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            say::err(&format!("error: {failure}\n"));
            ExitCode::from(match failure {
                Failure::Usage(_) => 2,
                Failure::Io { .. } => 3,
            })
        }
    }
}
