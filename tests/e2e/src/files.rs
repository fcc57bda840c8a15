//! Folders as data: every file's path and text, to be compared with what should be there.

use anyhow::{Context, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Set to `1` to write what the tests saw in place of the golden files.
const UPDATE: &str = "EVENTSCAPE_UPDATE_GOLDEN";

/// Text by path, with `/` between its parts.
pub type Files = BTreeMap<String, String>;

/// Every file below a folder.
pub fn read_files(folder: &Path) -> anyhow::Result<Files> {
    let mut files = Files::new();
    collect(folder, "", &mut files).with_context(|| format!("{} cannot be read", folder.display()))?;
    Ok(files)
}

fn collect(folder: &Path, prefix: &str, files: &mut Files) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path, std::fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

/// The paths that differ between two folders, in either direction.
pub fn differing(one: &Files, other: &Files) -> Vec<String> {
    let paths: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}

/// Compares files with golden ones, or writes those when asked to.
pub fn check_golden(actual: &Files, golden: &Path) -> anyhow::Result<()> {
    if std::env::var(UPDATE).is_ok_and(|it| it == "1") {
        if golden.exists() {
            std::fs::remove_dir_all(golden)?;
        }
        for (path, text) in actual {
            let path = golden.join(path);
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(path, text)?;
        }
        return Ok(());
    }
    let expected = read_files(golden)?;
    let reports: Vec<String> = differing(actual, &expected)
        .iter()
        .map(|path| match (actual.get(path), expected.get(path)) {
            (Some(actual), Some(expected)) => format!("{path}: {}", first_difference(actual, expected)),
            (Some(_), None) => format!("{path} was not expected"),
            (None, _) => format!("{path} is missing"),
        })
        .collect();
    ensure!(
        reports.is_empty(),
        "not as in {} (run with {UPDATE}=1 when the change is meant):\n{}",
        golden.display(),
        reports.join("\n")
    );
    Ok(())
}

fn first_difference(actual: &str, expected: &str) -> String {
    let lines = actual.lines().zip(expected.lines()).enumerate();
    let differing = lines.into_iter().find(|(_, (actual, expected))| actual != expected);
    match differing {
        Some((at, (actual, expected))) => format!("line {} is “{actual}”, not “{expected}”", at + 1),
        None => "one is longer than the other".to_owned(),
    }
}
