//! The crash journal: every committed step as one line of JSON, kept outside the design folder until the next save.
//!
//! A line is complete or worthless: recovery applies complete lines in order and reports a torn last one. Undo and redo are
//! lines too, as the steps that they carried out, so replaying needs no history.

use crate::document::{Effect, Engine};
use edit::Transaction;
use serde::{Deserialize, Serialize};

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Counts up by one within a session.
    pub sequence: u64,
    /// What was done.
    pub step: Transaction,
}

/// What recovery brought back.
#[derive(Debug, Clone, PartialEq)]
pub struct Recovered {
    /// How many steps were applied.
    pub steps: usize,
    /// How many records they changed.
    pub effect: Effect,
    /// How many lines could not be read, a torn last line included.
    pub unreadable: usize,
    /// How many changes met a record that was no longer what the step expected; the journal's state won.
    pub overruled: usize,
}

impl Engine {
    /// Applies the journal of a session that ended without saving, as one step that undo takes back.
    pub fn recover(&mut self, journal: &str) -> Recovered {
        let mut whole = Transaction { label: "Recover unsaved changes".to_owned(), changes: Vec::new() };
        let mut working = self.design().clone();
        let (mut steps, mut unreadable, mut overruled) = (0, 0, 0);
        for line in journal.lines().filter(|line| !line.trim().is_empty()) {
            match serde_json::from_str::<JournalEntry>(line) {
                Ok(entry) => {
                    overruled +=
                        entry.step.changes.iter().filter(|change| working.get(&change.key) != change.before).count();
                    entry.step.force(&mut working);
                    whole = whole.then(entry.step);
                    steps += 1;
                }
                Err(_) => unreadable += 1,
            }
        }
        let after = whole.changes.into_iter().map(|change| (change.key, change.after)).collect();
        let step = Transaction::between(whole.label, self.design(), after);
        let effect = self.take(step);
        Recovered { steps, effect, unreadable, overruled }
    }
}
