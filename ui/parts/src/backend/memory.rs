//! A shell without a disk: folders are maps in memory that live as long as the page. It opens on the sample.

use super::{Backend, Listener, Local};
use crate::sample;
use ipc::{
    Appended, CancelJob, CloseFolder, CloseReady, DismissJob, Done, ErrorCode, Event, ExportOutcome, FileContent,
    FolderFile, ForgetRecent, Handler, IpcError, Job, JobId, JobList, JobState, Jobs, JournalAppend, JournalClear,
    JournalDiscard, KeepTyping, Log, OpenFolder, Opened, OutsideChange, PickFolder, PickPurpose, Picked, Platform,
    Progress, Recent, RecentFolder, RecentFolders, Save, SaveOutcome, SetTheme, SetTitle, Start, Started, Watched,
    Work, WriteExport,
};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

const SAMPLE: &str = "/sample/ecommerce";

type Files = BTreeMap<String, String>;

#[derive(Default)]
struct Disk {
    folders: RefCell<BTreeMap<String, Files>>,
    open: RefCell<Option<(u32, String)>>,
    opened: Cell<u32>,
    jobs: RefCell<Vec<Job>>,
    begun: Cell<u32>,
    listener: RefCell<Option<Listener>>,
}

/// What a job of this shell is given: it is done at once, so that nobody can stop it.
struct AtOnce;

impl Watched for AtOnce {
    fn progress(&self, _: Progress) {}

    fn is_cancelled(&self) -> bool {
        false
    }
}

/// The shell in memory.
pub struct Memory(Rc<Disk>);

impl Memory {
    /// A disk that holds the sample and nothing else.
    pub fn with_sample() -> Self {
        let disk = Disk::default();
        let files = sample::files().iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        disk.folders.borrow_mut().insert(SAMPLE.to_owned(), files);
        Self(Rc::new(disk))
    }
}

impl Backend for Memory {
    fn invoke(&self, name: &'static str, request: String) -> Local<Result<String, IpcError>> {
        let disk = self.0.clone();
        Box::pin(async move {
            let request =
                serde_json::from_str(&request).map_err(|error| IpcError::bad_request(name, &error.to_string()))?;
            ipc::dispatch(disk.as_ref(), name, request)
        })
    }

    fn listen(&self, handler: Listener) -> Local<()> {
        *self.0.listener.borrow_mut() = Some(handler);
        Box::pin(std::future::ready(()))
    }

    fn is_lasting(&self) -> bool {
        false
    }
}

impl Disk {
    fn folder_of(&self, handle: u32) -> Result<String, IpcError> {
        match self.open.borrow().as_ref() {
            Some((open, path)) if *open == handle => Ok(path.clone()),
            Some(_) | None => Err(failure(ErrorCode::NotOpen, "The folder is no longer open", "Open it again")),
        }
    }

    fn export(&self, request: WriteExport) -> ExportOutcome {
        let mut folders = self.folders.borrow_mut();
        let there = folders.entry(request.folder.clone()).or_default();
        let differs = |path: &str, text: &str| there.get(path).is_some_and(|now| now != text);
        let files: Vec<String> =
            request.files.iter().filter(|file| differs(&file.path, &file.text)).map(|file| file.path.clone()).collect();
        if !request.overwrite && !files.is_empty() {
            return ExportOutcome::AlreadyThere { files };
        }
        let (mut written, mut unchanged) = (Vec::new(), Vec::new());
        for file in request.files {
            let list = if there.get(&file.path) == Some(&file.text) { &mut unchanged } else { &mut written };
            list.push(file.path.clone());
            there.insert(file.path, file.text);
        }
        ExportOutcome::Written { folder: request.folder, written, unchanged }
    }

    fn recent_folders(&self) -> Vec<RecentFolder> {
        let folders = self.folders.borrow();
        folders
            .keys()
            .map(|path| RecentFolder { path: path.clone(), name: name_of(path), opened_at_ms: 0, missing: false })
            .collect()
    }
}

fn name_of(path: &str) -> String {
    path.rsplit('/').find(|part| !part.is_empty()).unwrap_or(path).to_owned()
}

fn failure(code: ErrorCode, message: &str, next: &str) -> IpcError {
    IpcError { code, message: message.to_owned(), path: None, next: next.to_owned() }
}

impl Handler for Disk {
    fn begin(&self, command: &'static str, work: Work<Value>) -> Result<JobId, IpcError> {
        let id = JobId(self.begun.get().wrapping_add(1));
        self.begun.set(id.0);
        let state = match (work.run)(&AtOnce) {
            Ok(result) => JobState::Done { result },
            Err(error) => JobState::Failed { error },
        };
        let job = Job { id, command: command.to_owned(), title: work.title, state };
        self.jobs.borrow_mut().push(job.clone());
        if let Some(listener) = self.listener.borrow().as_ref() {
            listener(Event::Job { job });
        }
        Ok(id)
    }

    fn start(&self, _: Start) -> Result<Started, IpcError> {
        Ok(Started {
            folder: Some(SAMPLE.to_owned()).filter(|_| !sample::files().is_empty()),
            reloaded: false,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            platform: Platform::Linux,
            theme: None,
            automation: false,
            recent: self.recent_folders(),
            unsaved: Vec::new(),
        })
    }

