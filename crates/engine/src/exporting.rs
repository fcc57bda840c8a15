//! Exporting: the open design for one environment, one folder a target.

use crate::document::Engine;
use diagnostic::{Diagnostic, Severity};
use export::{DecisionDraft, ExportError, OutFile, Request, Target};
use model::EnvironmentId;

/// What one target gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The target.
    pub target: Target,
    /// Its files; each path begins with the target's folder.
    pub files: Vec<OutFile>,
    /// What is to be known about them.
    pub notes: Vec<Diagnostic>,
}

impl Engine {
    /// What the folder says and the design lacks: files, and values in the others. Whatever is made of the design lacks it too.
    pub fn lacking(&self) -> impl Iterator<Item = &Diagnostic> {
        let is_of_reading = |it: &&Diagnostic| format::CODES.iter().any(|info| info.code == it.code.as_str());
        self.load_findings.iter().filter(is_of_reading).filter(|it| it.severity == Severity::Error)
    }

    /// The files of some targets, without writing anything.
    pub fn export(
        &self,
        environment: Option<&EnvironmentId>,
        targets: &[Target],
        draft: &DecisionDraft,
    ) -> Result<Vec<Exported>, ExportError> {
        let findings = self.diagnostics();
        let today = self.host.today();
        let request = Request { design: self.design(), environment, today: &today, findings: &findings, draft };
        let mut out = Vec::new();
        for target in targets {
            let mut export = export::export(&request, *target)?;
            for file in &mut export.files {
                file.path = format!("{}/{}", target.id(), file.path);
            }
            out.push(Exported { target: *target, files: export.files, notes: export.notes });
        }
        Ok(out)
    }
}
