//! Writing and removing files, each whole.

use crate::error::Error;
use crate::path::RelativePath;
use atomic_write_file::AtomicWriteFile;
use std::io::{self, Write as _};
use std::path::Path;

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
