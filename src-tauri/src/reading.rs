//! Reading a design folder: every file that could belong to it, and a word about each that could not be read.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ipc::{FileContent, FolderFile, FolderProblem};

use crate::failure::Failure;
use crate::relative_path::{RelativePath, has_design_ending, is_hidden};

/// Largest file that is read; the largest real schema we know is a hundredth of it.
const LARGEST_FILE_BYTES: u64 = 8 << 20;
/// Largest sum over all files.
const LARGEST_FOLDER_BYTES: u64 = 512 << 20;
/// Most entries that are looked at, so that opening a whole disk by mistake ends soon.
const MOST_ENTRIES: usize = 400_000;

/// What stands in a folder.
#[derive(Debug, Default)]
pub struct Reading {
    /// Sorted by path.
    pub files: Vec<FolderFile>,
    /// Sorted by path.
    pub problems: Vec<FolderProblem>,
}

/// Reads everything in the folder that could belong to a design.
pub fn read_folder(root: &Path) -> Result<Reading, Failure> {
    let mut reading = Reading::default();
    let mut listing = list_folder(root, "")?;
    reading.problems.append(&mut listing.problems);
    let mut total = 0;
    for path in listing.files {
        match read_file(root, &path) {
            Ok(Some(content)) => {
                total += content.as_bytes().len() as u64;
                if total > LARGEST_FOLDER_BYTES {
                    return Err(Failure::TooLarge {
                        what: "The sum of all files".to_owned(),
                        limit: format!("{} MiB", LARGEST_FOLDER_BYTES >> 20),
                        path: root.display().to_string(),
                    });
                }
                reading.files.push(FolderFile { path: path.as_str().to_owned(), content });
            }
            Ok(None) => {}
            Err(failure) => reading.problems.push(problem(path.as_str(), failure)),
        }
    }
    reading.problems.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(reading)
}

/// Reads one file; nothing when it is not there.
pub fn read_file(root: &Path, path: &RelativePath) -> Result<Option<FileContent>, Failure> {
    let target = path.below(root)?;
    let file = match File::open(&target) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::disk("read", path.as_str())(error)),
    };
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(Failure::disk("read", path.as_str()))?;
    if bytes.len() as u64 > LARGEST_FILE_BYTES {
        return Err(Failure::TooLarge {
            what: format!("The size of {}", path.as_str()),
            limit: format!("{} MiB", LARGEST_FILE_BYTES >> 20),
            path: path.as_str().to_owned(),
        });
    }
    Ok(Some(FileContent::from_bytes(bytes)))
}

/// Names of files, before any of them is read.
#[derive(Debug, Default)]
pub struct Listing {
    /// Sorted.
    pub files: Vec<RelativePath>,
    problems: Vec<FolderProblem>,
}

/// The files below `start` (relative to `root`, empty for all of it) that could belong to a design.
pub fn list_folder(root: &Path, start: &str) -> Result<Listing, Failure> {
    let mut listing = Listing::default();
    let mut entries = 0;
    let mut folders: Vec<(PathBuf, String)> = vec![(root.join(start), start.to_owned())];
    while let Some((folder, relative)) = folders.pop() {
        let shown = if relative.is_empty() { root.display().to_string() } else { relative.clone() };
        let read = match std::fs::read_dir(&folder) {
            Ok(read) => read,
            Err(error) if relative == start => return Err(Failure::disk("read", shown)(error)),
            Err(error) => {
                listing.problems.push(problem(&relative, Failure::disk("read", shown)(error)));
                continue;
            }
        };
        for entry in read {
            entries += 1;
            if entries > MOST_ENTRIES {
                return Err(Failure::TooLarge {
                    what: "The number of files and folders".to_owned(),
                    limit: MOST_ENTRIES.to_string(),
                    path: root.display().to_string(),
                });
            }
            let entry = entry.map_err(Failure::disk("read", shown.clone()))?;
            let kind = entry.file_type().map_err(Failure::disk("read", shown.clone()))?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if is_hidden(&name) {
                continue;
            }
            let path = if relative.is_empty() { name.clone().into_owned() } else { format!("{relative}/{name}") };
            if kind.is_dir() {
                folders.push((entry.path(), path));
            } else if has_design_ending(&name) || (kind.is_symlink() && entry.path().is_dir()) {
                match place(&entry.path(), kind, &name, &path) {
                    Ok(path) => listing.files.push(path),
                    Err(failure) => listing.problems.push(problem(&path, failure)),
                }
            }
        }
    }
    listing.files.sort();
    Ok(listing)
}

