//! Packs the window: the program as WebAssembly, the text editor and the fonts from npm, the style sheets and the page, all
//! into the one folder that the desktop app embeds.

mod program;
mod sorts;

use std::fs;
use std::path::{Path, PathBuf};

use crate::arguments::Profile;
use crate::failure::Failure;
use crate::folder;
use crate::process;
use crate::say;
use crate::setup::WasmToolchain;
use crate::workspace::Workspace;

pub use program::{check_crate, pack_for_node};

/// Files of `ui/web` that go into the folder as they are.
const AS_THEY_ARE: [&str; 2] = ["boot.js", "index.html"];

/// Compiles the window's program and packs the window, if anything that goes into it has changed. The parts are made anew each
/// for its own sake: a change in Rust bundles no text editor.
pub fn pack(workspace: &Workspace, wasm: WasmToolchain, profile: Profile) -> Result<(), Failure> {
    let program = program::compile(workspace, wasm, profile)?;
    let inputs = inputs(workspace)?;
    let print_of = |paths: &[PathBuf]| folder::fingerprint(paths.iter().map(PathBuf::as_path));
    let [of_program, of_web, of_styles] =
        [print_of(std::slice::from_ref(&program))?, print_of(&inputs.web)?, print_of(&inputs.styles)?];
    let fingerprint = [of_program.as_str(), &of_web, &of_styles].concat();
    let dist = workspace.dist();
    let stamp = stamp(workspace);
    if dist.join("index.html").is_file() && fs::read_to_string(&stamp).is_ok_and(|packed| packed == fingerprint) {
        return place_beside_programs(workspace);
    }
    say::step("Packing the window", || {
        let bound = dist.with_file_name("program");
        folder::fill_if_changed(&bound, &of_program, || program::bind_for_page(&program, &bound))?;
        let bundled = dist.with_file_name("bundled");
        folder::fill_if_changed(&bundled, &of_web, || {
            let what = "Bundling the text editor and the fonts";
            process::run(what, process::program("node").arg(workspace.web().join("bundle.mjs")).arg(&bundled))
        })?;
        let staging = dist.with_file_name("staging");
        folder::empty(&staging)?;
        folder::add(&bound, &staging)?;
        folder::add(&bundled, &staging)?;
        write_styles(&inputs.styles, &staging.join("app.css"))?;
        for name in AS_THEY_ARE {
            let from = workspace.web().join(name);
            fs::copy(&from, staging.join(name)).map_err(Failure::file("copy", &from))?;
        }
        folder::mirror(&staging, &dist)?;
        place_beside_programs(workspace)?;
        // Written last: whoever waits for it finds the folder whole.
        fs::write(&stamp, &fingerprint).map_err(Failure::file("write", &stamp))
    })
}

/// Proves that the packed window has nothing that a webview is known to run wrongly.
pub fn check_packed(workspace: &Workspace) -> Result<(), Failure> {
    sorts::refuse_unstable(&workspace.dist().join("ui_bg.wasm"))
}

/// The file that says what the packed window was made from; written whenever it was packed anew.
pub fn stamp(workspace: &Workspace) -> PathBuf {
    workspace.dist().with_extension("stamp")
}

/// A release carries the window inside and finds it by a path relative to its sources, but a development build of the app reads
/// it from disk, relative to itself. Where cargo builds elsewhere, that is another folder.
fn place_beside_programs(workspace: &Workspace) -> Result<(), Failure> {
    let beside = workspace.target.join("ui/dist");
    if beside == workspace.dist() { Ok(()) } else { folder::mirror(&workspace.dist(), &beside) }
}

/// The files of the folder besides the program.
struct Inputs {
    /// Everything of `ui/web` that we wrote, and the lock file that stands for the rest.
    web: Vec<PathBuf>,
    /// The style sheets, in the order in which they are joined.
    styles: Vec<PathBuf>,
}

fn inputs(workspace: &Workspace) -> Result<Inputs, Failure> {
    let is_ours = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        path.is_file() && !name.ends_with(".test.js")
    };
    let web = folder::entries(&workspace.web())?.into_iter().filter(is_ours).collect();
    let styles = folder::entries(&workspace.root.join("ui/styles"))?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "css"))
        .collect();
    Ok(Inputs { web, styles })
}

/// Joins the style sheets in the order of their names; each begins with its name, so that a rule can be found again.
fn write_styles(styles: &[PathBuf], to: &Path) -> Result<(), Failure> {
    let mut joined = String::new();
    for path in styles {
        let text = fs::read_to_string(path).map_err(Failure::file("read", path))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        joined.push_str(&format!("/* {name} */\n{}\n", text.trim_end()));
    }
    fs::write(to, joined).map_err(Failure::file("write", to))
}
