//! The crash journal: every committed step as one line of JSON, kept outside the design folder until the next save.
//!
//! A line is complete or worthless: recovery applies complete lines in order and reports a torn last one. Undo and redo are
//! lines too, as the steps that they carried out, so replaying needs no history.
//!
//! A key stroke is written as its letters, once an earlier line of the same journal has the whole record: a line costs as much
//! as was typed, and the text on disk does not matter to it. Where the host may drop the lines so far, at a save for example,
//! it says so before, and the next line of each record is whole again.

mod line;
mod replay;

use crate::document::{Effect, Engine};
use format::{Conflict, settle};
use model::{Change, Origin, Record, RecordChange};
use replay::Replay;
use std::borrow::Cow;

/// The result of a recovery.
#[derive(Debug, Clone, PartialEq)]
pub struct Recovered {
    /// How many steps were applied; what came from outside is in the files already.
    pub steps: usize,
    /// The records that they changed.
    pub effect: Effect,
    /// How many lines could not be read or did not fit, a torn last line included.
    pub unreadable: usize,
    /// The places that the files say otherwise since; the journal's side stands until the person decides.
    pub conflicts: Vec<Conflict>,
}

impl Engine {
    /// Applies the journal of a session that ended without saving, as one step that undo takes back. Where the files were
    /// changed since, both sides are put together field by field.
    pub fn recover(&mut self, journal: &str) -> Recovered {
        let mut replay = Replay::default();
        let mut unreadable = 0;
        for line in journal.lines().filter(|line| !line.trim().is_empty()) {
            let is_replayed = line::read(line).is_some_and(|step| replay.step(&step));
            unreadable += usize::from(!is_replayed);
        }
        let mut conflicts = Vec::new();
        let settled = replay.records.into_iter().map(|(key, record)| {
            let theirs = self.design().get(&key);
            let settled = settle(&key, record.base.as_ref(), record.now.as_ref(), theirs.as_ref());
            conflicts.extend(settled.conflicts);
            (key, settled.record)
        });
        let after = settled.collect();
        let effect = self.bring("Recover unsaved changes", Origin::Person, after);
        self.conflicts.extend(conflicts.iter().cloned());
        self.hold_undecided();
        Recovered { steps: replay.steps, effect, unreadable, conflicts }
    }

    /// Has the lines from here on stand without those before, so that the host may drop these. To be said when a save begins
    /// and not when it is done: what is typed meanwhile must not hang on what the save drops.
    pub fn restart_journal(&mut self) {
        self.journalled.clear();
    }

    /// Hands the steps that were noted to the host, each as a line.
    pub(crate) fn write_journal(&mut self) {
        let steps = self.editor.take_unwritten();
        for (at, step) in steps.iter().enumerate() {
            let later: Vec<&Change> = steps.iter().skip(at + 1).flat_map(|step| &step.changes).collect();
            let changes = step.changes.iter().map(|change| self.standing_alone(change, &later)).collect();
            self.sequence += 1;
            if let Some(line) = line::write(self.sequence, step, changes) {
                self.host.journal(line);
                self.journalled.extend(step.keys().cloned());
            }
        }
    }

    /// A change as a journal can read it that may have nothing of the record before: letters alone need the whole text in an
    /// earlier line. `later` are the changes since.
    fn standing_alone<'a>(&self, change: &'a Change, later: &[&Change]) -> Cow<'a, Change> {
        let key = change.key();
        if matches!(change, Change::Record(_)) || self.journalled.contains(key) {
            return Cow::Borrowed(change);
        }
        let take_back =
            |after: Option<Record>, change: &Change| change.inverse().apply(after.as_ref()).unwrap_or(after);
        let later = later.iter().rev().filter(|change| change.key() == key);
        let after = later.fold(self.editor.committed(key), |after, change| take_back(after, change));
        let before = take_back(after.clone(), change);
        Cow::Owned(Change::Record(Box::new(RecordChange { key: key.clone(), before, after })))
    }
}
