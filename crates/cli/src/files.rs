//! Reading a design folder and writing into folders. Links are not followed: a design is what lies in its folder. What stands
//! where a design has its files and cannot be one of them is told, never passed over in silence.

use crate::Failure;
use atomic_write_file::AtomicWriteFile;
use engine::diagnostic::{Code, CodeInfo, Diagnostic, Location, Position, Severity};
use engine::format::{SourceFile, looks_at};
use std::fs::{self, FileType};
use std::io::{self, Write};
use std::path::Path;

/// The rule under which files are reported that could not be taken at all.
pub const PASSED_OVER: CodeInfo =
    CodeInfo { code: "folder/no-plain-file", summary: "Files of a design are plain files with a name in UTF-8" };

/// What a design folder holds.
#[derive(Debug)]
pub struct Reading {
    /// The files of the design, sorted by path, with `/` between its parts.
    pub files: Vec<SourceFile>,
    /// What stands in the place of a file and is none, sorted by path.
    pub passed_over: Vec<Diagnostic>,
}

/// Every file that a design looks at. Hidden files and folders are passed over, and folders in which nothing looks for a
/// design are not even entered: a design may lie beside everything else in a repository.
pub fn read_folder(folder: &Path) -> Result<Reading, Failure> {
    let refused = |reason: &str| Failure::Io {
        path: folder.display().to_string(),
        reason: reason.to_owned(),
        next: "Name the folder that holds eventscape.toml",
    };
    if folder.is_file() {
        return Err(refused("this is a file, not a folder"));
    }
    if !folder.is_dir() {
        return Err(refused("there is no such folder"));
    }
    let mut reading = Reading { files: Vec::new(), passed_over: Vec::new() };
    walk(folder, "", &mut reading)?;
    let is_design = |file: &SourceFile| file.path == "eventscape.toml" || file.path.starts_with("contexts/");
    if !reading.files.iter().any(is_design) {
        return Err(refused("this is not a design: it holds no eventscape.toml"));
    }
    reading.files.sort_by(|a, b| a.path.cmp(&b.path));
    reading.passed_over.sort_by_cached_key(|it| it.location.to_string());
    Ok(reading)
}

fn walk(folder: &Path, prefix: &str, reading: &mut Reading) -> Result<(), Failure> {
    let unreadable = |path: &Path, error: io::Error| Failure::Io {
        path: path.display().to_string(),
        reason: error.to_string(),
        next: "Check that you may read it",
    };
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        let path = entry.path();
        let raw = entry.file_name();
        let name = raw.to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        let kind = entry.file_type().map_err(|error| unreadable(&path, error))?;
        let relative = if prefix.is_empty() { name.to_string() } else { format!("{prefix}/{name}") };
        let is_folder = kind.is_dir() || kind.is_symlink() && path.is_dir();
        // In the folder itself only those are entered that a file of a design could lie in, or was meant to.
        let is_ours = match (is_folder, prefix.is_empty()) {
            (true, false) => true,
            (true, true) => looks_at(&format!("{relative}/any.toml")),
            (false, _) => looks_at(&relative),
        };
        match obstacle(kind, raw.to_str().is_some()) {
            _ if !is_ours => {}
            Some(what) => reading.passed_over.push(passed_over(&relative, what)),
            None if is_folder => walk(&path, &relative, reading)?,
            None => {
                let bytes = fs::read(&path).map_err(|error| unreadable(&path, error))?;
                reading.files.push(SourceFile { path: relative, bytes });
            }
        }
    }
    Ok(())
}

/// Why something in a design folder cannot be one of its files or folders.
fn obstacle(kind: FileType, is_text: bool) -> Option<&'static str> {
    if kind.is_symlink() {
        Some("is a link, and links are not followed")
    } else if !is_text {
        Some("has a name that is not text in UTF-8")
    } else if !kind.is_file() && !kind.is_dir() {
        Some("is neither a file nor a folder")
    } else {
        None
    }
}

fn passed_over(path: &str, what: &str) -> Diagnostic {
    let message = format!("`{path}` {what}, so it is left out");
    Diagnostic::new(Code::new(PASSED_OVER.code), Severity::Error, message, Location::file(path, Position::START))
        .with_help("Put a plain file in its place, or take it away")
}

/// Writes a text under a folder, making the folders on the way. The file is old or new, never half.
pub fn write(folder: &Path, relative: &str, text: &str, executable: bool) -> Result<(), Failure> {
    let path = folder.join(relative);
    put(&path, text, executable).map_err(|error| Failure::Io {
        path: path.display().to_string(),
        reason: error.to_string(),
        next: "Check that you may write there",
    })
}

fn put(path: &Path, text: &str, executable: bool) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    // Replacing needs no right to the file itself; who has marked it as read-only means it, though.
    if fs::metadata(path).is_ok_and(|there| there.permissions().readonly()) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is marked as read-only"));
    }
    let mut file = AtomicWriteFile::open(path)?;
    file.write_all(text.as_bytes())?;
    file.commit()?;
    #[cfg(unix)]
    if executable {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    }
    #[cfg(not(unix))]
    let _ = executable;
    Ok(())
}

/// Removes a file under a folder.
pub fn remove(folder: &Path, relative: &str) -> Result<(), Failure> {
    let path = folder.join(relative);
    fs::remove_file(&path).map_err(|error| Failure::Io {
        path: path.display().to_string(),
        reason: error.to_string(),
        next: "Check that you may write there",
    })
}