    fn recent(&self, _: Recent) -> Result<RecentFolders, IpcError> {
        Ok(RecentFolders { folders: self.recent_folders() })
    }

    fn forget_recent(&self, request: ForgetRecent) -> Result<RecentFolders, IpcError> {
        let mut folders = self.recent_folders();
        folders.retain(|folder| folder.path != request.path);
        Ok(RecentFolders { folders })
    }

    fn pick_folder(&self, request: PickFolder) -> Result<Picked, IpcError> {
        let path = match request.purpose {
            PickPurpose::OpenDesign => SAMPLE.to_owned(),
            PickPurpose::NewDesign => {
                let count = self.folders.borrow().len();
                format!("/memory/design-{count}")
            }
            PickPurpose::Export => "/memory/export".to_owned(),
        };
        Ok(Picked { path: Some(path) })
    }

    fn open_folder(&self, request: OpenFolder) -> Result<Opened, IpcError> {
        let mut folders = self.folders.borrow_mut();
        if request.create {
            if folders.get(&request.path).is_some_and(|files| !files.is_empty()) {
                return Err(failure(ErrorCode::NotEmpty, "The folder is not empty", "Choose another folder"));
            }
            folders.insert(request.path.clone(), Files::new());
        }
        let Some(files) = folders.get(&request.path) else {
            return Err(failure(ErrorCode::NotFound, "There is no such folder", "Choose another folder"));
        };
        let handle = self.opened.get().wrapping_add(1);
        self.opened.set(handle);
        *self.open.borrow_mut() = Some((handle, request.path.clone()));
        Ok(Opened {
            handle,
            name: name_of(&request.path),
            path: request.path,
            files: files
                .iter()
                .map(|(path, text)| FolderFile { path: path.clone(), content: FileContent::Text(text.clone()) })
                .collect(),
            read_only: None,
            journal: None,
            typing: None,
            branch: None,
            problems: Vec::new(),
        })
    }

    fn close_folder(&self, _: CloseFolder) -> Result<Done, IpcError> {
        *self.open.borrow_mut() = None;
        Ok(Done {})
    }

    fn save(&self, request: Save) -> Result<SaveOutcome, IpcError> {
        let path = self.folder_of(request.handle)?;
        let mut folders = self.folders.borrow_mut();
        let files = folders.entry(path).or_default();
        let differing: Vec<OutsideChange> = request
            .changes
            .iter()
            .filter(|change| {
                let now = files.get(&change.path);
                now != change.before.as_ref() && now != change.after.as_ref()
            })
            .map(|change| OutsideChange {
                path: change.path.clone(),
                content: files.get(&change.path).cloned().map(FileContent::Text),
            })
            .collect();
        if !differing.is_empty() {
            return Ok(SaveOutcome::Conflict { changes: differing });
        }
        let (mut written, mut deleted) = (Vec::new(), Vec::new());
        for change in request.changes {
            match change.after {
                Some(text) => {
                    files.insert(change.path.clone(), text);
                    written.push(change.path);
                }
                None => {
                    files.remove(&change.path);
                    deleted.push(change.path);
                }
            }
        }
        Ok(SaveOutcome::Saved { written, deleted })
    }

    fn journal_append(&self, request: JournalAppend) -> Result<Appended, IpcError> {
        let count = u64::try_from(request.entries.len()).unwrap_or_default();
        Ok(Appended { sequence: (request.sequence + count).saturating_sub(1) })
    }

    fn journal_clear(&self, _: JournalClear) -> Result<Done, IpcError> {
        Ok(Done {})
    }

    fn journal_discard(&self, _: JournalDiscard) -> Result<Done, IpcError> {
        Ok(Done {})
    }

    fn keep_typing(&self, _: KeepTyping) -> Result<Done, IpcError> {
        Ok(Done {})
    }

    fn write_export(&self, request: WriteExport) -> Result<Work<ExportOutcome>, IpcError> {
        let title = format!("Export to {}", request.folder);
        let outcome = self.export(request);
        Ok(Work { title, run: Box::new(move |_| Ok(outcome)) })
    }

    fn jobs(&self, _: Jobs) -> Result<JobList, IpcError> {
        Ok(JobList { jobs: self.jobs.borrow().clone() })
    }

    fn cancel_job(&self, _: CancelJob) -> Result<Done, IpcError> {
        Ok(Done {})
    }

    fn dismiss_job(&self, request: DismissJob) -> Result<Done, IpcError> {
        self.jobs.borrow_mut().retain(|job| job.id != request.job);
        Ok(Done {})
    }

    fn set_title(&self, request: SetTitle) -> Result<Done, IpcError> {
        leptos::prelude::document().set_title(&request.title);
        Ok(Done {})
    }

    fn set_theme(&self, _: SetTheme) -> Result<Done, IpcError> {
        Ok(Done {})
    }

    fn close_ready(&self, _: CloseReady) -> Result<Done, IpcError> {
        Ok(Done {})
    }

    fn log(&self, request: Log) -> Result<Done, IpcError> {
        leptos::logging::log!("{}", request.message);
        Ok(Done {})
    }
}
