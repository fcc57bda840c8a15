//! A folder on disk, without a disk.
#![allow(dead_code, reason = "each test file uses some of it")]

pub mod edited;

use format::{FileChange, Folder, SourceFile, Unsaved};
use model::{Design, RecordKey};
use std::collections::{BTreeMap, BTreeSet};

/// Files by path.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Disk(pub BTreeMap<String, String>);

impl Disk {
    /// The files that a design is saved as when there is nothing yet.
    pub fn of(design: &Design) -> Self {
        let mut disk = Self::default();
        disk.apply(&unsaved(&Folder::default(), design, &all(design)));
        disk
    }

    /// Writes and deletes what a save asks for; what stands there must be what the save believes.
    pub fn apply(&mut self, changes: &[FileChange]) {
        assert!(changes.is_sorted_by(|a, b| a.path < b.path), "changes come sorted by path");
        for change in changes {
            assert_eq!(self.0.get(&change.path).map(String::as_str), change.before.as_deref(), "{}", change.path);
            match &change.after {
                Some(text) => drop(self.0.insert(change.path.clone(), text.to_string())),
                None => drop(self.0.remove(&change.path)),
            }
        }
    }

    /// The files as a host reads them.
    pub fn files(&self) -> Vec<SourceFile> {
        self.0.iter().map(|(path, text)| SourceFile { path: path.clone(), bytes: text.clone().into() }).collect()
    }
}

/// The keys of all records.
pub fn all(design: &Design) -> BTreeSet<RecordKey> {
    design.keys().into_iter().collect()
}

/// The keys of all records that have files.
pub fn standing(folder: &Folder, design: &Design) -> BTreeSet<RecordKey> {
    design.keys().into_iter().filter(|key| folder.path_of(key).is_some()).collect()
}

/// What a save writes after some records were touched.
pub fn unsaved(folder: &Folder, design: &Design, touched: &BTreeSet<RecordKey>) -> Vec<FileChange> {
    Unsaved::of(folder, design, touched).changes(folder, design)
}
