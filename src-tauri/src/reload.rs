//! Shows the page anew when the UI was packed anew. Only `cargo xtask dev` asks for it, and only a debug build, which reads
//! the UI from disk, can do it.

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use tauri::WebviewWindow;

/// Names the file that is written whenever the UI has been packed.
const VARIABLE: &str = "EVENTSCAPE_RELOAD";
/// How often it is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(300);

/// Follows that file, where one is named, for as long as the program runs.
pub fn follow(window: &WebviewWindow) {
    let Some(file) = std::env::var_os(VARIABLE).map(PathBuf::from) else { return };
    let window = window.clone();
    let written = move || fs::metadata(&file).and_then(|metadata| metadata.modified()).ok();
    let following = thread::Builder::new().name("reload".to_owned()).spawn(move || {
        let mut last = written();
        loop {
            thread::sleep(LOOK_EVERY);
            let now = written();
            if now != last {
                last = now;
                if let Err(error) = window.reload() {
                    tracing::warn!(%error, "the new UI could not be shown");
                }
            }
        }
    });
    if let Err(error) = following {
        tracing::warn!(%error, "a new UI will not be shown by itself");
    }
}
