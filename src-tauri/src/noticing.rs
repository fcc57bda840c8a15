//! Tells which files of a touched folder really say something else than the window knows.
//!
//! Every touched file is read and compared with what the window was told or wrote itself. So the window's own saves, a
//! program that only looks, and one that writes the same text again all stay silent.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use disk::{RelativePath, has_design_ending, is_hidden};
use ipc::{Event, OutsideChange};

use crate::branch;
use crate::digest::{Digest, Known};
use crate::journal::Journal;
use crate::reading::{list_folder, read_file};
use crate::watch::Touched;

/// The window's knowledge of an open folder; shared by the commands and the watcher.
#[derive(Debug, Default)]
pub struct Files {
    /// Of every file.
    pub known: Known,
    /// Of the repository around it.
    pub branch: Option<String>,
    /// Only where this window may write.
    pub journal: Option<Journal>,
}

/// Looks at what was touched and says what the window must hear.
pub fn notice(handle: u32, root: &Path, head: Option<&Path>, files: &Mutex<Files>, touched: &Touched) -> Vec<Event> {
    let mut events = Vec::new();
    if !root.is_dir() {
        return vec![Event::WatchingStopped {
            handle,
            message: "The folder of this design was moved or removed".to_owned(),
            next: "Put it back, or open it where it is now; every edit is in the journal of this window".to_owned(),
        }];
    }
    let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
    let changes = outside_changes(root, &mut files.known, touched);
    if !changes.is_empty() {
        let note = changes
            .iter()
            .map(|change| (change.path.clone(), change.content.as_ref().map(|content| Digest::of(content.as_bytes()))))
            .collect();
        if let Some(journal) = &mut files.journal
            && let Err(error) = journal.note_outside(note)
        {
            tracing::warn!(%error, "a change by another program could not be noted in the journal");
        }
        events.push(Event::FilesChanged { handle, changes });
    }
    let branch = head.and_then(branch::branch_in);
    if branch != files.branch {
        files.branch.clone_from(&branch);
        events.push(Event::BranchChanged { handle, branch });
    }
    if let Some(failure) = &touched.failure {
        events.push(Event::WatchingStopped {
            handle,
            message: format!("Changes by other programs may not be noticed any more: {failure}"),
            next: "Open the folder again after changing files with another program".to_owned(),
        });
    }
    events
}

fn outside_changes(root: &Path, known: &mut Known, touched: &Touched) -> Vec<OutsideChange> {
    let mut candidates = BTreeSet::new();
    if touched.everything {
        add_folder(root, "", known, &mut candidates);
    }
    for path in &touched.paths {
        if let Some(relative) = relative(root, path) {
            add(root, &relative, known, &mut candidates);
        }
    }
    let mut changes = Vec::new();
    for path in candidates {
        let content = match read_file(root, &path) {
            Ok(content) => content,
            Err(error) => {
                // A path that is no plain file any more is gone as far as the design is concerned.
                tracing::warn!(%error, "a file that another program changed cannot be read");
                None
            }
        };
        let digest = content.as_ref().map(|content| Digest::of(content.as_bytes()));
        if known.get(path.as_str()) != digest.as_ref() {
            match digest {
                Some(digest) => known.insert(path.as_str().to_owned(), digest),
                None => known.remove(path.as_str()),
            };
            changes.push(OutsideChange { path: path.as_str().to_owned(), content });
        }
    }
    changes
}

/// Below `root`, with `/`; nothing for what is elsewhere or hidden. The root itself is the empty text.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let mut parts = Vec::new();
    for part in path.strip_prefix(root).ok()?.components() {
        let part = part.as_os_str().to_str()?;
        if is_hidden(part) {
            return None;
        }
        parts.push(part);
    }
    Some(parts.join("/"))
}

fn add(root: &Path, relative: &str, known: &Known, candidates: &mut BTreeSet<RelativePath>) {
    if relative.is_empty() || root.join(relative).is_dir() {
        add_folder(root, relative, known, candidates);
        return;
    }
    if has_design_ending(relative)
        && let Ok(path) = RelativePath::parse_design_file(relative)
    {
        candidates.insert(path);
    }
    // It may have been a folder until now.
    add_known_below(relative, known, candidates);
}

fn add_folder(root: &Path, relative: &str, known: &Known, candidates: &mut BTreeSet<RelativePath>) {
    match list_folder(root, relative) {
        Ok(listing) => candidates.extend(listing.files),
        Err(error) => tracing::warn!(%error, "a folder that another program changed cannot be read"),
    }
    add_known_below(relative, known, candidates);
}

