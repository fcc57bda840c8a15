//! From starting to closing: opening folders, saving them, taking back what a crash left, and taking in what others changed.

use crate::app::backend::call;
use crate::app::host::WindowHost;
use crate::app::{AfterUnsaved, App, Modal, Tone, clock_of, now_ms, sample};
use engine::edit::Selection;
use engine::format::{OutsideChange, SourceFile};
use engine::model::{Record, RecordKey, Settings};
use engine::{Engine, Keep};
use ipc::{
    CloseAnswer, CloseReady, Command, Event, FileChange, JournalDiscard, OpenFolder as OpenRequest, Opened, PickFolder,
    PickPurpose, Recent, Save, SaveOutcome, SetTitle, Start,
};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
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
        self.backend().listen(Box::new(move |event| self.hear(event)));
        Effect::new(move |_| {
            let name = self.folder.with(Option::is_some).then(|| self.design(|design| design.settings().name.clone()));
            let unsaved = self.unsaved.with(|unsaved| !unsaved.is_empty());
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
                    match started.theme {
                        Some(theme) => self.system_dark.set(theme == ipc::Theme::Dark),
                        None => {}
                    }
                    if let Some(path) = started.folder {
                        self.open_path(path, false).await;
                    }
                }
                Err(error) => self.report(&error),
            }
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
        let clause = opened.read_only.as_ref().map(|it| format!("{}: {}", lowered(&it.message), lowered(&it.next)));
        engine.set_read_only(clause);
        let reason = opened.read_only.map(|it| format!("{}. {}", it.message, it.next));
        self.engine.set_value(engine);
        let took = now_ms() - began;
        self.took.set(("opened and checked", took));
        self.effects.update_value(std::collections::VecDeque::clear);
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
        self.settle_now();
        let noun = if count == 1 { "file" } else { "files" };
        self.log(Tone::Fine, format!("Opened {} with {count} {noun} in {took:.0} ms", opened.name));
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

    /// Whether anything is not on disk. Exact after [`App::settle_now`], a moment late otherwise.
    pub fn has_unsaved(self) -> bool {
        self.unsaved.with_untracked(|unsaved| !unsaved.is_empty())
    }

    /// Writes what is unsaved. Gives whether the folder now says what the design says.
    pub async fn save(self) -> bool {
        leave_field();
        let Some(folder) = self.folder.get_untracked() else { return false };
        if let Some(reason) = self.read_only.get_untracked() {
            self.toast(Tone::Refused, "This design is open read-only and cannot be saved", reason);
            return false;
        }
        if self.saving.get_untracked() {
            return false;
        }
        self.saving.set(true);
        let done = self.save_once(&folder, true).await;
        self.saving.set(false);
        self.settle_now();
        done
    }

    async fn save_once(self, folder: &OpenFolder, may_merge: bool) -> bool {
        if self.conflicts.with_untracked(|conflicts| !conflicts.is_empty()) {
            self.ask_to_decide();
            return false;
        }
        let changes = self.peek(Engine::unsaved);
        let through = self.journal.with_value(super::journal::Journal::last);
        if changes.is_empty() {
            self.forget_journal(through);
            return true;
        }
        self.journal.with_value(super::journal::Journal::flush).await;
        let request = Save {
            handle: folder.handle,
            changes: changes
                .iter()
                .map(|change| FileChange {
                    path: change.path.clone(),
                    before: change.before.as_deref().map(str::to_owned),
                    after: change.after.as_deref().map(str::to_owned),
                })
                .collect(),
        };
        match call(self.backend(), request).await {
            Ok(SaveOutcome::Saved { written, deleted }) => {
                self.engine.update_value(|engine| engine.saved(&changes));
                self.forget_journal(through);
                self.recovery.set(None);
                self.log(Tone::Fine, saved_line(&written, &deleted));
                true
            }
            Ok(SaveOutcome::Conflict { changes }) => {
                self.take_in(changes);
                if may_merge {
                    return Box::pin(self.save_once(folder, false)).await;
                }
                self.toast(
                    Tone::Refused,
                    "Nothing was saved: another program keeps changing the same files",
                    "Save again when it is done",
                );
                false
            }
            Err(error) => {
                self.report(&error);
                false
            }
        }
    }

    /// Saving would decide for the person, who has not yet.
    fn ask_to_decide(self) {
        self.toast(
            Tone::Refused,
            "Nothing was saved: another program changed the same files",
            "Decide above whose version to keep, then save again",
        );
    }

    fn forget_journal(self, through: u64) {
        if let Some(request) = self.journal.with_value(|journal| journal.saved(through)) {
            self.tell(request);
        }
    }

    /// Takes in files that another program changed.
    fn take_in(self, changes: Vec<ipc::OutsideChange>) {
        let files: Vec<OutsideChange> = changes
            .into_iter()
            .map(|change| OutsideChange { path: change.path, bytes: change.content.map(ipc::FileContent::into_bytes) })
            .collect();
        let count = files.len();
        let Some(outside) = self.engine.try_update_value(|engine| engine.files_changed(files)) else { return };
        let noun = if count == 1 { "file" } else { "files" };
        self.log(
            Tone::Fine,
            format!("{count} {noun} changed outside and {} taken in", if count == 1 { "was" } else { "were" }),
        );
        let nothing_changed = outside.effect.is_empty();
        self.after(outside.effect);
        if nothing_changed {
            // Findings about the files themselves may have come or gone.
            self.revision.update(|it| *it += 1);
            self.records_revision.update(|it| *it += 1);
        }
        self.conflicts.set(self.peek(|engine| engine.conflicts().to_vec()));
        self.settle();
    }

    /// Decides a conflict.
    pub fn resolve(self, record: &RecordKey, keep: Keep) {
        if let Some(effect) = self.engine.try_update_value(|engine| engine.resolve(record, keep)) {
            self.after(effect);
        }
        self.conflicts.set(self.peek(|engine| engine.conflicts().to_vec()));
        self.settle();
    }

    /// Takes the unsaved work of an earlier run back.
    pub fn recover(self) {
        let Some(offer) = self.recovery.get_untracked() else { return };
        let Some(recovered) = self.engine.try_update_value(|engine| engine.recover(&offer.journal)) else { return };
        self.recovery.set(None);
        let count = recovered.effect.changed.len();
        let message = format!(
            "Took back {} {} on {count} {}",
            recovered.steps,
            if recovered.steps == 1 { "step" } else { "steps" },
            if count == 1 { "record" } else { "records" }
        );
        self.after(recovered.effect);
        let mut next = "Look at Changes, then save; undo gives it up again".to_owned();
        if recovered.unreadable > 0 {
            next = format!("{} unreadable entries were left out. {next}", recovered.unreadable);
        }
        self.log(Tone::Fine, message.clone());
        self.toast(Tone::Fine, message, next);
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
            self.tell(CloseReady { answer: CloseAnswer::Close });
        }
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
                self.tell(JournalDiscard { handle: folder.handle });
                self.unsaved.set(Arc::new(Vec::new()));
            }
            match what {
                AfterUnsaved::Close => self.tell(CloseReady { answer: CloseAnswer::Close }),
                AfterUnsaved::Open { path, create, sample } => self.open_now(path, create, sample),
            }
        });
    }
}

