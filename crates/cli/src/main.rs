//! Eventscape on the command line: the same engine as in the window, for terminals and CI.
//!
//! Exit codes are a promise to scripts: 0 fine, 1 findings, 2 wrong usage, 3 could not read or write.

mod add;
mod address;
mod arguments;
mod assignment;
mod clock;
mod compat;
mod export;
mod failure;
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
use failure::Failure;
use std::env;
use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Fine,
    Findings,
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return not_understood(&error),
    };
    let format = arguments.verb.format();
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
            failure.tell(format);
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Prints help, or what is wrong with the arguments. A text that quotes an argument which is not fit to be printed has no colours.
fn not_understood(error: &clap::Error) -> ExitCode {
    let arguments: Vec<String> = env::args_os().map(|it| it.to_string_lossy().into_owned()).collect();
    let fit = |it: &String| say::line(&address::fit_to_print(it)).into_owned();
    if arguments.iter().all(|it| fit(it) == *it) {
        error.exit();
    }
    match Arguments::try_parse_from(arguments.iter().map(fit)) {
        Err(error) => say::err(&error.render().to_string()),
        Ok(_) => say::err("error: an argument cannot be understood, and cannot be printed either\n"),
    }
    ExitCode::from(2)
}
