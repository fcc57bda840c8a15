//! What is loaded is what was saved, whatever the design, and an edit changes what it is about and nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on fails"
)]

mod disk;

use disk::{Disk, all, standing, unsaved};
use format::{Loaded, Unsaved, load};
use model::{ContextId, Design, Kind, RecordKey, arbitrary, validate};
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeSet;

fn same(left: &Design, right: &Design) -> Result<(), TestCaseError> {
    for key in all(left).union(&all(right)) {
        prop_assert_eq!(left.get(key), right.get(key), "{}", key);
    }
    Ok(())
}

/// Another state of some records of a design.
#[derive(Debug, Clone)]
struct Edit {
    design: Design,
    dirty: BTreeSet<RecordKey>,
}

fn edited(design: Design) -> impl Strategy<Value = (Design, Edit)> {
    let keys: Vec<RecordKey> = design.keys();
    proptest::collection::vec((any::<Index>(), 0u8..8), 1..4)
        .prop_flat_map(move |picks| {
            let contexts: Vec<ContextId> = design.contexts().keys().cloned().collect();
            let records: Vec<_> = picks
                .iter()
                .map(|(index, what)| {
                    let key = index.get(&keys).clone();
                    // A context is deleted with its members only, which is for the editor to see to.
                    let is_deleted = *what == 0 && !matches!(key, RecordKey::Context(_) | RecordKey::View(_));
                    arbitrary::another(&key, &contexts)
                        .prop_map(move |record| (key.clone(), (!is_deleted).then_some(record)))
                })
                .collect();
            (Just(design.clone()), records)
        })
        .prop_map(|(before, records)| {
            let mut edit = Edit { design: before.clone(), dirty: BTreeSet::new() };
            for (key, record) in records {
                match record {
                    Some(record) => drop(edit.design.insert(record)),
                    None => drop(edit.design.remove(&key)),
                }
                edit.dirty.insert(key);
            }
            // A node goes with its positions, as the editor does it.
            for key in edit.design.keys() {
                if matches!(&key, RecordKey::Placement(_, node) if !edit.design.contains(node)) {
                    edit.design.remove(&key);
                    edit.dirty.insert(key);
                }
            }
            (before, edit)
        })
}

/// What a person adds to a file by hand: lines of comments and keys that mean nothing to us.
fn decorated(disk: &Disk, design: &Design, places: &[(Index, Index, bool)]) -> (Disk, Vec<(RecordKey, String)>) {
    let mut out = disk.clone();
    let mut added = Vec::new();
    for (number, (file, line, is_comment)) in places.iter().enumerate() {
        let paths: Vec<&String> = disk.0.keys().filter(|path| path.ends_with(".toml")).collect();
        let path = *file.get(&paths);
        let text = out.0[path].clone();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let heading = lines.iter().position(|line| line.starts_with('[')).unwrap_or(lines.len());
        // A comment right above a heading belongs to it and goes with it.
        let at = if heading == 0 { 0 } else { line.index(heading) };
        let new = if *is_comment {
            format!("  # comment {number}")
        } else {
            format!("unknown_{number} = 0x{number:02X} # kept")
        };
        let changed: String = lines[..at]
            .iter()
            .map(|it| it.to_string())
            .chain([if heading == 0 && *is_comment { format!("{new}\n\n") } else { format!("{new}\n") }])
            .chain(lines[at..].iter().map(|it| it.to_string()))
            .collect();
        let mut tried = out.clone();
        tried.0.insert(path.clone(), changed);
        let loaded = load(tried.files());
        let is_taken_as_meant = is_comment_or_key(&tried.0[path], number);
        if loaded.design == *design && is_taken_as_meant {
            let key = loaded.folder.path_of(&RecordKey::Settings).filter(|it| it == path).map(|_| RecordKey::Settings);
            let key = key.or_else(|| design.keys().into_iter().find(|key| loaded.folder.path_of(key) == Some(path)));
            if let Some(key) = key {
                added.push((key, new));
                out = tried;
            }
        }
    }
    (out, added)
}

