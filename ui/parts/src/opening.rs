//! Opening folders: an existing design, a new one, a copy of the sample; and taking back what a crash left.

use crate::backend::call;
use crate::host::WindowHost;
use crate::session::{OpenFolder, RecoveryOffer};
use crate::{AfterUnsaved, Document, Modal, Session, Tone, clock_of, now_ms, sample};
use engine::Engine;
use engine::diagnostic::{capitalised, counted};
use engine::edit::Selection;
use engine::format::SourceFile;
use engine::model::{Record, Settings};
use ipc::{FileChange, OpenFolder as OpenRequest, Opened, PickFolder, PickPurpose, Recent, Save};
use leptos::prelude::*;
use std::collections::VecDeque;
use wasm_bindgen_futures::spawn_local;

impl Session {
    /// Opens a folder; `create` begins a design in it, `discard_open` gives up what is unsaved in the one that is open.
    pub async fn open_path(self, path: String, create: bool, discard_open: bool) -> bool {
        match call(self.backend(), OpenRequest { path, create, discard_open }).await {
            Ok(opened) => {
                self.take_folder(opened);
                if let Ok(recent) = call(self.backend(), Recent {}).await {
                    self.recent.set(recent.folders);
                }
                true
            }
            Err(error) => {
                self.notices.report(&error);
                false
            }
        }
    }

    fn take_folder(self, opened: Opened) {
        let began = now_ms();
        let after = opened.journal.as_ref().and_then(|it| it.entries.last()).map_or(0, |entry| entry.sequence);
        let handle = opened.read_only.is_none().then_some(opened.handle);
        let queue = self.document.journal.with_value(|journal| journal.begin(handle, after));
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
        let took = now_ms() - began;
        self.notices.toasts.update(Vec::clear);
        self.attention.selection.set(Selection::default());
        self.attention.environment.set(None);
        self.panels.renaming.set(None);
        self.panels.creating.set(None);
        self.recovery.set(opened.journal.filter(|it| !it.entries.is_empty()).map(|it| RecoveryOffer {
            steps: it.entries.len(),
            journal: it.entries.iter().map(|entry| format!("{}\n", entry.entry)).collect(),
            when: clock_of(it.saved_at_ms),
            note: recovery_note(&it.changed_since, it.damage.as_deref()),
        }));
        let folder = OpenFolder { handle: opened.handle, path: opened.path, branch: opened.branch };
        self.document.replace(engine, folder, reason, took);
        self.take_typing(opened.typing);
        self.notices.log(Tone::Fine, format!("Opened {} with {} in {took:.0} ms", opened.name, counted(count, "file")));
        for problem in opened.problems {
            self.notices.log(Tone::Failed, problem.message.clone());
            self.notices.toast(Tone::Refused, problem.message, problem.next);
        }
    }

    /// Opens a folder unless unsaved work would be lost sight of; then asks first.
    pub fn open(self, path: String, create: bool, sample: bool) {
        self.document.settle_now();
        if self.document.has_unsaved() {
            self.panels.modal.set(Some(Modal::Unsaved(AfterUnsaved::Open { path, create, sample })));
        } else {
            self.open_now(path, create, sample, false);
        }
    }

    /// Opens a folder. What is unsaved in the one that is open may be given up, and then is once the other has opened.
    pub(super) fn open_now(self, path: String, create: bool, with_sample: bool, discard_open: bool) {
        spawn_local(async move {
            if !self.open_path(path.clone(), create, discard_open).await || !create {
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
        self.document
            .dispatch(engine::edit::Command::Create { record: Box::new(Record::Settings(settings)), placement: None });
    }

    async fn fill_with_sample(self) {
        let Some(folder) = self.document.folder.get_untracked() else { return };
        let changes = sample::files()
            .iter()
            .map(|(path, text)| FileChange { path: (*path).to_owned(), before: None, after: Some((*text).to_owned()) })
            .collect();
        match call(self.backend(), Save { handle: folder.handle, changes }).await {
            Ok(_) => drop(self.open_path(folder.path, false, false).await),
            Err(error) => self.notices.report(&error),
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
                Err(error) => self.notices.report(&error),
            }
        });
    }

    /// Takes the unsaved work of an earlier run back.
    pub fn recover(self) {
        self.take_back("");
    }

    /// Goes on after the page had to be loaded anew: nobody decided to leave, so nothing is asked.
    pub(super) fn go_on_after_reload(self) {
        const WHY: &str = "The window had to be loaded anew";
        if self.recovery.with_untracked(Option::is_some) {
            self.take_back(&format!("{WHY}. "));
        } else {
            self.notices.toast(Tone::Refused, WHY, "Nothing is lost");
        }
    }

    fn take_back(self, why: &str) {
        let Some(offer) = self.recovery.get_untracked() else { return };
        let Some(recovered) = self.document.engine.try_update_value(|engine| engine.recover(&offer.journal)) else {
            return;
        };
        self.recovery.set(None);
        let count = recovered.effect.changed.len();
        let message = format!("{why}Took back {} on {}", counted(recovered.steps, "step"), counted(count, "record"));
        self.document.after(recovered.effect);
        self.document.conflicts.set(self.document.peek(|engine| engine.conflicts().to_vec()));
        let mut next = "Look at Changes, then save".to_owned();
        if recovered.unreadable > 0 {
            let were = if recovered.unreadable == 1 { "entry was" } else { "entries were" };
            next = format!("{} {were} left out that cannot be read or do not fit. {next}", recovered.unreadable);
        }
        self.notices.log(Tone::Fine, message.clone());
        self.document.toast_step(message, next);
        self.resume_typing();
    }

    /// Gives the unsaved work of an earlier run up.
    pub fn discard_recovery(self) {
        self.recovery.set(None);
        if let Some(request) = self.document.journal.with_value(super::journal::Journal::discard_earlier) {
            self.tell(request);
        }
        self.notices.log(Tone::Fine, "Discarded the unsaved changes of the earlier run");
    }
}

impl Document {
    /// Another design takes the place of this one; `took` is how many milliseconds that cost.
    fn replace(self, engine: Engine, folder: OpenFolder, read_only: Option<String>, took: f64) {
        self.engine.set_value(engine);
        self.took.set(("opened and checked", took));
        self.effects.update_value(VecDeque::clear);
        self.conflicts.set(Vec::new());
        self.read_only.set(read_only);
        self.look_again();
        self.folder.set(Some(folder));
        self.opened.update(|it| *it += 1);
        self.drop_void_toasts();
        self.settle_now();
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
