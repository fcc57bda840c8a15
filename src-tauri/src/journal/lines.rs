//! The text of a journal: one JSON object a line, read so that whatever is whole is kept.

use std::collections::BTreeMap;

use ipc::JournalEntry;
use serde::{Deserialize, Serialize};

use crate::digest::{Digest, Known};

/// The version of this format; a journal of another version is kept aside unread.
pub const VERSION: u32 = 1;

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Line {
    /// The first line.
    Header {
        /// Of this format.
        version: u32,
        /// Canonical path of the design folder.
        folder: String,
        /// The state of its files when the first entry was made.
        base: Known,
    },
    /// An edit.
    Entry {
        /// Numbered without gaps.
        sequence: u64,
        /// The window's own text.
        text: String,
    },
    /// The window was told what other programs did; from here on the base is this.
    Outside {
        /// Nothing for a file that is gone.
        files: BTreeMap<String, Option<Digest>>,
    },
    /// A save begins that contains every entry so far and leaves the files like this.
    Saving {
        /// Nothing for a file that goes.
        files: BTreeMap<String, Option<Digest>>,
    },
}

/// The content of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Content {
    /// The design folder, from the header; nothing when there is no header that we understand.
    pub folder: Option<String>,
    /// The window's knowledge of the files at the last entry.
    pub base: Known,
    /// In order.
    pub entries: Vec<JournalEntry>,
    /// The last save that was begun, and how many entries it contained.
    pub saving: Option<(BTreeMap<String, Option<Digest>>, usize)>,
    /// How much of the file is whole; appending goes on there.
    pub whole_bytes: u64,
    /// The damage of the rest.
    pub damage: Option<Damage>,
}

/// The damage at the end of a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// The program or the machine stopped while the last line was being written.
    Torn,
    /// A line in the middle makes no sense; this and what follows is not read.
    Unreadable {
        /// From 1.
        line: usize,
    },
    /// The header is missing or of another version.
    Foreign,
}

impl Line {
    /// Adds the line to `text`.
    pub fn write_to(&self, text: &mut String) {
        // Writing these types as JSON cannot fail: every map has text for its keys.
        if let Ok(json) = serde_json::to_string(self) {
            text.push_str(&json);
            text.push('\n');
        }
    }
}

/// Reads as far as the journal makes sense.
pub fn read(bytes: &[u8]) -> Content {
    let mut content = Content::default();
    for (index, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let whole = line.strip_suffix(b"\n");
        let Some(line_bytes) = whole else {
            content.damage = Some(Damage::Torn);
            break;
        };
        let parsed = serde_json::from_slice::<Line>(line_bytes).ok();
        if let Err(damage) = content.take(index, parsed) {
            content.damage = Some(damage);
            break;
        }
        content.whole_bytes += line.len() as u64;
    }
    content
}

impl Content {
    fn take(&mut self, index: usize, line: Option<Line>) -> Result<(), Damage> {
        let unreadable = Err(if index == 0 { Damage::Foreign } else { Damage::Unreadable { line: index + 1 } });
        match line {
            Some(Line::Header { version: VERSION, folder, base }) if index == 0 => {
                self.folder = Some(folder);
                self.base = base;
                Ok(())
            }
            None | Some(Line::Header { .. }) => unreadable,
            Some(_) if index == 0 => unreadable,
            Some(Line::Entry { sequence, text }) => {
                if self.entries.last().is_some_and(|last| last.sequence + 1 != sequence) {
                    return unreadable;
                }
                self.entries.push(JournalEntry { sequence, entry: text });
                Ok(())
            }
            Some(Line::Outside { files }) => {
                for (path, digest) in files {
                    match digest {
                        Some(digest) => self.base.insert(path, digest),
                        None => self.base.remove(&path),
                    };
                }
                Ok(())
            }
            Some(Line::Saving { files }) => {
                self.saving = Some((files, self.entries.len()));
                Ok(())
            }
        }
    }

    /// Whether the files hold every entry already: a save was carried out, but the program ended before it could say so.
    pub fn is_saved(&self, known: &Known) -> bool {
        self.saving.as_ref().is_some_and(|(files, entries)| {
            *entries == self.entries.len() && files.iter().all(|(path, digest)| known.get(path) == digest.as_ref())
        })
    }

