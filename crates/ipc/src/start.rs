//! The window's first question, and the folders that it may offer.

use serde::{Deserialize, Serialize};

/// Asked once, as soon as the window's program runs; until then a close request closes at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {}

/// Where and how this window starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// The folder to open: the one this window already has open (after a reload), else the one on the command line, else the
    /// one opened last if it still exists.
    pub folder: Option<String>,
    /// True when this window has that folder open already, because its page ended and was loaded anew: unsaved work goes on.
    pub reloaded: bool,
    /// Version of the program.
    pub version: String,
    /// The operating system, for shortcuts and wording.
    pub platform: Platform,
    /// The desktop's preference, where it says one.
    pub theme: Option<Theme>,
    /// True when a test drives the window.
    pub automation: bool,
    /// Folders opened last, newest first.
    pub recent: Vec<RecentFolder>,
    /// Folders with work that was never saved; opening one of them offers to recover it.
    pub unsaved: Vec<Unsaved>,
}

/// The operating system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// Linux and its kin.
    Linux,
    /// macOS, where Mod is the command key.
    Macos,
    /// Windows.
    Windows,
}

/// A colour theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Asks for the folders opened last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recent {}

/// Takes a folder off the list of those opened last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForgetRecent {
    /// As the list gave it.
    pub path: String,
}

/// The folders opened last, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentFolders {
    /// At most twelve.
    pub folders: Vec<RecentFolder>,
}

/// A folder that was open before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentFolder {
    /// Absolute.
    pub path: String,
    /// The folder's own name.
    pub name: String,
    /// When it was opened last, in milliseconds since 1970.
    pub opened_at_ms: u64,
    /// True when the folder is not there now; it may be on a disk that is not mounted.
    pub missing: bool,
}

/// A folder with entries in its crash journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaved {
    /// Absolute.
    pub path: String,
    /// The folder's own name.
    pub name: String,
    /// When the last entry was written, in milliseconds since 1970.
    pub saved_at_ms: u64,
}
