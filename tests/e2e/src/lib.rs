//! Drives the real app in a real window: Xvfb for a screen, WebKitWebDriver for hands and eyes, a home of its own so that
//! nothing of the person who runs the tests is touched.
//!
//! Everything that is started here is stopped by its own process id when the value that holds it goes.

mod app;
mod close;
mod count;
mod display;
mod driver;
mod files;
mod hand;
mod job;
pub mod main_job;
mod mouse;
mod process;
mod reach;
mod screen;
mod stage;
pub mod workbench;

pub use app::{App, by_id, refusal_code, target};
pub use count::{Count, CountingHand};
pub use display::Display;
pub use driver::Driver;
pub use files::{Files, check_golden, differing, read_files};
pub use hand::{Area, Point};
pub use screen::Picture;
pub use stage::{Stage, copy_folder, sample};

use std::path::{Path, PathBuf};

/// The root of the workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}
