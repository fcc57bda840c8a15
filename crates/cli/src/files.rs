//! Reading a design folder and writing into folders. Links are not followed: a design is what lies in its folder.

use crate::Failure;
use engine::format::SourceFile;
use std::fs;
use std::path::Path;

/// Every file of a design folder, with `/` between the parts of its path. Hidden files and folders are passed over.
pub fn read_folder(folder: &Path) -> Result<Vec<SourceFile>, Failure> {
    if !folder.is_dir() {
        return Err(Failure::Io {
            path: folder.display().to_string(),
            reason: "there is no such folder".to_owned(),
            next: "Name the folder that holds eventscape.toml",
        });
    }
    let mut files = Vec::new();
    walk(folder, "", &mut files)?;
    if !files.iter().any(|file| file.path == "eventscape.toml")
        && !files.iter().any(|file| file.path.starts_with("contexts/"))
    {
        return Err(Failure::Io {
            path: folder.display().to_string(),
            reason: "this is not a design: it holds no eventscape.toml".to_owned(),
            next: "Name the folder that holds eventscape.toml",
        });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<SourceFile>) -> Result<(), Failure> {
    let unreadable = |path: &Path, error: std::io::Error| Failure::Io {
        path: path.display().to_string(),
        reason: error.to_string(),
        next: "Check that you may read it",
    };
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        let path = entry.path();
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') {
            continue;
        }
        let kind = entry.file_type().map_err(|error| unreadable(&path, error))?;
        let relative = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if kind.is_dir() {
            walk(&path, &relative, files)?;
        } else if kind.is_file() {
            let bytes = fs::read(&path).map_err(|error| unreadable(&path, error))?;
            files.push(SourceFile { path: relative, bytes });
        }
    }
    Ok(())
}

/// Writes a text under a folder, making the folders on the way.
pub fn write(folder: &Path, relative: &str, text: &str, executable: bool) -> Result<(), Failure> {
    let path = folder.join(relative);
    let failed = |error: std::io::Error| Failure::Io {
        path: path.display().to_string(),
        reason: error.to_string(),
        next: "Check that you may write there",
    };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    fs::write(&path, text).map_err(failed)?;
    #[cfg(unix)]
    if executable {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).map_err(failed)?;
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
