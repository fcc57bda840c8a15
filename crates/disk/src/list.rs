//! Which files stand below a folder, before any of them is read.

use crate::error::Error;
use crate::path::{PathFault, RelativePath, is_hidden};
use std::fs::FileType;
use std::path::{Path, PathBuf};

/// The most entries that are looked at, so that opening a whole disk by mistake ends soon.
const MOST_ENTRIES: usize = 400_000;

/// The files below a folder.
#[derive(Debug, Default)]
pub struct Listing {
    /// Sorted.
    pub files: Vec<RelativePath>,
    /// In no order.
    pub problems: Vec<LeftOut>,
}

/// Something that cannot be one of the files.
#[derive(Debug)]
pub struct LeftOut {
    /// Relative to the folder, as far as it is text.
    pub path: String,
    /// The reason.
    pub error: Error,
}

/// The files below `start`, which is relative to `root` and empty for all of it. `is_wanted` is asked for each path, and whether
/// it is that of a folder; a folder that is not wanted is not entered. Hidden files and folders never are.
pub fn list(root: &Path, start: &str, is_wanted: impl Fn(&str, bool) -> bool) -> Result<Listing, Error> {
    let mut listing = Listing::default();
    let mut entries = 0;
    let mut folders: Vec<(PathBuf, String)> = vec![(root.join(start), start.to_owned())];
    while let Some((folder, relative)) = folders.pop() {
        let shown = if relative.is_empty() { root.display().to_string() } else { relative.clone() };
        let read = match std::fs::read_dir(&folder) {
            Ok(read) => read,
            Err(error) if relative == start => return Err(Error::disk("read", shown)(error)),
            Err(error) => {
                listing.problems.push(LeftOut { path: relative, error: Error::disk("read", shown)(error) });
                continue;
            }
        };
        for entry in read {
            entries += 1;
            if entries > MOST_ENTRIES {
                return Err(Error::TooLarge {
                    amount: "The number of files and folders".to_owned(),
                    limit: MOST_ENTRIES.to_string(),
                    path: root.display().to_string(),
                });
            }
            let entry = entry.map_err(Error::disk("read", shown.clone()))?;
            let kind = entry.file_type().map_err(Error::disk("read", shown.clone()))?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if is_hidden(&name) {
                continue;
            }
            let path = if relative.is_empty() { name.clone().into_owned() } else { format!("{relative}/{name}") };
            let is_folder = kind.is_dir() || kind.is_symlink() && entry.path().is_dir();
            if !is_wanted(&path, is_folder) {
                continue;
            }
            match place(&entry.path(), kind, &name, &path) {
                Ok(_) if is_folder => folders.push((entry.path(), path)),
                Ok(path) => listing.files.push(path),
                Err(error) => listing.problems.push(LeftOut { path, error }),
            }
        }
    }
    listing.files.sort();
    Ok(listing)
}

fn place(entry: &Path, kind: FileType, name: &str, path: &str) -> Result<RelativePath, Error> {
    if kind.is_symlink() {
        return Err(Error::Link { path: path.to_owned() });
    }
    if !kind.is_file() && !kind.is_dir() {
        return Err(Error::InTheWay { path: path.to_owned(), found: "something that is no plain file" });
    }
    if entry.file_name().and_then(|raw| raw.to_str()) != Some(name) {
        let fault = PathFault::Character(char::REPLACEMENT_CHARACTER);
        return Err(Error::Outside { path: path.to_owned(), fault });
    }
    RelativePath::parse(path).map_err(|fault| Error::Outside { path: path.to_owned(), fault })
}
