//! Writing exported files into a folder of the person's choice, as a job: it says how far it has come, and stops between two
//! files when it is asked to.

use std::collections::BTreeSet;
use std::path::Path;

use disk::RelativePath;
use ipc::{ExportFile, ExportOutcome, Progress, Watched, WriteExport};

use crate::failure::Failure;

/// An export whose paths are fine. The disk was not looked at yet.
#[derive(Debug)]
pub struct Export {
    folder: String,
    files: Vec<(RelativePath, ExportFile)>,
    overwrite: bool,
}

/// The content of the chosen folder before the export.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    /// Files that would lose their present content.
    differing: Vec<String>,
    /// Files that already say exactly this.
    unchanged: BTreeSet<String>,
}

/// How far the writing came.
#[derive(Debug, Default)]
struct Written {
    written: Vec<String>,
    error: Option<Failure>,
}

impl Export {
    /// Looks at the paths of a request.
    pub fn of(request: WriteExport) -> Result<Self, Failure> {
        let WriteExport { folder, files, overwrite } = request;
        if !Path::new(&folder).is_absolute() {
            return Err(Failure::NotAbsolute { path: folder });
        }
        let mut seen = BTreeSet::new();
        let mut with_paths = Vec::with_capacity(files.len());
        for file in files {
            let path = RelativePath::parse(&file.path)
                .map_err(|fault| disk::Error::Outside { path: file.path.clone(), fault })?;
            if !seen.insert(path.clone()) {
                return Err(Failure::Twice { path: file.path });
            }
            with_paths.push((path, file));
        }
        Ok(Self { folder, files: with_paths, overwrite })
    }

    /// Writes what differs, unless it would overwrite something and must not.
    pub fn write(&self, job: &dyn Watched) -> Result<ExportOutcome, Failure> {
        let asked = Path::new(&self.folder);
        if asked.exists() && !asked.is_dir() {
            return Err(Failure::NotAFolder { path: self.folder.clone() });
        }
        let Some(found) = self.compare(asked, job)? else {
            return Ok(self.outcome(self.folder.clone(), Found::default(), Written::default()));
        };
        if !self.overwrite && !found.differing.is_empty() {
            return Ok(ExportOutcome::AlreadyThere { files: found.differing });
        }
        std::fs::create_dir_all(asked).map_err(Failure::disk("made", self.folder.as_str()))?;
        let root = asked.canonicalize().map_err(Failure::disk("looked at", self.folder.as_str()))?;
        let written = self.write_differing(&root, &found, job);
        Ok(self.outcome(root.display().to_string(), found, written))
    }

    /// Compares every file with what stands there; nothing when it was asked to stop.
    fn compare(&self, root: &Path, job: &dyn Watched) -> Result<Option<Found>, Failure> {
        let mut found = Found::default();
        job.progress(Progress { done: 0, total: 0, what: "Comparing with what is there".to_owned() });
        for (path, file) in &self.files {
            if job.is_cancelled() {
                return Ok(None);
            }
            match disk::says(root, path, file.text.as_bytes())? {
                Some(true) => {
                    found.unchanged.insert(file.path.clone());
                }
                Some(false) => found.differing.push(file.path.clone()),
                None => {}
            }
        }
        found.differing.sort();
        Ok(Some(found))
    }

    /// Ends early where a file cannot be written or it was asked to stop; each file is whole at any moment.
    fn write_differing(&self, root: &Path, found: &Found, job: &dyn Watched) -> Written {
        disk::take_away_leftovers(root, self.files.iter().map(|(path, _)| path));
        let mut result = Written::default();
        let count = |of: usize| u32::try_from(of).unwrap_or(u32::MAX);
        let total = count(self.files.len() - found.unchanged.len());
        for (path, file) in self.files.iter().filter(|(_, file)| !found.unchanged.contains(&file.path)) {
            if job.is_cancelled() {
                return result;
            }
            let done = count(result.written.len());
            job.progress(Progress { done, total, what: format!("Writing {}", file.path) });
            if let Err(failure) = disk::write(root, path, file.text.as_bytes(), file.executable) {
                result.error = Some(failure.into());
                return result;
            }
            result.written.push(file.path.clone());
        }
        result
    }

