//! Files that changed while they were open: merged record by record and field by field, asked about where both sides changed
//! the same, never overwritten.

use crate::document::{Effect, Engine, newer_format};
use diagnostic::{Diagnostic, Severity};
use format::{Conflict, OutsideChange};
use model::{Origin, RecordKey};
use std::collections::{BTreeMap, BTreeSet};

/// The effect of changes from outside.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    /// The merged changes, as one step.
    pub effect: Effect,
    /// The changes of both sides to one place; ours stands until the person decides.
    pub conflicts: Vec<Conflict>,
    /// The findings on files that could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

/// The side that a conflict is decided for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The open design's.
    Ours,
    /// The file's.
    Theirs,
}

/// The weight of the heaviest finding about the files of each record.
pub(crate) fn worst_of(findings: &[Diagnostic]) -> BTreeMap<RecordKey, Severity> {
    let mut worst = BTreeMap::new();
    for finding in findings {
        let Some(key) = finding.location.record.as_ref().and_then(|key| key.parse().ok()) else { continue };
        let severity = worst.entry(key).or_insert(finding.severity);
        *severity = (*severity).max(finding.severity);
    }
    worst
}

impl Engine {
    /// Takes in files that changed outside.
    pub fn files_changed(&mut self, files: Vec<OutsideChange>) -> Outside {
        let ours = self.unsaved.records().cloned().collect();
        let merged = self.folder.merge(files, self.editor.design(), &ours);
        let mut effect = self.bring("Changes from outside", Origin::Outside, merged.updates.into_iter().collect());
        let before = worst_of(&std::mem::replace(&mut self.load_findings, merged.diagnostics.clone()));
        let after = worst_of(&self.load_findings);
        let differs = |key: &&RecordKey| before.get(*key) != after.get(*key);
        let read_otherwise: BTreeSet<RecordKey> =
            before.keys().chain(after.keys()).filter(differs).chain(&effect.judged).cloned().collect();
        effect.judged = read_otherwise.into_iter().collect();
        if let Some(reason) = newer_format(&self.folder) {
            self.set_read_only(reason);
        }
        self.conflicts.extend(merged.conflicts.iter().cloned());
        self.unsaved.refresh(&self.folder, self.editor.design(), BTreeSet::new());
        self.hold_undecided();
        Outside { effect, conflicts: merged.conflicts, diagnostics: merged.diagnostics }
    }

    /// The conflicts that nobody has decided yet.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// Decides every open conflict about a record.
    pub fn resolve(&mut self, record: &RecordKey, keep: Keep) -> Effect {
        let decided: Vec<Conflict> = self.conflicts.extract_if(.., |conflict| conflict.record == *record).collect();
        self.hold_undecided();
        match keep {
            Keep::Ours => Effect::default(),
            Keep::Theirs => {
                let after = decided.into_iter().map(|conflict| (conflict.record, conflict.theirs_record)).collect();
                self.bring("Take the file's version", Origin::Person, after)
            }
        }
    }
}
