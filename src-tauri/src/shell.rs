//! The handler of every command: the table of `crates/ipc` on one side, the modules that do the work on the other.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ipc::{
    Appended, CancelJob, CloseFolder, CloseReady, DismissJob, Done, ExportOutcome, ForgetRecent, Handler, IpcError,
    JobId, JobList, Jobs as ListJobs, JournalAppend, JournalClear, JournalDiscard, KeepTyping, Log, LogLevel,
    OpenFolder, Opened, PickFolder, Picked, Platform, Recent, RecentFolders, Save, SaveOutcome, SetTheme, SetTitle,
    Start, Started, Unsaved, Watched, Work, WriteExport,
};
use serde_json::Value;

use crate::data::{DataFolder, FolderKey};
use crate::desktop::Desktop;
use crate::exporting::Export;
use crate::failure::Failure;
use crate::jobs::Jobs;
use crate::journal::leftovers;
use crate::lock::FolderLock;
use crate::open_design::{OpenDesign, locate};
use crate::recent;

/// How long jobs have to stop when the window closes.
const JOBS_STOP_WITHIN: Duration = Duration::from_secs(2);

/// One window's shell.
#[derive(Debug)]
pub struct Shell {
    data: DataFolder,
    desktop: Arc<dyn Desktop>,
    /// The folder on the command line.
    asked_for: Option<PathBuf>,
    automation: bool,
    open: Mutex<Option<OpenDesign>>,
    handles: AtomicU32,
    picking: AtomicBool,
    jobs: Jobs,
}

impl Shell {
    /// A shell with nothing open.
    pub fn new(data: DataFolder, desktop: Arc<dyn Desktop>, asked_for: Option<PathBuf>, automation: bool) -> Self {
        let jobs = Jobs::new(Arc::clone(&desktop));
        Self {
            data,
            desktop,
            asked_for,
            automation,
            open: Mutex::new(None),
            handles: AtomicU32::new(1),
            picking: AtomicBool::new(false),
            jobs,
        }
    }

    /// The window is closing: has every job stop where it leaves something whole behind, and waits a moment for it.
    pub fn stop_jobs(&self) {
        self.jobs.stop(JOBS_STOP_WITHIN);
    }

    fn open(&self) -> MutexGuard<'_, Option<OpenDesign>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with_open<T>(&self, handle: u32, act: impl FnOnce(&OpenDesign) -> Result<T, Failure>) -> Result<T, IpcError> {
        let open = self.open();
        let design = open.as_ref().filter(|design| design.handle() == handle).ok_or(Failure::NotOpen)?;
        Ok(act(design)?)
    }

    /// Work that was never saved and that no other window is working on now.
    fn unsaved(&self) -> Vec<Unsaved> {
        let found = leftovers(&self.data.journals()).unwrap_or_else(|error| {
            tracing::warn!(%error, "the journals of earlier runs cannot be listed");
            Vec::new()
        });
        let open = self.open();
        found
            .into_iter()
            .filter(|leftover| {
                let ours = open
                    .as_ref()
                    .is_some_and(|design| design.is_writing() && FolderKey::of(design.root()) == leftover.key);
                ours || matches!(FolderLock::acquire(&self.data, &leftover.key), Ok(Some(_)))
            })
            .map(|leftover| Unsaved {
                name: recent::name_of(&leftover.folder),
                path: leftover.folder.display().to_string(),
                saved_at_ms: leftover.saved_at_ms,
            })
            .collect()
    }

    fn recent_folders(&self) -> RecentFolders {
        RecentFolders { folders: recent::list(&self.data.recent()) }
    }
}

impl Handler for Shell {
    fn begin(&self, command: &'static str, work: Work<Value>) -> Result<JobId, IpcError> {
        Ok(self.jobs.begin(command, work)?)
    }

    fn start(&self, _: Start) -> Result<Started, IpcError> {
        self.desktop.listening();
        let recent = self.recent_folders().folders;
        let open_now = self.open().as_ref().map(|design| design.root().to_path_buf());
        let reloaded = open_now.is_some();
        let folder = open_now
            .or_else(|| self.asked_for.clone())
            .map(|path| path.display().to_string())
            .or_else(|| recent.iter().find(|folder| !folder.missing).map(|folder| folder.path.clone()));
        Ok(Started {
            folder,
            reloaded,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            platform: platform(),
            theme: self.desktop.theme(),
            automation: self.automation,
            recent,
            unsaved: self.unsaved(),
        })
    }

    fn recent(&self, _: Recent) -> Result<RecentFolders, IpcError> {
        Ok(self.recent_folders())
    }

    fn forget_recent(&self, request: ForgetRecent) -> Result<RecentFolders, IpcError> {
        recent::forget(&self.data.recent(), &request.path)?;
        Ok(self.recent_folders())
    }

