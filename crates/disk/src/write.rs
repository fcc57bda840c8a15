//! Writing and removing files, each whole.

use crate::error::Error;
use crate::leftovers::take_away_leftovers;
use crate::path::RelativePath;
use atomic_write_file::AtomicWriteFile;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// So many files are written at a time. Nearly all the time of a write goes by until the disk has it, and a disk takes several at
/// once: 400 files take a sixth of the time by eight.
const AT_A_TIME: usize = 8;

/// The next state of a file.
#[derive(Debug, Clone)]
pub struct Change<'a> {
    /// The file, which a list of changes names once.
    pub path: RelativePath,
    /// The bytes that it is to hold; none for a file that is to go.
    pub bytes: Option<&'a [u8]>,
    /// Whether it is a program.
    pub executable: bool,
}

/// Carries out changes below a folder. Before the first one all places are looked at, so that nothing is written where one of them
/// leads elsewhere. Then it writes, and then it removes, so that a text that moves is never nowhere.
pub fn carry_out(root: &Path, changes: &[Change<'_>]) -> Result<(), Error> {
    for change in changes {
        look(root, &change.path)?;
    }
    take_away_leftovers(root, changes.iter().map(|change| &change.path));
    let writes: Vec<(&Change<'_>, &[u8])> = changes.iter().filter_map(|it| Some((it, it.bytes?))).collect();
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(None);
    let failure = || failed.lock().unwrap_or_else(PoisonError::into_inner);
    let work = || {
        while let Some((change, bytes)) = writes.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(error) = write(root, &change.path, bytes, change.executable) {
                // The others end after the file at which they are.
                next.store(writes.len(), Ordering::Relaxed);
                failure().get_or_insert(error);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..AT_A_TIME.min(writes.len()) {
            scope.spawn(work);
        }
    });
    if let Some(error) = failure().take() {
        return Err(error);
    }
    for change in changes.iter().filter(|change| change.bytes.is_none()) {
        remove(root, &change.path)?;
    }
    Ok(())
}

/// Looks whether a file could be written or removed: nothing on the way leads elsewhere, and its owner has not protected it.
pub fn look(root: &Path, path: &RelativePath) -> Result<(), Error> {
    // Replacing a file needs no right to write it, only its folder; the owner's wish counts all the same.
    match path.below(root)?.metadata() {
        Ok(found) if found.permissions().readonly() => Err(Error::Protected { path: path.as_str().to_owned() }),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Error::disk("looked at", path.as_str())(error)),
    }
}

/// Writes one file so that at every moment either the old or the new text stands there whole. Folders on the way are made.
pub fn write(root: &Path, path: &RelativePath, bytes: &[u8], executable: bool) -> Result<(), Error> {
    look(root, path)?;
    let target = path.below(root)?;
    let parent = target.parent().unwrap_or(root);
    std::fs::create_dir_all(parent).map_err(Error::disk("made", path.folder()))?;
    stay_below(root, parent, path)?;
    let failed = || Error::disk("written", path.as_str());
    let mut file = AtomicWriteFile::open(&target).map_err(failed())?;
    // The lock says that somebody is still at work here; it goes with the program. Not every file system has locks.
    let _ = file.as_file().try_lock();
    file.write_all(bytes).map_err(failed())?;
    if executable {
        make_executable(file.as_file()).map_err(failed())?;
    }
    file.commit().map_err(failed())
}

/// Removes one file, and the folders below the root that are empty without it.
pub fn remove(root: &Path, path: &RelativePath) -> Result<(), Error> {
    let target = path.below(root)?;
    match std::fs::remove_file(&target) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(Error::disk("removed", path.as_str())(error)),
    }
    // A folder that still holds something refuses to go, which is what we want.
    for folder in target.ancestors().skip(1).take_while(|folder| *folder != root) {
        if std::fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

/// The last look before writing: the folder that is really there must lie below the root that is really there.
fn stay_below(root: &Path, parent: &Path, path: &RelativePath) -> Result<(), Error> {
    let real = |path: &Path| path.canonicalize().map_err(Error::disk("looked at", path.display().to_string()));
    if real(parent)?.starts_with(real(root)?) { Ok(()) } else { Err(Error::Link { path: path.folder().to_owned() }) }
}

#[cfg(unix)]
fn make_executable(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    let mut permissions = file.metadata()?.permissions();
    let readable = permissions.mode() & 0o444;
    permissions.set_mode(permissions.mode() | (readable >> 2));
    file.set_permissions(permissions)
}

#[cfg(not(unix))]
fn make_executable(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_files_are_written_at_once_and_each_is_whole() {
        let root = tempfile::tempdir().unwrap();
        let paths: Vec<String> = (0..200).map(|number| format!("a/{}/f{number}", number % 7)).collect();
        let change = |path: &str, bytes| Change { path: RelativePath::parse(path).unwrap(), bytes, executable: false };
        let changes: Vec<Change<'_>> = paths.iter().map(|path| change(path, Some(path.as_bytes()))).collect();
        carry_out(root.path(), &changes).unwrap();
        for path in &paths {
            assert_eq!(&std::fs::read_to_string(root.path().join(path)).unwrap(), path);
        }
        let mut changes: Vec<Change<'_>> = paths.iter().skip(1).map(|path| change(path, None)).collect();
        changes.push(change("b/new", Some(b"new")));
        carry_out(root.path(), &changes).unwrap();
        let left = |path: &str| std::fs::read_dir(root.path().join(path)).unwrap().count();
        assert_eq!((left("."), left("a"), left("a/0"), left("b")), (2, 1, 1, 1));
    }

    #[test]
    fn nothing_is_written_where_one_place_is_not_what_it_should_be() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("z")).unwrap();
        let change =
            |path: &str| Change { path: RelativePath::parse(path).unwrap(), bytes: Some(b"x"), executable: false };
        let error = carry_out(root.path(), &[change("a"), change("z")]).unwrap_err();
        assert_eq!(error.to_string(), "z is in the way: a folder stands there");
        assert!(!root.path().join("a").exists());
    }
}
