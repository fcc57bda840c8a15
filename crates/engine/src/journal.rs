//! The crash journal: every committed step as one line of JSON, kept outside the design folder until the next save.
//!
//! A line is complete or worthless: recovery applies complete lines in order and reports a torn last one. Undo and redo are
//! lines too, as the steps that they carried out, so replaying needs no history.
//!
//! A step holds whole records, before and after, and a schema holds the texts of all its versions. A key stroke in a draft is
//! therefore written as the letters that changed, once an earlier line of the same journal has the whole record: what a line
//! costs grows with what was typed, and what is on disk does not matter to it. Where the host may drop the lines so far, at a
//! save for example, it says so before, and the next line of each record is whole again.

use crate::document::{Effect, Engine};
use model::{Change, Design, Record, RecordKey, Schema, SchemaId, Transaction};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JournalEntry<'a> {
    /// Counts up by one within a session.
    pub sequence: u64,
    /// What was done.
    pub step: JournalStep<'a>,
}

/// A step as the journal has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JournalStep<'a> {
    /// What the step is called.
    pub label: Cow<'a, str>,
    /// The changes, by key.
    pub changes: Vec<JournalChange<'a>>,
}

/// What happens to one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum JournalChange<'a> {
    /// The record before and after.
    Whole(Box<Cow<'a, Change>>),
    /// Letters of a draft, which is otherwise what earlier lines made of it.
    Typed(Typed<'a>),
}

/// One place of a draft's text, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed<'a> {
    /// The schema.
    pub schema: Cow<'a, SchemaId>,
    /// The length of the text before, in bytes.
    pub length: usize,
    /// Where it changes, in bytes.
    pub at: usize,
    /// What stood there.
    pub removed: Cow<'a, str>,
    /// What stands there now.
    pub inserted: Cow<'a, str>,
}

impl<'a> Typed<'a> {
    /// The letters in which two states of a schema differ, when nothing but its draft does.
    fn between(before: &'a Schema, after: &'a Schema) -> Option<Self> {
        let (old, new) = (before.draft.as_deref()?, after.draft.as_deref()?);
        if (Schema { draft: after.draft.clone(), ..before.clone() }) != *after {
            return None;
        }
        let same = |(a, b): &(char, char)| a == b;
        let at: usize = old.chars().zip(new.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let (old_rest, new_rest) = (old.get(at..)?, new.get(at..)?);
        let ends = old_rest.chars().rev().zip(new_rest.chars().rev());
        let end: usize = ends.take_while(same).map(|(c, _)| c.len_utf8()).sum();
        Some(Self {
            schema: Cow::Borrowed(&after.id),
            length: old.len(),
            at,
            removed: Cow::Borrowed(old_rest.get(..old_rest.len() - end)?),
            inserted: Cow::Borrowed(new_rest.get(..new_rest.len() - end)?),
        })
    }

    /// The change of the record, when the draft is the one that it was typed into.
    fn on(&self, design: &Design) -> Option<Change> {
        let before = design.schema(&self.schema)?;
        let draft = before.draft.as_deref().filter(|it| it.len() == self.length)?;
        let rest = draft.get(self.at..)?.strip_prefix(&*self.removed)?;
        let text = format!("{}{}{rest}", draft.get(..self.at)?, self.inserted);
        let after = Schema { draft: Some(text.into()), ..before.clone() };
        Some(Change {
            key: RecordKey::from(before.id.clone()),
            before: Some(Record::Schema(before.clone())),
            after: Some(Record::Schema(after)),
        })
    }
}

impl<'a> JournalChange<'a> {
    /// `known` are the records that earlier lines have whole.
    fn of(change: &'a Change, known: &BTreeSet<RecordKey>) -> Self {
        let typed = match (&change.before, &change.after) {
            (Some(Record::Schema(before)), Some(Record::Schema(after))) if known.contains(&change.key) => {
                Typed::between(before, after)
            }
            (_, _) => None,
        };
        typed.map_or(Self::Whole(Box::new(Cow::Borrowed(change))), Self::Typed)
    }

    fn on(self, design: &Design, known: &BTreeSet<RecordKey>) -> Option<Change> {
        match self {
            Self::Whole(change) => Some(change.into_owned()),
            Self::Typed(typed) => typed.on(design).filter(|change| known.contains(&change.key)),
        }
    }
}

impl JournalStep<'_> {
    /// The step itself; nothing when something was typed into another text than the one that is there, or into one that no
    /// earlier line has whole: what is on disk may only look like it. `known` are the records that earlier lines have whole.
    fn on(self, design: &Design, known: &BTreeSet<RecordKey>) -> Option<Transaction> {
        let changes = self.changes.into_iter().map(|change| change.on(design, known)).collect::<Option<Vec<_>>>()?;
        Some(Transaction { label: self.label.into_owned(), changes })
    }
}

/// What recovery brought back.
#[derive(Debug, Clone, PartialEq)]
pub struct Recovered {
    /// How many steps were applied.
    pub steps: usize,
    /// How many records they changed.
    pub effect: Effect,
    /// How many lines could not be read or did not fit, a torn last line included.
    pub unreadable: usize,
    /// How many changes met a record that was no longer what the step expected; the journal's state won.
    pub overruled: usize,
}

impl Engine {
    /// Applies the journal of a session that ended without saving, as one step that undo takes back.
    pub fn recover(&mut self, journal: &str) -> Recovered {
        let mut whole = Transaction { label: "Recover unsaved changes".to_owned(), changes: Vec::new() };
        let mut working = self.design().clone();
        let mut known = BTreeSet::new();
        let (mut steps, mut unreadable, mut overruled) = (0, 0, 0);
        for line in journal.lines().filter(|line| !line.trim().is_empty()) {
            let entry = serde_json::from_str::<JournalEntry<'_>>(line).ok();
            let Some(step) = entry.and_then(|entry| entry.step.on(&working, &known)) else {
                unreadable += 1;
                continue;
            };
            overruled += step.changes.iter().filter(|change| working.get(&change.key) != change.before).count();
            step.force(&mut working);
            known.extend(step.keys().cloned());
            whole = whole.then(step);
            steps += 1;
        }
        let after = whole.changes.into_iter().map(|change| (change.key, change.after)).collect();
        let step = Transaction::between(whole.label, self.design(), after);
        let effect = self.take(step);
        Recovered { steps, effect, unreadable, overruled }
    }

    /// Has the lines from here on stand without those before, so that the host may drop these. To be said when a save begins
    /// and not when it is done: what is typed meanwhile must not hang on what the save drops.
    pub fn restart_journal(&mut self) {
        self.journalled.clear();
    }

    /// Hands a step to the host as a line.
    pub(crate) fn write_journal(&mut self, step: &Transaction) {
        if step.is_empty() {
            return;
        }
        self.sequence += 1;
        let changes = step.changes.iter().map(|change| JournalChange::of(change, &self.journalled)).collect();
        let step_line = JournalStep { label: Cow::Borrowed(&step.label), changes };
        if let Ok(line) = serde_json::to_string(&JournalEntry { sequence: self.sequence, step: step_line }) {
            self.host.journal(line);
            self.journalled.extend(step.keys().cloned());
        }
    }
}