/// Whether a line stands at the top of its file, and neither in a text nor in a list.
fn is_comment_or_key(text: &str, number: usize) -> bool {
    let probe = text
        .replace(&format!("  # comment {number}\n"), &format!("probe_{number} = 1\n"))
        .replace(&format!("unknown_{number} ="), &format!("probe_{number} ="));
    probe.parse::<toml_edit::DocumentMut>().is_ok_and(|it| it.contains_key(&format!("probe_{number}")))
}

fn root_keys(text: &str) -> Vec<String> {
    let document = text.parse::<toml_edit::DocumentMut>().unwrap();
    document.as_table().get_values().iter().map(|(keys, _)| keys[0].get().to_owned()).collect()
}

proptest! {
    #![proptest_config(laws::cases(1000))]

    #[test]
    fn what_is_loaded_is_what_was_saved(design in arbitrary::design()) {
        prop_assert_eq!(validate(&design), vec![]);
        let disk = Disk::of(&design);
        let loaded = load(disk.files());
        let problems: Vec<_> = loaded.diagnostics.iter().filter(|it| it.code.as_str() != "schema/version-gap").collect();
        prop_assert!(problems.is_empty(), "{:#?}", problems);
        same(&loaded.design, &design)?;
        prop_assert_eq!(&loaded.design, &design);
        // Saving again changes nothing, and a second rendering gives the same bytes.
        prop_assert_eq!(unsaved(&loaded.folder, &loaded.design, &all(&loaded.design)), vec![]);
        prop_assert_eq!(Disk::of(&loaded.design), disk);
    }
}

proptest! {
    #![proptest_config(laws::cases(250))]

    #[test]
    fn an_edit_is_saved_and_what_people_added_stays(
        (before, edit) in arbitrary::design().prop_flat_map(edited),
        places in proptest::collection::vec(any::<(Index, Index, bool)>(), 0..6),
    ) {
        let (mut disk, added) = decorated(&Disk::of(&before), &before, &places);
        let Loaded { mut folder, .. } = load(disk.files());
        let changes = unsaved(&folder, &edit.design, &edit.dirty);

        // Only files of records that have changed are written.
        let allowed: BTreeSet<String> = edit.dirty.iter().filter_map(|key| folder.path_of(key)).map(str::to_owned)
            .chain(edit.dirty.iter().filter_map(|key| edit.design.get(key)).filter_map(|record| format::path(&record)))
            .collect();
        for change in &changes {
            let in_schema = change.path.contains("/schemas/");
            prop_assert!(allowed.contains(&change.path) || in_schema, "{}", change.path);
        }

        let old = disk.clone();
        disk.apply(&changes);
        folder.applied(&changes);
        let loaded = load(disk.files());
        same(&loaded.design, &edit.design)?;
        prop_assert_eq!(&loaded.folder, &folder);
        prop_assert_eq!(unsaved(&folder, &edit.design, &edit.dirty), vec![]);

        for (key, line) in added {
            if let Some(path) = loaded.folder.path_of(&key).filter(|path| path.ends_with(".toml")) {
                let text = &disk.0[path];
                prop_assert!(text.contains(line.trim_start()), "{} lost from {}:\n{}", line, path, text);
            }
        }
        for change in changes.iter().filter(|it| it.path.ends_with(".toml")) {
            if let (Some(before), Some(after)) = (old.0.get(&change.path), &change.after) {
                let (before, after) = (root_keys(before), root_keys(after));
                let kept = |of: &[String], other: &[String]| of.iter().filter(|key| other.contains(key)).cloned().collect::<Vec<_>>();
                prop_assert_eq!(kept(&before, &after), kept(&after, &before), "{}", change.path);
            }
        }
    }

    #[test]
    fn whatever_stands_on_disk_is_loaded_kept_and_can_be_edited(
        (before, edit) in arbitrary::design().prop_flat_map(edited),
        damages in proptest::collection::vec(damage(), 1..6),
    ) {
        let mut disk = Disk::of(&before);
        for damage in &damages {
            damage.apply(&mut disk);
        }
        let loaded = load(disk.files());
        prop_assert_eq!(validate(&loaded.design), vec![]);
        prop_assert_eq!(unsaved(&loaded.folder, &loaded.design, &standing(&loaded.folder, &loaded.design)), vec![]);

        // The same edit, as far as the damage has left the records that it is about.
        let mut design = loaded.design.clone();
        let mut dirty = BTreeSet::new();
        for key in edit.dirty.iter().filter(|key| loaded.design.contains(key) && loaded.folder.path_of(key).is_some()) {
            let Some(record) = edit.design.get(key) else { continue };
            if record.context().is_none_or(|context| design.context(context).is_some()) {
                design.insert(record);
                dirty.insert(key.clone());
            }
        }
        let is_blocked = |key: &&RecordKey| !Unsaved::of(&loaded.folder, &design, [*key]).withheld(&loaded.folder, &design).is_empty();
        let blocked: BTreeSet<RecordKey> = dirty.iter().filter(is_blocked).cloned().collect();
        let mut folder = loaded.folder;
        let changes = unsaved(&folder, &design, &dirty);
        disk.apply(&changes);
        folder.applied(&changes);
        let again = load(disk.files());
        // A context that only its members speak of goes with the last of them.
        let is_nameless = |key: &RecordKey| {
            let node = if let RecordKey::Placement(_, node) = key { node } else { key };
            node.kind() == Kind::Context && folder.path_of(node).is_none()
        };
        for key in all(&design).into_iter().filter(|key| !is_nameless(key)) {
            if !blocked.contains(&key) && design.get(&key) != again.design.get(&key) {
                prop_assert_eq!(design.get(&key), again.design.get(&key), "{} in {:#?}", key, disk);
            }
        }
        if blocked.is_empty() {
            prop_assert_eq!(&again.folder, &folder);
        }
    }
}

