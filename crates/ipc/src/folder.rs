//! Picking, opening and saving a design folder.

use serde::{Deserialize, Serialize};

use crate::{FolderFile, OutsideChange, Recovered};

/// Shows the system's dialog for folders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PickFolder {
    /// Decides the title of the dialog.
    pub purpose: PickPurpose,
    /// Where the dialog starts, if that folder exists.
    #[serde(default)]
    pub start_in: Option<String>,
}

/// The purpose of the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PickPurpose {
    /// Open the design that lies in it.
    OpenDesign,
    /// Begin a design in it.
    NewDesign,
    /// Write an export into it.
    Export,
}

/// The folder that the person picked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    /// Absolute; nothing when the dialog was cancelled.
    pub path: Option<String>,
}

/// Opens a folder in place of the one that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenFolder {
    /// Absolute; the path of an `eventscape.toml` stands for the folder it lies in.
    pub path: String,
    /// Begin a new design: the folder must be empty (hidden files aside) or absent, and is made.
    #[serde(default)]
    pub create: bool,
    /// Give up the unsaved work of the folder that is open, once this one has opened; when it does not, nothing is lost.
    #[serde(default)]
    pub discard_open: bool,
}

/// An open folder, with everything that stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Names this opening in later requests and events; another opening has another one.
    pub handle: u32,
    /// Absolute, links resolved.
    pub path: String,
    /// The folder's own name.
    pub name: String,
    /// Sorted by path.
    pub files: Vec<FolderFile>,
    /// Why nothing can be saved, where that is so.
    pub read_only: Option<ReadOnly>,
    /// Work of an earlier run that was never saved.
    pub journal: Option<Recovered>,
    /// The text that was being typed when an earlier run ended, as [`crate::KeepTyping`] gave it.
    pub typing: Option<String>,
    /// The branch of the git repository around it; the first characters of the commit when no branch is checked out.
    pub branch: Option<String>,
    /// The files that could not be read, and the changes that will not be noticed.
    pub problems: Vec<FolderProblem>,
}

/// Why a folder is open for reading only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadOnly {
    /// For the program.
    pub reason: ReadOnlyReason,
    /// For people: what is so.
    pub message: String,
    /// For people: what to do.
    pub next: String,
}

/// Why a folder is open for reading only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadOnlyReason {
    /// Another window, of this or another process, is writing it.
    AnotherWindow,
    /// The operating system does not let this person write into it.
    NoPermission,
}

/// A file that could not be read, or something about the folder worth saying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderProblem {
    /// Relative to the folder; empty when it is about the folder itself.
    pub path: String,
    /// The problem, in a sentence.
    pub message: String,
    /// The next step.
    pub next: String,
}

/// Lets go of the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloseFolder {
    /// From [`Opened::handle`].
    pub handle: u32,
}

/// Writes and deletes files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Save {
    /// From [`Opened::handle`].
    pub handle: u32,
    /// One a file.
    pub changes: Vec<FileChange>,
}

/// The next state of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileChange {
    /// Relative to the folder, with `/`; ends in `.toml`, `.avsc` or `.md`, no part of it begins with a dot.
    pub path: String,
    /// The content that the window believes to stand there; nothing for a file that must not exist yet.
    pub before: Option<String>,
    /// The content that is to stand there; nothing to delete it.
    pub after: Option<String>,
}

/// How a save ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum SaveOutcome {
    /// Every file says what it should. A file that already did counts as well.
    Saved {
        /// Paths that were given a text, sorted.
        written: Vec<String>,
        /// Paths that were removed, sorted.
        deleted: Vec<String>,
    },
    /// Some file is neither as before nor as after: another program changed it. Nothing was written at all.
    Conflict {
        /// The content that stands there now, to be merged before the next try.
        changes: Vec<OutsideChange>,
    },
}
