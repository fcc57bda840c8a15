//! Exporting: the open design for one environment, one folder a target.

use crate::document::Engine;
use diagnostic::{Diagnostic, Severity};
use export::{ExportError, Exporter, Handover, Options, OutFile, Request};
use model::{EnvironmentId, RecordKey};
use std::collections::BTreeSet;

/// The result of one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The target.
    pub target: &'static Exporter,
    /// Its files; each path begins with the target's folder.
    pub files: Vec<OutFile>,
    /// Notes on them.
    pub notes: Vec<Diagnostic>,
    /// The records that the files are made of.
    pub records: BTreeSet<RecordKey>,
}

/// The open errors of a design that is exported.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OpenErrors {
    /// Those about records of which the files are made.
    pub exported: Vec<Diagnostic>,
    /// The others.
    pub elsewhere: Vec<Diagnostic>,
}

impl OpenErrors {
    /// How many there are, and how many of them are in the files; nothing when there are none.
    pub fn sentence(&self) -> Option<String> {
        let all = self.exported.len() + self.elsewhere.len();
        Some(match (all, self.exported.len()) {
            (0, _) => return None,
            (1, 0) => "The design has 1 open error, outside of what is exported".to_owned(),
            (1, _) => "The design has 1 open error, in what is exported".to_owned(),
            (all, 0) => format!("The design has {all} open errors, all outside of what is exported"),
            (all, here) if here == all => format!("The design has {all} open errors, all in what is exported"),
            (all, here) => format!("The design has {all} open errors, {here} of them in what is exported"),
        })
    }
}

impl Engine {
    /// The findings on parts of the folder that the design lacks: files, and values in others. Every export lacks them too.
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
            let records = target.records(&handover)?;
            out.push(Exported { target, files: export.files, notes: export.notes, records });
        }
        Ok(out)
    }

    /// The errors that are open while something is exported. They keep nobody from exporting.
    pub fn open_errors(&self, exported: &[Exported]) -> OpenErrors {
        let records: BTreeSet<String> = exported.iter().flat_map(|it| &it.records).map(ToString::to_string).collect();
        let errors = self.diagnostics().into_iter().filter(|it| it.severity == Severity::Error);
        let (exported, elsewhere) =
            errors.partition(|it| it.location.record.as_ref().is_some_and(|record| records.contains(record)));
        OpenErrors { exported, elsewhere }
    }
}

#[cfg(test)]
mod tests {
    use super::OpenErrors;
    use diagnostic::{Code, Diagnostic, Location, Severity};

    #[test]
    fn open_errors_are_counted_here_and_elsewhere() {
        let errors = |count: usize| {
            vec![Diagnostic::new(Code::new("a/b"), Severity::Error, "it is wrong", Location::default()); count]
        };
        let check = |exported: usize, elsewhere: usize, expected: Option<&str>| {
            let open = OpenErrors { exported: errors(exported), elsewhere: errors(elsewhere) };
            assert_eq!(open.sentence().as_deref(), expected);
        };
        check(0, 0, None);
        check(1, 0, Some("The design has 1 open error, in what is exported"));
        check(0, 1, Some("The design has 1 open error, outside of what is exported"));
        check(2, 0, Some("The design has 2 open errors, all in what is exported"));
        check(0, 3, Some("The design has 3 open errors, all outside of what is exported"));
        check(1, 3, Some("The design has 4 open errors, 1 of them in what is exported"));
    }
}
