//! The window's program: compiled for WebAssembly, checked for it, and bound to the page.

use std::fmt;
use std::fs;
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

/// Compiles the program and returns where it is.
pub fn compile(workspace: &Workspace, wasm: WasmToolchain, profile: Profile) -> Result<PathBuf, Failure> {
    let what = "Compiling the window for WebAssembly";
    let mut cargo = for_wasm(workspace, wasm, &["build", "--package", "ui"]);
    let folder = match profile {
        Profile::Development => {
            cargo.args(["--profile", "ui"]);
            "ui"
        }
        Profile::Release => {
            // The window waits for every byte to be compiled by the webview, so it is built for size.
            cargo.arg("--release").env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "s");
            "release"
        }
    };
    say::step(what, || process::run(what, &mut cargo))?;
    Ok(workspace.target.join(TARGET).join(folder).join("ui.wasm"))
}

/// Proves that a crate compiles for WebAssembly on its own.
pub fn check_crate(workspace: &Workspace, wasm: WasmToolchain, name: &str) -> Result<(), Failure> {
    let what = format!("Checking that {name} compiles for WebAssembly");
    let mut cargo = for_wasm(workspace, wasm, &["check", "--package", name, "--profile", "ui"]);
    say::step(&what, || process::run(&what, &mut cargo))
}

/// Packs the program for the page: `ui_bg.wasm`, and `ui.js` that loads it. Returns the folder that holds them.
pub fn bind(workspace: &Workspace, program: &Path) -> Result<PathBuf, Failure> {
    let folder = workspace.dist().with_file_name("program");
    bind_if_changed(program, &folder, "ui", |bindgen| bindgen.web(true).map(|_| ()))?;
    Ok(folder)
}

/// Compiles the core for Node and packs it, for the test that holds its outputs against the native ones.
pub fn pack_for_node(workspace: &Workspace, wasm: WasmToolchain, name: &str) -> Result<(), Failure> {
    let what = format!("Compiling {name} for WebAssembly");
    // The window is selected too, so that the core is compiled with the features that it has there, and only once.
    let mut cargo =
        for_wasm(workspace, wasm, &["build", "--package", "ui", "--package", name, "--lib", "--profile", "ui"]);
    say::step(&what, || process::run(&what, &mut cargo))?;
    let program = workspace.target.join(TARGET).join("ui").join(format!("{name}.wasm"));
    let folder = workspace.root.join("target").join(name);
    bind_if_changed(&program, &folder, name, |bindgen| bindgen.nodejs(true).map(|_| ()))
}

/// Packs a program unless it is the very one that was packed last.
fn bind_if_changed<E: fmt::Display>(
    program: &Path,
    folder: &Path,
    name: &str,
    choose: impl FnOnce(&mut Bindgen) -> Result<(), E>,
) -> Result<(), Failure> {
    let stamp = folder.with_extension("stamp");
    let fingerprint = folder::fingerprint([program])?;
    if folder.is_dir() && fs::read_to_string(&stamp).is_ok_and(|packed| packed == fingerprint) {
        return Ok(());
    }
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Failure::file("empty", folder))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(program).out_name(name).typescript(false);
    choose(&mut bindgen).map_err(|error| Failure::Pack(format!("{error:#}")))?;
    bindgen.generate(folder).map_err(|error| Failure::Pack(format!("{error:#}")))?;
    fs::write(&stamp, fingerprint).map_err(Failure::file("write", &stamp))
}

fn for_wasm(workspace: &Workspace, wasm: WasmToolchain, words: &[&str]) -> Command {
    let mut cargo = workspace.cargo();
    cargo.args(words).args(["--target", TARGET]);
    wasm.apply(&mut cargo);
    cargo
}
