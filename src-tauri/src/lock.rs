//! One writer a folder, over all windows and processes.
//!
//! The lock is the operating system's, on a file in the application's data folder, so it ends with the process however that
//! ends, and no stale lock can keep anybody out.

use std::fs::{File, TryLockError};

use crate::data::{DataFolder, FolderKey};
use crate::failure::Failure;

/// Held as long as this folder is open for writing here.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// The lock, or nothing when another window holds it.
    pub fn acquire(data: &DataFolder, key: &FolderKey) -> Result<Option<Self>, Failure> {
        let path = data.lock(key);
        let shown = path.display().to_string();
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(Failure::disk("made", shown.clone()))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(Failure::disk("locked", shown)(error)),
        }
    }
}
