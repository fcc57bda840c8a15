//! Opening a design for any of the commands.

use crate::Failure;
use crate::clock::Terminal;
use crate::files::read_folder;
use engine::Engine;
use engine::diagnostic::Diagnostic;
use std::path::Path;

/// The design of a folder.
pub fn open(folder: &Path) -> Result<Engine, Failure> {
    Ok(Engine::open(read_folder(folder)?, Box::new(Terminal::new())))
}

/// The findings of a design, each with its place in a file where it has one.
pub fn placed_findings(engine: &Engine) -> Vec<Diagnostic> {
    engine.findings().into_iter().map(|finding| placed(engine, finding.clone())).collect()
}

fn placed(engine: &Engine, mut finding: Diagnostic) -> Diagnostic {
    if finding.location.place.is_none() {
        let key = finding.location.record.as_deref().and_then(|text| text.parse().ok());
        finding.location.place = key
            .and_then(|key| engine.folder().place(&key, &finding.location.pointer, finding.location.part.as_deref()));
    }
    finding
}
