//! The open document: design, files, history, findings. One writer, no locks.

use crate::host::Host;
use crate::lookup::Index;
use check::{Checker, Finding, SchemaVerdict};
use diagnostic::{Diagnostic, Severity};
use edit::{Command, Editor, NotUndone, Pause, Refusal, Stamp};
use format::{FileChange, Folder, SourceFile, Unsaved};
use model::{Change, Design, Origin, Record, RecordKey, Schema, SchemaId, Stale, Transaction};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The effect of a step, for those who draw and list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Effect {
    /// The name of the step.
    pub label: String,
    /// The records that changed, came or went, by key.
    pub changed: Vec<RecordKey>,
    /// The records of which the rules say something else now, by key.
    pub judged: Vec<RecordKey>,
    /// The records that came, by key.
    pub came: Vec<RecordKey>,
}

impl Effect {
    fn of(step: &Transaction) -> Self {
        let came = step.changes.iter().filter_map(|change| match change {
            Change::Record(it) if it.before.is_none() && it.after.is_some() => Some(it.key.clone()),
            Change::Record(_) | Change::Text(_) => None,
        });
        let changed = step.keys().cloned().collect();
        Self { label: step.label.clone(), changed, judged: Vec::new(), came: came.collect() }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.judged.is_empty()
    }
}

/// Why a step is not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotEditable {
    /// The command cannot be carried out on this design.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The document was opened to read.
    #[error("this design is open read-only; {reason}")]
    ReadOnly {
        /// Why, and what to do about it.
        reason: String,
    },
}

/// An open design.
pub struct Engine {
    pub(crate) editor: Editor,
    pub(crate) folder: Folder,
    pub(crate) unsaved: Unsaved,
    pub(crate) load_findings: Vec<Diagnostic>,
    pub(crate) checker: Checker,
    pub(crate) index: Index,
    pub(crate) host: Box<dyn Host>,
    pub(crate) conflicts: Vec<format::Conflict>,
    /// The records that the journal has whole since it began anew.
    pub(crate) journalled: BTreeSet<RecordKey>,
    pub(crate) sequence: u64,
    read_only: Option<String>,
}

impl Engine {
    /// Opens the files of a design folder. Never fails: what cannot be read is reported and kept as it is on disk.
    pub fn open(files: Vec<SourceFile>, host: Box<dyn Host>) -> Self {
        let loaded = format::load(files);
        let read_only = newer_format(&loaded.folder);
        let mut checker = Checker::default();
        checker.check_all(&loaded.design, &host.today());
        let index = Index::of(&loaded.design);
        Self {
            editor: Editor::new(loaded.design),
            folder: loaded.folder,
            unsaved: Unsaved::default(),
            load_findings: loaded.diagnostics,
            checker,
            index,
            host,
            conflicts: Vec::new(),
            journalled: BTreeSet::new(),
            sequence: 0,
            read_only,
        }
    }

    /// Refuses all edits from now on, for the reason given: a clause that also says what to do.
    pub fn set_read_only(&mut self, reason: impl Into<String>) {
        self.read_only = Some(reason.into());
    }

    /// Why edits are refused, when they are.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// The design as it is, gesture in progress included.
    pub fn design(&self) -> &Design {
        self.editor.design()
    }

    /// The folder as it stands on disk.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The editor's history, for lists of steps.
    pub fn history(&self) -> &edit::History {
        self.editor.history()
    }

    /// The world outside.
    pub fn host(&self) -> &dyn Host {
        self.host.as_ref()
    }

    /// Carries a command out: as a step of its own, or as part of the gesture in progress.
    pub fn dispatch(&mut self, command: &Command) -> Result<Effect, NotEditable> {
        self.carry_out(command, None)
    }

    /// Carries a command out and joins it to the step before when that was the same kind of edit and the pause between was
    /// at most `longest_ms`: nudging, typing.
    pub fn dispatch_joining(
        &mut self,
        command: &Command,
        action: &str,
        longest_ms: f64,
    ) -> Result<Effect, NotEditable> {
        let pause = Pause { action: action.to_owned(), at_ms: self.host.now_ms(), longest_ms };
        self.carry_out(command, Some(pause))
    }

    fn carry_out(&mut self, command: &Command, pause: Option<Pause>) -> Result<Effect, NotEditable> {
        self.ensure_editable()?;
        let taken = self.folder.taken();
        let step = self.editor.dispatch(command, self.stamp(Origin::Person), pause, &|key| taken.has(key, None))?;
        Ok(self.after(&step))
    }

    /// An origin and the time.
    fn stamp(&self, origin: Origin) -> Stamp {
        Stamp { origin, at_ms: Some(self.host.unix_ms()) }
    }

    pub(crate) fn ensure_editable(&self) -> Result<(), NotEditable> {
        match &self.read_only {
            Some(reason) => Err(NotEditable::ReadOnly { reason: reason.clone() }),
            None => Ok(()),
        }
    }

    /// Brings records to a state that was worked out from the design as it is: recovery, changes from outside.
    pub(crate) fn bring(&mut self, label: &str, origin: Origin, after: BTreeMap<RecordKey, Option<Record>>) -> Effect {
        let step = self.editor.bring(label, self.stamp(origin), after);
        self.after(&step)
    }

