//! The window's program: compiled for WebAssembly, checked for it, and bound to the page.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::arguments::Profile;
use crate::failure::Failure;
use crate::folder;
use crate::process;
use crate::say;
use crate::setup::{TARGET, WasmToolchain};
use crate::workspace::Workspace;

/// The variable by which cargo learns flags for this target alone: what is compiled natively stays as it is.
const FLAGS_VARIABLE: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Compiles the program and returns where it is.
pub fn compile(workspace: &Workspace, wasm: WasmToolchain, profile: Profile) -> Result<PathBuf, Failure> {
    let what = "Compiling the window for WebAssembly";
    let mut cargo = for_wasm(workspace, wasm, profile, &["build", "--package", "ui"]);
    say::step(what, || process::run(what, &mut cargo))?;
    Ok(built(workspace, profile, "ui"))
}

/// Proves that a crate compiles for WebAssembly on its own.
pub fn check_crate(workspace: &Workspace, wasm: WasmToolchain, name: &str) -> Result<(), Failure> {
    let what = format!("Checking that {name} compiles for WebAssembly");
    let mut cargo = for_wasm(workspace, wasm, Profile::Development, &["check", "--package", name]);
    say::step(&what, || process::run(&what, &mut cargo))
}

/// Packs the program for the page: `ui_bg.wasm`, and `ui.js` that loads it.
pub fn bind_for_page(program: &Path, folder: &Path) -> Result<(), Failure> {
    bind(program, folder, "ui", |bindgen| bindgen.web(true).map(|_| ()))
}

/// Compiles the core for Node and packs it, for the test that holds its outputs against the native ones.
pub fn pack_for_node(workspace: &Workspace, wasm: WasmToolchain, name: &str) -> Result<(), Failure> {
    let what = format!("Compiling {name} for WebAssembly");
    // The window is selected too, so that the core is compiled with the features that it has there, and only once.
    let words = ["build", "--package", "ui", "--package", name, "--lib"];
    let mut cargo = for_wasm(workspace, wasm, Profile::Development, &words);
    say::step(&what, || process::run(&what, &mut cargo))?;
    let program = built(workspace, Profile::Development, name);
    let folder = workspace.root.join("target").join(name);
    let fingerprint = folder::fingerprint([program.as_path()])?;
    folder::fill_if_changed(&folder, &fingerprint, || {
        bind(&program, &folder, name, |bindgen| bindgen.nodejs(true).map(|_| ()))
    })
}

fn bind<E: fmt::Display>(
    program: &Path,
    folder: &Path,
    name: &str,
    choose: impl FnOnce(&mut Bindgen) -> Result<(), E>,
) -> Result<(), Failure> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(program).out_name(name).typescript(false);
    choose(&mut bindgen).map_err(|error| Failure::Pack(format!("{error:#}")))?;
    bindgen.generate(folder).map_err(|error| Failure::Pack(format!("{error:#}")))
}

/// Where cargo puts a program or library that it compiled for WebAssembly.
fn built(workspace: &Workspace, profile: Profile, name: &str) -> PathBuf {
    let folder = match profile {
        Profile::Development => "ui",
        Profile::Release => "release",
    };
    workspace.target.join(TARGET).join(folder).join(format!("{name}.wasm"))
}

/// A cargo command for WebAssembly. All commands of a profile have the same flags, so that they share what they compile.
fn for_wasm(workspace: &Workspace, wasm: WasmToolchain, profile: Profile, words: &[&str]) -> Command {
    let mut cargo = workspace.cargo();
    cargo.args(words).args(["--target", TARGET]);
    match profile {
        // Views whose types are erased compile in a fraction of the time and draw the same.
        Profile::Development => {
            cargo.args(["--profile", "ui"]).env(FLAGS_VARIABLE, "--cfg erase_components");
        }
        // The window waits for every byte to be compiled by the webview, so it is built for size.
        Profile::Release => {
            cargo.arg("--release").env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "s");
        }
    }
    wasm.apply(&mut cargo);
    cargo
}
