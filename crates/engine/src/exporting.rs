//! Exporting: the open design for one environment, one folder a target.

use crate::document::Engine;
use diagnostic::{Diagnostic, Severity};
use export::{ExportError, Exporter, Handover, Options, OutFile, Request};
use model::EnvironmentId;

/// What one target gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The target.
    pub target: &'static Exporter,
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

    /// The files of some targets with what was chosen for them, without writing anything.
    pub fn export(
        &self,
        environment: Option<&EnvironmentId>,
        targets: &[&'static Exporter],
        options: &Options,
    ) -> Result<Vec<Exported>, ExportError> {
        let findings = self.diagnostics();
        let today = self.host.today();
        let request = Request { design: self.design(), environment, today: &today, findings: &findings, options };
        let handover = Handover::of(&request)?;
        let mut out = Vec::new();
        for target in targets {
            let mut export = target.export(&handover)?;
            for file in &mut export.files {
                file.path = format!("{target}/{}", file.path);
            }
            out.push(Exported { target, files: export.files, notes: export.notes });
        }
        Ok(out)
    }
}
