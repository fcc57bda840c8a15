//! Writing a design folder: all or nothing against changes by other programs, atomic file by file against crashes.

use std::collections::BTreeMap;
use std::path::Path;

use disk::RelativePath;
use ipc::{FileChange, OutsideChange, SaveOutcome};

use crate::digest::{Digest, Known};
use crate::failure::Failure;
use crate::reading::read_file;

/// A request whose every file was looked at and found as expected.
#[derive(Debug)]
pub struct Plan<'a> {
    steps: Vec<Step<'a>>,
}

#[derive(Debug)]
struct Step<'a> {
    path: RelativePath,
    after: Option<&'a str>,
    /// It already says so; nothing to do.
    done: bool,
}

/// The result of looking at the folder.
#[derive(Debug)]
pub enum Look<'a> {
    /// Nobody interfered.
    Clear(Plan<'a>),
    /// Some files are neither as before nor as after.
    Conflict(Vec<OutsideChange>),
}

/// Compares every file of the request with the disk. Writes nothing.
pub fn look<'a>(root: &Path, changes: &'a [FileChange]) -> Result<Look<'a>, Failure> {
    let mut steps = BTreeMap::new();
    let mut conflicts = BTreeMap::new();
    for change in changes {
        let path = RelativePath::parse_design_file(&change.path)
            .map_err(|fault| disk::Error::Outside { path: change.path.clone(), fault })?;
        let found = read_file(root, &path)?;
        let says = |text: &Option<String>| match (&found, text) {
            (Some(content), Some(text)) => content.as_bytes() == text.as_bytes(),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        let done = says(&change.after);
        if !done && !says(&change.before) {
            conflicts.insert(path.clone(), OutsideChange { path: change.path.clone(), content: found });
        } else if !done {
            disk::look(root, &path)?;
        }
        let step = Step { path: path.clone(), after: change.after.as_deref(), done };
        if steps.insert(path, step).is_some() {
            return Err(Failure::Twice { path: change.path.clone() });
        }
    }
    Ok(if conflicts.is_empty() {
        Look::Clear(Plan { steps: steps.into_values().collect() })
    } else {
        Look::Conflict(conflicts.into_values().collect())
    })
}