/// What happens to files: a slip of the pen, a bad merge, another program.
#[derive(Debug, Clone)]
struct Damage {
    file: Index,
    at: Index,
    length: usize,
    text: &'static str,
}

fn damage() -> impl Strategy<Value = Damage> {
    let text = prop_oneof![
        3 => Just(""),
        5 => proptest::sample::select(vec![
            "\n", "\"", "'", "[", "]", "{", "}", "=", "# ", "0", "-1", "1.5", "true", "x", "\r\n", "\"a\"", "name = 1\n", "\nkind = \"evnt\"\n",
            "\n[config]\n", "\n[[steps]]\nid = \"a\"\nname = \"A\"\nkind = \"event\"\n", "<<<<<<< a\n=======\n>>>>>>> b\n", "---\n", "\n[nodes]\n", "\n[direction.consume]\n",
            "\u{feff}", "\0", "messages = [1, \"a\", \"B\"]\n", "steps = [{ id = \"a\", name = \"A\", kind = \"event\" }, 5]\n", "direction.produce.acks = \"1\"\n",
            "config = { a = \"b\", c = 1 }\n", "glossary.word = \"meaning\"\n", "partitions = 0x10 # hex\n",
        ]),
    ];
    (any::<Index>(), any::<Index>(), 0usize..30, text).prop_map(|(file, at, length, text)| Damage {
        file,
        at,
        length,
        text,
    })
}

impl Damage {
    fn apply(&self, disk: &mut Disk) {
        let paths: Vec<String> = disk.0.keys().cloned().collect();
        let path = self.file.get(&paths);
        let text = &disk.0[path];
        // Whole lines are put in between lines, everything else anywhere.
        let at = if self.text.ends_with('\n') {
            let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            *self.at.get(&starts)
        } else {
            let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            *self.at.get(&starts)
        };
        let end = if self.text.is_empty() {
            text.char_indices().map(|(at, _)| at).find(|it| *it >= at + self.length).unwrap_or(text.len())
        } else {
            at
        };
        let changed = format!("{}{}{}", &text[..at], self.text, &text[end..]);
        disk.0.insert(path.clone(), changed);
    }
}
