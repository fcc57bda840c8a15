//! Starts the desktop application.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use clap::Parser as _;
use eventscape_desktop::arguments::Arguments;
use eventscape_desktop::{log, renderer, window};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log::start();
    if cfg!(target_os = "linux")
        && std::env::var_os("DISPLAY").or_else(|| std::env::var_os("WAYLAND_DISPLAY")).is_none()
    {
        tracing::error!(
            "there is no display to open a window on; start it in a desktop session, or use `eventscape` instead"
        );
        return ExitCode::FAILURE;
    }
    renderer::prepare();
    let folder = match arguments.full_folder() {
        Ok(folder) => folder,
        Err(error) => {
            tracing::error!(%error, "the folder on the command line has no full path");
            return ExitCode::FAILURE;
        }
    };
    match window::run(folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}
