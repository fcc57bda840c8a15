//! The crash journal: every committed edit, kept outside the design folder until it is saved.

use serde::{Deserialize, Serialize};

/// Adds entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalAppend {
    /// From [`crate::Opened::handle`].
    pub handle: u32,
    /// Number of the first entry. Entries are numbered without gaps; the first number after opening is free to choose
    /// unless a journal was recovered, then it follows on. Sending the same numbers again does nothing.
    pub sequence: u64,
    /// The shell does not look into them.
    pub entries: Vec<String>,
}

/// The entries are on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appended {
    /// Number of the last entry in the journal.
    pub sequence: u64,
}

/// Forgets the entries up to a number, because the files now contain them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalClear {
    /// From [`crate::Opened::handle`].
    pub handle: u32,
    /// The last entry that the save contained; later ones stay.
    pub through: u64,
}

/// Forgets all entries, because the person does not want them back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalDiscard {
    /// From [`crate::Opened::handle`].
    pub handle: u32,
}

/// Keeps what is being typed into a field and is no step yet, in place of the text before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeepTyping {
    /// From [`crate::Opened::handle`].
    pub handle: u32,
    /// The shell does not look into it; nothing once the text is a step or was given up.
    pub typing: Option<String>,
}

/// The work that an earlier run left in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovered {
    /// In order, numbered without gaps.
    pub entries: Vec<JournalEntry>,
    /// When the last entry was written, in milliseconds since 1970.
    pub saved_at_ms: u64,
    /// Files that are no longer what they were when the entries were made, so that replaying is a merge. Sorted.
    pub changed_since: Vec<String>,
    /// The loss in the journal itself, for people; nothing when it was whole.
    pub damage: Option<String>,
}

/// One entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Its number.
    pub sequence: u64,
    /// As the window gave it.
    pub entry: String,
}