impl Plan<'_> {
    /// The state that each file will have, for the journal to tell a crash in the middle from a change by others.
    pub fn outcome(&self) -> BTreeMap<String, Option<Digest>> {
        self.steps
            .iter()
            .map(|step| (step.path.as_str().to_owned(), step.after.map(|text| Digest::of(text.as_bytes()))))
            .collect()
    }

    /// Writes, then deletes, so that a record that moves is never nowhere. `known` follows file by file.
    pub fn carry_out(&self, root: &Path, known: &mut Known) -> Result<SaveOutcome, Failure> {
        disk::take_away_leftovers(root, self.steps.iter().map(|step| &step.path));
        let mut written = Vec::new();
        let mut deleted = Vec::new();
        for step in &self.steps {
            if let Some(text) = step.after {
                if !step.done {
                    disk::write(root, &step.path, text.as_bytes(), false)?;
                }
                known.insert(step.path.as_str().to_owned(), Digest::of(text.as_bytes()));
                written.push(step.path.as_str().to_owned());
            }
        }
        for step in &self.steps {
            if step.after.is_none() {
                if !step.done {
                    disk::remove(root, &step.path)?;
                }
                known.remove(step.path.as_str());
                deleted.push(step.path.as_str().to_owned());
            }
        }
        Ok(SaveOutcome::Saved { written, deleted })
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use ipc::FileContent;

    use super::*;

    /// A folder with some files, and what the window knows of them.
    struct Folder {
        _kept: tempfile::TempDir,
        root: PathBuf,
        known: Known,
    }

    impl Folder {
        fn with(files: &[(&str, &str)]) -> Self {
            let kept = tempfile::tempdir().unwrap();
            let root = kept.path().canonicalize().unwrap();
            let mut known = Known::new();
            for (path, text) in files {
                std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
                std::fs::write(root.join(path), text).unwrap();
                known.insert((*path).to_owned(), Digest::of(text.as_bytes()));
            }
            Self { _kept: kept, root, known }
        }

        fn save(&mut self, changes: &[FileChange]) -> Result<SaveOutcome, Failure> {
            match look(&self.root, changes)? {
                Look::Conflict(changes) => Ok(SaveOutcome::Conflict { changes }),
                Look::Clear(plan) => plan.carry_out(&self.root, &mut self.known),
            }
        }

        /// Every file and folder below the root, hidden ones too.
        fn everything(&self) -> Vec<String> {
            let mut found = Vec::new();
            let mut folders = vec![self.root.clone()];
            while let Some(folder) = folders.pop() {
                for entry in std::fs::read_dir(folder).unwrap() {
                    let path = entry.unwrap().path();
                    let shown = path.strip_prefix(&self.root).unwrap().display().to_string();
                    if path.is_dir() {
                        found.push(format!("{shown}/"));
                        folders.push(path);
                    } else {
                        found.push(format!("{shown}: {}", std::fs::read_to_string(path).unwrap()));
                    }
                }
            }
            found.sort();
            found
        }
    }

    fn change(path: &str, before: Option<&str>, after: Option<&str>) -> FileChange {
        FileChange { path: path.to_owned(), before: before.map(str::to_owned), after: after.map(str::to_owned) }
    }

    fn saved(written: &[&str], deleted: &[&str]) -> SaveOutcome {
        let own = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect();
        SaveOutcome::Saved { written: own(written), deleted: own(deleted) }
    }

    #[test]
    fn files_are_written_made_and_removed_with_the_folders_that_empties() {
        let mut folder =
            Folder::with(&[("a.toml", "1"), ("x/y/b.toml", "1"), ("x/y/c.toml", "1"), ("x/keep.png", "p")]);
        let outcome = folder
            .save(&[
                change("x/y/c.toml", Some("1"), None),
                change("a.toml", Some("1"), Some("2")),
                change("x/y/b.toml", Some("1"), None),
                change("n/e/w.avsc", None, Some("{}")),
            ])
            .unwrap();
        assert_eq!(outcome, saved(&["a.toml", "n/e/w.avsc"], &["x/y/b.toml", "x/y/c.toml"]));
        assert_eq!(folder.everything(), ["a.toml: 2", "n/", "n/e/", "n/e/w.avsc: {}", "x/", "x/keep.png: p"]);
        let known: Vec<_> = folder.known.keys().map(String::as_str).collect();
        assert_eq!(known, ["a.toml", "n/e/w.avsc", "x/keep.png"]);
    }

    #[test]
    fn one_file_that_others_changed_keeps_all_from_being_written() {
        let files = [("a.toml", "1"), ("b.toml", "theirs"), ("c.toml", "theirs")];
        let check = |changes: &[FileChange], expected: &[(&str, Option<&str>)]| {
            let mut folder = Folder::with(&files);
            let before = folder.everything();
            let changes = folder.save(changes).unwrap();
            let expected = expected
                .iter()
                .map(|(path, text)| OutsideChange {
                    path: (*path).to_owned(),
                    content: text.map(|text| FileContent::Text(text.to_owned())),
                })
                .collect();
            assert_eq!(changes, SaveOutcome::Conflict { changes: expected });
            assert_eq!(folder.everything(), before);
        };
        let fine = || change("a.toml", Some("1"), Some("2"));
        check(&[fine(), change("b.toml", Some("1"), Some("2"))], &[("b.toml", Some("theirs"))]);
        check(&[fine(), change("b.toml", Some("1"), None)], &[("b.toml", Some("theirs"))]);
        check(&[fine(), change("b.toml", None, Some("2"))], &[("b.toml", Some("theirs"))]);
        check(&[fine(), change("gone.toml", Some("1"), Some("2"))], &[("gone.toml", None)]);
        check(
            &[fine(), change("c.toml", Some("1"), None), change("b.toml", Some("1"), None)],
            &[("b.toml", Some("theirs")), ("c.toml", Some("theirs"))],
        );
    }

    #[test]
    fn a_save_that_broke_off_can_be_sent_again() {
        let mut folder = Folder::with(&[("a.toml", "1"), ("b.toml", "1"), ("c.toml", "1")]);
        let changes = [
            change("a.toml", Some("1"), Some("2")),
            change("b.toml", Some("1"), None),
            change("c.toml", Some("1"), Some("2")),
            change("d.toml", None, Some("1")),
        ];
        // As if it had stopped after two files.
        std::fs::write(folder.root.join("a.toml"), "2").unwrap();
        std::fs::remove_file(folder.root.join("b.toml")).unwrap();
        let all = saved(&["a.toml", "c.toml", "d.toml"], &["b.toml"]);
        assert_eq!(folder.save(&changes).unwrap(), all);
        assert_eq!(folder.save(&changes).unwrap(), all);
        assert_eq!(folder.everything(), ["a.toml: 2", "c.toml: 2", "d.toml: 1"]);
    }

    #[test]
    fn nothing_is_written_when_any_part_of_the_request_is_refused() {
        let check = |refused: FileChange, expected: &str| {
            let mut folder = Folder::with(&[("a.toml", "1"), ("folder/b.toml", "1"), ("protected.toml", "1")]);
            let protected = folder.root.join("protected.toml");
            let mut permissions = protected.metadata().unwrap().permissions();
            permissions.set_readonly(true);
            std::fs::set_permissions(&protected, permissions).unwrap();
            let before = folder.everything();
            let error = folder.save(&[change("a.toml", Some("1"), Some("2")), refused]).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
            assert_eq!(folder.everything(), before);
        };
        check(change("../x.toml", None, Some("")), "lead to another folder");
        check(change(".git/hooks/x.md", None, Some("")), "begins with a dot");
        check(change("run.sh", None, Some("")), "does not end in");
        check(change("folder.toml/", None, Some("")), "a part of it is empty");
        check(change("a.toml/v1.avsc", None, Some("")), "a file stands there");
        check(change("a.toml", Some("1"), Some("3")), "named twice");
        check(change("protected.toml", Some("1"), Some("2")), "marked as read-only");
        check(change("protected.toml", Some("1"), None), "marked as read-only");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_neither_written_through_nor_replaced() {
        use std::os::unix::fs::symlink;

        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("theirs.toml"), "theirs").unwrap();
        let mut folder = Folder::with(&[("a.toml", "1")]);
        symlink(outside.path(), folder.root.join("out")).unwrap();
        symlink(outside.path().join("theirs.toml"), folder.root.join("link.toml")).unwrap();
        let mut check = |refused: FileChange, expected: &str| {
            let error = folder.save(&[refused]).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{error}");
        };
        check(change("out/theirs.toml", Some("theirs"), Some("ours")), "out is a symbolic link");
        check(change("out/theirs.toml", Some("theirs"), None), "out is a symbolic link");
        check(change("out/new/x.toml", None, Some("ours")), "out is a symbolic link");
        check(change("link.toml", Some("theirs"), Some("ours")), "link.toml is a symbolic link");
        check(change("link.toml", Some("theirs"), None), "link.toml is a symbolic link");
        assert_eq!(std::fs::read_to_string(outside.path().join("theirs.toml")).unwrap(), "theirs");
        assert_eq!(outside.path().read_dir().unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt as _;

        let mut folder = Folder::with(&[("a.toml", "1")]);
        let path = folder.root.join("a.toml");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        folder.save(&[change("a.toml", Some("1"), Some("2"))]).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    }
}
