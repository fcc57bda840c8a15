//! From starting to closing: what the shell says, and asking before unsaved work is lost sight of.

use crate::backend::{Backend, call};
use crate::jobs::JobBoard;
use crate::saving::leave_field;
use crate::{AfterUnsaved, Attention, Document, Modal, Notices, Panels, ThemeChoice, Tone, theme};
use engine::model::Kind;
use ipc::{
    CloseAnswer, CloseReady, Command, Event, JournalDiscard, PinchPhase, Platform, RecentFolder, SetTitle, Start,
};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// The open folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenFolder {
    /// Names this opening to the shell.
    pub handle: u32,
    /// Where it is.
    pub path: String,
    /// The branch that is checked out, when it is in a repository.
    pub branch: Option<String>,
}

/// Unsaved work of an earlier run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryOffer {
    /// The lines that the engine wrote.
    pub journal: String,
    /// How many steps they are.
    pub steps: usize,
    /// When the last one was made, for people.
    pub when: String,
    /// Files that changed since, and what was lost of the journal; for people, may be empty.
    pub note: String,
}

/// Two fingers on a touchpad: `scale` is relative to the beginning of the pinch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pinch {
    /// Whether it begins.
    pub begins: bool,
    /// The point of the page between the fingers.
    pub at: (f64, f64),
    /// How far they are apart, as a multiple.
    pub scale: f64,
}

/// The way to the shell, and what is known of it.
#[derive(Clone, Copy)]
pub struct Session {
    pub(super) notices: Notices,
    pub(super) panels: Panels,
    pub(super) attention: Attention,
    pub(super) document: Document,
    backend: StoredValue<Rc<dyn Backend>, LocalStorage>,
    pinched: StoredValue<Option<Callback<Pinch>>>,
    /// Whether it is known where to begin; before that there is neither a design nor a lack of one.
    pub has_begun: RwSignal<bool>,
    /// Unsaved work of an earlier run that may be taken back.
    pub recovery: RwSignal<Option<RecoveryOffer>>,
    /// Whether a save is under way.
    pub saving: RwSignal<bool>,
    /// Light, dark or as the system has it.
    pub theme: RwSignal<ThemeChoice>,
    /// Whether the system prefers dark.
    pub system_dark: RwSignal<bool>,
    /// What the shell is doing beside the window.
    pub jobs: JobBoard,
    /// Where the window runs.
    pub platform: RwSignal<Platform>,
    /// Version of the program.
    pub version: RwSignal<String>,
    /// Folders that were opened before, newest first.
    pub recent: RwSignal<Vec<RecentFolder>>,
}

impl Session {
    /// A session that has not begun.
    pub(super) fn new(
        backend: Rc<dyn Backend>,
        notices: Notices,
        panels: Panels,
        attention: Attention,
        document: Document,
    ) -> Self {
        Self {
            notices,
            panels,
            attention,
            document,
            backend: StoredValue::new_local(backend),
            pinched: StoredValue::new(None),
            has_begun: RwSignal::new(false),
            recovery: RwSignal::new(None),
            saving: RwSignal::new(false),
            theme: RwSignal::new(theme::remembered()),
            system_dark: RwSignal::new(theme::system_is_dark()),
            jobs: JobBoard::new(),
            platform: RwSignal::new(Platform::Linux),
            version: RwSignal::new(String::new()),
            recent: RwSignal::new(Vec::new()),
        }
    }

    /// The way out of the window.
    pub fn backend(self) -> Rc<dyn Backend> {
        self.backend.get_value()
    }

    /// Has a view follow two fingers on a touchpad.
    pub fn on_pinch(self, follow: Callback<Pinch>) {
        self.pinched.set_value(Some(follow));
    }

