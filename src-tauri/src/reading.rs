//! Reading a design folder: every file that could belong to it, and a word about each that could not be read.

use std::path::Path;

use disk::{LeftOut, Listing, RelativePath, has_design_ending};
use ipc::{FileContent, FolderFile, FolderProblem};

use crate::failure::Failure;

/// The content of a folder.
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
    let listing = list_folder(root, "")?;
    reading.problems.extend(listing.problems.into_iter().map(|LeftOut { path, error }| problem(&path, error.into())));
    let mut total = disk::Total::default();
    for path in listing.files {
        match read_file(root, &path) {
            Ok(Some(content)) => {
                total.add(root, content.as_bytes())?;
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
    Ok(disk::read(root, path)?.map(FileContent::from_bytes))
}

/// The files below `start` (relative to `root`, empty for all of it) that could belong to a design.
pub fn list_folder(root: &Path, start: &str) -> Result<Listing, Failure> {
    Ok(disk::list(root, start, |path, is_folder| is_folder || has_design_ending(path))?)
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
        std::fs::write(at("large.md"), vec![b'x'; usize::try_from(disk::LARGEST_FILE_BYTES).unwrap() + 1]).unwrap();
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
