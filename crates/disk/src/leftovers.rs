//! Files under another name that a program was writing when it was killed. The next one to write there takes them away.

use crate::path::{RelativePath, has_design_ending};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{DirEntry, OpenOptions};
use std::path::Path;

/// How many letters and digits a temporary name has after the last dot.
const RANDOM_LETTERS: usize = 6;

/// Takes away the leftovers of writing these files, or others in their folders. A file that another program works on has its
/// lock and stays. Nobody waits for the result: a file that cannot be taken away does no harm.
pub fn take_away_leftovers<'a>(root: &Path, paths: impl IntoIterator<Item = &'a RelativePath>) {
    let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for path in paths {
        folders.entry(path.folder()).or_default().insert(path.name());
    }
    for (folder, names) in folders {
        let folder = root.join(folder);
        // Nothing is taken away through a link either.
        if folder != root && folder.symlink_metadata().is_ok_and(|it| it.is_symlink()) {
            continue;
        }
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            if is_leftover(&entry, &folder, &names) && is_abandoned(&entry) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

/// Whether an entry has the name under which a file of the folder is written before it takes its place.
fn is_leftover(entry: &DirEntry, folder: &Path, names: &BTreeSet<&str>) -> bool {
    let name = entry.file_name();
    let target = name.to_str().and_then(|name| name.strip_prefix('.')).and_then(|name| name.rsplit_once('.'));
    let Some((target, random)) = target else { return false };
    let is_random = random.len() == RANDOM_LETTERS && random.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_ours = || names.contains(target) || has_design_ending(target) || folder.join(target).is_file();
    is_random && entry.file_type().is_ok_and(|kind| kind.is_file()) && is_ours()
}

fn is_abandoned(entry: &DirEntry) -> bool {
    let file = OpenOptions::new().read(true).write(true).open(entry.path());
    file.is_ok_and(|file| file.try_lock().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_killed_program_left_goes() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        std::fs::create_dir_all(at("a/.deep.toml.Ab12Cd")).unwrap();
        let gone = ["a/.b.toml.Ab12Cd", "a/.other.md.000000", "a/.apply.sh.zzzzzz", "a/.there.yaml.Ab12Cd"];
        let kept = [
            "a/there.yaml",
            "a/.b.toml.Ab12C",
            "a/.b.toml.Ab12C_",
            "a/b.toml.Ab12Cd",
            "a/.bashrc.Ab12Cd",
            ".b.toml.Ab12Cd",
        ];
        gone.iter().chain(&kept).for_each(|path| std::fs::write(at(path), "x").unwrap());
        std::fs::write(at("a/.busy.toml.Ab12Cd"), "x").unwrap();
        let busy = std::fs::File::open(at("a/.busy.toml.Ab12Cd")).unwrap();
        busy.try_lock().unwrap();

        let paths = ["a/b.toml", "a/apply.sh", "missing/c.toml"].map(|path| RelativePath::parse(path).unwrap());
        take_away_leftovers(root.path(), &paths);
        gone.iter().for_each(|path| assert!(!at(path).exists(), "{path}"));
        kept.iter().for_each(|path| assert!(at(path).exists(), "{path}"));
        assert!(at("a/.busy.toml.Ab12Cd").exists() && at("a/.deep.toml.Ab12Cd").is_dir());
        drop(busy);
        take_away_leftovers(root.path(), &paths);
        assert!(!at("a/.busy.toml.Ab12Cd").exists());
    }
}
