//! Set-up, run, test, measure and tidy: everything a person or a machine does with this repository, behind `cargo xtask`.
//!
//! It is a program and not a folder of scripts so that it works alike on Linux, macOS and Windows, is checked by the same
//! compiler and lints as the rest, and can take the WASM packer from the lock file.

mod arguments;
mod bench;
mod desktop;
mod dev;
mod display;
mod failure;
mod folder;
mod fuzz;
mod kafka_settings;
mod laws;
mod process;
mod prune;
mod run;
mod say;
mod setup;
mod test;
mod tidy;
mod window;
mod workspace;

use std::process::ExitCode;

use arguments::{HELP, Invocation};
use failure::Failure;
use setup::Purpose;
use workspace::Workspace;

fn main() -> ExitCode {
    match Invocation::parse(std::env::args().skip(1)).and_then(perform) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say::failure(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}

fn perform(invocation: Invocation) -> Result<(), Failure> {
    if invocation == Invocation::Help {
        say::out(HELP);
        return Ok(());
    }
    let workspace = Workspace::find()?;
    match invocation {
        Invocation::Help => Ok(()),
        Invocation::Setup => setup::everything(&workspace, Purpose::Test).map(|_| say::note("Everything is there")),
        Invocation::Build { profile } => run::build(&workspace, profile).map(|_| ()),
        Invocation::Run { folder, profile } => run::run(&workspace, folder, profile),
        Invocation::Test => test::run(&workspace),
        Invocation::Dev { folder } => dev::run(&workspace, folder),
        Invocation::Tidy => tidy::run(&workspace),
        Invocation::KafkaSettings => kafka_settings::run(&workspace),
        Invocation::Bench { case } => bench::run(&workspace, case.as_deref()),
        Invocation::Fuzz { target, seconds } => fuzz::run(&workspace, target.as_deref(), seconds),
    }
}
