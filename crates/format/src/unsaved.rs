//! The difference between a design and its folder, kept file by file.
//!
//! A step names the records that it touched. Only their files are compared anew; the difference of all other files stays as it
//! was worked out. Undoing to what the folder says therefore leaves nothing unsaved, and the work after an edit does not grow
//! with what has been edited before.

use crate::folder::{Folder, unit_key};
use crate::save::FileChange;
use crate::seat;
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
    /// The files to write and delete; nothing when the files can say no more than they do.
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

    /// Compares everything unsaved anew, after the folder itself has changed: by a save, or by other programs. `written` are
    /// the records of which the files say something else now, those that did not differ before included.
    pub fn refresh(&mut self, folder: &Folder, design: &Design, mut written: BTreeSet<RecordKey>) {
        written.extend(self.records().cloned());
        self.note(folder, design, &written);
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

    /// The files to write and delete so that the folder says what the design says, sorted by path. Left out is what
    /// [`Unsaved::withheld`] names. A folder of an older format is brought up to date as a whole.
    pub fn changes(&self, folder: &Folder, design: &Design) -> Vec<FileChange> {
        let mut changes: BTreeMap<&str, FileChange> = BTreeMap::new();
        for (unit, file) in &self.files {
            match self.difference(unit, file, folder, design) {
                Difference::Writes(writes) => changes.extend(writes.iter().map(|it| (it.path.as_str(), it.clone()))),
                Difference::Blocked(_) => {}
            }
        }
        for (path, change) in folder.migrations() {
            changes.entry(path).or_insert(change);
        }
        changes.into_values().filter(|change| change.before != change.after).collect()
    }

    /// The files of an older format that a save leaves as they are, because the design no longer has what they say.
    pub fn passed_over(&self, folder: &Folder, design: &Design) -> Vec<FileChange> {
        let mut out = Vec::new();
        for (unit, file) in &self.files {
            match self.difference(unit, file, folder, design) {
                Difference::Writes(writes) => out.extend(writes.iter().filter(|it| it.before == it.after).cloned()),
                Difference::Blocked(_) => {}
            }
        }
        out
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
            // A file that somebody deleted outside would be written again.
            let stood = |key: &RecordKey| seat::path_of(key, design.get(key)?.context());
            out.extend(undecided.filter_map(|key| folder.path_of(key).map(str::to_owned).or_else(|| stood(key))));
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
            // With the record itself its whole file is undecided.
            let is_open = decided.is_empty() || self.undecided.contains(unit);
            if is_open { Difference::Writes(Vec::new()) } else { folder.difference(unit, design, &decided) }
        })
    }
}
