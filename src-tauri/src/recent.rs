//! The folders that were opened last.

use std::io::{self, Write as _};
use std::path::Path;

use atomic_write_file::AtomicWriteFile;
use ipc::RecentFolder;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// How many are kept.
const MOST: usize = 12;

/// As it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    path: String,
    opened_at_ms: u64,
}

/// The list, newest first. A list that cannot be read is an empty one: it is a convenience, not work.
pub fn list(file: &Path) -> Vec<RecentFolder> {
    read(file)
        .into_iter()
        .map(|kept| RecentFolder {
            name: name_of(Path::new(&kept.path)),
            missing: !Path::new(&kept.path).is_dir(),
            path: kept.path,
            opened_at_ms: kept.opened_at_ms,
        })
        .collect()
}

/// Puts a folder on top of the list.
pub fn remember(file: &Path, path: &str, now_ms: u64) -> Result<(), Failure> {
    let mut kept = read(file);
    kept.retain(|other| other.path != path);
    kept.insert(0, Kept { path: path.to_owned(), opened_at_ms: now_ms });
    kept.truncate(MOST);
    write(file, &kept)
}

/// Takes a folder off the list.
pub fn forget(file: &Path, path: &str) -> Result<(), Failure> {
    let mut kept = read(file);
    kept.retain(|other| other.path != path);
    write(file, &kept)
}

/// The name by which people know a folder.
pub fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn read(file: &Path) -> Vec<Kept> {
    match std::fs::read(file) {
        Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_else(|error| {
            tracing::warn!(%error, "the list of folders opened last cannot be read and starts anew");
            Vec::new()
        }),
        Err(error) => {
            if error.kind() != io::ErrorKind::NotFound {
                tracing::warn!(%error, "the list of folders opened last cannot be read and starts anew");
            }
            Vec::new()
        }
    }
}

fn write(file: &Path, kept: &[Kept]) -> Result<(), Failure> {
    let failed = || Failure::disk("written", file.display().to_string());
    let json = serde_json::to_vec_pretty(kept).map_err(io::Error::from).map_err(failed())?;
    let mut out = AtomicWriteFile::open(file).map_err(failed())?;
    out.write_all(&json).map_err(failed())?;
    out.commit().map_err(failed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_stands_first_once_and_the_oldest_goes() {
        let data = tempfile::tempdir().unwrap();
        let file = data.path().join("recent.json");
        for number in 0..15 {
            remember(&file, &format!("/designs/{number}"), number).unwrap();
        }
        remember(&file, "/designs/9", 99).unwrap();
        forget(&file, "/designs/13").unwrap();
        let paths: Vec<_> = list(&file).into_iter().map(|folder| (folder.name, folder.missing)).collect();
        let expected: Vec<_> = ["9", "14", "12", "11", "10", "8", "7", "6", "5", "4", "3"]
            .into_iter()
            .map(|name| (name.to_owned(), true))
            .collect();
        assert_eq!(paths, expected);
    }

    #[test]
    fn a_broken_list_starts_anew() {
        let data = tempfile::tempdir().unwrap();
        let file = data.path().join("recent.json");
        std::fs::write(&file, "[{").unwrap();
        assert_eq!(list(&file), []);
        remember(&file, &data.path().display().to_string(), 1).unwrap();
        let listed: Vec<_> = list(&file).into_iter().map(|folder| folder.missing).collect();
        assert_eq!(listed, [false]);
    }
}
