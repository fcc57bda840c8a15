//! Reading files, as much as a machine can bear.

use crate::error::Error;
use crate::path::RelativePath;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Largest file that is read; the largest real schema we know is a hundredth of it.
pub const LARGEST_FILE_BYTES: u64 = 8 << 20;
/// Largest sum over all files of a folder.
pub const LARGEST_FOLDER_BYTES: u64 = 512 << 20;

/// The size of a folder's files so far.
#[derive(Debug, Default)]
pub struct Total(u64);

impl Total {
    /// Counts a file, and refuses the one that is too much.
    pub fn add(&mut self, root: &Path, bytes: &[u8]) -> Result<(), Error> {
        self.0 += bytes.len() as u64;
        if self.0 <= LARGEST_FOLDER_BYTES {
            return Ok(());
        }
        Err(Error::TooLarge {
            amount: "The sum of all files".to_owned(),
            limit: format!("{} MiB", LARGEST_FOLDER_BYTES >> 20),
            path: root.display().to_string(),
        })
    }
}

/// Reads one file below a folder; nothing when it is not there.
pub fn read(root: &Path, path: &RelativePath) -> Result<Option<Vec<u8>>, Error> {
    let Some(file) = open(root, path)? else { return Ok(None) };
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(Error::disk("read", path.as_str()))?;
    if bytes.len() as u64 > LARGEST_FILE_BYTES {
        return Err(Error::TooLarge {
            amount: format!("The size of {}", path.as_str()),
            limit: format!("{} MiB", LARGEST_FILE_BYTES >> 20),
            path: path.as_str().to_owned(),
        });
    }
    Ok(Some(bytes))
}

/// Whether a file says this and nothing else; nothing when it is not there. It may be of any size.
pub fn says(root: &Path, path: &RelativePath, bytes: &[u8]) -> Result<Option<bool>, Error> {
    let Some(file) = open(root, path)? else { return Ok(None) };
    let failed = || Error::disk("read", path.as_str());
    let size = bytes.len() as u64;
    if file.metadata().map_err(failed())?.len() != size {
        return Ok(Some(false));
    }
    let mut there = Vec::with_capacity(bytes.len());
    file.take(size + 1).read_to_end(&mut there).map_err(failed())?;
    Ok(Some(there == bytes))
}

/// Whether a file begins with this; false when it is not there or cannot be read.
pub fn begins_with(root: &Path, path: &RelativePath, start: &[u8]) -> bool {
    let mut there = Vec::with_capacity(start.len());
    let Ok(Some(file)) = open(root, path) else { return false };
    file.take(start.len() as u64).read_to_end(&mut there).is_ok() && there == start
}

fn open(root: &Path, path: &RelativePath) -> Result<Option<File>, Error> {
    match File::open(path.below(root)?) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::disk("read", path.as_str())(error)),
    }
}
