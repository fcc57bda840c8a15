//! `cargo xtask dev`: the app runs, and each save of a source file shows in it a moment later.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, SystemTime};

use crate::arguments::Profile;
use crate::desktop::{self, APP};
use crate::display;
use crate::failure::Failure;
use crate::folder;
use crate::process;
use crate::run;
use crate::say;
use crate::setup::{self, Purpose, WasmToolchain};
use crate::window;
use crate::workspace::Workspace;

/// Where sources are.
const WATCHED: [&str; 3] = ["crates", "src-tauri", "ui"];

/// How often the sources are looked at. Looking at the times of a few hundred files takes a millisecond or two, needs no
/// library, and works on every file system, network ones too.
const LOOK_EVERY: Duration = Duration::from_millis(400);

/// The sources, each with the time of its last change.
type Snapshot = BTreeMap<PathBuf, SystemTime>;

/// The variable by which the app learns which file tells that the window was packed anew.
const RELOAD_VARIABLE: &str = "EVENTSCAPE_RELOAD";

/// Runs the app until it is closed. A change of the window shows by itself; a change of the shell starts the app anew.
pub fn run(workspace: &Workspace, design: Option<PathBuf>) -> Result<(), Failure> {
    let design = run::design(workspace, design)?;
    if !display::is_there() {
        return Err(Failure::Missing {
            what: "There is no display to show the app on".to_owned(),
            next: "Set DISPLAY, or use `cargo xtask run`, which does without".to_owned(),
        });
    }
    let wasm = setup::everything(workspace, Purpose::App)?.wasm;
    let mut seen = snapshot(workspace)?;
    let mut running = build(workspace, wasm)?;
    let mut app = open(workspace, &running.program, &design)?;
    say::note("Watching the sources; close the window to end");
    loop {
        thread::sleep(LOOK_EVERY);
        if has_ended(&mut app) {
            return Ok(());
        }
        let now = snapshot(workspace)?;
        if now == seen {
            continue;
        }
        say::note(&changes(workspace, &seen, &now));
        // A file that is saved while the compiler runs is seen in the next round.
        seen = now;
        match build(workspace, wasm) {
            Ok(built) if built == running => {}
            Ok(built) => {
                say::note("The shell has changed: starting the app anew");
                close(app);
                app = open(workspace, &built.program, &design)?;
                running = built;
            }
            // A source that does not compile is daily bread here: the app stays as it was until it does.
            Err(failure) => say::failure(&failure),
        }
    }
}

/// The app's program, and when it was last compiled.
#[derive(Debug, PartialEq, Eq)]
struct Built {
    program: PathBuf,
    compiled: SystemTime,
}

fn build(workspace: &Workspace, wasm: WasmToolchain) -> Result<Built, Failure> {
    window::pack(workspace, wasm, Profile::Development)?;
    let program = desktop::compile(workspace, &[APP], Profile::Development)?;
    let compiled = fs::metadata(&program).and_then(|metadata| metadata.modified());
    Ok(Built { compiled: compiled.map_err(Failure::file("read", &program))?, program })
}

fn open(workspace: &Workspace, program: &Path, design: &Path) -> Result<Child, Failure> {
    let mut app = Command::new(program);
    process::start("Opening the app", app.arg(design).env(RELOAD_VARIABLE, window::stamp(workspace)))
}

fn has_ended(app: &mut Child) -> bool {
    app.try_wait().is_ok_and(|status| status.is_some())
}

fn close(mut app: Child) {
    // Both fail only where the app has already ended. Nothing typed is lost: the app's journal is written as one types.
    let _ = app.kill();
    let _ = app.wait();
}

fn snapshot(workspace: &Workspace) -> Result<Snapshot, Failure> {
    let mut seen = Snapshot::new();
    for name in WATCHED {
        collect(&workspace.root.join(name), &mut seen)?;
    }
    Ok(seen)
}

fn collect(folder: &Path, seen: &mut Snapshot) -> Result<(), Failure> {
    for path in folder::entries(folder)? {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with('.') || matches!(name, "node_modules" | "target" | "gen" | "tests") {
            continue;
        }
        if path.is_dir() {
            collect(&path, seen)?;
        } else if let Ok(changed) = fs::metadata(&path).and_then(|metadata| metadata.modified()) {
            seen.insert(path, changed);
        }
    }
    Ok(())
}

fn changes(workspace: &Workspace, before: &Snapshot, after: &Snapshot) -> String {
    let changed = after.iter().filter(|(path, time)| before.get(*path) != Some(time)).map(|(path, _)| path);
    let removed = before.keys().filter(|path| !after.contains_key(*path));
    let names: Vec<String> =
        changed.chain(removed).map(|path| workspace.relative(path).display().to_string()).collect();
    format!("Changed: {}", names.join(", "))
}
