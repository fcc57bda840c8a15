//! Writing exported files into a folder of the person's choice.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ipc::{ExportCheck, ExportFile, ExportOutcome};

use crate::failure::Failure;
use crate::relative_path::RelativePath;
use crate::saving;

/// What stands in the way of an export; writes nothing.
pub fn check(folder: &str, files: &[ExportFile]) -> Result<ExportCheck, Failure> {
    let root = absolute(folder)?;
    let mut result = ExportCheck { differing: Vec::new(), unchanged: Vec::new() };
    for (path, file) in paths(files)? {
        match saving::says(&root, &path, &file.text)? {
            Some(true) => result.unchanged.push(file.path.clone()),
            Some(false) => result.differing.push(file.path.clone()),
            None => {}
        }
    }
    result.differing.sort();
    result.unchanged.sort();
    Ok(result)
}

/// Writes an export, unless it would overwrite something and must not.
pub fn write(folder: &str, files: &[ExportFile], overwrite: bool) -> Result<ExportOutcome, Failure> {
    let found = check(folder, files)?;
    if !overwrite && !found.differing.is_empty() {
        return Ok(ExportOutcome::AlreadyThere { files: found.differing });
    }
    let root = absolute(folder)?;
    std::fs::create_dir_all(&root).map_err(Failure::disk("made", folder))?;
    let root = root.canonicalize().map_err(Failure::disk("looked at", folder))?;
    let unchanged: BTreeSet<_> = found.unchanged.iter().collect();
    let mut written = Vec::new();
    for (path, file) in paths(files)? {
        if !unchanged.contains(&file.path) {
            saving::write(&root, &path, file.text.as_bytes(), file.executable)?;
            written.push(file.path.clone());
        }
    }
    written.sort();
    Ok(ExportOutcome::Written { folder: root.display().to_string(), written, unchanged: found.unchanged })
}

fn absolute(folder: &str) -> Result<PathBuf, Failure> {
    let root = Path::new(folder);
    if !root.is_absolute() {
        return Err(Failure::NotAbsolute { path: folder.to_owned() });
    }
    if root.exists() && !root.is_dir() {
        return Err(Failure::NotAFolder { path: folder.to_owned() });
    }
    Ok(root.to_path_buf())
}

fn paths(files: &[ExportFile]) -> Result<Vec<(RelativePath, &ExportFile)>, Failure> {
    let mut seen = BTreeSet::new();
    files
        .iter()
        .map(|file| {
            let path =
                RelativePath::parse(&file.path).map_err(|fault| Failure::Outside { path: file.path.clone(), fault })?;
            if seen.insert(path.clone()) { Ok((path, file)) } else { Err(Failure::Twice { path: file.path.clone() }) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str, executable: bool) -> ExportFile {
        ExportFile { path: path.to_owned(), text: text.to_owned(), executable }
    }

    #[test]
    fn an_export_asks_before_it_overwrites_and_then_writes_only_what_differs() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("out/today");
        let shown = folder.display().to_string();
        let first = [file("kafka/apply.sh", "#!/bin/sh\n", true), file("manifest.json", "{}\n", false)];
        assert_eq!(check(&shown, &first).unwrap(), ExportCheck { differing: vec![], unchanged: vec![] });
        let written = write(&shown, &first, false).unwrap();
        let all = vec!["kafka/apply.sh".to_owned(), "manifest.json".to_owned()];
        let folder_now = folder.canonicalize().unwrap().display().to_string();
        assert_eq!(
            written,
            ExportOutcome::Written { folder: folder_now.clone(), written: all.clone(), unchanged: vec![] }
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &str| folder.join(path).metadata().unwrap().permissions().mode() & 0o111;
            assert_ne!(mode("kafka/apply.sh"), 0);
            assert_eq!(mode("manifest.json"), 0);
        }
        assert_eq!(
            write(&shown, &first, false).unwrap(),
            ExportOutcome::Written { folder: folder_now.clone(), written: vec![], unchanged: all }
        );
        let second = [file("kafka/apply.sh", "#!/bin/sh\n", true), file("manifest.json", "{ }\n", false)];
        assert_eq!(
            write(&shown, &second, false).unwrap(),
            ExportOutcome::AlreadyThere { files: vec!["manifest.json".to_owned()] }
        );
        assert_eq!(std::fs::read_to_string(folder.join("manifest.json")).unwrap(), "{}\n");
        write(&shown, &second, true).unwrap();
        assert_eq!(std::fs::read_to_string(folder.join("manifest.json")).unwrap(), "{ }\n");
    }

    #[test]
    fn an_export_stays_in_its_folder() {
        let parent = tempfile::tempdir().unwrap();
        let shown = parent.path().join("out").display().to_string();
        let check = |folder: &str, paths: &[&str], expected: &str| {
            let files: Vec<_> = paths.iter().map(|path| file(path, "x", false)).collect();
            let error = write(folder, &files, true).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check(&shown, &["../x"], "lead to another folder");
        check(&shown, &["/etc/x"], "a part of it is empty");
        check(&shown, &["a/.ssh/x"], "begins with a dot");
        check(&shown, &["a", "a"], "named twice");
        check("out", &["a"], "not a full path");
        std::fs::write(parent.path().join("file"), "").unwrap();
        check(&parent.path().join("file").display().to_string(), &["a"], "is not a folder");
        assert!(!parent.path().join("out").exists(), "a refused export leaves nothing behind");
        #[cfg(unix)]
        {
            std::fs::create_dir(parent.path().join("out")).unwrap();
            std::os::unix::fs::symlink(parent.path(), parent.path().join("out/up")).unwrap();
            check(&shown, &["up/x"], "up is a symbolic link");
            assert!(!parent.path().join("x").exists());
        }
    }
}
