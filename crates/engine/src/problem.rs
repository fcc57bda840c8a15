//! All problems: with the design and with its files, for lists and reports.

use crate::document::Engine;
use crate::outside::worst_of;
use check::{Finding, Repair};
use diagnostic::{Diagnostic, Location, Severity};
use model::RecordKey;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A problem: a rule objects, or something could not be read.
#[derive(Debug, Clone)]
pub enum Problem {
    /// A rule objects.
    Design(Arc<Finding>),
    /// A file, or a part of one, could not be read as it was meant.
    File(Box<Diagnostic>),
}

impl PartialEq for Problem {
    /// A finding that stayed is the same one, so most are compared without a look at what they say.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Design(a), Self::Design(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::File(a), Self::File(b)) => a == b,
            (Self::Design(_), Self::File(_)) | (Self::File(_), Self::Design(_)) => false,
        }
    }
}

impl Problem {
    /// The rule's name.
    pub fn code(&self) -> &str {
        match self {
            Self::Design(finding) => finding.rule.code,
            Self::File(finding) => finding.code.as_str(),
        }
    }

    /// How much it weighs.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Design(finding) => finding.severity,
            Self::File(finding) => finding.severity,
        }
    }

    /// The sentence that says what is wrong.
    pub fn message(&self) -> &str {
        match self {
            Self::Design(finding) => &finding.message,
            Self::File(finding) => &finding.message,
        }
    }

    /// Why it matters or what to do next.
    pub fn help(&self) -> &str {
        match self {
            Self::Design(finding) => &finding.help,
            Self::File(finding) => &finding.help,
        }
    }

    /// Where it is.
    pub fn location(&self) -> Location {
        match self {
            Self::Design(finding) => finding.location(),
            Self::File(finding) => finding.location.clone(),
        }
    }

    /// The record that it speaks of.
    pub fn record(&self) -> Option<RecordKey> {
        match self {
            Self::Design(finding) => Some(finding.record.clone()),
            Self::File(finding) => finding.location.record.as_ref()?.parse().ok(),
        }
    }

    /// Its repairs. A file is repaired where it stands.
    pub fn repairs(&self) -> &[Repair] {
        match self {
            Self::Design(finding) => &finding.repairs,
            Self::File(_) => &[],
        }
    }
}

impl Engine {
    /// Everything that is wrong, the heaviest first; of one weight what the rules say, by record, before what files say, by place.
    pub fn problems(&self) -> Vec<Problem> {
        let mut files: Vec<&Diagnostic> = self.load_findings.iter().collect();
        files.sort_by(|a, b| (b.severity, &a.location, &a.code).cmp(&(a.severity, &b.location, &b.code)));
        let mut files = files.into_iter().map(|finding| Problem::File(Box::new(finding.clone()))).peekable();
        let mut out = Vec::new();
        for finding in self.findings() {
            while let Some(heavier) = files.next_if(|file| file.severity() > finding.severity) {
                out.push(heavier);
            }
            out.push(Problem::Design(finding.clone()));
        }
        out.extend(files);
        out
    }

    /// Everything that is wrong as reports have it, in the order of [`Engine::problems`].
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let report = |problem| match problem {
            Problem::Design(finding) => Finding::diagnostic(&finding),
            Problem::File(finding) => *finding,
        };
        self.problems().into_iter().map(report).collect()
    }

    /// How many problems weigh this much.
    pub fn count(&self, severity: Severity) -> usize {
        let files = self.load_findings.iter().filter(|it| it.severity == severity).count();
        files + self.checker.count(severity)
    }

    /// The weight of the heaviest problem of each record that has one.
    pub fn worst_by_record(&self) -> BTreeMap<RecordKey, Severity> {
        let by_rule = self.checker.findings_by_record();
        let worst = by_rule.filter_map(|(key, findings)| Some((key.clone(), findings.map(|it| it.severity).max()?)));
        let mut out: BTreeMap<RecordKey, Severity> = worst.collect();
        for (key, severity) in worst_of(&self.load_findings) {
            let worst = out.entry(key).or_insert(severity);
            *worst = (*worst).max(severity);
        }
        out
    }
}
