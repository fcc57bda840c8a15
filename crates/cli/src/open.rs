//! Opening a design for any of the commands.

use crate::clock::Terminal;
use crate::files::{Reading, read_folder};
use crate::{Failure, report, say};
use engine::Engine;
use engine::diagnostic::Diagnostic;
use engine::format::Places;
use std::path::Path;

/// A design, and what stands in its folder without being part of it.
pub struct Opened {
    pub engine: Engine,
    pub passed_over: Vec<Diagnostic>,
}

/// The design of a folder.
pub fn open(folder: &Path) -> Result<Opened, Failure> {
    let Reading { files, passed_over } = read_folder(folder)?;
    Ok(Opened { engine: Engine::open(files, Box::new(Terminal::new())), passed_over })
}

impl Opened {
    /// The findings of a design, each with its place in a file where it has one.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let places = Places::of(self.engine.folder());
        let found = self.engine.diagnostics().into_iter();
        let mut findings: Vec<Diagnostic> = found.map(|finding| placed(&places, finding)).collect();
        findings.extend(self.passed_over.iter().cloned());
        findings
    }

    /// Why files are no part of the design.
    pub fn unread(&self) -> Vec<Diagnostic> {
        let reasons = self.engine.folder().unread().flat_map(|(_, reasons)| reasons);
        reasons.chain(&self.passed_over).cloned().collect()
    }

    /// The things that the folder says and the design lacks: files, and values in the others. An export of the design lacks them too.
    pub fn lacking(&self) -> Vec<Diagnostic> {
        self.engine.lacking().chain(&self.passed_over).cloned().collect()
    }

    /// Tells on the standard error what a command that prints something else has found.
    pub fn tell(&self, findings: &[Diagnostic]) {
        if !findings.is_empty() {
            say::err(&report::text(findings, |file| self.engine.folder().file(file)));
        }
    }
}

/// A finding with its place, where its record has one.
pub fn placed(places: &Places<'_>, mut finding: Diagnostic) -> Diagnostic {
    if finding.location.place.is_none() {
        let key = finding.location.record.as_deref().and_then(|text| text.parse().ok());
        finding.location.place =
            key.and_then(|key| places.place(&key, &finding.location.pointer, finding.location.part.as_deref()));
    }
    finding
}
