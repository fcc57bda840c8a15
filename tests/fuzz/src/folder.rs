//! What holds of any design folder: it is loaded, everything that is wrong has a place in it, and saving changes nothing that
//! nobody touched.

use crate::files::files;
use engine::diagnostic::{Diagnostic, Position, is_steering};
use engine::format::{Loaded, SourceFile, load};
use engine::{Engine, Host};

/// A host without a clock.
pub(crate) struct Still;

impl Host for Still {
    fn today(&self) -> String {
        "2026-11-21".to_owned()
    }

    fn unix_ms(&self) -> u64 {
        0
    }

    fn now_ms(&self) -> f64 {
        0.0
    }

    fn journal(&mut self, _: String) {}
}

/// Loads what the bytes hold.
pub fn holds(bytes: &[u8]) {
    let files = files(bytes);
    let engine = Engine::open(files.clone(), Box::new(Still));
    for finding in engine.diagnostics() {
        is_told_well(&finding, &files);
    }
    // What an older format has elsewhere may be written anew; read again, it says the same.
    let mut after = files.clone();
    for change in engine.unsaved() {
        after.retain(|file| file.path != change.path);
        after.extend(change.after.map(|text| SourceFile { path: change.path, bytes: text.as_bytes().to_vec() }));
    }
    let Loaded { design, .. } = load(after);
    assert_eq!(&design, engine.design());
}

/// Its sentences are one line each, and its place is one that the file has.
fn is_told_well(finding: &Diagnostic, files: &[SourceFile]) {
    let titles = finding.fixes.iter().map(|fix| fix.title.as_str());
    for text in [finding.message.as_str(), finding.help.as_str()].into_iter().chain(titles) {
        assert!(!text.contains(is_steering), "{finding:?}");
    }
    assert!(!finding.message.is_empty(), "{finding:?}");
    let Some(place) = &finding.location.place else { return };
    // A file may stand twice in the input; then the last one counts.
    let Some(file) = files.iter().rev().find(|file| file.path == place.file) else { return };
    let text = String::from_utf8_lossy(&file.bytes);
    let end = Position::of_offset(&text, text.len());
    assert!(place.start.line <= end.line + 1, "{finding:?} {end:?}");
    assert!(place.end.is_none_or(|it| place.start <= it), "{finding:?}");
}