/// Takes the focus out of a field, so that what is typed there is committed and counts.
fn leave_field() {
    let active = document().active_element();
    let field = active.filter(|it| matches!(it.tag_name().as_str(), "INPUT" | "TEXTAREA"));
    if let Some(field) = field.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = field.blur();
        let _ = field.focus();
    }
}

fn saved_line(written: &[String], deleted: &[String]) -> String {
    let files = |count: usize| format!("{count} {}", if count == 1 { "file" } else { "files" });
    match (written, deleted) {
        ([only], []) => format!("Saved {only}"),
        ([], [only]) => format!("Deleted {only}"),
        (written, []) => format!("Saved {}", files(written.len())),
        ([], deleted) => format!("Deleted {}", files(deleted.len())),
        (written, deleted) => format!("Saved {} and deleted {}", files(written.len()), files(deleted.len())),
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

/// A folder's name as a title: `web-shop` becomes `Web shop`.
fn title_of(folder: &str) -> String {
    let words = folder.replace(['-', '_'], " ");
    let mut characters = words.trim().chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_else(|| "Untitled design".to_owned())
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

    #[test]
    fn saves_are_told_by_what_they_did() {
        let check = |written: &[&str], deleted: &[&str], expected: &str| {
            let own = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
            assert_eq!(saved_line(&own(written), &own(deleted)), expected);
        };
        check(&["policy.toml"], &[], "Saved policy.toml");
        check(&["a", "b"], &[], "Saved 2 files");
        check(&["a", "b"], &["c"], "Saved 2 files and deleted 1 file");
        check(&[], &["c"], "Deleted c");
    }
}
