//! The journal over several starts of the program, whole and damaged.

use super::*;

struct Place {
    _kept: tempfile::TempDir,
    path: PathBuf,
}

fn place() -> Place {
    let kept = tempfile::tempdir().unwrap();
    let path = kept.path().join(format!("{}.jsonl", "a".repeat(32)));
    Place { _kept: kept, path }
}

impl Place {
    fn open(&self) -> Found {
        self.open_with(&Known::new())
    }

    fn open_with(&self, known: &Known) -> Found {
        Journal::open(self.path.clone(), "/design", known).unwrap()
    }

    /// The numbers that a new start would offer to recover.
    fn recovered(&self) -> Vec<u64> {
        let recovered = self.open().recovered;
        recovered.map(|found| found.entries.iter().map(|entry| entry.sequence).collect()).unwrap_or_default()
    }
}

fn texts(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("edit {number}\n“ä”")).collect()
}

#[test]
fn what_was_appended_is_recovered_and_goes_on_with_the_next_number() {
    let place = place();
    let known = Known::new();
    let mut journal = place.open().journal;
    assert!(!place.path.exists(), "without edits there is no journal");
    assert_eq!(journal.append(&known, 1, &texts(3)).unwrap(), 3);
    assert_eq!(journal.append(&known, 4, &texts(1)).unwrap(), 4);
    drop(journal);
    let found = place.open();
    let recovered = found.recovered.unwrap();
    assert_eq!(recovered.damage, None);
    let entries: Vec<_> = recovered.entries.into_iter().map(|entry| (entry.sequence, entry.entry)).collect();
    let expected: Vec<_> = (1..).zip(texts(3).into_iter().chain(texts(1))).collect();
    assert_eq!(entries, expected);
    let mut journal = found.journal;
    assert_eq!(journal.append(&known, 5, &texts(1)).unwrap(), 5);
    assert_eq!(place.recovered(), [1, 2, 3, 4, 5]);
}

#[test]
fn numbers_have_no_gaps_and_sending_again_does_nothing() {
    let place = place();
    let known = Known::new();
    let mut journal = place.open().journal;
    assert_eq!(journal.append(&known, 10, &[]).unwrap(), 9);
    assert_eq!(journal.append(&known, 10, &texts(2)).unwrap(), 11);
    assert_eq!(journal.append(&known, 10, &texts(2)).unwrap(), 11);
    assert_eq!(journal.append(&known, 11, &texts(2)).unwrap(), 12);
    let gap = journal.append(&known, 14, &texts(1)).unwrap_err();
    assert_eq!(gap.to_string(), "Entry 14 was sent to the journal where 13 was due");
    assert_eq!(place.recovered(), [10, 11, 12]);
}

#[test]
fn clearing_forgets_what_is_saved_and_keeps_what_came_later() {
    let place = place();
    let known = Known::new();
    let mut journal = place.open().journal;
    journal.append(&known, 1, &texts(5)).unwrap();
    journal.clear(&known, 3).unwrap();
    journal.append(&known, 6, &texts(1)).unwrap();
    assert_eq!(place.recovered(), [4, 5, 6]);
    journal.clear(&known, 6).unwrap();
    assert!(!place.path.exists());
    journal.append(&known, 7, &texts(1)).unwrap();
    assert_eq!(place.recovered(), [7]);
    journal.discard().unwrap();
    assert!(!place.path.exists());
    journal.append(&known, 1, &texts(1)).unwrap();
    assert_eq!(place.recovered(), [1]);
}

#[test]
fn a_half_written_entry_is_dropped_with_a_word_and_writing_goes_on_behind_the_whole_ones() {
    let place = place();
    let known = Known::new();
    place.open().journal.append(&known, 1, &texts(2)).unwrap();
    let whole = std::fs::read(&place.path).unwrap();
    std::fs::write(&place.path, whole.get(..whole.len() - 5).unwrap()).unwrap();
    let found = place.open();
    let recovered = found.recovered.unwrap();
    assert_eq!(recovered.damage.as_deref(), Some("The last entry was only half written and is lost"));
    assert_eq!(recovered.entries.len(), 1);
    let mut journal = found.journal;
    journal.append(&known, 2, &texts(1)).unwrap();
    assert_eq!(place.open().recovered.unwrap().damage, None);
    assert_eq!(place.recovered(), [1, 2]);
}

#[test]
fn a_journal_that_cannot_be_read_is_kept_aside() {
    let place = place();
    let known = Known::new();
    std::fs::write(&place.path, "{\"header\":{\"version\":9,\"folder\":\"/design\",\"base\":{}}}\nnews\n").unwrap();
    let mut found = place.open();
    assert_eq!(found.recovered, None);
    let aside = found.kept_aside.unwrap();
    assert!(std::fs::read_to_string(&aside).unwrap().ends_with("news\n"));
    found.journal.append(&known, 1, &texts(2)).unwrap();
    drop(found.journal);

    let mut text = std::fs::read_to_string(&place.path).unwrap();
    text.push_str("???\n{\"entry\":{\"sequence\":3,\"text\":\"\"}}\n");
    std::fs::write(&place.path, &text).unwrap();
    let damage = place.open().recovered.unwrap().damage.unwrap();
    assert!(
        damage.starts_with("From line 4 on the journal cannot be read, and the edits after 2 are lost"),
        "{damage}"
    );
    let second = aside.with_file_name(format!("{}.damaged-2.jsonl", "a".repeat(32)));
    assert_eq!(std::fs::read_to_string(second).unwrap(), text);
    assert_eq!(place.recovered(), [1, 2]);
}

#[test]
fn a_save_that_was_carried_out_leaves_nothing_to_recover() {
    let place = place();
    let before: Known = [("a.toml".to_owned(), Digest::of(b"1"))].into();
    let after: Known = [("a.toml".to_owned(), Digest::of(b"2"))].into();
    let note = || BTreeMap::from([("a.toml".to_owned(), Some(Digest::of(b"2")))]);
    let mut journal = place.open_with(&before).journal;
    journal.append(&before, 1, &texts(1)).unwrap();
    journal.note_saving(note()).unwrap();
    drop(journal);
    let unfinished = place.open_with(&before).recovered.unwrap();
    assert_eq!((unfinished.entries.len(), unfinished.changed_since), (1, vec![]));
    assert_eq!(place.open_with(&after).recovered, None);
    assert!(!place.path.exists());
}

#[test]
fn journals_with_work_are_listed() {
    let place = place();
    let folder = place.path.parent().unwrap();
    assert_eq!(leftovers(folder).unwrap(), []);
    let mut journal = place.open().journal;
    journal.append(&Known::new(), 1, &texts(1)).unwrap();
    std::fs::write(place.path.with_extension("damaged-1.jsonl"), "").unwrap();
    std::fs::write(folder.join(format!("{}.jsonl", "b".repeat(32))), "").unwrap();
    let listed: Vec<_> = leftovers(folder).unwrap().into_iter().map(|leftover| leftover.folder).collect();
    assert_eq!(listed, [PathBuf::from("/design")]);
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_a_journal() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = place();
    let mut journal = place.open().journal;
    journal.append(&Known::new(), 1, &texts(2)).unwrap();
    let mode = || place.path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    journal.clear(&Known::new(), 1).unwrap();
    assert_eq!(mode(), 0o600);
}
