//! From starting to closing: opening folders, taking back what a crash left, and asking before unsaved work is lost sight of.

use crate::app::backend::call;
use crate::app::host::WindowHost;
use crate::app::saving::leave_field;
use crate::app::{AfterUnsaved, App, Modal, Tone, clock_of, now_ms, sample};
use engine::Engine;
use engine::diagnostic::counted;
use engine::edit::Selection;
use engine::format::SourceFile;
use engine::model::{Record, Settings};
use ipc::{
    CloseAnswer, CloseReady, Command, Event, FileChange, JournalDiscard, OpenFolder as OpenRequest, Opened, PickFolder,
    PickPurpose, Recent, Save, SetTitle, Start,
};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;
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

impl App {
    /// Sends a command whose answer does not matter; a failure is written to the log.
    pub(super) fn tell<C: Command + 'static>(self, request: C) {
        let backend = self.backend();
        spawn_local(async move {
            if let Err(error) = call(backend, request).await {
                self.log(Tone::Failed, error.to_string());
            }
        });
    }

    /// Asks the shell where to begin, and begins.
    pub(super) fn start(self) {
        let heard = self.backend().listen(Box::new(move |event| self.hear(event)));
        spawn_local(async move {
            heard.await;
            self.find_jobs().await;
        });
        Effect::new(move |_| {
            let name = self.folder.with(Option::is_some).then(|| self.design(|design| design.settings().name.clone()));
            let unsaved = !self.is_on_disk();
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
                    if let Some(path) = started.folder {
                        self.open_path(path, false).await;
                    }
                }
                Err(error) => self.report(&error),
            }
            self.has_begun.set(true);
        });
    }

    fn hear(self, event: Event) {
        let is_ours = |handle: u32| self.folder.with_untracked(|it| it.as_ref().is_some_and(|it| it.handle == handle));
        match event {
            Event::FilesChanged { handle, changes } if is_ours(handle) => self.take_in(changes),
            Event::BranchChanged { handle, branch } if is_ours(handle) => {
                self.folder.update(|folder| {
                    if let Some(folder) = folder {
                        folder.branch.clone_from(&branch);
                    }
                });
                self.log(Tone::Fine, format!("Branch {} is checked out", branch.as_deref().unwrap_or("(none)")));
            }
            Event::WatchingStopped { handle, message, next } if is_ours(handle) => {
                self.log(Tone::Failed, message.clone());
                self.toast(Tone::Failed, message, next);
            }
            Event::FilesChanged { .. } | Event::BranchChanged { .. } | Event::WatchingStopped { .. } => {}
            Event::Job { job } => self.jobs.hear(job),
            Event::Pinch { phase, x, y, scale } => crate::canvas::pinch(self, phase, x, y, scale),
            Event::CloseRequested => self.close_requested(),
        }
    }

    /// Opens a folder; `create` begins a design in it.
    pub async fn open_path(self, path: String, create: bool) -> bool {
        match call(self.backend(), OpenRequest { path, create }).await {
            Ok(opened) => {
                self.take_folder(opened);
                if let Ok(recent) = call(self.backend(), Recent {}).await {
                    self.recent.set(recent.folders);
                }
                true
            }
            Err(error) => {
                self.report(&error);
                false
            }
        }
    }

    fn take_folder(self, opened: Opened) {
        let began = now_ms();
        let after = opened.journal.as_ref().and_then(|it| it.entries.last()).map_or(0, |entry| entry.sequence);
        let handle = opened.read_only.is_none().then_some(opened.handle);
        let queue = self.journal.with_value(|journal| journal.begin(handle, after));
        let files: Vec<SourceFile> = opened
            .files
            .into_iter()
            .map(|file| SourceFile { path: file.path, bytes: file.content.into_bytes() })
            .collect();
        let count = files.len();
        let mut engine = Engine::open(files, Box::new(WindowHost::journalling(queue)));
        if let Some(why) = &opened.read_only {
            engine.set_read_only(format!("{}: {}", lowered(&why.message), lowered(&why.next)));
        }
        let of_engine = engine.read_only().map(capitalised);
        let reason = opened.read_only.map(|it| format!("{}. {}", it.message, it.next)).or(of_engine);
        self.engine.set_value(engine);
        let took = now_ms() - began;
        self.took.set(("opened and checked", took));
        self.effects.update_value(std::collections::VecDeque::clear);
        self.toasts.update(Vec::clear);
        self.selection.set(Selection::default());
        self.renaming.set(None);
        self.creating.set(None);
        self.conflicts.set(Vec::new());
        self.environment.set(None);
        self.read_only.set(reason);
        self.recovery.set(opened.journal.filter(|it| !it.entries.is_empty()).map(|it| RecoveryOffer {
            steps: it.entries.len(),
            journal: it.entries.iter().map(|entry| format!("{}\n", entry.entry)).collect(),
            when: clock_of(it.saved_at_ms),
            note: recovery_note(&it.changed_since, it.damage.as_deref()),
        }));
        self.revision.update(|it| *it += 1);
        self.records_revision.update(|it| *it += 1);
        self.folder.set(Some(OpenFolder { handle: opened.handle, path: opened.path, branch: opened.branch }));
        self.opened.update(|it| *it += 1);
        self.drop_void_toasts();
        self.settle_now();
        self.log(Tone::Fine, format!("Opened {} with {} in {took:.0} ms", opened.name, counted(count, "file")));
        for problem in opened.problems {
            self.log(Tone::Failed, problem.message.clone());
            self.toast(Tone::Refused, problem.message, problem.next);
        }
    }

    /// Opens a folder unless unsaved work would be lost sight of; then asks first.
    pub fn open(self, path: String, create: bool, sample: bool) {
        self.settle_now();
        if self.has_unsaved() {
            self.modal.set(Some(Modal::Unsaved(AfterUnsaved::Open { path, create, sample })));
        } else {
            self.open_now(path, create, sample);
        }
    }

    fn open_now(self, path: String, create: bool, with_sample: bool) {
        spawn_local(async move {
            if !self.open_path(path.clone(), create).await || !create {
                return;
            }
            if with_sample {
                self.fill_with_sample().await
            } else {
                self.fill_new(&path)
            }
            self.save().await;
        });
    }

    /// A new design has a name and nothing else.
    fn fill_new(self, path: &str) {
        let folder = path.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or("design");
        let settings = Settings { name: title_of(folder), ..Settings::default() };
        self.dispatch(engine::edit::Command::Create { record: Box::new(Record::Settings(settings)), placement: None });
    }

    async fn fill_with_sample(self) {
        let Some(folder) = self.folder.get_untracked() else { return };
        let changes = sample::files()
            .iter()
            .map(|(path, text)| FileChange { path: (*path).to_owned(), before: None, after: Some((*text).to_owned()) })
            .collect();
        match call(self.backend(), Save { handle: folder.handle, changes }).await {
            Ok(_) => drop(self.open_path(folder.path, false).await),
            Err(error) => self.report(&error),
        }
    }

    /// Asks for a folder and opens it, begins a design in it, or copies the sample into it.
    pub fn pick_and_open(self, purpose: PickPurpose, with_sample: bool) {
        spawn_local(async move {
            match call(self.backend(), PickFolder { purpose, start_in: None }).await {
                Ok(picked) => {
                    if let Some(path) = picked.path {
                        self.open(path, purpose == PickPurpose::NewDesign, with_sample);
                    }
                }
                Err(error) => self.report(&error),
            }
        });
    }

    /// Takes the unsaved work of an earlier run back.
    pub fn recover(self) {
        let Some(offer) = self.recovery.get_untracked() else { return };
        let Some(recovered) = self.engine.try_update_value(|engine| engine.recover(&offer.journal)) else { return };
        self.recovery.set(None);
        let count = recovered.effect.changed.len();
        let message = format!("Took back {} on {}", counted(recovered.steps, "step"), counted(count, "record"));
        self.after(recovered.effect);
        self.conflicts.set(self.peek(|engine| engine.conflicts().to_vec()));
        let mut next = "Look at Changes, then save".to_owned();
        if recovered.unreadable > 0 {
            let were = if recovered.unreadable == 1 { "entry was" } else { "entries were" };
            next = format!("{} {were} left out that cannot be read or do not fit. {next}", recovered.unreadable);
        }
        self.log(Tone::Fine, message.clone());
        self.toast_step(message, next);
    }

    /// Gives the unsaved work of an earlier run up.
    pub fn discard_recovery(self) {
        self.recovery.set(None);
        if let Some(request) = self.journal.with_value(super::journal::Journal::discard_earlier) {
            self.tell(request);
        }
        self.log(Tone::Fine, "Discarded the unsaved changes of the earlier run");
    }

    fn close_requested(self) {
        leave_field();
        self.settle_now();
        if self.has_unsaved() && self.read_only.with_untracked(Option::is_none) {
            self.tell(CloseReady { answer: CloseAnswer::Stay });
            self.modal.set(Some(Modal::Unsaved(AfterUnsaved::Close)));
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
        self.toast(
            Tone::Refused,
            format!("{} has not ended yet", job.title),
            "Wait until it has, or cancel it in the bar below, then close the window again",
        );
    }

    /// Goes on with what waited for an answer about unsaved work.
    pub fn go_on(self, what: AfterUnsaved, save_first: bool) {
        self.modal.set(None);
        spawn_local(async move {
            if save_first {
                if !self.save().await {
                    return;
                }
            } else if let Some(folder) = self.folder.get_untracked() {
                // The other folder may not open; then this one is worked on.
                self.engine.update_value(Engine::restart_journal);
                self.tell(JournalDiscard { handle: folder.handle });
                self.unsaved.set(Arc::new(Vec::new()));
                self.withheld.set(BTreeSet::new());
            }
            match what {
                AfterUnsaved::Close => self.close(),
                AfterUnsaved::Open { path, create, sample } => self.open_now(path, create, sample),
            }
        });
    }
}

fn recovery_note(changed_since: &[String], damage: Option<&str>) -> String {
    let mut note = String::new();
    match changed_since {
        [] => {}
        [only] => note.push_str(&format!("{only} has changed since, and recovering overrules it. ")),
        several => {
            note.push_str(&format!("{} files have changed since, and recovering overrules them. ", several.len()))
        }
    }
    note.push_str(damage.unwrap_or_default());
    note.trim_end().to_owned()
}

/// The same with a small first letter, for the middle of a sentence.
fn lowered(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

/// The same with a capital, for a sentence of its own.
fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// A folder's name as a title: `web-shop` becomes `Web shop`.
fn title_of(folder: &str) -> String {
    let words = folder.replace(['-', '_'], " ");
    match words.trim() {
        "" => "Untitled design".to_owned(),
        words => capitalised(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_titles() {
        let check = |folder: &str, expected: &str| assert_eq!(title_of(folder), expected, "{folder}");
        check("web-shop", "Web shop");
        check("orders_2", "Orders 2");
        check("--", "Untitled design");
    }
}
