//! What is loaded is what was saved, whatever the design.

use format::{FileChange, Folder, SourceFile, load};
use model::{Design, RecordKey, arbitrary, validate};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A folder on disk, without a disk.
#[derive(Debug, Clone, Default, PartialEq)]
struct Disk(BTreeMap<String, String>);

impl Disk {
    fn apply(&mut self, changes: &[FileChange]) {
        for change in changes {
            assert_eq!(self.0.get(&change.path).map(String::as_str), change.before.as_deref(), "{}", change.path);
            match &change.after {
                Some(text) => drop(self.0.insert(change.path.clone(), text.to_string())),
                None => drop(self.0.remove(&change.path)),
            }
        }
    }

    fn files(&self) -> Vec<SourceFile> {
        self.0.iter().map(|(path, text)| SourceFile { path: path.clone(), bytes: text.clone().into() }).collect()
    }
}

fn all(design: &Design) -> BTreeSet<RecordKey> {
    design.keys().into_iter().collect()
}

fn saved(design: &Design) -> Disk {
    let mut disk = Disk::default();
    disk.apply(&Folder::default().changes(design, &all(design)));
    disk
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_loaded_is_what_was_saved(design in arbitrary::design()) {
        prop_assert_eq!(validate(&design), vec![]);
        let disk = saved(&design);
        let loaded = load(disk.files());
        let errors: Vec<_> =
            loaded.diagnostics.iter().filter(|it| it.severity != diagnostic::Severity::Info && it.code.as_str() != "schema/version-gap").collect();
        prop_assert!(errors.is_empty(), "{:#?}", errors);
        for key in all(&design).union(&all(&loaded.design)) {
            prop_assert_eq!(loaded.design.get(key), design.get(key), "{}", key);
        }
        prop_assert_eq!(&loaded.design, &design);
        // Saving again changes nothing, and a second rendering gives the same bytes.
        prop_assert_eq!(loaded.folder.changes(&loaded.design, &all(&loaded.design)), vec![]);
        prop_assert_eq!(saved(&loaded.design), disk);
    }
}
