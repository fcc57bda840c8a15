//! `cargo xtask run`: from a clone to the open window, or, where nobody could see a window, to a folder that shows the main
//! job done.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::arguments::Profile;
use crate::desktop::{self, APP, DEMO};
use crate::display;
use crate::failure::Failure;
use crate::process;
use crate::say;
use crate::setup::{self, Purpose};
use crate::window;
use crate::workspace::Workspace;

/// The variable by which drivers of the app find its program.
pub const APP_VARIABLE: &str = "EVENTSCAPE_DESKTOP";

/// The design that opens when none is named.
const SAMPLE: &str = "samples/ecommerce";

/// Builds the window and the app.
pub fn build(workspace: &Workspace, profile: Profile) -> Result<PathBuf, Failure> {
    let ready = setup::everything(workspace, Purpose::App)?;
    window::pack(workspace, ready.wasm, profile)?;
    let app = desktop::compile(workspace, &[APP], profile)?;
    say::note(&format!("The app is {}", workspace.relative(&app).display()));
    Ok(app)
}

/// Opens the app on a design, or drives it where there is no display.
pub fn run(workspace: &Workspace, folder: Option<PathBuf>, profile: Profile) -> Result<(), Failure> {
    let folder = design(workspace, folder)?;
    if display::is_there() {
        let app = build(workspace, profile)?;
        say::note(&format!("Opening {}", workspace.relative(&folder).display()));
        return process::run("Running the app", Command::new(app).arg(folder));
    }
    say::note("There is no display: the app will be driven once on a virtual one");
    let ready = setup::everything(workspace, Purpose::Headless)?;
    window::pack(workspace, ready.wasm, profile)?;
    let app = desktop::compile(workspace, &[APP, DEMO], profile)?;
    demonstrate(workspace, &app, &workspace.built_program(DEMO, profile), &folder)
}

/// The folder to open, as a whole path: the app must not care where it was started from.
pub fn design(workspace: &Workspace, folder: Option<PathBuf>) -> Result<PathBuf, Failure> {
    let folder = match folder {
        // A person's path is relative to where they stand, not to the repository.
        Some(folder) => env::current_dir().map_err(Failure::file("find", "the current folder"))?.join(folder),
        None => workspace.root.join(SAMPLE),
    };
    if folder.is_dir() {
        Ok(folder)
    } else {
        Err(Failure::Missing {
            what: format!("There is no folder {}", folder.display()),
            next: "Name the folder of a design, the one that holds eventscape.toml".to_owned(),
        })
    }
}

fn demonstrate(workspace: &Workspace, app: &Path, demo: &Path, folder: &Path) -> Result<(), Failure> {
    let out = workspace.demo();
    if out.exists() {
        fs::remove_dir_all(&out).map_err(Failure::file("empty", &out))?;
    }
    fs::create_dir_all(&out).map_err(Failure::file("make", &out))?;
    let what = "Doing the main job in the app's own window";
    // The driver works on a copy of the design, brings a screen of its own, and says what it leaves.
    let mut driver = Command::new(demo);
    driver.arg(folder).arg(&out).env(APP_VARIABLE, app).env("CARGO_TARGET_DIR", &workspace.target);
    say::step(what, || process::run(what, &mut driver))
}
