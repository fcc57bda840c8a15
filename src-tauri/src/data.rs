//! Where the shell keeps what is its own: journals, locks, and the list of folders opened last.
//!
//! Nothing of this is ever written into a design folder, because that folder is a team's and lies in git.

use std::io;
use std::path::{Path, PathBuf};

use crate::digest::Digest;
use crate::failure::Failure;

/// Enough of a digest that two folders never share it.
const KEY_CHARACTERS: usize = 32;

/// The application's own folder.
#[derive(Debug, Clone)]
pub struct DataFolder(PathBuf);

/// Names a design folder in the file names of its journal and lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderKey(String);

impl FolderKey {
    /// The key of a folder whose links are resolved, so that two ways to one folder have one key.
    pub fn of(canonical: &Path) -> Self {
        let digest = Digest::of(canonical.as_os_str().as_encoded_bytes()).to_string();
        Self(digest.chars().take(KEY_CHARACTERS).collect())
    }

    /// The key in the name of a journal; nothing for a file that is no journal in use.
    pub fn from_journal(path: &Path) -> Option<Self> {
        let key = path.file_name()?.to_str()?.strip_suffix(".jsonl")?;
        let is_key = key.len() == KEY_CHARACTERS && key.chars().all(|character| character.is_ascii_hexdigit());
        is_key.then(|| Self(key.to_owned()))
    }
}

impl DataFolder {
    /// Makes the folder and those in it, readable by this person only.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, Failure> {
        let data = Self(path.into());
        for folder in [data.0.clone(), data.journals(), data.locks()] {
            make_private(&folder).map_err(Failure::disk("made", folder.display().to_string()))?;
        }
        Ok(data)
    }

    /// The folder with all journals.
    pub fn journals(&self) -> PathBuf {
        self.0.join("journals")
    }

    /// The journal of one folder.
    pub fn journal(&self, key: &FolderKey) -> PathBuf {
        self.journals().join(format!("{}.jsonl", key.0))
    }

    /// The text that was being typed into one folder's design.
    pub fn typing(&self, key: &FolderKey) -> PathBuf {
        self.journals().join(format!("{}.typing", key.0))
    }

    /// The lock of one folder.
    pub fn lock(&self, key: &FolderKey) -> PathBuf {
        self.locks().join(format!("{}.lock", key.0))
    }

    /// The list of folders opened last.
    pub fn recent(&self) -> PathBuf {
        self.0.join("recent.json")
    }

    fn locks(&self) -> PathBuf {
        self.0.join("locks")
    }
}

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
