//! Output. Whoever reads may stop reading, as `head` does; that is no failure of ours.

use std::io::Write;

/// Prints to the standard output.
pub fn out(text: &str) {
    // A closed pipe means that nobody wants the rest.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Prints to the standard error.
pub fn err(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
