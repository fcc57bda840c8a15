//! One design folder while it is open: its lock, its watcher, its journal, and what the window knows of its files.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use disk::{PathFault, is_hidden};
use ipc::{FileChange, FolderProblem, OpenFolder, Opened, ReadOnly, ReadOnlyReason, SaveOutcome};

use crate::branch;
use crate::data::{DataFolder, FolderKey};
use crate::desktop::Desktop;
use crate::digest::Digest;
use crate::failure::Failure;
use crate::journal::Journal;
use crate::lock::FolderLock;
use crate::noticing::{Files, notice};
use crate::reading::read_folder;
use crate::recent::name_of;
use crate::saving::{self, Look};
use crate::typing::Typing;
use crate::watch::Watch;

/// The file that every design has.
const DESIGN_FILE: &str = "eventscape.toml";

/// An open folder. Dropping it stops the watcher and gives the lock back.
#[derive(Debug)]
pub struct OpenDesign {
    handle: u32,
    root: PathBuf,
    lock: Option<Arc<FolderLock>>,
    files: Arc<Mutex<Files>>,
    typing: Typing,
    _watch: Option<Watch>,
}

/// A folder that was found and may be opened.
#[derive(Debug)]
pub struct Located {
    root: PathBuf,
    shown: String,
}

/// Finds the folder that a request means, and makes it for a new design.
pub fn locate(request: &OpenFolder) -> Result<Located, Failure> {
    let asked = Path::new(&request.path);
    let shown = || request.path.clone();
    if !asked.is_absolute() {
        return Err(Failure::NotAbsolute { path: shown() });
    }
    let folder = if request.create {
        make_empty(asked, &request.path)?;
        asked
    } else if asked.is_dir() {
        asked
    } else if asked.is_file() && asked.file_name().is_some_and(|name| name == DESIGN_FILE) {
        asked.parent().unwrap_or(asked)
    } else if asked.exists() {
        return Err(Failure::NotAFolder { path: shown() });
    } else {
        return Err(Failure::NotFound { path: shown() });
    };
    let root = folder.canonicalize().map_err(Failure::disk("looked at", shown()))?;
    if !request.create && !root.join(DESIGN_FILE).exists() && !root.join("contexts").is_dir() {
        return Err(Failure::NotADesign { path: shown() });
    }
    let Some(text) = root.to_str() else {
        let fault = PathFault::Character(char::REPLACEMENT_CHARACTER);
        return Err(disk::Error::Outside { path: shown(), fault }.into());
    };
    // Windows writes resolved paths in a form that people do not know.
    let text = text.strip_prefix(r"\\?\").filter(|rest| !rest.starts_with("UNC")).unwrap_or(text).to_owned();
    Ok(Located { root, shown: text })
}

fn make_empty(folder: &Path, shown: &str) -> Result<(), Failure> {
    if folder.is_dir() {
        for entry in std::fs::read_dir(folder).map_err(Failure::disk("read", shown))? {
            let name = entry.map_err(Failure::disk("read", shown))?.file_name();
            if !is_hidden(&name.to_string_lossy()) {
                return Err(Failure::NotEmpty { path: shown.to_owned() });
            }
        }
        Ok(())
    } else if folder.exists() {
        Err(Failure::NotAFolder { path: shown.to_owned() })
    } else {
        std::fs::create_dir_all(folder).map_err(Failure::disk("made", shown))
    }
}

impl Located {
    /// Whether this is the folder that `open` has open.
    pub fn is(&self, open: &OpenDesign) -> bool {
        self.root == open.root
    }
}

impl OpenDesign {
    /// Opens a folder. `lock` is the one that this window holds already, when it opens the same folder again.
    pub fn open(
        located: Located,
        handle: u32,
        lock: Option<Arc<FolderLock>>,
        data: &DataFolder,
        desktop: &Arc<dyn Desktop>,
    ) -> Result<(Self, Opened), Failure> {
        let Located { root, shown } = located;
        let key = FolderKey::of(&root);
        let lock = match lock {
            Some(lock) => Some(lock),
            None => FolderLock::acquire(data, &key)?.map(Arc::new),
        };
        let read_only = read_only(lock.is_some(), &root);
        let head = branch::head_of(&root);
        let files = Arc::new(Mutex::new(Files::default()));
        let mut problems = Vec::new();

        // The watcher starts first and waits for this guard, so that nothing can change unseen between reading and watching.
        let mut guard = files.lock().unwrap_or_else(PoisonError::into_inner);
        let watch = start_watch(handle, &root, head.clone(), &files, desktop).unwrap_or_else(|error| {
            problems.push(not_watched(&error));
            None
        });
        let reading = read_folder(&root)?;
        problems.extend(reading.problems);
        guard.known =
            reading.files.iter().map(|file| (file.path.clone(), Digest::of(file.content.as_bytes()))).collect();
        guard.branch = head.as_deref().and_then(branch::branch_in);
        let typing = Typing::at(data.typing(&key));
        let mut recovered = None;
        if read_only.is_none() {
            let found = Journal::open(data.journal(&key), &shown, &guard.known)?;
            guard.journal = Some(found.journal);
            recovered = found.recovered;
            problems.extend(found.kept_aside.as_deref().map(kept_aside));
        }
        let opened = Opened {
            handle,
            name: name_of(&root),
            path: shown,
            files: reading.files,
            read_only,
            typing: typing.left().filter(|_| guard.journal.is_some()),
            journal: recovered,
            branch: guard.branch.clone(),
            problems,
        };
        drop(guard);
        Ok((Self { handle, root, lock, files, typing, _watch: watch }, opened))
    }

    /// Names this opening.
    pub fn handle(&self) -> u32 {
        self.handle
    }

    /// The folder, links resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether this window is the one that may write here.
    pub fn is_writing(&self) -> bool {
        self.lock.is_some()
    }

    /// The lock, for opening the same folder again.
    pub fn lock(&self) -> Option<Arc<FolderLock>> {
        self.lock.clone()
    }

    /// Whether unsaved work is kept: a folder that is only read has no journal.
    pub fn is_journalling(&self) -> bool {
        self.files().journal.is_some()
    }

    /// Writes files, unless another program changed one of them.
    pub fn save(&self, changes: &[FileChange]) -> Result<SaveOutcome, Failure> {
        let mut guard = self.files();
        let files = &mut *guard;
        let journal = files.journal.as_mut().ok_or(Failure::ReadOnly)?;
        match saving::look(&self.root, changes)? {
            Look::Conflict(changes) => Ok(SaveOutcome::Conflict { changes }),
            Look::Clear(plan) => {
                let outcome = plan.outcome();
                if !outcome.is_empty() {
                    journal.note_saving(outcome)?;
                }
                plan.carry_out(&self.root, &mut files.known)
            }
        }
    }

    /// Does something with the journal and what it stands on.
    pub fn with_journal<T>(&self, act: impl FnOnce(&mut Journal, &Files) -> Result<T, Failure>) -> Result<T, Failure> {
        let mut files = self.files();
        let mut journal = files.journal.take().ok_or(Failure::ReadOnly)?;
        let result = act(&mut journal, &files);
        files.journal = Some(journal);
        result
    }

    /// Keeps the text that is being typed, or forgets it.
    pub fn keep_typing(&self, text: Option<&str>) -> Result<(), Failure> {
        if !self.is_journalling() {
            return Err(Failure::ReadOnly);
        }
        self.typing.keep(text)
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn start_watch(
    handle: u32,
    root: &Path,
    head: Option<PathBuf>,
    files: &Arc<Mutex<Files>>,
    desktop: &Arc<dyn Desktop>,
) -> notify::Result<Option<Watch>> {
    let (watched, files, desktop) = (root.to_path_buf(), Arc::clone(files), Arc::clone(desktop));
    let watched_head = head.clone();
    Watch::start(root, head.as_deref(), move |touched| {
        for event in notice(handle, &watched, watched_head.as_deref(), &files, &touched) {
            desktop.tell(&event);
        }
    })
    .map(Some)
}

fn read_only(locked: bool, root: &Path) -> Option<ReadOnly> {
    if !locked {
        return Some(ReadOnly {
            reason: ReadOnlyReason::AnotherWindow,
            message: "Another window is editing this design".to_owned(),
            next: "Close the other window and open the folder again to edit it here".to_owned(),
        });
    }
    if may_write(root) {
        return None;
    }
    Some(ReadOnly {
        reason: ReadOnlyReason::NoPermission,
        message: "You may not write into this folder".to_owned(),
        next: "Make the folder writable, or copy it to a place of your own, and open it again".to_owned(),
    })
}

#[cfg(unix)]
fn may_write(folder: &Path) -> bool {
    rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).is_ok()
}

/// Only trying can tell on the other systems; a save that fails says so.
#[cfg(not(unix))]
fn may_write(_: &Path) -> bool {
    true
}

fn not_watched(error: &notify::Error) -> FolderProblem {
    FolderProblem {
        path: String::new(),
        message: format!("Changes by other programs will not be noticed: {error}"),
        next: "Open the folder again after changing files with another program".to_owned(),
    }
}

fn kept_aside(path: &Path) -> FolderProblem {
    FolderProblem {
        path: String::new(),
        message: "A journal of unsaved work was found but cannot be read by this version".to_owned(),
        next: format!("It is kept as {}; a newer version of Eventscape may be able to read it", path.display()),
    }
}
