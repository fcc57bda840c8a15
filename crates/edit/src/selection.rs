//! The records that the next command is about. Kept apart from the design: selecting is not editing.

use model::{Design, RecordKey};
use std::collections::BTreeSet;

/// The selected records, and the one that was selected last, which the inspector shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    keys: BTreeSet<RecordKey>,
    primary: Option<RecordKey>,
}

impl Selection {
    /// Nothing but these.
    pub fn of(keys: impl IntoIterator<Item = RecordKey>) -> Self {
        let mut selection = Self::default();
        for key in keys {
            selection.add(key);
        }
        selection
    }

    /// The selected records, by key.
    pub fn keys(&self) -> &BTreeSet<RecordKey> {
        &self.keys
    }

    /// The record that was selected last.
    pub fn primary(&self) -> Option<&RecordKey> {
        self.primary.as_ref()
    }

    /// Whether a record is selected.
    pub fn contains(&self, key: &RecordKey) -> bool {
        self.keys.contains(key)
    }

    /// Adds a record.
    pub fn add(&mut self, key: RecordKey) {
        self.keys.insert(key.clone());
        self.primary = Some(key);
    }

    /// Adds a record, or takes it out when it is in.
    pub fn toggle(&mut self, key: RecordKey) {
        if self.keys.remove(&key) {
            self.primary = self.keys.last().cloned();
        } else {
            self.add(key);
        }
    }

    /// Forgets records that no longer exist.
    pub fn retain(&mut self, design: &Design) {
        self.keys.retain(|key| design.contains(key));
        if self.primary.as_ref().is_some_and(|key| !self.keys.contains(key)) {
            self.primary = self.keys.last().cloned();
        }
    }
}