    fn outcome(&self, folder: String, found: Found, result: Written) -> ExportOutcome {
        let Written { mut written, error } = result;
        written.sort();
        let done: BTreeSet<&String> = written.iter().chain(&found.unchanged).collect();
        let paths = self.files.iter().map(|(_, file)| &file.path);
        let mut missing: Vec<String> = paths.filter(|path| !done.contains(path)).cloned().collect();
        missing.sort();
        let unchanged = found.unchanged.into_iter().collect();
        if missing.is_empty() {
            return ExportOutcome::Written { folder, written, unchanged };
        }
        ExportOutcome::Incomplete { folder, written, unchanged, missing, error: error.map(Into::into) }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    fn file(path: &str, text: &str, executable: bool) -> ExportFile {
        ExportFile { path: path.to_owned(), text: text.to_owned(), executable }
    }

    /// Notes what it is told, and asks to stop after so many steps.
    #[derive(Default)]
    struct Watcher {
        told: RefCell<Vec<String>>,
        stop_at: Option<usize>,
    }

    impl Watched for Watcher {
        fn progress(&self, progress: Progress) {
            self.told.borrow_mut().push(format!("{}/{} {}", progress.done, progress.total, progress.what));
        }

        fn is_cancelled(&self) -> bool {
            self.stop_at.is_some_and(|at| self.told.borrow().len() >= at)
        }
    }

    fn write_watched(
        folder: &str,
        files: &[ExportFile],
        overwrite: bool,
        watcher: &Watcher,
    ) -> Result<ExportOutcome, Failure> {
        Export::of(WriteExport { folder: folder.to_owned(), files: files.to_vec(), overwrite })?.write(watcher)
    }

    fn write(folder: &str, files: &[ExportFile], overwrite: bool) -> Result<ExportOutcome, Failure> {
        write_watched(folder, files, overwrite, &Watcher::default())
    }

    #[test]
    fn an_export_asks_before_it_overwrites_and_then_writes_only_what_differs() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("out/today");
        let shown = folder.display().to_string();
        let first = [file("kafka/apply.sh", "#!/bin/sh\n", true), file("manifest.json", "{}\n", false)];
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
    fn an_export_that_is_stopped_leaves_whole_files_and_says_what_is_missing() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("out").display().to_string();
        let files = [file("c", "same", false), file("a", "1", false), file("b", "2", false), file("d", "3", false)];
        write(&folder, &files[..1], false).unwrap();
        let check = |stop_at: usize, expected_told: &[&str], expected_written: &[&str], expected_missing: &[&str]| {
            let watcher = Watcher { stop_at: Some(stop_at), ..Watcher::default() };
            let outcome = write_watched(&folder, &files, false, &watcher).unwrap();
            let ExportOutcome::Incomplete { written, missing, error, .. } = outcome else { panic!("{outcome:?}") };
            assert_eq!(watcher.told.into_inner(), expected_told);
            assert_eq!((written, missing, error), (owned(expected_written), owned(expected_missing), None));
        };
        let comparing = "0/0 Comparing with what is there";
        check(1, &[comparing], &[], &["a", "b", "c", "d"]);
        assert!(!parent.path().join("out/a").exists());
        check(3, &[comparing, "0/3 Writing a", "1/3 Writing b"], &["a", "b"], &["d"]);
        assert_eq!(std::fs::read_to_string(parent.path().join("out/b")).unwrap(), "2");
        let all = ExportOutcome::Written {
            folder: parent.path().join("out").canonicalize().unwrap().display().to_string(),
            written: owned(&["d"]),
            unchanged: owned(&["a", "b", "c"]),
        };
        assert_eq!(write(&folder, &files, false).unwrap(), all, "writing again goes on where it stopped");
    }

    #[test]
    fn a_file_that_cannot_be_written_ends_the_export_and_is_told_with_what_is_there() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("out").display().to_string();
        // A file cannot stand where a folder must go.
        let files = [file("a", "1", false), file("b", "2", false), file("b/c", "3", false), file("d", "4", false)];
        let outcome = write(&folder, &files, false).unwrap();
        let ExportOutcome::Incomplete { written, missing, error, .. } = outcome else { panic!("{outcome:?}") };
        assert_eq!((written, missing), (owned(&["a", "b"]), owned(&["b/c", "d"])));
        assert!(error.is_some_and(|error| !error.next.is_empty()));
    }

    fn owned(paths: &[&str]) -> Vec<String> {
        paths.iter().map(|path| (*path).to_owned()).collect()
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
