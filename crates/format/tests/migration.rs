//! Folders of past formats open, and the next save brings them to the present one.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod disk;

use disk::{Disk, standing, unsaved};
use format::{FileChange, OutsideChange, load};
use model::{FORMAT_VERSION, Record, RecordKey, validate};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn formats() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/formats")
}

fn read(name: &str) -> Disk {
    fn collect(root: &Path, folder: &Path, disk: &mut Disk) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(root, &path, disk);
            } else {
                let parts: Vec<_> = path.strip_prefix(root).unwrap().iter().map(|it| it.to_str().unwrap()).collect();
                disk.0.insert(parts.join("/"), fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut disk = Disk::default();
    let root = formats().join(name);
    if root.exists() {
        collect(&root, &root, &mut disk);
    }
    disk
}

/// The folder after it was opened and saved.
fn migrated(mut disk: Disk) -> Disk {
    let loaded = load(disk.files());
    let changes = unsaved(&loaded.folder, &loaded.design, &BTreeSet::new());
    disk.apply(&changes);
    disk
}

#[test]
fn every_past_format_opens_and_is_saved_as_the_present_one() {
    for version in 0..FORMAT_VERSION {
        let old = read(&format!("v{version}"));
        assert!(old.0.len() > 5, "no fixture for format {version}");
        let loaded = load(old.files());
        assert_eq!(validate(&loaded.design), []);
        assert_eq!(loaded.design.settings().format_version, FORMAT_VERSION);

        let new = migrated(old.clone());
        let name = format!("v{version}-migrated");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            for (path, text) in &new.0 {
                let path = formats().join(&name).join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
        }
        let expected = read(&name);
        for path in new.0.keys().chain(expected.0.keys()) {
            assert_eq!(new.0.get(path), expected.0.get(path), "{path}");
        }
        let again = load(new.files());
        assert_eq!(again.design, loaded.design);
        assert!(loaded.folder.is_of_older_format() && !again.folder.is_of_older_format());
        assert_eq!(unsaved(&again.folder, &again.design, &standing(&again.folder, &again.design)), []);
    }
}

#[test]
fn the_preview_is_read_as_what_it_meant() {
    let loaded = load(read("v0").files());
    let shown: Vec<String> =
        loaded.diagnostics.iter().map(|it| format!("{} {}: {}", it.location, it.code, it.message)).collect();
    assert_eq!(
        shown,
        [
            "contexts/payment/services/odd.toml:3:3 file/unknown-key: `consumes` is not a key of a service; it is kept, but has no effect",
            "contexts/payment/topics/payment-events.toml:6:1 file/unknown-key: `x_owner` is not a key of a topic; it is kept, but has no effect",
            "eventscape.toml:1:1 folder/older-format: The folder has an older format; the next save brings it to format 1",
        ]
    );
    let design = loaded.design;
    let topic = design.topic(&"order-events".parse().unwrap()).unwrap();
    assert_eq!((topic.replication, topic.min_insync_replicas, topic.retention_ms), (3, Some(2), Some(604_800_000)));
    let flows: Vec<&str> = design.flows().keys().map(|id| id.as_str()).collect();
    assert_eq!(
        flows,
        [
            "ledger-from-payment-events",
            "order-api-from-payment-events",
            "order-api-to-order-events",
            "order-api-to-payment-events",
            "payment-service-from-order-events",
        ]
    );
    let paying = design.flow(&"payment-service-from-order-events".parse().unwrap()).unwrap();
    let consume = paying.consume().unwrap();
    assert_eq!((consume.group.as_str(), consume.on_failure.retries), ("payment", 5));
    assert_eq!(consume.on_failure.dead_letter_topic.as_ref().unwrap().as_str(), "order-events-dlt");
}

#[test]
fn an_old_folder_is_written_as_a_whole_with_what_was_edited() {
    let mut disk = read("v0");
    let loaded = load(disk.files());
    let (mut folder, mut design) = (loaded.folder, loaded.design);
    let paths = |changes: &[FileChange]| changes.iter().map(|change| change.path.clone()).collect::<Vec<_>>();
    let outdated = paths(&unsaved(&folder, &design, &BTreeSet::new()));

    let key: RecordKey = "topic:order-events".parse().unwrap();
    let Some(Record::Topic(mut topic)) = design.get(&key) else { unreachable!() };
    topic.partitions = 24;
    design.insert(Record::Topic(topic));
    let changes = unsaved(&folder, &design, &[key].into());
    assert_eq!(paths(&changes), outdated);
    disk.apply(&changes);
    folder.applied(&changes);
    let again = load(disk.files());
    assert_eq!(again.design, design);
    assert_eq!(again.folder, folder);
    assert!(disk.0["contexts/order/topics/order-events.toml"].contains(
        "partitions = 24\n# one copy a zone\nreplication = 3\nmin_insync_replicas = 2 # two zones must confirm\n"
    ));
}

#[test]
fn a_save_that_was_cut_off_is_finished_by_the_next_one() {
    let old = read("v0");
    let loaded = load(old.files());
    let changes = unsaved(&loaded.folder, &loaded.design, &BTreeSet::new());
    let whole = migrated(old.clone());
    for written in 0..=changes.len() {
        let mut disk = old.clone();
        disk.apply(&changes[..written]);
        assert_eq!(migrated(disk), whole, "after {written} files");
    }
}

#[test]
fn a_folder_that_becomes_older_outside_is_read_as_what_it_means() {
    let whole = migrated(read("v0"));
    let loaded = load(whole.files());
    let mut folder = loaded.folder;
    let old = read("v0");
    let paths: BTreeSet<&String> = whole.0.keys().chain(old.0.keys()).collect();
    let changes = paths
        .into_iter()
        .map(|path| OutsideChange { path: path.clone(), bytes: old.0.get(path).map(|text| text.clone().into()) });
    let merged = folder.merge(changes.collect(), &loaded.design, &BTreeSet::new());
    assert_eq!((merged.updates, merged.conflicts), (vec![], vec![]));
    assert_eq!(folder, load(old.files()).folder);
}