    /// Begins a gesture: what follows is one step until it is committed or given up.
    pub fn begin(&mut self, label: &str) {
        self.editor.begin(label, self.stamp(Origin::Person));
        self.write_journal();
    }

    /// Whether a gesture is in progress.
    pub fn in_gesture(&self) -> bool {
        self.editor.in_gesture()
    }

    /// Ends the gesture as one step.
    pub fn commit(&mut self) -> Effect {
        let step = self.editor.commit().unwrap_or_default();
        self.write_journal();
        Effect::of(&step)
    }

    /// Gives the gesture up.
    pub fn cancel(&mut self) -> Result<Effect, Stale> {
        let step = self.editor.cancel()?.unwrap_or_default();
        Ok(self.after(&step))
    }

    /// Takes the person's latest step back and leaves what others did since.
    pub fn undo(&mut self) -> Result<Effect, NotUndone> {
        let step = self.editor.undo(&self.stamp(Origin::Person))?;
        Ok(self.after(&step))
    }

    /// Does the person's step again that was taken back last.
    pub fn redo(&mut self) -> Result<Effect, NotUndone> {
        let step = self.editor.redo(&self.stamp(Origin::Person));
        // A gesture in progress was committed, even where nothing could be done again.
        self.write_journal();
        Ok(self.after(&step?))
    }

    /// Everything that follows from a step: journal, what is unsaved, findings.
    fn after(&mut self, step: &Transaction) -> Effect {
        self.write_journal();
        if step.is_empty() {
            return Effect::default();
        }
        self.unsaved.note(&self.folder, self.editor.design(), step.keys());
        let judged = self.checker.recheck(self.editor.design(), &step.changes, &self.host.today());
        for key in step.keys() {
            self.index.update(self.editor.design(), key);
        }
        Effect { judged: judged.into_iter().collect(), ..Effect::of(step) }
    }

    /// The findings of the rules, the heaviest first, then by record.
    pub fn findings(&self) -> impl Iterator<Item = &Arc<Finding>> {
        self.checker.findings()
    }

    /// The findings of the rules about one record.
    pub fn findings_of(&self, key: &RecordKey) -> impl Iterator<Item = &Arc<Finding>> {
        self.checker.findings_of(key)
    }

    /// Everything there is to say about a schema: its history, its draft, who reads it, and how the draft gets out.
    pub fn verdict(&self, schema: &SchemaId) -> Option<&Arc<SchemaVerdict>> {
        self.checker.verdict(schema)
    }

    /// The name of a record for people. The names that schemas spell are known from their verdicts, so that nothing is read
    /// again.
    pub fn name_of(&self, key: &RecordKey) -> String {
        let full_name = |schema: &Schema| self.verdict(&schema.id).and_then(|it| it.full_name()).map(str::to_owned);
        derive::name_by(self.design(), key, full_name)
    }

    /// How heavy the heaviest problem of a record is, for its badge: what the rules say of it, and what its files say.
    pub fn severity_of(&self, key: &RecordKey) -> Option<Severity> {
        let of_files = self.load_findings.iter().filter(|it| is_about(it, key)).map(|it| it.severity);
        self.findings_of(key).map(|it| it.severity).chain(of_files).max()
    }

    /// The files to write and delete so that the folder says what the design says; empty when nothing can be written.
    /// Changes that [`Engine::withheld`] names are left out.
    pub fn unsaved(&self) -> Vec<FileChange> {
        self.unsaved.changes(&self.folder, self.design())
    }

    /// The files that a save has to leave alone: what stands there could not be read, or both sides changed it and nobody has
    /// decided yet.
    pub fn withheld(&self) -> BTreeSet<String> {
        self.unsaved.withheld(&self.folder, self.design())
    }

    /// Whether anything is not on disk.
    pub fn is_unsaved(&self) -> bool {
        !self.unsaved.is_empty(&self.folder, self.design())
    }

    /// The host has written these changes. A change that it could not write stays unsaved.
    pub fn saved(&mut self, changes: &[FileChange]) {
        let mut applied = changes.to_vec();
        applied.extend(self.unsaved.passed_over(&self.folder, self.editor.design()));
        let written = self.folder.applied(&applied);
        self.load_findings = self.folder.diagnostics();
        // A step that was taken while the host wrote made the design differ from what is written now.
        self.unsaved.refresh(&self.folder, self.editor.design(), written);
    }

    /// Leaves the records with an open conflict out of saves.
    pub(crate) fn hold_undecided(&mut self) {
        self.unsaved.hold(self.conflicts.iter().map(|conflict| conflict.record.clone()).collect());
    }
}

fn is_about(finding: &Diagnostic, key: &RecordKey) -> bool {
    finding.location.record.as_ref().is_some_and(|record| record.parse().as_ref() == Ok(key))
}

/// Why a folder of a format that this version does not know is not edited.
pub(crate) fn newer_format(folder: &Folder) -> Option<String> {
    folder.is_of_newer_format().then(|| "a newer Eventscape saved it: update Eventscape to edit it".to_owned())
}