fn place(entry: &Path, kind: std::fs::FileType, name: &str, path: &str) -> Result<RelativePath, Failure> {
    if kind.is_symlink() {
        return Err(Failure::Link { path: path.to_owned() });
    }
    if !kind.is_file() {
        return Err(Failure::InTheWay { path: path.to_owned(), found: "something that is no plain file" });
    }
    if entry.file_name().and_then(|raw| raw.to_str()) != Some(name) {
        let fault = crate::relative_path::PathFault::Character(char::REPLACEMENT_CHARACTER);
        return Err(Failure::Outside { path: path.to_owned(), fault });
    }
    RelativePath::parse_design_file(path).map_err(|fault| Failure::Outside { path: path.to_owned(), fault })
}

fn problem(path: &str, failure: Failure) -> FolderProblem {
    let error = ipc::IpcError::from(failure);
    FolderProblem { path: path.to_owned(), message: error.message, next: error.next }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(reading: &Reading) -> Vec<&str> {
        reading.files.iter().map(|file| file.path.as_str()).collect()
    }

    #[test]
    fn files_of_a_design_are_read_and_all_others_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, bytes: &[u8]| {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        };
        write("eventscape.toml", b"format_version = 1\n");
        write("contexts/order/topics/order-events.toml", b"partitions = 20\n");
        write("contexts/order/schemas/order/v1.avsc", b"{}");
        write("decisions/0001-latin.md", b"caf\xe9");
        write("pictures/big.png", b"\x89PNG");
        write(".git/config.toml", b"");
        write("contexts/.order.toml.Xy12Z3", b"");
        write("contexts/.hidden/a.toml", b"");
        let reading = read_folder(root.path()).unwrap();
        assert_eq!(
            paths(&reading),
            [
                "contexts/order/schemas/order/v1.avsc",
                "contexts/order/topics/order-events.toml",
                "decisions/0001-latin.md",
                "eventscape.toml"
            ]
        );
        assert_eq!(reading.files.get(2).unwrap().content, FileContent::Base64(b"caf\xe9".to_vec()));
        assert_eq!(reading.problems, []);
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_is_read() {
        use std::os::unix::ffi::OsStrExt as _;
        use std::os::unix::fs::symlink;

        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        std::fs::write(at("eventscape.toml"), "").unwrap();
        std::fs::create_dir(at("contexts")).unwrap();
        symlink("/etc", at("contexts/etc")).unwrap();
        symlink(at("eventscape.toml"), at("link.toml")).unwrap();
        symlink(at("nowhere"), at("picture.png")).unwrap();
        std::fs::write(at("a:b.toml"), "").unwrap();
        std::fs::write(root.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.md")), "").unwrap();
        std::fs::write(at("large.md"), vec![b'x'; usize::try_from(LARGEST_FILE_BYTES).unwrap() + 1]).unwrap();
        let pipe = at("pipe.toml");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0).unwrap();

        let reading = read_folder(root.path()).unwrap();
        assert_eq!(paths(&reading), ["eventscape.toml"]);
        let told: Vec<_> =
            reading.problems.iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect();
        assert_eq!(
            told,
            [
                "a:b.toml: “a:b.toml” cannot be the path of a file here: it contains ':'",
                "caf\u{fffd}.md: “caf\u{fffd}.md” cannot be the path of a file here: it contains '\u{fffd}'",
                "contexts/etc: contexts/etc is a symbolic link, and files are not written or read through one",
                "large.md: The size of large.md is more than 8 MiB",
                "link.toml: link.toml is a symbolic link, and files are not written or read through one",
                "pipe.toml: pipe.toml is in the way: something that is no plain file stands there",
            ]
        );
    }
}
