//! Writing exported files into a folder that the person chose.

use serde::{Deserialize, Serialize};

use crate::IpcError;

/// One exported file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportFile {
    /// Relative to the chosen folder, with `/`; no part of it begins with a dot.
    pub path: String,
    /// The text that is to stand in it.
    pub text: String,
    /// Whether it is a script to run. Has no meaning on Windows.
    #[serde(default)]
    pub executable: bool,
}

/// Writes an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WriteExport {
    /// Absolute; made if it does not exist.
    pub folder: String,
    /// The files to write.
    pub files: Vec<ExportFile>,
    /// Whether files that differ may be overwritten.
    #[serde(default)]
    pub overwrite: bool,
}

/// How an export ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ExportOutcome {
    /// Every file stands in the folder.
    Written {
        /// Absolute, links resolved.
        folder: String,
        /// Files that were written, sorted.
        written: Vec<String>,
        /// Files that already said exactly this, sorted.
        unchanged: Vec<String>,
    },
    /// It was stopped, or a file could not be written. A file that was written stands there whole.
    Incomplete {
        /// Absolute, links resolved.
        folder: String,
        /// Files that were written, sorted.
        written: Vec<String>,
        /// Files that already said exactly this, sorted.
        unchanged: Vec<String>,
        /// Files that were not written, sorted: what stands there says something else or was not looked at.
        missing: Vec<String>,
        /// Why it did not go on; nothing when it was asked to stop.
        error: Option<IpcError>,
    },
    /// Files would have been overwritten and `overwrite` was not set. Nothing was written at all.
    AlreadyThere {
        /// Those files, sorted.
        files: Vec<String>,
    },
}
