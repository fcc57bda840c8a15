//! What is not on disk: the difference between a design and its folder, kept file by file.
//!
//! A step names the records that it touched. Only their files are compared anew; the difference of all other files stays as it
//! was worked out. Undoing to what the folder says therefore leaves nothing unsaved, and the work after an edit does not grow
//! with what has been edited before.

use crate::folder::{Folder, unit_key};
use crate::save::FileChange;
use model::{Design, RecordKey};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The records of a design that differ from what the folder says of them, with the files that a save would write for each.
#[derive(Debug, Clone, Default)]
pub struct Unsaved {
    /// By the record whose file it is: a placement stands in the file of its view.
    files: BTreeMap<RecordKey, UnsavedFile>,
    /// Records about which a conflict is open. Writing them would decide for the user.
    undecided: BTreeSet<RecordKey>,
}

/// A record's files, as far as they differ.
#[derive(Debug, Clone, Default)]
struct UnsavedFile {
    /// The records in it that differ.
    records: BTreeSet<RecordKey>,
    /// Worked out when it is first asked for after a change.
    difference: OnceLock<Difference>,
}

/// How the files of one record differ from the design.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Difference {
    /// What to write and delete; nothing when the files can say no more than they do.
    Writes(Vec<FileChange>),
    /// The files that stand in the way because they could not be read.
    Blocked(Vec<String>),
}

impl Unsaved {
    /// The difference for some records, all others taken to be on disk.
    pub fn of<'a>(folder: &Folder, design: &Design, keys: impl IntoIterator<Item = &'a RecordKey>) -> Self {
        let mut out = Self::default();
        out.note(folder, design, keys);
        out
    }

    /// Compares records anew with what the folder says of them: those that a step touched.
    pub fn note<'a>(&mut self, folder: &Folder, design: &Design, keys: impl IntoIterator<Item = &'a RecordKey>) {
        for key in keys {
            let unit = unit_key(key);
            if folder.says(key, design) {
                if let Some(file) = self.files.get_mut(&unit) {
                    file.records.remove(key);
                    file.difference = OnceLock::new();
                    if file.records.is_empty() {
                        self.files.remove(&unit);
                    }
                }
            } else {
                let file = self.files.entry(unit).or_default();
                file.records.insert(key.clone());
                file.difference = OnceLock::new();
            }
        }
    }

    /// Compares everything unsaved anew, after the folder itself has changed: by a save, or by other programs.
    pub fn refresh(&mut self, folder: &Folder, design: &Design) {
        let keys: Vec<RecordKey> = self.records().cloned().collect();
        self.note(folder, design, &keys);
    }

    /// Leaves some records out of saves until their conflicts are decided; these replace those named before.
    pub fn hold(&mut self, undecided: BTreeSet<RecordKey>) {
        let changed: Vec<RecordKey> = self.undecided.symmetric_difference(&undecided).map(unit_key).collect();
        self.undecided = undecided;
        for unit in changed {
            if let Some(file) = self.files.get_mut(&unit) {
                file.difference = OnceLock::new();
            }
        }
    }

    /// The records that differ.
    pub fn records(&self) -> impl Iterator<Item = &RecordKey> {
        self.files.values().flat_map(|file| &file.records)
    }

    /// What to write and delete so that the folder says what the design says, sorted by path. Left out is what
    /// [`Unsaved::withheld`] names. A folder of an older format is brought up to date as a whole.
    pub fn changes(&self, folder: &Folder, design: &Design) -> Vec<FileChange> {
        let mut changes: BTreeMap<&str, FileChange> = BTreeMap::new();
        for (unit, file) in &self.files {
            match self.difference(unit, file, folder, design) {
                Difference::Writes(writes) => changes.extend(writes.iter().map(|it| (it.path.as_str(), it.clone()))),
                Difference::Blocked(_) => {}
            }
        }
        for change in folder.migrations() {
            changes.entry(change.0).or_insert(change.1);
        }
        changes.into_values().collect()
    }

    /// The files that a save leaves alone: those that could not be read, and those about which a conflict is open.
    pub fn withheld(&self, folder: &Folder, design: &Design) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        for (unit, file) in &self.files {
            match self.difference(unit, file, folder, design) {
                Difference::Writes(_) => {}
                Difference::Blocked(paths) => out.extend(paths.iter().cloned()),
            }
            let undecided = file.records.iter().filter(|key| self.undecided.contains(*key));
            out.extend(undecided.filter_map(|key| folder.path_of(key)).map(str::to_owned));
        }
        out
    }

    /// Whether the folder says what the design says.
    pub fn is_empty(&self, folder: &Folder, design: &Design) -> bool {
        folder.migrations().next().is_none()
            && self.files.iter().all(|(unit, file)| {
                let is_decided = !file.records.iter().any(|key| self.undecided.contains(key));
                is_decided && *self.difference(unit, file, folder, design) == Difference::Writes(Vec::new())
            })
    }

    fn difference<'a>(
        &self,
        unit: &RecordKey,
        file: &'a UnsavedFile,
        folder: &Folder,
        design: &Design,
    ) -> &'a Difference {
        file.difference.get_or_init(|| {
            let decided = file.records.difference(&self.undecided).cloned().collect::<BTreeSet<_>>();
            if decided.is_empty() { Difference::Writes(Vec::new()) } else { folder.difference(unit, design, &decided) }
        })
    }
}
