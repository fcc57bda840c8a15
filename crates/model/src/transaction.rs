//! Transactions: which records were what before and are what after. Whole records on both sides make the inverse exact by
//! construction; records are small. They are data about records, so that every crate that follows a design can read a step.

use crate::{Design, Record, RecordKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happens to one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The record.
    pub key: RecordKey,
    /// What it was; nothing when it is new.
    pub before: Option<Record>,
    /// What it becomes; nothing when it goes.
    pub after: Option<Record>,
}

/// One step: changes that happen together, with at most one for a record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Transaction {
    /// What the step is called, for example `Rename order-events`.
    pub label: String,
    /// The changes, by key.
    pub changes: Vec<Change>,
}

/// The design is not the one that the transaction was made for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key} has changed in the meantime, so “{label}” cannot be applied; look at it and do it again")]
pub struct Stale {
    /// The record that differs.
    pub key: RecordKey,
    /// The step's name.
    pub label: String,
}

impl Transaction {
    /// The step that takes a design to what `after` says of each key.
    pub fn between(label: impl Into<String>, design: &Design, after: BTreeMap<RecordKey, Option<Record>>) -> Self {
        let changes = after
            .into_iter()
            .map(|(key, after)| Change { before: design.get(&key), key, after })
            .filter(|change| change.before != change.after)
            .collect();
        Self { label: label.into(), changes }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Carries the step out; when any record is not what the step expects, nothing happens.
    pub fn apply(&self, design: &mut Design) -> Result<(), Stale> {
        for change in &self.changes {
            if design.get(&change.key) != change.before {
                return Err(Stale { key: change.key.clone(), label: self.label.clone() });
            }
        }
        self.force(design);
        Ok(())
    }

    /// Carries the step out whatever the records were before; for recovery, where the person has been asked.
    pub fn force(&self, design: &mut Design) {
        for change in &self.changes {
            match &change.after {
                Some(record) => drop(design.insert(record.clone())),
                None => drop(design.remove(&change.key)),
            }
        }
    }

    /// The step that takes back exactly what this one does.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let changes = self
            .changes
            .iter()
            .map(|change| Change {
                key: change.key.clone(),
                before: change.after.clone(),
                after: change.before.clone(),
            })
            .collect();
        Self { label: self.label.clone(), changes }
    }

    /// This step and a later one as one step under this one's name.
    #[must_use]
    pub fn then(mut self, later: Self) -> Self {
        let label = std::mem::take(&mut self.label);
        Self::joined(label, [self, later])
    }

    /// Steps that follow each other as one step.
    #[must_use]
    pub fn joined(label: impl Into<String>, steps: impl IntoIterator<Item = Self>) -> Self {
        let mut by_key: BTreeMap<RecordKey, Change> = BTreeMap::new();
        for change in steps.into_iter().flat_map(|step| step.changes) {
            match by_key.get_mut(&change.key) {
                Some(earlier) => earlier.after = change.after,
                None => drop(by_key.insert(change.key.clone(), change)),
            }
        }
        let changes = by_key.into_values().filter(|change| change.before != change.after).collect();
        Self { label: label.into(), changes }
    }

    /// The keys that it touches.
    pub fn keys(&self) -> impl Iterator<Item = &RecordKey> {
        self.changes.iter().map(|change| &change.key)
    }
}