fn add_known_below(relative: &str, known: &Known, candidates: &mut BTreeSet<RelativePath>) {
    let prefix = if relative.is_empty() { String::new() } else { format!("{relative}/") };
    let below = known.range(prefix.clone()..).map(|(path, _)| path).take_while(|path| path.starts_with(&prefix));
    candidates.extend(below.filter_map(|path| RelativePath::parse_design_file(path).ok()));
}

#[cfg(test)]
mod tests {
    use ipc::FileContent;

    use super::*;

    /// Writes files, lets another program interfere, and compares what the window hears.
    fn check(interfere: impl FnOnce(&Path), touched: &[&str], everything: bool, expected: &[(&str, Option<&str>)]) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let mut files = Files::default();
        for path in ["eventscape.toml", "contexts/order/context.toml", "contexts/order/topics/a.toml"] {
            std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            std::fs::write(root.join(path), path).unwrap();
            files.known.insert(path.to_owned(), Digest::of(path.as_bytes()));
        }
        interfere(&root);
        let touched =
            Touched { paths: touched.iter().map(|path| root.join(path)).collect(), everything, failure: None };
        let files = Mutex::new(files);
        let events = notice(1, &root, None, &files, &touched);
        let changes: Vec<_> = expected
            .iter()
            .map(|(path, text)| OutsideChange {
                path: (*path).to_owned(),
                content: text.map(|text| FileContent::Text(text.to_owned())),
            })
            .collect();
        let expected = if changes.is_empty() { vec![] } else { vec![Event::FilesChanged { handle: 1, changes }] };
        assert_eq!(events, expected);
        assert_eq!(notice(1, &root, None, &files, &touched), [], "told twice");
    }

    fn write(root: &Path, path: &str, text: &str) {
        std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        std::fs::write(root.join(path), text).unwrap();
    }

    #[test]
    fn only_what_really_changed_is_told() {
        check(|_| {}, &["eventscape.toml"], false, &[]);
        check(|_| {}, &[], true, &[]);
        check(
            |root| write(root, "eventscape.toml", "new"),
            &["eventscape.toml"],
            false,
            &[("eventscape.toml", Some("new"))],
        );
        check(|root| write(root, "eventscape.toml", "new"), &["other.toml"], false, &[]);
        check(|root| write(root, "new.md", "new"), &["new.md"], false, &[("new.md", Some("new"))]);
        check(|root| write(root, "new.png", "new"), &["new.png"], false, &[]);
        check(|root| write(root, ".git/index.toml", "new"), &[".git/index.toml", ".git"], false, &[]);
        check(|root| write(root, "contexts/.a.toml.Xy12Z3", "new"), &["contexts/.a.toml.Xy12Z3"], false, &[]);
    }

    #[test]
    fn folders_that_come_and_go_are_told_file_by_file() {
        let gone: &[(&str, Option<&str>)] =
            &[("contexts/order/context.toml", None), ("contexts/order/topics/a.toml", None)];
        check(|root| std::fs::remove_dir_all(root.join("contexts/order")).unwrap(), &["contexts/order"], false, gone);
        let renamed: Vec<_> = gone
            .iter()
            .copied()
            .chain([
                ("contexts/sales/context.toml", Some("contexts/order/context.toml")),
                ("contexts/sales/topics/a.toml", Some("contexts/order/topics/a.toml")),
            ])
            .collect();
        let rename = |root: &Path| std::fs::rename(root.join("contexts/order"), root.join("contexts/sales")).unwrap();
        check(rename, &["contexts/order", "contexts/sales"], false, &renamed);
        check(rename, &[], true, &renamed);
        check(rename, &[""], false, &renamed);
    }

    #[test]
    fn a_folder_that_is_gone_is_told_once_and_its_files_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let files = Mutex::new(Files { known: [("a.toml".to_owned(), Digest::of(b""))].into(), ..Files::default() });
        let events = notice(1, &folder.path().join("gone"), None, &files, &Touched::default());
        assert!(matches!(events.as_slice(), [Event::WatchingStopped { handle: 1, .. }]), "{events:?}");
    }

    #[test]
    fn another_branch_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let head = folder.path().join("HEAD");
        std::fs::write(&head, "ref: refs/heads/next\n").unwrap();
        let files = Mutex::new(Files { branch: Some("main".to_owned()), ..Files::default() });
        let notice = || notice(3, folder.path(), Some(&head), &files, &Touched::default());
        assert_eq!(notice(), [Event::BranchChanged { handle: 3, branch: Some("next".to_owned()) }]);
        assert_eq!(notice(), []);
    }
}