    fn pick_folder(&self, request: PickFolder) -> Result<Picked, IpcError> {
        // A second dialog over the first would only confuse; the first one still gets its answer.
        if self.picking.swap(true, Ordering::AcqRel) {
            return Ok(Picked { path: None });
        }
        let picked = self.desktop.pick_folder(&request);
        self.picking.store(false, Ordering::Release);
        Ok(Picked { path: picked.map(|path| path.display().to_string()) })
    }

    fn open_folder(&self, request: OpenFolder) -> Result<Opened, IpcError> {
        let located = locate(&request)?;
        let mut open = self.open();
        let again = open.as_ref().filter(|design| located.is(design));
        let (is_again, lock) = (again.is_some(), again.and_then(OpenDesign::lock));
        let handle = self.handles.fetch_add(1, Ordering::Relaxed);
        // The open design stays open until the other one is.
        let (design, mut opened) = OpenDesign::open(located, handle, lock, &self.data, &self.desktop)?;
        if request.discard_open {
            let given_up = if is_again { Some(&design) } else { open.as_ref() };
            if let Some(given_up) = given_up.filter(|design| design.is_journalling()) {
                given_up.with_journal(|journal, _| journal.discard())?;
            }
            opened.journal = opened.journal.filter(|_| !is_again);
        }
        *open = Some(design);
        if let Err(error) = recent::remember(&self.data.recent(), &opened.path, now_ms()) {
            tracing::warn!(%error, "the list of folders opened last could not be kept");
        }
        Ok(opened)
    }

    fn close_folder(&self, request: CloseFolder) -> Result<Done, IpcError> {
        self.open().take_if(|design| design.handle() == request.handle).ok_or(Failure::NotOpen)?;
        Ok(Done {})
    }

    fn save(&self, request: Save) -> Result<SaveOutcome, IpcError> {
        self.with_open(request.handle, |design| design.save(&request.changes))
    }

    fn journal_append(&self, request: JournalAppend) -> Result<Appended, IpcError> {
        self.with_open(request.handle, |design| {
            design.with_journal(|journal, files| {
                let sequence = journal.append(&files.known, request.sequence, &request.entries)?;
                Ok(Appended { sequence })
            })
        })
    }

    fn journal_clear(&self, request: JournalClear) -> Result<Done, IpcError> {
        self.with_open(request.handle, |design| {
            design.with_journal(|journal, files| journal.clear(&files.known, request.through))
        })?;
        Ok(Done {})
    }

    fn journal_discard(&self, request: JournalDiscard) -> Result<Done, IpcError> {
        self.with_open(request.handle, |design| design.with_journal(|journal, _| journal.discard()))?;
        Ok(Done {})
    }

    fn keep_typing(&self, request: KeepTyping) -> Result<Done, IpcError> {
        self.with_open(request.handle, |design| design.keep_typing(request.typing.as_deref()))?;
        Ok(Done {})
    }

    fn write_export(&self, request: WriteExport) -> Result<Work<ExportOutcome>, IpcError> {
        let title = format!("Export to {}", request.folder);
        let export = Export::of(request)?;
        Ok(Work { title, run: Box::new(move |job: &dyn Watched| Ok(export.write(job)?)) })
    }

    fn jobs(&self, _: ListJobs) -> Result<JobList, IpcError> {
        Ok(JobList { jobs: self.jobs.list() })
    }

    fn cancel_job(&self, request: CancelJob) -> Result<Done, IpcError> {
        self.jobs.cancel(request.job);
        Ok(Done {})
    }

    fn dismiss_job(&self, request: DismissJob) -> Result<Done, IpcError> {
        self.jobs.dismiss(request.job);
        Ok(Done {})
    }

    fn set_title(&self, request: SetTitle) -> Result<Done, IpcError> {
        self.desktop.set_title(&request.title);
        Ok(Done {})
    }

    fn set_theme(&self, request: SetTheme) -> Result<Done, IpcError> {
        self.desktop.set_theme(request.theme);
        Ok(Done {})
    }

    fn close_ready(&self, request: CloseReady) -> Result<Done, IpcError> {
        self.desktop.answer_close(request.answer);
        Ok(Done {})
    }

    fn log(&self, request: Log) -> Result<Done, IpcError> {
        let message = request.message;
        match request.level {
            LogLevel::Error => tracing::error!(target: "window", "{message}"),
            LogLevel::Warn => tracing::warn!(target: "window", "{message}"),
            LogLevel::Info => tracing::info!(target: "window", "{message}"),
            LogLevel::Debug => tracing::debug!(target: "window", "{message}"),
        }
        Ok(Done {})
    }
}

fn platform() -> Platform {
    if cfg!(target_os = "macos") {
        Platform::Macos
    } else if cfg!(windows) {
        Platform::Windows
    } else {
        Platform::Linux
    }
}

fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|time| u64::try_from(time.as_millis()).ok()).unwrap_or(0)
}
