//! Drives the real app in a real window: Xvfb for a screen, WebKitWebDriver for hands and eyes, a home of its own so that
//! nothing of the person who runs the tests is touched.
//!
//! Everything that is started here is stopped by its own process id when the value that holds it goes.

mod app;
mod display;
mod driver;
mod process;

pub use app::{App, Setup};
pub use display::Display;
pub use driver::Driver;

use std::path::{Path, PathBuf};

/// The root of the workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}

/// A copy of a design folder to work on.
pub fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
