//! The npm packages of the window, exactly as the lock file says.

use std::fs;

use crate::failure::Failure;
use crate::process;
use crate::say;
use crate::workspace::Workspace;

/// Installs them into `ui/web/node_modules`, unless the very same lock file was installed there before.
pub fn install_packages(workspace: &Workspace) -> Result<(), Failure> {
    let web = workspace.web();
    let lock_path = web.join("package-lock.json");
    let lock = fs::read(&lock_path).map_err(Failure::file("read", &lock_path))?;
    // The stamp is the lock file itself: it says what it stands for, and npm takes the folder away together with it.
    let stamp = web.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let what = "Installing the text editor and the fonts with npm";
    say::step(what, || {
        // No package's own script runs: none of ours needs one.
        let mut npm = process::program("npm");
        npm.current_dir(&web).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]);
        process::run_quietly(what, &mut npm)?;
        fs::write(&stamp, &lock).map_err(Failure::file("write", &stamp))
    })
}