    /// Files that are neither as the window knew them nor as its own unfinished save would have left them.
    pub fn changed_since(&self, known: &Known) -> Vec<String> {
        let mut paths: Vec<_> = self.base.keys().chain(known.keys()).collect();
        paths.sort();
        paths.dedup();
        let saved = |path: &String| {
            self.saving
                .as_ref()
                .and_then(|(files, _)| files.get(path))
                .is_some_and(|digest| known.get(path) == digest.as_ref())
        };
        paths.into_iter().filter(|path| known.get(*path) != self.base.get(*path) && !saved(path)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn known(files: &[(&str, &str)]) -> Known {
        files.iter().map(|(path, text)| ((*path).to_owned(), Digest::of(text.as_bytes()))).collect()
    }

    fn after(files: &[(&str, Option<&str>)]) -> BTreeMap<String, Option<Digest>> {
        files.iter().map(|(path, text)| ((*path).to_owned(), text.map(|text| Digest::of(text.as_bytes())))).collect()
    }

    fn journal(lines: &[Line]) -> String {
        let mut text = String::new();
        Line::Header {
            version: VERSION,
            folder: "/design".to_owned(),
            base: known(&[("a.toml", "1"), ("b.toml", "1")]),
        }
        .write_to(&mut text);
        for line in lines {
            line.write_to(&mut text);
        }
        text
    }

    fn entry(sequence: u64) -> Line {
        Line::Entry { sequence, text: format!("edit {sequence}\nwith two lines, “ä” and a \u{0}") }
    }

    #[test]
    fn files_that_others_changed_are_told_from_our_own_half_done_save() {
        let check = |lines: &[Line], now: &[(&str, &str)], saved: bool, changed: &[&str]| {
            let content = read(journal(lines).as_bytes());
            assert_eq!(content.damage, None);
            assert_eq!(
                (content.is_saved(&known(now)), content.changed_since(&known(now))),
                (saved, changed.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>())
            );
        };
        let same = &[("a.toml", "1"), ("b.toml", "1")];
        check(&[entry(1)], same, false, &[]);
        check(&[entry(1)], &[("a.toml", "2"), ("c.toml", "1")], false, &["a.toml", "b.toml", "c.toml"]);
        let outside = Line::Outside { files: after(&[("a.toml", Some("2")), ("b.toml", None)]) };
        check(&[entry(1), outside.clone()], &[("a.toml", "2")], false, &[]);
        check(&[entry(1), outside], same, false, &["a.toml", "b.toml"]);
        let saving = Line::Saving { files: after(&[("a.toml", Some("2")), ("b.toml", None)]) };
        check(&[entry(1), saving.clone()], &[("a.toml", "2")], true, &[]);
        check(&[entry(1), saving.clone()], &[("a.toml", "2"), ("b.toml", "1")], false, &[]);
        check(&[entry(1), saving.clone()], &[("a.toml", "3"), ("b.toml", "1")], false, &["a.toml"]);
        check(&[entry(1), saving, entry(2)], &[("a.toml", "2")], false, &[]);
    }

    #[test]
    fn what_makes_no_sense_ends_the_journal_where_it_stands() {
        let check = |text: &str, entries: usize, damage: Option<Damage>| {
            let content = read(text.as_bytes());
            assert_eq!((content.entries.len(), content.damage), (entries, damage), "{text}");
        };
        check("", 0, None);
        check("{", 0, Some(Damage::Torn));
        check("garbage\n", 0, Some(Damage::Foreign));
        check("{\"header\":{\"version\":2,\"folder\":\"/design\",\"base\":{}}}\n", 0, Some(Damage::Foreign));
        check("{\"entry\":{\"sequence\":1,\"text\":\"\"}}\n", 0, Some(Damage::Foreign));
        check(&journal(&[entry(1), entry(2)]), 2, None);
        check(&journal(&[entry(7), entry(8)]), 2, None);
        check(&journal(&[entry(1), entry(3)]), 1, Some(Damage::Unreadable { line: 3 }));
        check(&format!("{}\0\0\0\n", journal(&[entry(1)])), 1, Some(Damage::Unreadable { line: 3 }));
        check(&format!("{}{}", journal(&[entry(1)]), journal(&[])), 1, Some(Damage::Unreadable { line: 3 }));
    }

    proptest! {
        #![proptest_config(laws::cases(256))]

        #[test]
        fn a_cut_at_any_byte_keeps_every_whole_entry(count in 1_u64..6, cut in 0.0..1.0_f64) {
            let lines: Vec<_> = (1..=count).map(entry).collect();
            let text = journal(&lines);
            let cut = (text.len() as f64 * cut) as usize;
            let kept = &text.as_bytes()[..cut];
            let whole_lines = kept.iter().filter(|byte| **byte == b'\n').count();
            let content = read(kept);
            prop_assert_eq!(content.entries.len(), whole_lines.saturating_sub(1));
            prop_assert_eq!(content.damage.is_some(), !kept.is_empty() && !kept.ends_with(b"\n"));
            let again = read(&kept[..usize::try_from(content.whole_bytes).unwrap()]);
            prop_assert_eq!(again.damage, None);
            prop_assert_eq!(again.entries, content.entries);
        }
    }
}
