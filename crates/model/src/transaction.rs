//! Transactions: steps from one design to the next, each with its exact inverse. They are data about records, so that every
//! crate that follows a design can read a step.

use crate::change::Change;
use crate::{Design, Origin, Record, RecordKey};
use std::collections::BTreeMap;

/// One step: changes that happen together. Those of one record follow each other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Transaction {
    /// The name of the step, for example `Rename order-events`.
    pub label: String,
    /// Where it comes from.
    pub origin: Origin,
    /// When it was done, in milliseconds since 1970; none where nobody noted it.
    pub at_ms: Option<u64>,
    /// The changes, by key.
    pub changes: Vec<Change>,
}

/// The design is not the one that the transaction was made for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{label}” does not fit: {} “{}” has changed in the meantime; look at it and do it again", key.kind().title(), key.id_str())]
pub struct Stale {
    /// The record that differs.
    pub key: RecordKey,
    /// The step's name.
    pub label: String,
}

impl Transaction {
    /// The step that takes a design to what `after` says of each key.
    pub fn between(label: impl Into<String>, design: &Design, after: BTreeMap<RecordKey, Option<Record>>) -> Self {
        let changes = after.into_iter().filter_map(|(key, after)| {
            let before = design.get(&key);
            Change::between(key, before, after)
        });
        Self { label: label.into(), changes: changes.collect(), ..Self::default() }
    }

    /// Takes a design to what `after` says of each key, and gives the step.
    pub fn carried_out(
        label: impl Into<String>,
        design: &mut Design,
        after: BTreeMap<RecordKey, Option<Record>>,
    ) -> Self {
        let step = Self::between(label, design, after.clone());
        for (key, record) in after {
            put(design, &key, record);
        }
        step
    }

    /// The same step with its origin and time.
    #[must_use]
    pub fn by(mut self, origin: Origin, at_ms: Option<u64>) -> Self {
        (self.origin, self.at_ms) = (origin, at_ms);
        self
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Carries the step out; when any record is not what the step expects, nothing happens.
    pub fn apply(&self, design: &mut Design) -> Result<(), Stale> {
        let mut replaced: Vec<(&RecordKey, Option<Record>)> = Vec::with_capacity(self.changes.len());
        for change in &self.changes {
            let before = design.get(change.key());
            if let Some(after) = change.apply(before.as_ref()) {
                put(design, change.key(), after);
                replaced.push((change.key(), before));
                continue;
            }
            for (key, before) in replaced.into_iter().rev() {
                put(design, key, before);
            }
            return Err(Stale { key: change.key().clone(), label: self.label.clone() });
        }
        Ok(())
    }

    /// The step that takes back exactly what this one does.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { changes: self.changes.iter().rev().map(Change::inverse).collect(), ..self.clone_without_changes() }
    }

    fn clone_without_changes(&self) -> Self {
        Self { label: self.label.clone(), origin: self.origin.clone(), at_ms: self.at_ms, changes: Vec::new() }
    }

    /// This step and a later one as one step under this one's name, at the time of the later one.
    #[must_use]
    pub fn then(self, later: Self) -> Self {
        let (head, at_ms) = (self.clone_without_changes(), later.at_ms.or(self.at_ms));
        Self { at_ms, ..head }.made_of([self, later])
    }

    /// Steps that follow each other as one step.
    #[must_use]
    pub fn joined(label: impl Into<String>, steps: impl IntoIterator<Item = Self>) -> Self {
        Self { label: label.into(), ..Self::default() }.made_of(steps)
    }

    fn made_of(mut self, steps: impl IntoIterator<Item = Self>) -> Self {
        let mut by_key: BTreeMap<RecordKey, Vec<Change>> = BTreeMap::new();
        for change in steps.into_iter().flat_map(|step| step.changes) {
            let changes = by_key.entry(change.key().clone()).or_default();
            add(changes, change);
        }
        self.changes = by_key.into_values().flatten().collect();
        self
    }

    /// The keys that it touches.
    pub fn keys(&self) -> impl Iterator<Item = &RecordKey> {
        self.changes.iter().map(Change::key)
    }
}

/// Adds a change to those of the same record, as part of an earlier one where the two meet.
fn add(changes: &mut Vec<Change>, change: Change) {
    match changes.last().and_then(|last| last.then(&change)) {
        Some(both) => {
            changes.pop();
            if let Some(both) = both {
                // It may meet the one before.
                add(changes, both);
            }
        }
        None => changes.push(change),
    }
}

fn put(design: &mut Design, key: &RecordKey, record: Option<Record>) {
    match record {
        Some(record) => drop(design.insert(record)),
        None => drop(design.remove(key)),
    }
}