    /// Sends a command whose answer does not matter; a failure is written to the log.
    pub(super) fn tell<C: Command + 'static>(self, request: C) {
        let backend = self.backend();
        spawn_local(async move {
            if let Err(error) = call(backend, request).await {
                self.notices.log(Tone::Failed, error.to_string());
            }
        });
    }

    /// Asks the shell where to begin, and begins.
    pub fn start(self) {
        let heard = self.backend().listen(Box::new(move |event| self.hear(event)));
        spawn_local(async move {
            heard.await;
            self.find_jobs().await;
        });
        Effect::new(move |_| {
            let name = self
                .document
                .folder
                .with(Option::is_some)
                .then(|| self.document.of_kinds(&[Kind::Settings], |design| design.settings().name.clone()));
            let unsaved = !self.document.is_on_disk();
            let title = match name {
                Some(name) if unsaved => format!("{name} (unsaved) – Eventscape"),
                Some(name) => format!("{name} – Eventscape"),
                None => "Eventscape".to_owned(),
            };
            self.tell(SetTitle { title });
        });
        spawn_local(async move {
            match call(self.backend(), Start {}).await {
                Ok(started) => {
                    self.platform.set(started.platform);
                    self.version.set(started.version);
                    self.recent.set(started.recent);
                    if let Some(theme) = started.theme {
                        self.system_dark.set(theme == ipc::Theme::Dark);
                    }
                    if let Some(path) = started.folder
                        && self.open_path(path, false, false).await
                        && started.reloaded
                    {
                        self.go_on_after_reload();
                    }
                }
                Err(error) => self.notices.report(&error),
            }
            self.has_begun.set(true);
        });
    }

    fn hear(self, event: Event) {
        let is_ours =
            |handle: u32| self.document.folder.with_untracked(|it| it.as_ref().is_some_and(|it| it.handle == handle));
        match event {
            Event::FilesChanged { handle, changes } if is_ours(handle) => self.document.take_in(changes),
            Event::BranchChanged { handle, branch } if is_ours(handle) => {
                self.document.folder.update(|folder| {
                    if let Some(folder) = folder {
                        folder.branch.clone_from(&branch);
                    }
                });
                self.notices
                    .log(Tone::Fine, format!("Branch {} is checked out", branch.as_deref().unwrap_or("(none)")));
            }
            Event::WatchingStopped { handle, message, next } if is_ours(handle) => {
                self.notices.log(Tone::Failed, message.clone());
                self.notices.toast(Tone::Failed, message, next);
            }
            Event::FilesChanged { .. } | Event::BranchChanged { .. } | Event::WatchingStopped { .. } => {}
            Event::Job { job } => self.jobs.hear(job),
            Event::Pinch { phase, x, y, scale } => {
                if let Some(follow) = self.pinched.get_value() {
                    follow.run(Pinch { begins: matches!(phase, PinchPhase::Begin), at: (x, y), scale });
                }
            }
            Event::CloseRequested => self.close_requested(),
        }
    }

    fn close_requested(self) {
        leave_field();
        self.document.settle_now();
        if self.document.has_unsaved() && self.document.read_only.with_untracked(Option::is_none) {
            self.tell(CloseReady { answer: CloseAnswer::Stay });
            self.panels.modal.set(Some(Modal::Unsaved(AfterUnsaved::Close)));
        } else {
            self.close();
        }
    }

    /// Closes the window, unless a job would be broken off: then the person is told and decides.
    fn close(self) {
        let Some(job) = self.unfinished_job() else {
            return self.tell(CloseReady { answer: CloseAnswer::Close });
        };
        self.tell(CloseReady { answer: CloseAnswer::Stay });
        self.notices.toast(
            Tone::Refused,
            format!("{} has not ended yet", job.title),
            "Wait until it has, or cancel it in the bar below, then close the window again",
        );
    }

    /// Goes on with what waited for an answer about unsaved work.
    pub fn go_on(self, what: AfterUnsaved, save_first: bool) {
        self.panels.modal.set(None);
        spawn_local(async move {
            if save_first && !self.save().await {
                return;
            }
            match what {
                AfterUnsaved::Close => {
                    // A job that has not ended keeps the window open, and then the work is kept as well.
                    let folder = self.document.folder.get_untracked().filter(|_| !save_first);
                    if let Some(folder) = folder.filter(|_| self.unfinished_job().is_none()) {
                        self.tell(JournalDiscard { handle: folder.handle });
                    }
                    self.close();
                }
                AfterUnsaved::Open { path, create, sample } => self.open_now(path, create, sample, !save_first),
            }
        });
    }
}
